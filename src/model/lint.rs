//! What an author allows although the lint asks about it.

/// One message of the lint that a brief allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Which kind of message.
    pub rule: LintRule,
    /// The id of the number that it is allowed for; `None` allows it in the whole brief.
    pub id: Option<Box<str>>,
    /// Why, in the author's words.
    pub reason: Box<str>,
}

/// A kind of message that a brief can allow; named after its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LintRule {
    /// The same figure has two values.
    ConflictingNumber,
    /// The prose has another value than the number.
    ContradictedNumber,
    /// The prose tells a projection as a fact.
    ProjectionAsFact,
    /// A date is older than site.yaml allows.
    StaleNumber,
    /// No number backs an amount in the prose.
    UnbackedAmount,
    /// A company is only ever called by a name that is not registered.
    UnregisteredName,
}

impl LintRule {
    /// Every rule.
    pub const ALL: [Self; 6] = [
        Self::ConflictingNumber,
        Self::ContradictedNumber,
        Self::ProjectionAsFact,
        Self::StaleNumber,
        Self::UnbackedAmount,
        Self::UnregisteredName,
    ];

    /// The code of its messages.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConflictingNumber => "conflicting-number",
            Self::ContradictedNumber => "contradicted-number",
            Self::ProjectionAsFact => "projection-as-fact",
            Self::StaleNumber => "stale-number",
            Self::UnbackedAmount => "unbacked-amount",
            Self::UnregisteredName => "unregistered-name",
        }
    }
}
