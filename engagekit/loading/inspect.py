"""What files are and what they give, without loading them into a report."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.errors import DataError, UsageError, some
from engagekit.files.archive import is_there
from engagekit.identity import review_list
from engagekit.loading import load, settings_for_folder
from engagekit.loading.document import described
from engagekit.loading.one_by_one import each_file
from engagekit.loading.read_file import read_file, unread
from engagekit.locale.analyst import singular
from engagekit.plain_text import for_spreadsheet
from engagekit.settings.schema import Settings
from engagekit.tables.schema import TABLES
from engagekit.tables.tables import Tables


def _files(
    paths: Sequence[str], settings: Settings | None
) -> tuple[list[tuple[Path, str]], Settings]:
    """Return every file below the paths, and the settings that hold for them."""
    places = [settings_for_folder.resolve(path) for path in paths or [""]]
    missing = [path for path in places if not is_there(path)]
    if missing:
        raise UsageError(f"{missing[0]} is not there. Check the path.")
    chosen = settings or settings_for_folder.settings_for(places[0])
    return [pair for path in places for pair in load.files_under(path)], chosen


def inspect(paths: Sequence[str], settings: Settings | None = None) -> list[dict[str, Any]]:
    """Recognise and read every file below some paths.

    Parameters
    ----------
    paths : sequence of str
        Files, folders, or a project.
    settings : Settings, optional
        Default: those in force for each path.

    Returns
    -------
    list of dict
        One a file, as ``engagekit inspect --json`` has it: recognised, tool, table, rows, set
        aside, problems, dropped columns, error.

    Raises
    ------
    UsageError
        If a path is not there.

    Examples
    --------
    >>> (file,) = ek.inspect(["data/sample/vendors/contracts.csv"])
    >>> file["tool"], file["table"], file["rows_kept"]
    ('engagekit template', 'contracts', 19)
    """
    files, chosen = _files(paths, settings)
    return [described(part) for part in each_file(read_file, files, chosen, unread)]


def as_lines(documents: Sequence[dict[str, Any]]) -> str:
    """Return the files as lines a person reads."""
    lines = []
    for part in documents:
        if part["error"]:
            lines.append(f"{part['file']}: {part['error']}")
            continue
        aside = [f", {one['rows']} set aside: {one['reason']}" for one in part["set_aside"]]
        lines.append(
            f"{part['file']}: {part['tool']}, because {part['why']}; "
            f"{part['rows_read']} rows read, {part['rows_kept']} kept{''.join(aside)}; "
            f"{len(part['dropped_columns'])} columns dropped, {len(part['problems'])} problems"
        )
    return singular("\n".join(lines))


def write_tables(
    paths: Sequence[str],
    out: str | Path,
    settings: Settings | None = None,
    *,
    dry_run: bool = False,
) -> list[Path]:
    """Write the tidy tables of some files as CSV, and ``problems.csv``.

    Parameters
    ----------
    out : str or Path
    dry_run : bool
        Only say which files there would be.

    Returns
    -------
    list of Path
        The files written: UTF-8, ISO dates, only tables with rows.

    Raises
    ------
    DataError
        If no file could be read.
    """
    files, chosen = _files(paths, settings)
    loaded = each_file(read_file, files, chosen, unread)
    if all(part.error for part in loaded):
        faults = [str(part.error) for part in loaded]
        raise DataError(some(faults) if faults else f"{', '.join(paths)}: no exports are there.")
    folder = Path(out)
    written = {folder / f"{name}.csv": frame for name, frame in _all(load.assemble(loaded, chosen))}
    if dry_run:
        return list(written)
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(frame, path) for path, frame in written.items()]


def _all(tables: Tables) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the tidy tables in their order, the faults, and who is still to be identified."""
    yield from ((name, tables.frames[name]) for name in TABLES if name in tables.frames)
    yield "problems", tables.problems
    if tables.has("contacts") and len(review := review_list.unidentified(tables)):
        yield "review", review


def _write(frame: pd.DataFrame, path: Path) -> Path:
    """Return one frame as CSV with ISO dates."""
    text = frame.copy()
    for name in text.columns:
        if isinstance(text[name].dtype, pd.DatetimeTZDtype):
            text[name] = text[name].map(lambda moment: moment.isoformat(), na_action="ignore")
        elif str(text[name].dtype).startswith("datetime64"):
            text[name] = text[name].dt.strftime("%Y-%m-%d")
    for_spreadsheet(text).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
    return path
