//! Bullets that Markdown does not know, and the labels of effects.
//!
//! Comes in: a line. Goes out: its text as an item, and with its label in bold.

use super::super::report::Notes;
use super::super::text::Line;
use crate::model::Role;
use crate::parse;

/// The text of an item whose bullet Markdown does not know.
pub(super) fn bullet<'t>(
    line: &Line,
    text: &'t str,
    section: Option<Role>,
    notes: &mut Notes,
) -> Option<&'t str> {
    let sign = text.chars().next()?;
    let rest = &text[sign.len_utf8()..];
    let dash = matches!(sign, '–' | '—')
        && matches!(section, Some(Role::Numbers | Role::Watch))
        && rest.starts_with(char::is_whitespace);
    let glyph = matches!(sign, '•' | '‣' | '◦' | '▪' | '●' | '○' | '■');
    let item = rest.trim_start();
    if !(dash || glyph) || item.is_empty() {
        return None;
    }
    notes.done(
        line.number,
        format!("a bullet written as `{sign}` became `-`"),
    );
    Some(item)
}

/// A line with the label of an effect set bold, if it begins with one in plain words.
pub(super) fn labelled(text: &str) -> String {
    let Some(end) = parse::order_label(text).filter(|_| text.starts_with(char::is_alphanumeric))
    else {
        return text.to_owned();
    };
    let (head, rest) = text.split_at(end);
    let words = head
        .trim_end()
        .trim_end_matches([':', '—', '–', '-', '.', ' ']);
    let sign = head.trim_end()[words.len()..].trim();
    match sign {
        ":" | "." | "" => format!("**{words}{sign}** {rest}"),
        sign => format!("**{words}** {sign} {rest}"),
    }
    .trim_end()
    .to_owned()
}
