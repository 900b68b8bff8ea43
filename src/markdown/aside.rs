//! What stands beside the text, and is written in plain Markdown: side notes, pull quotes, and links to films and posts
//! elsewhere, which are shown as cards. Nothing is loaded from there.
//!
//! Comes in: the source of a quote or paragraph. Goes out: what it is. A reader that does not know these forms shows a
//! quote or a link.

use pulldown_cmark::BlockQuoteKind;

/// What a quote is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    /// Somebody's words.
    Plain,
    /// `> [!NOTE]` and the like.
    Alert(BlockQuoteKind),
    /// `> [!PULL]`: a sentence of the text, set large.
    Pull,
    /// `> [!SIDE]`: a note in the margin.
    Side,
}

impl Quote {
    /// What the quote `source` is, and how many bytes of it are its mark. `kind` is what CommonMark's extension says.
    pub(super) fn of(kind: Option<BlockQuoteKind>, source: &str) -> (Self, usize) {
        if let Some(kind) = kind {
            return (Self::Alert(kind), 0);
        }
        let text = source.trim_start_matches(['>', ' ']);
        for (mark, quote) in [("[!PULL]", Self::Pull), ("[!SIDE]", Self::Side)] {
            let found = text
                .get(..mark.len())
                .filter(|start| start.eq_ignore_ascii_case(mark));
            if found.is_some() {
                let rest = &text[mark.len()..];
                let rest = rest.trim_start_matches([' ', '\t']);
                let rest = rest.strip_prefix('\r').unwrap_or(rest);
                let rest = rest.strip_prefix('\n').unwrap_or(rest);
                return (quote, source.len() - rest.len());
            }
        }
        (Self::Plain, 0)
    }
}

/// Where a film or a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Service {
    /// youtube.com
    YouTube,
    /// vimeo.com
    Vimeo,
    /// x.com
    X,
}

impl Service {
    /// The class of its card.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::YouTube => "youtube",
            Self::Vimeo => "vimeo",
            Self::X => "x",
        }
    }

    /// The service that a paragraph leads to, if it is nothing but one link to a film or post there.
    pub(super) fn of(paragraph: &str) -> Option<Self> {
        let text = paragraph.trim();
        let bare = text
            .strip_prefix('<')
            .and_then(|text| text.strip_suffix('>'))
            .unwrap_or(text);
        if !bare.contains(char::is_whitespace) && bare.starts_with("http") {
            return Self::at(bare);
        }
        // `[text](address)`, or a still as the link's text: `[![...](still.jpg)](address)`.
        let whole = text.starts_with('[') && text.ends_with(')');
        let links = 1 + usize::from(text.starts_with("[!["));
        if !whole || text.matches("](").count() != links {
            return None;
        }
        let (_, address) = text.rsplit_once("](")?;
        let address = address.trim_end_matches(')').split_whitespace().next()?;
        Self::at(address)
    }

    /// The service whose film or post is at this address.
    pub(super) fn at(address: &str) -> Option<Self> {
        let rest = address
            .strip_prefix("https://")
            .or_else(|| address.strip_prefix("http://"))?;
        let (host, path) = rest.split_once('/')?;
        let host = host.strip_prefix("www.").unwrap_or(host);
        let host = host.strip_prefix("m.").unwrap_or(host);
        match host {
            "youtu.be" if !path.is_empty() => Some(Self::YouTube),
            "youtube.com" | "youtube-nocookie.com" => ["watch?", "shorts/", "live/", "embed/"]
                .iter()
                .any(|start| path.starts_with(start))
                .then_some(Self::YouTube),
            "vimeo.com" => path
                .starts_with(|c: char| c.is_ascii_digit())
                .then_some(Self::Vimeo),
            "x.com" | "twitter.com" => path.contains("/status/").then_some(Self::X),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lone_link_to_a_film_or_post_is_a_card() {
        use Service::{Vimeo, X, YouTube};
        for (paragraph, service) in [
            ("https://www.youtube.com/watch?v=abc", Some(YouTube)),
            ("<https://youtu.be/abc>", Some(YouTube)),
            ("[The talk](https://vimeo.com/123 \"T\")", Some(Vimeo)),
            ("[![A still](still.jpg)](https://x.com/a/status/1)", Some(X)),
            ("See https://youtu.be/abc", None),
            ("[a](https://youtu.be/a) [b](https://youtu.be/b)", None),
            ("https://youtube.com/@channel", None),
            ("https://example.org/watch?v=abc", None),
            ("https://youtube.com.evil.example/watch?v=a", None),
            ("", None),
        ] {
            assert_eq!(Service::of(paragraph), service, "{paragraph}");
        }
    }
}
