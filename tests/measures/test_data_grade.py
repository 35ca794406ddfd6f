"""The data grade: the weakest part decides and is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.loading.load import load
from engagekit.measures.data_grade import POINTS, grade
from engagekit.parsing.validate import AGAIN
from engagekit.readers.shared._stacked import BELOW
from engagekit.readers.shared._table import TOO_LONG, set_aside
from engagekit.settings.periods import quarter
from engagekit.tables.problems import SetAside, Source
from engagekit.tables.tables import Tables
from tests.surveys import made_survey

Q2 = quarter("FY2026-27 Q2")


def _with(few: Tables, read: int, kept: int) -> Tables:
    source = Source("a.csv", "", "tool", "", "", read, kept)
    return Tables(few.frames, few.settings, origins=(source,))


@pytest.fixture
def linked(few: Tables) -> Tables:
    """Every touch of the period linked to somebody."""
    return few.replace(touches=few.touches[few.touches["contact_id"].notna()])


@pytest.mark.parametrize(
    ("kept", "letter", "reason"),
    [
        (100, "B", "no_survey"),
        (95, "B", "no_survey"),
        (94, "B", "kept"),
        (90, "B", "kept"),
        (89, "C", "kept"),
        (75, "C", "kept"),
        (74, "D", "kept"),
    ],
)
def test_rows_kept_decide_where_they_are_weakest(
    linked: Tables, kept: int, letter: str, reason: str
) -> None:
    found = grade(_with(linked, 100, kept), Q2)
    assert (found.letter, found.reason) == (letter, reason)


@pytest.mark.parametrize(("kept", "on_purpose", "share"), [
    (60, 40, None), (60, 37, None), (60, 36, 60 / 64), (60, 0, 0.6), (0, 100, 0.0),
])  # fmt: skip
def test_what_is_left_out_on_purpose_is_not_lost(
    linked: Tables, kept: int, on_purpose: int, share: float | None
) -> None:
    left = (SetAside("Status is 'Cancelled'", on_purpose, "a.csv", on_purpose=True),
            SetAside("no on", 100 - kept - on_purpose, "a.csv"))  # fmt: skip
    found = grade(replace(_with(linked, 100, kept), left_out=left), Q2)
    assert {reason: of for reason, _, of in found.costs}.get("kept") == share


LOG = """on,channel,display_name,Status
2026-08-03,desk,Ana Gil,Done
2026-08-04,desk,Ben Roy,Cancelled
2026-08-05,desk,Ana Gil,Cancelled
soon,desk,Ana Gil,Done
,,,
Total,4,,
"""
MAPPED = """name = "log"
table = "touches"
[columns]
on = "on"
channel = "channel"
display_name = "display_name"
[leave_out]
Status = ["Cancelled"]
"""


def test_rows_that_a_mapping_leaves_out_and_totals_are_left_out_on_purpose(tmp_path: Path) -> None:
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    for name, text in (("data/log.csv", LOG), ("mappings/log.toml", MAPPED)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    tables = load(tmp_path / "data")
    left = {one.reason: (one.rows, one.on_purpose) for one in tables.left_out}
    assert left == {
        "Status is 'Cancelled'": (2, True), "footer of the report": (1, True),
        "on cannot be read": (1, False),
    }  # fmt: skip
    costs = {reason: share for reason, _, share in grade(tables, Q2).costs}
    assert costs["kept"] == 0.5  # one of the two that should count
    # a rule may be wrong: where most rows are left out, it is a question all the same
    asked = "keeps 1 of 4 rows; the others were set aside"
    assert asked in [one.problem for one in tables.faults]


@pytest.mark.parametrize("by_rule", [True, False])
def test_a_second_table_that_is_not_read_is_lost_and_a_row_again_is_not(by_rule: bool) -> None:
    why = pd.Series(["", BELOW, AGAIN, "blank row", TOO_LONG], dtype="str")
    left = {one.reason: one.on_purpose for one in set_aside(why, "a.csv", by_rule=by_rule)}
    assert left == {BELOW: False, AGAIN: True, "blank row": True, TOO_LONG: False}


def test_links_decide_where_they_are_weakest(few: Tables) -> None:
    found = grade(_with(few, 100, 100), Q2)
    assert (found.letter, found.reason, found.named, found.linked) == ("C", "linked", 8, 7)


def test_a_staff_list_without_dates_is_b_and_none_at_all_is_c(linked: Tables) -> None:
    dateless = linked.contacts.assign(joined_on=pd.NaT, left_on=pd.NaT)
    dateless = dateless.astype({"joined_on": "datetime64[us]", "left_on": "datetime64[us]"})
    assert grade(linked.replace(contacts=dateless), Q2).reason == "no_dates"
    frames = {name: linked.frames[name] for name in linked if name != "contacts"}
    assert grade(Tables(frames, linked.settings), Q2).reason == "no_roster"


def test_answers_without_invitations_have_no_response_rate(linked: Tables, survey: Tables) -> None:
    both = linked.replace(**dict(survey.frames))
    assert grade(both, Q2).reason == "no_response"


def _invited(tidy: Any, answered: int, others: int) -> Tables:
    """100 people of two departments; the first ones of Law answered, and others of Tax."""
    ids = [f"s{at}" for at in range(100)]
    came = {*ids[:answered], *ids[50 : 50 + others]}
    made = made_survey(
        ("q", "scale", ["5"] * 100), asked={"q": {"wording": "Overall, how satisfied are you?"}}
    )
    people = [{"contact_id": who, "display_name": who, "joined_on": "2020-01-01",
               "department": "Law" if at < 50 else "Tax"} for at, who in enumerate(ids)]  # fmt: skip
    touch = {"touch_id": "t", "contact_id": "s1", "on": "2026-08-03", "channel": "walk"}
    invited = [{"survey_id": "s", "contact_id": who, "outcome": "I" if who in came else "NC"}
               for who in ids]  # fmt: skip
    return made.replace(
        contacts=tidy("contacts", *people),
        touches=tidy("touches", touch),
        invitations=tidy("invitations", *invited),
        respondents=made.respondents[made.respondents["respondent_id"].isin(came)],
    )


@pytest.mark.parametrize(
    ("each", "letter"), [(25, "A"), (24, "B"), (15, "B"), (14, "C"), (8, "C"), (7, "D"), (2, "D")]
)
def test_few_answers_are_no_a(tidy: Any, each: int, letter: str) -> None:
    found = grade(_invited(tidy, each, each), Q2)
    assert found.letter == letter
    if letter != "A":
        assert found.reason == "answered" and found.points == 100 - POINTS[letter]
        assert found.costs == (("answered", POINTS[letter], 2 * each / 100),)


@pytest.mark.parametrize(("more", "letter"), [(30, "A"), (31, "B"), (36, "C"), (41, "D")])
def test_uneven_answers_cost_points(tidy: Any, more: int, letter: str) -> None:
    """Of 50 answers 30 from one half: a tenth would have to come from the other."""
    found = grade(_invited(tidy, more, 50 - more), Q2)
    assert found.letter == letter
    assert [one[0] for one in found.costs] == ([] if letter == "A" else ["uneven"])
