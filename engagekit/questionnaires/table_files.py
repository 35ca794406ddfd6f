"""Questionnaires as tables: LimeSurvey and REDCap."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
        (title,) = _TITLES[language]
        of_language = [("SL", "", "surveyls_title", title), ("G", "1", title, "")]
        for item in items:
            of_language += _lime_item(item, language, library)
        for kind, scale, name, text in of_language:
            row = {"class": kind, "type/scale": scale, "name": name, "text": text}
            asked = {"mandatory": "N", "other": "N"} if kind == "Q" else {}
            rows.append({**row, **asked, "language": language, "relevance": "1"})
    return _table(_LIME_COLUMNS, rows, "\t")


def _lime_item(item: Item, language: str, library: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield the rows of one item: the question, its sub-questions, its answers."""
    answers, parts = options(item, language), item.rows[language]
    (kind,) = _LIME[item.kind] if answers or item.kind in TYPED else "S"
    yield "Q", kind, item.id.replace("_", ""), item.words(language, library)
    if item.kind == "multi":
        parts, answers = answers, ()
    for at, text in enumerate(parts, start=1):
        yield "SQ", "", f"SQ{at:03d}", text
    for at, text in enumerate(answers, start=_first(item)):
        yield "A", "0", f"A{at}", text


def _first(item: Item) -> int:
    """Return the code of the first answer."""
    return 0 if item.kind == "net_promoter" else 1


def redcap(items: Sequence[Item], languages: Sequence[str], library: str) -> bytes:
    """Return a data dictionary of REDCap."""
    rows = [{_NAME: "record_id", "Field Type": "text", _LABEL: "Record ID"}]
    for item in items:
        rows += _redcap_item(item, languages[0], library)
    return _table(_REDCAP_COLUMNS, [{"Form Name": "survey", **row} for row in rows], ",")


_NAME, _LABEL, _CHOICES = (_REDCAP_COLUMNS[at] for at in (0, 4, 5))


def _redcap_item(item: Item, language: str, library: str) -> list[dict[str, str]]:
    """Return the fields of one item."""
    words, answers = item.words(language, library), options(item, language)
    parts = item.rows[language] or (answers if item.kind == "rank" else ())
    places = map(str, range(1, len(answers) + 1))
    labels = enumerate(places if item.kind == "rank" else answers, start=_first(item))
    field = {
        "Field Type": "checkbox" if item.kind == "multi" else "radio" if answers else "text",
        _CHOICES: " | ".join(f"{code}, {label}" for code, label in labels),
    }
    if item.kind == "text":
        field["Field Type"] = "notes"
    if item.kind == "number":
        field["Text Validation Type OR Show Slider Number"] = "number"
    if not parts:
        return [{_NAME: item.id, _LABEL: words, **field}]
    field |= {"Matrix Group Name": item.id, "Matrix Ranking?": "y" * (item.kind == "rank")}
    return [
        {
            _NAME: f"{item.id}_{at}",
            "Section Header": words if at == 1 else "",
            _LABEL: part,
            **field,
        }
        for at, part in enumerate(parts, start=1)
    ]


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], separator: str) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")
