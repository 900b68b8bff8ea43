"""Kills and failures at every system call that changes a file, in every command that writes.

Each command is run once under strace to learn its calls. Then it is run again and again: killed at a call, or with that
call refused by ENOSPC, EIO, EACCES, EROFS or EMFILE. Afterwards there must be the old or the new, never a mix; nothing
left behind; exit status 2 with a message that names the path; and the next run must do its work unaided.

    faults.py [--long] [--seed N] [--only COMMAND]    COMMAND is one of those below, or `together`

The short form takes a sample of the calls, the same for the same seed. Needs strace and the right to trace.
"""

import collections
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import common

ERRORS = ["ENOSPC", "EIO", "EACCES", "EROFS", "EMFILE"]
# Calls that change a file or a folder; an `openat` only if it may write.
CHANGES = (
    "openat mkdir mkdirat write pwrite64 rename renameat renameat2 link linkat symlink symlinkat unlink unlinkat rmdir "
    "chmod fchmod fchmodat ftruncate fsync fdatasync flock copy_file_range sendfile"
).split()
# Those that only take away: what they leave behind may stay if it is told, and goes with the next run.
CLEARING = {"unlink", "unlinkat", "rmdir"}
WRITABLE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")
CALL = re.compile(r"^(\d+) +(\w+)\((.*)$")
SAMPLE = 12

BRIEF = """---
title: "{title}"
date: 2026-02-{day:02}
companies: [acme]
numbers: ["$5.3B valuation as of Feb 2026"]
watch: ["Rivals: observe whether one follows within 90 days"]
---
## What Happened

{text}
"""

SITE = {
    "site.yaml": "title: Faults\ncards: false\nsearch: false\n",
    "content/briefs/2026-02-01-one.md": BRIEF.format(title="One", day=1, text="The old text of Acme."),
    "content/companies/acme.md": "---\nname: Acme\n---\n",
    "static/a.txt": "old",
}
CHANGED = {
    "content/briefs/2026-02-01-one.md": BRIEF.format(title="One", day=1, text="![x](x.png) The new text of Acme."),
    "content/briefs/x.png": common.png(900, 6),
    "content/briefs/2026-02-02-two.md": BRIEF.format(title="Two", day=2, text="More of Acme."),
    "static/a.txt": "new",
}
POSTS = {
    "old/one.md": "---\ntitle: First\ndate: 2026-01-01\n---\nA text with ![a](a.png).\n",
    "old/a.png": common.png(8, 8),
    "old/two.md": "---\ntitle: Second\ndate: 2026-01-02\n---\nAnother text.\n",
}


class Command:
    """A command, the site that it finds, and what of the folder it may change."""

    def __init__(self, name, line, files, *, before=None, out=None):
        self.name, self.line, self.files = name, line, files
        # A command that was run before, and what was changed since.
        self.before, self.out = before, out


COMMANDS = [
    Command("build first", ["build"], SITE | CHANGED, out="public"),
    Command("build again", ["build"], SITE, before=(["build"], CHANGED), out="public"),
    Command("build elsewhere", ["build", "--out", "deep/er/site"], SITE, out="deep/er/site"),
    Command("init", ["init", "new", "--host", "netlify"], {"keep": "x"}),
    Command("init here", ["init"], {"notes.txt": "x"}),
    Command("new brief", ["new", "brief", "A title"], SITE),
    Command("new company", ["new", "company", "Brown"], SITE),
    Command("import", ["import", "old/one.md", "old/two.md"], SITE | POSTS),
    Command("theme new", ["theme", "new", "paper"], SITE),
    Command("theme eject", ["theme", "eject", "templates/brief.html"], SITE),
    Command("man", ["man", "--out", "pages"], {"keep": "x"}),
]


