"""An amount that cannot be read is told beside every sum, and the data are no A."""

from __future__ import annotations

from pathlib import Path

import pytest

import engagekit as ek
from engagekit.disclosure import protect
from engagekit.measures.data_grade import grade
from engagekit.presentation.section import Section
from engagekit.tables.problems import Problem
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.confirming import map_file
from tests.hostile.small_project import small_project

PERIOD = "FY2026-27 Q2"
TOLD = {"en": " could not be read and ", "fr": " pas pu être "}
ROWS = [
    "Line,Department,Period,Kind,Amount",
    "Databases,Law,2026-07,actual,1000",
    "Databases,Law,2026-08,actual,{first}",
    "Databases,Tax,2026-08,actual,{second}",
    "Databases,Tax,2026-09,actual,500",
]
ACROSS = [
    "Line,Department,2026-07,2026-08,2026-09",
    "Databases,Law,1000,{first},250",
    "Databases,Tax,,{second},250",
]


def _loaded(home: Path, lines: list[str], first: str, second: str, language: str = "en") -> Tables:
    data, given = small_project(home), {"currency": "CAD"}
    if lines is ACROSS:
        given["kind"] = "actual"
    for cells in (("1", "1"), (first, second)):  # mapped while every month had its numbers
        text = "\n".join(lines).format(first=cells[0], second=cells[1])
        (data / "money.csv").write_text(f"{text}\n", "utf-8")
        mapping = home / "mappings" / "money.toml"
        if not mapping.exists():
            map_file(data / "money.csv", table="budget", given=given)
    return ek.load(data, language=language)


def _funding(tables: Tables) -> Section:
    return ek.sections.funding(tables, during=PERIOD)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("lines", [ROWS, ACROSS], ids=["rows", "months across"])
@pytest.mark.parametrize(
    ("first", "second", "n"),
    [("#REF!", "n/a", 2), ("12.3k", "#REF!", 1), ("12.3k", "700", 0), ("-", "", 0)],
)
def test_a_sum_says_how_many_amounts_it_lacks(
    first: str, second: str, n: int, lines: list[str], language: str, tmp_path: Path
) -> None:
    tables = _loaded(tmp_path, lines, first, second, language)
    section = _funding(tables)
    text = finding(section)
    assert (TOLD[language] in text) == (n > 0)
    assert text.split(". ")[-1].startswith(f"{n} ") or not n
    (board,) = protect([section], tables.settings).sections
    assert finding(board) == text, "the board reads it beside the sum as well"
    costs = [reason for reason, *_ in grade(tables, tables.settings.period(PERIOD)).costs]
    assert ("unread_amounts" in costs) == (n > 0)
    lines_of = ek.sections.spend_by_line(tables, during=PERIOD)
    assert (TOLD[language] in finding(lines_of)) == (n > 0)
    assert section.frame["estimate"].iloc[0] == 1500 + 12300 * (first == "12.3k") + 700 * (
        second == "700"
    )


def test_more_amounts_than_are_listed_are_all_counted(tmp_path: Path) -> None:
    """Of a flood three cells are shown; the sum says how many there are."""
    lines = [*ROWS, *["Databases,Law,2026-08,actual,{first}"] * 39]
    tables = _loaded(tmp_path, lines, "#REF!", "1")
    assert sum(fault.amounts for fault in tables.faults) == 40
    assert "40 amounts could not be read" in finding(_funding(tables))


def test_a_cell_that_is_no_amount_costs_no_sum(sample: Tables) -> None:
    one = Problem("not a date", "Mend it.", column="period")
    assert "could not be read" not in finding(
        _funding(Tables(sample.frames, sample.settings, faults=(one,)))
    )
