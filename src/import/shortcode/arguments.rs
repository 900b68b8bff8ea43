//! Names and arguments of tags.
//!
//! Comes in: the inside of a tag. Goes out: its name in small letters, and its arguments in order: `name a key="b"` as
//! Hugo and Jekyll have it, `name(key="b")` as Zola has it.

/// A tag taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// In small letters.
    pub(super) name: String,
    /// Arguments without a name.
    pub(super) plain: Vec<String>,
    /// Arguments with one, in small letters.
    pub(super) named: Vec<(String, String)>,
}

/// A piece of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Quoted(String),
    Equals,
}

impl Call {
    /// Takes `inner` apart.
    pub(super) fn read(inner: &str) -> Self {
        let tokens = tokens(inner);
        let mut call = Self::default();
        let mut at = 0;
        if let Some(Token::Word(name)) = tokens.first() {
            call.name = name.to_ascii_lowercase();
            at = 1;
        }
        while at < tokens.len() {
            match (&tokens[at], tokens.get(at + 1), tokens.get(at + 2)) {
                (
                    Token::Word(key),
                    Some(Token::Equals),
                    Some(Token::Word(value) | Token::Quoted(value)),
                ) => {
                    call.named.push((key.to_ascii_lowercase(), value.clone()));
                    at += 3;
                }
                (Token::Word(text) | Token::Quoted(text), ..) => {
                    call.plain.push(text.clone());
                    at += 1;
                }
                (Token::Equals, ..) => at += 1,
            }
        }
        call
    }

    /// The value of the first of `keys` that is given.
    pub(super) fn get(&self, keys: &[&str]) -> Option<&str> {
        let found = keys
            .iter()
            .find_map(|key| self.named.iter().find(|(name, _)| name == key));
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.trim().is_empty())
    }

    /// The value of the first of `keys`, else the argument without a name at `place`.
    pub(super) fn get_or(&self, keys: &[&str], place: usize) -> Option<&str> {
        self.get(keys).or_else(|| {
            self.plain
                .get(place)
                .map(String::as_str)
                .filter(|text| !text.is_empty())
        })
    }
}

fn tokens(inner: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = inner.chars().peekable();
    while let Some(&c) = chars.peek() {
        match c {
            '"' | '\'' | '`' | '“' | '”' => {
                chars.next();
                let close = if c == '“' { '”' } else { c };
                let mut text = String::new();
                while let Some(next) = chars.next() {
                    match next {
                        '\\' if chars.peek() == Some(&close) => text.extend(chars.next()),
                        next if next == close => break,
                        next => text.push(next),
                    }
                }
                tokens.push(Token::Quoted(text));
            }
            '=' => {
                chars.next();
                tokens.push(Token::Equals);
            }
            c if c.is_whitespace() || matches!(c, ',' | '(' | ')') => {
                chars.next();
            }
            _ => {
                let mut text = String::new();
                while let Some(&next) = chars.peek() {
                    // `=` belongs to an address such as `?v=x`, and parts a key from its value before that.
                    let address = text.contains(['/', '?', '&']);
                    if next.is_whitespace()
                        || matches!(next, ',' | '(' | ')' | '"')
                        || next == '=' && !address
                    {
                        break;
                    }
                    text.push(next);
                    chars.next();
                }
                tokens.push(Token::Word(text));
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_taken_apart() {
        for (inner, name, plain, named) in [
            (
                "figure src=\"a b.png\" alt='x'",
                "figure",
                &[][..],
                &[("src", "a b.png"), ("alt", "x")][..],
            ),
            ("youtube w7Ft2ymGmfc", "youtube", &["w7Ft2ymGmfc"], &[]),
            (
                "Youtube(id=\"x\", autoplay=true)",
                "youtube",
                &[],
                &[("id", "x"), ("autoplay", "true")],
            ),
            (
                "include image.html url=\"/a.png\"",
                "include",
                &["image.html"],
                &[("url", "/a.png")],
            ),
            (
                "gist \"a\" \"b\" \"c \\\" d\"",
                "gist",
                &["a", "b", "c \" d"],
                &[],
            ),
            (
                "x https://a.example/?v=1",
                "x",
                &["https://a.example/?v=1"],
                &[],
            ),
            (
                "highlight go \"linenos=table\"",
                "highlight",
                &["go", "linenos=table"],
                &[],
            ),
        ] {
            let call = Call::read(inner);
            let found: Vec<_> = call
                .named
                .iter()
                .map(|(k, v)| (k.as_str(), v.as_str()))
                .collect();
            assert_eq!(
                (
                    call.name.as_str(),
                    call.plain.iter().map(String::as_str).collect::<Vec<_>>()
                ),
                (name, plain.to_vec())
            );
            assert_eq!(found, named, "{inner}");
        }
    }
}
