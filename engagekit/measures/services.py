"""How each service of the library stands: cost, people, uses, satisfaction, and both together."""

from collections.abc import Callable
from contextlib import suppress

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import Facts, coverage, facts_of, reading
from engagekit.facts.answers import answer_sheet
from engagekit.facts.questions import Part, find
from engagekit.facts.services import are_touches_of_service, names, of_service, owners
from engagekit.facts.surveys import Survey, survey_that_asks
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import ALL, measure_frame, number, wilson
from engagekit.measures.contracts import contract_calendar
from engagekit.measures.engine import of_facts
from engagekit.measures.gaps import important
from engagekit.measures.quadrant import LOVE_OF_SERVICE, places_among_the_others
from engagekit.measures.service_cost import UNTIED, service_cost
from engagekit.measures.usage import BEFORE, PER_USE, USES, use_row, used
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

LOVE = LOVE_OF_SERVICE
IMPORTANCE = "importance of the service"
SERVED, DEPARTMENTS, PER_PERSON = "people served", "departments served", "cost per person served"
TO_NOTICE = "days to the next notice"


@once
def service_satisfaction(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return how satisfied people are with each service, by the last survey that asked of any.

    Parameters
    ----------
    tables : Tables
        Uses the survey tables, and ``questions`` of each service in the settings.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front, unit ``share``. Who answered several questions on a
        service counts once, satisfied by the share of them in the top two boxes.
    """
    survey, asked = _survey_of_services(tables, during)
    owner: dict[str, str] = {}
    for name, questions in asked.items():
        for one in questions:
            if owner.setdefault(one.key, name) != name:
                raise not_measured(
                    "question_twice", question=one.item, first=owner[one.key], second=name
                )
    return _top_boxes(LOVE, survey, asked)


@once
def _survey_of_services(tables: Tables, during: During) -> tuple[Survey, dict[str, list[Part]]]:
    """Return the last survey that asked of a service, and its questions on each of them."""
    if not tables.has("responses") or not any(
        service.questions for service in tables.settings.services.values()
    ):
        raise not_measured("no_service_questions")
    survey = survey_that_asks(
        tables, during, None, lambda questions: any(_asked(tables, questions).values()), "services"
    )
    return survey, _asked(tables, survey.questions)


def _asked(tables: Tables, questions: pd.DataFrame) -> dict[str, list[Part]]:
    """Return the scales on each service, each once; not those that ask how important it is."""
    scales = questions[questions["kind"] == "scale"]
    others = {one.key for one in important(scales, tables.settings.survey.gaps)[0]}
    asked = {}
    for name, service in tables.settings.services.items():
        if service.questions:
            found = {one.key: one for text in service.questions for one in find(scales, text)}
            asked[name] = [one for key, one in found.items() if key not in others]
    return asked


def _importance(tables: Tables, *, during: During) -> pd.DataFrame:
    """Return how many hold each service important, by the survey that tells its satisfaction."""
    survey, asked = _survey_of_services(tables, during)
    partner = important(survey.questions, tables.settings.survey.gaps)[1]
    partners = {
        name: [partner[one.key] for one in own if one.key in partner] for name, own in asked.items()
    }
    return _top_boxes(IMPORTANCE, survey, partners)


def _top_boxes(measure: str, survey: Survey, asked: dict[str, list[Part]]) -> pd.DataFrame:
    """Return the share in the top two boxes over the questions of each service; none unanswered."""
    sheet, rows = answer_sheet(survey.tables, survey.id), []
    for name, own in asked.items():
        if not own:
            rows.append(wilson(measure, 0, 0, service=name))
            continue
        ids = [one.question_id for one in own]
        least = pd.Series({name: survey.least(survey.question(name)) for name in ids})
        scores = pd.DataFrame({name: sheet[name].points for name in ids})
        happy = (scores >= least).astype("float64").where(scores.notna())
        each = happy.mean(axis=1).dropna()
        row = wilson(measure, float(each.sum()), len(each), service=name)
        rows.append({**row, "n": round(each.sum())})
    return measure_frame(rows, ["service"])


@once
@of_facts
def people_served(facts: Facts) -> pd.DataFrame:
    """Return how many people used each service: by the needs, channels and events that it names.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front: ``people served`` who are identified, once each,
        library staff left out, and ``departments served``: those with one of them. A service
        without any of those, or whose events have no list of people, has no number.

    Raises
    ------
    NotMeasuredError
        If nothing is recorded of the period: that nobody was served is not known.
    """
    tables = facts.tables
    coverage.must_be_recorded(tables, facts.period)
    library = set(facts_of(tables).library)
    home = memberships(tables) if tables.has("contacts") else None
    kinds = ("needs", "channels", *(["events"] if tables.has("attendance") else []))
    rows = []
    for name in names(tables):
        has_signs = any(of_service(tables, kind, name) for kind in kinds)
        people = _people(tables, name, facts.period) - library
        n = len(people) if has_signs else float("nan")
        rows.append(number(SERVED, n, n=n, service=name))
        if home is not None and n > 0:
            parts = home.loc[home["contact_id"].isin(people), "department"].nunique()
            rows.append(number(DEPARTMENTS, parts or float("nan"), base=n, service=name))
    return measure_frame(rows, ["service"], basis="count_of_people")


def _people(tables: Tables, service: str, period: Period) -> set[str]:
    """Return who was in touch by a need or a channel of a service, or came to an event of it."""
    people = set[str]()
    if tables.has("touches"):
        rows = reading.rows(tables, "touches", "contact_id", "on")
        mine = are_touches_of_service(tables, service) & reading.inside(rows["on"], period)
        people = set(rows.loc[mine, "contact_id"].dropna())
    titles = of_service(tables, "events", service)
    if titles and tables.has("attendance", "events"):
        facts = facts_of(tables, period)
        events, seats = facts.within(facts.events), facts.seats
        mine = events.loc[events["title"].isin(titles), "event_id"]
        came = seats["event_id"].isin(mine) & (seats["status"] == "attended")
        people |= set(seats.loc[came, "contact_id"].dropna())
    return people


@of_facts
def service_scorecard(facts: Facts) -> pd.DataFrame:
    """Return cost, people, uses and satisfaction of each service, side by side.

    Parameters
    ----------
    tables : Tables
        As `service_cost`, `people_served`, `usage` and `service_satisfaction`; each is left out
        where it cannot be measured.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front: ``cost of the service``, ``people served``,
        ``departments served``, ``cost per person served`` (of services without a platform),
        ``uses``, ``uses a year before``, ``cost per use``, ``satisfaction with the service``,
        ``importance of the service`` (if the same survey asked for it, see `gaps`) and ``days to
        the next notice`` of its contracts; last the money that is tied to none. How cost, people
        and satisfaction stood a year before is told by the same call for that quarter.

    Raises
    ------
    NotMeasuredError
        Without services, or with nothing to tell of them.
    """
    tables = facts.tables
    period = facts.period
    services = names(tables)
    require(services, "no_services")
    uses = {}
    with suppress(NotMeasuredError):
        uses = {use.group.name: use.numbers for use in used(tables, period, "service")}
    cost = _or_none(service_cost, tables, period)
    served = _or_none(people_served, tables, period)
    parts = [
        cost[~cost["service"].isin([ALL, UNTIED])],
        served[served["measure"] == SERVED],
        served[served["measure"] == DEPARTMENTS],
        # platforms serve people whom nobody met: their money is not of those who were
        _per_person(cost, served[~served["service"].isin(list(uses))]),
        *(
            measure_frame(
                [{"service": one, **use_row(name, uses[one])} for one in uses], ["service"]
            )
            for name in (USES, BEFORE, PER_USE)
        ),
        _or_none(service_satisfaction, tables, period),
        _or_none(_importance, tables, period),
        _or_none(_to_notice, tables, period),
    ]
    known = [part for part in parts if part["estimate"].notna().any()]
    require(known, "no_service_money")
    order = pd.MultiIndex.from_product([services, [part["measure"].iloc[0] for part in known]])
    rows = pd.concat(known).set_index(["service", "measure"]).reindex(order)
    rows = rows.rename_axis(["service", "measure"]).reset_index()
    untied = cost[cost["service"] == UNTIED]
    return measure_frame(pd.concat([rows, untied], ignore_index=True), ["service"])


def _or_none(measure: Callable[..., pd.DataFrame], tables: Tables, period: Period) -> pd.DataFrame:
    """Return a measure by service; no rows where it cannot be measured."""
    with suppress(NotMeasuredError):
        return measure(tables, during=period)
    return measure_frame([], ["service"])


def _per_person(cost: pd.DataFrame, served: pd.DataFrame) -> pd.DataFrame:
    """Return the cost per person of services; nothing is divided by nobody."""
    served = served[(served["measure"] == SERVED) & (served["n"] > 0)]
    people = served.set_index("service")["n"].astype("float64")
    rows = cost.loc[cost["service"].isin(people.index), ["service", "estimate", "basis"]]
    n = rows["service"].map(people).astype("float64")
    rows = rows.assign(measure=PER_PERSON, estimate=rows["estimate"] / n, base=n)
    return measure_frame(rows, ["service"])


def _to_notice(tables: Tables, *, during: Period) -> pd.DataFrame:
    """Return the days from the end of a period to the next notice of a contract, by service."""
    calendar = contract_calendar(tables, during=during)
    days = (calendar["notice_by"] - pd.Timestamp(during.end)).dt.days
    of = calendar["product"].map(owners(tables, "contracts"))
    left = days[days > 0].astype("float64").groupby(of).min()
    rows = [number(TO_NOTICE, value, service=name) for name, value in left.items()]
    return measure_frame(rows, ["service"])


@of_facts
def love_and_funding_by_service(facts: Facts) -> pd.DataFrame:
    """Return satisfaction and cost of each service, and the chance of each quadrant.

    Parameters
    ----------
    tables : Tables
        As `service_cost` and `service_satisfaction`.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front: ``cost of the service``, ``satisfaction with the
        service`` and the rows of `engagekit.measures.quadrant.placed_among`.

    Notes
    -----
    Where the lines stand: see `engagekit.measures.quadrant.lines`. Cost is a sum, taken as known.
    """
    tables = facts.tables
    cost = service_cost(tables, during=facts.period)
    love = service_satisfaction(tables, during=facts.period)
    both = pd.concat([cost[cost["service"].isin(names(tables))], love], ignore_index=True)
    placing = places_among_the_others(tables, both, alike=0.0)
    require(len(placing), "no_service_pairs")
    parts = [both, placing.assign(n=float("nan"))]
    return measure_frame(pd.concat(parts, ignore_index=True), ["service"])
