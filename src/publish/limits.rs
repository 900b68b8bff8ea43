//! What Cloudflare Pages reads of `_headers` and `_redirects`. What is beyond, it leaves out, and the site is published
//! all the same: nobody would see it but by an address that leads nowhere.
//!
//! Comes in: the text of such a file. Goes out: what is beyond a limit, without a place, since briefpress writes most of
//! these files itself.
//!
//! <https://developers.cloudflare.com/pages/configuration/headers/>,
//! <https://developers.cloudflare.com/pages/configuration/redirects/>

use crate::diagnostic::{Code, Diagnostic};

/// Rules of `_headers`.
const HEADER_RULES: usize = 100;
/// Rules of `_redirects` without a `*` or a `:name`.
const STATIC_REDIRECTS: usize = 2_000;
/// Rules of `_redirects` with one.
const DYNAMIC_REDIRECTS: usize = 100;
/// Characters of one line, in either file.
const LINE: usize = 2_000;

/// What of `_headers` is beyond a limit. A rule begins with a path, which is not indented.
pub(crate) fn of_headers(text: &str) -> Vec<Diagnostic> {
    let rules = lines(text).filter(|(_, line)| !line.starts_with([' ', '\t']));
    let mut told = Vec::from_iter(too_many("_headers", "rules", rules.count(), HEADER_RULES));
    told.extend(too_long("_headers", text));
    told
}

/// What of `_redirects` is beyond a limit.
pub(crate) fn of_redirects(text: &str) -> Vec<Diagnostic> {
    let (mut fixed, mut dynamic) = (0, 0);
    for (_, line) in lines(text) {
        let from = line.split_whitespace().next().unwrap_or_default();
        if from.contains('*') || from.contains("/:") {
            dynamic += 1;
        } else {
            fixed += 1;
        }
    }
    let mut told = Vec::new();
    told.extend(too_many("_redirects", "redirects", fixed, STATIC_REDIRECTS));
    told.extend(too_many(
        "_redirects",
        "redirects with `*` or `:`",
        dynamic,
        DYNAMIC_REDIRECTS,
    ));
    told.extend(too_long("_redirects", text));
    told
}

/// Lines that say something, each with its number from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let says = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    (1..).zip(text.lines()).filter(move |(_, line)| says(line))
}

fn too_many(file: &str, what: &str, count: usize, limit: usize) -> Option<Diagnostic> {
    let message = || format!("{file} has {count} {what}; Cloudflare Pages reads {limit}");
    let help = if file == "_headers" {
        "put paths together under one rule with `*`, in static/_headers"
    } else {
        "drop the oldest `aliases`, or make Bulk Redirects at Cloudflare of them: each old address is two rules"
    };
    (count > limit).then(|| Diagnostic::new(Code::HostLimit, None, message()).help(help))
}

/// The first line that is too long, and how many there are.
fn too_long(file: &str, text: &str) -> Option<Diagnostic> {
    let mut long = lines(text).filter(|(_, line)| line.chars().count() > LINE);
    let (number, line) = long.next()?;
    let more = match long.count() {
        0 => String::new(),
        more => format!(", and {more} more are too long"),
    };
    let length = line.chars().count();
    let message = format!(
        "line {number} of {file} has {length} characters; Cloudflare Pages reads lines of {LINE}{more}"
    );
    let help = "make it shorter, or Cloudflare Pages leaves it out";
    Some(Diagnostic::new(Code::HostLimit, None, message).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(told: &[Diagnostic]) -> Vec<&str> {
        told.iter().map(|d| &*d.message).collect()
    }

    #[test]
    fn a_hundred_rules_of_headers_are_read_and_no_more() {
        let file = |count| "/a/*\n  X-A: b\n\n# c\n".repeat(count);
        assert_eq!(of_headers(&file(100)), []);
        assert_eq!(
            messages(&of_headers(&file(101))),
            ["_headers has 101 rules; Cloudflare Pages reads 100"]
        );
    }

    #[test]
    fn redirects_are_counted_by_whether_they_have_a_pattern() {
        let file = |fixed, dynamic| {
            "/a https://b.example/:80 301\n".repeat(fixed) + &"/a/* /b/:splat\n".repeat(dynamic)
        };
        assert_eq!(of_redirects(&file(2_000, 100)), []);
        assert_eq!(
            messages(&of_redirects(&file(2_001, 101))),
            [
                "_redirects has 2001 redirects; Cloudflare Pages reads 2000",
                "_redirects has 101 redirects with `*` or `:`; Cloudflare Pages reads 100"
            ]
        );
    }

    #[test]
    fn a_line_has_two_thousand_characters_at_most() {
        let line = |length: usize| format!("/{}", "é".repeat(length - 1));
        assert_eq!(of_headers(&line(2_000)), []);
        let long = format!("/a\n{}\n{}", line(2_001), line(3_000));
        for told in [of_headers(&long), of_redirects(&long)] {
            let [one] = &*messages(&told) else {
                panic!("{told:?}")
            };
            assert!(
                one.starts_with("line 2 of _")
                    && one.ends_with("lines of 2000, and 1 more are too long"),
                "{one}"
            );
        }
    }
}
