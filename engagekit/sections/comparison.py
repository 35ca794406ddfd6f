"""What changed since the last report: two results.json side by side (private: all is shown)."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.errors import NotMeasuredError
from engagekit.locale import Locale
from engagekit.measures.published_report import Published, of_period, period_of
from engagekit.sections.registry import Answer, Request, complete

MOST = 200
"""Lines of the listing at most; the sentence says how many numbers differ."""
NOT_COMPARED = frozenset({"data_quality", "compared"})
"""Sections that tell of the load, not of a period."""
Number = Mapping[str, Any]
Key = tuple[str, str, tuple[tuple[str, str], ...], str]
"""Section, measure, groups, and the period where a section tells of several."""


def _compared(request: Request) -> Answer:
    """The settings and numbers that differ, those of the first section first."""
    before: Published = request.options["published"]
    after = of_period(request.tables, request.when, before.looked_in)
    _check(request, before, after)
    locale = request.locale
    then, now = _numbers(before), _numbers(after)
    in_both = [key for key in now if key in then]
    changed = [key for key in in_both if not _is_same(then[key], now[key])]
    titles = {section["name"]: section["title"] for section in after.document["sections"]}
    rows = [
        (locale.say("compare.setting"), "", name, _word(old), _word(new))
        for name, old, new in _changed_settings(before.load, after.load)
    ]
    for key in changed:
        section, measure, groups, period = key
        words = [value for _, value in groups]
        if period:
            words.append(locale.label(period))
        texts = _text(then[key], locale), _text(now[key], locale)
        name = locale.name_of(measure)
        rows.append((titles.get(section, section), name, ", ".join(words), *texts))
    columns = ["section", "number", "group", "then", "now"]
    frame = pd.DataFrame(rows[:MOST], columns=columns, dtype="str")
    span = locale.span(period_of(before, request.settings.organisation.fiscal_start))
    return frame, {"count": len(in_both), "changed": len(changed), "period": span}


def _check(request: Request, before: Published, after: Published) -> None:
    """Raise NotMeasuredError where one of the two reports is missing."""
    say, folder = request.locale.say, before.looked_in
    if before.path is None and before.others:
        others = ", ".join(_owner(name, month, request.locale) for name, month in before.others)
        name = request.settings.organisation.name
        text = say("compare.others", organisation=name, folder=folder, others=others)
        raise NotMeasuredError(text)
    if before.path is None:
        raise NotMeasuredError(say("compare.none", folder=folder))
    if after.path is None or after.path == before.path:
        key = "compare.no_report" if after.path is None else "compare.no_earlier"
        raise NotMeasuredError(say(key, folder=folder, period=request.when.label))


def _owner(name: str, month: int | None, locale: Locale) -> str:
    """Return an organisation, with the begin of its fiscal year where that is known."""
    if month is None:
        return name
    return locale.say("compare.other", name=name, month=locale.month(month, short=False))


def _numbers(report: Published) -> dict[Key, Number]:
    """Return the numbers of a report: by its own period, or by their quarter in a series."""
    numbers = [
        number
        for number in report.document.get("numbers", [])
        if number["section"] not in NOT_COMPARED and not number["hidden"]
    ]
    periods: dict[str, set[str]] = {}
    for number in numbers:
        periods.setdefault(number["section"], set()).add(number["period"])
    result: dict[Key, Number] = {}
    for number in numbers:
        period = number["period"] if len(periods[number["section"]]) > 1 else ""
        groups = tuple(sorted((name, str(value)) for name, value in number["group"].items()))
        result.setdefault((number["section"], number["measure"], groups, period), number)
    return result


def _is_same(old: Number, new: Number) -> bool:
    """Return whether value, count and base are the same but for the order of addition."""
    for part in ("value", "n", "base"):
        if old[part] is None or new[part] is None:
            if old[part] is not new[part]:
                return False
        elif not math.isclose(old[part], new[part], rel_tol=1e-9, abs_tol=1e-12):
            return False
    return True


def _text(number: Number, locale: Locale) -> str:
    """Return a number with the people behind it."""
    behind = "/".join(f"{number[part]:.0f}" for part in ("n", "base") if number[part] is not None)
    if number["value"] is None:
        return behind
    value = locale.number(number["value"], number["unit"])
    return f"{value} ({behind})" if behind and number["unit"] == "share" else value


def _changed_settings(
    then: Mapping[str, Any], now: Mapping[str, Any]
) -> list[tuple[str, Any, Any]]:
    """Return the settings that differ, and the version; none where a report kept no record."""
    if not then or not now:
        return []
    old = {"engagekit": then["engagekit"], **_flat(then["settings"])}
    new = {"engagekit": now["engagekit"], **_flat(now["settings"])}
    changed = [name for name in sorted({*old, *new}) if old.get(name) != new.get(name)]
    return [(name, old.get(name), new.get(name)) for name in changed]


def _flat(table: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Return the settings by section and key."""
    result: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, Mapping):
            result.update(_flat(value, f"{above}{name}."))
        else:
            result[f"{above}{name}"] = value
    return result


def _word(value: Any) -> str:
    """Return a setting as it is read."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


complete("compared", answer=_compared)
