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
from engagekit.facts.contracts import between, paid, years
from engagekit.facts.services import fits, names, of_service, platforms_of, spellings
from engagekit.locale.missing import not_measured
from engagekit.measures import _frame
from engagekit.measures.basis import join, note
from engagekit.parsing.word_lists import words
from engagekit.settings.periods import During, Period
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
TITLES = 20
"""Titles that are listed, those used most."""
By = Literal["platform", "service", "title"]
Months = Sequence[pd.Timestamp]
"""First days of months."""
_MACHINE, _YEAR = "tdm", pd.DateOffset(years=1)
_FREE = ("open", "free_to_read", "oa_gold", "oa_delayed", "other_free_to_read")


@dataclass(frozen=True)
class Counted:
    """How a platform is counted, and its ``uses`` in the months of which its reports tell.

    ``paid`` are uses of texts that are not free; ``denied`` is there where a report has turnaways.
    """

    metric: str
    months: pd.DataFrame


@dataclass(frozen=True)
class Group:
    """Platforms that are told as one, and the contracts that pay for them."""

    name: str
    platforms: tuple[str, ...]
    products: tuple[str, ...]
    metric: str = ""


@once
def _rows(tables: Tables) -> pd.DataFrame:
    """Return uses by platform, report, title, metric and month; those of machines left out."""
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


def _reports(rows: pd.DataFrame, wanted: frozenset[pd.Timestamp]) -> tuple[str, ...]:
    """Return the report that tells of most months, a whole platform's before any of its parts."""
    existing = set(rows["report"])
    known = [tuple(name for name in part if name in existing) for part in REPORTS]
    others: list[tuple[str, ...]] = [(name,) for name in sorted(existing.difference(*REPORTS))]

    def rank(part: tuple[str, ...]) -> tuple[bool, int]:
        told = len(wanted & _told(rows, part))
        return part[0] in _WHOLE and told > 0, told

    return max(filter(None, known + others), key=rank, default=())


