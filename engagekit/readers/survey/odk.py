"""ODK Central: the submissions as CSV, and the repeat groups that lie beside them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import WORKBOOKS, Export, Sheet, beside
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _odk_family, _repeat_groups, _survey_builder, _survey_tables
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL
from engagekit.readers.survey._survey_builder import Answers
from engagekit.tables.problems import Problem

TOOL = "ODK"
TABLES = _survey_builder.TABLES
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
REJECTED = "rejected by a reviewer"
_CENTRAL = frozenset({"SubmitterID", "ReviewState", "FormVersion", "AttachmentsPresent"})
IDENTITY = frozenset(
    {"SubmitterID", "SubmitterName", "DeviceID", "deviceid", "username", "phonenumber"}
)


def recognise(export: Export) -> Recognition | None:
    """SubmissionDate and KEY of the submissions, or PARENT_KEY and KEY of a repeat group."""
    for sheet in export.visible:
        header = set(sheet.row(0))
        if {"SubmissionDate", "KEY"} <= header and header & _CENTRAL:
            return Recognition(
                "the columns SubmissionDate and KEY are there", True, 1, 1, sheet.name
            )
        if {"PARENT_KEY", "KEY"} <= header:
            why = "the columns PARENT_KEY and KEY of a repeat group are there"
            return Recognition(why, True, 1, 1, sheet.name)
    return None


def read(export: Export) -> Reading:
    """One row a submission, rejected ones set aside; a repeat group's rows by its submissions."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = sheet.row(0)
    if "SubmissionDate" not in names and "PARENT_KEY" in names:
        return _repeat(export, sheet)
    body = sheet.body(1)
    rejected, all_the_same = _rejected(sheet)
    retained, aside = _survey_builder.keep(body, (REJECTED, rejected))
    own = {name: at for at, name in enumerate(names) if _is_own(name)}
    places = [at for at in range(len(names)) if at not in own.values()]
    fields, dropped = _odk_family.fields(names, retained, places, "-/")
    dropped += [
        (name, PERSONAL if name in IDENTITY else METADATA)
        for name in own
        if name not in ("KEY", "SubmissionDate")
    ]
    who = _survey_builder.people(retained, export, names, own.get("KEY"), own.get("SubmissionDate"))
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        None,
        aside,
        [*who.problems, *_kept_all_the_same(all_the_same, export)],
        dropped,
        who.columns,
        zone="UTC",
    )
    return _survey_tables.to_reading(answers, export, sheet)


def _is_own(name: str) -> bool:
    """Whether a column is the server's: no question, but a number, a state or a sender."""
    return name in OWN or name in IDENTITY or name.startswith("SET-OF-")


def _rejected(sheet: Sheet) -> tuple[pd.Series, pd.Series]:
    """Submissions that a reviewer rejected: those left out, and those kept.

    They are kept where no other submission holds an answer: an empty survey would tell nothing.
    """
    body, names = sheet.body(1), sheet.row(0)
    none = pd.Series(False, index=body.index)
    if "ReviewState" not in names:
        return none, none
    matches = body[names.index("ReviewState")].str.strip().str.casefold() == "rejected"
    requested = [at for at, name in enumerate(names) if not _is_own(name)]
    answered = (body[requested].apply(lambda cells: cells.str.strip()) != "").any(axis=1)
    return (matches, none) if bool((answered & ~matches).any()) else (none, matches)


def _kept_all_the_same(rows: pd.Series, export: Export) -> list[Problem]:
    """Rejected submissions that are the only ones with an answer."""
    return [
        Problem(
            "a review state that asks to leave the submission out; it was kept, since no other "
            "submission holds an answer",
            "Take the row out if it should not count.",
            export.file,
            row=int(row),
            column="ReviewState",
            value="rejected",
        )
        for row in rows[rows].index
    ]


def _repeat(export: Export, sheet: Sheet) -> Reading:
    """The table of a repeat group, its rows by the submissions that lie beside it."""
    names, body = sheet.row(0), sheet.body(1)
    # a KEY names its submission first: uuid:1/visit[2], for a repeat in a repeat too
    roots = body[names.index("PARENT_KEY")].str.strip().str.replace(r"/.*$", "", regex=True)
    main, owner = _submissions(export, roots)
    key = owner.row(0).index("KEY")
    every, (removed, _) = owner.body(1)[key].str.strip(), _rejected(owner)
    retained, aside = _survey_builder.keep(
        body, (REJECTED, roots.isin(every[removed])), (_repeat_groups.ORPHAN, ~roots.isin(every))
    )
    own = [at for at, name in enumerate(names) if _is_own(name)]
    stem, whole = Path(export.file).stem, _survey_builder.title_of(main, owner)
    return _repeat_groups.answered(
        export,
        sheet,
        roots[retained.index],
        [at for at in range(len(names)) if at not in own],
        "-/",
        repeat=stem.removeprefix(Path(main.file).stem).strip("-_ ") or stem,
        title=whole,
        aside=aside,
    )


def _submissions(export: Export, roots: pd.Series) -> tuple[Export, Sheet]:
    """The submissions that a repeat group's rows belong to, from the same folder or ZIP."""
    for other in beside(export, {".csv", *WORKBOOKS}, "SubmissionDate"):
        for sheet in other.visible:
            header = sheet.row(0)
            if {"SubmissionDate", "KEY"} <= set(header):
                keys = sheet.body(1)[header.index("KEY")].str.strip()
                if roots.isin(keys).any():
                    return other, sheet
    raise ExportError(
        f"{export.file} is a repeat group of an ODK form, and the submissions that its PARENT_KEY "
        "names do not lie beside it. Put the whole ZIP of the form into the folder."
    )
