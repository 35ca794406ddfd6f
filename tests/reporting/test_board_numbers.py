"""Every share of a board copy lies where the library's own copy has it: rounded, never another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from engagekit.measures._frame import MEASURED
from engagekit.measures.ends import ENDS

pytestmark = pytest.mark.slow

HALF_A_STEP = 0.005 + 1e-9
"""Shares are told in whole per cents, and so are their ends."""
Row = Mapping[str, Any]


def _key(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((n, str(v)) for n, v in row.items() if n not in (*MEASURED, *ENDS)
                        or n in ("measure", "unit")))  # fmt: skip


def _pairs(reports: Path) -> Iterator[tuple[str, Row, Row]]:
    """Each row of a board copy beside the one row of the private copy that has its groups."""
    for place in sorted(reports.glob("*/*/board/data/results.json")):
        own = place.parents[2] / "private/data/results.json"
        board, private = (json.loads(file.read_text(encoding="utf-8")) for file in (place, own))
        true = {section["name"]: section["rows"] for section in private["sections"]}
        for section in board["sections"]:
            if section["kind"] != "measure":
                continue
            rows: dict[Any, list[Row]] = {}
            for row in true.get(section["name"], ()):
                rows.setdefault(_key(row), []).append(row)
            for row in section["rows"]:
                if len(same := rows.get(_key(row), ())) == 1:
                    yield f"{place.parts[-5]}: {section['name']} {_key(row)}", row, same[0]


def _is_off(shown: Row, true: Row) -> bool:
    """Return whether a share is more than rounded, or lies outside the ends that are given."""
    value, known = shown.get("estimate"), true.get("estimate")
    if known is None or shown["unit"] != "share":
        return False
    if value is not None and abs(value - known) > HALF_A_STEP:
        return True
    low, high = shown.get("at_least"), shown.get("at_most")
    return (low is not None and known < low - HALF_A_STEP) or (
        high is not None and known > high + HALF_A_STEP
    )


def test_every_share_of_the_board_is_that_of_the_private_copy(reports: Path) -> None:
    pairs = list(_pairs(reports))
    assert sum(shown["unit"] == "share" for _, shown, _ in pairs) > 1000
    assert [(name, shown, true) for name, shown, true in pairs if _is_off(shown, true)] == []


def test_another_share_would_be_seen() -> None:
    true = {"estimate": 0.48, "unit": "share"}
    assert _is_off({"estimate": 0.92, "unit": "share"}, true)
    assert _is_off({"at_least": 0.9, "unit": "share"}, true)
    assert not _is_off({"estimate": 0.484, "at_most": 0.5, "unit": "share"}, true)
