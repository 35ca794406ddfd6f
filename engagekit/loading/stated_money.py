"""What has to be said of money beside its columns: planned or spent, its time, its currency."""

import re
from collections.abc import Collection

from engagekit.loading.unknown_list import UnknownList
from engagekit.mapping.columns import (
    CUMULATED,
    FEW,
    MOST,
    QUARTER,
    SHARES,
    ColumnProfile,
    kind_and_rest,
    months_across,
    names_period,
)
from engagekit.mapping.evidence import PRICED, says_money
from engagekit.mapping.mapping_file import SHEET, normal, words
from engagekit.mapping.plans import is_of_sheets, so_far, stated_period, year_and_so_far
from engagekit.mapping.units import GROSS, NET
from engagekit.parsing import values
from engagekit.parsing.budget_periods import (
    DOTS,
    UNTIL,
    quarter_in,
    range_in,
    short_quarter,
    until_in,
)
from engagekit.parsing.subtotals import stated_currencies
from engagekit.readers.shared import vocabulary

LINES = {one for one in words()["budget"]["line"] if kind_and_rest(one)[0] == "budget"}
"""Headers over lines of a budget, which money that was spent has as well: `Budget line`."""
QUARTERS, MONTHS_OF_YEAR = 4, 12
_PAY, _OWN_PART = (
    re.compile("|".join(vocabulary.words("money.words")[one])) for one in ("pay", "own_part")
)
_OF_EITHER = re.compile("|".join(vocabulary.words("money.words")["of_either"]), re.IGNORECASE)
"""Words of a title under which money is planned, or spent of that plan."""
_ORDERS, _SETTLED = (
    re.compile("|".join(vocabulary.words("headers")[one])) for one in ("of_orders", "settled")
)
_BILLS = re.compile("|".join(vocabulary.words("headers")["bills"]))
CENT = 0.01
"""Difference under which a sum is right to the cent."""
REPEATED = 2
"""Different sums that come again with the number of their invoice, from which each is its total."""
ROUNDED = 0.005
"""Share of a plan by which the months that it is spread over differ from it by rounding."""


def said_of_money(file: UnknownList) -> dict[str, str]:
    """Return line, kind and time of money."""
    said: dict[str, str] = {}
    if "line" in file.one.lacks and {"period", "kind"} <= file.given:
        said["line"] = file.title  # sums of all that a library planned and spent
    named = {normal(file.headers[at]) for at in file.together.tallies}
    if named and named <= file.departments:  # a column a department
        said["line"] = file.title
    if "kind" not in file.given:
        said["kind"] = _kind(file)
    is_open = _is_part_of_money(file) or ("amount" in file.one.fields and _has_own_part(file))
    said |= {"amount": DOTS} if is_open else {}
    if not is_open and (of_row := _of_each_row(file)):
        said["amount"] = of_row
    period = _period(file)
    return said | ({"period": period} if period else {})


def _of_each_row(file: UnknownList) -> str:
    """Return the column whose cells add up to a sum that comes again in each row of an invoice.

    Dots where other money stands there and does not; empty where no sum comes again.
    """
    fields, body = file.one.fields, file.body
    if "amount" not in fields or file.together.kinds:
        return ""
    day = [body[fields["period"]]] if "period" in fields else []
    free = [one for one in file.columns if one.kind == "number" and one.note != SHARES]
    free = [one for one in free if one.column not in fields.values() and not one.is_code]
    cells = {one.column: values.numbers(body[one.column]).values for one in free}
    amounts = values.numbers(body[fields["amount"]]).values
    for key in file.columns:
        if key.column in fields.values() and key.kind == "number":
            continue
        groups = [body[key.column], *day]
        each = amounts.groupby(groups)
        again = each.transform("size") > 1
        sums = each.first()[each.size() > 1]
        if sums.nunique() < REPEATED or each.nunique().max() > 1:
            continue
        for at, parts in cells.items():
            off = parts.groupby(groups).sum()[sums.index] - sums
            if parts[again].nunique() > 1 and off.abs().max() < CENT * len(body):
                return file.headers[at]
        named = normal(key.header)
        if _BILLS.search(named) and any(one.column in cells for one in _of_money(file)):
            return DOTS
    return ""


