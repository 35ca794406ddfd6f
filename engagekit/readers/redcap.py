"""REDCap: data exports (codes or labels), longitudinal and repeating; the dictionary is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from engagekit.errors import ExportError
from engagekit.exports import Export, Sheet
from engagekit.readers import Reading, Recognition, _answers, _tidy
from engagekit.readers._answers import Answers, Field
from engagekit.readers._personal import METADATA, PERSONAL, is_personal
from engagekit.readers._scales import folded
from engagekit.tables import Problem

TOOL = "REDCap"
TABLES = _answers.TABLES
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
_DICTIONARY = frozenset({"variable field name", "field name"})
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_BOX = re.compile(r"^(?P<stem>.+?)___(?P<code>_?[A-Za-z0-9]+)$")
_BOX_LABEL = re.compile(r"^(?P<stem>.*\S)\s*\(choice=(?P<option>.*)\)$", re.DOTALL)
_TICKED = frozenset({"1", "checked", "true"})
_DONE = frozenset({"2", "complete"})
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
        if _is_dictionary(header):
            return Recognition("it is a data dictionary (code book)", True, 1, 1, sheet.name)
        if not header[0] or (folded(header[0]) in {"timestamp", "id"} and not set(header) & OWN):
            continue
        named = sum(bool(_NAME.match(cell)) for cell in header if cell) >= 0.95 * len(header)
        boxes = any(_BOX.match(cell) for cell in header[1:])
        done = [
            at
            for at, cell in enumerate(header)
            if cell.endswith("_complete")
            and set(sheet.cells.iloc[1:200, at].str.strip().unique()) <= {"0", "1", "2", ""}
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


def _is_dictionary(header: list[str]) -> bool:
    return folded(header[0]) in _DICTIONARY and folded(header[1]) == "form name"


def read(export: Export) -> Reading:
    """One row a record, event and instance; a person counts once in `respondents`."""
    seen = recognise(export)
    sheet = _answers.sheet_of(export, seen)
    names = [_answers.plain(cell) for cell in sheet.row(0)]
    if _is_dictionary(names):
        raise ExportError(_no_answers(export, sheet))
    body = sheet.body(1)
    kept, aside = _answers.keep(body)
    columns = _sorted(names, kept)
    visits = _visits(kept, columns)
    fields, dropped = _fields(names, kept, columns, visits)
    used = {"redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"}
    dropped += [
        (names[at], PERSONAL if name == "redcap_survey_identifier" else METADATA)
        for name, at in columns.own.items()
        if name not in used
    ]
    dropped += [(names[at], METADATA) for at in [*columns.moments, *columns.done]]
    ids = kept[0].str.strip()
    many = bool(ids.duplicated().any()) and len(visits) > 1
    problems: list[Problem] = []
    if not many:
        ids, problems = _answers.unique_ids(kept[0], export, names[0])
    answers = Answers(
        fields,
        ids,
        len(body),
        _submitted(kept, columns, ids),
        _status(kept, columns, ids),
        aside,
        problems,
        dropped,
        {"respondent_id": 0},
        many_rows=many,
        title=_title(export, sheet),
    )
    return _tidy.to_reading(answers, export, sheet)


def _no_answers(export: Export, sheet: Sheet) -> str:
    """The sentence that refuses a data dictionary."""
    return (
        f"{export.file} is a REDCap data dictionary ({max(sheet.last_row, 0)} fields): a code "
        "book, no answers. Export the answers (Data Exports > CSV labels), and take this file "
        "out of the folder or set ignore = true for it under [files] in engagekit.toml."
    )


def _title(export: Export, sheet: Sheet) -> str:
    return _TAIL.sub("", _answers.title_of(export, sheet)).strip(" _-")


def _sorted(names: list[str], kept: pd.DataFrame) -> _Columns:
    """The tool's own columns apart from answers."""
    own: dict[str, int] = {}
    moments, done, answers = [], [], []
    for at, name in enumerate(names):
        plain = LABELS.get(folded(name), name)
        if at == 0:
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
    names: list[str], kept: pd.DataFrame, columns: _Columns, visits: dict[str, pd.Series]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions of each event in which they were asked, and columns that go nowhere."""
    dropped: list[tuple[str, str]] = []
    keys = _answers.unique([names[at] or f"column_{at + 1}" for at in columns.answers])
    fields: list[Field] = []
    for key, at in zip(keys, columns.answers, strict=True):
        box = _BOX.match(names[at]) or _BOX_LABEL.match(names[at])
        stem = box["stem"] if box else names[at]
        if is_personal(stem, None if box else kept[at]):
            dropped.append((names[at], PERSONAL))
            continue
        cells = kept[at].str.strip()
        held = cells != ""
        asked = [visit for visit, rows in visits.items() if bool((held & rows).any())]
        for visit in asked or list(visits)[:1]:
            shown = None if len(visits) == 1 else visits[visit]
            name = f"@{_answers.slug(visit)}" if len(asked) > 1 else ""
            if box:
                fields.append(_box(box, cells, name, shown))
            else:
                fields.append(
                    Field(
                        _id(key) + name,
                        names[at] + (f" ({visit})" if name else ""),
                        cells,
                        shown=shown,
                    )
                )
    return fields, dropped


def _id(name: str) -> str:
    return name if _NAME.match(name) else _answers.slug(name)


def _box(box: re.Match[str], cells: pd.Series, visit: str, shown: pd.Series | None) -> Field:
    """One option of a checkbox field."""
    parts = box.groupdict()
    option = parts.get("option") or re.sub(r"^_", "-", parts.get("code") or "")
    ticked = cells.where(cells.str.casefold().isin(_TICKED), "")
    stem = box["stem"]
    return Field(_id(stem) + visit, stem, ticked, "multi", _id(stem) + visit, stem, option, shown)


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
    held = states != ""
    finished = states.isin(_DONE)
    whole = (finished | ~held).all(axis=1) & held.any(axis=1)
    any_begun = finished.any(axis=1)
    people = pd.DataFrame({"whole": whole, "begun": any_begun}).groupby(ids)
    words = np.where(
        people["whole"].transform("all"),
        "complete",
        np.where(people["begun"].transform("any"), "partial", "break_off"),
    )
    return pd.Series(words, index=kept.index, dtype="str")
