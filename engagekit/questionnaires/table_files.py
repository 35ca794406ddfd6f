"""Questionnaires as tables: LimeSurvey, XLSForm for KoBoToolbox and ODK, REDCap."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

from openpyxl import Workbook

from engagekit.parsing.word_lists import words
from engagekit.questionnaires.text_files import DAY, HERE, TYPED, ZERO_TO_TEN, options
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


def xlsform(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return an XLSForm workbook: survey, choices, settings."""
    labels = [f"label::{_TITLES[language][1]}" for language in languages]
    survey: list[list[str]] = [["type", "name", *labels, "appearance"]]
    choices: list[list[str]] = [["list_name", "name", *labels]]
    listed: set[str] = set()
    for item in items:
        words = [item.words(language, library) for language in languages]
        answers = [options(item, language) for language in languages]
        if not answers[0]:
            kind = {"number": "decimal"}.get(item.kind, "text")
            survey.append([kind, item.id, *words, ""])
            continue
        of = f"{item.id}_list"
        if of not in listed:
            listed.add(of)
            names = ZERO_TO_TEN if item.kind == "net_promoter" else None
            if item.kind == "rank":  # the order comes back as names, not as labels
                names = tuple("_".join(text.split()) for text in answers[0])
            for at, texts in enumerate(zip(*answers, strict=True)):
                choices.append([of, names[at] if names else f"a{at + 1}", *texts])
        kind = {"multi": "select_multiple", "rank": "rank"}.get(item.kind, "select_one")
        if item.kind != "matrix":
            survey.append([f"{kind} {of}", item.id, *words, ""])
            continue
        survey.append(["begin_group", item.id, *words, ""])
        rows = zip(*(item.rows[language] for language in languages), strict=True)
        for at, texts in enumerate(rows, start=1):
            survey.append([f"select_one {of}", f"{item.id}_{at}", *texts, ""])
        survey.append(["end_group", "", *[""] * len(languages), ""])
    settings = [
        ["form_title", "form_id", "default_language"],
        [_TITLES[languages[0]][0], "library_survey", _TITLES[languages[0]][1]],
    ]
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows_of in (("survey", survey), ("choices", choices), ("settings", settings)):
        sheet = book.create_sheet(name)
        for row in rows_of:
            sheet.append([cell or None for cell in row])
        for made in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            made.data_type = "s"  # a name of a service that begins with "=" is no formula
    book.properties.created = book.properties.modified = datetime(*DAY)
    out = io.BytesIO()
    book.save(out)
    return _undated(out.getvalue())


def _undated(workbook: bytes) -> bytes:
    """Return a workbook that is the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            part = given.read(name)
            if name == "docProps/core.xml":  # openpyxl stamps it as it saves
                part = re.sub(
                    rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2020-01-01T00:00:00Z", part
                )
            made.writestr(zipfile.ZipInfo(name, DAY), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


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
