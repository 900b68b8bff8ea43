//! One file, whole or not at all.
//!
//! Comes in: a path and bytes. Goes out: a file of these bytes at the path. Where the system can (Linux), the file has
//! no name before it is whole, so that a run that is killed leaves nothing behind; elsewhere it has a hidden name beside
//! its place until then.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Where a file goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Where nothing is; else the error is `AlreadyExists`. It outlasts a loss of power.
    New,
    /// In the place of any other file. It can be made again.
    Instead,
}

/// Puts a file of `bytes` at `path`, whose folder is there.
pub(super) fn place(path: &Path, bytes: &[u8], place: Place) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    #[cfg(target_os = "linux")]
    if let Some(placed) = nameless(folder, path, bytes, place)? {
        return placed;
    }
    let mut builder = tempfile::Builder::new();
    // As any other new file: the temporary one is for its owner only, otherwise.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.prefix(".briefpress-").tempfile_in(folder)?;
    fill(file.as_file_mut(), bytes, place)?;
    match place {
        Place::New => file.persist_noclobber(path),
        Place::Instead => file.persist(path),
    }
    .map(drop)
    .map_err(|e| e.error)
}

fn fill(file: &mut fs::File, bytes: &[u8], place: Place) -> io::Result<()> {
    file.write_all(bytes)?;
    match place {
        Place::New => file.sync_all(),
        Place::Instead => Ok(()),
    }
}

/// Through a file that has no name until it is whole. The outer error is about the file, the inner result about its name;
/// `None` if there are no such files here.
#[cfg(target_os = "linux")]
fn nameless(
    folder: &Path,
    path: &Path,
    bytes: &[u8],
    place: Place,
) -> io::Result<Option<io::Result<()>>> {
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, linkat, openat};
    use rustix::io::Errno;
    use std::os::fd::AsRawFd as _;

    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let mut file = match openat(CWD, folder, flags, Mode::from_raw_mode(0o666)) {
        Ok(file) => fs::File::from(file),
        // File systems that have none, and kernels that take it for an attempt to write to a folder.
        Err(Errno::OPNOTSUPP | Errno::ISDIR | Errno::INVAL) => return Ok(None),
        Err(e) => return Err(e.into()),
    };
    fill(&mut file, bytes, place)?;
    let own = format!("/proc/self/fd/{}", file.as_raw_fd());
    if fs::symlink_metadata(&own).is_err() {
        return Ok(None);
    }
    let name = |path: &Path| linkat(CWD, &*own, CWD, path, AtFlags::SYMLINK_FOLLOW);
    let placed = match name(path) {
        Err(Errno::EXIST) if place == Place::Instead => exchange(path, name),
        placed => placed.map_err(io::Error::from),
    };
    Ok(Some(placed))
}

/// Gives a nameless file a name beside its place, always the same, so that what a killed run left is found again; then
/// that name the place of the old file.
#[cfg(target_os = "linux")]
fn exchange(path: &Path, name: impl Fn(&Path) -> Result<(), rustix::io::Errno>) -> io::Result<()> {
    use rustix::io::Errno;

    let mut beside = std::ffi::OsString::from(".");
    beside.push(path.file_name().unwrap_or_default());
    beside.push(".briefpress-new");
    let beside = path.with_file_name(beside);
    match name(&beside) {
        Err(Errno::EXIST) => {
            fs::remove_file(&beside)?;
            name(&beside)?;
        }
        named => named?,
    }
    fs::rename(&beside, path).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
