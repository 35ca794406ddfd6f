"""Use of what vendors deliver: uses, what one costs, turnaways, against the same months a year ago.

One use stands in several reports of COUNTER and under several metrics: a chapter that is opened
twice is one of ``Unique_Item_Requests`` and two of ``Total_Item_Requests``, in the platform report
and in the title report. So each platform is counted by one metric of one report, never by a sum.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.facts import Facts, reading
from engagekit.facts.contracts import between, years
from engagekit.facts.services import fits, names, of_service, platforms_of, spellings
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.measures.basis import join, note
from engagekit.measures.engine import of_facts
from engagekit.parsing.word_lists import words
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

METRICS = words("usage")["uses"]
"""What counts as a use, the first of them that was counted: a text opened, else a search, else a
look at a description."""
DENIALS = ("No_License", "Limit_Exceeded")
"""Turnaways: no licence for the item, or too many readers at once. Two refusals are two events."""
PEOPLE = ("active_users", "unique_users", "users")
"""Metrics that count people: they are no uses."""
_REPORTS = """PR, PR_P1, TR, IR, TR_J1 TR_B1, TR_J3 TR_B3, TR_J2 TR_B2, TR_J4, IR_A1 IR_M1, DR,
DR_D1, DR_D2"""
REPORTS = tuple(tuple(part.split()) for part in _REPORTS.split(","))
"""Reports in the order in which one is taken: the whole platform before its parts. Journals and
books of one kind of report add up; any two others count the same uses."""
_WHOLE = ("PR", "PR_P1", "TR", "IR")
"""Reports on whole platforms: parts are taken only where none of these tells of a month."""
USES, BEFORE, TURNED = "uses", "uses a year before", "turnaways"
COST, PER_USE, PAID = "cost of the use", "cost per use", "uses paid for"
MOVED, SURE = 0.2, 2.0
"""Change of uses that is told: a fifth, and over twice what chance alone moves counts by."""
TITLES = 20
"""Titles that are listed, those used most."""
By = Literal["platform", "service", "title"]
Months = Sequence[pd.Timestamp]
Wanted = frozenset[pd.Timestamp]
"""First days of months."""
_MACHINE, _YEAR = "tdm", pd.DateOffset(years=1)
_FREE = ("open", "free_to_read", "oa_gold", "oa_delayed", "other_free_to_read")


@dataclass(frozen=True)
class Group:
    """What is told as one: a title, or platforms with the contracts that pay for them.

    ``metric``: what counts as a use of it, where the settings say so.
    """

    name: str
    platforms: tuple[str, ...]
    products: tuple[str, ...] = ()
    metric: str = ""
    title: str = ""


@once
def _rows(tables: Tables) -> pd.DataFrame:
    """Return uses by platform, report, title, metric and month; those of machines left out.

    ``paid`` are uses of texts that are not free.
    """
    kinds = ("access_method", "access_type")
    rows = reading.rows(tables, "usage", "platform", "report", "title", *kinds, "metric", "on", "n")
    is_machine = rows["access_method"].str.casefold() == _MACHINE
    counts_people = rows["metric"].str.casefold().isin(PEOPLE)
    rows = rows[~(is_machine.fillna(False) | counts_people).to_numpy(bool)]
    n = rows["n"].astype("float64")
    rows = rows.assign(
        platform=rows["platform"].map(spellings(tables)),
        report=rows["report"].fillna(""),
        on=rows["on"].dt.to_period("M").dt.to_timestamp(),
        n=n,
        paid=n.mask(rows["access_type"].str.casefold().isin(_FREE), 0.0),
    )
    keys = ["platform", "report", "title", "metric", "on"]
    return rows.groupby(keys, dropna=False)[["n", "paid"]].sum().reset_index()


def _by_month(every: pd.DataFrame, rows: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Return the sums of rows by month, of the report that tells of most of the months wanted.

    A whole platform's report goes before its parts. ``every``: the rows of all metrics: a report
    tells of a month of which it has any, and what it leaves out of it is nought.
    """
    told_of = {str(name): frozenset(days) for name, days in every.groupby("report")["on"]}
    existing = set(rows["report"])
    parts = [tuple(name for name in part if name in existing) for part in REPORTS]
    parts += [(name,) for name in sorted(existing.difference(*REPORTS))]
    months = {
        part: frozenset.intersection(*(told_of[name] for name in part))
        for part in filter(None, parts)
    }

    def rank(part: tuple[str, ...]) -> tuple[bool, int]:
        told = len(wanted & months[part])
        return part[0] in _WHOLE and told > 0, told

    best: tuple[str, ...] = max(months, key=rank, default=())
    sums = rows[rows["report"].isin(best)].groupby("on")[["n", "paid"]].sum()
    return sums.reindex(sorted(months.get(best, frozenset()))).fillna(0.0)


