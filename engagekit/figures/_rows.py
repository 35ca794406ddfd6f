"""A measure frame as the rows a figure draws: labels, numbers, and what cannot be shown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import UsageError, did_you_mean
from engagekit.locale.translate import told
from engagekit.locale.words import capital, catalogue, number, say, shared_digits
from engagekit.locale.words import label as period_label
from engagekit.measures._frame import ALL, FEW, MEASURED, SMALL, by_of
from engagekit.measures.basis import AT_95, notes


@dataclass(frozen=True)
class Row:
    """One row of a measure frame; what is missing or hidden is None.

    ``digits`` are the decimals that it shares with the other rows, where they are not its own.
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

    @property
    def is_drawn(self) -> bool:
        """Whether it has a number to draw."""
        return self.estimate is not None and not self.suppressed

    @property
    def has_interval(self) -> bool:
        """Whether both bounds are known."""
        return self.low is not None and self.high is not None

    @property
    def is_few(self) -> bool:
        """Whether a share stands on too few people for a per cent: it is given as a count."""
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


def number_or_none(value: Any) -> float | None:
    """A finite float, or None for what is missing."""
    if value is None or value is pd.NA:
        return None
    matches = float(value)
    return matches if math.isfinite(matches) else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def column(frame: pd.DataFrame, name: str, argument: str) -> str:
    """A column that an argument names, or an error that says which there are."""
    if name not in frame.columns:
        names = [str(existing) for existing in frame.columns]
        raise UsageError(
            f"{argument}='{name}': the frame has no such column. {did_you_mean(name, names)}"
        )
    return name


