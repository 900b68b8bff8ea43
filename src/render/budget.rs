//! What one page may cost: a theme is untrusted input, and its loops and includes must end.
//!
//! Tera stops neither a loop nor an include that fans out, so templates are *metered* before they are compiled: a
//! call that counts is put after every tag that opens a loop, a block or a component, and before every include. When
//! the count of one page is used up, that call fails as any other would, with the place in the template. Output is
//! counted where it is written. Both limits are counts and no clock, so that a page fails everywhere or nowhere.
//!
//! What this does not stop: a template that doubles a text with `~` in each line eats memory without looping.

use std::cell::Cell;
use std::io::{self, Write};
use std::ops::Range;

use tera::{Error, Kwargs, State, TeraResult};

use super::scan::tags;

/// Rounds of loops, blocks, components and includes on one page.
pub(crate) const MAX_STEPS: u32 = 500_000;

/// The most bytes of one page.
pub(crate) const MAX_OUTPUT: usize = 32 << 20;

/// The most numbers that one `range()` gives.
pub(crate) const MAX_RANGE: i64 = 1_000;

/// The name of the function that counts; no identifier that an author would pick.
pub(crate) const STEP: &str = "_briefpress_step";

thread_local! {
    /// Steps that are left of the page that this thread renders. A page is rendered by one thread, without pause.
    static STEPS_LEFT: Cell<u32> = const { Cell::new(0) };
}

/// Begins the count of a new page.
pub(crate) fn start_page() {
    STEPS_LEFT.set(MAX_STEPS);
}

/// The function that templates are metered with.
pub(crate) fn step(_: Kwargs, _: &State<'_>) -> TeraResult<bool> {
    let left = STEPS_LEFT.get();
    if left == 0 {
        return Err(Error::message(format!(
            "the page takes more than {MAX_STEPS} rounds of loops and includes"
        )));
    }
    STEPS_LEFT.set(left - 1);
    Ok(false)
}

/// `range(start=0, end=..., step_by=1)`, shorter than tera's own.
pub(crate) fn range(args: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = args.get::<i64>("start")?.unwrap_or(0);
    let end = args.must_get::<i64>("end")?;
    let step = args.get::<i64>("step_by")?.unwrap_or(1);
    let mut numbers = Vec::new();
    let mut next = start;
    while (step > 0 && next < end) || (step < 0 && next > end) {
        if i64::try_from(numbers.len()).is_ok_and(|len| len >= MAX_RANGE) {
            return Err(Error::message(format!(
                "`range` gives at most {MAX_RANGE} numbers"
            )));
        }
        numbers.push(next);
        let Some(sum) = next.checked_add(step) else {
            break;
        };
        next = sum;
    }
    if step == 0 {
        return Err(Error::message("`range` needs a `step_by` that is not 0"));
    }
    Ok(numbers)
}

/// A buffer that takes [`MAX_OUTPUT`] bytes and no more.
#[derive(Debug, Default)]
pub(crate) struct Page {
    bytes: Vec<u8>,
}

impl Page {
    /// The whole of what was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Page {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + more.len() > MAX_OUTPUT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A template with the calls that count in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Metered {
    /// The text for tera.
    pub(crate) text: String,
    /// Where in `text` something was put in, in order.
    added: Vec<Range<usize>>,
}

impl Metered {
    /// Meters a template. Text that tera can't read comes out as something that tera can't read either.
    pub(crate) fn new(source: &str) -> Self {
        let mut metered = Self {
            text: String::with_capacity(source.len() + 256),
            added: Vec::new(),
        };
        let mut copied = 0;
        for tag in tags(source) {
            let word = tag.word(source);
            let (at, call) = match word {
                "for" | "block" | "component" => {
                    let trim = if tag.trims_after { "-" } else { "" };
                    let call = format!("{{% if {STEP}() %}}{{% endif {trim}%}}");
                    (tag.range.end, call)
                }
                "include" => {
                    let trim = if tag.trims_before { "-" } else { "" };
                    let call = format!("{{%{trim} if {STEP}() %}}{{% endif %}}");
                    (tag.range.start, call)
                }
                _ => continue,
            };
            metered.text.push_str(&source[copied..at]);
            copied = at;
            let start = metered.text.len();
            metered.text.push_str(&call);
            metered.added.push(start..metered.text.len());
        }
        metered.text.push_str(&source[copied..]);
        metered
    }

    /// The names of the templates that `source` includes.
    pub(crate) fn includes(source: &str) -> impl Iterator<Item = &str> {
        Self::named(source, &["include"])
    }

    /// The names of the templates that tags with one of these words name.
    pub(crate) fn named<'s>(source: &'s str, words: &[&str]) -> impl Iterator<Item = &'s str> {
        tags(source)
            .into_iter()
            .filter(|tag| words.contains(&tag.word(source)))
            .filter_map(|tag| {
                let inner = &source[tag.range];
                let start = inner.find(['"', '\'', '`'])?;
                let rest = &inner[start + 1..];
                Some(&rest[..rest.find(['"', '\'', '`'])?])
            })
    }

    /// The bytes of the source behind these bytes of the text.
    pub(crate) fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.original_offset(range.start)..self.original_offset(range.end)
    }

    fn original_offset(&self, offset: usize) -> usize {
        let mut before = 0;
        for added in &self.added {
            if offset >= added.end {
                before += added.len();
            } else if offset > added.start {
                return added.start - before;
            } else {
                break;
            }
        }
        offset - before
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn whitespace_is_trimmed_as_without_the_meter() {
        let source = "a {%- for i in [1, 2] -%} x {%- endfor -%} b {%- include \"i\" %} {% block k -%} c{% endblock %}";
        let render = |text: &str| {
            let mut tera = tera::Tera::default();
            tera.register_function(STEP, step);
            tera.add_raw_templates([("t", text), ("i", "I")]).unwrap();
            start_page();
            tera.render("t", &tera::Context::new()).unwrap()
        };
        assert_eq!(render(&Metered::new(source).text), render(source));
    }

    #[test]
    fn places_in_metered_text_lead_back_to_the_source() {
        let source = "{% for a in b %}{{ a.x }}{% include \"c\" %}{{ d }}{% endfor %}";
        let metered = Metered::new(source);
        for word in ["a.x", "include", "d }}", "endfor"] {
            let there = metered.text.find(word).unwrap();
            let here = source.find(word).unwrap();
            assert_eq!(
                metered.original(&(there..there + 1)),
                here..here + 1,
                "{word}"
            );
        }
        let call = metered.text.find(STEP).unwrap();
        let end_of_for = source.find("%}").unwrap() + 2;
        assert_eq!(metered.original(&(call..call + 2)), end_of_for..end_of_for);
    }

    #[test]
    fn output_is_cut_off_with_an_error() {
        let mut page = Page::default();
        let block = vec![b'x'; MAX_OUTPUT];
        page.write_all(&block).unwrap();
        assert!(page.write_all(b"y").is_err());
        assert_eq!(page.into_bytes().len(), MAX_OUTPUT);
    }

    proptest! {
        #[test]
        fn metering_any_text_keeps_every_byte_of_it(source in "([{}%#\"' a-]|for|include|raw|endraw|block|é){0,60}") {
            let metered = Metered::new(&source);
            let mut without = metered.text.clone();
            for added in metered.added.iter().rev() {
                without.replace_range(added.clone(), "");
            }
            prop_assert_eq!(&without, &source);
            for offset in 0..=metered.text.len() {
                prop_assert!(metered.original_offset(offset) <= source.len());
            }
        }
    }
}
