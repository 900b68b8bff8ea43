//! The shortcodes and tags that have a counterpart in Markdown.
//!
//! Comes in: a tag. Goes out: what becomes of it. Hugo's and Zola's built-in shortcodes, Jekyll's and Liquid's tags,
//! and the includes that nearly every theme has (figure, image, YouTube).

use super::super::picture;
use super::super::plain::escape;
use super::arguments::Call;
use super::{Becomes, Ends, Kind, Tag, Targets, closes, enclosing, tag};

/// What stands around a tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    /// The whole body.
    pub(super) body: &'a str,
    /// The byte of it that the tag ends at.
    pub(super) after: usize,
    /// Where end tags are.
    pub(super) ends: &'a Ends,
}

/// What becomes of a tag.
pub(super) fn becomes(
    found: Tag<'_>,
    call: &Call,
    place: Place<'_>,
    targets: &dyn Targets,
) -> Becomes {
    let enclosing = enclosing::becomes(found, call, place);
    if !matches!(enclosing, Becomes::Unknown) {
        return enclosing;
    }
    match found.kind {
        Kind::Value => value(found, call, place, targets),
        Kind::Hugo => named(found.kind, &call.name, call, 0, place, targets),
        Kind::Block => match call.name.as_str() {
            // `{% include figure.html src="..." %}`
            "include" | "include_relative" | "include_cached" => {
                let file = call.plain.first().map_or("", String::as_str);
                let name = file.rsplit('/').next().unwrap_or_default();
                let name = name
                    .split('.')
                    .next()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                let name = name
                    .replace(['-', '_'], "")
                    .replace("player", "")
                    .replace("video", "");
                named(found.kind, &name, call, 1, place, targets)
            }
            "raw" => block(place, "raw", str::to_owned),
            "comment" => block(place, "comment", |_| String::new()),
            "post_url" => match call.plain.first() {
                Some(post) => Becomes::Text(targets.address(post).0),
                None => Becomes::Unknown,
            },
            "link" => match call.plain.first() {
                Some(path) if path.ends_with(".md") => Becomes::Text(targets.address(path).0),
                Some(path) => Becomes::Text(format!("/{}", path.trim_start_matches('/'))),
                None => Becomes::Unknown,
            },
            name => named(found.kind, name, call, 0, place, targets),
        },
    }
}

/// A shortcode by its name; its arguments without a name begin at `first`.
fn named(
    kind: Kind,
    name: &str,
    call: &Call,
    first: usize,
    place: Place<'_>,
    targets: &dyn Targets,
) -> Becomes {
    let address = |keys: &[&str], before: &str| {
        let address = match call.get_or(keys, first) {
            Some(id) if id.starts_with("https://") || id.starts_with("http://") => id.to_owned(),
            Some(id) if is_id(id) => format!("{before}{id}"),
            _ => return Becomes::Unknown,
        };
        Becomes::Text(match call.get(&["title", "caption"]) {
            Some(title) => format!(
                "[{}]({})",
                escape::inline(title),
                picture::destination(&address)
            ),
            None => format!("<{address}>"),
        })
    };
    match name {
        "figure" | "img" | "image" | "picture" | "captionedimage" | "figureimage" => {
            figure(call, first)
        }
        "youtube" | "youtubelite" => {
            address(&["id", "url", "src"], "https://www.youtube.com/watch?v=")
        }
        "vimeo" => address(&["id", "url"], "https://vimeo.com/"),
        "instagram" => address(&["id"], "https://www.instagram.com/p/"),
        "streamable" => address(&["id"], "https://streamable.com/"),
        "gist" => gist(call, first),
        "tweet" | "twitter" | "x" | "twitter_simple" | "x_simple" => tweet(call, first),
        "highlight" => highlight(call, first, place),
        "ref" | "relref" => match call.get_or(&["path"], first) {
            Some(post) => Becomes::Text(targets.address(post).0),
            None => Becomes::Unknown,
        },
        "details" if kind == Kind::Hugo => {
            let title = call
                .get_or(&["summary", "title"], first)
                .unwrap_or_default();
            let text = if title.is_empty() {
                String::new()
            } else {
                format!("**{title}**")
            };
            Becomes::Open(text, name.to_owned())
        }
        "toc" | "more" => Becomes::Text(String::new()),
        _ => Becomes::Unknown,
    }
}

/// Whether an id is nothing but an id.
fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'))
}

/// `![alt](src "caption")`, inside a link if there is one.
fn figure(call: &Call, first: usize) -> Becomes {
    let Some(src) = call.get_or(
        &["src", "path", "url", "image", "file", "image_path"],
        first,
    ) else {
        return Becomes::Unknown;
    };
    let mut captions: Vec<&str> = Vec::new();
    for key in ["title", "caption", "description", "attr"] {
        captions.extend(call.get(&[key]).filter(|text| !captions.contains(text)));
    }
    let caption = (!captions.is_empty()).then(|| captions.join(" — "));
    let alt = call
        .get(&["alt"])
        .or_else(|| call.get(&["caption", "title", "description"]))
        .unwrap_or_default();
    let picture = picture::markdown(&picture::plain_address(src), alt, caption.as_deref());
    Becomes::Text(match call.get(&["link"]) {
        Some(link) => format!("[{picture}]({})", picture::destination(link)),
        None => picture,
    })
}

