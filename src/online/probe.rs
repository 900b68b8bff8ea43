//! One address, asked step by step until it is known how it stands.
//!
//! Each step is one request, so that the host of every step, redirects among them, is treated as politely as any. Nothing
//! is called dead on the word of a HEAD alone: many servers answer that wrongly.

use std::time::Duration;

use ureq::http::StatusCode;

use super::Manners;
use super::client::{Answer, Client, Method, Silence};
use super::finding::{Finding, State};
use super::target::Target;

/// An address that is being asked.
#[derive(Debug)]
pub(super) struct Probe {
    /// As its author wrote it.
    pub(super) target: Target,
    /// Where redirects have led so far, `target` first.
    way: Vec<Target>,
    /// How many of the first redirects were for good, without one between them that was not.
    for_good: usize,
    method: Method,
    /// How often its host asked for patience.
    waited: u8,
}

/// What is to be done next.
#[derive(Debug)]
pub(super) enum Next {
    /// One more request.
    Ask,
    /// One more request, after the host was left alone for so long.
    Wait(Duration),
    /// Nothing; the host did not answer, or did.
    Done(Finding, Contact),
    /// Nothing, and nothing more of this host: it wants to be left alone.
    Leave(Finding),
}

/// Whether a host can be spoken with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Contact {
    /// It answered, or was not asked.
    Fine,
    /// It did not answer.
    None,
}

/// How often a host that asks for patience is asked again.
const MOST_WAITS: u8 = 2;

/// How long a host is left alone that wants to be and does not say for how long.
const USUAL_WAIT: Duration = Duration::from_secs(5);

impl Probe {
    pub(super) fn new(target: Target) -> Self {
        Self {
            way: vec![target.clone()],
            target,
            for_good: 0,
            method: Method::Head,
            waited: 0,
        }
    }

    /// Whom the next request burdens.
    pub(super) fn host(&self) -> String {
        self.here().host()
    }

    fn here(&self) -> &Target {
        self.way.last().unwrap_or(&self.target)
    }

    /// Makes one request.
    pub(super) fn step(&mut self, client: &Client, manners: &Manners) -> Next {
        match client.ask(self.method, self.here()) {
            Ok(answer) => self.heard(&answer, manners),
            Err(Silence::Private) => {
                let reason = "lies in a private network, and was not asked";
                Next::Done(self.finding(State::Private, None, reason), Contact::Fine)
            }
            Err(Silence::Nonsense(_)) if self.method == Method::Head => {
                self.method = Method::Get;
                Next::Ask
            }
            Err(Silence::Nonsense(reason)) => Next::Done(
                self.finding(State::Unreachable, None, reason),
                Contact::Fine,
            ),
            Err(Silence::Host(reason)) => Next::Done(
                self.finding(State::Unreachable, None, reason),
                Contact::None,
            ),
        }
    }

    fn heard(&mut self, answer: &Answer, manners: &Manners) -> Next {
        let done = |state, reason: &str| {
            Next::Done(
                self.finding(state, Some(answer.status), reason),
                Contact::Fine,
            )
        };
        let said = format!("answers {}", named(answer.status));
        match answer.status {
            200..=299 => {
                let state = match (self.way.len(), self.for_good) {
                    (1, _) => State::Good,
                    (_, 0) => State::Redirected,
                    _ => State::Moved,
                };
                done(state, &said)
            }
            301 | 302 | 303 | 307 | 308 => self.redirected(answer, manners),
            429 | 503 if answer.retry_after.is_some() || answer.status == 429 => {
                let wait = answer.retry_after.unwrap_or(USUAL_WAIT);
                if wait > manners.longest_wait {
                    let reason = format!(
                        "{said}, and wants to be left alone for {} s",
                        wait.as_secs()
                    );
                    return Next::Leave(self.finding(
                        State::Unreachable,
                        Some(answer.status),
                        &reason,
                    ));
                }
                if self.waited == MOST_WAITS {
                    let finding = self.finding(State::Unreachable, Some(answer.status), &said);
                    return Next::Leave(finding);
                }
                self.waited += 1;
                Next::Wait(wait)
            }
            _ if self.method == Method::Head => {
                self.method = Method::Get;
                Next::Ask
            }
            404 | 410 => done(State::Dead, &said),
            // Made up by hosts that keep programs away (999), or said to those without an account or out of the country.
            401..=403 | 405..=407 | 451 | 999 => done(State::Guarded, &said),
            408 | 425 | 429 | 500..=599 => done(State::Unreachable, &said),
            400..=499 => done(State::Dead, &said),
            _ => done(State::Unreachable, &said),
        }
    }

