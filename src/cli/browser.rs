//! The browser of whoever sits in front of this machine.

use std::process::{Command, Stdio};

use super::editor::{apart, see_off};
use crate::fault::{Fault, Result};

/// Opens an address in the browser.
///
/// # Errors
/// A [`Fault`] if the system has no way to do so.
pub(super) fn open(url: &str) -> Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new(if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        })
    };
    command
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    apart(&mut command);
    let child = command.spawn().map_err(|error| {
        Fault::new(format!("can't open a browser: {error}")).hint(format!("open {url} yourself"))
    })?;
    see_off(child);
    Ok(())
}
