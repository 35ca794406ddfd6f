"""Cross-tables as they are read: a question down the side, the groups across the top."""

from typing import Any

import pandas as pd

from engagekit.locale import NOTHING, Locale
from engagekit.measures import _frame, ends
from engagekit.measures.basis import notes_of
from engagekit.presentation.section import Section
from engagekit.presentation.table import HIDDEN, LAYOUTS, estimates, group, header

HIGHER, LOWER = "▲", "▼"
_FIXED = ("item", "answer")


def across(frame: pd.DataFrame) -> str:
    """Return the column of a frame whose values stand across the top."""
    return next(name for name in _frame.by_of(frame) if name not in _FIXED)


def columns(
    section: Section, frame: pd.DataFrame, locale: Locale
) -> list[tuple[str, bool, list[str]]]:
    """Return the columns of a cross-table as texts: of each question its bases, then its answers.

    A cell that differs from the other columns bears a mark.
    """
    top, language = across(frame), locale.language
    notes = [notes_of(row) for row in frame.to_dict("records")]
    marks = [
        HIGHER if "column_higher" in found else LOWER if "column_lower" in found else ""
        for found in notes
    ]
    texts = [
        f"{text} {mark}".strip() for text, mark in zip(estimates(frame, locale), marks, strict=True)
    ]
    frame = frame.assign(text=texts, is_hidden=ends.hidden(frame).array)
    frame["text"] = frame["text"].mask(frame["is_hidden"], HIDDEN)
    for name in ("weighs", "worth"):
        frame[name] = [found.get("column_weighs", {}).get(name) for found in notes]
    lines: list[tuple[str, str, dict[Any, str]]] = []
    for item, part in frame.groupby("item", sort=False):
        first = part[part["measure"] == part["measure"].iloc[0]]
        first = first.sort_values("is_hidden", kind="stable").drop_duplicates(top)
        bases = {header("base", language): first["base"]}
        if part["weighs"].notna().any():
            bases[locale.say("report.weighed_base")] = first["weighs"]
            bases[locale.say("report.worth")] = first["worth"]
        for place, (label, numbers) in enumerate(bases.items()):
            cells = [
                locale.number(None if pd.isna(one) else float(one), "count") for one in numbers
            ]
            told = pd.Series(cells, first[top]).mask(first["is_hidden"].array, HIDDEN)
            lines.append(("" if place else str(item), label, told.to_dict()))
        for (measure, answer), each in part.groupby(["measure", "answer"], sort=False):
            is_all = answer == _frame.ALL
            label = locale.name_of(str(measure)) if is_all else group(answer, "answer", language)
            lines.append(("", label, dict(zip(each[top], each["text"], strict=True))))
    result = [
        (header("item", language), False, [item for item, *_ in lines]),
        (header("answer", language), False, [label for _, label, _ in lines]),
    ]
    kind = top if top in ("department", "role_level") else "answer"
    for name in frame[top].unique():
        cells = [told.get(name, NOTHING) for *_, told in lines]
        result.append((group(str(name), kind, language), True, cells))
    return result


LAYOUTS["banner"] = columns