def said_of_price(file: UnknownList) -> dict[str, str]:
    """Return that a price whose header is only like one is open, where others stand beside it.

    `Old price` and `New price`, or `List price` and `Net price`: nobody can guess which is paid.
    """
    price = file.one.fields.get("price")
    if price is not None and _has_own_part(file):
        return {"price": DOTS}
    if price is None or file.plain.get("price") == price:
        return {}
    if any(side.search(file.headers[price]) for side in (NET, GROSS)):  # each is offered
        return {}
    return {"price": DOTS} if _of_money(file) else {}


def _has_own_part(file: UnknownList) -> bool:
    """Return whether our part of a sum stands beside it, as money or as a share of it."""
    used = {*file.one.fields.values()}
    free = [one for one in file.columns if one.kind == "number" and one.column not in used]
    return any(_OWN_PART.search(normal(one.header)) for one in free)


def _of_money(file: UnknownList) -> list[ColumnProfile]:
    """Return the columns of money that no field uses, but for that with tax of a pair."""
    used = {*file.one.fields.values()}
    free = [one for one in file.columns if one.kind == "number" and one.column not in used]
    free = [one for one in free if one.note != SHARES and not GROSS.search(one.header)]
    return [one for one in free if says_money([one], ()) or _PAY.search(normal(one.header))]


def _is_part_of_money(file: UnknownList) -> bool:
    """Return whether an amount whose header is only like one comes to less than what stands by it.

    `On-costs` is like a cost, and beside `Annual salary` it is the smaller part of both.
    """
    amount = file.one.fields.get("amount")
    if amount is None or file.plain.get("amount") == amount or file.together.kinds:
        return False
    if kind_and_rest(file.headers[amount])[0]:  # it says that it was spent, or planned
        return False
    others = [one for one in _of_money(file) if not PRICED.search(one.header)]
    sums = {
        at: values.numbers(file.body[at]).values.sum()
        for at in (amount, *(one.column for one in others))
    }
    return sums[amount] < max(sums.values())


def _period(file: UnknownList) -> str:
    """Return the time of money where no column gives it; empty where one does, or nothing asks."""
    listing, own = file.detected.listing, file.tables.settings.organisation
    together, headers = file.together, file.headers
    above = " ".join([*file.titles, *headers])
    is_given = bool(months_across(file.columns)) or "period" in file.given
    both = year_and_so_far(listing, together.kinds, own)
    is_given |= bool(both)
    is_open = any(UNTIL in one for one in (*together.months.values(), *both.values()))
    if is_given and not is_open:
        return ""
    sums = [part for part in file.columns if part.column == file.one.fields.get("amount")]
    heads = [headers[at] for at in together.kinds.values()] + [one.header for one in sums]
    heads += [headers[at] for at, label in together.months.items() if UNTIL in label]
    ends = {so_far(one, listing, own) for one in heads} - {""}
    stated = range_in(above, own)
    stated = stated or (min(ends) if len(ends) == 1 and not both else quarter_in(above, own))
    if not stated and any(map(CUMULATED.search, headers)):
        stated = until_in(above, own) or until_in(file.stem, own)
    stated = "" if UNTIL in stated else stated
    is_open |= bool(ends) or any(map(CUMULATED.search, heads))
    stated = stated or ("" if is_open else stated_period(listing, own))
    stated = stated or (DOTS if is_open or says_money(sums, together.fields) else "")
    return SHEET if is_of_sheets(listing, own) else stated


def currency_of(file: UnknownList, *, is_open: bool = False) -> str:
    """Return the currency that the headers of money, the titles or the cells name, or the own.

    ``is_open``: any column may be the money.
    """
    own, together = file.tables.settings.organisation, file.together
    money = {file.one.fields.get("amount", file.one.fields.get("price", -1))}
    money |= {*together.kinds.values(), *together.months}
    money |= {part.column for part in file.columns if is_open and part.kind == "number"}
    heads = [part.header for part in file.columns if part.column in money]
    used = [one for one in money if one in file.body]
    cells = file.body[used].head(FEW).to_numpy().ravel()
    each = (stated_currencies(texts, own.currency) for texts in (heads, file.titles, cells))
    found = next(filter(None, each), set())
    currency = min(found) if len(found) == 1 else DOTS if found else own.currency
    return DOTS if currency == "$" else currency


