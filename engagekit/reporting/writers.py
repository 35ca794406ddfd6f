"""The files of a report: one writer and one line for each."""

import importlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from engagekit.errors import require_one_of
from engagekit.reporting.brief.pages import page_one
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.document.results import as_text
from engagekit.reporting.html import browser

COPIES = ("private", "board")


WORKBOOK, RESULTS, SLIDES = "data-book.xlsx", "data/results.json", "brief.pptx"
WRITERS = {
    "brief.html": "engagekit.reporting.html.brief",
    "brief.pdf": "engagekit.reporting.html.pdf",
    "page-one.pdf": "engagekit.reporting.html.pdf",
    "page-one.docx": "engagekit.reporting.office.page_one",
    SLIDES: "engagekit.reporting.office.slides",
    WORKBOOK: "engagekit.reporting.office.workbook",
}
"""A file by its name: its module has ``write(copy, options)``, which gives its bytes.

Beside them stand the results and, private, the notebook and its page."""
FORMATS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in WRITERS))
FOR_THE_BOARD = ("page-one.pdf", "page-one.docx", SLIDES)
"""Files that the private copy does without."""
_OPENED = ("brief.pdf", SLIDES)


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


def asked(options: OutputOptions) -> list[str]:
    """Return the files that options ask for."""
    return [name for name in WRITERS if name.rpartition(".")[2] in options.formats]


def written(copy: Copy, options: OutputOptions) -> dict[str, bytes]:
    """Return the files of a copy that were asked for, and its results, by their names."""
    missing = lacking(options)
    files = {
        name: write(name, copy, options)
        for name in asked(options)
        if name not in missing and _belongs(name, copy, options)
    }
    return {**files, RESULTS: as_text(copy.results).encode("utf-8")}


def write(name: str, copy: Copy, options: OutputOptions) -> bytes:
    """Return a file of a copy; what is called page one is led by what its reader decides on."""
    if name.startswith("page-one"):
        copy = replace(copy, brief=page_one(copy.content, copy.brief, options.reader))
    made: bytes = importlib.import_module(WRITERS[name]).write(copy, options)
    return made


def _belongs(name: str, copy: Copy, options: OutputOptions) -> bool:
    """Return whether a copy has a file: a private one no slides, and a workbook if asked for."""
    is_private = copy.content.audience == "private"
    if name == WORKBOOK:
        return options.private_workbook or not is_private
    if copy.brief is None or (is_private and name in FOR_THE_BOARD):
        return False
    return not (copy.brief.of and name.startswith("page-one"))  # of a department two pages are all


def lacking(options: OutputOptions) -> list[str]:
    """Return the files asked for that cannot be written, since there is no browser."""
    pages = [name for name in asked(options) if name.endswith(".pdf")]
    return pages if browser.find_browser() is None else []


def to_open(paths: Sequence[Path]) -> list[Path]:
    """Return the few files of a report that a person opens, in their order."""
    return [path for path in paths if path.name in _OPENED or _is_page_of_notebook(path, paths)]


def _is_page_of_notebook(path: Path, paths: Sequence[Path]) -> bool:
    return path.suffix == ".html" and path.with_suffix(".ipynb") in paths
