//! What was found the time before.
//!
//! An address that was there is not asked again for a week; one that was not, for an hour, so that a mended link or a host
//! that is back shows soon. What is broken in the file, of another version or from the future is forgotten.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::PrivateNetworks;
use super::finding::{Finding, State};
use super::target::Target;

/// For how long what is there is not asked again.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(7 * 24);

/// For how long what is not there is not asked again.
const BAD_FOR: SignedDuration = SignedDuration::from_hours(1);

/// Of the file; another one is not read.
const VERSION: u32 = 1;

/// Findings, each with its time.
#[derive(Debug, Default)]
pub struct Cache(BTreeMap<String, Kept>);

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    /// Seconds since 1970.
    at: i64,
    /// Whether private networks were allowed, without which it could not have been asked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    private: bool,
    #[serde(flatten)]
    finding: Finding,
}

#[derive(Serialize, Deserialize)]
struct File<L> {
    version: u32,
    links: L,
}

impl Cache {
    /// Reads what [`Cache::bytes`] wrote. Nothing is kept of anything else.
    pub fn read(bytes: &[u8]) -> Self {
        match serde_json::from_slice::<File<BTreeMap<String, Kept>>>(bytes) {
            Ok(file) if file.version == VERSION => Self(file.links),
            _ => Self::default(),
        }
    }

    /// What is young enough to be of use, as JSON.
    pub fn bytes(&self, now: Timestamp) -> Vec<u8> {
        let links: BTreeMap<&String, &Kept> = self
            .0
            .iter()
            .filter(|(_, kept)| kept.is_young(now))
            .collect();
        let file = File {
            version: VERSION,
            links,
        };
        serde_json::to_vec(&file).expect("maps of texts and numbers are JSON")
    }

    pub(super) fn get(
        &self,
        target: &Target,
        now: Timestamp,
        private: PrivateNetworks,
    ) -> Option<Finding> {
        let kept = self.0.get(target.as_str())?;
        let allowed = !kept.private || private == PrivateNetworks::Allow;
        (allowed && kept.is_young(now)).then(|| kept.finding.clone())
    }

    /// Keeps a finding. That an address is private is no news of it, but of how it was asked.
    pub(super) fn put(
        &mut self,
        target: &Target,
        finding: &Finding,
        now: Timestamp,
        private: PrivateNetworks,
    ) {
        if finding.state == State::Private {
            return;
        }
        let kept = Kept {
            at: now.as_second(),
            private: private == PrivateNetworks::Allow,
            finding: finding.clone(),
        };
        self.0.insert(target.as_str().to_owned(), kept);
    }
}

impl Kept {
    fn is_young(&self, now: Timestamp) -> bool {
        let age = now.as_second().saturating_sub(self.at);
        let most = if self.finding.state.is_there() {
            GOOD_FOR
        } else {
            BAD_FOR
        };
        (0..=most.as_secs()).contains(&age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(state: State) -> Finding {
        Finding {
            state,
            status: Some(200),
            reason: "answers".to_owned(),
            moved_to: None,
            leads_to: None,
        }
    }

    #[test]
    fn what_is_there_is_kept_for_a_week_and_what_is_not_for_an_hour() {
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let target = Target::new("https://a.example/").unwrap();
        for (state, hours, expected) in [
            (State::Good, 0, true),
            (State::Good, 24 * 7, true),
            (State::Good, 24 * 7 + 1, false),
            (State::Dead, 1, true),
            (State::Dead, 2, false),
            (State::Unreachable, 2, false),
            (State::Good, -1, false),
            (State::Private, 0, false),
        ] {
            let mut cache = Cache::default();
            cache.put(&target, &finding(state), now, PrivateNetworks::Refuse);
            let later = now + SignedDuration::from_hours(hours);
            let read = Cache::read(&cache.bytes(now));
            let kept = read.get(&target, later, PrivateNetworks::Refuse);
            assert_eq!(kept.is_some(), expected, "{state:?} after {hours} h");
        }
    }

    #[test]
    fn what_was_asked_in_a_private_network_is_used_only_where_that_is_allowed() {
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        let target = Target::new("http://127.0.0.1/").unwrap();
        let mut cache = Cache::default();
        cache.put(&target, &finding(State::Good), now, PrivateNetworks::Allow);
        let cache = Cache::read(&cache.bytes(now));
        assert!(cache.get(&target, now, PrivateNetworks::Refuse).is_none());
        assert!(cache.get(&target, now, PrivateNetworks::Allow).is_some());
    }

    #[test]
    fn a_broken_file_is_as_good_as_none() {
        let text =
            r#"{"version":2,"links":{"https://a.example/":{"at":0,"state":"good","reason":""}}}"#;
        for bytes in [&b""[..], b"{", b"[]", b"\xff", text.as_bytes()] {
            assert!(Cache::read(bytes).0.is_empty());
        }
    }
}
