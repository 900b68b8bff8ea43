//! The front matter of a plain page.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::value::{Flag, OneOrMany, Words};

/// The front matter of a plain page, a file under content/pages/.
#[derive(Debug, JsonSchema)]
#[schemars(title = "A page", deny_unknown_fields)]
pub struct PageFrontMatter {
    /// The title.
    pub title: Words,
    /// What the page is for, in one sentence.
    pub description: Option<Words>,
    /// The same as `description`.
    #[schemars(extend("x-same-as" = "description"))]
    pub dek: Option<Words>,
    /// The same as `description`.
    #[schemars(extend("x-same-as" = "description"))]
    pub summary: Option<Words>,
    /// The same as `description`.
    #[schemars(extend("x-same-as" = "description"))]
    pub subtitle: Option<Words>,
    /// `true` keeps it out of the site, unless `--drafts` is given.
    pub draft: Option<Flag>,
    /// The address: `about` becomes `/about/`. Without this key it is the name of the file.
    pub slug: Option<Words>,
    /// Old addresses inside the site, which lead here.
    pub aliases: Option<OneOrMany<Words>>,
    /// The same as `aliases`.
    #[schemars(extend("x-same-as" = "aliases"))]
    pub redirect_from: Option<OneOrMany<Words>>,
    /// Anything of your own, kept as it is for the theme.
    pub extra: Option<Map<String, Value>>,
}
