"""Workbook and slides of a copy: what stands on which sheet and slide, and how."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from engagekit.measures._frame import share
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import results
from engagekit.reporting.document.document import Content
from engagekit.reporting.document.outline import Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.sections import Section
from tests.reporting.copies import departments, over_time, section, worded

SECRET = 31337
LIVE = "=HYPERLINK(1)"


def written(name: str, content: Content) -> bytes:
    """A file of a copy, with its brief and its results."""
    brief = pages.compose(content)
    told = results.results(content, Outline("The quarter", ()), {"folder": "/home/jane/data"},
                           "q.ipynb", brief.findings if brief else ())  # fmt: skip
    return writers.write(name, Copy(content, told, brief), OutputOptions())


def book_of(content: Content) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written("data-book.xlsx", content)))


def show_of(content: Content) -> Any:
    return Presentation(io.BytesIO(written("brief.pptx", content)))


def plot_of(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart).chart.plots[0]


def over_two_quarters(name: str = "over") -> Section:
    rows = [
        row for unit in ("Legal", "Tax") for row in over_time("reach", (10, 20), department=unit)
    ]
    return section(name, rows, figure="multiples", brief=True)


def made(language: str = "en") -> Content:
    rows = departments(Legal=(30, 40), **{LIVE: (45, 50)}, Tax=(SECRET, 10**6))
    whole = section("reach", rows, figure="bars", sentence="reach", brief=True)
    frame = whole.frame.copy()
    frame.loc[2, ["estimate", "n", "base"]] = pd.NA
    shown = whole.with_frame(frame.assign(suppressed=[False, False, True]))
    over = over_two_quarters()
    return worded(whole, over, shown=[shown, over], audience="board", language=language)


def test_every_number_stands_in_one_table_with_its_format_under_its_header() -> None:
    sheet = book_of(made())["Numbers"]
    head, *rows = sheet[sheet.auto_filter.ref]
    names = [cell.value for cell in head]
    assert names[:5] == ["Section", "Measure", "Group", "Period", "Value"]
    assert [row[4].value for row in rows] == [0.75, 0.9, "[c]", 0.1, 0.2, 0.1, 0.2]
    assert rows[0][4].number_format == "0%"
    for column in zip(head[4:-1], *(row[4:-1] for row in rows), strict=True):
        assert {(one.alignment.horizontal, one.alignment.indent) for one in column} == {
            ("right", 0)
        }
    cell = sheet["C6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (LIVE, "s", True)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A5", "$4:$4")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_leads_to_its_definition_by_name(language: str) -> None:
    _, numbers, definitions, _ = book_of(made(language)).worksheets
    used = {row[-1] for row in numbers.iter_rows(min_row=5, values_only=True)}
    defined = {row[0] for row in definitions.iter_rows(min_row=5, values_only=True)}
    assert used and used <= defined


def test_the_workbook_has_four_sheets_that_print_legibly_and_says_what_it_is() -> None:
    book = book_of(made())
    assert book.sheetnames == ["Scorecard", "Numbers", "Definitions", "About"]
    assert book["Definitions"]["A5"].value == "Reach"
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=5)}
    assert about["Period"] == "FY 2026-27 Q2 (July to September 2026)"
    assert not any("folder" in key or "language" in key for key in about)
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert sum(one.width for one in sheet.column_dimensions.values()) <= 210, sheet.title


@pytest.mark.parametrize("name", ["data-book.xlsx", "brief.pptx"])
def test_an_office_file_is_free_of_what_was_hidden_and_the_same_bytes_twice(name: str) -> None:
    data = written(name, made())
    assert data == written(name, made())
    assert not any(str(SECRET) in text for text in parts(data))


def parts(data: bytes) -> list[str]:
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            texts += parts(part) if name.endswith(".xlsx") else [part.decode("utf-8", "replace")]
    return texts


@pytest.mark.parametrize("audience", ["board", "private"])
def test_results_hold_every_number_and_no_path_of_a_machine(audience: str) -> None:
    given = {"folder": "/home/jane/data", "rows": 3}
    content = replace(made(), audience=audience)
    found = results.results(content, Outline("The quarter", ()), given, "q.ipynb")
    assert found["parameters"] == {"folder": "data", "rows": 3}
    rows = found["sections"][0]["rows"]
    assert [row["estimate"] for row in rows] == [0.75, 0.9, None]
    assert rows[2]["suppressed"] is True and "jane" not in json.dumps(found)
    assert json.loads(results.as_text(found))["report"]["copy"] == audience


def test_a_slide_has_its_finding_and_a_native_chart_with_words_for_it() -> None:
    slide = show_of(made()).slides[1]
    assert slide.shapes.title.text
    plot = plot_of(slide)
    assert list(plot.categories) == [LIVE, "Legal", "Tax · small group"]
    assert list(plot.series[0].values) == [0.9, 0.75, None], "a hidden group stays to be seen"
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    assert frame._element._nvXxPr.cNvPr.get("descr")


def test_a_library_longer_than_an_office_property_is_cut_there_alone() -> None:
    found = show_of(replace(made(), library="L" * 300))
    assert len(found.core_properties.author) == 255
    assert "L" * 300 in texts_of(found.slides[0])


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_slides_are_three_at_most_the_contracts_before_other_sections() -> None:
    contracts = pd.DataFrame({"product": ["LexDock"], "decide_by": ["2026-10-02"]})
    whole = [over_two_quarters(f"s{at}") for at in range(5)]
    whole.append(section("contract_calendar", contracts, kind="listing", brief=True))
    slides = show_of(worded(*whole, audience="board")).slides
    tables = [any(shape.has_table for shape in slide.shapes) for slide in slides]
    assert tables == [False, True, False]


def test_rows_without_room_are_counted_on_the_slide() -> None:
    rows = departments(**{f"D{at:02}": (at, 100) for at in range(10, 30)})
    whole = section("reach", rows, figure="bars", brief=True)
    slide = show_of(worded(whole, audience="board")).slides[1]
    assert "and 6 more, in the workbook" in texts_of(slide)


def test_a_share_of_nearly_all_is_not_all_in_the_workbook() -> None:
    shares = {"a": 0.9975, "b": 0.5, "c": 1.0}
    rows = [{**share("rows kept", 90, 100, department=name), "estimate": value}
            for name, value in shares.items()]  # fmt: skip
    sheet = book_of(worded(section("r", rows)))["Numbers"]
    assert [sheet.cell(row, 5).number_format for row in (5, 6, 7)] == ["0.0%", "0%", "0%"]


def test_a_share_in_french_has_its_space() -> None:
    rows = departments(a=(20, 40), b=(20, 40))
    content = worded(section("r", rows, figure="bars", brief=True), language="fr")
    assert book_of(content)["Chiffres"]["E5"].number_format == "0\u00a0%"
    assert plot_of(show_of(content).slides[1]).data_labels.number_format == "0\u00a0%"
