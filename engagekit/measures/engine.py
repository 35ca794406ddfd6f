"""The engine: a metric says what one number is, the engine groups, repeats and lays out the rows.

A metric is a function of `Facts` that yields numbers: a name and one of `Share`, `Total`, `Ratio`,
`Split`, `Wait`, `Score`. ``by``, ``every`` and ``last`` are asked for by whoever reads it, so no
number needs a function of its own by department or over time.
"""

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import pandas as pd

from engagekit.errors import UsageError, did_you_mean, require_one_of
from engagekit.facts import Facts, coverage, facts_of, quarters
from engagekit.facts.surveys import NOT_STATED as NOT_STATED
from engagekit.facts.surveys import Survey, survey_of
from engagekit.measures._frame import ALL, measure_frame
from engagekit.measures.numbers import Number
from engagekit.parsing.values import fold_word
from engagekit.settings import periods
from engagekit.settings.periods import During, Period
from engagekit.tables.cache import once
from engagekit.tables.memberships import several
from engagekit.tables.schema import table
from engagekit.tables.tables import Tables

HEADS = "head_counts"
"""How numbers came about where head counts stand in for a staff list."""
LENGTHS = ("month", "quarter", "year")
"""What ``every`` may be."""


Numbers = Iterator[tuple[str, Number]]
"""What a metric yields: the name of each number, and what it is made of."""


@dataclass(eq=False)
class Metric:
    """A number, or a few that belong together, which may be asked for by group and over time.

    Calling it returns the measure frame; its signature and documentation are those of the function
    that makes it, with ``by``, ``every`` and ``last`` for what the engine does.

    Attributes
    ----------
    function : callable
        Of facts and its own options: yields the numbers.
    labels : tuple of str
        Columns that say what a row is about beside its group.
    basis : str
        How its numbers came about, see `basis`.
    heads : bool
        Whether its numbers can be told of head counts that stand in for a staff list.
    spans : callable, optional
        Of facts and a number: the last so many quarters; default: those with touches or events.
    every, by : str, optional
        What it is repeated for, and compared by, where nobody says.
    frame : callable, optional
        A measure that makes its frame itself; the function says what its numbers are made of.
    """

    function: Callable[..., Numbers]
    labels: tuple[str, ...] = ()
    basis: str = ""
    heads: bool = False
    spans: Callable[..., list[Period]] | None = None
    every: str | None = None
    by: str | None = None
    frame: Callable[..., pd.DataFrame] | None = None

    def __post_init__(self) -> None:
        self.__name__ = self.id = (self.frame or self.function).__name__
        self.__doc__ = self.function.__doc__
        self.__module__ = self.function.__module__
        _, *options = inspect.signature(self.function).parameters.values()
        usual = {"by": self.by, "every": self.every}
        asked = [
            one.replace(default=usual.get(one.name, one.default))
            for one in inspect.signature(_asked).parameters.values()
            if one.name != "survey"
        ]
        self.__signature__ = inspect.Signature([*asked, *options])

    def __call__(
        self,
        tables: Tables,
        *,
        during: During = None,
        by: str | Sequence[str] | None = None,
        every: str | None = None,
        last: int = 8,
        **options: Any,
    ) -> pd.DataFrame:
        """Return the measure frame."""
        if self.frame is not None:
            return self.frame(tables, during=during, by=by, **options)
        names = tuple(grouping(by or self.by))
        for name in options:
            require_one_of(
                name, list(self.__signature__.parameters), f"{self.id}() has no option '{name}'."
            )
        period = coverage.asked_period(tables, during)
        every = every or self.every
        return _frame_of(tables, self, period, names, every, last, tuple(options.items()))


def _asked(
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    every: str | None = None,
    last: int = 8,
    survey: str | None = None,
) -> None:
    """Bear the signature of what may be asked of measures."""


Made = TypeVar("Made")


def of_facts(function: Callable[..., Made]) -> Callable[..., Made]:
    """Let a function of facts be asked as a metric is: of tables and ``during``."""
    return _asked_of(function, ("tables", "during"), facts_of)


