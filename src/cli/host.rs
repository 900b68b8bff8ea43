//! What a host's CI says of itself in environment variables.
//!
//! Comes in: a way to look up variables. Goes out: the host, the address that the site will have there, and whether
//! this is a preview. Nothing is asked of the network.

use std::path::{Path, PathBuf};

use serde::Serialize;
use url::Url;

use crate::model::bidi;

const NETLIFY: &str = "Netlify";

/// The host on whose machine a build runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Host {
    /// As people know it: `Netlify`.
    pub(super) name: &'static str,
    /// Where the site will be, without a slash at the end, if the host says so.
    pub(super) base_url: Option<String>,
    /// How sure that is.
    pub(super) certainty: Certainty,
    /// For readers, or for a look before.
    pub(super) context: Context,
    /// What is built, if the host says so: one line without control characters.
    pub(super) branch: Option<String>,
}

impl Host {
    /// What was chosen here, for the log: `address` is what the site was built for, `is_asked` whether the command line
    /// asked for it.
    pub(super) fn chosen(&self, address: Option<&str>, is_asked: bool) -> String {
        let for_whom = match self.context {
            Context::Production => "production",
            Context::Preview => "a preview",
        };
        let branch = self.branch.as_deref();
        let branch = branch.map_or_else(String::new, |branch| format!(" of the branch {branch}"));
        let at = match address {
            None => "with no address: the host tells none that can be used".to_owned(),
            Some(address) if is_asked => format!("at {address}, as --base-url says"),
            Some(address) if self.base_url.as_deref() == Some(address) => format!("at {address}"),
            Some(address) => format!("at {address}, as site.yaml says"),
        };
        format!("On {} for {for_whom}{branch}, {at}", self.name)
    }
}

/// Whether a host knows the address that readers use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// It does: custom domains are taken into account.
    Known,
    /// It knows its own domain only, and site.yaml may know better.
    Fallback,
}

/// For whom a build is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Readers and search engines.
    Production,
    /// Its author. Search engines are asked to stay away.
    Preview,
}

impl Context {
    fn of(production: bool) -> Self {
        if production {
            Self::Production
        } else {
            Self::Preview
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Production => "production",
            Self::Preview => "preview",
        }
    }
}

/// What is told of the host to programs.
#[derive(Debug, Serialize)]
pub(super) struct Told<'a> {
    name: &'static str,
    context: &'static str,
    branch: Option<&'a str>,
}

impl Host {
    /// The same for programs.
    pub(super) fn told(&self) -> Told<'_> {
        Told {
            name: self.name,
            context: self.context.name(),
            branch: self.branch.as_deref(),
        }
    }
}

/// The host that `variable` speaks of, if it is one.
///
/// `asked` is what the command line says of the context: it wins over what the host says or what is taken to be so.
pub(super) fn detect(
    variable: impl Fn(&str) -> Option<String>,
    asked: Option<Context>,
) -> Option<Host> {
    let variable = |name: &str| {
        let value = variable(name)?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    };
    let is =
        |name: &str, value: &str| variable(name).is_some_and(|v| v.eq_ignore_ascii_case(value));
    let on = |name: &str| is(name, "true") || is(name, "1");
    if on("NETLIFY") {
        Some(netlify(&variable, asked))
    } else if on("CF_PAGES") {
        Some(cloudflare(&variable, asked))
    } else if on("VERCEL") {
        Some(vercel(&variable, asked))
    } else if on("GITHUB_ACTIONS") && on("GITHUB_PAGES") {
        // `GITHUB_PAGES` is set by actions/configure-pages: without it, a workflow has other things in mind.
        Some(github(&variable, asked))
    } else {
        None
    }
}

/// The folder that this host keeps from one build to the next, if it has one for everybody's use. Netlify restores
/// `/opt/build/cache` before each build and saves it after.
pub(super) fn kept_folder(
    variable: impl Fn(&str) -> Option<String>,
    is_folder: impl Fn(&Path) -> bool,
) -> Option<PathBuf> {
    detect(&variable, None).filter(|host| host.name == NETLIFY)?;
    let told = variable("NETLIFY_CACHE_DIR").map(PathBuf::from);
    let kept = told.unwrap_or_else(|| PathBuf::from("/opt/build/cache"));
    // Netlify's client on one's own machine says that it is Netlify too.
    (kept.is_absolute() && is_folder(&kept)).then_some(kept)
}

