"""Short questions of the settings by hand: words picked, services known, what was useful, worth."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import DataError, NotMeasuredError, SettingsError
from engagekit.measures import perception_gap, useful
from engagekit.tables.tables import Tables
from engagekit.wording import finding
from tests.surveys import made_survey

OWN = {"library": {"departments": ["Library"]}}


def poll(kind: str, answers: list[str], scores: dict[str, float], **survey: Any) -> Tables:
    stated = {"useful_question": "Useful to you?", **survey}
    asked = {"u": {"wording": "Useful to you?", "scale_id": "usefulness-5-en"}}
    return made_survey(
        ("u", kind, answers), scores=scores, asked=asked, settings={"survey": stated}
    )


SCALE = {"Very": 5.0, "Quite": 4.0, "So so": 3.0, "Not at all": 1.0}


@pytest.mark.parametrize(
    ("kind", "answers", "counted"),
    [
        ("single", ["Yes", "OUI", "No", "", "Not sure"], [2, 4]),
        ("scale", [*SCALE, "n/a"], [2, 4]),  # the top two boxes
        ("single", ["", ""], [0, 0]),
    ],
)
def test_a_poll_counts_who_found_it_useful(
    kind: str, answers: list[str], counted: list[int]
) -> None:
    row = useful(poll(kind, answers, SCALE)).iloc[0]
    assert row[["n", "base"]].tolist() == counted
    assert pd.isna(row["estimate"]) == (counted[1] == 0)


def test_which_answers_count_is_asked_back_where_nothing_tells() -> None:
    with pytest.raises(DataError, match="do not say which ones count"):
        useful(poll("single", ["A", "B"], {}, useful_answers=[]))


STAFF, CHIEFS = ("Staff", "Chiefs")
GROUPS = {STAFF: ["Professional", "Support"], CHIEFS: ["Partner"]}
ASKED = {"question": "How much value?", "answers": ["A lot"], "groups": GROUPS}
PEOPLE = [
    ("Professional", "A lot"), ("Support", "a LOT "), ("Support", "Some"), ("Professional", ""),
    ("Partner", "Some"), ("Partner", "A lot"), ("Partner", "None"), ("Library", "A lot"),
    ("", "A lot"),
]  # fmt: skip


def seen(people: list[tuple[str, str]], perception: dict[str, Any]) -> Tables:
    """Level and answer of each person; a level ``Library`` is its department."""
    levels = [level for level, _ in people]
    own = ["Library" if level == "Library" else "Legal" for level in levels]
    return made_survey(
        ("v", "single", [answer for _, answer in people]),
        ("l", "single", levels),
        asked={"v": {"wording": "How much value?"}, "l": {"wording": "Your level?"}},
        people={"department": own, "role_level": [level or None for level in levels]},
        settings={"survey": {"perception": perception}, **OWN},
    )


def counts(found: pd.DataFrame) -> list[list[int]]:
    return found[["n", "base"]].head(2).astype(int).values.tolist()


def many(staff: tuple[int, int], chiefs: tuple[int, int]) -> list[tuple[str, str]]:
    return [
        (level, "A lot" if at < n else "Some")
        for level, (n, base) in (("Support", staff), ("Partner", chiefs))
        for at in range(base)
    ]


def test_no_clear_difference_is_not_told_as_seeing_alike_and_says_what_would_have_shown() -> None:
    perception_section = partial(sections.topline, of="perception", during="FY2026-27 Q2")
    text = finding(perception_section(seen(many((6, 10), (4, 10)), ASKED)))
    assert text.startswith("No clear difference in how")
    assert "alike" not in text
    assert "a difference of 5" in text  # from -20 to 54 points: an error of 19 points


def test_the_library_may_be_a_group_and_levels_may_stand_in_a_question() -> None:
    groups = {"Library": ["library"], CHIEFS: ["partner"]}
    tables = seen(PEOPLE, {**ASKED, "groups": groups, "group_question": "Your level?"})
    bare = tables.replace(respondents=tables.respondents.assign(role_level=None))
    assert counts(perception_gap(bare)) == [[1, 1], [1, 3]]


@pytest.mark.parametrize(
    ("groups", "error", "words"),
    [
        ({STAFF: ["Support"], CHIEFS: ["Director"]}, NotMeasuredError, "as Director.*'Partner'"),
        ({STAFF: ["Support"]}, SettingsError, "names 1 groups"),
    ],
)
def test_groups_that_cannot_be_compared_are_said(
    groups: dict[str, list[str]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        perception_gap(seen(PEOPLE, {**ASKED, "groups": groups}))
