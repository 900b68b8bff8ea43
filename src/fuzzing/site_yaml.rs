//! site.yaml.

use super::told::told;
use crate::diagnostic::SourceId;
use crate::model::{SiteConfig, UrlPath};
use crate::parse;

/// Whatever is wrong is told in its place, and nothing of what is taken can break out of where it will stand.
pub fn site_yaml(data: &[u8]) {
    let Some(text) = super::text(data) else {
        return;
    };
    let read = parse::config(SourceId::new(0), text);
    told(text, &read.diagnostics);
    let again = parse::config(SourceId::new(0), text);
    assert_eq!(read.diagnostics, again.diagnostics);
    assert!(
        read.value == again.value,
        "the same text is read in two ways"
    );
    check(&read.value);
}

fn check(config: &SiteConfig) {
    if let Some(base) = config.base_url.as_deref() {
        let url = url::Url::parse(base).expect("base_url is an address");
        assert!(matches!(url.scheme(), "http" | "https"), "{base}");
        assert!(
            url.has_host() && url.query().is_none() && url.fragment().is_none(),
            "{base}"
        );
        assert!(
            !base.ends_with('/') && !base.contains(['"', '<', '>', '\n', ' ']),
            "{base}"
        );
        let path = config.base_path();
        assert!(path.is_empty() || UrlPath::new(path).is_some(), "{base}");
    }
    for (directive, sources) in &config.csp {
        assert!(
            directive
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-'),
            "{directive}"
        );
        for source in sources {
            let bad =
                |c: char| c.is_whitespace() || c.is_control() || matches!(c, ';' | ',' | '"' | '<');
            assert!(!source.is_empty() && !source.contains(bad), "{source}");
        }
    }
    for token in &config.tokens {
        for value in [&token.value, &token.dark].into_iter().flatten() {
            let value = value.as_str();
            assert!(!value.contains([';', '{', '}', '<', '\\', '\n']), "{value}");
            assert!(!value.contains("url(") && !value.contains("/*"), "{value}");
        }
    }
    for item in config.nav.iter().flatten() {
        let url: String = item
            .url
            .value
            .chars()
            .filter(|c| !c.is_control() && !c.is_whitespace())
            .collect();
        let scheme = url
            .split_once(':')
            .map(|(scheme, _)| scheme.to_ascii_lowercase());
        let runs = matches!(scheme.as_deref(), Some("javascript" | "vbscript" | "data"));
        assert!(!runs, "{url}");
    }
    for metric in config.metrics.values() {
        assert!(metric.labels.iter().all(|label| !label.trim().is_empty()));
    }
    assert!(
        config.permalinks.starts_with('/') && config.permalinks.contains(":slug"),
        "{}",
        config.permalinks
    );
    assert!(config.paginate > 0, "a page with no brief");
    assert!(
        jiff::tz::TimeZone::get(&config.timezone).is_ok(),
        "{}",
        config.timezone
    );
    assert!(
        config
            .language
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-'),
        "{}",
        config.language
    );
}