/// `URL` is the main address with its custom domain; each preview and branch has its own `DEPLOY_PRIME_URL`.
fn netlify(variable: &dyn Fn(&str) -> Option<String>, asked: Option<Context>) -> Host {
    let production = variable("CONTEXT").is_none_or(|context| context == "production");
    let context = asked.unwrap_or(Context::of(production));
    let main = address_in(variable, "URL");
    let address = match context {
        Context::Production => main,
        // `DEPLOY_URL` is this one deployment's.
        Context::Preview => ["DEPLOY_PRIME_URL", "DEPLOY_URL"]
            .iter()
            .find_map(|name| address_in(variable, name).filter(|own| Some(own) != main.as_ref())),
    };
    Host {
        name: NETLIFY,
        base_url: address,
        certainty: certainty_of(context, Certainty::Known),
        context,
        // `HEAD` is the branch of a pull request, where `BRANCH` may be `pull/7/head`.
        branch: branch_of(variable, &["HEAD", "BRANCH"]),
    }
}

/// `CF_PAGES_URL` is this one deployment's address, `https://<hash>.<project>.pages.dev`, even in production. Which
/// branch is production is not told; it is taken to be `main` or `master`.
fn cloudflare(variable: &dyn Fn(&str) -> Option<String>, asked: Option<Context>) -> Host {
    let branch = variable("CF_PAGES_BRANCH");
    let production = branch
        .as_deref()
        .is_none_or(|branch| matches!(branch, "main" | "master" | "production"));
    let deployment = address_in(variable, "CF_PAGES_URL");
    let context = asked.unwrap_or(Context::of(production));
    Host {
        name: "Cloudflare Pages",
        base_url: deployment.map(|url| match context {
            Context::Production => without_deployment(&url).unwrap_or(url),
            Context::Preview => url,
        }),
        certainty: certainty_of(context, Certainty::Fallback),
        context,
        branch: branch_of(variable, &["CF_PAGES_BRANCH"]),
    }
}

/// `https://<project>.pages.dev`, of `https://<hash>.<project>.pages.dev`.
fn without_deployment(url: &str) -> Option<String> {
    let (_, project) = url.strip_prefix("https://")?.split_once('.')?;
    let name = project.strip_suffix(".pages.dev")?;
    (!name.is_empty() && !name.contains('.')).then(|| format!("https://{project}"))
}

/// Vercel's addresses come without a scheme. The production one takes custom domains into account.
fn vercel(variable: &dyn Fn(&str) -> Option<String>, asked: Option<Context>) -> Host {
    let production = variable("VERCEL_ENV").is_none_or(|env| env == "production");
    let context = asked.unwrap_or(Context::of(production));
    let address = |name: &str| address_of(&format!("https://{}", variable(name)?));
    let main = address("VERCEL_PROJECT_PRODUCTION_URL");
    let own = |name| address(name).filter(|own| Some(own) != main.as_ref());
    let base_url = match context {
        Context::Production => main.clone().or_else(|| address("VERCEL_URL")),
        Context::Preview => own("VERCEL_BRANCH_URL").or_else(|| own("VERCEL_URL")),
    };
    Host {
        name: "Vercel",
        base_url,
        certainty: certainty_of(context, Certainty::Known),
        context,
        branch: branch_of(variable, &["VERCEL_GIT_COMMIT_REF"]),
    }
}

/// `owner/repo` is served at `https://owner.github.io/repo`, and `owner/owner.github.io` at the root. What a pull request
/// builds is published nowhere, and so has no address.
fn github(variable: &dyn Fn(&str) -> Option<String>, asked: Option<Context>) -> Host {
    let pull_request =
        variable("GITHUB_EVENT_NAME").is_some_and(|event| event.starts_with("pull_request"));
    let base_url = variable("GITHUB_REPOSITORY").and_then(|repository| {
        let (owner, name) = repository
            .split_once('/')
            .filter(|(owner, _)| !owner.is_empty())?;
        let domain = format!("{}.github.io", owner.to_ascii_lowercase());
        let path = if name.eq_ignore_ascii_case(&domain) {
            String::new()
        } else {
            format!("/{name}")
        };
        address_of(&format!("https://{domain}{path}"))
    });
    let context = asked.unwrap_or(Context::of(!pull_request));
    Host {
        name: "GitHub Pages",
        base_url: base_url.filter(|_| context == Context::Production),
        certainty: certainty_of(context, Certainty::Fallback),
        context,
        branch: branch_of(variable, &["GITHUB_HEAD_REF", "GITHUB_REF_NAME"]),
    }
}

