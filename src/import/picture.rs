//! Pictures and files that a post refers to, and links between posts.
//!
//! Comes in: a Markdown body, and a way to read the neighbours of its file. Goes out: the body with addresses that hold
//! here, and the files that come along. Nothing outside what the caller lets be read is ever asked for: a path with
//! `..` is told, not followed.

use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use super::meta::Meta;
use super::report::Notes;
use super::shortcode::Targets;
use super::tree::Node;
use super::{Neighbours, NewFile};
use crate::markdown;

/// `![alt](src "caption")`.
pub(super) fn markdown(src: &str, alt: &str, caption: Option<&str>) -> String {
    let alt = alt
        .replace('[', "\\[")
        .replace(']', "\\]")
        .replace('\n', " ");
    let src = destination(src);
    match caption {
        Some(caption) => format!(
            "![{alt}]({src} \"{}\")",
            caption.replace('"', "\\\"").replace('\n', " ")
        ),
        None => format!("![{alt}]({src})"),
    }
}

/// An address as it stands in a Markdown link.
pub(super) fn destination(address: &str) -> String {
    let address = address.trim();
    if address.contains([' ', '(', ')']) && !address.contains(['<', '>', '\n']) {
        format!("<{address}>")
    } else {
        address.replace(' ', "%20").replace(['\n', '<', '>'], "")
    }
}

/// An address without what stands for the root of the old site: Pelican's `{static}`, Jekyll's `{{ site.baseurl }}`,
/// Ghost's `__GHOST_URL__`.
pub(super) fn plain_address(address: &str) -> String {
    const ROOTS: [&str; 8] = [
        "__GHOST_URL__",
        "{{ site.baseurl }}",
        "{{site.baseurl}}",
        "{{ site.url }}",
        "{{site.url}}",
        "{static}",
        "|static|",
        "{filename}",
    ];
    let mut rest = address.trim();
    for root in ROOTS {
        rest = rest.strip_prefix(root).unwrap_or(rest);
    }
    for here in ["{attach}", "|attach|", "./"] {
        rest = rest.strip_prefix(here).unwrap_or(rest);
    }
    rest.to_owned()
}

/// What became of the references of one body.
#[derive(Debug, Default)]
pub(super) struct Carried {
    /// Files beside the brief, by the path it uses for them.
    pub(super) beside: Vec<(String, Vec<u8>)>,
    /// Files under `static/`.
    pub(super) rooted: Vec<NewFile>,
}

/// Carries along what `body` and `meta` refer to, and what lies in the post's own folder. `input` is the name of the
/// file they are from.
pub(super) fn carry(
    body: &mut String,
    meta: &Meta,
    input: &str,
    targets: &dyn Targets,
    neighbours: &dyn Neighbours,
    notes: &mut Notes,
) -> Carried {
    let mut carrier = Carrier {
        input,
        neighbours,
        notes,
        carried: Carried::default(),
        asked: BTreeSet::new(),
    };
    let end = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let (outline, _) = markdown::outline(body, 0..end);
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    let pictures = outline
        .images
        .iter()
        .map(|picture| (&picture.src, &picture.range, true));
    // Those of raw HTML are carried along like those of Markdown.
    let pictures = pictures
        .chain((outline.html_images.iter()).map(|picture| (&picture.src, &picture.range, true)));
    let links = (outline.links.iter())
        .filter(|link| link.kind == markdown::LinkKind::Plain)
        .chain(&outline.html_links);
    for (address, range, is_picture) in
        pictures.chain(links.map(|link| (&link.dest, &link.range, false)))
    {
        let new = plain_address(address);
        let new = match target(&new, is_picture) {
            Some(post) => targets.address(post).0,
            None if is_picture => new,
            None => targets.moved(&new).unwrap_or(new),
        };
        carrier.take(&new, is_picture);
        let (start, end) = (range.start as usize, range.end as usize);
        if new != **address
            && let Some(offset) = body[start..end].rfind(&**address)
        {
            let at = start + offset;
            carrier
                .notes
                .changed(None, address, format!("became `{new}`"));
            edits.push((at, at + address.len(), new));
        }
    }
    edits.sort_unstable_by_key(|edit| edit.0);
    let mut last = usize::MAX;
    for (start, end, new) in edits.into_iter().rev() {
        // A picture inside a link may be found twice.
        if end <= last {
            body.replace_range(start..end, &new);
            last = start;
        }
    }
    if let Some(image) = &meta.image {
        carrier.take(&image.path, true);
    }
    for resource in resources(meta) {
        carrier.take(resource, false);
    }
    for path in neighbours.own_files(input) {
        carrier.take_own(path);
    }
    carrier.carried
}

