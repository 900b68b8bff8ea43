//! What a capitalised word can be that is no name.
//!
//! Comes in: a word. Goes out: whether it is a number, a version, a month, an acronym, a part of a text, or one that only
//! begins sentences.

/// Whether a word begins with a capital.
pub(super) fn is_capitalised(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

pub(super) fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 4
}

/// `Gen-4.5`, `GPT-4o`: what is told apart by a number is a product.
pub(super) fn is_version(word: &str) -> bool {
    word.rsplit_once('-')
        .is_some_and(|(_, number)| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// `first-order`, as effects are called.
pub(super) fn is_ordinal(lower: &str) -> bool {
    lower
        .split_once('-')
        .is_some_and(|(head, _)| matches!(head, "first" | "second" | "third" | "fourth"))
}

/// Words for the parts of a text.
pub(super) fn is_structure(word: &str) -> bool {
    const WORDS: &str = "\
        Abstract Appendix Background Bibliography Caption Conclusion Conclusions Contents Effect \
        Effects Endnote Endnotes Figure Figures Footnote Footnotes Foreword Further Glossary \
        Heading Implications Index Introduction Key Note Notes Numbers Outlook Overview Part Postscript \
        Preface Questions Reading References Section Source Sources Summary Table Takeaway \
        Takeaways TOC Update Updates";
    WORDS.split(' ').any(|known| known == word)
}

/// Whether a line is what the first part of a text is called, whatever the text is about.
pub(super) fn is_opening(line: &str) -> bool {
    const LINES: [&str; 6] = [
        "executive summary",
        "key takeaways",
        "in brief",
        "at a glance",
        "the big picture",
        "tl;dr",
    ];
    let line = line.trim_end_matches([':', ' ']).to_lowercase();
    LINES.contains(&line.as_str())
}

/// Whether a word has no small letter (`AGI`, `R&D`), or is one letter.
pub(super) fn is_acronym(word: &str) -> bool {
    !word.contains(char::is_lowercase)
        || word.chars().filter(|c| c.is_alphabetic()).count() < 2
        || word
            .strip_suffix('s')
            .is_some_and(|w| !w.contains(char::is_lowercase))
}

/// Whether an acronym could be a company's (`ASML`, `IBM`): three to five letters, and none of those that briefs use for
/// offices, authorities, measures and techniques.
pub(super) fn may_be_company(acronym: &str) -> bool {
    const OTHERS: &str = "\
        ADR AGI API APIS APR ARPU ARR ASIC ASICS ASP AUM BEV CAGR CAPEX CAPM CDN CEO CEOS CFIUS CFO CIO CISO CMA CMO \
        COGS COO CPC CPI CPM CPU CPUS CRM CSR CTO CTR DAU DCF DEI DMA DNA DOJ DRAM DSA EBIT ECB EIA EMEA EPA EPS ERP \
        ESG ETF ETFS EUR EUV EVS FAA FAQ FCC FCF FDA FED FOMC FTC FTE GAAP GBP GDP GDPR GMV GPT GPU GPUS GWH HBM HDD \
        HIPAA HTML HTTP IEA IFRS IMF IPO IPOS IRA IRR IRS ISO JPY JSON KPI KPIS KYC LBO LLC LLM LLMS LNG LOI LTV MAU \
        MLOPS MOU MRR MVP MWH NAND NASA NATO NAV NBER NDA NFT NGO NIST NLP NPS NRR NYSE OECD OEM OEMS OPEC OPEX PDF \
        PMI PPA PPI QOQ RAM RFP ROA ROE ROI ROIC SAAS SDK SDKS SEC SEO SKU SKUS SLA SPAC SPACS SPV SQL SSD TAM TCO TDP \
        TLDR TPU TPUS TSX UAE UAW UBI URL USA USB USD USMCA VAT VFX VPN WACC WHO WTO XML YOY YTD";
    (3..=5).contains(&acronym.len())
        && acronym.bytes().all(|byte| byte.is_ascii_uppercase())
        && !OTHERS.split(' ').any(|other| other == acronym)
}

pub(super) fn is_calendar(word: &str) -> bool {
    const WORDS: &str = "\
        January February March April May June July August September October November December Jan \
        Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday \
        Saturday Sunday Spring Summer Autumn Winter";
    WORDS.split(' ').any(|known| known == word)
}

/// Words that begin sentences and are part of no name.
pub(super) fn is_stop_word(lower: &str) -> bool {
    const WORDS: &str = "\
        a about across after again against all along already also although amid among an and \
        another any are around as at because before behind below besides between beyond both but \
        by can could dear despite did do does during each either even every few finally first for \
        founders from further had has have he hello hence her here hey hi his how however if in including \
        instead into is it its last later less like many meanwhile more moreover most much must my \
        near neither never new next no nor not now observe of off on once one only or other others \
        our out over own per perhaps please rather second several she should since so some soon still \
        such than that the their then there therefore these they third this those though through \
        thus to today together too toward towards two under unless unlike until up upon us very \
        was watch we well were what when where whether which while who whose why will with within \
        without would yet you your monitor";
    WORDS.split(' ').any(|known| known == lower)
}
