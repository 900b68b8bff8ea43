"""The same site gives the same bytes, whatever is around it.

The sample is built over and over: with other numbers of threads, in other folders, time zones, locales, umasks and home
folders, with files made in another order and at another time, with a cache and without, over an old output and into a new
one. Every build must have the same names, modes and bytes.

    determinism.py [--long] [--seed N]
"""

import os
import random
import shutil
import time
from pathlib import Path

import common

SOURCES = ["content", "static", "themes", "site.yaml"]
THREADS = ["1", "2", "3", "8", "32"]
ZONES = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu", "Nowhere/Invalid"]
LOCALES = ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "zz_ZZ"]
UMASKS = [0o022, 0o000, 0o027, 0o077, 0o002]
FOLDERS = ["site", "a b/c'd", "ünï/日本", "deep/" * 12 + "site", "%41;&<x>"]


def sources():
    """Path to bytes of the sample, and a draft, a page and a picture that were never in it."""
    files = {}
    for name in SOURCES:
        top = common.ROOT / name
        for path in [top] if top.is_file() else sorted(top.rglob("*")):
            if path.is_file():
                files[str(path.relative_to(common.ROOT))] = path.read_bytes()
    files["content/briefs/2026-02-20-picture/index.md"] = (
        "---\ntitle: A picture\ncompanies: [runway]\n---\n![A grid](grid.png)\n\nRunway.\n".encode()
    )
    files["content/briefs/2026-02-20-picture/grid.png"] = common.png(1300, 40)
    files["content/briefs/2026-02-21-draft.md"] = b"---\ntitle: A draft\ndraft: true\n---\nText.\n"
    return files


def lay(root, files, chance):
    """Makes the files in an order and with times of their own. On a file system in memory, that is the order in which
    folders list them."""
    names = list(files)
    chance.shuffle(names)
    common.write(root, {name: files[name] for name in names})
    for name in names:
        when = chance.randrange(0, 2_000_000_000)
        os.utime(root / name, (when, when))


def main():
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("determinism")
    chance = random.Random(options.seed)
    start = time.monotonic()
    files, hashes, orders, expected = sources(), set(), set(), None
    builds = 60 if options.long else 6
    with common.work_folder("determinism") as work:
        for number in range(builds):
            root = Path(work) / str(number) / FOLDERS[number % len(FOLDERS)]
            lay(root, files, chance)
            orders.add(tuple(os.listdir(root / "content/companies")))
            # Every value of every list comes up, and in other company each time.
            pick = lambda values: values[(number + chance.randrange(len(values))) % len(values)] if number else values[0]
            around = {
                "RAYON_NUM_THREADS": pick(THREADS),
                "TZ": pick(ZONES),
                "LC_ALL": pick(LOCALES),
                "LANG": pick(LOCALES),
                "HOME": pick(["/nonexistent", work]),
                "COLUMNS": pick(["80", "20"]),
            }
            umask, again, elsewhere = pick(UMASKS), pick([False, True]), pick([False, True])
            out = Path(work) / f"out-{number}" if elsewhere else root / "public"
            line = [options.program, "build", "--base-url", "https://example.org/news", "--out", out]
            cwd = work if pick([False, True]) else root
            if cwd == work:
                line += ["--site", root]
            if number % 2:
                around["SOURCE_DATE_EPOCH"] = None
                line += ["--today", common.TODAY]
            old = os.umask(umask)
            try:
                for _ in range(2 if again else 1):
                    result = common.run(line, cwd, **around)
            finally:
                os.umask(old)
            told = f"build {number} ({around}, umask {umask:03o}, {root})"
            if result.returncode != 0:
                findings.add(f"{told}: {result.stderr.strip()[:300]}")
                continue
            seen = common.snapshot(out)
            hashes.add(common.digest(out))
            expected = expected or seen
            if seen != expected:
                findings.add(f"{told}: {common.difference(seen, expected)}")
            shutil.rmtree(Path(work) / str(number))
            shutil.rmtree(out, ignore_errors=True)
    if len(orders) < 2:
        findings.add("every folder listed its files in the same order: nothing was shuffled")
    findings.end(
        f"{builds} builds of {len(expected or {})} files, {len(orders)} orders of a folder, {len(hashes)} hash, "
        f"seed {options.seed}, {time.monotonic() - start:.0f} s"
    )


main()
