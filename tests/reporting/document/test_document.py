from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures import _frame
from engagekit.presentation.tiles import Tile, tiles
from engagekit.reporting.document import document
from engagekit.reporting.document.outline import Outline
from engagekit.sections import Section

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library"}  # fmt: skip


def section(name: str, rows: list[dict[str, Any]], by: list[str], **parts: Any) -> Section:
    return Section(
        name, name.title(), measure_frame(rows, by), period=PERIOD, settings=SETTINGS, **parts
    )


def headline(**row: Any) -> Section:
    given = {"measure": "satisfaction", "unit": "share", "estimate": 0.82, "low": 0.74,
             "high": 0.88, "n": 90, "base": 110, **row}  # fmt: skip
    return section("headline", [given], ["previous"], figure_args={"tiles": True})


def outline(*sections: Section) -> Outline:
    return Outline("The quarter", sections)


def tile(**row: Any) -> Tile:
    return next(iter(tiles(headline(**row), "en")))


def test_a_tile_says_that_its_change_is_not_shown() -> None:
    given = headline(previous=float("nan"))
    hidden = pd.DataFrame(False, given.frame.index, given.frame.columns).assign(previous=True)
    told = next(iter(tiles(given, "en", hidden)))
    assert told.change == "change not shown, to protect privacy"
    assert next(iter(tiles(given, "en"))).change == ""


def test_a_tile_tells_no_change_that_its_interval_covers() -> None:
    assert tile(previous=0.80).change == "no clear change from 80%"
    assert tile(previous=0.60).change == "up from 60%"
    assert tile(previous=0.95).change == "down from 95%"
    assert tile(previous=None).change == ""


def test_a_hidden_tile_gives_no_number_and_no_number_before() -> None:
    part = headline(previous=0.8)
    part.frame["suppressed"] = True
    found = next(iter(tiles(part, "en")))
    assert (found.value, found.change, found.interval) == ("[c]", "", "")
    assert "82" not in str(found) and "80" not in str(found)


def test_a_mean_of_a_survey_rests_on_answers_and_one_of_touches_on_people() -> None:
    assert tile(measure="mean answer", unit="score", estimate=4.1).base.endswith("answers")
    assert tile(measure="touches per contact", unit="index", estimate=2.3).base == "n 110"


def test_a_french_tile_has_french_words_and_spaces() -> None:
    found = next(iter(tiles(headline(previous=0.8), "fr")))
    assert found.value == "82\u00a0%"
    assert found.change == "pas de changement net par rapport à 80\u00a0%"


def test_a_private_section_and_a_listing_of_persons_stay_from_the_board() -> None:
    people = pd.DataFrame({"display_name": ["Jane Planted"], "touches": [4]})
    secret = section("secret", [{"measure": "reach", "n": 40, "base": 50}], [], audience="private")
    named = Section("named", "Named", people, kind="listing", period=PERIOD, settings=SETTINGS)
    report = outline(headline(), secret, named)
    board = document.make(report, report.sections, "board", Locale("en"))
    private = document.make(report, report.sections, "private", Locale("en"))
    assert [item.section.name for item in board.items] == ["headline"]
    assert [item.section.name for item in private.items] == ["headline", "secret", "named"]


def test_a_figure_that_cannot_be_drawn_is_a_sentence_beside_its_table() -> None:
    rows = [{"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.5,
             "n": 20, "base": 40}]  # fmt: skip
    part = section("reach", rows, ["department"], figure="pie")
    report = outline(part)
    item = document.make(report, report.sections, "private", Locale("en")).items[0]
    assert item.is_malformed and item.wide is None and item.table is not None
    assert any("There is no figure 'pie'" in note for note in item.notes)


def own(hide: bool) -> document.Item:
    rows = [{"department": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": 20,
             "base": 40} for name in ("Legal", "Tax")]  # fmt: skip
    figure = {"data": [{"type": "bar", "x": ["Legal", "Tax"], "y": [20, 3]}], "layout": {}}
    part = section("own", rows, ["department"], own_figure=figure)
    frame = part.frame.copy()
    if hide:
        frame.loc[1, ["estimate", "n", "base"]] = pd.NA
        frame.loc[1, "suppressed"] = True
    report = outline(part)
    return document.make(report, [part.with_frame(frame)], "board", Locale("en")).items[0]


def test_an_analysts_own_figure_is_drawn_for_the_board_when_nothing_is_hidden() -> None:
    assert own(hide=False).wide is not None


