"""Reach: what the records do not cover is not told; the numbers stand in tests/nasty."""

from __future__ import annotations

import pytest

from benchmarks._firms import tidy
from engagekit import measures, sections
from engagekit.errors import NotMeasuredError
from engagekit.facts.coverage import last_day
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

Q2, Q3 = "FY2026-27 Q2", "FY2026-27 Q3"


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
    assert measures.reach(few, during="FY2027-28 Q1", every="quarter")["period"].tolist() == [
        Q2,
        Q3,
    ]


def test_broadcasts_count_only_where_the_settings_say_so(few: Tables) -> None:
    for counts, n in ((True, 3), (False, 2)):
        settings = make_settings({"reach": {"count_broadcasts": counts}})
        frame = measures.reach(Tables(few.frames, settings), during=Q2)
        assert frame["n"].tolist() == [n]


def test_nobody_met_gives_zero_and_nobody_there_gives_no_share(few: Tables) -> None:
    none = few.replace(touches=few.touches.iloc[:0], attendance=few.attendance.iloc[:0])
    assert measures.reach(none, during=Q2)[["n", "base"]].values.tolist() == [[0, 4]]
    assert measures.frequency(none, during=Q2)["estimate"].isna().all()
    deserted = few.replace(contacts=empty("contacts"))
    found = measures.reach(deserted, during=Q2, by="department")
    assert found[["n", "base"]].values.tolist() == [[0, 0]]
    assert found["estimate"].isna().all()
    assert measures.touch_numbers(deserted, during=Q2)["estimate"].isna().all()


def test_without_a_staff_list_or_a_date_the_sentence_says_what_to_give(few: Tables) -> None:
    with pytest.raises(NotMeasuredError, match="needs the sheet contacts"):
        measures.reach(Tables({"touches": few.touches}), during=Q2)
    undated = tidy("surveys", [{"survey_id": "s", "title": "Survey"}])
    with pytest.raises(NotMeasuredError, match="nothing in the data has a date"):
        last_day(Tables({"surveys": undated}))


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
