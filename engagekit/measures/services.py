"""How each service of the library stands: cost, people, uses, satisfaction, and both together."""

from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import coverage, facts_of, reading
from engagekit.facts.questions import Part, find
from engagekit.facts.surveys import Survey, survey_that_asks, surveys
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import measure_frame, number, wilson
from engagekit.measures._services import names, of_service, owners, touched
from engagekit.measures.contracts import contract_calendar
from engagekit.measures.gaps import important
from engagekit.measures.quadrant import COST, chances, corners
from engagekit.measures.service_cost import UNTIED, cost_before, service_cost, year_before
from engagekit.measures.usage import BEFORE, PER_USE, PER_USER, USERS, USES, use_row, used
from engagekit.parsing.values import fold
from engagekit.settings.periods import During, Period
from engagekit.statistics.pooling import pooled_shares
from engagekit.tables.cache import once
from engagekit.tables.memberships import memberships
from engagekit.tables.tables import Tables

LOVE, AMONG = "satisfaction with the service", "satisfaction among services"
IMPORTANCE = "importance of the service"
LOVE_BEFORE = "satisfaction in the survey before"
COST_BEFORE = "cost of the service a year before"
SERVED_BEFORE, DEPARTMENTS = "people served a year before", "departments served"
TO_NOTICE = "days to the next notice"
SERVED, PER_PERSON = "people served", "cost per person served"


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
    rows: list[dict[str, Any]] = []
    owner: dict[str, str] = {}
    for name, matches in asked.items():
        for one in matches:
            if owner.setdefault(one.key, name) != name:
                raise not_measured(
                    "question_twice", question=one.item, first=owner[one.key], second=name
                )
        rows.append({"service": name, **_top_boxes(LOVE, survey, matches)})
    return measure_frame(rows, ["service"])


@once
def _survey_of_services(tables: Tables, during: During) -> tuple[Survey, dict[str, list[Part]]]:
    """Return the last survey that asked of a service, and its questions on each of them."""
    asked = {name: one.questions for name, one in tables.settings.services.items() if one.questions}
    if not asked or not tables.has("responses"):
        raise not_measured("no_service_questions")
    survey = survey_that_asks(
        tables, during, None,
        lambda rows: any(_asked(tables, rows, one) for one in asked.values()),
        "services",
    )  # fmt: skip
    return survey, {name: _asked(tables, survey.questions, texts) for name, texts in asked.items()}


def _asked(tables: Tables, questions: pd.DataFrame, texts: tuple[str, ...]) -> list[Part]:
    """Return the scales on a service, each once; those that ask how important it is are none."""
    scales = questions[questions["kind"] == "scale"]
    found = [one for text in texts for one in find(scales, text)]
    others = {one.key for one in important(scales, tables.settings.survey.gaps)[0]}
    return list({one.key: one for one in found if one.key not in others}.values())


def _importance(tables: Tables, during: Period) -> pd.DataFrame:
    """Return how many hold each service important, by the survey that tells its satisfaction."""
    survey, asked = _survey_of_services(tables, during)
    of = important(survey.questions, tables.settings.survey.gaps)[1]
    partners = {name: [of[one.key] for one in asked[name] if one.key in of] for name in asked}
    row = partial(_top_boxes, IMPORTANCE, survey)
    return measure_frame([{"service": name, **row(partners[name])} for name in asked], ["service"])


def _love_before(tables: Tables, during: Period) -> pd.DataFrame:
    """Return how many liked each service one survey earlier, where it was asked the same of it."""
    survey, asked = _survey_of_services(tables, during)
    order = surveys(tables, during)["survey_id"].tolist()
    for earlier in reversed(order[: order.index(survey.id)]):
        before = survey_by_id(tables, earlier)
        texts = {name: tables.settings.services[name].questions for name in asked}
        found = {name: _asked(tables, before.questions, texts[name]) for name in asked}
        if any(found.values()):
            break
    else:
        return measure_frame([], ["service"])
    rows = []
    for name, old in found.items():
        is_same = _scales(before, old) == _scales(survey, asked[name])
        row = _top_boxes(LOVE_BEFORE, before, old if is_same else [])
        rows.append({"service": name, **row})
    return measure_frame(rows, ["service"])


def _scales(survey: Survey, asked: list[Part]) -> set[tuple[str, float]]:
    """Return the words of some questions with the points of their scales."""
    rows = survey.questions.drop_duplicates("question_id")
    rows = rows[rows["question_id"].isin([one.question_id for one in asked])]
    points = (survey.points(row) for _, row in rows.iterrows())
    return set(zip(fold(rows["wording"]), points, strict=True))


def _top_boxes(measure: str, survey: Survey, asked: list[Part]) -> dict[str, Any]:
    """Return the share in the top two boxes over some questions; no number without answers."""
    if not asked:
        return wilson(measure, 0, 0)
    scores = survey.scores(asked)
    points = [survey.least(survey.question(one.question_id)) for one in asked]
    least = pd.Series(points, index=[one.key for one in asked])
    happy = (scores[least.index] >= least).astype("float64").where(scores.notna())
    each = happy.mean(axis=1).dropna()
    row = wilson(measure, float(each.sum()), len(each))
    return {**row, "n": round(each.sum())}


