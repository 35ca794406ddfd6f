"""Events of a department are those that its colleagues came to, not those that were held."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import wording
from engagekit.measures._frame import ALL, measure_frame, share
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


@pytest.mark.parametrize(
    ("n", "base", "said", "french"),
    [
        (
            6,
            11,
            "We missed 5 of the organisation’s 11 events in twelve months. We were at 6.",
            "Nous avons manqué 5 activités de l’organisation sur 11 en douze mois. ",
        ),
        (
            1,
            2,
            "We missed 1 of the organisation’s 2 events in twelve months. We were at 1.",
            "Nous avons manqué 1 activité de l’organisation sur 2 en douze mois. ",
        ),
        (
            1,
            1,
            "We missed none of the organisation’s events in twelve months.",
            "Nous n’avons manqué aucune activité de l’organisation en douze mois.",
        ),
    ],
)
def test_the_title_over_bars_of_what_was_missed_tells_what_was_missed(
    n: int, base: int, said: str, french: str
) -> None:
    rows = [share("organisation's events attended", n, base, kind=ALL)]
    section = Section("e", "E", measure_frame(rows, ["kind"]), sentence="organisation_events")
    assert wording.one_line(wording.finding(section, "en")) == said
    assert wording.one_line(wording.finding(section, "fr")).startswith(french)
