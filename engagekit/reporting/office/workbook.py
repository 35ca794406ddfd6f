"""The workbook of a copy: scorecard, numbers, definitions, and what a reader must know of it."""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from engagekit._version import __version__
from engagekit.locale import Locale, words
from engagekit.locale.definitions import PARTS
from engagekit.measures import _frame, registry
from engagekit.plain_text import bounded, plain
from engagekit.presentation import table
from engagekit.reporting.brief.headline import item_of
from engagekit.reporting.brief.scorecard import Line, Scorecard, card_note, card_title
from engagekit.reporting.document.document import Content
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office.look import PALE, QUIET, TYPE
from engagekit.reporting.office.number_formats import exact, number_format
from engagekit.reporting.office.reproducible_zip import fixed

TOP = 4
"""Row of the header of a sheet, under its title and a line of words."""
_OF_KIT = ("folder", "quarter", "language")
"""Parameters that every notebook has: the copy says its period and its language itself."""
_NUMBERS = ("value", "low", "high", "at_least", "at_most", "n", "base")
_NARROWEST, _WIDEST, _OF_TWO = 10, 30, 80
"""Letters across a column: at least, at most, and at most on a sheet of two columns."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_PAPERS = {"Letter": 1, "A4": 9}
"""What Excel calls a paper."""
Column = tuple[str, Sequence[str], list[Any]]
"""Header, the number format of each row, values."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the workbook of a copy, set up for the paper of the options."""
    content, book = copy.content, Workbook()
    book.remove(book.worksheets[0])
    _scorecard(book, copy)
    _numbers(book, copy)
    _sheet(book, content, "definitions", "", _definitions(content))
    _sheet(book, content, "about", "", _about(copy))
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _PAPERS[options.paper]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.properties.title = f"{content.title}, {content.span}"
    book.properties.creator = content.library or "engagekit"
    book.properties.subject = copy.brief.title if copy.brief else content.verdict
    book.properties.created = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), copy.on)


