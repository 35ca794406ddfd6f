"""Questions in the words of the question bank need no confirmation: their answers are its own."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.survey._question_bank import item_of, item_worded, options_in
from engagekit.readers.survey._survey_builder import Field
from engagekit.settings.question_bank import items


def field(wording: str, *cells: str, stem: str = "") -> Field:
    return Field("q", wording, pd.Series(cells, dtype="str"), stem=stem)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_wording_and_answers_must_be_those_of_the_bank(language: str) -> None:
    overall = items()["overall"]
    text, answers = overall.words(language, "KIC"), overall.options[language]
    assert item_of(field(text, *answers)) == overall
    assert item_of(field(text, *answers, "Splendid")) is None
    assert item_of(field(f"So: {text}", *answers)) is None


def test_rows_of_a_grid_need_its_question() -> None:
    grid = items()["service_satisfaction"]
    row, answer = grid.rows["en"][0], grid.options["en"][0]
    assert item_of(field(row, answer, stem=grid.words("en"))) == grid
    assert item_of(field(row, answer)) is None
    assert item_of(field(grid.words("en"), answer)) is None


def test_options_are_those_of_the_language_in_which_they_were_ticked() -> None:
    known = items()["barriers"]
    ticked = ", ".join(known.options["fr"][:2])
    assert options_in(known, field(known.words("fr"), ticked)) == known.options["fr"]


def test_wordings_of_the_bank_are_known_with_any_name_of_the_library() -> None:
    for item in items().values():
        for language in ("en", "fr"):
            assert item_worded(item.words(language, "KIC")) == item
    assert item_worded("How satisfied are you with parking?") is None
