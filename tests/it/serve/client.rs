//! A plain HTTP client that sends what it is told to, however odd, and gives all that comes back.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }
}

/// A connection that is kept for many requests.
pub struct Client {
    address: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .unwrap();
    stream.set_nodelay(true).unwrap();
    stream
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            stream: None,
        }
    }

    pub fn get(&mut self, path: &str) -> Answer {
        let host = self.address;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
        let stream = self
            .stream
            .get_or_insert_with(|| BufReader::new(connect(self.address)));
        let answer = stream
            .get_mut()
            .write_all(head.as_bytes())
            .ok()
            .and_then(|()| read(stream));
        match answer {
            Some(answer) => {
                if answer.header("connection") == Some("close") {
                    self.stream = None;
                }
                answer
            }
            None => {
                // The server may have closed an idle connection; a new one must do.
                let mut stream = BufReader::new(connect(self.address));
                stream.get_mut().write_all(head.as_bytes()).unwrap();
                let answer = read(&mut stream).unwrap_or_else(|| panic!("no answer to {path}"));
                self.stream = Some(stream);
                answer
            }
        }
    }
}

/// Sends these bytes on a connection of their own, and reads what comes back; nothing, if the server says nothing.
pub fn send(address: SocketAddr, request: &[u8]) -> Option<Answer> {
    let mut stream = connect(address);
    // A server that turns somebody away need not listen to the end.
    let _cut = stream.write_all(request);
    let _done = stream.flush();
    read(&mut BufReader::new(stream))
}

/// Reads one answer.
pub fn read(stream: &mut BufReader<TcpStream>) -> Option<Answer> {
    let mut answer = Answer::default();
    let mut line = String::new();
    stream
        .read_line(&mut line)
        .ok()
        .filter(|length| *length > 0)?;
    answer.status = line.split(' ').nth(1)?.parse().ok()?;
    loop {
        line.clear();
        stream
            .read_line(&mut line)
            .ok()
            .filter(|length| *length > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        answer
            .headers
            .push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    if let Some(length) = answer.header("content-length") {
        answer.body = vec![0; length.parse().ok()?];
        stream.read_exact(&mut answer.body).ok()?;
    } else if answer.header("transfer-encoding") == Some("chunked") {
        loop {
            line.clear();
            stream.read_line(&mut line).ok()?;
            let length = usize::from_str_radix(line.trim(), 16).ok()?;
            let mut chunk = vec![0; length + 2];
            stream.read_exact(&mut chunk).ok()?;
            chunk.truncate(length);
            if length == 0 {
                break;
            }
            answer.body.extend(chunk);
        }
    }
    Some(answer)
}