def _told(rows: pd.DataFrame, reports: Iterable[str]) -> frozenset[pd.Timestamp]:
    """Return the months of which each of some reports has rows: what it leaves out is nought."""
    each = [frozenset(rows.loc[rows["report"] == name, "on"]) for name in reports]
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

    ``wanted``: first days of months. ``metric``: what counts as a use, see `_metric`. No month is
    told of by a report without the metric.
    """
    rows = _rows(tables)
    rows = rows[rows["platform"] == platform]
    rows = rows[rows["title"] == title] if title else rows
    is_denied = rows["metric"].isin(DENIALS)
    uses = rows[~is_denied]
    chosen = _metric(uses, wanted, metric)
    mine = uses[uses["metric"] == chosen]
    reports = _reports(mine, wanted)
    told = _told(rows, reports) if len(uses) else frozenset(rows["on"])
    months = mine[mine["report"].isin(reports)].groupby("on")[["n", "paid"]].sum()
    months = months.reindex(sorted(told)).fillna(0.0).rename(columns={"n": "uses"})
    denied = []
    for _, part in rows[is_denied].groupby("metric"):
        reports = _reports(part, wanted)
        sums = part[part["report"].isin(reports)].groupby("on")["n"].sum()
        denied.append(sums.reindex(sorted(_told(rows, reports))).fillna(0.0))
    if denied:
        months["denied"] = sum(denied[1:], denied[0]).reindex(months.index)
    return Counted(chosen, months)


def _metric(uses: pd.DataFrame, wanted: frozenset[pd.Timestamp], metric: str) -> str:
    """Return what counts as a use: the one asked for, else what the reports of these months have.

    Of several it is the first of `METRICS` that was counted in them or a year before, else the
    first, else the only one.
    """
    every = set(uses["metric"])
    if metric:
        return next((name for name in sorted(every) if name.casefold() == metric.casefold()), "")
    now = uses[uses["on"].isin(wanted)]
    current = set(now["metric"]) or every
    near = uses["on"].isin(wanted | {month - _YEAR for month in wanted})
    some = current & set(uses.loc[near & (uses["n"] > 0), "metric"]) or current
    whole = some & set(now.loc[now["report"].isin(_WHOLE), "metric"])
    # texts opened in journals alone are not those of a platform that another metric counts whole
    kinds = {name.split("_")[-1] for name in whole}
    some = {name for name in some if name in whole or name.split("_")[-1] not in kinds}
    spelled = {name.casefold(): name for name in sorted(some)}
    others = sorted(spelled.keys() - {name.casefold() for name in METRICS})
    order = [*METRICS, *(others if len(others) == 1 else [])]
    return next((spelled[name.casefold()] for name in order if name.casefold() in spelled), "")


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


def _titles(tables: Tables, wanted: Months) -> list[tuple[Group, str]]:
    """Return the titles of some months; one on several platforms has a row of each."""
    rows = _rows(tables)
    rows = rows[rows["title"].notna() & rows["on"].isin(wanted)]
    pairs = rows[["platform", "title"]].drop_duplicates().astype("str")
    is_twice = pairs["title"].duplicated(keep=False)
    name = pairs["title"].mask(is_twice, pairs["title"] + " (" + pairs["platform"] + ")")
    each = zip(name, pairs["platform"], pairs["title"], strict=True)
    return [(Group(name, (platform,), ()), title) for name, platform, title in each]


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
    def is_part(self) -> bool:
        """Whether the cost per use leaves out months that the reports tell of."""
        return self.numbers[COST] > 0 and self.numbers[USES] > 0 and self.charged != self.months


def _use(tables: Tables, group: Group, wanted: Months, title: str = "") -> Use:
    """Return the uses of a group in the months of which its reports tell, and what they cost."""
    each = {
        name: counted(tables, name, frozenset(wanted), group.metric, title)
        for name in group.platforms
    }
    told = [set(platform.months.index) for platform in each.values()]
    both = set.intersection(*told) if told else set[pd.Timestamp]()
    months = tuple(month for month in wanted if month in both)
    metrics = tuple(dict.fromkeys(platform.metric for platform in each.values()))
    bills, lacking = _bills(tables, group, months or wanted)
    # uses are told by the month: those of one of which some days are paid for have no cost
    charged = [bill for bill in bills if bill.pays_for]
    numbers = dict.fromkeys((USES, BEFORE, COST, PER_USE, TURNED), float("nan"))
    if bills:  # not where every term of its contracts has ended
        numbers[COST] = sum(bill.cost for bill in bills)
    is_alike = len(months) > 0 and len(metrics) == 1
    # a report without turnaways says nothing of them, and one of other months nothing of these
    refused = [one.months["denied"] for one in each.values() if "denied" in one.months]
    if is_alike and refused:
        numbers[TURNED] = _sum(refused, months)
    if is_alike and metrics[0]:
        uses = [platform.months["uses"] for platform in each.values()]
        numbers[USES] = _sum(uses, months)
        numbers[BEFORE] = _sum(uses, [month - _YEAR for month in months])
        spent = sum(bill.cost for bill in charged)
        bought = sum(
            float(each[name].months["paid"][bill.month])
            for bill in charged
            for name in bill.pays_for
        )
        if bought > 0 and pd.notna(spent):
            numbers |= {PER_USE: spent / bought, PAID: bought}
    paid_months = tuple(bill.month for bill in charged)
    return Use(group, metrics, months, numbers, lacking, paid_months)


def _sum(each: Iterable[pd.Series], months: Months) -> float:
    """Return the sum over some months; NaN where one of them is not told of."""
    return sum((float(one.reindex([*months]).sum(skipna=False)) for one in each), 0.0)


@dataclass(frozen=True)
class _Bill:
    """What a month of a group costs, and the platforms of which each day of it is paid for."""

    month: pd.Timestamp
    cost: float
    pays_for: frozenset[str]


def _bills(tables: Tables, group: Group, months: Months) -> tuple[list[_Bill], tuple[str, ...]]:
    """Return the bill of each month of which contracts pay for a day, and platforms unreported.

    One that names no platform pays for those of its service that none of the others names. A cost
    is NaN without a price or a rate. Beside contracts with reports those without are left out:
    nobody knows the uses that they pay for.
    """
    if not group.products:
        return [], ()
    rows, named, spelled = years(tables), platforms_of(tables), spellings(tables)
    rows = rows[rows["product"].isin(group.products)]
    rows = between(rows, months[0], months[-1] + pd.offsets.MonthEnd(0))
    every = dict.fromkeys(name for product in rows["product"].unique() for name in named[product])
    lacking = [name for name in every if not any(fits(one, [name]) for one in spelled)]
    pays_for = {
        product: {spelled[name] for name in spelled if fits(name, named[product])}
        & {*group.platforms}
        for product in group.products
    }
    rest = {*group.platforms}.difference(*pays_for.values())
    pays_for |= {product: rest for product in group.products if not named[product]}
    rows = rows.assign(platforms=rows["product"].map(pays_for).map(sorted))
    if any(pays_for.values()):
        rows = rows[rows["platforms"].map(len) > 0]
    bills = []
    for month in months:
        last = month + pd.offsets.MonthEnd(0)
        mine = between(rows, month, last)
        if mine.empty:
            continue
        cost = paid(mine, month, last)
        days = mine[cost != 0].merge(pd.DataFrame({"day": pd.date_range(month, last)}), how="cross")
        days = days[days["day"].between(days["first"], days["last"])].explode("platforms")
        paid_days = days.groupby("platforms")["day"].nunique()
        is_whole = bool((paid_days == last.day).all())
        platforms = frozenset(paid_days.index if is_whole else ())
        bills.append(_Bill(month, float(cost.sum(skipna=False)), platforms))
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
        uses = [_use(tables, group, wanted, title) for group, title in _titles(tables, wanted)]
    else:
        groups = platforms(tables) if by == "platform" else _services(tables)
        uses = [_use(tables, group, wanted) for group in groups]
    if not uses:
        raise not_measured("no_usage" if by == "platform" else f"no_usage_{by}")
    uses.sort(key=lambda use: [-max(0.0, use.numbers[name]) for name in (COST, USES)])  # or nan
    return uses[:TITLES] if by == "title" else uses


def use_row(name: str, numbers: Mapping[str, float], **more: Any) -> dict[str, Any]:
    """Return the row of a number of a group, with the uses that it is a share of."""
    base = {"base": numbers.get(PAID, float("nan"))} if name == PER_USE else {}
    return _frame.number(name, numbers[name], **base, **more)


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
        the months of which contracts pay for each day) and ``turnaways``. Missing: platforms whose
        metrics differ are not added, nothing is divided by no use, and no report means no number.
    """
    period = coverage.asked_period(tables, during)
    uses, months = used(tables, period, by), len(months_of(period))
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
