"""The workbook of one copy: six sheets and one a cross-table; every number can be filtered."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from engagekit._version import __version__
from engagekit.locale import Locale, words
from engagekit.locale.definitions import PARTS
from engagekit.measures import _frame, registry
from engagekit.presentation import table
from engagekit.reporting.brief.headline import item_of
from engagekit.reporting.brief.scorecard import Line, Scorecard, card_note, card_title, known
from engagekit.reporting.document.document import Content
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.office import banner_sheet, reproducible_zip
from engagekit.reporting.office.look import QUIET, TYPE
from engagekit.reporting.office.number_formats import exact, number_format
from engagekit.reporting.office.worksheet_tables import (
    BOLD,
    TITLE,
    Column,
    for_print,
    put,
    sheet_name,
    widths,
    write_table,
)

_QUIET = Font(TYPE, 11, color=QUIET)
_WRAP = Alignment(wrap_text=True, vertical="top")
TABLE_TOP = 4
"""Row of the header of a sheet's table, under its title and a line of words."""
_OF_KIT = ("folder", "quarter", "language")
"""Parameters that every notebook has: the copy says its period and its language itself."""
_ON_ONE_LINE = 0.9
_NUMBERS = ("value", "low", "high", "at_least", "at_most", "n", "base")


@dataclass
class Sheets:
    """A workbook in the making."""

    book: Workbook
    copy: Copy
    names: set[str] = field(default_factory=set)

    @property
    def content(self) -> Content:
        """The copy in words."""
        return self.copy.content

    @property
    def locale(self) -> Locale:
        """Of every word and number."""
        return self.content.locale

    def add(self, key: str) -> Worksheet:
        """Add an empty sheet with its title."""
        title = self.locale.say(f"workbook.{key}")
        sheet: Worksheet = self.book.create_sheet(sheet_name(title, self.names))
        put(sheet, 1, 1, title).font = TITLE
        return sheet

    def add_tables(self, key: str, blocks: Iterable[Sequence[Column]]) -> None:
        """Add a sheet of plain tables, one under the other."""
        sheet, top = self.add(key), 3
        for number, columns in enumerate(block for block in blocks if block):
            write_table(sheet, top, columns, f"P{len(self.book.worksheets)}_{number}")
            top += len(columns[0][2]) + 3
        sheet.freeze_panes = "A4"


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the workbook of a copy.

    Parameters
    ----------
    options : OutputOptions
        Paper and logo.
    """
    content = copy.content
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = Sheets(book, copy)
    front = _summary(sheets)
    _scorecard(sheets)
    _numbers(sheets)
    crossed = [one for one in content.items if banner_sheet.is_banner(one.section)]
    for number, item in enumerate(crossed, start=1):
        sheet: Worksheet = book.create_sheet(sheet_name(item.section.title, sheets.names))
        banner_sheet.write_sheet(sheet, item.section, item.finding, sheets.locale, number)
    sheets.add_tables("definitions", [_definitions(content)])
    files = (copy.results["inputs"], copy.results["rows"]["set_aside"])
    listed = [_of_rows(rows, content.locale) for rows in files]
    sheets.add_tables("quality", [_in_words(content), *listed])
    sheets.add_tables("about", [_about(copy)])
    if options.logo:
        _add_logo(front, options.logo)
    for sheet in book.worksheets:
        for_print(sheet, options.paper)
    book.properties.title = f"{content.title}, {content.span}"
    book.properties.creator = content.library or "engagekit"
    book.properties.subject = copy.brief.title if copy.brief else content.verdict
    book.properties.created = datetime(copy.on.year, copy.on.month, copy.on.day)
    out = io.BytesIO()
    book.save(out)
    return reproducible_zip.fixed(out.getvalue(), copy.on)


def _add_logo(sheet: Worksheet, logo: bytes) -> None:
    """Put the organisation's logo to the right of the first lines."""
    picture: Any = Image(io.BytesIO(logo))
    picture.width, picture.height = picture.width * 48 / picture.height, 48
    sheet.add_image(picture, "D1")