def test_an_analysts_own_figure_gives_way_to_its_table_when_something_is_hidden() -> None:
    item = own(hide=True)
    assert item.wide is None
    assert any("own chart is left out" in note for note in item.notes)
    assert item.table is not None and item.table.has_hidden
    assert item.table.rows[1] == ("Tax", "[c]", "[c]", "[c]")


@pytest.mark.parametrize("rows", [[], [{"department": "Legal", "measure": "reach"}]])
def test_empty_and_missing_numbers_are_words_not_errors(rows: list[dict[str, Any]]) -> None:
    part = section("reach", rows, ["department"], figure="bars", sentence="reach")
    report = outline(part)
    item = document.make(report, report.sections, "private", Locale("en")).items[0]
    assert not item.is_malformed


def test_what_is_not_measured_is_told_with_its_reason_and_never_to_the_board() -> None:
    lost = [section("costs", [], [], missing="Not measured: needs the sheet budget.")]
    made = document.make(outline(*lost), lost, "private", Locale("en"))
    assert made.not_measured == (("Costs", "Not measured: needs the sheet budget."),)
    board = document.make(outline(*lost), lost, "board", Locale("en"))
    assert board.items == (), "what must be set up is not the board's"


def test_a_tile_says_that_a_change_is_not_told_where_it_was_hidden() -> None:
    shown = headline(measure="champions", unit="count", estimate=12.0, n=12, base=598,
                     population=598, low=None, high=None, previous=None)  # fmt: skip
    hidden = shown.frame.isna() & (shown.frame.columns == "previous")
    found = next(iter(tiles(shown, "en", hidden)))
    assert found.change == "change not shown, to protect privacy"
    assert found.base == "of 598 on the staff list"
    assert next(iter(tiles(shown, "en"))).change == ""


def test_what_both_copies_hold_is_worded_and_drawn_once() -> None:
    reached = [{"department": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": n,
                "base": 2 * n} for name, n in (("Tax", 20), ("Law", 30))]  # fmt: skip
    one = section("reach", reached, ["department"], figure="bars", sentence="reach")
    two = section("rungs", reached, ["department"], figure="bars", sentence="reach")
    report = outline(one, two)
    hidden = two.frame.assign(estimate=[None, 0.5], n=[None, 30], suppressed=[True, False])
    shown = (one, two.with_frame(hidden.astype(two.frame.dtypes.to_dict())))
    private = document.make(report, report.sections, "private", Locale("en"))
    board = document.make(report, shown, "board", Locale("en"), private)
    alone = document.make(report, shown, "board", Locale("en"))
    assert board.items[0].wide is private.items[0].wide
    assert board.items[1].wide != private.items[1].wide
    assert [item.anchor for item in board.items] == ["reach", "rungs"]
    for item, other in zip(board.items, alone.items, strict=True):
        assert (item.finding, item.wide, item.narrow, item.table, item.notes) == (
            other.finding, other.wide, other.narrow, other.table, other.notes,
        )  # fmt: skip
    again = document.make(report, shown, "board", Locale("fr"), private)
    assert again.items[0].wide is not private.items[0].wide


def test_a_tile_of_few_people_gives_a_count_and_no_per_cent() -> None:
    found = tile(measure="promises kept on time", estimate=0.2, n=1, base=5, low=None, high=None)
    assert (found.value, found.base) == ("1 of 5", "")


def test_what_an_item_says_in_each_language_is_judged_by_its_whole_frame() -> None:
    """Among the two shown, Audit is lowest; of all of them it is not, and no language says so."""
    rows = [
        {"measure": "reach", "unit": "share", "department": name, "n": n, "base": 50,
         "estimate": n / 50} for name, n in (("All", 30), ("Tax", 47), ("Law", 5), ("Audit", 20))
    ]  # fmt: skip
    whole = section("reach", rows, ["department"], sentence="reach")
    gone = whole.frame["department"] == "Law"
    hidden = {name: whole.frame[name].mask(gone) for name in ("estimate", "n", "base")}
    shown = whole.with_frame(whole.frame.assign(**hidden, suppressed=gone))
    made = document.make(outline(whole), [shown], "board", Locale())
    (item,) = [one for one in made.items if one.section.name == "reach"]
    assert "only the departments shown" in item.said["en"] and "Audit" in item.said["en"]
    assert "que pour les services affichés" in item.said["fr"]
    assert item.said["en"] == item.finding
