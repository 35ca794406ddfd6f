"""Numbers of an earlier report measured again, and what accounts for each difference.

A difference is taken apart in three steps that add up to it: the rows of today with the people and
the choices of then; then the people of today; then the choices of today.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import EngagekitError
from engagekit.measures import _frame, _frames, ends, load_manifest
from engagekit.measures.load_manifest import ABOUT, digest
from engagekit.sections._build import section
from engagekit.sections.registry import QUESTIONS, REQUIRED, Question
from engagekit.settings.periods import Period
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

SKIPPED = frozenset({"data_quality", "compared"})
"""Sections that tell of the load, not of a period."""
GROUPS = ("department", "role_level", "cost_centre", "site")
GONE = "gone:"
Key = tuple[str, tuple[tuple[str, str], ...]]
"""Measure and groups of a number, the row over all without any."""


@dataclass(frozen=True)
class Number:
    """One number of a report; ``by`` is the grouping its section was made with."""

    section: str
    by: str | None
    unit: str
    estimate: float
    n: float
    base: float

    def same_as(self, other: "Number | None") -> bool:
        """Whether two are the same to the last digit that a report keeps."""
        return other is not None and all(
            alike(getattr(self, part), getattr(other, part)) for part in ("estimate", "n", "base")
        )


def alike(one: float, other: float) -> bool:
    """Return whether two numbers are the same but for rounding and order of addition."""
    if math.isnan(one) or math.isnan(other):
        return math.isnan(one) and math.isnan(other)
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def stored(sections: Iterable[Mapping[str, Any]]) -> dict[Key, Number]:
    """The numbers that a results.json holds, each once."""
    matches: dict[Key, Number] = {}
    for one in sections:
        if one["kind"] == "measure" and one["name"] not in SKIPPED:
            for row in one["rows"]:
                if not row.get("suppressed"):
                    matches.setdefault(_key(row), _number(str(one["name"]), row))
    return matches


def measured(tables: Tables, like: Iterable[Number], period: Period) -> dict[Key, Number]:
    """Return the numbers of the same sections, measured on these tables."""
    matches: dict[Key, Number] = {}
    for name, by in dict.fromkeys((one.section, one.by) for one in like):
        found = _question(name)
        if found is None:
            continue
        question, options = found
        usual = next((one.default for one in question.options if one.name == "by"), REQUIRED)
        # no group of people: the usual one, such as platform, is not among them
        is_own = usual is REQUIRED or (by is None and usual is not None and usual not in GROUPS)
        grouped = {} if is_own else {"by": by}
        try:
            frame = section(question, tables, period, {**options, **grouped}).frame
        except EngagekitError:
            continue
        if _frame.is_measure_frame(frame):
            for row in frame.to_dict("records"):
                matches.setdefault(_key(row), _number(name, row))
    return matches


def _question(name: str) -> tuple[Question, dict[str, Any]] | None:
    """The question that a section of this name answers, with the choice it was made with.

    A section may end in that choice: ``love_and_funding_4`` is that of four quarters.
    One that needs more than tables and a period cannot be measured again.
    """
    words = name.split("_")
    for at in range(len(words), 0, -1):
        question = QUESTIONS.get("_".join(words[:at]))
        if question is None or any(one.default is REQUIRED for one in question.options):
            continue
        if at == len(words):
            return question, {}
        own = [one for one in question.options if one.name not in ("by", "survey")]
        if len(own) == 1:
            rest = "_".join(words[at:])
            return question, {own[0].name: int(rest) if "int" in own[0].kind else rest}
    return None


def _key(row: Mapping[Any, Any]) -> Key:
    groups = (
        (str(name), str(value))
        for name, value in row.items()
        if name not in (*_frame.MEASURED, *ends.ENDS, _frame.PREVIOUS) and str(value) != _frame.ALL
    )
    return str(row["measure"]), tuple(sorted(groups))


def _number(section: str, row: Mapping[Any, Any]) -> Number:
    parts = [
        float("nan") if pd.isna(row[name]) else float(row[name])
        for name in ("estimate", "n", "base")
    ]
    by = next((name for name in GROUPS if name in row), None)
    return Number(section, by, str(row["unit"]), *parts)


def settings_then(record: Mapping[str, Any], now: Settings) -> Settings:
    """The choices that a record holds; people of the library whom today's settings name too."""
    raw = {**record["settings"]}
    library = {**raw.get("library", {})}
    for name in ("emails", "contact_ids"):
        retained = set(library.get(name, []))
        library[name] = [one for one in getattr(now.library, name) if digest(str(one)) in retained]
    return make_settings({**raw, "library": library})


def changed_settings(
    record: Mapping[str, Any], now: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Choices that are not what they were: dotted key, then, now."""
    then_flat, now_flat = _flat(record.get("settings", {})), _flat(now)
    keys = sorted({*then_flat, *now_flat})
    return [
        (key, then_flat.get(key), now_flat.get(key))
        for key in keys
        if then_flat.get(key) != now_flat.get(key)
    ]


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in table.items():
        key = f"{above}{name}"
        result.update(_flat(value, f"{key}.") if isinstance(value, Mapping) else {key: value})
    return result


def people_then(tables: Tables, record: Mapping[str, Any]) -> Tables:
    """The tables with the staff list as it was: new people left out, those gone put back."""
    people: Mapping[str, list[Any]] = record.get("people") or {}
    if not people or not tables.has("contacts") or people == load_manifest.people_of(tables):
        return tables
    contacts = _frames.collected(_frames.lazy(tables.need("contacts")))
    marks = contacts["contact_id"].astype("str").map(digest)
    present = contacts[marks.isin(people.keys())]
    removed = [mark for mark in people if mark not in set(marks)]
    back = pd.DataFrame({"contact_id": [f"{GONE}{mark}" for mark in removed]})
    result = pd.concat([present, back.reindex(columns=contacts.columns)], ignore_index=True)
    order = [*marks[marks.isin(people.keys())], *removed]
    for place, name in enumerate(ABOUT):
        values = pd.Series([people[mark][place] for mark in order], dtype=object)
        if name in ("joined_on", "left_on"):
            values = pd.to_datetime(values)
        result[name] = values.astype(contacts[name].dtype)
    kinds = {name: kind for name, kind in contacts.dtypes.items() if name not in ABOUT}
    nullable = {name: kind for name, kind in kinds.items() if not isinstance(kind, np.dtype)}
    return tables.replace(contacts=result.astype(nullable))


def steps(
    tables: Tables, record: Mapping[str, Any], like: Iterable[Number], period: Period
) -> tuple[dict[Key, Number], dict[Key, Number]]:
    """The numbers on today's rows with people and choices of then, and with its choices alone."""
    choices = settings_then(record, tables.settings)
    # the same tables remember what was measured on them
    before = tables if choices == tables.settings else replace(tables, settings=choices)
    wanted = list(like)
    return measured(people_then(before, record), wanted, period), measured(before, wanted, period)


def changed_people(
    then: Mapping[str, list[Any]], now: Mapping[str, list[Any]]
) -> list[tuple[str, int]]:
    """How many people were added, went, or have another department or date."""
    both = [mark for mark in then if mark in now]
    matches = [("added", len(set(now) - set(then))), ("gone", len(set(then) - set(now)))]
    for place, name in enumerate(ABOUT):
        matches.append((name, sum(then[mark][place] != now[mark][place] for mark in both)))
    return [(what, n) for what, n in matches if n]
