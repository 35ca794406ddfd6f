"""Text to kind, a whole column at a time: words, numbers, yes and no.

What cannot be read comes back as missing together with the mask of the cells at fault. Days and
moments are read by `engagekit.parsing.dates`, minutes by `engagekit.parsing.durations`.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from engagekit.parsing.word_lists import words
from engagekit.plain_text import INVISIBLE, JOINING

_WORDS = words("cells.flags")
_DITTO = frozenset(words("cells.ditto")["words"])
YES, NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
LANGUAGES = re.compile(r"\s+[/|]\s+|\s*\n\s*")
"""Between the two languages of a header, a name or a cell: `Courriel / Email`."""
STROKE = re.compile(r"\s*[/|]\s*")
"""Between two words of a cell, which may be one word in two languages: `Yes/Oui`."""

_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "å": "a", "æ": "ae", "œ": "oe"}
    | {"đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


@dataclass(frozen=True)
class Parsed:
    """A column read: its values, where it failed, and what was decided on the way.

    ``values``: typed, missing where empty or unreadable. ``bad``: cells that hold something else.
    ``order``: ``day first``, ``month first`` or None. ``ambiguous``: dates that could be of either
    order when nothing settled it. ``zoned``: moments that name their zone.
    """

    values: pd.Series
    bad: pd.Series
    order: str | None = None
    ambiguous: int = 0
    zoned: pd.Series = field(default_factory=lambda: pd.Series(dtype="bool"))


TEXT = pd.array([], dtype="str").dtype
TOO_LARGE = 1e15
"""What no count, price or duration reaches; from here on a float has no room for cents."""


def mapped(text: pd.Series, function: Callable[[str], str]) -> pd.Series:
    """Apply a function of texts to a column, once to each value it holds.

    ``text``: missing is taken as the empty text. ``function``: text to text.

    Examples
    --------
    >>> mapped(pd.Series(["a", None, "a"]), str.upper).tolist()
    ['A', '', 'A']
    """
    whole = (text if text.dtype == TEXT else text.astype("str")).fillna("")
    cells = whole.tolist()
    done = {cell: function(cell) for cell in dict.fromkeys(cells)}
    if all(cell == value for cell, value in done.items()):
        return whole  # most are clean already
    values = pd.array([done[cell] for cell in cells], dtype="str")
    return pd.Series(values, index=text.index, name=text.name)


def dittos(cells: pd.Series) -> pd.Series:
    """Return which cells say that they are the same as the one above.

    Examples
    --------
    >>> dittos(pd.Series(["Tax", '"', "Idem", "Do", ""])).tolist()
    [False, True, True, False, False]
    """
    return cells.str.casefold().isin(_DITTO)


def factorized(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """Return the number of each text of a column among those that it holds, and these."""
    cells = column.tolist()
    number = {cell: at for at, cell in enumerate(dict.fromkeys(cells))}
    return np.array([number[cell] for cell in cells], dtype="int64"), pd.Index(number, dtype=object)


def clean_word(text: str) -> str:
    """Return one text as `clean` makes it."""
    visible = text if text.isascii() else INVISIBLE.sub("", text)
    return " ".join(visible.replace("\x00", "").split())


def clean(text: pd.Series) -> pd.Series:
    """Return text without outer and odd spaces and NULs; missing becomes the empty text."""
    return mapped(text, clean_word)


def unwrapped_word(text: str) -> str:
    """Return one text as `unwrapped` makes it."""
    bare = clean_word(text)
    return re.sub(r'^="?(.*?)"?$', r"\1", bare) if bare.startswith("=") else bare


def unwrapped(text: pd.Series) -> pd.Series:
    """Return text with ``="..."`` taken off."""
    return mapped(text, unwrapped_word)


SIGNS = "|".join(
    rf"\b{one}(?![^\W\d_])" if one.isalpha() else re.escape(one)
    for one in sorted(words("cells.signs"), key=len, reverse=True)
)
_CURRENCIES = rf"{SIGNS}|[$%]|\b(?:{'|'.join(words('cells.money')['codes'])})\b"
_CURRENCIES += r"|\b(?:rs|RS)(?:\.|(?![^\W\d_]))|(?<=\d)/[-=]$"  # `Rs. 500/-`: and no paise
_MARKS = re.compile(rf"{_CURRENCIES}|[ '’_]")
_MINUS = re.compile(r"[−–](?=[\d.,]|$)", re.ASCII)
_DIGIT = re.compile("[0-9]")
_BRACKETS = re.compile(r"\(.*\)$")
_CREDIT = re.compile(r"\d(?:-|cr\.?)$", re.ASCII | re.IGNORECASE)
_CRORES = re.compile(
    r"(?:la(?:kh|c)s?|lkhs?|crores?)\.?\)?$|(?:₹|\brs\b|\brs(?=\d)|\binr\b).*\dcr\.?\)?$"
    r"|\.(?:\d|\d{3,})cr\.?\)?$",
    re.IGNORECASE,
)
"""Cells in lakhs and crores: refused, as `Cr` is where it may be crores and no credit."""
_BEHIND = re.compile(r"(?<=\d)(?:-|[cd]r\.?)$", re.ASCII | re.IGNORECASE)
_NO_GROUPS = re.compile(r"\d[ '’_](?!\d{3}(?!\d))\d", re.ASCII)
"""A space in a number that parts no thousands: `514 555 1234`."""
_GROUPS = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*)?|\d{1,3}(?:\.\d{3})+(?:,\d*)?)$", re.ASCII
)
"""Digits with several signs that are one number, lakhs too: a day (`12.10.26`) is none."""
_LONE = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}$", re.ASCII)
"""Three digits after the only sign, which parts thousands or decimals: `1,234`, `1.234`."""
_BY_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}$", re.ASCII)
_MILLIONS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}$", re.ASCII)
_BY_COMMA = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d+(?:[.,]\d{1,2})?k$", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d*\.?\d+(?:[eE][+-]?\d+)?$|[+-]?\d+\.$", re.ASCII)
_CERTAIN = re.compile(r"-?\d+(?:\.(?:\d{1,2}|\d{4,}))?$", re.ASCII)
"""Numbers that nothing else of their column could make others, as most are."""


def numbers(text: pd.Series, *, by_point: bool = False, in_cents: bool = False) -> Parsed:
    """Read a column of numbers, each cell by itself where it can be read in one way alone.

    ``text``: ``1,234.50``, ``1 234,50``, ``85 %``, ``$12``; minus as ``-300``, ``(300)``, ``300-``
    or ``300 CR`` (a credit). ``by_point``: a point before three digits parts the thousands, see
    `thousands_by_point`. ``in_cents``: money and whole numbers have no three decimals: a comma
    before three digits parts the thousands. Returned: floats; a per cent sign divides by 100.

    Notes
    -----
    ``1.234,50``, ``1,234.50``, ``7,5`` and ``1.234.567`` can be read in one way alone, whatever the
    other cells. A lone group of three digits after the only sign (``1,234``) is a thousand unless
    another cell of the column shows that the sign is the decimal one. Signs that part no thousands
    (``12.10.26``, ``1,000,00``) make no number.

    Examples
    --------
    >>> numbers(pd.Series(["1 234,50", "7,5"])).values.tolist()
    [1234.5, 7.5]
    >>> numbers(pd.Series(["1,234", "n/a"])).bad.tolist()
    [False, True]
    """
    if text.str.fullmatch("[0-9]*").all():  # most columns by far: nothing to interpret
        whole = pd.to_numeric(text.where(text != ""), errors="coerce").astype("float64")
        return Parsed(whole.where(whole < TOO_LARGE), (text != "") & ~(whole < TOO_LARGE))
    column = mapped(text, without_about)
    codes, said = factorized(column)
    cells = list(said)
    bare = ["?" if _CRORES.search(cell.replace(" ", "")) else _bare(cell) for cell in cells]
    by_comma = by_point or _comma_is_decimal(bare, np.bincount(codes))
    each = [
        _number(cell, digits, by_comma=by_comma, in_cents=in_cents)
        for cell, digits in zip(cells, bare, strict=True)
    ]
    values = np.array(each, dtype="float64")
    empty = [digits in NOTHING or not cell for cell, digits in zip(cells, bare, strict=True)]
    bad = np.isnan(values) & ~np.array(empty, dtype="bool")
    read, failed = (pd.Series(one[codes], text.index, name=text.name) for one in (values, bad))
    return Parsed(read, failed)


def _number(cell: str, digits: str, *, by_comma: bool, in_cents: bool) -> float:
    """Return the number of a cell and of its `_bare` digits, NaN where it is none.

    ``by_comma``: the comma is the decimal sign of the cells that can be read both ways.
    """
    scale = 1.0
    if not _CERTAIN.match(cell):
        if _THOUSANDS.match(digits):
            digits, scale = digits[:-1], 1000.0
        several = digits.count(",") + digits.count(".") > 1
        if _NO_GROUPS.search(cell) or (several and not _GROUPS.match(digits)):
            return math.nan
        digits = _with_point(digits, by_comma=by_comma, in_cents=in_cents)
        if not _NUMBER.match(digits):
            return math.nan
    value = float(digits) * scale / (100 if "%" in cell else 1)
    return value if abs(value) < TOO_LARGE else math.nan


def _with_point(digits: str, *, by_comma: bool, in_cents: bool) -> str:
    """Return digits with a point before the decimals and no sign between thousands."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        by_comma = digits.rfind(",") > digits.rfind(".")
    elif commas > 1 or points > 1:
        by_comma = points > 1
    elif not _LONE.match(digits):
        by_comma = commas == 1
    elif in_cents and commas:
        by_comma = False
    return digits.replace(".", "").replace(",", ".") if by_comma else digits.replace(",", "")


