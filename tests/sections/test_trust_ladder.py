"""Sections on touches and trust, on the sample."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit import figures, sections
from engagekit.disclosure import is_public
from engagekit.locale import Locale
from engagekit.tables.tables import Tables
from engagekit.wording import finding


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["touch_ladder"])
def test_a_section_has_a_sentence_and_a_figure(name: str, language: str, sample: Tables) -> None:
    made = getattr(sections, name)(sample.in_language(language))
    assert not made.missing
    assert finding(made) != made.title
    drawn = figures.draw(
        made.figure, made.frame, title="T", locale=Locale(language), **dict(made.figure_args)
    )
    assert any(trace.name == "estimate" for trace in drawn.data) or len(drawn.data) > 2


def test_the_stuck_are_for_the_library_alone(sample: Tables) -> None:
    made = sections.prospects(sample, reason="stuck")
    assert made.audience == "private"
    assert not is_public(made)
    assert made.frame["touches"].between(4, 6).all()
    assert str(len(made.frame)) in finding(made)


def test_the_planted_warmth_makes_the_ladder_fall(sample: Tables) -> None:
    assert "those who came to trust us early are no longer counted" in finding(
        sections.touch_ladder(sample)
    )


@pytest.mark.parametrize(
    ("won", "title"),
    [((40, 20, 8), "Trust is won more often at early touches than at later ones."),
     ((8, 20, 40), "Trust is won more often at later touches than at early ones."),
     ((20, 21, 19), "Trust does not clearly change from touch to touch."),
     ((30, 24, 19), "Trust does not clearly change from touch to touch."),
     ((31, 24, 19), "Trust is won more often at early touches than at later ones.")],
)  # fmt: skip
def test_the_headline_says_how_trust_goes_with_touches(
    won: tuple[int, ...], title: str, sample: Tables
) -> None:
    made = sections.touch_ladder(sample)
    frame = made.frame[made.frame["measure"] == "trust at this touch"].head(3).copy()
    frame["n"] = pd.array(won, dtype="Int64")
    frame["base"] = pd.array([100] * 3, dtype="Int64")
    frame["estimate"] = [n / 100 for n in won]
    assert finding(made.with_frame(frame)).startswith(f"{title}\nAt touch 1: {won[0]} of 100 (")


def test_without_contacts_the_sentence_names_the_sheet(sample: Tables) -> None:
    left = Tables({n: sample.frames[n] for n in sample if n != "contacts"}, sample.settings)
    for made in (sections.touch_ladder(left), sections.prospects(left, reason="stuck")):
        assert "needs the sheet contacts" in finding(made)
