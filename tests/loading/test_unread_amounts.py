"""An amount that cannot be read is told beside every sum, and the data are no A."""

from __future__ import annotations

from pathlib import Path

import pytest

import engagekit as ek
from engagekit.disclosure import protect
from engagekit.measures.data_grade import grade
from engagekit.tables.problems import Problem
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.confirming import map_file
from tests.hostile.small_project import small_project

PERIOD = "FY2026-27 Q2"
TOLD = {"en": " could not be read and ", "fr": " pas pu être "}
ROWS = """Line,Department,Period,Kind,Amount
Databases,Law,2026-07,actual,1000
Databases,Law,2026-08,actual,{first}
Databases,Tax,2026-08,actual,{second}
Databases,Tax,2026-09,actual,500
"""
ACROSS = """Line,Department,2026-07,2026-08,2026-09
Databases,Law,1000,{first},250
Databases,Tax,,{second},250
"""


def _loaded(home: Path, text: str, first: str, second: str, language: str = "en") -> Tables:
    data = small_project(home)
    given = {"currency": "CAD"} | ({} if "Kind" in text else {"kind": "actual"})
    # mapped while every month had its numbers
    (data / "money.csv").write_text(text.format(first=1, second=1), "utf-8")
    map_file(data / "money.csv", table="budget", given=given)
    (data / "money.csv").write_text(text.format(first=first, second=second), "utf-8")
    return ek.load(data, language=language)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("text", [ROWS, ACROSS], ids=["rows", "months across"])
@pytest.mark.parametrize(
    ("first", "second", "n", "amount"),
    [("#REF!", "n/a", 2, 0), ("12.3k", "#REF!", 1, 12300), ("12.3k", "700", 0, 13000),
     ("-", "", 0, 0)],
)  # fmt: skip
def test_a_sum_says_how_many_amounts_it_lacks(
    first: str, second: str, n: int, amount: int, text: str, language: str, tmp_path: Path
) -> None:
    tables = _loaded(tmp_path, text, first, second, language)
    section = ek.sections.funding(tables, during=PERIOD)
    assert section.frame["estimate"].iloc[0] == 1500 + amount
    said = finding(section)
    assert said.split(". ")[-1].startswith(f"{n} ") or not n
    (board,) = protect([section], tables.settings).sections
    assert finding(board) == said, "the board reads it beside the sum as well"
    by_line = finding(ek.sections.spend_by_line(tables, during=PERIOD))
    assert [TOLD[language] in each for each in (said, by_line)] == [n > 0] * 2
    costs = [reason for reason, *_ in grade(tables, tables.settings.period(PERIOD)).costs]
    assert ("unread_amounts" in costs) == (n > 0)


def test_more_amounts_than_are_listed_are_all_counted(tmp_path: Path) -> None:
    """Of a flood three cells are shown; the sum says how many there are."""
    text = ROWS + "Databases,Law,2026-08,actual,{first}\n" * 39
    tables = _loaded(tmp_path, text, "#REF!", "1")
    assert sum(fault.amounts for fault in tables.faults) == 40
    assert "40 amounts could not be read" in finding(ek.sections.funding(tables, during=PERIOD))


def test_a_cell_that_is_no_amount_costs_no_sum(sample: Tables) -> None:
    fault = Problem("not a date", "Mend it.", column="period")
    tables = Tables(sample.frames, sample.settings, faults=(fault,))
    assert "could not be read" not in finding(ek.sections.funding(tables, during=PERIOD))
