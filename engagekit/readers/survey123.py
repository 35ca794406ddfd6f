"""Esri ArcGIS Survey123: the layer's CSV or workbook."""

from __future__ import annotations

import re

from engagekit.exports import Export
from engagekit.readers import Reading, Recognition, _answers, _lists, _tidy
from engagekit.readers._answers import Answers, Field
from engagekit.readers._coded import encode
from engagekit.readers._personal import METADATA, PERSONAL, is_personal

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
    own: dict[str, int] = {}
    for at, name in enumerate(names):
        if name.casefold() in OWN:
            own.setdefault(name.casefold(), at)
    dropped = [
        (names[at], PERSONAL if name in ("creator", "editor", "x", "y") else METADATA)
        for name, at in own.items()
        if name not in ("globalid", "creationdate")
    ]
    plain = []
    for at, name in enumerate(names):
        if at in own.values() or not (name or (kept[at].str.strip() != "").any()):
            continue
        if is_personal(name, kept[at]):
            dropped.append((name, PERSONAL))
        else:
            plain.append((at, name or f"Column {at + 1}"))
    ids, problems = _answers.unique_ids(kept[own["globalid"]], export, "GlobalID")
    submitted, order = None, None
    if "creationdate" in own:
        submitted, more = _answers.moment_cells(kept[own["creationdate"]], export, "CreationDate")
        problems = [*problems, *more]
        order = _answers.date_order(submitted)
    fields: list[Field] = []
    keys = _answers.unique([_answers.slug(name) for _, name in plain])
    for key, (at, name) in zip(keys, plain, strict=True):
        fields += _question(
            key, name, Field(key, name, kept[at].str.strip(), "", key, name), fields
        )
    columns = {"respondent_id": own["globalid"]}
    if submitted is not None:
        columns["submitted_at"] = own["creationdate"]
    answers = Answers(
        fields,
        ids,
        len(body),
        submitted,
        None,
        aside,
        problems,
        dropped,
        columns,
        zone="UTC",
        date_order=order,
    )
    return _tidy.to_reading(answers, export, sheet)


def _question(key: str, name: str, main: Field, before: list[Field]) -> list[Field]:
    """A question, its options, or the open part of the question before it."""
    match = _OTHER.match(name)
    if match and before and before[-1].stem == match["stem"]:
        return [Field(key, "Other", main.cells, "text", before[-1].block, before[-1].stem)]
    column = encode(main.cells)
    counts = dict(zip(column.labels, column.counts, strict=True))
    bare = {label for label in counts if "," in label and ", " not in label}
    choices = _lists.learn(counts, ",") if bare else None
    return [main] if choices is None else _answers.spread(main, choices)
