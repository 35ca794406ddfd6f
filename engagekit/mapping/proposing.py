"""Which tables a file may be, each with the columns that would give its fields."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from engagekit.mapping import suggesting
from engagekit.mapping.cells import titles
from engagekit.mapping.columns import (
    MONTHS,
    SHARES,
    ColumnProfile,
    cost_and_rest,
    is_money,
    kind_and_rest,
    months_across,
    months_of_kinds,
)
from engagekit.mapping.event_columns import is_of_event, is_of_one_day, is_one_each
from engagekit.mapping.headers import either, names_uses, of_answerers, use_in, uses, ways
from engagekit.mapping.lists import NUMBERED
from engagekit.mapping.mapping_file import SURVEY, normal, words
from engagekit.mapping.question_writer import of_tool
from engagekit.mapping.row_states import ASKED, UNTITLED
from engagekit.mapping.table_detection import DetectedTable
from engagekit.parsing import word_lists
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._personal_columns import asks
from engagekit.readers.survey._scales import match, stated_range
from engagekit.tables.schema import TABLES

OFFERED = (
    *("contacts", "touches", "attendance", "events", "budget", "contracts", "usage", "counts"),
    SURVEY,
)
"""Tables that are offered: the others come from the workbook of the kit."""
NEVER_GUESSED = {*vocabulary.words("headers")["never_guessed"]}
"""Fields that only their very word gives: a wrong one would do harm, or is seldom there."""
MONEY_WORD = re.compile(rf"(?i){'|'.join(vocabulary.words('money.words')['grids'])}|[£$€]")
"""Words above or in a grid of months that make it one of money."""
GUESSED = 0.5
"""What a column counts whose header is only like a field, beside 1 for the very word."""
LEAST_GUESS = 75
"""Points over which a header that is only like a field is taken: `Time` and `type` have 75."""
LATEST = re.compile(f"(?i){'|'.join(vocabulary.words('headers')['latest'])}")
"""Headers over the last of many days, or that of a subscription: nothing was asked on it."""
_ENDS = "|".join(vocabulary.words("staff_list")["ending"])
ENDING = re.compile(rf"(?i)^(?!.*(?:prob|essai|trial))(?:.*[\W_])?(?:{_ENDS})(?:[\W_]|$)")
"""Headers over the last day of somebody; the end of a probation is none."""
ROSTER = re.compile("|".join(vocabulary.words("headers")["rosters"]))
"""Headers, as `normal` makes them, of who is on duty: nobody came to an event then."""
_WEEKDAY = re.compile(rf"(?i)(?:{'|'.join(word_lists.words('cells.weekdays')['days'])})[^\W\d_]*")
NUMBERED_QUESTION = re.compile(r"(?i)(?:q|question|frage|vraag|pregunta)[\s._-]?\d{1,2}(?:\b.*)?")
"""Headers of a survey that is kept as codes: numbered."""
TALLY = re.compile(rf"(?i)(?:{'|'.join(vocabulary.words('headers')['tallies'])})\s*(?:\(?%\)?)?")
"""Headers of answers that somebody counted already: a line of them is nobody's answers."""
NAMELESS = ("events", "counts", "usage")
"""Tables of things: a column of people beside them says that the rows are of people."""
PRICED = re.compile(r"(?i)\b(?:unit|list) (?:price|cost)|\bprice\b|\bprix\b|\b(?:st[üu]ck)?preis\b")
OF_AN_ENQUIRY = {"display_name", "channel", "need", "staff_id", "minutes", "touch_id", "matter_id"}
"""Fields of which a log of enquiries has one, or a header that asks: a day alone is of anything."""
OF_A_DESK = OF_AN_ENQUIRY - {"display_name", "staff_id", "minutes"}
"""Those that no list of who came to an event has."""
_BILLED = re.compile("|".join(vocabulary.words("headers")["billed"]), re.IGNORECASE)
_WEEKS = r"week(?:day|of)?|month|quarter|semaine|mois|trimestre|woche|kw|monat|quartal"
WEEKS = re.compile(rf"(?i)(?:{_WEEKS})\b")
SPAN = re.compile(rf"(?i)(?:day|hour|date|jour|heure|tag|stunde|{_WEEKS})\b")
"""Headers over a time in words, `Week 12`: the numbers beside it are how many."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
"""A day before a time: people join one event on one day."""
MOST_ANSWERS = 15
"""Different cells up to which a column may be a question to choose from: scales have up to 11."""
SURVEY_SHARE = 0.25
"""Share of columns whose header asks, or half of them to choose from, that makes a survey."""


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
        points = 0.0 if counts_use(columns) else _survey_points(columns)
        clocks = [part.column for part in columns if part.kind == "moment"]
        sure |= (
            {"submitted_at": clocks[0]} if len(clocks) == 1 and "submitted_at" not in sure else {}
        )
        return Proposal(table, sure, () if points else ("questions",), points)
    if table in ("touches", "contacts"):
        columns = [part for part in columns if not LATEST.match(part.header)]
    billed = any(map(_BILLED.search, (part.header for part in columns)))
    billed &= not any(part.is_name or part.kind == "email" for part in columns)
    billed &= any(part.kind == "number" and is_money(part.header) for part in columns)
    if table == "touches" and (billed or _is_of_sums(columns)):
        return Proposal(table, sure, ("channel",), 0.0)
    fields, together = dict(sure), suggesting.across(columns, table)
    headers = [part.header for part in columns]
    months = (
        {part.column for part in months_across(columns)} if table in suggesting.MONTHLY else set()
    )
    yearly = set(months_of_kinds(columns))  # a price of each year is none of them
    people = [part for part in columns if part.is_name or part.kind == "email"]
    asking = {one.column for one in people if not of_answerers(one.header)}  # a roster has none
    is_kept = table == "attendance" or (asking and table == "touches")
    helpers = {one.column for one in people if is_kept} - asking
    given = together.fields | ({*suggesting.MONTHLY[table][:2]} if months else set())
    money = [one for one in columns if one.kind == "number" and is_money(one.header)]
    sums = [one for one in money if not PRICED.search(one.header)]  # of one of each are no sums
    ranked = sorted(
        (-score, at, field, part.column)
        for part in columns
        if part.column not in months | yearly | together.columns
        for at, (score, field) in enumerate(suggesting.scores(part, table, sure))
        if field not in NEVER_GUESSED | given and score > LEAST_GUESS
        if field != "amount" or not sums or not PRICED.search(part.header)
        if field != "price" or says_money([part], ())  # `Count` is like `cout`
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
    if table == "contacts" and "joined_on" in fields and len(last) == 1:
        fields.setdefault("left_on", last[0].column)
    of_kind = [one for one in money if kind_and_rest(one.header)[0] and one.note != SHARES]
    spent = [one for one in of_kind if kind_and_rest(one.header)[0] == "actual"]
    of_kind = spent if len(spent) == 1 else of_kind  # the plan beside it is of another time
    if table == "budget" and len(of_kind) == 1 and "amount" not in {*fields, *given}:
        fields["amount"] = of_kind[0].column  # a plan alone: its header says what kind it is
    _fill_plain(free, table, fields, given)
    given |= {*fields, *filter(None, [NUMBERED.get(table)])}
    given |= {"starts_on"} if "ends_on" in fields else set()  # a year before its end
    given |= {"event_id", "status"} if table == "attendance" else set()
    given |= {"metric"} if table == "usage" else set()  # the title says it
    is_asked = table == "usage" and ("item_id" in sure or is_of_platform(columns))
    given |= {"platform"} if is_asked else set()
    is_use = counts_use(columns)
    given |= {"on"} if table == "usage" and is_use else set()  # and the time of it
    required = TABLES[table].required
    lacks = tuple(name for name in required if name not in given)
    used = len(sure) + GUESSED * (len(fields) - len(sure)) + len(months | together.columns)
    points = used / max(len(columns), 1) + (len(required) - len(lacks)) / len(required)
    is_nameless = table == "contacts" and not {"contact_id", "email"} & fields.keys()
    hired = [part.samples for part in columns if part.column == sure.get("joined_on")]
    is_hired = any(len({*_YEAR.findall(one)}) > 2 for one in hired) and "department" in sure
    points -= GUESSED * (is_nameless and not is_hired)  # names alone may be of anybody
    if is_nameless or table in ("attendance", "events"):
        points *= not any(map(ROSTER.fullmatch, map(normal, headers)))
    if table in ("contacts", "attendance") and not {"joined_on", "left_on"} & sure.keys():
        points *= len(uses(one.header for one in columns if one.kind == "number")) < 2
        dated = any(one.kind in ("date", "moment") for one in columns)
        points -= GUESSED * (table == "contacts" and dated and any(map(ASKED.search, headers)))
    several = any(one.kind == "date" and one.distinct > 1 for one in columns)
    several |= any(one.kind == "moment" and len({*DAY.findall(one.samples)}) > 1 for one in columns)
    marked = [one for one in columns if one.kind in ("choice", "flag") and one.distinct == 1]
    marked = [one for one in marked if one.column not in fields.values()]
    ticks = [one for one in marked if ways(re.findall(r"^(.+?) \(\d+\)$", one.samples), "status")]
    if table == "attendance" and len(ticks) > 1 and not together.fields & {"event_id"}:
        points = 0.0  # ticks below several titles without a day
    if table == "attendance" and not together.fields & {"event_id"}:
        several |= not signed and sum(one.kind == "number" for one in columns) > 1  # of uses
        points -= GUESSED * several  # an event has one day
        points *= not any(WEEKS.match(one.header) and one.distinct > 1 for one in columns)
    points *= not is_use or table == "usage"
    of_many = is_use or (table == "events" and {"title", "head_count"} <= sure.keys())
    if table in NAMELESS and ((people and not of_many) or any(map(PRICED.search, headers))):
        points -= GUESSED  # a row a person is no row a thing, and a total beside prices is money
    if table == "events":  # what something cost beside a word that is only like a title
        numbers = [one for one in columns if one.kind == "number"]
        lasting = {"cost", "ended_at"} <= sure.keys() and "head_count" not in sure  # a contract
        lasting |= says_money(numbers, ()) and not {"title", "started_at"} <= sure.keys()
        points -= GUESSED * (lasting or not sure)
    if table in NAMELESS:  # a price and the day it ends on are those of a contract
        paid = suggesting.exact(columns, "contracts").keys() & {"price", "starts_on", "ends_on"}
        is_paid = len(paid) > 1 and "price" in paid and not {"n", "cost"} & sure.keys()
        points *= not (is_paid and (table != "events" or "ends_on" in paid))
    if table == "counts":
        points *= not any(map(_BILLED.search, headers))
        points -= GUESSED * ({"title", "head_count"} <= suggesting.exact(columns, "events").keys())
        points -= GUESSED * (len(together.tallies) > 1 and bool(use_in(above)))
    if table == "contracts" and people:  # what a post costs is no price
        listed = suggesting.exact(columns, "contacts").keys()
        is_staff = "display_name" in listed and {"department", "email", "contact_id"} & listed
        points -= 2 * GUESSED * bool(is_staff)
    if table == "usage":  # another word may be of anything that is counted
        by_title = together.tallied == "platform" and use_in(above)
        is_named = not {"platform", "item_id"}.isdisjoint(sure)
        points *= bool(is_named or is_of_platform(columns) or by_title)
    if table == "contacts":
        points *= bool(people or together.names or "contact_id" in fields) and not signed
    days = [part.samples for part in columns if part.column == fields.get("on")]
    if table == "touches" and not (OF_AN_ENQUIRY - {"display_name", "staff_id"}) & fields.keys():
        # where the first days are years apart, people joined on them
        points *= not any(len({*_YEAR.findall(one)}) > 2 for one in days)
    if table == "touches" and not OF_A_DESK & sure.keys():  # they came to something
        came = is_of_event(columns) or is_one_each(columns) or is_of_one_day(columns)
        points -= GUESSED * came
    of_enquiry = {"head_count", *OF_AN_ENQUIRY} & {*fields}
    if table == "touches" and not asking and of_enquiry <= {"staff_id"}:
        points *= any(ASKED.search(part.header) for part in columns if part.kind != "number")
    named = together.names or ({"display_name", "email"} & given and (people or signed))
    if table == "attendance" and not named:
        lacks, points = (*lacks, "display_name"), 0.0
    return Proposal(table, fields, lacks, points)


def named_by(detected: DetectedTable) -> list[str]:
    """Return the titles above a table, and the names of its sheet and its file."""
    listing = detected.listing
    return [*titles(listing), listing.sheet.name, listing.export.path.stem]


def counts_use(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether rows are how often something was used over one time, whoever used it."""
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
    words = [*named_by(detected), *detected.listing.headers]
    words += [one for part in columns if part.kind != "number" for one in body[part.column]]
    numbers = months_across(columns) or [part for part in columns if part.kind == "number"]
    cells = pd.concat([body[part.column] for part in numbers])
    cents = cells.str.contains(r"[£$€]|\d[.,]\d\d$", regex=True).any()
    return bool(cents) or any(map(MONEY_WORD.search, words))


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


