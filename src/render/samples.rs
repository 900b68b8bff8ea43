//! Views to try templates on: every kind of page in full, with each optional key filled, and at its barest.

mod brief;
mod dossier;
mod memory;

use serde_json::{Value as Json, json};

use crate::markdown::{self, Flow, Marks, Markup, Options};
use crate::model::HtmlPolicy;
use crate::view::contract::*;
use crate::view::{CONTRACT, PageView, SiteView};

/// How much a sample page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// Every key is filled.
    Full,
    /// Every key that may be absent is.
    Bare,
}

impl Amount {
    fn some<T>(self, value: T) -> Option<T> {
        (self == Self::Full).then_some(value)
    }

    fn all<T>(self, values: impl IntoIterator<Item = T>) -> Vec<T> {
        match self {
            Self::Full => values.into_iter().collect(),
            Self::Bare => Vec::new(),
        }
    }
}

/// The site that the sample pages belong to, below the path `/news`.
pub(super) fn site(amount: Amount) -> SiteView {
    SiteView {
        contract: CONTRACT,
        title: "The Second Order".into(),
        description: amount.some("What happened, what follows, and what to watch.".into()),
        language: "en".into(),
        dir: Direction::Ltr,
        base_url: amount.some("https://example.org/news".into()),
        base_path: "/news".into(),
        nav: amount.all([
            nav("Briefs", "/"),
            nav("Companies", "/companies/"),
            nav("Archive", "/archive/"),
            nav("About", "/about/"),
        ]),
        links: SiteLinks {
            home: href("/"),
            archive: amount.some(href("/archive/")),
            companies: amount.some(href("/companies/")),
            tags: amount.some(href("/tags/")),
            numbers: amount.some(href("/numbers/")),
            effects: amount.some(href("/effects/")),
            watch: amount.some(href("/watch/")),
            data: amount.some(href("/data/")),
            search: amount.some(href("/search/")),
        },
        footer: amount.some(html("Written by <a href=\"/news/about/\">the desk</a>.")),
        today: day("2026-05-20", "20 May 2026"),
        me: amount.all([href("https://social.example/@desk")]),
        year: 2026,
        briefs: count(3),
        companies: count(5),
        styles: amount.all([href("/custom.css")]),
        csp: "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'".into(),
        generator: "briefpress 0.1.0",
        extra: extra(amount),
    }
}

