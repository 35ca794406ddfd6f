"""The formats of a report: one writer and one line each."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engagekit.errors import UsageError, did_you_mean
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.document.results import as_text


@dataclass(frozen=True)
class Writer:
    """Who writes a format, and when.

    Attributes
    ----------
    module : str
        Its function ``write(copy, options)`` gives the bytes of the file.
    is_drawn : bool
        Whether it takes the drawings, so that it waits for the browser; any other is written in a
        process of its own meanwhile, and what it takes can be pickled.
    needs_browser : bool
        Whether there is no such file without a browser.
    opened_from : str
        The copy whose file a person opens first; a terminal names these files alone.
    """

    module: str
    is_drawn: bool = False
    needs_browser: bool = False
    opened_from: str = ""

    def write(self, copy: Copy, options: OutputOptions) -> bytes:
        """Return the file of a copy."""
        function: Callable[[Copy, OutputOptions], bytes] = importlib.import_module(
            self.module
        ).write
        return function(copy, options)


WRITERS: dict[str, Writer] = {
    "html": Writer("engagekit.reporting.html.page", is_drawn=True, opened_from="private"),
    "pdf": Writer(
        "engagekit.reporting.html.pdf", is_drawn=True, needs_browser=True, opened_from="board"
    ),
    "xlsx": Writer("engagekit.reporting.office.workbook", opened_from="board"),
    "pptx": Writer("engagekit.reporting.office.slides"),
}
"""A format by its name, which is the suffix of its files."""
RESULTS = "results.json"


def checked(formats: Iterable[str] | None) -> tuple[str, ...]:
    """Return the formats asked for, all of them without a choice.

    Raises
    ------
    UsageError
        For one that nobody writes, with the nearest.
    """
    names = tuple(WRITERS if formats is None else formats)
    for name in names:
        if name not in WRITERS:
            raise UsageError(f"There is no format '{name}'. {did_you_mean(name, WRITERS)}")
    return names


def waits(options: OutputOptions) -> bool:
    """Return whether a format asked for takes drawings, so that a browser is looked for."""
    return any(WRITERS[name].is_drawn for name in options.formats)


def beside(options: OutputOptions) -> list[str]:
    """Return the formats that are written beside the drawing."""
    return [name for name in options.formats if not WRITERS[name].is_drawn]


def write_beside(copy: Copy, options: OutputOptions) -> dict[str, bytes]:
    """Return the files of a copy that need no drawing, and its results, by their suffix."""
    files = {f".{name}": WRITERS[name].write(copy, options) for name in beside(options)}
    return {**files, RESULTS: as_text(copy.results).encode("utf-8")}


def write_drawn(copy: Copy, options: OutputOptions) -> dict[str, bytes]:
    """Return the files of a copy that take its drawings, by their suffix."""
    return {
        f".{name}": WRITERS[name].write(copy, options)
        for name in options.formats
        if WRITERS[name].is_drawn and (copy.browser is not None or not WRITERS[name].needs_browser)
    }


def lacking(options: OutputOptions) -> list[str]:
    """Return the formats asked for that cannot be written without a browser."""
    return [name for name in options.formats if WRITERS[name].needs_browser]


def to_open(paths: Sequence[Path]) -> list[Path]:
    """Return the few files of a report that a person opens, in their order."""
    wanted = {(one.opened_from, f".{name}") for name, one in WRITERS.items()}
    return [path for path in paths if (path.parent.name, path.suffix) in wanted]
