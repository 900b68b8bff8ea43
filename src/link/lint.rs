//! What a careful editor would ask about: figures that contradict each other, or the prose beside them, and what is overdue.
//!
//! Comes in: a linked site. Goes out: diagnostics. Whoever asks too often is not heard, so that each rule keeps silent
//! unless metric, company and date all coincide. A brief allows a code with a reason under `lint`.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::mentions::{body_parts, part_at};
use super::overdue::overdue;
use super::{BriefEntry, CompanyId, Place, Site, metric_of, sentence, unit_of, unregistered};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::{self, TextRun};
use crate::model::{Amount, Number, NumberKind, PartialDate, Quantity, Slug, Unit};
use crate::parse;

/// Reads the whole site for what contradicts itself.
pub fn lint(site: &Site) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    conflicts(site, &mut diagnostics);
    unregistered::names(site, &mut diagnostics);
    for entry in &site.briefs {
        overdue(site, entry, &mut diagnostics);
        stale(site, entry, &mut diagnostics);
        prose(site, entry, &mut diagnostics);
    }
    diagnostics
}

pub(super) fn allowed(entry: &BriefEntry, code: Code, number: Option<&Number>) -> bool {
    entry.document.value.lint.iter().any(|allowance| {
        allowance.rule.as_str() == code.as_str()
            && allowance
                .id
                .as_ref()
                .is_none_or(|id| number.is_some_and(|number| *id == number.id))
    })
}

/// Numbers of one company, metric, unit, date and kind with different values.
fn conflicts(site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    type Key = (CompanyId, Slug, Option<Unit>, PartialDate, NumberKind);
    let mut known: BTreeMap<Key, Vec<(&BriefEntry, &Number)>> = BTreeMap::new();
    // Oldest first: the later brief is the one that is told.
    for entry in site.briefs.iter().rev() {
        let numbers = entry.document.value.numbers.iter();
        for (number, company) in numbers.zip(&entry.number_companies) {
            let (Some(company), Some(as_of)) = (company, number.as_of) else {
                continue;
            };
            let Some(metric) = metric_of(number, &site.config) else {
                continue;
            };
            let unit = unit_of(number, &metric, &site.config);
            let said = known
                .entry((*company, metric.clone(), unit, as_of, number.kind))
                .or_default();
            let other = said
                .iter()
                .find(|(_, other)| contradict(&other.quantity, &number.quantity));
            if let Some((other_entry, other)) = other
                && !allowed(entry, Code::ConflictingNumber, Some(number))
            {
                let name = &site.companies[company.0 as usize].name;
                diagnostics.push(
                    Diagnostic::new(
                        Code::ConflictingNumber,
                        entry.document.span(&number.at),
                        format!(
                            "{metric} of {name} as of {as_of} is `{}` here and `{}` elsewhere",
                            number.quantity.as_written, other.quantity.as_written
                        ),
                    )
                    .related(other_entry.document.span(&other.at), "the other value")
                    .help("correct one of the two; if the later one replaces the earlier, allow it with `lint: { allow: [{ code: conflicting-number, reason: ... }] }`"),
                );
            }
            said.push((entry, number));
        }
    }
}

/// Whether two figures can't both be true: neither is approximate, and one lies outside the other.
fn contradict(a: &Quantity, b: &Quantity) -> bool {
    let ends = |quantity: &Quantity| match quantity.amount {
        Amount::One(value) | Amount::Change { value, .. } => (value, value),
        Amount::Range { low, high } => (low, high),
    };
    let (a_ends, b_ends) = (ends(a), ends(b));
    !a.approx && !b.approx && (a_ends.1 < b_ends.0 || b_ends.1 < a_ends.0)
}

