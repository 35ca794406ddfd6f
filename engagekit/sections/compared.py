"""What changed since the last published report, and why (private: numbers stand unprotected)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from engagekit._version import __version__
from engagekit.errors import NotMeasuredError
from engagekit.locale.words import label, number, say, span
from engagekit.measures import load_manifest
from engagekit.measures.published_report import Published, period_of
from engagekit.presentation.section import Section
from engagekit.sections import _remeasure
from engagekit.sections._build import make
from engagekit.sections._remeasure import Key, Number
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

MAIN = 12
"""Numbers shown where a report has no first page and nothing differs."""
PER_LINE = 200
"""Lines of the listing at most; the others are counted."""


def compared(
    tables: Tables,
    *,
    published: Published,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """Each main number then, measured again for that same period, and now; and every difference.

    Parameters
    ----------
    tables : Tables
        As loaded today.
    published : Published
        What `engagekit.last_published` found.
    during : str or Period, optional
        The present period.
    language : str, optional

    Returns
    -------
    Section
        A listing: number, then, again, now, and why the first two differ.
    """
    language_code = language or tables.settings.report.language
    text: dict[str, Any] = {}

    def measured(period: Period) -> pd.DataFrame:
        then = _then(tables, published, language_code)
        before = _remeasure.stored(published.document["sections"])
        again = _remeasure.measured(tables, before.values(), then)
        now = again if period == then else _remeasure.measured(tables, before.values(), period)
        changed = [key for key, number in before.items() if not number.same_as(again.get(key))]
        why = _why(tables, published, then, before, again, changed, language_code)
        text.update(count=len(before), changed=len(changed), period=span(then, language_code))
        visible = [key for key in before if key in set(changed) or _is_main(key, before[key])]
        visible = visible or list(before)[:MAIN]
        rows = [
            {
                "number": _named(key, language_code),
                "then": _said(before[key], tables, language_code),
                "again": _said(again.get(key), tables, language_code),
                "now": _said(now.get(_at(key, then, period)), tables, language_code),
                "why": why.get(key, say("compare.same", language_code)),
            }
            for key in visible[:PER_LINE]
        ]
        return pd.DataFrame(rows, columns=["number", "then", "again", "now", "why"], dtype="str")

    result = _listing("compared", tables, during, measured, language, sentence="compared")
    return result.with_args(result.figure_args, text)


def compared_files(
    tables: Tables,
    *,
    published: Published,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """The files of then and of today: the same to the byte, changed, new, or gone."""
    language_code = language or tables.settings.report.language

    def measured(period: Period) -> pd.DataFrame:
        _then(tables, published, language_code)
        supplied = published.load.get("inputs") or published.document.get("inputs", [])
        then = {str(one["file"]): one for one in supplied if "file" in one}
        now = {str(one["file"]): one for one in load_manifest.record(tables)["inputs"]}
        rows = []
        for file in sorted({*then, *now}):
            old, new = then.get(file), now.get(file)
            same = old and new and old["sha256"] == new["sha256"]
            kind = "same" if same else "changed" if old and new else "new" if new else "gone"
            rows.append(
                {
                    "file": file,
                    "state": say(f"compare.file_{kind}", language_code),
                    "rows_then": old["rows_kept"] if old else None,
                    "rows_now": new["rows_kept"] if new else None,
                }
            )
        return _whole(pd.DataFrame(rows), "rows_then", "rows_now")

    return _listing("compared_files", tables, during, measured, language)


def compared_rows(
    tables: Tables,
    *,
    published: Published,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """Rows dated in the published period: those that were there then, and those of today."""
    language_code = language or tables.settings.report.language

    def measured(period: Period) -> pd.DataFrame:
        then = _then(tables, published, language_code, needs_record=True)
        rows = [
            {"sheet": sheet, "rows_then": old, "rows_now": new, "difference": new - old}
            for sheet, old, new in _rows_then_and_now(tables, published, then)
        ]
        return _whole(
            pd.DataFrame(rows, columns=["sheet", "rows_then", "rows_now", "difference"]),
            "rows_then",
            "rows_now",
            "difference",
        )

    return _listing("compared_rows", tables, during, measured, language)


def compared_people(
    tables: Tables,
    *,
    published: Published,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """The staff list of then and of today: added, gone, moved."""
    language_code = language or tables.settings.report.language

    def measured(period: Period) -> pd.DataFrame:
        _then(tables, published, language_code, needs_record=True)
        matches = _remeasure.changed_people(
            published.load["people"], load_manifest.people_of(tables)
        )
        rows = [
            {"change": say(f"compare.people_{what}", language_code), "people": n}
            for what, n in matches
        ]
        return _whole(pd.DataFrame(rows, columns=["change", "people"]), "people")

    return _listing("compared_people", tables, during, measured, language)


def compared_choices(
    tables: Tables,
    *,
    published: Published,
    during: str | Period | None = None,
    language: str | None = None,
) -> Section:
    """Choices of the settings that are not what they were, and the version of the kit."""
    language_code = language or tables.settings.report.language

    def measured(period: Period) -> pd.DataFrame:
        _then(tables, published, language_code, needs_record=True)
        now = load_manifest.settings_of(tables.settings)
        rows = [
            {"choice": key, "then": _word(old), "now": _word(new)}
            for key, old, new in _remeasure.changed_settings(published.load, now)
        ]
        if published.load["engagekit"] != __version__:
            rows.append(
                {"choice": "engagekit", "then": published.load["engagekit"], "now": __version__}
            )
        return pd.DataFrame(rows, columns=["choice", "then", "now"], dtype="str")

    return _listing("compared_choices", tables, during, measured, language)


def _listing(
    name: str, tables: Tables, during: Any, measured: Any, language: str | None, **parts: Any
) -> Section:
    """A private listing."""
    return make(
        name,
        tables,
        during,
        measured,
        language=language,
        kind="listing",
        audience="private",
        **parts,
    )


def _then(
    tables: Tables, published: Published, language: str, *, needs_record: bool = False
) -> Period:
    """The published period.

    Raises
    ------
    NotMeasuredError
        If nothing was published, or the report kept no record of its load.
    """
    if published.path is None:
        raise NotMeasuredError(say("compare.none", language, folder=published.looked_in))
    if needs_record and not published.load:
        raise NotMeasuredError(say("compare.no_record", language))
    return period_of(published, tables.settings.organisation.fiscal_start)


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
    language: str,
) -> dict[Key, str]:
    """For each number that differs, what accounts for how much of it."""
    if not changed:
        return {}
    if not published.load:
        return dict.fromkeys(changed, say("compare.no_record", language))
    like = [before[key] for key in changed]
    rows, people = _remeasure.steps(tables, published.load, like, then)
    more = [(name, new - old) for name, old, new in _rows_then_and_now(tables, published, then)]
    late = ", ".join(f"{name} {n:+d}".replace("-", "−") for name, n in more if n)
    same_files = not late and _hashes(published) == {one.sha256 for one in tables.origins}
    matches = {}
    for key in changed:
        path = [before.get(key), rows.get(key), people.get(key), again.get(key)]
        if path[3] is None:
            matches[key] = say("compare.not_now", language)
            continue
        parts = []
        for kind, (old, new) in zip(("late", "people", "choices"), _pairs(path), strict=True):
            if new is None or (old is not None and old.same_as(new)):
                continue
            text = _difference(old, new, tables, language)
            parts.append(_reason(kind, text, late, published, language, is_same=same_files))
        matches[key] = "; ".join(parts) or say("compare.unexplained", language)
    return matches


def _hashes(published: Published) -> set[str]:
    return {str(one["sha256"]) for one in published.load.get("inputs", [])}


def _pairs(path: list[Number | None]) -> list[tuple[Number | None, Number | None]]:
    """Each step from one number to the next."""
    return list(pairwise(path))


def _reason(
    kind: str, told: str, late: str, published: Published, language: str, *, is_same: bool
) -> str:
    """One step in words: late rows, people, choices; or another version of the kit."""
    if kind == "late" and is_same:
        was = str(published.load["engagekit"])
        if was != __version__:
            return say("compare.why_version", language, then=was, now=__version__, change=told)
        return say("compare.unexplained", language)
    if kind == "late" and late:
        return say("compare.why_late", language, change=told, rows=late)
    return say(
        "compare.why_rows" if kind == "late" else f"compare.why_{kind}", language, change=told
    )


def _difference(old: Number | None, new: Number, tables: Tables, language: str) -> str:
    """What a step adds, in the unit of the number; or in people where the number stays."""
    if old is None or old.estimate != old.estimate or new.estimate != new.estimate:
        return _said(new, tables, language)
    gap = new.estimate - old.estimate
    money = tables.settings.organisation.currency
    if _remeasure.alike(old.estimate, new.estimate):
        return say("compare.counts", language, then=_count(old), now=_count(new))
    sign = "+" if gap > 0 else "−"
    if new.unit == "share":
        points = number(100 * abs(gap), "index", language, digits=1)
        return say("compare.points", language, points=f"{sign}{points}")
    return f"{sign}{number(abs(gap), new.unit, language, money)}"


def _count(one: Number) -> str:
    return "/".join(f"{part:.0f}" for part in (one.n, one.base) if part == part)


def _is_main(key: Key, one: Number) -> bool:
    """Whether a number stands on the first page."""
    return one.section == "headline" and not key[1]


def _at(key: Key, then: Period, now: Period) -> Key:
    """The key of the same number in the present period."""
    groups = tuple(
        (name, now.label if name == "period" and value == then.label else value)
        for name, value in key[1]
    )
    return key[0], groups


def _named(key: Key, language: str) -> str:
    """A number in words."""
    from engagekit.locale import definitions

    groups = ", ".join(
        label(value, language) if name == "period" else value for name, value in key[1]
    )
    name = definitions.name_of(key[0], language)
    return f"{name}, {groups}" if groups else name


def _said(one: Number | None, tables: Tables, language: str) -> str:
    """A number with the people behind it."""
    if one is None or one.estimate != one.estimate:
        return "" if one is None else _count(one)
    value = number(one.estimate, one.unit, language, tables.settings.organisation.currency)
    behind = _count(one) if one.unit == "share" else ""
    return f"{value} ({behind})" if behind else value


def _word(value: Any) -> str:
    return (
        ""
        if value is None
        else ", ".join(map(str, value))
        if isinstance(value, list)
        else str(value)
    )


def _whole(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """A listing with whole numbers."""
    result = frame.copy()
    for name in names:
        result[name] = pd.to_numeric(result[name]).astype("float64").astype("Int64")
    return result
