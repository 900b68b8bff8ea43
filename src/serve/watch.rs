//! Which paths of the site changed.
//!
//! Comes in: the system's events, or, where there are none to be had, the passing of time. Goes out: one batch of paths
//! after each burst of changes, taken in by the studio on a thread of its own.
//!
//! A folder is watched before it is looked into, so that what is put there is either found or told of.

use std::any::Any;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher, WatcherKind};
use tokio::sync::{oneshot, watch};

use super::proof::Proof;
use super::root::{Fate, Root};
use super::studio::{Changes, Studio, Taken};
use super::{Author, Notice};
use crate::fault::{Fault, Result};
use crate::source;

/// How long it must be quiet after a change. An editor's writing, renaming and deleting falls into it.
const QUIET: Duration = Duration::from_millis(5);

/// The same where the system tells when a file is closed, and all that were written to are.
const CLOSED: Duration = Duration::from_millis(1);

/// The same while one is still open: it may be half written.
const OPEN: Duration = Duration::from_millis(25);

/// How long a burst is waited for at most.
const PATIENCE: Duration = Duration::from_millis(150);

/// The least time between two looks where the system does not tell of changes.
const LOOK: Duration = Duration::from_millis(700);

/// Looking takes at most this part of the time.
const PART: u32 = 10;

/// The time between two tries to read a site that can't be read.
const RETRY: Duration = Duration::from_secs(1);

/// How often it is asked whether it is tomorrow.
const DAY_CHECK: Duration = Duration::from_secs(20);

/// Watches until it is dropped.
pub(super) struct Watching {
    words: Sender<Word>,
}

/// What the thread is told.
enum Word {
    /// Something happened at these paths.
    Changed(notify::Event),
    /// These files were written to, and are closed.
    Closed(Vec<PathBuf>),
    /// Something happened that could not be told.
    Missed,
    /// There are no more watches to be had.
    NoMore(String),
    /// It is over.
    End,
}

/// What hears of changes: begun before the site is read, so that no change falls between the two.
pub(super) struct Ears {
    root: Root,
    how: How,
    words: Sender<Word>,
    heard: Receiver<Word>,
}

impl Ears {
    /// Begins to listen for changes below `root`.
    pub(super) fn open(root: &Path, watching: super::Watching) -> Self {
        // Events come with real paths. What can't be found will be told by whoever reads it.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let (words, heard) = channel();
        let how = match watching {
            super::Watching::Told => native(&root, &words).unwrap_or_else(How::Looking),
            super::Watching::Looking => How::Looking(None),
        };
        Self {
            root: Root::new(root),
            how,
            words,
            heard,
        }
    }
}

/// Puts a new proof into `proofs` after each change of the studio's site. Also gives what ends with the thread that does,
/// which by itself it never should.
///
/// # Errors
/// A [`Fault`] if the system gives no thread.
pub(super) fn start(
    ears: Ears,
    studio: Studio,
    proofs: watch::Sender<Arc<Proof>>,
    author: Arc<dyn Author>,
) -> Result<(Watching, oneshot::Receiver<()>)> {
    let Ears {
        root,
        how,
        words,
        heard,
    } = ears;
    if let How::Looking(reason) = &how {
        author.hear(&Notice::Looking(reason.as_deref()));
    }
    let watch = Watch {
        studio,
        root,
        how,
        words: words.clone(),
        heard,
        proofs,
        author,
        wait: None,
        has_missed: false,
        trouble: None,
    };
    let (at_work, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            // Let go of at the end, even of one that nobody has thought of.
            let _at_work = at_work;
            watch.run();
        })
        .map_err(|error| Fault::new(format!("can't start a thread: {error}")))?;
    Ok((Watching { words }, ended))
}

impl Watching {
    /// Ends it. A change that is being taken in writes nothing, and is not waited for.
    pub(super) fn end(&mut self) {
        // It has ended by itself if nobody hears.
        let _ended = self.words.send(Word::End);
    }
}

/// How changes are noticed.
enum How {
    /// By the system.
    Told(RecommendedWatcher),
    /// By looking; with the reason, if that was not wanted.
    Looking(Option<String>),
}

