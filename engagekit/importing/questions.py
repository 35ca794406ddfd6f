"""The questions of one import: each with what was said, what is marked, and what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from engagekit.errors import shorten
from engagekit.importing.answers import (
    ALL_ROWS,
    NEXT_FILE,
    ORDERS,
    column_meant,
    column_named,
    period_start,
    rows_ticked,
)
from engagekit.importing.kinds import NONE, Ask, Kind
from engagekit.importing.profile import FEW, MOST_WORDS, Column
from engagekit.importing.question_table import KINDS, QuestionTable
from engagekit.mapping.headers import ways
from engagekit.mapping.mapping_file import SURVEY, normal
from engagekit.mapping.mapping_file import Mapping as MappingFile
from engagekit.mapping.table import DetectedTable
from engagekit.mapping.titles import titles
from engagekit.mapping.units import MONEY, unit_in, without_unit
from engagekit.parsing import dates
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._stacked import is_typed
from engagekit.readers.shared._table import Listing
from engagekit.settings.schema import Settings
from engagekit.tables.schema import TABLES

LEAST_PERIODS = 2
CONTROLLED = ("channel", "status", "kind", "begun_by", "left_reason", "owner")


@dataclass(frozen=True)
class Question:
    """One question of an import.

    Attributes
    ----------
    name : str
        Under which the answer is said.
    marked : str
        The suggestion; empty for none.
    said : str
        The answer; empty while there is none.
    options : dict of str to str
        Answers that are no columns, each in words.
    cells : tuple of str
        Three cells of the column that was said or is marked.
    """

    name: str
    text: str
    marked: str = ""
    said: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether nobody said it and nothing is marked."""
        return not (self.said or self.marked)


def of_header(table: DetectedTable, said: Mapping[str, Any]) -> list[Question]:
    """Return the question for the rows of the header, where the next row may be one of them.

    It names columns that the header leaves blank, as below groups, and holds no number or day.
    """
    stated = str(said.get("header_rows", ""))
    sheet, row = table.listing.sheet, table.header_row
    head, below = sheet.row(row - 1), sheet.row(row)
    is_below_groups = any(cell and not over for over, cell in zip(head, below, strict=False))
    may_be_header = is_below_groups and not any(map(is_typed, filter(None, below)))
    if not stated and not (may_be_header and table.header_rows == 1):
        return []
    cells = tuple(filter(None, below))[:3]
    text = "How many rows does the header have? (the row below it may be a part of it)"
    options = {"1": "", "2": "", "3": ""}
    return [Question("header_rows", text, "", stated, options, cells)]


def of_kind(
    kind: Kind,
    said: Mapping[str, Any],
    columns: Sequence[Column],
    suggested: Mapping[str, Column],
    settings: Settings,
    earlier: MappingFile | None = None,
) -> list[Question]:
    """Return the questions of a kind of row, in the order in which they are asked."""
    periods = across(kind, said, columns, settings)
    by_heading = {kind.across, kind.value} if periods else set()
    questions = [
        _asked(ask, kind, said, columns, suggested, settings, earlier)
        for ask in kind.asks
        if ask.name not in by_heading
    ]
    if periods:
        questions.append(_of_periods(kind, said, periods))
    chosen = {
        question.name: column_meant(columns, kind, question.name, question.said or question.marked)
        for question in questions
        if question.name not in said.get("always", {})
    }
    questions += _of_dates(said, [*chosen.values(), *suggested.values()])
    for name in CONTROLLED:
        answer = said.get(name, "")
        ticked = are_ticks(columns, name, answer)
        column = _of_ticks(columns, answer) if ticked else chosen.get(name)
        if column is not None and name in TABLES[kind.table].names:
            before = earlier.values.get(name, {}) if earlier else {}
            questions += _of_words(kind.table, name, column, said, before)
    questions += _of_rows(kind, said, columns)
    return [*questions, _of_next_file(kind, said, chosen.get("touch_id"), earlier)]


def are_ticks(columns: Sequence[Column], field: str, answer: Any) -> bool:
    """Return whether a field of choices is said to be in columns that hold nothing but ticks."""
    if field not in CONTROLLED or not isinstance(answer, (list, tuple)):
        return False
    named = [column_named(columns, str(header)) for header in answer]
    return all(column is not None and column.kind in ("flag", "empty") for column in named)


def _of_ticks(columns: Sequence[Column], headers: Sequence[str]) -> Column:
    """Return columns of ticks as one whose words are their headers."""
    named = [column for name in headers if (column := column_named(columns, str(name)))]
    words = {column.name: column.filled for column in named}
    header = " + ".join(words)
    return replace(named[0], header=header, values=words, distinct=len(words))


