"""The reader modules, one a tool, found below this package."""

import importlib
import pkgutil
from functools import cache
from typing import Any

from engagekit.readers.shared.contract import Reader

ROOMS = ("survey", "events", "contacts", "activity")


@cache
def all_readers() -> dict[str, Reader]:
    """Return every reader module by the name of its tool."""
    readers: dict[str, Reader] = {}
    for room in (__name__.rpartition(".")[0], *(f"engagekit.readers.{name}" for name in ROOMS)):
        package = importlib.import_module(room)
        for info in pkgutil.iter_modules(package.__path__):
            if info.name.startswith("_") or info.ispkg or info.name == "registry":
                continue
            module: Any = importlib.import_module(f"{room}.{info.name}")
            readers[module.TOOL] = module
    return readers
