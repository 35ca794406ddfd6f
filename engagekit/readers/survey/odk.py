"""ODK Central: the submissions as CSV, and the repeat groups that lie beside them."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from engagekit.errors import ExportError, error_text, problem_texts
from engagekit.files.source_file import WORKBOOKS, Export, Sheet, beside
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _odk_family, _survey_builder
from engagekit.readers.survey._form import open_form, own_columns, sheet_of
from engagekit.readers.survey._survey_tables import title_of
from engagekit.tables.problems import Problem

TOOL = "ODK"
TABLES = _survey_builder.TABLES
REJECTED = "rejected by a reviewer"
_CENTRAL = frozenset({"SubmitterID", "ReviewState", "FormVersion", "AttachmentsPresent"})


def recognise(export: Export) -> Recognition | None:
    """Recognise SubmissionDate and KEY of submissions, or PARENT_KEY and KEY of a repeat group."""
    for sheet in export.visible:
        header = set(sheet.row(0))
        if {"SubmissionDate", "KEY"} <= header and header & _CENTRAL:
            return Recognition("the columns SubmissionDate and KEY are there", sheet=sheet.name)
        if {"PARENT_KEY", "KEY"} <= header:
            why = "the columns PARENT_KEY and KEY of a repeat group are there"
            return Recognition(why, sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a submission, rejected ones set aside; a repeat's rows by its submissions."""
    seen = recognise(export)
    sheet = sheet_of(export, seen)
    if "SubmissionDate" not in sheet.row(0) and "PARENT_KEY" in sheet.row(0):
        return _repeat(export, sheet)
    rejected, ignored = _rejected(sheet)
    form = open_form(export, seen, (REJECTED, lambda cells: rejected), clean=str)
    own = _own(form.names) | _odk_family.clocks(form)
    fields, dropped = _odk_family.fields(form, own, "-/")
    problems = [
        Problem(
            *problem_texts("odk.read"),
            export.file,
            row=int(row),
            column="ReviewState",
            value="rejected",
        )
        for row in ignored[ignored].index
    ]
    return form.reading(replace(form.answers(fields, own, dropped, problems), zone="UTC"))


def _own(names: list[str]) -> dict[int, str]:
    """Return the columns of the server: a number, a state or a sender, no question."""
    sets = {at: "metadata" for at, name in enumerate(names) if name.startswith("SET-OF-")}
    return sets | own_columns(names, vocabulary.words("odk"), str)


def _rejected(sheet: Sheet) -> tuple[pd.Series, pd.Series]:
    """Return which submissions that a reviewer rejected are left out, and which stay."""
    # they stay where no other submission holds an answer: an empty survey would say nothing
    body, names = sheet.body(1), sheet.row(0)
    none = pd.Series(False, index=body.index)
    if "ReviewState" not in names:
        return none, none
    rejected = body[names.index("ReviewState")].str.strip().str.casefold() == "rejected"
    own = _own(names)
    questions = body[[at for at in range(len(names)) if at not in own]]
    answered = (questions.apply(lambda cells: cells.str.strip()) != "").any(axis=1)
    return (rejected, none) if bool((answered & ~rejected).any()) else (none, rejected)


def _repeat(export: Export, sheet: Sheet) -> Reading:
    """Return a repeat group, its rows by the submissions that lie beside it."""
    # a KEY names its submission first: uuid:1/visit[2], for a repeat in a repeat too
    parents = sheet.body(1)[sheet.row(0).index("PARENT_KEY")].str.strip()
    roots = parents.str.replace(r"/.*$", "", regex=True)
    main, owner = _submissions(export, roots)
    every, (removed, _) = owner.body(1)[owner.row(0).index("KEY")].str.strip(), _rejected(owner)
    form = open_form(
        export,
        Recognition("", sheet=sheet.name),
        (REJECTED, lambda cells: roots.isin(every[removed])),
        (_odk_family.ORPHAN, lambda cells: ~roots.isin(every)),
        clean=str,
    )
    stem = Path(export.file).stem
    name = stem.removeprefix(Path(main.file).stem).strip("-_ ") or stem
    title = title_of(main, owner)
    return _odk_family.repeat(form, roots, _own(form.names), "-/", name=name, title=title)


def _submissions(export: Export, roots: pd.Series) -> tuple[Export, Sheet]:
    """Return the submissions that a repeat's rows belong to, from the same folder or ZIP."""
    for other in beside(export, {".csv", *WORKBOOKS}, "SubmissionDate"):
        for sheet in other.visible:
            header = sheet.row(0)
            if {"SubmissionDate", "KEY"} <= set(header):
                keys = sheet.body(1)[header.index("KEY")].str.strip()
                if roots.isin(keys).any():
                    return other, sheet
    raise ExportError(error_text("odk.submissions", file=export.file))
