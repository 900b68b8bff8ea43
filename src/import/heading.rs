//! Headings of the sections that every brief has, however they are written.
//!
//! Comes in: a line. Goes out: which section it begins, and its title without numbers, signs and emphasis. Which names
//! are known is the parser's business; here is only how plain texts dress them.

use std::collections::BTreeMap;

use super::report::SectionFound;
use crate::model::Role;
use crate::parse;

/// A heading that was recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known<'a> {
    pub(super) role: Role,
    /// The title as it is written out: `What Happened`.
    pub(super) title: String,
    /// What follows on the same line: `What Happened: Runway closed ...`.
    pub(super) rest: Option<&'a str>,
}

/// How sections are called if nobody calls them otherwise.
const TITLES: &[(Role, &str)] = &[
    (Role::Shift, "The Strategic Shift"),
    (Role::Happened, "What Happened"),
    (Role::Matters, "Why It Matters"),
    (Role::Numbers, "The Numbers"),
    (Role::Watch, "What To Watch"),
];

/// Further names of sections, from site.yaml.
pub(super) type Names = BTreeMap<Box<str>, Role>;

/// The section that a line begins. `follows` says whether it stands directly below a line of text.
pub(super) fn known<'a>(line: &'a str, follows: bool, names: &Names) -> Option<Known<'a>> {
    let text = line.trim();
    // No heading is longer, and this is asked for each line.
    if text.chars().take(81).count() > 80 {
        return inline(text, names);
    }
    let core = undressed(text);
    let bare = core.len() == text.trim_end_matches([':', '?', ' ']).len();
    let plain = |c: char| {
        c.is_alphanumeric()
            || c.is_whitespace()
            || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\'' | '’')
    };
    let role = role(core, names);
    if role == Role::Other || !core.chars().all(plain) {
        return inline(text, names);
    }
    // A line of running text may end with these words, and `What happened?` may be a sentence of its own.
    let asks = text.ends_with('?');
    let running = follows && (asks || core.starts_with(char::is_lowercase));
    if bare && (running || asks && role == Role::Happened) {
        return None;
    }
    Some(Known {
        role,
        title: title(core, role, names),
        rest: None,
    })
}

/// The section of a heading, by its other names too.
fn role(core: &str, names: &Names) -> Role {
    match parse::section_role(core, names) {
        Role::Other => otherwise(core).unwrap_or(Role::Other),
        role => role,
    }
}

/// What newsletters call a section that a site knows under its usual name only.
fn otherwise(core: &str) -> Option<Role> {
    match &*parse::heading_key(core) {
        "what just happened" | "what has happened" | "whats happened" => Some(Role::Happened),
        "why does it matter"
        | "why does this matter"
        | "why it matters now"
        | "why that matters" => Some(Role::Matters),
        "key numbers"
        | "the key numbers"
        | "key figures"
        | "the key figures"
        | "the figures"
        | "numbers to know"
        | "numbers that matter"
        | "the numbers that matter" => Some(Role::Numbers),
        "what should we watch"
        | "what should you watch"
        | "what were watching"
        | "what we are watching"
        | "what im watching"
        | "what i am watching"
        | "things to watch"
        | "watch list"
        | "watchlist" => Some(Role::Watch),
        _ => None,
    }
}

/// `What Happened: Runway closed a round.`, or with a dash that has a blank on either side.
fn inline<'a>(text: &'a str, names: &Names) -> Option<Known<'a>> {
    let signs = [":", " – ", " — ", " -- ", " - "];
    let (at, sign) = (signs.iter())
        .filter_map(|sign| Some((text.find(sign)?, sign)))
        .min()?;
    // The blank behind it parts it from the text.
    let behind = at + sign.trim_end().len();
    let (head, rest) = (&text[..at], &text[behind..]);
    let (head, rest) = match head.strip_prefix("**") {
        Some(head) => (head, rest.strip_prefix("**")?),
        None => (head, rest),
    };
    let good = head.len() <= 40
        && head.starts_with(char::is_uppercase)
        && rest.starts_with(char::is_whitespace)
        // What goes on in small letters behind a dash is the rest of a sentence.
        && (*sign == ":" || !rest.trim_start().starts_with(char::is_lowercase));
    let role = parse::section_role(head, names);
    // One word and a colon is rather a label: `Numbers: ...`.
    if !good || role == Role::Other || !head.trim().contains(char::is_whitespace) {
        return None;
    }
    Some(Known {
        role,
        title: title(head.trim(), role, names),
        rest: Some(rest.trim()),
    })
}

/// The usual title if the words are the same, else the words as they are.
fn title(core: &str, role: Role, names: &Names) -> String {
    let usual = TITLES
        .iter()
        .find(|(known, _)| *known == role)
        .map(|(_, title)| *title);
    match usual {
        Some(usual) if parse::heading_key(usual) == parse::heading_key(core) => usual.to_owned(),
        Some(usual) if parse::section_role(core, names) == Role::Other => usual.to_owned(),
        _ => core.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A line without the signs, numbers and emphasis that make a heading of it.
fn undressed(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.trim_start_matches('#').trim_end_matches('#').trim();
        text = text.trim_matches(['*', '_', '=', '~']).trim();
        text = text.trim_end_matches([':', '?']).trim_end();
        text = without_number(text);
        text = without_brackets(text);
        // A picture character before the words or behind them.
        let words = text.trim_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii());
        text = words.trim();
        if text.len() == before.len() {
            return text;
        }
    }
}

