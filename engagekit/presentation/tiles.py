"""The numbers of the first page: each with its interval, its change and what it is a share of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from engagekit.locale.definitions import name_of
from engagekit.locale.words import interval, say
from engagekit.measures import _frame, ends, registry
from engagekit.presentation import table
from engagekit.presentation.section import Section


@dataclass(frozen=True)
class Tile:
    """One number of the first page."""

    label: str
    value: str
    interval: str = ""
    change: str = ""
    base: str = ""


def is_headline(section: Section) -> bool:
    """Return whether the rows of a section are the tiles of the first page."""
    return bool(section.figure_args.get("tiles")) and _frame.is_measure_frame(section.frame)


def tiles(section: Section, language: str, hidden: pd.DataFrame | None = None) -> Iterable[Tile]:
    """Yield the rows of a headline as tiles.

    Parameters
    ----------
    section : Section
        Its frame may have the column ``previous``: the estimate of the period before.
    language : str
        ``en`` or ``fr``.
    hidden : DataFrame, optional
        True in the cells of the frame that were hidden: a change that rests on one is said not
        to be shown.

    Yields
    ------
    Tile
        Its change is told as one only where the value before lies outside the interval.
    """
    money = table.money_of(section)
    rows = zip(section.frame.to_dict("records"), _frame.few(section.frame), strict=True)
    for at, (row, is_few) in enumerate(rows):
        label = name_of(str(row["measure"]), language)
        if ends.is_recoded(row):
            yield Tile(label, ends.words(row, language))
            continue
        if row["suppressed"]:
            yield Tile(label, table.HIDDEN, base=say("report.tile.hidden", language))
            continue
        unit = str(row["unit"])
        has_interval = pd.notna(row["low"]) and pd.notna(row["high"])
        if is_few:
            text = say("figure.n_of_base", language, n=int(row["n"]), base=int(row["base"]))
            yield Tile(label, text, base=_target(section, row, unit, language, money))
            continue
        bounds = interval(row["low"], row["high"], unit, language, money)
        yield Tile(
            label,
            table.written(row["estimate"], unit, language, money),
            say("report.tile.bounds", language, interval=bounds) if has_interval else "",
            say("report.tile.change_hidden", language)
            if hidden is not None and "previous" in hidden and bool(hidden["previous"].iloc[at])
            else _change(row, unit, language, money),
            " · ".join(
                part
                for part in (
                    _base(row, unit, language),
                    _target(section, row, unit, language, money),
                )
                if part
            ),
        )


def _target(section: Section, row: Mapping[Any, Any], unit: str, language: str, money: str) -> str:
    """Return the target of the settings for a number, where it has one."""
    supplied: Mapping[str, float] = section.settings.get("targets") or {}
    value = supplied.get(str(row["measure"]))
    if value is None:
        return ""
    return say("report.tile.target", language, value=table.written(value, unit, language, money))


def _change(row: Mapping[Any, Any], unit: str, language: str, money: str) -> str:
    """Return the change since the period before, or that there is no clear one."""
    before, now = row.get("previous"), row["estimate"]
    if before is None or pd.isna(before) or pd.isna(now):
        return ""
    value = table.written(before, unit, language, money)
    if value == table.written(now, unit, language, money):
        return say("report.tile.same", language, value=value)
    if pd.notna(row["low"]) and pd.notna(row["high"]) and row["low"] <= before <= row["high"]:
        return say("report.tile.no_change", language, value=value)
    return say("report.tile.up" if now > before else "report.tile.down", language, value=value)


def _base(row: Mapping[Any, Any], unit: str, language: str) -> str:
    """Return what a number is a share of, or how many answers or people it rests on."""
    if unit == "count" and pd.notna(row["population"]):
        return say("report.tile.of_staff", language, base=int(row["population"]))
    if pd.isna(row["base"]) or unit in ("count", "money", "per_head"):
        return ""
    if unit == "share" and pd.notna(row["n"]):
        return say("report.tile.of_base", language, n=int(row["n"]), base=int(row["base"]))
    if registry.measure(str(row["measure"])).of == "survey":
        return say("report.tile.answers", language, base=int(row["base"]))
    return say("figure.n", language, n=int(row["base"]))
