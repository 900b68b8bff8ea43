"""Inputs made to be slow, at one, two, four and eight times their size.

For each kind: a brief of that shape, twice as much of it each time. `briefpress check` reads it, and may take at most two
and a half times the processor time for each doubling, beyond what an empty site takes; and its memory is bounded. What is
refused is refused quickly. Processor time of the process, not of the clock; what lies below the floor is not compared.

    growth.py [--long] [--seed N]
"""

import os
import subprocess
import time
from pathlib import Path

import common

# Less than this, in seconds, is noise.
FLOOR = 0.15
# A doubling may take this many times as long. In the short form a little more, since a machine with other work is noisy: what
# grows with the square takes four times as long.
LIMIT, SHORT_LIMIT = 2.5, 3.2
# The most memory, in MiB.
MEMORY = 1500

HEAD = "---\ntitle: Growth\ndate: 2026-02-01\n{front}---\n{body}\n"


def body(make):
    return lambda n: {"content/briefs/a.md": HEAD.format(front="", body=make(n))}


def front(make):
    return lambda n: {"content/briefs/a.md": HEAD.format(front=make(n) + "\n", body="Text.")}


def bomb(n):
    lines = ["extra:", "  a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, n)]
    return "\n".join(lines)


# Name, what makes it, its smallest size.
KINDS = [
    ("brackets that open", body(lambda n: "[" * n), 6250),
    ("brackets that close", body(lambda n: "[a](" * n), 6250),
    ("pictures in pictures", body(lambda n: "![" * n + "a" + "](b)" * n), 2000),
    ("quotes in quotes", body(lambda n: "\n".join(">" * min(i, 3000) + " a" for i in range(n))), 250),
    ("lists in lists", body(lambda n: "\n".join("  " * i + "- a" for i in range(n))), 125),
    ("stars", body(lambda n: "*a **b " * n), 6250),
    ("stars that never match", body(lambda n: "*a_ " * n), 6250),
    ("backticks", body(lambda n: " ".join("`" * (i % 200 + 1) for i in range(n))), 1250),
    ("one long line", body(lambda n: "word " * n), 125_000),
    ("one long word", body(lambda n: "a" * n), 600_000),
    ("footnotes", body(lambda n: "".join(f"a[^{i}] " for i in range(n)) + "\n\n" + "".join(f"[^{i}]: b\n\n" for i in range(n))), 1250),
    ("definitions of links", body(lambda n: "".join(f"[a{i}] " for i in range(n)) + "\n\n" + "".join(f"[a{i}]: /x\n" for i in range(n))), 2500),
    ("headings of one name", body(lambda n: "## Same\n\n" * n), 1250),
    ("tables", body(lambda n: "| a | b |\n| - | - |\n" + "| c | d |\n" * n), 5000),
    ("a wide table", body(lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|c" * n + "|"), 1250),
    ("raw elements", body(lambda n: "<b>" * n), 6250),
    ("raw comments", body(lambda n: "<!--" * n), 6250),
    ("raw tags that never end", body(lambda n: "<a b=" * n), 6250),
    ("entities", body(lambda n: "&amp;&#x41;&nope;" * n), 6250),
    ("names", body(lambda n: "Acme and Brown's Acme-like. " * n), 5000),
    ("wiki links", body(lambda n: "[[acme]] " * n), 5000),
    ("dollars", body(lambda n: "$5.3B $" * n), 6250),
    ("numbers in a section", body(lambda n: "## The Numbers\n\n" + "- $5.3B valuation as of Feb 2026\n" * n), 500),
    ("watch items in a section", body(lambda n: "## What To Watch\n\n" + "- Rivals: one follows within 90 days\n" * n), 500),
    ("one long deadline", body(lambda n: "## What To Watch\n\n- A: " + "within 90 days by " * n), 2500),
    ("one long number", body(lambda n: "## The Numbers\n\n- $" + "9" * n + "B of x"), 12_500),
    ("nested lists of YAML", front(lambda n: "extra: " + "[" * n + "]" * n), 2500),
    ("nested maps of YAML", front(lambda n: "extra:\n" + "".join(" " * (i + 1) + "a:\n" for i in range(n))), 40),
    ("aliases of YAML", front(bomb), 3),
    ("keys of YAML", front(lambda n: "".join(f"k{i}: v\n" for i in range(n))[:60_000].rsplit("\n", 1)[0]), 500),
    ("tags", front(lambda n: "tags: [" + ", ".join(f"t{i}" for i in range(n)) + "]"), 500),
    ("a broken front matter", front(lambda n: "numbers:\n" + "  - a: b: c\n" * n), 500),
    ("one quote open", front(lambda n: "dek: \"a\n" + "tags: [b]\n" * n), 500),
    ("companies", lambda n: {f"content/companies/c{i}.md": f"---\nname: Name{i} Corp\n---\n" for i in range(n)}, 250),
    ("nav of site.yaml", lambda n: {"site.yaml": "nav:\n" + "  - { title: a, url: / }\n" * n}, 500),
    ("companies of a brief", front(lambda n: "companies: [" + ", ".join(f"c{i}" for i in range(n)) + "]"), 500),
    ("old addresses", front(lambda n: "aliases: [" + ", ".join(f"/o{i}/" for i in range(n)) + "]"), 500),
]


def measure(program, root):
    """Processor seconds and MiB of a check."""
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen(
            [program, "check"], cwd=root, env=common.environment(RAYON_NUM_THREADS="1"), stdin=subprocess.DEVNULL, stdout=nothing,
            stderr=subprocess.PIPE,
        )
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or b"panicked" in said:
        raise RuntimeError(f"it ended with {process.returncode}: {said[-300:]!r}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("growth")
    start = time.monotonic()
    sizes, worst, most = ([1, 2, 4, 8] if options.long else [4, 8]), ("", 0.0), 0.0
    base_files = {"content/companies/acme.md": "---\nname: Acme\n---\n", "content/companies/brown.md": "---\nname: Brown\n---\n"}
    with common.work_folder("growth") as work:
        empty = Path(work) / "empty"
        common.write(empty, base_files)
        base = min(measure(options.program, empty)[0] for _ in range(3))
        for at, (name, make, least) in enumerate(KINDS):
            times = []
            for size in sizes:
                root = Path(work) / f"{at}-{size}"
                common.write(root, base_files | make(least * size))
                try:
                    # The quicker of two: the other was disturbed.
                    (first, memory), (second, _) = measure(options.program, root), measure(options.program, root)
                except RuntimeError as wrong:
                    findings.add(f"{name} at {size}: {wrong}")
                    break
                times.append(max(min(first, second) - base, 0))
                most = max(most, memory)
                if memory > MEMORY:
                    findings.add(f"{name} at {size} takes {memory:.0f} MiB")
            for size, (one, two) in zip(sizes[1:], zip(times, times[1:])):
                ratio = two / max(one, FLOOR)
                worst = max(worst, (name, ratio), key=lambda pair: pair[1])
                if ratio > (LIMIT if options.long else SHORT_LIMIT):
                    findings.add(f"{name}: {one:.2f} s, then {two:.2f} s at {size}")
            if options.long:
                print(f"growth: {name}: " + ", ".join(f"{seconds:.2f}" for seconds in times) + " s", flush=True)
    findings.end(
        f"{len(KINDS)} kinds at {sizes}, worst doubling {worst[1]:.2f} ({worst[0]}), {most:.0f} MiB at most, {time.monotonic() - start:.0f} s"
    )


main()
