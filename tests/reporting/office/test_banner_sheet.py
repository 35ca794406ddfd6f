"""A cross-table on its sheet: numbers stay numbers, signs and small columns are told."""

from __future__ import annotations

from openpyxl import Workbook

from engagekit import sections
from engagekit.locale import Locale
from engagekit.reporting.office import banner_sheet
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def test_the_banner_book_of_the_sample(sample: Tables) -> None:
    section = sections.banner(sample, by="department")
    assert banner_sheet.is_banner(section)
    sheet = Workbook().worksheets[0]
    banner_sheet.write_sheet(sheet, section, finding(section), Locale("en"), 1)
    head, base, first = ([cell.value for cell in sheet[banner_sheet.TOP + at]] for at in range(3))
    assert head[:3] == ["Item", "Answer", "All"]
    assert base[2] == 194
    assert isinstance(first[2], float)
    assert any(isinstance(value, str) and " of " in value for value in first[3:])
    signs = [cell.number_format for row in sheet.iter_rows() for cell in row]
    assert any("▲" in form for form in signs)


def test_a_section_that_is_no_cross_table_has_no_sheet(sample: Tables) -> None:
    assert not banner_sheet.is_banner(sections.topline(sample))
