//! A site to begin with.

use jiff::civil::Date;

use super::{NewFile, fill, quoted, schema, schema_line};
use crate::model::Slug;
use crate::schema::Kind;

/// Where a site will be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Netlify, which builds on each push as netlify.toml says.
    Netlify,
    /// Cloudflare Pages, to which `wrangler` uploads the built folder.
    Cloudflare,
    /// GitHub Pages, by a workflow of GitHub Actions.
    GithubPages,
    /// Anywhere else.
    None,
}

/// What is chosen when a site is begun.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// The name of the publication.
    pub title: &'a str,
    /// Where it will be published.
    pub host: Host,
    /// The name of its theme.
    pub theme: &'a str,
    /// The day of the first brief.
    pub today: Date,
}

impl Start<'_> {
    /// The files: site.yaml, a brief that teaches the format, a company, a page, schemas for the editor, and what the
    /// host wants.
    pub fn files(&self) -> Vec<NewFile> {
        let today = self.today.to_string();
        let month = self.today.strftime("%Y-%m").to_string();
        let brief = [
            ("schema", &*schema_line(Kind::Brief, 2)),
            ("date", &today),
            ("month", &month),
        ];
        let mut files = vec![
            NewFile::new("site.yaml", self.config()),
            NewFile::new(
                format!("content/briefs/{today}-how-a-brief-works.md"),
                fill(include_str!("start/brief.md"), &brief),
            ),
            NewFile::new(
                "content/companies/acme.md",
                fill(
                    include_str!("start/company.md"),
                    &[("schema", &schema_line(Kind::Company, 2))],
                ),
            ),
            NewFile::new(
                "content/pages/about.md",
                fill(
                    include_str!("start/about.md"),
                    &[
                        ("schema", &schema_line(Kind::Page, 2)),
                        ("title", &quoted(&format!("About {}", self.title))),
                    ],
                ),
            ),
            NewFile::new(".gitignore", include_str!("start/gitignore")),
        ];
        files.extend(self.host_files());
        files.extend(Kind::ALL.map(schema));
        files
    }

    fn config(&self) -> String {
        let address = match self.host {
            Host::Netlify => {
                "# Netlify tells its own address to the build. For builds elsewhere, write it here."
            }
            Host::Cloudflare => {
                "# Needed for feeds and previews on other sites: your domain, or https://<project>.pages.dev."
            }
            Host::GithubPages => {
                "# GitHub tells https://<owner>.github.io/<repository> to the build. Write your own domain here, if you have one."
            }
            Host::None => "# Needed for feeds and previews on other sites.",
        };
        fill(
            include_str!("start/site.yaml"),
            &[
                ("schema", &*schema_line(Kind::Site, 0)),
                ("title", &quoted(self.title)),
                ("address", address),
                ("theme", self.theme),
            ],
        )
    }

    /// What the host wants. The first lines of the first file say how to publish.
    pub fn host_files(&self) -> Vec<NewFile> {
        let project = Slug::from_name(self.title);
        let project = project.as_ref().map_or("my-briefs", Slug::as_str);
        let values = [("project", project)];
        let (path, template) = match self.host {
            Host::Netlify => ("netlify.toml", include_str!("start/netlify.toml")),
            Host::Cloudflare => ("wrangler.toml", include_str!("start/wrangler.toml")),
            Host::GithubPages => (
                ".github/workflows/pages.yml",
                include_str!("start/pages.yml"),
            ),
            Host::None => return Vec::new(),
        };
        vec![
            NewFile::new(path, fill(template, &values)),
            NewFile::new("get-briefpress.sh", get_script(REPOSITORY)),
        ]
    }
}

/// Where the releases of this program are: the key `repository` of Cargo.toml. Empty while it has none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The script that puts this version of the program on a machine: from the releases at `repository`, or compiled where
/// there are none.
fn get_script(repository: &str) -> String {
    let repository = repository.trim_end_matches('/');
    let get = if repository.is_empty() {
        include_str!("start/get-compiled.sh")
    } else {
        include_str!("start/get-released.sh")
    };
    let script = [
        include_str!("start/get-briefpress.sh"),
        get,
        include_str!("start/get-kept.sh"),
    ]
    .concat();
    let version = env!("CARGO_PKG_VERSION");
    fill(&script, &[("version", version), ("repository", repository)])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::link::{Audience, Drafts, Edition, Future};
    use crate::press::{self, Options};
    use crate::source::Sources;

    fn start(title: &str, host: Host) -> Vec<NewFile> {
        let start = Start {
            title,
            host,
            theme: "broadsheet",
            today: date(2026, 2, 12),
        };
        start.files()
    }

    #[test]
    fn nothing_is_wrong_with_a_new_site() {
        for title in ["Signals", "a: \"b\" # - 'c' \\ @theme@", "日本"] {
            let files = start(title, Host::None);
            let files = files.iter().map(|file| (&file.path, &file.text));
            let mut sources = Sources::from_memory(files);
            let options = Options {
                edition: Edition {
                    today: date(2026, 2, 12),
                    drafts: Drafts::Include,
                    future: Future::Include,
                    audience: Audience::Public,
                },
                base_url: Some("https://signals.example".into()),
            };
            let loaded = press::load(&mut sources, &options);
            assert_eq!(loaded.diagnostics, []);
            let press = loaded.value.unwrap();
            let site = press.site();
            assert_eq!(&*site.config.title, title);
            assert_eq!((site.briefs.len(), site.companies.len()), (1, 1));
            let brief = &site.briefs[0].document.value;
            assert_eq!(
                (brief.numbers.len(), brief.effects.len(), brief.watch.len()),
                (3, 3, 2)
            );
        }
    }

    #[test]
    fn each_host_gets_its_file_and_no_other() {
        for (host, file) in [
            (Host::Netlify, Some("netlify.toml")),
            (Host::Cloudflare, Some("wrangler.toml")),
            (Host::GithubPages, Some(".github/workflows/pages.yml")),
            (Host::None, None),
        ] {
            let base: Vec<_> = start("T", Host::None).into_iter().map(|f| f.path).collect();
            let files = start("T", host);
            let more: Vec<_> = files
                .iter()
                .filter(|f| !base.contains(&f.path))
                .map(|f| &*f.path)
                .collect();
            let script = file.map(|_| "get-briefpress.sh");
            assert_eq!(more, Vec::from_iter(file.into_iter().chain(script)));
            assert!(files.iter().all(|f| !f.text.contains("@version@")));
        }
    }

    /// tests/packaged runs it, with a release of its own in place of the network.
    #[test]
    fn a_program_that_was_released_is_fetched_and_not_compiled() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tmp");
        let release = folder.join("release");
        let script = get_script(&format!("file://{}/", release.display()));
        assert!(
            script.contains("/release/releases/download/v$version\"\n"),
            "{script}"
        );
        assert!(!script.contains("cargo install --locked"), "{script}");
        std::fs::create_dir_all(&release).unwrap();
        std::fs::write(release.join("get-briefpress.sh"), script).unwrap();

        let script = get_script("");
        assert!(
            script.contains(
                "\ncargo install --locked --force --root .briefpress \"briefpress@$version\"\n"
            ),
            "{script}"
        );
    }
}
