//! The preview: a folder of briefs answered over HTTP, and reloaded in the browser when it changes.
//!
//! Comes in: a site's folder, [`Options`], and an [`Author`]. Goes out: answers, made from the same press as a build,
//! for the route that a browser asks for and no other. The only asynchronous room; it makes no page by itself.
//!
//! 1. [`Studio`](studio::Studio) reads and links; it knows no network.
//! 2. [`watch`] says which paths changed; the studio makes the next [`Proof`](proof::Proof) from them.
//! 3. [`net`] holds the connections, and [`guard`] turns strangers away.
//! 4. [`http`] answers from the newest proof, with [`pages`] and [`files`], and [`state`] tells the script in the page how
//!    things stand.
//! 5. Browsers are told of a new proof by server-sent events, only once it is in place.

mod failures;
mod files;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzing;
mod good;
mod guard;
mod http;
mod kept;
mod net;
mod pages;
mod proof;
mod root;
mod since;
mod standing;
mod state;
mod studio;
mod watch;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::runtime::Runtime;

use crate::diagnostic::{self, Diagnostic, Tally};
use crate::fault::{Fault, Result};
use crate::model::{SiteConfig, UrlPath};
use crate::picture::Shelf;
use crate::source::Sources;

/// Where and how to listen.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub site: PathBuf,
    /// The address to listen on. Anything but this machine's own is guarded by a token.
    pub host: IpAddr,
    /// The port to try first; 0 for any.
    pub port: u16,
    /// How changes are noticed.
    pub watching: Watching,
}

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// The system tells of them; if it can't, as [`Watching::Looking`].
    Told,
    /// By looking at the files again and again.
    Looking,
}

/// The person for whom a site is served: what they want to see, what they are told, and what they write with.
pub trait Author: Send + Sync {
    /// From where the site is seen, now and with this site.yaml. Asked often, since it may be tomorrow by then.
    fn view(&self, config: &SiteConfig) -> crate::press::Options;