    fn redirected(&mut self, answer: &Answer, manners: &Manners) -> Next {
        let status = Some(answer.status);
        let dead = |probe: &Self, reason: &str| {
            Next::Done(probe.finding(State::Dead, status, reason), Contact::Fine)
        };
        let to = answer.location.as_deref();
        let Some(to) = to.and_then(|location| self.here().join(location)) else {
            return dead(self, "leads on, but to no web address");
        };
        if self.way.contains(&to) {
            return dead(self, "leads in a circle");
        }
        if self.way.len() > manners.redirects {
            return dead(
                self,
                &format!("leads on more than {} times", manners.redirects),
            );
        }
        let unbroken = self.for_good + 1 == self.way.len();
        if unbroken && matches!(answer.status, 301 | 308) {
            self.for_good += 1;
        }
        self.way.push(to);
        // What HEAD is refused for here may be fine there.
        self.method = Method::Head;
        Next::Ask
    }

    /// What became of it, if nothing more is asked.
    pub(super) fn finding(&self, state: State, status: Option<u16>, reason: &str) -> Finding {
        let led = self.way.len() > 1;
        let reason = if led && !state.is_there() {
            format!("leads to `{}`, which {reason}", self.here().as_str())
        } else {
            reason.to_owned()
        };
        Finding {
            state,
            status,
            reason,
            moved_to: (state == State::Moved)
                .then(|| self.way.get(self.for_good))
                .flatten()
                .map(|to| to.as_str().to_owned()),
            leads_to: led.then(|| self.here().as_str().to_owned()),
        }
    }
}

/// `404 Not Found`.
fn named(status: u16) -> String {
    let code = StatusCode::from_u16(status).ok();
    match code.and_then(|code| code.canonical_reason()) {
        Some(name) => format!("{status} {name}"),
        None => status.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Walks a probe through answers: status and, for redirects, where to.
    fn walk(answers: &[(u16, &str)]) -> Option<Finding> {
        let mut probe = Probe::new(Target::new("http://a.example/").unwrap());
        for (status, location) in answers {
            let answer = Answer {
                status: *status,
                location: Some((*location).to_owned()),
                retry_after: None,
            };
            match probe.heard(&answer, &Manners::default()) {
                Next::Ask | Next::Wait(_) => {}
                Next::Done(finding, _) | Next::Leave(finding) => return Some(finding),
            }
        }
        None
    }

    #[test]
    fn only_an_unbroken_way_of_permanent_redirects_is_a_new_address() {
        for (answers, state, moved_to) in [
            (&[(200, "")][..], State::Good, None),
            (
                &[(301, "/x"), (200, "")],
                State::Moved,
                Some("http://a.example/x"),
            ),
            (
                &[(301, "/x"), (302, "/y"), (200, "")],
                State::Moved,
                Some("http://a.example/x"),
            ),
            (
                &[(308, "/x"), (301, "/y"), (200, "")],
                State::Moved,
                Some("http://a.example/y"),
            ),
            (
                &[(302, "/x"), (301, "/y"), (200, "")],
                State::Redirected,
                None,
            ),
            (&[(301, "/x"), (404, ""), (404, "")], State::Dead, None),
            (&[(301, "/x"), (302, "/"), (200, "")], State::Dead, None),
            (&[(302, "javascript:alert(1)")], State::Dead, None),
        ] {
            let finding = walk(answers).unwrap();
            assert_eq!(finding.state, state, "{answers:?}");
            assert_eq!(finding.moved_to.as_deref(), moved_to, "{answers:?}");
        }
    }

    #[test]
    fn nothing_is_dead_on_the_word_of_head_alone() {
        assert_eq!(walk(&[(404, "")]), None);
        assert_eq!(walk(&[(404, ""), (200, "")]).unwrap().state, State::Good);
        assert_eq!(walk(&[(405, ""), (410, "")]).unwrap().state, State::Dead);
        assert_eq!(walk(&[(403, ""), (403, "")]).unwrap().state, State::Guarded);
        assert_eq!(
            walk(&[(500, ""), (500, "")]).unwrap().state,
            State::Unreachable
        );
    }
}