class Sweep:
    def __init__(self, command, options, work, findings):
        self.command, self.options, self.findings = command, options, findings
        self.template, self.place = work / "template", work / "place"
        self.injected, self.calls = 0, 0
        shutil.rmtree(self.template, ignore_errors=True)
        common.write(self.template, command.files)
        if command.before:
            line, changed = command.before
            self.must(self.run(line, self.template))
            common.write(self.template, changed)
        self.old = self.seen(self.template)

    def run(self, line, place, injection=None):
        line = [self.options.program, *line]
        if injection:
            call, what = injection
            trace = ["strace", "-f", "-o", self.place.parent / "log", "-y", "-s", "0"]
            if not what.startswith("signal"):
                # Much faster, but strace then delivers no signals.
                trace.append("--seccomp-bpf")
            line = [*trace, "-e", f"trace={call}", "-e", f"inject={call}:{what}", *line]
        # One worker, so that the calls come in the same order every time.
        return common.run(line, place, RAYON_NUM_THREADS="1")

    def must(self, result):
        if result.returncode != 0:
            raise SystemExit(f"{self.command.name} fails without any fault: {result.stderr}")

    def seen(self, place):
        """What is there, but for what may differ: files that are made again whenever they are missing."""
        return {
            path: what
            for path, what in common.snapshot(place).items()
            if not (path.startswith(".briefpress") and self.is_cache(place, path))
        }

    @staticmethod
    def is_cache(place, path):
        """A finished picture, or the way to it: whole, and under its right name."""
        if path in (".briefpress", ".briefpress/cache", ".briefpress/.gitignore"):
            return True
        return bool(re.fullmatch(r"\.briefpress/cache/[\w-]+\.webp", path)) and (place / path).read_bytes()[:4] == b"RIFF"

    def learn(self):
        """Runs the command undisturbed. Gives the numbers of the calls that change something, by name."""
        common.copy(self.template, self.place)
        log = self.place.parent / "log"
        names = ",".join(f"?{name}" for name in CHANGES)
        line = ["strace", "-f", "-o", log, "-y", "-s", "0", "-e", f"trace={names}", self.options.program]
        self.must(common.run([*line, *self.command.line], self.place, RAYON_NUM_THREADS="1"))
        self.new = self.seen(self.place)
        counts, found = collections.Counter(), collections.defaultdict(set)
        for text in log.read_text(errors="replace").splitlines():
            if match := CALL.match(text):
                process, call, rest = match.groups()
                counts[process, call] += 1
                if str(self.place) in rest or f"AT_FDCWD<{self.place}" in rest:
                    if call != "openat" or WRITABLE.search(rest):
                        found[call].add(counts[process, call])
                        self.calls += 1
        return [(call, number) for call in sorted(found) for number in sorted(found[call])]

    def sweep(self):
        points = self.learn()
        if not self.options.long:
            chosen = random.Random(f"{self.options.seed} {self.command.name}")
            points = chosen.sample(points, min(SAMPLE, len(points)))
            plan = [(point, chosen.choice(["KILL", *ERRORS])) for point in points]
        else:
            plan = [(point, what) for point in points for what in ["KILL", *ERRORS]]
        for (call, number), what in plan:
            self.inject(call, number, what)
        return len(points), len(plan)

    def inject(self, call, number, what):
        common.copy(self.template, self.place)
        fault = "signal=KILL" if what == "KILL" else f"error={what}"
        result = self.run(self.command.line, self.place, (call, f"{fault}:when={number}"))
        log = (self.place.parent / "log").read_text(errors="replace")
        hit = [line for line in log.splitlines() if "INJECTED" in line]
        # The tracer ends as the program did.
        killed = result.returncode == -signal.SIGKILL
        if not hit and not killed:
            # The calls of two threads are counted apart: there is one less now and then.
            return
        self.injected += 1
        name = f"{self.command.name}: {what} at {call} {number}"

        def wrong(text):
            said = result.stderr.strip().splitlines()
            self.findings.add(f"{name}: {text}" + "".join(f"\n    {line}" for line in [*hit, *said][:4]))

        now = self.seen(self.place)
        if killed:
            self.after_kill(now, wrong)
        else:
            self.after_error(now, call, hit, result, wrong)
        again = self.run(self.command.line, self.place)
        after = self.seen(self.place)
        done = again.returncode == 0 or (now == self.new and self.command.out is None)
        if not done or after != self.new:
            wrong(f"the next run ends with {again.returncode}, {again.stderr.strip()!r}: {common.difference(after, self.new)}")

    def after_kill(self, now, wrong):
        out = self.command.out
        if out:
            here = self.below(now, out)
            if here not in (self.below(self.old, out), self.below(self.new, out)):
                wrong(f"neither old nor new: {common.difference(here, self.below(self.new, out))}")
            return
        # Several files can't come to be in one moment; but each is there as it will be, or not at all.
        for path, what in now.items():
            if what not in (self.old.get(path), self.new.get(path)):
                wrong(f"{path} is neither as before nor as it should be")

    def after_error(self, now, call, hit, result, wrong):
        said = result.stderr
        if "panicked" in said or result.returncode not in (0, 2):
            return wrong(f"it ended with {result.returncode}")
        if result.returncode == 0:
            # A lock that can't be deleted stays, and blocks nobody.
            now = {path: what for path, what in now.items() if call != "unlink" or not path.endswith("-lock")}
            if now != self.new:
                wrong(f"it was content with less: {common.difference(now, self.new)}")
            return
        if all(str(self.place) not in line for line in hit):
            # A message that could not be printed; what was done is done.
            if now not in (self.old, self.new):
                wrong(f"a mix: {common.difference(now, self.new)}")
            return
        if '"' not in said or not said.startswith("error:"):
            wrong("the message names no path")
        left = self.old if self.same(now, self.old) else self.new
        extra = {path for path in {*now, *left} if now.get(path) != left.get(path)}
        if extra and not (call in CLEARING and any(path.split("/")[0] in said for path in extra)):
            wrong(f"neither old nor new: {common.difference(now, left)}")

    def same(self, now, then):
        out = self.command.out
        return self.below(now, out) == self.below(then, out) if out else now == then

    @staticmethod
    def below(seen, out):
        return {path: what for path, what in seen.items() if path == out or path.startswith(f"{out}/")}


