"""Readers: one module a tool. This file finds them and lets exactly one recognise an export.

A reader module has four names and nothing is registered:

``TOOL``
    Display name of the tool, e.g. ``"Microsoft Teams"``.
``TABLES``
    Names of the tidy tables it gives, the main one first.
``recognise(export) -> Recognition | None``
    Looks at cells, never only at file names.
``read(export) -> Reading``
    The tidy tables as text columns (or typed ones), each row carrying where it came from.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

import pandas as pd

from engagekit.errors import ExportError, did_you_mean, shorten
from engagekit.exports import Export
from engagekit.readers_contract import Recognition
from engagekit.tables_problems import Problem, SetAside


@cache
def all_readers() -> dict[str, Any]:
    """Every reader module by the name of its tool."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        found[module.TOOL] = module
    return found












