//! Whether what a site links to elsewhere is still there. The only room that speaks to the network, and only
//! `briefpress check --online` enters it: a build never does.
//!
//! Comes in: a [`Site`], what was found the time before ([`Cache`]), and how patient and how polite to be ([`Manners`]).
//! Goes out: a [`Report`] of what became of each address, from which diagnostics and the rotten sources are read off.
//!
//! 1. [`gather`]: every address elsewhere that briefs, companies, pages and site.yaml name, each with its place.
//! 2. What the cache knows and is young enough is not asked again.
//! 3. [`Probe`]: one address. HEAD, then GET where that is refused; redirects one by one.
//! 4. [`schedule`]: all of them at once, but a few at a time for each host, and with pauses.
//! 5. [`tell`](Report::tell): diagnostics, each with its place.
//!
//! Bodies are never read: what is behind an address is nobody's business here, only whether it is there. An address
//! inside a private network is refused unless it is allowed, after its name was resolved and before anything is
//! connected, at every step of a redirect.

mod address;
mod cache;
mod client;
mod finding;
mod gather;
mod probe;
mod report;
mod schedule;
mod target;

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;

use self::client::Client;
use self::gather::Reference;
use self::probe::Probe;
use self::target::Target;
use crate::link::Site;

pub use self::cache::Cache;
pub use self::finding::{Finding, State};
pub use self::report::{Link, Report, Rotten};

/// Whether addresses of private networks are asked: loopback, link-local, `10.0.0.0/8` and their like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateNetworks {
    /// They are refused.
    Refuse,
    /// They are asked like any other.
    Allow,
}

/// How patient, and how polite.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Requests that one host answers at a time.
    pub per_host: usize,
    /// Requests that are under way at a time, for all hosts together.
    pub at_once: usize,
    /// The pause between the beginnings of two requests to one host.
    pub pause: Duration,
    /// How long one request may take, from looking up the name to the last header.
    pub patience: Duration,
    /// The longest that a host may ask to be left alone with `Retry-After`; a host that asks for more is not asked again.
    pub longest_wait: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Whether addresses of private networks are asked.
    pub private: PrivateNetworks,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            per_host: 2,
            at_once: 16,
            pause: Duration::from_millis(200),
            patience: Duration::from_secs(15),
            longest_wait: Duration::from_secs(30),
            redirects: 10,
            private: PrivateNetworks::Refuse,
        }
    }
}

/// The addresses elsewhere that a site names, ready to be asked.
#[derive(Debug)]
pub struct Survey<'a> {
    site: &'a Site,
    references: Vec<Reference>,
    /// Each address once, with the references to it.
    targets: BTreeMap<Target, Vec<usize>>,
    /// References whose address can't be read.
    unreadable: Vec<usize>,
}

impl<'a> Survey<'a> {
    /// Finds the addresses. Those of the site itself are left out: they are checked without the network.
    pub fn of(site: &'a Site) -> Self {
        let references = gather::references(site);
        let own = site.config.base_url.as_deref();
        let mut targets: BTreeMap<Target, Vec<usize>> = BTreeMap::new();
        let mut unreadable = Vec::new();
        for (at, reference) in references.iter().enumerate() {
            match Target::new(&reference.address) {
                Some(target) if own.is_some_and(|own| target.is_below(own)) => {}
                Some(target) => targets.entry(target).or_default().push(at),
                None => unreadable.push(at),
            }
        }
        Self {
            site,
            references,
            targets,
            unreadable,
        }
    }

    /// How many addresses there are, each counted once.
    pub fn count(&self) -> usize {
        self.targets.len()
    }

    /// Asks for each address, unless `cache` knows; what is found is put there. `step` is called once for each, from many
    /// threads.
    pub fn ask(
        self,
        manners: &Manners,
        now: Timestamp,
        cache: &mut Cache,
        step: &(dyn Fn() + Sync),
    ) -> Report<'a> {
        let mut found: BTreeMap<Target, (Finding, bool)> = BTreeMap::new();
        let mut probes = Vec::new();
        for target in self.targets.keys() {
            match cache.get(target, now, manners.private) {
                Some(finding) => {
                    found.insert(target.clone(), (finding, true));
                    step();
                }
                None => probes.push(Probe::new(target.clone())),
            }
        }
        let client = Client::new(manners);
        for (target, finding) in schedule::run(probes, manners, &client, step) {
            cache.put(&target, &finding, now, manners.private);
            found.insert(target, (finding, false));
        }
        report::report(self, &found)
    }
}
