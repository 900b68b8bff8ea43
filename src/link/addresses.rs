//! Where the links and pictures of a text lead, and whether anything is there.
//!
//! Comes in: what authors wrote (`/briefs/runway/`, `../companies/runway.md#numbers`, `chart.png`) and the table of
//! addresses. Goes out: the address to print, base path included, or what is wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::routes::{Absent, Table};
use super::{Address, CompanyId, Place, Route};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::markdown::{LinkKind, Outline};
use crate::model::{At, HtmlPolicy, UrlPath};

/// All that links are checked against.
pub(crate) struct Targets<'a> {
    pub(crate) table: &'a Table,
    /// The address of each file that has one, by path: documents and pictures.
    pub(crate) by_path: &'a BTreeMap<Arc<str>, UrlPath>,
    /// The anchors of pages whose anchors the author makes.
    pub(crate) anchors: &'a dyn Fn(Route) -> Option<&'a BTreeSet<String>>,
    /// The address of a company, for `[[...]]`.
    pub(crate) company: &'a (dyn Fn(&str) -> Option<(CompanyId, UrlPath)> + Sync),
    /// Such as `/repo`; empty for a site at the root.
    pub(crate) base_path: &'a str,
    /// Whether pictures from elsewhere were allowed in site.yaml.
    pub(crate) foreign_images: bool,
    /// What happens to raw HTML.
    pub(crate) html: HtmlPolicy,
    /// Whether an address is that of a card, which is made of its page.
    pub(crate) card: &'a dyn Fn(&UrlPath) -> bool,
    /// Takes links that can't be judged yet.
    pub(crate) late: &'a dyn Fn(Late),
}

/// A link to an address that is only known when all briefs were read: a further page of a list, a metric, a calendar.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Late {
    url: UrlPath,
    /// As it was written.
    dest: Box<str>,
    span: Span,
}

impl Late {
    /// What is wrong with those of `late` that lead to none of `routes`, which are sorted. Hints come from `table`.
    pub(crate) fn broken<'a>(
        late: impl IntoIterator<Item = &'a Self>,
        routes: &[(UrlPath, Route)],
        table: &Table,
    ) -> Vec<Diagnostic> {
        let missing = |late: &&Self| {
            routes
                .binary_search_by(|(url, _)| url.cmp(&late.url))
                .is_err()
        };
        let late = late.into_iter().filter(missing);
        late.map(|late| broken(table, &late.dest, Some(&late.url)).at(late.span))
            .collect()
    }
}

/// Whether an address may be one that only all briefs together give. A card is told by its page.
fn comes_late(url: &UrlPath) -> bool {
    let path = url.as_str();
    let page = path
        .strip_suffix('/')
        .and_then(|path| path.rsplit_once("/page/"));
    let metric = path
        .strip_prefix("/numbers/")
        .and_then(|rest| rest.strip_suffix('/'));
    let part = path.strip_prefix("/sitemap-");
    page.is_some_and(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()))
        || metric.is_some_and(|slug| !slug.contains('/'))
        || matches!(path, "/effects/companies/" | "/effects/tags/")
        || part.is_some_and(|part| part.ends_with(".xml"))
        || path.ends_with("/watch.ics")
}

/// The text that links stand in.
pub(crate) struct Context<'a> {
    /// The file's path.
    pub(crate) path: &'a str,
    /// The address of its page.
    pub(crate) url: &'a UrlPath,
    pub(crate) place: Place,
    pub(crate) span: &'a dyn Fn(&At) -> Span,
    /// Where a range of this text stands in the file.
    pub(crate) at: &'a dyn Fn(std::ops::Range<u32>) -> At,
}

/// A link cut into its parts.
struct Parts<'a> {
    path: &'a str,
    query: &'a str,
    fragment: Option<&'a str>,
}

/// How many anchors a wrong one is compared with, so that a page with thousands of each is told in good time.
const MOST_COMPARED: usize = 200;

/// How many anchors a message names.
const MOST_NAMED: usize = 8;

enum Found {
    /// Another site: printed as written.
    Elsewhere,
    /// A page or file of this site.
    Here(UrlPath),
    /// A page or file of this site, unless it turns out that there is none.
    Later(UrlPath),
    /// This very page.
    SamePage,
}

