//! A theme to begin with: one that lies on another, and changes a little of it.

use super::NewFile;

/// A new theme.
#[derive(Clone, Copy, Debug)]
pub struct Theme<'a> {
    /// The name of its folder.
    pub name: &'a str,
    /// The theme below it.
    pub extends: &'a str,
    /// The version of the theme contract that it is written for.
    pub contract: u32,
}

impl Theme<'_> {
    /// Its files: a frame that links one stylesheet more, that stylesheet, and a manifest.
    pub fn files(&self) -> Vec<NewFile> {
        let Self {
            name,
            extends,
            contract,
        } = self;
        let file = |path: &str, text: String| NewFile::new(format!("themes/{name}/{path}"), text);
        vec![
            file(
                "templates/base.html",
                format!(
                    "{{% extends \"{extends}/base.html\" %}}\n\
                     {{% block head %}}{{{{ super() }}}}\n\
                     <link rel=\"stylesheet\" href=\"{{{{ asset(path=\"{name}.css\") }}}}\">\n\
                     {{%- endblock head %}}\n"
                ),
            ),
            file(
                &format!("static/{name}.css"),
                "/* After the stylesheet of the theme below: what stands here wins. */\n\
                 :root {\n  --signal: #0b6e6e;\n  --measure: 62ch;\n}\n\n\
                 @media (prefers-color-scheme: dark) {\n  :root {\n    --signal: #57c7c7;\n  }\n}\n"
                    .to_owned(),
            ),
            // Last: it makes the folder a theme. A run that was killed before it can be repeated.
            file(
                "theme.yaml",
                format!(
                    "name: {name}\n\
                     contract: {contract}\n\
                     # Every file that is not here is taken from this theme.\n\
                     extends: {extends}\n"
                ),
            ),
        ]
    }
}
