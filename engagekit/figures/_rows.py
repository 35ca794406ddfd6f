"""A measure frame as the rows a figure draws: labels, numbers, and what cannot be shown."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import UsageError, did_you_mean, error_text, require_one_of
from engagekit.figures.options import FigureOptions
from engagekit.figures.text import escape
from engagekit.locale import shared_digits
from engagekit.measures import ends
from engagekit.measures._frame import ALL, FEW, MEASURED, SMALL, by_of
from engagekit.measures.basis import AT_95, notes
from engagekit.plain_text import capital

_TEXTS = ("measure", "unit", "basis")
_NUMBERS: dict[str, Callable[[Any], float]] = {
    "estimate": float,
    "low": float,
    "high": float,
    "n": round,
    "base": round,
}
HIDDEN = "[c]"
"""What stands for a hidden number where there is no room for a sentence."""


@dataclass(frozen=True)
class Row:
    """One row of a measure frame; what is missing or hidden is None.

    ``digits`` are the decimals that it shares with the other rows, where they are not its own;
    ``ends`` are those of a share that is not told exactly, ``ends_words`` what is written of them.
    """

    key: tuple[str, ...]
    label: str
    measure: str
    unit: str
    estimate: float | None
    low: float | None
    high: float | None
    n: int | None
    base: int | None
    suppressed: bool
    basis: str
    digits: int | None = None
    ends: tuple[float, float] | None = None
    ends_words: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether it has a number to draw."""
        return self.estimate is not None and not self.suppressed

    @property
    def has_interval(self) -> bool:
        """Whether both bounds are there."""
        return self.low is not None and self.high is not None

    @property
    def is_few(self) -> bool:
        """Whether a share stands on too few people for a per cent: a count stands there instead."""
        if self.unit != "share" or self.n is None or self.base is None:
            return False
        return self.n <= self.base and 0 < self.base < FEW

    @property
    def is_small(self) -> bool:
        """Whether an estimated share stands on a small base."""
        small = self.base is not None and FEW <= self.base < SMALL
        return self.unit == "share" and self.has_interval and small

    @property
    def is_all(self) -> bool:
        """Whether it is the row over every group."""
        return ALL in self.key

    @property
    def size(self) -> int | None:
        """The people or things behind it: its base, or its n without one."""
        return self.base if self.base is not None else self.n


class NothingToDrawError(Exception):
    """No row has a number; its text is the sentence that stands in place of a figure."""


def nothing(rows: Sequence[Row], options: FigureOptions) -> NothingToDrawError:
    """Return the sentence for a frame without one number to draw, ready to be raised."""
    hidden = any(row.suppressed for row in rows)
    return NothingToDrawError(options.say("nothing_hidden" if hidden else "nothing"))


def column(frame: pd.DataFrame, name: str, argument: str) -> str:
    """Return a column that an argument names, or raise an error that says which there are."""
    if name not in frame.columns:
        raise UsageError(
            f"{argument}='{name}': the frame has no such column. "
            f"{did_you_mean(name, map(str, frame.columns))}"
        )
    return name


