"""The sample project copied into a folder: settings, exports and notebooks to try the kit with."""

from __future__ import annotations

import filecmp
import shutil
from collections.abc import Iterator
from pathlib import Path

from engagekit.errors import UsageError, pasted
from engagekit.settings.shipped import PARTS, sample_project


def copy_sample(folder: Path, *, dry_run: bool = False) -> list[Path]:
    """Copy the sample project into a folder; what is there already stays as it is.

    Parameters
    ----------
    folder : Path
        Made where it is not there.
    dry_run : bool
        Look, and write nothing.

    Returns
    -------
    list of Path
        The files copied, or to be copied.

    Raises
    ------
    UsageError
        If a file of the same name holds something else: nothing is written over.
    """
    missing = []
    for source, inside in project_files(sample_project()):
        target = folder / inside
        if not target.exists():
            missing.append((source, target))
        elif not target.is_file() or not filecmp.cmp(source, target, shallow=False):
            raise UsageError(
                f"{target} is there already, and is not that of the sample. Give another folder: "
                f"engagekit demo {pasted(folder / 'sample')}"
            )
    for source, target in () if dry_run else missing:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    return [target for _, target in missing]


def project_files(root: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each file of the sample project, and where it lies in it."""
    for part in PARTS:
        place = root / part
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            inside = file.relative_to(root)
            if file.is_file() and not any(name.startswith(".") for name in inside.parts):
                yield file, inside