def of_survey(
    wave: Callable[..., Survey] = survey_of,
) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Let a function of a survey be asked of tables, ``during`` and ``survey``.

    ``wave``: which survey that is: the last one by the end of the period, or the last that asked
    something.
    """
    return lambda function: _asked_of(function, ("tables", "during", "survey"), wave)


def _asked_of(
    function: Callable[..., Made], names: Sequence[str], first: Callable[..., Any]
) -> Callable[..., Made]:
    """Return a function of ``names`` and the options of another, whose first argument they make."""

    @wraps(function)
    def ask(tables: Tables, **options: Any) -> Made:
        asked = {name: options.pop(name, None) for name in names if name != "tables"}
        return function(first(tables, *asked.values()), **options)

    _, *own = inspect.signature(function).parameters.values()
    usual = inspect.signature(_asked).parameters
    ask.__dict__["__signature__"] = inspect.Signature([*(usual[name] for name in names), *own])
    return ask


METRICS: dict[str, Metric] = {}


def metric(*labels: str, **how: Any) -> Callable[[Callable[..., Numbers]], Metric]:
    """Enter a metric under the name of its function; ``how`` as in `Metric`."""

    def enter(function: Callable[..., Numbers]) -> Metric:
        entered = Metric(function, labels, **how)
        METRICS[entered.id] = entered
        return entered

    return enter


@dataclass(frozen=True, eq=False)
class Result:
    """What was measured: its frame, and the units behind each number.

    Attributes
    ----------
    frame : DataFrame
        The measure frame.
    metric : str
    period : Period
    numbers : tuple of (str, Number)
        What the numbers of the period are made of.
    """

    frame: pd.DataFrame
    metric: str
    period: Period
    numbers: tuple[tuple[str, Number], ...]

    def units(self, measure: str | None = None, **where: str) -> pd.DataFrame:
        """Return who counts and who is only in the base of a number (private: it names people).

        Parameters
        ----------
        measure : str, optional
            The name of the number in the frame; default: the first one.
        **where
            A group, e.g. ``department="Legal"``.

        Returns
        -------
        DataFrame
            A row for each unit: what is known of it, and ``counts``.

        Raises
        ------
        UsageError
            If there is no such number, column or group.
        """
        names = list(dict.fromkeys(name for name, _ in self.numbers))
        wanted = names[0] if measure is None else measure
        require_one_of(wanted, names, f"'{wanted}' is no number of {self.metric}.")
        units = next(number.units() for name, number in self.numbers if name == wanted)
        for column, value in where.items():
            require_one_of(column, list(units.columns), f"There is no column '{column}'.")
            cells = several(units[column].astype("object").fillna(NOT_STATED))
            fitting = cells.map(fold_word) == fold_word(value)
            if not fitting.any():
                hint = did_you_mean(value, sorted(cells.unique()))
                raise UsageError(f"There is no {column} '{value}'. {hint}")
            units = units[units.index.isin(cells.index[fitting])]
        return units.reset_index(drop=True)


def measure(
    id: str,
    tables: Tables,
    *,
    during: During = None,
    by: str | Sequence[str] | None = None,
    every: str | None = None,
    last: int = 6,
    **options: Any,
) -> Result:
    """Measure something in a period, by group, over time.

    Parameters
    ----------
    id : str
        A metric, e.g. ``"reach"``.
    tables : Tables
    during : str or Period, optional
        Default: the last complete quarter that the data cover.
    by : str or sequence of str, optional
        Columns of ``contacts`` to compare, e.g. ``"department"``.
    every : {"month", "quarter", "year"}, optional
        Repeat it for each of the last ones up to ``during``.
    last : int
        How many of them at most.
    **options
        What the metric itself takes.

    Returns
    -------
    Result
        Its ``frame``, and ``units()`` behind each number.

    Raises
    ------
    UsageError
        For a metric, a column or an option that there is not.
    NotMeasuredError
        If the tables do not hold what it needs.

    Examples
    --------
    >>> int(ek.measure("reach", tables, during="FY2026-27 Q2").units()["counts"].sum())
    384
    """
    if id not in METRICS:
        raise UsageError(f"There is no metric '{id}'. {did_you_mean(id, METRICS)}")
    metric = METRICS[id]
    frame = metric(tables, during=during, by=by, every=every, last=last, **options)
    facts = facts_of(tables, during)
    return Result(frame, id, facts.period, tuple(metric.function(facts, **options)))


@once
def _frame_of(
    tables: Tables,
    metric: Metric,
    period: Period,
    by: tuple[str, ...],
    every: str | None,
    last: int,
    options: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:
    """Return the frame of a metric, of a period or of each of several."""
    facts = facts_of(tables, period)
    if every is None:
        rows = list(_rows(metric, facts, by, dict(options)))
        basis = HEADS if metric.heads and facts.heads_stand_in else metric.basis
        return measure_frame(rows, [*by, *metric.labels], basis=basis)
    frames = []
    for span in _spans(facts, metric, every, last):
        part = _frame_of(tables, metric, span, by, None, last, options)
        frames.append(part.assign(period=span.label))
    together = pd.concat(frames, ignore_index=True)
    columns = ["period", *by, *(one for one in metric.labels if one in together)]
    return measure_frame(together, columns)


def _rows(
    metric: Metric, facts: Facts, by: Sequence[str], options: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield the rows of a metric: each number over all, then of each group."""
    for name, number in metric.function(facts, **options):
        for key, units in groups(facts, number.units(), by):
            for row in number.rows(units):
                yield {"measure": name, "basis": number.basis, **key, **number.label, **row}


