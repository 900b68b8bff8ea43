//! What `briefpress theme docs` prints: all that a template can use.

use crate::view::CONTRACT;
use crate::view::contract;

/// The reference for people who write themes, as Markdown.
pub fn reference() -> String {
    format!("{HEAD}{}", contract::reference()).replace("{contract}", &CONTRACT.to_string())
}

const HEAD: &str = "\
# What a template sees

Printed by `briefpress theme docs`: version {contract} of the theme contract. `briefpress schema theme` prints the same as a
JSON Schema. Every key is always there; what is absent is null. Text is escaped when it is printed, HTML is not.

## Beside Tera's own

Templates are written in [Tera 2](https://keats.github.io/tera/). They can read no file, no clock and no environment.

| | |
| --- | --- |
| `t` | The words of the interface, by key: those of `strings/en.yaml`, of the site's language, and of `strings` in site.yaml. |
| `article \\| outside_links` | For a list of addresses on paper: `addresses`, where the links of ready HTML lead that leave the site, each once, in order and ready for showing; and `html`, the same HTML in which each of those links has its number in that list as `data-link`. `{% set article %}...{% endset %}` makes ready HTML. |
| `number.value \\| grouped(by=t.thousands, mark=t.decimal_mark)` | An exact decimal with its digits in groups of three, four left together. |
| `t.page_of \\| fill(page=2, pages=7)` | Puts values where a text has their names in braces. A text with plural forms takes the one for `n`. |
| `asset(path=\"style.css\")` | The address of a file under the theme's `static/`, with the fingerprint of its content. `highlight.css` is the stylesheet of highlighted code. `style.css` ends with the design tokens of site.yaml. |
| `range(end=3)` | Numbers, at most a thousand. |

A page may take 500,000 rounds of loops and includes and 32 MiB; then it is an error, with the place in the template.

";
