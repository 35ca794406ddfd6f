"""People of two departments count once in every total, whatever the section."""

from __future__ import annotations

import inspect
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"
OWN = {"beside_whole"}


def _names() -> list[str]:
    made = []
    for name, question in QUESTIONS.items():
        function = function_of(question)
        if name not in OWN:
            taken = inspect.signature(function).parameters
            needed = [p.name for p in taken.values() if p.default is inspect.Parameter.empty]
            if needed == ["tables"] and "during" in taken:
                made.append(name)
    return made


@pytest.fixture(scope="module")
def doubled(sample: Tables) -> Tables:
    """The sample with every seventh colleague in Tax as well, champions among them."""
    people = sample.contacts
    acted = people["contact_id"].isin(sample.support["contact_id"])
    second = ((people.index % 7 == 0) | acted) & people["department"].notna()
    second &= ~people["is_library"].fillna(False).astype(bool) & (people["department"] != "Tax")
    both = people["department"].where(~second, people["department"] + "; Tax")
    return sample.replace(contacts=people.assign(department=both))


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that tell of no department; a person is of each of their own."""
    frame = frame[~frame["measure"].isin(["departments covered", "departments served"])]
    if "department" in by_of(frame):
        frame = frame[frame["department"] == ALL]
    columns = ["measure", "estimate", "low", "high", "n", "base", "population"]
    return frame[columns].reset_index(drop=True)


@pytest.mark.parametrize("name", _names())
def test_totals_are_those_of_the_same_people_in_one_department(
    name: str, sample: Tables, doubled: Tables
) -> None:
    make: Any = function_of(QUESTIONS[name])
    one, two = make(sample, during=Q2), make(doubled, during=Q2)
    assert one.missing == two.missing
    if is_measure_frame(one.frame):
        pd.testing.assert_frame_equal(_totals(one.frame), _totals(two.frame))
    elif name != "succession":
        assert len(one.frame) == len(two.frame)


def test_a_champion_of_two_departments_is_one_champion(sample: Tables, doubled: Tables) -> None:
    one, two = (sections.succession(tables, during=Q2) for tables in (sample, doubled))
    assert two.frame["champions"].sum() > one.frame["champions"].sum() == 12
    assert "Of 12 champions" in finding(one, "en")
    assert "Of 12 champions" in finding(two, "en")
