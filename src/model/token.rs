//! Design tokens: what a publication can change of any theme's look without a theme of its own.
//!
//! A value of one of these types is safe in a stylesheet as it is: its text was put together from parts that were
//! understood, never copied.

use std::fmt;

/// The name of a token. A theme reads each as the custom property of that name: `var(--paper)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenName {
    /// The colour behind everything.
    Paper,
    /// The colour of text.
    Ink,
    /// The colour of lines.
    Rule,
    /// The colour of small print.
    Muted,
    /// The one colour that stands out: links, what is due.
    Signal,
    /// The faces of running text.
    TextFace,
    /// The faces of labels and figures.
    LabelFace,
    /// How wide running text may get.
    Measure,
}

/// What kind of value a token has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A colour, for light and for dark screens.
    Color,
    /// Names of typefaces.
    Faces,
    /// A length.
    Length,
}

impl TokenName {
    /// Every token, in the order of the reference.
    pub const ALL: [Self; 8] = [
        Self::Paper,
        Self::Ink,
        Self::Rule,
        Self::Muted,
        Self::Signal,
        Self::TextFace,
        Self::LabelFace,
        Self::Measure,
    ];

    /// The name in site.yaml, and after `--` in a stylesheet.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Paper => "paper",
            Self::Ink => "ink",
            Self::Rule => "rule",
            Self::Muted => "muted",
            Self::Signal => "signal",
            Self::TextFace => "text-face",
            Self::LabelFace => "label-face",
            Self::Measure => "measure",
        }
    }

    /// What kind of value it has.
    pub const fn kind(self) -> TokenKind {
        match self {
            Self::Paper | Self::Ink | Self::Rule | Self::Muted | Self::Signal => TokenKind::Color,
            Self::TextFace | Self::LabelFace => TokenKind::Faces,
            Self::Measure => TokenKind::Length,
        }
    }
}

/// A token that site.yaml sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Which.
    pub name: TokenName,
    /// Its value; of a colour, the one on light screens. `None` leaves the theme's own.
    pub value: Option<TokenValue>,
    /// The colour on dark screens. `None` leaves the theme's own.
    pub dark: Option<TokenValue>,
}

/// The value of a token, as a stylesheet spells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenValue(Box<str>);

impl TokenValue {
    /// The spelling, which can't end the declaration it stands in.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A value of this kind; `None` if `text` is none.
    pub fn new(kind: TokenKind, text: &str) -> Option<Self> {
        match kind {
            TokenKind::Color => color(text),
            TokenKind::Faces => faces(text),
            TokenKind::Length => length(text),
        }
        .map(|text| Self(text.into()))
    }
}

impl fmt::Display for TokenValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `#1a2b3c`, a function of CSS Color 4 with figures in it, or a named colour.
fn color(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix('#') {
        let good = matches!(digits.len(), 3 | 4 | 6 | 8)
            && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        return good.then(|| text.clone());
    }
    if let Some((function, rest)) = text.split_once('(') {
        let figures = rest.strip_suffix(')')?;
        let known = FUNCTIONS.contains(&function);
        let word = |word: &str| {
            let number = word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '%');
            let unit = &word[number.len()..];
            let number = number.strip_prefix('-').unwrap_or(number);
            matches!(unit, "" | "%" | "deg" | "turn" | "rad")
                && number.bytes().any(|byte| byte.is_ascii_digit())
                && number.bytes().filter(|byte| *byte == b'.').count() <= 1
                && number
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'.')
        };
        let words: Vec<&str> = figures
            .split([' ', ',', '/'])
            .filter(|word| !word.is_empty())
            .collect();
        let good = known && (3..=4).contains(&words.len()) && words.iter().all(|w| word(w));
        return good.then(|| match words[..] {
            // The form without commas is the one that all of them have.
            [a, b, c, alpha] => format!("{function}({a} {b} {c} / {alpha})"),
            _ => format!("{function}({})", words.join(" ")),
        });
    }
    NAMED.contains(&&*text).then_some(text)
}

/// Names of typefaces with commas between them, quoted where they are no generic family.
fn faces(text: &str) -> Option<String> {
    let mut faces = Vec::new();
    for face in text.split(',') {
        let face = face.trim().trim_matches(['"', '\'']).trim();
        let good = !face.is_empty()
            && face.len() <= 80
            && face
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '+'));
        if !good || faces.len() == 16 {
            return None;
        }
        let generic = face.to_ascii_lowercase();
        faces.push(match GENERIC.contains(&&*generic) {
            true => generic,
            false => format!("\"{face}\""),
        });
    }
    Some(faces.join(", "))
}

/// A length of text: between a narrow column and a very wide one.
fn length(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let unit = text.find(|c: char| c.is_ascii_lowercase())?;
    let (number, unit) = text.split_at(unit);
    let number = number.trim_end();
    let plain = number.len() <= 7
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: rust_decimal::Decimal = number.parse().ok().filter(|_| plain)?;
    let (least, most) = match unit {
        "ch" | "em" | "rem" => (20, 120),
        "px" => (240, 2000),
        _ => return None,
    };
    let fits = (least.into()..=most.into()).contains(&value);
    fits.then(|| format!("{}{unit}", value.normalize()))
}

