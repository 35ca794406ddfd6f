"""Text that came from outside, made harmless: what is read, what a terminal or a spreadsheet gets.

HTML is escaped by its templates, workbooks by `reporting.office.worksheet_tables.put`, the chart
data of slides by `reporting.office.slides_chart`.
"""

import re

import pandas as pd

LONGEST = 32_000
"""Letters of one value; a cell of a spreadsheet holds 32,767."""
_BREAKS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Breaks of line, page and record, of which a space is left: 0x0B is what Word puts into a cell."""
_GONE = "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
"""Controls of terminals and of the direction of writing, and what XML may not hold."""
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8"
)
INVISIBLE = re.compile(f"[{_INVISIBLE}]")
"""Signs that no screen shows (Unicode: default-ignorable): names that differ in one look alike."""
JOINING = re.compile(f"[{_INVISIBLE}\u200c\u200d\ufe00-\ufe0f]")
"""These and what joins letters or chooses a picture: it is seen, but makes no other name."""
_ANY = f"[{_BREAKS}{_GONE}{_INVISIBLE}]"
_SURROGATE = re.compile("[\ud800-\udfff]")
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_DIGITS = re.compile(r"[+-]?[\d.,\s]+%?")
_AMOUNT = r"\$?\d(?:[\d.,\u00a0\u202f]*\d)?(?:[\u00a0\u202f]?[%$])?"
UNBROKEN = re.compile(
    rf"(?:\b[^\W\d]\w* )?\b\d{{4}}-\d{{2}}\b(?!-)(?: Q\d\b)?|{_AMOUNT}–{_AMOUNT}(?![\w$%])"
)
"""What stands on one line: a quarter or year with its name, the two ends of a range."""


def plain(text: str) -> str:
    r"""Return a text without control characters; line ends and tabs stay.

    Examples
    --------
    >>> plain("Tax\x0bLaw\x1b[31m"), plain("a\nb")
    ('Tax Law[31m', 'a\nb')
    """
    if text.isprintable():
        return text
    return _SURROGATE.sub("\ufffd", re.sub(f"[{_GONE}]", "", re.sub(f"[{_BREAKS}]", " ", text)))


def unbroken(text: str) -> str:
    r"""Return a text in which a period or a range stays on one line.

    Examples
    --------
    >>> unbroken("in FY 2025-26 Q1"), unbroken("2026-04-01")
    ('in FY\xa02025‑26\xa0Q1', '2026-04-01')
    """
    return UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0").replace("-", "\u2011"), text)


def one_line(text: str) -> str:
    """Return a text without control characters and on one line, as names of files are."""
    return re.sub(r"[\n\t\r]", " ", plain(text))


def cleaned(values: pd.Series) -> pd.Series:
    r"""Return texts that were read, without what nobody sees and each within bounds.

    Examples
    --------
    >>> cleaned(pd.Series(["a\x01", "b", None], index=[0, 0, 1], dtype="str")).tolist()
    ['a', 'b', nan]
    """
    present = [one for one in values.array.to_numpy().tolist() if isinstance(one, str)]
    text = " ".join(present)
    is_plain = (text.isascii() and text.isprintable()) or not re.search(_ANY, text)
    if is_plain and max(map(len, present), default=0) <= LONGEST:
        return values
    odd = values.str.contains(_ANY, na=False) | (values.str.len().fillna(0) > LONGEST)
    clean = values.map(lambda text: bounded(INVISIBLE.sub("", plain(text))), "ignore")
    return values.where(~odd.to_numpy(), clean)


def bounded(text: str) -> str:
    """Return a text that fits into a cell; one that is cut ends in an ellipsis."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def for_spreadsheet(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame for a CSV file: no text of it is a formula for a spreadsheet.

    Examples
    --------
    >>> frame = pd.DataFrame({"who": ["=1+1", "Ana", "-2"]}, dtype="str")
    >>> for_spreadsheet(frame)["who"].tolist()
    ["'=1+1", 'Ana', '-2']
    """
    safe = frame.copy()
    for name in safe.columns:
        dtype = safe[name].dtype
        if pd.api.types.is_string_dtype(dtype) or isinstance(dtype, pd.CategoricalDtype):
            safe[name] = safe[name].map(_stilled, na_action="ignore")
    return safe


def _stilled(value: object) -> object:
    is_live = isinstance(value, str) and value.startswith(_LIVE) and not _DIGITS.fullmatch(value)
    return f"'{value}" if is_live else value


def capital(text: str) -> str:
    """Return a label with its first letter large; one with large letters of its own stays as it is.

    Examples
    --------
    >>> capital("town hall"), capital("iPads")
    ('Town hall', 'iPads')
    """
    return text[:1].upper() + text[1:] if text.islower() else text
