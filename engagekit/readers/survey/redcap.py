"""REDCap: data exports (codes or labels), longitudinal and repeating, with their dictionary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from engagekit.errors import ExportError, some
from engagekit.files import source_file
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared._table import TOTALS, squash
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _survey_builder, _survey_tables
from engagekit.readers.survey import _redcap_dictionary as _dictionary
from engagekit.readers.survey._categorical import open_kind
from engagekit.readers.survey._code_book import Entry
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.tables.problems import Problem

TOOL = "REDCap"
TABLES = _survey_builder.TABLES
TEXTS = (".csv", ".tsv", ".txt")
OWN = frozenset(
    {
        "redcap_event_name",
        "redcap_repeat_instrument",
        "redcap_repeat_instance",
        "redcap_data_access_group",
        "redcap_survey_identifier",
    }
)
LABELS = {
    "event name": "redcap_event_name",
    "repeat instrument": "redcap_repeat_instrument",
    "repeat instance": "redcap_repeat_instance",
    "data access group": "redcap_data_access_group",
    "survey identifier": "redcap_survey_identifier",
}
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_BOX = re.compile(r"^(?P<stem>.+?)___(?P<code>_?[A-Za-z0-9]+)$")
_BOX_LABEL = re.compile(r"^(?P<stem>.*\S)\s*\(choice=(?P<option>.*)\)$", re.DOTALL)
_TICKED = frozenset({"1", "checked", "true"})
_DONE = frozenset({"2", "complete"})
_ID = r"(?i)^(?:record|study|participant|subject|respondent|case)?[_ ]?id$|^record$"
_NO_ID = r"_complete$|_timestamp$|^Complete\?$|^Survey Timestamp$"
_OPEN_TIME = "[not completed]"
_TAIL = re.compile(r"_DATA(?:_LABELS)?_\d{4}-\d{2}-\d{2}_\d{4}$|[-_]data$", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class _Columns:
    """Where things stand: the tool's own columns, moments, completions, answers."""

    own: dict[str, int]
    moments: list[int]
    done: list[int]
    answers: list[int]


def recognise(export: Export) -> Recognition | None:
    """The data dictionary; or a record id with redcap_ columns, `___` boxes or `_complete`."""
    for sheet in export.visible:
        header = sheet.row(0)
        if len(header) < 2:
            continue
        if _dictionary.is_dictionary(header):
            return Recognition("it is a data dictionary (code book)", True, 1, 1, sheet.name)
        if not header[0] or (folded(header[0]) in {"timestamp", "id"} and not set(header) & OWN):
            continue
        present = [cell for cell in header if cell]  # a spreadsheet leaves blank columns behind
        named = sum(bool(_NAME.match(cell)) for cell in present) >= 0.95 * len(present)
        boxes = any(_BOX.match(cell) for cell in header[1:])
        done = [
            at
            for at, cell in enumerate(header)
            if cell.endswith("_complete") and set(_first(sheet, at)) <= {"0", "1", "2", ""}
        ]
        if named and (set(header) & OWN or done or boxes):
            what = (
                "redcap_ columns"
                if set(header) & OWN
                else ("columns that end in _complete" if done else "boxes named field___code")
            )
            return Recognition(
                f"there are {what}", bool(set(header) & OWN or done), 1, 1, sheet.name
            )
        if "Complete?" in header and (
            any(_BOX_LABEL.match(cell) for cell in header)
            or set(map(folded, header)) & set(LABELS)
            or header.count("Complete?") > 1
            or folded(header[0]).endswith(" id")
        ):
            return Recognition("there are columns named 'Complete?'", True, 1, 1, sheet.name)
    return None


def _first(sheet: Sheet, at: int) -> list[str]:
    """What the first rows of a column hold, a row of totals left out."""
    rows = sheet.cells.iloc[1:200]
    total = rows.iloc[:, 0].map(squash).isin(TOTALS)
    return [str(cell) for cell in rows.loc[~total].iloc[:, at].str.strip().unique()]