def _kind(file: UnknownList) -> str:
    """Return whether money is planned, as its header, title or file says; posted money is spent."""
    fields, listing = file.one.fields, file.detected.listing
    sure = [
        one
        for one in ("amount", "line")
        if one in fields and (one == "amount" or one in file.plain)
    ]
    named = [*(file.headers[fields[one]] for one in sure), *file.titles]
    dated = [one.column for one in file.columns if one.kind in ("date", "moment")]
    if fields.get("period") in dated:
        named = [text for text in named if normal(text) not in LINES]  # of posted money, too
    else:
        named += [listing.sheet.name, file.stem]
    named.sort(key=lambda text: normal(text) in LINES)  # a list of spending has `Budget line`, too
    if "amount" in fields and named and CUMULATED.search(named[0]):
        return kind_and_rest(named[0])[0] or "actual"  # a plan is seldom of the year so far
    if _is_spent_beside_plan(file):
        return "actual"
    said = next((text for text in named if kind_and_rest(text)[0]), "")
    kind = kind_and_rest(said)[0] or (DOTS if _is_of_orders(file) else "actual")
    # a workbook named "Budget 2026" is the plan, or what was spent of it so far
    is_loose = kind == "budget" != kind_and_rest(_OF_EITHER.sub(" ", said.replace("_", " ")))[0]
    is_open = is_loose and said not in file.headers and _is_uneven_part_of_year(file)
    return DOTS if is_open else kind


def _is_of_orders(file: UnknownList) -> bool:
    """Return whether money was ordered, and nothing says that it was invoiced or paid."""
    fields, headers = file.one.fields, file.headers
    named = [headers[fields[one]] for one in ("period", "amount") if one in fields]
    named += [*headers[:1], *file.titles, file.detected.listing.sheet.name, file.stem]
    named = [normal(text.replace("_", " ")) for text in named]
    is_settled = any(map(_SETTLED.search, [*named, *map(normal, headers)]))
    return not is_settled and any(map(_ORDERS.search, named))


def _is_whole_year(periods: Collection[str]) -> bool:
    """Return whether months or quarters, each listed once, are those of a year or more."""
    quarters = [one for one in periods if QUARTER.search(short_quarter(one))]
    return len(periods) >= (QUARTERS if len(quarters) == len(periods) else MONTHS_OF_YEAR)


def _is_uneven_part_of_year(file: UnknownList) -> bool:
    """Return whether money stands month by month for part of a year, and is not spread evenly."""
    fields, body = file.one.fields, file.body
    across = {part.column: part.header for part in months_across(file.columns) if part.filled}
    if across:
        months = [*across.values()]
        amounts = body[[*across]].apply(lambda column: values.numbers(column).values)
        most = amounts.nunique(axis=1)
    elif "period" in fields:
        body = body[body[fields["period"]].map(names_period).astype(bool)]
        months = [*body[fields["period"]].unique()]
        summed = [fields["amount"]] if "amount" in fields else [*file.together.tallies]
        amounts = body[summed].apply(lambda column: values.numbers(column).values)
        lines = body[fields["line"]] if "line" in fields else [""] * len(body)
        most = amounts.groupby(lines).nunique().max(axis=1)
    else:
        return False
    return not _is_whole_year(months) and bool((most > 1).any())


def _is_spent_beside_plan(file: UnknownList) -> bool:
    """Return whether months so far stand beside a plan of their year, not their sum: all spent.

    A whole year beside a plan may be that plan as it was revised: its title says what it is.
    """
    grid = months_across(file.columns)
    plans = [
        part
        for part in file.columns
        if part.kind == "number" and part not in grid
        if kind_and_rest(part.header)[0] == "budget"
    ]
    is_whole = _is_whole_year([part.header for part in grid if part.kind == "number"])
    if not grid or is_whole or len(plans) != 1:
        return False
    said, here = (
        {year for text in texts for year in re.findall(r"(?<!\d)(?:20)?(\d\d)(?!\d)", text)}
        for texts in ([plans[0].header], [*file.titles, *(part.header for part in grid)])
    )
    if said and here and said.isdisjoint(here):  # the plan of the year before
        return False
    total = sum(values.numbers(file.body[part.column]).values.fillna(0) for part in grid)
    plan = values.numbers(file.body[plans[0].column]).values
    near = (plan - total).abs() <= ROUNDED * plan.abs()
    return bool(near[plan.notna()].mean() < MOST)
