"""The small print of a figure: what it measures, when, and on how many it rests."""

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
    measures = [locale.name_of(name) for name in _drawn(section)]
    parts = measures if len(measures) <= _MOST else []
    parts = [*parts, _when(section, locale), _size(section, locale)]
    return " · ".join(part for part in parts if part)


def _drawn(section: Section) -> list[str]:
    """Return the measures that a figure draws."""
    if not is_measure_frame(section.frame):
        return []
    wanted = (section.figure_args.get(name) for name in ("measure", "x", "y"))
    named = [name for name in wanted if isinstance(name, str)]
    return named or [str(name) for name in section.frame["measure"].unique()]


def _when(section: Section, locale: Locale) -> str:
    """Return the span of a figure: from first to last period where it runs along them."""
    if names := _periods(section):
        low, high = (locale.label(name) for name in (names[0], names[-1]))
        return locale.say("number.interval", low=low, high=high)
    if not section.period:
        return ""
    if own := section.choices.get(locale.say("choice.looked_at")):
        return own
    wave = str(section.settings.get("survey_period", "") or section.period["label"])
    span, of_survey = locale.span(section.period), _of_survey(section)
    if wave == section.period["label"] or not any(of_survey):
        return span
    return locale.label(wave) if all(of_survey) else f"{span} · {locale.label(wave)}"


def _of_survey(section: Section) -> list[bool]:
    """Return whether each measure of a figure is one of a survey, which has its own quarter."""
    return [registry.measure(name).of in ("survey", "unknown") for name in _drawn(section)]


def _periods(section: Section) -> list[str]:
    """Return the periods along which a figure runs, in order; none for a single one."""
    frame = section.frame
    if is_measure_frame(frame):  # another measure may be of a survey without a day
        frame = frame[frame["measure"].isin(_drawn(section))]
    periods: set[str] = {*frame["period"].dropna().astype("str")} if "period" in frame else set()
    return periods_in_order(list(periods)) if len(periods) > 1 else []


def _size(section: Section, locale: Locale) -> str:
    """Return how many a figure rests on, where all its rows are of one span."""
    frame = section.frame
    if not is_measure_frame(frame) or _periods(section):
        return ""
    rows = frame[frame["measure"].isin(_drawn(section))]
    whole = rows[(rows[by_of(rows)] == ALL).any(axis=1)]
    bases = (whole if len(whole) else rows)["base"].dropna()
    if bases.empty or (whole.empty and len(bases.unique()) > 1):
        return ""
    return locale.say("figure.n", n=int(bases.max()))