def _of_rows(kind: Kind, said: Mapping[str, Any], columns: Sequence[Column]) -> list[Question]:
    """Return the question for the rows that count, with the columns by which they are chosen."""
    few = [column for column in columns if 1 < column.distinct <= FEW and not column.is_personal]
    if kind.table == SURVEY or not few:
        return []
    counted = {
        column.name: ", ".join(f"{value} ({rows})" for value, rows in column.values.items())
        for column in few
    }
    chosen = [f"{name}={' or '.join(those)}" for name, those in rows_ticked(said).items()]
    answer = "; ".join(chosen) or str((said.get("only") and ALL_ROWS) or "")
    return [Question("only", kind.which, ALL_ROWS, answer, {ALL_ROWS: "every row", **counted})]


def _of_next_file(
    kind: Kind, said: Mapping[str, Any], number: Column | None, earlier: MappingFile | None
) -> Question:
    """Return the question for what a later file does; one of numbered things corrects them."""
    marked = (earlier.files if earlier else None) or ("merge" if number else kind.files)
    text = "What does the next file of this kind do?"
    return Question("files", text, marked, said.get("files", ""), NEXT_FILE)


def _asked(
    ask: Ask,
    kind: Kind,
    said: Mapping[str, Any],
    columns: Sequence[Column],
    suggested: Mapping[str, Column],
    settings: Settings,
    earlier: MappingFile | None,
) -> Question:
    """Return one question of the closed list, with the column or the answer that is marked."""
    column = suggested.get(ask.name)
    marked = column.name if column else ask.suggest
    if ask.name == "currency" and not marked:
        marked = settings.organisation.currency
    if ask.name == "touch_id" and not column and not _may_number(columns):
        marked = NONE
    if earlier is not None and not column:
        marked = _marked_before(ask, earlier) or marked
    always = said.get("always", {})
    answer = always.get(ask.name) or said.get(ask.name) or ""
    text = " + ".join(answer) if isinstance(answer, (list, tuple)) else str(answer)
    shown = None
    if ask.name not in always:
        shown = column_meant(columns, kind, ask.name, text or marked)
    options = {**ask.values, **_choices(kind, ask)}
    if ask.none:
        options[NONE] = ask.none
    return Question(ask.name, ask.text, marked, text, options, shown.cells if shown else ())


def _marked_before(ask: Ask, earlier: MappingFile) -> str:
    """Return the answer of an earlier file that is like this one."""
    if ask.name == "own_log":
        return "yes" if earlier.own_log else "no"
    if ask.name in earlier.constants:
        return str(earlier.constants[ask.name])
    return NONE if ask.none and ask.name not in earlier.columns else ""


def _choices(kind: Kind, ask: Ask) -> dict[str, str]:
    """Return the words of a field of choices that are no answer of the list."""
    if ask.values or ask.name not in kind.tidy_table.names:
        return {}
    return dict.fromkeys(kind.tidy_table[ask.name].allowed, "")


def _may_number(columns: Sequence[Column]) -> bool:
    """Return whether a column may be the number of the thing, so that a person has to say."""
    worded = (column for column in columns if column.kind in ("text", "number"))
    return any({*normal(one.header).split()} & {*_NUMBER_WORDS} for one in worded)


_NUMBER_WORDS = (
    "id",
    "no",
    "nr",
    "number",
    "ref",
    "reference",
    "ticket",
    "case",
    "thread",
    "numero",
)


def _of_dates(said: Mapping[str, Any], columns: Sequence[Column | None]) -> list[Question]:
    """Return the question for the order of day and month, where the days leave it open."""
    used = [column for column in columns if column is not None and column.kind == "date"]
    if any(column.settles in ORDERS for column in used):
        return []
    unsure = [column for column in used if column.settles == "?"]
    if not unsure:
        return []
    cell = unsure[0].cells[0]
    text = f"In which order are day and month written? ({cell} under '{unsure[0].name}')"
    possible = dates.orders_of(unsure[0].cells)
    options = {order: ORDERS[order] for order in possible}
    return [Question("dates", text, "", said.get("dates", ""), options, unsure[0].cells)]


def _of_words(
    table: str, name: str, column: Column, said: Mapping[str, Any], before: Mapping[str, str]
) -> list[Question]:
    """Return a question for each word of a column of choices that is not one of ours."""
    allowed = TABLES[table][name].allowed
    if column.distinct > MOST_WORDS:
        text = f"'{column.name}' has {column.distinct} different words. Say for each what it means"
        stated = said.get("words", {}).get(name)
        return [Question(f"words {name}", text, "", "said" if stated else "")]
    stated = said.get("words", {}).get(name, {})
    known = dict(ways(column.values, name)) if name in ("channel", "status") else {}
    known |= before
    if name == "kind":
        known |= _kinds_of_money(column.values)
    questions = []
    for word, rows in column.values.items():
        if word.casefold() in allowed:
            continue
        text = f"'{word}' under '{column.name}' ({rows} rows) means"
        options = {**dict.fromkeys(allowed, ""), NONE: "the rows are told and not counted"}
        answer = stated.get(word, "")
        questions.append(
            Question(f"words {name}.{word}", text, known.get(word, ""), answer, options)
        )
    return questions


