//! Files that are no pages: films, pictures, documents of the author's own.

use std::io::{BufReader, Write as _};

use super::client::{Answer, connect, read, send};
use super::server::{Server, Site, wait_for};

const SITE: &str = "-- site.yaml --\ntitle: Desk\n";

fn ask(server: &Server, method: &str, path: &str, headers: &str) -> Answer {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {}\r\n{headers}Connection: close\r\n\r\n",
        server.address
    );
    send(server.address, head.as_bytes()).unwrap()
}

#[test]
fn a_film_says_how_long_it_is_and_is_given_in_parts() {
    let site = Site::new(SITE);
    let film: Vec<u8> = (0..60_000u32).flat_map(u32::to_le_bytes).collect();
    site.write("static/film.mp4", &film);
    let server = Server::start(&site.folder, &[]);
    let whole = ask(&server, "GET", "/film.mp4", "");
    assert_eq!((whole.status, &whole.body), (200, &film));
    assert_eq!(whole.header("content-length"), Some("240000"));
    assert_eq!(whole.header("accept-ranges"), Some("bytes"));
    assert_eq!(whole.header("content-type"), Some("video/mp4"));
    let part = ask(&server, "GET", "/film.mp4", "Range: bytes=70000-200000\r\n");
    assert_eq!(part.status, 206);
    assert_eq!(
        part.header("content-range"),
        Some("bytes 70000-200000/240000")
    );
    assert!(part.body == film[70_000..=200_000]);
    let end = ask(&server, "GET", "/film.mp4", "Range: bytes=-7\r\n");
    assert!(end.status == 206 && end.body == film[239_993..]);
    let beyond = ask(&server, "GET", "/film.mp4", "Range: bytes=240000-\r\n");
    assert_eq!((beyond.status, beyond.body.len()), (416, 0));
    assert_eq!(beyond.header("content-range"), Some("bytes */240000"));
    // Of its head only the length is wanted.
    let mut stream = BufReader::new(connect(server.address));
    let head = format!(
        "HEAD /film.mp4 HTTP/1.1\r\nHost: {}\r\n\r\n",
        server.address
    );
    stream.get_mut().write_all(head.as_bytes()).unwrap();
    let mut line = String::new();
    let mut head = String::new();
    while line != "\r\n" {
        line.clear();
        std::io::BufRead::read_line(&mut stream, &mut line).unwrap();
        head.push_str(&line.to_ascii_lowercase());
    }
    assert!(head.contains("content-length: 240000"), "{head}");
    // The connection is as good as before.
    let again = format!(
        "GET /film.mp4 HTTP/1.1\r\nHost: {}\r\nRange: bytes=0-3\r\n\r\n",
        server.address
    );
    stream.get_mut().write_all(again.as_bytes()).unwrap();
    assert_eq!(read(&mut stream).unwrap().body, [0, 0, 0, 0]);
}

#[test]
fn a_document_of_the_author_s_own_is_loaded_again_and_a_piece_of_one_is_left_alone() {
    let site = Site::new(SITE);
    let page = "<!doctype html><html><body><p>Mine</p></BODY></html>\n";
    site.write("static/mine/index.html", page);
    site.write("static/piece.html", "<p>A piece</p>\n");
    let server = Server::start(&site.folder, &[]);
    let own = server.get("/mine/");
    let (before, rest) = own
        .text()
        .split_once("<script src=\"/__briefpress/client.js?")
        .map(|(before, rest)| (before.to_owned(), rest.to_owned()))
        .unwrap();
    assert_eq!(before, "<!doctype html><html><body><p>Mine</p>");
    assert!(
        rest.ends_with("\" defer></script></BODY></html>\n"),
        "{rest}"
    );
    let print = server.state("/mine/")["print"].clone();
    assert!(rest.contains(print.as_str().unwrap()), "{rest} {print}");
    assert_eq!(server.get("/piece.html").text(), "<p>A piece</p>\n");
}

#[test]
fn a_picture_is_made_smaller_once_and_kept() {
    let site = Site::new(SITE);
    let picture = image(900, 600);
    site.write("content/briefs/first/photo.png", picture);
    site.write(
        "content/briefs/first/index.md",
        "---\ntitle: First\ndate: 2026-01-05\n---\n![A photo](photo.png)\n",
    );
    let server = Server::start(&site.folder, &[]);
    let page = server.get("/briefs/first/").text();
    let at = page
        .find("/theme/pictures/")
        .or_else(|| {
            page.find("-480.webp")
                .map(|at| page[..at].rfind('"').unwrap() + 1)
        })
        .unwrap();
    let end = at + page[at..].find(".webp").unwrap() + ".webp".len();
    let url = page[at..end].to_owned();
    let small = server.get(&url);
    assert_eq!(
        (small.status, small.header("content-type")),
        (200, Some("image/webp"))
    );
    assert!(small.body.starts_with(b"RIFF"));
    let kept = site.folder.join(".briefpress/cache");
    let files = || std::fs::read_dir(&kept).map_or(0, Iterator::count);
    assert_eq!(files(), 1);
    // Taken from there the second time, and by the next run: what is there is what is given.
    let file = std::fs::read_dir(&kept)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let mut marked = small.body.clone();
    let last = marked.len() - 1;
    marked[last] ^= 1;
    std::fs::write(&file, &marked).unwrap();
    assert!(server.get(&url).body == marked);
    drop(server);
    let server = Server::start(&site.folder, &[]);
    assert!(server.get(&url).body == marked);
}

/// A picture with some detail, as a PNG.
fn image(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| u8::try_from((x * y / 64) % 251).unwrap()))
        .collect();
    writer.write_image_data(&pixels).unwrap();
    drop(writer);
    bytes
}

#[cfg(target_os = "linux")]
#[test]
fn readers_who_take_nothing_hold_no_thread() {
    let site = Site::new(SITE);
    site.write("static/film.bin", vec![7; 40 << 20]);
    let server = Server::start(&site.folder, &[]);
    let threads = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
        let count = status
            .lines()
            .find_map(|line| line.strip_prefix("Threads:"));
        count.unwrap().trim().parse::<usize>().unwrap()
    };
    let busy = || {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", server.id())).unwrap();
        let fields: Vec<u64> = stat
            .rsplit(')')
            .next()
            .unwrap()
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|field| field.parse().unwrap())
            .collect();
        fields[0] + fields[1]
    };
    let readers: Vec<_> = (0..120)
        .map(|_| {
            let mut stream = connect(server.address);
            let head = format!("GET /film.bin HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    // They are all served as far as they take it; then there is nothing to do.
    wait_for("the readers to be waited for", || {
        let before = busy();
        std::thread::sleep(std::time::Duration::from_millis(300));
        (busy() <= before + 1).then_some(())
    });
    wait_for("threads to end", || (threads() < 40).then_some(()));
    let start = std::time::Instant::now();
    assert_eq!(server.get("/").status, 200);
    assert!(start.elapsed() < std::time::Duration::from_secs(5));
    drop(readers);
}
