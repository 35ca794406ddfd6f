"""Esri ArcGIS Survey123: the layer's CSV or workbook."""

from __future__ import annotations

import re

from engagekit.exports import Export
from engagekit.readers import _answers, _lists, _tidy
from engagekit.readers._answers import Answers, Field
from engagekit.readers._coded import encode
from engagekit.readers._personal import METADATA, PERSONAL, is_personal
from engagekit.readers_contract import Reading, Recognition

TOOL = "Survey123"
TABLES = _answers.TABLES
OWN = (
    "objectid",
    "globalid",
    "creationdate",
    "creator",
    "editdate",
    "editor",
    "x",
    "y",
    "uniquerowid",
    "parentrowid",
    "shape",
    "shape__area",
    "shape__length",
)
_OTHER = re.compile(r"^(?:Other|Autre|Andere|Otro)\s+[-–]\s+(?P<stem>.+)$", re.DOTALL)


def recognise(export: Export) -> Recognition | None:
    """ObjectID and GlobalID with CreationDate, Creator, EditDate, Editor."""
    for sheet in export.visible:
        header = {cell.casefold() for cell in sheet.row(0)}
        if {"objectid", "globalid"} <= header and (
            len(header & {"creationdate", "creator", "editdate", "editor"}) >= 3
        ):
            return Recognition(
                "ObjectID, GlobalID, CreationDate, Creator are there", True, 1, 1, sheet.name
            )
    return None


def read(export: Export) -> Reading:
    """One row a record; codes of several choices joined by commas."""
    seen = recognise(export)
    sheet = _answers.sheet_of(export, seen)
    names = [_answers.plain(cell) for cell in sheet.row(0)]
    body = sheet.body(1)
    kept, aside = _answers.keep(body)
    own = {name.casefold(): at for at, name in reversed(list(enumerate(names)))}
    own = {name: at for name, at in own.items() if name in OWN}
    dropped = [
        (names[at], PERSONAL if name in ("creator", "editor", "x", "y") else METADATA)
        for name, at in own.items()
        if name not in ("globalid", "creationdate")
    ]
    fields: list[Field] = []
    places = []
    for at in _answers.without_blank(names, kept, own.values()):
        if is_personal(names[at], kept[at]):
            dropped.append((names[at], PERSONAL))
        else:
            places.append(at)
    wordings = [names[at] or f"Column {at + 1}" for at in places]
    keys = _answers.unique([_answers.slug(name) for name in wordings])
    for key, name, at in zip(keys, wordings, places, strict=True):
        main = Field(key, name, kept[at].str.strip(), "", key, name)
        fields += _question(main, fields)
    who = _answers.people(kept, export, names, own.get("globalid"), own.get("creationdate"))
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        None,
        aside,
        who.problems,
        dropped,
        who.columns,
        zone="UTC",
    )
    return _tidy.to_reading(answers, export, sheet)


def _question(main: Field, before: list[Field]) -> list[Field]:
    """A question, its options, or the open part of the question before it."""
    match = _OTHER.match(main.wording)
    if match and before and before[-1].stem == match["stem"]:
        return [
            Field(main.question_id, "Other", main.cells, "text", before[-1].block, before[-1].stem)
        ]
    column = encode(main.cells)
    counts = dict(zip(column.labels, column.counts, strict=True))
    bare = {label for label in counts if "," in label and ", " not in label}
    choices = _lists.learn(counts, ",") if bare else None
    return [main] if choices is None else _answers.spread(main, choices)
