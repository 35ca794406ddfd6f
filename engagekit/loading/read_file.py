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
from engagekit.loading import accounting, recognise
from engagekit.loading.settings_for_folder import choice_of
from engagekit.mapping.confirmed_questions import UnconfirmedError
from engagekit.mapping.reading import MappingReader
from engagekit.parsing import repeated_problems, validate
from engagekit.parsing.file_days import list_day
from engagekit.plain_text import cleaned
from engagekit.readers import template
from engagekit.readers.shared import _repeats, _timestamps, contract
from engagekit.readers.shared._table import stem
from engagekit.settings.schema import Settings
from engagekit.tables.problems import ColumnAccount, Problem, SetAside, SheetAccount
from engagekit.tables.schema import TABLES

NOTHING = contract.Reading({}, 0, 0)


@dataclass(frozen=True, eq=False)
class Loaded:
    """What one file gave: its recognition, its checked tables, its faults.

    ``export``: none where the file could not even be opened. ``reading``: what the reader says of
    it, its tables apart. ``frames``: checked tidy tables. ``error``: the sentence when it is not
    recognised or unreadable. ``traceback``: where a reader failed on it; empty for every other
    error. ``counted``: the tables whose rows are rows of the export, one each. ``sheets``: the
    sheet of each table. ``sheet_accounts``: what became of every sheet of the file.
    ``column_accounts``: what became of every named column of the sheets that were read. ``more``:
    further sheets of the workbook that were read on their own; their faults and accounts stand
    here. ``is_final``: reading it again gives the same; not where a limit of this machine ended it.
    """

    file: str
    export: Export | None = None
    tool: str | None = None
    seen: contract.Recognition | None = None
    reading: contract.Reading = NOTHING
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    rows_kept: int = 0
    set_aside: tuple[SetAside, ...] = ()
    problems: tuple[Problem, ...] = ()
    error: str | None = None
    main_table: str | None = None
    counted: frozenset[str] = frozenset()
    sheets: Mapping[str, str] = field(default_factory=dict)
    traceback: str = ""
    sheet_accounts: tuple[SheetAccount, ...] = ()
    column_accounts: tuple[ColumnAccount, ...] = ()
    more: "tuple[Loaded, ...]" = ()
    is_final: bool = True

    @property
    def rows_read(self) -> int:
        """The data rows of the export."""
        return self.reading.rows_read

    @property
    def prefix(self) -> str:
        """How numbers begin that come from file and row."""
        return stem(self.export) if self.export else ""

    @property
    def files(self) -> str:
        """What the next file of its source does, as the settings or the mapping say."""
        return self._stated("files") or self.reading.files

    @property
    def key(self) -> tuple[str, ...]:
        """By which fields its rows are known, as the settings or the mapping say."""
        return self._stated("key") or self.reading.key

    @property
    def waits(self) -> bool:
        """Whether it is probably of a tool, and a person has not said so."""
        return self.seen is not None and not self.seen.certain

    @property
    def parts(self) -> "tuple[Loaded, ...]":
        """The sheet that was recognised and those that were read on their own."""
        return (self, *self.more)

    def _stated(self, name: str) -> Any:
        """Return what the settings say of the file."""
        return getattr(self.export.choice, name, None) if self.export else None


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
    """Return the same without the raw cells: those of all files do not fit into the memory."""
    if done.export is None:
        return done
    sheets = tuple(replace(one, cells=one.cells.iloc[:0].copy()) for one in done.export.sheets)
    export = replace(done.export, sheets=sheets, text="")
    return replace(done, export=export, reading=replace(done.reading, tables={}))


def _every_sheet(place: Path, file: str, settings: Settings) -> Loaded:
    """Open a file and read each of its sheets."""
    if leads_out(place):
        return Loaded(file, error=error_text("source_file.link", file=file))
    if what := why_unread(place):
        return Loaded(file, error=f"{file} is {what}.")
    try:
        export = open_export(place, file=file, choice=choice_of(place, file, settings))
    except ExportError as error:
        return Loaded(file, error=str(error))
    first = _read(export, settings)
    if len(export.sheets) < 2:
        return first
    if first.error is not None and first.tool is None:
        first = _first_sheet(export, settings) or first
    return _with_sheets(first, export, settings)


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
    done = Loaded(export.file, export)
    try:
        reader, seen = recognise.recognise(export)
        done = replace(done, tool=reader.TOOL, seen=seen)
        if waits := recognise.waiting(export, reader, seen):
            return replace(done, error=waits)
        reading = recognise.read(reader, export, settings.survey)
    except UnconfirmedError as error:
        return replace(done, seen=replace(seen, certain=False), error=str(error))
    except EngagekitError as error:
        return replace(done, error=str(error), traceback=recognise.traceback_of(error))
    if not (isinstance(reader, MappingReader) and reader.matched):
        reading = _without_copies(export, reader.TABLES[0], seen, reading)
    if reading.why:
        seen = replace(seen, why=f"{seen.why}; {reading.why}")
    done = _checked(replace(done, seen=seen), export, reader.TABLES, reading, settings)
    return _accounted(done, export, seen)


