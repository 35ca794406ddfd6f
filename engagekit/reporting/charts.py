"""What a native chart of a workbook or a slide shows: categories, series, and nothing hidden."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from engagekit.definitions import name_of
from engagekit.language import label, say
from engagekit.measures._frame import ALL, few, is_measure_frame
from engagekit.sections import Section, printed

_KINDS = {
    "trend": "line", "multiples": "line", "steps": "line", "histogram": "column",
    "ageing": "column", "likert": "stacked",
}  # fmt: skip
_NONE = frozenset({"quadrant", "grid", "matrix"})
"""Figures that no native chart of an office program draws."""
_BY_VALUE = frozenset({"bars", "money_bars"})
FORMATS = {
    "share": "0%", "points": "0%", "score": "0.0", "count": "#,##0", "minutes": "#,##0.0",
    "days": "#,##0.0", "index": "0.00", "mean": "#,##0.0",
}  # fmt: skip
MOST = 40
"""Categories of a chart at most."""


@dataclass(frozen=True)
class Chart:
    """A chart in numbers.

    Attributes
    ----------
    kind : str
        ``bar``, ``column``, ``line`` or ``stacked``.
    categories : tuple of str
    series : tuple of (str, tuple of float or None)
    number_format : str
        In the terms of office programs.
    rows : tuple of int
        Rows of the frame in the order of the categories, where there is one series.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    number_format: str
    rows: tuple[int, ...] = ()

    @property
    def top(self) -> float | None:
        """Where the axis of numbers ends: at the whole for shares drawn as lines or stacked."""
        is_whole = self.number_format == "0%" and self.kind in ("line", "stacked")
        return 1.0 if is_whole else None

    @property
    def bottom(self) -> float | None:
        """Where it begins: at zero, except for lines of anything but shares, and below zero."""
        lowest = min((v for _, vs in self.series for v in vs if v is not None), default=0)
        return 0.0 if lowest >= 0 and (self.kind != "line" or self.top) else None


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
    if unit in ("money", "per_head"):
        return '#,##0 "$"' if section.settings.get("language") == "fr" else '"$"#,##0'
    return FORMATS.get(unit, "General")


def _single(
    section: Section, frame: pd.DataFrame, name: str, kind: str, form: str, language: str
) -> Chart | None:
    """One series: in the order asked for, by value, or as it stands along an axis."""
    order = section.figure_args.get("order")
    if order:
        place = {str(value): at for at, value in enumerate(order)}
        frame = frame.assign(at=[place.get(str(v), len(place)) for v in frame[name]])
        frame = frame.sort_values("at", kind="stable")
    elif kind == "bar" and section.figure in _BY_VALUE:
        frame = frame.assign(is_all=frame[name].astype("str") == ALL).sort_values(
            ["is_all", "estimate"], ascending=[False, False], kind="stable")  # fmt: skip
    if len(frame) > MOST:
        return None
    title = name_of(str(frame["measure"].iloc[0]), language)
    values = tuple(float(value) for value in frame["estimate"])
    categories = tuple(_named(value, name, language) for value in frame[name])
    return Chart(kind, categories, ((title, values),), form, tuple(frame.index))


def _many(
    section: Section, frame: pd.DataFrame, names: list[str], kind: str, form: str, language: str
) -> Chart | None:
    """Several series: answers or measures side by side, periods along the axis."""
    for last in ("answer", "measure"):
        if last in names:
            names = [*(name for name in names if name != last), last]
    if kind == "line" and "period" in names:
        names = ["period", *(name for name in names if name != "period")]
    across, series = names
    table = frame.pivot(index=across, columns=series, values="estimate")
    order = [str(name) for name in section.figure_args.get("order") or ()]
    found = [str(name) for name in section.frame[series].unique() if name in table.columns]
    placed = [*(name for name in order if name in found), *(n for n in found if n not in order)]
    table = table.reindex(index=frame[across].unique(), columns=placed)
    if len(table) > MOST or len(table.columns) > 8:
        return None
    return Chart(
        kind, tuple(_named(value, across, language) for value in table.index),
        tuple(
            (_named(name, series, language),
             tuple(None if pd.isna(value) else float(value) for value in table[name]))
            for name in table.columns
        ), form,
    )  # fmt: skip


def _named(value: object, column: str, language: str) -> str:
    """A category as it is read."""
    if column == "measure":
        return name_of(str(value), language)
    if column == "period":
        return label(str(value), language)
    return say("figure.all", language) if str(value) == ALL else str(value)
