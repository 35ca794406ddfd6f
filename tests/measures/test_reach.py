"""Reach: whom the library met, counted over the staff list; worked out by hand and a second way."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from engagekit import measures, sections
from engagekit.errors import NotMeasuredError, UsageError
from engagekit.facts.coverage import last_day
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

Q2, Q3 = "FY2026-27 Q2", "FY2026-27 Q3"


def _rows(frame: pd.DataFrame, by: str = "department") -> dict[str, tuple[int, int]]:
    return {row[by]: (int(row["n"]), int(row["base"])) for row in frame.to_dict("records")}


def test_a_leaver_is_gone_from_both_sides_after_the_day_they_left(few: Tables) -> None:
    before = measures.reach(few, during="2026-07-01..2026-08-30", by="department")
    assert _rows(before)["Tax"] == (1, 2)
    on_the_day = measures.reach(few, during="2026-07-01..2026-08-31", by="department")
    assert _rows(on_the_day)["Tax"] == (0, 1)


def test_library_staff_are_on_neither_side(few: Tables) -> None:
    assert "Library" not in _rows(measures.reach(few, during=Q2, by="department"))
    all_of_them = measures.touch_numbers(few, during=Q2)
    assert int(all_of_them["base"].iloc[0]) == 4


@pytest.mark.parametrize(
    ("during", "is_known"), [("FY2026-27 Q1", False), (Q2, True), (Q3, True), ("2027-01", False)]
)
def test_before_and_after_the_records_nobody_is_said_to_be_met_by_nobody(
    few: Tables, during: str, is_known: bool
) -> None:
    asked = during if "Q" in during else f"{during}..{during}"
    for measured in (measures.reach, measures.touch_numbers, measures.frequency):
        if is_known:
            assert len(measured(few, during=asked))
        else:
            with pytest.raises(NotMeasuredError, match="run from 2026-07-01 to 2026-10-01; none"):
                measured(few, during=asked)
    assert measures.reach_over_time(few, during="FY2027-28 Q1")["period"].tolist() == [Q2, Q3]


def test_a_contact_met_twice_counts_once(few: Tables) -> None:
    assert _rows(measures.reach(few, during=Q2, by="department"))["Legal"] == (1, 2)
    assert int(measures.reach(few, during=Q2, at_least=2)["n"].iloc[0]) == 1


def test_broadcasts_count_only_where_the_settings_say_so(few: Tables) -> None:
    counting = Tables(few.frames, make_settings(
        {"reach": {"count_broadcasts": True}, "organisation": {"time_zone": "America/Toronto"}}
    ))  # fmt: skip
    assert _rows(measures.reach(counting, during=Q2, by="department"))["Legal"] == (2, 2)


def test_an_event_late_in_the_evening_belongs_to_that_day(few: Tables) -> None:
    assert int(measures.reach(few, during="2026-09-30..2026-09-30")["n"].iloc[0]) == 2
    assert _rows(measures.reach(few, during=Q3, by="department"))["Tax"] == (0, 2)


def test_nobody_met_gives_zero_and_nobody_there_gives_no_share(few: Tables) -> None:
    none = few.replace(touches=few.touches.iloc[:0], attendance=few.attendance.iloc[:0])
    assert measures.reach(none, during=Q2)[["n", "base"]].values.tolist() == [[0, 4]]
    assert measures.frequency(none, during=Q2)["estimate"].isna().all()
    deserted = few.replace(contacts=empty("contacts"))
    found = measures.reach(deserted, during=Q2, by="department")
    assert found[["n", "base"]].fillna(0).values.tolist() == [[0, 0]]
    assert found["estimate"].isna().all()
    assert measures.touch_numbers(deserted, during=Q2)["estimate"].isna().all()


def test_a_group_of_one_is_measured_like_any_other(few: Tables) -> None:
    assert _rows(measures.reach(few, during=Q2, by="department"))["Tax"] == (1, 1)


def test_what_lacks_a_sheet_or_a_column_says_so(few: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="needs the sheet contacts"):
        measures.reach(Tables({"touches": few.touches}), during=Q2)
    with pytest.raises(NotMeasuredError, match="needs the sheet touches"):
        measures.reach(Tables({"contacts": few.contacts}), during=Q2)
    with pytest.raises(UsageError, match="Did you mean 'department'"):
        measures.reach(few, during=Q2, by="dept")


def test_somebody_of_two_departments_counts_in_each_and_once_in_all(few: Tables) -> None:
    both = few.contacts.assign(
        department=few.contacts["department"].mask(few.contacts["contact_id"] == "1", "Legal; Tax")
    )
    tables = few.replace(contacts=both)
    found = _rows(measures.reach(tables, during=Q2, by="department"))
    assert found == {"All": (2, 4), "Legal": (1, 2), "Not stated": (0, 1), "Tax": (2, 2)}
    often = measures.frequency(tables, during=Q2, by="department")
    means = often[often["measure"] == "touches per contact reached"].set_index("department")
    assert means["estimate"].to_dict() == {"All": 1.5, "Legal": 2.0, "Tax": 1.5}


def test_a_survey_without_moments_is_dated_by_its_own_days() -> None:
    surveys = empty("surveys")
    surveys.loc[0, ["survey_id", "title"]] = ["s", "Survey"]
    surveys["closed_on"] = pd.to_datetime(["2026-09-30"]).as_unit("us")
    assert last_day(Tables({"surveys": surveys})) == dt.date(2026, 9, 30)


def test_without_any_date_the_sentence_asks_for_the_period() -> None:
    surveys = empty("surveys")
    surveys.loc[0, ["survey_id", "title"]] = ["s", "Survey"]
    with pytest.raises(NotMeasuredError, match="nothing in the data has a date"):
        last_day(Tables({"surveys": surveys}))


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "the staff list marks nobody as the library’s"),
     ("fr", "ne désigne personne de la bibliothèque")],
)  # fmt: skip
def test_a_staff_list_that_marks_nobody_of_the_library_is_said_to(
    few: Tables, language: str, said: str
) -> None:
    unmarked = few.replace(contacts=few.contacts.assign(is_library=False))
    for tables, is_told in ((unmarked, True), (few, False)):
        section = sections.reach(tables.in_language(language), during=Q2, by="department")
        assert any(said in words for words in section.choices.values()) == is_told