def _is_of_sums(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether rows without a name are how many there were, of a day or of a way."""
    numbers = [part for part in columns if part.kind == "number" and not part.is_code]
    listed = vocabulary.words("table_rows")
    summed = any(normal(part.header) in {*listed["counted"], *listed["totals"]} for part in numbers)
    others = [part for part in columns if part.kind not in ("date", "moment")]
    return (len(others) > 1 and all(part.kind == "number" for part in others)) or (
        summed and not any(part.is_name or part.kind == "email" for part in columns)
    )


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
    ways = [part.column for part in columns if part.is_way]
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
    if table == "counts" and "n" in suggesting.exact(columns, table) and len(kinds_of) == 1:
        fields.setdefault("what", kinds_of[0].column)


def _survey_points(columns: Sequence[ColumnProfile]) -> float:
    """Return how much columns look like questions; 0 where they do not."""
    answers = [
        part
        for part in columns
        if part.kind in ("choice", "flag", "number")
        and 1 < part.distinct <= min(MOST_ANSWERS, part.filled - 1)
        and not part.personal
    ]
    came = words()["attendance"]["status"]  # "Came?" is no question to the person
    questions = [part for part in columns if asks(part.header) and normal(part.header) not in came]
    coded = (NUMBERED_QUESTION.fullmatch, stated_range)  # or with the ends of a scale
    questions += [part for part in answers if any(one(part.header) for one in coded)]
    others = [part for part in columns if part.kind == "empty" or part.column in of_tool(columns)]
    count = max(len(columns) - len(others), 1)
    numbers = [one.header for one in columns if one.kind == "number"]
    totals = vocabulary.words("table_rows")["totals"]
    is_grid = bool(months_across(columns))  # Q1 to Q4 and their sum
    is_grid &= any(normal(header).replace(" ", "") in totals for header in numbers)
    chosen = [one.header for one in answers if one.kind == "choice"]
    is_grid |= len([*filter(_WEEKDAY.fullmatch, chosen)]) > 2  # who works on each of them
    if is_grid or any(TALLY.fullmatch(header.strip()) for header in numbers):
        return 0.0
    cells = [re.findall(r"(?:^|, )(.+?) \(\d+\)", part.samples) for part in answers]
    whole = [[cell for cell in one if not cell.endswith("…")] for one in cells]  # not cut short
    scales = [found[0] for one in whole if (found := match(one))]
    rated = sum(one.startswith(("agree", "satis", "marks")) for one in scales)
    named = any(part.is_name or part.is_way or part.kind == "email" for part in columns)
    rated += rated == 1 and not named and not any(ASKED.search(one.header) for one in columns)
    if len(questions) + rated * (rated > 1 or bool(re.search("marks|letters", str(scales)))) >= max(
        1, SURVEY_SHARE * count
    ):
        return 1.5 + len(questions) / count
    if any(map(is_money, numbers)):
        return 0.0
    several = len(answers) >= max(3, 0.5 * count) and not months_across(columns)
    # numbers beside a time are how many there were, words beside a day are of who answered then
    worded = any(part.kind != "number" for part in answers)
    return float(
        several and all(worded and one.kind == "date" for one in columns if SPAN.match(one.header))
    )
