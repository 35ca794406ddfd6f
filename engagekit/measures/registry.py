"""The registry of measures: what each one is, by the id that frames bear in ``measure``.

Everything that must know more of a number than its value asks here: whether its ``n`` counts
people, which other numbers count the same people, whether it goes by the quarter of a survey. Name,
formula and caveat in both languages stand under the same id in ``locale/definitions.toml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

import pandas as pd

from engagekit.errors import UsageError, nearest
from engagekit.locale.definitions import resolve
from engagekit.measures._measure import Measure, Of, records

__all__ = ["MEASURES", "Measure", "Of", "check", "kinds", "measure"]

_LEVELS = "every level answered"
_ITEMS = "every item answered"
_BLOCK = "every item of a block answered"
_ENDS = ("high", "low")
_CORNERS = [
    f"{love} satisfaction, {much} {other}"
    for love in ("high", "low")
    for much in ("high", "low")
    for other in ("funding", "reach")
]

_PEOPLE = [
    *records(
        "people",
        "share",
        ("reach", "reached", "roster"),
        ("reach {number}+", "reached {number}+", "roster"),
        ("people by number of touches", "touch number", "roster"),
        "people with so many touches",
        "people by how contact stands",
        "people by rung",
        "people by movement",
        ("came back", "came back", "first met"),
        "staff with half of the touches",
        ("share of Theil between departments", "", ""),
        "trust at this touch",
        "trust by touches so far",
        "people met by what came first",
        ("champions lost by reason", "lost by reason", "lost in the year"),
        ("no-show rate", "away", "expected"),
        ("people found on walks", "found on walks", "met on walks"),
        ("staff met on walks", "staff met on walks", "roster"),
        ("people sent the newsletter", "sent the newsletter", "roster"),
        ("people on social media", "wrote on social media", "roster"),
        "target colleagues with a plan",
        "decisions handled differently",
    ),
    *records(
        "people",
        "count",
        "champions",
        ("champions joined", "champions joined", ""),
        ("champions lost: {reason}", "champions lost: {reason}", ""),
        ("absence factor", "", ""),
        ("attended", "seats", "seats"),
        ("people who attended", "attendees", "attendees"),
        ("people met on walks", "met on walks", ""),
        ("people served", "people served", ""),
        ("active users", "active users", "active users"),
    ),
    *records(
        "people",
        "index",
        ("touches per contact reached", "reached", "reached"),
        ("median touches per contact reached", "reached", "reached"),
        ("Gini between departments", "", ""),
        ("Theil", "", ""),
        ("champion loss", "lost in the year", "champions in the year"),
        ("champion-years", "champions in the year", "champions in the year"),
    ),
    *records(
        "people",
        "money",
        ("funding", "", "roster"),
        ("value of hours saved", "hours stated", "hours stated"),
    ),
    *records(
        "people",
        "per_head",
        ("funding per head", "", "roster"),
        ("funding per contact reached", "", "reached"),
        ("cost per person served", "", "people served"),
        ("cost per active user", "", "active users"),
    ),
    *records("people", "posts", ("full-time posts", "", "roster")),
    *records(
        "people", "minutes", ("minutes per attendance", "seats with minutes", "seats with minutes")
    ),
    *records("people", "mean", ("people found a walk", "found on walks", "")),
    *records(
        "people",
        "score",
        ("hours saved, mean of an answer", "hours stated", "hours stated"),
        ("{what} per head", "", "base of {what} per head"),
        ("{what} per {number}", "", "base of {what} per {number}"),
    ),
    *records(
        "people",
        "difference",
        ("change from before to after", "", "base of change from before to after"),
    ),
]
_ACTS = [
    *records(
        "acts",
        "share",
        "needs by theme",
        ("rows by how the contact was identified", "rows", "rows that name somebody"),
        "newsletter action rate",
        "newsletter unsubscribe rate",
        "asks done",
        "acts by people who leave within a year",
    ),
    *records(
        "acts",
        "count",
        ("acts of support", "", ""),
        ("acts done", "", ""),
        ("enquiries", "enquiries", "enquiries"),
    ),
    *records("acts", "share", ("enquiries by way", "enquiries by way", "enquiries")),
    *records("acts", "minutes", ("minutes on enquiries", "enquiries with minutes", "enquiries")),
    *records("acts", "days", "days from ask to act"),
]
_THINGS = [
    *records(
        "things",
        "share",
        ("rows kept", "rows kept", "rows read"),
        ("rows linked", "rows linked", "rows that name somebody"),
        ("asks kept", "asks kept", "asks"),
        (
            "departments covered",
            "departments with two champions",
            "departments with a budget holder",
        ),
        ("promises kept", "promises kept", "promises due"),
        ("promises kept on time", "promises kept on time", "promises due"),
        ("stories with permission", "stories with permission", "stories"),
        ("stories fresh", "fresh stories", "stories with permission"),
        ("stories told by others", "stories told by others", "stories with a teller"),
        ("stories drafted by the library", "stories drafted", "stories of which it is known"),
        ("stories asked for", "stories at the step", "stories asked for"),
        ("initiatives with a contribution", "initiatives with a contribution", "live initiatives"),
        ("touches off the desk", "touches off the desk", "touches with a place"),
        ("touches begun by contacts", "touches begun by contacts", "touches with a beginner"),
        ("share of a counter", "things counted", "things counted of the whole"),
        ("days with a walk", "days with a walk", "working days"),
        ("organisation's events attended", "events attended", "events of the organisation"),
        ("questions answered", "questions answered", "questions"),
        ("questions answered within", "questions answered", "questions open"),
        ("planned steps done", "steps done", "steps due"),
        ("planned steps done in time", "steps done in time", "steps due"),
        ("needs recorded", "touches with a need", "two-way touches"),
        ("needs with a promise", "needs with a promise", "touches with a need"),
        ("needs acted on", "needs acted on", "needs with a promise"),
        ("time for initiatives", "hours for the initiative", "hours"),
    ),
    *records(
        "things",
        "count",
        ("events", "events", "events"),
        ("events with a list of people", "events with a list", "events with a list"),
        ("promises open", "", ""),
        ("promises overdue", "", ""),
        ("open promises", "", ""),
        ("stories", "", ""),
        ("work for initiatives", "", ""),
        ("kinds of act", "", ""),
        ("counted", "things counted", "things counted of the whole"),
        ("days walked", "", ""),
        ("organisation's events missed", "events missed", "events of the organisation"),
    ),
    *records(
        "things",
        "mean",
        ("counted per day", "days", "days"),
        ("counted each time", "counts", "counts"),
        ("difference before and after", "counts", "counts"),
    ),
    *records(
        "things",
        "index",
        ("after to before", "counts", "counts"),
        ("rank correlation", "points", "points"),
        ("straight-line correlation", "points", "points"),
        ("slope of the middle", "points", "points"),
        ("chance of as strong a link", "points", "points"),
    ),
    *records("things", "difference", ("parity", "", "")),
    *records(
        "things",
        "days",
        ("days to keep a promise", "promises kept", "promises"),
        ("days to a first answer", "questions answered", "questions"),
        ("days from ask to story", "stories told", "stories asked for"),
        ("days to the next notice", "", ""),
    ),
    *records("things", "money", ("spend by line", "", ""), ("replacement cost", "", "")),
    *records("things", "money", ("contracts committed", "", ""), ("contract bill", "", "")),
    *records("things", "money", *((f"cost of the {what}", "", "") for what in ("service", "use"))),
    *records("things", "money", ("cost per use", "", "")),
    *records("things", "count", ("uses", "", ""), ("uses a year before", "", "")),
    *records("things", "count", ("turnaways", "", "")),
]
_SURVEY = [
    *records(
        "survey",
        "share",
        ("lowest answers", "bottom two box", "opinions"),
        ("promoters", "promoters", "recommendations"),
        ("detractors", "detractors", "recommendations"),
        ("response rate (AAPOR RR2)", "answered", "eligible"),
        ("response rate (AAPOR RR1)", "answered in full", "eligible"),
        ("answers that moved", "moved", "answered both times"),
        ("share of what goes with satisfaction", "", _ITEMS),
        ("satisfaction told by all items", "", _ITEMS),
        "comments on a theme",
        "comments without a theme",
        "words picked",
        "knows at least one service",
        "knows the service",
        "useful to me",
        "sees the value",
        "options picked",
        "ranked first",
        ("no opinion", "no opinion", "answered the question"),
        ("gave an answer", "answered the question", "asked the question"),
    ),
    *records("survey", "count", ("participation", "participants", "participants")),
    *records(
        "survey",
        "points",
        ("mean score", "opinions", "opinions"),
        ("median score", "opinions", "opinions"),
        ("mean answer", "base of answers", "base of answers"),
        ("mean place", "base of ranked first", "base of ranked first"),
        *(
            (name, _LEVELS, _LEVELS)
            for name in (
                "item level",
                "gap to importance",
                "adequacy gap",
                "superiority gap",
                "zone of tolerance",
            )
        ),
        ("change within people", "answered both times", "answered both times"),
    ),
    *records("survey", "score", ("net promoter", "recommendations", "recommendations")),
    *records(
        "survey",
        "index",
        ("standardised coefficient", "", _ITEMS),
        ("variance inflation", "", _ITEMS),
        ("consistency of items", "", _BLOCK),
        ("consistency without the item", "", _BLOCK),
        ("correlation with the other items", "", _BLOCK),
    ),
    *records("survey", "difference", ("perception gap", "", "")),
    *(
        Measure(name, "share", ("top two box", "opinions"), "survey", is_part=False)
        for name in (*_CORNERS, "satisfaction among departments")
    ),
    Measure(
        "satisfaction with the service",
        "share",
        ("satisfied with the service", "opinions on the service"),
        "survey",
        is_opinion=True,
    ),
    *(
        Measure(name, "share", ("", "opinions on the service"), "survey", is_part=False)
        for name in (
            "satisfaction among services",
            *(f"{love} satisfaction, {cost} cost" for love in _ENDS for cost in _ENDS),
        )
    ),
    Measure("satisfaction", "share", ("top two box", "opinions"), "survey", is_opinion=True),
    Measure("answers", "share", ("answers", "base of answers"), "survey", is_opinion=True),
]
_UNTIED = [
    Measure(name, unit, (name, f"base of {name}"), "people", is_tied=False)
    for name, unit in (
        ("difference from the rest", "difference"),
        ("difference between groups", "difference"),
        ("change in answers", "difference"),
        ("make-up", "share"),
    )
]

_ROUNDED = frozenset(
    {
        "people by number of touches",
        "people with so many touches",
        "people by how contact stands",
        "people by rung",
        "people by movement",
        "came back",
        "staff with half of the touches",
        "trust at this touch",
        "trust by touches so far",
        "people met by what came first",
        "champions joined",
        "champions lost: {reason}",
        "champions lost by reason",
        "champion loss",
        "champion-years",
        "answers that moved",
        "answers",
        "satisfaction with the service",
        "rows by how the contact was identified",
    }
)

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        one.id: replace(one, is_rounded=one.id in _ROUNDED)
        for one in (*_PEOPLE, *_ACTS, *_THINGS, *_SURVEY, *_UNTIED)
    }
)
"""Every measure of the kit by its id, those with a slot under the pattern of their ids."""


@cache
def measure(id: str) -> Measure:
    """Return the record of a measure.

    Parameters
    ----------
    id : str
        As it stands in a frame.

    Returns
    -------
    Measure
        Of a pattern with its slots filled; of an id that nobody registered one of ``unknown``
        kind, whose ``n`` and ``base`` count what no other measure counts.

    Examples
    --------
    >>> measure("reach 3+").counts, measure("visits per 1,000").id, measure("our own").of
    (('reached 3+', 'roster'), 'visits per 1,000', 'unknown')
    """
    match = resolve(id, tuple(MEASURES))
    if match is None:
        return Measure(id, "", (id, f"base of {id}"), "unknown")
    key, slots = match
    matches = MEASURES[key]
    if not slots:
        return matches
    n, base = (text.format_map(slots) for text in matches.counts)
    return replace(matches, id=id, counts=(n, base))


def kinds(frame: pd.DataFrame) -> pd.Series:
    """Return of which kind (``Measure.of``) the measure of each row of a frame is."""
    return frame["measure"].map(lambda name: measure(str(name)).of).astype("str")


def check(ids: Iterable[str]) -> None:
    """Refuse ids that nobody registered.

    Raises
    ------
    UsageError
        Names the first of them, the nearest id, and what to do.
    """
    for name in filter(None, ids):
        if measure(name).of == "unknown":
            guess = nearest(name, MEASURES)
            intended = f" Did you mean '{guess}'?" if guess else ""
            raise UsageError(
                f"measure='{name}' is not registered.{intended} For a measure of your own: "
                "measure_frame(rows, own=True)."
            )
