//! briefpress turns a folder of strategic briefs into a static newsletter site.
//!
//! The tour of the house: see CONTRIBUTING.md.

pub mod cli;
pub mod diagnostic;
pub mod fault;
#[cfg(any(test, fuzzing))]
#[doc(hidden)]
pub mod fuzzing;
pub mod import;
pub mod link;
pub mod markdown;
pub mod model;
pub mod online;
pub mod parse;
pub mod picture;
pub mod press;
pub mod publish;
pub mod render;
pub mod scaffold;
pub mod schema;
pub mod serve;
pub mod source;
pub mod view;
pub mod write;
