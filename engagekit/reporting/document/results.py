"""results.json: every number a copy shows, what it was made from, and with what."""

import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import PurePath
from typing import Any

import pandas as pd

from engagekit._version import __version__
from engagekit.measures import _frame, ends, registry
from engagekit.measures._frame import is_measure_frame
from engagekit.presentation.section import Section, frame_to_json
from engagekit.reporting.document.document import Content, Item, unique
from engagekit.reporting.document.outline import Outline

VERSION = 2
PACKAGES = ("numpy", "pandas", "plotly", "scipy", "openpyxl", "python-pptx")
PROVENANCE, SET_ASIDE = "provenance", "set_aside"
"""Names of the listings that say which files were read and which rows were left out."""
_ON_BOARD = ("tool",)
"""What a board copy says of a file: its name may name a person, its rows are people, those who
answered or came, and the digest of a short list can be guessed."""
_OF_FINDING = ("id", "section", "measure", "of", "score", "in_brief")
_PLACES = ("folder", "data", "out", "path")
_EXACT = ("estimate", "low", "high", "n")
"""What is not told of a number that is hidden or told by its ends."""
_NUMBERS = ("estimate", "low", "high", "at_least", "at_most", "n", "base")


def results(
    content: Content,
    outline: Outline,
    parameters: Mapping[str, Any],
    notebook: str,
    findings: Sequence[Any] = (),
) -> dict[str, Any]:
    """Return what stands in results.json of one copy.

    ``content``: the copy: its frames are the ones written. ``outline``: gives provenance.
    ``parameters``: what the notebook was run with. ``notebook``: its file name. ``findings``: in
    the order of their weight.

    Returns
    -------
    dict
        ``version, report, findings, numbers, parameters, inputs, rows, versions, sections,
        not_measured, failed``.
    """
    board = content.audience == "board"
    inputs = _listing(outline, PROVENANCE)
    load = {} if board else {"load": outline.metadata.get("load", {})}
    return {
        "version": VERSION,
        "report": {
            "title": content.title,
            "copy": content.audience,
            "language": content.locale.language,
            "notebook": notebook,
            "period": dict(content.period),
            "verdict": content.verdict,
            "organisation": content.organisation,
            "fiscal_start": content.fiscal_start,
            "currency": content.locale.currency,
        },
        "findings": [_finding(one, content.locale.language) for one in findings],
        "numbers": numbers(content),
        "parameters": {name: _place(name, value) for name, value in parameters.items()},
        "inputs": [
            {name: value for name, value in row.items() if not board or name in _ON_BOARD}
            for row in inputs
        ],
        "rows": {
            "read": _total(inputs, "rows_read"),
            "kept": _total(inputs, "rows_kept"),
            "set_aside": [] if board else _listing(outline, SET_ASIDE),
        },
        "versions": versions(),
        **load,
        "sections": [_section(item, content.period) for item in content.items],
        "not_measured": [
            {"title": title, "reason": reason} for title, reason in content.not_measured
        ],
        "failed": [{"title": one.title, "reason": one.reason} for one in content.failures],
    }


def _finding(finding: Any, language: str) -> dict[str, Any]:
    told = {name: getattr(finding, name) for name in _OF_FINDING}
    return {**told, "text": {language: finding.text}}


