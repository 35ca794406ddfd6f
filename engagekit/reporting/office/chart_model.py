"""What a native chart of a workbook or a slide shows: categories, series, and nothing hidden."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from babel.numbers import get_currency_symbol

from engagekit.locale import Locale
from engagekit.locale.definitions import name_of
from engagekit.locale.words import LOCALES, NOTHING, interval, label, say
from engagekit.measures._frame import ALL, by_of, few, is_measure_frame
from engagekit.presentation import table as printed
from engagekit.sections import Section

_KINDS = {
    "trend": "line",
    "multiples": "line",
    "steps": "line",
    "ladder": "line",
    "histogram": "column",
    "ageing": "column",
    "likert": "stacked",
}
_NONE = frozenset({"grid", "matrix"})
"""Figures that no native chart of an office program draws; a matrix is a table with fills."""
_ALONG = ("period", "months", "touch")
"""What lines run along, whatever has fewer values."""
_BY_VALUE = frozenset({"bars", "money_bars"})
FORMATS = {
    "share": "0%",
    "points": "0.0",
    "score": "0.0",
    "count": "#,##0",
    "minutes": "#,##0.0",
    "days": "#,##0.0",
    "index": "0.00",
    "mean": "#,##0.0",
    "events": "#,##0",
    "posts": "#,##0.0",
    "difference": '0" points"',
}
SHARES = {"en": "0%", "fr": "0\u00a0%"}
"""How a share is written in each language."""
DIFFERENCE = "difference"
"""The unit of a difference of shares, which office programs get in points of a hundred."""
MOST = 40
"""Categories of a chart at most; bars are cut where they are shown."""
MOST_ACROSS = 12
"""Columns of a table with fills at most."""
FEWEST = 4
"""Points of a scatter at least, as in the figure."""


@dataclass(frozen=True)
class Chart:
    """A chart in numbers.

    Attributes
    ----------
    kind : str
        ``bar``, ``column``, ``line``, ``stacked``, or ``scatter``: two series, along and up.
    categories : tuple of str
    series : tuple of (str, tuple of float or None)
    number_format : str
        In the terms of office programs.
    rows : tuple of int
        Rows of the frame in the order of the categories, where there is one series.
    along_format : str
        How a scatter writes the numbers along.
    lines : tuple of float or None
        Where a scatter's lines stand, along and up.
    labels : tuple of str
        The categories with the people behind each, where there is one series of shares.
    spans : tuple of (float, float) or None
        How far the interval reaches below and above each point of a single line.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    number_format: str
    rows: tuple[int, ...] = ()
    along_format: str = ""
    lines: tuple[float | None, float | None] = (None, None)
    labels: tuple[str, ...] = ()
    spans: tuple[tuple[float, float] | None, ...] = ()

    @property
    def top(self) -> float | None:
        """Where the axis of numbers ends: at the whole for shares drawn as lines or stacked."""
        is_whole = self.number_format in SHARES.values() and self.kind in ("line", "stacked")
        return 1.0 if is_whole else None

    @property
    def bottom(self) -> float | None:
        """Where it begins: at zero, except for lines of anything but shares, and below zero."""
        lowest = min((v for _, vs in self.series for v in vs if v is not None), default=0)
        return 0.0 if lowest >= 0 and (self.kind != "line" or self.top) else None

    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The ends of both axes of a scatter, a little beyond its points and its lines."""
        matches = []
        for (_, values), line in zip(self.series, self.lines, strict=True):
            existing = [value for value in (*values, line) if value is not None]
            room = (max(existing) - min(existing)) * 0.1
            matches.append((min(existing) - room, max(existing) + room))
        return matches[0], matches[1]


def chart(section: Section, language: str) -> Chart | None:
    """The chart of a section; None where its frame is not one of a native chart.

    Parameters
    ----------
    section : Section
        Protected or not. Rows without a number, hidden ones among them, are left out.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    Chart or None
    """
    frame = section.frame
    if section.figure is None or section.figure in _NONE or not is_measure_frame(frame):
        return None
    frame = frame.reset_index(drop=True)
    frame = frame[frame["estimate"].notna() & ~frame["suppressed"].fillna(False).astype(bool)]
    frame = frame[~few(frame)]
    frame = frame.assign(estimate=in_points(frame["estimate"], frame["unit"]))
    if section.figure == "quadrant":
        return _scatter(section, frame, language)
    measure = section.figure_args.get("measure")
    if measure is not None:
        frame = frame[frame["measure"] == measure]
    if frame.empty or len(frame["unit"].unique()) > 1:
        return None
    names = [name for name in printed.groups(frame) if len(frame[name].unique()) > 1]
    if len(frame["measure"].unique()) > 1:
        names.append("measure")
    if not names:
        names = ["measure"]
    kind = _KINDS.get(section.figure, "bar")
    form = number_format(str(frame["unit"].iloc[0]), section)
    if len(names) == 1 and frame[names[0]].is_unique:
        return _single(section, frame, names[0], kind, form, language)
    if len(names) == 2 and not frame.duplicated(names).any():
        return _many(section, frame, names, kind, form, language)
    return None


def number_format(unit: str, section: Section) -> str:
    """How an office program writes a unit."""
    language = str(section.settings.get("language", "en"))
    if unit == "share":
        return SHARES.get(language, SHARES["en"])
    if unit in ("money", "per_head"):
        sign = get_currency_symbol(printed.money_of(section), LOCALES[language])
        return f'#,##0 "{sign}"' if language == "fr" else f'"{sign}"#,##0'
    return FORMATS.get(unit, "General")


def in_points(values: pd.Series, units: pd.Series) -> pd.Series:
    """Differences of shares in points of a hundred, anything else as it is."""
    return values.mask((units == DIFFERENCE).fillna(False).astype(bool), values * 100)


def _single(
    section: Section, frame: pd.DataFrame, name: str, kind: str, form: str, language: str
) -> Chart | None:
    """One series: in the order asked for, by value, or as it stands along an axis."""
    order = section.figure_args.get("order")
    if kind == "line" and name == "period":
        return _over_time(frame, form, language)
    if order:
        place = {str(value): at for at, value in enumerate(order)}
        frame = frame.assign(at=[place.get(str(v), len(place)) for v in frame[name]])
        frame = frame.sort_values("at", kind="stable")
    elif kind == "bar" and section.figure in _BY_VALUE:
        frame = frame.assign(is_all=frame[name].astype("str") == ALL).sort_values(
            ["is_all", "estimate"], ascending=[False, False], kind="stable"
        )
    if len(frame) > MOST and kind != "bar":
        return None
    title = name_of(str(frame["measure"].iloc[0]), language)
    values = tuple(float(value) for value in frame["estimate"])
    text = section.figure_args.get("labels") or {}
    categories = tuple(
        str(text.get(str(value), named(value, name, language))) for value in frame[name]
    )
    labels = _with_people(frame, categories, language) if kind == "bar" else ()
    return Chart(kind, categories, ((title, values),), form, tuple(frame.index), labels=labels)


def _with_people(frame: pd.DataFrame, names: tuple[str, ...], language: str) -> tuple[str, ...]:
    """Each category with its n of base and its interval, as a figure has them at its bars."""
    if frame["unit"].iloc[0] != "share" or frame[["n", "base"]].isna().to_numpy().any():
        return ()
    counted = (
        say("figure.n_of_base", language, n=int(n), base=int(base))
        for n, base in zip(frame["n"], frame["base"], strict=True)
    )
    ranges = (
        interval(low, high, "share", language)
        for low, high in zip(frame["low"], frame["high"], strict=True)
    )
    return tuple(
        f"{name} · {people}" + (f" ({ends})" if ends != NOTHING else "")
        for name, people, ends in zip(names, counted, ranges, strict=True)
    )


def _over_time(frame: pd.DataFrame, form: str, language: str) -> Chart:
    """One line over periods, the missing ones between left empty: a line is not joined there."""
    from engagekit.figures._time_axis import periods_in_order

    existing = dict(zip(frame["period"].astype("str"), frame["estimate"], strict=True))
    periods = periods_in_order(list(existing))
    whole = len(periods) == len(existing)
    at = dict(zip(frame["period"].astype("str"), frame.index, strict=True))
    title = name_of(str(frame["measure"].iloc[0]), language)
    values = tuple(float(existing[name]) if name in existing else None for name in periods)
    rows = tuple(at[name] for name in periods) if whole else ()
    spans = {
        str(name): None if pd.isna(low) or pd.isna(high) else (float(now - low), float(high - now))
        for name, low, now, high in zip(
            frame["period"], frame["low"], frame["estimate"], frame["high"], strict=True
        )
    }
    is_told = any(spans.values()) and form != FORMATS[DIFFERENCE]
    matches = tuple(spans.get(name) for name in periods) if is_told else ()
    return Chart(
        "line",
        tuple(label(name, language) for name in periods),
        ((title, values),),
        form,
        rows,
        spans=matches,
    )


def _scatter(section: Section, frame: pd.DataFrame, language: str) -> Chart | None:
    """A point a group that has both measures and enough answers; None for too few points."""
    supplied = section.figure_args
    sides = [frame[frame["measure"] == supplied.get(axis)] for axis in ("x", "y")]
    names = [name for name in printed.groups(frame) if len(frame[name].unique()) > 1]
    if len(names) != 1 or any(side.empty or side[names[0]].duplicated().any() for side in sides):
        return None
    along, up = (side.set_index(names[0]) for side in sides)
    enough = up["base"].fillna(0) >= supplied.get("least_base", 0)
    drawn = [name for name in up.index[enough] if name in along.index and str(name) != ALL]
    if not FEWEST <= len(drawn) <= MOST:
        return None
    form, other = (number_format(str(side["unit"].iloc[0]), section) for side in (up, along))
    return Chart(
        "scatter",
        tuple(named(name, names[0], language) for name in drawn),
        tuple(
            (
                name_of(str(supplied[axis]), language),
                tuple(float(side["estimate"][name]) for name in drawn),
            )
            for axis, side in (("x", along), ("y", up))
        ),
        form,
        (),
        other,
        (supplied.get("x_line"), supplied.get("y_line")),
    )


@dataclass(frozen=True)
class Heat:
    """A table whose cells are filled by their number.

    Attributes
    ----------
    head : str
        What its rows are.
    rows, columns : tuple of str
    values : tuple of tuple of float or None
        A row each; None where there is no number to show.
    number_format : str
    """

    head: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    number_format: str

    def share(self, value: float | None) -> float:
        """How far a number is from nothing to the largest, 0 to 1."""
        most = max((v for row in self.values for v in row if v is not None), default=0.0)
        return max(0.0, value) / most if value is not None and most > 0 else 0.0


def heat(section: Section, language: str) -> Heat | None:
    """The matrix of a section as a table with fills; None for any other figure.

    Parameters
    ----------
    section : Section
        Protected or not. Hidden cells have no number.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    Heat or None
    """
    frame = section.frame
    if section.figure != "matrix" or not is_measure_frame(frame) or frame.empty:
        return None
    across = str(section.figure_args.get("across", "period"))
    names = [name for name in by_of(frame) if name != across]
    if across not in frame.columns or len(names) != 1:
        return None
    if frame.duplicated([*names, across]).any():
        return None
    visible = frame.assign(estimate=frame["estimate"].mask(frame["suppressed"].fillna(False)))
    table = visible.pivot(index=names[0], columns=across, values="estimate")
    requested = [str(name) for name in section.figure_args.get("columns") or ()]
    matches = [str(name) for name in frame[across].unique()]
    columns = [*(n for n in requested if n in matches), *(n for n in matches if n not in requested)]
    table = table.reindex(index=frame[names[0]].unique(), columns=columns)
    if len(table) > MOST or len(columns) > MOST_ACROSS:
        return None
    text = section.figure_args.get("labels") or {}
    return Heat(
        printed.header(names[0], language),
        tuple(str(text.get(str(n), named(n, names[0], language))) for n in table.index),
        tuple(str(text.get(n, named(n, across, language))) for n in columns),
        tuple(tuple(None if pd.isna(v) else float(v) for v in row) for row in table.to_numpy()),
        number_format(str(frame["unit"].iloc[0]), section),
    )


def _many(
    section: Section, frame: pd.DataFrame, names: list[str], kind: str, form: str, language: str
) -> Chart | None:
    """Several series: answers or measures side by side, periods along the axis."""
    for last in ("answer", "measure"):
        if last in names:
            names = [*(name for name in names if name != last), last]
    for first in _ALONG:
        if kind == "line" and first in names:
            names = [first, *(name for name in names if name != first)]
    across, series = names
    table = frame.pivot(index=across, columns=series, values="estimate")
    order = [str(name) for name in section.figure_args.get("order") or ()]
    matches = [str(name) for name in section.frame[series].unique() if name in table.columns]
    placed = [*(name for name in order if name in matches), *(n for n in matches if n not in order)]
    rows = list(frame[across].unique())
    if across == "period":
        from engagekit.figures._time_axis import periods_in_order

        rows = periods_in_order([str(name) for name in rows])
    elif kind == "line":
        rows = sorted(rows, key=_in_order)
    table = table.reindex(index=rows, columns=placed)
    if (len(table) > MOST and kind not in ("bar", "stacked")) or len(table.columns) > 8:
        return None
    categories = tuple(named(value, across, language) for value in table.index)
    bases = frame.groupby(across, observed=True)["base"].max().reindex(table.index)
    counted = tuple(
        name if pd.isna(base) else f"{name} · {say('figure.n', language, n=int(base))}"
        for name, base in zip(categories, bases, strict=True)
    )
    return Chart(
        kind,
        categories,
        tuple(
            (
                named(name, series, language),
                tuple(None if pd.isna(value) else float(value) for value in table[name]),
            )
            for name in table.columns
        ),
        form,
        labels=counted if kind in ("bar", "stacked") else (),
    )


def _in_order(value: object) -> tuple[float, str]:
    """Numbers by their size, other texts as they are written."""
    try:
        return float(str(value)), ""
    except ValueError:
        return 0.0, str(value)


def named(value: object, column: str, language: str) -> str:
    """A category as it is read."""
    if column == "measure":
        return name_of(str(value), language)
    if column == "period":
        return label(str(value), language)
    from engagekit.figures._rows import label_of
    from engagekit.figures.options import FigureOptions

    return label_of(str(value), FigureOptions(locale=Locale(language)))