def _summary(sheets: Sheets) -> Worksheet:
    """Write the first sheet: the headline, the ask, the four numbers, the findings by weight."""
    locale, content, brief = sheets.locale, sheets.content, sheets.copy.brief
    sheet = sheets.add("summary")
    put(sheet, 1, 1, brief.title if brief else content.title).font = TITLE
    put(sheet, 2, 1, content.span).font = _QUIET
    put(sheet, 3, 1, locale.say(f"report.{content.audience}")).font = _QUIET
    top = 5
    if brief and brief.ask:
        put(sheet, top, 1, brief.ask.title).font = BOLD
        for name, amount, what, is_chosen in brief.ask.options:
            top += 1
            for at, text in enumerate((name, f"{amount}  {what}"), start=1):
                cell = put(sheet, top, at, text)
                cell.font, cell.alignment = (BOLD if is_chosen else Font(TYPE, 11)), _WRAP
        top += 2
    for tile in brief.tiles if brief else ():
        put(sheet, top, 1, tile.value).font = BOLD
        put(sheet, top, 2, "; ".join((tile.label, *tile.under))).alignment = _WRAP
        top += 1
    found, language = sheets.copy.results["findings"], locale.language
    columns: list[Column] = [
        (locale.say("workbook.section"), "@", [_title(content, one["section"]) for one in found]),
        (locale.say("workbook.finding"), "@", [one["text"][language] for one in found]),
        (locale.say("workbook.weight"), "0.00", [one["score"] for one in found]),
    ]
    write_table(sheet, top + 1, columns, "Summary", (34, 96, 12))
    sheet.freeze_panes = "A4"
    return sheet


def _title(content: Content, name: str) -> str:
    """Return the title of a section."""
    return next((item.section.title for item in content.items if item.section.name == name), name)


def _scorecard(sheets: Sheets) -> None:
    """Write the scorecard as a table of numbers, with its target."""
    brief, locale = sheets.copy.brief, sheets.locale
    card: Scorecard | None = brief.card if brief else None
    sheet = sheets.add("scorecard")
    if card is None:
        put(sheet, 2, 1, locale.say("workbook.no_scorecard")).font = _QUIET
        return
    put(sheet, 1, 1, card_title(card, locale)).font = TITLE
    put(sheet, 2, 1, card_note(card, locale)).font = _QUIET
    share, lines, say = number_format("share", locale), card.lines, locale.say

    def known(line: Line) -> Any:
        return line.reach_text if line.is_open or line.reach is None else line.reach

    def loved(line: Line) -> Any:
        return line.love[1] if line.love else line.love_text

    staff = say("brief.staff" if card.has_reach else "brief.answered")
    columns: list[Column] = [
        (say("report.column.department"), "@", [line.name for line in lines]),
        (staff, "#,##0", [line.people for line in lines]),
    ]
    if card.has_reach:
        columns.append((say("brief.reached"), share, [known(line) for line in lines]))
        if card.reach_target is not None:
            columns.append((say("brief.target"), share, [card.reach_target] * len(lines)))
        least = [line.reach if line.is_open else None for line in lines]
        if any(least):
            columns.append((say("workbook.at_least"), share, least))
        moved = [int(one.change.replace("−", "-")) if one.change else None for one in lines]
        columns.append((say("brief.change"), "+0;−0;0", moved))
    if card.has_love:
        columns.append((say("brief.satisfied"), share, [loved(line) for line in lines]))
        for at, key in ((0, "workbook.low"), (2, "workbook.high")):
            ends = [line.love[at] if line.love else None for line in lines]
            columns.append((say(key), share, ends))
    if card.has_money:
        spent = [line.money if line.spent is None else line.spent for line in lines]
        columns.append((say("brief.money"), number_format("money", locale), spent))
    write_table(sheet, TABLE_TOP, columns, "Scorecard")
    sheet.freeze_panes = f"B{TABLE_TOP + 1}"


