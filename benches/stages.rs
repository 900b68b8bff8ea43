//! Each stage of a build on 200 made-up briefs: `cargo bench --bench stages`.

#![allow(
    dead_code,
    missing_docs,
    reason = "the corpus is shared with others, and criterion's functions have no words"
)]

mod corpus;

use std::collections::BTreeMap;
use std::sync::Arc;

use briefpress::link::{Audience, Drafts, Edition, Future, Route};
use briefpress::parse;
use briefpress::press::{self, Options};
use briefpress::source::Sources;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const BRIEFS: usize = 200;

fn sources() -> Sources {
    let files: Vec<_> = corpus::files(BRIEFS, corpus::Flavor::Briefpress).collect();
    Sources::from_memory(
        files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
}

fn options() -> Options {
    Options {
        edition: Edition {
            today: jiff::civil::date(2026, 3, 1),
            drafts: Drafts::HoldBack,
            future: Future::HoldBack,
            audience: Audience::Public,
        },
        base_url: None,
    }
}

fn stages(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("stages");
    group.sample_size(20);
    group.throughput(Throughput::Elements(BRIEFS as u64));
    let id = Sources::from_memory([("content/briefs/a.md", "")])
        .by_path("content/briefs/a.md")
        .map(|file| file.id);
    let texts: Vec<(Arc<str>, Arc<str>)> = corpus::files(BRIEFS, corpus::Flavor::Briefpress)
        .filter(|(path, _)| path.contains("/briefs/"))
        .map(|(path, text)| (path.into(), text.into()))
        .collect();
    if let Some(id) = id {
        group.bench_function("parse", |bench| {
            bench.iter(|| {
                let parsed = texts
                    .iter()
                    .map(|(path, text)| parse::brief(id, path, text, &BTreeMap::new()));
                parsed
                    .filter(|checked| checked.diagnostics.is_empty())
                    .count()
            });
        });
    }
    group.bench_function("read and link", |bench| {
        bench.iter(|| {
            press::load(&mut sources(), &options())
                .value
                .map(|press| press.routes().len())
        });
    });
    let Some(press) = press::load(&mut sources(), &options()).value else {
        return;
    };
    for (name, wanted) in [
        (
            "view and render briefs",
            (|route| matches!(route, Route::Brief(_))) as fn(&Route) -> bool,
        ),
        ("view and render companies", |route| {
            matches!(route, Route::Company(..))
        }),
        ("publish the dataset", |route| {
            matches!(route, Route::Data(..))
        }),
        ("all", |_| true),
    ] {
        group.bench_function(name, |bench| {
            bench.iter(|| {
                let routes = press.routes().iter().filter(|(_, route)| wanted(route));
                routes
                    .filter(|(url, route)| press.press(url, *route).value.is_some())
                    .count()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
