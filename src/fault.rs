//! What the machine refuses: a file that can't be read, a folder that must not be replaced.
//!
//! Comes in: an I/O error or a wrong use, and the path it is about. Goes out: a [`Fault`] that says in plain words
//! what failed and what to do. Author's mistakes are diagnostics and never come here. Only the rooms at the edge
//! (source, write, serve, cli) and the press that calls them know this type.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The result of what touches the machine.
pub type Result<T> = std::result::Result<T, Fault>;

/// Something that the machine, not the content, is to blame for. Ends the command with exit status 2.
#[derive(Debug)]
pub struct Fault(Box<Inner>);

#[derive(Debug)]
struct Inner {
    what: String,
    path: Option<PathBuf>,
    cause: Option<io::Error>,
    hint: Option<String>,
}

impl Fault {
    /// A fault that is about no file. `what` is a sentence without a full stop.
    pub fn new(what: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            what: what.into(),
            path: None,
            cause: None,
            hint: None,
        }))
    }

    /// A fault about one file. `what` reads well before the path: `can't read`.
    pub fn at(what: impl Into<String>, path: impl AsRef<Path>) -> Self {
        let mut fault = Self::new(what);
        fault.0.path = Some(path.as_ref().to_owned());
        fault
    }

    /// A fault about one file, with what the operating system says.
    pub fn io(what: impl Into<String>, path: impl AsRef<Path>, cause: io::Error) -> Self {
        let mut fault = Self::at(what, path);
        fault.0.cause = Some(cause);
        fault
    }

    /// Says what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// What to do about it, if that is known.
    pub fn help(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// What the operating system said, if it said something.
    pub fn kind(&self) -> Option<io::ErrorKind> {
        self.0.cause.as_ref().map(io::Error::kind)
    }
}

impl fmt::Display for Fault {
    /// One line, without the hint: `can't read "content/briefs": permission denied`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.what)?;
        if let Some(path) = &self.0.path {
            // Debug form: a path is a stranger's text, and its control characters must not reach the terminal.
            write!(f, " {path:?}")?;
        }
        if let Some(cause) = &self.0.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|cause| cause as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_what_path_and_cause() {
        let fault =
            Fault::io("can't read", "a\u{1b}b", io::ErrorKind::NotFound.into()).hint("look");
        assert_eq!(
            fault.to_string(),
            "can't read \"a\\u{1b}b\": entity not found"
        );
        assert_eq!(fault.help(), Some("look"));
        assert_eq!(fault.kind(), Some(io::ErrorKind::NotFound));
    }
}
