from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pandas as pd
import pytest
from engagekit.reporting.office.chart_model import chart
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.reporting import writers
from engagekit.reporting.brief import first_page, pages
from engagekit.reporting.document import document, results
from engagekit.reporting.document.outline import Chapter, Outline
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
    return writers.WRITERS["data-book.xlsx"].write(copy_of(content, found), HOUSE)


def slides(content: document.Content, options: OutputOptions = HOUSE) -> bytes:
    """The slides of a copy."""
    return writers.WRITERS["brief.pptx"].write(copy_of(content), options)


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
    report = Outline("The quarter", (Chapter("Reach", (whole, over)),))
    copy = document.make(report, [whole.with_frame(frame), over], "board", Locale(language))
    return copy, results.results(copy, report, {"folder": "/home/jane/data"}, "q.ipynb")


def book(language: str = "en") -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(*made(language))))


def test_every_number_stands_in_one_table_with_its_format() -> None:
    sheet = book()["Numbers"]
    table = next(iter(sheet.tables.values()))
    head, *rows = sheet[table.ref]
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
    numbers, definitions = opened.worksheets[2], opened.worksheets[3]
    used = [row[-1] for row in numbers.iter_rows(min_row=5, values_only=True)]
    defined = {row[0] for row in definitions.iter_rows(min_row=4, values_only=True)}
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


def test_the_workbook_has_six_sheets_and_says_what_it_is() -> None:
    made_book = book()
    assert made_book.sheetnames == [
        "Summary", "Scorecard", "Numbers", "Definitions", "Data quality", "About"
    ]  # fmt: skip
    assert made_book["Definitions"]["A4"].value == "Reach"
    about = {row[0].value: row[1].value for row in made_book["About"].iter_rows(min_row=4)}
    assert about["Period"] == "FY 2026-27 Q2 (July to September 2026)"
    assert not any("folder" in key or "language" in key for key in about)


def test_neither_copy_names_the_folder_on_the_machine() -> None:
    content, _ = made()
    report = Outline("The quarter", ())
    for audience in ("board", "private"):
        one = replace(content, audience=audience)
        found = results.results(one, report, {"folder": "/home/jane/data", "rows": 3}, "q.ipynb")
        assert found["parameters"] == {"folder": "data", "rows": 3}


def test_the_sheet_of_data_quality_says_in_words_what_was_kept_and_linked() -> None:
    rows = [{"measure": name, "unit": "share", "estimate": n / 936, "n": n, "base": 936}
            for name, n in (("rows kept", 930), ("rows linked", 900))]  # fmt: skip
    section = Section("data_quality", "How far to trust", measure_frame(rows), period=PERIOD,
                      settings=SETTINGS)  # fmt: skip
    report = Outline("The quarter", (Chapter("Data", (section,)),))
    content = document.make(report, [section], "board", Locale("en"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(content)))["Data quality"]
    told = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert told["Rows kept"] == "99% of 936" and told["Rows linked"] == "96% of 936"


def test_the_same_report_is_the_same_bytes() -> None:
    assert workbook(*made()) == workbook(*made())
    assert slides(made()[0]) == slides(made()[0])


def show() -> Any:
    return Presentation(io.BytesIO(slides(made()[0], OutputOptions())))


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
    found = chart(part, Locale("en"))
    assert found is not None
    assert [name for name, _ in found.series] == scale
    assert found.series[0][1] == (None, 0.2)
    assert (found.kind, found.bottom, found.top) == ("stacked", 0.0, 1.0)


def test_a_library_longer_than_an_office_property_is_cut_there_alone() -> None:
    found = Presentation(io.BytesIO(slides(replace(made()[0], library="L" * 300))))
    assert len(found.core_properties.author) == 255
    shown = [shape.text_frame.text for shape in found.slides[0].shapes if shape.has_text_frame]
    assert any("L" * 300 in text for text in shown)


def test_slides_are_ten_at_most_and_numbered() -> None:
    sections = [
        Section(f"s{at}", f"Part {at}", made()[0].items[1].section.frame, figure="multiples",
                period=PERIOD, settings=SETTINGS, brief=at < own)
        for own, at in ((3, at) for at in range(12))
    ]  # fmt: skip
    content = document.make(
        Outline("Q", (Chapter("P", tuple(sections)),)), sections, "board", Locale("en")
    )
    found = Presentation(io.BytesIO(slides(content)))
    assert len(found.slides) == 4, "the front and the analyst's own three"
    for number, slide in enumerate(found.slides, start=1):
        assert str(number) in [s.text_frame.text for s in slide.shapes if s.has_text_frame]


