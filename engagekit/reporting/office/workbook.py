"""The workbook of one copy: a sheet for each section, with real tables and native charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from engagekit._version import __version__
from engagekit.locale.definitions import PARTS, definition
from engagekit.locale.words import say
from engagekit.measures._frame import bare, few, is_measure_frame
from engagekit.measures.basis import text_of
from engagekit.presentation import table
from engagekit.reporting.document.document import Content, Item
from engagekit.reporting.document.output_options import LOOK, Choices
from engagekit.reporting.document.results import PROVENANCE, SET_ASIDE
from engagekit.reporting.office import chart_limits, chart_model, workbook_charts
from engagekit.reporting.office.house_template import opened
from engagekit.reporting.office.reproducible_zip import fixed
from engagekit.reporting.office.worksheet_cells import put
from engagekit.reporting.office.worksheet_tables import (
    BOLD,
    TITLE,
    TYPE,
    Column,
    for_print,
    sheet_name,
    write_table,
)

_QUIET, _LINK = Font(TYPE, 11, color="52606D"), Font(TYPE, 11, color="1F5A94", underline="single")
_BELOW = 24
"""Rows of a table that a chart stands under; beside a longer one."""
_WRAP = Alignment(wrap_text=True, vertical="top")


def workbook(content: Content, results: Mapping[str, Any], on: date, look: Choices = LOOK) -> bytes:
    """The workbook of a copy.

    Parameters
    ----------
    content : Content
        Gives the frames: those of the board are protected, and nothing else goes in.
    results : mapping
        Of results.json: inputs, rows set aside, versions, parameters.
    on : date
        The date that the file carries.
    look : Choices
        Paper, colour, logo, and the house template.

    Returns
    -------
    bytes

    Raises
    ------
    UsageError
        If the template is no workbook.
    """
    book, house = opened(look.templates.get(".xlsx"), content)
    language = content.language
    used_names = {sheet.title.casefold() for sheet in house}
    front = book.create_sheet(sheet_name(say("workbook.summary", language), used_names))
    sheets = {}
    for item in content.items:
        if item.section.name not in (PROVENANCE, SET_ASIDE):
            sheets[item.anchor] = _section(book, item, content, used_names, look.colour)
    _summary(front, content, sheets)
    _definitions(book, content, used_names)
    _quality(book, content, results, used_names)
    _about(book, content, results, used_names)
    if look.logo:
        workbook_charts.add_logo(front, look.logo)
    for sheet in book.worksheets[len(house) :]:
        for_print(sheet, look.paper)
    book.properties.title = f"{content.title}, {content.span}"
    book.properties.creator = content.library or "engagekit"
    book.properties.subject = content.verdict
    book.properties.created = datetime(on.year, on.month, on.day)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), on)


def _section(book: Workbook, item: Item, content: Content, taken: set[str], colour: str) -> str:
    """One section: what it says and when, its table, its chart. Gives the name of its sheet."""
    section, language = item.section, content.language
    name = sheet_name(section.title, taken)
    sheet = book.create_sheet(name)
    if section.frame.empty:
        _head(sheet, item, content.span)
        return name
    chart = chart_model.chart(section, language)
    order = list(chart.rows) if chart and chart.rows else []
    frame = section.frame.reset_index(drop=True)
    frame = frame.loc[[*order, *(i for i in frame.index if i not in set(order))]]
    if is_measure_frame(frame):
        columns = _measured(item, frame, language)
    else:
        columns = _listed(item, frame, language)
    write_table(sheet, 5, columns, f"T{len(book.worksheets)}")
    sheet.freeze_panes = "B6"
    if item.table and item.table.has_hidden:
        last = 5 + len(frame) + 2
        put(sheet, last, 1, say("report.hidden_key", language)).font = _QUIET
    _head(sheet, item, content.span)
    column, row = (1, len(frame) + 9) if len(frame) <= _BELOW else (len(columns) + 2, 5)
    if chart:
        chart, left = chart_limits.shortened(chart, chart_model.MOST)
        if left:
            put(sheet, row - 1, column, say("workbook.more_bars", language, n=left)).font = _QUIET
        at = _columns_of(chart, columns, _estimate_header(frame, language))
        workbook_charts.add(sheet, chart, (column, row), 5, at, colour)
    if matrix := chart_model.heat(section, language):
        workbook_charts.add_heat(sheet, matrix, len(columns) + 2, 5, colour)
    return name


def _columns_of(
    chart: chart_model.Chart, columns: Sequence[Column], estimate: str
) -> tuple[int, int] | None:
    """Where the categories and the numbers of a chart stand in the table; None where not there."""
    count = len(chart.categories)
    numbers = next(at for at, column in enumerate(columns, start=1) if column[0] == estimate)
    names = (
        at
        for at, (_, _, values) in enumerate(columns, start=1)
        if tuple(values[:count]) == chart.categories
    )
    matches = next(names, None)
    return None if matches is None or not chart.rows else (matches, numbers)


def _head(sheet: Worksheet, item: Item, span: str) -> None:
    """The first lines of a sheet: title, finding, caveats and when, over the width of its table."""
    put(sheet, 1, 1, item.section.title).font = TITLE
    put(sheet, 2, 1, item.finding or item.section.missing).font = BOLD
    put(sheet, 3, 1, " ".join(item.notes)).font = _QUIET
    put(sheet, 4, 1, span).font = _QUIET
    letters = "ABCDEF"
    wide = sum(sheet.column_dimensions[letter].width for letter in letters)
    for row in (2, 3):
        sheet.cell(row, 1).alignment = _WRAP
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(letters))
        length = len(str(sheet.cell(row, 1).value or ""))
        sheet.row_dimensions[row].height = 15 * max(1, -(-length // int(0.95 * wide)))


def _estimate_header(frame: pd.DataFrame, language: str) -> str:
    units = list(frame["unit"].unique())
    return table.header(str(units[0]) if len(units) == 1 else "estimate", language)


def _measured(item: Item, frame: pd.DataFrame, language: str) -> list[Column]:
    """The columns of a measure frame as numbers, with ``[c]`` where a row is hidden."""
    hidden = frame["suppressed"].fillna(False).astype(bool)
    columns: list[Column] = []
    for name in table.groups(frame):
        texts = [table.group(value, name, language) for value in frame[name]]
        columns.append((table.header(name, language), "@", texts))
    if len(frame["measure"].unique()) > 1 or not columns:
        from engagekit.locale.definitions import name_of

        names = [name_of(str(value), language) for value in frame["measure"]]
        columns.append((say("workbook.measure", language), "@", names))
    forms = [chart_model.number_format(str(unit), item.section) for unit in frame["unit"]]
    head = _estimate_header(frame, language)
    counted = (few(frame) | bare(frame)) & ~hidden
    titles = {
        "estimate": head,
        "low": say("workbook.low", language),
        "high": say("workbook.high", language),
    }
    for name in ("estimate", "low", "high", "previous", "n", "base", "population"):
        if name not in frame.columns or not frame[name].notna().any():
            continue
        count = name in ("n", "base", "population")
        numbers = frame[name] if count else chart_model.in_points(frame[name], frame["unit"])
        values = [
            table.HIDDEN if removed else _plain(value)
            for value, removed in zip(numbers, hidden, strict=True)
        ]
        if not count and name != "previous":
            values = [
                _counted(row, name, language) if is_few else value
                for value, is_few, row in zip(
                    values, counted, frame.to_dict("records"), strict=True
                )
            ]
        exact = (
            forms
            if count
            else [_exact(value, form) for value, form in zip(values, forms, strict=True)]
        )
        form = "#,##0" if count else exact[0] if len(set(exact)) == 1 else "|".join(exact)
        columns.append(
            (titles.get(name) or table.count_header(frame, name, language), form, values)
        )
    if any(methods := [text_of(row, language) for row in frame.to_dict("records")]):
        columns.append((table.header("method", language), "@", methods))
    return columns


def _exact(value: Any, form: str) -> str:
    """A format that makes no share of nearly all, or of hardly any, the whole or nothing."""
    if form not in chart_model.SHARES.values() or not isinstance(value, float):
        return form
    return f"0.0{form[1:]}" if 0 < value < 0.005 or 0.995 <= value < 1 else form


def _counted(row: Mapping[Any, Any], name: str, language: str) -> str | None:
    """What stands for a share on too few people: the count, and no interval."""
    if name != "estimate" or pd.isna(row["estimate"]) or row["unit"] != "share":
        return None
    return say("figure.n_of_base", language, n=int(row["n"]), base=int(row["base"]))


def _listed(item: Item, frame: pd.DataFrame, language: str) -> list[Column]:
    """The columns of a listing as values of their kind."""
    columns: list[Column] = []
    for name in frame.columns:
        kind = table.unit_of_column(str(name), frame[name])
        form = {"text": "@", "day": "yyyy-mm-dd", "bool": "General"}.get(
            kind, chart_model.number_format(kind, item.section)
        )
        values = [_plain(table.cell_text(value, str(name), language)) for value in frame[name]]
        if item.hidden is not None:
            values = [
                table.HIDDEN if item.hidden[name].iloc[at] else value
                for at, value in zip(frame.index, values, strict=True)
            ]
        columns.append((table.header(str(name), language), form, values))
    return columns


def _plain(value: Any) -> Any:
    """A value as a cell holds it."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime().replace(tzinfo=None)
    return value.item() if hasattr(value, "item") else value