def _bare(cell: str) -> str:
    """Return digits with their signs; minus by brackets, a sign behind or CR stands before them."""
    if _CERTAIN.match(cell):
        return cell
    bare = _MINUS.sub("-", _MARKS.sub("", cell))
    digits = _BEHIND.sub("", bare).strip("()")
    if _DIGIT.search(digits) and (_BRACKETS.match(bare) or _CREDIT.search(bare)):
        return "-" + digits.lstrip("+-")
    return digits


def thousands_by_point(text: pd.Series) -> pd.Series:
    """Return which cells of a column of money or counts have a point between thousands.

    Money has two decimals and people are whole: where every point of a column stands before
    three digits, as in ``12.500``, and one of them ends in 0 (a decimal would not), it parts the
    thousands. All False where the column shows anything else.

    Examples
    --------
    >>> thousands_by_point(pd.Series(["12.500", "800"])).tolist()
    [True, False]
    >>> thousands_by_point(pd.Series(["12.500", "7.25"])).tolist()
    [False, False]
    """
    codes, cells = factorized(unwrapped(text))
    bare = [_bare(cell) for cell in cells]
    pointed = [digits for digits in bare if "." in digits]
    is_plain = all(_BY_POINT.match(digits) for digits in pointed) and "," not in "".join(bare)
    is_thousands = is_plain and any(digits.endswith("0") for digits in pointed)
    by_point = np.array([is_thousands and "." in digits for digits in bare], dtype="bool")
    return pd.Series(by_point[codes], text.index, name=text.name)


