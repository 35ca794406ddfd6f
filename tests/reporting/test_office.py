from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from pptx import Presentation

from engagekit.errors import UsageError
from engagekit.measures._frame import measure_frame
from engagekit.reporting import content, results
from engagekit.reporting.bundles import Chapter, Outline
from engagekit.reporting.charts import chart
from engagekit.reporting.choices import Choices
from engagekit.reporting.slides import slides
from engagekit.reporting.workbook import workbook
from engagekit.sections import Section

DAY = date(2026, 9, 30)
PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library"}  # fmt: skip
SECRET = 31337


def made(language: str = "en") -> tuple[content.Content, dict[str, Any]]:
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
        settings=SETTINGS, note="Head counts.", choices={"staff list": "2026-09-30"},
    )  # fmt: skip
    frame = reach.copy()
    frame.loc[2, ["estimate", "n", "base"]] = pd.NA
    frame.loc[2, "suppressed"] = True
    trend = measure_frame(
        [{"period": f"FY2026-27 Q{q}", "department": d, "measure": "reach", "unit": "share",
          "estimate": 0.1 * q, "n": 10 * q, "base": 100} for q in (1, 2) for d in ("Legal", "Tax")],
        ["period", "department"],
    )  # fmt: skip
    over = Section("over", "Over time", trend, figure="multiples", period=PERIOD, settings=SETTINGS)
    report = Outline("The quarter", (Chapter("Reach", (whole, over)),))
    copy = content.make(report, [whole.with_frame(frame), over], "board", language)
    return copy, results.results(copy, report, {"folder": "/home/jane/data"}, "q.ipynb")


def book(language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(*made(language), DAY)))


def test_a_sheet_has_a_real_table_with_numbers_and_their_formats() -> None:
    sheet = book()["Whom we reached"]
    table = next(iter(sheet.tables.values()))
    head, *rows = sheet[table.ref]
    assert [cell.value for cell in head] == ["Department", "Share", "People (n)", "Of (base)"]
    assert [row[1].value for row in rows] == [0.9, 0.75, "[c]"]
    assert rows[0][1].number_format == "0%"
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth == 1


def test_text_that_looks_like_a_formula_is_text() -> None:
    sheet = book()["Whom we reached"]
    cell = sheet["A6"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=HYPERLINK(1)", "s", True)


def test_bars_stand_in_reading_order_with_their_axis_shown() -> None:
    data = workbook(*made(), DAY)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n]
    assert len(charts) == 2
    bars = next(text for text in charts if "barChart" in text)
    assert 'orientation val="maxMin"' in bars
    assert bars.count('<delete val="0"') == 2
    assert "$A$6:$A$7" in bars, "the hidden row is not in the chart"


def test_every_part_of_an_office_file_is_free_of_what_was_hidden() -> None:
    for data in (workbook(*made(), DAY), slides(made()[0], DAY)):
        for text in parts(data):
            assert str(SECRET) not in text


def parts(data: bytes) -> list[str]:
    texts = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            texts += parts(part) if name.endswith(".xlsx") else [part.decode("utf-8", "replace")]
    return texts


def test_the_workbook_defines_its_measures_and_says_what_it_is() -> None:
    made_book = book()
    assert made_book.sheetnames == [
        "Summary", "Whom we reached", "Over time", "Definitions", "About"
    ]  # fmt: skip
    assert made_book["Definitions"]["A4"].value == "Reach"
    about = {row[0].value: row[1].value for row in made_book["About"].iter_rows(min_row=4)}
    assert about["Period"] == "FY 2026-27 Q2 (July to September 2026)"
    assert about["Parameters: folder"] == "data"
    assert made_book["Summary"]["C8"].hyperlink.location == "'Over time'!A1"


def test_the_same_report_is_the_same_bytes() -> None:
    assert workbook(*made(), DAY) == workbook(*made(), DAY)
    assert slides(made()[0], DAY) == slides(made()[0], DAY)


def show(template: Path | None = None) -> Any:
    look = Choices(templates={".pptx": template}) if template else Choices()
    return Presentation(io.BytesIO(slides(made()[0], DAY, look)))


def test_a_slide_has_its_finding_a_native_chart_and_notes() -> None:
    slide = show().slides[1]
    assert slide.shapes.title.text
    frame = next(shape for shape in slide.shapes if shape.has_chart)
    plot = frame.chart.plots[0]
    assert list(plot.categories) == ["=HYPERLINK(1) · 45 of 50", "Legal · 30 of 40", "Tax · [c]"]
    assert list(plot.series[0].values) == [0.9, 0.75, None], "a hidden group stays to be seen"
    assert frame._element._nvXxPr.cNvPr.get("descr")
    notes = slide.notes_slide.notes_text_frame.text
    assert "staff list: 2026-09-30" in notes and "Caveat: Head counts." in notes


def test_slides_take_the_layouts_of_a_house_template(tmp_path: Path) -> None:
    house = Presentation()
    house.slide_width, house.slide_height = 9_144_000, 6_858_000
    house.slides.add_slide(house.slide_layouts[6])
    path = tmp_path / "corporate.pptx"
    house.save(str(path))
    found = show(path)
    assert found.slide_width == 9_144_000
    assert [slide.slide_layout.name for slide in found.slides] == [
        "Title Slide", "Title Only", "Title Only"
    ]  # fmt: skip
    with pytest.raises(UsageError, match=r"q\.pptx is not a PowerPoint file"):
        bad = tmp_path / "q.pptx"
        bad.write_text("no")
        show(bad)


def test_results_hold_every_number_and_no_path_of_a_machine() -> None:
    found = made()[1]
    rows = found["sections"][0]["rows"]
    assert [row["estimate"] for row in rows] == [0.75, 0.9, None]
    assert rows[2]["suppressed"] is True
    assert "jane" not in json.dumps(found)
    assert json.loads(results.as_text(found))["report"]["copy"] == "board"


def test_a_stacked_chart_keeps_the_order_of_its_scale_and_does_not_stretch() -> None:
    scale = ["Low", "Middle", "High"]
    frame = measure_frame(
        [{"item": item, "answer": answer, "measure": "answers", "unit": "share",
          "estimate": share, "n": 10, "base": 30}
         for item in ("Speed", "Care") for answer, share in zip(scale, (0.2, 0.3, 0.5), strict=True)],
        ["item", "answer"],
    )  # fmt: skip
    frame.loc[0, ["estimate", "n"]] = pd.NA
    frame.loc[0, "suppressed"] = True
    part = Section("items", "Items", frame, figure="likert", figure_args={"order": scale},
                   settings=SETTINGS)  # fmt: skip
    found = chart(part, "en")
    assert found is not None
    assert [name for name, _ in found.series] == scale
    assert found.series[0][1] == (None, 0.2)
    assert (found.kind, found.bottom, found.top) == ("stacked", 0.0, 1.0)


def test_a_verdict_longer_than_an_office_property_is_cut_there_alone() -> None:
    long = replace(made()[0], verdict="Between units. " * 40, library="L" * 300)
    found = Presentation(io.BytesIO(slides(long, DAY)))
    assert len(found.core_properties.subject) == 255
    assert len(found.core_properties.author) == 255
    shown = [shape.text_frame.text for shape in found.slides[0].shapes if shape.has_text_frame]
    assert any("Between units. " * 39 in text for text in shown)
