//! The signs by which Markdown is known.
//!
//! Comes in: lines. Goes out: whether they are Markdown, and what a line of it begins: a heading, a fence.

use super::heading::{self, Names};
use super::text::Line;

/// Whether a text that nobody calls Markdown was written as such.
pub(super) fn is_markdown(lines: &[Line], names: &Names) -> bool {
    let mut headings = 0;
    for line in lines {
        let text = line.trimmed();
        let level = atx(text).map_or(0, |(level, _)| level);
        if level > 0 {
            headings += 1;
            if headings > 1 || heading::known(text, false, names).is_some() {
                return true;
            }
        }
        let link = text
            .split_once("](")
            .is_some_and(|(before, after)| before.contains('[') && after.contains(')'));
        if link
            || text.starts_with("```")
            || is_bold(text) && heading::known(text, false, names).is_none()
        {
            return true;
        }
    }
    false
}

/// Whether a pair of `**` stands around something.
fn is_bold(text: &str) -> bool {
    let Some((_, rest)) = text.split_once("**") else {
        return false;
    };
    let Some((inner, _)) = rest.split_once("**") else {
        return false;
    };
    inner.starts_with(|c: char| !c.is_whitespace()) && inner.ends_with(|c: char| !c.is_whitespace())
}

/// `## Title ##` as level and title.
pub(super) fn atx(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    if !(1..=6).contains(&level) || !spaced {
        return None;
    }
    let title = rest.trim();
    let closed = title.trim_end_matches('#');
    let title = if closed.len() < title.len() && (closed.is_empty() || closed.ends_with(' ')) {
        closed.trim_end()
    } else {
        title
    };
    Some((level, title))
}

/// The level that a line of `=` or `-` gives to the line above it.
pub(super) fn underline(text: &str) -> Option<usize> {
    let all = |sign: char| text.len() >= 2 && text.chars().all(|c| c == sign);
    match () {
        () if all('=') => Some(1),
        () if all('-') => Some(2),
        () => None,
    }
}

/// The fence that a line opens.
fn fence_of(line: &Line) -> Option<String> {
    if line.indent() >= 4 {
        return None;
    }
    let text = line.trimmed();
    let sign = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(sign);
    let length = text.len() - rest.len();
    (length >= 3 && !(sign == '`' && rest.contains('`'))).then(|| text[..length].to_owned())
}

/// Blocks of code, followed line by line.
#[derive(Debug, Default)]
pub(super) struct Fences {
    /// What opened the block that is open.
    open: Option<String>,
}

impl Fences {
    /// Whether the next line is in a block of code, or a fence of one.
    pub(super) fn covers(&mut self, line: &Line) -> bool {
        let Some(open) = &self.open else {
            self.open = fence_of(line);
            return self.open.is_some();
        };
        let text = line.trimmed();
        let rest = text.strip_prefix(open.as_str());
        if rest.is_some_and(|rest| rest.chars().all(|c| open.starts_with(c))) {
            self.open = None;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::lines;
    use super::*;

    #[test]
    fn code_ends_at_a_fence_of_its_own_kind() {
        let mut fences = Fences::default();
        let text = "a\n~~~~ yaml\n```\n~~~\n~~~~~\nb\n    ```\nc\n```\nd";
        let covered: Vec<_> = lines(text, 1).iter().map(|l| fences.covers(l)).collect();
        let expected = [
            false, true, true, true, true, false, false, false, true, true,
        ];
        assert_eq!(covered, expected);
    }

    #[test]
    fn markdown_is_known_by_its_signs() {
        let names = Names::new();
        for (text, expected) in [
            ("# What Happened\nA", true),
            ("What Happened\n**A** b", true),
            ("See [a](b).", true),
            ("```\nx\n```", true),
            ("What Happened\nA * b * c, #tag, a_b", false),
            ("**What Happened**\nA", false),
            ("# one", false),
        ] {
            assert_eq!(is_markdown(&lines(text, 1), &names), expected, "{text}");
        }
    }
}
