"""Events of a department are those that its colleagues came to, not those that were held."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import wording
from engagekit.presentation.section import Section


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({}, "2 events were held in the period."),
        ({"department": "Legal"}, "Colleagues from Legal came to 2 events in the period."),
    ],
)
def test_events_are_those_held_or_those_that_a_department_came_to(
    args: dict[str, str], said: str
) -> None:
    frame = pd.DataFrame({"title": ["a", "b"]})
    section = Section(
        "events", "Our events", frame, kind="listing", sentence="events", sentence_args=args
    )
    assert wording.one_line(wording.finding(section, "en")) == said
    assert "activités" in wording.one_line(wording.finding(section, "fr"))
