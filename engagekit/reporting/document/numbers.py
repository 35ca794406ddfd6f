"""Every number of a copy as one tidy list: what results.json and the sheet of numbers hold."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures import _frame, ends, registry
from engagekit.presentation.section import Section
from engagekit.reporting.document.document import Content, unique

BOUNDS = ("at_least", "at_most")
"""Columns of a protected frame: between what a recoded number lies."""


def numbers(content: Content) -> list[dict[str, Any]]:
    """Return a record for each number of a copy, in the order of its sections.

    Returns
    -------
    list of dict
        ``id, section, measure, group, period, value, low, high, at_least, at_most, n, base, hidden,
        recoded, unit, as_count``; ``group`` names the one department of a brief too; what is hidden
        or recoded has no value, what is ``as_count`` is read as a count: its base is too small for
        a share or a mean.
    """
    result: list[dict[str, Any]] = []
    ids: dict[str, None] = {}
    for item in content.items:
        section = item.section
        if not _frame.is_measure_frame(section.frame):
            continue
        frame = section.frame
        by = [name for name in _frame.by_of(frame) if name not in ("period", "previous")]
        is_small = _frame.few(frame) | _frame.bare(frame)
        for row, is_count in zip(frame.to_dict("records"), is_small, strict=True):
            record = {**_record(section, row, by), "as_count": bool(is_count)}
            record["id"] = unique(record["id"], ids) if record["id"] in ids else record["id"]
            ids[record["id"]] = None
            result.append(record)
    return result


def period_of(section: Section, row: Mapping[Any, Any]) -> str:
    """Return the period that a row tells of: its own, its survey's, or the section's."""
    own = row.get("period")
    if own is not None and not pd.isna(own):
        return str(own)
    of_survey = registry.measure(str(row["measure"])).of == "survey"
    wave = section.settings.get("survey_period") if of_survey else None
    return str(wave or section.period.get("label", ""))


def _record(section: Section, row: Mapping[Any, Any], by: list[str]) -> dict[str, Any]:
    """Return the record of a row."""
    measure, period = str(row["measure"]), period_of(section, row)
    group = {name: str(row[name]) for name in by if pd.notna(row[name])}
    parts = [section.name, measure, *(f"{name}={value}" for name, value in group.items()), period]
    recoded = ends.is_recoded(row)
    hidden = bool(row["suppressed"]) and not recoded
    shown = not (hidden or recoded)
    return {
        "id": "/".join(part for part in parts if part),
        "section": section.name,
        "measure": measure,
        "group": {**section.settings.get("scope", {}), **group},
        "period": period,
        "value": _number(row["estimate"]) if shown else None,
        "low": _number(row["low"]) if shown else None,
        "high": _number(row["high"]) if shown else None,
        **{name: _number(row.get(name)) for name in BOUNDS},
        "n": _number(row["n"]) if shown else None,
        "base": None if hidden else _number(row["base"]),
        "hidden": hidden,
        "recoded": recoded,
        "unit": str(row["unit"]),
    }


def _number(value: Any) -> int | float | None:
    """Return a number as JSON holds it."""
    if value is None or pd.isna(value):
        return None
    number = float(value)
    return int(number) if number.is_integer() and not isinstance(value, float) else number