def _numbers(sheets: Sheets) -> None:
    """Write every number of the copy as one tidy table."""
    locale, records = sheets.locale, sheets.copy.results["numbers"]
    language, say = locale.language, locale.say
    sheet = sheets.add("numbers")
    put(sheet, 2, 1, say("workbook.numbers_note")).font = _QUIET
    forms = [number_format(one["unit"], locale) for one in records]
    groups = [[table.group(v, k, language) for k, v in one["group"].items()] for one in records]
    texts: list[Column] = [
        (say("workbook.section"), "@", [_title(sheets.content, one["section"]) for one in records]),
        (say("workbook.measure"), "@", [locale.name_of(one["measure"]) for one in records]),
        (say("workbook.group"), "@", [", ".join(one) for one in groups]),
        (say("workbook.period"), "@", [words.label(one["period"], language) for one in records]),
    ]
    for name in _NUMBERS:
        is_count = name in ("n", "base")
        values = [cell_of(one, name, locale) for one in records]
        if name != "value" and all(value is None for value in values):
            continue
        rows = zip(values, forms, strict=True)
        form = "#,##0" if is_count else "|".join(exact(value, one) for value, one in rows)
        texts.append((say(f"workbook.{name}"), form, values))
    names = [(locale.definition(one["measure"]) or {}).get("name", "") for one in records]
    texts.append((say("workbook.definition"), "@", names))
    if records:
        write_table(sheet, TABLE_TOP, texts, "Numbers", widths(texts, _ON_ONE_LINE))
    sheet.freeze_panes = f"A{TABLE_TOP + 1}"


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
    if not rows:
        return []
    heads = {"name": "measure", **{part: part for part in (*PARTS, "standard")}}
    return [
        (locale.say(f"workbook.{key}"), "@", [row.get(part, "") for row in rows])
        for part, key in heads.items()
        if any(row.get(part) for row in rows)
    ]


def _in_words(content: Content) -> list[Column]:
    """Return what a reader must know of the data: the grade, who answered, what was linked."""
    locale, items = (
        content.locale,
        [item_of(content, name) for name in ("data_quality", "response")],
    )
    pairs = [(one.section.title, one.finding) for one in items if one and one.finding]
    for row in items[0].section.frame.to_dict("records") if items[0] else ():
        of, share = locale.number(row["base"], "count"), known(row, locale)[1]
        told = locale.say("workbook.of", share=share, of=of)
        pairs.append((locale.name_of(str(row["measure"])), told))
    return _pairs(pairs, locale)


def _pairs(pairs: Sequence[tuple[str, Any]], locale: Locale) -> list[Column]:
    """Return what is told, and its value, as columns; none where nothing is."""
    columns = zip(("what", "value"), zip(*pairs, strict=True), strict=bool(pairs))
    return [(locale.say(f"workbook.{name}"), "@", list(texts)) for name, texts in columns]


def _of_rows(rows: Sequence[Mapping[str, Any]], locale: Locale) -> list[Column]:
    """Return rows of JSON as columns."""
    language = locale.language

    def cells(name: str) -> list[Any]:
        return [_flat(table.cell_text(row.get(name), name, language)) for row in rows]

    names = rows[0] if rows else ()
    return [(table.header(name, language), "General", cells(name)) for name in names]


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
        named = {name: value for name, value in copy.results[part].items() if name not in _OF_KIT}
        for name, value in named.items():
            key = say("report.choice", name=say(f"workbook.{part}"), value=name)
            pairs.append((key, _flat(value)))
    pairs += [
        (say("workbook.key"), say("report.hidden_key")),
        (say("workbook.limit"), say("report.cannot_say")),
        ("engagekit", say("report.made_by", version=__version__)),
    ]
    return _pairs(pairs, content.locale)
