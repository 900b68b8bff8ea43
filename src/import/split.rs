//! A file with several briefs is cut into one text for each.
//!
//! Comes in: a text. Goes out: its parts, in order, with the number of the line each begins on. A form feed, a rule or
//! a second Strategic Shift begins a new brief; a rule inside a brief, which divides nothing, stays where it is.

use super::front::{self, Front};
use super::heading::{self, Names};
use super::keys;
use super::signs::Fences;
use super::text::{Line, is_rule, lines};
use crate::model::Role;

/// A part of a file that is one brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The line of the file that it begins on, from 1.
    pub(super) line: usize,
    pub(super) text: String,
}

/// Cuts `text`.
pub(super) fn split(text: &str, names: &Names) -> Vec<Part> {
    // A form feed is a line of its own from here on.
    let (text, feeds) = without_feeds(text);
    let lines = lines(&text, 1);
    let mut starts = match front::cut(&text) {
        (Some(front), _) if front.syntax == front::Syntax::Yaml => by_front_matter(&lines),
        (Some(front), end)
            if matches!(front.syntax, front::Syntax::Header | front::Syntax::Mail) =>
        {
            let mut starts = by_headings(&lines, &feeds, names);
            // Where known sections part the briefs already, header lines are a part of what stands above them.
            if starts.is_empty() {
                let body = text[..end].matches('\n').count();
                starts = by_header_lines(&lines, body, &front);
            }
            starts
        }
        _ => by_headings(&lines, &feeds, names),
    };
    starts.insert(0, 0);
    starts.dedup();
    let mut parts = Vec::new();
    for (index, &start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(lines.len());
        if let Some(part) = part(&lines[start..end], index > 0 || starts.len() > 1) {
            parts.push(part);
        }
    }
    parts
}

/// The text with a space for each form feed, and the lines (from 0) before which one stood.
fn without_feeds(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len());
    let mut feeds = Vec::new();
    let mut line = 0;
    for c in text.chars() {
        match c {
            '\u{C}' => {
                let begins = out.is_empty()
                    || out.ends_with('\n')
                    || out.rsplit('\n').next().is_some_and(|l| l.trim().is_empty());
                // In the middle of a line, what follows belongs to the next brief as well: the line ends here.
                if !begins {
                    out.push(' ');
                }
                feeds.push(if begins { line } else { line + 1 });
            }
            c => {
                line += usize::from(c == '\n');
                out.push(c);
            }
        }
    }
    (out, feeds)
}

