"""Reports against stock papermill and nbconvert; drawings against Kaleido.

Run ``python benchmarks/report.py [--notebook FILE] [--rounds 3]``. Both sides of a ratio run in
turn on the same machine; read the ratios, not the seconds. The goals stand beside them.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

OURS = (
    "from engagekit.reporting.report import report;"
    "report(notebook={notebook!r}, out={out!r}, formats=['html', 'xlsx', 'pptx'])"
)
EACH = (
    "from engagekit.reporting.report import report;"
    "report(notebook={notebook!r}, out={out!r}, each={each!r}, formats=['html'])"
)
FIGURES = 12


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def command(*parts: str) -> None:
    """Run a command, its output kept from the terminal; 4 is a report with a failing section."""
    done = subprocess.run([sys.executable, *parts], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 4):
        raise SystemExit(done.stderr)


def stock(notebook: str, folder: Path, name: str = "out", *given: str) -> None:
    """Papermill, then nbconvert, both as commands."""
    out = str(folder / f"{name}.ipynb")
    command("-m", "papermill", notebook, out, "--no-progress-bar", *given)
    command("-m", "nbconvert", "--to", "html", out)


def one_report(notebook: str, rounds: int) -> dict[str, float]:
    """A whole report without PDF against papermill and nbconvert, in turn."""
    ours, theirs = [], []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as place:
            code = OURS.format(notebook=notebook, out=place)
            ours.append(seconds(lambda code=code: command("-c", code)))
            theirs.append(seconds(lambda place=place: stock(notebook, Path(place))))
    return compared(ours, theirs, goal=0.5)


def briefs(notebook: str, column: str, values: list[str], stock_briefs: int) -> dict[str, float]:
    """A brief for each value against papermill and nbconvert in a pool of two, both a brief."""
    few = values[:stock_briefs]
    with tempfile.TemporaryDirectory() as place:
        code = EACH.format(notebook=notebook, out=place, each=column)
        ours = seconds(lambda: command("-c", code))

        def pool() -> None:
            with ThreadPoolExecutor(2) as workers:
                list(workers.map(
                    lambda value: stock(notebook, Path(place), value.replace("/", "-"), "-p",
                                        column, value), few))  # fmt: skip

        theirs = seconds(pool)
    return compared([ours / len(values)], [theirs / len(few)], goal=0.2)


def drawings() -> dict[str, float]:
    """Twelve figures in both widths against Kaleido's batch of the same, browsers started."""
    from engagekit import figures
    from engagekit.measures._frame import measure_frame
    from engagekit.reporting.html import browser as drawing

    frame = measure_frame(
        [{"department": f"Department {n}", "measure": "reach", "unit": "share",
          "estimate": n / 12, "n": 10 * n, "base": 120} for n in range(1, 12)], ["department"],
    )  # fmt: skip
    made = [
        figures.draw("bars", frame, title=f"Figure {n}", narrow=is_narrow)
        for n in range(FIGURES) for is_narrow in (False, True)
    ]  # fmt: skip
    with drawing.session() as browser:
        if browser is None:
            raise SystemExit("No Chrome, Edge or Chromium on this machine.")
        texts = [str(one.to_json()) for one in made]
        browser.draw(texts[:1])
        ours = seconds(lambda: browser.draw(texts))
    if importlib.util.find_spec("kaleido") is None:
        print("kaleido is not installed: pip install kaleido to compare", file=sys.stderr)
        return {"ours_seconds": ours, "a_figure": ours / len(made)}
    import kaleido

    kaleido.start_sync_server(silence_warnings=True)
    with tempfile.TemporaryDirectory() as place:
        jobs = [
            {"fig": one, "path": f"{place}/{n}.svg", "opts": {"format": "svg"}}
            for n, one in enumerate(made)
        ]
        kaleido.write_fig_from_object_sync(jobs[:1])
        theirs = seconds(lambda: kaleido.write_fig_from_object_sync(jobs))
    kaleido.stop_sync_server(silence_warnings=True)
    return compared([ours], [theirs], goal=1 / 8)


def compared(ours: list[float], theirs: list[float], goal: float) -> dict[str, float]:
    """Medians, their ratio, and the goal it must not exceed."""
    mine, stock_time = statistics.median(ours), statistics.median(theirs)
    return {"ours_seconds": mine, "theirs_seconds": stock_time, "ratio": mine / stock_time,
            "goal": goal}  # fmt: skip


def main() -> None:
    """Run what was asked for and print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notebook", default="notebooks/quarterly_report.ipynb")
    parser.add_argument("--brief", default="notebooks/department_brief.ipynb")
    parser.add_argument("--each", default="department")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--stock-briefs", type=int, default=6, help="briefs made the stock way")
    parser.add_argument("--only", choices=["report", "briefs", "drawings"])
    asked = parser.parse_args()
    found: dict[str, dict[str, float]] = {}
    if asked.only in (None, "report"):
        found["report"] = one_report(asked.notebook, asked.rounds)
    if asked.only in (None, "briefs") and Path(asked.brief).is_file():
        import engagekit as ek

        contacts = ek.load("data/sample").contacts
        values = sorted(set(contacts[asked.each].dropna()))
        found["briefs"] = briefs(asked.brief, asked.each, values, asked.stock_briefs)
    if asked.only in (None, "drawings"):
        found["drawings"] = drawings()
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