def _summary(sheet: Worksheet, content: Content, sheets: Mapping[str, str]) -> None:
    """The first sheet: what the first page says, and a way to each number."""
    language = content.language
    put(sheet, 1, 1, content.title).font = TITLE
    put(sheet, 2, 1, content.span).font = _QUIET
    put(sheet, 3, 1, content.verdict).font = BOLD
    put(sheet, 4, 1, say(f"report.{content.audience}", language)).font = _QUIET
    for row in (3, 4):
        sheet.cell(row, 1).alignment = _WRAP
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        sheet.row_dimensions[row].height = 32
    items = [item for item in content.items if item.anchor in sheets]
    titles = [item.section.title for item in items]
    matches = [item.finding or item.section.missing for item in items]
    columns: list[Column] = [
        (say("workbook.section", language), "@", titles),
        (say("workbook.finding", language), "@", matches),
        (say("workbook.sheet", language), "@", [sheets[item.anchor] for item in items]),
    ]
    top = 6
    if content.tiles:
        top = _tiles(sheet, content, top) + 2
    write_table(sheet, top, columns, "Summary", (30, 80, 30))
    for row, item in enumerate(items, start=top + 1):
        cell = sheet.cell(row, 3)
        place = sheets[item.anchor].replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{place}'!A1")
        cell.font = _LINK
    sheet.freeze_panes = "A6"


