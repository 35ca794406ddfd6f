"""The data dictionary of a REDCap project: labels of fields, choices, and what is personal."""

import re
from collections.abc import Mapping

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._form import own_columns
from engagekit.readers.survey._survey_builder import plain
from engagekit.readers.survey._words import folded, words_of

MARK = (
    r'(?i)^\ufeff?"?(?:variable */ *field name|field_name)"?\s*[,;\t]\s*"?form[ _]name"?\s*[,;\t]'
)
_CHOICE = frozenset({"radio", "dropdown", "checkbox"})
_FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_FILES = frozenset({"file", "signature"})


def is_dictionary(header: list[str]) -> bool:
    """Return whether a row heads a data dictionary."""
    words, names = words_of("redcap.dictionary"), [folded(cell) for cell in header[:2]]
    return len(names) == 2 and names[0] in words["name"] and names[1] in words["form"]


def sheet_of(export: Export) -> Sheet | None:
    """Return the sheet that is a data dictionary."""
    return next((sheet for sheet in export.visible if is_dictionary(sheet.row(0))), None)


def book_of(export: Export) -> CodeBook | None:
    """Return the code book in a data dictionary, None if it is none."""
    sheet = sheet_of(export)
    if sheet is None:
        return None
    words = words_of("redcap.dictionary")
    places = {role: at for at, role in own_columns(sheet.row(0), words).items()}
    entries: dict[str, Entry] = {}
    stems: dict[str, str] = {}
    for row in sheet.body(1).to_numpy().tolist():
        text = {role: str(row[places[role]]).strip() if role in places else "" for role in words}
        if text["matrix"]:
            stems.setdefault(text["matrix"], plain(text["section"]))
        if row[0].strip() and text["type"] != "descriptive":
            entries.setdefault(row[0].strip(), _entry(text, stems.get(text["matrix"], "")))
    return CodeBook(export.path.name, "", entries, max(sheet.last_row, 0))


def _entry(text: Mapping[str, str], stem: str) -> Entry:
    """Return one field."""
    field_type, valid = text["type"].casefold(), text["valid"].casefold()
    labels = choices_of(text["choices"]) if field_type in _CHOICE else _FIXED.get(field_type, {})
    several = field_type == "checkbox"
    kind = "file" if field_type in _FILES else ""
    if field_type in ("calc", "slider") or re.match(r"integer|number", valid):
        kind = "number"
    elif valid.startswith("date"):
        kind = "date"
    elif field_type in ("text", "notes"):
        kind = "open" if field_type == "text" and not valid else "text"
    return Entry(
        plain(text["label"]),
        {} if several else labels,
        labels if several else {},
        kind,
        several,
        text["matrix"],
        stem,
        text["identifier"].casefold() == "y",
    )


def choices_of(text: str) -> dict[str, str]:
    """Return code to label of the choices of a field.

    Examples
    --------
    >>> choices_of("1, Yes | 0, No, never|-9, <b>Unknown</b>")
    {'1': 'Yes', '0': 'No, never', '-9': 'Unknown'}
    """
    pairs = [part.partition(",") for part in text.split("|") if part.strip()]
    return {code.strip(): plain(label) for code, _, label in pairs}
