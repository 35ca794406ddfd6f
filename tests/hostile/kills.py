"""Kill and hinder reports of a small project: ``python -m tests.hostile.kills FOLDER [WHAT ...]``.

What is in the output must be the old set or the new one, whole; no process and, after the next run, no
temporary folder may be left. Printed: what each run left, a line of counts for each kind.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engagekit.reporting import output_folder, run_alone
from tests.hostile.small_project import NOTEBOOK, QUARTER, ROOT, small_project
from tests.published_numbers import languages

MARK = "ENGAGEKIT_KILLED"
KILLS, PATIENCE = 50, 5
CALLS = ("rename", "replace", "link", "fsync", "rmdir")


class Home:
    """A small project with a report, and a folder of its own for temporary files."""

    def __init__(self, place: Path, formats: str = "html") -> None:
        shutil.rmtree(place, ignore_errors=True)
        small_project(place)
        self.place, self.out, self.formats = place, place / "reports", formats
        self.temporary = Path(tempfile.mkdtemp(prefix="ek-"))  # short: a browser puts sockets there

    def start(self, *more: str, code: str = "", **given: Any) -> subprocess.Popen[str]:
        """Begin a report; code runs in its process first."""
        self.mark = str(uuid.uuid4())
        run = f"import sys\n{code}\nfrom engagekit.cli.app import main\nmain(sys.argv[1:])"
        period = [] if "--period" in more else ["--period", QUARTER]
        command = [sys.executable, "-c", run, "report", str(self.place), "--quiet", *period,
                   "--notebook", str(self.place / "notebooks" / NOTEBOOK), "--formats", self.formats]  # fmt: skip
        env = {**os.environ, MARK: self.mark, "TMPDIR": str(self.temporary), "ENGAGEKIT_CACHE": ""}
        env |= given.pop("env", {})
        return subprocess.Popen([*command, *more], env=env, text=True, cwd=given.pop("cwd", ROOT),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **given)  # fmt: skip

    def finish(self, *more: str, **given: Any) -> tuple[int, str]:
        """Make a report, and return its code and words."""
        run = self.start(*more, **given)
        words = run.communicate(timeout=300)
        return run.returncode, "".join(words)

    def living(self) -> int:
        """Return how many processes of the last run are left, once they had time to end."""
        end = time.monotonic() + PATIENCE
        while (left := _with_mark(self.mark)) and time.monotonic() < end:
            time.sleep(0.1)
        return left

    def language(self) -> str:
        """Return the language that every copy is in, and the empty text where the set is not whole."""
        copies = list(self.out.glob("[!.]*/*/data/results.json"))
        try:
            said = languages(self.out)
        except (OSError, ValueError) as error:
            said = {repr(error)}
        if len(copies) != 2 or len(said) != 1:
            print(f"NOT WHOLE: {said} {len(copies)} copies", flush=True)
            return ""
        return said.pop()

    def rubbish(self) -> int:
        """Return how many temporary folders and unfinished sets there are."""
        left = [one for one in self.out.glob(".*") if one.name != run_alone.LOCK]
        return len([*self.temporary.iterdir(), *left])

    def remove(self) -> None:
        """Remove its folder for temporary files."""
        shutil.rmtree(self.temporary)


def _with_mark(mark: str) -> int:
    count = 0
    for place in Path("/proc").glob("[0-9]*/environ"):
        try:
            count += mark.encode() in place.read_bytes()
        except OSError:
            continue
    return count


def by_time(home: Home, kills: int = KILLS) -> dict[str, int]:
    """Kill at moments spread over a run, and make one whole report after them."""
    home.finish("--language", "en")  # the first also keeps what the others find
    start = time.monotonic()
    home.finish("--language", "fr")
    whole = time.monotonic() - start
    seen = dict.fromkeys(("killed", "new sets", "not whole", "processes", "temporary left"), 0)
    before = home.language()
    for number in range(kills):
        run = home.start("--language", "fr" if before == "en" else "en")
        time.sleep(whole * 1.1 * (number + 0.5) / kills)
        run.kill()
        run.communicate()
        seen["killed"] += run.returncode == -signal.SIGKILL
        seen["processes"] += home.living()
        now = home.language()
        seen["not whole"] += not now
        seen["new sets"] += now not in ("", before)
        before = now or before
    return _after(home, seen)


def _after(home: Home, seen: dict[str, int]) -> dict[str, int]:
    code, words = home.finish("--language", "en")
    assert code == 0, words
    seen["temporary left"] = home.rubbish()
    seen["not whole"] += home.language() != "en"
    return seen


DIE = """
import os, signal
from engagekit.reporting import output_folder, run_alone
own, left = os.getpid(), [{number}]
def dying(call):
    def counted(*args, **rest):
        if os.getpid() == own:
            if not left[0]:
                os.kill(own, signal.SIGKILL)
            left[0] -= 1
        return call(*args, **rest)
    return counted
for name in {calls}:
    setattr(os, name, dying(getattr(os, name)))
