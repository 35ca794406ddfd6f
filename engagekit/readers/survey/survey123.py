"""Esri ArcGIS Survey123: the layer's CSV or workbook."""

from __future__ import annotations

import re

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "Survey123"
TABLES = _survey_builder.TABLES
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
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    own = {name.casefold(): at for at, name in reversed(list(enumerate(names)))}
    own = {name: at for name, at in own.items() if name in OWN}
    dropped = [
        (names[at], PERSONAL if name in ("creator", "editor", "x", "y") else METADATA)
        for name, at in own.items()
        if name not in ("globalid", "creationdate")
    ]
    fields: list[Field] = []
    places = []
    for at in _survey_builder.without_blank(names, retained, own.values()):
        if is_personal(names[at], retained[at]):
            dropped.append((names[at], PERSONAL))
        else:
            places.append(at)
    wordings = [names[at] or f"Column {at + 1}" for at in places]
    keys = _survey_builder.unique([_survey_builder.slug(name) for name in wordings])
    for key, name, at in zip(keys, wordings, places, strict=True):
        main = Field(key, name, retained[at].str.strip(), "", key, name)
        fields += _question(main, fields)
    who = _survey_builder.people(
        retained, export, names, own.get("globalid"), own.get("creationdate")
    )
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
    return _survey_tables.to_reading(answers, export, sheet)


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
    choices = _multi_select.learn(counts, ",") if bare else None
    return [main] if choices is None else _survey_builder.spread(main, choices)
