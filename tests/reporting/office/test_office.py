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

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import document, results
from engagekit.reporting.document.outline import Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.sections import Section

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library"}  # fmt: skip
SECRET = 31337

HOUSE = OutputOptions()
"""The house's own dress."""


def copy_of(content: document.Content, found: Any = None) -> Copy:
    """A copy with its brief and its results."""
    brief = pages.compose(content)
    report = Outline("The quarter", ())
    told = found or results.results(content, report, {}, "q.ipynb", brief.findings if brief else ())
    return Copy(content, told, brief=brief)


def workbook(content: document.Content, found: Any = None) -> bytes:
    """The workbook of a copy."""
    return writers.write("data-book.xlsx", copy_of(content, found), HOUSE)


def slides(content: document.Content, options: OutputOptions = HOUSE) -> bytes:
    """The slides of a copy."""
    return writers.write("brief.pptx", copy_of(content), options)


def made(language: str = "en") -> tuple[document.Content, dict[str, Any]]:
    reach = measure_frame(
        [
            {"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.75,
             "n": 30, "base": 40},
            {"department": "=HYPERLINK(1)", "measure": "reach", "unit": "share",
             "estimate": 0.9, "n": 45, "base": 50},
            {"department": "Tax", "measure": "reach", "unit": "share", "estimate": SECRET / 1e6,
             "n": SECRET, "base": 10**6},
        ],
        ["department"],
    )  # fmt: skip
    whole = Section(
        "reach", "Whom we reached", reach, figure="bars", sentence="reach", period=PERIOD,
        settings=SETTINGS, note="Head counts.", choices={"staff list": "2026-09-30"}, brief=True,
    )  # fmt: skip
    frame = reach.copy()
    frame.loc[2, ["estimate", "n", "base"]] = pd.NA
    frame.loc[2, "suppressed"] = True
    trend = measure_frame(
        [{"period": f"FY2026-27 Q{q}", "department": d, "measure": "reach", "unit": "share",
          "estimate": 0.1 * q, "n": 10 * q, "base": 100} for q in (1, 2) for d in ("Legal", "Tax")],
        ["period", "department"],
    )  # fmt: skip
    over = Section("over", "Over time", trend, figure="multiples", period=PERIOD,
                   settings=SETTINGS, brief=True)  # fmt: skip
    report = Outline("The quarter", (whole, over))
    copy = document.make(report, [whole.with_frame(frame), over], "board", Locale(language))
    return copy, results.results(copy, report, {"folder": "/home/jane/data"}, "q.ipynb")


def book(language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(*made(language))))


def test_every_number_stands_in_one_table_with_its_format() -> None:
    sheet = book()["Numbers"]
    head, *rows = sheet[sheet.auto_filter.ref]
    names = [cell.value for cell in head]
    assert names[:5] == ["Section", "Measure", "Group", "Period", "Value"]
    assert [row[4].value for row in rows] == [0.75, 0.9, "[c]", 0.1, 0.1, 0.2, 0.2]
    assert rows[0][4].number_format == "0%"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_number_leads_to_its_definition_by_name(language: str) -> None:
    opened = book(language)
    numbers, definitions = opened.worksheets[1], opened.worksheets[2]
    used = [row[-1] for row in numbers.iter_rows(min_row=5, values_only=True)]
    defined = {row[0] for row in definitions.iter_rows(min_row=5, values_only=True)}
    assert used and set(used) <= defined


def test_what_stands_among_numbers_stands_under_their_header() -> None:
    head, *rows = (row[4:-1] for row in book()["Numbers"].iter_rows(min_row=4))
    assert "[c]" in [row[0].value for row in rows]
    for cells in zip(head, *rows, strict=True):
        assert {(cell.alignment.horizontal, cell.alignment.indent) for cell in cells} == {
            ("right", 0)
        }


