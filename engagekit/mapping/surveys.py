"""A mapped survey: coded columns, or one answer a row, to the four survey tables."""

import re
from dataclasses import replace

import pandas as pd

from engagekit.errors import shorten
from engagekit.files.source_file import letter
from engagekit.mapping import lists
from engagekit.mapping.lists import MappedTables
from engagekit.mapping.mapping_file import Mapping, Question, Rows, Scale
from engagekit.mapping.matching import Matched, column_of
from engagekit.parsing import values as kinds
from engagekit.readers.survey import (
    _form,
    _personal_columns,
    _scales,
    _survey_builder,
    _survey_tables,
)
from engagekit.readers.survey._categorical import encode, recoded
from engagekit.readers.survey._survey_builder import SEPARATORS, Answers, Field, split
from engagekit.tables.problems import FAULT, Problem, problem_of

_PERSON = ("respondent_id", "submitted_at", "status", "department", "role_level", "weight")
_PIVOTED = ("respondent_id", "wording", "value")
_LONG = ("question_id", "wording", "value", "option")
_CODE = re.compile(r"^[\w.-]{1,48}$")


def read(matched: Matched, rows: pd.DataFrame) -> MappedTables:
    """Return the four survey tables of a mapped file."""
    if not matched.mapping.is_long:
        return _coded(matched, rows)
    return _pivoted(matched, rows) or _long(matched, rows)


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


def _title(matched: Matched) -> str:
    listing = matched.listing
    text = matched.mapping.constants.get("title")
    return str(text) if text else _survey_tables.title_of(listing.export, listing.sheet)


def _coded(matched: Matched, rows: pd.DataFrame) -> MappedTables:
    """Return a survey with a column a question."""
    listing = matched.listing
    people, where, problems = _person(matched, rows)
    fields: list[Field] = []
    for header, question in matched.mapping.questions.items():
        column = column_of(matched, header, header)
        if column is None:
            continue
        is_list = question.kind == "multi" and not question.option
        cells = listing.lines(column, rows) if is_list else rows[column]
        result, faults = _field(matched, header, question, cells, column)
        fields += split(result, SEPARATORS) if is_list else [result]
        problems += faults
    number = pd.Series("row " + rows.index.astype("str"), index=rows.index, dtype="str")
    ids, doubled = (
        (number, [])
        if "respondent_id" not in people
        else _form.unique_ids(
            people["respondent_id"], listing.export, str(matched.mapping.columns["respondent_id"])
        )
    )
    return _read_as_sheet(matched, people, where, (fields, ids, [*doubled, *problems]))


def _read_as_sheet(
    matched: Matched,
    people: pd.DataFrame,
    where: dict[str, int],
    read: tuple[list[Field], pd.Series, list[Problem]],
) -> MappedTables:
    """Return a survey of a row a respondent; ``read``: questions, ids and problems."""
    listing, (fields, ids, problems) = matched.listing, read
    answers = Answers(
        fields,
        ids,
        len(ids),
        submitted=people.get("submitted_at"),
        status=people.get("status"),
        columns=where,
        zone=matched.mapping.zone,
        date_order=matched.mapping.date_order,
        title=_title(matched),
        department=people.get("department"),
        role_level=people.get("role_level"),
    )
    reading = _survey_tables.to_reading(
        answers, listing.export, listing.sheet, matched.detected.header_row
    )
    tables = dict(reading.tables)
    if "weight" in people:
        tables["respondents"] = tables["respondents"].assign(weight=people["weight"])
    tables["surveys"] = _dated(tables["surveys"], matched.mapping)
    return MappedTables(
        tables,
        {int(row) for row in ids.index},
        [*reading.problems, *problems],
        {name: dict(where) for name, where in reading.origins.items()},
        reading.date_order,
    )


def _dated(surveys: pd.DataFrame, mapping: Mapping) -> pd.DataFrame:
    """Return the survey's first and last day where the mapping says them."""
    text = {
        name: str(mapping.constants[name])
        for name in ("opened_on", "closed_on")
        if name in mapping.constants
    }
    return surveys.assign(**text)


def _scale_of(mapping: Mapping, question: Question) -> tuple[str, Scale]:
    """Return name and answers of a question's scale: its own before the shared one."""
    shared = mapping.scales.get(question.scale or "", Scale())
    own = Scale(
        scores={**shared.scores, **question.scores},
        no_opinion=(*shared.no_opinion, *question.no_opinion),
        labels={**shared.labels, **question.labels},
    )
    return question.scale or "", own