def label_of(value: Any, options: FigureOptions) -> str:
    """Return a group as it is read: the words for it, the row over all, a period, or the text."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return options.say("not_stated")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if text in options.labels:
        return options.labels[text]
    if text == ALL:
        return options.say("all")
    return capital(options.locale.label(options.locale.value(text)))


def group_label(key: Sequence[str], options: FigureOptions) -> str:
    """Return the parts of a group as one label, an empty one as not stated; all without parts."""
    return " · ".join(label_of(part or None, options) for part in key) or options.say("all")


def measure_words(measure: str, options: FigureOptions) -> str:
    """Return a measure as it is read: the words for it, the catalogue's, or its name.

    Examples
    --------
    >>> from engagekit.locale import Locale
    >>> measure_words("funding per head", FigureOptions(locale=Locale("fr")))
    'Dépense par personne'
    >>> measure_words("walk_rate", FigureOptions())
    'Walk rate'
    """
    if measure in options.labels:
        return options.labels[measure]
    plain = measure.replace("_", " ").strip()
    key = f"figure.measure.{plain.replace(' ', '_')}"
    return options.locale.say(key) if options.locale.has(key) else plain[:1].upper() + plain[1:]


def rows_of(
    frame: pd.DataFrame, options: FigureOptions, by: Sequence[str] | None = None
) -> list[Row]:
    """Read the rows of a measure frame in its order.

    ``frame``: measure frame, protected or not. ``options``: language and labels; ``by`` where the
    next argument is None. ``by``: columns that make the label; every ``by`` column of the frame
    when there are none in the options either, and the measure where the frame has no such column.
    """
    wanted = options.by if by is None else by
    names = list(wanted) if wanted is not None else by_of(frame) or ["measure"]
    known: dict[Any, Any] = dict.fromkeys((*MEASURED, *names))
    records = [_told(known | record) for record in frame.to_dict("records")]
    digits = shared_digits(
        [record["unit"] for record in records], [record["estimate"] for record in records]
    )
    rows = []
    for record in records:
        is_recoded = ends.is_recoded(record)
        labels = [
            measure_words(record[name], options)
            if name == "measure"
            else label_of(record[name], options)
            for name in names
        ]
        row = Row(
            key=tuple("" if pd.isna(record[name]) else str(record[name]) for name in names),
            label=" · ".join(labels),
            **{name: record[name] for name in (*_TEXTS, *_NUMBERS, "suppressed")},
            digits=digits,
            ends=ends.span(record) if is_recoded else None,
            ends_words=ends.words(record, options.locale.language) if is_recoded else "",
        )
        rows.append(row)
    return rows


def _told(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record with its texts and numbers; a hidden one keeps none of its numbers."""
    is_hidden = bool(pd.notna(record["suppressed"]) and record["suppressed"])
    told: dict[str, Any] = {"suppressed": is_hidden}
    told |= {name: "" if pd.isna(record[name]) else str(record[name]) for name in _TEXTS}
    told["unit"] = told["unit"] or "count"
    for name, kind in _NUMBERS.items():
        is_missing = is_hidden or pd.isna(record[name]) or math.isinf(record[name])
        told[name] = None if is_missing else kind(record[name])
    return {**record, **told}


def rows_along(
    frame: pd.DataFrame, options: FigureOptions, along: str, argument: str = "over"
) -> list[Row]:
    """Read the rows of the chosen measure, each with its place along an axis last in its key.

    Raises
    ------
    NothingToDrawError
        If no row has a number.
    UsageError
        If there is no such column.
    """
    chosen = of_measure(frame, options.measure)
    if not len(chosen):
        raise nothing([], options)
    column(chosen, along, argument)
    return drawable(
        rows_of(chosen, options, [*groups_beside(chosen, options, along), along]), options
    )


def groups_beside(frame: pd.DataFrame, options: FigureOptions, along: str) -> list[str]:
    """Return the columns that make a group: those of the options, or all but one along an axis."""
    if options.by is not None:
        return list(options.by)
    return [name for name in by_of(frame) if name != along]


def drawable(rows: list[Row], options: FigureOptions) -> list[Row]:
    """Return rows of which one at least has a number; raise the sentence for them otherwise."""
    if not any(row.is_drawn for row in rows):
        raise nothing(rows, options)
    return rows


def grouped(rows: Sequence[Row]) -> dict[tuple[str, ...], dict[str, Row]]:
    """Return rows by their group, and within it by the last part of their key."""
    groups: dict[tuple[str, ...], dict[str, Row]] = {}
    for row in rows:
        groups.setdefault(row.key[:-1], {})[row.key[-1]] = row
    return groups


def last_drawn(rows: Sequence[Row | None]) -> Row | None:
    """Return the last row that has a number."""
    return next((row for row in reversed(rows) if row is not None and row.is_drawn), None)


