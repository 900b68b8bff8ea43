//! How the system hands out memory to this process.

/// Asks Linux for memory in pages of their usual size. Huge ones (2 MiB) are handed out whole, and a site is made of many small
/// texts: a tenth of what a build holds would never be used. Whoever can't have it does without.
///
/// Programs that this process starts inherit the wish, so that only those commands make it that start none.
pub(super) fn in_small_pages() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