def _comma_is_decimal(bare: Sequence[str], counts: np.ndarray) -> bool:
    """Return whether the comma of a column is its decimal sign; ``counts``: rows of each text."""
    commas = [(digits, rows) for digits, rows in zip(bare, counts, strict=True) if "," in digits]
    both = [(digits, rows) for digits, rows in commas if "." in digits]
    if both:
        behind = sum(rows for digits, rows in both if digits.rfind(",") > digits.rfind("."))
        return bool(2 * behind > sum(rows for _, rows in both))
    if not commas:
        return any(_MILLIONS.match(digits) for digits in bare)
    return not all(_BY_COMMA.match(digits) for digits, _ in commas)


NOT_RECORDED = re.compile(rf"^(?:{'|'.join(words('cells.unknown')['words'])})\.?$", re.IGNORECASE)
_ABOUT = rf"(?:{'|'.join(words('cells.unknown')['about'])})"
_ROUGH = re.compile(
    rf"^{_ABOUT}\s*(?=[\d(£$€])|(?<=[\w.])\s*(?:\({_ABOUT}\)|{_ABOUT})$", re.IGNORECASE
)


NOTHING = ("-", "--", "–", "—", "nil", "Nil", "NIL")
"""Cells of a column of numbers that say that there is none, as accountants write it."""


def without_about(text: str) -> str:
    """Return a cell without words for "about"."""
    return _ROUGH.sub("", unwrapped_word(text))


def in_languages(text: str) -> list[str]:
    """Return a wording, and what it says in each of several languages.

    Examples
    --------
    >>> in_languages("Your unit / Votre unité")
    ['Your unit / Votre unité', 'Your unit', 'Votre unité']
    """
    return list(dict.fromkeys([text, *LANGUAGES.split(text)]))


def flags(text: pd.Series) -> Parsed:
    """Read a column of yes and no in six languages, or in two at once.

    Examples
    --------
    >>> flags(pd.Series(["Yes", "nein", "", "Oui/Yes", "Yes / No", "n/a"])).values.tolist()
    [True, False, <NA>, True, <NA>, <NA>]
    """
    column = clean(text)
    meaning = {**dict.fromkeys(NO, False), **dict.fromkeys(YES, True)}
    said = [{meaning.get(one) for one in STROKE.split(cell.casefold())} for cell in column]
    cells = [one.pop() if len(one) == 1 else None for one in said]
    values = pd.Series(pd.array(cells, dtype="boolean"), text.index, name=text.name)
    return Parsed(values, (column != "") & values.isna())


def fold(text: pd.Series) -> pd.Series:
    """Return text for comparing: casefolded, accents off, punctuation to single spaces."""
    return mapped(text, fold_word)


@lru_cache(maxsize=65_536)
def fold_word(text: str) -> str:
    r"""Return one text as `fold` makes it; for header words, where a column of one costs too much.

    Examples
    --------
    >>> words = ["E-mail\xa0Address", "Durée", "Großø", "名前 (元の名前)", "d_1\x00", "T\u2063ax"]
    >>> [fold_word(word) for word in words]
    ['e mail address', 'duree', 'grosso', '名前 元の名前', 'd_1', 'tax']
    """
    if text.isascii() and text.isalnum():  # a number, as most of a long list are
        return text.lower()
    bare = JOINING.sub("", clean_word(text)).casefold().translate(_PLAIN)
    bare = re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFKD", bare))
    return re.sub(r"[^\w]+", " ", bare).strip()


def trimmed(text: pd.Series) -> pd.Series:
    """Return text without outer white space, missing where nothing is left.

    Examples
    --------
    >>> trimmed(pd.Series([" a ", "b"], dtype="str")).tolist()
    ['a', 'b']
    """
    cells = text.str.strip()
    return cells.mask(cells == "")


def request_number(text: str) -> str:
    """Return the number of a request as it is compared.

    Examples
    --------
    >>> request_number("# T-12 ")
    't-12'
    """
    return str(text).strip().lstrip("#").strip().casefold()
