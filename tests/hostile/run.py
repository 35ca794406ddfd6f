"""Measure what becomes of hostile files: ``python -m tests.hostile.run FOLDER [inspect|report [EVERY [FROM]]]``.

``inspect`` runs the command on each file alone; ``report`` on a project of good files with each
among them. Printed: what was neither read nor refused in a sentence that names the file; and whose
report has other numbers than that of the good files, or says nothing of the file.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from tests.hostile.cases import write
from tests.hostile.small_project import NOTEBOOK, QUARTER, small_project

ROOT = Path(__file__).parents[2]
PROCESSES = int(os.environ.get("PROCESSES", "2"))
SECONDS, WALL, MEMORY = 60, 300, 1024 * 1024
"""Seconds of the processor, and by the clock of a machine that does other things too; kilobytes."""


@dataclass(frozen=True)
class Seen:
    """What a command did: its code, processor seconds, kilobytes of its largest process, its words."""

    name: str
    code: int
    seconds: float
    memory: int
    words: str
    report: str = ""

    def faults(self) -> list[str]:
        """Return what must not be."""
        plain = "".join(sign for sign in " ".join(self.name.split("\n")) if sign.isprintable())[:20]
        silent = self.code not in (0, 3, 4) and plain[:8] not in self.words
        raw = any(ord(sign) < 32 and sign not in "\n\t\r" for sign in self.words)
        unsaid = self.report and plain[:8] not in self.words + self.report
        return [
            fault
            for fault, is_so in {
                "died": self.code < 0 or self.code > 128,
                "traceback": "Traceback (most recent" in self.words,
                "internal fault": "internal fault" in self.words,
                "over a minute": self.seconds > SECONDS,
                "over 1 GB": self.memory > MEMORY,
                "names no file": silent,
                "left out without a word": bool(unsaid),
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
        "used=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print('\\n%d %d %f'%(done.returncode,used.ru_maxrss,used.ru_utime+used.ru_stime))"
    )
    engagekit = [sys.executable, "-m", "engagekit", *command]
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, *engagekit], capture_output=True, timeout=WALL, cwd=ROOT
        ).stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired:
        return Seen(name, -9, WALL, 0, "")
    *words, last = done.rstrip().split("\n")
    status, memory, seconds = last.split()
    return Seen(name, int(status), float(seconds), int(memory), "\n".join(words))


def among_good(place: Path | None, work: Path) -> tuple[Seen, list[object]]:
    """Make a report of a small project with one more file, and return its numbers too."""
    home = work / f"project-{os.getpid()}-{abs(hash(place))}"
    data = small_project(home)
    if place:
        shutil.copy(place, data / place.name, follow_symlinks=False)
    how = ["--notebook", str(home / "notebooks" / NOTEBOOK), "--formats", "xlsx", "--partial"]
    name = place.name if place else ""
    seen = measured(name, ["report", str(home), *how, "--period", QUARTER])
    results = [
        json.loads(made.read_text("utf-8")) for made in home.rglob("private/data/results.json")
    ]
    said = "\n".join(
        json.dumps([one["inputs"], one["load"], one["rows"]], ensure_ascii=False) for one in results
    )
    shutil.rmtree(home, ignore_errors=True)
    return replace(seen, report=said), [one["numbers"] for one in results]


def main(folder: Path, how: str = "inspect", every: int = 1, first: int = 0) -> int:
    """Measure every case, or each so manieth, PROCESSES at a time."""
    places = write(folder)[first::every]
    good = among_good(None, folder.parent)[1] if how == "report" else []

    def one(place: Path) -> Seen:
        if how == "inspect":
            return measured(place.name, ["inspect", str(place)])
        case, numbers = among_good(place, folder.parent)
        if numbers and numbers != good:
            print(f"{place.name[:40]!r}: other numbers; {case.words[-300:]!r}", flush=True)
        return case

    with ThreadPoolExecutor(PROCESSES) as pool:
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
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:3], *map(int, sys.argv[3:])))
