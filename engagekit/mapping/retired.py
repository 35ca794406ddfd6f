"""Exports that the kit reads no more, each refused with what to do instead: ``retired.toml``."""

import re
import tomllib
from functools import cache
from pathlib import Path

from engagekit.errors import error_text, pasted
from engagekit.files.source_file import Export, raw_bytes
from engagekit.mapping.tool_signs import Signs, find
from engagekit.settings.money import Part

TOP = 20_000
"""Letters in which the mark of a file without columns is looked for."""


class Retired(Part):
    """A tool whose exports were read once.

    Attributes
    ----------
    tool, instead : str
        Its name, and what to do with its exports; ``{path}`` is the file.
    signs : tuple of Signs
        Headers that only this tool writes.
    begins : str
        Regular expression for the start of its files, where they are no tables.
    """

    tool: str
    instead: str
    signs: tuple[Signs, ...] = ()
    begins: str = ""


@cache
def retired_tools() -> tuple[Retired, ...]:
    """Return the tools whose exports are read no more, in the order of their file."""
    raw = tomllib.loads(Path(__file__).with_name("retired.toml").read_text("utf-8"))
    return tuple(Retired.model_validate(record) for record in raw["tools"])


def refusal(export: Export) -> str:
    """Return why an export is read no more and what to do; empty where no tool is certain."""
    start = _start(export)
    for record in retired_tools():
        is_marked = bool(record.begins) and re.match(record.begins, start) is not None
        if is_marked or find(export, record.signs):
            return _sentence(export, record)
    return ""


def refusal_by_name(export: Export, tool: str) -> str:
    """Return the refusal of a tool that the settings name; empty for any other tool."""
    for record in retired_tools():
        if record.tool.casefold() == tool.casefold():
            return _sentence(export, record)
    return ""


def _sentence(export: Export, record: Retired) -> str:
    instead = record.instead.format(path=pasted(export.path))
    return error_text("retired.sentence", file=export.file, tool=record.tool, instead=instead)


def _start(export: Export) -> str:
    """Return the first letters of a text, or the first bytes of a binary file."""
    if export.kind == "binary":
        return raw_bytes(export)[:TOP].decode("latin-1")
    return export.text[:TOP].lstrip("\ufeff \r\n\t")