/// The first of `names` that is told and fit for a line of a log.
fn branch_of(variable: &dyn Fn(&str) -> Option<String>, names: &[&str]) -> Option<String> {
    // What Git allows in a name and a log can show: nothing that hides or turns round what stands beside it.
    let is_plain = |branch: &String| {
        let fits = |c: char| !c.is_control() && !c.is_whitespace() && !bidi::is_control(c);
        branch.len() <= 250 && branch.chars().all(fits)
    };
    names
        .iter()
        .find_map(|name| variable(name).filter(is_plain))
}

/// The address in this variable, if it is one.
fn address_in(variable: &dyn Fn(&str) -> Option<String>, name: &str) -> Option<String> {
    address_of(&variable(name)?)
}

/// A preview must never claim the address of the real site, whatever site.yaml says.
fn certainty_of(context: Context, in_production: Certainty) -> Certainty {
    match context {
        Context::Preview => Certainty::Known,
        Context::Production => in_production,
    }
}

/// `text` as the address of a site: http or https, a host, perhaps a path; no slash at the end. `None` if it is no
/// such thing, or if its path has signs that hosts take for a pattern or that lead elsewhere.
pub(super) fn address_of(text: &str) -> Option<String> {
    let text = text.trim();
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    // What `Url` mends in silence is not what was meant: what is given has to be an address as it stands.
    let (scheme, rest) = text.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let named = authority
        .rsplit_once(':')
        .map_or(authority, |(host, port)| {
            if port.bytes().all(|b| b.is_ascii_digit()) {
                host
            } else {
                authority
            }
        });
    let in_host = |c: char| c.is_ascii_alphanumeric() || "-.[]:".contains(c);
    let in_path = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
    let labels = named.starts_with('[')
        || named
            .split('.')
            .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
    let decoded = path.to_ascii_lowercase().replace("%2e", ".");
    let plain = !decoded.contains("//")
        && !decoded.split('/').any(|part| matches!(part, "." | ".."))
        && !["%0", "%1", "%7f"]
            .iter()
            .any(|control| decoded.contains(control));
    let good = matches!(url.scheme(), "http" | "https")
        && host.eq_ignore_ascii_case(named)
        && named.chars().all(in_host)
        && labels
        && path.chars().all(in_path)
        && plain;
    let address = format!(
        "{}://{}{path}",
        scheme.to_ascii_lowercase(),
        authority.to_ascii_lowercase()
    );
    good.then(|| address.trim_end_matches('/').to_owned())
}

