//! A brief that a mail quotes, as `> The Strategic Shift` on its lines.
//!
//! Comes in: a text that nobody called Markdown. Goes out: the same text with the quoted brief in the place of the mail,
//! line for line; and the words around it, which are the mail's (`On Monday Jane wrote:`, a signature) and are told.

use super::front::{self, Syntax};
use super::heading::{self, Names};

/// A text without the signs of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The text, with as many lines as before.
    pub(super) text: String,
    /// The paragraphs around the brief, each with its line from 1.
    pub(super) around: Vec<(usize, String)>,
}

/// The brief that `text` quotes; `None` if what is quoted is no brief, or not the only one.
pub(super) fn brief(text: &str, names: &Names) -> Option<Quoted> {
    if !text.contains('>') {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let is_heading = |line: &str| heading::known(line, false, names).is_some();
    let depth = lines.iter().find_map(|line| {
        let depth = depth(line);
        (depth > 0 && is_heading(inner(line, depth))).then_some(depth)
    })?;
    if lines.iter().any(|line| is_heading(line)) {
        return None;
    }
    let quoted = |line: &&str| self::depth(line) >= depth;
    let first = lines.iter().position(quoted)?;
    let last = lines.iter().rposition(quoted)?;
    // The head of the mail says what the brief is called and when it was sent.
    let head = match front::cut(text) {
        (Some(front), end) if matches!(front.syntax, Syntax::Header | Syntax::Mail) => {
            text[..end].matches('\n').count()
        }
        _ => 0,
    };
    let mut out = Vec::with_capacity(lines.len());
    let mut around: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (at, line) in lines.iter().enumerate() {
        let outside = at >= head && !(first..=last).contains(&at);
        out.push(match outside {
            true => "",
            false if at >= head && quoted(line) => inner(line, depth),
            false => line,
        });
        let words = line.trim();
        if !outside || words.is_empty() {
            goes_on = false;
            continue;
        }
        match around.last_mut().filter(|_| goes_on) {
            Some((_, text)) => *text = format!("{text} {words}"),
            None => around.push((at + 1, words.to_owned())),
        }
        goes_on = true;
    }
    Some(Quoted {
        text: out.join("\n"),
        around,
    })
}

/// How many signs of quotation a line begins with: `> >` and `>>` are two.
fn depth(line: &str) -> usize {
    let mut depth = 0;
    let mut rest = line;
    while let Some(inner) = rest.trim_start_matches(' ').strip_prefix('>') {
        depth += 1;
        rest = inner;
    }
    depth
}

/// A line without its first `depth` signs, and without the blank that follows each.
fn inner(line: &str, depth: usize) -> &str {
    let mut rest = line;
    for _ in 0..depth {
        rest = rest
            .trim_start_matches(' ')
            .strip_prefix('>')
            .unwrap_or(rest);
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_brief_is_taken_out_of_its_mail() {
        let mail = "Subject: Acme\nDate: 2026-01-15\n\nHi,\nsee below.\n\nOn Monday\nJane wrote:\n> > The Strategic Shift\n>> Acme rents.\n> > > Really?\n> >\n> > The Numbers\n> Jane\n\n-- \nDesk";
        let found = brief(mail, &Names::new()).unwrap();
        let text = "Subject: Acme\nDate: 2026-01-15\n\n\n\n\n\n\nThe Strategic Shift\nAcme rents.\n> Really?\n\nThe Numbers\n\n\n\n";
        assert_eq!(found.text, text);
        let around: Vec<_> = found.around.iter().map(|(n, t)| (*n, t.as_str())).collect();
        let expected = [
            (4, "Hi, see below."),
            (7, "On Monday Jane wrote:"),
            (14, "> Jane"),
            (16, "-- Desk"),
        ];
        assert_eq!(around, expected);
    }

    #[test]
    fn other_quotations_stay() {
        for text in [
            "The Strategic Shift\n> The Strategic Shift\n> Acme rents.",
            "> It rents.\n\nAcme said so.",
            "a > b",
            "",
        ] {
            assert_eq!(brief(text, &Names::new()), None, "{text}");
        }
    }
}
