"""Injections in every field of every document, through every output.

A corpus of markup, addresses, styles, formulas, XML, JSON, calendars, mail and header injections is put into every field
that takes text. What is built must be read by other people's parsers as what it should be: HTML without a script, an
event handler or an address that runs; XML that is well-formed; JSON; CSV of which no cell is a formula; calendars whose
lines are all known; headers and redirects without a line that nobody meant. Then every page is opened in Chromium under
its own policy, and once more without it (hostile.mjs): nothing runs, and nothing is asked of anybody else.

    hostile.py [--long] [--seed N] [--keep FOLDER]
"""

import csv
import html.parser
import io
import itertools
import json
import random
import subprocess
import sys
import time
import xml.etree.ElementTree
from pathlib import Path

import common

# What an injection wants: that this is called, or this asked.
RUN = "pwned(1)"
ASK = "//evil.example/x"

TAGS = ["script", "img", "svg", "math", "iframe", "object", "embed", "video", "audio", "body", "details", "input", "form", "style",
        "link", "meta", "base", "template", "noscript", "textarea", "title", "select", "marquee", "a", "b", "button", "portal"]
EVENTS = ["onload", "onerror", "onclick", "onfocus", "onmouseover", "onanimationstart", "ontoggle", "onbegin", "onpageshow"]
SCHEMES = ["javascript:", "JaVaScRiPt:", "java\\tscript:", "java&#9;script:", "&#106;avascript:", "\\x01javascript:", " javascript:",
           "vbscript:", "data:text/html,", "data:image/svg+xml,", "javascript&colon;", "jav&#x0A;ascript:", "view-source:javascript:"]
BREAKS = ['"', "'", "`", "\\\"", "\\'", "-->", "]]>", "*/", "</title>", "</script>", "</textarea>", "</style>", "\\u2028", "</noscript>", "%22", "&quot;"]


def corpus():
    """The injections, each a text."""
    found = []
    for tag in TAGS:
        found += [f"<{tag}>{RUN}</{tag}>", f"<{tag} src={ASK} href={ASK} onerror={RUN} onload={RUN} autofocus onfocus={RUN}>"]
    for tag, event in itertools.product(["img", "svg", "details", "b", "p"], EVENTS):
        found.append(f"<{tag}/{event}={RUN} src=x open>")
    for scheme in SCHEMES:
        target = f"{scheme}{RUN}" if "data" not in scheme else f"{scheme}<script>{RUN}</script>"
        found += [target, f"[a]({target})", f"![a]({target})", f"<a href=\"{target}\">a</a>", f"[a]: {target}", f"<{target}>"]
    for begin, (tag, event) in itertools.product(BREAKS, [("img", "onerror"), ("svg", "onload")]):
        found += [f"{begin}><{tag} src=x {event}={RUN}>", f"{begin} {event}={RUN} x={begin}"]
    for begin in BREAKS:
        found += [f"{begin};{RUN}//", f"{begin}<script>{RUN}</script>"]
    for css in ["url({})", "@import '{}';", "expression({})", "behavior:url({})", "-moz-binding:url({})", "background:url({})"]:
        css = css.format(ASK)
        found += [css, f"<style>*{{{css}}}</style>", f"<b style=\"{css}\">b</b>", f"}}*{{{css}}}", f"</style><style>{css}"]
    for cell in ["=", "+", "-", "@", "\\t=", "\\r=", "\\n=", " =", "＝", "\";=", "|"]:
        found += [f"{cell}cmd|' /C calc'!A0", f"{cell}HYPERLINK(\"{ASK}\")", f"{cell}1+1"]
    for begin in ["<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;", "<!ENTITY % a SYSTEM 'x'>%a;", "<?xml version='1.1'?>", "<![CDATA[",
                  "<!--", "<?php x ?>", "&undefined;", "&#0;", "&#xFFFE;", "]]>]]>", "xmlns:x='y'", "<x:y/>", "&lt;script&gt;", "&amp;lt;script&amp;gt;"]:
        found += [begin, f"{begin}<script>{RUN}</script>", f"</item><item><title>{begin}", f"</entry>{begin}"]
    for line in ["BEGIN:VEVENT", "END:VCALENDAR", "ATTACH:" + ASK, "X-A:b", "DTSTART:20260101", "Location: " + ASK, "Set-Cookie: a=b", "Bcc: a@b.example",
                 "Content-Type: text/html", "Content-Security-Policy: none", "/* /evil 200!", "Subject: x", "--boundary", "."]:
        found += [f"{end}{line}" for end in ["\\r\\n", "\\n", "\\r", "%0d%0a", "\\u2028", "\\v", ";", ","]]
    for text in ["{{ 7*7 }}", "{% include 'x' %}", "${7*7}", "<%= 7 %>", "{{ site.config }}", "{#", "\\u202E", "\\u0000", "\\uFEFF", "\\u200B",
                 "{\"@type\":\"x\"}", "\"}</script><script>" + RUN, "\\\\", "\\\\\"", "../../etc/passwd", "..\\\\..", "//evil.example", "http:evil.example",
                 "__proto__", "constructor", "a" * 5000, "%s%n", "$(id)", "`id`", "; id", "\\u001b[31m"]:
        found += [text, f"a {text} b"]
    return sorted(set(found))


