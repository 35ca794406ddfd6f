"""The mapping files that stand near a raw file, or that the settings name for it."""

import contextlib
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from engagekit.errors import ExportError, pasted
from engagekit.files.archive import file_of
from engagekit.files.source_file import Export
from engagekit.mapping.mapping_file import Mapping, read_mapping
from engagekit.settings.project import MAPPINGS, find_project
from engagekit.settings.schema import FILE

ABOVE = 3
"""Folders from the file's own upwards in which `mappings` is looked for outside a project: the
file's, the data folder, the folder of the work; farther up stand other people's."""


_TRIED: ContextVar[Mapping | None] = ContextVar("tried", default=None)


@contextlib.contextmanager
def trying(mapping: Mapping) -> Iterator[None]:
    """Let a mapping that is written nowhere go before all others until the block ends."""
    token = _TRIED.set(mapping)
    try:
        yield
    finally:
        _TRIED.reset(token)


def project_of(path: Path) -> Path:
    """Return the folder of the project in force for a raw file, else the file's own."""
    file = file_of(path)
    return find_project(file).home or file.parent


def mapping_files(path: Path) -> list[Path]:
    """Return the mappings of the project in force; without one, those beside and above a file."""
    file = file_of(path.resolve())
    home = find_project(file).home
    return _in([home] if home else _near(file))


def elsewhere(path: Path) -> list[Path]:
    """Return mappings near a raw file that are not in force, as they are not of the project."""
    file = file_of(path.resolve())
    home = find_project(file).home
    return _in([folder for folder in _near(file) if folder != home]) if home else []


def all_files(data: Path) -> list[Path]:
    """Return the mapping files that are in force for some exports, and those beside them."""
    place = data.resolve() / "any" if data.is_dir() else data.resolve()
    inside = sorted(data.rglob(f"{MAPPINGS}/*.toml")) if data.is_dir() else []
    return [*dict.fromkeys([*mapping_files(place), *elsewhere(place), *inside])]


def _near(file: Path) -> list[Path]:
    """Return the folders above a file, as far as mappings are looked for in them."""
    return list(file.parents)[:ABOVE]


def _in(folders: Sequence[Path]) -> list[Path]:
    """Return the mapping files of some folders."""
    return [file for folder in folders for file in sorted((folder / MAPPINGS).glob("*.toml"))]


def candidates(export: Export) -> list[Mapping]:
    """Return the mapping that the settings name for a file, else all that stand near it.

    Beside the exports inside a project lie those of whoever handed them on, as in the sample.
    """
    if (tried := _TRIED.get()) is not None:
        return [tried]
    stated = stated_mapping(export)
    if stated:
        return [read_mapping(_file(export, stated))]
    if not export.sheets or not export.visible:
        return []
    home = project_of(export.path.resolve())
    beside = {path: _cached(path) for path in elsewhere(export.path)}
    handed_on = [
        one
        for path, one in beside.items()
        if one.layout or (one.confirmed and path.is_relative_to(home))
    ]
    return [*map(_cached, mapping_files(export.path)), *handed_on]


def stated_mapping(export: Export) -> str:
    """Return the mapping that ``[files]`` names for a file; empty where it names none."""
    return getattr(export.choice, "mapping", None) or ""


def _cached(path: Path) -> Mapping:
    return _read_once(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read_once(path: str, _changed: int) -> Mapping:
    return read_mapping(path)


def _file(export: Export, stated: str) -> Path:
    """Return the mapping file that ``[files]`` names."""
    home = file_of(export.path.resolve()).parent
    names = (stated, f"{MAPPINGS}/{stated}", f"{stated}.toml", f"{MAPPINGS}/{stated}.toml")
    folders = (project_of(export.path), home, Path.cwd())
    for place in (folder / name for folder in folders for name in names):
        if place.is_file():
            return place
    raise ExportError(
        f"[files] says that {export.file} is read by the mapping '{stated}', which is not there. "
        f"Make it: engagekit import {pasted(export.path)}"
    )


def refuse_several(export: Export, fit: Sequence[Mapping]) -> None:
    """Raise an `ExportError` if several mappings fit a file equally well."""
    if len(fit) > 1:
        names = " and ".join(f"'{mapping.name}'" for mapping in fit)
        raise ExportError(
            f"{export.file} fits the mappings {names}. Say which: mapping = "
            f'"{Path(fit[0].path).name}" under [files."{export.path.name}"] in {FILE}.'
        )
