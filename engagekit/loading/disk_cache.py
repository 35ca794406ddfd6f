"""Tables of a project kept on disk: exports that have not changed are not read again.

An entry is a file for the project's owner alone: Parquet and JSON behind their digest. Its name is
the digest of everything that reading depends on. What is damaged, or did not come back as it went
in, is read anew.
"""

import contextlib
import hashlib
import io
import json
import os
import sys
import tempfile
import time
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pydantic import TypeAdapter

from engagekit.mapping.mapping_files import ABOVE
from engagekit.readers.registry import brought_files
from engagekit.settings.project import MAPPINGS, STATE
from engagekit.settings.schema import Settings
from engagekit.tables.problems import Problem, SetAside, Source
from engagekit.tables.provenance import Places
from engagekit.tables.tables import Tables

VARIABLE, FOLDER, MOST = "ENGAGEKIT_CACHE", "cache", 8
"""The variable names another folder, or none: nothing is kept. So many entries are, the last used.
"""
ONLY_READ = "ENGAGEKIT_CACHE_ONLY_READ"
"""The variable that a dry run sets: entries are read, and none is written."""
NOT_READ: Any = {"organisation": {"name"}, "disclosure": True, "report": True, "targets": True}
"""Settings that say how numbers are shown: no reading depends on them."""
LACKING = (TypeError, ValueError, NotImplementedError)
"""What is raised by a value that JSON or Parquet lacks."""
_RECORD: TypeAdapter[Any] = TypeAdapter(
    tuple[
        tuple[Problem, ...],
        tuple[SetAside, ...],
        tuple[Source, ...],
        tuple[dict[str, Any], ...],
        dict[str, tuple[tuple[tuple[str, str, list[int]], ...], list[int] | None]],
    ]
)
"""What is kept of tables beside their frames: the last are the places of their rows."""
_BEGUN = time.time_ns()
_SIZE = hashlib.sha256().digest_size


def folder_of(home: Path | None) -> Path | None:
    """Return where the entries of a project lie; None without a project."""
    stated = os.environ.get(VARIABLE)
    if home is None or stated == "":
        return None
    return Path(stated) if stated else home / STATE / FOLDER


def entry_of(place: Path, settings: Settings) -> Path | None:
    """Return the entry of a folder of exports as it is today, whether it is there or not.

    None where nothing is kept: outside a project, of one file, of what cannot be opened.
    """
    folder = folder_of(settings.home)
    mappings = [one.mapping for one in settings.files.values() if one.mapping]
    if folder is None or not place.is_dir() or any(".." in one for one in mappings):
        return None
    here, home = Path.cwd(), settings.home or place
    above = {home, here, *place.resolve().parents[: ABOVE - 1]}
    stated = [one / name for one in (home, here) for name in mappings]
    stated += [one / MAPPINGS / name for one in (home, here) for name in mappings]
    near = [file for one in above for file in (one / MAPPINGS).glob("*.toml")]
    near += [*stated, *(Path(f"{one}.toml") for one in stated)]
    below = [
        one
        for one in place.rglob("*")
        if not any(part.startswith(".") for part in one.relative_to(place).parts)
    ]
    try:
        files = [_digest(one) for one in (*sorted(below), *sorted(near))]
    except OSError:
        return None
    choices = settings.model_dump(mode="json", exclude=NOT_READ)
    names = [str(one) for one in (place, place.resolve(), here, home, pd.Timestamp.today().date())]
    whole = json.dumps([program(), choices, names, files])
    return folder / hashlib.sha256(whole.encode()).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """Return the digest of the package and of those that it uses, as they are now."""
    own = sorted(one for one in Path(__file__).parents[1].rglob("*") if one.suffix != ".pyc")
    own += brought_files()
    seen = [(str(one), one.stat().st_size, one.stat().st_mtime_ns) for one in own if one.is_file()]
    used = Path(pd.__file__).parents[1].stat().st_mtime_ns
    parts = [sys.version, used, seen]
    if max(used, *(changed for *_, changed in seen)) > _BEGUN:
        parts.append(
            _BEGUN
        )  # this process may run what was there before: no other reads its entries
    whole = json.dumps(parts)
    return hashlib.sha256(whole.encode()).hexdigest()


def _digest(file: Path) -> list[str]:
    """Return the name of a file, where it leads and the digest of its bytes."""
    seen = [str(file), str(file.readlink()) if file.is_symlink() else ""]
    if file.is_file():
        with file.open("rb") as stream:
            seen.append(hashlib.file_digest(stream, "sha256").hexdigest())
    return seen


def read(entry: Path, settings: Settings) -> Tables | None:
    """Return the tables of an entry; None where there is none, or a damaged one."""
    body = _read_bytes(entry)
    return None if body is None else _unpacked(body, settings)


def write(entry: Path, tables: Tables) -> None:
    """Keep tables, and no more than `MOST`, unless they do not come back as they are."""
    with contextlib.suppress(*LACKING):
        body = _packed(tables)
        if _packed(_unpacked(body, tables.settings)) == body:
            _write_bytes(entry, body)


def _read_bytes(entry: Path) -> bytes | None:
    """Return what was kept under a name; None where there is nothing, or it is damaged."""
    try:
        stored = entry.read_bytes()
        os.utime(entry)
    except OSError:
        return None
    body = stored[_SIZE:]
    return body if hashlib.sha256(body).digest() == stored[:_SIZE] else None


def _write_bytes(entry: Path, body: bytes) -> None:
    """Keep bytes under a name, and no more than `MOST` entries.

    A folder that takes no files is left as it is.
    """
    if os.environ.get(ONLY_READ):
        return
    with contextlib.suppress(OSError):
        for folder in (entry.parent.parent, entry.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=entry.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(body).digest() + body)
            Path(name).replace(entry)
        except OSError:  # a full disk
            Path(name).unlink()
            raise
        used = sorted(entry.parent.iterdir(), key=lambda kept: kept.stat().st_mtime_ns)
        for old in used[:-MOST]:
            old.unlink()


def _packed(tables: Tables) -> bytes:
    """Return tables as bytes, the same for the same tables."""
    places = {
        name: (
            tuple((file, sheet, rows.tolist()) for file, sheet, rows in one.pieces),
            None if one.kept is None else one.kept.tolist(),
        )
        for name, one in tables.places.items()
    }
    record = (tables.faults, tables.left_out, tables.origins, tables.documents, places)
    parts = {"": _RECORD.dump_json(record, warnings="error")}
    parts |= {name: frame.to_parquet() for name, frame in tables.frames.items()}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return whole.getvalue()


def _unpacked(body: bytes, settings: Settings) -> Tables:
    """Return the tables that `_packed` made into bytes."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    faults, left_out, origins, documents, places = _RECORD.validate_json(parts.pop(""))
    frames = {name: pd.read_parquet(io.BytesIO(part)) for name, part in parts.items()}
    placed = {name: _placed(*one) for name, one in places.items()}
    return Tables(frames, settings, faults, left_out, origins, placed, documents=documents)


def _placed(pieces: Any, kept: list[int] | None) -> Places:
    rows = [(file, sheet, np.array(part, dtype="int64")) for file, sheet, part in pieces]
    return Places(tuple(rows), None if kept is None else np.array(kept, dtype="int64"))
