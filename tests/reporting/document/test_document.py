"""A copy in words: findings, figures, and what of them a board copy has."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.reporting.document.document import Item, completed
from engagekit.reporting.document.results import numbers
from engagekit.sections import Section
from tests.reporting.copies import departments, hidden, over_time, section, worded


def test_what_is_private_lists_persons_or_lacks_a_sheet_stays_from_the_board() -> None:
    people = pd.DataFrame({"display_name": ["Jane Planted"], "touches": [4]})
    lost = section("costs", [], missing="Not measured: needs the sheet budget.")
    made = (
        section("headline", departments(All=(90, 110)), figure_args={"tiles": True}),
        section("secret", departments(All=(40, 50)), audience="private"),
        section("named", people, kind="listing"),
        lost,
    )
    board, private = worded(*made, audience="board"), worded(*made)
    assert [item.section.name for item in board.items] == ["headline"]
    assert [item.section.name for item in private.items] == ["headline", "secret", "named", "costs"]
    assert private.not_measured == (("Costs", "Not measured: needs the sheet budget."),)


def _item(made: Section, shown: Section | None = None) -> Item:
    """The one item of a board copy, with its figure and its table."""
    content = worded(made, shown=[shown or made], audience="board")
    return completed(content.items[0], content)


def test_a_figure_that_cannot_be_drawn_gives_way_to_its_table_and_says_why() -> None:
    item = _item(section("reach", departments(Legal=(20, 40)), figure="pie"))
    assert item.wide is None and item.table is not None
    assert "There is no figure 'pie'" in item.fault


def test_an_analysts_own_figure_gives_way_to_its_table() -> None:
    figure = {"data": [{"type": "bar", "x": ["Legal", "Tax"], "y": [20, 3]}], "layout": {}}
    item = _item(section("own", departments(Legal=(20, 40), Tax=(20, 40)), own_figure=figure))
    assert item.wide is None and item.table is not None


@pytest.mark.parametrize("rows", [[], [{"department": "Legal", "measure": "reach"}]])
def test_empty_and_missing_numbers_are_words_not_errors(rows: list[dict[str, Any]]) -> None:
    assert not _item(section("reach", rows, figure="bars", sentence="reach")).fault


def test_what_an_item_says_is_judged_by_its_whole_frame() -> None:
    """Among the two shown, Audit is lowest; of all of them it is not, and nothing says so."""
    rows = departments(All=(30, 50), Tax=(47, 50), Law=(5, 50), Audit=(20, 50))
    whole = section("reach", rows, sentence="reach")
    frame = hidden(whole.frame, 2)
    item = _item(
        whole, whole.with_frame(frame.assign(base=frame["base"].mask(frame["suppressed"])))
    )
    assert "only the departments shown" in item.finding and "Audit" in item.finding


def test_every_number_has_an_id_of_its_own() -> None:
    rows = [row for name in ("Legal", "Tax") for row in over_time("reach", (5, 6), department=name)]
    made = section("scorecard", rows)
    found = numbers(worded(made, made, audience="board"))
    assert len({one["id"] for one in found}) == len(found) == 8
    assert found[0]["id"] == "scorecard/reach/department=Legal/FY2026-27 Q1"
