"""Qualtrics: CSV, TSV and XLSX exports with ImportIds, the legacy layout, and stripped ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, some
from engagekit.files import source_file
from engagekit.files.source_file import Export, Sheet
from engagekit.parsing import values
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _code_book, _survey_builder, _survey_tables
from engagekit.readers.survey import _qualtrics_columns as columns_of
from engagekit.readers.survey import _qualtrics_definition as _definition
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field
from engagekit.tables.problems import Problem, SetAside

TOOL = "Qualtrics"
TABLES = _survey_builder.TABLES
ANSWERS = (".csv", ".tsv", ".txt", ".xlsx")
MARKS = r"(?i)ImportId|Response_?ID"
"""Where answers may lie beside a definition, and what the start of such a text holds."""
ID = frozenset({"responseid", "recordid"})
MOMENTS = ("recordeddate", "enddate")
KNOWN = words(
    "startdate|enddate|status|progress|duration|durationinseconds|finished|recordeddate|responseid"
    "|recordid|distributionchannel|userlanguage|responseset|responsesetid|responsetype|q_language"
    "|qlanguage|q_urlsearch|qurl|displayorder|qrecaptchascore|qduplicatescore"
)
IDENTITY = words(
    "ipaddress|recipientlastname|recipientfirstname|recipientemail|externaldatareference"
    "|externalreference|emailaddress|name|locationlatitude|locationlongitude|locationaccuracy"
    "|latitude|longitude|email|firstname|lastname"
)
DEPARTMENT = words("department|departement|practicegroup|businessunit|division")
ROLE = words("role|rolelevel|joblevel|level|seniority|grade")
STATUS = {
    "survey preview": words(
        "1|9|17|survey preview|preview|spam preview|offline survey preview"
        "|umfragevorschau|vorschau|apercu de l enquete"
        "|apercu de lenquete|apercu|vista previa de la encuesta"
    ),
    "spam": words("8|12|spam|imported spam|possible spam"),
    "survey test": words(
        "2|survey test|umfragetest|test de l enquete|test de lenquete|prueba de la encuesta"
    ),
    "synthetic response": words("256|synthetic"),
}
_IMPORT = re.compile(r"['\"]ImportId['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_ZONE = re.compile(r"['\"]timeZone['\"]\s*:\s*['\"]([^'\"]+)['\"]")
_LEGACY = re.compile(r"^V\d+$")


def recognise(export: Export) -> Recognition | None:
    """A row of ImportIds; or the legacy V1, V2, ... over ResponseID; or the tool's own names."""
    if _definition.definition(export) is not None:
        return Recognition("it is a survey definition (.qsf), a code book", True, 1, 0)
    for sheet in export.visible:
        head = sheet.head(8)
        for row, cells in enumerate(head):
            present = [cell for cell in cells if cell]
            if len(present) > 1 and sum("ImportId" in cell for cell in present) >= len(present) / 2:
                first = max(row - 2, 0)
                return Recognition(
                    f"row {row + 1} holds ImportId cells",
                    True,
                    first + 1,
                    row - first + 1,
                    sheet.name,
                )
        for row, cells in enumerate(head[:5]):
            matches = _without_ids(head, row, cells, sheet)
            if matches:
                return matches
    return None


def _without_ids(
    head: list[list[str]], row: int, cells: list[str], sheet: Sheet
) -> Recognition | None:
    """The legacy layout, or one whose second and third row were taken off."""
    names = {_bare(cell) for cell in cells}
    below = {_bare(cell) for cell in head[row + 1]} if row + 1 < len(head) else set()
    if sum(bool(_LEGACY.match(cell)) for cell in cells) >= 5 and {"responseid", "status"} <= below:
        return Recognition("V1, V2, ... stand over ResponseID", True, row + 1, 2, sheet.name)
    own = {"startdate", "enddate", "responseid"}
    if own <= names and names & {"recordeddate", "finished", "progress", "responseset"}:
        place = next(at for at, cell in enumerate(cells) if _bare(cell) == "responseid")
        under = head[row + 1][place] if row + 1 < len(head) else ""
        texts = "response" in under.casefold() or (" " in under and not under.startswith("R_"))
        return Recognition(
            "the columns StartDate, EndDate and ResponseId are there",
            True,
            row + 1,
            2 if texts else 1,
            sheet.name,
        )
    return None


