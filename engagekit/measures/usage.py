"""Use of what vendors deliver: uses, what one costs, turnaways, against the same months a year ago.

One use stands in several reports of COUNTER and under several metrics: a chapter that is opened
twice is one of ``Unique_Item_Requests`` and two of ``Total_Item_Requests``, in the platform report
and in the title report. So each platform is counted by one metric of one report, never by a sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from engagekit.facts import coverage, reading
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.measures._services import fits, names, of_service, parts, spellings, things, told_of
from engagekit.measures.basis import join, note
from engagekit.measures.contracts import paid, terms, years
from engagekit.parsing.word_lists import words
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

METRICS = words("usage")["uses"]
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
_WHOLE = ("PR", "PR_P1", "TR", "IR")
"""Reports on whole platforms: parts are taken only where none of these tells of a month."""
USES, BEFORE, TURNED = "uses", "uses a year before", "turnaways"
COST, PER_USE = "cost of the use", "cost per use"
USERS, PER_USER = "active users", "cost per active user"
PAID, PAID_USERS = "uses paid for", "active users paid for"
BASES = {USERS: USERS, PER_USER: PAID_USERS, PER_USE: PAID}
TITLES = 20
"""Titles that are listed, those used most."""
By = Literal["platform", "service", "title"]
_MACHINE, _YEAR = "tdm", pd.DateOffset(years=1)
_FREE = ("open", "free_to_read", "oa_gold", "oa_delayed", "other_free_to_read")


@dataclass(frozen=True)
class Counted:
    """How the uses of one platform are counted, month by month; `paid` are not of free texts."""

    metric: str
    uses: pd.Series
    paid: pd.Series
    months: frozenset[pd.Timestamp]
    denied: pd.Series
    denied_in: frozenset[pd.Timestamp]
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
    kinds = ("access_method", "access_type")
    columns = ("platform", "report", "title", *kinds, "metric", "on", "n")
    rows = reading.rows(tables, "usage", *columns)
    rows = rows[rows["access_method"].fillna("").str.casefold() != _MACHINE]
    rows = rows.assign(report=rows["report"].fillna(""), n=rows["n"].astype("float64"))
    rows["paid"] = rows["n"].mask(rows["access_type"].str.casefold().isin(_FREE), 0.0)
    rows["on"] = rows["on"].dt.to_period("M").dt.to_timestamp()
    rows["platform"] = rows["platform"].map(spellings(tables))
    keys = ["platform", "report", "title", "metric", "on"]
    return rows.groupby(keys, dropna=False)[["n", "paid"]].sum().reset_index()


def _report(rows: pd.DataFrame, wanted: frozenset[pd.Timestamp]) -> tuple[str, ...]:
    """Return the report that tells of most months, a whole platform's before any of its parts."""
    existing = set(rows["report"])
    sets = [tuple(one for one in part if one in existing) for part in REPORTS]
    sets += [(one,) for one in sorted(existing.difference(*REPORTS))]

    def rank(part: tuple[str, ...]) -> tuple[bool, int]:
        told = len(wanted & _told(rows, part))
        return part[0] in _WHOLE and told > 0, told

    return max(filter(None, sets), key=rank, default=())


def _told(rows: pd.DataFrame, reports: Iterable[str]) -> frozenset[pd.Timestamp]:
    """Return the months of which each of some reports has rows: what it leaves out is nought."""
    each = [frozenset(rows.loc[rows["report"] == one, "on"]) for one in reports]
    return frozenset.intersection(*each) if each else frozenset()