def _without_copies(
    export: Export, main: str, seen: contract.Recognition, reading: contract.Reading
) -> contract.Reading:
    """Return a reading without rows that repeat another cell for cell, and with what is told.

    ``main``: the table whose rows are those of the export.
    """
    sheet = next((one for one in export.visible if one.name == seen.sheet), None)
    frame = reading.tables.get(main)
    of_tool = main in _repeats.RECORDS or main in _repeats.FIGURES
    if sheet is None or frame is None or not of_tool or export.suffix in accounting.NO_COLUMNS:
        return reading
    rows = frame.index.unique()
    if rows.name != "source" or not (rows - 1).isin(sheet.cells.index).all():
        return reading
    cells = sheet.cells.loc[rows - 1].set_axis(rows)
    repeats = _repeats.in_list(cells, main, reading.origins.get(main, {}), export.file, seen.sheet)
    if not repeats.copies:
        return replace(reading, problems=[*reading.problems, *repeats.problems])
    return replace(
        reading,
        tables={
            name: part[~part.index.isin(repeats.copies)] for name, part in reading.tables.items()
        },
        rows_kept=reading.rows_kept - len(repeats.copies),
        set_aside=[*reading.set_aside, *repeats.set_aside],
        problems=[*reading.problems, *repeats.problems],
    )


def _accounted(done: Loaded, export: Export, seen: contract.Recognition) -> Loaded:
    """Return one sheet read, with the account of its rows and its columns."""
    reading, main = done.reading, done.main_table or ""
    sheet = seen.sheet or (export.sheet.name if export.visible else "")
    rows = reading.sheet_rows or {sheet: (reading.rows_read, done.rows_kept)}
    table_of = {sheet: table for table, sheet in reversed(list(reading.sheets.items()))}
    accounts = [
        SheetAccount(name, table_of.get(name, main), read, kept, read - kept, seen.why)
        for name, (read, kept) in rows.items()
    ]
    second = accounting.second_table(export, seen, done.set_aside)
    return replace(
        done,
        sheet_accounts=tuple(accounts),
        column_accounts=accounting.columns_of(export, seen, reading),
        problems=(*done.problems, *second),
    )


def _with_sheets(first: Loaded, export: Export, settings: Settings) -> Loaded:
    """Return a workbook with what its further sheets hold: each read on its own, or a question."""
    more, asked, accounts = [], [], list(first.sheet_accounts)
    names = list(TABLES) if first.tool == template.TOOL else []
    taken = {account.sheet for account in accounts}
    # what the settings say of one event is about the first sheet alone, not about all
    choice = export.choice and export.choice.model_copy(update={"event": None, "sheet": None})
    for sheet in export.sheets:
        if sheet.name in taken:
            continue
        part = None
        if first.error is None and _is_table(export, sheet):
            alone = replace(export, sheets=(sheet,), notes=(), choice=choice, part=sheet.name)
            part = _read(replace(alone, order_above=_timestamps.order_above(export)), settings)
        if part is not None and part.error is None:
            more.append(part)
            accounts += part.sheet_accounts
            continue
        refused = part.error or "" if part is not None and part.tool else ""
        account, problem = accounting.unread(export, sheet, refused, names)
        accounts.append(account)
        asked += [problem] if problem and first.error is None else []
    order = {sheet.name: at for at, sheet in enumerate(export.sheets)}
    accounts.sort(key=lambda account: order.get(account.sheet, len(order)))
    return replace(
        first,
        problems=(*first.problems, *asked),
        sheet_accounts=tuple(accounts),
        column_accounts=tuple(one for part in (first, *more) for one in part.column_accounts),
        more=tuple(more),
    )


def _is_table(export: Export, sheet: Sheet) -> bool:
    """Return whether a visible sheet may hold a table, and the settings do not leave it alone."""
    wanted = getattr(export.choice, "sheet", None)
    ignored = getattr(export.choice, "ignore_sheets", ())
    alone = sheet.name in ignored or bool(wanted and wanted != sheet.name)
    return not sheet.hidden and sheet.last_row >= 1 and not alone


def _checked(
    done: Loaded,
    export: Export,
    tables: Sequence[str],
    reading: contract.Reading,
    settings: Settings,
) -> Loaded:
    """Return what was read of one file with each table typed; rows lost in the check counted.

    ``tables``: those of the reader, first the one whose rows are rows of the export.
    """
    organisation, main = settings.organisation, tables[0]
    home, order = organisation.time_zone, getattr(export.choice, "date_order", None)
    frames, lost, counted = dict[str, pd.DataFrame](), list[SetAside](), set[str]()
    problems = [*export.notes, *reading.problems]
    is_by_sheet = len({*reading.sheets.values()}) > 1
    is_each = is_by_sheet or len(reading.tables) == 1 or main not in reading.tables
    own_sheet = done.seen.sheet if done.seen else ""
    sheets = {name: reading.sheets.get(name, own_sheet) or "" for name in reading.tables}
    for name, frame in reading.tables.items():
        place = validate.Place(
            export.file,
            sheets[name],
            reading.origins.get(name),
            reading.zone or home,
            order or reading.date_order,
            home,
            organisation,
        )
        typed = validate.check(name, _cleaned(frame), place)
        problems += typed.problems
        frames[name] = typed.frame
        if name in ("attendance", "touches") and len(typed.frame):
            frames[name] = typed.frame.assign(source_file=export.file)
        if is_each or name == main:
            counted.add(name)
            where = f"sheet {sheets[name]}: " if is_by_sheet else ""
            left_out = validate.left_out(typed)
            lost += [replace(part, reason=f"{where}{part.reason}") for part in left_out]
    return replace(
        done,
        reading=reading,
        frames=frames,
        rows_kept=max(reading.rows_kept - sum(part.rows for part in lost), 0),
        set_aside=(*(replace(part, file=export.file) for part in reading.set_aside), *lost),
        problems=repeated_problems.condensed(problems),
        main_table=next((name for name in tables if name in frames), main),
        counted=frozenset(counted),
        sheets=sheets,
    )


def _cleaned(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as a reader made it, without signs that nobody sees."""
    changed = {}
    for name, part in frame.items():
        text = cleaned(part) if part.dtype == "str" else part
        if text is not part:
            changed[str(name)] = text
    return frame.assign(**changed).infer_objects()


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