def test_text_that_looks_like_a_formula_is_text() -> None:
    cell = book()["Numbers"]["C6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_every_part_of_an_office_file_is_free_of_what_was_hidden() -> None:
    for data in (workbook(*made()), slides(made()[0])):
        for text in parts(data):
            assert str(SECRET) not in text


def parts(data: bytes) -> list[str]:
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            texts += parts(part) if name.endswith(".xlsx") else [part.decode("utf-8", "replace")]
    return texts


def test_the_workbook_has_four_sheets_and_says_what_it_is() -> None:
    made_book = book()
    assert made_book.sheetnames == ["Scorecard", "Numbers", "Definitions", "About"]
    assert made_book["Definitions"]["A5"].value == "Reach"
    about = {row[0].value: row[1].value for row in made_book["About"].iter_rows(min_row=5)}
    assert about["Period"] == "FY 2026-27 Q2 (July to September 2026)"
    assert not any("folder" in key or "language" in key for key in about)


def test_neither_copy_names_the_folder_on_the_machine() -> None:
    content, _ = made()
    report = Outline("The quarter", ())
    for audience in ("board", "private"):
        one = replace(content, audience=audience)
        found = results.results(one, report, {"folder": "/home/jane/data", "rows": 3}, "q.ipynb")
        assert found["parameters"] == {"folder": "data", "rows": 3}


def test_the_same_report_is_the_same_bytes() -> None:
    assert workbook(*made()) == workbook(*made())
    assert slides(made()[0]) == slides(made()[0])


def show(content: document.Content) -> Any:
    return Presentation(io.BytesIO(slides(content)))


def texts_of(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_a_slide_has_its_finding_and_a_native_chart_with_words_for_it() -> None:
    slide = show(made()[0]).slides[1]
    assert slide.shapes.title.text
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    plot = frame.chart.plots[0]
    assert list(plot.categories) == ["=HYPERLINK(1)", "Legal", "Tax · small group"]
    assert list(plot.series[0].values) == [0.9, 0.75, None], "a hidden group stays to be seen"
    assert frame._element._nvXxPr.cNvPr.get("descr")


def test_results_hold_every_number_and_no_path_of_a_machine() -> None:
    found = made()[1]
    rows = found["sections"][0]["rows"]
    assert [row["estimate"] for row in rows] == [0.75, 0.9, None]
    assert rows[2]["suppressed"] is True
    assert "jane" not in json.dumps(found)
    assert json.loads(results.as_text(found))["report"]["copy"] == "board"


def test_a_library_longer_than_an_office_property_is_cut_there_alone() -> None:
    found = Presentation(io.BytesIO(slides(replace(made()[0], library="L" * 300))))
    assert len(found.core_properties.author) == 255
    shown = [shape.text_frame.text for shape in found.slides[0].shapes if shape.has_text_frame]
    assert any("L" * 300 in text for text in shown)


def test_slides_are_three_at_most_the_contracts_before_other_sections() -> None:
    part = made()[0].items[1].section
    sections = [replace(part, name=f"s{at}", title=f"Part {at}") for at in range(5)]
    contracts = pd.DataFrame({"product": ["LexDock"], "decide_by": ["2026-10-02"]})
    sections.append(
        Section("contract_calendar", "Contracts", contracts, kind="listing", period=PERIOD,
                settings=SETTINGS, brief=True)
    )  # fmt: skip
    report = Outline("Q", tuple(sections))
    found = show(document.make(report, sections, "board", Locale("en"))).slides
    assert len(found) == 3
    assert [any(shape.has_table for shape in slide.shapes) for slide in found] == [
        False, True, False,
    ]  # fmt: skip


def test_rows_without_room_are_counted_on_the_slide() -> None:
    rows = [{"department": f"D{at:02}", "measure": "reach", "unit": "share", "estimate": at / 100,
             "n": at, "base": 100} for at in range(10, 30)]  # fmt: skip
    one = Section("reach", "Whom we reached", measure_frame(rows, ["department"]), figure="bars",
                  period=PERIOD, settings=SETTINGS, brief=True)  # fmt: skip
    content = document.make(Outline("Q", (one,)), [one], "board", Locale("en"))
    assert "and 6 more, in the workbook" in texts_of(show(content).slides[1])


def test_a_sheet_prints_its_words_and_its_numbers_legibly() -> None:
    for sheet in book().worksheets:
        assert sheet.page_setup.orientation == "landscape"
        wide = [one.width for one in sheet.column_dimensions.values()]
        assert sum(wide) <= 210, sheet.title


def test_a_share_of_nearly_all_is_not_all_in_the_workbook() -> None:
    rows = [{"department": name, "measure": "rows kept", "unit": "share", "estimate": value,
             "n": 90, "base": 100} for name, value in (("a", 0.9975), ("b", 0.5), ("c", 1.0))]  # fmt: skip
    one = Section(
        "r", "Rows", measure_frame(rows, ["department"]), period=PERIOD, settings=SETTINGS
    )
    copy = document.make(Outline("Q", (one,)), [one], "private", Locale("en"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(copy)))["Numbers"]
    assert [sheet.cell(row, 5).number_format for row in (5, 6, 7)] == ["0.0%", "0%", "0%"]


def test_a_share_in_french_has_its_space() -> None:
    frame = measure_frame(
        [{"department": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": 20,
          "base": 40} for name in ("a", "b")], ["department"],
    )  # fmt: skip
    french = {**SETTINGS, "language": "fr"}
    one = Section("r", "R", frame, figure="bars", period=PERIOD, settings=french, brief=True)
    copy = document.make(Outline("Q", (one,)), [one], "private", Locale("fr"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(copy)))["Chiffres"]
    assert sheet["E5"].number_format == "0\u00a0%"
    slide = Presentation(io.BytesIO(slides(copy))).slides[1]
    plot = next(shape for shape in slide.shapes if shape.has_chart).chart.plots[0]
    assert plot.data_labels.number_format == "0\u00a0%"
