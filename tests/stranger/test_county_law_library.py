"""A county law library in California: voids in remarks, sums by another name, a roster of positions."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit import measures
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows

WHOM = ["Ann Moss", "Reed, Ann", "Hon. Bob Moss", "ann.stone@firm.example", PEOPLE[6][0]]


def acts(who: list[str], kind: str) -> Rows:
    return [
        ["contact_id", "asked_on", "on", "kind", "witness"],
        *[[one, "", f"2026-02-0{1 + at}", kind, ""] for at, one in enumerate(who)],
    ]


@pytest.mark.parametrize(
    ("rows", "champions", "told"),
    [
        (acts(WHOM, "defended"), 5, ""),
        (acts([*WHOM, "Zoe Nobody"], "defended"), 5, "who are not on the staff list"),
        (
            acts(WHOM, "Spoke for us at the budget hearing"),
            0,
            "of a kind that does not make a champion",
        ),
    ],
)
def test_who_stood_up_for_us_is_known_by_name_and_what_does_not_count_is_told(
    rows: Rows, champions: int, told: str, tmp_path: Path
) -> None:
    gate = small.gate(tmp_path, support__csv=rows)
    frame = measures.champions(gate.tables, during="2026 Q1")
    assert frame.loc[frame["measure"] == "champions", "n"].iloc[0] == champions
    problems = [*map(str, gate.questions), *map(str, gate.tables.faults)]
    found = [one for one in problems if "staff list does not have" in one or "champion" in one]
    assert bool(found) == bool(told) and all(told in one for one in found)