def _field(
    matched: Matched, header: str, question: Question, cells: pd.Series, column: int
) -> tuple[Field, list[Problem]]:
    """Return one question with its scores; answers that the mapping does not know are told."""
    name, scale = _scale_of(matched.mapping, question)
    named = letter(column) if header.startswith("=") else header
    named = (question.option and question.of) or named  # its options are one question
    result = Field(
        question.id or (named if _CODE.match(named) else _survey_builder.slug(named)),
        question.wording or header,
        cells,
        question.kind or ("scale" if scale.scores else ""),
        block=question.of,
        stem=question.of,
        option=question.option,
    )
    if not scale.scores and not scale.labels and not scale.no_opinion:
        return _worded(result), []
    labels = encode(cells).labels
    existing = {label: _same(label, scale.scores) for label in labels}
    none = dict.fromkeys(scale.no_opinion, 0.0)
    apart = {label for label in labels if _same(label, none) is not None}
    words = {label: _word(label, scale.labels) for label in labels}
    scores = {words[label]: score for label, score in existing.items() if score is not None}
    strange = [label for label in labels if existing[label] is None and label not in apart]
    problems = []
    if scale.scores and strange:
        problems.append(_strange(matched, header, strange, cells))
    points = max(scale.scores.values(), default=0)
    scale_id = (
        f"{_survey_builder.slug(name or result.question_id)}-{points:g}" if scale.scores else ""
    )
    return replace(
        result,
        cells=recoded(cells, lambda label: words[label]) if scale.labels else cells,
        scale_id=scale_id,
        scores=scores if scale.scores else None,
        points=points or None,
    ), problems


def _worded(field: Field) -> Field:
    """Return a question that is a scale without scores, with those of its words if it has any."""
    if field.kind == "net_promoter":
        labels = encode(field.cells).labels
        numbers = {label: float(pd.to_numeric(label, errors="coerce")) for label in labels}
        scores = {label: one for label, one in numbers.items() if 0 <= one <= 10}
        return replace(field, scores=scores, points=10)
    if field.kind != "scale":
        return field
    existing = _scales.match(encode(field.cells).labels, field.wording)
    if not existing:
        return field
    return replace(field, scale_id=existing[0], scores=existing[1], points=existing[2])


def _same(label: str, scores: dict[str, float]) -> float | None:
    """Return the score of an answer, written as it is or as the same number (`5` and `5.0`)."""
    if label in scores:
        return scores[label]
    try:
        number = float(label)
    except ValueError:
        return None
    for code, score in scores.items():
        try:
            if float(code) == number:
                return score
        except ValueError:
            continue
    return None


def _word(label: str, labels: dict[str, str]) -> str:
    """Return what a code stands for, or the code."""
    matches = next((code for code in labels if _same(label, {code: 0.0}) is not None), None)
    return labels[matches] if matches is not None else label


def _strange(matched: Matched, header: str, labels: list[str], cells: pd.Series) -> Problem:
    """Return answers that have no score in the mapping and are not said to be no opinion."""
    listing = matched.listing
    count = int(cells.isin(labels).sum())
    listed = ", ".join(f"'{shorten(label, 20)}'" for label in labels[:4])
    place = (listing.export.file, FAULT, header, None, listing.sheet.name)
    return problem_of("mapping_surveys.strange", *place, count=count, listed=listed)


def _pivoted(matched: Matched, rows: pd.DataFrame) -> MappedTables | None:
    """Return a survey with a row an answer as if each respondent had one; None where it has not.

    Then questions are read as those of any form: their kinds and scales from their cells.
    """
    mapping = matched.mapping
    heads = (mapping.columns.get(one, "") for one in _PIVOTED)
    at = [column_of(matched, one) for one in heads if isinstance(one, str)]
    columns = [one for one in at if one is not None]
    coded = mapping.questions or mapping.wide or "option" in mapping.columns
    if coded or len(columns) < len(_PIVOTED):
        return None
    people, where, problems = _person(matched, rows)
    _, wordings, answers = (rows[column].str.strip() for column in columns)
    who = _numbered(people["respondent_id"].reindex(rows.index).fillna("").str.strip())
    again = pd.DataFrame({"who": who, "wording": wordings})[answers != ""].duplicated().any()
    if again or "" in {*who, *wordings}:
        return None  # a row for each of several answers, or none says whose it is
    first = ~who.duplicated()
    ids = who[first]
    line = who.map(dict(zip(who[first], ids.index, strict=True)))
    fields = []
    for wording in wordings.unique():
        mine = (wordings == wording) & (answers != "")
        cells = pd.Series(answers[mine].to_numpy(), index=line[mine].to_numpy(), dtype="str")
        cells = cells.reindex(ids.index, fill_value="")
        result, _ = _field(matched, wording, Question(), cells, columns[1])
        fields += split(replace(result, question_id=_survey_builder.slug(wording)), SEPARATORS)
    done = _read_as_sheet(matched, people[first], where, (fields, ids, problems))
    return replace(done, sources={*map(int, rows.index)})


