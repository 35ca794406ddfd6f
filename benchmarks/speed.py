"""The goals of speed, each beside its peer in the same run: a table of medians.

The peer is a notebook that an analyst would write by hand for the same quarter of the sample
(`benchmarks._peer`), run by stock papermill and nbconvert, with a workbook.

Run ``make bench``, or ``python -m benchmarks.speed [--rounds 3] [--only WORD]``. What is compared
runs in turn on the same machine; read the ratios, not the seconds. Seconds are those of the
processor, of all processes of a command; those of the clock stand behind them.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks import _peer

ROOT = Path(__file__).parents[1]
PEOPLE, TOUCHES, EVENTS, CAME = 5_000, 200_000, 400, 30
MEETING = ["Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)"]
MEETING += ["Participants"]
ATTENDEES = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)"]
ATTENDEES += ["Guest", "Recording Consent", "In Waiting Room"]
PEER = "by hand"
FILES = ("--formats", "html,xlsx")
"""What the peer makes too."""
GOALS = {
    "files": ("report of the sample, HTML and workbook", 9.0, 1.0),
    "changed": ("the same again, one setting changed", 4.0, None),
    "again": ("the same again, nothing changed", None, None),
    "html": ("report of the sample, HTML alone", None, None),
    "report": ("report of the sample, all formats", 11.0, None),
    "check": ("check of the sample", None, None),
    "check again": ("check of the sample, second time", None, None),
    "large": (f"check of {PEOPLE} people, {TOUCHES} touches, {EVENTS} events", 15.0, None),
    "large again": ("the same, second time", 2.0, None),
    PEER: ("a notebook written by hand, papermill and nbconvert", None, None),
}
"""What is measured: its name, the processor seconds it may take, its share of the peer's."""
Seen = tuple[float, float, float]


def run(*parts: str, **more: str) -> Seen:
    """Run a module, and return processor and clock seconds and megabytes of its largest process."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    child = subprocess.Popen(
        [sys.executable, "-m", *parts],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1, 4):  # 1: has something to ask; 4: a section failed
        raise SystemExit(f"{' '.join(parts)}: exit code {child.returncode}")
    seconds = used.ru_utime + used.ru_stime
    return seconds, time.perf_counter() - start, used.ru_maxrss / 1024


def by_hand(place: Path) -> Seen:
    """Run the peer with papermill, and write its page with nbconvert, both as commands."""
    notebook, out = place / "by_hand.ipynb", str(place / "run.ipynb")
    _peer.write(notebook, ROOT / "data" / "sample")
    made = run("papermill", str(notebook), out, "--no-progress-bar")
    page = run("nbconvert", "--to", "html", out)
    return made[0] + page[0], made[1] + page[1], max(made[2], page[2])


def project(place: Path) -> None:
    """Copy the sample as a project."""
    for name in ("engagekit.toml", "notebooks", "data/sample"):
        source, target = ROOT / name, place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def large(place: Path) -> None:
    """Write the exports of a hospital, as a project: only of one anything is kept."""
    (place.parent / "engagekit.toml").write_text("", "utf-8")
    dice, first = random.Random(5), date(2026, 4, 1)
    people = [(n, f"Per{n:05d} Able", f"p{n}@example.org", f"Unit {n % 60}") for n in range(PEOPLE)]
    days = [first + timedelta(n % 180) for n in range(TOUCHES)]
    place.mkdir()
    _table(place / "contacts.csv", ["contact_id", "display_name", "email", "department"], people)
    rows = ((n, dice.randrange(PEOPLE), day, "desk", "contact") for n, day in enumerate(days))
    _table(place / "touches.csv", ["touch_id", "contact_id", "on", "channel", "begun_by"], rows)
    for number in range(EVENTS):
        start = datetime.combine(days[number], datetime.min.time()) + timedelta(hours=12)
        end = start + timedelta(hours=1)
        clocks = [f"{one:%m/%d/%Y %I:%M:%S %p}" for one in (start, end)]
        meeting = [f"8{number:09d}", f"Class {number}", *clocks, "library@example.org", 60, CAME]
        came = [
            [name, mail, *clocks, 60, "No", "", "No"]
            for _, name, mail, _ in dice.sample(people, CAME)
        ]
        rows = [meeting, [], ATTENDEES, *came]
        _table(place / f"participants_8{number:09d}.csv", MEETING, rows)


def _table(place: Path, head: Iterable[object], rows: Iterable[Iterable[object]]) -> None:
    with place.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])


def works(home: Path) -> dict[str, Callable[[], Seen]]:
    """Return how each thing is measured, in the order in which they run."""
    sample, out, exports = home / "project", home / "out", home / "hospital" / "data"
    project(sample)
    exports.parent.mkdir()
    large(exports)
    toml = sample / "engagekit.toml"

    def report(*more: str) -> Seen:
        return run("engagekit", "report", str(sample), "--out", str(out), *more)

    def fresh(*more: str) -> Seen:
        for folder in (out, sample / ".engagekit"):
            shutil.rmtree(folder, ignore_errors=True)
        return report(*more)

    def changed() -> Seen:
        text = toml.read_text("utf-8")
        name = f'name = "Library {time.time()}"'
        toml.write_text(re.sub(r'(?m)^name = ".*"', name, text, count=1), "utf-8")
        return report(*FILES)

    def check(folder: Path) -> Seen:
        return run("engagekit", "check", str(folder))

    def first(folder: Path, home: Path) -> Seen:
        shutil.rmtree(home / ".engagekit", ignore_errors=True)
        return check(folder)

    return {
        PEER: lambda: by_hand(home),
        "files": lambda: fresh(*FILES),
        "changed": changed,
        "again": lambda: report(*FILES),
        "html": lambda: fresh("--formats", "html"),
        "report": fresh,
        "check": lambda: first(sample, sample),
        "check again": lambda: check(sample),
        "large": lambda: first(exports, exports.parent),
        "large again": lambda: check(exports),
    }


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="names that hold this word, and the peer")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        every = works(Path(folder))
        wanted = {name: every[name] for name in every if asked.only in name or name == PEER}
        seen: dict[str, list[Seen]] = {name: [] for name in wanted}
        for _ in range(asked.rounds):
            for name, work in wanted.items():
                seen[name].append(work())
                sys.stderr.write(f"{name}: {seen[name][-1][0]:.1f} CPU s\n")
    middle = {
        name: [statistics.median(part) for part in zip(*one, strict=True)]
        for name, one in seen.items()
    }
    print(
        "| work | CPU s | goal | of the peer | goal | clock s | MB |\n|---|---|---|---|---|---|---|"
    )
    for name, (seconds, clock, memory) in middle.items():
        text, most, share = GOALS[name]
        ratio = seconds / middle[PEER][0]
        shown = f"{text} | {seconds:.1f} | {most or '-'} | {ratio:.2f}x | {share or '-'}"
        print(f"| {shown} | {clock:.1f} | {memory:.0f} |")


if __name__ == "__main__":
    main()
