"""A cross-table on its sheet: numbers stay numbers, signs and small columns are told."""

from __future__ import annotations

from openpyxl import Workbook

from engagekit import sections
from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join, note
from engagekit.reporting.office import banner_sheet
from engagekit.sections import Section
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def test_the_banner_book_of_the_sample(sample: Tables) -> None:
    section = sections.crosstab(sample, rows="every question", by="department")
    assert banner_sheet.is_banner(section)
    assert "No column shown differs clearly" in finding(section)  # of all cells of the book
    row = section.frame.index[
        (section.frame["base"] >= 20) & (section.frame["department"] != "All")
    ][0]
    mark = note("column_higher", p="0.010", n=9)
    section.frame.loc[row, "basis"] = join(section.frame.loc[row, "basis"], mark)
    sheet = Workbook().worksheets[0]
    banner_sheet.write_sheet(sheet, section, finding(section), Locale("en"), 1)
    said = str(sheet.cell(2, 1).value)  # one row: a line break there would join two sentences
    assert "\n" not in said and "compared in 10 columns. “" in said
    head, base, first = ([cell.value for cell in sheet[banner_sheet.TOP + at]] for at in range(3))
    assert head[:3] == ["Item", "Answer", "All"]
    assert base[2] == 194
    assert isinstance(first[2], float)
    assert any(isinstance(value, str) and " of " in value for value in first[3:])
    sides = {cell.alignment.horizontal for cell in sheet[banner_sheet.TOP + 2][2:]}
    assert sides == {"right"}  # counts of few people, a text, stand under the shares
    signs = [cell.number_format for row in sheet.iter_rows() for cell in row]
    assert any("▲" in form for form in signs)


def test_a_section_that_is_no_cross_table_has_no_sheet(sample: Tables) -> None:
    assert not banner_sheet.is_banner(sections.topline(sample))


def test_a_recoded_cell_says_its_ends_and_nothing_is_claimed_of_what_is_not_shown() -> None:
    hidden = {"estimate": float("nan"), "n": float("nan"), "suppressed": True}
    frame = measure_frame(
        [{"item": "Q", "department": name, "answer": "Yes", "measure": "answers", "unit": "share",
          "estimate": 0.5, "n": 20, "base": 40} for name in ("All", "Legal", "Tax")],
        ["item", "department", "answer"],
    ).assign(suppressed=False, recoded=False, at_least=float("nan"), at_most=float("nan"))  # fmt: skip
    frame.loc[1, ["at_least", "at_most"]] = 0.6, 0.8
    frame.loc[1:, list(hidden)] = list(hidden.values())
    frame.loc[1, "recoded"] = True
    cells = [values for _, _, values in banner_sheet.columns(frame, Locale("en"))]
    assert cells[3] == [40, "between 60% and 80%"] and cells[4] == ["[c]", "[c]"]
    section = Section("crosstab", "Q, by department", frame, sentence="crosstab")
    assert finding(section) == "Q, by department: rounded, to protect small groups."