@once
def counted(
    tables: Tables,
    platform: str,
    wanted: frozenset[pd.Timestamp],
    metric: str = "",
    title: str = "",
) -> Counted:
    """Return how often a platform, or one title of it, was used month by month.

    ``wanted``: first days of months. ``metric``: what counts as a use; default: of those that the
    reports of these months have, the first of `METRICS` that was counted in them or a year before,
    else the first, else the only one. No month is told of by a report without the metric.
    """
    rows = _rows(tables)
    rows = rows[rows["platform"] == platform]
    if title:
        rows = rows[rows["title"] == title]
    active = rows["metric"].str.casefold().isin(ACTIVE)
    is_denied = rows["metric"].isin(DENIALS)
    plain, denied = rows[~active & ~is_denied], rows[is_denied]
    every = set(plain["metric"])
    current = set(plain.loc[plain["on"].isin(wanted), "metric"]) or every
    near = plain["on"].isin(wanted | {month - _YEAR for month in wanted})
    some = current & set(plain.loc[near & (plain["n"] > 0), "metric"]) or current
    whole = some & set(plain.loc[plain["on"].isin(wanted) & plain["report"].isin(_WHOLE), "metric"])
    # texts opened in journals alone are not those of a platform that another metric counts whole
    kinds = {one.split("_")[-1] for one in whole}
    some = {one for one in some if one in whole or one.split("_")[-1] not in kinds}
    spelled = {one.casefold(): one for one in sorted(every if metric else some)}
    others = sorted(spelled.keys() - {one.casefold() for one in METRICS})
    order = [metric] if metric else [*METRICS, *(others if len(others) == 1 else [])]
    chosen = next((spelled[one.casefold()] for one in order if one.casefold() in spelled), "")
    mine = plain[plain["metric"] == chosen]
    reports = _report(mine, wanted)
    uses = mine[mine["report"].isin(reports)]
    parts = [(part, _report(part, wanted)) for _, part in denied.groupby("metric")]
    turned = [part[part["report"].isin(each)].groupby("on")["n"].sum() for part, each in parts]
    return Counted(
        chosen,
        uses.groupby("on")["n"].sum(),
        uses.groupby("on")["paid"].sum(),
        _told(rows, reports) if every else frozenset(rows["on"]),
        pd.concat(turned).groupby(level=0).sum() if turned else pd.Series(dtype="float64"),
        frozenset.intersection(*(_told(rows, each) for _, each in parts)) if parts else frozenset(),
        rows[active].groupby("on")["n"].sum(),
    )


def months_of(period: Period) -> list[pd.Timestamp]:
    """Return the first days of the months of a period."""
    return [one.start_time for one in pd.period_range(period.start, period.end, freq="M")]


def _cells(tables: Tables) -> dict[str, list[str]]:
    """Return the platforms that the terms of each contract name."""
    if not tables.has("contracts"):
        return {}
    every, existing = terms(tables).groupby("product")["platform"], things(tables, "platforms")
    return {
        str(one): [part for cell in cells for part in parts(cell, existing)] for one, cells in every
    }


@once
def platforms(tables: Tables) -> list[Group]:
    """Return platforms with their contracts; those that one contract pays for together are one.

    A contract that names none pays for the one with its name; one without a report stands alone.
    """
    names_of = spellings(tables)
    groups: list[tuple[set[str], set[str]]] = []
    for product, said in _cells(tables).items():
        mine = {whole for one, whole in names_of.items() if fits(one, said or [product])}
        if said or mine:
            products = {product}
            near = [one for one in groups if one[0] & mine]
            for one in near:
                mine, products = mine | one[0], products | one[1]
            groups = [*(one for one in groups if one not in near), (mine, products)]
    paid_for = {one for group in groups for one in group[0]}
    groups += [({one}, set()) for one in sorted({*names_of.values()} - paid_for)]
    return [
        Group(" + ".join(sorted(mine or products)), tuple(sorted(mine)), tuple(sorted(products)))
        for mine, products in groups
    ]


def _services(tables: Tables) -> list[Group]:
    """Return the services with platforms or contracts that name a platform."""
    cells, names_of = _cells(tables), spellings(tables)
    stated = tables.settings.services
    groups = []
    for name in names(tables):
        matches = [names_of[one] for one in of_service(tables, "platforms", name)]
        mine = tuple(dict.fromkeys(matches))
        every = of_service(tables, "contracts", name)
        products = tuple(one for one in every if mine or cells.get(one))
        if mine or products:
            metric = stated[name].metric if name in stated else ""
            groups.append(Group(name, mine, products, metric))
    return groups