@once
def people_served(tables: Tables, *, during: During = None) -> pd.DataFrame:
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
    period = coverage.asked_period(tables, during)
    coverage.must_be_recorded(tables, period)
    own = set(facts_of(tables).library)
    home = memberships(tables) if tables.has("contacts") else None
    kinds = ("needs", "channels", *(["events"] if tables.has("attendance") else []))
    rows = []
    for name in names(tables):
        has_signs = any(of_service(tables, kind, name) for kind in kinds)
        people = _people(tables, name, period) - own
        n = len(people) if has_signs else float("nan")
        rows.append({"service": name, **number(SERVED, n, n=n)})
        if home is not None and n > 0:
            parts = home.loc[home["contact_id"].isin(people), "department"].nunique()
            rows.append({"service": name, **number(DEPARTMENTS, parts or float("nan"), base=n)})
    return measure_frame(rows, ["service"], basis="count_of_people")


def _served_before(tables: Tables, period: Period) -> pd.DataFrame:
    """Return how many were served in the same days a year before, if the records cover them."""
    earlier = year_before(period)
    frame = _or_none(tables, people_served, earlier)
    frame = frame[(frame["measure"] == SERVED) & frame["estimate"].notna()]
    is_told = len(frame) > 0 and coverage.log_begins(tables, earlier) is None
    return frame[: len(frame) * is_told].assign(measure=SERVED_BEFORE)


def _people(tables: Tables, service: str, period: Period) -> set[str]:
    """Return who was in touch by a need or a channel of a service, or came to an event of it."""
    people = set[str]()
    if tables.has("touches"):
        rows = reading.rows(tables, "touches", "contact_id", "on")
        mine = touched(tables, service) & reading.inside(rows["on"], period)
        people = set(rows.loc[mine, "contact_id"].dropna())
    titles = of_service(tables, "events", service)
    if titles and tables.has("attendance", "events"):
        facts = facts_of(tables, period)
        events, seats = facts.within(facts.events), facts.seats
        mine = events.loc[events["title"].isin(titles), "event_id"]
        came = seats["event_id"].isin(mine) & (seats["status"] == "attended")
        people |= set(seats.loc[came, "contact_id"].dropna())
    return people


def _or_none(tables: Tables, measure: Any, period: Period) -> pd.DataFrame:
    """Return a measure by service; no rows where it cannot be measured."""
    with suppress(NotMeasuredError):
        frame: pd.DataFrame = measure(tables, during=period)
        return frame
    return measure_frame([], ["service"])


