"""Survey definitions of Qualtrics (.qsf): the code book of an export that holds codes."""

import json
from collections.abc import Mapping
from typing import Any

from engagekit.files.source_file import Export
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._survey_builder import plain

MARK = r'"SurveyEntry"'
_NO_QUESTION = frozenset({"DB", "Timing", "Meta", "Captcha"})
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
    elements = [element for element in content["SurveyElements"] if isinstance(element, dict)]
    asked = [element.get("Payload") for element in elements if element.get("Element") == "SQ"]
    questions = [payload for payload in asked if isinstance(payload, dict)]
    entries: dict[str, Entry] = {}
    for question in questions:
        if question.get("QuestionType") not in _NO_QUESTION:
            by_choice, by_value = _entries(question)
            entries.setdefault(question.get("QuestionID", ""), by_choice)
            entries.setdefault(question.get("DataExportTag", ""), by_value)
    entries.pop("", None)
    title = content.get("SurveyEntry", {}).get("SurveyName", "")
    return CodeBook(export.path.name, title, entries, len(questions))


def _entries(question: Mapping[str, Any]) -> tuple[Entry, Entry]:
    """Return a question with its columns by choice (ImportId), and by recoded value (tag)."""
    wording = plain(str(question.get("QuestionText", "")))
    recoded = _by_code(question, "RecodeValues")
    choices, answers = _displays(question, "Choices"), _displays(question, "Answers")
    if answers:
        points = {str(recoded.get(code, code)): label for code, label in answers.items()}
        several = question.get("SubSelector") in _SEVERAL
        entry = Entry(wording, {} if several else points, choices)
        return entry, entry
    by_value = {str(recoded.get(code, code)): label for code, label in choices.items()}
    labels = by_value if question.get("QuestionType") == "MC" else {}
    several = bool(labels) and question.get("Selector") in _SEVERAL
    return (
        Entry(wording, labels, choices, several=several),
        Entry(wording, labels, by_value, several=several),
    )


def _displays(question: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return the words shown of each code."""
    shown = _by_code(question, name)
    return {code: plain(str(part.get("Display", ""))) for code, part in shown.items()}


def _by_code(question: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return what stands of each code; a list (an empty one where there are none) counts from 1."""
    listed = question.get(name) or []
    pairs = listed.items() if isinstance(listed, dict) else enumerate(listed, start=1)
    return {str(code): value for code, value in pairs}
