"""In which order the blocks of a page stand."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.presentation.section import Section
from engagekit.presentation.table import Table, table
from engagekit.reporting.brief import blocks
from engagekit.reporting.brief.blocks import Block, is_wide
from engagekit.reporting.brief.pages import FULL, rows_of
from engagekit.reporting.document.document import Item
from engagekit.reporting.html.page import environment


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
    halves = [Block("lines", one, span=FULL if one.isupper() else FULL // 2) for one in spans]
    made = rows_of(halves)
    assert " ".join("".join(block.title for block in row) for row in made) == rows
    assert all(sum(block.span for block in row) == FULL for row in made)


def test_a_few_words_stand_beside_no_tall_drawing() -> None:
    def half(title: str, height: int = 0) -> Block:
        section = Section(title, title, pd.DataFrame())
        item = Item(title, section, narrow={"layout": {"height": height}})
        drawn = Block("figure", title, item=item, span=FULL // 2)
        return drawn if height else Block("lines", title, span=FULL // 2)

    def told(*blocks: Block) -> str:
        return " ".join("".join(one.title for one in row) for row in rows_of(blocks))

    whole = Block("table", "T", span=FULL)
    assert told(half("w"), half("f", 309), whole, half("g", 351)) == "w T fg"
    assert told(half("w"), half("f", 309)) == "w f"
    assert told(half("f", 162), half("w"), whole) == "fw T", "two bars are as short as a sentence"
    assert told(half("w"), half("f", 309), half("x"), half("g", 338)) == "wx fg"


def test_a_listing_too_wide_for_half_a_page_has_the_whole_of_it_and_starts_with_the_name() -> None:
    late = {"what": "order the standard", "promised_on": "2026-06-05", "due_on": "2026-06-12"}
    who = {"contact_id": "204493", "display_name": "Isabelle Benali", "department": "Tax"}
    spans, heads = [], []
    for row in (who | {"days_late": 3}, who | late | {"days_late": 3}):
        section = Section("promises_overdue", "Promises", pd.DataFrame([row]), kind="listing")
        item = Item("late", section, table=table(section, "en"))
        content = SimpleNamespace(items=(item,), locale=Locale("en"))
        made = blocks.block("table", content, section.name, 6, 1, unit="Tax", card=None)
        assert made is not None and made.table is not None
        spans.append(made.span)
        heads.append(made.table.headers[:2])
    assert spans == [6, FULL]
    assert heads == [("Name", "Days late"), ("Name", "What")]


@pytest.mark.parametrize(("language", "words"), [("en", "small group"), ("fr", "petit groupe")])
def test_a_hidden_cell_of_a_brief_says_so_in_words(language: str, words: str) -> None:
    page = environment()
    assert page.loader is not None
    macros = page.loader.get_source(page, "brief.html.j2")[0].partition("{% macro thing")[0]
    events = Table("Events", ("Title", "Attended"), (False, True), (("Clinic", "[c]"),))
    made = page.from_string(macros + "{{ grid(table) }}")
    drawn = made.render(table=events, say=Locale(language).say, is_wide=is_wide)
    assert words in drawn and "[c]" not in drawn, "no key stands under it"


def test_a_template_is_compiled_once_for_all_files() -> None:
    first, second = (environment().get_template("brief.html.j2") for _ in range(2))
    assert first is second
