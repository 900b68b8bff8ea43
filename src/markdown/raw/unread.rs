//! Scripts and styles in a line of text: they are for programs only, and no reader sees them.
//!
//! Markdown gives their tags and what stands between them as single tokens. One that does not end in its block hides
//! nothing: its words stay.

use std::collections::VecDeque;

use super::DROPPED_WHOLE;
use super::scan::{Part, parts};
use crate::markdown::token::{End, Placement, Spanned, Token};

/// Tokens, each with whether it is the tag of a script or style in a line, or content between two of these tags.
pub(in crate::markdown) struct Unread<'a, I> {
    tokens: I,
    /// What was read ahead.
    ahead: VecDeque<(bool, Spanned<'a>)>,
    /// Which of [`DROPPED_WHOLE`] don't end in the block that is being read.
    endless: [bool; DROPPED_WHOLE.len()],
}

/// Says of each token whether readers see it.
pub(in crate::markdown) fn unread<'a, I: Iterator<Item = Spanned<'a>>>(tokens: I) -> Unread<'a, I> {
    Unread {
        tokens,
        ahead: VecDeque::new(),
        endless: Default::default(),
    }
}

impl<'a, I: Iterator<Item = Spanned<'a>>> Unread<'a, I> {
    /// Hides what follows up to the end tag of an element. False if its block has none.
    fn hide(&mut self, name: &str) -> bool {
        let mut index = 0;
        let found = loop {
            if index == self.ahead.len() {
                match self.tokens.next() {
                    Some(token) => self.ahead.push_back((false, token)),
                    None => break false,
                }
            }
            match &self.ahead[index].1.0 {
                Token::End(End::Block | End::Heading) => break false,
                token
                    if tag(
                        token,
                        |part| matches!(part, Part::Close(n) if n.eq_ignore_ascii_case(name)),
                    ) =>
                {
                    break true;
                }
                _ => index += 1,
            }
        };
        if found {
            for (hidden, (token, _)) in self.ahead.range_mut(..=index) {
                *hidden = is_content(token);
            }
        }
        found
    }
}

impl<'a, I: Iterator<Item = Spanned<'a>>> Iterator for Unread<'a, I> {
    type Item = (bool, Spanned<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (hidden, spanned) = match self.ahead.pop_front() {
            Some(known) => known,
            None => (false, self.tokens.next()?),
        };
        if hidden {
            return Some((true, spanned));
        }
        if let Token::End(End::Block | End::Heading) = spanned.0 {
            self.endless = Default::default();
        }
        for (index, name) in DROPPED_WHOLE.iter().enumerate() {
            let opens =
                |part: Part<'_>| matches!(part, Part::Open(n, _) if n.eq_ignore_ascii_case(name));
            if !self.endless[index] && tag(&spanned.0, opens) {
                let hidden = self.hide(name);
                self.endless[index] = !hidden;
                return Some((hidden, spanned));
            }
        }
        Some((false, spanned))
    }
}

/// Whether a token is a tag in a line for which this holds.
fn tag(token: &Token<'_>, holds: impl Fn(Part<'_>) -> bool) -> bool {
    matches!(token, Token::Html(html, Placement::Line) if parts(html).any(|(part, _)| holds(part)))
}

/// Whether a token can be left out without its fellows.
const fn is_content(token: &Token<'_>) -> bool {
    !matches!(
        token,
        Token::Start(_) | Token::Heading(_) | Token::Link(_) | Token::End(_)
    )
}