def units_named(
    listing: Listing, columns: Sequence[Column], held: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, str]]:
    """Return the unit that a text may name for each field, and that text.

    Of money and counts it may stand in any header, above the list, below it, in the name of sheet
    or file, or in a column. It is asked about, so that a word too many costs a question only.
    ``held``: the headers of each field.
    """
    below = listing.body.tail(FEW).to_numpy().ravel().tolist()
    around = [*titles(listing), *listing.headers, listing.sheet.name, listing.export.path.stem]
    around += [*(word for column in columns for word in column.values), *below]
    named: dict[str, tuple[str, str]] = {}
    for name, headers in held.items():
        own = {header: (unit, header) for header in headers if (unit := unit_in(header, name))}
        if 0 < len(own) < len(headers):  # of several months one is in thousands
            named |= own
            continue
        texts = [*headers, *(around if name in (*MONEY, "price") else ())]
        found = next((text for text in texts if unit_in(text, name)), None)
        if found is not None:
            named[name] = (unit_in(found, name), found)
    return named


def of_units(named: Mapping[str, tuple[str, str]], said: Mapping[str, Any]) -> list[Question]:
    """Return a question for each field for which a text may name a unit; none is marked."""
    stated = said.get("units", {})
    return [
        Question(
            f"units {field}",
            f"'{shorten(text, 40)}' may name a unit. In which one are the numbers of {field}?",
            "",
            stated.get(field, ""),
            {unit: "", "units": "none: they are whole as they stand"},
        )
        for field, (unit, text) in named.items()
    ]


def of_survey(table: QuestionTable, said: Mapping[str, Any]) -> list[Question]:
    """Return the questions on a survey: what each of its questions is, which end is best."""
    found = []
    for name, scale in table.scales.items():
        text = f"The answers of the scale {name}, from the worst to the best"
        stated = name in said.get("scales", {})
        marked = " < ".join(scale.answers)
        found.append(Question(f"scales {name}", text, marked, marked if stated else ""))
    for asked in table.questions:
        if not asked.is_fixed:
            text = f"'{shorten(asked.key)}' is"
            stated = asked.key in said.get("questions", {})
            counts = tuple(f"{answer} ({n})" for answer, n in [*asked.counts.items()][:5])
            answer = asked.kind if stated else ""
            name = f"questions {asked.key}"
            found.append(Question(name, text, asked.kind, answer, KINDS, counts))
    text = "Which question asks for satisfaction all in all?"
    options = {asked.key: "" for asked in table.questions if asked.kind == "scale"}
    options[NONE] = "none does"
    marked = table.overall or NONE
    return [*found, Question("overall", text, marked, said.get("overall", ""), options)]


def _kinds_of_money(words: Mapping[str, int]) -> dict[str, str]:
    """Return the words that plainly mean planned or spent."""
    listed = vocabulary.words("money.kinds")
    return {
        word: kind
        for word in words
        for kind in ("budget", "actual")
        if normal(word) in map(normal, listed.get(kind, ()))
    }


def across(
    kind: Kind, said: Mapping[str, Any], columns: Sequence[Column], settings: Settings
) -> dict[str, str]:
    """Return the headings that are said or marked to hold a period each, with its first day.

    Empty where periods stand down a column. A heading whose period is not known has no day.
    """
    if not kind.across or said.get("across") == NONE:
        return {}
    stated = said.get("across")
    if isinstance(stated, Mapping):
        return {str(header): str(label) for header, label in stated.items()}
    headers = list(stated or ())
    if not headers and not {kind.across, kind.value} & said.keys():
        numbers = (column for column in columns if column.kind in ("number", "empty"))
        headers = [one.name for one in numbers if _start(one.name, said, settings) is not None]
        headers = headers if len(headers) >= LEAST_PERIODS else []
    return {header: _start(header, said, settings) or "" for header in headers}


def _start(header: str, said: Mapping[str, Any], settings: Settings) -> str | None:
    """Return the first day of the period of a heading; empty where its year is not known."""
    heading = without_unit(header)
    if day := period_start(heading, settings):
        return day
    month = dates.bare_month(heading)
    if month is None:
        return None
    year = str(said.get("year", ""))
    if not year.isdecimal():
        return ""
    start = settings.organisation.fiscal_start
    return f"{int(year) + (month < start and start > 1)}-{month:02d}-01"


def _of_periods(kind: Kind, said: Mapping[str, Any], periods: Mapping[str, str]) -> Question:
    """Return the question for periods across the headings."""
    lacking = [header for header, day in periods.items() if not day]
    shown = ", ".join(f"{header} ({day or 'which day?'})" for header, day in periods.items())
    if lacking and all(dates.bare_month(header) for header in lacking):
        text = (
            f"In which year does the first fiscal or calendar year of {', '.join(lacking)} begin?"
        )
        return Question("year", text, "", str(said.get("year", "")))
    text = f"Does each of these columns hold a period: {shown}?"
    options = {NONE: "no, periods stand down a column"}
    marked = "" if lacking else ", ".join(periods)
    answer = ", ".join(periods) if said.get("across") and not lacking else ""
    if lacking:
        text += f" Say the first day of {lacking[0]}: across {lacking[0]}=2026-01-12"
    return Question("across", text, marked, answer, options)