def put(sheet: Worksheet, row: int, column: int, value: Any, form: str = "") -> Cell:
    """Write one value; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # nothing is written into a merged cell but its first
    if isinstance(value, str):
        cell.value = bounded(ILLEGAL_CHARACTERS_RE.sub("", plain(value)))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_RISKY)
    else:
        cell.value = value
        cell.number_format = form or "General"
    return cell


def _sheet(
    book: Workbook,
    content: Content,
    key: str,
    note: str,
    columns: Sequence[Column],
    title: str = "",
) -> None:
    """Add a sheet: its title, a line of words, and one table that can be filtered."""
    name = content.locale.say(f"workbook.{key}")
    sheet: Worksheet = book.create_sheet(name)
    put(sheet, 1, 1, title or name).font = Font(TYPE, 14, bold=True)
    put(sheet, 2, 1, note).font = Font(TYPE, 11, color=QUIET)
    sheet.sheet_view.showGridLines = False
    for at, (header, forms, values) in enumerate(columns, start=1):
        is_number = any(isinstance(value, int | float) for value in values)
        look = Alignment("right" if is_number else "left", "top", wrap_text=True)
        look.indent = int(not is_number and at > 1)  # words beside a number keep clear of it
        letter = get_column_letter(at)
        head = put(sheet, TOP, at, header)
        head.font, head.fill = Font(TYPE, 11, bold=True), PatternFill("solid", fgColor=PALE)
        head.alignment = look
        for row, (value, form) in enumerate(zip(values, forms, strict=True), start=TOP + 1):
            put(sheet, row, at, value, form).alignment = look
        texts = [header, *(value for value in values if isinstance(value, str))]
        widest = max(len(text) for text in texts) + 3
        most = _OF_TWO if len(columns) == 2 else _WIDEST
        sheet.column_dimensions[letter].width = min(most, max(_NARROWEST, widest))
    if columns:
        end = f"{get_column_letter(len(columns))}{TOP + len(columns[0][2])}"
        sheet.auto_filter.ref = f"A{TOP}:{end}"
        sheet.print_title_rows = f"{TOP}:{TOP}"
    sheet.freeze_panes = f"A{TOP + 1}"


def _column(header: str, form: str, values: list[Any]) -> Column:
    """Return a column of one format."""
    return header, [form] * len(values), values


def _scorecard(book: Workbook, copy: Copy) -> None:
    """Add the departments as numbers, with their target."""
    content, locale = copy.content, copy.content.locale
    card: Scorecard | None = copy.brief.card if copy.brief else None
    if card is None:
        _sheet(book, content, "scorecard", locale.say("workbook.no_scorecard"), [])
        return
    share, lines, say = number_format("share", locale), card.lines, locale.say

    def reached(line: Line) -> Any:
        return line.reach_text if line.is_open or line.reach is None else line.reach

    def loved(line: Line) -> Any:
        return line.love[1] if line.love else line.love_text

    staff = say("brief.staff" if card.has_reach else "brief.answered")
    columns = [
        _column(say("report.column.department"), "", [line.name for line in lines]),
        _column(staff, "#,##0", [line.people for line in lines]),
    ]
    if card.has_reach:
        columns.append(_column(say("brief.reached"), share, [reached(line) for line in lines]))
        if card.reach_target is not None:
            targets: list[Any] = [card.reach_target] * len(lines)
            columns.append(_column(say("brief.target"), share, targets))
        moved = [int(one.change.replace("−", "-")) if one.change else None for one in lines]
        columns.append(_column(say(f"brief.change_{card.since}"), "+0;−0;0", moved))
    if card.has_love:
        columns.append(_column(say("brief.satisfied"), share, [loved(line) for line in lines]))
        for at, key in ((0, "workbook.low"), (2, "workbook.high")):
            limits = [line.love[at] if line.love else None for line in lines]
            columns.append(_column(say(key), share, limits))
    if card.has_money:
        spent = [line.money if line.spent is None else line.spent for line in lines]
        columns.append(_column(say("brief.money"), number_format("money", locale), spent))
    title, note = card_title(card, locale), card_note(card, locale)
    _sheet(book, content, "scorecard", note, columns, title)


def _numbers(book: Workbook, copy: Copy) -> None:
    """Add every number of the copy, one a row."""
    content, locale, records = copy.content, copy.content.locale, copy.results["numbers"]
    language, say = locale.language, locale.say
    titles = {item.section.name: item.section.title for item in content.items}
    groups = [[table.group(v, k, language) for k, v in one["group"].items()] for one in records]
    definitions = [locale.definition(one["measure"]) or {} for one in records]
    told = {
        "section": [titles.get(one["section"], one["section"]) for one in records],
        "measure": [locale.name_of(one["measure"]) for one in records],
        "group": [", ".join(one) for one in groups],
        "period": [words.label(one["period"], language) for one in records],
    }
    columns = [_column(say(f"workbook.{name}"), "", values) for name, values in told.items()]
    units = [number_format(one["unit"], locale) for one in records]
    for name in _NUMBERS:
        values = [cell_of(one, name, locale) for one in records]
        if name != "value" and all(value is None for value in values):
            continue
        forms = [exact(value, unit) for value, unit in zip(values, units, strict=True)]
        if name in ("n", "base"):
            forms = ["#,##0"] * len(values)
        columns.append((say(f"workbook.{name}"), forms, values))
    names = [one.get("name", "") for one in definitions]
    columns.append(_column(say("workbook.definition"), "", names))
    _sheet(book, content, "numbers", say("workbook.numbers_note"), columns if records else [])


def cell_of(record: Mapping[str, Any], name: str, locale: Locale) -> Any:
    """Return one part of a number as a cell holds it: a mark where it is hidden, a count where its
    base is small.
    """
    if name == "value" and record["hidden"]:
        return table.HIDDEN
    if not record["as_count"] or name not in ("value", "low", "high"):
        return record[name]
    is_part = name == "value" and None not in (record["n"], record["base"])
    if is_part and registry.measure(record["measure"]).is_part:
        return locale.say("figure.n_of_base", n=record["n"], base=record["base"])
    return None


def _definitions(content: Content) -> list[Column]:
    """Return what each measure of the report is; nothing where none is defined."""
    locale = content.locale
    frames = (item.section.frame for item in content.items)
    measures = (str(m) for f in frames if _frame.is_measure_frame(f) for m in f["measure"].unique())
    definitions = map(locale.definition, dict.fromkeys(measures))
    rows = list({one["name"]: one for one in definitions if one}.values())
    heads = {"name": "measure", **{part: part for part in (*PARTS, "standard")}}
    return [
        _column(locale.say(f"workbook.{key}"), "", [row.get(part, "") for row in rows])
        for part, key in heads.items()
        if any(row.get(part) for row in rows)
    ]


def _about(copy: Copy) -> list[Column]:
    """Return whose report it is and of when, how far to trust it, and what it was made with."""
    content, say = copy.content, copy.content.locale.say
    pairs = [
        (say("workbook.organisation"), content.organisation),
        (say("workbook.period"), content.span),
        (say("workbook.copy"), say(f"workbook.copy_{content.audience}")),
    ]
    for name in ("response", "data_quality"):
        item = item_of(content, name)
        pairs += [(item.section.title, item.finding)] if item and item.finding else []
    for part in ("parameters", "versions"):
        for name, value in copy.results[part].items():
            if name not in _OF_KIT:
                key = say("report.choice", name=say(f"workbook.{part}"), value=name)
                pairs.append((key, str(value)))
    pairs += [
        (say("workbook.key"), say("report.hidden_key")),
        (say("workbook.limit"), say("report.cannot_say")),
        ("engagekit", say("report.made_by", version=__version__)),
    ]
    what, value = (list(texts) for texts in zip(*pairs, strict=True))
    return [_column(say("workbook.what"), "", what), _column(say("workbook.value"), "", value)]
