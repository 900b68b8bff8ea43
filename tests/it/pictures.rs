//! Pictures beside a brief: their size, their smaller copies, and what can't be read.

use std::io::Cursor;

use briefpress::picture::{self, NoShelf, Shelf};
use briefpress::press;
use briefpress::publish::Artifact;
use briefpress::source::{Content, Sources};
use image::{ImageFormat, Rgb, RgbImage};

use crate::support;

const SITE: &str = "\
-- site.yaml --
base_url: https://desk.example/repo
-- content/briefs/2026-02-12-a/index.md --
---
title: A
image: { path: cover.jpg, alt: The cover }
---
![A chart](chart.png \"Revenue by year\")

![Small](small.png) and ![Broken](broken.jpg).
";

fn picture(width: u32, height: u32, format: ImageFormat) -> Content {
    let pixels = RgbImage::from_fn(width, height, |x, y| {
        Rgb([(x % 256) as u8, (y % 256) as u8, (x * y / 64 % 256) as u8])
    });
    let mut bytes = Vec::new();
    let mut out = Cursor::new(&mut bytes);
    pixels.write_to(&mut out, format).unwrap();
    Content::Bytes(bytes.into())
}

fn sources() -> Sources {
    let mut sources = Sources::from_memory(support::files(SITE));
    let beside = |name: &str| format!("content/briefs/2026-02-12-a/{name}");
    for (name, content) in [
        ("cover.jpg", picture(2000, 1000, ImageFormat::Jpeg)),
        ("chart.png", picture(900, 600, ImageFormat::Png)),
        ("small.png", picture(90, 60, ImageFormat::Png)),
        (
            "broken.jpg",
            Content::Bytes(b"\xff\xd8\xffnothing".as_slice().into()),
        ),
        ("unseen.png", picture(900, 600, ImageFormat::Png)),
    ] {
        sources.add(&beside(name), content);
    }
    sources
}

#[test]
fn pictures_keep_their_room_and_come_in_the_sizes_that_screens_ask_for() {
    let mut sources = sources();
    let loaded = press::load(&mut sources, &support::options());
    let told = support::told(&loaded.diagnostics, &sources);
    assert_eq!(
        told.lines().next().unwrap().split(": ").next(),
        Some(
            "content/briefs/2026-02-12-a/broken.jpg:1:1 warning[unfit-image] the picture is shown as it is, without smaller sizes"
        )
    );
    let site = support::Loaded {
        press: loaded.value,
        diagnostics: loaded.diagnostics,
        sources,
    };
    let page = site.get("/briefs/a/");
    let chart = &page[page.find("<figure><picture>").unwrap()..];
    assert!(chart.contains("<img src=\"/repo/briefs/a/chart.png\" alt=\"A chart\" width=\"900\" height=\"600\" loading=\"lazy\" decoding=\"async\"></picture><figcaption>Revenue by year"));
    assert!(page.contains(
        "<img src=\"/repo/briefs/a/small.png\" alt=\"Small\" width=\"90\" height=\"60\" loading"
    ));
    assert!(page.contains("<img src=\"/repo/briefs/a/broken.jpg\" alt=\"Broken\" loading"));
    assert!(page.contains("alt=\"The cover\" width=\"2000\" height=\"1000\""));

    let press = site.press();
    let sizes: Vec<_> = press
        .routes()
        .iter()
        .filter(|(url, _)| url.as_str().starts_with("/pictures/"))
        .collect();
    // Four of the cover, three of the chart: none of what is small, broken or on no page.
    assert_eq!(sizes.len(), 7);
    for (url, route) in sizes {
        assert!(page.contains(&format!("/repo{url} ")), "{url}");
        let Some(Artifact::Picture(id, width)) = press.press(url, *route).value else {
            panic!("{url} is no picture");
        };
        let bytes = press::develop(&site.sources, &NoShelf, url, id, width).unwrap();
        assert_eq!(picture::look(&bytes).unwrap().width, width);
    }
}

#[test]
fn a_picture_that_lies_on_the_shelf_is_not_made_again() {
    struct Full;
    impl Shelf for Full {
        fn get(&self, name: &str) -> Option<Vec<u8>> {
            assert!(name.ends_with("-480.webp"), "{name}");
            Some(b"RIFF\x04\0\0\0WEBP".to_vec())
        }
        fn put(&self, _: &str, _: &[u8]) {
            panic!("it is there already");
        }
    }
    let sources = sources();
    let url = briefpress::model::UrlPath::new("/pictures/0a1b2c3d-480.webp").unwrap();
    let id = sources.id("content/briefs/2026-02-12-a/chart.png").unwrap();
    let bytes = press::develop(&sources, &Full, &url, id, 480).unwrap();
    assert_eq!(bytes, b"RIFF\x04\0\0\0WEBP");
}
