"""Annual returns: the lines that an association asks for, filled from one fiscal year."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook

from engagekit import sections
from engagekit.errors import UsageError, did_you_mean, error_text
from engagekit.measures import _coverage, _frame
from engagekit.measures.basis import notes, text_of
from engagekit.presentation.section import Section
from engagekit.reporting.office import number_formats, reproducible_zip
from engagekit.reporting.office.worksheet_tables import TITLE, Column, put, write_table
from engagekit.settings.periods import Period, year_of
from engagekit.tables.tables import Tables


@dataclass(frozen=True)
class Line:
    """One line of a return.

    Attributes
    ----------
    what : str
        What is asked for, in our words.
    value : float or None
        None where engagekit does not count it, or the year has no data of it.
    unit : str
        Of the value.
    source : str
        How it was counted, or why it is empty.
    standard : str
        Where standards of libraries count the same.
    """

    what: str
    value: float | None = None
    unit: str = ""
    source: str = ""
    standard: str = ""


@cache
def forms() -> Mapping[str, Mapping[str, Any]]:
    """Return the returns by their id: ``name`` and ``lines``."""
    text = resources.files("engagekit.reporting").joinpath("returns.toml").read_text("utf-8")
    return tomllib.loads(text)


def last_year(tables: Tables) -> Period:
    """Return the last fiscal year of which every quarter is complete."""
    last = _coverage.asked_period(tables, None)
    year = year_of(last.end, tables.settings.organisation.fiscal_start)
    return year if year.end <= last.end else year.previous()


def lines(tables: Tables, name: str, year: Period) -> list[Line]:
    """Return a return filled from one fiscal year.

    Parameters
    ----------
    name : str
        One of `forms`.

    Returns
    -------
    list of Line
        In the order of the return; nothing is hidden.

    Raises
    ------
    UsageError
        If there is no such return.
    """
    existing = forms()
    if name not in existing:
        slots = {"hint": did_you_mean(name, existing), "names": ", ".join(existing)}
        raise UsageError(error_text("returns.name", name=name, **slots))
    return [_line(tables, one, year) for one in existing[name]["lines"]]


def _line(tables: Tables, asked: Mapping[str, Any], year: Period) -> Line:
    """Return one line, empty where nothing answers it."""
    locale = tables.locale
    what = asked.get(locale.language, asked["en"])
    if "section" not in asked:
        return Line(what, source=locale.say("returns.not_counted"))
    section: Section = getattr(sections, asked["section"])(tables, during=year)
    rows = _rows(section.frame, asked)
    values = pd.to_numeric(rows[asked.get("part", "estimate")], errors="coerce")
    mixed = [*rows.loc[values.isna() & rows["basis"].str.contains(", "), rows.columns[0]]]
    left_out = locale.say("finding.usage_mixed", names=", ".join(mixed)) if mixed else ""
    rows, values = rows[values.notna()], values.dropna()
    if values.empty:
        return Line(what, source=left_out or section.missing or locale.say("returns.no_data"))
    value = float(values.sum() if {"sum", "also"} & {*asked} else values.iloc[0])
    unit = "count" if asked.get("part", "estimate") != "estimate" else str(rows["unit"].iloc[0])
    standard = (locale.definition(asked["measure"]) or {}).get("standard", "")
    names = rows["measure"].map(locale.name_of) if "also" in asked else rows[rows.columns[0]]
    methods = [text_of(row, locale.language) for _, row in rows.iterrows()]
    each = dict(zip(names.astype(str), methods, strict=True))
    sources = sorted({*each.values()})
    if len(sources) > 1:  # some platforms report fewer months, or count in a second way too
        sources = [f"{name} ({method})" for name, method in each.items()]
    source = "; ".join(sources) + (f". {left_out}" if left_out else "")
    return Line(what, value, unit, source, standard)


def _rows(frame: pd.DataFrame, asked: Mapping[str, Any]) -> pd.DataFrame:
    """Return the rows of a measure: that of everybody, or those counted in one way, or also in it.

    Platforms of one contract that count in several ways have no sum, and stand as missing.
    """
    is_asked = frame["measure"].isin([asked["measure"], *asked.get("also", ())])
    if asked.get("sum"):
        ways = frame["basis"].map(lambda one: notes(one).get("counted_by", {}).get("metric", ""))
        is_asked &= ways.str.split(", ").map(lambda ones: asked["form"] in ones)
    else:
        for name in _frame.by_of(frame):
            is_asked &= frame[name] == "All"
    rows: pd.DataFrame = frame[is_asked]
    return rows


def workbook(tables: Tables, name: str, year: Period, filled: list[Line]) -> bytes:
    """Return a return as a workbook of one sheet.

    ``tables``: for the language and the currency. ``filled``: as `lines` gives them.
    """
    locale = tables.locale
    book = Workbook()
    sheet = book.worksheets[0]
    put(sheet, 1, 1, f"{forms()[name]['name']}, {year.label}").font = TITLE
    put(sheet, 2, 1, locale.say("returns.note"))
    formats = "|".join(number_formats.number_format(one.unit or "count", locale) for one in filled)
    columns: list[Column] = [
        (locale.say("returns.line"), "@", [one.what for one in filled]),
        (locale.say("returns.value"), formats, [one.value for one in filled]),
        (locale.say("returns.source"), "@", [one.source for one in filled]),
        (locale.say("returns.standard"), "@", [one.standard for one in filled]),
    ]
    write_table(sheet, 4, columns, "Return", (60, 16, 60, 50))
    stream = BytesIO()
    book.save(stream)
    return reproducible_zip.fixed(stream.getvalue(), year.end)