@once
def _counted(
    tables: Tables, platform: str, wanted: Wanted, metric: str, title: str
) -> tuple[str, pd.DataFrame]:
    """Return what counts as a use of a platform, or of one title of it, and its months.

    ``n, paid`` in the months of which its reports tell, and ``denied`` where they have turnaways;
    no month is told of by a report without the metric.
    """
    rows = _rows(tables)
    rows = rows[rows["platform"] == platform]
    rows = rows[rows["title"] == title] if title else rows
    is_denied = rows["metric"].isin(DENIALS)
    uses = rows[~is_denied]
    chosen = _metric(uses, wanted, metric)
    months = _by_month(rows, uses[uses["metric"] == chosen] if len(uses) else rows, wanted)
    denied = [_by_month(rows, part, wanted)["n"] for _, part in rows[is_denied].groupby("metric")]
    if denied:
        months["denied"] = sum(denied[1:], denied[0]).reindex(months.index)
    return chosen, months


def _metric(uses: pd.DataFrame, wanted: Wanted, metric: str) -> str:
    """Return what counts as a use: the one asked for, else what the reports of these months have.

    Of several it is the first of `METRICS` that was counted in them or a year before, else the
    first, else the only one.
    """
    names = set(uses["metric"])
    if metric:
        return next((name for name in sorted(names) if name.casefold() == metric.casefold()), "")
    now = uses[uses["on"].isin(wanted)]
    near = uses[uses["on"].isin(wanted | {month - _YEAR for month in wanted})]
    names = set(now["metric"]) or names
    names = names & set(near.loc[near["n"] > 0, "metric"]) or names
    whole = names & set(now.loc[now["report"].isin(_WHOLE), "metric"])
    # texts opened in journals alone are not those of a platform that another metric counts whole
    kinds = {name.split("_")[-1] for name in whole}
    names = {name for name in names if name in whole or name.split("_")[-1] not in kinds}
    order = [name.casefold() for name in METRICS]
    known = [str(name) for name in names if name.casefold() in order]
    if known:
        return min(known, key=lambda name: order.index(name.casefold()))
    return str(names.pop()) if len(names) == 1 else ""


def months_of(period: Period) -> list[pd.Timestamp]:
    """Return the first days of the months of a period."""
    return [month.start_time for month in pd.period_range(period.start, period.end, freq="M")]


@once
def platforms(tables: Tables) -> list[Group]:
    """Return platforms with their contracts; those that one contract pays for together are one.

    A contract that names none pays for the one with its name; one without a report stands alone.
    """
    spelled = spellings(tables)
    groups: list[tuple[set[str], set[str]]] = []
    for product, named in platforms_of(tables).items():
        mine = {whole for name, whole in spelled.items() if fits(name, named or [product])}
        if not (named or mine):
            continue
        products = {product}
        near = [group for group in groups if group[0] & mine]
        for group in near:
            mine, products = mine | group[0], products | group[1]
        groups = [*(group for group in groups if group not in near), (mine, products)]
    paid_for = {name for group in groups for name in group[0]}
    groups += [({name}, set()) for name in sorted({*spelled.values()} - paid_for)]
    return [
        Group(" + ".join(sorted(mine or products)), tuple(sorted(mine)), tuple(sorted(products)))
        for mine, products in groups
    ]


