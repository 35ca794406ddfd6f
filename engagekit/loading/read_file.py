"""One file read: opened, recognised, each of its sheets read and checked, all accounted for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import EngagekitError, ExportError, error_text
from engagekit.files.archive import file_of
from engagekit.files.other_kinds import why_unread
from engagekit.files.source_file import Export, Sheet, leads_out, open_export
from engagekit.loading import accounting, declared_scales, recognise, repeated_rows
from engagekit.loading.choices import choice_of
from engagekit.mapping.confirmed_questions import UnconfirmedError
from engagekit.mapping.reading import MappingReader
from engagekit.parsing import repeated_problems, validate
from engagekit.parsing.file_days import list_day
from engagekit.plain_text import cleaned
from engagekit.readers import template
from engagekit.readers.shared import _table, contract
from engagekit.readers.shared._table import stem
from engagekit.settings.schema import Settings
from engagekit.tables.problems import ColumnAccount, Problem, SetAside, SheetAccount
from engagekit.tables.schema import TABLES


@dataclass(frozen=True, eq=False)
class Loaded:
    """What one file gave: its recognition, its checked tables, its faults.

    ``export``: none where the file could not even be opened. ``frames``: checked tidy tables.
    ``error``: the sentence when it is not recognised or unreadable. ``traceback``: where a reader
    failed on it; empty for every other error. ``counted``: the tables whose rows are rows of the
    export, one each. ``sheets``: the sheet of each table. ``own_log``: its names may link as those
    of the template do. ``hosts``: event to the address of its host. ``organisers``: who held a
    meeting. ``made_on``: the day on which the tool made the export; empty where it does not say.
    ``files``, ``key``: what the next file of its source does, as the settings or the mapping say.
    ``sheet_accounts``: what became of every sheet of the file. ``column_accounts``: what became of
    every named column of the sheets that were read. ``more``: further sheets of the workbook that
    were read on their own; their faults and accounts stand here. ``is_final``: reading it again
    gives the same; not where a limit of this machine ended it.
    """

    file: str
    export: Export | None = None
    tool: str | None = None
    seen: contract.Recognition | None = None
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows_read: int = 0
    rows_kept: int = 0
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()
    dropped_columns: tuple[tuple[str, str], ...] = ()
    error: str | None = None
    main_table: str | None = None
    counted: frozenset[str] = frozenset()
    sheets: Mapping[str, str] = field(default_factory=dict)
    own_log: bool = False
    hosts: Mapping[str, str] = field(default_factory=dict)
    organisers: frozenset[tuple[str, str]] = frozenset()
    traceback: str = ""
    made_on: str = ""
    files: str = ""
    key: tuple[str, ...] = ()
    sheet_accounts: tuple[SheetAccount, ...] = ()
    column_accounts: tuple[ColumnAccount, ...] = ()
    more: "tuple[Loaded, ...]" = ()
    is_final: bool = True

    @property
    def prefix(self) -> str:
        """How numbers begin that come from file and row."""
        return stem(self.export) if self.export else ""

    @property
    def part_of(self) -> str:
        """The file of the event of which this one has a later part, as the settings say."""
        return getattr(self.export and self.export.choice, "part_of", None) or ""

    @property
    def waits(self) -> bool:
        """Whether it is probably of a tool, and a person has not said so."""
        return self.seen is not None and not self.seen.certain

    @property
    def parts(self) -> "tuple[Loaded, ...]":
        """The sheet that was recognised and those that were read on their own."""
        return (self, *self.more)


def unread(file: str, error: str) -> Loaded:
    """Return a file whose reading was ended, with the sentence why."""
    return Loaded(file, error=error, is_final=False)


def stamps(files: Iterable[tuple[Path, str]]) -> list[tuple[int, int] | None]:
    """Return size and time of each file, or of the ZIP it is in; None where there is none."""
    found: list[tuple[int, int] | None] = []
    for place, _ in files:
        about = file_of(place)
        status = about.stat() if about.is_file() else None
        found.append((status.st_size, status.st_mtime_ns) if status else None)
    return found


def as_they_were(
    loaded: Sequence[Loaded],
    files: Sequence[tuple[Path, str]],
    before: Sequence[tuple[int, int] | None],
) -> list[Loaded]:
    """Return what was read of files, those that changed meanwhile as unread: some may be missing.

    ``before``: their `stamps` when reading began.
    """
    return [
        part if then == now else unread(file, error_text("source_file.changed", name=file))
        for part, (_, file), then, now in zip(loaded, files, before, stamps(files), strict=True)
    ]


def read_file(place: Path, file: str, settings: Settings) -> Loaded:
    """Open, recognise, read and check one file; a fault becomes its ``error`` sentence.

    Every sheet of a workbook is read: those that the reader does not take, by the reader or the
    mapping that knows them; what nobody knows is a question. What is returned holds no raw cells.
    """
    done = _every_sheet(place, file, settings)
    return replace(_light(done), more=tuple(map(_light, done.more)))


def _light(done: Loaded) -> Loaded:
    """Return the same without the raw text, which would be copied from process to process."""
    if done.export is None:
        return done
    sheets = tuple(replace(one, cells=one.cells.iloc[:0].copy()) for one in done.export.sheets)
    return replace(done, export=replace(done.export, sheets=sheets, text=""))


def _every_sheet(place: Path, file: str, settings: Settings) -> Loaded:
    """Open a file and read each of its sheets."""
    if leads_out(place):
        text = (
            f"{file} is a link to another folder, or to nothing, and is not followed. Copy the"
            " file itself."
        )
        return Loaded(file, error=text)
    if what := why_unread(place):
        return Loaded(file, error=f"{file} is {what}.")
    choice = choice_of(place, file, settings)
    try:
        export = open_export(place, file=file, choice=choice)
    except ExportError as error:
        return Loaded(file, error=str(error))
    first = _read(export, settings)
    if len(export.sheets) < 2:
        return first
    if first.error is not None and first.tool is None:
        first = _first_sheet(export, settings) or first
    taken = {account.sheet for account in first.sheet_accounts}
    left = [sheet for sheet in export.sheets if sheet.name not in taken]
    return _with_sheets(first, left, settings)


def _first_sheet(export: Export, settings: Settings) -> Loaded | None:
    """Return the first sheet that somebody knows alone: others look at the first table only."""
    for sheet in export.visible:
        if _is_table(export, sheet):
            part = _read(replace(export, sheets=(sheet,)), settings)
            if part.error is None:
                return replace(part, export=export)
    return None


def _read(export: Export, settings: Settings) -> Loaded:
    """Recognise, read and check an export, or one sheet of it."""
    file = export.file
    try:
        reader, observed = recognise.recognise(export)
    except ExportError as error:
        return Loaded(file, export, error=str(error), traceback=recognise.traceback_of(error))
    if waits := recognise.waiting(export, reader, observed):
        return Loaded(file, export, reader.TOOL, observed, error=waits)
    try:
        reading = recognise.read(reader, export, settings.survey)
    except UnconfirmedError as error:
        open_seen = replace(observed, certain=False)
        return Loaded(file, export, reader.TOOL, open_seen, error=str(error))
    except EngagekitError as error:
        text, where = str(error), recognise.traceback_of(error)
        return Loaded(file, export, reader.TOOL, observed, error=text, traceback=where)
    if not (isinstance(reader, MappingReader) and reader.matched):
        reading = repeated_rows.without_copies(export, reader.TABLES[0], observed, reading)
    if reading.why:
        observed = replace(observed, why=f"{observed.why}; {reading.why}")
    return _accounted(_checked(export, reader, observed, reading, settings), reading)


def _accounted(done: Loaded, reading: contract.Reading) -> Loaded:
    """Return one sheet read, with the account of its rows and its columns."""
    export, seen, main = done.export, done.seen, done.main_table or ""
    if export is None or seen is None:
        return done
    rows = reading.sheet_rows or {_sheet_of(done): (done.rows_read, done.rows_kept)}
    table_of = {sheet: table for table, sheet in reversed(list(reading.sheets.items()))}
    sheets = [
        SheetAccount(name, table_of.get(name, main), read, kept, read - kept, seen.why)
        for name, (read, kept) in rows.items()
    ]
    columns = accounting.columns_of(export, seen, reading)
    asked: list[Problem] = []
    asked += accounting.second_table(export, seen, done.set_aside)
    return replace(
        done,
        sheet_accounts=tuple(sheets),
        column_accounts=columns,
        problems=(*done.problems, *asked),
    )


def _sheet_of(done: Loaded) -> str:
    """Return the name of the one sheet that was read."""
    if done.seen is not None and done.seen.sheet:
        return done.seen.sheet
    return done.export.sheet.name if done.export is not None and done.export.visible else ""


def _with_sheets(first: Loaded, left: list[Sheet], settings: Settings) -> Loaded:
    """Return a workbook with what its further sheets hold: each read on its own, or a question."""
    export = first.export
    if export is None:
        return first
    more, accounts, problems = [], list(first.sheet_accounts), list(first.problems)
    columns = list(first.column_accounts)
    names = list(TABLES) if first.tool == template.TOOL else []
    for sheet in left:
        part = None
        if first.error is None and _is_table(export, sheet):
            # what the settings say of one event is about the first sheet alone, not about all
            choice = export.choice
            if choice is not None:
                choice = choice.model_copy(update={"event": None, "sheet": None})
            alone = replace(export, sheets=(sheet,), notes=(), choice=choice, part=sheet.name)
            part = _read(replace(alone, order_above=_table.order_above(export)), settings)
        if part is None or part.error is not None:
            refused = part.error or "" if part is not None and part.tool else ""
            account, problem = accounting.unread(export, sheet, refused, names)
            accounts.append(account)
            problems += [problem] if problem and first.error is None else []
            continue
        more.append(part)
        accounts += part.sheet_accounts
        columns += part.column_accounts
    order = {sheet.name: at for at, sheet in enumerate(export.sheets)}
    accounts.sort(key=lambda one: order.get(one.sheet, len(order)))
    return replace(
        first,
        problems=tuple(problems),
        sheet_accounts=tuple(accounts),
        column_accounts=tuple(columns),
        more=tuple(more),
    )


def _is_table(export: Export, sheet: Sheet) -> bool:
    """Return whether a visible sheet may hold a table, and the settings do not leave it alone."""
    wanted = getattr(export.choice, "sheet", None)
    ignored = getattr(export.choice, "ignore_sheets", ())
    alone = sheet.name in ignored or bool(wanted and wanted != sheet.name)
    return not sheet.hidden and sheet.last_row >= 1 and not alone


def _checked(
    export: Export,
    reader: Any,
    seen: contract.Recognition,
    reading: contract.Reading,
    settings: Settings,
) -> Loaded:
    """Return the reading of one file with each table typed; rows lost in the check counted."""
    home = settings.organisation.time_zone
    frames: dict[str, pd.DataFrame] = {}
    problems = [*export.notes, *reading.problems]
    set_aside = [replace(part, file=export.file) for part in reading.set_aside]
    retained = reading.rows_kept
    stated = getattr(export.choice, "date_order", None)
    own_sheets = len(set(reading.sheets.values())) > 1
    counted = set()
    for name, frame in reading.tables.items():
        texts = {
            str(key): clean
            for key, part in frame.items()
            if part.dtype == "str" and (clean := cleaned(part)) is not part
        }
        raw = frame.assign(**texts).infer_objects()
        sheet = reading.sheets.get(name, seen.sheet)
        place = validate.Place(
            export.file,
            sheet,
            reading.origins.get(name),
            reading.zone or home,
            stated or reading.date_order,
            home,
            settings.organisation,
        )
        done = validate.check(name, raw, place)
        problems += done.problems
        frames[name] = done.frame
        if name in ("attendance", "touches") and len(done.frame):
            frames[name] = done.frame.assign(source_file=export.file)
        if (
            own_sheets
            or name == reader.TABLES[0]
            or len(reading.tables) == 1
            or reader.TABLES[0] not in reading.tables
        ):
            counted.add(name)
            where = f"sheet {sheet}: " if own_sheets else ""
            text = validate.left_out(done)
            set_aside += [replace(part, reason=f"{where}{part.reason}") for part in text]
            retained -= sum(part.rows for part in text)
    frames, strange = declared_scales.declared(frames, settings.survey)
    problems += [replace(fault, file=export.file) for fault in strange]
    return Loaded(
        export.file,
        export,
        reader.TOOL,
        seen,
        frames,
        reading.rows_read,
        max(retained, 0),
        tuple(set_aside),
        repeated_problems.condensed(problems),
        tuple(reading.dropped_columns),
        None,
        next((name for name in reader.TABLES if name in frames), reader.TABLES[0]),
        frozenset(counted),
        {name: reading.sheets.get(name, seen.sheet) or "" for name in frames},
        reading.own_log,
        reading.hosts,
        reading.organisers,
        made_on=reading.made_on,
        files=getattr(export.choice, "files", None) or reading.files,
        key=getattr(export.choice, "key", ()) or reading.key,
    )


def without_repeats(
    loaded: Iterable[Loaded], start: int
) -> tuple[list[Loaded], list[tuple[Loaded, str]]]:
    """Return files once each: the same bytes again are a repeat of the first.

    A staff list of another day says that nobody came or left since.
    """
    observed: dict[tuple[object, ...], str] = {}
    each = []
    for part in loaded:
        digest = part.export.sha256 if part.export else part.file
        is_list = any("contacts" in one.frames for one in part.parts)
        key = (digest, list_day(part.file, start) if is_list else None)
        each.append((part, observed.setdefault(key, part.file)))
    once = [part for part, first in each if first == part.file]
    return once, [(part, first) for part, first in each if first != part.file]
