//! `_headers`, as Netlify and Cloudflare Pages read it: a path, and below it, indented, what every answer under it says.
//! It carries what no page can say of itself; the Content-Security-Policy of each page is in the page.
//!
//! All that is written here is fixed, but for the base path, which is percent-escaped.

use crate::link::{Audience, FeedForm, Site};
use crate::model::Offer;

/// For every answer. Nothing on a site of briefs wants a camera.
const EVERYWHERE: &[(&str, &str)] = &[
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
];

/// For files whose name changes with their content: they may be kept for a year, which is as good as forever.
const FOREVER: (&str, &str) = ("Cache-Control", "public, max-age=31536000, immutable");

/// For pictures that could hold a script. In a page they run none anyway; opened by their own address they are
/// documents, and then this keeps them still. It says again what [`EVERYWHERE`] says, for hosts that take one rule only.
const STILL: (&str, &str) = (
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'",
);

/// The rules of `site`.
pub(crate) fn headers(site: &Site) -> String {
    let base = site.config.base_path();
    let mut out = String::new();
    let mut rule = |path: &str, headers: &[(&str, &str)]| {
        out.push_str(&format!("{base}{path}\n"));
        for (name, value) in headers {
            out.push_str(&format!("  {name}: {value}\n"));
        }
    };
    let mut everywhere = EVERYWHERE.to_vec();
    if site.edition.audience == Audience::Preview {
        everywhere.push(("X-Robots-Tag", "noindex"));
    }
    rule("/*", &everywhere);
    rule("/theme/*", &[FOREVER]);
    rule("/pictures/*", &[FOREVER]);
    if site.config.search == Offer::On {
        // The index is in a folder named by its hash; what says which folder that is, is beside it.
        rule("/search/:index/*", &[FOREVER]);
    }
    rule("/*.svg", &[STILL]);
    if site.config.data == Offer::On {
        // The dataset is for everybody, pages of other sites among them.
        rule("/data/*", &[("Access-Control-Allow-Origin", "*")]);
    }
    if site.config.feeds == Offer::Off {
        return out;
    }
    for form in FeedForm::ALL {
        let media_type = format!("{}; charset=utf-8", form.media_type());
        let watch = (site.config.watch == Offer::On).then_some("/watch/");
        let folders = ["/", "/companies/:name/", "/tags/:name/"];
        for folder in folders.into_iter().chain(watch) {
            rule(
                &format!("{folder}{}", form.file()),
                &[("Content-Type", &media_type)],
            );
        }
    }
    out
}
