"""Paths that lead elsewhere: links, also ones that are swapped while a build runs, and names that are traps.

A secret lies beside the site, and what is built must never hold it, whatever a link says at the moment of the check and at the
moment of the use; and nothing may be written or deleted beside the output. Names that differ by case or by Unicode form
only, names that Windows reserves, and percent-escapes that hide a way up are told or made harmless.

    paths.py [--long] [--seed N]
"""

import json
import os
import random
import shutil
import threading
import time
from pathlib import Path

import common

SECRET = "zebrafinchsecret"
PAGE = "---\ntitle: {title}\n{front}---\n{body}\n"
BRIEF = "---\ntitle: {title}\ndate: 2026-02-01\n{front}---\n{body}\n"

SITE = {
    "site/site.yaml": "title: Paths\ncards: false\n",
    "site/content/briefs/one/index.md": BRIEF.format(title="One", front="image: { path: a.png, alt: a }\n", body="![a](a.png)"),
    "site/content/briefs/one/a.png": common.png(900, 4),
    "site/content/briefs/two.md": BRIEF.format(title="Two", front="", body="Text."),
    "site/content/pages/about.md": PAGE.format(title="About", front="", body="Text."),
    "site/static/deep/a.txt": "a",
    "site/static/b.txt": "b",
    "outside/index.md": BRIEF.format(title=SECRET, front="", body=SECRET),
    "outside/a.txt": SECRET,
    "outside/a.png": common.png(700, 4) + SECRET.encode(),
    "outside/precious.txt": "precious",
}

# What is swapped for a link while builds run, and where the link leads.
SWAPS = [
    ("content/briefs/one/a.png", "outside/a.png"),
    ("content/briefs/one/index.md", "outside/index.md"),
    ("content/briefs/two.md", "outside/index.md"),
    ("content/briefs/one", "outside"),
    ("content/pages", "outside"),
    ("static/b.txt", "outside/a.txt"),
    ("static/deep", "outside"),
    ("public", "outside"),
    ("content/briefs/two.md", "/dev/zero"),
    ("static/b.txt", "site/static/b.txt"),
]


def holds(folder, what):
    """The files below a folder that hold a text. Links are not followed."""
    for above, _, names in os.walk(folder):
        for name in names:
            path = Path(above) / name
            if not path.is_symlink() and what.encode() in path.read_bytes():
                yield path


class Swapper(threading.Thread):
    """Puts a link in the place of a file or folder, and back, in single steps, until it is told to stop."""

    def __init__(self, path, target, chance):
        super().__init__(daemon=True)
        self.path, self.target, self.chance = path, target, chance
        self.aside, self.stop, self.count = path.with_name(f".{path.name}.aside"), threading.Event(), 0
        # Held while something is not in its place.
        self.away = threading.Lock()

    def run(self):
        while not self.stop.is_set():
            with self.away:
                self.swap()
            time.sleep(self.chance.random() * 0.004)

    def swap(self):
        link = self.path.with_name(f".{self.path.name}.link")
        try:
            os.symlink(self.target, link)
            os.rename(self.path, self.aside)
            os.rename(link, self.path)
            time.sleep(self.chance.random() * 0.004)
            os.rename(self.path, link)
            os.unlink(link)
            os.rename(self.aside, self.path)
            self.count += 1
        except OSError:
            # A build has put something there in between, which it may: what is missing comes back.
            for stray in (link, self.path):
                if stray.is_symlink():
                    os.unlink(stray)
            if self.path.exists():
                shutil.rmtree(self.aside, ignore_errors=True)
            elif self.aside.exists():
                os.rename(self.aside, self.path)


def swapped(options, work, findings, chance):
    """Builds while something is swapped. Gives how often something was built, and how often swapped."""
    builds = swaps = 0
    for number, (path, target) in enumerate(SWAPS):
        root = work / f"swap-{number}"
        common.write(root, SITE)
        site = root / "site"
        common.run([options.program, "build"], site)
        before = common.snapshot(root / "outside")
        swapper = Swapper(site / path, target if target.startswith("/") else root / target, chance)
        swapper.start()
        for _ in range(60 if options.long else 6):
            # A process that reads a device without an end is stopped by the limit of time.
            result = common.run([options.program, "build"], site)
            builds += 1
            name = f"{path} swapped for {target}"
            if result.returncode not in (0, 1, 2) or "panicked" in result.stderr:
                findings.add(f"{name}: it ended with {result.returncode}: {result.stderr.strip()[-300:]}")
            with swapper.away:
                for leaked in holds(site / "public", SECRET):
                    findings.add(f"{name}: the secret is in {leaked.relative_to(root)}")
        swapper.stop.set()
        swapper.join()
        swaps += swapper.count
        if common.snapshot(root / "outside") != before:
            findings.add(f"{name}: outside of the site: {common.difference(common.snapshot(root / 'outside'), before)}")
    return builds, swaps


