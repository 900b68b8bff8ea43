//! Connections: accepted, watched over, and dropped when they cost too much.
//!
//! Comes in: a listener. Goes out: requests for the [`Desk`]. Whoever is slow to ask, slow to read, or one too many
//! loses the connection; nobody else waits for it.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;
use tokio::time::{Instant, Sleep};

use super::http::Desk;
use crate::fault::{Fault, Result};

/// How many ports are tried, from the one that is wanted.
const PORTS: u16 = 100;

/// Connections at once. A browser has six; the rest is for many browsers, and for those who only pretend.
const CONNECTIONS: usize = 400;

/// How long the head of a request may take, and how long a connection may be idle.
const HEAD: Duration = Duration::from_secs(15);

/// How long a reader may take none of what is sent.
const READER: Duration = Duration::from_secs(30);

/// The most bytes of a request's head.
const HEAD_BYTES: usize = 32 << 10;

/// The first free port from `port` on.
///
/// # Errors
/// A [`Fault`] if there is none, or the address is not this machine's.
pub(super) async fn listen(host: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr)> {
    let last = port.saturating_add(if port == 0 { 0 } else { PORTS - 1 });
    for port in port..=last {
        let bound = TcpListener::bind((host, port)).await;
        match bound.and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((address, listener)) => return Ok((listener, address)),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => {
                let what = format!("can't listen on {host}, port {port}: {error}");
                return Err(Fault::new(what).hint("choose others with `--host` and `--port`"));
            }
        }
    }
    let what = format!("the ports {port} to {last} are all in use");
    Err(Fault::new(what).hint("choose another with `--port`"))
}

/// Under which address others on the network reach a server that listens on every address of this machine: that from
/// which the system would send to the world. Nothing is sent. `None` for other servers, and without a network.
pub(super) fn own_address(host: IpAddr) -> Option<IpAddr> {
    // Addresses of documentation (RFC 5737 and RFC 3849), which are as far away as any.
    let of_4 = || sends_from(Ipv4Addr::UNSPECIFIED.into(), [192, 0, 2, 1].into());
    let far = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);
    match host {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => of_4(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => of_4().or_else(|| sends_from(host, far.into())),
        _ => None,
    }
}

fn sends_from(any: IpAddr, far: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind((any, 0)).ok()?;
    socket.connect((far, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(own)
}

/// Accepts connections for as long as it is polled.
pub(super) async fn receive(listener: TcpListener, desk: Arc<Desk>) {
    let guests = Guests::default();
    let mut number = 0;
    loop {
        let Ok((stream, peer)) = listener.accept().await else {
            // Out of descriptors, say: some will be free soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        number += 1;
        guests.enter(number, |leave, welcome| {
            let desk = Arc::clone(&desk);
            let task = async move {
                let _leave = leave;
                attend(stream, peer, desk, welcome).await;
            };
            tokio::spawn(task).abort_handle()
        });
    }
}

/// Answers the requests of one connection.
async fn attend(stream: TcpStream, peer: SocketAddr, desk: Arc<Desk>, welcome: Arc<AtomicBool>) {
    // Answers are small and wanted at once.
    let _slower = stream.set_nodelay(true);
    let answer = |request: hyper::Request<hyper::body::Incoming>| {
        let desk = Arc::clone(&desk);
        let welcome = Arc::clone(&welcome);
        async move {
            // No request has a body that matters; one that comes along is not waited for.
            let (request, _) = request.into_parts();
            let (admitted, answer) = desk.answer(&request, peer).await;
            welcome.fetch_or(admitted, Ordering::Relaxed);
            Ok::<_, Infallible>(answer)
        }
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Patient::new(stream)), service_fn(answer));
    // However it ends, there is nobody left to tell.
    let _ended = connection.await;
}

/// Those who are connected, by the order in which they came.
#[derive(Clone, Default)]
struct Guests(Arc<Mutex<BTreeMap<u64, Guest>>>);

struct Guest {
    task: AbortHandle,
    /// Whether a request of theirs was answered.
    welcome: Arc<AtomicBool>,
}

impl Guests {
    /// Enters one more, whose task `begin` begins. If that is one too many, the one who has waited longest without
    /// asking anything goes.
    fn enter(&self, number: u64, begin: impl FnOnce(Leave, Arc<AtomicBool>) -> AbortHandle) {
        let welcome = Arc::new(AtomicBool::new(false));
        let leave = Leave {
            guests: self.clone(),
            number,
        };
        let mut guests = self.lock();
        // Begun under the lock, so that nobody leaves before they are entered.
        let task = begin(leave, Arc::clone(&welcome));
        guests.insert(number, Guest { task, welcome });
        let mut one_too_many = None;
        if guests.len() > CONNECTIONS {
            let idle = |guest: &Guest| !guest.welcome.load(Ordering::Relaxed);
            // Not the one who has just come: they have had no time to say anything.
            let oldest = guests
                .iter()
                .find(|(known, guest)| **known != number && idle(guest));
            let oldest = oldest
                .or_else(|| guests.iter().next())
                .map(|(number, _)| *number);
            one_too_many = oldest.and_then(|number| guests.remove(&number));
        }
        drop(guests);
        if let Some(guest) = one_too_many {
            guest.task.abort();
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Guest>> {
        // Each change is made in one step, so what a panic leaves behind is good.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes a guest off the list when its connection has ended.
struct Leave {
    guests: Guests,
    number: u64,
}

impl Drop for Leave {
    fn drop(&mut self) {
        self.guests.lock().remove(&self.number);
    }
}

/// A stream that does not wait for ever for its reader.
struct Patient {
    stream: TcpStream,
    /// Runs while the reader takes nothing.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            waiting: None,
        }
    }

    /// What came of writing; an error if the reader has taken nothing for too long.
    fn wait<T>(&mut self, poll: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.waiting = None;
            return poll;
        }
        let until = || Box::pin(tokio::time::sleep_until(Instant::now() + READER));
        ready!(self.waiting.get_or_insert_with(until).as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let known = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        // A NUL would be turned away before anybody here is asked. As a backslash, which is in no address either, it is
        // answered as everything else that is not there.
        for byte in &mut buffer.filled_mut()[known..] {
            if *byte == 0 {
                *byte = b'\\';
            }
        }
        read
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wait(poll, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let poll = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.wait(poll, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_flush(cx);
        self.wait(poll, cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let poll = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.wait(poll, cx)
    }
}
