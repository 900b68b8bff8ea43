//! What a build took: `--timings` and `--trace`.
//!
//! Comes in: the stages that the press and the writer mark as spans, from all threads. Goes out: how often each was run
//! and how long it took, as a table or as JSON, and each single run for Perfetto or `chrome://tracing`. Without either
//! flag nothing listens, and the marks cost nothing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The stages in the order in which a build runs them.
const STAGES: &[&str] = &[
    "read", "parse", "theme", "link", "prepare", "view", "render", "publish", "feeds", "cards",
    "search", "write", "commit",
];

/// What all threads together did in one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Stage {
    /// Its name.
    stage: &'static str,
    /// How often it was run: once a file (for a long table: once a part of it), a page or a build.
    count: usize,
    /// How long, added up over all threads, without the stages that were run within it.
    seconds: f64,
}

/// One run of a stage.
#[derive(Clone, Debug)]
struct Run {
    stage: &'static str,
    /// The file or the address it was run for.
    what: Box<str>,
    thread: u64,
    start: Duration,
    length: Duration,
    /// How much of that were other runs.
    within: Duration,
}

/// Listens to the stages.
#[derive(Clone, Debug)]
pub(super) struct Timings(Arc<Clock>);

#[derive(Debug)]
struct Clock {
    start: Instant,
    next: AtomicU64,
    open: Mutex<HashMap<u64, Run>>,
    done: Mutex<Vec<Run>>,
}

impl Timings {
    /// Begins to listen, from now to the end of the process.
    pub(super) fn listen() -> Self {
        let timings = Self(Arc::new(Clock {
            start: Instant::now(),
            next: AtomicU64::new(1),
            open: Mutex::default(),
            done: Mutex::default(),
        }));
        // Fails only if something listens already, which then hears in its place.
        let _ = tracing::subscriber::set_global_default(timings.clone());
        timings
    }

    /// What was heard, by stage.
    pub(super) fn stages(&self) -> Vec<Stage> {
        let done = locked(&self.0.done);
        STAGES
            .iter()
            .map(|stage| {
                let mut told = Stage {
                    stage,
                    ..Stage::default()
                };
                for run in done.iter().filter(|run| run.stage == *stage) {
                    told.count += 1;
                    told.seconds += run.length.saturating_sub(run.within).as_secs_f64();
                }
                told
            })
            .filter(|stage| stage.count > 0)
            .collect()
    }

    /// The same as lines for people.
    pub(super) fn table(&self, total: f64) -> String {
        let stages = self.stages();
        let mut table = String::from("stage       count   seconds\n");
        for Stage {
            stage,
            count,
            seconds,
        } in stages
        {
            table += &format!("{stage:<8} {count:>8} {seconds:>9.3}\n");
        }
        table + &format!("{:<8} {:>8} {total:>9.3} from start to end", "all", "")
    }

    /// Every single run, in the Trace Event Format (complete events; times in microseconds).
    ///
    /// # Errors
    /// Those of `to`.
    pub(super) fn write_trace(&self, mut to: impl Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Complete<'a> {
            name: &'a str,
            ph: &'a str,
            pid: u8,
            tid: u64,
            ts: u128,
            dur: u128,
            args: Args<'a>,
        }
        #[derive(Serialize)]
        struct Args<'a> {
            what: &'a str,
        }
        to.write_all(b"[")?;
        for (index, run) in locked(&self.0.done).iter().enumerate() {
            to.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            let event = Complete {
                name: run.stage,
                ph: "X",
                pid: 1,
                tid: run.thread,
                ts: run.start.as_micros(),
                dur: run.length.as_micros(),
                args: Args { what: &run.what },
            };
            serde_json::to_writer(&mut to, &event)?;
        }
        to.write_all(b"\n]\n")?;
        to.flush()
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A small number for this thread, in the order of their first marks.
fn thread() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    thread_local! {
        static NUMBER: u64 = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    NUMBER.with(|number| *number)
}

thread_local! {
    /// The runs that this thread is in, the innermost last.
    static ENTERED: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// Takes the one field that a mark has.
struct What(Box<str>);

impl Visit for What {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.0 = value.into();
    }

    fn record_debug(&mut self, _: &Field, value: &dyn std::fmt::Debug) {
        self.0 = format!("{value:?}").into();
    }
}

impl Subscriber for Timings {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("briefpress")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed);
        let mut what = What("".into());
        span.record(&mut what);
        let run = Run {
            stage: span.metadata().name(),
            what: what.0,
            thread: 0,
            start: Duration::ZERO,
            length: Duration::ZERO,
            within: Duration::ZERO,
        };
        locked(&self.0.open).insert(id, run);
        Id::from_u64(id)
    }

    fn enter(&self, span: &Id) {
        ENTERED.with_borrow_mut(|entered| entered.push(span.into_u64()));
        if let Some(run) = locked(&self.0.open).get_mut(&span.into_u64()) {
            run.thread = thread();
            run.start = self.0.start.elapsed();
        }
    }

    fn exit(&self, span: &Id) {
        let now = self.0.start.elapsed();
        let around = ENTERED.with_borrow_mut(|entered| {
            entered.retain(|id| *id != span.into_u64());
            entered.last().copied()
        });
        let mut open = locked(&self.0.open);
        let Some(run) = open.get_mut(&span.into_u64()) else {
            return;
        };
        run.length = now.saturating_sub(run.start);
        let length = run.length;
        if let Some(around) = around.and_then(|id| open.get_mut(&id)) {
            around.within += length;
        }
    }

    fn try_close(&self, span: Id) -> bool {
        if let Some(run) = locked(&self.0.open).remove(&span.into_u64()) {
            locked(&self.0.done).push(run);
        }
        true
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timings() -> Timings {
        Timings(Arc::new(Clock {
            start: Instant::now(),
            next: AtomicU64::new(1),
            open: Mutex::default(),
            done: Mutex::default(),
        }))
    }

    #[test]
    fn stages_are_counted_and_each_run_is_traced() {
        let timings = timings();
        tracing::subscriber::with_default(timings.clone(), || {
            for file in ["a \"b\".md", "c.md"] {
                tracing::info_span!("parse", file).in_scope(|| ());
            }
            tracing::info_span!("link").in_scope(|| ());
        });
        let counts: Vec<_> = timings
            .stages()
            .iter()
            .map(|s| (s.stage, s.count))
            .collect();
        assert_eq!(counts, [("parse", 2), ("link", 1)]);
        assert_eq!(timings.table(0.5).lines().count(), 4);
        let mut trace = Vec::new();
        timings.write_trace(&mut trace).expect("memory takes it");
        let trace: serde_json::Value = serde_json::from_slice(&trace).expect("it is JSON");
        assert_eq!(trace[0]["name"], "parse");
        assert_eq!(trace[0]["args"]["what"], "a \"b\".md");
        assert_eq!(trace[2]["ph"], "X");
    }

    #[test]
    fn a_stage_within_another_is_counted_once() {
        let timings = timings();
        tracing::subscriber::with_default(timings.clone(), || {
            let around = tracing::info_span!("publish").entered();
            for _ in 0..2 {
                tracing::info_span!("write")
                    .in_scope(|| std::thread::sleep(Duration::from_millis(1)));
            }
            drop(around);
        });
        let done = locked(&timings.0.done);
        let publish = done
            .iter()
            .find(|run| run.stage == "publish")
            .expect("it ran");
        let writes = done.iter().filter(|run| run.stage == "write");
        assert_eq!(publish.within, writes.map(|run| run.length).sum());
        assert!(publish.within <= publish.length);
    }
}
