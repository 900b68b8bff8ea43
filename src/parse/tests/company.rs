//! Companies and pages.

use super::*;
use crate::model::{MentionPolicy, Publication};

pub(super) fn read_company(text: &str) -> (Outcome<Company>, Vec<String>) {
    let checked = company(ID, &"content/companies/google.md".into(), &text.into());
    (checked.value, told(text, &checked.diagnostics))
}

#[test]
fn a_company_is_read() {
    let (outcome, warnings) = read_company(
        "---\nname: Google\naliases: [Alphabet]\nproducts: [Veo, { name: Gemini, aliases: [Gemini Pro] }]\nmention: declared\n\
         description: Search.\nsector: Search\ncountry: NO\nfounded: 1998\nwebsite: https://google.example/\nticker: \"NASDAQ: GOOG\"\n\
         wikidata: Q95\ncompetitors: openai\nparent: Alphabet\npeople: [A, B]\nfiscal_year_end: 01-31\nredirect_from: [/g/]\nextra: { a: 1 }\n---\nProse.\n",
    );
    assert_eq!(warnings, Vec::<String>::new());
    let Outcome::Good(document) = outcome else {
        panic!("it is good");
    };
    let company = &document.value;
    assert_eq!(company.slug.as_str(), "google");
    assert_eq!(company.products.len(), 2);
    assert_eq!(&*company.products[1].aliases[0].value, "Gemini Pro");
    assert_eq!(company.mention, MentionPolicy::Declared);
    assert_eq!(company.country.as_deref(), Some("NO"));
    assert_eq!(company.founded.as_deref(), Some("1998"));
    assert_eq!(
        (company.fiscal_year_end.month, company.fiscal_year_end.day),
        (1, 31)
    );
    assert_eq!(document.outline.words, 1);
    let (outcome, _) = read_company("---\nname: X\n---\n");
    assert!(matches!(outcome, Outcome::Good(d) if d.value.mention == MentionPolicy::Always));
}

#[rustfmt::skip]
#[test]
fn what_is_wrong_with_a_company_is_told() {
    for (front, expected) in [
        ("nmae: x\n", "2:1 unknown-key: a company has no key `nmae` | did you mean `name`?"),
        ("mention: sometimes\n", "2:10 invalid-value: `mention` can't be `sometimes` | write `always`, `declared` or `never`"),
        ("products: [{ name: x, alias_of: y }]\n", "2:23 unknown-key: a product has no key `alias_of` | did you mean"),
        ("products: [{ aliases: [x] }]\n", "2:12 missing-key: `name` is missing"),
        ("website: google.example\n", "2:10 invalid-url"),
        ("wikidata: https://www.wikidata.org/wiki/Q95\n", "2:11 invalid-value: `wikidata` is no Wikidata id: `https://www.wikidata.org/wiki/Q95` | write the id only: `wikidata: Q95`"),
        ("fiscal_year_end: 13-31\n", "2:18 invalid-date: `fiscal_year_end` is no day of a year"),
        ("slug: Google Inc\n", "2:7 invalid-slug: `Google Inc` is no slug | write `slug: google-inc`"),
    ] {
        let (_, found) = read_company(&format!("---\n{front}name: G\n---\n"));
        assert!(found.len() == 1 && found[0].starts_with(expected), "{front}: {found:?}");
    }
}

#[test]
fn a_broken_company_still_claims_its_names() {
    for text in [
        "---\nname: Google\naliases: [Alphabet]\nproducts: [Veo, { name: Gemini }]\nmention: x\n---\n",
        "---\nname: Google\naliases: [Alphabet]\nproducts: [Veo, { name: Gemini }]\nsector: a: b\n---\n",
    ] {
        let (Outcome::Broken(claim), _) = read_company(text) else {
            panic!("it is broken");
        };
        let names: Vec<_> = claim.names.iter().map(|n| &**n).collect();
        assert_eq!(names, ["Google", "Alphabet", "Veo", "Gemini"]);
        assert_eq!(claim.slug.as_ref().map(Slug::as_str), Some("google"));
    }
}

pub(super) fn read_page(text: &str) -> (Outcome<Page>, Vec<String>) {
    let checked = page(ID, &"content/pages/about.md".into(), &text.into());
    (checked.value, told(text, &checked.diagnostics))
}

#[test]
fn a_page_is_read() {
    let (outcome, warnings) =
        read_page("---\ntitle: About\ndek: Us.\ndraft: true\naliases: /us/\n---\n# Hi\n");
    assert_eq!(warnings, Vec::<String>::new());
    let Outcome::Good(document) = outcome else {
        panic!("it is good");
    };
    assert_eq!(document.value.slug.as_str(), "about");
    assert_eq!(document.value.publication, Publication::Draft);
    assert_eq!(document.outline.headings.len(), 1);
    let (outcome, found) = read_page("---\ndate: 2026\n---\n");
    assert!(matches!(outcome, Outcome::Broken(_)));
    assert_eq!(found.len(), 2, "{found:?}");
}
