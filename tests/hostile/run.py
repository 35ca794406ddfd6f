"""Measure what becomes of each hostile file: ``python -m tests.hostile.run FOLDER [inspect|report]``.

``inspect`` runs the command on each file alone; ``report`` on a project of good files with each
among them. Printed: what was neither read nor refused in a sentence that names the file.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.hostile.cases import write

ROOT = Path(__file__).parents[2]
SECONDS, MEMORY = 60, 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """What a command did: its code, seconds, kilobytes of its largest process, and its words."""

    name: str
    code: int
    seconds: float
    memory: int
    words: str

    def faults(self) -> list[str]:
        """Return what must not be."""
        plain = "".join(sign for sign in self.name if sign.isprintable())[:20]
        silent = self.code not in (0, 3, 4) and plain[:8] not in self.words
        raw = any(ord(sign) < 32 and sign not in "\n\t\r" for sign in self.words)
        return [
            fault
            for fault, is_so in {
                "died": self.code < 0 or self.code > 128,
                "traceback": "Traceback (most recent" in self.words,
                "internal fault": "internal fault" in self.words,
                "over a minute": self.seconds > SECONDS,
                "over 1 GB": self.memory > MEMORY,
                "names no file": silent,
                "raw control characters": raw,
            }.items()
            if is_so
        ]


def measured(name: str, command: list[str]) -> Seen:
    """Run a command of ours, and weigh it."""
    code = (
        "import resource,subprocess,sys\n"
        "done=subprocess.run(sys.argv[1:],capture_output=True)\n"
        "sys.stdout.buffer.write(done.stdout+done.stderr)\n"
        "print('\\n%d %d'%(done.returncode,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))"
    )
    start = time.monotonic()
    engagekit = [sys.executable, "-m", "engagekit", *command]
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, *engagekit], capture_output=True, timeout=300, cwd=ROOT
        ).stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return Seen(name, -9, 300, 0, "")
    *words, last = done.rstrip().split("\n")
    status, memory = map(int, last.split())
    return Seen(name, status, time.monotonic() - start, memory, "\n".join(words))


def among_good(place: Path, work: Path) -> list[str]:
    """Return the command that makes a report of the sample with one more file."""
    home = work / f"project-{os.getpid()}-{abs(hash(place.name))}"
    shutil.rmtree(home, ignore_errors=True)
    (home / "data").mkdir(parents=True)
    shutil.copy(ROOT / "engagekit.toml", home)
    for one in (ROOT / "data" / "sample").rglob("*"):
        if one.is_file():
            shutil.copy(one, home / "data" / one.name)
    shutil.copy(place, home / "data" / place.name, follow_symlinks=False)
    out = ["--out", str(home / "out"), "--formats", "html", "--only", "brief"]
    return ["report", str(home), *out, "--partial", "--period", "2026-27 Q2"]


def main(folder: Path, how: str) -> int:
    """Measure every case, two at a time."""
    places = write(folder)

    def one(place: Path) -> Seen:
        command = ["inspect", str(place)] if how == "inspect" else among_good(place, folder.parent)
        return measured(place.name, command)

    with ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(one, places))
    for case in seen:
        if case.faults():
            print(f"{case.name[:40]!r}: {', '.join(case.faults())}; {case.words[-300:]!r}")
    slowest = max(seen, key=lambda case: case.seconds)
    largest = max(seen, key=lambda case: case.memory)
    print(f"{len(seen)} cases, {sum(bool(case.faults()) for case in seen)} with a fault")
    print(f"slowest {slowest.name} {slowest.seconds:.0f} s, largest {largest.name} "
          f"{largest.memory / 1024:.0f} MB; {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} CPU s")  # fmt: skip
    return any(case.faults() for case in seen)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "inspect"))
