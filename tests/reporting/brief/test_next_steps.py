"""What a brief on one department says to do next, and what its board copy leaves out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.reporting.brief.next_steps import next_steps
from engagekit.reporting.brief.scorecard import Line, Scorecard
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import Content
from tests.reporting.copies import content, section

ROSTER = pd.DataFrame({"display_name": ["Ana Gil"], "acts": [4], "left_on": [None]})
LATE = pd.DataFrame({"display_name": ["Bo Ek"], "what": ["order the code"], "days_late": [12]})
STUCK = pd.DataFrame({"display_name": ["Cy Ray"], "touches": [6]})
PROMISES = [
    {"answer": "All", "measure": "promises overdue", "unit": "count", "estimate": 3, "n": 3}
]


def _content(language: str = "en", **frames: Any) -> Content:
    sections = [section(name, rows) for name, rows in frames.items()]
    return content(*sections, language=language)


def _card(reach: float | None, people: int = 95, *, is_open: bool = False) -> Scorecard:
    return Scorecard((Line("Law", people=people, reach=reach, is_open=is_open),), reach_target=0.6)


@pytest.mark.parametrize(
    ("reach", "text"),
    [(56 / 95, "Meet 1 more colleague to reach the target of 60%."),
     (57 / 95, "The target of 60% is met: stay there."),
     (0.4, "Meet 19 more colleagues to reach the target of 60%.")],
)  # fmt: skip
def test_the_target_is_told_in_people(reach: float, text: str) -> None:
    assert dict(next_steps(Source(_content(), "Law", _card(reach))))["Reach."] == text


def test_a_reach_that_is_hidden_or_told_by_an_end_gives_no_number() -> None:
    for card in (_card(None), _card(0.9, is_open=True), None):
        assert "Reach." not in dict(next_steps(Source(_content(), "Law", card)))


def test_names_come_from_the_lists_and_a_copy_without_them_says_the_library() -> None:
    lists = _content(champion_roster=ROSTER, promises_overdue=LATE, stuck=STUCK)
    private = dict(next_steps(Source(lists, "Law", None)))
    assert private["Call."].startswith("Ana Gil, who stood up for us 4 times")
    assert private["Promises."] == "The promise to Bo Ek: order the code, 12 days late."
    assert "Cy Ray" in private["Invite."]
    board = dict(next_steps(Source(_content(promises=PROMISES), "Law", None)))
    assert board == {
        "Call.": "The library: we are glad to come by.",
        "Promises.": "3 promises are overdue: these come first.",
    }


def test_who_leaves_is_asked_for_a_follower() -> None:
    leaving = ROSTER.assign(left_on="2027-03-31")
    for language, words in (("en", "leaves on March 31, 2027"), ("fr", "part le 31 mars 2027")):
        said = next_steps(Source(_content(language, champion_roster=leaving), "Law", None))
        assert words in said[0][1]
