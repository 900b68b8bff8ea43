//! Files of the output that not every disk can hold.
//!
//! Comes in: the path of every file. Goes out: the ones that Windows or macOS take for another, or refuse. Linux tells
//! them all apart, and so do hosts; who builds on another system is told by the one that it works on.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

/// What is the matter with a file's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble<'a> {
    /// It differs from this one only in the case or the Unicode form of its letters.
    Like(&'a str),
    /// Windows has no file or folder of this name.
    Reserved(&'a str),
}

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The files that some disks can't hold, each with the reason. `has` tells whether there is a file at a path.
pub(super) fn troubles<'a>(
    files: impl IntoIterator<Item = &'a str>,
    has: impl Fn(&str) -> Option<&'a str>,
) -> Vec<(&'a str, Trouble<'a>)> {
    let mut troubles = Vec::new();
    // Addresses that briefpress makes are their own fold: only the author's own are looked at twice.
    let mut folded: BTreeMap<String, &str> = BTreeMap::new();
    for file in files {
        if let Some(segment) = file.split('/').find(|segment| is_reserved(segment)) {
            troubles.push((file, Trouble::Reserved(segment)));
        }
        let plain = |b: u8| b.is_ascii() && !b.is_ascii_uppercase();
        if file.bytes().all(plain) {
            continue;
        }
        let fold: String = file.to_lowercase().nfc().collect();
        let other = has(&fold).filter(|other| *other != file);
        match other.or_else(|| folded.get(&fold).copied()) {
            Some(other) => troubles.push((file, Trouble::Like(other))),
            None => {
                folded.insert(fold, file);
            }
        }
    }
    troubles
}

/// Whether Windows refuses a file or folder of this name.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    // Most names are longer than any device's.
    let device = (3..=4).contains(&stem.len()) && {
        let stem = stem.to_ascii_lowercase();
        let port = stem.strip_prefix("com").or(stem.strip_prefix("lpt"));
        DEVICES.contains(&&*stem) || port.is_some_and(|n| matches!(n.as_bytes(), [b'1'..=b'9']))
    };
    device || name.ends_with([' ', '.']) || name.contains(['<', '>', ':', '"', '|', '?', '*'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told<'a>(files: &[&'a str]) -> Vec<(&'a str, Trouble<'a>)> {
        let has = |path: &str| files.iter().find(|file| **file == path).copied();
        troubles(files.iter().copied(), has)
    }

    #[test]
    fn names_that_only_some_disks_tell_apart_are_told_once() {
        assert_eq!(
            told(&[
                "A.txt",
                "a.txt",
                "b/É.png",
                "b/e\u{301}.png",
                "c.txt",
                "D.txt"
            ]),
            [
                ("A.txt", Trouble::Like("a.txt")),
                ("b/e\u{301}.png", Trouble::Like("b/É.png")),
            ]
        );
    }

    #[test]
    fn names_that_windows_keeps_are_told_in_every_part_of_a_path() {
        for bad in [
            "con.txt",
            "a/NUL",
            "aux/index.html",
            "Com1.tar.gz",
            "a:b",
            "a./x",
            "x ",
        ] {
            assert_eq!(told(&[bad]).len(), 1, "{bad}");
        }
        for good in [
            "console.txt",
            "com0",
            "com10.txt",
            "auxiliary/index.html",
            "a.con",
            ".con-x",
            "lpt",
        ] {
            assert_eq!(told(&[good]), [], "{good}");
        }
    }
}
