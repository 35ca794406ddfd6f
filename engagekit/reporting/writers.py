"""The files of a report: one writer and one line for each."""

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engagekit.errors import require_one_of
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.document.results import as_text
from engagekit.reporting.html import browser

COPIES = ("private", "board")


@dataclass(frozen=True)
class Writer:
    """Who writes a file, and when.

    Attributes
    ----------
    module, function : str
        ``function(copy, options)`` gives the bytes of the file.
    needs_browser : bool
        Whether there is no such file without a browser.
    needs_brief : bool
        Whether there is no such file of a notebook that has no brief.
    copies : tuple of str
        The copies that have it.
    """

    module: str
    function: str = "write"
    needs_browser: bool = False
    needs_brief: bool = True
    copies: tuple[str, ...] = COPIES

    def write(self, copy: Copy, options: OutputOptions) -> bytes:
        """Return the file of a copy."""
        function: Callable[[Copy, OutputOptions], bytes] = getattr(
            importlib.import_module(self.module), self.function
        )
        return function(copy, options)


WORKBOOK, RESULTS = "data-book.xlsx", "data/results.json"
WRITERS: dict[str, Writer] = {
    "brief.html": Writer("engagekit.reporting.html.brief"),
    "brief.pdf": Writer("engagekit.reporting.html.pdf", needs_browser=True),
    "page-one.pdf": Writer(
        "engagekit.reporting.html.pdf", "write_page_one", needs_browser=True, copies=("board",)
    ),
    "page-one.docx": Writer("engagekit.reporting.office.page_one", copies=("board",)),
    "brief.pptx": Writer("engagekit.reporting.office.slides", copies=("board",)),
    WORKBOOK: Writer("engagekit.reporting.office.workbook", needs_brief=False),
}
"""A file by its name. Beside them stand the results and, private, the notebook and its page."""
FORMATS = tuple(dict.fromkeys(name.rpartition(".")[2] for name in WRITERS))
_OPENED = ("brief.pdf", "brief.pptx")


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
    audience, missing = copy.content.audience, lacking(options)
    files = {}
    for name in asked(options):
        writer = WRITERS[name]
        if audience not in writer.copies or (writer.needs_brief and copy.brief is None):
            continue
        if name == WORKBOOK and audience == "private" and not options.private_workbook:
            continue
        if name in missing:
            continue
        files[name] = writer.write(copy, options)
    return {**files, RESULTS: as_text(copy.results).encode("utf-8")}


def lacking(options: OutputOptions) -> list[str]:
    """Return the files asked for that cannot be written, since there is no browser."""
    if browser.find_browser() is not None:
        return []
    return [name for name in asked(options) if WRITERS[name].needs_browser]


def to_open(paths: Sequence[Path]) -> list[Path]:
    """Return the few files of a report that a person opens, in their order."""
    return [path for path in paths if path.name in _OPENED or _is_page_of_notebook(path, paths)]


def _is_page_of_notebook(path: Path, paths: Sequence[Path]) -> bool:
    return path.suffix == ".html" and path.with_suffix(".ipynb") in paths
