"""Use of what vendors deliver: uses, what one costs, turnaways, against the same months a year ago.

One use stands in several reports of COUNTER and under several metrics: a chapter that is opened
twice is one of ``Unique_Item_Requests`` and two of ``Total_Item_Requests``, in the platform report
and in the title report. So each platform is counted by one metric of one report, never by a sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, get_args

import pandas as pd

from engagekit.errors import EngagekitError
from engagekit.locale.missing import not_measured
from engagekit.measures import _coverage, _frames
from engagekit.measures._frame import measure_frame, number
from engagekit.measures._services import fits, names, of_service, parts
from engagekit.measures.basis import join, note
from engagekit.measures.contracts import paid, terms, years
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

METRICS = (
    "Unique_Item_Requests",
    "Unique_Title_Requests",
    "Searches_Regular",
    "Searches_Platform",
    "Total_Item_Requests",
    "Unique_Item_Investigations",
    "Total_Item_Investigations",
)
"""What counts as a use, the first of them that was counted: a text opened, else a search, else a
look at a description."""
DENIALS = ("No_License", "Limit_Exceeded")
"""Turnaways: no licence for the item, or too many readers at once. Two refusals are two events."""
ACTIVE = ("active_users", "unique_users", "users")
_REPORTS = """PR, PR_P1, TR, IR, TR_J1 TR_B1, TR_J3 TR_B3, TR_J2 TR_B2, TR_J4, IR_A1 IR_M1, DR,
DR_D1, DR_D2"""
REPORTS = tuple(tuple(part.split()) for part in _REPORTS.split(","))
"""Reports in the order in which one is taken: the whole platform before its parts. Journals and
books of one kind of report add up; any two others count the same uses."""
USES, BEFORE, TURNED = "uses", "uses a year before", "turnaways"
COST, PER_USE = "cost of the use", "cost per use"
USERS, PER_USER = "active users", "cost per active user"
PAID = "uses paid for"
BASES = {USERS: USERS, PER_USER: USERS, PER_USE: PAID}
TITLES = 20
"""Titles that are listed, those used most."""
By = Literal["platform", "service", "title"]
_MACHINE = "tdm"


@dataclass(frozen=True)
class Counted:
    """How the uses of one platform are counted, month by month."""

    metric: str
    reports: tuple[str, ...]
    uses: pd.Series
    months: frozenset[pd.Timestamp]
    denied: pd.Series
    users: pd.Series


@dataclass(frozen=True)
class Group:
    """Platforms that are told as one, and the contracts that pay for them."""

    name: str
    platforms: tuple[str, ...]
    products: tuple[str, ...]
    metric: str = ""


@once
def _rows(tables: Tables) -> pd.DataFrame:
    """Return the reports by platform, report, title, metric and month; machines left out."""
    columns = ("platform", "report", "title", "access_method", "metric", "on", "n")
    rows = _frames.rows(tables, "usage", *columns)
    rows = rows[rows["access_method"].fillna("").str.casefold() != _MACHINE]
    rows = rows.assign(report=rows["report"].fillna(""), n=rows["n"].astype("float64"))
    rows["on"] = rows["on"].dt.to_period("M").dt.to_timestamp()
    keys = ["platform", "report", "title", "metric", "on"]
    return rows.groupby(keys, dropna=False)["n"].sum().reset_index()


def _report(rows: pd.DataFrame, window: frozenset[pd.Timestamp]) -> tuple[str, ...]:
    """Return the report that tells of most months of a window, the first of `REPORTS` of those."""
    existing = set(rows["report"])
    sets = [tuple(one for one in part if one in existing) for part in REPORTS]
    known = {one for part in REPORTS for one in part}
    sets += [(one,) for one in sorted(existing - known)]
    sets = [part for part in sets if part]

    def told(part: tuple[str, ...]) -> int:
        return len(window & set(rows.loc[rows["report"].isin(part), "on"]))

    return max(sets, key=told) if sets else ()


def _by_month(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("on")["n"].sum()


@once
def counted(
    tables: Tables,
    platform: str,
    window: frozenset[pd.Timestamp],
    metric: str = "",
    title: str = "",
) -> Counted:
    """Return how often a platform, or one title of it, was used in each month of a window.

    ``window``: first days of months. ``metric``: what counts as a use; default: the first of
    `METRICS` that was counted in the window, else that stands in the reports, else the only one.
    """
    rows = _rows(tables)
    rows = rows[rows["platform"] == platform]
    if title:
        rows = rows[rows["title"] == title]
    lower = rows["metric"].str.casefold()
    active = lower.isin(ACTIVE)
    denied = rows[rows["metric"].isin(DENIALS)]
    plain = rows[~active & ~rows["metric"].isin(DENIALS)]
    near = plain[plain["on"].isin(window)]
    some = set(near.loc[near["n"] > 0, "metric"]) or set(near["metric"]) or set(plain["metric"])
    others = sorted(some - set(METRICS))
    order = [metric] if metric else [*METRICS, *(others if len(others) == 1 else [])]
    chosen = next((one for one in order if one in some), metric)
    mine = plain[plain["metric"] == chosen]
    reports = _report(mine, window)
    uses = mine[mine["report"].isin(reports)]
    # a month in which the report has any row is told of: what it does not list was not used
    whole = rows[rows["report"].isin(reports)] if reports else rows
    turned = [
        _by_month(part[part["report"].isin(_report(part, window))])
        for _, part in denied.groupby("metric")
    ]
    refused = pd.concat(turned).groupby(level=0).sum() if turned else pd.Series(dtype="float64")
    return Counted(
        chosen, reports, _by_month(uses), frozenset(whole["on"]), refused, _by_month(rows[active])
    )


def months_of(period: Period) -> list[pd.Timestamp]:
    """Return the first days of the months of a period."""
    return [one.start_time for one in pd.period_range(period.start, period.end, freq="M")]


@once
def platforms(tables: Tables) -> list[Group]:
    """Return platforms with their contracts; those that one contract pays for together are one.

    A contract that names a platform of which no report was read stands alone.
    """
    seen = sorted(set(_rows(tables)["platform"])) if tables.has("usage") else []
    groups: list[tuple[set[str], set[str]]] = []
    if tables.has("contracts"):
        rows = terms(tables)
        for product, cells in rows[rows["platform"] != ""].groupby("product")["platform"]:
            wanted = [part for cell in cells for part in parts(cell)]
            mine, products = {one for one in seen if fits(one, wanted)}, {str(product)}
            near = [one for one in groups if one[0] & mine]
            for one in near:
                mine, products = mine | one[0], products | one[1]
            groups = [*(one for one in groups if one not in near), (mine, products)]
    paid_for = {one for group in groups for one in group[0]}
    groups += [({one}, set()) for one in seen if one not in paid_for]
    return [
        Group(" + ".join(sorted(mine or products)), tuple(sorted(mine)), tuple(sorted(products)))
        for mine, products in groups
    ]


def _services(tables: Tables) -> list[Group]:
    """Return the services with platforms or contracts that name a platform."""
    paying = set()
    if tables.has("contracts"):
        rows = terms(tables)
        paying = set(rows.loc[rows["platform"] != "", "product"])
    stated = tables.settings.services
    groups = []
    for name in names(tables):
        mine = tuple(of_service(tables, "platforms", name))
        products = tuple(one for one in of_service(tables, "contracts", name) if one in paying)
        if mine or products:
            metric = stated[name].metric if name in stated else ""
            groups.append(Group(name, mine, products, metric))
    return groups


@dataclass(frozen=True)
class Use:
    """What is known of one group in a period; a missing number is NaN."""

    group: Group
    metrics: tuple[str, ...]
    months: tuple[pd.Timestamp, ...]
    numbers: dict[str, float]


def _use(tables: Tables, group: Group, wanted: Sequence[pd.Timestamp], title: str = "") -> Use:
    """Return the uses of a group in the months of which its reports tell, and what they cost."""
    earlier = {month: month - pd.DateOffset(years=1) for month in wanted}
    window = frozenset([*wanted, *earlier.values()])
    each = [counted(tables, one, window, group.metric, title) for one in group.platforms]
    told = frozenset.intersection(*(one.months for one in each)) if each else frozenset()
    months = tuple(month for month in wanted if month in told)
    metrics = tuple(dict.fromkeys(one.metric for one in each))
    nan = float("nan")
    values = dict.fromkeys((USES, BEFORE, COST, PER_USE, TURNED, USERS, PER_USER, PAID), nan)

    def total(series: Iterable[pd.Series], of: Iterable[pd.Timestamp]) -> float:
        days = list(of)
        return sum(float(one.reindex(days).fillna(0.0).sum()) for one in series)

    costs = pd.Series(
        {month: _cost(tables, group.products, month) for month in months or tuple(wanted)},
        dtype="float64",
    )
    if group.products:
        values[COST] = float(costs.sum(skipna=False))
    if months and len(metrics) == 1:
        values[USES] = total((one.uses for one in each), months)
        if any(len(one.denied) for one in each):  # a report without them says nothing of them
            values[TURNED] = total((one.denied for one in each), months)
        before = [earlier[month] for month in months]
        if set(before) <= told:
            values[BEFORE] = total((one.uses for one in each), before)
        # months before a contract began cost nothing, and their uses are no uses of it
        charged = [month for month in months if costs[month] > 0]
        uses = total((one.uses for one in each), charged)
        if uses > 0 and costs.notna().all():
            values[PER_USE], values[PAID] = float(costs[charged].sum()) / uses, uses
    users = [one.users.reindex(months).max() for one in each if len(one.users)]
    if len(users) == 1 and len(each) == 1 and users[0] > 0:
        values[USERS] = float(users[0])
        values[PER_USER] = values[COST] / values[USERS]
    return Use(group, metrics, months, values)


def _cost(tables: Tables, products: tuple[str, ...], month: pd.Timestamp) -> float:
    """Return what contracts cost in the days of a month; NaN where one has no rate."""
    if not products:
        return 0.0
    rows = years(tables)
    last = month + pd.offsets.MonthEnd(0)
    mine = rows[rows["product"].isin(products) & (rows["first"] <= last) & (rows["last"] >= month)]
    return float(paid(mine, month.date(), last.date()).sum(skipna=False))


@once
def used(tables: Tables, period: Period, by: By = "platform") -> list[Use]:
    """Return what is known of each group in a period, the dearest first, then the most used.

    Raises
    ------
    NotMeasuredError
        Without a report, and without a contract that names a platform.
    """
    wanted = months_of(period)
    if by == "title":
        rows = _rows(tables)
        rows = rows[rows["title"].notna() & rows["on"].isin(wanted)]
        pairs = rows[["platform", "title"]].drop_duplicates().astype("str").to_numpy()
        result = [
            _use(tables, Group(str(title), (str(platform),), ()), wanted, str(title))
            for platform, title in pairs
        ]
    else:
        groups = platforms(tables) if by == "platform" else _services(tables)
        result = [_use(tables, group, wanted) for group in groups]
    if not result:
        raise not_measured(
            {"service": "no_usage_service", "title": "no_usage_title"}.get(by, "no_usage")
        )
    result.sort(key=lambda use: (-_or_zero(use.numbers[COST]), -_or_zero(use.numbers[USES])))
    return result[:TITLES] if by == "title" else result


def use_row(name: str, numbers: Mapping[str, float]) -> dict[str, Any]:
    """Return the row of a number of a group, with the uses or people that it is a share of."""
    value = numbers.get(name, float("nan"))
    more = {"base": numbers.get(BASES[name], float("nan"))} if name in BASES else {}
    return number(name, value, **more, **({"n": value} if name == USERS else {}))


def made_of(tables: Tables, period: Period) -> dict[str, list[str]]:
    """Return the platforms of each service and the titles told of each platform: ``title=Lex``."""
    groups = dict[str, list[Group]]()
    for by in get_args(By):
        with suppress(EngagekitError):
            groups[by] = [use.group for use in used(tables, period, by)]
    return {
        f"{outer}={whole.name}": [
            f"{inner}={part.name}"
            for part in groups.get(inner, ())
            if part.platforms and set(part.platforms) <= set(whole.platforms)
        ]
        for inner, outer in pairwise(("title", "platform", "service"))
        for whole in groups.get(outer, ())
    }


def _or_zero(value: float) -> float:
    return 0.0 if pd.isna(value) else value


def usage(
    tables: Tables, *, during: str | Period | None = None, by: By = "platform"
) -> pd.DataFrame:
    """Return how much each platform, service or title was used, and what a use costs.

    Parameters
    ----------
    tables : Tables
        Uses ``usage`` and ``contracts``; for services ``[services]`` of the settings.
    by : {"platform", "service", "title"}
        Platforms that one contract pays for together are one row; titles are the twenty used most.

    Returns
    -------
    DataFrame
        Measure frame with the group in front: ``uses``, ``uses a year before`` (same months),
        ``cost of the use`` (of the contracts, by days of the months told of), ``cost per use``,
        ``turnaways``, and where vendors count people ``active users`` (of the busiest month) with
        ``cost per active user``. Missing: platforms whose metrics differ are not added, nothing is
        divided by no use, and no report means no number.
    """
    period = _coverage.asked_period(tables, during)
    uses = used(tables, period, by)
    more_of = (COST, PER_USE, TURNED, USERS, PER_USER)
    known = [name for name in more_of if any(pd.notna(use.numbers[name]) for use in uses)]
    rows = []
    for use in uses:
        notes = [note("counted_by", metric=", ".join(filter(None, use.metrics)))]
        if len(use.months) < len(months_of(period)):
            notes.append(note("months_told", n=len(use.months), of=len(months_of(period))))
        for name in (USES, BEFORE, *known):
            row = use_row(name, use.numbers)
            rows.append({by: use.group.name, "basis": join(*notes), **row})
    return measure_frame(rows, [by])
