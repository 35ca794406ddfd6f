"""ODK Central: the submissions table as CSV."""

from __future__ import annotations

import pandas as pd

from engagekit.exports import Export
from engagekit.readers import Reading, Recognition, _answers, _forms, _tidy
from engagekit.readers._answers import Answers
from engagekit.readers._personal import METADATA, PERSONAL
from engagekit.tables import Problem

TOOL = "ODK"
TABLES = _answers.TABLES
OWN = (
    "SubmissionDate",
    "KEY",
    "SubmitterID",
    "SubmitterName",
    "AttachmentsPresent",
    "AttachmentsExpected",
    "Status",
    "ReviewState",
    "DeviceID",
    "Edits",
    "FormVersion",
    "instanceID",
    "meta-instanceID",
    "meta-instanceName",
    "PARENT_KEY",
)
IDENTITY = frozenset(
    {"SubmitterID", "SubmitterName", "DeviceID", "deviceid", "username", "phonenumber"}
)


def recognise(export: Export) -> Recognition | None:
    """SubmissionDate and KEY, with SubmitterID, ReviewState or FormVersion."""
    for sheet in export.visible:
        header = set(sheet.row(0))
        if {"SubmissionDate", "KEY"} <= header and header & {
            "SubmitterID",
            "ReviewState",
            "FormVersion",
            "AttachmentsPresent",
        }:
            return Recognition(
                "the columns SubmissionDate and KEY are there", True, 1, 1, sheet.name
            )
    return None


def read(export: Export) -> Reading:
    """One row a submission; rejected ones are kept and named."""
    seen = recognise(export)
    sheet = _answers.sheet_of(export, seen)
    names = sheet.row(0)
    body = sheet.body(1)
    kept, aside = _answers.keep(body)
    own = {name: at for at, name in enumerate(names) if name in {*OWN, *IDENTITY}}
    places = [at for at in range(len(names)) if at not in own.values()]
    fields, dropped = _forms.fields(names, kept, places, "-/")
    dropped += [
        (name, PERSONAL if name in IDENTITY else METADATA)
        for name in own
        if name not in ("KEY", "SubmissionDate")
    ]
    who = _answers.people(kept, export, names, own.get("KEY"), own.get("SubmissionDate"))
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        None,
        aside,
        [*who.problems, *_rejected(kept, own, export)],
        dropped,
        who.columns,
        zone="UTC",
    )
    return _tidy.to_reading(answers, export, sheet)


def _rejected(kept: pd.DataFrame, own: dict[str, int], export: Export) -> list[Problem]:
    """Submissions that a reviewer rejected: kept, since the reason is not in the file."""
    if "ReviewState" not in own:
        return []
    cells = kept[own["ReviewState"]].str.strip().str.casefold()
    return [
        Problem(
            "a review state that asks to leave the submission out; it was kept",
            "Take the row out if it should not count.",
            export.file,
            row=int(row),
            column="ReviewState",
            value="rejected",
        )
        for row in cells[cells == "rejected"].index
    ]