/// The system's own watcher over all folders of the site, or why there is none.
fn native(root: &Path, words: &Sender<Word>) -> std::result::Result<How, Option<String>> {
    let words = words.clone();
    let tell = move |event: notify::Result<notify::Event>| {
        let word = match event {
            Ok(event) if event.kind == EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                Word::Closed(event.paths)
            }
            // Our own reading is told of too.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
            Ok(event) if event.need_rescan() => Word::Missed,
            Ok(event) => Word::Changed(event),
            Err(error) if matches!(error.kind, notify::ErrorKind::MaxFilesWatch) => {
                Word::NoMore(error.to_string())
            }
            Err(_) => Word::Missed,
        };
        // Nobody hears once the server ends.
        let _over = words.send(word);
    };
    let config = Config::default().with_follow_symlinks(false);
    RecommendedWatcher::new(tell, config)
        .and_then(|mut watcher| {
            watcher.watch(root, RecursiveMode::NonRecursive)?;
            for folder in source::FOLDERS {
                cover(&mut watcher, root, &root.join(folder))?;
            }
            Ok(How::Told(watcher))
        })
        .map_err(|error| Some(error.to_string()))
}

/// Watches a folder and all folders in it that a site is made of.
fn cover(watcher: &mut RecommendedWatcher, root: &Path, folder: &Path) -> notify::Result<()> {
    let is_folder = folder
        .symlink_metadata()
        .is_ok_and(|metadata| metadata.is_dir());
    if !is_folder || relative(folder, root).is_none() {
        return Ok(());
    }
    if RecommendedWatcher::kind() != WatcherKind::Inotify {
        return gone_is_fine(watcher.watch(folder, RecursiveMode::Recursive));
    }
    // Inotify knows single folders only. Left to itself the watcher adds those that are new some time after it tells of
    // them, and what is put into them meanwhile would never be told.
    gone_is_fine(watcher.watch(folder, RecursiveMode::NonRecursive))?;
    let Ok(entries) = folder.read_dir() else {
        return Ok(());
    };
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            cover(watcher, root, &entry.path())?;
        }
    }
    Ok(())
}

/// A folder that vanished meanwhile needs no watch, and one that may not be read has none: whoever lets it be read again
/// changes it, of which the folder above tells.
fn gone_is_fine(watched: notify::Result<()>) -> notify::Result<()> {
    match watched {
        Err(error) if is_gone(&error.kind) => Ok(()),
        other => other,
    }
}

fn is_gone(kind: &notify::ErrorKind) -> bool {
    match kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(error) => matches!(
            error.kind(),
            std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied
        ),
        _ => false,
    }
}

/// The thread's own.
struct Watch {
    studio: Studio,
    root: Root,
    how: How,
    /// For watchers to come.
    words: Sender<Word>,
    heard: Receiver<Word>,
    proofs: watch::Sender<Arc<Proof>>,
    author: Arc<dyn Author>,
    /// How long to wait for a word at most, if that is not as usual.
    wait: Option<Duration>,
    /// Whether a change was heard of and not taken in.
    has_missed: bool,
    /// What kept the site from being read at the last try, which is told once.
    trouble: Option<String>,
}

impl Watch {
    fn run(mut self) {
        while let Some(mut changes) = self.next() {
            match self.root.fate() {
                Fate::Same => {}
                Fate::Back => {
                    self.watch_anew();
                    changes.all = true;
                }
                fate @ (Fate::Gone | Fate::StillGone) => {
                    // Taken in now, the site would be empty. It stays as it was seen last.
                    if fate == Fate::Gone {
                        self.author.hear(&Notice::Gone(self.root.path()));
                    }
                    self.wait = Some(RETRY);
                    continue;
                }
            }
            self.cover_new_folders(&changes);
            let started = Instant::now();
            let taken = self.take_in(&changes);
            let took = started.elapsed();
            self.wait = match (&taken, &self.how) {
                (Err(_), _) if !self.has_missed => Some(RETRY),
                (_, How::Looking(_)) => Some(LOOK.max(took * PART)),
                (_, How::Told(_)) => None,
            };
            let trouble = taken.as_ref().err().map(ToString::to_string);
            let is_news = trouble != self.trouble;
            self.trouble = trouble;
            match taken {
                // Soon there is another look.
                Err(fault) if is_news => self.author.hear(&Notice::Trouble(&fault)),
                Err(_) | Ok(None) => {}
                Ok(Some(taken)) => {
                    let proof = &taken.proof;
                    self.proofs.send_replace(Arc::clone(proof));
                    self.author.hear(&Notice::Taken {
                        files: taken.files,
                        took,
                        fresh: &taken.fresh,
                        tally: proof.tally(),
                        before: taken.before,
                        sources: proof.sources(),
                    });
                }
            }
        }
    }

