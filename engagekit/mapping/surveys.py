"""A mapped survey: a column a question or an answer a row, to the four survey tables."""

from dataclasses import replace

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import letter
from engagekit.mapping import lists
from engagekit.mapping.lists import MappedTables
from engagekit.mapping.mapping_file import Mapping, Question, Rows
from engagekit.mapping.matching import Matched, column_of
from engagekit.readers.survey import _form, _personal_columns
from engagekit.readers.survey._survey_builder import Answers, Field, slug
from engagekit.readers.survey._survey_tables import title_of
from engagekit.tables.problems import Problem

_PERSON = ("respondent_id", "submitted_at", "status", "department", "role_level", "weight")
HALF = 0.5
"""Share of cells written as names from which answers are numbered, and no name is kept."""


def read(matched: Matched, rows: pd.DataFrame) -> MappedTables:
    """Return the questions and answers of a mapped file."""
    mapping, listing = matched.mapping, matched.listing
    people, where, problems = _person(matched, rows)
    read_questions = _one_row_an_answer if mapping.is_long else _one_column_a_question
    fields, lines = read_questions(matched, rows)
    people = people.reindex(lines)
    ids, doubled = _numbers(matched, people, lines)
    answers = Answers(
        fields,
        ids,
        len(ids),
        submitted=people.get("submitted_at"),
        status=people.get("status"),
        columns=where,
        zone=mapping.zone,
        date_order=mapping.date_order,
        title=_constant(mapping, "title") or title_of(listing.export, listing.sheet),
        opened_on=_constant(mapping, "opened_on"),
        closed_on=_constant(mapping, "closed_on"),
        sheet=listing.sheet.name,
        header_row=matched.listing.header_row,
        department=people.get("department"),
        role_level=people.get("role_level"),
        weight=people.get("weight"),
        form=mapping,
    )
    used = {int(row) for row in (rows.index if mapping.is_long else lines)}
    return MappedTables({}, used, [*doubled, *problems], answers=answers)


def _constant(mapping: Mapping, name: str) -> str:
    return str(mapping.constants.get(name, ""))


def _person(
    matched: Matched, rows: pd.DataFrame
) -> tuple[pd.DataFrame, dict[str, int], list[Problem]]:
    """Return what the mapping says of the people who answered, as text, and where it stands."""
    mapping = matched.mapping
    part = Rows(
        columns={name: mapping.columns[name] for name in mapping.columns if name in _PERSON},
        constants={name: mapping.constants[name] for name in mapping.constants if name in _PERSON},
        date={name: mapping.date[name] for name in mapping.date if name in _PERSON},
    )
    return lists.rows_of(matched, "respondents", part, rows)


def _numbers(
    matched: Matched, people: pd.DataFrame, lines: pd.Index
) -> tuple[pd.Series, list[Problem]]:
    """Return the number of each respondent; names and addresses as the row where they stand."""
    rows = pd.Series("row " + lines.astype("str"), index=lines, dtype="str")
    if "respondent_id" not in people:
        return rows, []
    who = people["respondent_id"].fillna("").str.strip()
    named = _personal_columns.name_share(who) >= HALF
    if named or who.str.contains(_personal_columns.EMAIL, regex=True).any():
        return rows, []
    column = str(matched.mapping.columns["respondent_id"])
    return _form.unique_ids(who, matched.listing.export, column)


def _one_column_a_question(matched: Matched, rows: pd.DataFrame) -> tuple[list[Field], pd.Index]:
    """Return the questions of a survey with a column a question, and the rows of its answers."""
    listing = matched.listing
    fields = []
    for header, question in matched.mapping.questions.items():
        column = column_of(matched, header, header)
        if column is not None:
            is_list = question.kind == "multi" and not question.option
            cells = listing.lines(column, rows) if is_list else rows[column]
            fields.append(_field(header, question, cells, column))
    return fields, rows.index


def _field(header: str, question: Question, cells: pd.Series, column: int) -> Field:
    """Return one question, or one option of a question with a column an option."""
    named = letter(column) if header.startswith("=") else header
    asked = question.of or named if question.option else named
    is_code = asked.replace("-", "_").replace(".", "_").isidentifier()
    result = Field(
        question.id or (asked if is_code else slug(asked)),
        question.wording or header,
        cells,
        block=question.of,
        stem=question.of,
        option=question.option,
        header=header,
    )
    return replace(result, kind="multi") if question.option else result


def _one_row_an_answer(matched: Matched, rows: pd.DataFrame) -> tuple[list[Field], pd.Index]:
    """Return the questions of a survey with an answer a row, and the first row of each person."""
    mapping, listing = matched.mapping, matched.listing
    asked_at = _column(matched, mapping, "question_id", "wording")
    who, value = _column(matched, mapping, "respondent_id"), _column(matched, mapping, "value")
    names, answers, people = (rows[at].str.strip() for at in (asked_at, value, who))
    if "" in {*people} or pd.DataFrame({"a": people, "b": names}).duplicated().any():
        raise ExportError(error_text("mapping_surveys.several", file=listing.export.file))
    first = people[~people.duplicated()]
    given = pd.DataFrame({"who": people, "asked": names, "answer": answers})
    table = given.pivot(index="who", columns="asked", values="answer")
    table = table.reindex(first).fillna("").set_axis(first.index)
    wordings = rows[_column(matched, mapping, "wording", "question_id")].str.strip()
    fields = []
    for name in names.unique():
        said = mapping.questions.get(name, Question())
        wording = said.wording or wordings[names == name].iloc[0]
        key = name if "question_id" in mapping.columns else slug(name)
        fields.append(Field(key, wording, table[name], block=said.of, stem=said.of, header=name))
    return fields, first.index


def _column(matched: Matched, mapping: Mapping, *fields: str) -> int:
    """Return the column of the first of some fields that the mapping has."""
    for name in fields:
        header = mapping.columns.get(name)
        column = column_of(matched, header, name) if isinstance(header, str) else None
        if column is not None:
            return column
    file = matched.listing.export.file
    raise ExportError(error_text("mapping_surveys.lacks", file=file, field=fields[0]))
