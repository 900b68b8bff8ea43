"""What the scripts of this folder share: the program, a small site, and folders as values."""

import argparse
import hashlib
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-03-01"


def arguments(about):
    """The arguments that every script takes."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--long", action="store_true", help="the whole of it, not only a sample")
    parser.add_argument("--seed", type=int, default=20260301, help="what the choice of the sample depends on")
    parser.add_argument("--program", type=Path, default=ROOT / "target/debug/briefpress")
    found = parser.parse_args()
    found.program = found.program.resolve()
    if not found.program.is_file():
        sys.exit(f"there is no {found.program}: run `cargo build` first")
    return found


def work_folder(name):
    """An empty folder, in memory where there is such a place; gone when the script ends."""
    above = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix=f"briefpress-{name}-", dir=above)


def environment(**more):
    """The same for every run, whatever the machine; None takes a variable away."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "TMPDIR")}
    # One day counts as today, and no host's CI is believed in.
    kept |= {"HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "1772323200", "LC_ALL": "C", "TERM": "dumb"}
    kept |= more
    return {name: value for name, value in kept.items() if value is not None}


def run(command, cwd, timeout=900, **more):
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=timeout,
        errors="replace",
        text=True,
    )


def write(root, files):
    for path, content in files.items():
        path = Path(root) / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def snapshot(folder):
    """What is in a folder and below: path to mode and content. Nothing for a folder that is not there."""
    found = {}
    folder = Path(folder)
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = ("link", os.readlink(path))
        elif path.is_dir():
            found[name] = ("folder", path.stat().st_mode & 0o777)
        else:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = ("file", path.stat().st_mode & 0o777, digest)
    return found


def digest(folder):
    """One hash of all that is in a folder: names, modes and bytes."""
    return hashlib.sha256(repr(sorted(snapshot(folder).items())).encode()).hexdigest()


def difference(one, other):
    """The paths that differ, for a message."""
    paths = [path for path in sorted({*one, *other}) if one.get(path) != other.get(path)]
    return ", ".join(paths[:6]) + (f" and {len(paths) - 6} more" if len(paths) > 6 else "")


def copy(source, target):
    if Path(target).exists():
        shutil.rmtree(target)
    shutil.copytree(source, target, symlinks=True)


def png(width, height):
    """A picture of one colour after the other."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(
        b"\0" + bytes(value for x in range(width) for value in (x % 256, y % 256, 128)) for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Findings:
    """What went wrong, told at the end."""

    def __init__(self, name):
        self.name, self.found = name, []

    def add(self, text):
        self.found.append(text)
        print(f"{self.name}: WRONG: {text}", file=sys.stderr, flush=True)

    def end(self, figures):
        print(f"{self.name}: {figures}, {len(self.found)} findings")
        sys.exit(1 if self.found else 0)
