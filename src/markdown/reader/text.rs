//! What CommonMark takes for text and is more: bare URLs and suppressed names.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::{Open, Reader};
use crate::markdown::token::{End, LinkStart, Text, Token};
use crate::markdown::{LinkKind, url};

impl<'a> Reader<'a> {
    /// Text, with bare URLs and suppressed names taken out of it.
    pub(super) fn text(
        &mut self,
        mut text: CowStr<'a>,
        mut range: Range<usize>,
    ) -> Option<Token<'a>> {
        let source = &self.text[range.clone()];
        let exact = text.len() == source.len() && std::ptr::eq(text.as_ptr(), source.as_ptr());
        if range.end <= self.skip_to && !range.is_empty() {
            return None;
        }
        let cut = exact && range.start < self.skip_to;
        if cut {
            text = self.text[self.skip_to..range.end].into();
            range.start = self.skip_to;
        }
        // A fold without a way out is done many bytes at a time.
        let special = |text: &str| {
            text.bytes()
                .fold(false, |found, b| found | (b == b':') | (b == b'\\'))
        };
        if exact && special(&text) {
            self.specials(range);
        } else if cut {
            self.push_text(range, false);
        } else {
            return Some(Token::Text(Text {
                text,
                exact,
                suppressed: matches!(self.links.last(), Some(Open::NoLink)),
            }));
        }
        None
    }

    /// Pushes the tokens of text that may have bare URLs and suppressed names.
    fn specials(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut done = range.start;
        let mut at = range.start;
        while let Some(found) = text[at..range.end].find([':', '\\']) {
            let special = at + found;
            at = special + 1;
            if text.as_bytes()[special] == b'\\' {
                if let Some(end) = suppressed_name(text, special, range.end) {
                    self.push_text(done..special, false);
                    self.push_text(special + 1..end, true);
                    (done, at) = (end, end);
                }
            } else if self.links.is_empty()
                && let Some(start) = url::start(text, done, special)
                && let Some(end) = self.url_end(special, range.end)
            {
                self.push_text(done..start, false);
                self.push_url(start..end);
                if end >= range.end {
                    self.skip_to = end;
                    return;
                }
                (done, at) = (end, end);
            }
        }
        self.push_text(done..range.end, false);
    }

    /// The end of the bare URL whose first `:` is at `colon`. Special characters cut text into several events; those
    /// that follow without a gap up to `text_end` and beyond belong to it.
    fn url_end(&mut self, colon: usize, text_end: usize) -> Option<usize> {
        let widest = url::end(self.text, colon)?;
        let mut reach = text_end;
        let mut next = 0;
        while reach < widest.end {
            if next == self.stash.len() {
                let Some(event) = self.events.as_mut().and_then(Iterator::next) else {
                    break;
                };
                self.stash.push_back(event);
            }
            match &self.stash[next] {
                (Event::Text(_), range) if range.start == reach => reach = range.end,
                _ => break,
            }
            next += 1;
        }
        (reach >= widest.host_end).then(|| url::trim(self.text, colon, widest.end.min(reach)))
    }

    fn push_text(&mut self, range: Range<usize>, suppressed: bool) {
        if !range.is_empty() {
            let text = Text {
                text: self.text[range.clone()].into(),
                exact: true,
                suppressed: suppressed || matches!(self.links.last(), Some(Open::NoLink)),
            };
            let place = self.place(&range);
            self.pending.push_back((Token::Text(text), place));
        }
    }

    fn push_url(&mut self, range: Range<usize>) {
        let source = &self.text[range.clone()];
        let dest: CowStr<'a> = if source.contains("&amp;") {
            source.replace("&amp;", "&").into()
        } else {
            source.into()
        };
        let place = self.place(&range);
        let text = Text {
            exact: dest.len() == source.len(),
            text: dest.clone(),
            suppressed: false,
        };
        let link = LinkStart {
            dest,
            title: "".into(),
            kind: LinkKind::Plain,
        };
        self.pending.extend([
            (Token::Link(Box::new(link)), place.clone()),
            (Token::Text(text), place.clone()),
            (Token::End(End::Link), place),
        ]);
    }
}

/// The end of the word that a backslash keeps from being linked: CommonMark leaves a backslash before a letter as it
/// is. Those of `C:\Users`, `AC\DC` and `\n` are the author's.
fn suppressed_name(text: &str, backslash: usize, end: usize) -> Option<usize> {
    let opens = match text[..backslash].chars().next_back() {
        None => true,
        Some(c) => c.is_whitespace() || "([{\"'“‘«„*_~–—->|;".contains(c),
    };
    let word = &text[backslash + 1..end];
    let length = word
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(word.len());
    let first = word.chars().next()?;
    let name = first.len_utf8() < length || !first.is_ascii_lowercase();
    (opens && length > 0 && name).then_some(backslash + 1 + length)
}
