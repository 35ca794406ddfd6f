"""Cross-tables of a report as sheets of the workbook: the banner book, numbers and signs."""

from typing import Any

import pandas as pd
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from engagekit.locale import Locale
from engagekit.measures import ends
from engagekit.measures._frame import bare, few
from engagekit.presentation import banner_table, table
from engagekit.presentation.section import Section
from engagekit.reporting.office.number_formats import number_format
from engagekit.reporting.office.worksheet_tables import BOLD, TITLE, Column, put, write_table

TOP = 5
"""Row of the header, under the title, what was found and the note."""


def is_banner(section: Section) -> bool:
    """Return whether a section is a cross-table that was measured."""
    return section.figure_args.get("layout") == "banner" and not section.frame.empty


def write_sheet(
    sheet: Worksheet, section: Section, finding: str, locale: Locale, number: int
) -> None:
    """Write one cross-table: its title, what was found, its note, the table."""
    put(sheet, 1, 1, section.title).font = TITLE
    put(sheet, 2, 1, finding.replace("\n", " ")).font = BOLD
    put(sheet, 3, 1, section.note)
    write_table(sheet, TOP, columns(section.frame, locale), f"Banner_{number}")
    for groups in sheet.iter_cols(min_col=3, min_row=TOP):
        for one in groups:  # a count of few people is a text, under numbers
            upright = one.alignment.vertical
            one.alignment = Alignment(horizontal="right", vertical=upright, wrap_text=True)
    sheet.freeze_panes = f"C{TOP + 1}"


def columns(frame: pd.DataFrame, locale: Locale) -> list[Column]:
    """Return the columns of a sheet: questions down, groups across; few answers as counts."""
    frame, language = frame.reset_index(drop=True), locale.language
    names, rows = banner_table.lines(frame, language)
    records, top = frame.to_dict("records"), banner_table.across(frame)
    is_hidden, is_counted = ends.hidden(frame).tolist(), (few(frame) | bare(frame)).tolist()

    def cell(line: banner_table.Line, at: int | None) -> tuple[Any, str]:
        if at is None or is_hidden[at]:
            return (None if at is None else table.HIDDEN), "@"
        row = records[at]
        if line.kind != "answer":
            return banner_table.value(row, line.kind), "#,##0"
        if ends.is_recoded(row):
            return ends.words(row, language), "@"
        if is_counted[at]:
            is_share = row["unit"] == "share"
            text = locale.say("figure.n_of_base", n=int(row["n"]), base=int(row["base"]))
            return (text if is_share else None), "@"
        sign, form = banner_table.mark(row), number_format(str(row["unit"]), locale)
        number = None if pd.isna(row["estimate"]) else float(row["estimate"])
        return number, f'{form}" {sign}"' if sign else form

    result: list[Column] = [
        (table.header("item", language), "@", [line.item or None for line in rows]),
        (table.header("answer", language), "@", [line.label for line in rows]),
    ]
    kind = top if top in ("department", "role_level") else "answer"
    for place, name in enumerate(names):
        values, forms = zip(*[cell(line, line.places[place]) for line in rows], strict=True)
        result.append((table.group(name, kind, language), "|".join(forms), list(values)))
    return result
