"""The definition of a Qualtrics survey (.qsf): its questions, choices and recoded values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engagekit.files.source_file import Export
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._survey_builder import plain

MARK = r'"SurveyEntry"'
_SILENT = frozenset({"DB", "Timing", "Meta", "Captcha"})
_SEVERAL = frozenset({"MAVR", "MAHR", "MACOL", "MSB", "MultipleAnswer"})


def definition(export: Export) -> dict[str, Any] | None:
    """Return the survey definition, if the file is one."""
    if export.kind != "text" or MARK not in export.text[:2000]:
        return None
    try:
        content = json.loads(export.text)
    except ValueError:
        return None
    return content if isinstance(content, dict) and "SurveyElements" in content else None


def book_of(export: Export) -> CodeBook | None:
    """Return the code book in a definition: each question by its id and by its export tag."""
    content = definition(export)
    if content is None:
        return None
    entries: dict[str, Entry] = {}
    questions = _payloads(content)
    for payload in questions:
        if payload.get("QuestionType") not in _SILENT:
            by_id, by_tag = _entries(payload)
            entries.setdefault(str(payload.get("QuestionID", "")), by_id)
            entries.setdefault(str(payload.get("DataExportTag", "")), by_tag)
    entries.pop("", None)
    survey = content.get("SurveyEntry")
    title = str(survey.get("SurveyName", "")) if isinstance(survey, dict) else ""
    return CodeBook(export.path.name, title, entries, len(questions))


def _payloads(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is defined of each question."""
    elements = content["SurveyElements"]
    parts = elements if isinstance(elements, list) else []
    questions = [part for part in parts if isinstance(part, dict) and part.get("Element") == "SQ"]
    return [part["Payload"] for part in questions if isinstance(part.get("Payload"), dict)]


def _entries(payload: Mapping[str, Any]) -> tuple[Entry, Entry]:
    """Return one question, its columns by choice (ImportId) and by recoded value (tag)."""
    wording = plain(str(payload.get("QuestionText", "")))
    choices, answers = _displays(payload, "Choices"), _displays(payload, "Answers")
    recoded = {code: str(value) for code, value in _pairs(payload, "RecodeValues")}
    by_value = {recoded.get(code, code): label for code, label in choices.items()}
    if answers:
        points = {recoded.get(code, code): label for code, label in answers.items()}
        several = payload.get("SubSelector") in _SEVERAL
        entry = Entry(wording, {} if several else points, choices)
        return entry, entry
    labels = by_value if payload.get("QuestionType") == "MC" else {}
    several = bool(labels) and payload.get("Selector") in _SEVERAL
    return (
        Entry(wording, labels, choices, several=several),
        Entry(wording, labels, by_value, several=several),
    )


def _pairs(payload: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    """Return code and value; a list (an empty one where there are none) counts from 1."""
    present = payload.get(name) or []
    pairs = present.items() if isinstance(present, dict) else enumerate(present, start=1)
    return [(str(code), value) for code, value in pairs]


def _displays(payload: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return code to the words shown."""
    return {
        code: plain(str(part.get("Display", "")))
        for code, part in _pairs(payload, name)
        if isinstance(part, dict)
    }
