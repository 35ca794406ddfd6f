"""The data dictionary of a REDCap project: labels of fields, choices, and what is personal."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._scales import folded

MARK = (
    r'(?i)^\ufeff?"?(?:variable */ *field name|field_name)"?\s*[,;\t]\s*"?form[ _]name"?\s*[,;\t]'
)
_NAMES = frozenset({"variable field name", "field name"})
_COLUMNS = {
    "form": ("form name",),
    "section": ("section header",),
    "type": ("field type",),
    "label": ("field label",),
    "choices": ("choices calculations or slider labels", "select choices or calculations"),
    "valid": ("text validation type or show slider number",),
    "identifier": ("identifier",),
    "matrix": ("matrix group name",),
}
_CHOICE = frozenset({"radio", "dropdown", "checkbox"})
_FIXED = {"yesno": {"1": "Yes", "0": "No"}, "truefalse": {"1": "True", "0": "False"}}
_FILES = frozenset({"file", "signature"})


def is_dictionary(header: list[str]) -> bool:
    """Whether a row heads a data dictionary."""
    names = [folded(cell) for cell in header[:2]]
    return len(names) == 2 and names[0] in _NAMES and names[1] == "form name"


def sheet_of(export: Export) -> Sheet | None:
    """The sheet that is a data dictionary."""
    return next((sheet for sheet in export.visible if is_dictionary(sheet.row(0))), None)


def book_of(export: Export) -> CodeBook | None:
    """The code book in a data dictionary, None if it is none."""
    sheet = sheet_of(export)
    if sheet is None:
        return None
    header = [folded(cell) for cell in sheet.row(0)]
    places = {
        name: next((at for at, cell in enumerate(header) if cell in words), -1)
        for name, words in _COLUMNS.items()
    }
    entries: dict[str, Entry] = {}
    stems: dict[str, str] = {}
    for row in sheet.body(1).to_numpy().tolist():
        text = {name: str(row[at]).strip() if at >= 0 else "" for name, at in places.items()}
        if text["matrix"]:
            stems.setdefault(text["matrix"], _survey_builder.plain(text["section"]))
        if row[0].strip() and text["type"] != "descriptive":
            entries.setdefault(row[0].strip(), _entry(text, stems.get(text["matrix"], "")))
    return CodeBook(export.path.name, "", entries)


def _entry(said: Mapping[str, str], stem: str) -> Entry:
    """One field."""
    field_type, valid = said["type"].casefold(), said["valid"].casefold()
    labels = choices_of(said["choices"]) if field_type in _CHOICE else _FIXED.get(field_type, {})
    kind = "file" if field_type in _FILES else ""
    if field_type in ("calc", "slider") or re.match(r"integer|number", valid):
        kind = "number"
    elif field_type in ("text", "notes"):
        kind = "open" if field_type == "text" and not valid else "text"
    return Entry(
        _survey_builder.plain(said["label"]),
        {} if field_type == "checkbox" else labels,
        labels if field_type == "checkbox" else {},
        kind,
        field_type == "checkbox",
        said["matrix"],
        stem,
        said["identifier"].casefold() == "y",
    )


def choices_of(text: str) -> dict[str, str]:
    """Code to label of the choices of a field.

    Examples
    --------
    >>> choices_of("1, Yes | 0, No, never|-9, <b>Unknown</b>")
    {'1': 'Yes', '0': 'No, never', '-9': 'Unknown'}
    """
    pairs = [part.partition(",") for part in text.split("|") if part.strip()]
    return {code.strip(): _survey_builder.plain(label) for code, _, label in pairs}
