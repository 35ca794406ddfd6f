"""The load on one page: questions, notes, rows set aside and the grade; as text and as HTML."""

from __future__ import annotations

import pytest

from engagekit.sections.gate import Gate, as_html, as_text
from engagekit.tables.problems import Problem, SetAside, Source
from engagekit.tables.tables import Tables


def _text(tables: Tables) -> str:
    return as_text(Gate(tables).lines(whole=True))


def test_every_part_stands_on_the_page_with_all_of_its_lines(few: Tables) -> None:
    tables = Tables(
        few.frames,
        few.settings,
        tuple(Problem("not a date", "Mend it.", "a.csv", value=str(n)) for n in range(25)),
        (SetAside("no touch_id", 3, "a.csv"),),
        (Source("a.csv", "", "Zoom", "it says so", "", 10, 7),),
    )
    text = _text(tables)
    assert "a.csv: 3 rows, no touch_id" in text
    assert text.count("not a date") == 25
    assert dict(Gate(tables).lines())["Data grade"][0].startswith("D for FY 2026-27 Q2 ")


def test_the_page_escapes_what_files_are_called(few: Tables) -> None:
    aside = (SetAside("no on", 3, "<b>.csv"),)
    page = as_html(Gate(Tables(few.frames, few.settings, left_out=aside)).lines(whole=True))
    assert "<b>.csv" not in page and "&lt;b&gt;.csv" in page


@pytest.mark.parametrize(("count", "is_open"), [(20, True), (21, False)])
def test_a_long_list_is_closed_on_the_page(few: Tables, count: int, is_open: bool) -> None:
    aside = tuple(SetAside("no on", 3, f"{n}.csv") for n in range(count))
    page = as_html(Gate(Tables(few.frames, few.settings, left_out=aside)).lines(whole=True))
    assert (f"<details open><summary>Set aside ({count})" in page) == is_open


def test_without_a_quarter_there_is_no_grade_and_a_reason() -> None:
    assert "nothing in the data has a date" in _text(Tables({}))


def test_one_of_a_kind_is_no_plural(few: Tables) -> None:
    origins = (Source("a.csv", "", "Zoom", "row 1 holds name", "", 1, 1, {}, (("x", "empty"),)),)
    faults, aside = (Problem("not a date", "Mend it.", "a.csv"),), (SetAside("blank row", 1, "a"),)
    tables = Tables(few.frames, few.settings, faults, aside, origins)
    text = _text(tables)
    assert "a: 1 row, blank row" in text
    assert repr(tables).endswith("; 1 problem)")
    assert _text(tables.in_language("fr")) == text, "the analyst reads English"
