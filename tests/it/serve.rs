//! The preview as browsers and others see it: the program runs, files change, and requests come over sockets.

mod broken;
mod client;
mod edits;
mod files;
mod gate;
mod law;
mod mishaps;
mod random;
mod server;
mod soak;
mod story;