    /// Hears what happened.
    fn hear(&self, notice: &Notice<'_>);

    /// Whether [`Author::edit`] can do anything.
    fn has_editor(&self) -> bool;

    /// Opens a file of the site, at a line and column that count from 1.
    ///
    /// # Errors
    /// A [`Fault`] if the editor can't be started.
    fn edit(&self, file: &Path, line: usize, column: usize) -> Result<()>;
}

/// Something that happened.
#[derive(Debug)]
#[non_exhaustive]
pub enum Notice<'a> {
    /// The server answers.
    Listening {
        /// The address of the home page. Carries the token, if one is needed.
        url: &'a str,
        /// The same for others on the network, if they can connect and this machine knows its own address.
        on_network: Option<&'a str>,
        /// The port that was wanted, if it was taken.
        instead_of: Option<u16>,
        /// Whether others than this machine can connect.
        open_to_network: bool,
        /// How many briefs there are.
        briefs: usize,
        /// How long reading and linking took.
        took: Duration,
    },
    /// Files are looked at again and again; why, if that was not wanted.
    Looking(Option<&'a str>),
    /// The site as it is now. Told at the start and after each change.
    Taken {
        /// How many files changed; 0 at the start.
        files: usize,
        /// How long it took to read and link.
        took: Duration,
        /// What is wrong now and was not before.
        fresh: &'a [Diagnostic],
        /// How much is wrong in all.
        tally: Tally,
        /// How much was wrong before.
        before: Tally,
        /// The files that are spoken of.
        sources: &'a Sources,
    },
    /// A page that was asked for can't be made.
    Failed {
        /// Its address.
        page: &'a UrlPath,
        /// Why.
        diagnostics: &'a [Diagnostic],
        /// The files that are spoken of.
        sources: &'a Sources,
    },
    /// The folder of the site is gone. What was seen last is served until it is back.
    Gone(&'a Path),
    /// The folder of the site is back, or another one is in its place.
    Back(&'a Path),
    /// The site can't be read. It is tried again until it can.
    Trouble(&'a Fault),
}

/// A site that is being served. Ends when it is dropped.
pub struct Server {
    url: Box<str>,
    address: SocketAddr,
    // In the order in which they end: no more changes, then no more answers.
    watching: watch::Watching,
    /// Ends with the thread that watches.
    unwatched: tokio::sync::oneshot::Receiver<()>,
    runtime: Option<Runtime>,
}

impl Server {
    /// Reads the site, and begins to answer and to watch. Pictures in the sizes that are made of them are kept on `shelf`.
    ///
    /// # Errors
    /// A [`Fault`] if the site can't be read, or no port is free.
    pub fn start(
        options: &Options,
        shelf: Arc<dyn Shelf + Send>,
        author: Arc<dyn Author>,
    ) -> Result<Self> {
        let started = Instant::now();
        // First, so that nobody waits for a site that can't be shown.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("serve")
            .build()
            .map_err(|error| Fault::new(format!("can't start the server: {error}")))?;
        let (listener, address) = runtime.block_on(net::listen(options.host, options.port))?;
        let ears = watch::Ears::open(&options.site, options.watching);
        let (studio, first) = studio::Studio::open(&options.site, Arc::clone(&author))?;
        let gate = guard::Gate::new(options.host, address.port())?;
        let url = format!("http://{}{}/", shown(address), first.base_path());
        let with_token = gate.token().map(|token| format!("{url}?token={token}"));
        let on_network = net::own_address(options.host).and_then(|ip| {
            let (address, base) = (SocketAddr::new(ip, address.port()), first.base_path());
            let token = gate.token()?;
            Some(format!("http://{address}{base}/?token={token}"))
        });
        let (proofs, newest) = tokio::sync::watch::channel(Arc::clone(&first));
        let desk = Arc::new(http::Desk::new(newest, gate, shelf, Arc::clone(&author))?);
        runtime.spawn(net::receive(listener, desk));
        let took = started.elapsed();
        author.hear(&Notice::Listening {
            url: with_token.as_deref().unwrap_or(&url),
            on_network: on_network.as_deref(),
            instead_of: (address.port() != options.port && options.port != 0)
                .then_some(options.port),
            open_to_network: !options.host.is_loopback(),
            briefs: first.briefs(),
            took,
        });
        let (watching, unwatched) = watch::start(ears, studio, proofs, Arc::clone(&author))?;
        let mut fresh = first.told().to_vec();
        diagnostic::sort(&mut fresh, first.sources());
        author.hear(&Notice::Taken {
            files: 0,
            took,
            fresh: &fresh,
            tally: first.tally(),
            before: Tally::default(),
            sources: first.sources(),
        });
        Ok(Self {
            url: with_token.unwrap_or(url).into(),
            address,
            watching,
            unwatched,
            runtime: Some(runtime),
        })
    }

    /// The address of the home page, with the token if one is needed.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the process is told to end, by Ctrl-C or SIGTERM.
    ///
    /// # Errors
    /// A [`Fault`] if changes are noticed no more, which would look as if nothing had been saved.
    pub fn wait(mut self) -> Result<()> {
        let Some(runtime) = &self.runtime else {
            return Ok(());
        };
        let unwatched = &mut self.unwatched;
        runtime.block_on(async move {
            tokio::select! {
                () = told_to_end() => Ok(()),
                _ = unwatched => Err(Fault::new("changes of the site are noticed no more")
                    .hint("start `briefpress serve` again")),
            }
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.watching.end();
        if let Some(runtime) = self.runtime.take() {
            // Event streams never end by themselves, and a page that is being made is not worth the wait.
            runtime.shutdown_timeout(Duration::from_millis(100));
        }
    }
}

/// The address as a browser on this machine wants it.
fn shown(address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => ([127, 0, 0, 1], address.port()).into(),
        IpAddr::V6(ip) if ip.is_unspecified() => {
            (std::net::Ipv6Addr::LOCALHOST, address.port()).into()
        }
        _ => address,
    }
}

/// Waits for Ctrl-C or SIGTERM.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    // Without a handler there is nothing to wait for: the system's own way to end a process is left.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
