"""Files that lie beside exports: documents that may hold data but cannot be read, and no data."""

from __future__ import annotations

import re
from pathlib import Path

NO_DATA = frozenset(
    {".md", ".toml", ".py", ".pyc", ".ipynb", ".lock", ".css", ".js", ".url", ".lnk"}
)
"""Endings of what is written for people or programs and holds no records."""
_ABOUT = re.compile(r"(?i)^(?:readme|lisez[-_ ]?moi|licen[cs]e|changelog|notice)(?:[-_. ].*)?$")
_TEXTS = frozenset({"", ".txt", ".rst", ".html", ".htm", ".pdf", ".docx", ".rtf"})
"""Endings under which a file called README is one; a workbook of that name may hold data."""
_PDF = "a PDF, from which no figures are read. Download the same report as .csv or .xlsx"
_WORD = "a text document. Copy its table into a spreadsheet and save it as .xlsx"
_PAGE = "a web page. Export the same data as .csv or .xlsx"
_PICTURE = "a picture. Type what it shows into a spreadsheet"
_SLIDES = "a slide show. Export the data behind it as .csv or .xlsx"
_RECORDING = "a recording. Export the list of participants as .csv"
_TRANSCRIPT = "a transcript. Export the list of participants as .csv"
_MAIL = "an e-mail. Save its attachment into the folder"
_SHORTCUT = "a link to a sheet that is kept elsewhere. Download the sheet as .xlsx"
_NUMBERS = "a sheet of Apple Numbers. Export it to Excel or CSV"
_DATABASE = "a database. Export its tables as .csv or .xlsx"
_UNREAD = {
    ".pdf": _PDF,
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages"), _WORD),
    **dict.fromkeys((".html", ".htm", ".mht", ".mhtml", ".xhtml"), _PAGE),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".svg", ".tif", ".tiff", ".bmp", ".webp", ".heic"),
        _PICTURE,
    ),
    **dict.fromkeys((".ppt", ".pptx", ".odp", ".key"), _SLIDES),
    **dict.fromkeys((".mp3", ".mp4", ".m4a", ".mov", ".wav", ".avi", ".webm"), _RECORDING),
    **dict.fromkeys((".vtt", ".srt"), _TRANSCRIPT),
    **dict.fromkeys((".eml", ".msg"), _MAIL),
    **dict.fromkeys((".gsheet", ".gdoc", ".webloc"), _SHORTCUT),
    ".numbers": _NUMBERS,
    **dict.fromkeys((".mdb", ".accdb", ".sqlite", ".db"), _DATABASE),
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
