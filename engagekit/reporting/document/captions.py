"""The small print of a figure: what it measures, when, and on how many it rests."""

import pandas as pd

from engagekit.figures.layout import periods_in_order
from engagekit.locale import Locale
from engagekit.measures import registry
from engagekit.measures._frame import ALL, by_of, is_measure_frame
from engagekit.presentation.section import Section

_MOST = 2
"""Measures that are named; more would be no small print."""


def subtitle(section: Section, locale: Locale) -> str:
    """Return what a figure measures, the span it covers, and how many it rests on.

    Parameters
    ----------
    section : Section
        Protected or not.

    Returns
    -------
    str
        What cannot be told is left out.
    """
    frame, names, is_measured = section.frame, list[str](), is_measure_frame(section.frame)
    if is_measured:
        wanted = (section.figure_args.get(name) for name in ("measure", "x", "y"))
        names = [name for name in wanted if isinstance(name, str)]
        names = names or [str(name) for name in frame["measure"].unique()]
        frame = frame[frame["measure"].isin(names)]  # another may be of a survey without a day
    named: set[str] = {*frame["period"].dropna().astype("str")} if "period" in frame else set()
    periods = sorted(name for name in named if any(map(str.isdigit, name)))  # "planned" is none
    measures = [locale.name_of(name) for name in names]
    parts = measures if len(measures) <= _MOST else []
    if len(periods) > 1:
        first, *_, last = map(locale.label, periods_in_order(periods))
        parts.append(locale.say("number.interval", low=first, high=last))
    else:
        parts.append(_when(section, names, locale))
        parts.append(_size(frame, locale) if is_measured else "")
    return " · ".join(part for part in parts if part)


def _when(section: Section, measures: list[str], locale: Locale) -> str:
    """Return the span of a figure; that of its survey too, which has its own quarter."""
    if not section.period:
        return ""
    if own := section.choices.get(locale.say("choice.looked_at")):
        return own
    wave = str(section.settings.get("survey_period", "") or section.period["label"])
    of_survey = [registry.measure(name).of in ("survey", "unknown") for name in measures]
    span = locale.span(section.period)
    if wave == section.period["label"] or not any(of_survey):
        return span
    return locale.label(wave) if all(of_survey) else f"{span} · {locale.label(wave)}"


def _size(rows: pd.DataFrame, locale: Locale) -> str:
    """Return how many a figure rests on, where its groups stand beside all or have one base."""
    whole = rows[(rows[by_of(rows)] == ALL).any(axis=1)]
    bases = (whole if len(whole) else rows)["base"].dropna()
    if bases.empty or (whole.empty and len(bases.unique()) > 1):
        return ""
    return locale.say("figure.n", n=int(bases.max()))