/// Dates that are older, on the day of the brief, than site.yaml allows.
fn stale(site: &Site, entry: &BriefEntry, diagnostics: &mut Vec<Diagnostic>) {
    let Some(months) = site.config.lint.stale_months else {
        return;
    };
    let brief = &entry.document.value;
    let span = jiff::Span::new().months(i32::from(months));
    let Ok(oldest) = brief.date.value.day.checked_sub(span) else {
        return;
    };
    for (number, company) in brief.numbers.iter().zip(&entry.number_companies) {
        let Some(as_of) = number.as_of else { continue };
        let company = company.and_then(|id| site.companies[id.0 as usize].document.as_ref());
        let year_end = company.map(|document| document.value.fiscal_year_end);
        let last = as_of.last_day(year_end.unwrap_or_default());
        if last < oldest && !allowed(entry, Code::StaleNumber, Some(number)) {
            diagnostics.push(
                Diagnostic::new(
                    Code::StaleNumber,
                    entry.document.span(&number.at),
                    format!(
                        "`{}` is of {as_of}, more than {months} months before the brief",
                        number.quantity.as_written
                    ),
                )
                .help("look for a newer figure, or allow it with a reason under `lint`"),
            );
        }
    }
}

/// A number that prose can be held against.
struct Claim<'a> {
    number: &'a Number,
    company: CompanyId,
    value: Decimal,
    /// What the prose may call it.
    phrases: Vec<String>,
}

fn prose(site: &Site, entry: &BriefEntry, diagnostics: &mut Vec<Diagnostic>) {
    let document = &*entry.document;
    let claims = claims(site, entry);
    if claims.is_empty() && !site.config.lint.unbacked {
        return;
    }
    let parts = body_parts(&document.value);
    for run in markdown::runs(&document.text, document.body.clone()) {
        let first = run.segments.first().map(|segment| segment.source.start);
        let shown = first.is_some_and(|at| part_at(&parts, at).is_some());
        if !shown || !run.text.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let mut start = 0;
        for end in sentence::ends(&run.text) {
            read_sentence(site, entry, &claims, &run, start..end, diagnostics);
            start = end;
        }
    }
}

fn claims<'a>(site: &Site, entry: &'a BriefEntry) -> Vec<Claim<'a>> {
    let numbers = entry.document.value.numbers.iter();
    numbers
        .zip(&entry.number_companies)
        .filter_map(|(number, company)| {
            let company = (*company)?;
            let value = number.quantity.value()?;
            number.quantity.unit.as_ref()?;
            let metric = metric_of(number, &site.config)?;
            let label = markdown::plain_text(&number.label);
            let phrases = vec![label, metric.as_str().replace('-', " ")];
            Some(Claim {
                number,
                company,
                value,
                phrases,
            })
        })
        .collect()
}

fn read_sentence(
    site: &Site,
    entry: &BriefEntry,
    claims: &[Claim<'_>],
    run: &TextRun,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = &run.text[range.clone()];
    let amounts = amounts(text);
    let words = words_of(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let span = |at: &Range<usize>| {
        let at = range.start + at.start..range.start + at.end;
        Span::new(entry.document.source, source_of(run, &at))
    };
    if site.config.lint.unbacked {
        for (at, amount) in &amounts {
            let money = matches!(amount.unit, Some(Unit::Currency(_)));
            if money && !backed(entry, amount) && !allowed(entry, Code::UnbackedAmount, None) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnbackedAmount,
                        span(at),
                        format!("no number of this brief backs `{}`", amount.as_written),
                    )
                    .help("add it under `numbers` with its date and source, or allow it with a reason under `lint`"),
                );
            }
        }
    }
    let [(at, amount)] = &amounts[..] else { return };
    let Some(value) = amount.value() else { return };
    for claim in claims {
        let number = claim.number;
        let same_unit = amount.unit == number.quantity.unit;
        let named = claim.phrases.iter().any(|phrase| names(text, at, phrase));
        if !same_unit
            || !named
            || !speaks_of(entry, claim.company, run, &range)
            || !same_time(entry, number, &words)
        {
            continue;
        }
        let (code, message, help) = if value == claim.value
            && number.kind == NumberKind::Projection
            && !words.iter().any(|word| hedges(word))
        {
            (
                Code::ProjectionAsFact,
                format!(
                    "`{}` is told as a fact, and is a projection under `numbers`",
                    amount.as_written
                ),
                "say who expects it, or correct `kind`",
            )
        } else if !backed(entry, amount)
            && !amount.approx
            && !number.quantity.approx
            && number.kind != NumberKind::Projection
            && !words
                .iter()
                .any(|word| looks_back(word) || expects(word) || turns_down(word))
        {
            (
                Code::ContradictedNumber,
                format!(
                    "`{}` contradicts `{}` under `numbers`",
                    amount.as_written, number.quantity.as_written
                ),
                "correct one of the two, or allow it with a reason under `lint`",
            )
        } else {
            continue;
        };
        if !allowed(entry, code, Some(number)) {
            diagnostics.push(
                Diagnostic::new(code, span(at), message)
                    .related(entry.document.span(&number.at), "the number")
                    .help(help),
            );
            return;
        }
    }
}