    /// Takes changes in. A panic on the way is told; what was served until then is served still, and the next change is
    /// taken in with all that was missed.
    fn take_in(&mut self, changes: &Changes) -> Result<Option<Taken>> {
        let studio = &mut self.studio;
        let taken = catch_unwind(AssertUnwindSafe(|| studio.take_in(changes)));
        self.has_missed = taken.is_err();
        taken.unwrap_or_else(|panic| {
            self.studio.start_over();
            let what = format!("briefpress has made a mistake: {}", words_of(&*panic));
            Err(Fault::new(what).hint("the pages stay as they were; save again to try again"))
        })
    }

    /// Sets watches on the folder that is there now.
    fn watch_anew(&mut self) {
        self.author.hear(&Notice::Back(self.root.path()));
        if matches!(self.how, How::Looking(_)) {
            return;
        }
        match native(self.root.path(), &self.words) {
            Ok(how) => self.how = how,
            Err(reason) => self.look_from_now_on(reason.unwrap_or_default()),
        }
    }

    /// Waits for a change, then for the end of its burst. `None` once it is over.
    fn next(&mut self) -> Option<Changes> {
        let mut changes = Changes::default();
        let mut open = BTreeSet::new();
        let looking = matches!(self.how, How::Looking(_));
        let usual = if looking { LOOK } else { DAY_CHECK };
        let due = self.wait.is_some() || looking;
        match self.heard.recv_timeout(self.wait.unwrap_or(usual)) {
            Ok(word) => self.note(&mut changes, &mut open, word)?,
            Err(RecvTimeoutError::Timeout) if due => return Some(Changes::everything()),
            Err(RecvTimeoutError::Timeout) => return Some(changes),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        let end = Instant::now() + PATIENCE;
        let tells_of_end = RecommendedWatcher::kind() == WatcherKind::Inotify;
        while Instant::now() < end {
            let quiet = match (tells_of_end, open.is_empty()) {
                (false, _) => QUIET,
                (true, true) => CLOSED,
                (true, false) => OPEN,
            };
            match self.heard.recv_timeout(quiet) {
                Ok(word) => self.note(&mut changes, &mut open, word)?,
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        // What could not be read is still to be read.
        changes.all |= self.wait.is_some() || self.has_missed;
        Some(changes)
    }

    /// Takes a word into `changes`, and keeps count of files that are `open`. `None` once it is over.
    fn note(
        &mut self,
        changes: &mut Changes,
        open: &mut BTreeSet<PathBuf>,
        word: Word,
    ) -> Option<()> {
        match word {
            Word::Closed(paths) => {
                for path in paths {
                    open.remove(&path);
                    changes.paths.extend(relative(&path, self.root.path()));
                }
            }
            Word::Changed(event) => {
                // Where letters' case does not matter, the old name of a renamed file still leads to it.
                let same_name = cfg!(any(windows, target_os = "macos"));
                changes.all |=
                    same_name && matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
                let paths = event
                    .paths
                    .iter()
                    .filter_map(|path| relative(path, self.root.path()));
                changes.paths.extend(paths);
                match event.kind {
                    EventKind::Modify(ModifyKind::Data(_)) => open.extend(event.paths),
                    // What is moved or deleted is written to no more.
                    EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) => {
                        event.paths.iter().for_each(|path| {
                            open.remove(path);
                        });
                    }
                    _ => {}
                }
            }
            Word::Missed => changes.all = true,
            Word::NoMore(reason) => {
                changes.all = true;
                self.look_from_now_on(reason);
            }
            Word::End => return None,
        }
        Some(())
    }

    fn look_from_now_on(&mut self, reason: String) {
        if matches!(self.how, How::Told(_)) {
            self.author.hear(&Notice::Looking(Some(&reason)));
            self.how = How::Looking(Some(reason));
        }
    }

    /// Watches folders that were made, or came from elsewhere, before anybody looks into them.
    fn cover_new_folders(&mut self, changes: &Changes) {
        let How::Told(watcher) = &mut self.how else {
            return;
        };
        let (root, mut failed) = (self.root.path(), None);
        let all = source::FOLDERS.iter().filter(|_| changes.all).copied();
        for path in changes.paths.iter().map(String::as_str).chain(all) {
            failed = failed.or(cover(watcher, root, &root.join(path)).err());
        }
        if let Some(error) = failed {
            self.look_from_now_on(error.to_string());
        }
    }
}

/// What a panic says.
fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("it does not say what")
}

/// The path inside the site, if it may be one of the site's.
fn relative(path: &Path, root: &Path) -> Option<String> {
    let path = path.strip_prefix(root).ok()?.to_str()?;
    let path = if cfg!(windows) {
        path.replace('\\', "/")
    } else {
        path.to_owned()
    };
    source::may_be_of_site(&path).then_some(path)
}
