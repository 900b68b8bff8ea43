//! Many probes at once, and yet only a few at a time for each host.
//!
//! Comes in: probes. Goes out: what became of each. A host has a queue. It is ready when it has something waiting, fewer
//! requests under way than it may have, and has rested since the last; the host that has been ready for longest is next. A
//! redirect puts its probe into the queue of the host that it leads to.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::Manners;
use super::client::Client;
use super::finding::{Finding, State};
use super::probe::{Contact, Next, Probe};
use super::target::Target;

/// After how many silences in a row a host is not asked any more in this run.
const MOST_SILENCES: u8 = 3;

/// Asks all of `probes`; `step` is called for each that is done.
pub(super) fn run(
    probes: Vec<Probe>,
    manners: &Manners,
    client: &Client,
    step: &(dyn Fn() + Sync),
) -> Vec<(Target, Finding)> {
    let workers = probes.len().min(manners.at_once.max(1));
    let mut queues = Queues::new(manners);
    for probe in probes {
        queues.add(probe);
    }
    let (queues, change) = (Mutex::new(queues), Condvar::new());
    // A worker that panics would leave the others waiting; what it held is still whole.
    let lock = || queues.lock().unwrap_or_else(PoisonError::into_inner);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(turn) = take(lock(), &change) {
                    let done = match turn {
                        Taken::Ask(host, mut probe) => {
                            let next = probe.step(client, manners);
                            lock().put_back(host, *probe, next)
                        }
                        Taken::PassedOver => true,
                    };
                    if done {
                        step();
                    }
                    change.notify_all();
                }
            });
        }
    });
    let mut queues = queues.into_inner().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut queues.done)
}

/// What a worker has to do.
enum Taken {
    /// One request of this host.
    Ask(usize, Box<Probe>),
    /// Nothing: a probe was done without one, since its host is not asked any more.
    PassedOver,
}

/// What is next, waiting for it if need be; `None` once there is nothing left to do.
fn take(mut queues: MutexGuard<'_, Queues>, change: &Condvar) -> Option<Taken> {
    loop {
        let wait = match queues.next(Instant::now()) {
            Turn::Take(taken) => return Some(taken),
            Turn::Over => return None,
            Turn::Later(wait) => wait,
        };
        queues = match wait {
            Some(wait) => {
                change
                    .wait_timeout(queues, wait)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
            None => change.wait(queues).unwrap_or_else(PoisonError::into_inner),
        };
    }
}

/// One host.
#[derive(Debug)]
struct Host {
    waiting: VecDeque<Probe>,
    under_way: usize,
    rests_until: Instant,
    /// Whether it is among those that will be ready.
    listed: bool,
    silences: u8,
    /// Why it is not asked any more.
    given_up: Option<String>,
}

/// All hosts.
#[derive(Debug)]
struct Queues {
    hosts: Vec<Host>,
    by_name: HashMap<String, usize>,
    /// Those that have something waiting and a place free, by when they have rested.
    ready: BinaryHeap<Reverse<(Instant, usize)>>,
    /// Probes that are not done.
    open: usize,
    done: Vec<(Target, Finding)>,
    pause: Duration,
    per_host: usize,
}

/// What a worker does next.
enum Turn {
    Take(Taken),
    /// Nothing for so long, or until something changes.
    Later(Option<Duration>),
    Over,
}

impl Queues {
    fn new(manners: &Manners) -> Self {
        Self {
            hosts: Vec::new(),
            by_name: HashMap::new(),
            ready: BinaryHeap::new(),
            open: 0,
            done: Vec::new(),
            pause: manners.pause,
            per_host: manners.per_host.max(1),
        }
    }

    fn add(&mut self, probe: Probe) {
        self.open += 1;
        self.wait_in_line(probe);
    }

    fn wait_in_line(&mut self, probe: Probe) {
        let hosts = &mut self.hosts;
        let at = *self.by_name.entry(probe.host()).or_insert_with(|| {
            hosts.push(Host {
                waiting: VecDeque::new(),
                under_way: 0,
                rests_until: Instant::now(),
                listed: false,
                silences: 0,
                given_up: None,
            });
            hosts.len() - 1
        });
        hosts[at].waiting.push_back(probe);
        self.list(at);
    }

    /// Lists a host among those that will be ready, if it will be.
    fn list(&mut self, at: usize) {
        let host = &mut self.hosts[at];
        if !host.listed && !host.waiting.is_empty() && host.under_way < self.per_host {
            host.listed = true;
            self.ready.push(Reverse((host.rests_until, at)));
        }
    }

    fn next(&mut self, now: Instant) -> Turn {
        loop {
            if self.open == 0 {
                return Turn::Over;
            }
            let Some(Reverse((when, at))) = self.ready.pop() else {
                return Turn::Later(None);
            };
            let host = &mut self.hosts[at];
            // It may have asked for more rest since it was listed.
            let when = when.max(host.rests_until);
            if when > now && host.given_up.is_none() {
                self.ready.push(Reverse((when, at)));
                return match self.ready.peek() {
                    Some(Reverse((first, _))) if *first <= now => continue,
                    Some(Reverse((first, _))) => Turn::Later(Some(*first - now)),
                    None => Turn::Later(None),
                };
            }
            host.listed = false;
            let Some(probe) = host.waiting.pop_front() else {
                continue;
            };
            if let Some(reason) = host.given_up.clone() {
                let finding = probe.finding(State::Unreachable, None, &reason);
                self.close(probe, finding);
                self.list(at);
                return Turn::Take(Taken::PassedOver);
            }
            host.under_way += 1;
            host.rests_until = now + self.pause;
            self.list(at);
            return Turn::Take(Taken::Ask(at, Box::new(probe)));
        }
    }

    /// Takes a probe back after its request; whether it is done.
    fn put_back(&mut self, at: usize, probe: Probe, next: Next) -> bool {
        let host = &mut self.hosts[at];
        host.under_way -= 1;
        let done = match next {
            Next::Ask => {
                host.silences = 0;
                self.wait_in_line(probe);
                false
            }
            Next::Wait(wait) => {
                host.silences = 0;
                host.rests_until = host.rests_until.max(Instant::now() + wait);
                host.waiting.push_front(probe);
                false
            }
            Next::Done(finding, contact) => {
                match contact {
                    Contact::Fine => host.silences = 0,
                    Contact::None => host.silences = host.silences.saturating_add(1),
                }
                if host.silences >= MOST_SILENCES && host.given_up.is_none() {
                    host.given_up = Some("is on a host that did not answer three times".to_owned());
                }
                self.close(probe, finding);
                true
            }
            Next::Leave(finding) => {
                let reason = "is on a host that wants to be left alone";
                host.given_up.get_or_insert_with(|| reason.to_owned());
                self.close(probe, finding);
                true
            }
        };
        self.list(at);
        done
    }

    fn close(&mut self, probe: Probe, finding: Finding) {
        self.open -= 1;
        self.done.push((probe.target, finding));
    }
}