def _bare(name: str) -> str:
    """A column's name for comparing: `Location-LocationLatitude` to `locationlatitude`."""
    bare = re.sub(r"^(?:panel|location)[-_](?=\w)", "", name.strip(), flags=re.IGNORECASE)
    return folded(bare.strip("_")).replace(" ", "").replace("_", "")


def read(export: Export) -> Reading:
    """One row a response; previews and tests set aside, unless nothing else is there."""
    definition = _definition.definition(export)
    if definition is not None:
        return _code_book_alone(export, definition)
    observed = recognise(export) or Recognition("", header_row=1, header_rows=1)
    sheet = _survey_builder.sheet_of(export, observed)
    tags, texts, imports = _header(sheet, observed)
    body = sheet.body(observed.header_row - 1 + observed.header_rows)
    names = _names(tags, texts, imports, observed)
    own = {name: at for at, name in reversed(list(enumerate(names)))}
    retained, aside, problems = _rows(body, own, export)
    parts = _parts(tags, texts, imports, names)
    book, text = _code_book.chosen(
        filter(
            None, map(_definition.book_of, source_file.beside(export, (".qsf",), _definition.MARK))
        ),
        columns_of.asked(parts.values()),
        _survey_builder.title_of(export, sheet),
        export.file,
    )
    problems += text
    if book is not None:
        retained, parts, text = columns_of.with_words(retained, parts, book, export.file)
        problems += text
    fields, dropped, groups = _columns(tags, texts, names, parts, retained)
    id_at = next((own[name] for name in ID if name in own), None)
    moment_at = next((own[name] for name in MOMENTS if name in own), None)
    who = _survey_builder.people(retained, export, tags, id_at, moment_at)
    used = {tags[at] for at in (id_at, moment_at) if at is not None}
    dropped = [pair for pair in dropped if pair[0] not in used or pair[1] == PERSONAL]
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        _status(retained, own, fields),
        aside,
        [*problems, *who.problems],
        dropped,
        who.columns,
        zone=_zone(sheet, observed),
        department=groups.get("department"),
        role_level=groups.get("role_level"),
    )
    result = _survey_tables.to_reading(answers, export, sheet, observed.header_row)
    return replace(result, why=_code_book.told(book) if book else "")


def _names(tags: list[str], texts: list[str], imports: list[str], seen: Recognition) -> list[str]:
    """What each column is called by the tool: its ImportId, its legacy name, or its tag."""
    return [
        _bare(imports[at] or (texts[at] if seen.header_rows == 2 and _LEGACY.match(tag) else tag))
        for at, tag in enumerate(tags)
    ]


def _code_book_alone(export: Export, definition: dict[str, Any]) -> Reading:
    """A survey definition: read where its answers lie beside it, else refused."""
    book = _definition.book_of(export)
    beside = source_file.beside(export, ANSWERS, MARKS)
    questions = _definition.count(definition)
    used = _code_book.used_by(book, beside, _asked_in) if book else []
    if used:
        return Reading({}, questions, questions, why=f"it gives {some(used)} the words of codes")
    raise ExportError(
        f"{export.file} is the definition of the Qualtrics survey "
        f"'{_definition.title_of(definition)}' ({questions} questions): a code book, no answers, "
        "and its answers are not beside it. Export them with Data & Analysis > Export & Import > "
        "Export data (CSV) into the same folder, or set ignore = true for it under [files] in "
        "engagekit.toml."
    )


def _asked_in(export: Export) -> tuple[dict[str, str], str]:
    """The questions of an export, by id, with their wording; and its title."""
    observed = recognise(export)
    if observed is None or _definition.definition(export) is not None:
        return {}, ""
    sheet = _survey_builder.sheet_of(export, observed)
    tags, texts, imports = _header(sheet, observed)
    names = _names(tags, texts, imports, observed)
    parts = _parts(tags, texts, imports, names)
    return columns_of.asked(parts.values()), _survey_builder.title_of(export, sheet)


