"""One number, its people and its rows."""

from collections.abc import Callable

import pandas as pd

from engagekit import measures
from engagekit.errors import UsageError, did_you_mean, error_text, require_one_of
from engagekit.explaining import _answers as answers
from engagekit.explaining import _people as people
from engagekit.explaining._explanation import BASE, IN, OUT, Explanation, Told
from engagekit.facts import coverage, reading
from engagekit.locale import words as language
from engagekit.measures import _grouping
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During, Period
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables

MEASURES: dict[str, tuple[str, Callable[[Tables, Period], Told], Callable[..., pd.DataFrame]]] = {
    "reach": ("reach", people.reach, measures.reach),
    "satisfaction": ("satisfaction", answers.satisfaction, measures.satisfaction),
}
"""What can be explained: the name of its row, who tells it, and the measure."""
GROUPS = ("department", "role_level", "site", "cost_centre")
_ORDER = {IN: 0, BASE: 1, OUT: 2}


def explain(
    tables: Tables,
    measure: str = "reach",
    *,
    during: During = None,
    person: str | None = None,
    **where: str | None,
) -> Explanation:
    """Return who and what a number counts, row by row (private: it names people).

    Parameters
    ----------
    tables : Tables
        As loaded, so that each row has its file, sheet and row number.
    measure : str
        One of `MEASURES`, or the name of the row in the measure frame.
    during : str or Period, optional
    person : str, optional
        One person by number, address or name.
    **where
        A group, e.g. ``department="Legal"``; also ``role_level, site, cost_centre``.

    Returns
    -------
    Explanation

    Raises
    ------
    UsageError
        Unknown measure, group or person.

    Examples
    --------
    >>> print(ek.explain(tables, "reach", department="Tax", during="FY2026-27 Q2"))
    reach, Tax, FY 2026-27 Q2 (July to September 2026): 2 of 6
    ...
    """
    name = _named(measure)
    label, tell, _ = MEASURES[name]
    period = coverage.asked_period(tables, during)
    text = tell(tables, period)
    requested = {column: value for column, value in where.items() if value}
    units, rows = text.units, text.rows
    for column, value in requested.items():
        require_one_of(column, GROUPS, f"explain() has no group '{column}'.")
        parts = several(units[column].astype("str").fillna(_grouping.NOT_STATED))
        existing = sorted(parts.unique())
        fitting = [name for name in existing if fold_word(name) == fold_word(value)]
        if not fitting:
            raise UsageError(f"There is no {column} '{value}'. {did_you_mean(value, existing)}")
        units = units[units.index.isin(parts.index[parts.isin(fitting)])]
    if person:
        units = units[units["id"].isin(_ids_of(tables, units, person))]
    if requested or person:
        rows = rows[rows["id"].isin(units["id"])]
    matches = _of_measure(tables, name, period, requested) if not person else None
    visible = language.span(period, "en")
    group = ", ".join([*requested.values(), *([person] if person else [])])
    n, base = (int(units["stands"].isin(kinds).sum()) for kinds in ([IN], [IN, BASE]))
    number = rows[rows["counts"]].groupby("id").size()
    ordered = units.assign(
        rows=units["id"].map(number).fillna(0).astype("Int64"), order=units["stands"].map(_ORDER)
    )
    ordered = ordered.sort_values(["order", "department", "display_name", "id"], kind="stable")
    columns = ["id", "display_name", "department", "role_level", "stands", "why", "rows"]
    return Explanation(
        measure=label,
        period=visible,
        group=group,
        n=n,
        base=base,
        measured=matches,
        people=ordered[columns].reset_index(drop=True),
        rows=_placed(tables, rows),
        choices=text.choices,
    )


def _named(measure: str) -> str:
    """Return the name of a measure, or of the row that it gives."""
    name = {label: name for name, (label, _, _) in MEASURES.items()}.get(measure, measure)
    if name not in MEASURES:
        raise UsageError(f"'{measure}' cannot be explained. {did_you_mean(measure, MEASURES)}")
    return name


def _ids_of(tables: Tables, units: pd.DataFrame, person: str) -> list[str]:
    """Return the units of one person."""
    words = fold_word(person)
    columns = ["contact_id", "display_name", "email"]
    contacts = reading.rows(tables, "contacts", *columns)
    mine = pd.Series(False, contacts.index)
    for column in columns:
        mine |= contacts[column].astype("str").fillna("").map(fold_word) == words
    matches = contacts.loc[mine, "contact_id"]
    if len(matches) > 1:
        raise UsageError(
            f"'{person}' is {len(matches)} people: {', '.join(matches)}. Give the number of one."
        )
    ids = units["id"].astype("str")
    same = units["contact_id"].isin(matches)
    if matches.empty:  # a respondent, a promise, or somebody at an event who is on no list
        names = units["display_name"].astype("str").fillna("").map(fold_word)
        same = (ids.map(fold_word) == words) | (names == words)
    if not same.any():
        if len(matches):
            raise UsageError(error_text("explain.ids_of", person=person))
        existing = contacts["display_name"].dropna().tolist()
        guess = did_you_mean(person, existing).partition(" There are")[0]
        raise UsageError(f"Nobody is called '{person}'. {guess if 'mean' in guess else ''}".strip())
    return list(ids[same].unique())


def _of_measure(
    tables: Tables, name: str, period: Period, where: dict[str, str]
) -> tuple[int, int] | None:
    """Return what the measure says of the same group; None where it has no row for it."""
    label, _, measured = MEASURES[name]
    if len(where) > 1:
        return None
    if not where:
        frame = measured(tables, during=period)
    else:
        column, value = next(iter(where.items()))
        frame = measured(tables, during=period, by=column)
        frame = frame[frame[column].map(fold_word) == fold_word(value)]
    row = frame[frame["measure"] == label]
    return (0, 0) if row.empty else (int(row["n"].iloc[0]), int(row["base"].iloc[0]))


def _placed(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with their file, sheet and row number, where the tables were loaded."""
    parts = []
    for name, part in rows.groupby("table", sort=False):
        places = tables.places.get(str(name))
        if places is None:
            blank = pd.DataFrame(
                {"file": "", "sheet": "", "row": pd.array([pd.NA] * len(part), dtype="Int64")}
            )
        else:
            blank = places.at(part["at"].to_numpy())
        parts.append(blank.set_axis(part.index))
    columns = ["id", "table", "file", "sheet", "row", "on", "what", "counts", "why"]
    if not parts:
        return rows.reindex(columns=columns)
    result = rows.join(pd.concat(parts))
    result = result.sort_values(["id", "on", "file", "row"], kind="stable", na_position="last")
    return result[columns].reset_index(drop=True)
