"""The rows of a board copy: what stands in them is near the number that the library sees."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd
import pytest

from benchmarks._firms import tidy
from engagekit import sections
from engagekit.disclosure import protect
from engagekit.disclosure._recode import Band
from engagekit.disclosure._rows_told import _around
from engagekit.measures.ends import hidden
from engagekit.sections import Section
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow


def _row(estimate: float | None, unit: str = "share") -> pd.Series:
    return pd.Series({"estimate": estimate, "unit": unit})


@pytest.mark.parametrize(
    ("band", "estimate", "expected"),
    [
        (Band(0.875, 0.925), 0.9, Band(0.875, 0.925)),
        (Band(0.915, 0.925), 0.48, Band(0.475, 0.485)),  # a curve: 48 %, of its rows 92 %
        (Band(0.775, 0.825), 0.99, Band(0.975, 1.0)),
        (Band(0.9, None), 0.92, Band(0.9, None)),
        (Band(0.9, None), 0.83, Band(0.8, None)),  # weighted
        (Band(None, 0.1), 0.13, Band(None, 0.15)),
        (Band(None, 0.1), 0.1, Band(None, 0.1)),
    ],
)
def test_the_ends_of_a_row_hold_its_estimate(band: Band, estimate: float, expected: Band) -> None:
    assert _around(band, _row(estimate)) == expected


def test_counts_and_rows_without_a_number_keep_their_ends() -> None:
    band = Band(0.9, None)
    assert _around(band, _row(3.0, "count")) == _around(band, _row(None)) == band


def of_departments(answered: Mapping[str, int]) -> tuple[list[Section], Settings]:
    """Return sections of a survey by department, with 20 people on the staff of each."""
    wording = "Overall, how satisfied are you?"
    key = {
        f"{name}{at}": name for name, many in answered.items() for at in range(many)
    }  # fmt: skip
    one = {"survey_id": "s"}
    rows: dict[str, list[dict[str, object]]] = {
        "contacts": [
            {"contact_id": f"{name}{at}", "display_name": f"{name} {at}", "department": name,
             "is_library": False}
            for name in answered for at in range(20)
        ],
        "touches": [{"touch_id": "t", "contact_id": "Bids0", "on": "2026-08-10", "channel": "walk",
                     "two_way": True}],
        "surveys": [{**one, "title": "Survey"}],
        "questions": [{**one, "question_id": "q", "kind": "scale", "wording": wording,
                       "scale_id": "satisfaction-5-en"}],
        "respondents": [
            {**one, "respondent_id": who, "status": "complete", "submitted_at": "2026-08-10",
             "department": name}
            for who, name in key.items()
        ],
        "responses": [
            {**one, "respondent_id": who, "question_id": "q", "value": str(1 + at % 5),
             "score": 1.0 + at % 5}
            for at, who in enumerate(key)
        ],
    }  # fmt: skip
    settings = make_settings({"survey": {"satisfaction_question": wording}})
    tables = Tables({name: tidy(name, part) for name, part in rows.items()}, settings)
    during = "FY2026-27 Q2"
    by = [sections.satisfaction, sections.mean_score, sections.reach]
    return [
        *(one(tables, during=during, by="department") for one in by),
        sections.banner(tables, during=during, by="department"),
    ], settings


@pytest.mark.parametrize("few", range(5))
@pytest.mark.parametrize(
    "others", [{}, {"Tax": 2}, {"Tax": 3, "Zoning": 2}, {"Tax": 12, "Zoning": 2}]
)
def test_every_department_has_a_row_whether_nobody_of_it_answered_or_a_few_did(
    others: dict[str, int], few: int
) -> None:
    """Where only those stood in which somebody answered, a hidden row would tell of one to four."""
    answered = {"Bids": 30, "Deals": 25, "Moot": few, **others}
    true, settings = of_departments(answered)
    for safe in protect(true, settings).sections:
        frame = safe.frame[safe.frame["department"].ne("All")]
        of = [part for _, part in frame.groupby(["measure", *({"item", "answer"} & {*frame})])]
        for part in of:
            labels = part["department"].astype("str").tolist()
            together = sum(int(one) for label in labels for one in re.findall(r"\((\d)\)", label))
            alone = [label for label in labels if label in answered]
            assert len(alone) + together == len(answered), safe.name
            rows = part[hidden(part)]
            assert rows["department"].is_monotonic_increasing
            assert len(rows.drop(columns="department").astype("str").drop_duplicates()) <= 1


def test_a_survey_with_other_names_of_departments_has_no_rows_of_the_staff_list() -> None:
    true, settings = of_departments({"Bids": 30, "Deals": 25, "Moot": 0})
    for at in (0, 1, 3):
        names = {"Bids": "Tenders", "Deals": "Deals"}
        frame = true[at].frame
        renamed = frame["department"].astype("str").replace(names)
        true[at] = true[at].with_frame(frame.assign(department=renamed))
    for safe in protect(true, settings).sections:
        if safe.name != "reach":
            assert "Moot" not in set(safe.frame["department"])