def quoted(text):
    """A text in double quotes of YAML; the escapes in it are those of YAML too."""
    body = text.replace('"', '\\"') if '\\"' not in text else text
    return f'"{body}"'


def plain(text):
    """The text that the escapes stand for."""
    try:
        return json.loads(quoted(text).replace("\\x01", "\\u0001").replace("\\v", "\\u000b"))
    except json.JSONDecodeError:
        return text


def brief(number, text):
    value = quoted(text)
    body = plain(text).replace("\0", "").replace("\r", "\n")
    return f"""---
title: {value}
date: 2026-01-{1 + number % 28:02}
dek: {value}
authors: [{value}]
tags: [{value}, plain]
series: {value}
companies: [acme]
canonical: https://example.org/a
numbers:
  - {{ value: $5.3B, label: {value}, company: acme, as_of: 2026-01, note: {value} }}
effects:
  first: {value}
  second: [{{ title: {value}, text: {value} }}]
watch:
  - {{ title: {value}, text: {value}, by: 2026-05-13, outcome: {value} }}
extra: {{ any: {value} }}
---
## {body.splitlines()[0] if body.strip() else "x"}

{body}

- {body}

> {body}

| a | b |
| - | - |
| {" ".join(body.split())} | c |

```{" ".join(body.split())[:30]}
{body}
```
"""


def site(injections, policy):
    """A brief, a company and a page for each; the whole of one in site.yaml."""
    files = {
        "site.yaml": f"title: {quoted(injections[0])}\ndescription: {quoted(injections[1])}\nfooter: {quoted(injections[2])}\n"
        f"nav: [{{ title: {quoted(injections[3])}, url: / }}]\nhtml: {policy}\ncards: false\nbase_url: https://example.org/news\n",
        "content/companies/acme.md": "---\nname: Acme\n---\nProse.\n",
    }
    for number, text in enumerate(injections):
        files[f"content/briefs/b{number}.md"] = brief(number, text)
        value, body = quoted(text), plain(text).replace("\0", "")
        files[f"content/companies/c{number}.md"] = (
            f"---\nname: {quoted(text + ' Corp' + str(number))}\nslug: c{number}\naliases: [{quoted(text + ' Al' + str(number))}]\ndescription: {value}\n"
            f"sector: {value}\ncountry: {value}\n---\n{body}\n"
        )
        files[f"content/pages/p{number}.md"] = f"---\ntitle: {value}\ndescription: {value}\nslug: p{number}\n---\n{body}\n"
    return files