def test_the_numbers_of_a_quarter_have_labels_of_one_size_with_room() -> None:
    """A viewer without the house type sets a label wider: one that would then break is smaller."""
    copy = copy_of(made("fr")[0])
    labels = ("des 598 collègues ont été rejoints, au minimum", "dépensés")
    tiles = tuple(first_page.Number("64 %", label, ("cible 60 %",), False) for label in labels)
    assert copy.brief is not None
    copy = replace(copy, brief=replace(copy.brief, tiles=tiles))
    found = Presentation(io.BytesIO(writers.WRITERS["brief.pptx"].write(copy, HOUSE)))
    shapes = [shape for slide in found.slides for shape in slide.shapes if shape.has_text_frame]
    named = [shape.text_frame for shape in shapes if shape.text_frame.text in labels]
    assert [frame.paragraphs[0].runs[0].font.size.pt for frame in named] == [14, 14]


def crowded(count: int, hidden: int = 0) -> document.Content:
    frame = measure_frame(
        [{"department": f"Department {at:02}", "measure": "reach", "unit": "share",
          "estimate": at / 100, "n": at, "base": 100} for at in range(10, 10 + count)],
        ["department"],
    )  # fmt: skip
    shown = frame.copy()
    shown.loc[: hidden - 1, ["estimate", "n", "base"]] = pd.NA
    shown.loc[: hidden - 1, "suppressed"] = True
    one = Section("reach", "Whom we reached", frame, figure="bars", period=PERIOD,
                  settings=SETTINGS, brief=True)  # fmt: skip
    report = Outline("The quarter", (Chapter("Reach", (one,)),))
    return document.make(report, [one.with_frame(shown)], "board", Locale("en"))


@pytest.mark.parametrize(("count", "hidden"), [(42, 0), (42, 3), (63, 5), (14, 2)])
def test_a_slide_has_the_largest_bars_and_tells_how_many_more_there_are(
    count: int, hidden: int
) -> None:
    slide = Presentation(io.BytesIO(slides(crowded(count, hidden)))).slides[1]
    plot = next(shape for shape in slide.shapes if shape.has_chart).chart.plots[0]
    values = [value for value in plot.series[0].values if value is not None]
    assert len(list(plot.categories)) == min(count, 14)
    assert values == sorted(values, reverse=True) and values[0] == (9 + count) / 100
    told = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    left = count - 14
    said = f"and {left} more, in the workbook"
    assert (said in told) == bool(left)
    assert (f"{hidden} of them hidden" in told) == bool(left and hidden)
    assert ("[c]" in told) == bool(hidden)


def test_a_table_on_a_slide_is_as_large_as_it_has_room_and_stays_above_the_foot() -> None:
    for count in (2, 11, 40):
        frame = pd.DataFrame({"title": ["a title of some words " * 3] * count,
                              "contribution": ["what was done, at some length " * 2] * count,
                              "attended": range(count)})  # fmt: skip
        listing = Section("l", "Events", frame, kind="listing", period=PERIOD, settings=SETTINGS,
                          brief=True)  # fmt: skip
        copy = document.make(
            Outline("Q", (Chapter("E", (listing,)),)), [listing], "board", Locale("en")
        )
        slide = Presentation(io.BytesIO(slides(copy))).slides[1]
        shape = next(shape for shape in slide.shapes if shape.has_table)
        foot = sorted(slide.shapes, key=lambda other: other.top)[-2]
        assert shape.top + sum(row.height for row in shape.table.rows) <= foot.top
        sizes = {run.font.size.pt for row in shape.table.rows for cell in row.cells
                 for paragraph in cell.text_frame.paragraphs for run in paragraph.runs}  # fmt: skip
        assert len(sizes) == 1 and (sizes == {18}) == (count == 2)
        told = [other.text_frame.text for other in slide.shapes if other.has_text_frame]
        assert sum("data book has the rest" in text for text in told) == (count > 2)


def test_a_native_line_has_the_interval_of_each_point_and_of_no_other() -> None:
    frame = measure_frame(
        [{"period": name, "measure": "satisfaction", "unit": "share", "estimate": 0.8, "low": 0.7,
          "high": 0.875, "n": 80, "base": 100} for name in ("FY2025-26 Q3", "FY2026-27 Q2")],
        ["period"],
    )  # fmt: skip
    over = Section("o", "Over time", frame, figure="trend", period=PERIOD, settings=SETTINGS,
                   brief=True)  # fmt: skip
    copy = document.make(Outline("Q", (Chapter("S", (over,)),)), [over], "board", Locale("en"))
    with zipfile.ZipFile(io.BytesIO(slides(copy))) as archive:
        text = next(archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n)
    bars = text.split("c:errBars")[1]
    assert bars.count("0.1") == 2 and bars.count("0.07") == 2
    assert 'ptCount val="4"' in bars


