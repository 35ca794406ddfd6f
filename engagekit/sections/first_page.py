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
from engagekit.measures._frame import ALL, measure_frame, primary
from engagekit.measures.contracts import renewed
from engagekit.presentation.section import OWN, Section
from engagekit.sections import choices
from engagekit.sections.functions import as_mapping, for_display
from engagekit.sections.registry import Answer, Request, complete
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

NUMBERS = ("reach", "satisfaction", "champions", "promises kept on time", "funding per head")
"""What the tiles tell whose choices are told with them."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS_OF: dict[str, Callable[..., pd.DataFrame]] = {
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
        frame = NUMBERS_OF[name](tables, during=period)
    except (DataError, SettingsError):
        return pd.DataFrame()
    row = frame[frame["measure"] == name].head(1)
    return row[row["estimate"].notna()]


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
    is_part = bool(_department(request))
    rows = _numbers(request.tables, request.when, OF_BRIEF if is_part else TILES)
    if is_part:
        return measure_frame(pd.concat(rows, ignore_index=True))
    rows = [row.assign(previous=_before(row, request)) for row in rows]
    result = measure_frame(pd.concat(rows, ignore_index=True), ["previous"])
    return result.astype({"previous": "float64"})


def _before(now: pd.DataFrame, request: Request) -> float:
    """The same number in the period before; missing when small, late begun or the same survey."""
    name, earlier = str(now["measure"].iloc[0]), request.when.previous()
    before, nothing = _number(name, request.tables, earlier), float("nan")
    is_late = name == "reach" and coverage.log_begins(request.tables, earlier) is not None
    if before.empty or is_late or primary(before, request.k).iloc[0]:
        return nothing
    both = pd.concat([before, now])
    planned, split = basis.have(both, *basis.PLANNED), basis.have(both, "share_of_days")
    if now["unit"].iloc[0] == "per_head" and (split.any() or planned.iloc[0] != planned.iloc[1]):
        return nothing  # planned beside spent, or a year that is the same in each quarter
    same = ["n", "base", "estimate"]
    if known.measure(name).of == "survey" and before[same].equals(now[same]):
        return nothing
    return float(before["estimate"].iloc[0])


def _department(request: Request) -> str:
    return request.tables.scope.get("department", "")


def _headline_name(request: Request) -> str:
    return "department_headline" if _department(request) else "headline"


def _headline_title(request: Request) -> str:
    say = request.locale.say
    if department := _department(request):
        return say("section.department_headline_of", department=department)
    is_quarter = request.period is None or " Q" in request.period.label
    return say("section.headline" if is_quarter else "section.headline_period")


def _part(request: Request) -> str:
    scope: Mapping[str, str] = request.options["part"].scope
    return scope.get("department", "")


def _beside_whole(request: Request) -> Answer:
    """The numbers that both have, the whole above the department, number by number."""
    both = {ALL: request.tables, _part(request): request.options["part"]}
    rows = pd.concat(
        [
            row.assign(department=label, place=OF_DEPARTMENT.index(row["measure"].iloc[0]))
            for label, tables in both.items()
            for row in _numbers(tables, request.when, OF_DEPARTMENT)
        ]
    )
    rows = rows[rows.groupby("measure")["place"].transform("size") == len(both)]
    return measure_frame(rows.sort_values("place", kind="stable"), ["department"])


def _is_drawn(request: Request) -> bool:
    return bool((request.frame["measure"] == "reach").any())


def _decide_by(request: Request) -> str:
    """The day of decision as the settings have it, in the language where they have one."""
    chosen, locale = request.settings.ask, request.locale
    by = chosen.decide_by
    if locale.language == "fr":
        by = chosen.decide_by_fr or by
    return locale.day(by) if _DAY.fullmatch(by) else by


def _ask_unit(request: Request) -> str:
    """The department that the ask is for: of the settings, else the one that its words name."""
    chosen = request.settings.ask
    if chosen.department:
        return chosen.department
    options = [one for one in chosen.options if one.name == chosen.recommended]
    words = " ".join(f"{one.buys} {one.consequence}" for one in options).casefold()
    if not words or not request.tables.has("contacts"):
        return ""
    names = sorted(map(str, memberships(request.tables)["department"].unique()))
    return max([name for name in names if name.casefold() in words], key=len, default="")


def _ask(request: Request) -> Answer:
    """The options, with the department on the same budget line as the one that the ask is for."""
    unit = _ask_unit(request)
    like, line = asking.same_line(request.tables, unit)
    facts: dict[str, Any] = {
        "decide_by": _decide_by(request),
        "unit": unit,
        "like": like,
        "line": line,
    }
    facts["target"] = request.settings.ask.target
    return asking.ask(request.tables, during=request.when), facts


def _behind_the_ask(request: Request) -> choices.Chosen:
    options = request.settings.ask.options
    return choices.behind(request, [name for option in options for name in option.evidence])


def _behind_the_headline(request: Request) -> choices.Chosen:
    return choices.behind(request, OF_DEPARTMENT if _department(request) else NUMBERS)


complete(
    "headline",
    answer=_headline,
    choices=(_behind_the_headline,),
    sentence=_headline_name,
    sentence_args={"department": _department, "period": lambda it: as_mapping(it.period)},
    name=_headline_name,
    title=_headline_title,
)
complete("ask", answer=_ask)
complete("story", measure=stories.told_story)
complete(
    "risk",
    measure=risk.risks,
    sentence_args={"renewed": lambda request: renewed(request.tables, request.when)},
)
complete("evidence", measure=asking.evidence, choices=(_behind_the_ask,))
complete(
    "beside_whole",
    answer=_beside_whole,
    choices=(lambda request: choices.behind(request, OF_DEPARTMENT),),
    figure=lambda request: "bars" if _is_drawn(request) else None,
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
        A measure frame (see `engagekit.measures.measure_frame`) or a listing; one that holds
        numbers stays in the private copy, since it does not say how many people they rest on.
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
    if hasattr(figure, "to_plotly_json"):
        figure, drawn = None, json.loads(figure.to_json())
    if not isinstance(figure, str | None):
        raise UsageError(error_text("sections_first_page.own", kind=type(figure).__name__))
    slug = "".join(letter if letter.isalnum() else "_" for letter in title.casefold())
    return Section(
        name=name or slug.strip("_")[:40] or tables.locale.say("section.own"),
        title=title,
        frame=frame.reset_index(drop=True),
        kind=OWN,
        figure=figure,
        figure_args=figure_args,
        note=note,
        audience=audience,
        own_figure=drawn,
        period=as_mapping(coverage.asked_period(tables, during)),
        settings=for_display(tables),
        brief=brief,
    )