class Page(html.parser.HTMLParser):
    """Notes what could run."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.wrong, self.script, self.data = [], None, []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("iframe", "object", "embed", "base", "math", "portal", "frame", "applet"):
            self.wrong.append(f"<{tag}>")
        if tag == "script":
            self.script = attributes.get("type") or ""
            if "src" in attributes and not (attributes["src"] or "").startswith(("/news/", "https://example.org/news/")):
                self.wrong.append(f"a script from {attributes['src']}")
            if "src" not in attributes and "json" not in self.script:
                self.wrong.append("a script in the page")
        for name, value in attributes.items():
            value = "".join(c for c in value or "" if c > " ").lower()
            if name.startswith("on") or name in ("srcdoc", "formaction"):
                self.wrong.append(f"the attribute {name}")
            if name in ("href", "src", "action", "xlink:href") and value.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg")):
                self.wrong.append(f"{name}={value[:60]}")

    def handle_data(self, data):
        if self.script and "json" in self.script:
            self.data.append(data)

    def handle_endtag(self, tag):
        if tag == "script":
            self.script = None


def judge(path, add):
    """Reads a file as its kind should be read. Gives the kind."""
    data, kind = path.read_bytes(), path.suffix
    try:
        if kind == ".html":
            page = Page()
            page.feed(data.decode())
            for wrong in page.wrong:
                add(f"{path}: {wrong}")
            for text in page.data:
                json.loads(text)
        elif kind in (".xml", ".svg"):
            if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
                add(f"{path}: a document type")
            xml.etree.ElementTree.fromstring(data)
        elif kind == ".json":
            json.loads(data)
        elif kind == ".csv":
            rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
            for row in rows:
                if len(row) != len(rows[0]):
                    add(f"{path}: a row of {len(row)} cells")
                for cell in row:
                    if cell[:1] in tuple("=+-@\t\r") and not is_number(cell):
                        add(f"{path}: the cell {cell[:40]!r}")
        elif kind == ".ics":
            known = {"BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT"}
            for line in data.decode().split("\r\n"):
                name = line.split(":")[0].split(";")[0]
                if line.startswith((" ", "\t")) or not line:
                    continue
                if "\n" in line or "\r" in line or not name.replace("-", "").isalnum() or name in ("ATTACH", "X-A", "LOCATION"):
                    add(f"{path}: the line {line[:60]!r}")
                if name in ("BEGIN", "END") and line not in known:
                    add(f"{path}: {line}")
        elif path.name == "_headers":
            for line in data.decode().splitlines():
                if line and not line.startswith(("/", "  ", "#")) or "evil.example" in line or "Set-Cookie" in line:
                    add(f"{path}: the line {line[:60]!r}")
        else:
            return "other"
    except (ValueError, xml.etree.ElementTree.ParseError) as wrong:
        add(f"{path}: {wrong}")
    return kind or path.name


def is_number(cell):
    try:
        return float(cell) is not None
    except ValueError:
        return False


def main():
    keep = None
    if "--keep" in sys.argv:
        at = sys.argv.index("--keep")
        keep = Path(sys.argv[at + 1])
        del sys.argv[at : at + 2]
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("hostile")
    start = time.monotonic()
    every = corpus()
    chance = random.Random(options.seed)
    chosen = every if options.long else chance.sample(every, 60)
    counts, fields = {}, 13 + 9 + 4
    with common.work_folder("hostile") as work:
        for policy in ["sanitize", "escape"] if options.long else ["sanitize"]:
            root = Path(work) / policy
            common.write(root, site(chosen, policy))
            result = common.run([options.program, "build", "--out", root / "public"], root, timeout=900)
            if result.returncode != 0:
                # What is refused is told, and is in no output: the rest is built without it.
                refused = refused_files(options.program, root)
                for name in refused:
                    (root / name).unlink(missing_ok=True)
                print(f"hostile: {policy}: {len(refused)} files are refused, as they should be")
                result = common.run([options.program, "build", "--out", root / "public"], root, timeout=900)
            if result.returncode != 0 or "panicked" in result.stderr:
                errors = [line for line in result.stderr.splitlines() if line.startswith("error") or "panicked" in line]
                findings.add(f"{policy}: nothing is built: {errors[:8]}")
                continue
            for path in sorted((root / "public").rglob("*")):
                if path.is_file():
                    kind = judge(path, findings.add)
                    counts[kind] = counts.get(kind, 0) + 1
            # Pages of the same kind with other injections: some hundreds show what there is to see.
            limit = "600" if options.long else "40"
            browser = subprocess.run(
                ["node", Path(__file__).with_name("hostile.mjs"), root / "public", limit, str(options.seed)], capture_output=True, text=True,
            )
            print(browser.stdout.strip())
            if browser.returncode != 0:
                findings.add(f"{policy}: in the browser: {browser.stderr.strip()[:2000]}")
        if keep:
            common.copy(work, keep)
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    findings.end(
        f"{len(chosen)} of {len(every)} injections in {fields} fields, {told}, seed {options.seed}, {time.monotonic() - start:.0f} s"
    )


def refused_files(program, root):
    result = common.run([program, "check", "--format", "json"], root, timeout=900)
    found = json.loads(result.stdout)["diagnostics"]
    return sorted({d["file"] for d in found if d["severity"] == "error" and d.get("file")} - {"site.yaml"})


main()