def _services(tables: Tables) -> list[Group]:
    """Return the services with platforms or contracts that name a platform."""
    named, spelled, stated = platforms_of(tables), spellings(tables), tables.settings.services
    groups = []
    for name in names(tables):
        mine = dict.fromkeys(spelled[one] for one in of_service(tables, "platforms", name))
        bought = of_service(tables, "contracts", name)
        products = tuple(product for product in bought if mine or named.get(product))
        if mine or products:
            metric = stated[name].metric if name in stated else ""
            groups.append(Group(name, tuple(mine), products, metric))
    return groups


def _titles(tables: Tables, wanted: Months) -> list[Group]:
    """Return the titles of some months; one on several platforms has a row of each."""
    rows = _rows(tables)
    rows = rows[rows["title"].notna() & rows["on"].isin(wanted)]
    pairs = rows[["platform", "title"]].drop_duplicates().astype("str")
    is_twice = pairs["title"].duplicated(keep=False)
    name = pairs["title"].mask(is_twice, pairs["title"] + " (" + pairs["platform"] + ")")
    each = zip(name, pairs["platform"], pairs["title"], strict=True)
    return [Group(name, (platform,), title=title) for name, platform, title in each]


@dataclass(frozen=True)
class Use:
    """What is known of one group in a period; a missing number is NaN.

    ``lacking``: platforms that its contracts name beside these, and of which no report was read.
    ``charged``: the months of which contracts pay for each day.
    """

    group: Group
    metrics: tuple[str, ...]
    months: tuple[pd.Timestamp, ...]
    numbers: dict[str, float]
    lacking: tuple[str, ...] = ()
    charged: tuple[pd.Timestamp, ...] = ()

    @property
    def is_unused(self) -> bool:
        """Whether nothing was used; what ran for some days of a month may not be open yet."""
        return self.numbers[USES] == 0 and (bool(self.charged) or self.numbers[COST] == 0)

    @property
    def is_part(self) -> bool:
        """Whether the cost per use leaves out months that the reports tell of."""
        return self.numbers[COST] > 0 and self.numbers[USES] > 0 and self.charged != self.months


def _use(tables: Tables, group: Group, wanted: Months) -> Use:
    """Return the uses of a group in the months of which its reports tell, and what they cost."""
    each = {
        name: _counted(tables, name, frozenset(wanted), group.metric, group.title)
        for name in group.platforms
    }
    told = [set(sums.index) for _, sums in each.values()]
    months = [month for month in wanted if told and month in set.intersection(*told)]
    metrics = tuple(dict.fromkeys(metric for metric, _ in each.values()))
    numbers = dict.fromkeys((USES, BEFORE, COST, PER_USE, TURNED), float("nan"))
    costs, bought, lacking = _bills(tables, group, months or wanted)
    charged = tuple(bought.get_level_values("month").unique())
    if len(costs):  # not where every term of its contracts has ended
        numbers[COST] = float(costs.sum(skipna=False))
    is_alike = len(months) > 0 and len(metrics) == 1
    # a report without turnaways says nothing of them, and one of other months nothing of these
    refused = [sums["denied"] for _, sums in each.values() if "denied" in sums]
    if is_alike and refused:
        numbers[TURNED] = _sum(refused, months)
    if is_alike and metrics[0]:
        uses = [sums["n"] for _, sums in each.values()]
        numbers[USES] = _sum(uses, months)
        numbers[BEFORE] = _sum(uses, [month - _YEAR for month in months])
        spent = float(costs.loc[[*charged]].sum(skipna=False))
        paid_uses = sum(float(each[name][1].loc[month, "paid"]) for month, name in bought)
        if paid_uses > 0 and pd.notna(spent):
            numbers |= {PER_USE: spent / paid_uses, PAID: paid_uses}
    return Use(group, metrics, tuple(months), numbers, lacking, charged)


def _sum(each: Iterable[pd.Series], months: Months) -> float:
    """Return the sum over some months; NaN where one of them is not told of."""
    return sum((float(one.reindex([*months]).sum(skipna=False)) for one in each), 0.0)