/// A page of every kind.
pub(super) fn pages(amount: Amount) -> Vec<PageView> {
    let full = amount == Amount::Full;
    vec![
        PageView::Home(HomePage {
            meta: meta("/", "The Second Order", OgType::Website, amount),
            lead: amount.some(card(amount)),
            briefs: amount.all([card(amount), card(Amount::Bare), card(amount)]),
            due: memory::watch_rows(&[WatchState::Open, WatchState::Overdue], amount),
            pagination: pagination(amount),
        }),
        PageView::Brief(Box::new(BriefPage {
            meta: meta("/briefs/runway/", "Runway turns", OgType::Article, amount),
            brief: brief::brief(amount),
        })),
        PageView::Companies(CompaniesPage {
            meta: meta("/companies/", "Companies", OgType::Website, amount),
            initials: amount.all(["A", "L", "O", "R"].map(|letter| CompanyInitial {
                initial: letter.into(),
                anchor: letter.to_lowercase().into(),
                companies: vec![
                    company_card("Runway", amount),
                    company_card("Adobe & Sons", Amount::Bare),
                ],
            })),
            sectors: amount.all([
                CompanySector {
                    sector: Some("AI video".into()),
                    anchor: "sector-1".into(),
                    companies: vec![link("Runway", "/companies/runway/")],
                },
                CompanySector {
                    sector: None,
                    anchor: "sector-2".into(),
                    companies: vec![link("Adobe & Sons", "/companies/adobe/")],
                },
            ]),
            recent: amount.all([company_card("Runway", amount)]),
            letters: amount.all(
                ["A", "L", "O", "R"]
                    .map(|letter| link(letter, &format!("/companies/#{}", letter.to_lowercase()))),
            ),
            total: count(if full { 8 } else { 0 }),
            pagination: pagination(amount),
        }),
        PageView::Company(Box::new(CompanyPage {
            meta: meta("/companies/runway/", "Runway", OgType::Profile, amount),
            company: company(amount),
            dossier: amount.some(dossier::dossier(amount)),
            calendar: amount.some(href("/companies/runway/watch.ics")),
            timeline: amount.all([2026, 2025].map(|year| TimelineYear {
                year,
                entries: vec![
                    entry(amount, CompanyRoleView::Subject),
                    entry(Amount::Bare, CompanyRoleView::Declared),
                    entry(amount, CompanyRoleView::Mentioned),
                ],
            })),
            pagination: pagination(Amount::Bare),
        })),
        PageView::Archive(ArchivePage {
            meta: meta("/archive/", "Archive", OgType::Website, amount),
            years: amount.all([2026, 2025].map(|year| ArchiveYear {
                year,
                briefs: vec![card(amount), card(amount)],
            })),
            pagination: pagination(amount),
        }),
        PageView::Tags(TagsPage {
            meta: meta("/tags/", "Tags", OgType::Website, amount),
            tags: amount.all([group("AI video", 3), group("Funding", 1)]),
            pagination: pagination(amount),
        }),
        PageView::Group(GroupPage {
            meta: meta("/tags/ai-video/", "AI video", OgType::Website, amount),
            kind: if full {
                GroupKind::Series
            } else {
                GroupKind::Tag
            },
            group: group("AI video", 3),
            briefs: amount.all([card(amount), card(Amount::Bare)]),
            effects: amount.some(GroupEffects {
                href: href("/effects/tags/#tag-ai-video"),
                total: count(3),
            }),
            pagination: pagination(amount),
        }),
        memory::numbers(amount),
        memory::metric(amount),
        memory::watch(amount),
        memory::effects(amount),
        memory::data(amount),
        PageView::Search(SearchPage {
            meta: meta("/search/", "Search", OgType::Website, amount),
            script: href("/search/search.js"),
            index: href("/search/index.json"),
        }),
        PageView::Plain(PlainPage {
            meta: meta("/about/", "About", OgType::Website, amount),
            page: PlainView {
                slug: "about".into(),
                href: href("/about/"),
                title: html("About <em>us</em>"),
                description: amount.some(html("Who writes this")),
                body: html(&PROSE.replace("h3>", "h2>")),
                footnotes: amount.some(html(FOOTNOTES)),
                toc: toc(amount),
                draft: full,
                extra: extra(amount),
            },
        }),
        PageView::NotFound(NotFoundPage {
            meta: meta(
                "/404.html",
                "There is nothing here",
                OgType::Website,
                amount,
            ),
            latest: amount.all([card(amount)]),
        }),
        PageView::Redirect(RedirectPage {
            meta: meta("/old/", "Runway turns", OgType::Website, amount),
            target: href("/briefs/runway/"),
        }),
    ]
}

fn href(path: &str) -> Href {
    Href::sample(&format!("/news{path}"))
}

/// Ready HTML of this file, as `markdown` leaves it where raw HTML may stay.
fn html(text: &str) -> Markup {
    let flow = if text.starts_with('<') && !text.starts_with("<em>") {
        Flow::Block
    } else {
        Flow::Inline
    };
    let options = Options {
        html: HtmlPolicy::Allow,
    };
    markdown::set(text, flow, &Marks::default(), &options)
}

fn nav(title: &str, path: &str) -> NavItemView {
    NavItemView {
        title: title.into(),
        href: href(path),
    }
}

fn link(name: &str, path: &str) -> Shared<LinkView> {
    Shared::new(plain_link(name, path))
}

fn plain_link(name: &str, path: &str) -> LinkView {
    LinkView {
        name: name.into(),
        href: href(path),
    }
}

fn outside(url: &str, host: &str) -> OutsideLink {
    OutsideLink {
        href: Href::sample(url),
        host: host.into(),
    }
}

fn day(iso: &str, text: &str) -> DateView {
    DateView {
        iso: iso.into(),
        text: text.into(),
        year: 2026,
        datetime: iso.into(),
    }
}

fn month(iso: &str, text: &str, datetime: Option<&str>) -> PartialDateView {
    PartialDateView {
        iso: iso.into(),
        text: text.into(),
        datetime: datetime.map(Into::into),
    }
}