def still(options, work, findings):
    """Links that stay: every one is refused by name, and nothing of what it leads to is in the output."""
    count = 0
    links = [
        ("content/briefs/leaf.md", "../../../outside/index.md"),
        ("content/briefs/folder", "../../../outside"),
        ("content/pages/loop", "loop"),
        ("content/companies", "../../outside"),
        ("static/leaf.txt", "../../outside/a.txt"),
        ("static/folder", "../../outside"),
        ("static/gone.txt", "nowhere"),
        ("static/device", "/dev/zero"),
        ("content/briefs/one/b.png", "/proc/self/environ"),
        ("themes", "../outside"),
    ]
    for path, target in links:
        root = work / f"still-{count}"
        common.write(root, SITE)
        (root / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        os.symlink(target, root / "site" / path)
        result = common.run([options.program, "build"], root / "site")
        # A link is told, and either left out or the end of the build.
        if path.split("/")[-1] not in result.stderr or result.returncode not in (0, 1, 2):
            findings.add(f"the link {path}: {result.returncode}: {result.stderr.strip()[:300]}")
        for leaked in holds(root / "site" / "public", SECRET):
            findings.add(f"the link {path}: the secret is in {leaked.relative_to(root)}")
        count += 1
    return count


# Files, and what must come of them: a code that is told, or files of the output.
NAMES = [
    ({"content/pages/a.md": PAGE.format(title="A", front="slug: ../x\n", body="a")}, "invalid-slug"),
    ({"content/pages/a.md": PAGE.format(title="A", front="slug: '%2e%2e'\n", body="a")}, "invalid-slug"),
    ({"content/pages/a.md": PAGE.format(title="A", front="slug: a/b\n", body="a")}, "invalid-slug"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="aliases: [/../../etc/]\n", body="a")}, "invalid-url"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="aliases: [/%2e%2e/%2e%2e/etc/]\n", body="a")}, "invalid-url"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="aliases: ['/a%5c..%5cb/']\n", body="a")}, "invalid-url"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="", body="![a](../../../outside/a.png)")}, "missing-image"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="", body="![a](%2e%2e/%2e%2e/%2e%2e/outside/a.png)")}, "missing-image"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="image: ../../../outside/a.png\n", body="a")}, "missing-image"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="", body="[a](/../../outside/a.txt)")}, "broken-link"),
    ({"content/briefs/a.md": BRIEF.format(title="A", front="", body="[a](/..%2f..%2foutside/a.txt)")}, "broken-link"),
    # Where the disk tells them apart, all are there, each with its own content; where it does not, the second can't be made, and
    # the build ends with its name.
    ({"static/A.txt": "1", "static/a.txt": "2"}, ["A.txt", "a.txt"]),
    ({"static/\u00e9.txt": "1", "static/e\u0301.txt": "2"}, ["\u00e9.txt", "e\u0301.txt"]),
    ({"static/con.txt": "1", "static/NUL": "2"}, ["con.txt", "NUL"]),
]


def named(options, work, findings):
    for number, (files, expected) in enumerate(NAMES):
        root = work / f"name-{number}"
        common.write(root, SITE | {f"site/{path}": text for path, text in files.items()})
        before = common.snapshot(root / "outside")
        result = common.run([options.program, "build", "--format", "json"], root / "site")
        codes = [diagnostic["code"] for diagnostic in json.loads(result.stdout or '{"diagnostics": []}')["diagnostics"]]
        if isinstance(expected, list):
            made = root / "site/public"
            wrong = [name for name, text in zip(expected, files.values()) if not (made / name).is_file() or (made / name).read_text() != text]
            if wrong:
                findings.add(f"{files}: {wrong} is lost")
        elif expected not in codes:
            findings.add(f"{files}: {expected} is not told, but {codes}: {result.stderr.strip()[:200]}")
        above = sorted(path.name for path in root.iterdir())
        if above != ["outside", "site"] or common.snapshot(root / "outside") != before:
            findings.add(f"{files}: something is written beside the site: {above}")
        for leaked in holds(root / "site" / "public", SECRET):
            findings.add(f"{files}: the secret is in {leaked.relative_to(root)}")
    return len(NAMES)


def main():
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("paths")
    start = time.monotonic()
    chance = random.Random(options.seed)
    with common.work_folder("paths") as work:
        work = Path(work).resolve()
        names = named(options, work, findings)
        links = still(options, work, findings)
        builds, swaps = swapped(options, work, findings, chance)
    findings.end(
        f"{links} links, {names} names, {builds} builds with {swaps} swaps, seed {options.seed}, {time.monotonic() - start:.0f} s"
    )


main()
