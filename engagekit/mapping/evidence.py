"""What columns say of the tables that a file may be: a survey, money, or use of a platform."""

import re
from collections.abc import Collection, Sequence

import pandas as pd

from engagekit.mapping import suggesting
from engagekit.mapping.columns import (
    MONTHS,
    ColumnProfile,
    cost_and_rest,
    is_money,
    months_across,
    names_period,
)
from engagekit.mapping.headers import names_uses, of_answerers, use_in, ways
from engagekit.mapping.mapping_file import SURVEY, normal, words
from engagekit.mapping.question_writer import of_tool
from engagekit.mapping.row_states import ACCOUNT, ASKED, UNTITLED, uses_by_person
from engagekit.mapping.table_detection import DetectedTable
from engagekit.mapping.titles import titles
from engagekit.mapping.units import is_tax
from engagekit.parsing import values, word_lists
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._personal_columns import asks
from engagekit.readers.survey._scales import match

MONEY_WORD = re.compile(rf"(?i){'|'.join(vocabulary.words('money.words')['grids'])}|[£$€]")
"""Words above or in a grid of months that make it one of money."""
PRICED = re.compile(r"(?i)\b(?:unit|list) (?:price|cost)|\bprice\b|\bprix\b|\b(?:st[üu]ck)?preis\b")
OF_AN_ENQUIRY = {"display_name", "channel", "need", "staff_id", "minutes", "touch_id", "matter_id"}
"""Fields of which a log of enquiries has one, or a header that asks: a day alone is of anything."""
_WEEKDAY = re.compile(rf"(?i)(?:{'|'.join(word_lists.words('cells.weekdays')['days'])})[^\W\d_]*")
NUMBERED_QUESTION = re.compile(r"(?i)(?:q|question|frage|vraag|pregunta)[\s._-]?\d{1,2}(?:\b.*)?")
"""Headers of a survey that is kept as codes: numbered."""
TALLY = re.compile(rf"(?i)(?:{'|'.join(vocabulary.words('headers')['tallies'])})\s*(?:\(?%\)?)?")
"""Headers of answers that somebody counted already: a line of them is nobody's answers."""
WEEKS = r"week(?:day|of)?|month|quarter|semaine|mois|trimestre|woche|kw|monat|quartal"
"""Words over a time that is no day."""
SPAN = re.compile(rf"(?i)(?:day|hour|date|jour|heure|tag|stunde|{WEEKS})\b")
"""Headers over a time in words, `Week 12`: the numbers beside it are how many."""
LAST = re.compile(f"(?i){'|'.join(vocabulary.words('headers')['last'])}")
LATEST = re.compile(f"(?i){'|'.join(vocabulary.words('headers')['latest'])}|{LAST.pattern[4:]}")
"""Headers over the last of many days, or that of a subscription: nothing was asked on it."""
BILLED = re.compile("|".join(vocabulary.words("headers")["billed"]), re.IGNORECASE)
_SAVINGS, _WORTH, _CALLS = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("of_savings", "of_worth", "of_calls")
)
_MARKED, _QUOTES, _OF_ROWS, _NUMBER_OF_ANSWER = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("of_answers", "of_quotes", "of_rows", "number_of_answer")
)
_ASKED, _ANSWERED, _ANSWERERS = (
    re.compile("|".join(vocabulary.words("headers")[one]))
    for one in ("asked", "answered", "answerers")
)
ANSWERED = 0.6
"""Share of all pairs of a respondent and a question that a survey with a row an answer has."""
MOST_ANSWERS = 15
"""Different cells up to which a column may be a question to choose from: scales have up to 11."""
HIGHEST_MARK = 10
"""The highest mark of the scales that are asked in a row of questions."""
SENTENCE = 4
"""Words of a header from which it may be a question in a language that the kit does not know."""
SURVEY_SHARE = 0.25
"""Share of columns whose header asks, or half of them to choose from, that makes a survey."""


