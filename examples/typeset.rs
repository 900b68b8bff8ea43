//! Markdown as HTML, for suites that others wrote: a JSON list of texts comes in by standard input, a list of HTML goes
//! out. Raw HTML stays, since the suites are about Markdown and not about what is harmless.

use std::error::Error;
use std::io;

use briefpress::markdown::{Flow, Marks, Options, set};
use briefpress::model::HtmlPolicy;

fn main() -> Result<(), Box<dyn Error>> {
    let texts: Vec<String> = serde_json::from_reader(io::stdin().lock())?;
    let options = Options {
        html: HtmlPolicy::Allow,
    };
    let html: Vec<String> = texts
        .iter()
        .map(|text| set(text, Flow::Block, &Marks::default(), &options))
        .map(|markup| markup.as_str().to_owned())
        .collect();
    serde_json::to_writer(io::stdout().lock(), &html)?;
    Ok(())
}
