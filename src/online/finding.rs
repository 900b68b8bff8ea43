//! What became of an address.

use serde::{Deserialize, Serialize};

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How it stands.
    pub state: State,
    /// The status of the last answer (RFC 9110), if there was one.
    pub status: Option<u16>,
    /// What happened, in a few words that follow the address: `answers 404 Not Found`.
    pub reason: String,
    /// Where it has moved to for good.
    pub moved_to: Option<String>,
    /// Where redirects led in the end, if there were any.
    pub leads_to: Option<String>,
}

/// How an address stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It is there.
    Good,
    /// It is there, at another address for now.
    Redirected,
    /// It is there, at another address for good.
    Moved,
    /// Something is there that programs may not see.
    Guarded,
    /// Nobody answers, or the host has trouble. It may be there another time.
    Unreachable,
    /// It lies in a private network, and was not asked.
    Private,
    /// It is gone.
    Dead,
}

impl State {
    /// Whether readers find something there.
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Good | Self::Redirected | Self::Moved)
    }
}
