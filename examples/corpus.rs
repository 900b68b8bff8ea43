//! Writes the made-up newsletter that is built for measuring: `cargo run --release --example corpus -- 1000 FOLDER [hugo]`.

#[path = "../benches/corpus/mod.rs"]
mod corpus;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (briefs, folder, flavor) = match &*arguments {
        [briefs, folder] => (briefs, folder, corpus::Flavor::Briefpress),
        [briefs, folder, hugo] if hugo == "hugo" => (briefs, folder, corpus::Flavor::Hugo),
        _ => return ExitCode::from(2),
    };
    let Ok(briefs) = briefs.parse() else {
        return ExitCode::from(2);
    };
    for (path, text) in corpus::files(briefs, flavor) {
        let path = Path::new(folder).join(path);
        let made = path.parent().map_or(Ok(()), std::fs::create_dir_all);
        if made.and_then(|()| std::fs::write(path, text)).is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