def together(options, work, findings):
    """Two at once: one waits or says so, and what is there afterwards is whole."""
    site = work / "together"
    common.write(site, SITE)
    program = options.program
    rounds, refused = (40 if options.long else 4), 0
    result = common.run([program, "build"], site)
    expected = common.snapshot(site / "public")
    for _ in range(rounds):
        results = []
        build = lambda: results.append(common.run([program, "build"], site))
        threads = [threading.Thread(target=build) for _ in range(3)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        for result in results:
            refused += result.returncode == 2
            if result.returncode not in (0, 2) or (result.returncode == 2 and "another briefpress" not in result.stderr):
                findings.add(f"builds at once: {result.returncode}: {result.stderr.strip()}")
        if all(result.returncode == 2 for result in results):
            findings.add("builds at once: all were refused")
        if common.snapshot(site / "public") != expected:
            findings.add(f"builds at once: {common.difference(common.snapshot(site / 'public'), expected)}")
    left = sorted(path.name for path in site.iterdir())
    if left != ["content", "public", "site.yaml", "static"]:
        findings.add(f"builds at once leave {left}")

    # While a server shows the site. It writes nothing, so it is in nobody's way.
    server = subprocess.Popen(
        [program, "serve", "--port", "0"], cwd=site, env=common.environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )
    try:
        server.stdout.readline()
        for _ in range(rounds):
            result = common.run([program, "build"], site)
            if result.returncode != 0 or server.poll() is not None:
                findings.add(f"build beside serve: {result.returncode}: {result.stderr.strip()}")
    finally:
        server.kill()
        server.wait()
    if common.snapshot(site / "public") != expected:
        findings.add("build beside serve: another site")

    # A lock that a dead process left, and one that is held.
    lock = site / ".public.briefpress-lock"
    lock.write_text("")
    if common.run([program, "build"], site).returncode != 0:
        findings.add("the lock of a dead process blocks")
    holder = subprocess.Popen(["flock", lock, "sleep", "60"])
    time.sleep(0.5)
    result = common.run([program, "build"], site)
    holder.kill()
    holder.wait()
    if result.returncode != 2 or "another briefpress" not in result.stderr:
        findings.add(f"a lock that is held: {result.returncode}: {result.stderr.strip()}")
    return rounds, refused


def main():
    only = None
    if "--only" in sys.argv:
        at = sys.argv.index("--only")
        only = sys.argv[at + 1]
        del sys.argv[at : at + 2]
    options = common.arguments(__doc__.splitlines()[0])
    findings = common.Findings("faults")
    start = time.monotonic()
    total = collections.Counter()
    with common.work_folder("faults") as work:
        work = Path(work).resolve()
        for command in COMMANDS:
            if only and only != command.name:
                continue
            sweep = Sweep(command, options, work, findings)
            points, planned = sweep.sweep()
            total["calls"] += sweep.calls
            total["injected"] += sweep.injected
            print(f"faults: {command.name}: {sweep.calls} calls, {points} places, {sweep.injected} of {planned} faults hit", flush=True)
        if only in (None, "together"):
            rounds, refused = together(options, work, findings)
            print(f"faults: three builds at once, {rounds} times: {refused} were told to wait")
    findings.end(
        f"{total['injected']} faults in {total['calls']} calls of {len(COMMANDS)} commands, seed {options.seed}, "
        f"{time.monotonic() - start:.0f} s"
    )


main()