fn count(value: usize) -> Count {
    Count {
        value,
        text: value.to_string().into(),
    }
}

fn extra(amount: Amount) -> Json {
    amount
        .some(json!({"color": "red", "list": [1, 2.5, null]}))
        .unwrap_or(Json::Null)
}

fn image(amount: Amount) -> ImageView {
    ImageView {
        href: href("/briefs/runway/robot.jpg"),
        url: amount.some("https://example.org/news/briefs/runway/robot.jpg".into()),
        alt: "A robot arm, filmed".into(),
        width: amount.some(1600),
        height: amount.some(900),
        srcset: amount.some("/news/pictures/0a1b2c3d4e5f6071-480.webp 480w, /news/pictures/0a1b2c3d4e5f6071-1600.webp 1600w".into()),
    }
}

fn meta(path: &str, title: &str, og_type: OgType, amount: Amount) -> PageMeta {
    PageMeta {
        title: format!("{title} — The Second Order").into(),
        og_title: title.into(),
        description: amount.some("A \"quoted\" description & more".into()),
        href: href(path),
        path: path.into(),
        canonical: amount.some(format!("https://example.org/news{path}").into()),
        nav_href: amount.some(href("/")),
        og_type,
        image: amount.some(image(amount)),
        noindex: amount == Amount::Bare,
        published: amount.some("2026-02-12".into()),
        modified: amount.some("2026-03-01T10:00:00Z".into()),
        feeds: amount.all([FeedLink {
            title: "The Second Order: \"Runway\" (Atom)".into(),
            href: href("/companies/runway/atom.xml"),
            media_type: "application/atom+xml",
        }]),
        markdown: amount.some(href("/briefs/runway/index.md")),
        json_ld: amount.some(JsonLd::new(
            &json!({"@type": "NewsArticle", "name": "</script>"}),
        )),
    }
}

fn pagination(amount: Amount) -> Pagination {
    let page = |number: u32, current: bool, gap: bool| PaginationLink {
        page: number,
        href: href(&format!("/page/{number}/")),
        current,
        gap,
    };
    let full = amount == Amount::Full;
    Pagination {
        page: 1,
        pages: if full { 9 } else { 1 },
        items: count(170),
        prev_href: None,
        next_href: amount.some(href("/page/2/")),
        first_href: href("/"),
        last_href: href("/page/9/"),
        links: amount.all([
            page(1, true, false),
            page(2, false, false),
            page(9, false, true),
        ]),
    }
}

fn card(amount: Amount) -> Shared<BriefCard> {
    Shared::new(BriefCard {
        title: html("Runway turns from <em>clips</em> to simulated worlds &amp; robots"),
        title_text: "Runway turns from clips to simulated worlds & robots".into(),
        href: href("/briefs/runway/"),
        date: day("2026-02-12", "12 February 2026"),
        dek: amount.some(html("The money buys compute for models of the world, and the studios are no longer the customer that matters.")),
        dek_text: amount.some("The money buys compute.".into()),
        companies: amount.all([link("Runway", "/companies/runway/"), link("Adobe", "/companies/adobe/")]),
        tags: amount.all([link("AI video", "/tags/ai-video/")]),
        number: amount.some(CardNumber {
            as_written: "$5.3B".into(),
            label_text: "valuation".into(),
            kind: NumberKindView::Reported,
        }),
        draft: false,
        future: amount == Amount::Full,
    })
}

fn group(name: &str, briefs: usize) -> GroupCard {
    GroupCard {
        name: name.into(),
        href: href("/tags/ai-video/"),
        briefs: count(briefs),
        latest: Some(day("2026-02-12", "12 February 2026")),
    }
}

fn company_card(name: &str, amount: Amount) -> Shared<CompanyCard> {
    Shared::new(CompanyCard {
        name: name.into(),
        href: href("/companies/runway/"),
        description_text: amount.some("Makes video models".into()),
        sector: amount.some("AI video".into()),
        briefs: count(12),
        latest: amount.some(LatestBrief {
            date: day("2026-02-12", "12 February 2026"),
            link: plain_link("Runway turns", "/briefs/runway/"),
        }),
    })
}

