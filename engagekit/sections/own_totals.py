"""One's own totals beside what was counted: where they differ, something is read wrongly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.errors import require_one_of, some
from engagekit.facts import coverage
from engagekit.locale.analyst import for_analyst
from engagekit.measures import load_counts, registry
from engagekit.settings.periods import During, Period
from engagekit.settings.schema import FILE
from engagekit.tables.problems import QUESTION, Problem, problem_of
from engagekit.tables.schema import TABLES
from engagekit.tables.screen import html_text
from engagekit.tables.tables import Tables

CENT = 0.005
"""Difference up to which two amounts are the same: half a cent."""
SYNONYMS = {"answers": "respondents", "spend": "spent"}
SHEET_OF = {
    "people": "contacts", "departments": "contacts", "enquiries": "touches", "seats": "attendance",
    "spent": "budget", "planned": "budget",
}  # fmt: skip
"""The sheet that a total is counted from, where it is not the one of its own name."""
WAY = "touches."


@dataclass(frozen=True, eq=False)
class Compared:
    """One's own totals beside what was counted.

    Attributes
    ----------
    frame : DataFrame
        Yours, counted and the difference, a row a total, as they are shown; empty where none was
        given.
    heading, verdict : str
        The period; whether all are alike, and what to do where not.
    """

    frame: pd.DataFrame
    heading: str
    verdict: str

    def __repr__(self) -> str:
        return f"{self.heading}\n{self.frame.to_string(index=False)}\n{self.verdict}"

    def _repr_html_(self) -> str:
        """Return the table as a notebook shows it."""
        table = self.frame.to_html(index=False, escape=True)
        return f"<p>{html_text(self.heading)}</p>{table}<p><b>{html_text(self.verdict)}</b></p>"


def compare(tables: Tables, during: During = None, **own: float | None) -> Compared:
    """Set one's own totals beside what was counted.

    Parameters
    ----------
    tables : Tables
    during : str or Period, optional
        Default: the last complete quarter that the data cover.
    **own : number
        ``people, departments, enquiries, touches, events, seats, respondents, spent``; None or
        nothing where there is none.

    Returns
    -------
    Compared

    Raises
    ------
    UsageError
        For a total that is not counted.

    Examples
    --------
    >>> ek.compare(tables, "FY2026-27 Q2", people=598).verdict
    'No difference in 1 total. Next: the report.'
    """
    period = coverage.asked_period(tables, during or None)
    locale, rows = for_analyst(tables.locale), []
    counted = _counted(tables, period, own, whole=False)
    gaps = {name: (counted[name] or 0) - mine for name, mine in own.items() if mine is not None}
    for name, value in counted.items():
        if value is None and name not in gaps:
            continue
        unit, digits = ("money", 2) if name in ("spent", "planned") else ("count", None)
        sheet, _, way = name.partition(".")
        label = locale.say(f"gate.{sheet}") + (f" ({way})" if way else "")
        numbers = own.get(name), value or 0, gaps.get(name)
        cells = ["" if one is None else locale.number(one, unit, digits) for one in numbers]
        rows.append([label, *cells])
    different = sum(abs(gap) > CENT for gap in gaps.values())
    key = "different" if different else "alike" if gaps else "none"
    told = {"n": different or len(gaps)} if gaps else {}
    names = [locale.say(f"totals.{name}") for name in ("what", "own", "counted", "difference")]
    heading = locale.say("totals.heading", period=locale.span(period))
    return Compared(pd.DataFrame(rows, columns=names), heading, locale.say(f"totals.{key}", **told))


def _counted(
    tables: Tables, period: Period | None, own: Iterable[str], *, whole: bool
) -> dict[str, float | None]:
    """Return what was counted, and touches by each way that is named."""
    ways = [name.removeprefix(WAY) for name in own if name.startswith(WAY)]
    allowed = TABLES["touches"]["channel"].allowed
    for way in ways:
        require_one_of(way, allowed, f"'{WAY}{way}' is not counted.")
    counted = load_counts.counts(tables, period, whole=whole, ways=ways)
    for name in own:
        require_one_of(name, counted, f"'{name}' is not counted.")
    return counted


def differences(tables: Tables, period: Period | None) -> list[Problem]:
    """Return a question for each total of the settings that is another than what was counted.

    Parameters
    ----------
    period : Period or None
        For totals without a period, which are of the whole load: whose last day people are of.

    Raises
    ------
    UsageError
        For a total that is not counted, or a period that is none.
    """
    stated: Mapping[str, Any] = tables.settings.totals
    parts: dict[str, Any] = {name: own for name, own in stated.items() if isinstance(own, dict)}
    parts.pop("touches", None)
    parts[""] = {name: own for name, own in stated.items() if name not in parts}
    shares = [
        problem_of("own_totals.target", FILE, QUESTION, name=name, value=value, share=value / 100)
        for name, value in tables.settings.targets.items()
        if value > 1 and registry.measure(name).unit == "share"
    ]
    return shares + [
        one
        for label, own in parts.items()
        for one in _differences(
            tables, coverage.asked_period(tables, label) if label else period, label, own
        )
    ]


def _differences(
    tables: Tables, period: Period | None, label: str, stated: Mapping[str, Any]
) -> list[Problem]:
    """Return a question for each total of one period, or of the whole load."""
    ways = stated.get("touches")
    own = {SYNONYMS.get(one, one): n for one, n in stated.items() if not isinstance(n, dict)}
    own |= {WAY + way: n for way, n in ways.items()} if isinstance(ways, dict) else {}
    counted = _counted(tables, period, own, whole=not label)
    found = []
    for name, mine in own.items():
        ours = counted[name] or 0
        if abs(ours - mine) > CENT:
            sheet = SHEET_OF.get(name, name.partition(".")[0])
            files = [one.file for one in tables.origins if one.tables.get(sheet)]
            of = f'"{label}" {name}' if label else name
            what = f"says {of} = {mine:.15g} under [totals]"
            text = f"{what}; {ours:.15g} are counted ({ours - mine:+.15g})"
            remedy = f"Look at what was set aside of {some(files, 4) or 'your files'}."
            found.append(Problem(text, remedy, FILE, level=QUESTION))
    return found
