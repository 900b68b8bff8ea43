//! Which paths of the site changed.
//!
//! Comes in: the system's events, or, where there are none to be had, one look after the other. Goes out: one batch of
//! paths after each burst of changes, taken in by the studio on a thread of its own.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::watch;

use super::Notice;
use super::studio::{Changes, Proof, Studio};
use crate::fault::{Fault, Result};

/// How long it must be quiet after a change. An editor's writing, renaming and deleting falls into it.
const QUIET: Duration = Duration::from_millis(5);

/// How long a burst is waited for at most.
const PATIENCE: Duration = Duration::from_millis(150);

/// The time between two looks where the system does not tell of changes.
const LOOK: Duration = Duration::from_millis(700);

/// Folders that are watched with all that is in them.
const FOLDERS: [&str; 3] = ["content", "static", "themes"];

/// Watches for as long as it is held.
pub(super) struct Watching {
    _thread: std::thread::JoinHandle<()>,
}

/// Starts to watch the studio's site, and puts a new proof into `proofs` after each change.
pub(super) fn start(
    studio: Studio,
    proofs: watch::Sender<Arc<Proof>>,
    say: Arc<dyn Fn(&Notice<'_>) + Send + Sync>,
) -> Result<Watching> {
    let root = studio.root().to_owned();
    let (events, batches) = channel();
    let watcher = watcher(&root, &events, &*say)?;
    let thread = std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || run(studio, &root, watcher, &batches, &proofs, &*say))
        .map_err(|error| Fault::new(format!("can't start a thread: {error}")))?;
    Ok(Watching { _thread: thread })
}

type Events = Sender<notify::Result<Event>>;

/// The system's own watcher; one that looks again and again where that is not to be had.
fn watcher(
    root: &Path,
    events: &Events,
    say: &dyn Fn(&Notice<'_>),
) -> Result<Box<dyn Watcher + Send>> {
    let sender = events.clone();
    let told = move |event| {
        // Nobody listens any more once the server ends.
        let _gone = sender.send(event);
    };
    let native = RecommendedWatcher::new(told.clone(), Config::default())
        .and_then(|mut watcher| watch_all(&mut watcher, root).map(|()| watcher));
    match native {
        Ok(watcher) => Ok(Box::new(watcher)),
        Err(reason) => {
            say(&Notice::Polling(&format!(
                "the system can't tell of changes ({reason}); looking every 0.7 s"
            )));
            let config = Config::default()
                .with_poll_interval(LOOK)
                .with_compare_contents(false);
            let polling = PollWatcher::new(told, config)
                .and_then(|mut watcher| watch_all(&mut watcher, root).map(|()| watcher));
            match polling {
                Ok(watcher) => Ok(Box::new(watcher)),
                Err(error) => Err(Fault::new(format!(
                    "can't watch {}: {error}",
                    root.display()
                ))),
            }
        }
    }
}

fn watch_all(watcher: &mut impl Watcher, root: &Path) -> notify::Result<()> {
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    for folder in FOLDERS {
        let folder = root.join(folder);
        if folder.is_dir() {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
    }
    Ok(())
}

fn run(
    mut studio: Studio,
    root: &Path,
    mut watcher: Box<dyn Watcher + Send>,
    batches: &Receiver<notify::Result<Event>>,
    proofs: &watch::Sender<Arc<Proof>>,
    say: &dyn Fn(&Notice<'_>),
) {
    while let Some(mut changes) = next_batch(batches, root) {
        for folder in FOLDERS {
            // A folder that was made, or made anew, since the start.
            if changes.paths.contains(folder) && root.join(folder).is_dir() {
                let _already = watcher.watch(&root.join(folder), RecursiveMode::Recursive);
                changes.all = true;
            }
        }
        if changes.is_empty() {
            continue;
        }
        let started = Instant::now();
        let (proof, files) = studio.take_in(&changes);
        if files == 0 && proof.number() == proofs.borrow().number() {
            continue;
        }
        let before = proofs.send_replace(Arc::clone(&proof));
        say(&Notice::Changed {
            files,
            took: started.elapsed(),
        });
        if !proof.diagnostics().is_empty() || !before.diagnostics().is_empty() {
            say(&Notice::Told(proof.diagnostics(), proof.sources()));
        }
        if proofs.is_closed() {
            return;
        }
    }
}

/// Waits for a change, then for the end of its burst. `None` once there will never be another.
fn next_batch(events: &Receiver<notify::Result<Event>>, root: &Path) -> Option<Changes> {
    let mut changes = Changes::default();
    note(&mut changes, events.recv().ok()?, root);
    let end = Instant::now() + PATIENCE;
    loop {
        match events.recv_timeout(QUIET) {
            Ok(event) => note(&mut changes, event, root),
            Err(RecvTimeoutError::Timeout) => return Some(changes),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        if Instant::now() > end {
            return Some(changes);
        }
    }
}

fn note(changes: &mut Changes, event: notify::Result<Event>, root: &Path) {
    match event {
        Ok(event) if event.need_rescan() => changes.all = true,
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
        Ok(event) => changes
            .paths
            .extend(event.paths.iter().filter_map(|path| relative(path, root))),
        Err(_) => changes.all = true,
    }
}

fn relative(path: &PathBuf, root: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_str()?;
    let path = path.replace('\\', "/");
    let top = path.split('/').next().unwrap_or("");
    (FOLDERS.contains(&top) || path == "site.yaml" || path == "site.yml").then_some(path)
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.all
    }
}