def with_n(row: Row, options: FigureOptions) -> str:
    """Return what stands behind a number: "12 of 40", "n 40", or nothing where there is none."""
    if row.unit == "share" and row.n is not None and row.base is not None:
        size_of = options.say("n_of_base", n=row.n, base=row.base)
        return options.say("small_base", n=size_of) if row.is_small else size_of
    if row.size is None or (row.unit in ("count", "events") and row.base is None):
        return ""
    return options.say("n", n=row.size)


def joined(*parts: str) -> str:
    """Return the parts that are not empty, a dot between them."""
    return " · ".join(part for part in parts if part)


def why_missing(row: Row, options: FigureOptions) -> str:
    """Return what stands where a row cannot be drawn."""
    if row.ends is not None:
        return row.ends_words
    return options.say("suppressed", k=options.k) if row.suppressed else options.say("no_data")


def hidden_note(rows: Sequence[Row | None], options: FigureOptions, mark: str = HIDDEN) -> str:
    """Return why a number is hidden after its mark; empty where none is."""
    hidden = (row for row in rows if row is not None and row.suppressed and row.ends is None)
    row = next(hidden, None)
    return "" if row is None else f"{mark} {why_missing(row, options)}"


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Return rows by value, largest first; those without a number next, hidden ones last.

    Shares on few stand behind the others: two of two answers are no first place. One of which the
    low end is told stands by it, behind what is as high.
    """

    def place(row: Row) -> tuple[int, float, bool, str]:
        if row.is_drawn:
            return int(row.is_few), -(row.estimate or 0.0), False, row.label
        if row.ends and row.ends[0]:
            return 0, -row.ends[0], True, row.label
        return (3 if row.suppressed else 2), 0.0, False, ""

    return sorted(rows, key=place)


def value_text(row: Row, options: FigureOptions) -> str:
    """Return the estimate in words; a count where the base is too small for a per cent."""
    if row.is_few:
        return options.say("n_of_base", n=row.n, base=row.base)
    return options.number(row.estimate, row.unit, row.digits)


def value_or_mark(row: Row | None, options: FigureOptions) -> str:
    """Return the estimate in words, its ends, or what stands for one that is not told."""
    if row is None or (row.estimate is None and not row.suppressed):
        return options.number(None, "count")
    if row.suppressed:
        return row.ends_words or HIDDEN
    return value_text(row, options)


def hover(row: Row, options: FigureOptions) -> str:
    """Return label, value, interval and n of a row as one escaped line."""
    value = value_text(row, options)
    text = options.locale.say("report.choice", name=row.label, value=value)
    ends = ""
    if row.has_interval:
        low, high = (options.number(value, row.unit, row.digits) for value in (row.low, row.high))
        ends = options.locale.say("number.interval", low=low, high=high)
    return escape(joined(text, ends, with_n(row, options)))


def unit_of(rows: Sequence[Row]) -> str:
    """Return the unit of the rows that are drawn; refuse two units in one figure."""
    units = sorted({row.unit for row in rows if row.is_drawn})
    if len(units) > 1:
        raise UsageError(error_text("rows.unit_of", units=", ".join(units)))
    return units[0] if units else "count"


def of_measure(frame: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    """Return the rows of one measure; all of them when none is named."""
    if measure is None or not len(frame):
        return frame
    names = sorted({str(name) for name in frame["measure"].tolist()})
    require_one_of(measure, names, f"measure='{measure}': the frame has no such measure.")
    return frame.loc[frame["measure"] == measure]


def interval_words(rows: Sequence[Row], options: FigureOptions) -> str:
    """Return what the whiskers are, empty without."""
    drawn = [row.basis for row in rows if row.is_drawn and row.has_interval]
    if not drawn:
        return ""
    is_at_95 = all(AT_95 & notes(basis).keys() for basis in drawn)
    return options.say("whisker" if is_at_95 else "whisker_other")
