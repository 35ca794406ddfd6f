"""The workbook of one copy: a sheet for each section, with real tables and native charts."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from engagekit._version import __version__
from engagekit.locale import Locale
from engagekit.locale.definitions import PARTS
from engagekit.measures._frame import is_measure_frame
from engagekit.presentation import table
from engagekit.reporting.document.document import Content, Item
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.document.results import PROVENANCE, SET_ASIDE
from engagekit.reporting.office import chart_limits, chart_model, heat_model, workbook_charts
from engagekit.reporting.office.house_template import opened
from engagekit.reporting.office.look import MAIN, QUIET, TYPE
from engagekit.reporting.office.reproducible_zip import fixed
from engagekit.reporting.office.workbook_columns import Column, estimate_header, listed, measured
from engagekit.reporting.office.worksheet_cells import put
from engagekit.reporting.office.worksheet_tables import (
    BOLD,
    LINE,
    TITLE,
    for_print,
    sheet_name,
    write_table,
)

_QUIET, _LINK = Font(TYPE, 11, color=QUIET), Font(TYPE, 11, color=MAIN, underline="single")
_BELOW = 24
"""Rows of a table that a chart stands under; beside a longer one, or nobody would scroll to it."""
_WRAP = Alignment(wrap_text=True, vertical="top")
_TOP = 5
"""Row of the header of a section's table, under title, finding, notes and period."""
_HEAD = "ABCDEF"
"""Columns over which finding and notes run."""


@dataclass
class Sheets:
    """A workbook in the making."""

    book: Workbook
    copy: Copy
    colour: str
    names: set[str] = field(default_factory=set)

    @property
    def content(self) -> Content:
        """The copy in words."""
        return self.copy.content

    @property
    def locale(self) -> Locale:
        """Of every word and number."""
        return self.content.locale

    def add(self, title: str) -> Worksheet:
        """Add an empty sheet under a name that Excel takes."""
        sheet: Worksheet = self.book.create_sheet(sheet_name(title, self.names))
        return sheet

    def add_tables(self, key: str, blocks: Iterable[Sequence[Column]]) -> None:
        """Add a sheet of plain tables, one under the other; none without tables."""
        blocks = [block for block in blocks if block]
        if not blocks:
            return
        title = self.locale.say(f"workbook.{key}")
        sheet, top = self.add(title), 3
        put(sheet, 1, 1, title).font = TITLE
        for number, columns in enumerate(blocks):
            write_table(sheet, top, columns, f"P{len(self.book.worksheets)}_{number}")
            top += len(columns[0][2]) + 3
        sheet.freeze_panes = "A4"


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the workbook of a copy.

    Parameters
    ----------
    options : OutputOptions
        Paper, colour, logo, and the house template.

    Raises
    ------
    UsageError
        If the template is no workbook.
    """
    content = copy.content
    book, house = opened(options.templates.get(".xlsx"), content)
    sheets = Sheets(book, copy, options.colour, {sheet.title.casefold() for sheet in house})
    front = sheets.add(content.locale.say("workbook.summary"))
    places = {
        item.anchor: _section(sheets, item)
        for item in content.items
        if item.section.name not in (PROVENANCE, SET_ASIDE)
    }
    _summary(front, content, places)
    sheets.add_tables("definitions", [_definitions(content)])
    files = (copy.results["inputs"], copy.results["rows"]["set_aside"])
    sheets.add_tables("quality", [_of_rows(rows, content.locale) for rows in files])
    sheets.add_tables("about", [_about(copy)])
    if options.logo:
        workbook_charts.add_logo(front, options.logo)
    for sheet in book.worksheets[len(house) :]:
        for_print(sheet, options.paper)
    book.properties.title = f"{content.title}, {content.span}"
    book.properties.creator = content.library or "engagekit"
    book.properties.subject = content.verdict
    book.properties.created = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), copy.on)


def _section(sheets: Sheets, item: Item) -> str:
    """Add one section: what it says and when, its table, its chart; return its sheet's name."""
    section, locale = item.section, sheets.locale
    sheet = sheets.add(section.title)
    if section.frame.empty:
        _head(sheet, item, sheets.content.span)
        return sheet.title
    chart = chart_model.chart(section, locale)
    order = list(chart.rows) if chart else []
    frame = section.frame.reset_index(drop=True)
    frame = frame.loc[[*order, *(i for i in frame.index if i not in set(order))]]
    build = measured if is_measure_frame(frame) else listed
    columns = build(item, frame, locale)
    write_table(sheet, _TOP, columns, f"T{len(sheets.book.worksheets)}")
    sheet.freeze_panes = f"B{_TOP + 1}"
    if item.table and item.table.has_hidden:
        last = _TOP + len(frame) + 2
        put(sheet, last, 1, locale.say("report.hidden_key")).font = _QUIET
    _head(sheet, item, sheets.content.span)
    is_below = len(frame) <= _BELOW
    column, row = (1, len(frame) + 9) if is_below else (len(columns) + 2, _TOP)
    if chart:
        chart, left = chart_limits.shortened(chart, chart_model.MOST)
        if left:
            put(sheet, row - 1, column, locale.say("workbook.more_bars", n=left)).font = _QUIET
        at = _columns_of(chart, columns, estimate_header(frame, locale))
        workbook_charts.add(sheet, chart, (column, row), _TOP, at, sheets.colour)
    if matrix := heat_model.heat(section, locale):
        workbook_charts.add_heat(sheet, matrix, len(columns) + 2, _TOP, sheets.colour)
    return sheet.title


