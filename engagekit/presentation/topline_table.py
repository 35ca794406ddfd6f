"""The topline of a survey as a table to read: each question once, its answers below one another."""

from typing import Any

import pandas as pd

from engagekit.locale import NOTHING, Locale
from engagekit.measures._frame import ALL
from engagekit.measures.topline import changes
from engagekit.presentation import table
from engagekit.presentation.section import Section

_PLAIN = ("answers", "options picked", "ranked first", "comments on a theme")
"""Measures of which the answer alone is told; of the others their name stands with it."""


def columns(
    section: Section, frame: pd.DataFrame, locale: Locale
) -> list[tuple[str, bool, list[str]]]:
    """Return the columns of a topline, those of the survey before beside them where it is there."""
    now, before = frame, frame.iloc[:0]
    if "period" in frame.columns:
        last = frame["period"].iloc[-1]
        now, before = frame[frame["period"] == last], frame[frame["period"] != last]
    now, before = now.reset_index(drop=True), before.reset_index(drop=True)
    language = locale.language
    stems, ends = (dict(section.figure_args.get(name) or {}) for name in ("stems", "ends"))
    rows = list(now.to_dict("records"))
    parts: dict[str, list[str]] = {
        "item": [_name(rows, at, stems, locale) for at in range(len(rows))],
        "answer": [_answer(row, ends, locale) for row in rows],
        "estimate": table.estimates(now, locale),
        "interval": table.intervals(now, locale),
        "n": table.counts(now, "n", locale),
        "base": table.counts(now, "base", locale),
    }
    if not now["population"].fillna(-1).equals(now["base"].fillna(-1)):
        parts["asked"] = table.counts(now, "population", locale)
    result = [(table.header(name, language), name not in ("item", "answer"), cells)
              for name, cells in parts.items()]  # fmt: skip
    if len(before):
        period = table.group(before["period"].iloc[0], "period", language)
        was = locale.say("report.before", period=period)
        change = table.header("change", language), True, _changed(now, before, locale)
        result[4:4] = [(was, True, _before(now, before, locale)), change]
    return result


def _name(rows: list[dict[Any, Any]], at: int, stems: dict[str, str], locale: Locale) -> str:
    """Return the question in front of its first answer, with its block in front of the first."""
    name = str(rows[at]["item"])
    above = str(rows[at - 1]["item"]) if at else ""
    if name == above:
        return ""
    stem = stems.get(name, "")
    bare = name.removesuffix(f" ({stem})")
    if not stem or stem == stems.get(above, ""):
        return bare
    if stem.endswith(("?", ":")):
        return f"{stem} {bare}"
    return locale.say("report.choice", name=stem, value=bare)


def _answer(row: dict[Any, Any], ends: dict[str, Any], locale: Locale) -> str:
    """Return an answer, or what else is told of the question."""
    measure, answer = str(row["measure"]), str(row["answer"])
    if measure == "mean answer" and (both := ends.get(str(row["item"]))):
        (low, lowest), (high, highest) = both
        words = {"low": f"{low:g}", "lowest": lowest, "high": f"{high:g}", "highest": highest}
        return locale.say("report.mean_of", name=locale.name_of(measure), **words)
    if answer == ALL:
        return locale.name_of(measure)
    text = table.group(answer, "answer", locale.language)
    if measure in _PLAIN:
        return text
    return locale.say("report.choice", name=text, value=locale.name_of(measure))


_KEYS = ["item", "answer", "measure"]


def _before(now: pd.DataFrame, before: pd.DataFrame, locale: Locale) -> list[str]:
    """Return the same numbers in the survey before."""
    texts = before[_KEYS].assign(text=table.estimates(before, locale))
    found = now[_KEYS].merge(texts.drop_duplicates(_KEYS), on=_KEYS, how="left")["text"]
    return list(found.fillna(NOTHING))


def _changed(now: pd.DataFrame, before: pd.DataFrame, locale: Locale) -> list[str]:
    """Return how far a number moved where its range leaves out no change."""
    moved = {(row["item"], row["answer"]): row for row in changes(now, before)}
    texts = []
    for row in now.to_dict("records"):
        found = moved.get((row["item"], row["answer"]))
        unit = "points" if row["measure"] == "mean answer" else "difference"
        if found is None or found["unit"] != unit or row["suppressed"]:
            texts.append(table.HIDDEN if row["suppressed"] else NOTHING)
        else:
            texts.append(locale.signed(float(found["estimate"]), unit))
    return texts


table.LAYOUTS["topline"] = columns