/// A part without the blank lines around it; without the rules around it, if they divide it from others.
fn part(lines: &[Line], several: bool) -> Option<Part> {
    let idle =
        |line: &Line| line.is_blank() || several && is_rule(&line.text) && line.trimmed() != "---";
    let divider = |line: &Line| line.is_blank() || several && is_rule(&line.text);
    let mut start = lines.iter().position(|line| !idle(line))?;
    // `---` divides too, unless it opens front matter.
    let text = |lines: &[Line]| {
        lines
            .iter()
            .map(|line| line.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let fenced = several
        && lines[start].trimmed() == "---"
        && front::cut(&text(&lines[start..])).0.is_some();
    if several && !fenced {
        start = lines.iter().position(|line| !divider(line))?;
    }
    let end = lines.iter().rposition(|line| !divider(line))? + 1;
    Some(Part {
        line: lines[start].number,
        text: text(&lines[start..end.max(start + 1)]),
    })
}

/// Where further front matter begins: a brief that says its title or date.
fn by_front_matter(lines: &[Line]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut fences = 0;
    let mut code = Fences::default();
    let mut skip = 0;
    for (at, line) in lines.iter().enumerate() {
        // Indented it is code, or a part of a list.
        if code.covers(line) || line.text.trim_end() != "---" || at < skip {
            continue;
        }
        fences += 1;
        // The first two fence the first front matter.
        if fences <= 2 {
            continue;
        }
        // A rule has a blank line below it, front matter its first key.
        if lines.get(at + 1).is_none_or(Line::is_blank) {
            continue;
        }
        let Some(length) = lines[at + 1..]
            .iter()
            .take(200)
            .position(|line| line.trimmed() == "---")
        else {
            break;
        };
        let head: Vec<&str> = lines[at..=at + 1 + length]
            .iter()
            .map(|line| line.text.as_str())
            .collect();
        let named = front::cut(&head.join("\n")).0.is_some_and(|front| {
            front.faults.is_empty()
                && front
                    .entries
                    .iter()
                    .any(|e| matches!(keys::simple(&e.key).as_str(), "title" | "date"))
        });
        if named {
            starts.push(at);
            skip = at + 2 + length;
        }
    }
    starts
}

/// The most header lines that are looked at.
const HEADER_LINES: usize = 40;

/// Where further header lines begin that are like those at the top: below a blank line, with the same key first, and with
/// a title and one key more. The body begins at the line `body`, from 0.
fn by_header_lines(lines: &[Line], body: usize, first: &Front) -> Vec<usize> {
    let Some(leading) = first.entries.first().map(|entry| keys::simple(&entry.key)) else {
        return Vec::new();
    };
    let mut starts = Vec::new();
    let mut code = Fences::default();
    for (at, line) in lines.iter().enumerate().skip(body.max(1)) {
        let key = line.text.split(':').next().unwrap_or_default();
        let above = lines[at - 1].trimmed();
        if code.covers(line)
            || keys::simple(key) != leading
            || !(above.is_empty() || is_rule(above))
        {
            continue;
        }
        let head: Vec<&str> = (lines[at..].iter().take(HEADER_LINES))
            .map(|line| line.text.as_str())
            .collect();
        let found = front::cut(&head.join("\n")).0;
        let alike = found.is_some_and(|front| {
            let titled = (front.entries.iter())
                .any(|entry| matches!(keys::simple(&entry.key).as_str(), "title" | "subject"));
            front.syntax == first.syntax && titled && front.entries.len() > 1
        });
        if alike {
            starts.push(at);
        }
    }
    starts
}

/// Where further briefs begin in a text that says so by its headings.
fn by_headings(lines: &[Line], feeds: &[usize], names: &Names) -> Vec<usize> {
    let roles: Vec<(usize, Role)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| {
            let above = at.checked_sub(1).map_or("", |at| lines[at].trimmed());
            let below_text = !above.is_empty()
                && !is_rule(above)
                && heading::known(above, false, names).is_none();
            heading::known(&line.text, below_text, names).map(|known| (at, known.role))
        })
        .collect();
    let has_lead = roles
        .first()
        .is_some_and(|(at, _)| lines[..*at].iter().any(|line| !line.is_blank()));
    let mut starts = Vec::new();
    let mut begin = 0;
    let mut seen: Vec<Role> = Vec::new();
    for (index, &(at, role)) in roles.iter().enumerate() {
        // What lies between this heading and the one before.
        let from = index
            .checked_sub(1)
            .map_or(0, |before| roles[before].0 + 1)
            .max(begin);
        let divided = (from..at)
            .rev()
            .find(|&line| is_rule(&lines[line].text) && !underlines(lines, line));
        let fed = feeds[..feeds.partition_point(|feed| *feed <= at)]
            .last()
            .copied()
            .filter(|feed| *feed >= from);
        let repeated = seen.contains(&role);
        let start = match (fed.or(divided), role) {
            (Some(divider), Role::Shift) if !seen.is_empty() => Some(divider),
            (Some(divider), _) if repeated => Some(divider),
            (None, Role::Shift) if repeated => Some(lead_start(lines, from, at, has_lead)),
            _ => None,
        };
        if let Some(start) = start {
            starts.push(start);
            begin = at;
            seen.clear();
        }
        seen.push(role);
    }
    starts
}

/// Whether the rule at `at` underlines the line above it.
fn underlines(lines: &[Line], at: usize) -> bool {
    let above = at.checked_sub(1).map(|at| lines[at].trimmed());
    above.is_some_and(|above| {
        let before_blank = at < 2 || lines[at - 2].is_blank();
        !above.is_empty()
            && above.len() <= 80
            && before_blank
            && !above.ends_with(['.', '!', '?', '”', '’'])
    })
}

/// The first line of what belongs to the heading at `at`: a title and a date above it, if the first brief had such
/// lines too, or header lines.
fn lead_start(lines: &[Line], from: usize, at: usize, has_lead: bool) -> usize {
    let mut top = at;
    while top > from && lines[top - 1].is_blank() {
        top -= 1;
    }
    let bottom = top;
    while top > from && !lines[top - 1].is_blank() {
        top -= 1;
    }
    let block = &lines[top..bottom];
    let parted = top > from && lines[top.saturating_sub(1)].is_blank();
    let short = |line: &Line| {
        let text = line.trimmed();
        text.chars().take(121).count() <= 120
            && !text.ends_with(['.', ',', ';', ':'])
            && !text.starts_with(['-', '*', '•', '–'])
    };
    let header = block
        .first()
        .and_then(|line| line.text.split_once(':'))
        .is_some_and(|(key, _)| keys::is_header(key));
    let title = has_lead && (1..=3).contains(&block.len()) && block.iter().all(short);
    if parted && (title || header) { top } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &str)]) {
        let parts = split(text, &Names::new());
        let found: Vec<_> = parts
            .iter()
            .map(|part| (part.line, part.text.as_str()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    const S: &str = "The Strategic Shift";

    #[test]
    fn several_briefs_are_parted() {
        check(
            &format!("{S}\nA.\n\n---\n\n{S}\nB.\n"),
            &[(1, &format!("{S}\nA.")), (6, &format!("{S}\nB."))],
        );
        check(
            &format!("{S}\nA.\n{S}\nB."),
            &[(1, &format!("{S}\nA.")), (3, &format!("{S}\nB."))],
        );
        check(
            &format!("{S}\nA.\n\u{c}\n{S}\nB."),
            &[(1, &format!("{S}\nA.")), (4, &format!("{S}\nB."))],
        );
        check(
            &format!("One title\n\n{S}\nA.\n\nTwo title\n2026-02-12\n\n{S}\nB."),
            &[
                (1, &format!("One title\n\n{S}\nA.")),
                (6, &format!("Two title\n2026-02-12\n\n{S}\nB.")),
            ],
        );
        check(
            &format!("Title: A\n\n{S}\nA.\n\nTitle: B\n\n{S}\nB."),
            &[
                (1, &format!("Title: A\n\n{S}\nA.")),
                (6, &format!("Title: B\n\n{S}\nB.")),
            ],
        );
        check(
            "Title: A\nDate: 2026-01-01\n\nOne.\n\nTitle: B\nDate: 2026-01-02\n\nTwo.",
            &[
                (1, "Title: A\nDate: 2026-01-01\n\nOne."),
                (6, "Title: B\nDate: 2026-01-02\n\nTwo."),
            ],
        );
        check(
            "What Happened\nA.\n***\nWhat Happened\nB.\n***\n",
            &[(1, "What Happened\nA."), (4, "What Happened\nB.")],
        );
        check(
            "---\ntitle: A\n---\nOne\n---\ntitle: B\n---\nTwo\n",
            &[
                (1, "---\ntitle: A\n---\nOne"),
                (5, "---\ntitle: B\n---\nTwo"),
            ],
        );
    }

    #[test]
    fn what_divides_nothing_stays() {
        let one = format!("{S}\nA.\n\n---\n\nMore.\n\nWhat Happened\nB.");
        check(&one, &[(1, &one)]);
        let post = "---\ntitle: A\n---\nOne\n\n---\n\nTwo";
        check(post, &[(1, post)]);
        let code = "---\ntitle: A\n---\n~~~~\n```\n---\ntitle: B\n---\n~~~~\n\n    ---\n    title: C\n    ---\nEnd";
        check(code, &[(1, code)]);
        let rule = "---\ntitle: A\n---\nOne\n\n---\n\ntitle: B\n---\nTwo";
        check(rule, &[(1, rule)]);
        let label = "Title: A\nDate: 2026-01-01\n\nOne.\n\nTitle: a label of the text\n\nTwo.";
        check(label, &[(1, label)]);
        check("\n\n", &[]);
        check("", &[]);
        check("---", &[(1, "---")]);
    }
}
