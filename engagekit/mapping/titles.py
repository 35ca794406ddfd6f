"""What stands above a list, in the name of its sheet and its file: titles, days, months, years."""

import re
from functools import cache
from itertools import pairwise

import pandas as pd

from engagekit.parsing import dates
from engagekit.parsing.file_days import SAVED_ON
from engagekit.parsing.word_lists import by_word
from engagekit.readers.shared import _table, _timestamps
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import Problem

_MONTHS = by_word("cells.months")
_DAY = re.compile(r"(20\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?([0-2]\d|3[01])(?!\d)")
_YEAR_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_. ](0[1-9]|1[0-2])(?!\d)")
_MONTH = re.compile(rf"(?i)(?<![^\W\d_])({'|'.join(_MONTHS)})[ _.-]*(20\d\d)(?!\d)")
_WRITTEN = re.compile("|".join(words("headers")["written_days"]))
"""A day as a person writes it in a title: 12 March 2026, March 12, 2026, 12/03/2026, 12/03/26.
`26-03-12` may be of 2012, and `1.20.15` is a version."""
_AFTER_DAY = r"(?<=\d)(?:st|nd|rd|th|er)\b|(?<=\d)\.(?= \D)|(?<=\d\.) (?=\d)|\b(?:de|of)\b"
_LABEL = re.compile(rf"(?i)^\s*(?:{'|'.join(words('headers')['of_title'])})")
_OF_WHO_CAME = re.compile(rf"(?i)\b(?:{'|'.join(words('headers')['of_who_came'])})\b")
"""What a title or a file says of the list alone, and not of the event."""
_AROUND = " ,;:|-–—()"


def day_of_file(listing: Listing, order: str | None = None) -> tuple[str, list[Problem]]:
    """Return the one day of a file, from the settings or from its name; it is never made up.

    ``order``: which of day and month stands first, where the file says nothing else.
    """
    file = listing.export.file
    stated = written_day(getattr(listing.export.choice, "event", None) or "")
    if stated:
        return stated, []
    say = f'Say event = "YYYY-MM-DD" under [files."{file}"]'
    order = getattr(listing.export.choice, "date_order", None) or order
    order = order or listing.export.order_above or _timestamps.order_above(listing.export)
    name = file.replace("\\", "/").rpartition("/")[2]
    above = " ".join(titles(listing, printed=False))
    for source, text in (("the title of the list", above), ("the file name", name)):
        if day := written_day(text, order):
            told = f"has no date; {day} is taken from {source}"
            return day, [listing.problem(told, f"{say} to correct it.")]
    text = "has no date, so its rows cannot be placed in a quarter"
    return "", [listing.problem(text, f"{say} in engagekit.toml.")]


@cache
def written_day(text: str, order: str | None = None) -> str:
    """Return an ISO day written in a text; the first of the month where only that is written."""
    if match := _DAY.search(text):
        return "-".join(match.groups())
    for match in _WRITTEN.finditer(text):
        cells = pd.Series([" ".join(re.sub(_AFTER_DAY, "", match[0]).split())], dtype="str")
        day = dates.dates(cells, order=order).values.iloc[0]
        if not pd.isna(day):
            return f"{day:%Y-%m-%d}"
    if match := _YEAR_MONTH.search(text):
        return f"{match[1]}-{match[2]}-01"
    if match := _MONTH.search(text):
        return f"{match[2]}-{int(_MONTHS[match[1].casefold()]):02d}-01"
    return ""


def is_month(text: str) -> bool:
    """Return whether a text is a month of a year.

    Examples
    --------
    >>> is_month("Jänner 2026"), is_month("2026-01"), is_month("3 January 2026")
    (True, True, False)
    """
    return bool(_YEAR_MONTH.fullmatch(text) or _MONTH.fullmatch(text))


def titles(listing: Listing, *, printed: bool = True) -> list[str]:
    """Return the texts above the header of a list; on request without when it was printed."""
    rows = [listing.sheet.row(at) for at in range(listing.header)]
    rows = [row for row in rows if printed or not SAVED_ON.match(" ".join(row))]
    return [cell.strip() for row in rows for cell in row if cell.strip()]


def title_of(listing: Listing) -> str:
    """Return the title of the one event of a list: as stated, above it, else the file's name.

    Above it, what is called a title goes before what stands first: `Sign-in sheet`.
    """
    stated, above = getattr(listing.export.choice, "event", None) or "", titles(listing)
    labels = [pair for pair in pairwise([*above, ""]) if _LABEL.match(pair[0])]
    called = [text if title_in(text) else beside for text, beside in labels]
    found = (title_in(text) for text in (stated, *called, *above))
    stem = _table.stem(listing.export)
    title, file = next(filter(None, found), stem), stem.replace("_", " ")
    if stated or not (_OF_WHO_CAME.fullmatch(title) and _OF_WHO_CAME.search(file)):
        return title
    return title_in(_OF_WHO_CAME.sub("", file)) or title  # both say list, and the file of what


def title_in(text: str) -> str:
    """Return a title without its day; empty where nothing else is written."""
    title = _WRITTEN.sub("", _DAY.sub("", _LABEL.sub("", text))).strip(_AROUND)
    ends = r"(?i)\s(?:on|du|le|les|am|vom|del|el)(?:$|\s?(?=\s*[:–—-]))"
    title = re.sub(ends, "", title).strip(_AROUND)
    title += ")" * (title.count("(") - title.count(")"))  # `Zotero (beginners)`
    return title if any(sign.isalpha() for sign in title) else ""