def service_scorecard(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return cost, people, uses and satisfaction of each service, side by side.

    Parameters
    ----------
    tables : Tables
        As `service_cost`, `people_served`, `usage` and `service_satisfaction`; each is left out
        where it cannot be measured.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front: ``cost of the service`` and the same days ``a
        year before`` (of services that the same lines and contracts paid for), ``people served``,
        ``a year before``, ``departments served``, ``cost per person served`` (of services without
        a platform), ``uses``, ``uses a year before``, ``cost per use``, ``active users``, ``cost
        per active user``, ``satisfaction with the service`` and ``in the survey before`` (the same
        questions), ``importance of the service`` (if the same survey asked for it, see `gaps`) and
        ``days to the next notice`` of its contracts; last the money that is tied to none.

    Raises
    ------
    NotMeasuredError
        Without services, or with nothing to tell of them.
    """
    period = coverage.asked_period(tables, during)
    services = names(tables)
    require(services, "no_services")
    cost = _or_none(tables, service_cost, period)
    served = _or_none(tables, people_served, period)
    love = _or_none(tables, service_satisfaction, period)
    uses = {}
    with suppress(NotMeasuredError):
        uses = {one.group.name: one.numbers for one in used(tables, period, "service")}
    then = cost_before(tables, period)
    columns: dict[str, list[dict[str, Any]]] = {
        COST: _rows_of(cost, COST, services),
        COST_BEFORE: [number(COST_BEFORE, then.get(one, float("nan"))) for one in services],
        SERVED: _rows_of(served, SERVED, services),
        SERVED_BEFORE: _rows_of(_served_before(tables, period), SERVED_BEFORE, services),
        DEPARTMENTS: _rows_of(served, DEPARTMENTS, services),
    }
    # platforms serve people whom nobody met: their money is not of those who were
    columns[PER_PERSON] = [
        _each(row, people if one not in uses else {})
        for one, row, people in zip(services, columns[COST], columns[SERVED], strict=True)
    ]
    for name in (USES, BEFORE, PER_USE, USERS, PER_USER):
        columns[name] = [use_row(name, uses.get(service, {})) for service in services]
    columns[LOVE] = _rows_of(love, LOVE, services)
    columns[LOVE_BEFORE] = _rows_of(_or_none(tables, _love_before, period), LOVE_BEFORE, services)
    columns[IMPORTANCE] = _rows_of(_or_none(tables, _importance, period), IMPORTANCE, services)
    notice = _to_notice(tables, period)
    columns[TO_NOTICE] = [number(TO_NOTICE, notice.get(one, float("nan"))) for one in services]
    shown = [rows for rows in columns.values() if any(pd.notna(row["estimate"]) for row in rows)]
    require(shown, "no_service_money")
    pairs = [(one, row) for one, *each in zip(services, *shown, strict=True) for row in each]
    rows = [{**row, "service": one} for one, row in pairs]
    untied = cost[cost["service"] == UNTIED]
    return measure_frame(
        pd.concat([measure_frame(rows, ["service"]), untied], ignore_index=True), ["service"]
    )


def _to_notice(tables: Tables, period: Period) -> dict[str, float]:
    """Return the days from the end of a period to the next notice of a contract, by service."""
    try:
        calendar = contract_calendar(tables, during=period)
    except NotMeasuredError:
        return {}
    days = (calendar["notice_by"] - pd.Timestamp(period.end)).dt.days
    of = calendar["product"].map(owners(tables, "contracts"))
    return dict(days[days > 0].astype("float64").groupby(of).min())


def _rows_of(frame: pd.DataFrame, measure: str, services: list[str]) -> list[dict[str, Any]]:
    """Return the row of each service, one without a number where there is none."""
    frame = frame[frame["measure"] == measure]
    rows: dict[str, Any] = {str(row["service"]): row for row in frame.to_dict("records")}
    return [rows.get(service, number(measure, float("nan"))) for service in services]


def _each(cost: dict[str, Any], people: dict[str, Any]) -> dict[str, Any]:
    """Return the cost per person of one service; nothing is divided by nobody."""
    n = people.get("n", float("nan"))
    some = n if pd.notna(n) and n > 0 else None
    value = cost["estimate"] / some if some else float("nan")
    return number(PER_PERSON, value, base=some, basis=cost.get("basis", ""))


def love_and_funding_by_service(tables: Tables, *, during: During = None) -> pd.DataFrame:
    """Return satisfaction and cost of each service, and the chance of each quadrant.

    Parameters
    ----------
    tables : Tables
        As `service_cost` and `service_satisfaction`.

    Returns
    -------
    DataFrame
        Measure frame with ``service`` in front, as `engagekit.measures.quadrant` has departments:
        ``cost of the service``, ``satisfaction with the service``, ``satisfaction among services``
        (drawn towards that of all of them) and four like ``high satisfaction, low funding``.

    Notes
    -----
    Where the lines stand: see `lines`. Cost is a sum, taken as known.
    """
    period = coverage.asked_period(tables, during)
    cost = service_cost(tables, during=period)
    love = service_satisfaction(tables, during=period)
    money = cost.set_index("service")["estimate"]
    pairs = [
        row
        for row in love[love["base"].fillna(0) > 0].to_dict("records")
        if pd.notna(money.get(row["service"], np.nan))
    ]
    require(pairs, "no_service_pairs")
    counts = [[float(row[part]) for row in pairs] for part in ("n", "base")]
    pooled = pooled_shares(*counts)
    low, high = pooled.interval()
    rows = [
        number(AMONG, round(at, 2), low=round(first, 2), high=round(last, 2),
               base=row["base"], service=row["service"], basis="pooled")
        for row, at, first, last in zip(
            pairs, pooled.estimates.tolist(), low.tolist(), high.tolist(), strict=True)
    ]  # fmt: skip
    chosen, least = tables.settings.quadrant, tables.settings.disclosure.percent_base
    enough = [row["base"] >= least for row in pairs]
    x_cut, _ = lines(tables, pd.concat([measure_frame(rows, ["service"]), cost]))
    found = chances(*counts, line=chosen.satisfaction, sets=enough, over=chosen.lines)
    for row, chance in zip(pairs, found, strict=True):
        is_dear = bool(money[row["service"]] >= x_cut)
        rows += corners(COST, chance, is_dear, service=row["service"], base=row["base"])
    cost = cost[cost["service"].isin([*{row["service"] for row in pairs}, *names(tables)])]
    parts = pd.concat([cost, love, measure_frame(rows, ["service"])], ignore_index=True)
    return measure_frame(parts, ["service"])


def lines(tables: Tables, frame: pd.DataFrame) -> tuple[float, float]:
    """Return where the lines stand, on cost and on satisfaction, rounded as a line may be told.

    The medians of the services that have both numbers and enough answers, a number of the settings
    for satisfaction, or the share over all where the settings ask for it.
    """
    chosen, least = tables.settings.quadrant, tables.settings.disclosure.percent_base
    among = frame[(frame["measure"] == AMONG) & frame["estimate"].notna()]
    drawn = among[among["base"] >= least] if (among["base"] >= least).any() else among
    cost = frame[(frame["measure"] == COST) & frame["service"].isin(drawn["service"])]
    middle = float(drawn["estimate"].median())
    if chosen.lines == "overall":
        middle = float((drawn["estimate"] * drawn["base"]).sum() / drawn["base"].sum())
    stated = chosen.satisfaction
    middle = round(round(middle / 0.05) * 0.05, 2) if stated is None else stated
    return float(f"{cost['estimate'].median():.2g}"), middle
