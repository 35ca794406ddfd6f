"""One person of the sample, followed by hand from the raw files to every number that counts them.

Dmitri Fujimoto (204514), Litigation. The raw rows are written out below and compared with the
files; then each number is measured with and without those rows, and the difference is the one that
follows from them on paper.
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
"""events/teams/Citation checking - Attendance report 12-16-25.csv: joined once, known by name alone."""
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
    list_ = (SAMPLE / "events/teams/Citation checking - Attendance report 12-16-25.csv").read_text(
        "utf-16"
    )
    assert len([line for line in list_.splitlines() if line.startswith("Dmitri Fujimoto")]) == 2


def told(tables: Tables, measure: str, during: str, row: str, **given: Any) -> pd.Series:
    frame = getattr(measures, measure)(tables, during=Q[during], **given)
    found: pd.Series = frame[frame["measure"] == row].iloc[0]
    return found


def gain(sample: Tables, without: Tables, measure: str, during: str, row: str) -> tuple[int, int]:
    """What he adds to numerator and denominator."""
    ours, less = (told(tables, measure, during, row) for tables in (sample, without))
    return int(ours["n"] - less["n"]), int(ours["base"] - less["base"])


@pytest.mark.parametrize(
    ("during", "met"),
    # 25Q1 14 April; 25Q2 none; 25Q3 16 December; 25Q4 none; 26Q1 13 May, 12 June; 26Q2 17 July
    [("25Q1", 1), ("25Q2", 0), ("25Q3", 1), ("25Q4", 0), ("26Q1", 1), ("26Q2", 1)],
)
def test_reach_counts_him_once_in_each_quarter_with_a_touch(
    during: str, met: int, sample: Tables, without: Tables
) -> None:
    assert gain(sample, without, "reach", during, "reach") == (met, 1)
    units = ek.measure("reach", sample, during=Q[during]).units(contact_id=WHO)
    assert units["counts"].tolist() == [bool(met)]


@pytest.mark.parametrize(
    ("during", "touches"),
    # 25Q3: the desk and the event of the same day are two touches, though one day
    [("25Q1", 1), ("25Q2", 0), ("25Q3", 2), ("26Q1", 2), ("26Q2", 1)],
)
def test_his_touches_add_to_those_of_everybody(
    during: str, touches: int, sample: Tables, without: Tables
) -> None:
    def total(tables: Tables) -> float:
        row = told(tables, "frequency", during, "touches per contact reached")
        return float(row["estimate"] * row["n"])

    assert total(sample) - total(without) == pytest.approx(touches)
    number = measures.touch_numbers(sample, during=Q[during]).set_index("touch_number")["n"]
    less = measures.touch_numbers(without, during=Q[during]).set_index("touch_number")["n"]
    change = (number - less).astype(int)
    assert change[change != 0].to_dict() == {str(touches): 1}


def test_his_first_touch_is_his_first_act_of_trust(sample: Tables, without: Tables) -> None:
    # 14 April 2025, reference, begun by him: an unsolicited request, so trust at touch 1.
    # He is at risk at touch 1 alone, and never again.
    ours, less = (
        measures.touch_ladder(tables, during=Q["26Q2"]) for tables in (sample, without)
    )  # fmt: skip
    right = ours["measure"] == "trust at this touch"
    change = (ours.loc[right, ["n", "base"]] - less.loc[right, ["n", "base"]]).astype(int)
    assert change.values.tolist() == [[1, 1]] + [[0, 0]] * 6
    # The naive chart puts him at his five days of today: 14 April, 16 December, 13 May, 12 June,
    # 17 July; the desk and the event of 16 December are one day.
    naive = ~right
    change = (ours.loc[naive, ["n", "base"]] - less.loc[naive, ["n", "base"]]).astype(int)
    assert change.values.tolist() == [[1, 1] if touch == 5 else [0, 0] for touch in range(1, 8)]


def test_he_is_a_champion_until_a_year_after_his_last_act(sample: Tables, without: Tables) -> None:
    # Acts done 9 May and 21 July 2025. In the twelve months to 30 June 2026 lies the second one,
    # in those to 30 September 2026 none.
    assert gain(sample, without, "champions", "26Q1", "champions") == (1, 1)
    assert gain(sample, without, "champions", "26Q2", "champions") == (0, 1)
    acts = [told(t, "champions", "26Q1", "acts of support")["estimate"] for t in (sample, without)]
    assert acts[0] - acts[1] == 1
    # To 31 March 2026 both acts (9 May, 21 July) lie within: two.
    acts = [told(t, "champions", "25Q4", "acts of support")["estimate"] for t in (sample, without)]
    assert acts[0] - acts[1] == 2
    # Asked on 20 August 2025 and not done: an ask, not kept, until 30 June 2026.
    assert gain(sample, without, "champions", "26Q1", "asks kept") == (0, 1)
    assert gain(sample, without, "champions", "26Q2", "asks kept") == (0, 0)


def test_he_goes_down_from_champion_to_supporter(sample: Tables, without: Tables) -> None:
    # 30 June 2026: champion (above). 30 September 2026: four days in twelve months (16 December,
    # 13 May, 12 June, 17 July) make 'repeat', trust since April 2025 makes 'supporter'.
    for during, rung in (("26Q1", "champion"), ("26Q2", "supporter")):
        ours, less = (measures.rungs(t, during=Q[during]) for t in (sample, without))
        change = (ours["n"] - less["n"]).astype(int)
        added = ours[change == 1]
        by_rung = added[added["measure"] == "people by rung"]
        assert by_rung["answer"].tolist() == [rung]
    assert added.loc[added["measure"] == "people by movement", "answer"].tolist() == ["down"]


def test_he_was_kept_then_and_regained_before(sample: Tables, without: Tables) -> None:
    # 26Q2: met in 26Q1 too: kept. 26Q1: not met in 25Q4, but in 25Q3: regained.
    # 25Q4: met in 25Q3 and not now: lapsed. 25Q2: met in 25Q1 and not now: lapsed.
    expected = {"26Q2": "kept", "26Q1": "regained", "25Q4": "lapsed", "25Q2": "lapsed"}
    for during, stands in expected.items():
        ours, less = (measures.reach_moves(t, during=Q[during]) for t in (sample, without))
        change = (ours["n"] - less["n"]).astype(int)
        assert ours.loc[change == 1, "answer"].tolist() == [stands], during
        assert change.sum() == 1


def test_one_seat_of_one_event_is_his(sample: Tables, without: Tables) -> None:
    for row in ("attended", "people who attended"):
        assert gain(sample, without, "attendance", "25Q3", row)[0] == 1
        assert gain(sample, without, "attendance", "26Q2", row)[0] == 0
    # One row of the identified is known by name alone, his other one of that quarter by address.
    ours, less = (grade(t, t.settings.period(Q["25Q3"])) for t in (sample, without))
    assert (ours.linked - less.linked, ours.by_name - less.by_name) == (2, 1)


def test_his_promise_was_kept_late(sample: Tables, without: Tables) -> None:
    # Due 27 May 2026, kept on 6 June: due in 26Q1, kept, not on time; in 26Q2 nothing is due.
    assert gain(sample, without, "promises", "26Q1", "promises kept on time") == (0, 1)
    assert gain(sample, without, "promises", "26Q1", "promises kept") == (1, 1)
    assert gain(sample, without, "promises", "26Q2", "promises kept") == (0, 0)
    # It was open on no last day of a quarter: made on 13 May, kept on 6 June.
    late = [told(t, "promises", "26Q1", "promises open")["estimate"] for t in (sample, without)]
    assert late[0] == late[1]


def test_his_story_may_be_told_and_is_no_longer_fresh(sample: Tables, without: Tables) -> None:
    # 15 July 2025: older than a year on 30 September 2026, fresh on 30 June 2026.
    for during, fresh in (("26Q2", 0), ("26Q1", 1)):
        assert gain(sample, without, "story_facts", during, "stories fresh") == (fresh, 1)
        assert gain(sample, without, "story_facts", during, "stories with permission") == (1, 1)
    assert gain(sample, without, "story_facts", "26Q2", "stories told by others") == (1, 1)
    assert gain(sample, without, "story_facts", "26Q2", "stories drafted by the library") == (1, 1)


def test_he_was_invited_and_did_not_answer(sample: Tables, without: Tables) -> None:
    row = "response rate (AAPOR RR2)"
    assert gain(sample, without, "response_rate", "26Q2", row) == (0, 1)
