"""One person of the sample, followed by hand from the raw files to every number that counts them.

Dmitri Fujimoto (204514), Litigation. The raw rows are written out below and compared with the
files; then each measure is taken with and without those rows, and the difference is the one that
follows from them on paper: ``test_one_person.csv``, with the reason of each.
"""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import engagekit as ek
from engagekit import measures
from engagekit.measures.data_grade import grade
from engagekit.tables.tables import Tables

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
WHO, MAIL = "204514", "dmitri.fujimoto@tamarackvoss.example"
Q = {"25Q1": "FY2025-26 Q1", "25Q2": "FY2025-26 Q2", "25Q3": "FY2025-26 Q3",
     "25Q4": "FY2025-26 Q4", "26Q1": "FY2026-27 Q1", "26Q2": "FY2026-27 Q2"}  # fmt: skip

TOUCHES = [
    ("T-00053", "2025-04-14", "reference", "contact"),  # 25Q1; the first one, begun by him
    ("T-01534", "2025-12-16", "desk", "library"),  # 25Q3, the day of the event below
    ("T-02552", "2026-05-13", "referral", "contact"),  # 26Q1
    ("T-02818", "2026-06-12", "reference", "contact"),  # 26Q1
    ("T-03114", "2026-07-17", "desk", "library"),  # 26Q2
]
"""Sheet touches of library-workbook.xlsx."""
EVENT = "events/teams/Citation checking - Attendance report 12-16-25.csv"
"""Joined once, known by name alone."""
SUPPORT = [(None, "2025-05-09", "defended"), (None, "2025-07-21", "referred"),
           ("2025-08-20", None, "gave time")]  # fmt: skip
"""Sheet support: asked, done, what. The last was asked for and never done."""
PROMISE = ("F-079", "2026-05-13", "2026-05-27", "2026-06-06")
"""Sheet follow_ups: made, due, kept ten days late, 24 days after it was made."""
STORY = ("S-03", "2025-07-15", "anonymous", "third party", True)
"""Sheet testimonials."""


@pytest.fixture(scope="module")
def without(sample: Tables) -> Tables:
    """The sample as if he had never been there."""
    frames = {
        name: frame[frame["contact_id"] != WHO].reset_index(drop=True)
        if "contact_id" in frame.columns and name != "respondents"
        else frame
        for name, frame in sample.frames.items()
    }
    return Tables(frames, sample.settings)


def _sheet(name: str) -> list[tuple[Any, ...]]:
    """His rows of a sheet of the workbook, by number or address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the sample has no stylesheet
        book = openpyxl.load_workbook(SAMPLE / "library-workbook.xlsx", read_only=True)
        rows = list(book[name].iter_rows(values_only=True))
    return [
        tuple(f"{v:%Y-%m-%d}" if isinstance(v, dt.datetime) else v for v in row)
        for row in rows
        if {WHO, MAIL} & set(row)
    ]


def test_these_are_his_rows_in_the_raw_files() -> None:
    assert [(row[0], row[4], row[5], row[7]) for row in _sheet("touches")] == TOUCHES
    assert [row[1:4] for row in _sheet("support")] == SUPPORT
    assert [(row[0], *row[2:5]) for row in _sheet("follow_ups")] == [PROMISE]
    assert [(row[0], row[2], *row[6:9]) for row in _sheet("testimonials")] == [STORY]
    assert [row[3] for row in _sheet("invitations")] == ["O"]
    lines = (SAMPLE / EVENT).read_text("utf-16").splitlines()
    assert len([line for line in lines if line.startswith("Dmitri Fujimoto")]) == 2


LINES = pd.read_csv(Path(__file__).with_suffix(".csv")).groupby(["measure", "during"], sort=False)
"""What he adds to `n` and `base` of each row of a measure; rows that are not named stay as they are."""


def counts(tables: Tables, measure: str, during: str) -> pd.DataFrame:
    """`n` and `base` of each row; of what has neither, the number itself."""
    frame = getattr(measures, measure)(tables, during=Q[during])
    frame = frame[frame["measure"] != "absence factor"]  # a rank, to which no person adds
    rows = frame["measure"]
    for column in frame.columns[: frame.columns.get_loc("measure")]:  # by what rows are told apart
        rows = rows + " | " + frame[column]
    numbers = {"n": frame["n"].fillna(frame["estimate"]), "base": frame["base"].fillna(0)}
    return pd.DataFrame(numbers).astype("float").set_index(rows)


@pytest.mark.parametrize(("question", "lines"), list(LINES))
def test_he_adds_to_a_measure_what_follows_from_his_rows(
    question: tuple[str, str], lines: pd.DataFrame, sample: Tables, without: Tables
) -> None:
    change = counts(sample, *question) - counts(without, *question)
    expected = lines.set_index("row")[["n", "base"]].T.to_dict("list")
    others = expected.pop("every other row", [0, 0])
    assert change.T.to_dict("list") == dict.fromkeys(change.index, others) | expected


@pytest.mark.parametrize(
    ("during", "touches"),
    # 25Q3: the desk and the event of the same day are two touches, though one day
    [("25Q1", 1), ("25Q2", 0), ("25Q3", 2), ("26Q1", 2), ("26Q2", 1)],
)
def test_his_touches_add_to_those_of_everybody(
    during: str, touches: int, sample: Tables, without: Tables
) -> None:
    def total(tables: Tables) -> float:
        mean = measures.frequency(tables, during=Q[during]).iloc[0]
        return float(mean["estimate"] * mean["n"])

    assert total(sample) - total(without) == pytest.approx(touches)
    units = ek.measure("reach", sample, during=Q[during]).units(contact_id=WHO)
    assert units["counts"].tolist() == [bool(touches)]


def test_one_seat_is_linked_by_his_name_and_one_touch_by_his_address(
    sample: Tables, without: Tables
) -> None:
    ours, less = (grade(each, each.settings.period(Q["25Q3"])) for each in (sample, without))
    assert (ours.linked - less.linked, ours.by_name - less.by_name) == (2, 1)
