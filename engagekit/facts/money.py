"""Money of the budget in the home currency, spread over the days of a period."""

import pandas as pd

from engagekit.errors import SettingsError, error_text
from engagekit.facts import reading
from engagekit.parsing.budget_periods import spans
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


@once
def budget(tables: Tables) -> pd.DataFrame:
    """Return budget lines with ``start, end`` and ``amount`` in the home currency."""
    lines, settings = reading.rows(tables, "budget"), tables.settings
    home = settings.organisation.currency
    rates = {home: 1.0, **settings.money.rates}
    strange = sorted(set(lines["currency"].dropna().astype("str")) - set(rates))
    if strange:
        raise SettingsError(
            error_text("funding.money", strange=", ".join(strange), home=home, strange_2=strange[0])
        )
    merged = {part: name for name, parts in settings.groups.items() for part in parts}
    centres = {
        centre: merged.get(name, name) for centre, name in settings.money.cost_centres.items()
    }
    by_centre = lines["cost_centre"].astype("str").map(centres).astype("str")
    days = spans(lines["period"].dropna().unique(), settings)
    return lines.assign(
        start=pd.to_datetime(lines["period"].map(lambda label: days[label].start)),
        end=pd.to_datetime(lines["period"].map(lambda label: days[label].end)),
        amount=lines["amount"] * lines["currency"].map(rates).astype("float64").fillna(1.0),
        department=lines["department"].astype("str").fillna(by_centre),
        one_off=lines["one_off"].fillna(False).astype(bool),
    )


@once
def budget_in(tables: Tables, period: Period) -> pd.DataFrame:
    """Return budget lines of a period, a longer line by its share of days: ``is_part`` says which.

    ``amount`` and ``full_time_posts`` are those of the period: a post held through two quarters of
    it is one post, not two.
    """
    lines = budget(tables)
    start, end = pd.Timestamp(period.start), pd.Timestamp(period.end)
    days = reading.overlap(lines["start"], lines["end"], start, end)
    lines, days = lines[days > 0], days[days > 0]
    share = days / ((lines["end"] - lines["start"]).dt.days + 1)
    posts = lines["full_time_posts"] * (days / period.days)
    amount = lines["amount"] * share
    return lines.assign(amount=amount, full_time_posts=posts, is_part=share < 1)