@dataclass(frozen=True)
class Use:
    """What is known of one group in a period; a missing number is NaN.

    ``lacking``: platforms that its contracts name beside these, and of which no report was read.
    ``renamed``: those whose reports begin as those of another end, which they go on. ``charged``:
    the months of which contracts pay for each day.
    """

    group: Group
    metrics: tuple[str, ...]
    months: tuple[pd.Timestamp, ...]
    numbers: dict[str, float]
    lacking: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()
    charged: tuple[pd.Timestamp, ...] = ()

    @property
    def is_part(self) -> bool:
        """Whether the cost per use leaves out months that the reports tell of."""
        return self.numbers[COST] > 0 and self.numbers[USES] > 0 and self.charged != self.months


def _use(tables: Tables, group: Group, wanted: Sequence[pd.Timestamp], title: str = "") -> Use:
    """Return the uses of a group in the months of which its reports tell, and what they cost."""
    each = {
        one: counted(tables, one, frozenset(wanted), group.metric, title) for one in group.platforms
    }
    told, renamed = told_of({name: one.months for name, one in each.items()})
    months = tuple(month for month in wanted if month in told)
    metrics = tuple(dict.fromkeys(one.metric for one in each.values()))
    nan = float("nan")
    values = dict.fromkeys((USES, BEFORE, COST, PER_USE, TURNED, USERS, PER_USER), nan)

    def total(series: Iterable[pd.Series], of: Iterable[pd.Timestamp]) -> float:
        days = list(of)
        return sum(float(one.reindex(days).fillna(0.0).sum()) for one in series)

    bills, lacking = _bills(tables, group, months or tuple(wanted))
    if bills:  # not where every term of its contracts has ended
        values[COST] = sum((cost for _, cost, _ in bills), 0.0)
    # uses are told by the month: those of one of which some days are paid for have no cost
    whole = {month: mine for month, _, mine in bills if mine}
    spent = sum((cost for _, cost, mine in bills if mine), 0.0)
    refused = [one for one in each.values() if len(one.denied)]
    # a report without them says nothing of them, and one of other months nothing of these
    if (
        months
        and len(metrics) == 1
        and refused
        and all(one.denied_in >= {*months} for one in refused)
    ):
        values[TURNED] = total((one.denied for one in refused), months)
    if months and len(metrics) == 1 and metrics[0]:
        values[USES] = total((one.uses for one in each.values()), months)
        before = [month - _YEAR for month in months]
        if set(before) <= told:
            values[BEFORE] = total((one.uses for one in each.values()), before)
        uses = sum(total([each[one].paid], [month]) for month in whole for one in whole[month])
        if uses > 0 and pd.notna(spent):
            values[PER_USE], values[PAID] = spent / uses, uses
    users = [one.users.reindex(months).max() for one in each.values() if len(one.users)]
    if len(users) == 1 and len(each) == 1 and users[0] > 0:
        values[USERS] = float(users[0])
        many = float(next(iter(each.values())).users.reindex(list(whole)).max())
        if many > 0 and pd.notna(spent):
            values[PER_USER], values[PAID_USERS] = spent / many, many
    return Use(group, metrics, months, values, lacking, renamed, tuple(whole))