def read(export: Export) -> Reading:
    """One row a record, event and instance; a person counts once in `respondents`."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    if _dictionary.is_dictionary(names):
        return _code_book_alone(export, sheet)
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    id_at = _id_at(names, retained, export)
    columns = _sorted(names, retained, id_at)
    visits = _visits(retained, columns)
    book, problems = _code_book.chosen(
        filter(None, map(_dictionary.book_of, source_file.beside(export, TEXTS, _dictionary.MARK))),
        _asked(names),
        "",
        export.file,
    )
    entries: Mapping[str, Entry] = book.entries if book else {}
    retained, text = _with_words(names, retained, columns, entries, export)
    fields, dropped = _fields(names, retained, columns, visits, entries)
    used = {"redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"}
    dropped += [
        (names[at], PERSONAL if name == "redcap_survey_identifier" else METADATA)
        for name, at in columns.own.items()
        if name not in used
    ]
    dropped += [(names[at], METADATA) for at in [*columns.moments, *columns.done]]
    ids = retained[id_at].str.strip()
    many = bool(ids.duplicated().any()) and len(visits) > 1
    problems += text
    if not many:
        ids, text = _survey_builder.unique_ids(retained[id_at], export, names[id_at])
        problems += text
    answers = Answers(
        fields,
        ids,
        len(body),
        _submitted(retained, columns, ids),
        _status(retained, columns, ids),
        aside,
        problems,
        dropped,
        {"respondent_id": id_at},
        many_rows=many,
        title=_title(export, sheet),
    )
    result = _survey_tables.to_reading(answers, export, sheet)
    return replace(result, why=_code_book.told(book) if book else "")


def _code_book_alone(export: Export, sheet: Sheet) -> Reading:
    """A data dictionary: read where its answers lie beside it, else refused."""
    fields = max(sheet.last_row, 0)
    book = _dictionary.book_of(export)
    first = re.escape(sheet.row(1)[0]) if fields else ""
    beside = source_file.beside(export, {*TEXTS, ".xlsx"}, rf'^\ufeff?"?{first}"?\s*[,;\t]')
    used = _code_book.used_by(book, beside, _asked_in) if book and first else []
    if used:
        return Reading({}, fields, fields, why=f"it gives {some(used)} the words of codes")
    raise ExportError(
        f"{export.file} is a REDCap data dictionary ({fields} fields): a code book, no answers, "
        "and its answers are not beside it. Export them (Data Exports > CSV) into the same "
        "folder, or set ignore = true for it under [files] in engagekit.toml."
    )


def _asked_in(export: Export) -> tuple[dict[str, str], str]:
    """The fields of an export; its title tells nothing."""
    observed = recognise(export)
    if observed is None or _dictionary.sheet_of(export) is not None:
        return {}, ""
    return _asked(_survey_builder.sheet_of(export, observed).row(0)), ""


def _asked(names: list[str]) -> dict[str, str]:
    """The fields of an export; their names are the project's own and stand for the wording."""
    stems = [(box["stem"] if (box := _BOX.match(name)) else name) for name in names]
    return {
        stem: ""
        for stem in stems
        if stem not in OWN and not re.search(r"_(?:complete|timestamp)$", stem)
    }


def _with_words(
    names: list[str],
    kept: pd.DataFrame,
    columns: _Columns,
    entries: Mapping[str, Entry],
    export: Export,
) -> tuple[pd.DataFrame, list[Problem]]:
    """Codes as the dictionary's labels."""
    worded, problems = kept.copy(), []
    for at in columns.answers:
        entry = entries.get(names[at])
        if entry is not None:
            worded[at], text = _code_book.labelled(kept[at], entry, names[at], export.file)
            problems += text
    return worded, problems


def _title(export: Export, sheet: Sheet) -> str:
    return _TAIL.sub("", _survey_builder.title_of(export, sheet)).strip(" _-")


def _id_at(names: list[str], kept: pd.DataFrame, export: Export) -> int:
    """Where the record id stands: first, unless somebody moved the columns."""
    own = OWN | set(LABELS)
    for at in (0, *(at for at, name in enumerate(names) if re.search(_ID, name))):
        name = names[at]
        text = name in own or folded(name) in own or _BOX.match(name) or _BOX_LABEL.match(name)
        if not text and not re.search(_NO_ID, name) and (kept[at].str.strip() != "").all():
            return at
    raise ExportError(
        f"{export.file} looks like an export of REDCap, but its first column ('{names[0]}') is no "
        "record id and no other column is named like one. Export it again."
    )


def _sorted(names: list[str], kept: pd.DataFrame, id_at: int) -> _Columns:
    """The tool's own columns apart from answers."""
    own: dict[str, int] = {}
    moments, done, answers = [], [], []
    for at, name in enumerate(names):
        plain = LABELS.get(folded(name), name)
        if at == id_at:
            continue
        if plain in OWN:
            own[plain] = at
        elif re.search(r"_timestamp$|^Survey Timestamp$", name):
            moments.append(at)
        elif name.endswith("_complete") or name == "Complete?":
            done.append(at)
        elif name or (kept[at].str.strip() != "").any():
            answers.append(at)
    return _Columns(own, moments, done, answers)


