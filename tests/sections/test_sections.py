"""Sections: the bundle goes there and back, small rows are hidden on screen, a missing sheet is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.errors import ReportError, UsageError
from engagekit.notebook_display import display, on_the_board
from engagekit.presentation import table
from engagekit.presentation.section import MIME, from_bundle, to_bundle
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS
from engagekit.tables.tables import Tables

Q2 = "FY2026-27 Q2"
PUBLIC = ("headline", "reach", "reach_over_time", "touches", "frequency", "response", "satisfaction",
          "satisfaction_over_time", "items", "net_promoter", "attendance", "events", "funding",
          "funding_by_department", "funding_over_time", "love_and_funding", "over_time", "trust")  # fmt: skip
PRIVATE = ("problems", "set_aside", "sources", "unidentified")


@pytest.mark.parametrize("name", PUBLIC + PRIVATE)
def test_a_bundle_goes_through_json_and_back(sample: Tables, name: str) -> None:
    section = function_of(QUESTIONS[name])(sample, during=Q2)
    bundle = json.loads(json.dumps(to_bundle(section), allow_nan=False))  # as browsers read it
    again = from_bundle(bundle)
    assert to_bundle(again) == bundle
    pd.testing.assert_frame_equal(
        again.frame, section.frame.reset_index(drop=True), check_dtype=False
    )
    assert section.missing == ""
    assert section.period["end"] == "2026-09-30"
    assert section.period["label"] == Q2 or name == "love_and_funding"
    assert section.audience == ("private" if name in PRIVATE else "board")


def test_french_titles_and_choices(sample: Tables) -> None:
    english, french = (
        sections.reach(sample.in_language(tongue), during=Q2, by="department")
        for tongue in ("en", "fr")
    )
    assert english.title != french.title
    assert set(english.choices) != set(french.choices)
    pd.testing.assert_frame_equal(english.frame, french.frame)


def test_the_screen_shows_everything_and_says_what_the_board_copy_will_not(
    few: Tables, monkeypatch: Any
) -> None:
    section = sections.reach(few, during=Q2, by="department")
    published: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", published.append)
    display(section)
    text = json.dumps([part for part in published if MIME not in part])
    assert table.HIDDEN not in text
    assert f"{len(section.frame)} rows will be rounded or hidden" in text
    assert any(MIME in part for part in published)
    private = replace(section, audience="private")
    assert on_the_board(private, "en") == ""
    assert on_the_board(section, "fr").startswith("Petits groupes")


def test_the_screen_escapes_what_the_data_say(few: Tables, monkeypatch: Any) -> None:
    evil = few.replace(contacts=few.contacts.assign(department="<script>alert(1)</script>"))
    published: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", published.append)
    display(sections.reach(evil, during=Q2, by="department"))
    html = "".join(part.get("text/html", "") for part in published)
    assert "<script" not in html


def test_an_own_section_takes_a_frame_and_a_figure_of_ours_or_theirs(sample: Tables) -> None:
    import plotly.graph_objects as go

    frame = pd.DataFrame({"what": ["a"], "n": [3]})
    mine = sections.own(sample, frame, title="My own", figure=go.Figure(), during=Q2)
    assert (mine.name, mine.kind) == ("my_own", "own")
    assert mine.own_figure is not None
    with pytest.raises(UsageError, match="neither 'board' nor 'private'"):
        sections.own(sample, frame, title="My own", audience="public")
    with pytest.raises(UsageError, match="Give a plotly Figure"):
        sections.own(sample, frame, title="My own", figure=3)


def test_a_bundle_of_another_version_is_refused(few: Tables) -> None:
    bundle = to_bundle(sections.reach(few, during=Q2, by="department"))
    with pytest.raises(ReportError, match="Run the notebook again"):
        from_bundle({**bundle, "version": 99})
    del bundle["choices"]
    with pytest.raises(ReportError, match="lacks"):
        from_bundle(bundle)


def test_a_tile_gives_no_number_before_for_the_same_survey_again(sample: Tables) -> None:
    frame = sections.headline(sample, during=Q2).frame.set_index("measure")
    assert pd.notna(frame.loc["reach", "previous"])
    before = sections.headline(sample, during="FY2026-27 Q1").frame.set_index("measure")
    assert frame.loc["reach", "previous"] == pytest.approx(before.loc["reach", "estimate"])