/// The quantities of a sentence.
fn amounts(text: &str) -> Vec<(Range<usize>, Quantity)> {
    let (mut found, mut from) = (Vec::new(), 0);
    while let Some((at, quantity)) = parse::find_quantity(&text[from..]) {
        let end = from + at.end;
        found.push((from + at.start..end, quantity));
        if at.end == 0 {
            break;
        }
        from = end;
    }
    found
}

/// Whether a number of the brief has this value, rounded to the hundredth part.
fn backed(entry: &BriefEntry, amount: &Quantity) -> bool {
    let values = |q: &Quantity| [q.value(), q.low(), q.high(), q.previous()];
    let near = |a: Decimal, b: Decimal| {
        let difference = a.checked_sub(b).map(|d| d.abs());
        let least = a.abs().max(b.abs()).checked_div(Decimal::ONE_HUNDRED);
        difference.zip(least).is_some_and(|(d, least)| d <= least)
    };
    let said: Vec<Decimal> = values(amount).into_iter().flatten().collect();
    entry.document.value.numbers.iter().any(|number| {
        number.quantity.unit == amount.unit
            && values(&number.quantity)
                .into_iter()
                .flatten()
                .any(|known| said.iter().any(|value| near(*value, known)))
    })
}

/// Whether `phrase` is the name of the amount at `at`: directly behind it (`$351 million Series E`, `in Series E`), or
/// before it with a word such as `of` between.
fn names(text: &str, at: &Range<usize>, phrase: &str) -> bool {
    let wanted = words_of(phrase);
    if wanted.is_empty() {
        return false;
    }
    let after = words_of(&text[at.end..]);
    let after = match after.first().map(String::as_str) {
        Some("in") => &after[1..],
        _ => &after[..],
    };
    if after.starts_with(&wanted) {
        return true;
    }
    let before = words_of(&text[..at.start]);
    let links = before
        .iter()
        .rev()
        .take_while(|word| {
            matches!(
                word.as_str(),
                "of" | "at" | "is" | "was" | "to" | "reached" | "hit"
            )
        })
        .count();
    links <= 2 && before[..before.len() - links].ends_with(&wanted)
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Whether the sentence names the company, or names none in a brief about it.
fn speaks_of(entry: &BriefEntry, company: CompanyId, run: &TextRun, range: &Range<usize>) -> bool {
    let source = source_of(run, range);
    let mut named = entry
        .mentions
        .iter()
        .filter(|m| {
            m.place == Place::Body && source.start <= m.range.start && m.range.end <= source.end
        })
        .peekable();
    if named.peek().is_none() {
        return entry.declared.first() == Some(&company);
    }
    named.any(|mention| mention.company == company)
}

/// Whether a sentence speaks of the time of a number: it has the year and the month of its date, or no date at all
/// while the number is of the month of the brief.
fn same_time(entry: &BriefEntry, number: &Number, words: &[&str]) -> bool {
    let year_of = |word: &&str| {
        let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        year.then(|| word.parse::<i16>().ok()).flatten()
    };
    // `may` is a verb far more often than a month.
    let months: Vec<i8> = words
        .iter()
        .filter(|word| **word != "may")
        .filter_map(|word| parse::date::month_number(word))
        .collect();
    let years: Vec<i16> = words.iter().filter_map(year_of).collect();
    let Some(as_of) = number.as_of else {
        return false;
    };
    let (first, last) = (
        as_of.first_day(Default::default()),
        as_of.last_day(Default::default()),
    );
    if months.is_empty() && years.is_empty() {
        let day = entry.document.value.date.value.day;
        return (first.year(), first.month()) == (day.year(), day.month())
            && (last.year(), last.month()) == (day.year(), day.month())
            && !words
                .iter()
                .any(|word| matches!(*word, "quarter" | "year" | "ago" | "month" | "week"));
    }
    let in_months = |month: &i8| (first.month()..=last.month()).contains(month);
    years
        .iter()
        .all(|year| *year == first.year() && *year == last.year())
        && !years.is_empty()
        && months.iter().all(in_months)
        && (!months.is_empty() || first.month() != last.month())
}

/// Words after which a figure may be an older one, or somebody else's.
fn looks_back(word: &str) -> bool {
    matches!(
        word,
        "from"
            | "prior"
            | "previous"
            | "previously"
            | "last"
            | "earlier"
            | "before"
            | "after"
            | "since"
            | "than"
            | "against"
            | "compared"
            | "versus"
            | "once"
            | "first"
            | "until"
            | "if"
            | "not"
            | "about"
            | "part"
            | "another"
            | "other"
            | "each"
            | "between"
    )
}

/// Words of offers and refusals: what came of them is another matter.
fn turns_down(word: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "reject", "declin", "refus", "offer", "seek", "ask", "bid", "propos", "rumo", "deni",
        "deny",
    ];
    matches!(
        word,
        "sought" | "never" | "no" | "without" | "nearly" | "almost"
    ) || BEGINNINGS
        .iter()
        .any(|beginning| word.starts_with(beginning))
}

