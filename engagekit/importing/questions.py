"""The questions of one import: each with what was said, what is marked, and what is open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from engagekit.errors import shorten
from engagekit.importing.answers import ALL_ROWS
from engagekit.importing.draft import Draft
from engagekit.importing.kinds import NONE, Ask, general, kinds
from engagekit.importing.profile import FEW, MOST_WORDS, Column
from engagekit.importing.question_proposal import KINDS
from engagekit.importing.suggest import fits
from engagekit.mapping.headers import ways
from engagekit.mapping.mapping_file import SURVEY, normal
from engagekit.mapping.titles import titles
from engagekit.mapping.units import MONEY, unit_in
from engagekit.parsing import dates
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._stacked import is_typed

NUMBERED = {
    "id", "no", "nr", "number", "ref", "reference", "ticket", "case", "thread", "numero",
}  # fmt: skip
"""Words of a header that may stand over the number of the thing."""


@dataclass(frozen=True)
class Question:
    """One question of an import.

    Attributes
    ----------
    key : tuple of str
        Under which the answer is said: a name, or a name and what it is said of.
    marked : str
        The suggestion; empty for none.
    said : str
        The answer; empty while there is none.
    options : dict of str to str
        Answers that are no columns, each in words.
    cells : tuple of str
        Three cells of the column that was said or is marked.
    """

    key: tuple[str, ...]
    text: str
    marked: str = ""
    said: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return by what a person names the question: ``words channel.Counter``."""
        return " ".join([self.key[0], ".".join(self.key[1:])]).strip(" .")

    @property
    def is_open(self) -> bool:
        """Return whether nobody said it and nothing is marked."""
        return not self.answer

    @property
    def answer(self) -> str:
        """Return what was said, else what is marked."""
        return self.said or self.marked

    def answered(self, answer: Any) -> dict[str, Any]:
        """Return an answer as `Import.set` takes it."""
        for part in reversed(self.key):
            answer = {part: answer}
        return dict(answer)


def asked(draft: Draft) -> list[Question]:
    """Return every question, first what a row is."""
    rows = {name: kind.row for name, kind in kinds().items()}
    row = Question(
        ("row",), "What is one row of this file?", draft.row_before, draft.answer("row"), rows
    )
    if not draft.kind.table:
        return [row]
    asks = [_of_ask(draft, ask) for ask in draft.asks]
    held = columns_held(draft, asks)
    found = [
        row,
        *_of_header(draft),
        *asks,
        *_of_periods(draft),
        *_of_dates(draft, held.values()),
        *_of_words(draft, held),
        *_of_rows(draft),
        _of_next_file(draft, "touch_id" in held),
        *_of_units(draft, held),
    ]
    is_of_people = any(one.key == ("of_people",) and one.answer == "yes" for one in asks)
    return [*found, *_of_survey(draft)] if is_of_people else found


def columns_held(draft: Draft, asks: Iterable[Question]) -> dict[str, Column]:
    """Return the column of each field, where it is said or marked to be one column."""
    answers = {one.key[0]: one.answer for one in asks}
    answers |= {name: str(draft.said[name]) for name in draft.kind.hold if name in draft.said}
    said = {name: draft.column_of(name, answer) for name, answer in answers.items()}
    marked = {name: draft.suggested.get(name) for name in draft.kind.hold}
    columns = {**said, **{name: column for name, column in marked.items() if column}}
    return {name: column for name, column in columns.items() if column is not None}


def _general(draft: Draft, name: str, **more: Any) -> Question:
    """Return a question that is asked of every kind of row."""
    ask = general()[name]
    said = str(draft.answer(name))
    return replace(Question((name,), ask.text, ask.suggest, said, ask.values), **more)


def _of_header(draft: Draft) -> Iterator[Question]:
    """Yield the question for the rows of the header, where the next row may be one of them.

    It names columns that the header leaves blank, as below groups, and holds no number or day.
    """
    sheet, row = draft.table.sheet, draft.table.header_row
    head, below = sheet.row(row - 1), sheet.row(row)
    cells = tuple(filter(None, below))
    is_below_groups = any(cell and not over for over, cell in zip(head, below, strict=False))
    may_be_header = is_below_groups and not any(map(is_typed, cells))
    if draft.said.get("header_rows") or (may_be_header and draft.table.header_rows == 1):
        yield _general(draft, "header_rows", cells=cells[:3])