fn gist(call: &Call, first: usize) -> Becomes {
    let parts: Vec<&str> = match call.get(&["url"]) {
        Some(url) => return Becomes::Text(format!("<{url}>")),
        None => call.plain.iter().skip(first).map(String::as_str).collect(),
    };
    match &parts[..] {
        [user, id, ..] if is_id(user) && is_id(id) => {
            Becomes::Text(format!("<https://gist.github.com/{user}/{id}>"))
        }
        [id] if is_id(id) => Becomes::Text(format!("<https://gist.github.com/{id}>")),
        _ => Becomes::Unknown,
    }
}

fn tweet(call: &Call, first: usize) -> Becomes {
    let user = call.get(&["user"]).filter(|user| is_id(user));
    let id = call.get_or(&["id"], first).filter(|id| is_id(id));
    match (user, id) {
        (Some(user), Some(id)) => Becomes::Text(format!("<https://x.com/{user}/status/{id}>")),
        (None, Some(id)) => Becomes::Text(format!("<https://x.com/i/status/{id}>")),
        _ => Becomes::Unknown,
    }
}

/// A fenced block of code, with a fence that nothing inside it closes.
fn highlight(call: &Call, first: usize, place: Place<'_>) -> Becomes {
    let Place { body, after, .. } = place;
    let language = call
        .get_or(&["lang", "language"], first)
        .unwrap_or_default();
    let language: String = language
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '`')
        .collect();
    let Some((inner, end)) = until(place, "highlight") else {
        return Becomes::Unknown;
    };
    let before = body[..after]
        .rfind("{{")
        .max(body[..after].rfind("{%"))
        .unwrap_or(after);
    let alone = body[..before].trim_end_matches([' ', '\t']).ends_with('\n')
        || body[..before].trim().is_empty();
    let lead = if alone { "" } else { "\n\n" };
    // A fence closes only if nothing stands behind it on its line.
    let rest = body[end..].lines().next().unwrap_or_default();
    let (tail, end) = match rest.trim_start() {
        "" => ("", end),
        text => ("\n\n", end + rest.len() - text.len()),
    };
    Becomes::Block(format!("{lead}{}{tail}", fenced(&language, inner)), end)
}

/// A block of code, with a fence that nothing inside it closes. It takes lines of its own: whoever writes it sees to
/// it that nothing stands before or behind it on these.
pub(in super::super) fn fenced(language: &str, code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    let code = code.trim_matches('\n');
    format!("{fence}{language}\n{code}\n{fence}")
}

/// All up to the end tag `name`, made into something.
fn block(place: Place<'_>, name: &str, make: impl Fn(&str) -> String) -> Becomes {
    match until(place, name) {
        Some((inside, end)) => Becomes::Block(make(inside), end),
        None => Becomes::Unknown,
    }
}

/// What stands before the end tag `name`, and the byte that this ends at.
pub(super) fn until<'a>(place: Place<'a>, name: &str) -> Option<(&'a str, usize)> {
    let Place { body, after, ends } = place;
    if ends.get(name).is_none_or(|last| *last < after) {
        return None;
    }
    let mut at = after;
    while let Some(offset) = body[at..].find('{') {
        at += offset;
        match tag(&body[at..]) {
            Some(found) => {
                if closes(found, &Call::read(found.inner)).is_some_and(|closed| closed == name) {
                    return Some((&body[after..at], at + found.raw.len()));
                }
                // Inside `{% raw %}` brackets may not match.
                at += 1;
            }
            None => at += 1,
        }
    }
    None
}

/// `{{ site.baseurl }}`, `{{ "/a.png" | relative_url }}`, `{{ youtube(id="x") }}`.
fn value(found: Tag<'_>, call: &Call, place: Place<'_>, targets: &dyn Targets) -> Becomes {
    let expression = found.inner;
    let mut parts = expression.split('|').map(str::trim);
    let head = parts.next().unwrap_or_default();
    let filters: Vec<&str> = parts.collect();
    const ADDRESS_FILTERS: [&str; 7] = [
        "relative_url",
        "absolute_url",
        "prepend",
        "url_encode",
        "uri_escape",
        "safe",
        "url",
    ];
    let harmless = filters.iter().all(|filter| {
        let name = filter.split([':', '(', ' ']).next().unwrap_or_default();
        ADDRESS_FILTERS.contains(&name)
    });
    if matches!(
        head,
        "site.baseurl" | "site.url" | "config.base_url" | "site.BaseURL" | "page.baseurl"
    ) && harmless
    {
        return Becomes::Text(String::new());
    }
    let quoted = |quote: char| head.strip_prefix(quote)?.strip_suffix(quote);
    if let Some(path) = quoted('"')
        .or_else(|| quoted('\''))
        .filter(|_| harmless && !filters.is_empty())
    {
        return Becomes::Text(path.to_owned());
    }
    if !expression.contains('(') {
        return Becomes::Unknown;
    }
    match call.name.as_str() {
        "get_url" => match call.get(&["path"]) {
            Some(path) if path.starts_with("@/") => Becomes::Text(targets.address(path).0),
            Some(path) => Becomes::Text(format!("/{}", path.trim_start_matches('/'))),
            None => Becomes::Unknown,
        },
        "youtube" | "vimeo" | "streamable" | "gist" | "figure" | "image" | "img" | "tweet"
        | "x" => named(found.kind, &call.name, call, 0, place, targets),
        _ => Becomes::Unknown,
    }
}