def label_of(value: Any, language: str, labels: Mapping[str, str] | None = None) -> str:
    """A group as it is read: given words, the overall row, a period, or the text itself."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return say("figure.not_stated", language)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if labels and text in labels:
        return labels[text]
    if text == ALL:
        return say("figure.all", language)
    return capital(period_label(told(text, language), language))


def measure_words(measure: str, language: str, labels: Mapping[str, str] | None = None) -> str:
    """A measure as it is read: given words, those of the catalogue, or its name without dashes.

    Examples
    --------
    >>> measure_words("funding per head", "fr"), measure_words("walk_rate", "en")
    ('Financement par personne', 'Walk rate')
    """
    if labels and measure in labels:
        return labels[measure]
    plain = measure.replace("_", " ").strip()
    key = f"figure.measure.{plain.replace(' ', '_')}"
    return say(key, language) if key in catalogue(language) else plain[:1].upper() + plain[1:]


def rows_of(
    frame: pd.DataFrame,
    language: str,
    by: Sequence[str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> list[Row]:
    """The rows of a measure frame in its order.

    Parameters
    ----------
    frame : DataFrame
        Measure frame, protected or not.
    language : str
        Of the labels.
    by : sequence of str, optional
        Columns that make the label; every ``by`` column of the frame when None, and the measure
        where there is none.
    labels : mapping, optional
        Values to the words that stand for them.

    Returns
    -------
    list of Row
    """
    names = list(by) if by is not None else by_of(frame) or ["measure"]
    whole = frame.reindex(columns=[*dict.fromkeys([*frame.columns, *MEASURED, *names])])
    numbers = {
        name: [number_or_none(value) for value in whole[name].tolist()]
        for name in ("estimate", "low", "high", "n", "base")
    }
    hidden = whole["suppressed"].fillna(False).astype(bool).tolist() if len(whole) else []
    columns = [whole[name].tolist() for name in names]
    keys = list(zip(*columns, strict=True)) if names else [()] * len(whole)
    texts = {
        name: ["" if pd.isna(value) else str(value) for value in whole[name].tolist()]
        for name in ("measure", "unit", "basis")
    }
    digits = shared_digits(whole["unit"], whole["estimate"].mask(whole["suppressed"] == True))  # noqa: E712
    rows = []
    for at, key in enumerate(keys):
        words = [
            measure_words(str(value), language, labels)
            if name == "measure"
            else label_of(value, language, labels)
            for name, value in zip(names, key, strict=True)
        ]
        existing = {name: None if hidden[at] else values[at] for name, values in numbers.items()}
        rows.append(
            Row(
                key=tuple("" if pd.isna(value) else str(value) for value in key),
                label=" · ".join(words),
                measure=texts["measure"][at],
                unit=texts["unit"][at] or "count",
                estimate=existing["estimate"],
                low=existing["low"],
                high=existing["high"],
                n=_whole(existing["n"]),
                base=_whole(existing["base"]),
                suppressed=hidden[at],
                basis=texts["basis"][at],
                digits=digits,
            )
        )
    return rows


def with_n(row: Row, language: str) -> str:
    """What stands behind a number: "12 of 40", "n 40", or nothing where it is not known."""
    if row.unit == "share" and row.n is not None and row.base is not None:
        size_of = say("figure.n_of_base", language, n=row.n, base=row.base)
        return say("figure.small_base", language, n=size_of) if row.is_small else size_of
    size = row.base if row.base is not None else row.n
    if row.unit in ("count", "events") and row.base is None:
        return ""
    return "" if size is None else say("figure.n", language, n=size)


def labelled(row: Row, language: str) -> str:
    """The label of a row with its n."""
    size = with_n(row, language)
    return f"{row.label} · {size}" if size else row.label


def why_missing(row: Row, language: str, k: int) -> str:
    """What stands where a row cannot be drawn."""
    if row.suppressed:
        return say("figure.suppressed", language, k=k)
    return say("figure.no_data", language)


def nothing_to_say(rows: Sequence[Row], language: str) -> str:
    """The sentence for a frame without one number to draw."""
    hidden = any(row.suppressed for row in rows)
    return say("figure.nothing_hidden" if hidden else "figure.nothing", language)


def ordered(rows: Sequence[Row], keep: bool = False) -> list[Row]:
    """By value, largest first; those without a number next, hidden ones last."""
    drawn = [row for row in rows if row.is_drawn]
    if not keep:
        drawn.sort(key=lambda row: (-(row.estimate or 0.0), row.label))
    empty = [row for row in rows if not row.is_drawn and not row.suppressed]
    return [*drawn, *empty, *(row for row in rows if row.suppressed)]


def value_text(row: Row, language: str, currency: str) -> str:
    """The estimate in words; a count where the base is too small for a per cent."""
    if row.is_few:
        return say("figure.n_of_base", language, n=row.n, base=row.base)
    return number(row.estimate, row.unit, language, currency, row.digits)


def hover(row: Row, language: str, currency: str) -> str:
    """Label, value, interval and n of a row, as one escaped line."""
    from engagekit.figures.theme import escape

    visible = value_text(row, language, currency)
    parts = [say("report.choice", language, name=row.label, value=visible)]
    if row.has_interval:
        bounds = (
            number(value, row.unit, language, currency, row.digits) for value in (row.low, row.high)
        )
        parts.append(
            say("number.interval", language, **dict(zip(("low", "high"), bounds, strict=True)))
        )
    size = with_n(row, language)
    return escape(" · ".join([*parts, size] if size else parts))


def unit_of(rows: Sequence[Row]) -> str:
    """The unit of the rows that are drawn; two units in one figure are refused."""
    units = sorted({row.unit for row in rows if row.is_drawn})
    if len(units) > 1:
        raise UsageError(
            f"A figure has one scale, but the frame holds the units {', '.join(units)}. "
            "Draw them apart, or choose a measure with measure=."
        )
    return units[0] if units else "count"


def of_measure(frame: pd.DataFrame, measure: str | None) -> pd.DataFrame:
    """The rows of one measure; all of them when none is named."""
    if measure is None or not len(frame):
        return frame
    names = sorted({str(name) for name in frame["measure"].tolist()})
    if measure not in names:
        raise UsageError(
            f"measure='{measure}': the frame has no such measure. {did_you_mean(measure, names)}"
        )
    return frame.loc[frame["measure"] == measure]


def interval_words(rows: Sequence[Row], mark: str, language: str) -> str:
    """What the whiskers or bands are: ``mark`` is ``whisker`` or ``band``; empty without any."""
    found = [row.basis for row in rows if row.is_drawn and row.has_interval]
    if not found:
        return ""
    at_95 = all(AT_95 & notes(basis).keys() for basis in found)
    return say(f"figure.{mark}" if at_95 else f"figure.{mark}_other", language)
