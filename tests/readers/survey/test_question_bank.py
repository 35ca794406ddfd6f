"""Grids of the question bank whose question an export does not name."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.readers.survey._question_bank import is_asked, stems
from engagekit.settings.question_bank import items

LEVELS = [items()[name] for name in ("minimum", "desired", "perceived")]


def grid(*names: str, language: str = "en") -> tuple[list[str], pd.DataFrame]:
    """The columns of grids, everybody giving the middle answer."""
    asked = [items()[name] for name in names]
    head = [row for one in asked for row in one.rows[language]]
    middle = [one.options[language][2] for one in asked for _ in one.rows[language]]
    return head, pd.DataFrame([middle] * 3, dtype="str")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_answers_tell_which_question_a_grid_has(language: str) -> None:
    names = ("service_importance", "service_satisfaction")
    found = stems(*grid(*names, language=language))
    assert [found[at] for at in (0, 5)] == [items()[name].words(language) for name in names]
    assert len(found) == 10


def test_grids_alike_are_told_by_their_order_where_all_are_there() -> None:
    found = stems(*grid(*(one.id for one in LEVELS)))
    assert [found[at] for at in (0, 5, 10)] == [one.words("en") for one in LEVELS]
    assert stems(*grid("desired", "perceived")) == {}


def test_a_row_alone_or_with_other_answers_is_no_grid() -> None:
    head, cells = grid("service_satisfaction")
    assert stems(head[:4], cells) == {}
    assert 0 not in stems(head, cells.replace({0: {cells.loc[0, 0]: "Fine"}}))


def test_wordings_of_the_bank_are_known_with_any_name_of_the_library() -> None:
    for item in items().values():
        for language in ("en", "fr"):
            assert is_asked(item.words(language, "KIC"))
            assert all(is_asked(row) for row in item.rows[language])
            assert all(is_asked(f"{item.words(language)} [{row}]") for row in item.rows[language])
    assert not is_asked("How satisfied are you with parking?")
