//! Whether Cloudflare Pages will read all of `_headers` and `_redirects`, asked of sites that go there.

use std::path::Path;

use super::host::Host;
use super::site;
use crate::diagnostic::Diagnostic;
use crate::fault::Result;
use crate::model::UrlPath;
use crate::press::Press;
use crate::publish::{Artifact, limits};
use crate::source::Sources;

/// Names under which wrangler looks for what it is to do.
const WRANGLER: &[&str] = &["wrangler.toml", "wrangler.json", "wrangler.jsonc"];

/// What is beyond the limits of Cloudflare Pages; nothing if the site in `folder` goes elsewhere.
pub(super) fn told(
    press: &Press,
    sources: &Sources,
    folder: &Path,
    host: Option<&Host>,
) -> Result<Vec<Diagnostic>> {
    let is_there = host.is_some_and(|host| host.name == "Cloudflare Pages");
    if !is_there && !WRANGLER.iter().any(|name| folder.join(name).is_file()) {
        return Ok(Vec::new());
    }
    let mut told = limits::of_headers(&text(press, sources, "/_headers")?);
    told.extend(limits::of_redirects(&text(press, sources, "/_redirects")?));
    Ok(told)
}

/// The text at an address of the site; none if nothing is there.
fn text(press: &Press, sources: &Sources, url: &str) -> Result<String> {
    let found = UrlPath::new(url).and_then(|url| Some((press.find(&url)?, url)));
    let Some((route, url)) = found else {
        return Ok(String::new());
    };
    let bytes = match press.press(&url, route).value {
        Some(Artifact::Bytes(bytes)) => bytes,
        Some(Artifact::File(id)) => sources
            .bytes(id)
            .map_err(|e| site::fault_of_file(sources, id, e))?
            .into_owned(),
        Some(Artifact::Picture(..)) | None => Vec::new(),
    };
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
