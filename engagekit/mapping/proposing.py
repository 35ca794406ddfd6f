"""Which tables a file may be, each with the columns that would give its fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engagekit.mapping import suggesting
from engagekit.mapping.candidate import Candidate
from engagekit.mapping.columns import (
    MONTHS,
    SHARES,
    ColumnProfile,
    is_money,
    kind_and_rest,
    months_across,
    months_of_kinds,
)
from engagekit.mapping.doubts import weighed
from engagekit.mapping.evidence import (
    LAST,
    LATEST,
    PRICED,
    answer_a_row,
    counts_use,
    is_billed,
    is_of_platform,
    is_of_sums,
    says_money,
    survey_points,
)
from engagekit.mapping.headers import either, of_answerers
from engagekit.mapping.lists import NUMBERED
from engagekit.mapping.mapping_file import SURVEY, normal, words
from engagekit.mapping.row_states import GROUPED_BY, is_of_weekdays
from engagekit.readers.shared import vocabulary
from engagekit.tables.schema import TABLES

OFFERED = (
    *("contacts", "touches", "attendance", "events", "budget", "contracts", "usage", "counts"),
    *("headcounts", SURVEY),
)
"""Tables that are offered: the others come from the workbook of the kit."""
NEVER_GUESSED = {*vocabulary.words("headers")["never_guessed"]}
"""Fields that only their very word gives: a wrong one would do harm, or is seldom there."""
GUESSED = 0.5
"""What a column counts whose header is only like a field, beside 1 for the very word."""
LEAST_GUESS = 75
"""Points over which a header that is only like a field is taken: `Time` and `type` have 75."""
ANSWER_A_ROW = 3.0
"""Points of a survey with a row an answer: more than a log of the same columns has."""
_ENDS = "|".join(vocabulary.words("staff_list")["ending"])
_NOT_ENDING = "|".join(vocabulary.words("staff_list")["not_ending"])
ENDING = re.compile(rf"(?i)^(?!.*(?:{_NOT_ENDING}))(?:.*[\W_])?(?:{_ENDS})(?:[\W_]|$)")
"""Headers over the last day of somebody; the end of a probation or of a leave is none."""
SAME_DAY = 10
"""People on each day from which days are not those on which they were hired."""
_PURPOSE = re.compile("|".join(vocabulary.words("headers")["of_purpose"]), re.IGNORECASE)
"""Headers over what a room was booked or something was asked for: a meeting there is no way."""
_DEADLINE = re.compile("|".join(vocabulary.words("headers")["deadlines"]), re.IGNORECASE)
_DAYS_OF = {
    field: re.compile("|".join(vocabulary.words("headers")[listed]), re.IGNORECASE)
    for field, listed in (
        ("starts_on", "of_terms"),
        ("ends_on", "of_terms"),
        ("ended_at", "of_ends"),
    )
}
"""What a header has of a day that is guessed: that of a payment is in no term of a contract."""
SHORT = 4
"""Letters up to which a header is like others by chance: `Init.` and `unit`."""


@dataclass(frozen=True)
class Proposal:
    """A table that a file may be.

    Attributes
    ----------
    fields : dict of field to column
        The very words first, then what is most like a field.
    lacks : tuple of str
        Fields that every row needs and nothing gives yet.
    points : float
        By which proposals are ordered: fields that are needed, and columns that find a field.
    """

    table: str
    fields: dict[str, int]
    lacks: tuple[str, ...]
    points: float


def proposals(columns: Sequence[ColumnProfile], above: Sequence[str] = ()) -> list[Proposal]:
    """Return what a file may be, the likeliest first.

    ``columns``: with cells. ``above``: its titles, and the names of its sheet and file.
    """
    filled = [part for part in columns if part.kind != "empty"]
    empty = [either(part.header) for part in columns if part.kind == "empty"]
    signed = any(each & {*suggesting.SIGNED} for each in empty)  # as on a sheet of paper
    tables = (table for table in OFFERED if table in words())
    every = [proposal(filled, table, signed=signed, above=above) for table in tables]
    return sorted(every, key=lambda one: -one.points)


def proposal(
    columns: Sequence[ColumnProfile], table: str, *, signed: bool = False, above: Sequence[str] = ()
) -> Proposal:
    """Return one table with the columns that may give its fields; ``signed``: people sign there."""
    sure = suggesting.exact(columns, table)
    if table == SURVEY:
        return _survey(columns, sure)
    every = columns
    if table in ("touches", "contacts", "contracts", "budget"):
        others = LATEST if table in ("touches", "contacts") else LAST
        columns = [part for part in columns if not others.match(part.header)]
    if table == "touches" and (is_billed(columns) or is_of_sums(columns)):
        return Proposal(table, sure, ("channel",), 0.0)
    together = suggesting.across(columns, table)
    is_monthly = table in suggesting.MONTHLY
    months = {part.column for part in months_across(columns)} if is_monthly else set[int]()
    given = together.fields | ({*suggesting.MONTHLY[table][:2]} if months else set())
    fields = _fields(columns, table, sure, together, given, months)
    given |= fields.keys() | _implied(columns, table, sure, fields)
    given |= {NUMBERED[table]} if table in NUMBERED else set()
    required = TABLES[table].required
    lacks = tuple(name for name in required if name not in given)
    used = len(sure) + GUESSED * (len(fields) - len(sure)) + len(months | together.columns)
    points = used / max(len(columns), 1) + (len(required) - len(lacks)) / len(required)
    one = Candidate(table, columns, sure, fields, together, above, signed, every)
    named = together.names or ({"display_name", "email"} & given and (one.people or signed))
    if table == "attendance" and not named:
        return Proposal(table, fields, (*lacks, "display_name"), 0.0)
    return Proposal(table, fields, lacks, weighed(points, one))


def _survey(columns: Sequence[ColumnProfile], sure: dict[str, int]) -> Proposal:
    """Return a survey, with the one moment at which each answer came."""
    points = 0.0 if counts_use(columns) else survey_points(columns)
    if by_answer := answer_a_row(columns):
        sure, points = {**sure, **by_answer}, ANSWER_A_ROW
    clocks = [part.column for part in columns if part.kind == "moment"]
    if len(clocks) == 1:
        sure.setdefault("submitted_at", clocks[0])
    return Proposal(SURVEY, sure, () if points else ("questions",), points)


def _implied(
    columns: Sequence[ColumnProfile], table: str, sure: dict[str, int], fields: dict[str, int]
) -> set[str]:
    """Return the fields that need no column of their own."""
    if table == "contracts" and "ends_on" in fields:
        return {"starts_on"}  # a year before its end
    if table == "attendance":
        return {"event_id", "status"}
    if table != "usage":
        return set()
    is_asked = "item_id" in sure or is_of_platform(columns)
    time = {"on"} if counts_use(columns) else set()
    return {"metric"} | time | ({"platform"} if is_asked else set())  # the title says the metric


def _fields(
    columns: Sequence[ColumnProfile],
    table: str,
    sure: dict[str, int],
    together: suggesting.Across,
    given: set[str],
    months: set[int],
) -> dict[str, int]:
    """Return the fields of a table with their columns: the very words, then what is most alike."""
    fields = dict(sure)
    yearly = set(months_of_kinds(columns))  # a price of each year is none of them
    people = [part for part in columns if part.is_name or part.kind == "email"]
    asking = {one.column for one in people if not of_answerers(one.header)}  # a roster has none
    is_kept = table == "attendance" or (asking and table == "touches")
    helpers = {one.column for one in people if is_kept} - asking
    money = [one for one in columns if one.kind == "number" and is_money(one.header)]
    sums = [one for one in money if not PRICED.search(one.header)]  # of one of each are no sums
    days = max((one.filled for one in columns if one.kind == "date"), default=0)
    ranked = sorted(
        (-score, at, field, part.column)
        for part in columns
        if part.column not in months | yearly | together.columns
        for at, (score, field) in enumerate(suggesting.scores(part, table, sure))
        if field not in NEVER_GUESSED | given
        if score
        > LEAST_GUESS
        + suggesting.CELLS * (field in suggesting.OF_A_ROW and len(normal(part.header)) <= SHORT)
        if field != "joined_on" or not (2 * part.filled < days or ENDING.match(part.header))
        if field != "joined_on" or not _DEADLINE.search(part.header)
        if field not in _DAYS_OF or _DAYS_OF[field].search(part.header)
        if field != "joined_on" or SAME_DAY * part.distinct > part.filled  # the day of the list
        if not (field in GROUPED_BY and part.kind == "flag")  # `Referred?` is no department
        if field != "amount" or not sums or not PRICED.search(part.header)
        if field != "price" or says_money([part], ())  # `Count` is like `cout`
        if field != "channel" or not _is_no_way(part)
        if field != "increase" or not is_money(part.header)  # `New price`
        if part.column not in helpers or field not in suggesting.OF_PEOPLE[:3]
    )
    for _, _, field, column in ranked:
        if field not in fields and column not in fields.values():
            fields[field] = column
    after = [one for one in columns if one.column == fields.get("line", -2) + 1 and not one.header]
    if table == "budget" and after and after[0].kind in ("text", "choice"):
        fields["line"] = after[0].column  # of a header over two columns: `To`, then whom
    free = [part for part in columns if part.column not in together.columns]
    last = [one for one in free if one.kind == "date" and ENDING.match(one.header)]
    few = max((one.filled for one in columns), default=0) / 2  # of all some have left
    if table == "contacts" and len(last) == 1 and ("joined_on" in fields or last[0].filled < few):
        fields.setdefault("left_on", last[0].column)
    of_kind = [one for one in money if kind_and_rest(one.header)[0] and one.note != SHARES]
    spent = [one for one in of_kind if kind_and_rest(one.header)[0] == "actual"]
    of_kind = spent if len(spent) == 1 else of_kind  # the plan beside it is of another time
    if table == "budget" and len(of_kind) == 1 and "amount" not in {*fields, *given}:
        fields["amount"] = of_kind[0].column  # a plan alone: its header says what kind it is
    _fill_plain(free, table, fields, given)
    return fields


def _is_no_way(part: ColumnProfile) -> bool:
    """Return whether a column is of what something was for, or of posts: `Consultant`."""
    posts = {*words()["contacts"]["role_level"]} - {*words()["touches"]["channel"]}
    return bool(_PURPOSE.search(part.header) or either(part.header) & posts)


def _fill_plain(
    columns: Sequence[ColumnProfile], table: str, fields: dict[str, int], given: set[str]
) -> None:
    """Put in the one column of days and the one of names, whatever their headers are."""
    for field in TABLES[table].names:
        column = TABLES[table][field]
        is_day = column.required and column.kind in ("date", "moment")
        if field in {*fields, *given} or not (is_day or field in suggesting.OF_PEOPLE[:1]):
            continue
        free = [
            part
            for part in columns
            if part.column not in fields.values()
            and (suggesting.fits(part, table, field) if is_day else part.is_name)
            and (is_day or table == "contacts" or not of_answerers(part.header))
            and not (field in suggesting.EARLIEST and suggesting.LATER.search(part.header))
        ]
        if len(free) == 1:
            fields[field] = free[0].column
    ways = [one.column for one in columns if one.is_way and not _is_no_way(one)]
    if table == "touches" and len(ways) == 1 and ways[0] not in fields.values():
        fields.setdefault("channel", ways[0])  # whatever its header is: `Source`
    kinds_of = [part for part in columns if part.kind == "choice" and not part.personal]
    named = [part for part in columns if part.kind in ("text", "choice") and not part.personal]
    named = [part for part in named if part.column not in fields.values() and part.note != MONTHS]
    worded = [part for part in named if not part.is_code]  # numbers of users beside what was bought
    named = named if len(named) == 1 else worded
    sums = [part for part in columns if part.column == fields.get("amount")]
    if table == "budget" and len(named) == 1 and says_money(sums, given):
        fields.setdefault("line", named[0].column)  # whatever its header is
    months = [part.column for part in columns if part.note == MONTHS]
    if table == "budget" and "line" in given and len(months) == 1:
        fields.setdefault("period", months[0])  # whatever its header is
    days = [part for part in columns if part.kind == "date"]
    terms = {word for name in ("starts_on", "ends_on") for word in words()["contracts"][name]}
    if table == "budget" and "amount" in fields and len(days) == 1:
        (day,) = days
        of_term = {normal(day.header)} & terms or ENDING.match(day.header)
        if not (of_term or suggesting.LATER.search(day.header)):
            fields.setdefault("period", day.column)  # of a payment, whatever its header is
    kinds_of = [part for part in kinds_of if not is_of_weekdays(part)]
    if table == "counts" and "n" in suggesting.exact(columns, table) and len(kinds_of) == 1:
        fields.setdefault("what", kinds_of[0].column)