def _columns_of(
    chart: chart_model.Chart, columns: Sequence[Column], estimate: str
) -> tuple[int, int] | None:
    """Return the columns of categories and numbers in the table; None where they are not there."""
    count = len(chart.categories)
    names = (
        at for at, column in enumerate(columns, 1) if chart.categories == (*column[2][:count],)
    )
    first = next(names, None)
    if first is None or not chart.rows:
        return None
    return first, next(at for at, column in enumerate(columns, start=1) if column[0] == estimate)


def _head(sheet: Worksheet, item: Item, span: str) -> None:
    """Write the first lines of a sheet: title, finding, caveats and when, over its table."""
    put(sheet, 1, 1, item.section.title).font = TITLE
    put(sheet, 2, 1, item.finding or item.section.missing).font = BOLD
    put(sheet, 3, 1, " ".join(item.notes)).font = _QUIET
    put(sheet, 4, 1, span).font = _QUIET
    wide = sum(sheet.column_dimensions[letter].width for letter in _HEAD)
    for row in (2, 3):
        _merge(sheet, row, len(_HEAD))
        length = len(str(sheet.cell(row, 1).value or ""))
        sheet.row_dimensions[row].height = LINE * max(1, -(-length // int(0.95 * wide)))


def _merge(sheet: Worksheet, row: int, columns: int) -> None:
    """Let the first cell of a row run over several columns, in lines."""
    sheet.cell(row, 1).alignment = _WRAP
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)


def _summary(sheet: Worksheet, content: Content, places: Mapping[str, str]) -> None:
    """Write the first sheet: what the first page says, and a way to each number."""
    locale = content.locale
    put(sheet, 1, 1, content.title).font = TITLE
    put(sheet, 2, 1, content.span).font = _QUIET
    put(sheet, 3, 1, content.verdict).font = BOLD
    put(sheet, 4, 1, locale.say(f"report.{content.audience}")).font = _QUIET
    for row in (3, 4):
        _merge(sheet, row, 3)
        sheet.row_dimensions[row].height = 32
    items = [item for item in content.items if item.anchor in places]
    findings = [item.finding or item.section.missing for item in items]
    columns: list[Column] = [
        (locale.say("workbook.section"), "@", [item.section.title for item in items]),
        (locale.say("workbook.finding"), "@", findings),
        (locale.say("workbook.sheet"), "@", [places[item.anchor] for item in items]),
    ]
    top = 6
    if content.tiles:
        top = _tiles(sheet, content, top) + 2
    write_table(sheet, top, columns, "Summary", (30, 80, 30))
    for row, item in enumerate(items, start=top + 1):
        cell = sheet.cell(row, 3)
        place = places[item.anchor].replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{place}'!A1")
        cell.font = _LINK
    sheet.freeze_panes = "A6"


def _tiles(sheet: Worksheet, content: Content, top: int) -> int:
    """Write the numbers of the first page as words; return the last row."""
    put(sheet, top, 1, content.locale.say("report.first_page")).font = BOLD
    for row, tile in enumerate(content.tiles, start=top + 1):
        rest = " · ".join(part for part in (tile.interval, tile.change, tile.base) if part)
        put(sheet, row, 1, tile.label).alignment = _WRAP
        put(sheet, row, 2, f"{tile.value}  ({rest})" if rest else tile.value).alignment = _WRAP
    return top + len(content.tiles)


def _definitions(content: Content) -> list[Column]:
    """Return what each measure of the report is; nothing where none is defined."""
    locale = content.locale
    frames = (item.section.frame for item in content.items)
    measures = (str(m) for f in frames if is_measure_frame(f) for m in f["measure"].unique())
    definitions = map(locale.definition, dict.fromkeys(measures))
    rows = list({one["name"]: one for one in definitions if one}.values())
    if not rows:
        return []
    heads = {"name": "measure", **{part: part for part in PARTS}}
    return [
        (locale.say(f"workbook.{key}"), "@", [row[part] for row in rows])
        for part, key in heads.items()
    ]


def _of_rows(rows: Sequence[Mapping[str, Any]], locale: Locale) -> list[Column]:
    """Return rows of JSON as columns."""
    language = locale.language
    return [
        (
            table.header(name, language),
            "General",
            [_flat(table.cell_text(row.get(name), name, language)) for row in rows],
        )
        for name in (rows[0] if rows else ())
    ]


def _flat(value: Any) -> Any:
    """Return a value as a cell holds it."""
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _about(copy: Copy) -> list[Column]:
    """Return period, copy, parameters, versions."""
    content, say = copy.content, copy.content.locale.say
    pairs = [
        (say("workbook.organisation"), content.organisation),
        (say("workbook.period"), content.span),
        (say("workbook.copy"), say(f"workbook.copy_{content.audience}")),
    ]
    for part in ("parameters", "versions"):
        for name, value in copy.results[part].items():
            key = say("report.choice", name=say(f"workbook.{part}"), value=name)
            pairs.append((key, _flat(value)))
    pairs += [
        (say("workbook.key"), say("report.hidden_key")),
        (say("workbook.limit"), say("report.cannot_say")),
        ("engagekit", say("report.made_by", version=__version__)),
    ]
    names, values = zip(*pairs, strict=True)
    return [(say("workbook.what"), "@", list(names)), (say("workbook.value"), "@", list(values))]
