"""A folder of exports to tidy tables: recognise, read, check, set aside, link, remember."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import DataError, EngagekitError, ExportError, some
from engagekit.files.archive import each_of, is_there
from engagekit.files.source_file import Export, open_export
from engagekit.identity import name_only_links, staff_list
from engagekit.loading import merge, preloaded, recognise
from engagekit.loading.deduplicate import surveys_once
from engagekit.loading.known_questions import with_known_questions
from engagekit.loading.parallel import each_file
from engagekit.loading.settings_for_folder import resolve, settings_for
from engagekit.mapping.shipped import all_tools
from engagekit.parsing import repeated_problems, validate
from engagekit.readers.shared import contract
from engagekit.settings.schema import FileChoice, Settings, with_themes
from engagekit.tables.problems import Problem, SetAside, Source
from engagekit.tables.provenance import Places
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

SKIPPED_SUFFIXES = frozenset(
    {".md", ".toml", ".py", ".pyc", ".ipynb", ".png", ".jpg", ".lock", ".html", ".pdf"}
)


@dataclass(frozen=True, eq=False)
class Loaded:
    """What one file gave: its recognition, its checked tables, its faults.

    Attributes
    ----------
    file : str
    export : Export or None
        None where the file could not even be opened.
    tool : str or None
    seen : Recognition or None
    frames : dict of str to DataFrame
        Checked tidy tables.
    rows_read, rows_kept : int
    set_aside : tuple of SetAside
    problems : tuple of Problem
    dropped_columns : tuple of (column, reason)
    error : str or None
        The sentence when it is not recognised or unreadable.
    traceback : str
        Where a reader failed on it; empty for every other error.
    counted : frozenset of str
        The tables whose rows are rows of the export, one each.
    sheets : mapping of str to str
        The sheet of each table.
    own_log : bool
        Its names may link as those of the template do.
    hosts : mapping of str to str
        Event to the address of its host.
    """

    file: str
    export: Export | None = None
    tool: str | None = None
    seen: contract.Recognition | None = None
    frames: dict[str, pd.DataFrame] | None = None
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
    traceback: str = ""


def files_under(path: str | Path) -> Iterator[tuple[Path, str]]:
    """Yield every export below a path with the name it goes by, but for lock and hidden files."""
    start = Path(path)
    if start.is_file() or not start.exists():
        yield from _usable(start, str(path))
        return
    for place in sorted(start.rglob("*")):
        below = place.relative_to(start).parts
        hidden = any(part.startswith((".", "~$")) for part in below)
        if place.is_file() and not hidden and place.suffix.casefold() not in SKIPPED_SUFFIXES:
            yield from _usable(place, "/".join([str(path).rstrip("/\\"), *below]))


def _usable(place: Path, name: str) -> list[tuple[Path, str]]:
    """Return a file, or the members of a ZIP that are not pages, pictures or programs."""
    present = each_of(place, name)
    retained = [pair for pair in present if pair[0].suffix.casefold() not in SKIPPED_SUFFIXES]
    return retained if len(present) > 1 and retained else present


def read_file(place: Path, file: str, settings: Settings) -> Loaded:
    """Open, recognise, read and check one file; a fault becomes its ``error`` sentence."""
    choice = _choice(place, file, settings)
    try:
        export = open_export(place, file=file, choice=choice)
    except ExportError as error:
        return Loaded(file, error=str(error))
    try:
        reader, observed = recognise.recognise(export)
    except ExportError as error:
        return Loaded(file, export, error=str(error), traceback=recognise.traceback_of(error))
    try:
        reading = recognise.read(reader, export)
    except EngagekitError as error:
        text, where = str(error), recognise.traceback_of(error)
        return Loaded(file, export, reader.TOOL, observed, error=text, traceback=where)
    if reading.why:
        observed = replace(observed, why=f"{observed.why}; {reading.why}")
    return _checked(export, reader, observed, reading, settings)


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
    for name, raw in reading.tables.items():
        sheet = reading.sheets.get(name, seen.sheet)
        place = validate.Place(
            export.file,
            sheet,
            reading.origins.get(name),
            reading.zone or home,
            stated or reading.date_order,
            home,
            settings.organisation.fiscal_start,
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
    )


def load(
    folder: str | os.PathLike[str] = "data/sample",
    settings: Settings | None = None,
    *,
    language: str | None = None,
) -> Tables:
    """Load every export of a folder (or one file) into tidy tables.

    Parameters
    ----------
    folder : str or path
        Folder with raw exports, looked for from the working directory, then beside engagekit.toml.
    settings : Settings, optional
        Default: engagekit.toml upwards from the folder, then from the working directory.
    language : str, optional
        Of everything made of the tables: ``en`` or ``fr``. Default: that of the settings.

    Returns
    -------
    Tables
        With ``problems``, ``set_aside`` and ``sources``. A file that nobody recognises is a
        problem there, never a guess.

    Raises
    ------
    DataError
        If the folder is missing or no file of it can be read.
    """
    place = resolve(folder)
    if not is_there(place):
        raise DataError(f"{folder} is not there. Give the folder that holds the exports.")
    if settings is None and (existing := preloaded.find(place)) is not None:
        return existing.in_language(language)
    chosen = with_themes(settings or settings_for(place), place)
    every = [
        (path, str(Path(name).relative_to(place if place.is_dir() else place.parent)))
        for path, name in files_under(place)
    ]
    matches = [one for one in every if not _is_ignored(*one, chosen)]
    all_tools()  # before processes are forked, so that each has them already
    loaded = each_file(read_file, matches, chosen)
    good = [part for part in loaded if part.error is None]
    if not good:
        faults = [part.error for part in loaded] or [f"{folder} holds no exports."]
        raise DataError(f"Nothing could be loaded. {some(faults)}")
    result = assemble(loaded, chosen).in_language(language)
    alone = [
        SetAside("left alone, as [files] in engagekit.toml says", 0, file)
        for path, file in every
        if _is_ignored(path, file, chosen)
    ]
    return replace(result, left_out=(*result.left_out, *alone))


def _is_ignored(place: Path, file: str, settings: Settings) -> bool:
    """Return whether the settings say to leave a file alone."""
    choice = _choice(place, file, settings)
    return choice is not None and choice.ignore


def _choice(place: Path, file: str, settings: Settings) -> FileChoice | None:
    """Return what the settings say of a file: by its name, its path, or the ZIP that holds it."""
    names = [place.name, file, *(above.name for above in place.parents if above.suffix == ".zip")]
    return next((settings.files[name] for name in names if name in settings.files), None)


def assemble(loaded: Sequence[Loaded], settings: Settings) -> Tables:
    """Put the tables of many files together: repeats set aside, people linked, with provenance."""
    once, repeats = _without_repeats(loaded)
    good = [part for part in once if part.error is None]
    answered, met = surveys_once([(part.file, part.frames or {}) for part in good])
    good = [replace(part, frames=frames) for part, frames in zip(good, answered, strict=True)]
    frames = _together(good)
    left_out = [part for file in good for part in file.set_aside]
    left_out += [
        SetAside(f"same file as {first}", part.rows_read, part.file) for part, first in repeats
    ]
    problems = [problem for part in once for problem in part.problems]
    problems += [Problem(part.error or "", "", part.file) for part in once if part.error]
    frames, out = _linked(good, frames, settings)
    frames = merge.same_surveys(frames)
    frames, again = merge.keys_once(frames, _files_of(good))
    again = [*met, *again]
    places = _places(good, frames)
    settings = with_known_questions(settings, frames.get("questions"))
    twice = {part.file: sum(one.rows for one in again if one.file == part.file) for part in good}
    return Tables(
        {name: frame.reset_index(drop=True) for name, frame in frames.items() if len(frame)},
        settings,
        tuple(problems),
        (*left_out, *out, *again),
        tuple(
            _source(replace(part, rows_kept=max(part.rows_kept - twice[part.file], 0)))
            for part in good
        ),
        places,
    )


def _places(good: Sequence[Loaded], frames: Mapping[str, pd.DataFrame]) -> dict[str, Places]:
    """Return where the rows of each table stand; a contact where the first list names them."""
    result = {}
    for name, frame in frames.items():
        present = [part for part in good if part.frames and name in part.frames]
        if name == "contacts":
            present.sort(key=lambda part: staff_list.rank(part.tool or ""))
        pieces = tuple(
            (part.file, part.sheets.get(name, ""), (part.frames or {})[name].index.to_numpy())
            for part in present
        )
        retained = frame.index.to_numpy()
        if name == "contacts":
            ids = pd.concat([(part.frames or {})[name]["contact_id"] for part in present])
            first = pd.Series(range(len(ids)), index=ids.to_numpy())
            first = first[~first.index.duplicated()]
            retained = first.reindex(frame["contact_id"]).to_numpy(dtype="int64")
        result[name] = Places(pieces).only(retained)
    return {name: place for name, place in result.items() if len(place)}


def _without_repeats(loaded: Iterable[Loaded]) -> tuple[list[Loaded], list[tuple[Loaded, str]]]:
    """Return files once each: the same bytes again are a repeat of the first."""
    observed: dict[str, str] = {}
    once, repeats = [], []
    for part in loaded:
        digest = part.export.sha256 if part.export else part.file
        if digest in observed:
            repeats.append((part, observed[digest]))
        else:
            observed[digest] = part.file
            once.append(part)
    return once, repeats


def _together(good: Sequence[Loaded]) -> dict[str, pd.DataFrame]:
    """Return tables of the same name from all files, one under the other."""
    frames: dict[str, list[pd.DataFrame]] = {}
    for part in good:
        for name, frame in (part.frames or {}).items():
            if name != "contacts":
                frames.setdefault(name, []).append(frame)
    return {name: pd.concat(parts, ignore_index=True) for name, parts in frames.items()}


def _files_of(good: Sequence[Loaded]) -> dict[str, list[str]]:
    """Return the file of each row of each table; empty where it is no row of the file."""
    files: dict[str, list[str]] = {}
    for part in good:
        for name, frame in (part.frames or {}).items():
            file = part.file if name in part.counted else ""
            files.setdefault(name, []).extend([file] * len(frame))
    return files


def _linked(
    good: Sequence[Loaded], frames: dict[str, pd.DataFrame], settings: Settings
) -> tuple[dict[str, pd.DataFrame], list[SetAside]]:
    """Return frames with their people identified, and who stands on other lists alone."""
    lists = [
        (part.tool or "", part.file, part.frames["contacts"])
        for part in good
        if part.frames and len(part.frames.get("contacts", ()))
    ]
    if not lists:
        return merge.grouped(frames, settings), []
    aliases = frames.get("aliases", empty("aliases", settings.organisation.time_zone))
    existing = staff_list.directory(lists, aliases, settings)
    result = merge.grouped(
        {**frames, "contacts": existing.contacts, "aliases": existing.aliases}, settings
    )
    tool_of = {part.file: staff_list.TEMPLATE if part.own_log else part.tool or "" for part in good}
    hosts = {event: host for part in good for event, host in part.hosts.items()}
    meetings = name_only_links.own_meetings(hosts, settings)
    everywhere = [frame for part in good for frame in (part.frames or {}).values()]
    domains = settings.organisation.domains
    outside = name_only_links.outsiders(everywhere, existing, domains) if meetings else {}
    for name in ("attendance", "touches"):
        if name in result:
            result[name] = merge.link_table(name, result, existing, tool_of, meetings, outside)
    for name in ("support", "testimonials", "follow_ups", "plans", "invitations"):
        if name in result:
            result[name] = merge.renumbered(result[name], existing)
    out = [
        SetAside("on another list of people, not on the staff list", rows, file)
        for file, rows in (existing.not_staff or {}).items()
        if rows
    ]
    return result, out


def _source(part: Loaded) -> Source:
    """Return provenance of one file."""
    sizes = {name: len(frame) for name, frame in (part.frames or {}).items()}
    return Source(
        part.file,
        part.export.sha256 if part.export else "",
        part.tool or "",
        part.seen.why if part.seen else "",
        part.seen.sheet if part.seen else "",
        part.rows_read,
        part.rows_kept,
        sizes,
        part.dropped_columns,
    )