/// `[The Numbers]` without its brackets.
fn without_brackets(text: &str) -> &str {
    [('[', ']'), ('(', ')'), ('<', '>')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
        .map_or(text, str::trim)
}

/// `Section 3 - The Numbers` without its first word, if a number follows that.
fn without_part(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let is_part = ["section", "part", "chapter"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    match rest.trim_start() {
        number if is_part && number.len() < rest.len() => number,
        _ => text,
    }
}

/// `1. The Numbers`, `(2) The Numbers`, `IV) The Numbers`, `Section 3 – The Numbers` without its number.
fn without_number(whole: &str) -> &str {
    let text = without_part(whole);
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let roman = inner.trim_start_matches(['I', 'V', 'X']);
    let rest = if digits.len() < inner.len() {
        digits
    } else {
        roman
    };
    if rest.len() == inner.len() || inner.len() - rest.len() > 4 {
        return whole;
    }
    let dash = |rest: &str| {
        let sign = rest.trim_start();
        (sign.len() < rest.len() && sign.starts_with(['-', '–', '—'])).then_some(sign.len())
    };
    let rest = match dash(rest) {
        Some(length) => rest[rest.len() - length..].strip_prefix(['-', '–', '—']),
        None => rest.strip_prefix(['.', ')', ':']),
    };
    match rest {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => whole,
    }
}

impl Known<'_> {
    /// What the report says of it.
    pub(super) fn found(&self, line: &str, number: usize) -> SectionFound {
        let as_written = match self.rest {
            None => line.trim(),
            Some(rest) => line.trim().strip_suffix(rest).unwrap_or(line).trim(),
        };
        SectionFound {
            name: self.title.clone(),
            as_written: as_written.to_owned(),
            line: number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_however_they_are_dressed() {
        for (line, follows, expected) in [
            ("The Strategic Shift", true, Some("The Strategic Shift")),
            ("THE STRATEGIC SHIFT", true, Some("The Strategic Shift")),
            ("what happened", false, Some("What Happened")),
            ("what happened", true, None),
            ("what happened:", true, None),
            ("### What Happened ###", false, Some("What Happened")),
            ("**Why It Matters**", true, Some("Why It Matters")),
            ("**Why It Matters:**", true, Some("Why It Matters")),
            ("__The Numbers__:", true, Some("The Numbers")),
            ("4. The Numbers", true, Some("The Numbers")),
            ("IV. The Numbers", true, Some("The Numbers")),
            ("(5) What-To-Watch:", true, Some("What To Watch")),
            ("What\u{a0}To\u{a0}Watch\u{a0}", true, Some("What To Watch")),
            ("📈 The Numbers", true, Some("The Numbers")),
            ("== What Happened ==", true, Some("What Happened")),
            ("By the Numbers", true, Some("By the Numbers")),
            ("What to watch next", true, Some("What to watch next")),
            ("Key Numbers:", true, Some("The Numbers")),
            ("Numbers That Matter", true, Some("The Numbers")),
            ("What we’re watching", true, Some("What To Watch")),
            ("Things To Watch", true, Some("What To Watch")),
            ("Key numbers rose.", true, None),
            ("📈 The Numbers 📈", true, Some("The Numbers")),
            ("The Numbers 📈", true, Some("The Numbers")),
            ("Why does it matter?", false, Some("Why It Matters")),
            ("Why does it matter?", true, None),
            ("**Why Does This Matter?**", true, Some("Why It Matters")),
            ("What happened?", false, None),
            ("## What happened?", true, Some("What Happened")),
            ("Section 3 - The Numbers", true, Some("The Numbers")),
            ("Part IV: What Happened", true, Some("What Happened")),
            ("4 — The Numbers", true, Some("The Numbers")),
            ("[The Numbers]", true, Some("The Numbers")),
            ("3) What to watch", true, Some("What To Watch")),
            ("Section The Numbers", true, None),
            ("What happened?", true, None),
            ("What happened, then", true, None),
            ("The numbers are in.", true, None),
            ("", false, None),
        ] {
            let found = known(line, follows, &Names::new()).map(|known| known.title);
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn a_heading_may_have_its_text_on_the_same_line() {
        let names = Names::new();
        let found = known("What Happened: Acme closed a round.", true, &names);
        assert_eq!(found.and_then(|k| k.rest), Some("Acme closed a round."));
        let found = known("**Why It Matters:** it does", true, &names);
        assert_eq!(found.and_then(|k| k.rest), Some("it does"));
        let found = known("What Happened – Acme: a round", true, &names);
        assert_eq!(found.and_then(|k| k.rest), Some("Acme: a round"));
        let found = known("The Strategic Shift -- Acme rents.", true, &names);
        assert_eq!(found.and_then(|k| k.rest), Some("Acme rents."));
        assert_eq!(known("Numbers: 5", true, &names), None);
        assert_eq!(known("Numbers - 5", true, &names), None);
        assert_eq!(
            known("What happened - and why - is open", true, &names),
            None
        );
    }

    #[test]
    fn site_yaml_can_add_names() {
        let names = Names::from([("key figures".into(), Role::Numbers)]);
        assert_eq!(
            known("Key Figures:", true, &names)
                .map(|k| k.title)
                .as_deref(),
            Some("Key Figures")
        );
    }
}
