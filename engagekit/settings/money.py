"""What engagekit.toml says of money: rates, prices (those that cannot be), value, the ask."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveFloat,
    ValidationInfo,
    field_validator,
    model_validator,
)

from engagekit.errors import did_you_mean
from engagekit.settings.periods import period

EVIDENCE = (
    "reach", "satisfaction", "net promoter", "promoters", "detractors",
    "response rate (AAPOR RR2)", "response rate (AAPOR RR1)", "participation", "funding",
    "funding per head", "funding per contact reached", "full-time posts", "events",
    "events with a list of people", "attended", "people counted without names",
    "people who attended", "no-show rate", "minutes per attendance",
    "hours saved, mean of an answer", "value of hours saved",
    "decisions handled differently",
)  # fmt: skip
"""Numbers of the report that an option of the ask may lean on."""


class Part(BaseModel):
    """A part of the settings: fixed once read, and nothing in it unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def _of_its_kind(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse yes or no for a number, a number for a day, and a day of another century."""
        wanted = str(cls.model_fields[info.field_name or ""].annotation)
        cells = [] if "engagekit." in wanted else list(_cells(value))  # a section checks its own
        if "bool" not in wanted and (wrong := [cell for cell in cells if isinstance(cell, bool)]):
            is_it = str(wrong[0]).lower()
            raise ValueError(f"{is_it} means nothing here; write a number, or a text in quotes")
        if "datetime.date" in wanted:
            if any(isinstance(cell, int | float) or str(cell).isdigit() for cell in cells):
                raise ValueError("a number is no day; write 2026-07-01")
            years = [cell.year for cell in cells if isinstance(cell, dt.date)]
            if far := [year for year in years if not 1990 <= year < 2100]:
                raise ValueError(f"the year {far[0]} cannot be; correct the date")
        return value


def _cells(value: Any) -> Iterator[Any]:
    """Yield the single values of a value."""
    if isinstance(value, Mapping | list | tuple):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _cells(one)
    else:
        yield value


class MoneyChange(Part):
    """A change of money on a day: what it was, and the department it concerned (none: all)."""

    on: dt.date
    what: str
    what_fr: str = ""
    department: str | None = None

    def words(self, language: str) -> str:
        """Return what it was in a language; as it stands where that is not given."""
        return (language == "fr" and self.what_fr) or self.what


class Money(Part):
    """Rates, real terms and the cost of an hour.

    ``price_index``: index of each quarter or year by its label; the latest is the money compared
    in. ``count_one_off``: whether items not expected again stay in spending per head over time.
    ``changes``: dated changes, each a mark on the lines over time.
    ``increases``: rises of prices that the bill of contracts is worked out for.
    ``contract_lines``: lines of the budget out of which contracts are paid.
    """

    rates: dict[str, PositiveFloat] = {}
    price_index: dict[str, PositiveFloat] = {}
    count_one_off: bool = True
    staff_hour: float = Field(60.0, ge=0)
    cost_centres: dict[str, str] = {}
    changes: tuple[MoneyChange, ...] = ()
    increases: tuple[Annotated[float, Field(gt=-1, lt=1)], ...] = (0.03, 0.06, 0.1)
    contract_lines: tuple[str, ...] = ()

    @field_validator("rates")
    @classmethod
    def _of_currencies(cls, rates: dict[str, float]) -> dict[str, float]:
        if wrong := [name for name in rates if not re.fullmatch("[A-Z]{3}", name)]:
            raise ValueError(f"'{wrong[0]}' is no currency: three capital letters, e.g. USD")
        return rates


class Quadrant(Part):
    """Where the lines of love against funding stand, and how sure a place must be.

    The lines are medians of the departments; a number given for an axis wins.
    ``quarters``: how many are taken together at most; one alone has too few answers to place many.
    """

    quarters: int = Field(4, ge=1, le=8)
    satisfaction: float | None = Field(None, ge=0, le=1)
    funding_per_head: float | None = Field(None, ge=0)
    reach: float | None = Field(None, ge=0)
    surely: float = Field(0.8, gt=0.5, lt=1)


class Assumption(Part):
    """One number that nobody measured: low, middle and high, with where it comes from."""

    low: float = Field(ge=0)
    mid: float = Field(ge=0)
    high: float = Field(ge=0)
    unit: str = ""
    source: str

    @model_validator(mode="after")
    def _ordered(self) -> "Assumption":
        if not self.low <= self.mid <= self.high:
            raise ValueError(f"low {self.low}, mid {self.mid}, high {self.high} are not in order")
        return self


class Value(Part):
    """What the value page assumes; all of it is printed."""

    hours_question: str | None = None
    hours_times: float = Field(1.0, gt=0, le=366)
    decision_question: str | None = None
    request_number: str | None = None
    request_decision: str | None = None
    request_hours: str | None = None
    decision_yes: tuple[str, ...] = ("yes", "oui")
    loaded_rate: Assumption | None = None
    share_credited: Assumption | None = None

    @field_validator("share_credited")
    @classmethod
    def _a_share(cls, value: Assumption | None) -> Assumption | None:
        if value is not None and value.high > 1:
            raise ValueError(f"high is {value.high}; a share lies between 0 and 1")
        return value


class AskOption(Part):
    """One option of the ask; the French words stand in a French report where they are given."""

    name: Literal["do nothing", "hold", "grow"]
    amount: float = Field(ge=0)
    buys: str
    consequence: str
    evidence: tuple[str, ...] = ()
    buys_fr: str = ""
    consequence_fr: str = ""

    @field_validator("evidence")
    @classmethod
    def _is_evidence(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in EVIDENCE:
                raise ValueError(
                    f"'{name}' is no number to lean on. {did_you_mean(name, EVIDENCE)}"
                )
        return names

    def words(self, language: str) -> tuple[str, str]:
        """Return what it buys and what follows, in a language where both stand in it."""
        french = language == "fr" and self.buys_fr and self.consequence_fr
        return (self.buys_fr, self.consequence_fr) if french else (self.buys, self.consequence)


class Ask(Part):
    """What the library asks for; the analyst edits it here alone.

    ``department``: whom the ask is for; its own numbers then stand as evidence, beside the whole.
    ``target``: the share of it that is to be reached, if the ask is granted.
    """

    recommended: Literal["do nothing", "hold", "grow"] = "hold"
    decide_by: str = ""
    decide_by_fr: str = ""
    department: str | None = None
    target: float | None = Field(default=None, gt=0, le=1)
    options: tuple[AskOption, ...] = ()

    @model_validator(mode="after")
    def _three(self) -> "Ask":
        names = [option.name for option in self.options]
        if names and sorted(names) != ["do nothing", "grow", "hold"]:
            raise ValueError(f"options are {names}; give 'do nothing', 'hold' and 'grow' once each")
        return self


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
