//! "Did you mean": the known words that are close to an unknown one.

/// Words of other programs, and what they are called here.
const FOREIGN: &[(&str, &str)] = &[
    ("abstract", "dek"),
    ("categories", "tags"),
    ("category", "tags"),
    ("company", "companies"),
    ("cover", "image"),
    ("created", "date"),
    ("excerpt", "dek"),
    ("featured_image", "image"),
    ("hero", "image"),
    ("headline", "title"),
    ("homepage", "website"),
    ("keywords", "tags"),
    ("lastmod", "updated"),
    ("last_modified", "updated"),
    ("lede", "dek"),
    ("menu", "nav"),
    ("modified", "updated"),
    ("name", "title"),
    ("navigation", "nav"),
    ("per_page", "paginate"),
    ("permalink", "slug"),
    ("pubdate", "date"),
    ("published", "draft"),
    ("symbol", "ticker"),
    ("thumbnail", "image"),
    ("title", "name"),
    ("topics", "tags"),
    ("amount", "value"),
    ("figure", "value"),
    ("deadline", "by"),
    ("due", "by"),
    ("date", "as_of"),
    ("order", "first"),
    ("description", "text"),
    ("homepage", "base_url"),
    ("baseurl", "base_url"),
    ("domain", "base_url"),
    ("lang", "language"),
    ("locale", "language"),
];

/// What to do about an unknown key.
pub(super) fn key(unknown: &str, known: &[&'static str]) -> String {
    if known.contains(&"effects") && matches!(unknown, "first" | "second" | "third") {
        return format!("indent it below `effects:`, such as `  {unknown}: ...`");
    }
    if let Some((key, value)) = unknown.split_once(':') {
        return format!(
            "add a space after the colon: `{key}: {}`",
            value.trim_start()
        );
    }
    let near = near(unknown, known);
    match &near[..] {
        [] if known.contains(&"extra") => {
            format!(
                "it is left out; known are {}; what is your own goes under `extra`",
                list(known, "and")
            )
        }
        [] => format!("it is left out; known are {}", list(known, "and")),
        near => format!("did you mean {}?", list(near, "or")),
    }
}

/// What to do about a value that is none of `allowed`.
pub(super) fn value(unknown: &str, allowed: &[&'static str]) -> String {
    match &near(unknown, allowed)[..] {
        [] => format!("write {}", list(allowed, "or")),
        near => format!("did you mean {}?", list(near, "or")),
    }
}

/// The words of `known` that are close to `word`, the closest first; at most three.
pub(super) fn near(word: &str, known: &[&'static str]) -> Vec<&'static str> {
    let word = plain(word);
    let mut close: Vec<(usize, &'static str)> = known
        .iter()
        .filter_map(|candidate| {
            let distance = strsim::damerau_levenshtein(&word, &plain(candidate));
            let reach = 1 + candidate.len().min(word.len()) / 4;
            let begins = word.len() >= 4
                && candidate.len() >= 4
                && (candidate.starts_with(&*word) || word.starts_with(candidate));
            (distance <= reach && distance < word.len() || begins).then_some((distance, *candidate))
        })
        .collect();
    close.sort();
    let foreign = FOREIGN
        .iter()
        .filter(|(foreign, ours)| plain(foreign) == word && known.contains(ours))
        .map(|(_, ours)| *ours);
    let mut near: Vec<_> = foreign.collect();
    for (_, candidate) in close {
        if !near.contains(&candidate) {
            near.push(candidate);
        }
    }
    near.truncate(3);
    near
}

/// Lower case, without the signs that join words.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .take(64)
        .collect()
}

/// `` `a`, `b` or `c` ``.
pub(super) fn list(words: &[&str], joint: &str) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match &quoted[..] {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} {joint} {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_are_found() {
        const KEYS: &[&str] = &[
            "title",
            "date",
            "dek",
            "tags",
            "as_of",
            "authors",
            "companies",
        ];
        for (word, expected) in [
            ("titel", "did you mean `title`?"),
            ("Title", "did you mean `title`?"),
            ("tag", "did you mean `tags`?"),
            ("asof", "did you mean `as_of`?"),
            ("As-Of", "did you mean `as_of`?"),
            ("company", "did you mean `companies`?"),
            ("headline", "did you mean `title`?"),
            ("keywords", "did you mean `tags`?"),
            ("excerpt", "did you mean `dek`?"),
            (
                "zzz",
                "it is left out; known are `title`, `date`, `dek`, `tags`, `as_of`, `authors` and `companies`",
            ),
        ] {
            assert_eq!(key(word, KEYS), expected, "{word}");
        }
        assert_eq!(
            value("projected", &["reported", "projection"]),
            "did you mean `projection`?"
        );
        assert_eq!(value("x", &["hit", "miss"]), "write `hit` or `miss`");
    }

    #[test]
    fn what_is_your_own_goes_under_extra() {
        assert!(key("mood", &["title", "extra"]).ends_with("goes under `extra`"));
    }
}
