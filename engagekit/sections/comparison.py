"""What changed since the last report: two results.json side by side (private: all is shown)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.locale import Locale
from engagekit.measures.published_report import Published, of_period, period_of
from engagekit.sections.registry import Answer, Request, complete

MOST = 200
"""Lines of the listing at most; the sentence says how many numbers differ."""
NOT_COMPARED = frozenset({"data_quality", "compared"})
"""Sections that tell of the load, not of a period."""
KEY = ["section", "measure", "group", "period"]
PARTS = ["value", "n", "base"]
ENDS = ("_then", "")


def _compared(request: Request) -> Answer:
    """The settings and numbers that differ, those of the first section first."""
    before: Published = request.options["published"]
    after = of_period(request.tables, request.when, before.looked_in)
    _check(request, before, after)
    locale = request.locale
    both = _numbers(after).merge(_numbers(before), on=KEY, suffixes=("", "_then"))
    now, then = (both[[f"{one}{end}" for one in PARTS]].astype("float64") for end in ("", "_then"))
    # the same but for the order of addition
    alike = np.isclose(now, then, rtol=1e-9, atol=1e-12, equal_nan=True)
    changed = both[pd.Series(~alike.all(axis=1), both.index)]
    titles = {section["name"]: section["title"] for section in after.document["sections"]}
    label = locale.say("compare.setting")
    rows = [(label, "", *setting) for setting in _changed_settings(before, after)]
    for row in changed.to_dict("records"):
        words = [value for _, value in row["group"]]
        words += [locale.label(row["period"])] if row["period"] else []
        section, name = titles.get(row["section"], row["section"]), locale.name_of(row["measure"])
        rows.append((section, name, ", ".join(words), *(_text(row, locale, one) for one in ENDS)))
    columns = ["section", "number", "group", "then", "now"]
    frame = pd.DataFrame(rows[:MOST], columns=columns, dtype="str")
    span = locale.span(period_of(before, request.settings.organisation.fiscal_start))
    return frame, {"count": len(both), "changed": len(changed), "period": span}


def _check(request: Request, before: Published, after: Published) -> None:
    """Raise NotMeasuredError where one of the two reports is missing."""
    say, folder = request.locale.say, before.looked_in
    if before.path is None:
        name = request.settings.organisation.name
        raise NotMeasuredError(say("compare.none", organisation=name, folder=folder))
    if after.path is None or after.path == before.path:
        key = "compare.no_report" if after.path is None else "compare.no_earlier"
        raise NotMeasuredError(say(key, folder=folder, period=request.when.label))


def _numbers(report: Published) -> pd.DataFrame:
    """Return the numbers of a report: by its own period, or by their quarter in a series."""
    columns = [*KEY, *PARTS, "unit", "hidden"]
    numbers = pd.DataFrame(report.document.get("numbers", []), columns=columns)
    is_hidden = numbers["hidden"].astype(bool)
    numbers = numbers[~is_hidden & ~numbers["section"].isin(NOT_COMPARED)]
    is_series = numbers.groupby("section")["period"].transform("nunique") > 1
    numbers = numbers.assign(period=numbers["period"].where(is_series, ""))
    numbers["group"] = numbers["group"].map(
        lambda group: tuple(sorted((name, str(value)) for name, value in group.items()))
    )
    return numbers.drop_duplicates(KEY)


def _text(row: Mapping[Any, Any], locale: Locale, when: str) -> str:
    """Return a number with the people behind it."""
    value, n, base = (row[f"{part}{when}"] for part in PARTS)
    behind = "/".join(f"{count:.0f}" for count in (n, base) if pd.notna(count))
    if pd.isna(value):
        return behind
    unit = row[f"unit{when}"]
    text = locale.number(value, unit)
    return f"{text} ({behind})" if behind and unit == "share" else text


def _changed_settings(then: Published, now: Published) -> list[tuple[str, ...]]:
    """Return the settings that differ, and the version; none where a report kept no record."""
    loads = [one.document.get("load") or {} for one in (then, now)]
    if not all(loads):
        return []
    old, new = ({"engagekit": one["engagekit"], **_flat(one["settings"])} for one in loads)
    names = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return [(name, _word(old.get(name)), _word(new.get(name))) for name in names]


def _flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings by section and key."""
    return dict(pd.json_normalize(dict(settings)).astype("object").iloc[0])


def _word(value: Any) -> str:
    """Return a setting as it is read."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


complete("compared", answer=_compared)
