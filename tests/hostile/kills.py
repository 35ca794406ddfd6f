"""Kill reports of a small project at fifty moments: ``python -m tests.hostile.kills FOLDER``.

What is in the output must be the old set or the new one, whole; no process and, after the next run, no
temporary folder may be left. Printed: counts of what the runs left. What else can hinder a report, call
by call, is in tests/reporting: test_output_folder, test_output_path, test_run_alone.
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
from pathlib import Path

from engagekit.reporting import run_alone
from tests.hostile.small_project import NOTEBOOK, QUARTER, ROOT, small_project
from tests.published_numbers import languages

MARK = "ENGAGEKIT_KILLED"
KILLS, PATIENCE = 50, 5


class Home:
    """A small project with a report, and a folder of its own for temporary files."""

    def __init__(self, place: Path, formats: str = "html") -> None:
        shutil.rmtree(place, ignore_errors=True)
        small_project(place)
        self.place, self.out, self.formats = place, place / "reports", formats
        self.temporary = Path(tempfile.mkdtemp(prefix="ek-"))  # short: a browser puts sockets there

    def start(self, *more: str, code: str = "") -> subprocess.Popen[str]:
        """Begin a report; code runs in its process first."""
        self.mark = str(uuid.uuid4())
        run = f"import sys\n{code}\nfrom engagekit.cli.app import main\nmain(sys.argv[1:])"
        period = [] if "--period" in more else ["--period", QUARTER]
        command = [sys.executable, "-c", run, "report", str(self.place), "--quiet", *period,
                   "--notebook", str(self.place / "notebooks" / NOTEBOOK), "--formats", self.formats]  # fmt: skip
        env = {**os.environ, MARK: self.mark, "TMPDIR": str(self.temporary), "ENGAGEKIT_CACHE": ""}
        return subprocess.Popen([*command, *more], env=env, text=True, cwd=ROOT,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip

    def finish(self, *more: str, code: str = "") -> tuple[int, str]:
        """Make a report, and return its code and words."""
        run = self.start(*more, code=code)
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
from engagekit.reporting import output_folder
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


if __name__ == "__main__":
    home = Home(Path(sys.argv[1]))
    print(by_time(home), flush=True)
    home.remove()
