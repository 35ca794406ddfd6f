"""Questions of the first page of a report and of a department's brief, and an analyst's own."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.errors import DataError, SettingsError, UsageError, error_text
from engagekit.facts import coverage
from engagekit.locale.missing import not_measured
from engagekit.measures import ask as asking
from engagekit.measures import basis, risk, stories
from engagekit.measures import registry as known
from engagekit.measures._frame import ALL, is_measure_frame, measure_frame, primary
from engagekit.measures.contracts import renewed
from engagekit.presentation.section import Section
from engagekit.sections import _build, choices
from engagekit.sections.registry import Answer, Request, complete
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

NUMBERS = ("reach", "satisfaction", "champions", "promises kept on time", "funding per head")
"""What the tiles tell whose choices are told with them."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
Measured = Callable[..., pd.DataFrame]


def _first(measure: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The first row of a measure that has a number."""
    rows = frame[frame["measure"] == measure].head(1)
    return rows[rows["estimate"].notna()]


NUMBERS_OF: dict[str, Measured] = {
    "reach": measures.reach,
    "touches per contact reached": measures.frequency,
    "satisfaction": measures.satisfaction,
    "response rate (AAPOR RR2)": measures.response_rate,
    "champions": measures.champions,
    "promises kept on time": measures.promises,
    "initiatives with a contribution": measures.initiatives_covered,
    "funding per head": measures.funding,
}
"""How each number is measured, by the measure that its row bears."""
TILES = (
    "reach",
    "satisfaction",
    "champions",
    "promises kept on time",
    "initiatives with a contribution",
    "funding per head",
)
"""The first page of a report."""
OF_DEPARTMENT = tuple(name for name in NUMBERS_OF if name != "initiatives with a contribution")
"""A department beside the whole."""
OF_BRIEF = (
    "reach",
    "touches per contact reached",
    "satisfaction",
    "champions",
    "promises kept on time",
)
"""The first page of a department's brief."""


def _number(name: str, tables: Tables, period: Period) -> pd.DataFrame:
    """The one row of a number; none where it cannot be measured."""
    try:
        return _first(name, NUMBERS_OF[name](tables, during=period))
    except (DataError, SettingsError):
        return pd.DataFrame()


def _numbers(tables: Tables, period: Period, names: Iterable[str]) -> list[pd.DataFrame]:
    """A row a number that can be measured; where none can, the sheet that is missing."""
    rows = [_number(name, tables, period) for name in names]
    if present := [row for row in rows if len(row)]:
        return present
    tables.need("contacts")
    tables.need("touches")
    raise not_measured("nothing_to_tell")


def _headline(request: Request) -> Answer:
    """The tiles, with ``previous``; of a department without it."""
    tables, period = request.tables, request.when
    if _department(request):
        return measure_frame(pd.concat(_numbers(tables, period, OF_BRIEF), ignore_index=True))
    rows = [
        row.assign(previous=_before(str(row["measure"].iloc[0]), row, request))
        for row in _numbers(tables, period, TILES)
    ]
    result = measure_frame(pd.concat(rows, ignore_index=True), ["previous"])
    result["previous"] = result["previous"].astype("float64")
    return result


def _before(name: str, now: pd.DataFrame, request: Request) -> float:
    """The same number in the period before; missing when small, late begun or the same survey."""
    earlier = request.when.previous()
    before = _number(name, request.tables, earlier)
    is_late = name == "reach" and coverage.log_begins(request.tables, earlier) is not None
    if before.empty or is_late:
        return float("nan")
    planned = {bool(basis.have(one, *basis.PLANNED).any()) for one in (before, now)}
    is_split = any(bool(basis.have(one, "share_of_days").any()) for one in (before, now))
    if before["unit"].iloc[0] == "per_head" and (is_split or len(planned) == 2):
        return float("nan")  # planned beside spent, or a year that is the same in each quarter
    if bool(primary(before, request.k).iloc[0]):
        return float("nan")
    same = ["n", "base", "estimate"]
    if known.measure(name).of == "survey" and before[same].equals(now[same]):
        return float("nan")
    return float(before["estimate"].iloc[0])


def _period(request: Request) -> Mapping[str, str]:
    return _build.as_mapping(request.period)


def _department(request: Request) -> str:
    return request.tables.scope.get("department", "")


def _headline_name(request: Request) -> str:
    return "department_headline" if _department(request) else "headline"


def _headline_title(request: Request) -> str:
    if department := _department(request):
        return request.locale.say("section.department_headline_of", department=department)
    is_quarter = request.period is None or " Q" in request.period.label
    return request.locale.say(f"section.headline{'' if is_quarter else '_period'}")


def _part(request: Request) -> str:
    scope: Mapping[str, str] = request.options["part"].scope
    return scope.get("department", "")


def _beside_whole(request: Request) -> Answer:
    """The numbers that both have, the whole above the department, number by number."""
    both = ((ALL, request.tables), (_part(request), request.options["part"]))
    rows = pd.concat(
        [
            row.assign(department=label)
            for label, tables in both
            for row in _numbers(tables, request.when, OF_DEPARTMENT)
        ],
        ignore_index=True,
    )
    place = rows["measure"].map({name: at for at, name in enumerate(OF_DEPARTMENT)})
    rows = rows.loc[place.sort_values(kind="stable").index]
    in_both = rows["measure"].map(rows["measure"].value_counts()) == len(both)
    return measure_frame(rows[in_both].reset_index(drop=True), ["department"])


def _is_drawn(request: Request) -> bool:
    return bool((request.frame["measure"] == "reach").any())


def _decide_by(request: Request) -> str:
    """The day of decision as the settings have it, in the language where they have one."""
    chosen, locale = request.settings.ask, request.locale
    is_french = locale.language == "fr" and chosen.decide_by_fr
    by = chosen.decide_by_fr if is_french else chosen.decide_by
    return locale.day(by) if _DAY.fullmatch(by) else by


def _ask_unit(request: Request) -> str:
    """The department that the recommended option is for: the one that its words name."""
    chosen = request.settings.ask
    options = [one for one in chosen.options if one.name == chosen.recommended]
    words = " ".join(f"{one.buys} {one.consequence}" for one in options).casefold()
    if not words or not request.tables.has("contacts"):
        return ""
    names = sorted(map(str, memberships(request.tables)["department"].unique()))
    return max([name for name in names if name.casefold() in words], key=len, default="")


complete(
    "headline",
    answer=_headline,
    choices=(lambda it: choices.numbers(OF_DEPARTMENT if _department(it) else NUMBERS)(it),),
    sentence=_headline_name,
    sentence_args={"department": _department, "period": _period},
    name=_headline_name,
    title=_headline_title,
)
complete("ask", measure=asking.ask, sentence_args={"decide_by": _decide_by, "unit": _ask_unit})
complete("story", measure=stories.told_story)
complete(
    "risk",
    measure=risk.risks,
    sentence_args={"renewed": lambda request: renewed(request.tables, request.when)},
)
complete(
    "evidence",
    measure=asking.evidence,
    choices=(
        lambda it: choices.numbers(
            [name for option in it.settings.ask.options for name in option.evidence]
        )(it),
    ),
)

complete(
    "beside_whole",
    answer=_beside_whole,
    choices=(choices.numbers(OF_DEPARTMENT),),
    figure=lambda request: "bars" if _is_drawn(request) else None,
    figure_args=lambda it: (
        {"measure": "reach", "target": it.settings.targets.get("reach")} if _is_drawn(it) else {}
    ),
    sentence_args={"department": _part},
)


def own(
    tables: Tables,
    frame: pd.DataFrame,
    *,
    title: str,
    figure: Any = None,
    name: str | None = None,
    note: str = "",
    audience: str = "board",
    during: During = None,
    brief: bool = False,
    **figure_args: Any,
) -> Section:
    """Show a frame of the analyst's own, with a figure of ours or of theirs.

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
    during : str or Period, optional
        A quarter, a fiscal year or a range.
    brief : bool
        Whether it stands in the brief as well.
    **figure_args
        Of a figure of ours.

    Returns
    -------
    Section

    Raises
    ------
    UsageError
        If the audience is neither, or the figure is something else.

    Examples
    --------
    >>> frame = ek.reach(tables, during="FY2026-27 Q2", by="site")
    >>> ek.sections.own(tables, frame, title="Reach by office", during="FY2026-27 Q2").name
    'reach_by_office'
    """
    if audience not in ("board", "private"):
        raise UsageError(f"audience='{audience}' is neither 'board' nor 'private'.")
    drawn: Mapping[str, Any] | None = None
    if figure is not None and not isinstance(figure, str):
        if not hasattr(figure, "to_plotly_json"):
            raise UsageError(error_text("sections_first_page.own", kind=type(figure).__name__))
        drawn = json.loads(figure.to_json())
    slug = "".join(letter if letter.isalnum() else "_" for letter in title.casefold())
    return Section(
        name=name or slug.strip("_")[:40] or tables.locale.say("section.own"),
        title=title,
        frame=frame.reset_index(drop=True),
        kind="measure" if is_measure_frame(frame) else "listing",
        figure=figure if isinstance(figure, str) else None,
        figure_args=figure_args,
        note=note,
        audience=audience,
        own_figure=drawn,
        period=_build.as_mapping(coverage.asked_period(tables, during)),
        settings=_build.for_display(tables),
        brief=brief,
    )