/// Words that may make a figure an expectation, or somebody's claim.
fn hedges(word: &str) -> bool {
    matches!(
        word,
        "may"
            | "if"
            | "by"
            | "next"
            | "sees"
            | "see"
            | "to"
            | "until"
            | "says"
            | "said"
            | "believes"
            | "not"
    ) || expects(word)
}

/// Words that make a figure an expectation.
fn expects(word: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "expect",
        "project",
        "forecast",
        "estimat",
        "guid",
        "plan",
        "target",
        "aim",
        "predict",
        "hope",
        "promis",
        "assum",
        "likel",
        "potential",
        "anticipat",
        "outlook",
    ];
    matches!(
        word,
        "will" | "would" | "could" | "might" | "should" | "goal" | "wants" | "want" | "wanted"
    ) || BEGINNINGS
        .iter()
        .any(|beginning| word.starts_with(beginning))
}

/// The bytes of the file behind the bytes `text` of a run.
fn source_of(run: &TextRun, text: &Range<usize>) -> Range<u32> {
    let at = |offset: usize, end: bool| {
        let offset = u32::try_from(offset).expect("texts are capped far below four gigabytes");
        let index = run.segments.partition_point(|s| {
            if end {
                s.text.end < offset
            } else {
                s.text.end <= offset
            }
        });
        let segment = run.segments.get(index).or(run.segments.last());
        segment.map_or(0, |s| {
            let verbatim = s.text.end - s.text.start == s.source.end - s.source.start;
            match (verbatim, end) {
                (true, _) => {
                    s.source.start
                        + offset
                            .saturating_sub(s.text.start)
                            .min(s.source.end - s.source.start)
                }
                (false, true) => s.source.end,
                (false, false) => s.source.start,
            }
        })
    };
    let start = at(text.start, false);
    start..at(text.end, true).max(start)
}
