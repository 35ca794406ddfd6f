"""Compare the numbers of two reports: ``python -m tests.compare_results BEFORE AFTER``.

Both are folders; every ``results.json`` below BEFORE is compared with the one at the same place
below AFTER: sections, rows and every value that both rows have. Exit 1 where they differ.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LEFT_OUT = frozenset({"inputs", "versions", "parameters", "load", "report"})
"""Parts that tell of the run and not of the library."""


def differences(before: Any, after: Any, where: str = "") -> Iterator[str]:
    """Yield each place at which two documents differ, with both values."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(set(before) | set(after)):
            if not where and name in LEFT_OUT:
                continue
            if name not in before or name not in after:
                yield f"{where}/{name}: only {'before' if name in before else 'after'}"
            else:
                yield from differences(before[name], after[name], f"{where}/{name}")
    elif isinstance(before, list) and isinstance(after, list):
        if len(before) != len(after):
            yield f"{where}: {len(before)} before, {len(after)} after"
        for at, (one, other) in enumerate(zip(before, after, strict=False)):
            label = one.get("name", at) if isinstance(one, dict) else at
            yield from differences(one, other, f"{where}/{label}")
    elif before != after and not _same_float(before, after):
        yield f"{where}: {before!r} before, {after!r} after"


def _same_float(before: Any, after: Any) -> bool:
    if not isinstance(before, float) or not isinstance(after, float):
        return False
    return math.isnan(before) and math.isnan(after)


def compare(before: Path, after: Path) -> list[str]:
    """Return every difference between the results of two folders of reports."""
    files = sorted(file.relative_to(before) for file in before.rglob("results.json"))
    found = [] if files else [f"{before} holds no results.json"]
    for file in files:
        if not (after / file).exists():
            found.append(f"{file}: only before")
            continue
        pair = [json.loads((folder / file).read_text("utf-8")) for folder in (before, after)]
        found += [f"{file} {line}" for line in differences(*pair)]
    return found


def main() -> int:
    """Print the differences between two folders; 1 where there are any."""
    found = compare(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join(found) or "equal")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
