//! The browser of whoever sits in front of this machine.

use std::process::{Command, Stdio};

use super::editor::{apart, see_off};
use crate::fault::{Fault, Result};

/// Opens an address in the browser. What does so may find out later that it can't: `failed` is told then.
///
/// # Errors
/// A [`Fault`] if the system has no way to do so.
pub(super) fn open(url: &str, failed: impl FnOnce(Fault) + Send + 'static) -> Result<()> {
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
    let yourself = format!("open {url} yourself");
    let child = command.spawn().map_err(|error| {
        Fault::new(format!("can't open a browser: {error}")).hint(yourself.clone())
    })?;
    see_off(child, move |status| {
        if !status.success() {
            let what = format!("can't open a browser: its opener ended with {status}");
            failed(Fault::new(what).hint(yourself));
        }
    });
    Ok(())
}
