//! What site.yaml allows beyond the site itself.
//!
//! Comes in: `csp` of site.yaml. Goes out: directives with their sources, of which none can begin another directive.

use std::collections::BTreeMap;

use super::reader::{Field, Reader};
use super::suggest;
use crate::diagnostic::{Code, Diagnostic};

/// Directives of CSP Level 3 that take sources.
pub(crate) const DIRECTIVES: &[&str] = &[
    "default-src",
    "script-src",
    "script-src-elem",
    "style-src",
    "style-src-elem",
    "img-src",
    "font-src",
    "connect-src",
    "media-src",
    "frame-src",
    "child-src",
    "worker-src",
    "object-src",
    "manifest-src",
    "form-action",
];

/// `script-src: [https://stats.example]`: what the Content-Security-Policy allows beyond the site itself.
pub(super) fn csp(r: &mut Reader<'_>, field: &Field<'_>) -> BTreeMap<Box<str>, Vec<Box<str>>> {
    let mut policy = BTreeMap::new();
    let Some(keys) = r.map(field, "{ script-src: [https://stats.example] }") else {
        return policy;
    };
    for directive in keys.unasked() {
        let name = directive.key_name();
        if !DIRECTIVES.contains(&name) {
            let message = format!("`{name}` is no directive that takes origins");
            let help = suggest::value(name, DIRECTIVES);
            let span = r.key_span(&directive.path);
            r.diagnostics
                .push(Diagnostic::new(Code::InvalidValue, span, message).help(help));
            continue;
        }
        let mut origins: Vec<Box<str>> = Vec::new();
        for item in directive.items() {
            let Some(origin) = r.words(&item, "https://stats.example") else {
                continue;
            };
            if is_csp_source(&origin) {
                origins.push(origin);
                continue;
            }
            let message = format!("`{origin}` is no origin");
            let help = "write scheme and host, such as `https://stats.example`, one an item";
            r.tell(Code::InvalidValue, &item, message, help.into());
        }
        policy.insert(name.into(), origins);
    }
    policy
}

/// Whether `text` is one source expression: a host, a scheme, or a keyword or hash in single quotes. `;`, `,` and
/// blanks, which would begin another directive or source, can't stand in one.
fn is_csp_source(text: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "'self'",
        "'none'",
        "'unsafe-inline'",
        "'unsafe-eval'",
        "'wasm-unsafe-eval'",
        "'strict-dynamic'",
        "'unsafe-hashes'",
    ];
    if KEYWORDS.contains(&text) || matches!(text, "data:" | "blob:" | "https:") {
        return true;
    }
    let hash = ["'sha256-", "'sha384-", "'sha512-"]
        .iter()
        .find_map(|prefix| text.strip_prefix(prefix)?.strip_suffix('\''));
    if let Some(hash) = hash {
        let base64 = |b: u8| b.is_ascii_alphanumeric() || b"+/=-_".contains(&b);
        return !hash.is_empty() && hash.bytes().all(base64);
    }
    let host = ["https://", "http://", "wss://", "ws://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
        .unwrap_or(text);
    let allowed = |b: u8| b.is_ascii_alphanumeric() || b"-._:/%~".contains(&b);
    let name = host.strip_prefix("*.").unwrap_or(host);
    let label = &name[..name.find([':', '/']).unwrap_or(name.len())];
    label.contains('.') && !label.starts_with('.') && name.bytes().all(allowed)
        || label == "localhost" && name.bytes().all(allowed)
}
