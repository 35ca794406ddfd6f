"""The workbook of a copy: scorecard, numbers, definitions, and what a reader must know of it."""

import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from engagekit._version import __version__
from engagekit.locale import Locale
from engagekit.locale.definitions import PARTS
from engagekit.measures import registry
from engagekit.measures._frame import is_measure_frame
from engagekit.plain_text import bounded, plain
from engagekit.presentation import table
from engagekit.reporting.brief.scorecard import Scorecard, card_note, card_title
from engagekit.reporting.document.document import Content
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office.look import PALE, QUIET, TYPE
from engagekit.reporting.office.number_formats import exact, number_format
from engagekit.reporting.office.reproducible_zip import fixed

TOP = 4
"""Row of the header of a sheet, under its title and a line of words."""
_OF_KIT = ("folder", "quarter", "language")
"""Parameters that every notebook has: the copy says its period and its language itself."""
_IN_UNIT, _COUNTS = ("value", "low", "high", "at_least", "at_most"), ("n", "base")
_NARROWEST, _WIDEST, _OF_TWO = 10, 30, 80
"""Letters across a column: at least, at most, and at most on a sheet of two columns."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_PAPERS = {"Letter": 1, "A4": 9}
"""What Excel calls a paper."""
Columns = dict[str, list[tuple[Any, str]]]
"""By its header the values of a column, each with its number format."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the workbook of a copy, set up for the paper of the options."""
    content, locale, book = copy.content, copy.content.locale, Workbook()
    book.remove(book.worksheets[0])
    card = copy.brief.card if copy.brief else None
    note = card_note(card, locale) if card else locale.say("workbook.no_scorecard")
    title = card_title(card, locale) if card else ""
    _add(book, locale.say("workbook.scorecard"), _scorecard(card, locale), note, title)
    _add(book, locale.say("workbook.numbers"), _numbers(copy), locale.say("workbook.numbers_note"))
    _add(book, locale.say("workbook.definitions"), _definitions(content))
    _add(book, locale.say("workbook.about"), _about(copy))
    for sheet in book.worksheets:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = _PAPERS[options.paper]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    properties = book.properties
    properties.title = f"{content.title}, {content.span}"
    properties.creator = content.library or "engagekit"
    properties.subject = copy.brief.title if copy.brief else content.verdict
    properties.created = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    book.save(out)
    return fixed(out.getvalue(), copy.on)


def put(sheet: Any, row: int, column: int, value: Any, form: str = "") -> Any:
    """Write one value into a cell and return it; a text is a text, whatever it begins with."""
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = bounded(ILLEGAL_CHARACTERS_RE.sub("", plain(value)))
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_RISKY)
    else:
        cell.value = value
        cell.number_format = form or "General"
    return cell


def _add(book: Workbook, name: str, columns: Columns, note: str = "", title: str = "") -> None:
    """Add a sheet: its title, a line of words, and one table that can be filtered."""
    sheet = book.create_sheet(name)
    put(sheet, 1, 1, title or name).font = Font(TYPE, 14, bold=True)
    put(sheet, 2, 1, note).font = Font(TYPE, 11, color=QUIET)
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = f"A{TOP + 1}"
    for at, (header, cells) in enumerate(columns.items(), start=1):
        is_number = any(isinstance(value, int | float) for value, _ in cells)
        head = put(sheet, TOP, at, header)
        head.font, head.fill = Font(TYPE, 11, bold=True), PatternFill("solid", PALE)
        # words beside a number keep clear of it
        look = Alignment("right" if is_number else "left", "top", wrap_text=True)
        look.indent = int(not is_number and at > 1)
        head.alignment = look
        for row, (value, form) in enumerate(cells, start=TOP + 1):
            # one and the same alignment, which openpyxl would look up again for each
            put(sheet, row, at, value, form)._style.alignmentId = head._style.alignmentId
        texts = [header, *(value for value, _ in cells if isinstance(value, str))]
        most = _OF_TWO if len(columns) == 2 else _WIDEST
        width = min(most, max(_NARROWEST, max(map(len, texts)) + 3))
        sheet.column_dimensions[get_column_letter(at)].width = width
    if columns:
        sheet.auto_filter.ref = f"A{TOP}:{sheet.dimensions.partition(':')[2]}"
        sheet.print_title_rows = f"{TOP}:{TOP}"