def groups(
    facts: Facts, units: pd.DataFrame, by: Sequence[str]
) -> Iterator[tuple[dict[str, str], pd.DataFrame]]:
    """Yield everything, then each group; who is of several of them is in each."""
    yield dict.fromkeys(by, ALL), units
    if not by:
        return
    people = facts.has("contacts") and "contact_id" in units
    for name in by:
        if name in units:
            continue
        if facts.heads_stand_in:
            facts.tables.need("contacts")
        if not people:
            raise UsageError(f"by='{name}': what is counted here belongs to no person.")
        column = facts.staff.set_index("contact_id")[name]
        units = units.assign(**{name: units["contact_id"].map(column)})
    for name in by:
        units = units.reset_index(drop=True)
        each = several(units[name].astype("object").fillna(NOT_STATED))
        units = units.loc[each.index].assign(**{name: each.to_numpy()})
    for key, part in units.groupby(list(by), sort=True):
        yield dict(zip(by, map(str, key), strict=True)), part


def listing(rows: pd.DataFrame, columns: Iterable[str], *order: str) -> pd.DataFrame:
    """Return columns of rows in an order; ``-acts`` puts the most acts first."""
    names = [name.removeprefix("-") for name in order]
    is_rising = [not name.startswith("-") for name in order]
    rows = rows.sort_values(names, ascending=is_rising, kind="stable", ignore_index=True)
    return rows[[*columns]]


def grouping(by: str | Sequence[str] | None) -> list[str]:
    """Return the columns to compare as a list, each a column of contacts.

    Raises
    ------
    UsageError
        If contacts has no such column.
    """
    names = [] if by is None else [by] if isinstance(by, str) else list(by)
    existing = [column.name for column in table("contacts").columns]
    for name in names:
        require_one_of(name, existing, f"by='{name}': contacts has no such column.")
    return names


def _spans(facts: Facts, metric: Metric, every: str, last: int) -> list[Period]:
    """Return the last months, quarters or years up to the end of the period, oldest first."""
    require_one_of(every, LENGTHS, f"every='{every}' is no length of time.")
    if every == "quarter":
        found = metric.spans or quarters.covered
        return found(facts, last)
    start = facts.settings.organisation.fiscal_start
    first, _ = coverage.recorded(facts.tables) or (facts.period.start, None)
    spans: list[Period] = []
    day = facts.period.end
    while len(spans) < last and day >= first:
        if every == "year":
            spans.insert(0, periods.year_of(day, start))
        else:
            spans.insert(0, periods.month(day.year, day.month, start))
        day = spans[0].start - dt.timedelta(days=1)
    return spans
