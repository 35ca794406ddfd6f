"""Shapes of five more strangers (an NHS trust, engineers, a ministry, a law firm, one workbook)."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.errors import SettingsError
from engagekit.mapping.mapping_file import make_mapping
from engagekit.parsing.dates import dates
from tests.stranger import small
from tests.stranger.small import LOG, PEOPLE

NAMES = [row[1] for row in PEOPLE[1:13]]


@pytest.mark.parametrize("ended", ["2020-01-10", "", "2026-02-15"])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_row_a_post_is_one_person_in_the_post_that_goes_on(
    ended: str, is_first: bool, tmp_path: Path
) -> None:
    past = [[*row[:3], "Audit", "2018-01-01", ended] for row in PEOPLE[1:5]]
    rows = [*past, *PEOPLE[1:]] if is_first else [*PEOPLE[1:], *past]
    gate = small.gate(tmp_path, people__csv=[PEOPLE[0], *rows])
    assert gate.counts(whole=False)["people"] == 21
    mine = gate.tables.contacts[gate.tables.contacts["display_name"].isin(NAMES[:4])]
    assert mine["left_on"].isna().all()
    assert set(mine["joined_on"].dt.year) == {2018}
    assert set(mine["department"]) == ({"Audit"} if is_first and not ended else {"Tax"})
    told = [str(one) for one in gate.tables.faults if "posts in several departments" in str(one)]
    assert bool(told) == (not ended)


def test_of_two_posts_that_ended_the_later_end_counts(tmp_path: Path) -> None:
    last = [[*PEOPLE[1][:3], unit, *days] for unit, *days in (
        ("Audit", "2018-01-01", "2020-01-10"), ("Tax", "2020-01-11", "2026-05-15"))]  # fmt: skip
    gate = small.gate(tmp_path, people__csv=[PEOPLE[0], *last, *PEOPLE[2:]])
    assert gate.counts(whole=False)["people"] == 21


@pytest.mark.parametrize(
    ("head", "first", "linked"),
    [(["Prefix", "First name"], ["van der", 0], 12), (["Prefix", "First name"], ["Ms", 0], 0),
     (["Preferred Name"], [0], 0)],
)  # fmt: skip
def test_what_stands_before_a_surname_is_of_the_name(
    head: list[str], first: list[str | int], linked: int, tmp_path: Path
) -> None:
    people = [["Employee ID", "Last name", *head, "Email", "Division/Branch", "Hire Date"],
              *[[row[0], row[1].split()[1], *[one or row[1].split()[0] for one in first], *row[2:5]]
                for row in PEOPLE[1:]]]  # fmt: skip
    log = small.each(
        LOG, lambda _, one: {"display_name": one["display_name"].replace(" ", " van der ")}
    )
    gate = small.gate(tmp_path, people__csv=people, touches__csv=log)
    assert gate.tables.touches["contact_id"].notna().sum() == linked


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    small.gate(tmp_path, touches__csv=None)
    book = openpyxl.Workbook()
    for row in LOG:
        book.active.append(row)
    hidden = book.create_sheet("old")
    hidden.sheet_state = "hidden"
    for row in LOG[:3]:
        hidden.append(row)
    book.save(tmp_path / "data" / "touches.xlsx")
    gate = small.gate(tmp_path, touches__csv=None)
    assert gate.counts()["enquiries"] == 12
    assert any("2 rows that are not read: hidden" in str(one) for one in gate.tables.faults)


@pytest.mark.parametrize("text", ["1er mars 2026", "1st March 2026", "1st of March 2026"])
def test_an_ordinal_day_is_a_day(text: str) -> None:
    import pandas as pd

    assert f"{dates(pd.Series([text])).values[0]:%Y-%m-%d}" == "2026-03-01"


@pytest.mark.parametrize(
    ("decimal", "cell", "minutes"),
    [(",", "0.5", 30), (",", "0,5", 30), (",", "1.000", 60_000), (",", "1.000,5", 60_030),
     (".", "0,5", 30), (".", "1,000", 60_000), (".", "1,00,000", 6_000_000)],
)  # fmt: skip
def test_a_sign_that_cannot_part_thousands_is_the_decimal_one(
    decimal: str, cell: str, minutes: float, tmp_path: Path
) -> None:
    rows = [["When", "Who", "Via", "Hours"], ["2026-03-02", NAMES[0], "Phone", cell]]
    (tmp_path / "mappings").mkdir()
    text = f'name = "log"\ntable = "touches"\ndecimal = "{decimal}"\n[columns]\non = "When"\n'
    text += 'display_name = "Who"\nchannel = "Via"\nminutes = "Hours"\n[units]\nminutes = "hours"\n'
    (tmp_path / "mappings" / "log.toml").write_text(text)
    touches = small.gate(tmp_path, touches__csv=None, log__csv=rows).tables.touches
    assert touches["minutes"].tolist() == [minutes]


def test_a_field_in_a_column_and_the_same_in_every_row_is_refused() -> None:
    parts = {"name": "a", "table": "touches", "columns": {"channel": "Via"}}
    assert make_mapping(parts | {"constants": {"place": "desk"}}).columns
    with pytest.raises(SettingsError, match="which is it"):
        make_mapping(parts | {"constants": {"channel": "desk"}})
