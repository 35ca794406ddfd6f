"""The small print of a figure: what it measures and when over it, where it comes from under it."""

from __future__ import annotations

import pandas as pd

from engagekit.locale.definitions import definition, name_of
from engagekit.locale.words import day, label, say, span
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.sections import Section

_MOST = 2
"""Measures and sources that are named; more would be no small print."""


def subtitle(section: Section, language: str) -> str:
    """What a figure measures, the span it covers, and how many it rests on.

    Parameters
    ----------
    section : Section
        Protected or not.
    language : str
        ``en`` or ``fr``.

    Returns
    -------
    str
        Parts that are not known are left out.
    """
    named = [name_of(name, language) for name in _drawn(section)]
    parts = [" · ".join(named)] if 0 < len(named) <= _MOST else []
    parts += [_when(section, language), _size(section, language)]
    return " · ".join(part for part in parts if part)


def source(section: Section, language: str) -> str:
    """The sheets a figure comes from and the last day they tell of; empty where none is known."""
    existing = [definition(name, language) for name in _drawn(section)]
    sheets = list(dict.fromkeys(one["source"].rstrip(".") for one in existing if one))
    if not sheets or not section.period:
        return ""
    end = day(str(section.period["end"])[:10], language)
    return say("report.from", language, what="; ".join(sheets[:_MOST]), day=end)


def _drawn(section: Section) -> list[str]:
    """The measures that a figure draws."""
    frame, supplied = section.frame, section.figure_args
    if not is_measure_frame(frame):
        return []
    requested = [
        str(supplied[name]) for name in ("measure", "x", "y") if isinstance(supplied.get(name), str)
    ]
    return requested or [str(name) for name in frame["measure"].unique()]


def _when(section: Section, language: str) -> str:
    """The span of a figure: from its first to its last period where it runs along them."""
    frame = section.frame
    if "period" in frame.columns and len(frame["period"].unique()) > 1:
        from engagekit.figures._time_axis import periods_in_order

        text = periods_in_order(list(frame["period"].dropna().astype("str").unique()))
        ends = [label(name, language) for name in (text[0], text[-1])]
        return say("number.interval", language, low=ends[0], high=ends[1])
    if not section.period:
        return ""
    if start := _begins(section):
        whole = {"label": "", "start": start, "end": str(section.period["end"])}
        return span(whole, language)
    requested = str(section.settings.get("survey_period", "") or section.period["label"])
    same = requested == str(section.period["label"])
    return span(section.period, language) if same else label(requested, language)


def _begins(section: Section) -> str:
    """The first day of the first month of a listing that tells of more than its period."""
    frame = section.frame
    if is_measure_frame(frame) or section.figure is None or "on" not in frame.columns:
        return ""
    days = pd.to_datetime(frame["on"], errors="coerce").dropna()
    if days.empty or str(days.min())[:10] >= str(section.period["start"])[:10]:
        return ""
    return f"{str(days.min())[:7]}-01"


def _size(section: Section, language: str) -> str:
    """How many a figure rests on, where all its rows are of one span."""
    frame = section.frame
    if not is_measure_frame(frame):
        return ""
    rows = frame[frame["measure"].isin(_drawn(section))]
    several = "period" in frame.columns and len(frame["period"].unique()) > 1
    whole = rows[(rows[by_of(rows)] == ALL).any(axis=1)]
    bases = (whole if len(whole) else rows)["base"].dropna()
    if several or bases.empty or (whole.empty and len(bases.unique()) > 1):
        return ""
    return say("figure.n", language, n=int(bases.max()))
