//! The report, for people.
//!
//! Comes in: a [`Report`]. Goes out: text: for each brief what was found, what a person must decide, and what was
//! changed, each with file and line.

use std::fmt::{self, Write};

use super::report::{BriefReport, Kind, Note, Report, SectionFound};

/// How many names that look like companies are shown.
const NAMES: usize = 12;

/// Writes `report` for people.
///
/// # Errors
/// What `out` says if it can't be written to.
pub fn say(out: &mut dyn Write, report: &Report) -> fmt::Result {
    for (index, brief) in report.briefs.iter().enumerate() {
        if index > 0 {
            out.write_char('\n')?;
        }
        say_brief(out, brief)?;
    }
    for refusal in &report.refused {
        let line = refusal
            .line
            .map_or(String::new(), |line| format!(":{line}"));
        writeln!(
            out,
            "{}{line}: not imported: {}\n  {}",
            shown(&refusal.file),
            shown(&refusal.message),
            shown(&refusal.help)
        )?;
    }
    Ok(())
}

fn say_brief(out: &mut dyn Write, brief: &BriefReport) -> fmt::Result {
    writeln!(
        out,
        "{}:{}: {} -> {}",
        shown(&brief.file),
        brief.line,
        brief.form,
        shown(&brief.path)
    )?;
    let found = |found: &Option<super::report::Found>| match found {
        Some(found) => format!("{} ({})", shown(&found.value), found.from),
        None => "none".to_owned(),
    };
    writeln!(out, "  title      {}", found(&brief.title))?;
    writeln!(out, "  date       {}", found(&brief.date))?;
    // Words of a heading that its section's name has not are told here, or they would be nowhere.
    let words = |text: &str| {
        text.to_lowercase()
            .replace(|c: char| !c.is_alphanumeric(), "")
    };
    let section = |section: &SectionFound| {
        if words(&section.name) == words(&section.as_written) {
            section.name.clone()
        } else {
            format!("{} (“{}”)", section.name, section.as_written)
        }
    };
    let sections: Vec<String> = brief.sections.iter().map(section).collect();
    if !sections.is_empty() {
        writeln!(out, "  sections   {}", shown(&sections.join(", ")))?;
    }
    for effect in &brief.effects {
        let order = ["first", "second", "third"]
            .get(usize::from(effect.order).saturating_sub(1))
            .copied();
        writeln!(
            out,
            "  effect     {}: {}",
            order.unwrap_or_default(),
            shown(&effect.text)
        )?;
    }
    for number in &brief.numbers {
        let when = number
            .when
            .as_ref()
            .map_or(String::new(), |when| format!(", {when}"));
        let label = if number.label.is_empty() {
            String::new()
        } else {
            format!(" {}", shown(&number.label))
        };
        writeln!(
            out,
            "  number     {}{label}: {}{when}",
            shown(&number.as_written),
            shown(&number.read_as)
        )?;
    }
    for number in &brief.numbers_not_read {
        writeln!(out, "  no figure  {}", shown(number))?;
    }
    for item in &brief.watch {
        let due = match (&item.due, &item.due_as_written) {
            (Some(due), Some(words)) => format!("due {due} ({})", shown(words)),
            (Some(due), None) => format!("due {due}"),
            (None, Some(words)) => format!("unresolved: {}", shown(words)),
            (None, None) => "undated".to_owned(),
        };
        writeln!(out, "  watch      {}: {due}", shown(&item.title))?;
    }
    if !brief.names.is_empty() {
        let mut names: Vec<String> = brief
            .names
            .iter()
            .take(NAMES)
            .map(|name| {
                format!(
                    "{}{} {}",
                    shown(&name.name),
                    if name.declared { " (declared)" } else { "" },
                    name.count
                )
            })
            .collect();
        if brief.names.len() > NAMES {
            names.push(format!("and {} more", brief.names.len() - NAMES));
        }
        writeln!(out, "  names      {}", names.join(", "))?;
    }
    for picture in &brief.pictures {
        writeln!(out, "  file       {}", shown(picture))?;
    }
    for (kind, word) in [
        (Kind::Decide, "decide"),
        (Kind::NotUnderstood, "not read"),
        (Kind::Kept, "kept"),
        (Kind::Changed, "changed"),
    ] {
        for note in brief.notes.iter().filter(|note| note.kind == kind) {
            say_note(out, word, &brief.file, note)?;
        }
    }
    Ok(())
}

fn say_note(out: &mut dyn Write, word: &str, file: &str, note: &Note) -> fmt::Result {
    write!(out, "  {word:<10} ")?;
    if let Some(line) = note.line {
        write!(out, "{}:{line}: ", shown(file))?;
    }
    if let Some(was) = note.was.as_ref().filter(|was| !was.is_empty()) {
        write!(out, "`{}`: ", shown(was))?;
    }
    writeln!(out, "{}", shown(&note.message))
}

/// A stranger's text on one line, without characters that a terminal would obey.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::diagnostic::inert(&line).into_owned()
}