def _numbered(who: pd.Series) -> pd.Series:
    """Return who gave each answer; names and addresses as the first row of each."""
    first = who[~who.duplicated()]
    named = _personal_columns.name_share(first) >= 0.5
    if not (named or first.str.contains(_personal_columns.EMAIL, regex=True).any()):
        return who
    rows = dict(zip(first, "row " + first.index.astype("str"), strict=True))
    return who.map(rows).astype("str")


def _long(matched: Matched, rows: pd.DataFrame) -> MappedTables:
    """Return a survey with a row an answer: who, which question, what."""
    mapping = matched.mapping
    title = _title(matched)
    survey = _survey_builder.slug(title)
    part = Rows(
        columns={name: mapping.columns[name] for name in _LONG if name in mapping.columns},
        wide=mapping.wide,
    )
    people, where, text = _person(matched, rows)
    if "respondent_id" not in people:
        people = people.assign(respondent_id="row " + rows.index.astype("str"))
    people = people.assign(respondent_id=_numbered(people["respondent_id"]))
    frame, _, problems = lists.rows_of(matched, "responses", part, rows)
    who = people["respondent_id"]
    answers = frame.assign(respondent_id=who.reindex(frame.index), survey_id=survey)
    for name in ("option", "value"):
        answers[name] = answers.get(name, pd.Series("", index=answers.index, dtype="str"))
    if "question_id" not in answers:
        answers["question_id"] = recoded(answers["wording"], _survey_builder.slug)
    if "wording" not in answers:
        answers["wording"] = answers["question_id"]
    answers["score"] = _scored(mapping, answers)
    first = people[~who.duplicated()].assign(survey_id=survey)
    if "status" not in first:
        first["status"] = "complete"
    row = {"survey_id": survey, "title": title, "opened_on": "", "closed_on": ""}
    surveys = pd.DataFrame([row], index=pd.Index([matched.detected.header_row], name="source"))
    tables = {
        "surveys": _dated(surveys.astype("str"), mapping),
        "respondents": first,
        "questions": _questions(mapping, answers),
        "responses": answers.drop(columns="wording"),
    }
    sources = {int(row) for row in answers.index}
    problems += text
    return MappedTables(tables, sources, problems, {"respondents": where}, mapping.date_order)


def _scored(mapping: Mapping, answers: pd.DataFrame) -> pd.Series:
    """Return scores of long answers: by the question's scale; of numbers the number itself."""
    result = pd.Series(float("nan"), index=range(len(answers)))
    keys, values = answers["question_id"].to_numpy(), answers["value"].reset_index(drop=True)
    for name, question in mapping.questions.items():
        mine = pd.Series(keys == name)
        _, scale = _scale_of(mapping, question)
        if scale.scores:
            existing = {label: _same(label, scale.scores) for label in values[mine].unique()}
            result[mine] = values[mine].map(existing).astype("float64")
        elif question.kind == "number":
            result[mine] = kinds.numbers(values[mine]).values
    result.index = answers.index
    return result


def _questions(mapping: Mapping, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the questions of a long survey, in the order in which they occur."""
    first = answers[~answers.duplicated(["question_id", "option"])]
    message = {name: mapping.questions.get(name, Question()) for name in first["question_id"]}
    wording = [
        message[name].wording or text
        for name, text in zip(first["question_id"], first["wording"], strict=True)
    ]
    kind = [
        _kind(mapping, message[name], answers[answers["question_id"] == name])
        for name in first["question_id"]
    ]
    return first[["question_id", "survey_id", "option"]].assign(
        wording=wording,
        kind=kind,
        scale_id=[_scale_id(mapping, name, message[name]) for name in first["question_id"]],
        points=[
            max(_scale_of(mapping, message[name])[1].scores.values(), default=float("nan"))
            for name in first["question_id"]
        ],
        item_of=[message[name].of for name in first["question_id"]],
    )


def _scale_id(mapping: Mapping, name: str, question: Question) -> str:
    """Return the id of a question's scale, with its points."""
    shared, scale = _scale_of(mapping, question)
    points = max(scale.scores.values(), default=0)
    return f"{_survey_builder.slug(shared or name)}-{points:g}" if scale.scores else ""


def _kind(mapping: Mapping, question: Question, answers: pd.DataFrame) -> str:
    """Return the kind of a long question: as stated, by its scores, else by its cells."""
    if question.kind:
        return question.kind
    if _scale_of(mapping, question)[1].scores:
        return "scale"
    present = answers["value"][answers["value"] != ""]
    return "single" if present.nunique() <= 20 and len(present) > present.nunique() else "text"
