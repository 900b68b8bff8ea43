//! What feeds say beside the author's own words: texts of the theme's interface, with English for those it lacks.

/// The words of the interface that feeds use. Some have a name in braces, which a value takes the place of.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub(super) orders: [Box<str>; 3],
    pub(super) watch_list: Box<str>,
    pub(super) number: Box<str>,
    pub(super) label: Box<str>,
    pub(super) date_of: Box<str>,
    pub(super) brief: Box<str>,
    pub(super) corrections: Box<str>,
    pub(super) due: Box<str>,
    pub(super) hit: Box<str>,
    pub(super) miss: Box<str>,
    pub(super) void: Box<str>,
    pub(super) estimate: Box<str>,
    pub(super) projection: Box<str>,
    /// With `{date}`.
    pub(super) as_of: Box<str>,
    /// With `{date}`.
    pub(super) since: Box<str>,
    /// With `{date}`.
    pub(super) through: Box<str>,
    /// With `{link}`.
    pub(super) source: Box<str>,
    /// With `{link}`.
    pub(super) evidence: Box<str>,
}

impl Words {
    /// `find` gives the text of the interface that has this key.
    pub(crate) fn of<'a>(find: impl Fn(&str) -> Option<&'a str>) -> Self {
        let word = |key: &str, english: &'a str| find(key).unwrap_or(english).into();
        Self {
            orders: [
                word("order_1", "First order"),
                word("order_2", "Second order"),
                word("order_3", "Third order"),
            ],
            watch_list: word("watch_list", "Watch list"),
            number: word("number", "Number"),
            label: word("label", "Label"),
            date_of: word("date_of", "As of"),
            brief: word("brief", "Brief"),
            corrections: word("corrections", "Corrections"),
            due: word("due", "Due"),
            hit: word("hit", "Came true"),
            miss: word("miss", "Did not come true"),
            void: word("void", "Can no longer be decided"),
            estimate: word("kind_estimate", "Estimate"),
            projection: word("kind_projection", "Projection"),
            as_of: word("as_of", "as of {date}"),
            since: word("since", "since {date}"),
            through: word("through", "through {date}"),
            source: word("source", "Source {link}"),
            evidence: word("evidence", "Evidence {link}"),
        }
    }
}

/// `text` with `date` in the place of `{date}`.
pub(super) fn dated(text: &str, date: &str) -> String {
    text.replace("{date}", date)
}
