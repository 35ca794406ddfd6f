"""The first screen, and a section of the analyst's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, NotMeasuredError, SettingsError, UsageError
from engagekit.locale.words import number, say
from engagekit.measures import _coverage, registry
from engagekit.measures._frame import is_measure_frame, measure_frame, primary
from engagekit.presentation.section import Section
from engagekit.sections import _assumptions_used
from engagekit.sections._build import as_mapping, for_display, make
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

NUMBERS = ("reach", "satisfaction", "champions", "promises kept on time", "funding per head")
"""What the tiles tell whose choices are told with them."""
NOTHING_TO_TELL = "Not measured: no number of the first page can be measured in this period."


def headline(
    tables: Tables, *, during: str | Period | None = None, language: str | None = None
) -> Section:
    """The four to six numbers of the first page, each with the period before.

    A number whose sheet is missing is left out here; its own section says what it needs.
    """
    result = make(
        "headline",
        tables,
        during,
        lambda period: _tiles(tables, period),
        language=language,
        choices=_assumptions_used.together(
            lambda period, spoken: _answered(tables, period, spoken),
            _assumptions_used.numbers(tables, NUMBERS),
        ),
        figure_args={"tiles": True},
        sentence="headline",
    )
    result = result.with_args(result.figure_args, {"period": dict(result.period)})
    if " Q" in result.period.get("label", " Q"):
        return result
    return replace(result, title=say("section.headline_period", result.settings["language"]))


def _answered(tables: Tables, period: Period, language: str) -> dict[str, str]:
    """The response rate in words, where neither those who answered nor the others are few."""
    try:
        row = measures.response_rate(tables, during=period).iloc[0]
    except DataError:
        return {}
    k = tables.settings.disclosure.k
    n, base = row["n"], row["base"]
    if pd.isna(n) or pd.isna(base) or min(n, base - n) < k:
        return {}
    share = number(row["estimate"], "share", language)
    words = say("choice.answered_is", language, share=share, n=int(n), base=int(base))
    return {say("choice.answered", language): words}


def _tiles(tables: Tables, period: Period) -> pd.DataFrame:
    """One row a tile, with ``previous``."""
    requested: list[Callable[[Period], pd.DataFrame]] = [
        lambda when: measures.reach(tables, during=when),
        lambda when: measures.satisfaction(tables, during=when),
        lambda when: _only(measures.champions(tables, during=when), "champions"),
        lambda when: _only(measures.promises(tables, during=when), "promises kept on time"),
        lambda when: measures.initiatives_covered(tables, during=when),
        lambda when: _only(measures.funding(tables, during=when), "funding per head"),
    ]
    rows = []
    k = tables.settings.disclosure.k
    for measure in requested:
        try:
            now = measure(period)
        except (DataError, SettingsError):
            continue
        if now.head(1)["estimate"].notna().any():
            rows.append(now.head(1).assign(previous=_before(measure, period, now, k)))
    if not rows:
        _coverage.asked_period(tables, period)
        tables.need("contacts")
        tables.need("touches")
        raise NotMeasuredError(NOTHING_TO_TELL)
    result = measure_frame(pd.concat(rows, ignore_index=True), ["previous"])
    result["previous"] = result["previous"].astype("float64")
    return result


def _only(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    return frame[frame["measure"] == measure].reset_index(drop=True)


def _before(
    measure: Callable[[Period], pd.DataFrame], period: Period, now: pd.DataFrame, k: int
) -> float:
    """The same number in the period before; missing when small, or when it is the same survey."""
    try:
        before = measure(period.previous()).head(1)
    except (DataError, SettingsError):
        return float("nan")
    if before.empty or before["measure"].iloc[0] != now["measure"].iloc[0]:
        return float("nan")
    kinds = {str(one["method"].iloc[0])[:6] for one in (before, now)}
    if before["unit"].iloc[0] == "per_head" and kinds == {"actual", "budget"}:
        return float("nan")  # what was spent is not set beside what was planned
    if bool(primary(before, k).iloc[0]):
        return float("nan")
    same = ["n", "base", "estimate"]
    is_survey = registry.measure(str(now["measure"].iloc[0])).of == "survey"
    if is_survey and before[same].equals(now.head(1)[same]):
        return float("nan")
    return float(before["estimate"].iloc[0])


def own(
    tables: Tables,
    frame: pd.DataFrame,
    *,
    title: str,
    figure: Any = None,
    name: str | None = None,
    note: str = "",
    audience: str = "board",
    during: str | Period | None = None,
    language: str | None = None,
    **figure_args: Any,
) -> Section:
    """A section of the analyst's own: any frame, with a figure of ours or of theirs.

    Parameters
    ----------
    tables : Tables
        For the period and the settings.
    frame : DataFrame
        A measure frame (see `engagekit.measures.measure_frame`) or a listing.
    title : str
        What it is about.
    figure : str or plotly Figure, optional
        The name of a figure of ours, or a figure.
    name : str, optional
        Short and unique; default from the title.
    note : str
        A caveat.
    audience : {"board", "private"}
    **figure_args
        Of a figure of ours.

    Returns
    -------
    Section

    Raises
    ------
    UsageError
        If the audience is neither, or the figure is something else.
    """
    if audience not in ("board", "private"):
        raise UsageError(f"audience='{audience}' is neither 'board' nor 'private'.")
    drawn: Mapping[str, Any] | None = None
    if figure is not None and not isinstance(figure, str):
        if not hasattr(figure, "to_plotly_json"):
            raise UsageError(
                f"figure is a {type(figure).__name__}. Give a plotly Figure, or the name of one "
                "of ours."
            )
        import json

        drawn = json.loads(figure.to_json())
    told_in = language or tables.settings.report.language
    slug = "".join(letter if letter.isalnum() else "_" for letter in title.casefold())
    return Section(
        name=name or slug.strip("_")[:40] or say("section.own", told_in),
        title=title,
        frame=frame.reset_index(drop=True),
        kind="measure" if is_measure_frame(frame) else "listing",
        figure=figure if isinstance(figure, str) else None,
        figure_args=figure_args,
        note=note,
        audience=audience,
        own_figure=drawn,
        period=as_mapping(_coverage.asked_period(tables, during)),
        settings=for_display(tables, told_in),
    )
