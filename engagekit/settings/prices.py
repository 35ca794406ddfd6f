"""Prices in engagekit.toml that cannot be: a month for an hour, a rate the wrong way round."""

from itertools import pairwise

from engagekit.settings.money import Money, Value
from engagekit.settings.periods import period

ALIKE = frozenset({"AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "SGD", "USD"})
"""Currencies of which one unit is worth about one of another: a price far off is a slip."""
HOUR = (2.0, 1000.0)
"""What an hour of work costs in them, at least and at most; beyond is a minute or a month."""
RATE = (0.2, 5.0)
"""What one of them is worth in another; beyond is the rate of a hundred."""
JUMP = 3.0
"""Times by which a price index moves from one period to the next; beyond are two series."""


def strange(money: Money, value: Value, currency: str, fiscal_start: int) -> str:
    """Return the sentence on a price that cannot be; empty where there is none.

    Raises
    ------
    PeriodError
        If a label of the price index is no period.

    Examples
    --------
    >>> strange(Money(staff_hour=6200), Value(), "CAD", 4)
    '[money] staff_hour is 6200 CAD an hour; write what one hour costs'
    """
    loaded = value.loaded_rate
    hours = {"[money] staff_hour": money.staff_hour}
    hours |= {"[value.loaded_rate] mid": loaded.mid} if loaded else {}
    for key, price in hours.items():
        if currency in ALIKE and price and not HOUR[0] <= price <= HOUR[1]:
            return f"{key} is {price:g} {currency} an hour; write what one hour costs"
    for other, rate in money.rates.items():
        if {currency, other} <= ALIKE and not RATE[0] <= rate <= RATE[1]:
            key = f"[money.rates] {other} is {rate:g}"
            return f"{key}; write what one {other} is worth in {currency}"
    index = money.price_index
    ordered = sorted(index, key=lambda label: period(label, fiscal_start).start)
    for first, then in pairwise(ordered):
        if not 1 / JUMP <= index[then] / index[first] <= JUMP:
            key = f"[money] price_index is {index[first]:g} in {first}"
            return f"{key} and {index[then]:g} in {then}; give all of one series"
    return ""