def _visits(kept: pd.DataFrame, columns: _Columns) -> dict[str, pd.Series]:
    """Name of each event and instance to the rows it has; one without a name where there is one."""
    parts = [
        kept[columns.own[name]].str.strip()
        for name in ("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance")
        if name in columns.own
    ]
    if not parts:
        return {"": pd.Series(True, index=kept.index)}
    label = parts[0]
    for part in parts[1:]:
        label = (label + " " + part).str.strip()
    return {name: label == name for name in label.unique()}


def _fields(
    names: list[str],
    kept: pd.DataFrame,
    columns: _Columns,
    visits: dict[str, pd.Series],
    entries: Mapping[str, Entry],
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions of each event in which they were asked, and columns that go nowhere."""
    dropped: list[tuple[str, str]] = []
    keys = _survey_builder.unique([names[at] or f"column_{at + 1}" for at in columns.answers])
    fields: list[Field] = []
    for key, at in zip(keys, columns.answers, strict=True):
        box = _BOX.match(names[at]) or _BOX_LABEL.match(names[at])
        stem = box["stem"] if box else names[at]
        entry = entries.get(stem, Entry(stem))
        if entry.personal or is_personal(stem, None if box else kept[at]):
            dropped.append((names[at], PERSONAL))
            continue
        if entry.kind == "file":
            dropped.append((names[at], "a file that was handed in, no answer"))
            continue
        cells = kept[at].str.strip()
        present = cells != ""
        requested = [visit for visit, rows in visits.items() if bool((present & rows).any())]
        for visit in requested or list(visits)[:1]:
            visible = None if len(visits) == 1 else visits[visit]
            name = f"@{_survey_builder.slug(visit)}" if len(requested) > 1 else ""
            if box:
                fields.append(_box(box, cells, name, visible, entry))
            else:
                wording = (entry.wording or names[at]) + (f" ({visit})" if name else "")
                block = f"{entry.block}{name}" if entry.block else ""
                kind = entry.kind
                if kind == "open":
                    kind = open_kind(cells)
                fields.append(
                    Field(_id(key) + name, wording, cells, kind, block, entry.stem, shown=visible)
                )
    return fields, dropped


def _id(name: str) -> str:
    return name if _NAME.match(name) else _survey_builder.slug(name)


def _box(
    box: re.Match[str], cells: pd.Series, visit: str, shown: pd.Series | None, entry: Entry
) -> Field:
    """One option of a checkbox field."""
    parts = box.groupdict()
    code = re.sub(r"^_", "-", parts.get("code") or "")
    option = parts.get("option") or entry.items.get(code) or code
    ticked = cells.where(cells.str.casefold().isin(_TICKED), "")
    key, stem = _id(box["stem"]) + visit, entry.wording or box["stem"]
    return Field(key, stem, ticked, "multi", key, stem, option, shown)


def _submitted(kept: pd.DataFrame, columns: _Columns, ids: pd.Series) -> pd.Series | None:
    """The last moment a person handed something in."""
    if not columns.moments:
        return None
    last = pd.Series("", index=kept.index, dtype="str")
    for at in columns.moments:
        cells = kept[at].str.strip()
        cells = cells.where(cells != _OPEN_TIME, "")
        last = last.where(last >= cells, cells)
    return last.groupby(ids).transform("max").astype("str")


def _status(kept: pd.DataFrame, columns: _Columns, ids: pd.Series) -> pd.Series | None:
    """Complete where every form that has a state is complete; broken off where none is begun."""
    if not columns.done:
        return None
    states = kept[columns.done].apply(lambda cells: cells.str.strip().str.casefold())
    present = states != ""
    finished = states.isin(_DONE)
    whole = (finished | ~present).all(axis=1) & present.any(axis=1)
    any_begun = finished.any(axis=1)
    people = pd.DataFrame({"whole": whole, "begun": any_begun}).groupby(ids)
    words = np.where(
        people["whole"].transform("all"),
        "complete",
        np.where(people["begun"].transform("any"), "partial", "break_off"),
    )
    return pd.Series(words, index=kept.index, dtype="str")
