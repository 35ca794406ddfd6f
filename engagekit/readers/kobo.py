"""KoBoToolbox: CSV (semicolons, every cell quoted) and XLSX, as labels or XML names."""

from __future__ import annotations

import re

from engagekit.exports import Export
from engagekit.readers import Reading, Recognition, _answers, _forms, _tidy
from engagekit.readers._answers import Answers
from engagekit.readers._personal import METADATA, PERSONAL
from engagekit.tables import Problem

TOOL = "KoBoToolbox"
TABLES = _answers.TABLES
OWN = frozenset(
    {
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_submitted_by",
        "__version__",
        "_version_",
        "_tags",
        "_index",
        "_geolocation",
        "_attachments",
        "formhub/uuid",
        "meta/instanceID",
        "meta/rootUuid",
        "meta/instanceName",
        "meta/deprecatedID",
        "_parent_index",
        "_parent_table_name",
        "_submission__id",
        "_submission__uuid",
    }
)
IDENTITY = frozenset(
    {
        "_submitted_by",
        "_geolocation",
        "deviceid",
        "username",
        "phonenumber",
        "imei",
        "subscriberid",
        "simserial",
        "email",
        "audit",
    }
)
_MODE = re.compile(r"\s*-?_?(?:all_versions|latest_version)?_-_.*$", re.IGNORECASE)


def recognise(export: Export) -> Recognition | None:
    """At least three of the server's columns: _id, _uuid, _submission_time, _index, ..."""
    for sheet in export.visible:
        header = set(sheet.row(0))
        seen = header & OWN
        if (
            len(seen) >= 3
            and header & {"_id", "_uuid", "_submission_time"}
            and ("_parent_index" not in header)
        ):
            why = f"the columns {', '.join(sorted(seen)[:3])} are there"
            return Recognition(why, True, 1, 1, sheet.name)
    return None


def read(export: Export) -> Reading:
    """One row a submission; a select-multiple question counts once, by its 0/1 columns.

    `start` and `end` stay as questions: they stand in the form, and nothing in an export tells
    them from a question that the author named so.
    """
    seen = recognise(export)
    sheet = _answers.sheet_of(export, seen)
    names = sheet.row(0)
    body = sheet.body(1)
    kept, aside = _answers.keep(body)
    own = {name: at for at, name in enumerate(names) if name in OWN | IDENTITY}
    places = [at for at in range(len(names)) if at not in own.values()]
    version_at = next((own[name] for name in ("__version__", "_version_") if name in own), None)
    versions = None if version_at is None else kept[version_at]
    kept, places, told = _forms.coalesced(names, kept, places, versions, export)
    fields, dropped = _forms.fields(names, kept, places, "/")
    used = ("_id", "_uuid", "_submission_time")
    dropped += [
        (name, PERSONAL if name in IDENTITY else METADATA) for name in own if name not in used
    ]
    id_at = next((own[name] for name in used[:2] if name in own), None)
    who = _answers.people(kept, export, names, id_at, own.get("_submission_time"))
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        None,
        aside,
        [*told, *who.problems, *_repeats(export)],
        dropped,
        who.columns,
        zone="UTC",
        title=_MODE.sub("", _answers.title_of(export, sheet)).strip("_ "),
    )
    return _tidy.to_reading(answers, export, sheet)


def _repeats(export: Export) -> list[Problem]:
    """Sheets of repeat groups: said, not read (each of their rows is no respondent)."""
    return [
        Problem(
            f"is a repeat group of {sheet.last_row} rows; it was not read",
            "Nothing to do, unless its answers are needed: map that sheet by itself.",
            export.file,
            sheet.name,
        )
        for sheet in export.visible
        if "_parent_index" in sheet.row(0)
    ]
