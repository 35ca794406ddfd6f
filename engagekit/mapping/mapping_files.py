"""The mapping files that stand near a raw file, or that the settings name for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from engagekit.errors import ExportError, pasted
from engagekit.files.archive import file_of
from engagekit.files.source_file import Export
from engagekit.mapping.mapping_file import Mapping, read_mapping
from engagekit.settings.schema import FILE, find_settings

FOLDER = "mappings"
ABOVE = 3
"""Folders from the file's own upwards in which `mappings` is looked for outside a project: the
file's, the data folder, the folder of the work; farther up stand other people's."""


def project_of(path: Path) -> Path:
    """Return the folder that holds engagekit.toml, else the file's own."""
    path = file_of(path)
    settings = find_settings(path.parent) or find_settings(Path.cwd())
    return settings.parent if settings else path.parent


def mapping_files(path: Path) -> list[Path]:
    """Return `mappings/*.toml` beside a raw file, above it, and in the project."""
    home = file_of(path.resolve()).parent
    top = find_settings(home)
    above = [home, *home.parents]
    near = above[: above.index(top.parent) + 1] if top else above[:ABOVE]
    folders = list(dict.fromkeys([*near, project_of(path.resolve())]))
    return [file for folder in folders for file in sorted((folder / FOLDER).glob("*.toml"))]


def candidates(export: Export) -> list[Mapping]:
    """Return the mapping that the settings name for a file, else all that stand near it."""
    stated = stated_mapping(export)
    if stated:
        return [read_mapping(_file(export, stated))]
    if not export.sheets or not export.visible:
        return []
    return [_cached(str(path), path.stat().st_mtime_ns) for path in mapping_files(export.path)]


def stated_mapping(export: Export) -> str:
    """Return the mapping that ``[files]`` names for a file; empty where it names none."""
    return getattr(export.choice, "mapping", None) or ""


@lru_cache(maxsize=256)
def _cached(path: str, _changed: int) -> Mapping:
    return read_mapping(path)


def _file(export: Export, stated: str) -> Path:
    """Return the mapping file that ``[files]`` names."""
    home = file_of(export.path.resolve()).parent
    names = (stated, f"{FOLDER}/{stated}", f"{stated}.toml", f"{FOLDER}/{stated}.toml")
    folders = (project_of(export.path), home, Path.cwd())
    for place in (folder / name for folder in folders for name in names):
        if place.is_file():
            return place
    raise ExportError(
        f"[files] says that {export.file} is read by the mapping '{stated}', which is not there. "
        f"Make it: engagekit map {pasted(export.file)} --out "
        f"{pasted(f'{FOLDER}/{Path(stated).stem}.toml')}"
    )


def refuse_several(export: Export, fit: Sequence[Mapping]) -> None:
    """Raise an `ExportError` if several mappings fit a file equally well."""
    if len(fit) > 1:
        names = " and ".join(f"'{mapping.name}'" for mapping in fit)
        raise ExportError(
            f"{export.file} fits the mappings {names}. Say which: mapping = "
            f'"{Path(fit[0].path).name}" under [files."{export.path.name}"] in {FILE}.'
        )
