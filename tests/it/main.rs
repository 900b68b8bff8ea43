//! Sites in, facts out: what briefpress does, seen from outside. One program, so that it is linked once.

#![allow(
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where its helper can't go on, and nobody uses a test as a library"
)]

mod commands;
mod diagnostics;
mod link;
mod pages;
mod serve;
mod support;
