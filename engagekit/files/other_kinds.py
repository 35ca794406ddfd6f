"""Files that lie beside exports: documents that may hold data but cannot be read, and no data."""

import re
import tomllib
from pathlib import Path

PROGRAMS = frozenset({".toml", ".py", ".pyc", ".ipynb", ".lock", ".css", ".js"})
"""Endings of programs and settings, which are passed over without a note."""
NO_DATA = PROGRAMS | {".md", ".url", ".lnk"}
"""Endings of what is written for people or programs and holds no records."""
_ABOUT = re.compile(r"(?i)^(?:readme|lisez[-_ ]?moi|licen[cs]e|changelog|notice)(?:[-_. ].*)?$")
_TEXTS = frozenset({"", ".txt", ".rst", ".html", ".htm", ".pdf", ".docx", ".rtf"})
"""Endings under which a file called README is one; a workbook of that name may hold data."""
_UNREAD = {
    ending: why
    for why, endings in tomllib.loads(
        Path(__file__).with_name("unread.toml").read_text("utf-8")
    ).items()
    for ending in endings
}


def is_no_data(place: Path) -> bool:
    """Return whether a file is a text about the folder, a program or settings.

    Examples
    --------
    >>> is_no_data(Path("README.txt")), is_no_data(Path("survey.py")), is_no_data(Path("log.csv"))
    (True, True, False)
    """
    suffix = place.suffix.casefold()
    return suffix in NO_DATA or (suffix in _TEXTS and bool(_ABOUT.match(place.stem)))


def why_unread(place: Path) -> str:
    """Return what a file is that cannot be read and what to do; empty where it may be an export.

    Examples
    --------
    >>> why_unread(Path("usage.PDF"))
    'a PDF, from which no figures are read. Download the same report as .csv or .xlsx'
    >>> why_unread(Path("usage.csv"))
    ''
    """
    return _UNREAD.get(place.suffix.casefold(), "")
