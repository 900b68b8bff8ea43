//! Links that a site would refuse, and raw HTML that it would take out.
//!
//! Comes in: a body whose pictures and posts have the addresses that hold here. Goes out: the body, in which links from
//! note to note are links of Markdown; and what a person must decide, so that a check of the site has no more to say.

use std::collections::BTreeSet;

use super::picture;
use super::posts::Told;
use super::report::Notes;
use crate::markdown::{self, LinkKind, Outline, Problem};
use crate::model::Slug;

/// Mends the links of `body`, and tells of those that lead nowhere. `companies` are those that the brief declares, `own`
/// is its slug.
pub(super) fn mend(
    body: &mut String,
    companies: &[String],
    own: &str,
    targets: &Told<'_>,
    notes: &mut Notes,
) {
    let end = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let (outline, _) = markdown::outline(body, 0..end);
    pages(&outline, body, targets, notes);
    raw_html(&outline, notes);
    notes_of_a_vault(&outline, body, companies, own, targets, notes);
}

/// Tells of links to pages that are not there.
fn pages(outline: &Outline, body: &str, targets: &Told<'_>, notes: &mut Notes) {
    let mut told = BTreeSet::new();
    let plain = (outline.links.iter()).filter(|link| link.kind == LinkKind::Plain);
    for link in plain.chain(&outline.html_links) {
        let address = &*link.dest;
        if let Some(anchor) = address.strip_prefix('#') {
            if !has_anchor(outline, body, anchor) && told.insert(address) {
                let message =
                    format!("a link leads to `{address}`, which no heading has; mend its address");
                notes.decide(None, message);
            }
            continue;
        }
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let scheme = path.find(':').is_some_and(|at| !path[..at].contains('/'));
        let elsewhere = scheme || path.starts_with("//") || path.is_empty();
        // What names a file was looked for when files were carried along.
        if elsewhere || !picture::is_page(path) || targets.leads_somewhere(address) {
            continue;
        }
        if told.insert(address) {
            let message = format!(
                "a link leads to `{address}`, which is not among what was imported; check its address"
            );
            notes.decide(None, message);
        }
    }
}

/// Whether something in the text has the name `anchor`: a heading, or an element of raw HTML.
fn has_anchor(outline: &Outline, body: &str, anchor: &str) -> bool {
    let named = |key: &str| body.contains(&format!("{key}=\"{anchor}\""));
    anchor.is_empty()
        || anchor.starts_with("fn")
        || (outline.headings.iter()).any(|heading| *heading.anchor == *anchor)
        || named("id")
        || named("name")
}

/// Tells of raw HTML that a site shows otherwise.
fn raw_html(outline: &Outline, notes: &mut Notes) {
    let mut names = BTreeSet::new();
    for (_, problem) in &outline.problems {
        match problem {
            Problem::Element(name) => {
                names.insert(format!("<{name}>"));
            }
            Problem::TooDeep => notes.decide(
                None,
                "something stands inside more than a hundred other elements, and a site refuses it; write it flatter",
            ),
            Problem::Frame(_) | Problem::Attribute(..) | Problem::Address(_) | Problem::Unfinished => {}
        }
    }
    if !names.is_empty() {
        let names: Vec<_> = names.into_iter().collect();
        let message = "raw HTML that is taken out of a page, unless `html: allow` stands in site.yaml; the text in it stays, but for scripts and styles";
        notes.not_understood(None, &names.join(", "), message);
    }
}

/// Makes `[[Note|words]]` a link to the brief that the note became, and tells of a name that no company is declared
/// under: a site takes it for one.
fn notes_of_a_vault(
    outline: &Outline,
    body: &mut String,
    companies: &[String],
    own: &str,
    targets: &Told<'_>,
    notes: &mut Notes,
) {
    let slug = |name: &str| Slug::from_name(name).map(|slug| slug.to_string());
    let declared: BTreeSet<_> = companies.iter().filter_map(|name| slug(name)).collect();
    let mut told = BTreeSet::new();
    let wiki = (outline.links.iter()).filter(|link| link.kind == LinkKind::Wiki);
    // From the last to the first, so that the bytes of the others stay where they are.
    for link in wiki.collect::<Vec<_>>().into_iter().rev() {
        let (name, heading) = link.dest.split_once('#').unwrap_or((&link.dest, ""));
        let is_company = slug(name).is_some_and(|slug| declared.contains(&slug));
        let range = link.range.start as usize..link.range.end as usize;
        if is_company && heading.is_empty() {
            continue;
        }
        let address = targets.note(name.trim());
        let address = address.filter(|address| *address != format!("/briefs/{own}/"));
        let was = body[range.clone()].to_owned();
        match address.filter(|_| !is_company) {
            Some(address) => {
                let inner = was.trim_start_matches('[').trim_end_matches(']');
                let text = inner.split_once('|').map_or(inner, |(_, text)| text);
                let text = text.trim_end_matches('\\').replace('#', " ");
                let anchor = match slug(heading) {
                    Some(heading) => format!("#{heading}"),
                    None => String::new(),
                };
                let new = format!("[{}]({address}{anchor})", text.trim());
                notes.changed(None, &was, format!("became `{new}`"));
                body.replace_range(range, &new);
            }
            None if told.insert(was.clone()) => {
                notes.decide(
                    None,
                    format!("`{was}` is a link to a company, and none of that name is declared; register it, or take the brackets away"),
                );
            }
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::posts::Posts;
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let posts = Posts::default();
        let mut notes = Notes::default();
        let mut text = body.to_owned();
        let told = Told::new(&posts);
        mend(
            &mut text,
            &["Acme Inc".to_owned()],
            "own",
            &told,
            &mut notes,
        );
        let found: Vec<_> = notes.0.iter().map(|note| note.message.as_str()).collect();
        let alike =
            found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| f.contains(e));
        assert!(alike, "{body}: {found:?}");
        assert_eq!(text, body);
    }

    #[test]
    fn links_that_lead_nowhere_are_told_once() {
        check(
            "[a](/about) [b](/about) [c](x.html) <a href=\"/raw/\">d</a>",
            &["`/about`", "`x.html`", "`/raw/`"],
        );
        check("## One two\n\n[a](#one-two) [b](#three)", &["`#three`"]);
        check(
            "[a](/) [b](https://a.example/x) [c](mailto:a@b.example) [d](/companies/) [e](//x.example/y) [f](#)",
            &[],
        );
    }

    #[test]
    fn names_that_no_company_has_are_told() {
        check(
            "[[Acme Inc]] and [[acme-inc|the firm]] and [[Globex]] and [[Globex]] `[[Code]]`",
            &["`[[Globex]]`"],
        );
        check("[[Acme Inc#Head]]", &["`[[Acme Inc#Head]]`"]);
    }

    #[test]
    fn html_that_will_be_taken_out_is_told() {
        check(
            "<center>x</center>\n\n<script>y</script>\n\n<mark>z</mark>",
            &["raw HTML"],
        );
    }
}