impl Targets<'_> {
    /// The new addresses of one text's links and pictures.
    pub(crate) fn resolve(
        &self,
        outline: &Outline,
        context: &Context<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Address> {
        let mut addresses = Vec::new();
        // Raw HTML that is shown as text leads nowhere.
        let (html_links, html_images) = match self.html {
            HtmlPolicy::Escape => (&[][..], &[][..]),
            _ => (&outline.html_links[..], &outline.html_images[..]),
        };
        for link in outline.links.iter().chain(html_links) {
            let href = match link.kind {
                // An unknown company is reported where mentions are found.
                LinkKind::Wiki => {
                    (self.company)(&link.dest).map(|(_, url)| self.href(&url, "", None))
                }
                LinkKind::Plain => {
                    let span = || (context.span)(&(context.at)(link.range.clone()));
                    match self.link(&link.dest, context, &span) {
                        Ok(href) => href,
                        Err(problem) => {
                            diagnostics.extend(problem.map(|problem| problem.at(span())));
                            None
                        }
                    }
                }
            };
            addresses.extend(href.map(|href| Address {
                place: context.place,
                range: link.range.clone(),
                href: href.into(),
            }));
        }
        for image in outline.images.iter().chain(html_images) {
            let span = || (context.span)(&(context.at)(image.range.clone()));
            if image.alt.is_none() {
                diagnostics.push(
                    Diagnostic::new(
                        Code::MissingAlt,
                        span(),
                        format!("the picture `{}` has no text", image.src),
                    )
                    .help(
                        "say what it shows: `![Revenue by year](chart.png)`; what only decorates is `<img src=\"line.png\" alt=\"\">`",
                    ),
                );
            }
            match self.image(&image.src, context) {
                Ok(href) => addresses.extend(href.map(|href| Address {
                    place: context.place,
                    range: image.range.clone(),
                    href: href.into(),
                })),
                Err(problem) => diagnostics.extend(problem.map(|problem| problem.at(span()))),
            }
        }
        addresses.sort_by_key(|address| (address.range.start, address.range.end));
        addresses
    }

    /// The address of a picture; `None` where it stays as written. An error without a problem is somebody else's fault,
    /// reported there.
    pub(crate) fn image(
        &self,
        src: &str,
        context: &Context<'_>,
    ) -> Result<Option<String>, Option<Problem>> {
        match self.find(src, context) {
            Ok(Found::Elsewhere) if self.foreign_images => Ok(None),
            Ok(Found::Elsewhere) => Err(Some(Problem {
                code: Code::ForeignImage,
                message: format!(
                    "the picture `{src}` is on another site, and readers' browsers will not load it"
                ),
                help: "put the picture beside the brief, or allow its site under `csp: img-src` in site.yaml"
                    .into(),
            })),
            Ok(Found::Here(url)) => Ok(Some(self.href(&url, "", None))),
            Err(None) => Err(None),
            Ok(Found::SamePage | Found::Later(..)) | Err(Some(_)) => Err(Some(Problem {
                code: Code::MissingImage,
                message: format!("there is no picture `{src}`"),
                help: "a picture is found beside its brief, or under static/ with a leading `/`"
                    .into(),
            })),
        }
    }

    /// The address of a link; `None` where it stays as written. An error without a problem is somebody else's fault,
    /// reported there.
    fn link(
        &self,
        dest: &str,
        context: &Context<'_>,
        span: &dyn Fn() -> Span,
    ) -> Result<Option<String>, Option<Problem>> {
        let parts = cut(dest);
        let (url, here) = match self.find(dest, context)? {
            Found::Elsewhere => return Ok(None),
            Found::Later(url) => {
                (self.late)(Late {
                    url: url.clone(),
                    dest: dest.into(),
                    span: span(),
                });
                (url, false)
            }
            Found::SamePage => (context.url.clone(), true),
            Found::Here(url) => (url, false),
        };
        if let Some(fragment) = parts.fragment.filter(|f| !f.is_empty()) {
            self.check_anchor(dest, &url, fragment)?;
        }
        Ok((!here).then(|| self.href(&url, parts.query, parts.fragment)))
    }

    fn check_anchor(
        &self,
        dest: &str,
        url: &UrlPath,
        fragment: &str,
    ) -> Result<(), Option<Problem>> {
        let Some(anchors) = self.table.get(url).and_then(|route| (self.anchors)(route)) else {
            return Ok(());
        };
        let fragment = decode(fragment);
        // Footnotes have theirs made when they are set: `fn:1`, `fnref:1`.
        let footnote = fragment.starts_with("fn:") || fragment.starts_with("fnref:");
        if anchors.contains(&fragment) || footnote {
            return Ok(());
        }
        let near = anchors
            .iter()
            .take(MOST_COMPARED)
            .map(|anchor| (strsim::jaro_winkler(anchor, &fragment), anchor))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
        let help = match near {
            Some((_, anchor)) => format!("did you mean `#{anchor}`?"),
            None if anchors.is_empty() => "the page has no headings to link to".into(),
            None => {
                let known: Vec<String> = anchors
                    .iter()
                    .take(MOST_NAMED)
                    .map(|a| format!("#{a}"))
                    .collect();
                let more = if anchors.len() > MOST_NAMED {
                    ", ..."
                } else {
                    ""
                };
                format!("the page has: {}{more}", known.join(", "))
            }
        };
        Err(Some(Problem {
            code: Code::BrokenAnchor,
            message: format!("`{dest}` names an anchor that {url} does not have"),
            help,
        }))
    }

    fn find(&self, dest: &str, context: &Context<'_>) -> Result<Found, Option<Problem>> {
        let parts = cut(dest);
        if let Some(scheme) = scheme(dest) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" | "tel" => Ok(Found::Elsewhere),
                other => Err(Some(Problem {
                    code: Code::InvalidUrl,
                    message: format!("links with `{other}:` are not published"),
                    help: "use http, https, mailto or tel, or an address on this site".into(),
                })),
            };
        }
        if dest.starts_with("//") {
            return Ok(Found::Elsewhere);
        }
        if parts.path.is_empty() {
            return Ok(Found::SamePage);
        }
        if parts.path.starts_with('/') {
            return self.lookup(dest, UrlPath::from_decoded(&decode(parts.path)));
        }
        let folder = context
            .path
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder);
        let as_file = join(folder, &decode(parts.path));
        if let Some(url) = as_file.as_deref().and_then(|path| self.by_path.get(path)) {
            return self.lookup(dest, Some(url.clone()));
        }
        let page = context.url.as_str();
        let page = &page[..=page.rfind('/').unwrap_or(0)];
        let as_url =
            join(page.trim_matches('/'), &decode(parts.path)).map(|path| format!("/{path}"));
        self.lookup(dest, as_url.and_then(|path| UrlPath::from_decoded(&path)))
    }

    fn lookup(&self, dest: &str, url: Option<UrlPath>) -> Result<Found, Option<Problem>> {
        let candidates: Vec<UrlPath> = url
            .iter()
            .cloned()
            .chain(
                url.iter()
                    .filter(|u| !u.as_str().ends_with('/'))
                    .filter_map(|u| UrlPath::new(&format!("{u}/"))),
            )
            .collect();
        for candidate in &candidates {
            if self.table.get(candidate).is_some() || (self.card)(candidate) {
                return Ok(Found::Here(candidate.clone()));
            }
        }
        match candidates
            .iter()
            .find_map(|candidate| self.table.absent(candidate))
        {
            Some(Absent::Broken) => Err(None),
            Some(Absent::Draft) => Err(Some(held_back(dest, "a draft", "--drafts"))),
            Some(Absent::Future) => Err(Some(held_back(dest, "dated after today", "--future"))),
            None => match candidates.into_iter().find(comes_late) {
                Some(url) => Ok(Found::Later(url)),
                None => Err(Some(broken(self.table, dest, url.as_ref()))),
            },
        }
    }

    fn href(&self, url: &UrlPath, query: &str, fragment: Option<&str>) -> String {
        let mut href = format!("{}{url}", self.base_path);
        if !query.is_empty() {
            href.push('?');
            href.push_str(query);
        }
        if let Some(fragment) = fragment {
            href.push('#');
            href.push_str(fragment);
        }
        href
    }
}

