"""An organisation's own dress: colours and logo are checked, house templates are taken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor

from engagekit.errors import SettingsError, UsageError
from engagekit.figures.text import text_width
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import brand, document
from engagekit.reporting.document.outline import Chapter, Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import page
from engagekit.reporting.office.house_template import is_dark
from engagekit.sections import Section
from engagekit.settings.schema import Settings, make_settings

PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
EMPTY: dict[str, Any] = {
    "inputs": [], "rows": {"set_aside": []}, "parameters": {}, "versions": {}, "findings": [],
    "numbers": [],
}  # fmt: skip

HOUSE = OutputOptions()
"""The house's own dress."""


def workbook(content: document.Content, results: Any, options: OutputOptions = HOUSE) -> bytes:
    """The workbook of a copy."""
    return writers.WRITERS["data-book.xlsx"].write(Copy(content, results), options)


def slides(content: document.Content, options: OutputOptions = HOUSE) -> bytes:
    """The slides of a copy."""
    return writers.WRITERS["brief.pptx"].write(Copy(content, brief=pages.compose(content)), options)


def settings(home: Path | None = None, **report: Any) -> Settings:
    chosen = make_settings({"report": report})
    chosen._home = home
    return chosen


def png(width: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 50), "#204060").save(out, "PNG")
    return out.getvalue()


def copy() -> document.Content:
    frame = measure_frame(
        [{"department": name, "measure": "reach", "unit": "share", "estimate": n / 40,
          "n": n, "base": 40} for name, n in (("Legal", 30), ("Tax", 10))], ["department"],
    )  # fmt: skip
    given = {"organisation": "Harbour Bank", "library": "the library"}
    period = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
    part = Section(
        "reach", "Reach", frame, figure="bars", period=period, settings=given, brief=True
    )
    report = Outline("The quarter", (Chapter("Reach", (part,)),))
    return document.make(report, report.sections, "board", Locale("en"))


