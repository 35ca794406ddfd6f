"""What stands on the pages of a brief, and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import share
from engagekit.presentation.table import Table
from engagekit.reporting.brief.blocks import FULL, HALF, Block, block_of, is_wide
from engagekit.reporting.brief.pages import compose, rows_of
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import Item, claim
from engagekit.reporting.html.page import environment
from tests.reporting.copies import NAN, PERIOD, content, over_time, section


@pytest.mark.parametrize(
    ("spans", "rows"),
    [
        ("aB", "a B"),  # what a page is about stands before how far to trust it
        ("aBc", "B ac"),
        ("abCdE", "ab C d E"),
        ("AbcD", "A bc D"),
        ("", ""),
    ],
)
def test_a_half_that_is_left_alone_keeps_its_place(spans: str, rows: str) -> None:
    halves = [Block("lines", one, span=FULL if one.isupper() else HALF) for one in spans]
    made = rows_of(halves)
    assert " ".join("".join(block.title for block in row) for row in made) == rows
    assert all(sum(block.span for block in row) == FULL for row in made)


def test_a_few_words_stand_beside_no_tall_drawing() -> None:
    def half(title: str, height: int = 0) -> Block:
        if not height:
            return Block("lines", title, span=HALF)
        drawn = {"layout": {"height": height}}
        item = Item(title, section(title, pd.DataFrame()), narrow=drawn)
        return Block("figure", title, item=item, span=HALF)

    def told(*blocks: Block) -> str:
        return " ".join("".join(one.title for one in row) for row in rows_of(blocks))

    whole = Block("table", "T", span=FULL)
    assert told(half("w"), half("f", 309), whole, half("g", 351)) == "w T fg"
    assert told(half("w"), half("f", 309)) == "w f"
    assert told(half("f", 162), half("w"), whole) == "fw T", "two bars are as short as a sentence"
    assert told(half("w"), half("f", 309), half("x"), half("g", 338)) == "wx fg"


@pytest.mark.parametrize(("quarters", "kind"), [(1, None), (2, "lines"), (3, "figure")])
def test_a_line_of_two_points_is_a_sentence_and_of_one_or_none_nothing(
    quarters: int, kind: str | None
) -> None:
    rows = over_time("satisfaction", (70, 85, 85)[:quarters])
    made = section("satisfaction_over_time", rows, figure="trend")
    source = Source(content(made, told="It rose."), "", None)
    block = block_of(source, "figure", made.name, HALF)
    assert (block and block.kind) == kind


def _beside(money: int, shown: int, label: str = "2025-10-01..2026-09-30") -> Block | None:
    """Love beside money: of three departments so many have money, so many a satisfaction."""
    rows: list[dict[str, Any]] = [
        *(
            {
                "measure": "funding per head",
                "unit": "per_head",
                "estimate": 400.0 - at,
                "base": 60,
                "department": f"D{at}",
            }
            for at in range(money)
        ),
        *(share("reach", 40 + at, 60, department=f"D{at}") for at in range(3)),
        *(share("satisfaction", 32 - at, 40, department=f"D{at}") for at in range(3)),
        *(share(name, 80, 100, department="All") for name in ("reach", "satisfaction")),
    ]
    made = section("love_and_funding", rows, figure="quadrant")
    made.frame.loc[money + 3 + shown : money + 5, "estimate"] = NAN
    made = replace(made, period={**PERIOD, "label": label})
    return block_of(Source(content(made), "", None), "love", made.name, FULL)


@pytest.mark.parametrize(
    ("money", "shown", "title"),
    [
        (3, 3, "D0 costs most per head: 67% reached, 80% satisfied"),
        (3, 0, "D0 costs most per head: 67% reached"),
        (2, 1, "D0 costs most per head: 67% reached, 80% satisfied"),
        (0, 3, "Love_and_funding"),
        (0, 0, None),  # reach alone is set beside nothing
    ],
)
def test_page_two_says_what_money_reach_and_satisfaction_say_together(
    money: int, shown: int, title: str | None
) -> None:
    block = _beside(money, shown)
    assert (block and block.title) == title
    if money:
        assert block is not None and "All together: 80% reached" in block.lines[0][1]
        assert "costs least" in block.lines[0][1]


def test_what_the_scorecard_holds_of_the_same_quarter_does_not_stand_twice() -> None:
    assert _beside(0, 3, label=PERIOD["label"]) is None and _beside(2, 3, PERIOD["label"])


def test_a_survey_alone_makes_a_brief_that_says_what_it_found() -> None:
    rows = [{**row, "low": row["estimate"] - 0.05, "high": row["estimate"] + 0.05}
            for row in over_time("satisfaction", (70, 85))]  # fmt: skip
    made = section("satisfaction_over_time", rows, figure="trend")
    brief = compose(content(made, told="It rose.", audience="board"))
    assert brief is not None and brief.card is None
    assert brief.title == "Satisfaction rose to 85%"
    assert [page.anchor for page in brief.pages] == ["value"]
    assert compose(content()) is None


@pytest.mark.parametrize(
    ("items", "others", "shown"),
    [
        (("Speed", "Care"), (), 1),
        (("Speed", "Care"), ("gaps",), 0),
        (("Speed",), ("promises_open",), 0),
    ],
)
def test_items_stand_where_nobody_was_asked_what_matters(
    items: tuple[str, ...], others: tuple[str, ...], shown: int
) -> None:
    rated = [{"item": name, **share("items", 60, 100)} for name in items]
    made = [section(name, [share(name, 60, 100)]) for name in others]
    brief = compose(content(section("items", rated), *made))
    assert brief is not None
    assert [block.title for page in brief.pages for block in page.blocks].count("Items") == shown


@pytest.mark.parametrize(
    ("others", "title"), [((), "About the numbers"), (("spend_by_line",), "Money")]
)
def test_a_last_page_names_what_stands_on_it(others: tuple[str, ...], title: str) -> None:
    made = [section(name, [share("rows kept", 90, 100)]) for name in ("data_quality", *others)]
    brief = compose(content(*made))
    assert brief is not None and brief.pages[-1].title == title


def test_a_title_has_no_full_stop_also_before_a_blank() -> None:
    """The rest of a finding may follow behind a blank and a line break."""
    kept = section("promises", pd.DataFrame({"a": [1]}))
    item = Item("p", kept, finding="We kept 7 of 9. In all, 4.", message="We kept 7 of 9. ")
    assert claim(item) == ("We kept 7 of 9", "In all, 4.")


def test_a_listing_too_wide_for_half_a_page_has_the_whole_of_it_and_starts_with_the_name() -> None:
    late = {"what": "order the standard", "promised_on": "2026-06-05", "due_on": "2026-06-12"}
    who = {"contact_id": "204493", "display_name": "Isabelle Benali", "department": "Tax"}
    told = []
    for row in (who | {"days_late": 3}, who | late | {"days_late": 3}):
        made = section("promises_overdue", pd.DataFrame([row]), kind="listing")
        block = block_of(Source(content(made), "Tax", None), "table", made.name, HALF)
        assert block is not None and block.table is not None
        told.append((block.span, *block.table.headers[:2]))
    assert told == [(HALF, "Name", "Days late"), (FULL, "Name", "What")]


@pytest.mark.parametrize(("language", "words"), [("en", "small group"), ("fr", "petit groupe")])
def test_a_hidden_cell_of_a_brief_says_so_in_words(language: str, words: str) -> None:
    page = environment()
    assert page is environment(), "a template is compiled once for all files"
    assert page.loader is not None
    macros = page.loader.get_source(page, "brief.html.j2")[0].partition("{% macro thing")[0]
    events = Table("Events", ("Title", "Attended"), (False, True), (("Clinic", "[c]"),))
    made = page.from_string(macros + "{{ grid(table) }}")
    drawn = made.render(table=events, say=Locale(language).say, is_wide=is_wide)
    assert words in drawn and "[c]" not in drawn, "no key stands under it"