/// What is wrong with a link, before its place is known.
#[derive(Debug)]
pub(crate) struct Problem {
    code: Code,
    message: String,
    help: String,
}

impl Problem {
    /// The diagnostic at this place.
    pub(crate) fn at(self, span: Span) -> Diagnostic {
        Diagnostic::new(self.code, span, self.message).help(self.help)
    }
}

/// Of a link that leads to no address.
fn broken(table: &Table, dest: &str, url: Option<&UrlPath>) -> Problem {
    let near = url.and_then(|url| table.nearest(url.as_str()));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "link to a file (`other-brief.md`) or to an address of the site (`/briefs/other-brief/`)".into(),
    };
    Problem {
        code: Code::BrokenLink,
        message: format!("`{dest}` leads nowhere"),
        help,
    }
}

fn held_back(dest: &str, why: &str, option: &str) -> Problem {
    Problem {
        code: Code::BrokenLink,
        message: format!("`{dest}` leads to a page that is {why}"),
        help: format!("publish it, take the link out, or build with `{option}`"),
    }
}

fn cut(dest: &str) -> Parts<'_> {
    let (rest, fragment) = match dest.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (dest, None),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Parts {
        path,
        query,
        fragment,
    }
}

/// The scheme of an absolute address, by RFC 3986.
fn scheme(dest: &str) -> Option<&str> {
    let (scheme, _) = dest.split_once(':')?;
    let mut chars = scheme.chars();
    let good = chars.next()?.is_ascii_alphabetic()
        && chars.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    good.then_some(scheme)
}

/// `folder` and a relative path put together; `None` if it climbs out of the top.
pub(crate) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let trailing = relative.ends_with('/');
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if trailing && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// Percent-escapes decoded; what is not UTF-8 then stays as it was.
fn decode(text: &str) -> String {
    match percent_encoding::percent_decode_str(text).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_never_climb_out() {
        assert_eq!(
            join("content/briefs", "../companies/x.md").as_deref(),
            Some("content/companies/x.md")
        );
        assert_eq!(join("content", "./a//b/").as_deref(), Some("content/a/b/"));
        assert_eq!(join("a", "../../b"), None);
    }

    #[test]
    fn schemes_are_told_from_paths() {
        assert_eq!(scheme("https://x"), Some("https"));
        assert_eq!(scheme("JavaScript:alert(1)"), Some("JavaScript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("brief.md"), None);
        assert_eq!(scheme("12:30"), None);
    }
}
