"""The columns of a table as a person looks at them: letter, header, kind, samples."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import pandas as pd

from engagekit.errors import shorten
from engagekit.files.source_file import Sheet, letter
from engagekit.mapping.headers import is_of_people, ways
from engagekit.mapping.mapping_file import normal
from engagekit.mapping.mapping_file import words as header_words
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.titles import is_month
from engagekit.parsing import dates, values, word_lists
from engagekit.parsing.budget_periods import NUMBERED, TO_DATE, short_quarter, unreadable, until
from engagekit.parsing.durations import durations
from engagekit.parsing.months_and_weeks import full_months, iso_weeks, serial_days
from engagekit.parsing.person_names import each_of
from engagekit.parsing.word_lists import by_word
from engagekit.readers.shared.vocabulary import words
from engagekit.readers.survey import _personal_columns
from engagekit.readers.survey._personal_columns import EMAIL
from engagekit.readers.survey._scales import marks_in
from engagekit.settings.schema import Organisation

_DATE = re.compile("(?i)" + "|".join([*words("headers")["days_in_cells"], *dates.WITH_MONTH]))
OF_DAYS = re.compile("|".join(words("headers")["of_days"]))
"""Headers, as `normal` makes them, below which a number of a spreadsheet is a day."""
FEW = 25
"""Distinct cells up to which a column is one of choices: departments, branches, ways of asking;
more of them, each but once or twice, are names or sentences."""
MOST = 0.8
"""Share of cells of one kind from which a column is of it: a few cells may be remarks."""
HALF = 0.5
"""As `MOST` where little else can be meant: an address, or numbers beside a few coded words."""
WORKDAY = 8
"""Hours from which `8:30` is a time of day."""
_NAMES = "|".join(map(normal, by_word("cells.months")))
_PERIOD = re.compile(
    rf"^q[1-4]\b|\bq[1-4]$|^t[1-4]\b|^\d{{4}} \d{{1,2}}$|^\d{{1,2}} 20\d\d$"
    rf"|^(?:{_NAMES})(?![^\W\d_])"
)
"""Headers that name a month or a quarter, as `normal` makes them."""
QUARTER = re.compile(r"(?i)(?<![^\W_])[qt][1-4](?!\w)")
LONG_TABLE = 10_000
"""Rows above which the kinds of columns are told from some: each reading looks at all of them."""
YEAR = re.compile(r"(?i)^(?:(?:fy|exercice)?\s?20|fy\s?)(\d\d)(?:\s?[-/]\s?(?:20)?\d\d)?$")
"""A label of a year, with its last two digits: `2026`, `FY 2026-27`, `FY26`."""
_YEARS = re.compile(r"(?i)(?:(fy) ?(?:20)?|20)(\d\d)(?!\d)([-/](?:20)?\d\d\b)?")
MONEY = words("money.kinds")
"""Words of a header that say whether money was planned or spent."""
_SHORT = {*words("money.short")["words"]}
_MONEY = re.compile(rf"(?i)\b(?:{'|'.join(words('money.words')['amounts'])})\b|[£$€]")
_TAXED = {*words("money.words")["alone"]}
TIMED = re.compile("|".join(words("headers")["timed"]), re.IGNORECASE)
COST = re.compile(rf"(?i)\b(?:{'|'.join(words('money.words')['costs'])})\b")
"""Words of a header over what something costs."""
CUMULATED = re.compile("|".join(words("headers")["cumulated"]), re.IGNORECASE)
"""Headers over a sum of the rows above, or of the year so far."""
UNSURE = "values could be "
MONTHS = "months"
"""Note of a column of texts that are months: a count of one stands on its first day."""
SHARES = "shares"
"""Note of a column of numbers with a sign for per cent."""
CURRENCIES = "currencies"
"""Note of a column in which each cell is the code of a currency."""
_DESCRIBED: WeakKeyDictionary[Sheet, dict[Any, list["ColumnProfile"]]] = WeakKeyDictionary()
_CODES = {*word_lists.words("cells.money")["codes"], *word_lists.words("cells.signs")}
LEAST_MONTHS = 3
"""Columns called as a month or a quarter from which a table has its periods across."""
LONG = 10
"""Digits from which a number is too long to count rows."""
SOME_ROWS = 5
"""Rows up to which numbers that grow by one are numbers of rows from 0 or 1 on alone."""
CODES = 3
"""Different words beside numbers that are codes (`X`, `n/a`, `none`) and no words of their own."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column of an unknown table.

    Attributes
    ----------
    column : int
        From 0.
    kind : str
        ``empty``, ``email``, ``moment``, ``date``, ``number``, ``flag``, ``choice`` or ``text``.
    filled, distinct : int
        Cells that hold anything, and how many different ones.
    samples : str
        Values that name nobody; empty for personal columns and free text.
    note : str
        What settles or does not settle how it is written: order of day and month, decimal sign.
    is_name : bool
        Most cells are written as names of people.
    is_code : bool
        Most cells have digits: numbers of tickets or people, and no names; or they count the rows.
    is_way : bool
        Most cells say how a question came in (phone, in person).
    is_list : bool
        Some cells name several people.
    """

    column: int
    header: str
    kind: str
    filled: int
    distinct: int
    samples: str
    personal: bool
    note: str = ""
    is_name: bool = False
    is_way: bool = False
    is_code: bool = False
    is_list: bool = False

    @property
    def letter(self) -> str:
        """The letters of the column."""
        return letter(self.column)


def describe(detected: DetectedTable, reasons: pd.Series) -> list[ColumnProfile]:
    """Return every column of a table, typed from its cells; of a long one the first and last."""
    rows, headers = (reasons == "").to_numpy(), detected.listing.headers
    known = _DESCRIBED.setdefault(detected.listing.sheet, {})
    key = (detected.listing.header, headers, rows.tobytes())
    if key not in known:  # once for all the answers that are tried
        body = detected.listing.body[rows]
        if len(body) > LONG_TABLE:
            body = pd.concat([body[: LONG_TABLE // 2], body[-LONG_TABLE // 2 :]])
        known[key] = [_profile(one, detected, body) for one in detected.columns]
    return [*known[key]]


def _profile(column: int, detected: DetectedTable, body: pd.DataFrame) -> ColumnProfile:
    """Return one column with its kind and what may be shown of it."""
    header, cells = detected.listing.headers[column], body[column]
    cells = cells.mask(values.dittos(cells), "")
    filled = cells[cells != ""]
    filled = serial_days(filled) if OF_DAYS.fullmatch(normal(header)) else filled
    counts = filled.value_counts()
    kind, note = kind_of(filled, counts)
    if (
        len(counts)
        and marks_in([*counts.index])
        and normal(header) not in header_words()["touches"]["on"]
    ):
        kind, note = "choice", ""  # 8/10 is no day
    each, is_list = filled, False
    if kind in ("text", "choice", "email"):
        each = each_of(detected.listing.lines(column, body)[cells != ""])
        is_list = len(each) > len(filled)
        if is_list and each.str.contains(EMAIL, regex=True).mean() >= MOST:
            kind, note = "email", ""
    is_text = kind in ("text", "choice")
    personal = kind == "email" or _personal_columns.is_personal(header)
    personal |= is_text and is_of_people(header, kind, each)
    samples = "" if personal else _samples(filled, counts, kind)
    is_name = personal and is_text and _personal_columns.name_share(each) >= HALF
    worded = filled if kind in ("choice", "flag") and not personal else filled[:0]
    is_way = len(worded) > 0 and len(ways(worded)) >= MOST * len(worded)
    return ColumnProfile(
        column, header, kind, len(filled), len(counts), samples, personal, note, is_name, is_way,
        is_code=_counts_rows(filled)
        or (kind == "text" and bool(filled.str.contains(r"\d", regex=True).mean() >= MOST)),
        is_list=is_list and (is_name or kind == "email"),
    )  # fmt: skip


def _counts_rows(filled: pd.Series) -> bool:
    """Return whether cells are 1, 2, 3 and so on: the number of a row measures nothing."""
    whole = [int(cell) for cell in filled if cell.isdecimal() and len(cell) < LONG]
    is_long = len(whole) >= max(3, MOST * len(filled))
    in_turn = is_long and whole == [*range(whole[0], whole[0] + len(whole))]
    return in_turn and (whole[0] in (0, 1) or len(whole) > SOME_ROWS)


def kind_of(filled: pd.Series, counts: pd.Series) -> tuple[str, str]:
    """Return the kind of a column and how its dates or numbers are written.

    Examples
    --------
    >>> cells = pd.Series(["14/02/2026", "01/03/2026"])
    >>> kind_of(cells, cells.value_counts())
    ('date', 'day first')
    """
    if filled.empty:
        return "empty", ""
    if sum(counts[one] for one in counts.index if re.match(EMAIL, one)) >= HALF * len(filled):
        return "email", ""
    filled = iso_weeks(filled)
    some, named = full_months(pd.Series(counts.index[:FEW])), filled.map(dates.bare_month).dropna()
    in_turn = len(named) >= MOST * len(filled) and (named.diff() < 0).sum() <= 1  # no answers
    if in_turn or some.map(is_month).mean() >= MOST:
        return "text", MONTHS
    if filled.map(_is_dated).mean() >= MOST:
        order, unsettled = dates.date_order(counts.index)
        doubt = f"{unsettled} of {len(counts)} {UNSURE}{' or '.join(dates.orders_of(counts.index))}"
        clock = filled.str.contains(r"\d{1,2}[:hH]\d{2}", regex=True).mean() >= MOST
        return ("moment" if clock else "date"), order or (doubt if unsettled else "")
    read = values.numbers(filled)
    worded = {*filled[read.bad]}
    coded = [value for value in counts.index if value in worded]
    numeric = (~read.bad).mean()
    if numeric >= MOST or (numeric >= HALF and len(coded) <= CODES):
        if 0 < len(coded) <= CODES:
            beside = ", ".join(f"'{shorten(value, 12)}' ({counts[value]})" for value in coded)
            return "number", f"beside {beside}"
        if filled.str.contains("%", regex=False).mean() >= MOST:
            return "number", SHARES
        comma = any(re.search(r",(?:\d{1,2}|\d{4,})$", one) for one in counts.index)
        return "number", "decimal comma" * comma
    if _are_durations(filled):
        return "number", "durations"
    if not values.flags(counts.index.to_series()).bad.any():
        return "flag", ""
    note = CURRENCIES * ({*map(str.upper, counts.index)} <= _CODES)
    return ("choice" if len(counts) <= FEW and len(filled) >= 2 * len(counts) else "text"), note


def _is_dated(cell: str) -> bool:
    """Return whether a cell is written as a day, with its year or without."""
    return (
        _DATE.match(dates.without_weekday(cell)) is not None
        or dates.month_of_bare_day(cell) is not None
    )


def _are_durations(filled: pd.Series) -> bool:
    """Return whether cells are minutes and hours as people write them; a clock is none."""
    clocks = filled[filled.str.contains(":", regex=False)]
    hours = pd.to_numeric(clocks.str.extract(r"^(\d{1,2}):\d\d(?::00)?$")[0], errors="coerce")
    are_short = hours.notna().all() and (hours == 0).any() and (hours < WORKDAY).all()
    if len(clocks) == len(filled) and not are_short:
        return False
    read = durations(filled)
    return bool((~read.bad).mean() >= MOST and read.values.notna().mean() >= HALF)


def kind_and_rest(header: str) -> tuple[str, str]:
    """Return whether a header says planned or spent money, and what else it says.

    Examples
    --------
    >>> kind_and_rest("Ist Mär 2026"), kind_and_rest("Jul-26 (Budget)"), kind_and_rest("Jul")
    (('actual', 'Mär 2026'), ('budget', 'Jul-26'), ('', 'Jul'))
    """
    text = short_quarter(header)
    words = [
        word for word in re.split(r"[\s():_]+|(?<!\d)/|/(?!\d)|-(?=[^\W\d]|\d{4})", text) if word
    ]
    said = {*map(normal, words)} - (_SHORT if len(words) > 3 else set())  # "the Privacy Act"
    said -= set() if any("é" in word for word in words) else {"votes"}  # and not "crédits votés"
    ours = [kind for kind, listed in MONEY.items() if said & {*listed}]
    if len(ours) != 1:
        return "", header
    return ours[0], " ".join(word for word in words if normal(word) not in MONEY[ours[0]])


def cost_and_rest(header: str) -> tuple[str, str]:
    """Return that a header is of spent money where it speaks of a cost, and what else it says.

    Examples
    --------
    >>> cost_and_rest("2026 Cost"), cost_and_rest("Costume")
    (('actual', '2026'), ('', 'Costume'))
    """
    return "actual" * bool(COST.search(header)), " ".join(COST.sub(" ", header).split())


def is_money(header: str) -> bool:
    """Return whether a header says that its numbers are money.

    Examples
    --------
    >>> is_money("YTD Actual"), is_money("Net amount EUR"), is_money("How useful?")
    (True, True, False)
    """
    return bool(kind_and_rest(header)[0] or _MONEY.search(header) or normal(header) in _TAXED)


def names_period(text: str) -> bool:
    """Return whether a header, but for the kind of money, is a month, a quarter, a year or a day.

    Examples
    --------
    >>> names_period("FY26"), names_period("Jul-26"), names_period("to 31 May"), names_period("")
    (True, True, True, False)
    """
    is_part = _PERIOD.search(normal(text)) or NUMBERED.search(text)
    return (is_part or YEAR.search(text) or TO_DATE.search(text)) is not None


def months_of_kinds(columns: Sequence[ColumnProfile]) -> dict[int, str]:
    """Return columns of planned or spent money, as ``kind, period``: of one kind or time are two.

    A plan may be of the year where what was spent is told by quarter, or to a day; the year so far
    beside a plan is what was spent.
    """
    found: dict[int, tuple[str, str]] = {}
    said = (kind_and_rest(part.header) for part in columns)
    plans = [rest for kind, rest in said if kind == "budget"]
    years = {rest for rest in plans if YEAR.search(rest)}
    for part in columns:
        kind, rest = kind_and_rest(part.header)
        kind, rest = (kind, rest) if kind else cost_and_rest(part.header)
        kind = "actual" if plans and not kind and CUMULATED.search(rest) else kind
        rest = until(rest, *years) if len(years) < 2 else until(rest)
        if kind and names_period(rest) and part.kind in ("number", "empty") and part.note != SHARES:
            found[part.column] = kind, rest
    for one in MONEY:
        parts = {at: rest for at, (kind, rest) in found.items() if kind == one}
        found = {at: found[at] for at in found if at not in parts or at in _finest(parts)}
    if len({*found.values()}) < max(2, len(found)) or len({one for _, one in found.values()}) < 2:
        return {}  # a column twice is not to be counted twice
    return {at: ", ".join(one) for at, one in found.items()}


def unsettled_year(columns: Sequence[ColumnProfile], own: Organisation) -> str:
    """Return why columns of planned and spent money are of no year yet; empty where they are."""
    why = unreadable([text.partition(", ")[2] for text in months_of_kinds(columns).values()], own)
    return next((why[label] for label in why if YEAR.search(label)), "")


def _finest(periods: Mapping[int, str]) -> set[int]:
    """Return the columns that are not the sum of finer ones: months, quarters, to a day, years."""
    # the quarter beside its months, and the year beside its quarters; another year is no sum
    steps = {
        at: 3 if YEAR.search(text) else 2 if TO_DATE.search(text) else bool(QUARTER.search(text))
        for at, text in periods.items()
    }
    years = {
        at: {
            part
            for fiscal, year, span in _YEARS.findall(text)
            for part in (year, f"from {int(year) - (not span)}")
            if fiscal or span or part == year  # FY26 is FY2025-26, and may be of 2026
        }
        for at, text in periods.items()
    }
    return {
        at
        for at in periods
        if not any(
            steps[one] < steps[at] and (not (years[one] and years[at]) or years[one] & years[at])
            for one in periods
        )
    }


def months_across(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Return the columns of numbers whose header is a month or a quarter, if they are a grid.

    Fewer than `LEAST_MONTHS` are one where each says its year, beside nothing but their total.
    """
    if months_of_kinds(columns):
        return []
    counted = [part for part in columns if part.kind in ("number", "empty")]
    numbers = [int(one[1]) for part in counted if (one := NUMBERED.search(part.header))]
    months = numbers == [*range(1, len(numbers) + 1)] and 6 <= len(numbers) <= 12  # no priorities
    names = {part.column: short_quarter(part.header) for part in counted}
    timed = {at for at, name in names.items() if _PERIOD.search(normal(name))}
    timed |= {part.column for part in counted if months and NUMBERED.search(part.header)}
    finest = _finest({at: names[at] for at in timed})
    grid = [part for part in counted if part.column in finest]
    others = [part for part in columns if part.kind == "number" and part.column not in timed]
    totals = words("table_rows")["totals"]
    others = [part for part in others if normal(part.header).replace(" ", "") not in totals]
    others = [part for part in others if not CUMULATED.search(part.header)]
    plain = [part for part in grid if re.search(r"\d\d", part.header)]
    plain = [part for part in plain if not kind_and_rest(part.header)[0]]
    return grid if len(grid) >= LEAST_MONTHS or (plain == grid and not others) else []


def _samples(filled: pd.Series, counts: pd.Series, kind: str) -> str:
    """Return the commonest values of a column; of free text only how many there are."""
    if kind == "text":
        return f"{len(counts)} different texts"
    if kind in ("choice", "flag"):
        return _top(counts, 4, 24, least=2)
    if kind == "number" and len(counts) <= FEW:
        return _top(counts, 6, 12)
    return ", ".join(shorten(value, 24) for value in filled.head(3))


def _top(counts: pd.Series, most: int, width: int, least: int = 1) -> str:
    """Return the commonest values with how often each occurs, those of single cells left out."""
    listed = [(value, count) for value, count in counts.head(most).items() if count >= least]
    top = ", ".join(f"{shorten(value, width)} ({count})" for value, count in listed)
    return top + (", ..." if len(counts) > most else "")
