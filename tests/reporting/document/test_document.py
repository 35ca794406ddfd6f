"""A copy in words: tiles, findings, figures, and what of them a board copy has."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.presentation.tiles import Tile, tiles
from engagekit.reporting.document.document import Item, completed
from engagekit.reporting.document.numbers import numbers
from engagekit.sections import Section
from tests.reporting.copies import NAN, departments, hidden, over_time, section, worded

LOVE = {"measure": "satisfaction", "unit": "share", "estimate": 0.82, "low": 0.74, "high": 0.88,
        "n": 90, "base": 110}  # fmt: skip
COUNT = {"measure": "champions", "unit": "count", "estimate": 12.0, "n": 12, "base": 598,
         "population": 598, "low": None, "high": None}  # fmt: skip


def _headline(previous: float | None = None, **row: Any) -> Section:
    rows = [{**LOVE, "previous": previous, **row}]
    return section("headline", rows, figure_args={"tiles": True})


def _tile(made: Section, gone: bool = False, language: str = "en") -> Tile:
    columns = pd.DataFrame(False, made.frame.index, made.frame.columns).assign(previous=gone)
    return next(iter(tiles(made, language, columns if gone else None)))


@pytest.mark.parametrize(
    ("previous", "row", "gone", "change"),
    [
        (0.80, {}, False, "no clear change from 80%"),  # its interval covers it
        (0.60, {}, False, "up from 60%"),
        (0.95, {}, False, "down from 95%"),
        (None, {}, False, ""),
        (NAN, {}, True, "change not shown, to protect privacy"),
        (None, COUNT, True, "change not shown, to protect privacy"),
        (None, COUNT, False, ""),
    ],
)
def test_a_tile_tells_its_change_if_it_is_clear_and_shown(
    previous: float | None, row: dict[str, Any], gone: bool, change: str
) -> None:
    assert _tile(_headline(previous, **row), gone).change == change


@pytest.mark.parametrize(
    ("row", "value", "base"),
    [
        ({"measure": "mean answer", "unit": "score", "estimate": 4.1}, "4.1", "110 answers"),
        ({"measure": "touches per contact", "unit": "index", "estimate": 2.3}, "2.3", "n 110"),
        (COUNT, "12", "of 598 on the staff list"),
        # of few people a count and no per cent
        ({"measure": "promises kept on time", "n": 1, "base": 5, "estimate": 0.2, "low": None,
          "high": None}, "1 of 5", ""),
    ],
)  # fmt: skip
def test_a_tile_says_on_whom_it_rests(row: dict[str, Any], value: str, base: str) -> None:
    found = _tile(_headline(**row))
    assert found.value.startswith(value) and found.base.endswith(base)


def test_a_hidden_tile_gives_no_number_and_a_french_one_french_words() -> None:
    part = _headline(0.8)
    french = _tile(part, language="fr")
    assert french.value == "82\u00a0%"
    assert french.change == "pas de changement net par rapport à 80\u00a0%"
    part.frame["suppressed"] = True
    found = _tile(part)
    assert (found.value, found.change, found.interval) == ("[c]", "", "")
    assert "82" not in str(found) and "80" not in str(found)


def test_what_is_private_lists_persons_or_lacks_a_sheet_stays_from_the_board() -> None:
    people = pd.DataFrame({"display_name": ["Jane Planted"], "touches": [4]})
    lost = section("costs", [], missing="Not measured: needs the sheet budget.")
    made = (
        _headline(),
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


def test_an_analysts_own_figure_gives_way_to_its_table_when_something_is_hidden() -> None:
    figure = {"data": [{"type": "bar", "x": ["Legal", "Tax"], "y": [20, 3]}], "layout": {}}
    made = section("own", departments(Legal=(20, 40), Tax=(20, 40)), own_figure=figure)
    assert _item(made).wide is not None
    frame = made.frame.copy()
    frame.loc[1, ["estimate", "n", "base"]] = pd.NA
    item = _item(made, made.with_frame(frame.assign(suppressed=[False, True])))
    assert item.wide is None and item.table is not None and item.table.has_hidden
    assert item.table.rows[1] == ("Tax", "[c]", "[c]", "[c]")


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
