"""The definition of a Qualtrics survey (.qsf): its questions, choices and recoded values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engagekit.files.source_file import Export
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._code_book import CodeBook, Entry

MARK = r'"SurveyEntry"'
_SILENT = frozenset({"DB", "Timing", "Meta", "Captcha"})
_SEVERAL = frozenset({"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"})


def definition(export: Export) -> dict[str, Any] | None:
    """The survey definition, if the file is one."""
    if export.kind != "text" or '"SurveyEntry"' not in export.text[:2000]:
        return None
    try:
        matches = json.loads(export.text)
    except json.JSONDecodeError:
        return None
    return matches if isinstance(matches, dict) and "SurveyElements" in matches else None


def title_of(found: Mapping[str, Any]) -> str:
    """The name of the survey."""
    entry = found.get("SurveyEntry")
    return str(entry.get("SurveyName", "")) if isinstance(entry, dict) else ""


def count(found: Mapping[str, Any]) -> int:
    """How many questions are defined."""
    return len(_payloads(found))


def book_of(export: Export) -> CodeBook | None:
    """The code book in a definition: each question by its id and by its export tag."""
    matches = definition(export)
    if matches is None:
        return None
    entries: dict[str, Entry] = {}
    for payload in _payloads(matches):
        if payload.get("QuestionType") not in _SILENT:
            by_id, by_tag = _entries(payload)
            entries.setdefault(str(payload.get("QuestionID", "")), by_id)
            entries.setdefault(str(payload.get("DataExportTag", "")), by_tag)
    entries.pop("", None)
    return CodeBook(export.path.name, title_of(matches), entries)


def _payloads(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is said of each question."""
    elements = found["SurveyElements"]
    parts = elements if isinstance(elements, list) else []
    questions = [part for part in parts if isinstance(part, dict) and part.get("Element") == "SQ"]
    return [part["Payload"] for part in questions if isinstance(part.get("Payload"), dict)]


def _entries(payload: Mapping[str, Any]) -> tuple[Entry, Entry]:
    """One question, with its columns named by choice (ImportId) and by recoded value (tag)."""
    wording = _survey_builder.plain(str(payload.get("QuestionText", "")))
    choices, answers = _displays(payload, "Choices"), _displays(payload, "Answers")
    recoded = _recoded(payload)
    by_value = {recoded.get(code, code): label for code, label in choices.items()}
    if answers:
        points = {recoded.get(code, code): label for code, label in answers.items()}
        several = payload.get("SubSelector") in _SEVERAL
        entry = Entry(wording, {} if several else points, choices)
        return entry, entry
    if payload.get("QuestionType") != "MC":
        return Entry(wording, {}, choices), Entry(wording, {}, by_value)
    several = payload.get("Selector") in _SEVERAL
    return (
        Entry(wording, by_value, choices, several=several),
        Entry(wording, by_value, by_value, several=several),
    )


def _displays(payload: Mapping[str, Any], name: str) -> dict[str, str]:
    """Code to the words shown; an empty list stands where there are none."""
    present = payload.get(name)
    pairs = present.items() if isinstance(present, dict) else enumerate(present or [], start=1)
    return {
        str(code): _survey_builder.plain(str(part.get("Display", "")))
        for code, part in pairs
        if isinstance(part, dict)
    }


def _recoded(payload: Mapping[str, Any]) -> dict[str, str]:
    """Choice to the value that an export of numbers writes."""
    present = payload.get("RecodeValues")
    if isinstance(present, dict):
        return {str(code): str(value) for code, value in present.items()}
    return {str(code): str(value) for code, value in enumerate(present or [], start=1)}
