"""What a figure says, in one or two sentences, for those who do not see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from engagekit.figures._rows import Row, measure_words, of_measure, rows_of, value_text, with_n
from engagekit.locale.words import number, plural, say
from engagekit.measures._frame import by_of, is_measure_frame


def alternative_text(name: str, frame: pd.DataFrame, language: str, args: Mapping[str, Any]) -> str:
    """Highest, lowest, and what is missing; for a listing, how much of what."""
    if name == "grid" and not is_measure_frame(frame):
        return _meetings(frame, language, args)
    currency = str(args.get("currency", "CAD"))
    labels = args.get("labels")
    if name == "quadrant":
        return _two(frame, language, args, currency)
    if name == "likert":
        return _answers(frame, language, args)
    matches = of_measure(frame, args.get("measure"))
    if name == "ladder" and args.get("measure") is None and args.get("naive") and len(frame):
        matches = frame.loc[frame["measure"] != args["naive"]]
    by = args.get("by")
    over = args.get({"matrix": "across", "dumbbell": "pair"}.get(name, "over"))
    if by is not None and name in ("trend", "multiples", "steps", "matrix", "dumbbell"):
        extra = over or {"matrix": "period", "steps": "months"}.get(name, "period")
        by = [*by, extra]
    return _extremes(rows_of(matches, language, by, labels), language, currency)


def _extremes(rows: Sequence[Row], language: str, currency: str) -> str:
    """Overall, highest, lowest, and what is missing."""
    overall = [row for row in rows if row.is_all and row.is_drawn]
    groups = [row for row in rows if not row.is_all] or list(rows)
    drawn = [row for row in groups if row.is_drawn]
    parts = []
    if not drawn and not overall:
        parts.append(say("figure.alternative.nothing", language))
    if len(overall) == 1 and drawn and overall[0] not in drawn:
        parts.append(_of(overall[0], "overall", language, currency))
    if len(drawn) == 1:
        parts.append(_of(drawn[0], "only", language, currency))
    elif drawn:
        high = max(drawn, key=lambda row: row.estimate or 0.0)
        low = min(drawn, key=lambda row: row.estimate or 0.0)
        if high.estimate == low.estimate:
            parts.append(
                say("figure.alternative.same", language, value=value_text(high, language, currency))
            )
        else:
            parts.append(_of(high, "highest", language, currency))
            parts.append(_of(low, "lowest", language, currency))
    return " ".join([*parts, *_missing(groups, language)])


def _of(row: Row, key: str, language: str, currency: str) -> str:
    size = with_n(row, language)
    value = value_text(row, language, currency)
    value = f"{value} ({size})" if size else value
    if key == "overall":
        return say("figure.alternative.overall", language, value=value)
    return say(
        f"figure.alternative.{key}",
        language,
        label=row.label or say("figure.all", language),
        value=value,
    )


def _missing(rows: Sequence[Row], language: str) -> list[str]:
    """How many groups are hidden, and how many have no number."""
    hidden = sum(row.suppressed for row in rows)
    empty = sum(not row.is_drawn and not row.suppressed for row in rows)
    parts = []
    if hidden:
        parts.append(plural("figure.alternative.hidden", hidden, language))
    if empty:
        parts.append(plural("figure.alternative.without", empty, language))
    if rows and not parts:
        parts.append(say("figure.alternative.complete", language))
    return parts


def _two(frame: pd.DataFrame, language: str, args: Mapping[str, Any], currency: str) -> str:
    """Highest and lowest on each of the two measures."""
    labels = args.get("labels") or {}
    parts = []
    for name in (args.get("y", "satisfaction"), args.get("x", "funding per head")):
        rows = rows_of(frame, language, args.get("by"), labels)
        matches = [row for row in rows if row.measure == name]
        text = measure_words(str(name), language, labels)
        parts.append(f"{text} — {_extremes(matches, language, currency)}")
    return " ".join(parts)


def _answers(frame: pd.DataFrame, language: str, args: Mapping[str, Any]) -> str:
    """The items with the largest and smallest share that agrees; else of any one answer."""
    matches = of_measure(frame, args.get("measure"))
    answer = str(args.get("answer", "answer"))
    agree = [str(name) for name in args.get("agree", ())]
    if not len(matches) or answer not in matches.columns or not agree:
        return _extremes(rows_of(matches, language, None, args.get("labels")), language, "CAD")
    by = args.get("by")
    names = list(by) if by is not None else [name for name in by_of(matches) if name != answer]
    rows = rows_of(matches, language, [*names, answer], args.get("labels"))
    items: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        items.setdefault(row.key[:-1], []).append(row)
    totals = {
        " · ".join(key): sum(row.estimate or 0.0 for row in found_rows if row.key[-1] in agree)
        for key, found_rows in items.items()
        if all(row.is_drawn for row in found_rows)
    }
    word = str(args.get("agree_label") or say("figure.likert.agree", language))
    parts = []
    for key, choose in (("highest", max), ("lowest", min)):
        if totals and (key == "highest" or len(totals) > 1):
            label = choose(totals, key=lambda name: totals[name])
            value = f"{number(totals[label], 'share', language)} ({word})"
            parts.append(say(f"figure.alternative.{key}", language, label=label, value=value))
    firsts = [
        next((row for row in found_rows if not row.is_drawn), found_rows[0])
        for found_rows in items.values()
    ]
    if not totals:
        parts.append(say("figure.alternative.nothing", language))
    return " ".join([*parts, *_missing(firsts, language)])


def _meetings(frame: pd.DataFrame, language: str, args: Mapping[str, Any]) -> str:
    """How many meetings of how many series, and at how many we were."""
    from engagekit.figures.grid import TRUE

    if not len(frame):
        return say("figure.alternative.nothing", language)
    series = str(args.get("series", "series"))
    names = [str(args.get(name, name)) for name in ("attended", "spoke")]
    there = [
        any(str(value).lower() in TRUE for value in values)
        for values in zip(
            *(frame[name].tolist() for name in names if name in frame.columns), strict=True
        )
    ]
    return say(
        "figure.alternative.meetings",
        language,
        n=sum(there),
        base=len(frame),
        series=int(frame[series].nunique()),
    )
