"""KoBoToolbox: CSV (semicolons, every cell quoted) and XLSX, as labels or XML names."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _odk_family, _repeat_groups, _survey_builder, _survey_tables
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL
from engagekit.readers.survey._survey_builder import Answers
from engagekit.tables.problems import Problem

TOOL = "KoBoToolbox"
TABLES = _survey_builder.TABLES
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


@dataclass(frozen=True, eq=False)
class _Group:
    """A repeat group that was read."""

    name: str
    reading: Reading
    problems: list[Problem]


def recognise(export: Export) -> Recognition | None:
    """At least three of the server's columns: _id, _uuid, _submission_time, _index, ..."""
    for sheet in export.visible:
        header = set(sheet.row(0))
        observed = header & OWN
        if (
            len(observed) >= 3
            and header & {"_id", "_uuid", "_submission_time"}
            and ("_parent_index" not in header)
        ):
            why = f"the columns {', '.join(sorted(observed)[:3])} are there"
            return Recognition(why, True, 1, 1, sheet.name)
    return None


def read(export: Export) -> Reading:
    """One row a submission; a select-multiple question counts once, by its 0/1 columns.

    `start` and `end` stay as questions: they stand in the form, and nothing in an export tells
    them from a question that the author named so.
    """
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = sheet.row(0)
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    own = {name: at for at, name in enumerate(names) if name in OWN | IDENTITY}
    places = [at for at in range(len(names)) if at not in own.values()]
    version_at = next((own[name] for name in ("__version__", "_version_") if name in own), None)
    versions = None if version_at is None else retained[version_at]
    retained, places, text = _odk_family.coalesced(names, retained, places, versions, export)
    fields, dropped = _odk_family.fields(names, retained, places, "/")
    used = ("_id", "_uuid", "_submission_time")
    dropped += [
        (name, PERSONAL if name in IDENTITY else METADATA) for name in own if name not in used
    ]
    id_at = next((own[name] for name in used[:2] if name in own), None)
    who = _survey_builder.people(retained, export, names, id_at, own.get("_submission_time"))
    title = _MODE.sub("", _survey_builder.title_of(export, sheet)).strip("_ ")
    groups = _groups(export, sheet, who.ids, title)
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        None,
        aside,
        [*text, *who.problems, *(one for group in groups for one in group.problems)],
        dropped,
        who.columns,
        zone="UTC",
        title=title,
    )
    whole = _survey_tables.to_reading(answers, export, sheet)
    if not groups:
        return whole
    read = [group.reading for group in groups]
    why = ", ".join(f"{group.name} ({group.reading.rows_kept} rows)" for group in groups)
    return replace(
        whole, tables=_repeat_groups.together(whole, read), why=f"with the repeat groups {why}"
    )


def _groups(export: Export, main: Sheet, ids: pd.Series, title: str) -> list[_Group]:
    """The sheets of repeat groups, each row by the submission it belongs to."""
    names = main.row(0)
    existing: dict[str, pd.Series] = {
        own: pd.Series(ids.to_numpy(), index=main.body(1).loc[ids.index, names.index(own)])
        for own in ("_index", "_uuid", "_id")
        if own in names
    }
    matches: dict[str, tuple[Sheet, pd.Series]] = {}
    waiting = [sheet for sheet in export.visible if "_parent_index" in sheet.row(0)]
    for _ in range(len(waiting)):  # a repeat in a repeat waits for the one around it
        for sheet in [one for one in waiting if one.name not in matches]:
            owners = _owners(sheet, main.name, existing, matches)
            if owners is not None:
                matches[sheet.name] = (sheet, owners)
    return [_group(export, sheet, owners, title) for sheet, owners in matches.values()]


def _owners(
    sheet: Sheet, main: str, known: dict[str, pd.Series], found: dict[str, tuple[Sheet, pd.Series]]
) -> pd.Series | None:
    """For each row of a repeat, the number of its respondent; None while its parent is unread."""
    names, body = sheet.row(0), sheet.body(1)
    for column, own in (("_submission__uuid", "_uuid"), ("_submission__id", "_id")):
        if column in names and own in known:
            return _looked_up(body[names.index(column)], known[own])
    parent = body[names.index("_parent_index")]
    around = body[names.index("_parent_table_name")] if "_parent_table_name" in names else None
    outer = set() if around is None else set(around.str.strip()) - {"", main}
    above = [name for name in found if outer & {name}]
    if outer and not above:
        return None
    if above:
        other, owners = found[above[0]]
        at = other.row(0).index("_index")
        return _looked_up(parent, pd.Series(owners.to_numpy(), index=other.body(1)[at]))
    return _looked_up(parent, known["_index"]) if "_index" in known else None


def _looked_up(cells: pd.Series, known: pd.Series) -> pd.Series:
    """The respondents of some keys; missing where there is none."""
    table = known[~known.index.duplicated()]
    return cells.str.strip().map(dict(zip(table.index.str.strip(), table, strict=True)))


def _group(export: Export, sheet: Sheet, owners: pd.Series, title: str) -> _Group:
    """One repeat group as questions and responses, and what its sheet tells."""
    names = sheet.row(0)
    retained, aside = _survey_builder.keep(sheet.body(1), (_repeat_groups.ORPHAN, owners.isna()))
    own = OWN | IDENTITY | {"_index", "_submission__submission_time", "_submission__status"}
    places = [
        at
        for at, name in enumerate(names)
        if name not in own and not name.startswith("_submission__")
    ]
    read = _repeat_groups.answered(
        export,
        sheet,
        owners[retained.index].astype("str"),
        places,
        "/",
        repeat=sheet.name,
        title=title,
    )
    lost = sum(part.rows for part in aside if part.reason == _repeat_groups.ORPHAN)
    text = (
        [
            Problem(
                f"has {lost} rows of submissions that are not in the main sheet; left out",
                "Export the form again if they should count.",
                export.file,
                sheet.name,
            )
        ]
        if lost
        else []
    )
    return _Group(sheet.name, read, text)
