"""Drafts, briefs of the future and removed text appear nowhere.

Words that exist in no language are put into every field of what is held back. Then every file of the built site is
searched for them, in whatever spelling; and the site is compared with one that never had those files: it must be the same
to the last byte, pictures of cards too, so that not even a count tells of them. A site that was built with them, and then
without, must be that same site as well.

    canaries.py [--long] [--seed N]
"""

import base64
import random
import re
import shutil
import string
import time
import zlib
from pathlib import Path

import common

PUBLIC = {
    "site.yaml": "title: Open\nhtml: allow\n",
    "content/briefs/2026-02-01-open.md": """---
# COMMENT written beside a key
title: Open
companies: [acme]
tags: [prices]
authors: [Ann Lee]
series: Spring
effects: { first: "Acme pays more.", second: [{ id: e2, text: "Brown follows." }] }
numbers: ["$5.3B valuation as of Feb 2026"]
watch: ["Rivals: observe whether one follows within 90 days"]
---
Acme and Brown. ![x](x.png)<!-- ASIDE -->

<!-- ASIDE
of two lines -->

[UNUSED]: /nowhere "UNUSED"

[^FOOTNOTE]: FOOTNOTE
""",
    "content/briefs/x.png": common.png(900, 6),
    "content/companies/acme.md": "---\nname: Acme\n---\n# A heading\n\nProse of Acme.\n",
    "content/companies/brown.md": "---\nname: Brown\n---\n",
    "content/pages/about.md": "---\ntitle: About\n---\nText.\n",
    "static/robots-note.txt": "x",
}

HELD = """---
title: "CANARY"
HOLD
dek: "CANARY"
slug: CANARY
aliases: [/old-CANARY/]
image: { path: CANARY.png, alt: "CANARY" }
canonical: "https://example.org/CANARY"
updated: 2026-02-25
authors: [CANARY]
tags: [CANARY, prices]
series: CANARY
companies: [acme, CANARY Corporation]
numbers: [{ value: $99B, label: CANARY valuation, company: acme, metric: valuation, as_of: 2026-02, note: CANARY, source: "https://CANARY.example/" }]
effects: { first: "CANARY Brown", second: [{ id: CANARY, title: CANARY, text: CANARY, companies: [brown], confirms: "open#e2" }], third: [CANARY] }
watch: [{ id: CANARY, title: CANARY, text: CANARY, by: 2026-05-13, probability: 0.6, status: hit, resolved: 2026-02-20, outcome: CANARY, evidence: "https://CANARY.example/x" }]
extra: { CANARY: CANARY }
---
## CANARY

CANARY Acme, Brown and [a link](CANARY.png). ![CANARY](CANARY.png "CANARY") [other](../2026-02-01-open.md)

```CANARY
CANARY
```
"""

PAGE = """---
title: CANARY
HOLD
slug: CANARY
description: CANARY
---
CANARY of Acme. ![x](CANARY.png)
"""


def hidden(chance):
    """Files that are held back, and the canaries in them."""
    words, files = [], {}

    def fill(text):
        def word(_):
            words.append("zq" + "".join(chance.choices(string.ascii_lowercase, k=12)))
            return words[-1]

        return re.sub("CANARY", word, text)

    for kind, hold in [("draft", "draft: true"), ("future", "date: 2026-03-02"), ("both", "draft: true\ndate: 2027-01-01")]:
        text = fill(HELD.replace("HOLD", hold))
        image = re.search(r"image: { path: (\w+)\.png", text)[1]
        folder = f"content/briefs/{kind}-{words[0]}"
        if "date:" not in hold:
            folder = f"content/briefs/2026-02-10-{kind}-{words[0]}"
        files[f"{folder}/index.md"] = text
        # The picture carries a canary too, so that its bytes are found under any name.
        for name in {image, *re.findall(r"\((\w+)\.png", text)}:
            words.append("zq" + "".join(chance.choices(string.ascii_lowercase, k=12)))
            files[f"{folder}/{name}.png"] = common.png(900, 5) + words[-1].encode()
    for number, hold in enumerate(["draft: true"]):
        text = fill(PAGE.replace("HOLD", hold))
        files[f"content/pages/hidden{number}.md"] = text
        for name in re.findall(r"\((\w+)\.png", text):
            files[f"content/pages/{name}.png"] = common.png(900, 4)
    return files, words


