//! Sites in, facts out: what briefpress does, seen from outside. One program, so that it is linked once.

mod commands;
mod diagnostics;
mod link;
mod pages;
mod support;
