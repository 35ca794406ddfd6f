"""Tables of a project kept on disk: exports that have not changed are not read again.

An entry is a ZIP for the project's owner alone: Parquet and JSON, whose checksums tell what is
damaged. Its name is the digest of everything that reading depends on.
"""

import contextlib
import hashlib
import io
import json
import os
import sys
import time
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import TypeAdapter

from engagekit.files.archive import BROKEN
from engagekit.mapping.mapping_files import all_files
from engagekit.readers.registry import brought_files
from engagekit.settings.project import STATE
from engagekit.settings.schema import Settings
from engagekit.tables.problems import Problem, SetAside, Source
from engagekit.tables.tables import Tables

VARIABLE, FOLDER, MOST = "ENGAGEKIT_CACHE", "cache", 8
"""The variable names another folder, or none: nothing is kept. So many entries are, the last used.
"""
ONLY_READ = "ENGAGEKIT_CACHE_ONLY_READ"
"""The variable that a dry run sets: entries are read, and none is written."""
NOT_READ: Any = {"organisation": {"name"}, "disclosure": True, "report": True, "targets": True}
"""Settings that say how numbers are shown: no reading depends on them."""
ABOUT = "tables.json"
"""The part of an entry that has what is known of the tables beside their frames."""
_ABOUT: TypeAdapter[Any] = TypeAdapter(
    tuple[tuple[Problem, ...], tuple[SetAside, ...], tuple[Source, ...], tuple[dict[str, Any], ...]]
)
"""Faults, rows left out, origins and documents."""
PLACES = "places/"
"""Before the name of a table: where its rows stand."""
_BEGUN = time.time_ns()


def entry_of(place: Path, settings: Settings) -> Path | None:
    """Return the entry of a folder of exports as it is today, whether it is there or not.

    None where nothing is kept: outside a project, of one file, of what cannot be opened, and where
    the settings name a mapping that does not lie among the others.
    """
    stated_folder = os.environ.get(VARIABLE)
    if settings.home is None or stated_folder == "" or not place.is_dir():
        return None
    mappings = all_files(place)
    existing = {name for file in mappings for name in (file.name, file.stem)}
    if any(choice.mapping not in {None, *existing} for choice in settings.files.values()):
        return None
    exports = [
        file
        for file in sorted(place.rglob("*"))
        if not any(part.startswith(".") for part in file.relative_to(place).parts)
    ]
    try:
        files = [_digest(file) for file in (*exports, *mappings)]
    except OSError:
        return None
    choices = settings.model_dump(mode="json", exclude=NOT_READ)
    places = [place, place.resolve(), Path.cwd(), settings.home]
    seen = [program(), choices, [str(one) for one in places], str(pd.Timestamp.today().date())]
    folder = Path(stated_folder) if stated_folder else settings.home / STATE / FOLDER
    return folder / _digest_of([*seen, files])


def _digest(file: Path) -> list[str]:
    """Return the name of a file, where it leads and the digest of its bytes."""
    seen = [str(file), str(file.readlink()) if file.is_symlink() else ""]
    if file.is_file():
        with file.open("rb") as stream:
            seen.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return seen


def _digest_of(parts: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Return the digest of the package and of those that it uses, as they are now."""
    own = sorted(one for one in Path(__file__).parents[1].rglob("*") if one.suffix != ".pyc")
    about = [(str(one), one.stat()) for one in (*own, *brought_files()) if one.is_file()]
    seen = [(name, status.st_size, status.st_mtime_ns) for name, status in about]
    used = Path(pd.__file__).parents[1].stat().st_mtime_ns
    newest = max(used, *(changed for *_, changed in seen))
    # this process may run what was there before: no other reads its entries
    begun = _BEGUN if newest > _BEGUN else 0
    return _digest_of([sys.version, used, seen, begun])


def read(entry: Path, settings: Settings) -> Tables | None:
    """Return the tables of an entry; None where there is none, or a damaged one."""
    try:
        with zipfile.ZipFile(entry) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        about = _ABOUT.validate_json(parts.pop(ABOUT))
        every = {name: pd.read_parquet(io.BytesIO(part)) for name, part in parts.items()}
        os.utime(entry)
    except (KeyError, *BROKEN):
        return None
    names = [name for name in every if name.startswith(PLACES)]
    places = {name.removeprefix(PLACES): every.pop(name) for name in names}
    faults, left_out, origins, documents = about
    return Tables(every, settings, faults, left_out, origins, places, documents=documents)


def write(entry: Path, tables: Tables) -> None:
    """Keep tables, and no more than `MOST` entries.

    What JSON or Parquet lacks, and a folder that takes no files, are left as they are.
    """
    if os.environ.get(ONLY_READ):
        return
    with contextlib.suppress(OSError, TypeError, ValueError, NotImplementedError):
        body = _packed(tables)
        for folder in (entry.parent.parent, entry.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        part = entry.with_suffix(f".{os.getpid()}")
        try:
            part.touch(mode=0o600)
            part.write_bytes(body)
            part.replace(entry)
        finally:  # of a full disk
            part.unlink(missing_ok=True)
        used = sorted(entry.parent.iterdir(), key=lambda kept: kept.stat().st_mtime_ns)
        for old in used[:-MOST]:
            old.unlink()


def _packed(tables: Tables) -> bytes:
    """Return tables as the bytes of a ZIP, the same for the same tables."""
    about = (tables.faults, tables.left_out, tables.origins, tables.documents)
    parts = {ABOUT: _ABOUT.dump_json(about, warnings="error")}
    parts |= {name: frame.to_parquet() for name, frame in tables.frames.items()}
    parts |= {f"{PLACES}{name}": rows.to_parquet() for name, rows in tables.places.items()}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return whole.getvalue()