/// The files that Hugo's `resources` name. A pattern such as `images/*.png` names what lies beside the post anyway.
fn resources(meta: &Meta) -> impl Iterator<Item = &str> {
    let entries = meta.extra.iter().filter(|entry| entry.key == "resources");
    let items = entries.filter_map(|entry| match &entry.value {
        Node::List(items) => Some(items),
        _ => None,
    });
    items
        .flatten()
        .filter_map(|item| item.get("src")?.as_text())
        .filter(|src| !src.contains(['*', '?', '[', '{']))
}

/// The post that an address leads to, if it names one by its file.
fn target(address: &str, is_picture: bool) -> Option<&str> {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let post = path.ends_with(".md") || path.ends_with(".markdown");
    let local = !address.contains("://") && !address.starts_with("//");
    (!is_picture && post && local).then_some(address)
}

/// Whether a path leads to a page rather than to a file.
pub(super) fn is_page(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    !name.contains('.') || name.ends_with(".html") || name.ends_with(".htm")
}

struct Carrier<'a> {
    input: &'a str,
    neighbours: &'a dyn Neighbours,
    notes: &'a mut Notes,
    carried: Carried,
    asked: BTreeSet<String>,
}

impl Carrier<'_> {
    /// Carries along a file of the post's own folder, unless something referred to it.
    fn take_own(&mut self, path: String) {
        if self.carried.beside.iter().any(|(taken, _)| *taken == path) {
            return;
        }
        if let Some(bytes) = self.neighbours.beside(self.input, &path) {
            self.carried.beside.push((path, bytes));
        }
    }

    /// Carries along the file at `address`, if it is one of the old site's.
    fn take(&mut self, address: &str, is_picture: bool) {
        let path = address.split(['#', '?']).next().unwrap_or_default();
        let scheme = path.find(':').is_some_and(|at| !path[..at].contains('/'));
        let page = is_page(path) || path.ends_with(".md");
        if scheme || path.starts_with("//") || !is_picture && page || path.is_empty() {
            return;
        }
        if !self.asked.insert(path.to_owned()) {
            return;
        }
        let Ok(decoded) = percent_decode_str(path).decode_utf8() else {
            return;
        };
        let what = if is_picture { "picture" } else { "file" };
        let safe = !decoded.split(['/', '\\']).any(|part| part == "..")
            && !decoded.contains('\0')
            && !decoded.contains('\\');
        if !safe {
            let message = format!(
                "the {what} `{path}` lies outside the folder of its post; copy it beside the brief and mend the address"
            );
            self.notes.decide(None, message);
            return;
        }
        match decoded.strip_prefix('/') {
            Some(rooted) => match self.neighbours.rooted(rooted) {
                Some(bytes) => self.carried.rooted.push(NewFile {
                    path: format!("static/{rooted}"),
                    bytes,
                }),
                None => {
                    let message =
                        format!("the {what} `{path}` was not found; put it at `static/{rooted}`");
                    self.notes.decide(None, message);
                }
            },
            None => match self.neighbours.beside(self.input, &decoded) {
                Some(bytes) => self.carried.beside.push((decoded.into_owned(), bytes)),
                None if is_page(&decoded) => self.notes.decide(
                    None,
                    format!("`{path}` stands where a picture does and seems to be another text; put its words there, or a link to it"),
                ),
                None => self.notes.decide(
                    None,
                    format!("the {what} `{path}` was not found beside the post"),
                ),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_of_the_old_site_is_left_out() {
        for (address, expected) in [
            ("{static}/images/a.png", "/images/a.png"),
            ("{attach}a.png", "a.png"),
            ("./a.png", "a.png"),
            ("{{ site.baseurl }}/a.png", "/a.png"),
            (
                "__GHOST_URL__/content/images/a.png",
                "/content/images/a.png",
            ),
            ("https://a.example/x.png", "https://a.example/x.png"),
        ] {
            assert_eq!(plain_address(address), expected);
        }
    }

    #[test]
    fn addresses_are_written_so_that_they_are_read_back() {
        for (address, expected) in [
            ("a.png", "a.png"),
            ("a b.png", "<a b.png>"),
            ("a(1).png", "<a(1).png>"),
            ("a b>.png", "a%20b.png"),
        ] {
            assert_eq!(destination(address), expected);
        }
    }
}