def _of_ask(draft: Draft, ask: Ask) -> Question:
    """Return one question of the closed list, with the column or the answer that is marked."""
    column = draft.suggested.get(ask.name)
    marked = column.name if column else _marked(draft, ask)
    said = draft.answer("always", ask.name) or draft.answer(ask.name)
    text = " + ".join(said) if isinstance(said, (list, tuple)) else str(said)
    words = () if ask.values else draft.kind.allowed(ask.name)
    options = {**ask.values, **dict.fromkeys(words, "")}
    if ask.none:
        options[NONE] = ask.none
    shown = draft.column_of(ask.name, text or marked)
    return Question((ask.name,), ask.text, marked, text, options, shown.cells if shown else ())


def _marked(draft: Draft, ask: Ask) -> str:
    """Return the answer that is marked where no column is: that of the file before, else ours."""
    earlier, before = draft.earlier, draft.rows_before
    if earlier is not None and ask.name == "own_log":
        return "yes" if earlier.own_log else "no"
    if draft.form_before is not None and ask.name == "of_people":
        return "yes"
    for rows in before:
        fixed = rows.constants.get(ask.name)
        if ask.name in rows.date or (fixed == "{event}" and ask.values):
            return next(iter(ask.values))
        if fixed is not None:
            return str(fixed)
    if before and ask.none and not any(ask.name in rows.columns for rows in before):
        return NONE
    if ask.name == "display_name" and "family_name" in draft.suggested:
        return NONE
    if ask.name in ("email", "joined_on", "left_on"):
        taken = draft.suggested.values()
        may_hold = [fits(one, draft.kind, ask.name) for one in draft.columns if one not in taken]
        return "" if any(may_hold) else NONE
    if ask.name in ("touch_id", "contact_id"):
        worded = [one for one in draft.columns if one.kind in ("text", "number")]
        may_number = any({*normal(one.header).split()} & NUMBERED for one in worded)
        return "" if may_number else NONE
    return draft.settings.organisation.currency if ask.name == "currency" else ask.suggest


def _of_periods(draft: Draft) -> Iterator[Question]:
    """Yield the question for periods across the headings."""
    periods = draft.periods
    lacking = [header for header, day in periods.items() if not day]
    if lacking and all(dates.bare_month(header) for header in lacking):
        text = (
            f"In which year does the first fiscal or calendar year of {', '.join(lacking)} begin?"
        )
        yield Question(("year",), text, "", str(draft.answer("year")))
    elif periods:
        shown = ", ".join(f"{header} ({day or 'which day?'})" for header, day in periods.items())
        text = f"Does each of these columns hold a period: {shown}?"
        if lacking:
            text += f" Say the first day of {lacking[0]}: across {lacking[0]}=2026-01-12"
        marked = "" if lacking else ", ".join(periods)
        options = {NONE: "no, periods stand down a column"}
        yield Question(("across",), text, marked, marked if draft.answer("across") else "", options)


def _of_dates(draft: Draft, columns: Iterable[Column]) -> Iterator[Question]:
    """Yield the question for the order of day and month, where the days leave it open."""
    used = [column for column in columns if column.kind == "date"]
    orders = general()["dates"].values
    unsure = [column for column in used if column.settles == "?"]
    if unsure and not any(column.settles in orders for column in used):
        first = unsure[0]
        text = f"{general()['dates'].text} ({first.cells[0]} under '{first.name}')"
        possible = {order: orders[order] for order in dates.orders_of(first.cells)}
        yield _general(draft, "dates", text=text, options=possible, cells=first.cells)


def _of_words(draft: Draft, held: Mapping[str, Column]) -> Iterator[Question]:
    """Yield a question for each word of a column of choices that is not one of ours."""
    for name in (ask.name for ask in draft.kind.asks):
        allowed = draft.kind.allowed(name)
        column = _of_ticks(draft.ticked(name)) or held.get(name)
        if not allowed or column is None:
            continue
        if column.distinct > MOST_WORDS:
            text = (
                f"'{column.name}' has {column.distinct} different words. Say for each what it means"
            )
            yield Question(
                ("words", name, ""), text, "", "said" * bool(draft.answer("words", name))
            )
        known = _known_words(name, column.values)
        known |= draft.earlier.values.get(name, {}) if draft.earlier else {}
        options = {**dict.fromkeys(allowed, ""), NONE: "the rows are told and not counted"}
        for word, rows in column.values.items():
            if word.casefold() not in allowed:
                text = f"'{word}' under '{column.name}' ({rows} rows) means"
                said = draft.answer("words", name, word)
                yield Question(("words", name, word), text, known.get(word, ""), said, options)


