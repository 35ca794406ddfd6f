"""Esri ArcGIS Survey123: the layer's CSV or workbook."""

import re
from dataclasses import replace

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder
from engagekit.readers.survey._categorical import encode
from engagekit.readers.survey._form import open_form, own_columns
from engagekit.readers.survey._survey_builder import Field
from engagekit.readers.survey._words import words_of

TOOL = "Survey123"
TABLES = _survey_builder.TABLES
_OTHER = re.compile(r"^(?:Other|Autre|Andere|Otro)\s+[-–]\s+(?P<stem>.+)$", re.DOTALL)


def recognise(export: Export) -> Recognition | None:
    """Recognise ObjectID and GlobalID with three of CreationDate, Creator, EditDate, Editor."""
    for sheet in export.visible:
        header = {cell.casefold() for cell in sheet.row(0)}
        tracking = header & {"creationdate", "creator", "editdate", "editor"}
        if {"objectid", "globalid"} <= header and len(tracking) >= 3:
            why = "ObjectID, GlobalID, CreationDate, Creator are there"
            return Recognition(why, sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a record; codes of several choices joined by commas."""
    form = open_form(export, recognise(export))
    own = own_columns(form.names, words_of("survey123"), str.casefold)
    places, dropped = form.questions(own)
    keys = _survey_builder.slugs(form.name(at) for at in places)
    fields: list[Field] = []
    for key, at in zip(keys, places, strict=True):
        main = Field(key, form.name(at), form.cells[at], "", key, form.name(at))
        fields += _question(main, fields)
    return form.reading(replace(form.answers(fields, own, dropped), zone="UTC"))


def _question(main: Field, before: list[Field]) -> list[Field]:
    """Return a question, its options, or the open part of the question before it."""
    match = _OTHER.match(main.wording)
    if match and before and before[-1].stem == match["stem"]:
        last = before[-1]
        return [replace(main, wording="Other", kind="text", block=last.block, stem=last.stem)]
    tally = encode(main.cells).tally
    bare = any("," in label and ", " not in label for label in tally)
    choices = _multi_select.learn(tally, ",") if bare else None
    return [main] if choices is None else _survey_builder.spread(main, choices)
