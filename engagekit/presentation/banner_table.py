"""Cross-tables as they are read: a question down the side, the groups across the top."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.locale import NOTHING, Locale
from engagekit.measures import _frame, ends
from engagekit.measures.basis import notes_of
from engagekit.presentation.section import Section
from engagekit.presentation.table import HIDDEN, LAYOUTS, estimates, group, header

HIGHER, LOWER = "▲", "▼"
_FIXED = ("item", "answer")


@dataclass(frozen=True)
class Line:
    """One line of a cross-table: what it is about, and the place of each cell in the frame.

    Attributes
    ----------
    item, label : str
        The question (in front of its first line alone), and the answer or what else is told.
    kind : {"base", "weighed", "worth", "answer"}
    places : list of int or None
        For each column the row of the frame; None where it has none.
    """

    item: str
    label: str
    kind: str
    places: list[int | None]


def across(frame: pd.DataFrame) -> str:
    """Return the column of a frame whose values stand across the top."""
    return next(name for name in _frame.by_of(frame) if name not in _FIXED)


def lines(frame: pd.DataFrame, locale: Locale) -> tuple[list[str], list[Line]]:
    """Return the values across the top and the lines below them."""
    top, language = across(frame), locale.language
    names = list(dict.fromkeys(frame[top].astype("str")))
    result = []
    for item, part in frame.reset_index(drop=True).groupby("item", sort=False):
        place = {
            (row[top], row["measure"], row["answer"]): at
            for at, row in zip(part.index, part.to_dict("records"), strict=True)
        }
        keys = list(
            dict.fromkeys((row["measure"], row["answer"]) for row in part.to_dict("records"))
        )
        visible = part[~ends.hidden(part)]
        shown = {str(row[top]): at for at, row in reversed(
            list(zip(visible.index, visible.to_dict("records"), strict=True)))
            if row["measure"] == keys[0][0]}  # fmt: skip
        first = [shown.get(name, place.get((name, *keys[0]))) for name in names]
        result.append(Line(str(item), header("base", language), "base", first))
        if any("column_weighs" in notes_of(row) for row in part.to_dict("records")):
            result.append(Line("", locale.say("report.weighed_base"), "weighed", first))
            result.append(Line("", locale.say("report.worth"), "worth", first))
        for measure, answer in keys:
            label = (
                locale.name_of(str(measure))
                if answer == _frame.ALL
                else group(answer, "answer", language)
            )
            at = [place.get((name, measure, answer)) for name in names]
            result.append(Line("", label, "answer", at))
    return names, result


def mark(row: Any) -> str:
    """Return the sign of a cell that differs from the other columns."""
    found = notes_of(row)
    return HIGHER if "column_higher" in found else LOWER if "column_lower" in found else ""


def value(row: Any, kind: str) -> float | None:
    """Return the number of a cell that is no share: its base, or what the base weighs."""
    if kind == "base":
        return None if pd.isna(row["base"]) else float(row["base"])
    text = notes_of(row).get("column_weighs", {}).get({"weighed": "weighs", "worth": "worth"}[kind])
    return None if text is None else float(text)


def columns(
    section: Section, frame: pd.DataFrame, locale: Locale
) -> list[tuple[str, bool, list[str]]]:
    """Return the columns of a cross-table as texts."""
    frame = frame.reset_index(drop=True)
    language = locale.language
    names, rows = lines(frame, locale)
    texts, records = estimates(frame, locale), frame.to_dict("records")
    is_hidden = ends.hidden(frame).tolist()

    def cell(line: Line, at: int | None) -> str:
        if at is None:
            return NOTHING
        if is_hidden[at]:
            return HIDDEN
        if line.kind != "answer":
            return locale.number(value(records[at], line.kind), "count")
        return f"{texts[at]} {mark(records[at])}".strip()

    result: list[tuple[str, bool, list[str]]] = [
        (header("item", language), False, [line.item for line in rows]),
        (header("answer", language), False, [line.label for line in rows]),
    ]
    top = across(frame)
    for place, name in enumerate(names):
        cells = [cell(line, line.places[place]) for line in rows]
        kind = top if top in ("department", "role_level") else "answer"
        result.append((group(name, kind, language), True, cells))
    return result


LAYOUTS["banner"] = columns
