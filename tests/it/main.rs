//! Sites in, facts out: what briefpress does, seen from outside. One program, so that it is linked once.

#![allow(
    clippy::cast_possible_truncation,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a test ends where its helper can't go on, prints its seed, and is nobody's library"
)]

mod calendar;
mod commands;
mod corpus;
mod dataset;
mod diagnostics;
mod docs;
mod dossier;
mod feeds;
mod large;
mod link;
mod mentions;
mod mutations;
mod online;
mod outputs;
mod pages;
mod pictures;
mod sample;
mod scripts;
mod search;
mod serve;
mod support;
mod themes;
mod unlinked;
mod watch;
mod workflows;
mod xml;
