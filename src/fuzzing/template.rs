//! Templates of a theme.

use jiff::civil;

use crate::diagnostic::{Files as _, Severity};
use crate::link::{Audience, Drafts, Edition, Future};
use crate::model::UrlPath;
use crate::press::{self, Options};
use crate::publish::Artifact;
use crate::source::Sources;

/// A template is refused with a place, or makes a page, or says where it fails; and what is no markup never becomes any
/// unless the template asks for it.
pub fn template(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    let mut sources = Sources::from_memory([
        (
            "site.yaml",
            "title: '\"><x9 onx9=1>'\ntheme: t\ncards: false\nsearch: false\n",
        ),
        ("themes/t/theme.yaml", "contract: 1\nextends: broadsheet\n"),
        ("themes/t/templates/page.html", text),
        (
            "content/pages/about.md",
            "---\ntitle: 'T</title><x9 onx9=1>'\ndescription: '\"''><x9 onx9=1>'\n---\nText.\n",
        ),
    ]);
    let options = Options {
        edition: Edition {
            today: civil::date(2026, 3, 1),
            drafts: Drafts::HoldBack,
            future: Future::HoldBack,
            audience: Audience::Public,
        },
        base_url: None,
    };
    let loaded = press::load(&mut sources, &options);
    for diagnostic in &loaded.diagnostics {
        let Some(span) = diagnostic.span else {
            continue;
        };
        let place = sources.text(span.source).unwrap_or_default();
        assert!(
            place.get(span.start as usize..span.end as usize).is_some(),
            "{diagnostic:?}"
        );
    }
    let Some(press) = loaded.value else {
        let told = loaded
            .diagnostics
            .iter()
            .any(|d| d.severity == Severity::Error);
        assert!(told, "nothing is made, and nothing is told");
        return;
    };
    let url = UrlPath::new("/about/").expect("it is a path");
    let route = press.find(&url).expect("there is such a page");
    let made = press.press(&url, route);
    match made.value {
        Some(Artifact::Bytes(bytes)) => {
            let page = String::from_utf8(bytes.clone()).expect("a page is text");
            let asked = ["safe", "x9", "raw"].iter().any(|word| text.contains(word));
            assert!(asked || !page.contains("<x9"), "{page}");
        }
        Some(_) => panic!("a page is no file"),
        None => assert!(
            press::has_errors(&made.diagnostics),
            "{:?}",
            made.diagnostics
        ),
    }
}