fn entry(amount: Amount, role: CompanyRoleView) -> TimelineEntry {
    TimelineEntry {
        brief: card(amount),
        role,
        sentence: amount.some(SentenceView {
            before: "The round lets ".into(),
            name: "Runway".into(),
            after: " train models of the physical world, not only of film.".into(),
        }),
    }
}

fn company(amount: Amount) -> CompanyView {
    CompanyView {
        slug: "runway".into(),
        name: "Runway".into(),
        href: href("/companies/runway/"),
        description: amount.some(html("Makes models that generate <em>video</em> and worlds")),
        sector: amount.some("AI video".into()),
        country: amount.some("United States".into()),
        founded: amount.some("2018".into()),
        website: amount.some(outside("https://runwayml.com/", "runwayml.com")),
        ticker: amount.some("NASDAQ: RNWY".into()),
        wikidata: amount.some(outside("https://www.wikidata.org/wiki/Q116", "Q116")),
        people: amount.all(["Ada Example".into(), "Ben Example".into()]),
        aliases: amount.all(["Runway AI".into()]),
        products: amount.all([ProductView {
            name: "Gen-4.5".into(),
            aliases: vec!["Gen-4".into()],
        }]),
        body: amount.some(html(PROSE)),
        footnotes: amount.some(html(FOOTNOTES)),
        competitors: amount.all([
            company_card("Luma AI", amount),
            company_card("Pika Labs", amount),
        ]),
        parent: amount.some(company_card("Holding", amount)),
        subsidiaries: amount.all([company_card("Runway Studios", amount)]),
        counts: CompanyCounts {
            briefs: count(12),
            subject: count(3),
            declared: count(4),
            mentioned: count(5),
        },
        first_brief: amount.some(day("2025-01-03", "3 January 2025")),
        last_brief: amount.some(day("2026-02-12", "12 February 2026")),
        extra: extra(amount),
    }
}

fn toc(amount: Amount) -> Vec<TocEntry> {
    amount.all((1..=9).map(|n| TocEntry {
        text: format!("Heading {n}").into(),
        anchor: format!("heading-{n}").into(),
        level: if n == 2 { 3 } else { 2 },
    }))
}

const PROSE: &str = r##"<p>For four years <a class="company" href="/news/companies/runway/">Runway</a> sold tools to people who cut film. In February it raised <strong>$315 million</strong> to do something else: to train models that know how a room, a hand or a road behaves when nobody has filmed it yet.<sup class="note"><a id="fnref:1" href="#fn:1" role="doc-noteref">1</a></sup></p>
<h3><a class="anchor" href="#text" aria-hidden="true" tabindex="-1"></a>A heading of level three</h3>
<p>The shift has three parts, of which the second is the one that <em>matters</em>.</p>
<ul>
<li>Compute is bought before customers.</li>
<li><span class="task done">☑</span> The studios become a showcase with <code>gen-4.5</code>.</li>
</ul>
<blockquote>
<p>“A world model is a budget with opinions.”</p>
</blockquote>
<aside class="alert warning" role="note">
<p class="alert-title">Warning</p>
<p>The figures of the market are one firm’s.</p>
</aside>
<div class="table" tabindex="0">
<table>
<thead>
<tr><th scope="col">Round</th><th scope="col" class="right">Amount</th></tr>
</thead>
<tbody>
<tr><td>Series D</td><td class="right">$308M</td></tr>
<tr><td>Series E</td><td class="right">$315M</td></tr>
</tbody>
</table>
</div>
<pre tabindex="0"><code class="language-rust"><span class="hl-keyword">let</span> world = model.simulate(room, Duration::from_secs(<span class="hl-constant">60</span>)); <span class="hl-comment">// a minute</span></code></pre>
<figure><img src="/news/briefs/runway/robot.jpg" alt="A robot arm"><figcaption>A robot arm, filmed.</figcaption></figure>
"##;

const FOOTNOTES: &str = r##"<section class="footnotes" role="doc-endnotes">
<ol>
<li id="fn:1"><p>The round was led by General Atlantic. <a href="#fnref:1" role="doc-backlink" aria-label="Back to reference 1">↩</a></p></li>
</ol>
</section>"##;