def spellings(word):
    """A word as it may stand in a file."""
    raw = word.encode()
    yield raw
    yield word.encode("utf-16-le")
    yield word.upper().encode()
    yield word.title().encode()
    # Base64 at each of three places in its groups of bytes, without what depends on the neighbours.
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def texts(data):
    """The bytes of a file, and what is packed in it."""
    yield data
    for at in [match.start() for match in re.finditer(b"IDAT|\x1f\x8b|\x78[\x01\x5e\x9c\xda]", data)][:50]:
        for start, bits in ((at, 47), (at + 4, 15)):
            try:
                yield zlib.decompressobj(bits).decompress(data[start:], 4 << 20)
            except zlib.error:
                pass


def main():
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("canaries")
    start = time.monotonic()
    rounds = 10 if options.long else 1
    searched = count = 0
    for number in range(rounds):
        chance = random.Random(f"{options.seed} {number}")
        with common.work_folder("canaries") as work:
            work = Path(work)
            held, words = hidden(chance)
            public = dict(PUBLIC)
            for kind in ("COMMENT", "ASIDE", "UNUSED", "FOOTNOTE"):
                words.append(f"zq{kind.lower()}" + "".join(chance.choices(string.ascii_lowercase, k=12)))
                for name in public:
                    if name.endswith(".md"):
                        public[name] = public[name].replace(kind, words[-1])
            common.write(work / "without", public)
            common.write(work / "with", public | held)

            def build(site, *more):
                line = [options.program, "build", "--base-url", "https://example.org", *more]
                result = common.run(line, work / site)
                if result.returncode != 0:
                    told = [line for line in result.stderr.splitlines() if line.startswith("error")]
                    findings.add(f"{site} {more}: {told}")

            build("without")
            expected = common.snapshot(work / "without/public")
            build("with")
            compare = lambda what: (seen := common.snapshot(work / "with/public")) == expected or findings.add(
                f"{what}: {common.difference(seen, expected)}"
            )
            compare("a site with drafts is another than one without")
            for path in sorted((work / "with/public").rglob("*")):
                name = str(path.relative_to(work)).encode()
                contents = [name, *(texts(path.read_bytes()) if path.is_file() else ())]
                searched += path.is_file()
                for word in words:
                    count += 1
                    if any(form in content for form in spellings(word) for content in contents):
                        findings.add(f"{word} is in {path.relative_to(work)}")
            for command in (["list", "briefs"], ["list", "companies"], ["list", "tags"], ["watch"], ["mentions"]):
                result = common.run([options.program, *command], work / "with")
                said = result.stdout + result.stderr
                for word in words:
                    if word in said:
                        findings.add(f"{word} is told by {' '.join(command)}")

            # Shown in a preview, then gone: nothing of the preview stays.
            build("with", "--drafts", "--future")
            if not any(words[0].encode() in path.read_bytes() for path in (work / "with/public").rglob("*.html")):
                findings.add("a preview lacks the draft: nothing was tested")
            build("with")
            compare("after a preview it is another site")
            build("with", "--drafts", "--future")
            for name in held:
                (work / "with" / name).unlink()
            build("with")
            compare("after the files are removed it is another site")
            shutil.rmtree(work / "with")
    findings.end(
        f"{len(words)} canaries in {len(held)} files, {searched} files searched, {rounds} rounds, seed {options.seed}, "
        f"{time.monotonic() - start:.0f} s"
    )


main()
