"""The reader modules, one a tool: those of the kit, found below this package, and of packages."""

import importlib
import pkgutil
import sys
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any

from engagekit.errors import ReaderError, error_text, shorten, some
from engagekit.readers.shared.contract import Reader

ROOMS = ("survey", "events", "contacts", "activity")
GROUP = "engagekit.sources"
"""Entry points by which a package brings reader modules."""
CONTRACT = ("TOOL", "TABLES", "recognise", "read")


@cache
def all_readers() -> dict[str, Reader]:
    """Return every reader module by the name of its tool.

    Raises
    ------
    ReaderError
        A reader that a package brings does not load, is none, or is called like another.
    """
    readers: dict[str, Reader] = {}
    for room in (__name__.rpartition(".")[0], *(f"engagekit.readers.{name}" for name in ROOMS)):
        package = importlib.import_module(room)
        for info in pkgutil.iter_modules(package.__path__):
            if info.name.startswith("_") or info.ispkg or info.name == "registry":
                continue
            module: Any = importlib.import_module(f"{room}.{info.name}")
            for reader in getattr(module, "READERS", (module,)):  # a module of records has several
                readers[reader.TOOL] = reader
    for point in _entry_points():
        reader = brought_readers()[point.value]
        if reader.TOOL in readers:
            slots = {"package": _package(point), "tool": reader.TOOL}
            raise ReaderError(error_text("registry.taken", **slots))
        readers[reader.TOOL] = reader
    return readers


@cache
def brought_readers() -> dict[str, Reader]:
    """Return the reader modules that installed packages bring, by the names of their modules."""
    return {point.value: _loaded(point) for point in _entry_points()}


def brought_files() -> list[Path]:
    """Return the source files of the packages that bring readers: what is read depends on them."""
    files: list[Path] = []
    for name in {module.partition(".")[0] for module in brought_readers()}:
        package = sys.modules[name]
        folders = [Path(folder) for folder in getattr(package, "__path__", ())]
        files += [file for folder in folders for file in sorted(folder.rglob("*.py"))]
        files += [] if folders else [Path(str(package.__file__))]
    return files


@cache
def _entry_points() -> tuple[EntryPoint, ...]:
    return tuple(sorted(entry_points(group=GROUP), key=lambda point: point.value))


def _loaded(point: EntryPoint) -> Reader:
    """Return the module of an entry point, refused where it is no reader."""
    slots = {"package": _package(point), "name": point.value}
    try:
        module: Any = importlib.import_module(point.value)
    except Exception as error:  # whatever a foreign module does at its import
        broken = error_text("registry.broken", **slots, error=shorten(error))
        raise ReaderError(broken) from error
    if lacking := [name for name in CONTRACT if not hasattr(module, name)]:
        raise ReaderError(error_text("registry.lacks", **slots, lacking=some(lacking)))
    reader: Reader = module
    return reader


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.name