@pytest.mark.parametrize(
    ("unit", "values", "said"),
    [("share", (0.48, 0.64), "The axis starts at 40%."), ("share", (0.02, 0.9), ""),
     ("per_head", (729.0, 606.0), "The axis starts at $550.")],
)  # fmt: skip
def test_a_slide_says_where_the_axis_of_a_line_starts(
    unit: str, values: tuple[float, float], said: str
) -> None:
    quarters = ("FY2026-27 Q1", "FY2026-27 Q2")
    frame = measure_frame(
        [{"period": name, "measure": "reach", "unit": unit, "estimate": value, "n": 50, "base": 100}
         for name, value in zip(quarters, values, strict=True)],
        ["period"],
    )  # fmt: skip
    over = Section("o", "Over time", frame, figure="trend", period=PERIOD, settings=SETTINGS,
                   brief=True)  # fmt: skip
    copy = document.make(Outline("Q", (Chapter("S", (over,)),)), [over], "board", Locale("en"))
    slide = Presentation(io.BytesIO(slides(copy))).slides[1]
    told = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert ("The axis starts" in told) is bool(said) and said in told


def test_a_sheet_prints_its_words_and_its_numbers_legibly() -> None:
    made_book = book()
    for sheet in made_book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        wide = [sheet.column_dimensions[letter].width for letter in "ABCDEF"
                if letter in sheet.column_dimensions]  # fmt: skip
        assert sum(wide) <= 160, sheet.title
        edge = sheet.page_margins
        assert edge.bottom - edge.footer >= 0.3, "inches of the number of the page"
    definitions = made_book["Definitions"]
    assert definitions.print_title_rows == "$3:$3"
    assert definitions["F4"].alignment.wrap_text and definitions.row_dimensions[4].height > 15


def test_a_share_of_nearly_all_is_not_all_in_the_workbook() -> None:
    rows = [{"department": name, "measure": "rows kept", "unit": "share", "estimate": value,
             "n": 90, "base": 100} for name, value in (("a", 0.9975), ("b", 0.5), ("c", 1.0))]  # fmt: skip
    one = Section(
        "r", "Rows", measure_frame(rows, ["department"]), period=PERIOD, settings=SETTINGS
    )
    copy = document.make(Outline("Q", (Chapter("R", (one,)),)), [one], "private", Locale("en"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(copy)))["Numbers"]
    assert [sheet.cell(row, 5).number_format for row in (5, 6, 7)] == ["0.0%", "0%", "0%"]


def test_a_share_in_french_has_its_space() -> None:
    frame = measure_frame(
        [{"department": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": 20,
          "base": 40} for name in ("a", "b")], ["department"],
    )  # fmt: skip
    french = {**SETTINGS, "language": "fr"}
    one = Section("r", "R", frame, figure="bars", period=PERIOD, settings=french, brief=True)
    copy = document.make(Outline("Q", (Chapter("R", (one,)),)), [one], "private", Locale("fr"))
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(copy)))["Chiffres"]
    assert sheet["E5"].number_format == "0\u00a0%"
    slide = Presentation(io.BytesIO(slides(copy))).slides[1]
    plot = next(shape for shape in slide.shapes if shape.has_chart).chart.plots[0]
    assert plot.data_labels.number_format == "0\u00a0%"


@pytest.mark.parametrize(("begins", "lines"), [("FY2026-27 Q2", 1), ("FY2026-27 Q1", 0)])
def test_a_slide_marks_an_event_inside_its_span_and_names_the_span(begins: str, lines: int) -> None:
    quarters = ("FY2026-27 Q1", "FY2026-27 Q2", "FY2026-27 Q3")
    frame = measure_frame(
        [{"period": name, "measure": "reach", "unit": "share", "estimate": 0.5, "n": 50,
          "base": 100} for name in quarters], ["period"],
    )  # fmt: skip
    over = Section("o", "Over time", frame, figure="trend", period=PERIOD, settings=SETTINGS,
                   brief=True, figure_args={"events": [(begins, "July 1: the cut")]})  # fmt: skip
    copy = document.make(Outline("Q", (Chapter("S", (over,)),)), [over], "board", Locale("en"))
    slide = Presentation(io.BytesIO(slides(copy))).slides[1]
    assert len([one for one in slide.shapes if one.shape_type == MSO_SHAPE_TYPE.LINE]) == lines
    said = [one.text_frame.text for one in slide.shapes if one.has_text_frame]
    assert any("| July 1: the cut" in text for text in said) is bool(lines)
    assert any("FY 2026-27 Q1 to FY 2026-27 Q3" in text for text in map(spaced, said))


def spaced(text: str) -> str:
    """Return a text without no-break signs."""
    return text.replace("\u00a0", " ").replace("\u2011", "-")
