//! A place in a text, for grammars written by hand.
//!
//! Comes in: a text. Goes out: words, digits and signs, one after the other. A cursor is two words long and copied to
//! look ahead; it never goes back by itself, so a grammar that looks a fixed number of words ahead is linear.

/// A place in a text, always between two characters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// The start of a text.
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte it stands before.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// What was passed since `start`.
    pub(crate) fn since(&self, start: usize) -> &'a str {
        &self.text[start..self.at]
    }

    /// What is still to come.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Whether the text is over.
    pub(crate) const fn is_done(&self) -> bool {
        self.at == self.text.len()
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The text before.
    pub(crate) fn so_far(&self) -> &'a str {
        &self.text[..self.at]
    }

    /// The character before.
    pub(crate) fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    /// Passes one character, whatever it is.
    pub(crate) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Passes `sign` if it comes next.
    pub(crate) fn eat(&mut self, sign: &str) -> bool {
        let found = self.rest().starts_with(sign);
        if found {
            self.at += sign.len();
        }
        found
    }

    /// Passes the first of `signs` that comes next.
    pub(crate) fn eat_any(&mut self, signs: &[&str]) -> bool {
        signs.iter().any(|sign| self.eat(sign))
    }

    /// Passes all characters up to the first that is not `wanted`.
    pub(crate) fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// Passes white space of any kind; whether there was some.
    pub(crate) fn space(&mut self) -> bool {
        !self.take(char::is_whitespace).is_empty()
    }

    /// Passes white space and the asterisks of emphasis; whether there was some.
    pub(crate) fn gap(&mut self) -> bool {
        !self.take(|c| c.is_whitespace() || c == '*').is_empty()
    }

    /// Passes a run of letters.
    pub(crate) fn letters(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let ascii = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let start = self.at;
        self.at += ascii;
        if !rest.as_bytes().get(ascii).is_none_or(u8::is_ascii) {
            self.take(char::is_alphabetic);
        }
        (self.at > start).then(|| self.since(start))
    }

    /// Passes a run of ASCII digits.
    pub(crate) fn digits(&mut self) -> Option<&'a str> {
        let digits = self.take(|c| c.is_ascii_digit());
        (!digits.is_empty()).then_some(digits)
    }

    /// Passes a run of at most `most` ASCII digits, and refuses a longer one.
    pub(crate) fn small_number(&mut self, most: usize) -> Option<u16> {
        self.attempt(|c| {
            let digits = c.digits()?;
            if digits.len() > most {
                return None;
            }
            digits.parse().ok()
        })
    }

    /// Passes a whole word: letters with neither letter nor digit after them.
    pub(crate) fn word(&mut self) -> Option<&'a str> {
        self.attempt(|c| {
            let letters = c.letters()?;
            c.ends_word().then_some(letters)
        })
    }

    /// Passes this word, in any case. The keyword is of ASCII letters.
    pub(crate) fn keyword(&mut self, keyword: &str) -> bool {
        let rest = self.rest().as_bytes();
        let found = rest.len() >= keyword.len()
            && rest[..keyword.len()].eq_ignore_ascii_case(keyword.as_bytes());
        if !found {
            return false;
        }
        let mut ahead = *self;
        ahead.at += keyword.len();
        if ahead.ends_word() {
            *self = ahead;
        }
        ahead.ends_word()
    }

    /// Passes a whole word and gives it in small letters; one that is no keyword anyway is empty.
    pub(crate) fn lower_word(&mut self) -> Option<Lower> {
        self.word().map(Lower::new)
    }

    /// Passes a whole word, if `wanted` wants it in small letters.
    pub(crate) fn word_if(&mut self, wanted: impl FnOnce(&str) -> bool) -> bool {
        self.attempt(|c| wanted(c.lower_word()?.as_str()).then_some(()))
            .is_some()
    }

    /// Passes these words, in any case, with gaps between them.
    pub(crate) fn phrase(&mut self, words: &str) -> bool {
        self.attempt(|c| {
            for (index, word) in words.split(' ').enumerate() {
                if index > 0 && !c.gap() || !c.keyword(word) {
                    return None;
                }
            }
            Some(())
        })
        .is_some()
    }

    /// Whether neither letter nor digit comes next.
    pub(crate) fn ends_word(&self) -> bool {
        !self.peek().is_some_and(char::is_alphanumeric)
    }

    /// Passes what `grammar` reads, or nothing if it refuses.
    pub(crate) fn attempt<T>(&mut self, grammar: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut ahead = *self;
        let read = grammar(&mut ahead)?;
        *self = ahead;
        Some(read)
    }

    /// Whether `grammar` would read something here. Passes nothing.
    pub(crate) fn sees<T>(mut self, grammar: impl FnOnce(&mut Self) -> Option<T>) -> bool {
        grammar(&mut self).is_some()
    }

    /// Passes one chunk of text: a word with the signs inside it (`Gen-4.5`, `10-K`, `24/7`), or one other character.
    pub(crate) fn skip_chunk(&mut self) {
        let Some(first) = self.bump() else { return };
        if !first.is_alphanumeric() {
            return;
        }
        loop {
            self.take(char::is_alphanumeric);
            let joined = self.attempt(|c| {
                let sign = c.bump()?;
                let joins = matches!(
                    sign,
                    '-' | '\u{2011}' | '.' | ',' | '/' | ':' | '\'' | '’' | '_' | '&'
                );
                (joins && !c.ends_word()).then_some(())
            });
            if joined.is_none() {
                return;
            }
        }
    }
}

/// A word in small letters, on the stack: grammars match it against what they know.
#[derive(Clone, Copy)]
pub(crate) struct Lower {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Lower {
    /// Longer than any word that a grammar knows.
    const LONGEST: usize = 16;

    /// The word in small letters, or nothing if it is too long or not ASCII.
    pub(crate) fn new(word: &str) -> Self {
        let mut bytes = [0; Self::LONGEST];
        let mut length = 0;
        if word.len() <= Self::LONGEST && word.is_ascii() {
            length = word.len();
            bytes[..length].copy_from_slice(word.as_bytes());
            bytes[..length].make_ascii_lowercase();
        }
        Self { bytes, length }
    }

    /// The word.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).expect("only ASCII is kept")
    }
}
