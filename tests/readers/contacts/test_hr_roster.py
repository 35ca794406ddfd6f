"""Staff lists: who may be no staff, and both sides of every threshold; see the cases, too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from engagekit.readers.contacts import hr_roster
from tests.reading import written

STATUSES = tomllib.loads(Path(__file__).with_name("statuses.toml").read_text("utf-8"))["status"]
HIRED, EMPLOYED = (
    "Staff ID,Name,Department,Hire date",
    "Employee ID,Name,Email,Department,Hire Date",
)
LEFT = f"{HIRED},Termination date"


def _text(header: str, rows: Iterable[str]) -> str:
    return "\n".join([header, *rows])


@pytest.mark.parametrize("case", STATUSES, ids=lambda case: case["word"])
def test_who_may_be_no_staff_is_told(case: dict[str, str], tmp_path: Path) -> None:
    words = [case["word"]] * 3 + [case["other"]] * 6
    rows = [f"{at},P{at} Hart,,Tax,2020-09-14,{word}" for at, word in enumerate(words)]
    found = hr_roster.read(written(tmp_path, _text(f"{EMPLOYED},{case['header']}", rows)))
    assert len(found.tables["contacts"]) == 9
    told = [one.problem for one in found.problems]
    assert bool(told) is bool(case["told"]) and all(case["told"] in one for one in told)


@pytest.mark.parametrize(("words", "is_column"), [(12, True), (13, False)])
def test_a_column_of_many_words_is_none_of_statuses(
    words: int, is_column: bool, tmp_path: Path
) -> None:
    rows = [f"{at},P{at} Hart,Tax,2020-09-14,zzz {at % words}" for at in range(30)]
    text = _text(f"{HIRED},Employment Status", rows)
    assert bool(hr_roster.read(written(tmp_path, text)).problems) is is_column


def _repeated(times: int) -> str:
    numbers = [*range(10 - times), *[0] * times]
    return _text(HIRED, (f"{n},P{at},Tax,2020-01-02" for at, n in enumerate(numbers)))


def _ending(last: list[str]) -> str:
    return _text(LEFT, (f"{n},P{n},Tax,2026-01-01,{end}" for n, end in enumerate(last)))


def _with_other_headers(more: int) -> str:
    others = "".join(f",Colour {n}" for n in range(more))
    return f"Name,Email,Department{others}\nA B,a@x.example,Tax{',x' * more}"


@pytest.mark.parametrize(("text", "is_staff"), [
    (_repeated(2), True), (_repeated(3), False),
    (_ending(["2026-02-14"] * 4), False), (_ending(["2026-02-15"] * 4), True),
    (_ending(["2026-01-05"] * 9 + [""]), False), (_ending(["2026-01-05"] * 8 + ["", ""]), True),
    (_with_other_headers(2), True), (_with_other_headers(3), False),
    (f"{HIRED},{'x' * 60}\n7,A B,Tax,2020-01-02,1", True),
    (f"{HIRED},{'x' * 61}\n7,A B,Tax,2020-01-02,1", False),
])  # fmt: skip
def test_each_threshold_has_two_sides(text: str, is_staff: bool, tmp_path: Path) -> None:
    assert (hr_roster.recognise(written(tmp_path, text)) is not None) is is_staff


@pytest.mark.parametrize(
    ("name", "email", "is_asked"),
    [("Zoe Zed", "zoe@x.com", True), ("Zoe Zed", "", True), ("P3 Hart", "", False),
     ("P. Hart", "p3@x.com", False)],
)  # fmt: skip
def test_a_number_of_two_people_is_asked_about_with_and_without_addresses(
    name: str, email: str, is_asked: bool, tmp_path: Path
) -> None:
    own = ["" if not email else f"p{at}@x.com" for at in range(9)]
    rows = [f"{at},P{at} Hart,{one},Tax,2020-09-14" for at, one in enumerate(own)]
    text = _text(EMPLOYED, [*rows, f"3,{name},{email},Law,2024-01-15"])
    told = hr_roster.read(written(tmp_path, text)).problems
    assert any("one number" in one.problem for one in told) is is_asked