def _of_ticks(named: Sequence[Column]) -> Column | None:
    """Return columns of ticks as one whose words are their headers."""
    if not named:
        return None
    words = {column.name: column.filled for column in named}
    return replace(named[0], header=" + ".join(words), values=words, distinct=len(words))


def _known_words(field: str, words: Iterable[str]) -> dict[str, str]:
    """Return the words of a column of choices that are known, each with ours."""
    if field in ("channel", "status"):
        return dict(ways(words, field))
    if field != "kind":
        return {}
    listed = vocabulary.words("money.kinds")
    meaning = {normal(one): kind for kind in ("actual", "budget") for one in listed.get(kind, ())}
    return {word: meaning[normal(word)] for word in words if normal(word) in meaning}


def _of_rows(draft: Draft) -> Iterator[Question]:
    """Yield the question for the rows that count, with the columns by which they are chosen."""
    few = [one for one in draft.columns if 1 < one.distinct <= FEW and not one.is_personal]
    if draft.kind.table == SURVEY or not few:
        return
    counted = {
        column.name: ", ".join(f"{value} ({rows})" for value, rows in column.values.items())
        for column in few
    }
    ticked = draft.only.items()
    chosen = "; ".join(f"{name}={' or '.join(values)}" for name, values in ticked)
    options = {**general()["only"].values, **counted}
    said = chosen or ALL_ROWS * ("only" in draft.said)
    yield _general(draft, "only", text=draft.kind.which, said=said, options=options)


def _of_next_file(draft: Draft, is_numbered: bool) -> Question:
    """Return the question for what a later file does; one of numbered things corrects them."""
    before = draft.earlier.files if draft.earlier else None
    return _general(draft, "files", marked=before or ("merge" if is_numbered else draft.kind.files))


def _of_units(draft: Draft, held: Mapping[str, Column]) -> Iterator[Question]:
    """Yield a question for each field for which a text may name a unit; none is marked."""
    if draft.kind.table == SURVEY:
        return
    headers = {name: [column.header] for name, column in held.items()}
    if draft.periods:
        headers[draft.kind.value] = [*draft.periods]
    for name, text, unit in _units_named(draft, headers):
        yield Question(
            ("units", name),
            f"'{shorten(text, 40)}' may name a unit. In which one are the numbers of {name}?",
            "",
            draft.answer("units", name),
            {unit: "", "units": "none: they are whole as they stand"},
        )


def _units_named(
    draft: Draft, headers: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """Yield a field, or one heading of several, the text that names its unit, and that unit.

    Of money and counts it may stand in any header, above the list, below it, in the name of sheet
    or file, or in a column. It is asked about, so that a word too many costs a question only.
    """
    listing = draft.table
    around = [*titles(listing), *listing.headers, listing.sheet.name, draft.path.stem]
    around += [word for column in draft.columns for word in column.values]
    around += listing.body.tail(FEW).to_numpy().ravel().tolist()
    for name, own in headers.items():
        named = [(header, header, unit) for header in own if (unit := unit_in(header, name))]
        if 0 < len(named) < len(own):  # of several months one is in thousands
            yield from named
            continue
        texts = [*own, *(around if name in (*MONEY, "price") else ())]
        said = ((name, text, unit) for text in texts if (unit := unit_in(text, name)))
        yield from islice(said, 1)


def _of_survey(draft: Draft) -> Iterator[Question]:
    """Yield the questions on a survey: what each of its questions is, which end is best."""
    if draft.survey is None:
        return
    raw = draft.survey.record
    for name, scale in raw["scales"].items():
        text = f"The answers of the scale {name}, from the worst to the best"
        marked = " < ".join(scale["answers"])
        said = marked if draft.answer("scales", name) else ""
        yield Question(("scales", name), text, marked, said)
    for key, question in raw["questions"].items():
        counts = [f"{answer} ({n})" for answer, n in draft.survey.counts[key].items()]
        said = draft.answer("questions", key)
        text = f"'{shorten(key)}' is"
        yield Question(("questions", key), text, question["kind"], said, KINDS, tuple(counts[:5]))
    rated = [key for key, kind in draft.survey.kinds.items() if kind == "scale"]
    text = "Which question asks for satisfaction all in all?"
    options = {**dict.fromkeys(rated, ""), NONE: "none does"}
    is_none = draft.form_before is not None and not draft.form_before.overall
    marked = raw.get("overall") or (NONE if is_none or not rated else "")
    yield Question(("overall",), text, marked, draft.answer("overall"), options)
