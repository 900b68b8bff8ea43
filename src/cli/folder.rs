//! Which folder the site is.
//!
//! Comes in: `--site`, and the folder that the command was started in. Goes out: the folder of the site.

use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};

/// The folder that was asked for, else the nearest one upwards from `here` that has a `site.yaml` or a `content/`.
///
/// # Errors
/// A [`Fault`] if there is none.
pub(super) fn find(asked: Option<&Path>, here: &Path) -> Result<PathBuf> {
    if let Some(site) = asked {
        return if site.is_dir() {
            Ok(site.to_owned())
        } else {
            Err(Fault::at("there is no folder", site)
                .hint("give the folder of the site with --site"))
        };
    }
    let is_site =
        |folder: &&Path| folder.join("site.yaml").is_file() || folder.join("content").is_dir();
    let found = here.ancestors().find(is_site).map(Path::to_owned);
    found.ok_or_else(|| {
        Fault::at("there is no site in or above", here)
            .hint("a site is a folder with a site.yaml or a content/: name it with --site, or begin one with `briefpress init`")
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    #[test]
    fn the_nearest_site_upwards_is_taken_unless_one_is_named() {
        let above = tempfile::tempdir().unwrap();
        let above = above.path();
        for folder in [
            "site/content/briefs",
            "site/docs/deep",
            "site/inner/content",
            "other",
        ] {
            fs::create_dir_all(above.join(folder)).unwrap();
        }
        fs::write(above.join("other/site.yaml"), "").unwrap();
        let find = |asked: Option<&str>, here: &str| {
            let asked = asked.map(|asked| above.join(asked));
            let found = super::find(asked.as_deref(), &above.join(here)).ok()?;
            Some(
                found
                    .strip_prefix(above)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned(),
            )
        };
        assert_eq!(find(None, "site/content/briefs").as_deref(), Some("site"));
        assert_eq!(find(None, "site/docs/deep").as_deref(), Some("site"));
        assert_eq!(find(None, "site/inner").as_deref(), Some("site/inner"));
        assert_eq!(find(None, "other").as_deref(), Some("other"));
        assert_eq!(find(Some("other"), "site").as_deref(), Some("other"));
        assert_eq!(find(Some("none"), "site"), None);
    }
}
