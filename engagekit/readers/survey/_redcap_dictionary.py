"""The data dictionary of a REDCap project: labels of fields, choices, and what is personal.

It gives an export beside it the words of its codes, if it knows the export's fields by name. Where
two fit and say different things, neither is used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from engagekit.errors import problem_texts, some
from engagekit.files.source_file import Export, Sheet, beside
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._column import labels_of, recoded
from engagekit.readers.survey._form import own_columns
from engagekit.readers.survey._survey_builder import plain
from engagekit.readers.survey._words import words_of
from engagekit.tables.problems import Problem, problem_of

TEXTS = (".csv", ".tsv", ".txt")
MARK = (
    r'(?i)^\ufeff?"?(?:variable */ *field name|field_name)"?\s*[,;\t]\s*"?form[ _]name"?\s*[,;\t]'
)
ENOUGH = 0.8
"""Share of an export's fields that a dictionary must know: a project is changed while it runs."""
_CHOICES_OF = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}
_WITH_CHOICES = frozenset({"radio", "dropdown", "checkbox"})
_ROLES = [*vocabulary.words("redcap.dictionary")]
_WHOLE = re.compile(r"^(-?\d+)(?:\.0+)?$")


@dataclass(frozen=True)
class Entry:
    """One field.

    ``labels``: of its codes; empty for an open question. ``kind``: ``text``, ``number``, ``date``
    or ``file`` where the dictionary says so. ``block``, ``stem``: key and wording of its matrix.
    ``personal``: marked as a name, address or number of a person.
    """

    wording: str
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    block: str = ""
    stem: str = ""
    personal: bool = False


def is_dictionary(header: list[str]) -> bool:
    """Return whether a row heads a data dictionary."""
    roles = own_columns(header[:2], words_of("redcap.dictionary"))
    return roles == {0: "name", 1: "form"}


def fields_in(sheet: Sheet) -> dict[str, Entry]:
    """Return the fields of a data dictionary by name."""
    roles = own_columns(sheet.row(0), words_of("redcap.dictionary"))
    rows = sheet.body(1).rename(columns=roles).reindex(columns=_ROLES, fill_value="")
    entries: dict[str, Entry] = {}
    stems: dict[str, str] = {}
    for row in rows.map(str.strip).to_dict("records"):
        stem = stems.setdefault(row["matrix"], plain(row["section"]) if row["matrix"] else "")
        if row["name"] and row["type"] != "descriptive":
            entries.setdefault(row["name"], _entry(row, stem))
    return entries


def _entry(row: Mapping[Any, str], stem: str) -> Entry:
    field_type = row["type"].casefold()
    choices = row["choices"] if field_type in _WITH_CHOICES else _CHOICES_OF.get(field_type, "")
    kind = _kind(field_type, row["valid"].casefold())
    is_personal = row["identifier"].casefold() == "y"
    wording, labels = plain(row["label"]), choices_of(choices)
    return Entry(wording, labels, kind, row["matrix"], stem, is_personal)


def _kind(field_type: str, valid: str) -> str:
    """Return what a field takes, where its type or the check of what is typed says so."""
    if field_type in ("file", "signature"):
        return "file"
    if field_type in ("calc", "slider") or valid.startswith(("integer", "number")):
        return "number"
    if valid.startswith("date"):
        return "date"
    is_typed = field_type in ("text", "notes") and (valid or field_type == "notes")
    return "text" if is_typed else ""


def choices_of(text: str) -> dict[str, str]:
    """Return code to label of the choices of a field.

    Examples
    --------
    >>> choices_of("1, Yes | 0, No, never|-9, <b>Unknown</b>")
    {'1': 'Yes', '0': 'No, never', '-9': 'Unknown'}
    """
    pairs = [part.partition(",") for part in text.split("|") if part.strip()]
    return {code.strip(): plain(label) for code, _, label in pairs}


def dictionary_of(
    export: Export, names: Iterable[str]
) -> tuple[dict[str, Entry], str, list[Problem]]:
    """Return the fields of the dictionary beside an export that knows most of its own; its file.

    ``problems``: where two of them disagree, or the best knows too few.
    """
    asked = [*dict.fromkeys(names)]
    found = [
        (other.path.name, fields_in(sheet))
        for other in beside(export, TEXTS, MARK)
        for sheet in other.visible
        if is_dictionary(sheet.row(0))
    ]
    known = [sum(name in fields for name in asked) for _, fields in found]
    most = max(known, default=0)
    best = [one for one, n in zip(found, known, strict=True) if n == most > 0]
    if not best:
        return {}, "", []
    files = ", ".join(file for file, _ in best)
    if most < ENOUGH * len(asked):
        slots = {"n": most, "fields": len(asked), "names": files}
        return {}, "", [problem_of("redcap_dictionary.lacks", export.file, **slots)]
    file, first = best[0]
    same = [name for name in asked if all(other.get(name) == first.get(name) for _, other in best)]
    if same != asked:
        differ = some([name for name in asked if name not in same])
        slots = {"n": len(best), "questions": differ, "names": files}
        return {}, "", [problem_of("redcap_dictionary.differ", export.file, **slots)]
    return first, file, []


def labelled(
    cells: pd.Series, entry: Entry, name: str, file: str
) -> tuple[pd.Series, list[Problem]]:
    """Return the codes of a column as labels; as they are if the dictionary lacks one of them.

    ``name``, ``file``: for messages.
    """
    answers, words = labels_of(cells), {*entry.labels.values()}
    if not entry.labels or words >= {*answers}:
        return cells, []
    # a code as the dictionary writes it: `1` for `1.0`
    texts = {answer: entry.labels.get(_WHOLE.sub(r"\1", answer), answer) for answer in answers}
    strange = [text for text in texts.values() if text not in words]
    if any(map(_WHOLE.fullmatch, strange)):
        said = problem_texts("redcap_dictionary.labelled", strange=some(strange))
        return cells, [Problem(*said, file, column=name)]
    return recoded(cells, texts), []