def _bills(
    tables: Tables, group: Group, months: Months
) -> tuple[pd.Series, "pd.Index[Any]", tuple[str, ...]]:
    """Return costs by month, month and platform of what is paid for, and platforms unreported.

    A month is paid for where contracts pay for each day of it. A contract that names no platform
    pays for those of its service that none of the others names. A cost is NaN without a price or a
    rate. Beside contracts with reports those without are left out: nobody knows the uses that they
    pay for.
    """
    if not group.products:
        nothing = pd.MultiIndex.from_product([[], []], names=["month", "platform"])
        return pd.Series(dtype="float64"), nothing, ()
    first, last = months[0], months[-1] + pd.offsets.MonthEnd(0)
    rows, named, spelled = years(tables), platforms_of(tables), spellings(tables)
    rows = between(rows[rows["product"].isin(group.products)], first, last)
    every = dict.fromkeys(name for product in rows["product"].unique() for name in named[product])
    lacking = tuple(name for name in every if not any(fits(one, [name]) for one in spelled))
    pays_for = {
        product: {spelled[name] for name in spelled if fits(name, named[product])}
        & {*group.platforms}
        for product in group.products
    }
    rest = {*group.platforms}.difference(*pays_for.values())
    pays_for |= {product: rest for product in group.products if not named[product]}
    rows = rows.assign(platform=rows["product"].map(pays_for).map(sorted))
    if any(pays_for.values()):
        rows = rows[rows["platform"].map(len) > 0]
    days = rows.merge(pd.DataFrame({"day": pd.date_range(first, last)}), how="cross")
    days = days[days["day"].between(days["first"], days["last"])]
    days = days.assign(month=days["day"].dt.to_period("M").dt.to_timestamp())
    days = days[days["month"].isin(months)]
    costs = days.groupby("month")["daily"].sum(skipna=False)
    each = days[days["daily"] != 0].explode("platform")
    paid = each.groupby(["month", "platform"])["day"].nunique()
    is_whole = paid == pd.DatetimeIndex(paid.index.get_level_values("month")).days_in_month
    bought = paid[is_whole.groupby("month").transform("all")].index
    return costs, bought, lacking if group.platforms else ()


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
        groups = _titles(tables, wanted)
    else:
        groups = platforms(tables) if by == "platform" else _services(tables)
    uses = [_use(tables, group, wanted) for group in groups]
    if not uses:
        raise not_measured("no_usage" if by == "platform" else f"no_usage_{by}")
    uses.sort(key=lambda use: [-max(0.0, use.numbers[name]) for name in (COST, USES)])  # or nan
    return uses[:TITLES] if by == "title" else uses


def by_contract(tables: Tables, period: Period) -> dict[str, Use]:
    """Return the use that each contract pays for; none where no report was read."""
    with suppress(NotMeasuredError):
        return {product: use for use in used(tables, period) for product in use.group.products}
    return {}


def clear_change(n: float, before: float) -> int:
    """Return 1 or -1 where uses clearly rose or fell, else 0.

    Examples
    --------
    >>> clear_change(0, 8), clear_change(125, 100), clear_change(121_000, 100_000)
    (-1, 0, 1)
    """
    change = abs(n - before)
    is_clear = change >= MOVED * before and change > SURE * math.sqrt(n + before)
    return (n > before) - (n < before) if is_clear else 0


def use_row(name: str, numbers: Mapping[str, float], **more: Any) -> dict[str, Any]:
    """Return the row of a number of a group, with the uses that it is a share of."""
    base = {"base": numbers.get(PAID, float("nan"))} if name == PER_USE else {}
    return _frame.number(name, numbers[name], **base, **more)


@of_facts
def usage(facts: Facts, *, by: By = "platform") -> pd.DataFrame:
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
        the months of which contracts pay for each day) and ``turnaways``. Missing: platforms whose
        metrics differ are not added, nothing is divided by no use, and no report means no number.
    """
    uses, months = used(facts.tables, facts.period, by), len(months_of(facts.period))
    known = [
        name for name in (COST, PER_USE, TURNED) if any(pd.notna(use.numbers[name]) for use in uses)
    ]
    rows = []
    for use in uses:
        metric, told = ", ".join(filter(None, use.metrics)), len(use.months)
        basis = join(
            note("counted_by", metric=metric) if metric else "",
            note("months_told", n=told, of=months) if told < months else "",
        )
        for name in (USES, BEFORE, *known):
            group = {by: use.group.name}
            rows.append(use_row(name, use.numbers, basis=basis, **group))
    return _frame.measure_frame(rows, [by])
