//! What stands above an alert (`> [!NOTE]` and the like), in the language of the site.

use std::borrow::Cow;

use pulldown_cmark::BlockQuoteKind;

/// The titles of the five kinds of alerts. English by default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertTitles {
    /// `> [!NOTE]`
    pub note: Cow<'static, str>,
    /// `> [!TIP]`
    pub tip: Cow<'static, str>,
    /// `> [!IMPORTANT]`
    pub important: Cow<'static, str>,
    /// `> [!WARNING]`
    pub warning: Cow<'static, str>,
    /// `> [!CAUTION]`
    pub caution: Cow<'static, str>,
}

impl Default for AlertTitles {
    fn default() -> Self {
        Self {
            note: "Note".into(),
            tip: "Tip".into(),
            important: "Important".into(),
            warning: "Warning".into(),
            caution: "Caution".into(),
        }
    }
}

impl AlertTitles {
    pub(super) fn of(&self, kind: BlockQuoteKind) -> &str {
        match kind {
            BlockQuoteKind::Note => &self.note,
            BlockQuoteKind::Tip => &self.tip,
            BlockQuoteKind::Important => &self.important,
            BlockQuoteKind::Warning => &self.warning,
            BlockQuoteKind::Caution => &self.caution,
        }
    }
}

/// The class of an alert, which is the same in every language.
pub(super) const fn class(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}