output_folder._exchanged = {exchanged}
"""


def by_call(home: Home, *, at_once: bool = True, first: int = 0) -> dict[str, int]:
    """Kill before each call that renames, links, removes or brings to the disk, until none is left."""
    exchanged = "dying(output_folder._exchanged)" if at_once else "lambda *_: False"
    home.finish("--language", "en")
    seen = dict.fromkeys(("killed", "new sets", "not whole", "processes", "temporary left"), 0)
    before, number = home.language(), first
    while True:
        code = DIE.format(number=number, calls=CALLS, exchanged=exchanged)
        other = "fr" if before == "en" else "en"
        status, words = home.finish("--language", other, code=code)
        if not at_once:
            for place in (home.out, *home.out.iterdir()):
                output_folder.recover(place)
        now = home.language()
        seen["not whole"] += not now
        if status != -signal.SIGKILL:
            assert status == 0, words
            return _after(home, seen)
        seen["killed"] += 1
        seen["processes"] += home.living()
        seen["new sets"] += now not in ("", before)
        before, number = now or before, number + 1


def hindered(home: Home) -> dict[str, int]:
    """Take away the disk, the folders for temporary files, the clock and the folder's permission."""
    home.finish("--language", "en")
    small = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({0}, -1))"
    gone = "import tempfile\ntempfile._candidate_tempdir_list = lambda: ['/nonexistent']"
    ways: dict[str, tuple[str, dict[str, Any], bool]] = {
        **{f"disk full at {n}": (small.format(n), {}, False) for n in (300, 9_000, 25_000)},
        "no TMPDIR": (gone, {"env": {"TMPDIR": "/nonexistent"}}, True),
    }
    if shutil.which("faketime"):
        for when in ("-30d", "+4000d"):
            ways[f"clock {when}"] = (f"# {when}", {"executable": None}, True)
    seen = dict.fromkeys(("ways", "not as expected", "not whole", "tracebacks", "processes"), 0)
    for name, (code, given, is_made) in ways.items():
        before = home.language()
        other = "fr" if before == "en" else "en"
        if "executable" in given:
            env = {
                "LD_PRELOAD": _faketime(),
                "FAKETIME": code[2:],
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
            given = {"env": env}
        status, words = home.finish("--language", other, code=code, **given)
        now = home.language()
        is_right = (status == 0) == is_made and now == (other if is_made else before)
        print(f"  {name}: {status}, {now}; {words.strip()[-160:]!r}")
        seen["ways"] += 1
        seen["not as expected"] += not is_right
        seen["not whole"] += not now
        seen["tracebacks"] += "Traceback" in words or "internal fault" in words
        seen["processes"] += home.living()
    return _after(home, seen)


def _faketime() -> str:
    return str(next(Path("/usr/lib").rglob("libfaketime.so.1"), ""))


def two(home: Home) -> dict[str, int]:
    """Run two reports of one quarter at once, then two of different quarters."""
    seen = dict.fromkeys(("pairs", "not whole", "refused"), 0)
    for _ in range(3):
        runs = [home.start("--language", language) for language in ("en", "fr")]
        for run in runs:
            run.communicate()
            seen["refused"] += run.returncode != 0
        seen["pairs"] += 1
        seen["not whole"] += not home.language()
    runs = [home.start("--period", period) for period in ("2026-27 Q1", "2026-27 Q2")]
    words = [run.communicate() for run in runs]
    seen["refused"] += sum(run.returncode != 0 for run in runs)
    if any(run.returncode for run in runs):
        print(words)
    return seen


NAMES = (
    "with space",
    "\u00e9t\u00e9 \u2013 \u65e5\u672c",
    'it\'s "so" & $HOME `x`',
    "-dash",
    "a" * 200,
    "deep/" * 30,
)


def odd_paths(home: Home) -> dict[str, int]:
    """Make the report in projects with odd names, and into an output with a name that is too long."""
    seen = dict.fromkeys(("paths", "not whole", "tracebacks"), 0)
    for name in NAMES:
        other = Home(home.place / name, home.formats)
        status, words = other.finish()
        seen["paths"] += 1
        seen["not whole"] += status != 0 or not other.language()
        other.remove()
        if status:
            print(f"  {name[:30]}: {words[-300:]}")
    status, words = home.finish("--out", str(home.place / ("n" * 300)))
    print(f"  300 letters: {status}; {words.strip()[-200:]!r}")
    seen["paths"] += 1
    seen["tracebacks"] += "Traceback" in words or "internal fault" in words or status == 0
    return seen


WAYS: dict[str, Callable[[Home], dict[str, int]]] = {
    "time": by_time,
    "calls": by_call,
    "calls-two-renames": lambda home: by_call(home, at_once=False),
    "hindered": hindered,
    "two": two,
    "paths": odd_paths,
}


if __name__ == "__main__":
    for wanted in sys.argv[2:] or WAYS:
        formats = "xlsx" if wanted in ("calls-two-renames", "hindered", "paths") else "html"
        home = Home(Path(sys.argv[1]) / wanted, formats)
        print(wanted, WAYS[wanted](home), flush=True)
        home.remove()