def _bills(
    tables: Tables, group: Group, months: Sequence[pd.Timestamp]
) -> tuple[list[tuple[pd.Timestamp, float, set[str]]], tuple[str, ...]]:
    """Return what each month of a group costs, and platforms without any report.

    Of a month: its cost, and the platforms that it pays for, none where it does so on some days
    alone; several contracts may share a month. One that names no platform pays for those of its
    service that none of the others names. Cost is NaN without a price or a rate. Beside contracts
    with reports those without are left out: nobody knows the uses that they pay for.
    """
    if not group.products:
        return [], ()
    rows, cells, spelled = years(tables), _cells(tables), spellings(tables)
    last = months[-1] + pd.offsets.MonthEnd(0)
    rows = rows[rows["product"].isin(group.products) & (rows["first"] <= last)]
    rows = rows[rows["last"] >= months[0]]
    named = dict.fromkeys(one for name in rows["product"].unique() for one in cells[name])
    lacking = [one for one in named if not any(fits(each, [one]) for each in spelled)]
    of = {
        name: {spelled[one] for one in spelled if fits(one, cells[name])} & {*group.platforms}
        for name in group.products
    }
    rest = {*group.platforms}.difference(*of.values())
    of = {name: mine if cells[name] else rest for name, mine in of.items()}
    if any(of.values()):
        rows = rows[rows["product"].map(of).map(len) > 0]
    bills = []
    for month in months:
        last = month + pd.offsets.MonthEnd(0)
        mine = rows[(rows["first"] <= last) & (rows["last"] >= month)]
        costs = paid(mine, month.date(), last.date())
        days = dict[str, set[pd.Timestamp]]()
        for first, until, product in mine.loc[costs != 0, ["first", "last", "product"]].to_numpy():
            inside = pd.date_range(max(first, month), min(until, last))
            days |= {one: {*days.get(one, ()), *inside} for one in of[product]}
        is_whole = all(len(each) == last.day for each in days.values())
        if len(mine):
            bills.append((month, float(costs.sum(skipna=False)), {*days} if is_whole else set()))
    return bills, tuple(lacking) if group.platforms else ()


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
        pairs = rows[["platform", "title"]].drop_duplicates().astype("str")
        platform, title = pairs["platform"], pairs["title"]
        name = title.mask(title.duplicated(keep=False), title + " (" + platform + ")")
        result = [
            _use(tables, Group(name, (platform,), ()), wanted, title)
            for name, platform, title in zip(name, platform, title, strict=True)
        ]
    else:
        groups = platforms(tables) if by == "platform" else _services(tables)
        result = [_use(tables, group, wanted) for group in groups]
    if not result:
        raise not_measured(
            {"service": "no_usage_service", "title": "no_usage_title"}.get(by, "no_usage")
        )
    result.sort(key=lambda use: [-max(0.0, use.numbers[one]) for one in (COST, USES)])  # or nan
    return result[:TITLES] if by == "title" else result


def use_row(name: str, numbers: Mapping[str, float]) -> dict[str, Any]:
    """Return the row of a number of a group, with the uses or people that it is a share of."""
    value = numbers.get(name, float("nan"))
    more = {"base": numbers.get(BASES[name], float("nan"))} if name in BASES else {}
    return _frame.number(name, value, **more, **({"n": value} if name == USERS else {}))


def usage(tables: Tables, *, during: During = None, by: By = "platform") -> pd.DataFrame:
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
        ``cost of the use`` (of the contracts, by days of the months told of), ``cost per use`` (of
        the months of which contracts pay for each day), ``turnaways``, and where vendors count
        people ``active users`` (of the busiest month) with ``cost per active user``. Missing:
        platforms whose metrics differ are not added, nothing is divided by no use, and no report
        means no number.
    """
    period = coverage.asked_period(tables, during)
    uses = used(tables, period, by)
    more_of = (COST, PER_USE, TURNED, USERS, PER_USER)
    known = [name for name in more_of if any(pd.notna(use.numbers[name]) for use in uses)]
    rows = []
    for use in uses:
        metric = ", ".join(filter(None, use.metrics))
        notes = [note("counted_by", metric=metric)] if metric else []
        if len(use.months) < len(months_of(period)):
            notes.append(note("months_told", n=len(use.months), of=len(months_of(period))))
        for name in (USES, BEFORE, *known):
            rows.append({by: use.group.name, "basis": join(*notes), **use_row(name, use.numbers)})
    return _frame.measure_frame(rows, [by])
