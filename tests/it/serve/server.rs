//! The program as it serves a folder, ended when it is let go.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::client::{Answer, Client};
use crate::support;

/// How long anything may take before a test gives up. Far more than it should: machines that test are busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A site in a folder of its own.
pub struct Site {
    _above: tempfile::TempDir,
    pub folder: PathBuf,
}

impl Site {
    /// Writes the files of `text`.
    pub fn new(text: &str) -> Self {
        let above = tempfile::tempdir().unwrap();
        let folder = above.path().join("site");
        let site = Self {
            _above: above,
            folder,
        };
        for (path, content) in support::files(text) {
            site.write(&path, &content);
        }
        site
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn delete(&self, path: &str) {
        let path = self.folder.join(path);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }

    pub fn rename(&self, from: &str, to: &str) {
        let to = self.folder.join(to);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::rename(self.folder.join(from), to).unwrap();
    }
}

/// A running server.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// The address that it printed.
    pub url: String,
    /// All that it printed so far.
    out: Arc<Mutex<String>>,
    err: Arc<Mutex<String>>,
}

/// The program, with nothing in its environment that decides on anything.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_briefpress"));
    command
        .args(["serve", "--today", "2026-03-01"])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

impl Server {
    /// Serves `folder` on any free port.
    pub fn start(folder: &Path, arguments: &[&str]) -> Self {
        let arguments: Vec<&str> = ["--port", "0"].iter().chain(arguments).copied().collect();
        Self::of(command(folder, &arguments))
    }

    pub fn of(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let out = listen(child.stdout.take().unwrap());
        let err = listen(child.stderr.take().unwrap());
        let url = wait_for("the server to listen", || {
            if let Some(status) = child.try_wait().unwrap() {
                panic!("{status}: {}", err.lock().unwrap());
            }
            let said = out.lock().unwrap();
            let (_, rest) = said.split_once(" at http://")?;
            Some(format!("http://{}", rest.split_once(", ready in ")?.0))
        });
        let address = url["http://".len()..]
            .split('/')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        Self {
            child,
            address,
            url,
            out,
            err,
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn client(&self) -> Client {
        Client::new(self.address)
    }

    pub fn get(&self, path: &str) -> Answer {
        self.client().get(path)
    }

    /// The report on the page at `path`.
    pub fn state(&self, path: &str) -> serde_json::Value {
        self.get(&format!("/__briefpress/state.json?path={path}"))
            .json()
    }

    /// What it printed on both streams.
    pub fn said(&self) -> String {
        format!("{}{}", self.out.lock().unwrap(), self.err.lock().unwrap())
    }

    /// Waits until the page at `path` has `text` in it.
    pub fn wait_for(&self, path: &str, text: &str) -> Answer {
        let mut client = self.client();
        wait_for(&format!("{path} to have {text:?}\n{}", self.said()), || {
            Some(client.get(path)).filter(|answer| answer.text().contains(text))
        })
    }

    /// Sends a signal, and waits for the end. Gives the exit status and how long it took.
    pub fn signal(&mut self, signal: &str) -> (Option<i32>, Duration) {
        let start = Instant::now();
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
        let status = wait_for("the server to end", || self.child.try_wait().unwrap());
        (status.code(), start.elapsed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _status = self.child.wait();
    }
}

fn listen(stream: impl Read + Send + 'static) -> Arc<Mutex<String>> {
    let said = Arc::new(Mutex::new(String::new()));
    let writer = Arc::clone(&said);
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stream);
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
            writer.lock().unwrap().push_str(&line);
            line.clear();
        }
    });
    said
}

/// Asks again and again until there is an answer.
#[track_caller]
pub fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}
