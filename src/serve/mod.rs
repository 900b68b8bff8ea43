//! The preview: a folder of briefs answered over HTTP, and reloaded in the browser when it changes.
//!
//! Comes in: a site's folder and [`Options`]. Goes out: answers, made from the same press as a build, for the route
//! that a browser asks for and no other. The only asynchronous room.
//!
//! 1. [`Studio`](studio::Studio) reads, links and presses; it knows no network.
//! 2. [`watch`] says which paths changed; the studio makes the next [`Proof`](studio::Proof) from them.
//! 3. [`http`] answers from the newest proof; [`guard`] turns strangers away first.
//! 4. Browsers are told of a new proof by server-sent events, only once it is in place.

mod guard;
mod http;
mod studio;
mod watch;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;

use crate::diagnostic::Diagnostic;
use crate::fault::{Fault, Result};
use crate::source::Sources;

/// Where and how to listen, and what to show.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder of the site.
    pub site: PathBuf,
    /// The address to listen on.
    pub host: IpAddr,
    /// The port to try first.
    pub port: u16,
    /// What is shown.
    pub press: crate::press::Options,
}

/// Something the person in front of the terminal wants to know.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The server answers at this address.
    Listening {
        /// The address of the home page.
        url: &'a str,
        /// The port that was wanted, if it was taken.
        instead_of: Option<u16>,
        /// Whether anybody on the network can connect.
        open_to_network: bool,
        /// How many briefs there are.
        briefs: usize,
        /// How long reading and linking took.
        took: Duration,
    },
    /// Files are looked at again and again, because the system can't tell of changes.
    Polling(&'a str),
    /// The site, or a page of it, was found to have these faults; none if it is good again.
    Told(&'a [Diagnostic], &'a Sources),
    /// A change was taken in.
    Changed {
        /// How many files.
        files: usize,
        /// How long it took.
        took: Duration,
    },
}

/// Serves a site until the process is told to end (Ctrl-C or SIGTERM).
///
/// # Errors
/// A [`Fault`] if the site can't be read, or no port is free.
pub fn serve(options: &Options, say: Arc<dyn Fn(&Notice<'_>) + Send + Sync>) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Fault::new(format!("can't start the server: {error}")))?;
    let outcome = runtime.block_on(run(options, say));
    runtime.shutdown_timeout(Duration::from_millis(100));
    outcome
}

async fn run(options: &Options, say: Arc<dyn Fn(&Notice<'_>) + Send + Sync>) -> Result<()> {
    let started = Instant::now();
    let studio = studio::Studio::open(options.site.clone(), options.press.clone())?;
    let (listener, address) = listen(options.host, options.port).await?;
    let first = studio.proof();
    let url = format!("http://{}{}/", shown(address), first.base_path());
    say(&Notice::Listening {
        url: &url,
        instead_of: (address.port() != options.port && options.port != 0).then_some(options.port),
        open_to_network: !options.host.is_loopback(),
        briefs: first.briefs(),
        took: started.elapsed(),
    });
    if !first.diagnostics().is_empty() {
        say(&Notice::Told(first.diagnostics(), first.sources()));
    }
    let (proofs, newest) = tokio::sync::watch::channel(first);
    let watching = watch::start(studio, proofs, Arc::clone(&say))?;
    let gate = guard::Gate::new(options.host, address.port());
    if let Some(token) = gate.token() {
        say(&Notice::Polling(&format!(
            "open {url}?token={token} first: without it the network gets no answer"
        )));
    }
    let app = http::router(newest, gate);
    let served = axum::serve(listener, app).with_graceful_shutdown(told_to_end());
    // Event streams never end by themselves; they are cut when the runtime is shut down.
    tokio::select! {
        result = async { served.await } => result.map_err(|error| Fault::new(format!("the server stopped: {error}")))?,
        () = told_to_end() => {}
    }
    drop(watching);
    Ok(())
}

/// The first free port from `port` on, of the next hundred.
async fn listen(host: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr)> {
    let last = port.saturating_add(if port == 0 { 0 } else { 99 });
    let mut reason = None;
    for port in port..=last {
        match TcpListener::bind((host, port)).await {
            Ok(listener) => {
                let address = listener
                    .local_addr()
                    .map_err(|error| Fault::new(format!("can't listen: {error}")))?;
                return Ok((listener, address));
            }
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => reason = Some(error),
            Err(error) => {
                return Err(Fault::new(format!(
                    "can't listen on {host}, port {port}: {error}"
                )));
            }
        }
    }
    let reason = reason.map_or_else(String::new, |error| format!(": {error}"));
    Err(
        Fault::new(format!("ports {port} to {last} are all in use{reason}"))
            .hint("choose another with `--port`"),
    )
}

/// The address as a browser wants it: `127.0.0.1:4646`; for "every address", this machine's.
fn shown(address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        SocketAddr::from(([127, 0, 0, 1], address.port()))
    } else {
        address
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
    // Without a handler there is nothing to wait for but Ctrl-C; if even that fails, the process must be killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
