//! What authors say about the lint: which of its messages they allow, and which they ask for.
//!
//! Comes in: `lint` of a brief or of site.yaml. Goes out: allowances with their reasons, settings, and diagnostics.

use super::reader::{Field, Reader};
use super::suggest;
use crate::diagnostic::Code;
use crate::model::{Allowance, LintConfig, LintRule};

/// `{ allow: [{ code: conflicting-number, id: n2, reason: restated }] }` of a brief.
pub(super) fn allowances(r: &mut Reader<'_>, field: &Field<'_>) -> Vec<Allowance> {
    const EXAMPLE: &str = "{ allow: [{ code: conflicting-number, reason: restated in May }] }";
    let mut allowances = Vec::new();
    let Some(mut keys) = r.map(field, EXAMPLE) else {
        return allowances;
    };
    let Some(allow) = keys.get(r, &["allow"]) else {
        keys.finish(r, "`lint` of a brief");
        return allowances;
    };
    for item in allow.items() {
        let Some(mut keys) = r.map(
            &item,
            "{ code: conflicting-number, reason: restated in May }",
        ) else {
            continue;
        };
        let rule = keys
            .need(r, &["code"], "conflicting-number")
            .and_then(|f| rule(r, &f));
        let reason = keys
            .need(r, &["reason"], "restated in May")
            .and_then(|f| r.words(&f, "restated in May"));
        let id = keys.get(r, &["id"]).and_then(|f| r.words(&f, "n2"));
        keys.finish(r, "an allowance");
        if let (Some(rule), Some(reason)) = (rule, reason) {
            allowances.push(Allowance { rule, id, reason });
        }
    }
    keys.finish(r, "`lint` of a brief");
    allowances
}

fn rule(r: &mut Reader<'_>, field: &Field<'_>) -> Option<LintRule> {
    let text = r.words(field, "conflicting-number")?;
    let rule = LintRule::ALL
        .into_iter()
        .find(|rule| rule.as_str() == &*text);
    if rule.is_none() {
        let known = LintRule::ALL.map(LintRule::as_str);
        let message = format!("`{text}` is no code that a brief can allow");
        r.tell(
            Code::InvalidValue,
            field,
            message,
            suggest::value(&text, &known),
        );
    }
    rule
}

/// `{ unbacked: true, stale_months: 24 }` of site.yaml.
pub(super) fn config(r: &mut Reader<'_>, field: &Field<'_>) -> LintConfig {
    let mut lint = LintConfig::default();
    let Some(mut keys) = r.map(field, "{ unbacked: true, stale_months: 24 }") else {
        return lint;
    };
    const YES_OR_NO: &[(&str, bool)] = &[("true", true), ("false", false)];
    if let Some(unbacked) = keys
        .get(r, &["unbacked"])
        .and_then(|f| r.one_of(&f, YES_OR_NO))
    {
        lint.unbacked = unbacked;
    }
    if let Some(field) = keys.get(r, &["stale_months"])
        && let Some(text) = r.words(&field, "24")
    {
        lint.stale_months = text
            .parse()
            .ok()
            .filter(|months| (1..=1200).contains(months));
        if lint.stale_months.is_none() {
            let message = format!("`stale_months` can't be `{text}`");
            let help = "write a number of months from 1 to 1200, such as `stale_months: 24`";
            r.tell(Code::InvalidValue, &field, message, help.into());
        }
    }
    keys.finish(r, "`lint` of site.yaml");
    lint
}