def parts(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def test_the_colours_of_the_house_need_no_change_and_own_ones_replace_them() -> None:
    assert brand.colours(Settings()) == {}
    assert brand.colours(settings(colour="#004d40")) == {"#1f5a94": "#004d40"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"colour": "#f4c20d"}, r"colour #f4c20d has a contrast of 1\.\d on #ffffff; .* need 4.5"),
        ({"attention_colour": "#ff9999"}, r"attention_colour #ff9999 has a contrast of \d\.\d"),
        ({"colour": "#7a4a00", "attention_colour": "#3f6000"},
         r"#7a4a00 and #3f6000 are \d\.\d apart for a (protan|deutan|tritan) reader .*; 10 is"),
        ({"colour": "blue"}, r"'blue' is not a colour. Write six hex digits"),
    ],
)  # fmt: skip
def test_colours_that_readers_cannot_read_or_tell_apart_are_refused_with_numbers(
    given: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        brand.colours(settings(**given))


def test_own_colours_stand_in_the_page_the_slides_and_the_workbook() -> None:
    look = OutputOptions(brand=brand.colours(settings(colour="#004d40")))
    one = copy()
    assert "--c-1f5a94:#004d40" in page.render(Copy(one), look)
    assert "004D40" in parts(slides(one, look))
    with zipfile.ZipFile(io.BytesIO(slides(one, look))) as archive:
        chart = next(n for n in archive.namelist() if n.startswith("ppt/charts/chart"))
        assert b"1F5A94" not in archive.read(chart)


def test_a_logo_stands_in_every_format_with_the_name_of_the_organisation(tmp_path: Path) -> None:
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    (tmp_path / "logo.png").write_bytes(png())
    found = brand.logo(settings(tmp_path, logo="logo.png"))
    assert found == png()
    look = OutputOptions(logo=found)
    html = page.render(Copy(copy()), look)
    assert 'src="data:image/png;base64,' in html and 'alt="Harbour Bank"' in html
    front = Presentation(io.BytesIO(slides(copy(), look))).slides[0]
    pictures = [shape for shape in front.shapes if shape.shape_type == 13]
    assert [one._element._nvXxPr.cNvPr.get("descr") for one in pictures] == ["Harbour Bank"]
    book = openpyxl.load_workbook(io.BytesIO(workbook(copy(), EMPTY, look)))
    assert len(book["Summary"]._images) == 1


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.png", None, "there is no file none.png"),
        ("logo.svg", b"<svg/>", "neither PNG nor JPEG"),
        ("big.png", b"\x89PNG\r\n\x1a\n" + bytes(300_000), "has 300 kB; 200 kB is the most"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(
    tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SettingsError, match=said):
        brand.logo(settings(tmp_path, logo=name))


def test_templates_are_told_apart_by_their_suffix_and_checked(tmp_path: Path) -> None:
    deck, book = tmp_path / "house.pptx", tmp_path / "house.xlsx"
    for file in (deck, book):
        file.write_bytes(b"")
    assert brand.templates([book, deck]) == {".xlsx": book, ".pptx": deck}
    with pytest.raises(UsageError, match=r"names two \.pptx files"):
        brand.templates([deck, deck])
    with pytest.raises(UsageError, match=r"house\.potx is no template"):
        brand.templates([tmp_path / "house.potx"])
    with pytest.raises(UsageError, match="There is no file"):
        brand.templates([tmp_path / "other.pptx"])


def renamed(path: Path, names: dict[str, str]) -> Path:
    house = Presentation()
    for layout in house.slide_layouts:
        layout.name = names.get(layout.name, f"Ours: {layout.name}")
    house.save(str(path))
    return path


def test_french_names_of_layouts_are_known(tmp_path: Path) -> None:
    names = {"Title Slide": "Diapositive de titre", "Title Only": "Titre seul"}
    look = OutputOptions(templates={".pptx": renamed(tmp_path / "maison.pptx", names)})
    made = Presentation(io.BytesIO(slides(copy(), look)))
    assert [one.slide_layout.name for one in made.slides] == [*names.values()]


def test_layouts_of_a_house_that_has_its_own_names_are_known_by_their_type(tmp_path: Path) -> None:
    look = OutputOptions(templates={".pptx": renamed(tmp_path / "own.pptx", {})})
    made = Presentation(io.BytesIO(slides(copy(), look)))
    assert [one.slide_layout.name for one in made.slides] == [
        "Ours: Title Slide", "Ours: Title Only"
    ]  # fmt: skip


def _colours(made: Any) -> set[str]:
    return {str(run.font.color.rgb) for slide in made.slides for shape in slide.shapes
            if shape.has_text_frame for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs}  # fmt: skip


def test_words_on_a_dark_master_are_light_and_charts_have_their_paper(tmp_path: Path) -> None:
    for dark in (False, True):
        house = Presentation()
        fill = house.slide_master.background.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor(11, 45, 77) if dark else RGBColor(250, 250, 250)
        path = tmp_path / "house.pptx"
        house.save(str(path))
        data = slides(copy(), OutputOptions(templates={".pptx": path}))
        assert ("FFFFFF" in _colours(Presentation(io.BytesIO(data)))) == dark
        assert ("1F2933" in _colours(Presentation(io.BytesIO(data)))) != dark
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            chart = next(
                archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n
            )
        assert ("</c:chart><c:spPr" in chart) == dark


def test_a_dark_theme_is_known_by_the_colour_that_the_master_maps() -> None:
    house = Presentation()
    assert not is_dark(house.slide_layouts[0])
    house.slide_master._element.find(f"{{{PRESENTATION}}}clrMap").set("bg1", "dk2")
    assert is_dark(house.slide_layouts[0])


def test_slides_of_a_lower_template_stay_on_it(tmp_path: Path) -> None:
    house = Presentation()
    house.slide_width, house.slide_height = 9_144_000, 5_143_500
    path = tmp_path / "low.pptx"
    house.save(str(path))
    made = Presentation(io.BytesIO(slides(copy(), OutputOptions(templates={".pptx": path}))))
    for slide in made.slides:
        for shape in slide.shapes:
            assert shape.top + shape.height <= 5_143_500 and shape.left + shape.width <= 9_144_000


def test_a_template_without_a_known_layout_is_refused_with_those_it_has(tmp_path: Path) -> None:
    path = renamed(tmp_path / "odd.pptx", {})
    house = Presentation(str(path))
    for layout in house.slide_layouts:
        layout._element.attrib.pop("type", None)
    house.save(str(path))
    look = OutputOptions(templates={".pptx": path})
    with pytest.raises(UsageError, match=r"odd\.pptx has no layout 'Title Slide' or .*Ours: Title"):
        slides(copy(), look)


def house_book(path: Path, **cells: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cover"
    for at, text in cells.items():
        sheet[at] = text
    book.save(path)
    return path


def test_a_house_workbook_stands_in_front_with_its_words_filled(tmp_path: Path) -> None:
    file = house_book(
        tmp_path / "house.xlsx", A1="{organisation}: {title}", A2="{period}", A3="Own"
    )
    data = workbook(copy(), EMPTY, OutputOptions(templates={".xlsx": file}))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[:3] == ["Cover", "Summary", "Scorecard"]
    assert [book["Cover"][at].value for at in ("A1", "A2", "A3")] == [
        "Harbour Bank: The quarter", "FY 2026-27 Q2 (July to September 2026)", "Own",
    ]  # fmt: skip
    assert data == workbook(copy(), EMPTY, OutputOptions(templates={".xlsx": file}))


def test_a_sheet_of_the_template_keeps_its_name_and_ours_takes_another(tmp_path: Path) -> None:
    file = house_book(tmp_path / "house.xlsx")
    book = openpyxl.load_workbook(file)
    book["Cover"].title = "Summary"
    book.save(file)
    data = workbook(copy(), EMPTY, OutputOptions(templates={".xlsx": file}))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames[:2] == ["Summary", "Summary 2"]


def test_a_template_with_a_formula_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    bad = house_book(tmp_path / "formula.xlsx", B2="=1+1")
    with pytest.raises(UsageError, match=r"formula\.xlsx, sheet Cover, B2 holds a formula"):
        workbook(copy(), EMPTY, OutputOptions(templates={".xlsx": bad}))
    (tmp_path / "not.xlsx").write_text("no", encoding="utf-8")
    with pytest.raises(UsageError, match=r"not\.xlsx is not an Excel workbook"):
        workbook(copy(), EMPTY, OutputOptions(templates={".xlsx": tmp_path / "not.xlsx"}))


def test_no_word_of_a_table_is_broken_on_a_narrow_slide(tmp_path: Path) -> None:
    frame = pd.DataFrame({name: ["incomprehensibilities"] * 3 for name in (
        "title", "contribution", "consequence", "confirmed_by", "outcome", "quote")})  # fmt: skip
    one = Section("l", "Stories", frame, kind="listing", brief=True)
    made = document.make(Outline("Q", (Chapter("S", (one,)),)), [one], "private", Locale("en"))
    house = Presentation()
    path = tmp_path / "narrow.pptx"
    house.save(str(path))
    slide = Presentation(io.BytesIO(slides(made, OutputOptions(templates={".pptx": path})))).slides[
        1
    ]
    table = next(shape for shape in slide.shapes if shape.has_table).table
    assert 2 <= len(table.columns) < 6
    least = text_width("incomprehensibilities", 16) * 9525
    assert all(column.width >= least for column in table.columns)
    told = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert any("whole table" in text for text in told)
