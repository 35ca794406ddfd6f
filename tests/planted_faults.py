"""Plant small faults in a copy of the package, one at a time, and see which test catches each.

``python -m tests.planted_faults [--only PATTERN] [--list FILE]`` reads ``planted_faults.tsv``: a file
of the package, a text that stands in it once, its replacement, and the tests nearest to it. It is not
part of the suite: a test that catches nothing is found by it, not by a green run.
"""

from __future__ import annotations

import argparse
import ast
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".tsv")
NOT_COPIED = {".git", ".venv", "reports", "__pycache__"}


@dataclass(frozen=True)
class Fault:
    """A change to a file of the package that some test must notice."""

    file: str
    text: str
    replacement: str
    tests: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.text} -> {self.replacement}"

    def planted(self, source: str) -> str:
        """Return the source with the fault; ValueError where it cannot be planted."""
        if source.count(self.text) != 1:
            raise ValueError(f"stands {source.count(self.text)} times in {self.file}: {self.text}")
        changed = source.replace(self.text, self.replacement)
        if ast.dump(ast.parse(changed)) == ast.dump(ast.parse(source)):
            raise ValueError(f"changes nothing in {self.file}: {self.text}")
        return changed


def read_faults(file: Path = LIST) -> list[Fault]:
    """Return the faults of a list: file, text, replacement and tests, separated by tabs."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Fault(row["file"], row["text"], row["replacement"], tuple(row["tests"].split()))
            for row in rows
        ]


def unplantable(faults: Iterable[Fault], root: Path = ROOT) -> list[str]:
    """Return why some faults cannot be planted: text that went, tests that are not there."""
    result = []
    for fault in faults:
        try:
            fault.planted((root / fault.file).read_text("utf-8"))
        except (OSError, SyntaxError, ValueError) as error:
            result.append(str(error))
        result += [
            f"no tests at {one} ({fault})" for one in fault.tests if not (root / one).exists()
        ]
        result += [] if fault.tests else [f"no tests named ({fault})"]
    return result


def first_failure(root: Path, tests: tuple[str, ...]) -> str:
    """Return the first test that fails in a copy, nothing where all pass."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return ""
    failed = re.search(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", done.stdout, re.MULTILINE)
    if failed is None:
        raise RuntimeError(
            f"pytest did not run {tests}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )
    return failed[1]


def _copy(folder: Path) -> Path:
    """Copy the checkout as it stands now, without what git and a run leave in it."""
    target = folder / "copy"
    shutil.copytree(ROOT, target, ignore=lambda _, names: NOT_COPIED & set(names))
    return target


def verdicts(faults: list[Fault], root: Path) -> Iterable[tuple[Fault, str]]:
    """Yield each fault and the test that caught it, nothing where it survived."""
    clean: dict[tuple[str, ...], str] = {}
    for fault in faults:
        if fault.tests not in clean:
            clean[fault.tests] = first_failure(root, fault.tests)
        if clean[fault.tests]:
            raise RuntimeError(f"fails without any fault: {clean[fault.tests]}")
        file = root / fault.file
        source = file.read_text("utf-8")
        file.write_text(fault.planted(source), encoding="utf-8")
        try:
            yield fault, first_failure(root, fault.tests)
        finally:
            file.write_text(source, encoding="utf-8")


def main() -> int:
    """Print for each fault what caught it; 1 where one survived."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument(
        "--only", default="", help="part of a file's name or of the text, a pattern"
    )
    parser.add_argument("--list", type=Path, default=LIST, help="another list of faults")
    chosen = parser.parse_args()
    faults = [one for one in read_faults(chosen.list) if re.search(chosen.only, str(one))]
    wrong = unplantable(faults)
    if wrong:
        print(*wrong, sep="\n")
        return 2
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        for fault, caught_by in verdicts(faults, _copy(Path(folder))):
            survivors += not caught_by
            print(f"{'caught  ' if caught_by else 'SURVIVED'}\t{fault}\t{caught_by}", flush=True)
    print(f"{len(faults) - survivors} of {len(faults)} caught")
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main())