def as_text(results: Mapping[str, Any]) -> str:
    """Return the document as it is written."""
    return json.dumps(results, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def versions() -> dict[str, str]:
    """Return what the report was made with."""
    result = {"engagekit": __version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            result[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return result


def _listing(outline: Outline, name: str) -> list[dict[str, Any]]:
    """Return the rows of a listing that the notebook shows or notes in its metadata."""
    section = next((section for section in outline.sections if section.name == name), None)
    if section is not None:
        return rows_of(section)
    noted = outline.metadata.get(name, [])
    return [dict(row) for row in noted] if isinstance(noted, Sequence) else []


def rows_of(section: Section) -> list[dict[str, Any]]:
    """Return the rows of a section's frame as JSON; a hidden row has no number at all."""
    data = frame_to_json(section.frame.loc[:, section.frame.columns != "basis"])
    rows = [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]]
    if is_measure_frame(section.frame):
        for row in rows:
            if row["suppressed"] and "previous" in row:
                row["previous"] = None
    return rows


def _section(item: Item, of_report: Mapping[str, Any]) -> dict[str, Any]:
    """Return one section with its numbers, and its span where it is not that of the report."""
    section = item.section
    is_other = section.period and section.period["label"] != of_report.get("label")
    return {
        **({"period": dict(section.period)} if is_other else {}),
        "name": section.name,
        "title": section.title,
        "kind": section.kind,
        "group": dict(section.settings.get("scope", {})),
        "finding": item.finding,
        "note": section.note,
        "missing": section.missing,
        "choices": dict(section.choices),
        "rows": rows_of(section),
    }


def _place(name: str, value: Any) -> Any:
    """Return a parameter, a folder by its last part: either copy is sent, and names no machine."""
    if name in _PLACES and isinstance(value, str):
        return PurePath(value.replace("\\", "/")).name
    return value


def _total(rows: Sequence[Mapping[str, Any]], name: str) -> int | None:
    """Return the sum of a column of a listing, None where it has none."""
    values = [row[name] for row in rows if pd.notna(row.get(name))]
    return int(sum(values)) if values else None


def numbers(content: Content) -> list[dict[str, Any]]:
    """Return a record for each number of a copy, in the order of its sections.

    Returns
    -------
    list of dict
        ``id, section, measure, group, period, value, low, high, at_least, at_most, n, base, hidden,
        recoded, unit, as_count``; ``group`` names the one department of a brief too; what is hidden
        or recoded has no value, what is ``as_count`` is read as a count: its base is too small for
        a share or a mean.
    """
    records: dict[str, dict[str, Any]] = {}
    for item in content.items:
        frame = item.section.frame
        if not is_measure_frame(frame):
            continue
        by = [name for name in _frame.by_of(frame) if name != "period"]
        is_small = _frame.few(frame) | _frame.bare(frame)
        for row, is_count in zip(frame.to_dict("records"), is_small, strict=True):
            record = {**_record(item.section, row, by), "as_count": bool(is_count)}
            if record["id"] in records:
                record["id"] = unique(record["id"], records)
            records[record["id"]] = record
    return list(records.values())


def period_of(section: Section, row: Mapping[Any, Any]) -> str:
    """Return the period that a row tells of: its own, its survey's, or the section's."""
    if pd.notna(row.get("period")):
        return str(row["period"])
    of_survey = registry.measure(str(row["measure"])).of == "survey"
    wave = section.settings.get("survey_period") if of_survey else None
    return str(wave or section.period.get("label", ""))


def _record(section: Section, row: Mapping[Any, Any], by: list[str]) -> dict[str, Any]:
    """Return the record of a row."""
    measure, period = str(row["measure"]), period_of(section, row)
    group = {name: str(row[name]) for name in by if pd.notna(row[name])}
    parts = [section.name, measure, *(f"{name}={value}" for name, value in group.items()), period]
    recoded = ends.is_recoded(row)
    hidden = bool(row["suppressed"]) and not recoded
    told = {name: _number(row.get(name)) for name in _NUMBERS}
    if hidden or recoded:
        told |= dict.fromkeys(_EXACT)
    if hidden:
        told["base"] = None
    return {
        "id": "/".join(part for part in parts if part),
        "section": section.name,
        "measure": measure,
        "group": {**section.settings.get("scope", {}), **group},
        "period": period,
        "value": told.pop("estimate"),
        **told,
        "hidden": hidden,
        "recoded": recoded,
        "unit": str(row["unit"]),
    }


def _number(value: Any) -> int | float | None:
    """Return a number as JSON holds it."""
    if value is None or pd.isna(value):
        return None
    return float(value) if isinstance(value, float) or value % 1 else int(value)
