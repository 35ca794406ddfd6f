"""Questions on what it costs, what it is worth, and how love and funding go together."""

from contextlib import suppress
from typing import Any

import pandas as pd

from engagekit import measures
from engagekit.errors import NotMeasuredError
from engagekit.facts import facts_of, quarters
from engagekit.measures import love_and_funding as beside
from engagekit.measures import quadrant as places
from engagekit.measures import value as worth
from engagekit.measures.funding import outside, real_terms, spend
from engagekit.measures.logging_volume import by_records
from engagekit.sections import choices
from engagekit.sections.registry import Answer, Request, complete
from engagekit.settings.periods import Period

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
WORDS_IN_CORNERS = {places.USE: "quadrant.by_use", places.COST: "figure.services"}
"""Messages of the corners, by the measure across; those of money stand in the figure itself."""


def _funding_by_department(request: Request) -> Answer:
    """Spending per head, with the money that belongs to no department of the staff list."""
    frame = measures.funding(request.tables, during=request.when, by="department")
    left = outside(request.tables, during=request.when)
    nobodys = left["department"] == ""
    facts = {
        "amount": float(left["amount"].sum()),
        "names": left.loc[~nobodys, "department"].tolist(),
        "unnamed": bool(nobodys.any()),
    }
    return _per_head_of(frame), facts if len(left) else {}


def _per_head_of(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["measure"] == "funding per head"].reset_index(drop=True)


def _rolled(request: Request) -> int:
    """How many quarters the quadrant takes together: no more than have touches or events."""
    if request.options["quarters"]:
        return int(request.options["quarters"])
    if request.period is None or request.period.kind != "quarter":
        return 1  # of a year or a range nothing else is taken than what was asked for
    chosen = request.settings.quadrant
    is_line_of_own = chosen.funding_per_head is not None or chosen.reach is not None
    if is_line_of_own and "quarters" not in chosen.model_fields_set:
        return 1  # a line that somebody drew without saying of how long was drawn for a quarter
    with suppress(NotMeasuredError):  # of which the section itself says what it lacks
        covered = quarters.covered(facts_of(request.tables, request.period), chosen.quarters)
        return max(len(covered), 1)
    return 1


def _quadrant_title(request: Request) -> str:
    say, key, many = request.locale.say, "section.love_and_funding", _rolled(request)
    return say(f"{key}_rolled", quarters=many) if many > 1 else say(key)


def _rolled_span(request: Request) -> Period | None:
    """Return all of the quarters that are taken together."""
    many, last = _rolled(request), request.period
    return quarters.rolled(facts_of(request.tables, last), many) if last and many > 1 else last


def _rolled_choice(request: Request) -> choices.Chosen:
    """Which quarters were taken together, where they are several."""
    whole, day = _rolled_span(request), request.locale.day
    if whole is None or _rolled(request) == 1:
        return {}
    return choices.choice(request, "rolled", start=day(whole.start), end=day(whole.end))


def sureness(request: Request) -> dict[str, Any]:
    """How sure a place in a quadrant must be, and on how many answers."""
    settings = request.settings
    return {"surely": settings.quadrant.surely, "least": settings.disclosure.percent_base}


def quadrant_figure(request: Request) -> dict[str, Any]:
    """Axes, lines and corners of a quadrant, and the groups that cannot be placed."""
    frame, chosen, say = request.frame, request.settings.quadrant, request.locale.say
    axes = places.axes_of(frame)
    result: dict[str, Any] = {"x": axes.other, "y": axes.among,
                              "least_base": request.settings.disclosure.percent_base}  # fmt: skip
    if axes.other in WORDS_IN_CORNERS:
        result["corners"] = [say(f"{WORDS_IN_CORNERS[axes.other]}.{name}") for name in CORNERS]
    matches = places.likeliest_quadrants(frame, chosen.surely, by=axes.by)
    if matches.empty:
        return result
    lines = places.lines(request.tables, frame)
    units = {places.USE: "share", places.COST: "money"}.get(axes.other, "per_head"), "share"
    told = [request.locale.number(*pair) for pair in zip(lines, units, strict=True)]
    key = "figure.services.lines"
    if axes is not places.BY_COST:
        key = "figure.quadrant.lines"
        across = chosen.reach if axes is places.BY_USE else chosen.funding_per_head
        for at, stated in enumerate((across, chosen.satisfaction)):
            kind = "medians" if stated is None else "stated"
            told[at] = say(f"quadrant.line_{kind}", value=told[at])
    return {
        **result,
        "x_line": lines[0],
        "y_line": lines[1],
        "undecided": matches.loc[~matches["is_decided"], axes.by].tolist(),
        "lines_note": say(key, x=told[0], y=told[1]),
    }


_LINES = (
    "lines_at", "line_satisfaction", "line_reach", "line_funding", "surely", "least",
)  # fmt: skip


def _is_real(request: Request) -> bool:
    """Whether the settings have an index of prices."""
    return bool(request.settings.money.price_index)


def _funding_over_time(request: Request) -> Answer:
    return _per_head_of(
        measures.funding_over_time(
            request.tables,
            during=request.when,
            real=_is_real(request),
            one_off=request.settings.money.count_one_off,
        )
    )


def _prices(request: Request) -> choices.Chosen:
    """At which prices money is told."""
    if not _is_real(request):
        return choices.choice(request, "prices", "prices_nominal")
    _, base = real_terms(request.tables, request.when)
    return choices.choice(request, "prices", "prices_real", base=base)


complete(
    "funding", sentence_args={"heads": lambda request: facts_of(request.tables).heads_stand_in}
)
complete(
    "funding_by_department",
    answer=_funding_by_department,
    sentence=lambda request: "money_outside" if request.facts else None,
)
complete("spend_by_line", measure=spend)
complete(
    "love_and_funding",
    answer=lambda it: places.quadrant(it.tables, during=it.when, quarters=_rolled(it)),
    measure=places.quadrant,
    choices=("money", "roster", "overall", "answers", *_LINES, _rolled_choice),
    figure_args=quadrant_figure,
    sentence_args=sureness,
    name=lambda it: f"love_and_funding_{it.options['quarters'] or ''}".rstrip("_"),
    title=_quadrant_title,
    span=_rolled_span,
)
complete(
    "funding_over_time",
    answer=_funding_over_time,
    choices=("money", "one_off", _prices),
    sentence_args={"is_real": _is_real},
)
complete(
    "over_time",
    measure=beside.over_time,
    sentence_args={"logged": lambda request: by_records(request.tables, request.when)},
)
complete("value", measure=worth.value)