def _parts(
    tags: list[str], texts: list[str], imports: list[str], names: list[str]
) -> dict[int, columns_of.Column]:
    """Columns that belong to a question, by place."""
    matches = {}
    for at, tag in enumerate(tags):
        item = columns_of.column(at, imports[at], tag or f"column {at + 1}", texts[at] or tag)
        if item is None or columns_of.is_technical(imports[at], tag):
            continue
        if names[at] not in KNOWN | IDENTITY and (tag or texts[at]):
            matches[at] = item
    return matches


def _header(sheet: Sheet, seen: Recognition) -> tuple[list[str], list[str], list[str]]:
    """Tags, question texts and ImportIds of the columns."""
    first, width = seen.header_row - 1, sheet.width
    rows = [sheet.row(first + at) for at in range(seen.header_rows)]
    last = rows[-1] if rows else []
    if sum("ImportId" in cell for cell in last) > 1:
        matches = [_IMPORT.search(cell) for cell in last]
        imports = [match[1] if match else "" for match in matches]
        tags = rows[0] if len(rows) > 1 else imports
        texts = rows[-2] if len(rows) > 1 else imports
    else:
        imports, tags, texts = [""] * width, rows[0], last
    return tags, [_survey_builder.plain(text) for text in texts], imports


def _zone(sheet: Sheet, seen: Recognition) -> str | None:
    """The time zone that stands in the third row."""
    match = _ZONE.search(" ".join(sheet.row(seen.header_row + seen.header_rows - 2)))
    return match[1] if match else None


def _rows(
    body: pd.DataFrame, own: dict[str, int], export: Export
) -> tuple[pd.DataFrame, list[SetAside], list[Problem]]:
    """Answers without blank rows, previews, spam and tests; all of them if nothing is left."""
    retained, aside = _survey_builder.keep(body)
    if "status" not in own or retained.empty:
        return retained, aside, []
    status = retained[own["status"]].map(folded)
    reasons = [(reason, status.isin(codes)) for reason, codes in STATUS.items()]
    left, more = _survey_builder.keep(retained, *reasons)
    if len(left) or not more:
        return left, [*aside, *more], []
    what = " and ".join(part.reason for part in more)
    return (
        retained,
        aside,
        [
            Problem(
                f"marks every response as {what}; they were kept, since nothing would be left",
                "Use these numbers for trying out only, and export again once people answered.",
                export.file,
                column="Status",
                row=int(retained.index[0]),
            )
        ],
    )


def _columns(
    tags: list[str],
    texts: list[str],
    names: list[str],
    parts: Mapping[int, columns_of.Column],
    kept: pd.DataFrame,
) -> tuple[list[Field], list[tuple[str, str]], dict[str, pd.Series]]:
    """Questions, columns that go nowhere, and groups that stand beside the answers."""
    dropped: list[tuple[str, str]] = []
    groups: dict[str, pd.Series] = {}
    requested = []
    for at, tag in enumerate(tags):
        name, header = names[at], tag or texts[at]
        if not header and not (kept[at].str.strip() != "").any():
            continue
        item = parts.get(at)
        if name in IDENTITY or is_personal(header):
            dropped.append((header, PERSONAL))
        elif name in KNOWN or columns_of.is_technical("", tag):
            dropped.append((header, METADATA))
        elif item is None and name in DEPARTMENT | ROLE:
            groups.setdefault("department" if name in DEPARTMENT else "role_level", kept[at])
        elif item is None:
            dropped.append((header, "embedded data, not a question"))
        elif is_personal(texts[at], kept[at]):
            dropped.append((header, PERSONAL))
        else:
            requested.append(item)
    return columns_of.fields(requested, kept), dropped, groups


def _status(kept: pd.DataFrame, own: dict[str, int], fields: list[Field]) -> pd.Series | None:
    """Complete where the tool says finished; else partial, or broken off without any answer."""
    if "finished" not in own:
        return None
    flags = values.flags(kept[own["finished"]]).values
    answered = pd.Series(False, index=kept.index)
    for item in fields:
        answered |= item.cells != ""
    status = pd.Series("partial", index=kept.index, dtype="str")
    status = status.where(answered, "break_off")
    return status.mask(flags.fillna(False).astype(bool), "complete")