const FUNCTIONS: &[&str] = &[
    "rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch",
];

const GENERIC: &[&str] = &[
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "math",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
];

/// The named colours of CSS Color 4.
#[rustfmt::skip]
const NAMED: &[&str] = &[
    "aliceblue", "antiquewhite", "aqua", "aquamarine", "azure", "beige", "bisque", "black", "blanchedalmond", "blue",
    "blueviolet", "brown", "burlywood", "cadetblue", "chartreuse", "chocolate", "coral", "cornflowerblue", "cornsilk",
    "crimson", "cyan", "darkblue", "darkcyan", "darkgoldenrod", "darkgray", "darkgreen", "darkgrey", "darkkhaki",
    "darkmagenta", "darkolivegreen", "darkorange", "darkorchid", "darkred", "darksalmon", "darkseagreen",
    "darkslateblue", "darkslategray", "darkslategrey", "darkturquoise", "darkviolet", "deeppink", "deepskyblue",
    "dimgray", "dimgrey", "dodgerblue", "firebrick", "floralwhite", "forestgreen", "fuchsia", "gainsboro", "ghostwhite",
    "gold", "goldenrod", "gray", "green", "greenyellow", "grey", "honeydew", "hotpink", "indianred", "indigo", "ivory",
    "khaki", "lavender", "lavenderblush", "lawngreen", "lemonchiffon", "lightblue", "lightcoral", "lightcyan",
    "lightgoldenrodyellow", "lightgray", "lightgreen", "lightgrey", "lightpink", "lightsalmon", "lightseagreen",
    "lightskyblue", "lightslategray", "lightslategrey", "lightsteelblue", "lightyellow", "lime", "limegreen", "linen",
    "magenta", "maroon", "mediumaquamarine", "mediumblue", "mediumorchid", "mediumpurple", "mediumseagreen",
    "mediumslateblue", "mediumspringgreen", "mediumturquoise", "mediumvioletred", "midnightblue", "mintcream",
    "mistyrose", "moccasin", "navajowhite", "navy", "oldlace", "olive", "olivedrab", "orange", "orangered", "orchid",
    "palegoldenrod", "palegreen", "paleturquoise", "palevioletred", "papayawhip", "peachpuff", "peru", "pink", "plum",
    "powderblue", "purple", "rebeccapurple", "red", "rosybrown", "royalblue", "saddlebrown", "salmon", "sandybrown",
    "seagreen", "seashell", "sienna", "silver", "skyblue", "slateblue", "slategray", "slategrey", "snow", "springgreen",
    "steelblue", "tan", "teal", "thistle", "tomato", "turquoise", "violet", "wheat", "white", "whitesmoke", "yellow",
    "yellowgreen",
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spelled(kind: TokenKind, text: &str) -> Option<String> {
        TokenValue::new(kind, text).map(|value| value.to_string())
    }

    #[test]
    fn values_are_spelled_as_a_stylesheet_wants_them() {
        use TokenKind::{Color, Faces, Length};
        for (kind, text, expected) in [
            (Color, "#1A2b3C", Some("#1a2b3c")),
            (Color, "#12", None),
            (Color, "Teal", Some("teal")),
            (Color, "teel", None),
            (Color, "rgb(1, 2, 3)", Some("rgb(1 2 3)")),
            (
                Color,
                "oklch(60% .1 40deg / 0.5)",
                Some("oklch(60% .1 40deg / 0.5)"),
            ),
            (Color, "rgb(1 2)", None),
            (Color, "url(x)", None),
            (Color, "red; } body { display: none", None),
            (Color, "rgb(1 2 3); x: y()", None),
            (
                Faces,
                "Charter, 'Iowan Old Style', Serif",
                Some("\"Charter\", \"Iowan Old Style\", serif"),
            ),
            (Faces, "a\"; x", None),
            (Faces, "a,,b", None),
            (Faces, "x\\", None),
            (Length, "66ch", Some("66ch")),
            (Length, "40.50 rem", Some("40.5rem")),
            (Length, "700px", Some("700px")),
            (Length, "5ch", None),
            (Length, "calc(1px)", None),
            (Length, "66", None),
        ] {
            assert_eq!(spelled(kind, text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_value_ends_its_declaration(text in "([a-z0-9#(),./%;{}\"'\\\\ :@*-]|rgb\\(|oklch\\(|serif|ch|px){0,12}") {
            for kind in [TokenKind::Color, TokenKind::Faces, TokenKind::Length] {
                if let Some(value) = spelled(kind, &text) {
                    prop_assert!(!value.contains([';', '{', '}', '\\', '@', '<', '\n', ':']), "{}", value);
                    prop_assert!(!value.contains("/*") && !value.contains("url"), "{}", value);
                    prop_assert_eq!(value.matches('"').count() % 2, 0);
                    prop_assert_eq!(value.matches('(').count(), value.matches(')').count());
                    // What was spelled once is spelled so again.
                    let again = spelled(kind, &value);
                    prop_assert_eq!(again.as_deref(), Some(&*value));
                }
            }
        }
    }
}
