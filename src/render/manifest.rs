//! What a theme says about itself (theme.yaml), and its words (strings/*.yaml).
//!
//! Comes in: small YAML files. Goes out: a [`Manifest`] or the words of the interface, and what is wrong with them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde_yaml::Value as Yaml;

use crate::diagnostic::{Code, Diagnostic, Files as _, SourceId, Span};
use crate::model::Phrase;
use crate::source::Sources;
use crate::view::{CONTRACT, CONTRACT_CHANGES, ContractChange};

/// The most bytes that a YAML file of a theme may have.
const MAX_YAML: usize = 64 << 10;

/// The deepest nesting in a YAML file of a theme: real ones have two levels.
const MAX_DEPTH: usize = 8;

const KEYS: &[&str] = &["name", "contract", "description", "extends"];

/// What theme.yaml says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// What the theme is like, in a sentence.
    pub(crate) description: Option<Box<str>>,
    /// The theme that this one lies on, and where it says so.
    pub(crate) extends: Option<(Box<str>, Span)>,
}

/// Reads theme.yaml of the theme in the folder `dir` (`themes/wire`).
///
/// # Errors
/// What makes the theme unusable: a broken file, or another contract.
pub(crate) fn read(
    sources: &Sources,
    dir: &str,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Manifest, Diagnostic> {
    let path = format!("{dir}/theme.yaml");
    let Some(id) = sources.by_path(&path).map(|file| file.id) else {
        return Err(Diagnostic::new(
            Code::ThemeContract,
            None,
            format!("the theme in {dir}/ has no theme.yaml"),
        )
        .help(format!("make {path} with the line `contract: {CONTRACT}`")));
    };
    let text = sources.text(id).unwrap_or_default();
    let map = read_map(id, text)?;
    for key in map.keys().filter(|key| !KEYS.contains(&key.as_str())) {
        let unknown = Diagnostic::new(
            Code::UnknownKey,
            key_span(id, text, key),
            format!("unknown key `{key}` in theme.yaml"),
        );
        warnings.push(unknown.help(match nearest(key, KEYS.iter().copied()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("theme.yaml has the keys {}", listed(KEYS.iter().copied())),
        }));
    }
    check_contract(id, text, map.get("contract"))?;
    let extends = match map.get("extends") {
        None | Some(Yaml::Null) => None,
        Some(Yaml::String(name)) => Some((name.as_str().into(), key_span(id, text, "extends"))),
        Some(_) => {
            return Err(Diagnostic::new(
                Code::WrongType,
                key_span(id, text, "extends"),
                "`extends` must be the name of a theme",
            )
            .help("for instance `extends: broadsheet`"));
        }
    };
    let description = match map.get("description") {
        Some(Yaml::String(text)) => Some(text.as_str().into()),
        _ => None,
    };
    Ok(Manifest {
        description,
        extends,
    })
}

fn check_contract(id: SourceId, text: &str, value: Option<&Yaml>) -> Result<(), Diagnostic> {
    let Some(value) = value else {
        return Err(Diagnostic::new(
            Code::ThemeContract,
            Span::file(id),
            "theme.yaml does not say which version of the theme contract it was written for",
        )
        .help(format!("add `contract: {CONTRACT}`")));
    };
    let span = key_span(id, text, "contract");
    let Some(range) = contract_range(value) else {
        return Err(Diagnostic::new(
            Code::InvalidValue,
            span,
            "`contract` must be a version or a range of versions",
        )
        .help(format!(
            "for instance `contract: {CONTRACT}` or `contract: 1-{CONTRACT}`"
        )));
    };
    match mismatch(&range, CONTRACT, CONTRACT_CHANGES) {
        None => Ok(()),
        Some((message, help)) => {
            Err(Diagnostic::new(Code::ThemeContract, span, message).help(help))
        }
    }
}

/// What is wrong with a theme that was written for the versions in `range`, and what to do about it: what changed since
/// then, and how each change is mended.
fn mismatch(
    range: &RangeInclusive<u32>,
    current: u32,
    changes: &[ContractChange],
) -> Option<(String, String)> {
    if range.contains(&current) {
        return None;
    }
    let (first, last) = (*range.start(), *range.end());
    let written = if first == last {
        format!("version {first}")
    } else {
        format!("versions {first} to {last}")
    };
    let message = format!(
        "the theme was written for {written} of the theme contract, this briefpress has version {current}"
    );
    if first > current {
        let help = "use a newer briefpress, or an older version of the theme".to_owned();
        return Some((message, help));
    }
    let mut help = String::new();
    for change in changes.iter().filter(|change| change.version > last) {
        help.push_str(&format!(
            "since version {}: {}, so {}; ",
            change.version, change.what, change.mend
        ));
    }
    help.push_str(&format!("then write `contract: {current}`"));
    Some((message, help))
}

/// Reads `1` or `1-3`.
fn contract_range(value: &Yaml) -> Option<RangeInclusive<u32>> {
    match value {
        Yaml::Number(number) => {
            let version = u32::try_from(number.as_u64()?).ok()?;
            Some(version..=version)
        }
        Yaml::String(text) => {
            let (first, last) = text.split_once('-')?;
            let range = first.trim().parse().ok()?..=last.trim().parse().ok()?;
            (!range.is_empty()).then_some(range)
        }
        _ => None,
    }
}

/// Reads a file of strings into `words`; what is there already is replaced.
///
/// # Errors
/// If the file can't be read as a whole. A single bad entry is left out and told in `errors`.
pub(crate) fn read_strings(
    sources: &Sources,
    id: SourceId,
    words: &mut BTreeMap<String, Phrase>,
    errors: &mut Vec<Diagnostic>,
) -> Result<(), Diagnostic> {
    let text = sources.text(id).unwrap_or_default();
    for (key, value) in read_map(id, text)? {
        match phrase(value) {
            Some(Phrase::Plural(forms)) if !forms.contains_key(Phrase::OTHER) => errors.push(
                Diagnostic::new(
                    Code::MissingKey,
                    key_span(id, text, &key),
                    format!("`{key}` has no form `other`"),
                )
                .help("`other` is used where no other form fits"),
            ),
            Some(entry) => {
                words.insert(key, entry);
            }
            None => errors.push(
                Diagnostic::new(
                    Code::WrongType,
                    key_span(id, text, &key),
                    format!("`{key}` must be a text, or a map with `one` and `other`"),
                )
                .help("put quotes around it"),
            ),
        }
    }
    Ok(())
}

fn phrase(value: Yaml) -> Option<Phrase> {
    match value {
        Yaml::String(text) => Some(Phrase::Text(text.into())),
        Yaml::Mapping(forms) => {
            let forms = forms.into_iter().map(|form| match form {
                (Yaml::String(name), Yaml::String(text)) => Some((name.into(), text.into())),
                _ => None,
            });
            forms.collect::<Option<_>>().map(Phrase::Plural)
        }
        _ => None,
    }
}

/// Reads a map with text keys, within bounds.
fn read_map(id: SourceId, text: &str) -> Result<BTreeMap<String, Yaml>, Diagnostic> {
    if text.len() > MAX_YAML {
        return Err(Diagnostic::new(
            Code::FileTooLarge,
            Span::file(id),
            "a YAML file of a theme may have 64 KiB at most",
        )
        .help("make it smaller"));
    }
    if depth(text) > MAX_DEPTH {
        return Err(Diagnostic::new(
            Code::YamlTooDeep,
            Span::file(id),
            format!("brackets are nested deeper than {MAX_DEPTH} levels"),
        )
        .help("close the brackets, or quote the text they stand in"));
    }
    if text.trim().is_empty() {
        return Ok(BTreeMap::new());
    }
    serde_yaml::from_str(text).map_err(|error| {
        let at = error
            .location()
            .map_or(0, |place| place.index().min(text.len()));
        let at = u32::try_from(at).expect("the text is shorter than 64 KiB");
        Diagnostic::new(Code::YamlSyntax, Span::new(id, at..at), error.to_string())
            .help("a theme's YAML is a list of `key: value` lines; quote texts with a colon")
    })
}

/// How deeply brackets are nested; a flow list inside quotes counts too, which no theme has.
fn depth(text: &str) -> usize {
    let mut depth = 0usize;
    let mut deepest = 0;
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Where a top-level key stands: the key and its value, as far as they share a line.
pub(super) fn key_span(id: SourceId, text: &str, key: &str) -> Span {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        let unquoted = bare.trim_start_matches(['"', '\'']);
        if unquoted
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ']).starts_with(':'))
        {
            let range = start..start + bare.len();
            return match (u32::try_from(range.start), u32::try_from(range.end)) {
                (Ok(start), Ok(end)) => Span::new(id, start..end),
                _ => Span::file(id),
            };
        }
        start += line.len();
    }
    Span::file(id)
}

/// The name that was probably meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().min(name.len()) / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// `a`, `b` and `c`.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_theme(yaml: &str) -> (Result<Manifest, Diagnostic>, Vec<Diagnostic>) {
        let sources = Sources::from_memory([("themes/wire/theme.yaml", yaml)]);
        let mut warnings = Vec::new();
        let manifest = read(&sources, "themes/wire", &mut warnings);
        (manifest, warnings)
    }

    #[test]
    fn a_theme_for_this_contract_is_taken() {
        for contract in ["1", "1-1", "\"1-3\"", "0 - 2"] {
            let (manifest, warnings) = read_theme(&format!("name: Wire\ncontract: {contract}\n"));
            assert_eq!(manifest.unwrap().extends, None, "{contract}");
            assert!(warnings.is_empty());
        }
    }

    #[test]
    fn a_theme_for_another_contract_is_told_what_to_do() {
        for (yaml, code, help) in [
            ("contract: 2", Code::ThemeContract, "use a newer briefpress"),
            (
                "contract: 0",
                Code::ThemeContract,
                "then write `contract: 1`",
            ),
            ("name: x", Code::ThemeContract, "add `contract: 1`"),
            ("", Code::ThemeContract, "add `contract: 1`"),
            ("contract: new", Code::InvalidValue, "for instance"),
            ("contract: 3-1", Code::InvalidValue, "for instance"),
            (
                "contract: 1\nextends: [a]",
                Code::WrongType,
                "extends: broadsheet",
            ),
            ("a: b: c", Code::YamlSyntax, "quote texts with a colon"),
            ("a: [[[[[[[[[[", Code::YamlTooDeep, "close the brackets"),
        ] {
            let error = read_theme(yaml).0.unwrap_err();
            assert_eq!(error.code, code, "{yaml}");
            assert!(error.help.as_deref().unwrap().contains(help), "{error:?}");
        }
    }

    #[test]
    fn a_theme_for_an_older_contract_hears_what_changed_and_how_to_mend_it() {
        let change = |version, what, mend| ContractChange {
            version,
            what,
            mend,
        };
        let changes = [
            change(2, "`brief.lede` is gone", "print `brief.dek`"),
            change(3, "`site.root` is named `site.base_path`", "rename it"),
        ];
        let (message, help) = mismatch(&(1..=2), 3, &changes).unwrap();
        assert_eq!(
            message,
            "the theme was written for versions 1 to 2 of the theme contract, this briefpress has version 3"
        );
        assert_eq!(
            help,
            "since version 3: `site.root` is named `site.base_path`, so rename it; then write `contract: 3`"
        );
        let (_, help) = mismatch(&(1..=1), 3, &changes).unwrap();
        assert!(help.starts_with(
            "since version 2: `brief.lede` is gone, so print `brief.dek`; since version 3"
        ));
        assert_eq!(mismatch(&(1..=3), 3, &changes), None);
    }

    #[test]
    fn an_unknown_key_gets_a_proposal_and_its_place() {
        let (manifest, warnings) = read_theme("contract: 1\nextend: broadsheet\n");
        assert!(manifest.is_ok());
        assert_eq!(warnings[0].help.as_deref(), Some("did you mean `extends`?"));
        let span = warnings[0].span.unwrap();
        assert_eq!((span.start, span.end), (12, 30));
    }

    #[test]
    fn strings_of_the_wrong_kind_are_left_out_and_told() {
        let yaml = "a: A\nb: 3\nc: {one: \"{n} c\"}\nd: {one: x, other: y}\n";
        let sources = Sources::from_memory([("themes/wire/strings/en.yaml", yaml)]);
        let id = sources.by_path("themes/wire/strings/en.yaml").unwrap().id;
        let (mut words, mut errors) = (BTreeMap::new(), Vec::new());
        read_strings(&sources, id, &mut words, &mut errors).unwrap();
        assert_eq!(words.keys().collect::<Vec<_>>(), ["a", "d"]);
        let codes: Vec<_> = errors.iter().map(|error| error.code).collect();
        assert_eq!(codes, [Code::WrongType, Code::MissingKey]);
    }
}
