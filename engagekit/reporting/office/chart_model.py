"""What a native chart of a workbook or a slide shows: categories, series, and nothing hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.figures import _rows, layout
from engagekit.figures.layout import Scale, scale
from engagekit.figures.options import FigureOptions
from engagekit.locale import Locale
from engagekit.locale.words import NOTHING
from engagekit.measures._frame import ALL, few, is_measure_frame
from engagekit.presentation import table as printed
from engagekit.presentation.section import Section
from engagekit.reporting.office.number_formats import (
    DIFFERENCE,
    FORMATS,
    in_points,
    is_share,
    number_format,
)

_KINDS = dict.fromkeys(("trend", "multiples", "ladder"), "line")
_KINDS |= {"histogram": "column", "ageing": "column", "likert": "stacked"}
"""The native chart of a figure, where it is not bars."""
_NONE = frozenset({"grid", "matrix"})
"""Figures that no native chart of an office program draws; a matrix is a table with fills."""
_ALONG = ("period", "touch")
"""What lines run along, whatever has fewer values."""
_BY_VALUE = frozenset({"bars", "money_bars"})
MOST = 40
"""Categories of a chart at most: in a workbook each still has a line of its own."""
_MOST_SERIES = 8
"""Series of a chart at most, one a colour."""
FEWEST = 4
"""Points of a scatter at least, as in the figure."""

Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Chart:
    """A chart in numbers.

    ``kind``: ``bar``, ``column``, ``line``, ``stacked``, or ``scatter``: two series, along and up.
    ``number_format``, ``along_format``: in the terms of office programs; that of the numbers along
    a scatter. ``rows``: of the frame, in the order of the categories, where there is one series.
    ``lines``: where a scatter's lines stand, along and up. ``labels``: categories with the people
    behind each, where there is one series of shares. ``spans``: how far the interval reaches below
    and above each point of a single line. ``is_open``: bars that may reach further than drawn.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, Values], ...]
    number_format: str
    rows: tuple[int, ...] = ()
    along_format: str = ""
    lines: tuple[float | None, float | None] = (None, None)
    labels: tuple[str, ...] = ()
    spans: tuple[tuple[float, float] | None, ...] = ()
    is_open: tuple[bool, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What stands at each category."""
        return self.labels or self.categories

    @property
    def bars(self) -> int:
        """How many bars stand under each other."""
        return len(self.categories) * (len(self.series) if self.kind == "bar" else 1)

    @property
    def top(self) -> float | None:
        """Where the axis ends: fitted for lines of anything but counts, the whole where stacked."""
        if self.kind == "line" and self.number_format != "#,##0":
            return self._fitted.high
        return 1.0 if self.kind == "stacked" and is_share(self.number_format) else None

    @property
    def bottom(self) -> float | None:
        """Where it begins: at zero, except for fitted lines and below zero."""
        if self.kind == "line" and self.top:
            return self._fitted.low
        lowest = min((v for _, vs in self.series for v in vs if v is not None), default=0)
        return 0.0 if lowest >= 0 else None

    @property
    def _fitted(self) -> Scale:
        """The scale of a line, with its intervals, as the figure has it."""
        values = [value for _, values in self.series for value in values if value is not None]
        if self.spans:
            pairs = zip(self.series[0][1], self.spans, strict=True)
            whole = [(v, span) for v, span in pairs if v is not None and span is not None]
            values += [end for v, (down, up) in whole for end in (v - down, v + up)]
        unit = "share" if is_share(self.number_format) else "money"
        return scale(values, unit, FigureOptions(), zero=False)

    def ends(self) -> list[tuple[float, float]]:
        """Return the ends of both axes of a scatter, a tenth beyond its points and its lines."""
        ends = []
        for (_, values), line in zip(self.series, self.lines, strict=True):
            numbers = [value for value in (*values, line) if value is not None]
            room = (max(numbers) - min(numbers)) * 0.1
            ends.append((min(numbers) - room, max(numbers) + room))
        return ends


def chart(section: Section, locale: Locale) -> Chart | None:
    """Return the chart of a section; None where its frame is not one of a native chart.

    Parameters
    ----------
    section : Section
        Protected or not. Rows without a number, hidden ones among them, are left out.
    """
    frame = section.frame
    if section.figure is None or section.figure in _NONE or not is_measure_frame(frame):
        return None
    frame = frame.reset_index(drop=True)
    frame = frame[frame["estimate"].notna() & ~frame["suppressed"].fillna(False).astype(bool)]
    frame = frame[~few(frame)]
    frame = frame.assign(estimate=in_points(frame["estimate"], frame["unit"]))
    if section.figure == "quadrant":
        return _scatter(section, frame, locale)
    measure = section.figure_args.get("measure")
    if measure is not None:
        frame = frame[frame["measure"] == measure]
    if frame.empty or len(frame["unit"].unique()) > 1:
        return None
    names = several(frame)
    if len(frame["measure"].unique()) > 1 or not names:
        names.append("measure")
    if len(names) == 1 and frame[names[0]].is_unique:
        return _single(section, frame, names[0], locale)
    if len(names) == 2 and not frame.duplicated(names).any():
        return _many(section, frame, names, locale)
    return None


def several(frame: pd.DataFrame) -> list[str]:
    """Return the columns that tell groups apart and hold more than one."""
    return [name for name in printed.groups(frame) if len(frame[name].unique()) > 1]


def category(value: object, column: str, section: Section, locale: Locale) -> str:
    """Return a category as it is read: in the section's words for it, else in the kit's."""
    words = section.figure_args.get("labels") or {}
    if str(value) in words:
        return str(words[str(value)])
    if column == "measure":
        return locale.name_of(str(value))
    if column == "period":
        return locale.label(str(value))
    return _rows.label_of(str(value), FigureOptions(locale=locale))


def in_order(values: Iterable[object], section: Section, argument: str = "order") -> list[str]:
    """Return values in the order that the figure is asked to draw them in, others behind."""
    names = [str(value) for value in values]
    order = [str(name) for name in section.figure_args.get(argument) or ()]
    return [*(one for one in order if one in names), *(one for one in names if one not in order)]


def numbers(values: Iterable[float]) -> Values:
    """Return numbers with None for what is missing."""
    return tuple(None if pd.isna(value) else float(value) for value in values)


def _form(frame: pd.DataFrame, locale: Locale) -> str:
    return number_format(str(frame["unit"].iloc[0]), locale)


def _title(frame: pd.DataFrame, locale: Locale) -> str:
    return locale.name_of(str(frame["measure"].iloc[0]))


def _single(section: Section, frame: pd.DataFrame, name: str, locale: Locale) -> Chart | None:
    """Return one series: in the order asked for, by value, or as it stands along an axis."""
    kind = _KINDS.get(str(section.figure), "bar")
    if kind == "line" and name == "period":
        return _over_time(frame, locale)
    if section.figure_args.get("order"):
        place = {value: at for at, value in enumerate(in_order(frame[name], section))}
        frame = frame.assign(at=[place[str(value)] for value in frame[name]])
        frame = frame.sort_values("at", kind="stable")
    elif kind == "bar" and section.figure in _BY_VALUE:
        frame = frame.assign(is_all=frame[name].astype("str") == ALL).sort_values(
            ["is_all", "estimate"], ascending=[False, False], kind="stable"
        )
    if len(frame) > MOST and kind != "bar":
        return None
    categories = tuple(category(value, name, section, locale) for value in frame[name])
    return Chart(
        kind,
        categories,
        ((_title(frame, locale), numbers(frame["estimate"])),),
        _form(frame, locale),
        tuple(frame.index),
        labels=_with_people(frame, categories, locale) if kind == "bar" else (),
    )


def _with_people(frame: pd.DataFrame, names: Sequence[str], locale: Locale) -> tuple[str, ...]:
    """Return each category with its n of base and its interval, as a figure has them."""
    if frame["unit"].iloc[0] != "share" or frame[["n", "base"]].isna().to_numpy().any():
        return ()
    labels = []
    columns = (frame[name] for name in ("n", "base", "low", "high"))
    for name, n, base, low, high in zip(names, *columns, strict=True):
        people = locale.say("figure.n_of_base", n=int(n), base=int(base))
        ends = locale.interval(low, high, "share")
        labels.append(f"{name} · {people}" + (f" ({ends})" if ends != NOTHING else ""))
    return tuple(labels)


def _over_time(frame: pd.DataFrame, locale: Locale) -> Chart:
    """Return one line over periods, missing ones left empty: a line is not joined there."""
    form = _form(frame, locale)
    rows = frame.assign(period=frame["period"].astype("str"), at=frame.index).set_index("period")
    periods = layout.periods_in_order(list(rows.index))
    whole = rows.reindex(periods)
    spans: list[tuple[float, float] | None] = [
        None if pd.isna(low) or pd.isna(high) else (float(now - low), float(high - now))
        for low, now, high in zip(whole["low"], whole["estimate"], whole["high"], strict=True)
    ]
    has_spans = any(spans) and form != FORMATS[DIFFERENCE]
    return Chart(
        "line",
        tuple(locale.label(name) for name in periods),
        ((_title(frame, locale), numbers(whole["estimate"])),),
        form,
        tuple(int(at) for at in whole["at"]) if len(periods) == len(rows) else (),
        spans=tuple(spans) if has_spans else (),
    )


def _scatter(section: Section, frame: pd.DataFrame, locale: Locale) -> Chart | None:
    """Return a point a group that has both measures and enough answers; None for too few."""
    args = section.figure_args
    sides = [frame[frame["measure"] == args.get(axis)] for axis in ("x", "y")]
    names = several(frame)
    if len(names) != 1 or any(side.empty or side[names[0]].duplicated().any() for side in sides):
        return None
    along, up = (side.set_index(names[0]) for side in sides)
    enough = up["base"].fillna(0) >= args.get("least_base", 0)
    drawn = [name for name in up.index[enough] if name in along.index and str(name) != ALL]
    if not FEWEST <= len(drawn) <= MOST:
        return None
    return Chart(
        "scatter",
        tuple(category(name, names[0], section, locale) for name in drawn),
        tuple(
            (locale.name_of(str(args[axis])), numbers(side["estimate"][drawn]))
            for axis, side in (("x", along), ("y", up))
        ),
        _form(up, locale),
        along_format=_form(along, locale),
        lines=(args.get("x_line"), args.get("y_line")),
    )


def _many(section: Section, frame: pd.DataFrame, names: list[str], locale: Locale) -> Chart | None:
    """Return several series: answers or measures side by side, periods along the axis."""
    kind = _KINDS.get(str(section.figure), "bar")
    for last in ("answer", "measure"):
        names = sorted(names, key=last.__eq__)
    for first in _ALONG if kind == "line" else ():
        names = sorted(names, key=first.__ne__)
    across, series = names
    table = frame.pivot(index=across, columns=series, values="estimate")
    columns = [name for name in section.frame[series].unique() if name in table.columns]
    rows = list(frame[across].unique())
    if across == "period":
        rows = list(layout.periods_in_order([str(name) for name in rows]))
    elif kind == "line":
        rows.sort(key=_by_number)
    table = table.reindex(index=rows, columns=in_order(columns, section))
    if (len(table) > MOST and kind not in ("bar", "stacked")) or len(columns) > _MOST_SERIES:
        return None
    categories = tuple(category(value, across, section, locale) for value in table.index)
    bases = frame.groupby(across, observed=True)["base"].max().reindex(table.index)
    with_n = tuple(
        name if pd.isna(base) else f"{name} · {locale.say('figure.n', n=int(base))}"
        for name, base in zip(categories, bases, strict=True)
    )
    return Chart(
        kind,
        categories,
        tuple(
            (category(name, series, section, locale), numbers(table[name]))
            for name in table.columns
        ),
        _form(frame, locale),
        labels=with_n if kind in ("bar", "stacked") else (),
    )


def _by_number(value: object) -> tuple[float, str]:
    """Return numbers by their size, other texts as they are written."""
    try:
        return float(str(value)), ""
    except ValueError:
        return 0.0, str(value)