/// The address to build for: what was asked for on the command line, else what the host knows, else site.yaml, else
/// what the host guesses. A preview that is told no address has none: site.yaml has that of the real site.
pub(super) fn choose(
    flag: Option<&str>,
    host: Option<&Host>,
    context: Option<Context>,
    config: Option<&str>,
) -> Option<String> {
    let of_host = |certainty: Certainty| {
        host.filter(|host| host.certainty == certainty)
            .and_then(|host| host.base_url.as_deref())
    };
    let is_preview = context == Some(Context::Preview);
    flag.or(of_host(Certainty::Known))
        .or(config.filter(|_| !is_preview))
        .or(of_host(Certainty::Fallback))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(variables: &[(&str, &str)]) -> Option<Host> {
        as_asked(variables, None)
    }

    fn as_asked(variables: &[(&str, &str)], asked: Option<Context>) -> Option<Host> {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        detect(variable, asked)
    }

    /// Name, address and whether it is a preview.
    fn check(variables: &[(&str, &str)], expected: Option<(&str, Option<&str>, bool)>) {
        let found = on(variables);
        let found = found.as_ref().map(|host| {
            (
                host.name,
                host.base_url.as_deref(),
                host.context == Context::Preview,
            )
        });
        assert_eq!(found, expected, "{variables:?}");
    }

    #[test]
    fn each_host_says_where_the_site_will_be() {
        let url = ("URL", "https://news.example/");
        let prime = (
            "DEPLOY_PRIME_URL",
            "https://deploy-preview-7--news.netlify.app",
        );
        let netlify = ("NETLIFY", "true");
        check(
            &[netlify, ("CONTEXT", "production"), url, prime],
            Some(("Netlify", Some("https://news.example"), false)),
        );
        for context in ["deploy-preview", "branch-deploy", "dev"] {
            let expected = Some(("Netlify", Some(prime.1), true));
            check(&[netlify, ("CONTEXT", context), url, prime], expected);
        }
        check(
            &[netlify, ("CONTEXT", "deploy-preview"), url],
            Some(("Netlify", None, true)),
        );

        let cloudflare = [
            ("CF_PAGES", "1"),
            ("CF_PAGES_URL", "https://ab12.news.pages.dev"),
        ];
        let [pages, address] = cloudflare;
        check(
            &[pages, address, ("CF_PAGES_BRANCH", "main")],
            Some(("Cloudflare Pages", Some("https://news.pages.dev"), false)),
        );
        check(
            &[pages, address, ("CF_PAGES_BRANCH", "draft")],
            Some((
                "Cloudflare Pages",
                Some("https://ab12.news.pages.dev"),
                true,
            )),
        );

        let vercel = ("VERCEL", "1");
        let own = ("VERCEL_URL", "news-ab12.vercel.app");
        let main = ("VERCEL_PROJECT_PRODUCTION_URL", "news.example");
        check(
            &[vercel, ("VERCEL_ENV", "production"), own, main],
            Some(("Vercel", Some("https://news.example"), false)),
        );
        check(
            &[vercel, ("VERCEL_ENV", "preview"), own, main],
            Some(("Vercel", Some("https://news-ab12.vercel.app"), true)),
        );

        let actions = ("GITHUB_ACTIONS", "true");
        let pages = ("GITHUB_PAGES", "true");
        check(
            &[actions, pages, ("GITHUB_REPOSITORY", "Desk/news")],
            Some(("GitHub Pages", Some("https://desk.github.io/news"), false)),
        );
        check(
            &[actions, pages, ("GITHUB_REPOSITORY", "Desk/desk.github.io")],
            Some(("GitHub Pages", Some("https://desk.github.io"), false)),
        );
        check(
            &[
                actions,
                pages,
                ("GITHUB_REPOSITORY", "d/n"),
                ("GITHUB_EVENT_NAME", "pull_request"),
            ],
            Some(("GitHub Pages", None, true)),
        );
    }

    #[test]
    fn other_machines_are_no_hosts() {
        check(&[], None);
        check(
            &[("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "d/n")],
            None,
        );
        check(&[("NETLIFY", ""), ("URL", "https://news.example")], None);
        check(
            &[("URL", "https://news.example"), ("CONTEXT", "production")],
            None,
        );
    }

    #[test]
    fn the_flag_wins_over_the_host_over_the_config_over_a_guess() {
        let known = on(&[("NETLIFY", "true"), ("URL", "https://host.example")]);
        let guess = on(&[
            ("CF_PAGES", "1"),
            ("CF_PAGES_URL", "https://a.news.pages.dev"),
        ]);
        let preview = on(&[
            ("CF_PAGES", "1"),
            ("CF_PAGES_BRANCH", "x"),
            ("CF_PAGES_URL", "https://a.news.pages.dev"),
        ]);
        let (flag, config) = (Some("https://flag.example"), Some("https://config.example"));
        let choose = |flag, host: &Option<Host>, config| {
            let context = host.as_ref().map(|host| host.context);
            choose(flag, host.as_ref(), context, config)
        };
        assert_eq!(choose(flag, &known, config).as_deref(), flag);
        assert_eq!(
            choose(None, &known, config).as_deref(),
            Some("https://host.example")
        );
        assert_eq!(choose(None, &guess, config).as_deref(), config);
        assert_eq!(
            choose(None, &guess, None).as_deref(),
            Some("https://news.pages.dev")
        );
        assert_eq!(
            choose(None, &preview, config).as_deref(),
            Some("https://a.news.pages.dev")
        );
        let nowhere = on(&[("NETLIFY", "true"), ("CONTEXT", "deploy-preview")]);
        assert_eq!(choose(None, &nowhere, config), None);
        assert_eq!(choose(flag, &nowhere, config).as_deref(), flag);
        assert_eq!(choose(None, &None, config).as_deref(), config);
        assert_eq!(choose(None, &None, None), None);
    }

    #[test]
    fn only_addresses_of_sites_are_taken() {
        for (text, expected) in [
            ("https://a.example", Some("https://a.example")),
            (
                " http://localhost:4646/x/ ",
                Some("http://localhost:4646/x"),
            ),
            ("https://a.example//", None),
            ("https://a.example/../x", None),
            ("https://a.example/?q", None),
            ("https://a.example/#x", None),
            ("https://user@a.example", None),
            ("https://a.example/\"><script>", None),
            ("https://", None),
            ("https://:80", None),
            ("ftp://a.example", None),
            ("a.example", None),
            ("javascript:alert(1)", None),
        ] {
            assert_eq!(address_of(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn netlify_keeps_a_folder() {
        let kept = |variables: &[(&str, &str)], there: &str| {
            kept_folder(
                |name| {
                    let found = variables.iter().find(|(known, _)| *known == name);
                    found.map(|(_, value)| (*value).to_owned())
                },
                |path| path == Path::new(there),
            )
        };
        let netlify = ("NETLIFY", "true");
        let usual = "/opt/build/cache";
        assert_eq!(kept(&[netlify], usual), Some(usual.into()));
        assert_eq!(kept(&[netlify], "/elsewhere"), None);
        assert_eq!(
            kept(&[netlify, ("NETLIFY_CACHE_DIR", "/kept")], "/kept"),
            Some("/kept".into())
        );
        assert_eq!(
            kept(&[netlify, ("NETLIFY_CACHE_DIR", "kept")], "kept"),
            None
        );
        assert_eq!(kept(&[("CF_PAGES", "1")], usual), None);
        assert_eq!(kept(&[], usual), None);
    }

    #[test]
    fn the_command_line_knows_better_for_whom_a_build_is() {
        let trunk = [
            ("CF_PAGES", "1"),
            ("CF_PAGES_URL", "https://ab12.news.pages.dev"),
            ("CF_PAGES_BRANCH", "trunk"),
        ];
        let host = as_asked(&trunk, Some(Context::Production)).unwrap();
        assert_eq!(host.base_url.as_deref(), Some("https://news.pages.dev"));
        assert_eq!(host.context, Context::Production);
        let netlify = [("NETLIFY", "true"), ("URL", "https://news.example")];
        let host = as_asked(&netlify, Some(Context::Preview)).unwrap();
        assert_eq!((host.context, host.base_url), (Context::Preview, None));
    }

    #[test]
    fn a_preview_at_the_address_of_the_real_site_has_none() {
        let url = "https://news.example";
        let same = [
            ("NETLIFY", "true"),
            ("CONTEXT", "branch-deploy"),
            ("URL", url),
            ("DEPLOY_PRIME_URL", url),
        ];
        check(&same, Some(("Netlify", None, true)));
        let vercel = [
            ("VERCEL", "1"),
            ("VERCEL_ENV", "preview"),
            ("VERCEL_PROJECT_PRODUCTION_URL", "news.example"),
            ("VERCEL_BRANCH_URL", "news.example"),
            ("VERCEL_URL", "news-ab12.vercel.app"),
        ];
        check(
            &vercel,
            Some(("Vercel", Some("https://news-ab12.vercel.app"), true)),
        );
    }

    #[test]
    fn what_is_no_address_of_a_site_is_none() {
        for good in [
            ("HTTPS://News.Example/", "https://news.example"),
            ("http://localhost:8888", "http://localhost:8888"),
            ("https://[::1]:80/a-b/%C3%A9", "https://[::1]:80/a-b/%C3%A9"),
            (
                "https://xn--bcher-kva.example/n",
                "https://xn--bcher-kva.example/n",
            ),
        ] {
            assert_eq!(address_of(good.0).as_deref(), Some(good.1));
        }
        for bad in [
            "https://[::1",
            "https://a:b:c",
            "https://a..b",
            "https://a:99999",
            "https://-",
            "https://~",
            "https://a/%2e%2e/x",
            "https://a/%0a",
            "https://a/:splat",
            "https://a/*",
            "https://.github.io/x",
            "https://a/x?y",
            "https://a/#x",
            "https://u:p@a/",
            "ftp://a/",
            "a.example",
            "https:///a",
            "https://a//b",
            "https://a/../b",
            "https://a b/",
            "",
        ] {
            assert_eq!(address_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_branch_that_would_hide_something_in_a_log_is_not_named() {
        let branch = |head: &str, branch: &str| {
            let host = on(&[("NETLIFY", "true"), ("HEAD", head), ("BRANCH", branch)]);
            host.unwrap().branch
        };
        assert_eq!(branch("a\u{202e}b", "main").as_deref(), Some("main"));
        assert_eq!(branch("a\nb", "").as_deref(), None);
        assert_eq!(
            branch("feature/x-1", "main").as_deref(),
            Some("feature/x-1")
        );
    }

    #[test]
    fn a_preview_on_nobodys_machine_claims_no_address_either() {
        let config = Some("https://news.example");
        let preview = Some(Context::Preview);
        assert_eq!(choose(None, None, preview, config), None);
        let flag = Some("https://look.example");
        assert_eq!(choose(flag, None, preview, config).as_deref(), flag);
    }
}
