"""Questionnaires as tables: LimeSurvey and REDCap."""

import csv
import io
from collections.abc import Mapping, Sequence

from engagekit.parsing.word_lists import words
from engagekit.questionnaires.text_files import HERE, TYPED, options
from engagekit.settings.question_bank import Item

_LIME_COLUMNS, _REDCAP_COLUMNS = words("columns", HERE).values()
_TITLES, _LIME = words("layouts.titles", HERE), words("layouts.limesurvey", HERE)


def limesurvey(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a survey structure of LimeSurvey, tabs between the columns."""
    rows: list[dict[str, str]] = [
        {"class": "S", "name": "language", "text": languages[0]},
        {"class": "S", "name": "additional_languages", "text": " ".join(languages[1:])},
    ]
    for language in languages:
        shared = {"language": language, "relevance": "1"}
        rows.append(
            {"class": "SL", "name": "surveyls_title", "text": _TITLES[language][0], **shared}
        )
        rows.append({"class": "G", "name": _TITLES[language][0], "type/scale": "1", **shared})
        for item in items:
            rows += _lime_item(item, language, library, shared)
    out = io.StringIO()
    writer = csv.DictWriter(out, _LIME_COLUMNS, dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def _lime_item(
    item: Item, language: str, library: str, shared: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the rows of one item: the question, its sub-questions, its answers."""
    answers = options(item, language)
    (kind,) = _LIME[item.kind] if answers or item.kind in TYPED else "S"
    name = item.id.replace("_", "")
    rows = [
        {
            "class": "Q",
            "type/scale": kind,
            "name": name,
            "text": item.words(language, library),
            "mandatory": "N",
            "other": "N",
            **shared,
        }
    ]
    if item.kind == "multi":
        parts, answers = answers, ()
    else:
        parts = item.rows[language]
    rows += [
        {"class": "SQ", "name": f"SQ{at:03d}", "text": text, **shared}
        for at, text in enumerate(parts, start=1)
    ]
    start = 0 if item.kind == "net_promoter" else 1
    rows += [
        {"class": "A", "type/scale": "0", "name": f"A{at}", "text": text, **shared}
        for at, text in enumerate(answers, start=start)
    ]
    return rows


def redcap(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a data dictionary of REDCap."""
    language = languages[0]
    out = io.StringIO()
    writer = csv.DictWriter(out, _REDCAP_COLUMNS, lineterminator="\n")
    writer.writeheader()
    first = {"Variable / Field Name": "record_id", "Form Name": "survey", "Field Type": "text",
             "Field Label": "Record ID"}  # fmt: skip
    writer.writerow(first)
    for item in items:
        for row in _redcap_item(item, language, library):
            writer.writerow({"Form Name": "survey", **row})
    return out.getvalue().encode("utf-8")


def _redcap_item(item: Item, language: str, library: str) -> list[dict[str, str]]:
    """Return the fields of one item."""
    words, answers = item.words(language, library), options(item, language)
    start = 0 if item.kind == "net_promoter" else 1
    choices = " | ".join(f"{at}, {text}" for at, text in enumerate(answers, start=start))
    name, label = "Variable / Field Name", "Field Label"
    if item.kind == "matrix" or (item.kind == "rank" and answers):
        rows = item.rows[language] or answers
        places = " | ".join(f"{at}, {at}" for at in range(1, len(answers) + 1))
        return [
            {
                name: f"{item.id}_{at}",
                "Section Header": words if at == 1 else "",
                "Field Type": "radio",
                label: row,
                _REDCAP_COLUMNS[5]: choices if item.kind == "matrix" else places,
                "Matrix Group Name": item.id,
                "Matrix Ranking?": "y" if item.kind == "rank" else "",
            }
            for at, row in enumerate(rows, start=1)
        ]
    kind = "checkbox" if item.kind == "multi" else "radio" if answers else "text"
    row = {name: item.id, "Field Type": kind, label: words, _REDCAP_COLUMNS[5]: choices}
    if item.kind == "number":
        row["Text Validation Type OR Show Slider Number"] = "number"
    if item.kind == "text":
        row["Field Type"] = "notes"
    return [row]