def _tiles(sheet: Worksheet, content: Content, top: int) -> int:
    """The numbers of the first page as words; gives the last row."""
    put(sheet, top, 1, say("report.first_page", content.language)).font = BOLD
    for row, tile in enumerate(content.tiles, start=top + 1):
        put(sheet, row, 1, tile.label).alignment = _WRAP
        rest = " · ".join(part for part in (tile.interval, tile.change, tile.base) if part)
        put(sheet, row, 2, f"{tile.value}  ({rest})" if rest else tile.value).alignment = _WRAP
    return top + len(content.tiles)


def _definitions(book: Workbook, content: Content, taken: set[str]) -> None:
    """What each measure of the report is."""
    language = content.language
    names = dict.fromkeys(
        str(name)
        for item in content.items
        if is_measure_frame(item.section.frame)
        for name in item.section.frame["measure"].unique()
    )
    existing = {name: matches for name in names if (matches := definition(name, language))}
    rows = list({matches["name"]: matches for matches in existing.values()}.values())
    if not rows:
        return
    columns: list[Column] = [
        (say("workbook.measure", language), "@", [row["name"] for row in rows])
    ]
    for part in PARTS:
        columns.append((say(f"workbook.{part}", language), "@", [row[part] for row in rows]))
    _page(book, say("workbook.definitions", language), [columns], taken)


def _quality(book: Workbook, content: Content, results: Mapping[str, Any], taken: set[str]) -> None:
    """The files and the rows set aside."""
    language = content.language
    blocks = [
        _of_rows(results["inputs"], language),
        _of_rows(results["rows"]["set_aside"], language),
    ]
    if any(blocks):
        _page(book, say("workbook.quality", language), [b for b in blocks if b], taken)


def _of_rows(rows: Sequence[Mapping[str, Any]], language: str) -> list[Column]:
    """Rows of JSON as columns."""
    return [
        (
            table.header(name, language),
            "General",
            [_flat(table.cell_text(row.get(name), name, language)) for row in rows],
        )
        for name in (rows[0] if rows else ())
    ]


def _flat(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _of(key: str, name: str, language: str) -> str:
    """What a line of the sheet tells of, and which one."""
    return say("report.choice", language, name=say(key, language), value=name)


def _about(book: Workbook, content: Content, results: Mapping[str, Any], taken: set[str]) -> None:
    """Period, copy, parameters, versions."""
    language = content.language
    pairs: list[tuple[str, Any]] = [
        (say("workbook.organisation", language), content.organisation),
        (say("workbook.period", language), content.span),
        (say("workbook.copy", language), say(f"workbook.copy_{content.audience}", language)),
        *(
            (_of("workbook.parameters", name, language), _flat(value))
            for name, value in results["parameters"].items()
        ),
        *(
            (_of("workbook.versions", name, language), value)
            for name, value in results["versions"].items()
        ),
        (say("workbook.key", language), say("report.hidden_key", language)),
        (say("workbook.limit", language), say("report.cannot_say", language)),
        ("engagekit", say("report.made_by", language, version=__version__)),
    ]
    columns: list[Column] = [
        (say("workbook.what", language), "@", [name for name, _ in pairs]),
        (say("workbook.value", language), "@", [value for _, value in pairs]),
    ]
    _page(book, say("workbook.about", language), [columns], taken)


def _page(book: Workbook, title: str, blocks: Iterable[Sequence[Column]], taken: set[str]) -> None:
    """A sheet of plain tables, one under the other."""
    sheet = book.create_sheet(sheet_name(title, taken))
    put(sheet, 1, 1, title).font = TITLE
    top = 3
    for number, columns in enumerate(blocks):
        write_table(sheet, top, columns, f"P{len(book.worksheets)}_{number}")
        top += len(columns[0][2]) + 3
    sheet.freeze_panes = "A4"