def _column(values: Iterable[Any], form: str = "") -> list[tuple[Any, str]]:
    """Return a column of one format."""
    return [(value, form) for value in values]


def _scorecard(card: Scorecard | None, locale: Locale) -> Columns:
    """Return the departments as numbers, in words where none is told; no column without values."""
    if card is None:
        return {}
    share = number_format("share", locale)
    rows = []
    for line in card.lines:
        low, loved, high = line.love or (None, line.love_text, None)
        reached = line.reach_text if line.is_open or line.reach is None else line.reach
        change = int(line.change.replace("−", "-")) if line.change else None
        target = card.reach_target if card.has_reach else None
        paid = line.money if line.spent is None else line.spent
        rows.append((line.name, line.people, reached, target, change, loved, low, high, paid))
    heads = {
        "report.column.department": "",
        "brief.staff" if card.has_reach else "brief.answered": "#,##0",
        "brief.reached": share,
        "brief.target": share,
        f"brief.change_{card.since}": "+0;−0;0",
        "brief.satisfied": share,
        "workbook.low": share,
        "workbook.high": share,
        "brief.money": number_format("money", locale),
    }
    return {
        locale.say(key): _column(column, form)
        for (key, form), column in zip(heads.items(), zip(*rows, strict=True), strict=True)
        if set(column) - {None, "", "–"}
    }


def _numbers(copy: Copy) -> Columns:
    """Return every number of the copy, one a row."""
    locale, columns = copy.content.locale, defaultdict[str, list[tuple[Any, str]]](list)
    titles = {item.section.name: item.section.title for item in copy.content.items}
    for one in copy.results["numbers"]:
        groups = [table.group(v, name, locale.language) for name, v in one["group"].items()]
        unit = number_format(one["unit"], locale)
        row = {
            "section": titles.get(one["section"], one["section"]),
            "measure": locale.name_of(one["measure"]),
            "group": ", ".join(groups),
            "period": locale.label(one["period"]),
            **{name: cell_of(one, name, locale) for name in (*_IN_UNIT, *_COUNTS)},
            "definition": (locale.definition(one["measure"]) or {}).get("name", ""),
        }
        for name, value in row.items():
            form = exact(value, unit) if name in _IN_UNIT else ""
            columns[name].append((value, "#,##0" if name in _COUNTS else form))
    filled = {name for name, cells in columns.items() if any(v is not None for v, _ in cells)}
    return {
        locale.say(f"workbook.{name}"): cells
        for name, cells in columns.items()
        if name in filled or name == "value"
    }


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


def _definitions(content: Content) -> Columns:
    """Return what each measure of the report is; nothing where none is defined."""
    frames = [item.section.frame for item in content.items if is_measure_frame(item.section.frame)]
    measures = dict.fromkeys(str(name) for frame in frames for name in frame["measure"].unique())
    definitions = filter(None, map(content.locale.definition, measures))
    rows = list({one["name"]: one for one in definitions}.values())
    heads = {"name": "measure", **{part: part for part in (*PARTS, "standard")}}
    return {
        content.locale.say(f"workbook.{key}"): _column([row.get(part, "") for row in rows])
        for part, key in heads.items()
        if any(row.get(part) for row in rows)
    }


def _about(copy: Copy) -> Columns:
    """Return whose report it is and of when, how far to trust it, and what it was made with."""
    content, say = copy.content, copy.content.locale.say
    told = {
        say("workbook.organisation"): content.organisation,
        say("workbook.period"): content.span,
        say("workbook.copy"): say(f"workbook.copy_{content.audience}"),
    }
    for name in ("response", "data_quality"):
        item = content.item(name)
        if item and item.finding:
            told[item.section.title] = item.finding
    for part in ("parameters", "versions"):
        for name, value in copy.results[part].items():
            if name not in _OF_KIT:
                told[say("report.choice", name=say(f"workbook.{part}"), value=name)] = str(value)
    told[say("workbook.key")] = say("report.hidden_key")
    told[say("workbook.limit")] = say("report.cannot_say")
    told["engagekit"] = say("report.made_by", version=__version__)
    return {say("workbook.what"): _column(told), say("workbook.value"): _column(told.values())}
