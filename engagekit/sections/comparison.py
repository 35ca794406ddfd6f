"""What changed since the last published report, and why (private: numbers stand unprotected)."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from engagekit._version import __version__
from engagekit.errors import NotMeasuredError
from engagekit.locale import Locale
from engagekit.measures import load_manifest
from engagekit.measures.published_report import Published, period_of
from engagekit.sections import _remeasure
from engagekit.sections._remeasure import Key, Number
from engagekit.sections.registry import Answer, Request, complete
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

MAIN = 12
"""Numbers shown where a report has no first page and nothing differs."""
PER_LINE = 200
"""Lines of the listing at most; the others are counted."""


def _compared(request: Request) -> Answer:
    """Number, then, again, now, and why the first two differ."""
    tables, period, published = request.tables, request.when, _published(request)
    locale, then = request.locale, _then(request)
    before = _remeasure.stored(published.document["sections"])
    again = _remeasure.measured(tables, before.values(), then)
    now = again if period == then else _remeasure.measured(tables, before.values(), period)
    changed = [key for key, number in before.items() if not number.same_as(again.get(key))]
    why = _why(tables, published, then, before, again, changed)
    visible = [
        key
        for key in before
        if key in set(changed) or (before[key].section == "headline" and not key[1])
    ]
    rows = [
        {
            "number": _named(key, locale),
            "then": _text(before[key], locale),
            "again": _text(again.get(key), locale),
            "now": _text(now.get(_at(key, then, period)), locale),
            "why": why.get(key, locale.say("compare.same")),
        }
        for key in (visible or list(before)[:MAIN])[:PER_LINE]
    ]
    frame = pd.DataFrame(rows, columns=["number", "then", "again", "now", "why"], dtype="str")
    return frame, {"count": len(before), "changed": len(changed), "period": locale.span(then)}


def _files(request: Request) -> Answer:
    """The files of then and of today."""
    _then(request)
    published = _published(request)
    supplied = published.load.get("inputs") or published.document.get("inputs", [])
    then = {str(one["file"]): one for one in supplied if "file" in one}
    now = {str(one["file"]): one for one in load_manifest.record(request.tables)["inputs"]}
    rows = []
    for file in sorted({*then, *now}):
        old, new = then.get(file), now.get(file)
        same = old and new and old["sha256"] == new["sha256"]
        kind = "same" if same else "changed" if old and new else "new" if new else "gone"
        rows.append(
            {
                "file": file,
                "state": request.locale.say(f"compare.file_{kind}"),
                "rows_then": old["rows_kept"] if old else None,
                "rows_now": new["rows_kept"] if new else None,
            }
        )
    return _whole(pd.DataFrame(rows), "rows_then", "rows_now")


def _rows(request: Request) -> Answer:
    """Rows dated in the published period, sheet by sheet."""
    then = _then(request, needs_record=True)
    rows = [
        {"sheet": sheet, "rows_then": old, "rows_now": new, "difference": new - old}
        for sheet, old, new in _rows_then_and_now(request.tables, _published(request), then)
    ]
    frame = pd.DataFrame(rows, columns=["sheet", "rows_then", "rows_now", "difference"])
    return _whole(frame, "rows_then", "rows_now", "difference")


def _people(request: Request) -> Answer:
    """How many people were added, went, or moved."""
    _then(request, needs_record=True)
    matches = _remeasure.changed_people(
        _published(request).load["people"], load_manifest.people_of(request.tables)
    )
    say = request.locale.say
    rows = [{"change": say(f"compare.people_{what}"), "people": n} for what, n in matches]
    return _whole(pd.DataFrame(rows, columns=["change", "people"]), "people")


def _settings(request: Request) -> Answer:
    """Settings that are not what they were, and the version of the kit."""
    _then(request, needs_record=True)
    then = _published(request).load
    now = load_manifest.settings_of(request.settings)
    rows = [
        {"choice": key, "then": _word(old), "now": _word(new)}
        for key, old, new in _remeasure.changed_settings(then, now)
    ]
    if then["engagekit"] != __version__:
        rows.append({"choice": "engagekit", "then": then["engagekit"], "now": __version__})
    return pd.DataFrame(rows, columns=["choice", "then", "now"], dtype="str")


def _published(request: Request) -> Published:
    published: Published = request.options["published"]
    return published


def _then(request: Request, *, needs_record: bool = False) -> Period:
    """The published period.

    Raises
    ------
    NotMeasuredError
        If nothing was published, or the report kept no record of its load.
    """
    published, say = _published(request), request.locale.say
    if published.others and published.path is None:
        locale = request.locale
        others = [
            name
            if month is None
            else locale.say("compare.other", name=name, month=locale.month(month, short=False))
            for name, month in published.others
        ]
        raise NotMeasuredError(
            locale.say(
                "compare.others",
                organisation=request.settings.organisation.name,
                folder=published.looked_in,
                others=", ".join(others),
            )
        )
    if published.path is None:
        raise NotMeasuredError(say("compare.none", folder=published.looked_in))
    if needs_record and not published.load:
        raise NotMeasuredError(say("compare.no_record"))
    return period_of(published, request.settings.organisation.fiscal_start)


def _rows_then_and_now(
    tables: Tables, published: Published, then: Period
) -> list[tuple[str, int, int]]:
    """Rows of each table in the quarters of a period."""
    old: Mapping[str, Mapping[str, int]] = published.load.get("rows", {})
    new = load_manifest.rows_by_quarter(tables)
    return [
        (
            name,
            load_manifest.in_period(old.get(name, {}), then),
            load_manifest.in_period(new.get(name, {}), then),
        )
        for name in sorted({*old, *new})
    ]


def _why(
    tables: Tables,
    published: Published,
    then: Period,
    before: Mapping[Key, Number],
    again: Mapping[Key, Number],
    changed: list[Key],
) -> dict[Key, str]:
    """For each number that differs, what accounts for how much of it."""
    locale = tables.locale
    if not changed:
        return {}
    if not published.load:
        return dict.fromkeys(changed, locale.say("compare.no_record"))
    rows, people = _remeasure.steps(tables, published.load, [before[key] for key in changed], then)
    more = [(name, new - old) for name, old, new in _rows_then_and_now(tables, published, then)]
    late = ", ".join(f"{name} {n:+d}".replace("-", "−") for name, n in more if n)
    hashes = {str(one["sha256"]) for one in published.load.get("inputs", [])}
    same_files = not late and hashes == {one.sha256 for one in tables.origins}
    result = {}
    for key in changed:
        path = [before.get(key), rows.get(key), people.get(key), again.get(key)]
        if path[3] is None:
            result[key] = locale.say("compare.not_now")
            continue
        parts = []
        for kind, (old, new) in zip(("late", "people", "choices"), pairwise(path), strict=True):
            if new is None or (old is not None and old.same_as(new)):
                continue
            text = _difference(old, new, locale)
            parts.append(_reason(kind, text, late, published, locale, is_same=same_files))
        result[key] = "; ".join(parts) or locale.say("compare.unexplained")
    return result


def _reason(
    kind: str, change: str, late: str, published: Published, locale: Locale, *, is_same: bool
) -> str:
    """One step in words: late rows, people, choices; or another version of the kit."""
    if kind == "late" and is_same:
        was = str(published.load["engagekit"])
        if was != __version__:
            return locale.say("compare.why_version", then=was, now=__version__, change=change)
        return locale.say("compare.unexplained")
    if kind == "late" and late:
        return locale.say("compare.why_late", change=change, rows=late)
    return locale.say(
        "compare.why_rows" if kind == "late" else f"compare.why_{kind}", change=change
    )


def _difference(old: Number | None, new: Number, locale: Locale) -> str:
    """What a step adds, in the unit of the number; or in people where the number stays."""
    if old is None or old.estimate != old.estimate or new.estimate != new.estimate:
        return _text(new, locale)
    gap = new.estimate - old.estimate
    if _remeasure.alike(old.estimate, new.estimate):
        return locale.say("compare.counts", then=_count(old), now=_count(new))
    if new.unit == "share":
        return locale.say("compare.points", points=locale.signed(100 * gap, "index", 1))
    return locale.signed(gap, new.unit)


def _count(one: Number) -> str:
    return "/".join(f"{part:.0f}" for part in (one.n, one.base) if part == part)


def _at(key: Key, then: Period, now: Period) -> Key:
    """The key of the same number in the present period."""
    groups = tuple(
        (name, now.label if name == "period" and value == then.label else value)
        for name, value in key[1]
    )
    return key[0], groups


def _named(key: Key, locale: Locale) -> str:
    """A number in words."""
    groups = ", ".join(locale.label(value) if name == "period" else value for name, value in key[1])
    name = locale.name_of(key[0])
    return f"{name}, {groups}" if groups else name


def _text(one: Number | None, locale: Locale) -> str:
    """A number with the people behind it."""
    if one is None or one.estimate != one.estimate:
        return "" if one is None else _count(one)
    value = locale.number(one.estimate, one.unit)
    behind = _count(one) if one.unit == "share" else ""
    return f"{value} ({behind})" if behind else value


def _word(value: Any) -> str:
    """A setting as it is read."""
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _whole(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """A listing with whole numbers."""
    result = frame.copy()
    for name in names:
        result[name] = pd.to_numeric(result[name]).astype("float64").astype("Int64")
    return result


complete("compared", answer=_compared)
complete("compared_rows", answer=_rows)
complete("compared_files", answer=_files)
complete("compared_people", answer=_people)
complete("compared_choices", answer=_settings)