def named_by(detected: DetectedTable) -> list[str]:
    """Return the titles above a table, and the names of its sheet and its file."""
    listing = detected.listing
    return [*titles(listing), listing.sheet.name, listing.export.path.stem]


def counts_use(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether rows are how often something was used over one time, whoever used it."""
    if uses_by_person(columns):
        return True
    others = any(part.kind in ("date", "moment") or part.note == MONTHS for part in columns)
    sums = [part.header for part in columns if part.kind == "number"]  # a cost centre is none
    others |= any(is_money(one) or cost_and_rest(one)[0] for one in sums)
    return not others and {"platform", "n"} <= suggesting.exact(columns, "usage").keys()


def is_by_user(columns: Sequence[ColumnProfile], above: Sequence[str]) -> bool:
    """Return whether each row is how often one person used a platform, month by month."""
    people = any(part.is_name or part.kind == "email" for part in columns)
    return people and bool(use_in(above) and months_across(columns))


def is_of_platform(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether most numbers beside a time are how often people used one platform."""
    tallies = suggesting.across(columns, "usage").tallies
    heads = [part for part in columns if part.column in tallies]
    return names_uses([part.header for part in heads if part.kind == "number"])


def is_of_money(
    columns: Sequence[ColumnProfile], body: pd.DataFrame, detected: DetectedTable
) -> bool:
    """Return whether a grid of months says that it holds money, by a word, a sign or by cents."""
    months = months_across(columns)
    numbers = months or [part for part in columns if part.kind == "number"]
    words = [*named_by(detected), *detected.listing.headers]
    words += [one for part in columns if part.kind != "number" for one in body[part.column]]
    words = [] if _has_costs_beside(columns, body) else words
    cells = pd.concat([body[part.column] for part in numbers])
    cents = cells.str.contains(r"[£$€]|\d[.,]\d\d$", regex=True).any()
    return bool(cents) or any(map(MONEY_WORD.search, words))


def _has_costs_beside(columns: Sequence[ColumnProfile], body: pd.DataFrame) -> bool:
    """Return whether months are uses: what they cost stands beside their sum, or beside one use."""
    months = months_across(columns)
    others = [one for one in columns if one.kind == "number" and one not in months]
    if not (months and others):
        return False
    cells = {one: values.numbers(body[one.column]).values for one in [*others, *months]}
    total = pd.concat([cells[one] for one in months], axis=1).sum(axis=1)
    summed = [one for one in others if (cells[one] - total).abs().max() < 1]
    said = {one: cost_and_rest(one.header) for one in others if one not in summed}
    costs = [one for one, (kind, rest) in said.items() if kind and not names_period(rest)]
    costs = [one for one in costs if not ACCOUNT.search(one.header)]
    each = any(suggesting.OF_ONE.search(part.header) for part in columns)  # `Cost per search`
    return bool(costs) and (each or any(not is_money(one.header) for one in summed))


def says_money_above(detected: DetectedTable) -> bool:
    """Return whether the title of a table or its sheet says money; without one, its file."""
    *near, file = named_by(detected)
    near = [one for one in near if not UNTITLED.match(one)]
    return any(map(MONEY_WORD.search, near or [file]))


def says_money(sums: Sequence[ColumnProfile], given: Collection[str]) -> bool:
    """Return whether a header says that its numbers are money, not only that they are totals."""
    return "kind" in given or any(
        is_money(one.header) or cost_and_rest(one.header)[0] for one in sums
    )


def is_of_sums(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether rows without a name are how many there were, of a day or of a way."""
    numbers = [part for part in columns if part.kind == "number" and not part.is_code]
    listed = vocabulary.words("table_rows")
    summed = any(normal(part.header) in {*listed["counted"], *listed["totals"]} for part in numbers)
    others = [part for part in columns if part.kind not in ("date", "moment")]
    return (len(others) > 1 and all(part.kind == "number" for part in others)) or (
        summed and not any(part.is_name or part.kind == "email" for part in columns)
    )


def _chosen(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Return the columns that may be answers to choose from."""
    return [
        part
        for part in columns
        if part.kind in ("choice", "flag", "number")
        and 1 < part.distinct <= min(MOST_ANSWERS, part.filled - 1)
        and not part.personal
    ]


def is_rated(columns: Sequence[ColumnProfile], *, of_event: bool = False) -> bool:
    """Return whether each row is the mark or the answer of a person on a day, who asked nothing.

    ``of_event``: or a mark for an event that the row names.
    """
    marks = [part for part in _chosen(columns) if _MARKED.fullmatch(normal(part.header))]
    people = any(part.is_name or part.kind == "email" for part in columns)
    days = [part.header for part in columns if part.kind in ("date", "moment")]
    dated = any(not (suggesting.LATER.search(day) or LATEST.match(day)) for day in days)
    others = OF_AN_ENQUIRY - {"display_name"} | (set() if of_event else {"title", "event_id"})
    tables = ("touches", "attendance", "events")
    others &= {field for table in tables for field in suggesting.exact(columns, table)}
    asked = any(part.is_way or ASKED.search(part.header) for part in columns)
    return bool(marks) and people and dated and not (others or asked)


def _is_of_marks(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether a mark stands beside the number of each respondent or response."""
    marks = [part for part in _chosen(columns) if _MARKED.fullmatch(normal(part.header))]
    numbered = [part for part in columns if _NUMBER_OF_ANSWER.fullmatch(normal(part.header))]
    return bool(marks) and any(part.distinct == part.filled for part in numbered)


def has_quotes(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether a column holds what people wrote of the library, word for word."""
    return any(_QUOTES.fullmatch(normal(part.header)) for part in columns)


def answer_a_row(columns: Sequence[ColumnProfile]) -> dict[str, int]:
    """Return who answered, what was asked and the answer, of a survey with a row an answer.

    Each respondent has most of the questions, none of them twice; in a log of enquiries few ask
    the same. Empty where rows are something else.
    """
    parts = {"wording": (_ASKED, 2.0), "value": (_ANSWERED, 0.0)}
    parts["respondent_id"] = (_ANSWERERS, 2 * ANSWERED)  # of two questions, the fewest
    filled = max((one.filled for one in columns), default=0)
    fields: dict[str, int] = {}
    distinct: dict[str, int] = {}
    for field, (pattern, times) in parts.items():
        hits = [one for one in columns if pattern.fullmatch(normal(one.header))]
        hits = [one for one in hits if one.column not in fields.values()]
        hits = [one for one in hits if not times or one.filled == filled >= times * one.distinct]
        if not hits or (field == "value" and len(hits) > 1):
            return {}
        first = min(hits, key=lambda one: one.is_name or one.kind == "email")  # a number first
        fields[field], distinct[field] = first.column, first.distinct
    pairs = distinct["wording"] * distinct["respondent_id"]
    is_whole = distinct["wording"] > 1 and ANSWERED * pairs <= filled <= pairs
    return fields if is_whole else {}


def _is_tallied_by_way(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether numbers are how many came by each way: marks are from 1 to 10."""
    short = [part for part in columns if part.kind == "number" and part.header.count(" ") < 3]
    counted = [part for part in short if ways([part.header])]
    cells = {cell for part in counted for cell in suggesting.CELL.findall(part.samples)}
    most = any(cell.isdecimal() and not 1 <= int(cell) <= HIGHEST_MARK for cell in cells)
    return len(counted) > 1 and most


def _may_ask(part: ColumnProfile) -> bool:
    """Return whether cells are marks, yes or no, or a header is as long as a question."""
    return part.kind in ("number", "flag") or len(part.header.split()) >= SENTENCE


def survey_points(columns: Sequence[ColumnProfile]) -> float:
    """Return how much columns look like questions; 0 where they do not."""
    answers = _chosen(columns)
    came = words()["attendance"]["status"]  # "Came?" is no question to the person
    questions = [part for part in columns if asks(part.header) and normal(part.header) not in came]
    questions = [part for part in questions if not _OF_ROWS.fullmatch(normal(part.header))]
    questions += [part for part in answers if NUMBERED_QUESTION.fullmatch(part.header)]
    tools = of_tool([part for part in columns if not (part.kind == "number" and part.is_code)])
    others = [part for part in columns if part.kind == "empty" or part.column in tools]
    count = max(len(columns) - len(others), 1)
    numbers = [one.header for one in columns if one.kind == "number"]
    totals = vocabulary.words("table_rows")["totals"]
    is_grid = bool(months_across(columns))  # Q1 to Q4 and their sum
    is_grid &= any(normal(header).replace(" ", "") in totals for header in numbers)
    chosen = [one.header for one in answers if one.kind == "choice"]
    is_grid |= len([*filter(_WEEKDAY.fullmatch, chosen)]) > 2  # who works on each of them
    is_grid |= has_quotes(columns) or _is_tallied_by_way(columns)
    is_grid |= any(_CALLS.fullmatch(normal(part.header)) for part in columns)
    if is_grid or any(TALLY.fullmatch(header.strip()) for header in numbers):
        return 0.0
    if is_rated(columns) or _is_of_marks(columns):
        return 1.5
    cells = [suggesting.CELL.findall(part.samples) for part in answers]
    whole = [[cell for cell in one if not cell.endswith("…")] for one in cells]  # not cut short
    rated = sum(bool(match(one)) for one in whole)
    named = any(part.is_name or part.is_way or part.kind == "email" for part in columns)
    rated += rated == 1 and not named and not any(ASKED.search(one.header) for one in columns)
    rated *= rated > 1
    own = suggesting.exact(columns, SURVEY).keys() - {"submitted_at"}  # of who answered
    if len(questions) + rated >= max(1, SURVEY_SHARE * (count - len(own))):
        return 1.5 + len(questions) / count
    if any(map(is_money, numbers)):
        return 0.0
    is_measured = any(
        part.kind == "number" and not part.is_code and part.distinct > MOST_ANSWERS
        for part in columns
    )
    people = [part for part in columns if part.is_name or part.kind == "email"]
    is_measured |= any(part.is_name or of_answerers(part.header) for part in people)  # a log
    of_events = suggesting.exact(columns, "events").keys()
    is_measured |= {"started_at", "head_count"} <= of_events  # how many came to each event
    several = len(answers) >= max(3, 0.5 * count) and not (months_across(columns) or is_measured)
    several &= rated > 0 or any(_may_ask(part) for part in answers)  # or words of a log
    # numbers beside a time are how many there were, words beside a day are of who answered then
    worded = any(part.kind != "number" for part in answers)
    return float(
        several and all(worded and one.kind == "date" for one in columns if SPAN.match(one.header))
    )


def is_billed(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether a list without people is of what was invoiced."""
    return (
        any(BILLED.search(part.header) or is_tax(part.header) for part in columns)
        and not any(part.is_name or part.kind == "email" for part in columns)
        and any(part.kind == "number" and is_money(part.header) for part in columns)
    )


def is_saved(headers: Sequence[str], sums: Sequence[str]) -> bool:
    """Return whether money is what others saved, or what that was worth: nobody spent it.

    Examples
    --------
    >>> is_saved(["Date", "Hours saved", "Value"], ["Value"])
    True
    >>> is_saved(["Product", "Price paid", "Savings"], ["Price paid"])
    False
    """
    saved = any(map(_SAVINGS.search, map(normal, headers)))
    heads = [*map(normal, sums)]
    return saved and any(_SAVINGS.search(one) or _WORTH.fullmatch(one) for one in heads)
