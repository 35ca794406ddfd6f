"""The data dictionary of a REDCap project: labels of fields, choices, and what is personal."""

from collections.abc import Mapping

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._code_book import CodeBook, Entry
from engagekit.readers.survey._form import own_columns
from engagekit.readers.survey._survey_builder import plain
from engagekit.readers.survey._words import words_of

MARK = (
    r'(?i)^\ufeff?"?(?:variable */ *field name|field_name)"?\s*[,;\t]\s*"?form[ _]name"?\s*[,;\t]'
)
_CHOICES_OF = {"yesno": "1, Yes | 0, No", "truefalse": "1, True | 0, False"}


def is_dictionary(header: list[str]) -> bool:
    """Return whether a row heads a data dictionary."""
    roles = own_columns(header[:2], words_of("redcap.dictionary"))
    return roles == {0: "name", 1: "form"}


def sheet_of(export: Export) -> Sheet | None:
    """Return the sheet that is a data dictionary."""
    return next((sheet for sheet in export.visible if is_dictionary(sheet.row(0))), None)


def book_of(export: Export) -> CodeBook | None:
    """Return the code book in a data dictionary, None if it is none."""
    sheet = sheet_of(export)
    if sheet is None:
        return None
    roles = own_columns(sheet.row(0), words_of("redcap.dictionary"))
    rows = sheet.body(1).rename(columns=roles).reindex(columns=_ROLES, fill_value="")
    entries: dict[str, Entry] = {}
    stems: dict[str, str] = {}
    for cells in rows.map(str.strip).to_numpy().tolist():
        row = dict(zip(_ROLES, cells, strict=True))
        stem = stems.setdefault(row["matrix"], plain(row["section"]) if row["matrix"] else "")
        if row["name"] and row["type"] != "descriptive":
            entries.setdefault(row["name"], _entry(row, stem))
    return CodeBook(export.path.name, "", entries, len(rows))


_ROLES = [*vocabulary.words("redcap.dictionary")]


def _entry(row: Mapping[str, str], stem: str) -> Entry:
    """Return one field."""
    field_type = row["type"].casefold()
    choices = row["choices"] if field_type in _WITH_CHOICES else _CHOICES_OF.get(field_type, "")
    labels, several = choices_of(choices), field_type == "checkbox"
    return Entry(
        plain(row["label"]),
        {} if several else labels,
        labels if several else {},
        _kind(field_type, row["valid"].casefold()),
        several,
        row["matrix"],
        stem,
        row["identifier"].casefold() == "y",
    )


_WITH_CHOICES = frozenset({"radio", "dropdown", "checkbox"})


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
