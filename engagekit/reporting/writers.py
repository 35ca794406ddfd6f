"""The files of a report: three products, one writer and one line for each of their formats."""

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engagekit.errors import UsageError, did_you_mean, require_one_of
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.document.results import as_text
from engagekit.reporting.html import browser

PAGE, PDF = "engagekit.reporting.html.brief", "engagekit.reporting.html.pdf"


@dataclass(frozen=True)
class Writer:
    """Who writes a file, and when.

    Attributes
    ----------
    module, function : str
        ``function(copy, options)`` gives the bytes of the file.
    needs_browser : bool
        Whether there is no such file without a browser.
    opened_from : str
        The copy whose file a person opens first; a terminal names these files alone.
    is_alone : bool
        Made only where its product and its format are asked for.
    """

    module: str
    function: str = "write"
    needs_browser: bool = False
    opened_from: str = ""
    is_alone: bool = False

    def write(self, copy: Copy, options: OutputOptions) -> bytes:
        """Return the file of a copy."""
        function: Callable[[Copy, OutputOptions], bytes] = getattr(
            importlib.import_module(self.module), self.function
        )
        return function(copy, options)


WRITERS: dict[str, Writer] = {
    "brief.html": Writer(PAGE),
    "brief.pdf": Writer(PDF, "write_brief", needs_browser=True, opened_from="board"),
    "brief.pptx": Writer("engagekit.reporting.office.slides", opened_from="board"),
    "data-book.html": Writer("engagekit.reporting.html.page", opened_from="private"),
    "data-book.pdf": Writer(PDF, "write", needs_browser=True, is_alone=True),
    "data-book.xlsx": Writer("engagekit.reporting.office.workbook"),
    "actions.html": Writer(PAGE, "write_actions", opened_from="private"),
    "actions.pdf": Writer(PDF, "write_actions", needs_browser=True),
}
"""A file by its name."""
PRODUCTS = tuple(dict.fromkeys(name.partition(".")[0] for name in WRITERS))
FORMATS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in WRITERS))
RESULTS = "results.json"


def product_of(name: str) -> str:
    """Return the product of a file.

    Examples
    --------
    >>> product_of("data-book.xlsx")
    'data-book'
    """
    return name.partition(".")[0]


def checked(formats: Iterable[str] | None) -> tuple[str, ...]:
    """Return the formats asked for, all of them without a choice.

    Raises
    ------
    UsageError
        For one that nobody writes, with the nearest.
    """
    names = tuple(FORMATS if formats is None else formats)
    for name in names:
        require_one_of(name, FORMATS, f"There is no format '{name}'.")
    return names


def checked_product(only: str | None) -> str:
    """Return the one product asked for, empty for all.

    Raises
    ------
    UsageError
        For one that there is not, with the nearest.
    """
    if only and only not in PRODUCTS:
        raise UsageError(f"There is no product '{only}'. {did_you_mean(only, PRODUCTS)}")
    return only or ""


def asked(options: OutputOptions) -> list[str]:
    """Return the files that options ask for."""
    return [
        name
        for name, writer in WRITERS.items()
        if name.rpartition(".")[2] in options.formats
        and options.only in ("", product_of(name))
        and (not writer.is_alone or bool(options.only))
    ]


def _has(copy: Copy, name: str) -> bool:
    """Return whether a copy holds the product of a file."""
    return {"brief": copy.brief, "actions": copy.actions}.get(product_of(name), copy) is not None


def written(copy: Copy, options: OutputOptions) -> dict[str, bytes]:
    """Return the files of a copy that were asked for, and its results, by their names."""
    missing = lacking(options)
    files = {
        name: WRITERS[name].write(copy, options)
        for name in asked(options)
        if _has(copy, name) and name not in missing
    }
    return {**files, RESULTS: as_text(copy.results).encode("utf-8")}


def lacking(options: OutputOptions) -> list[str]:
    """Return the files asked for that cannot be written, since there is no browser."""
    if browser.find_browser() is not None:
        return []
    return [name for name in asked(options) if WRITERS[name].needs_browser]


def to_open(paths: Sequence[Path]) -> list[Path]:
    """Return the few files of a report that a person opens, in their order."""
    wanted = {(one.opened_from, name) for name, one in WRITERS.items()}
    return [path for path in paths if (path.parent.name, path.name) in wanted]
