"""The reader modules, one a tool, found below this package."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any

ROOMS = ("survey", "events", "contacts", "activity")


@cache
def all_readers() -> dict[str, Any]:
    """Return every reader module by the name of its tool."""
    matches = {}
    for room in (__name__.rpartition(".")[0], *(f"engagekit.readers.{name}" for name in ROOMS)):
        package = importlib.import_module(room)
        for info in pkgutil.iter_modules(package.__path__):
            if info.name.startswith("_") or info.ispkg or info.name == "registry":
                continue
            module = importlib.import_module(f"{room}.{info.name}")
            matches[module.TOOL] = module
    return matches
