"""A folder of exports to tidy tables: recognise, read, check, set aside, link, remember."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from engagekit.errors import DataError, some
from engagekit.files.archive import each_of, is_added, is_archive, is_there
from engagekit.files.other_kinds import PROGRAMS, is_no_data
from engagekit.files.source_file import leads_out
from engagekit.identity import name_only_links, staff_list
from engagekit.loading import (
    calendar_meetings,
    combine,
    disk_cache,
    merge,
    own_addresses,
    preloaded,
    questions,
    survey_languages,
    year_to_date,
)
from engagekit.loading.document import described
from engagekit.loading.known_questions import with_known_questions
from engagekit.loading.one_by_one import each_file
from engagekit.loading.read_file import (
    Loaded,
    as_they_were,
    read_file,
    stamps,
    unread,
    without_repeats,
)
from engagekit.loading.settings_for_folder import (
    LEFT_ALONE,
    is_ignored,
    not_in_force,
    resolve,
    settings_for,
)
from engagekit.mapping import confirmed_questions
from engagekit.plain_text import one_line
from engagekit.settings.project import MAPPINGS
from engagekit.settings.schema import Settings, with_themes
from engagekit.tables.engines import is_stored, on_engine, opened
from engagekit.tables.problems import ALONE, NOTE, QUESTION, UNREAD, Problem, SetAside, Source
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

Frames = dict[str, pd.DataFrame]
PLACE = ["file", "sheet", "row"]
"""Columns of where a row stands; the row has the number of the sheet."""
NO_DATA = "skipped, not a data file"
NOT_STAFF = "on another list of people, not on the staff list"


def files_under(path: str | Path) -> Iterator[tuple[Path, str]]:
    """Yield every file below a path that may hold data, with the name it goes by.

    Lock files, hidden ones and what `other_kinds.is_no_data` knows are left out; a PDF or a picture
    is there, so that it is not passed over in silence.
    """
    start = Path(path)
    named = start.is_file() and not is_archive(start)
    for place, name in _every_file(start, str(path)):
        if named or not is_no_data(place):
            yield place, one_line(name)


def _every_file(start: Path, name: str) -> Iterator[tuple[Path, str]]:
    """Yield every file below a path but for lock and hidden ones."""
    if start.is_file() or not start.exists():
        yield from each_of(start, name)
        return
    try:
        every = sorted(start.rglob("*"))
    except RecursionError:
        raise DataError(f"{start} holds folders deeper than any export. Move them up.") from None
    for place in every:
        below = place.relative_to(start).parts
        hidden = any(is_added(part) for part in below) or MAPPINGS in below
        called = "/".join([name.rstrip("/\\"), *below])
        if not hidden and (leads_out(place) or not place.is_dir()):  # pipes are told, not opened
            is_plain = place.is_file() and not leads_out(place)
            yield from each_of(place, called) if is_plain else [(place, called)]


def load(
    folder: str | os.PathLike[str] = "",
    settings: Settings | None = None,
    *,
    language: str | None = None,
    engine: str | None = None,
) -> Tables:
    """Load every export of a folder (or one file) into tidy tables.

    Parameters
    ----------
    folder : str or path
        Folder with raw exports, looked for from the working directory, then in the project; empty,
        or the project itself: the exports of the project.
    settings : Settings, optional
        Default: those of the project in force for the folder (`find_project`).
    language : str, optional
        Of everything made of the tables: ``en`` or ``fr``. Default: that of the settings.
    engine : str, optional
        What counts their rows: ``pandas``, ``duckdb`` or ``dask``, with
        the same numbers. Default: that of the settings.

    Returns
    -------
    Tables
        With ``problems``, ``set_aside`` and ``sources``. A file that nobody recognises is a
        problem there, never a guess.

    Raises
    ------
    DataError
        If the folder is missing or no file of it can be read.

    Examples
    --------
    >>> tables = ek.load("data/sample")
    >>> len(tables.contacts), len(tables.problems)
    (675, 8)
    """
    place = resolve(folder)
    existing = preloaded.find(place) if settings is None else None
    if existing is None and is_stored(place):
        return open_tables(place, engine, settings, language=language)
    result = everything(folder, settings) if existing is None else existing
    if existing is None and not result.origins:
        faults = [*map(str, result.unread)] or [f"{place} holds no exports."]
        raise DataError(f"Nothing could be loaded. {some(faults)}")
    return on_engine(result, engine or result.settings.project.engine).in_language(language)


def open_tables(
    folder: str | os.PathLike[str],
    engine: str | None = None,
    settings: Settings | None = None,
    *,
    language: str | None = None,
) -> Tables:
    """Open tidy tables that stand as Parquet: ``<table>.parquet`` each, a file or a folder.

    Parameters
    ----------
    folder, settings, language
        As `load` takes them.
    engine : str, optional
        As `load` takes it; on any other than pandas the rows stay where they are. Default: that of
        the settings.

    Returns
    -------
    Tables

    Raises
    ------
    DataError
        If a file is no table or a table is not as the dictionary says.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> tables.contacts.to_parquet(f"{folder}/contacts.parquet", index=False)
    >>> len(ek.open(folder).contacts)
    675
    """
    chosen = settings or settings_for(folder)
    return opened(resolve(folder), engine or chosen.project.engine, chosen).in_language(language)


def everything(folder: str | os.PathLike[str] = "", settings: Settings | None = None) -> Tables:
    """Load a folder of which perhaps nothing can be read; see `load`."""
    place = resolve(folder)
    if not is_there(place):
        raise DataError(f"{place} is not there. Give the folder that holds the exports.")
    chosen = with_themes(settings or settings_for(place), place)
    above = one_line(str(place if place.is_dir() else place.parent))  # as the names of its files
    every = [(path, str(Path(name).relative_to(above))) for path, name in files_under(place)]
    ignored = [pair for pair in every if is_ignored(*pair, chosen)]
    entry = disk_cache.entry_of(place, chosen)
    result = disk_cache.read(entry, chosen) if entry else None
    if result is None:
        wanted = [pair for pair in every if pair not in ignored]
        before = stamps(wanted)
        loaded = as_they_were(each_file(read_file, wanted, chosen, unread), wanted, before)
        result = replace(assemble(loaded, chosen), documents=tuple(map(described, loaded)))
        is_final = all(part.is_final for part in loaded)
        if entry and is_final and entry == disk_cache.entry_of(place, chosen):
            disk_cache.write(entry, result)
    asked = result.frames.get("questions")
    known = with_known_questions(chosen, asked, confirmed_questions.overall(place))
    result = replace(result, settings=known)
    alone = [SetAside(LEFT_ALONE, 0, file) for _, file in ignored]
    beside = [
        Problem(NO_DATA, "Nothing to do.", str(Path(name).relative_to(above)), level=NOTE)
        for path, name in _every_file(place, str(place))
        if is_no_data(path) and path != place and path.suffix not in PROGRAMS
    ]
    problems = (*result.faults, *not_in_force(place, chosen), *questions.of(result), *beside)
    return replace(result, left_out=(*result.left_out, *alone), faults=problems)


def assemble(loaded: Sequence[Loaded], settings: Settings) -> Tables:
    """Put the tables of many files together: repeats set aside, people linked, with provenance."""
    start = settings.organisation.fiscal_start
    once, repeats = without_repeats(loaded, start)
    combined = combine.combined(
        [p for whole in once if not whole.error for p in whole.parts], start
    )
    good = combined.parts
    frames, places = _together(good)
    frames, to_date = year_to_date.added(frames, places, settings.organisation)
    problems = [problem for whole in once for part in whole.parts for problem in part.problems]
    problems += [*combined.problems, *to_date]
    refused = sorted((part for part in once if part.error), key=lambda part: not part.waits)
    problems += map(_refused, refused)
    frames, places_of_people, not_staff, notes = _linked(good, frames, settings)
    frames, parted = survey_languages.joined(merge.same_surveys(frames), settings.survey.same)
    frames, others = survey_languages.split(frames, settings.survey.by_quarter, start)
    files = {
        name: rows["file"].where(rows["is_counted"], "").astype("str")
        for name, rows in places.items()
    }
    frames, private = calendar_meetings.settled(frames, files, settings)
    frames, again = merge.keys_once(frames, files)
    organisers = frozenset().union(*(part.reading.organisers for part in good))
    frames, own, hosting = own_addresses.left_out(frames, organisers, settings)
    twice = [*combined.set_aside, *again, *private, *own]
    left_out = [aside for part in good for aside in part.set_aside]
    left_out += [
        SetAside(f"same file as {first}", sum(part.rows_read for part in whole.parts), whole.file)
        for whole, first in repeats
    ]
    frames = {name: frame for name, frame in frames.items() if len(frame)}
    places |= places_of_people
    row_places = {
        name: places[name].reindex(frame.index)[PLACE].reset_index(drop=True)
        for name, frame in frames.items()
    }
    return Tables(
        {name: frame.reset_index(drop=True) for name, frame in frames.items()},
        settings,
        _weighed([*problems, *notes, *parted, *others, *hosting], good),
        (*left_out, *not_staff, *twice),
        tuple(_sources(good, twice)),
        row_places,
    )


def _together(good: Sequence[Loaded]) -> tuple[Frames, Frames]:
    """Return tables of the same name from all files, one under the other, and their places.

    Of a place: file, sheet and row, and whether it is a row of the file or was made of one.
    """
    frames: dict[str, list[pd.DataFrame]] = {}
    places: dict[str, list[pd.DataFrame]] = {}
    for part in good:
        for name, frame in part.frames.items():
            frames.setdefault(name, []).append(frame)
            rows = _placed(part, name)[PLACE].assign(is_counted=name in part.counted)
            places.setdefault(name, []).append(rows)
    whole, whole_places = (
        {name: pd.concat(parts, ignore_index=True) for name, parts in each.items()}
        for each in (frames, places)
    )
    whole.pop("contacts", None)
    return whole, whole_places


def _placed(part: Loaded, name: str) -> pd.DataFrame:
    """Return a table of a file with the place of each row."""
    frame = part.frames[name]
    return frame.assign(file=part.file, sheet=part.sheets.get(name, ""), row=frame.index)


def _weighed(problems: Sequence[Problem], good: Sequence[Loaded]) -> tuple[Problem, ...]:
    """Return problems, those of a list of accounts alone weighed by what stands beside it.

    That it does not say who left is a note beside a list of HR, and a question without one.
    """
    best = staff_list.SPINES[staff_list.TEMPLATE]
    beside = [part.tool or "" for part in good if len(part.frames.get("contacts", ()))]
    level = NOTE if best in map(staff_list.rank, beside) else QUESTION
    return tuple(replace(one, level=level) if one.level == ALONE else one for one in problems)


def _refused(part: Loaded) -> Problem:
    """Return the problem of a file that is not read."""
    alone = "If it should not count, name it under [files] ignore in engagekit.toml."
    return Problem(part.error or "", alone, part.file, level=UNREAD)


def _linked(
    good: Sequence[Loaded], frames: Frames, settings: Settings
) -> tuple[Frames, Frames, list[SetAside], Sequence[Problem]]:
    """Return frames with their people identified, places of these, who is no staff, and notes."""
    lists = [
        (part.tool or "", part.file, _placed(part, "contacts"))
        for part in good
        if len(part.frames.get("contacts", ()))
    ]
    if not lists:
        return merge.grouped(frames, settings), {}, [], ()
    aliases = frames.get("aliases", empty("aliases", settings.organisation.time_zone))
    staff = staff_list.directory(lists, aliases, settings)
    people = {"contacts": staff.contacts.drop(columns=PLACE), "aliases": staff.aliases}
    places = {"contacts": staff.contacts[PLACE], "aliases": pd.DataFrame(columns=PLACE)}
    result = merge.grouped({**frames, **people}, settings)
    tool_of = {
        part.file: staff_list.TEMPLATE if part.reading.own_log else part.tool or "" for part in good
    }
    hosts = {event: host for part in good for event, host in part.reading.hosts.items()}
    meetings = name_only_links.own_meetings(hosts, settings)
    everywhere = [frame for part in good for frame in part.frames.values()]
    domains = settings.organisation.domains
    outside = name_only_links.outsiders(everywhere, staff, domains) if meetings else {}
    for name in result.keys() & {"attendance", "touches"}:
        result[name] = merge.link_table(name, result, staff, tool_of, meetings, outside)
    for name in result.keys() & {"support", "testimonials", "follow_ups", "plans", "invitations"}:
        result[name] = merge.renumbered(result[name], staff)
    out = [SetAside(NOT_STAFF, rows, file) for file, rows in staff.not_staff.items() if rows]
    return result, places, out, staff.notes


def _sources(good: Sequence[Loaded], twice: Sequence[SetAside]) -> Iterator[Source]:
    """Yield provenance of each file: of all its sheets together."""
    for file in dict.fromkeys(part.file for part in good):
        parts = [part for part in good if part.file == file]
        first, sizes = parts[0], Counter[str]()
        for part in parts:
            sizes.update({name: len(frame) for name, frame in part.frames.items()})
        readable = sum(part.rows_kept for part in parts)
        repeated = min(readable, sum(aside.rows for aside in twice if aside.file == file))
        yield Source(
            file,
            first.export.sha256 if first.export else "",
            first.tool or "",
            first.seen.why if first.seen else "",
            first.seen.sheet if first.seen else "",
            sum(part.rows_read for part in parts),
            readable - repeated,
            dict(sizes),
            tuple(column for part in parts for column in part.reading.dropped_columns),
            first.sheet_accounts,
            first.column_accounts,
            repeated,
        )
