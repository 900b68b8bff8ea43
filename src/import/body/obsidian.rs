//! What only Obsidian reads: comments, the names of blocks, callouts, marked words.
//!
//! Comes in: a line of Markdown. Goes out: the same as other programs read it; each change is told.

use super::super::report::Notes;
use super::super::shortcode;
use super::super::text::Line;

/// A line without `%%comments%%`, which nobody but the author ever saw, and without the `^name` of its block.
pub(super) fn without_marks(line: &Line, notes: &mut Notes) -> Line {
    let mut text = line.text.clone();
    while let Some((start, end)) = comment(&text) {
        notes.kept(line.number, &text[start..end], "a comment was left out");
        let gap = text[..start].ends_with(' ') && text[end..].starts_with(' ');
        text.replace_range(start..end + usize::from(gap), "");
    }
    if let Some(at) = block_name(&text) {
        notes.changed(
            line.number,
            text[at..].trim(),
            "the name of a block was left out",
        );
        text.truncate(at);
    }
    let mut from = 0;
    while let Some((start, end)) = marked(&text, from) {
        let was = text[start..end].to_owned();
        let new = format!("<mark>{}</mark>", &was[2..was.len() - 2]);
        notes.changed(line.number, &was, format!("became `{new}`"));
        text.replace_range(start..end, &new);
        from = start + new.len();
    }
    Line {
        number: line.number,
        text,
    }
}

/// Where the first comment of a line begins and ends. `100%% sure` is none.
fn comment(text: &str) -> Option<(usize, usize)> {
    let open = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(char::is_whitespace) && text[..at].matches('`').count().is_multiple_of(2)
    };
    let start = text
        .match_indices("%%")
        .map(|(at, _)| at)
        .find(|at| open(*at))?;
    let inner = &text[start + 2..];
    let length = inner.find("%%").filter(|length| *length > 0)?;
    Some((start, start + 2 + length + 2))
}

/// Where the first `==marked==` words behind byte `from` begin and end. `a == b` is none, nor is what stands in code.
fn marked(text: &str, from: usize) -> Option<(usize, usize)> {
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !"=\\$".contains(c));
    let inside = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c != '=');
    let signs = |at: usize| {
        text[at..]
            .match_indices("==")
            .map(move |(found, _)| at + found)
    };
    let code = |at: usize| !text[..at].matches('`').count().is_multiple_of(2);
    let start = signs(from).find(|&at| {
        let (before, after) = (&text[..at], &text[at + 2..]);
        outside(before.chars().next_back()) && inside(after.chars().next()) && !code(at)
    })?;
    let end = signs(start + 2).find(|&at| {
        let (before, after) = (&text[..at], &text[at + 2..]);
        inside(before.chars().next_back()) && outside(after.chars().next()) && !code(at)
    });
    match end {
        Some(end) => Some((start, end + 2)),
        None => marked(text, start + 2),
    }
}

/// Where ` ^name` begins at the end of a line.
fn block_name(text: &str) -> Option<usize> {
    let (before, name) = text.trim_end().rsplit_once(" ^")?;
    let good = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (good && !before.trim().is_empty()).then_some(before.trim_end().len())
}

/// `> [!warning]- Careful` as GitHub writes alerts; `None` if it is none, or written so already.
pub(super) fn callout(line: &Line, notes: &mut Notes) -> Option<String> {
    let text = line.trimmed();
    let (word, rest) = text
        .strip_prefix('>')?
        .trim_start()
        .strip_prefix("[!")?
        .split_once(']')?;
    let title = rest.strip_prefix(['-', '+']).unwrap_or(rest).trim();
    let alert = shortcode::alert(word)?;
    if word == alert && rest.trim().is_empty() {
        return None;
    }
    notes.changed(line.number, text, format!("became an alert, `[!{alert}]`"));
    Some(match title {
        "" => format!("> [!{alert}]\n"),
        title => format!("> [!{alert}]\n> **{title}**\\\n"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line {
            number: 1,
            text: text.to_owned(),
        }
    }

    #[test]
    fn comments_and_names_are_left_out_and_told() {
        for (text, expected, told) in [
            ("It rents %%or not%% now. ^block1", "It rents now.", 2),
            ("%%all of it%%", "", 1),
            ("100%% sure, 5%% more", "100%% sure, 5%% more", 0),
            ("`%%x%%` and 2 ^ 3", "`%%x%%` and 2 ^ 3", 0),
        ] {
            let mut notes = Notes::default();
            assert_eq!(
                without_marks(&line(text), &mut notes).text,
                expected,
                "{text}"
            );
            assert_eq!(notes.0.len(), told, "{text}");
        }
    }

    #[test]
    fn marked_words_are_marked_in_html() {
        for (text, expected) in [
            (
                "A ==mark==, (==two words==) and ==**bold** x==.",
                "A <mark>mark</mark>, (<mark>two words</mark>) and <mark>**bold** x</mark>.",
            ),
            ("x == y, a==b==c, `==code==`", "x == y, a==b==c, `==code==`"),
            ("== Head ==", "== Head =="),
            ("=====", "====="),
            ("==open and $a==b$", "==open and $a==b$"),
        ] {
            let made = without_marks(&line(text), &mut Notes::default()).text;
            assert_eq!(made, expected, "{text}");
        }
    }

    #[test]
    fn callouts_become_alerts() {
        for (text, expected) in [
            (
                "> [!warning]- Careful",
                Some("> [!WARNING]\n> **Careful**\\\n"),
            ),
            ("> [!info]", Some("> [!NOTE]\n")),
            ("> [!NOTE]", None),
            ("> [!recipe] Soup", None),
            ("> said", None),
        ] {
            let found = callout(&line(text), &mut Notes::default());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
