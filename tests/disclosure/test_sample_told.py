"""What the board copy of the sample tells: as coarse as the rules, and as much as they allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import pytest

from benchmarks._firms import every, firm
from engagekit.disclosure import Protected, is_public, protect
from engagekit.measures import registry
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections import Section
from engagekit.tables.tables import Tables


@pytest.fixture(scope="module")
def whole(sample: Tables) -> list[Section]:
    return list(every(sample, "FY2026-27 Q2"))


@pytest.fixture(scope="module")
def safe(whole: list[Section], sample: Tables) -> Protected:
    return protect(whole, sample.settings)


def _board(safe: Protected) -> list[pd.DataFrame]:
    frames = [one.frame for one in safe.sections if one.audience == "board"]
    assert len(frames) > 40
    return frames


def test_no_number_of_the_board_has_more_than_two_digits_after_the_point(safe: Protected) -> None:
    """An index of 16 digits gave back the counts that it was made of, and one person's visits."""
    for frame in _board(safe):
        numbers = frame.select_dtypes("float")
        assert numbers.round(2).equals(numbers), frame


def test_no_base_tells_who_skipped_a_question(safe: Protected) -> None:
    """Bases of 192, 191 and 190 beside 194 are one person each who left an item out."""
    for frame in _board(safe):
        if not is_measure_frame(frame):
            continue
        assert frame["population"].isna().all()
        if "item" in frame.columns:
            answers = frame[registry.kinds(frame) == "survey"]
            assert (answers["base"].dropna() % 5 == 0).all(), frame


def test_every_department_of_ten_answers_is_told(whole: Sequence[Section], safe: Protected) -> None:
    """By a value or a band, in the table of satisfaction or on the scorecard."""
    enough, told = set[str](), set[str]()
    for before, after in zip(whole, safe.sections, strict=True):
        if after.audience == "board" and after.name in ("satisfaction", "scorecard"):
            enough |= _departments(before.frame, before.frame["base"] >= 10)
            told |= _departments(after.frame, after.frame["base"].notna())
    assert len(enough) == 8 and enough <= told


def _departments(frame: pd.DataFrame, those: pd.Series) -> set[str]:
    """Return the departments whose satisfaction stands in some of the rows."""
    if "department" not in frame.columns:
        return set()
    found = frame.loc[(frame["measure"] == "satisfaction") & those, "department"]
    return set(found) - {ALL}


def test_what_is_told_of_departments_stands_for_all_of_them(safe: Protected) -> None:
    assert {one.section for one in safe.bias} >= {"reach", "satisfaction", "response"}
    assert [one for one in safe.bias if one.is_large] == []


@pytest.mark.parametrize("measure", ["reach", "satisfaction", "response rate (AAPOR RR2)"])
def test_the_whole_organisation_is_told_alike_in_every_section(
    safe: Protected, measure: str
) -> None:
    """A rate "between 20 and 25%" stood above its own "23%, 150 of 647"."""
    told = set()
    of_quarter = [one for one in safe.sections if one.name != "love_and_funding"]  # of a year
    for frame in _board(replace(safe, sections=tuple(of_quarter))):
        if not is_measure_frame(frame) or {"period", "answer"} & set(by_of(frame)):
            continue
        is_all = (frame[by_of(frame)] == ALL).all(axis=1)
        rows = frame[is_all & (frame["measure"] == measure) & (frame["unit"] == "share")]
        told |= set(zip(rows["estimate"], rows["n"], rows["base"], strict=True))
    assert len(told) == 1 and pd.notna(next(iter(told))[0]), told


def test_a_firm_of_six_departments_loses_no_section_to_protection() -> None:
    """Of 301 people in six departments 15 sections were left out, after a minute of search."""
    tables = firm(3, people=301, departments=6, many=2)
    whole = list(every(tables, "FY2026-27 Q2"))
    safe = protect(whole, tables.settings).sections
    assert sum(one.audience == "board" for one in safe) > 30
    for before, after in zip(whole, safe, strict=True):
        assert (after.audience == "board") == is_public(before), before.name
        if after.audience == "board" and len(before.frame):
            assert len(after.frame), before.name
