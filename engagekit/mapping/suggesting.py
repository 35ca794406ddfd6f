"""Which field a column may be: exact words are taken, anything like them is suggested."""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engagekit.mapping import event_columns
from engagekit.mapping.columns import (
    CUMULATED,
    CURRENCIES,
    FEW,
    MONTHS,
    SHARES,
    TIMED,
    ColumnProfile,
    is_money,
    months_across,
    months_of_kinds,
)
from engagekit.mapping.headers import called, counts_enquiries, either, halves, uses, ways
from engagekit.mapping.mapping_file import SURVEY, fields_of, normal, words
from engagekit.mapping.plans import are_kinds, kinds_of_money
from engagekit.mapping.row_states import (
    ACCOUNT,
    ADDRESS,
    ASKED,
    all_beside,
    clocks_of,
    is_status,
    sides_of,
    tallies_of,
    uses_by_person,
    worded_as,
)
from engagekit.parsing.person_names import are_titles
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._table import squash
from engagekit.tables.schema import TABLES

_NUMBERS, _DAYS = ["number"], ["date", "moment"]
_KINDS = {"date": _DAYS, "moment": _DAYS, "number": _NUMBERS, "count": _NUMBERS}
_KINDS["flag"] = ["flag", "number"]
"""Kinds of columns from which a field of a kind can be read; others take any."""
LATER = re.compile(f"(?i){'|'.join(vocabulary.words('headers')['later'])}")
"""Headers over days that come after what a row records."""
ELAPSED, _ORDERED, OF_ONE, _OF_WHOM, BORROWED, _IN_THE_LIBRARY = (
    re.compile("|".join(vocabulary.words("headers")[one]), re.IGNORECASE)
    for one in ("elapsed", "ordered", "of_one", "of_whom", "borrowed", "in_the_library")
)
_IN_TIME = re.compile(
    r"(?i)[(\[](?:min(?:ute)?s?|h(?:ou)?r?s?|h:?mm|hh:mm(?::ss)?|heures|std)\.?[)\]]"
)
_PRICE = re.compile(r"[£$€¥₹]\s?\d|\d\s?[£$€]")
RECIPIENT = re.compile(r"(?i)(?:to|b?cc|cci|à|an)\s*(?::|\(|$)")  # of a message
EARLIEST = ("on", "started_at")
"""Fields of the day of what a row records."""
PRIOR = re.compile(rf"\b(?:{'|'.join(vocabulary.words('money.versions')['prior'])})\b")
"""Headers over the money of the year before, as `normal` makes them."""
USERS = {"username", "user name", "user", "user id", "userid", "login", "login name", "upn"}
"""Headers over who used a tool; an address under another may be that of whoever answered."""
CELL = re.compile(r"(?:^|, )(.+?) \(\d+\)")  # in samples
OF_PEOPLE = ("display_name", "email", "contact_id", "staff_id", "witness")
"""Fields that say who somebody is."""
NUMBERS_TOO = ("period", "cost_centre")
"""Fields of words that may be written in digits, beside numbers of people and things."""
LEAST = 60
"""Points, of 100, from which a field is suggested: `Dauer` and `duration` have 68."""
OFFERED = 3
"""Fields that are suggested for a column."""
OF_A_ROW = ("title", "need", "line", "department", "role_level")
"""Fields whose cells may be any words."""
CELLS = 30
"""Points of fitting cells: more than a header half like another (60 to 90) has, not the same."""
MONTHLY = {
    "budget": ("amount", "period", "line"),
    "counts": ("n", "on", "what"),
    "usage": ("n", "on", ""),
}
"""Tables that may stand as a grid of months: its cells, its months, its lines."""
SIGNED = ("participant", "attendee", "emargement", "signature", "signed", "unterschrift")
"""Headers over a cross, a word for who came, or a signature."""
_LISTS = {
    "contact_id": "id", "display_name": "name", "joined_on": "hired", "left_on": "left",
    "department": "department", "role_level": "level", "cost_centre": "cost_centre", "site": "site",
}  # fmt: skip
"""Fields of people that staff lists have words for."""


@dataclass(frozen=True)
class Across:
    """Columns that no field has alone.

    ``names``: first names and surnames. ``kinds``: of a budget, what was planned and spent of one
    time. ``months``: what was planned and spent in each month, as ``kind, month``. ``events``: of
    who came, an event each, as ``day title``, with crosses; ``guests``: with names. ``session``:
    title and day of one of several events, or the day alone. ``tallies``: of counts, numbers of a
    thing or place each; ``tallied``: the field that their headers give. ``sides``: of a ledger,
    debit and credit. ``clocks``: of a log, the end and the start.
    """

    names: tuple[int, ...] = ()
    kinds: Mapping[str, int] = dataclasses.field(default_factory=dict)
    months: Mapping[int, str] = dataclasses.field(default_factory=dict)
    events: Mapping[int, str] = dataclasses.field(default_factory=dict)
    guests: Mapping[int, str] = dataclasses.field(default_factory=dict)
    session: tuple[int, ...] = ()
    tallies: tuple[int, ...] = ()
    tallied: str = "what"
    sides: tuple[int, ...] = ()
    clocks: tuple[int, ...] = ()

    @property
    def value(self) -> str:
        """Return the field of the numbers of ``tallies``."""
        return "amount" if self.tallied == "line" else "n"

    @property
    def fields(self) -> set[str]:
        """Return the fields that are given here."""
        pairs: list[tuple[object, str]] = [(self.names or self.guests, "display_name")]
        pairs += [(self.kinds or self.months, "kind amount"), (self.months, "period")]
        pairs += [
            (self.tallies, f"{self.tallied} {self.value}"),
            (self.clocks, "minutes"),
            (self.sides, "amount"),
        ]
        pairs += [(self.events or self.guests or self.session, "event_id"), (self.events, "status")]
        return {field for given, fields in pairs if given for field in fields.split()}

    @property
    def columns(self) -> set[int]:
        """Return every column that is used here."""
        money = (*self.kinds.values(), *self.months, *self.sides, *self.tallies)
        return {*self.names, *money, *self.events, *self.guests, *self.session, *self.clocks[:1]}


@dataclass(frozen=True)
class Suggested:
    """What a mapping could begin with.

    Attributes
    ----------
    sure : bool
        The table was stated: nothing is read before somebody says it.
    fields : dict of field to column
        Headers that are exactly a word for the field.
    offered : dict of column to fields
        Suggestions in order, never taken.
    across : Across
        Columns that give one field together, or one amount each.
    """

    table: str
    sure: bool
    fields: dict[str, int]
    offered: dict[int, list[str]]
    across: Across = Across()


def suggest(columns: Sequence[ColumnProfile], table: str) -> Suggested:
    """Return the fields of a table that the headers of columns name, and what may be others."""
    fields, together = exact(columns, table), across(columns, table)
    offered = {
        part.column: names
        for part in columns
        if part.column not in {*fields.values(), *together.columns}
        and part.kind != "empty"
        and (names := [field for _, field in scores(part, table, fields)[:OFFERED]])
    }
    return Suggested(table, True, fields, offered, together)


def across(columns: Sequence[ColumnProfile], table: str) -> Across:
    """Return the columns that give a name, or the kinds of money, together."""
    names: tuple[int, ...] = ()
    if table in ("contacts", "touches", "attendance"):
        people = vocabulary.words("people")
        halves_of = (("given_name", "first"), ("family_name", "last"))
        each = [worded_as(columns, (*people[one], bare)) for one, bare in halves_of]
        if each[1] and not each[0]:
            nicknames = ("preferredname", *vocabulary.words("staff_list")["nickname"])
            each[0] = worded_as(columns, nicknames)
        if each[1] and not each[0]:  # those of who answered stand elsewhere
            at, found = each[1][0].column, worded_as(columns, people["initials"])
            each[0] = [part for part in found if abs(part.column - at) == 1]
        if not each[1]:  # in French and Italian lists, the other half is plainly the name
            each[1] = worded_as(columns, ("nom", "name", "naam"))
        if all(len(one) == 1 for one in each):
            names = tuple(part.column for (part,) in each)
    kinds: dict[str, int] = {}
    months = months_of_kinds(columns) if table == "budget" else {}
    if table == "budget" and not (months or months_across(columns)):
        kinds = kinds_of_money(columns)
    if table == "attendance":
        crosses = [one for one in columns if one.kind in ("choice", "flag") and not one.personal]
        numbers = (one for one in columns if one.kind == "number")
        crosses += [one for one in numbers if {*CELL.findall(one.samples)} <= {"0", "1"}]
        named = event_columns.events([one for one in columns if one.kind in ("text", "choice")])
        of_people = sum(one.is_name for one in columns if one.column in named)
        guests = named if not names and 2 * of_people > len(named) else {}
        held, session = event_columns.events(crosses), event_columns.session(columns)
        return Across(names, events=held, guests=guests, session=session)
    tallies, tallied = tallies_of(columns) if table == "counts" else (), "what"
    if table == "budget" and not (kinds or months or months_across(columns)):
        tallies, tallied = tallies_of(columns, lines=True), "line"
    if table == "usage":
        of = {*words()["usage"]["platform"], *words()["usage"]["vendor"]}
        others = [part for part in columns if not {*called(part.header)} & of]
        tallies = tallies_of(others) or uses_by_person(columns)
        heads = [part.header for part in others if part.column in tallies]
        is_one = len(heads) < 2 or len(others) < len(columns)
        is_one |= any(map(_IN_THE_LIBRARY.search, map(normal, heads)))
        tallied = "metric" if is_one or uses(heads) else "platform"
    sides = sides_of(columns) if table == "budget" and not (kinds or months) else ()
    timed = any(either(part.header) & {*words()["touches"]["minutes"]} for part in columns)
    clocks = clocks_of(columns) if table == "touches" and not timed else ()
    return Across(
        names, kinds, months, tallies=tallies, tallied=tallied, sides=sides, clocks=clocks
    )


def exact(columns: Sequence[ColumnProfile], table: str) -> dict[str, int]:
    """Return fields whose name, or a word for it, is the header of one column that fits."""
    listed = words().get(table, {})
    if table == "touches" and any(BORROWED.search(part.header) for part in columns):
        lent = vocabulary.words("headers")["lent"]  # `Date in` is the day a book came back
        listed = {**listed, "on": [*lent, *listed["on"]]}
    fields: dict[str, int] = {}
    together, ours = across(columns, table), event_columns.ours(columns)
    across_months = table in MONTHLY and months_across(columns)  # totals beside count them twice
    given = {*MONTHLY[table][:2]} if across_months else together.fields
    columns = [part for part in columns if part.column not in together.columns]
    lines = {*listed.get("line", ())}
    worded = [part for part in columns if part.kind in ("text", "choice")]
    full = max((part.filled for part in worded if lines & either(part.header)), default=0)
    every = {word: field for field in fields_of(table) for word in listed.get(field, ())}
    named = {
        part.column: (*called(part.header), *halves(part.header, part.kind, every))
        for part in columns
    }
    for field in fields_of(table):
        if field in given:
            continue
        listed_of = () if field == "head_count" and ours else listed.get(field, ())
        for word in (normal(field.replace("_", " ")), *listed_of):
            hits = [part for part in columns if word in named[part.column]]
            if field == "line" and full:  # a number says nothing, a supplier not of each amount
                hits = [one for one in hits if one.kind != "number" and one.filled >= full]
            is_one = len(hits) == 1 and fits(hits[0], table, field)
            if is_one and hits[0].column not in fields.values():
                fields[field] = hits[0].column
                break
        own = []
        if field == "email" and table in ("contacts", "touches", "attendance"):
            named_by = USERS | {*listed["display_name"]}
            own = [part for part in columns if part.kind == "email"]
            if table != "contacts":
                own = [one for one in own if named_by & either(ADDRESS.sub("", one.header))]
            met = [one for one in columns if one.column == fields.get("display_name")]
            whose = {normal(one.header).removesuffix(" name") for one in met}
            # `Invitee Email` beside `Invitee Name`, not the host's
            own = [one for one in own if whose & either(ADDRESS.sub("", one.header))] or own
        elif field == "currency":
            own = [part for part in columns if part.note == CURRENCIES]
        elif field == "head_count":
            own = event_columns.heads(columns) or all_beside(columns) * (table == "events")
        elif (table, field) == ("counts", "n"):  # of each way, department or topic
            own = [one for one in columns if counts_enquiries(one.header) and not one.is_code]
        elif table == "contacts" and field in _LISTS:
            own = [part for part in columns if squash(part.header) in _of_lists()[_LISTS[field]]]
        is_free = len(own) == 1 and field not in fields and own[0].column not in fields.values()
        if is_free and fits(own[0], table, field):
            fields[field] = own[0].column
    if table == "events" and ("head_count" in fields or event_columns.heads(columns)):
        fields = _with_title(fields, columns)
    # the name of the library in every row is no line
    rest = [part.column for part in worded if len(worded) < 2 or part.distinct > 1]
    value, _, line = MONTHLY.get(table, ("", "", ""))
    if line and value in given - together.fields and line not in fields and len(rest) == 1:
        fields = {line: rest[0]}  # the corner over the lines of a grid of months
    return fields


def _with_title(fields: dict[str, int], columns: Sequence[ColumnProfile]) -> dict[str, int]:
    """Return fields of events with a title, which may be a topic; else they are tallies.

    The words of a tally come again from day to day, titles seldom do.
    """
    worded = [part for part in columns if part.kind in ("text", "choice")]
    told_apart = [part for part in worded if 2 * part.distinct > part.filled]
    topics = vocabulary.words("headers")["topics"]
    about = [part.column for part in told_apart if either(part.header) & {*topics}]
    if "title" not in fields and len(about) == 1 and about[0] not in fields.values():
        fields = {**fields, "title": about[0]}
    heads = {normal(part.header) for part in columns if part.column == fields.get("head_count")}
    plain = heads & {*vocabulary.words("headers")["people_or_things"]}
    if plain and fields.get("title") not in {part.column for part in told_apart}:
        return {name: at for name, at in fields.items() if name != "head_count"}
    return fields


@cache
def _of_lists() -> dict[str, frozenset[str]]:
    """Return the header words of staff lists."""
    return {name: frozenset(each) for name, each in vocabulary.words("staff_list").items()}


def fits(part: ColumnProfile, table: str, field: str) -> bool:
    """Return whether a column's cells can be what the field holds."""
    if table == SURVEY or part.kind == "empty":
        return field != "submitted_at" or part.kind not in ("choice", "number", "flag")
    if (table, field) == ("attendance", "status") and normal(part.header) in SIGNED:
        if part.kind == "text":  # initials, or who did not come; a name says it by no word
            return normal(part.header) in SIGNED[2:] and not part.is_name
        return part.kind in ("choice", "flag") and not part.personal
    is_choice = (table, field, part.kind) == ("attendance", "status", "choice")
    if is_choice and part.samples and not is_status(part.header):
        return bool(ways(CELL.findall(part.samples), "status"))  # `Required` is none
    if (table, field, normal(part.header)[-4:]) == ("budget", "kind", "type"):  # or of the line
        return are_kinds(CELL.findall(part.samples))
    if field == "role_level" and are_titles(CELL.findall(part.samples)):
        return False
    if field == "notice_days" and part.kind in ("text", "choice", "date"):  # "3 months", its day
        return normal(part.header) in words()[table][field]
    wanted = _KINDS.get(TABLES[table][field].kind)
    is_bare = field == "email" and part.kind not in ("email", "text")
    if is_bare or (field in ("display_name", "need") and part.kind in ("number", "flag")):
        return False  # how many came by e-mail, or "anonymous"
    if part.note == SHARES and field in ("amount", "price", "period", "n", "minutes", "head_count"):
        return False
    is_prior = field == "amount" and PRIOR.search(normal(part.header))
    of_one = field in ("amount", "price", "n") and OF_ONE.search(part.header)
    timed = not {*called(part.header)}.isdisjoint(words()["touches"]["minutes"])
    timed |= bool(_IN_TIME.search(part.header))
    other = is_money(part.header) or timed or CUMULATED.search(part.header)
    other = other or _PRICE.search(part.samples)
    sent = field in (*OF_PEOPLE, "department") and RECIPIENT.match(part.header)
    if is_prior or of_one or sent or (other and field in ("n", "head_count")):
        return False  # no money of this year, of one user alone, no use
    if field in OF_PEOPLE and normal(part.header) in words()["usage"]["item_id"]:
        return False  # an ISSN is nobody
    one_chat = field == "channel" and part.distinct == 1 and part.filled > 2 and not part.is_way
    moved = field == "joined_on" and event_columns.is_no_first_day(part)
    if one_chat or moved or ((table, field) == ("contacts", "contact_id") and part.is_name):
        return False  # the channel of a chat tool; nobody joins at noon, or when a post changed
    if field in ("n", "amount") and ACCOUNT.search(part.header) and not is_money(part.header):
        return False
    if table == "touches" and field == "touch_id":
        numbered = part.is_code or (part.kind == "number" and " " in normal(part.header))
        is_asked = ASKED.search(part.header) or "ticket" in part.header.casefold()
        numbered &= bool(is_asked)  # the number of a job or a file comes again
        numbered |= "thread" in part.header.casefold()
        return part.distinct == part.filled or (numbered and part.distinct > FEW)
    return wanted is None or part.kind in wanted or (field == "on" and part.note == MONTHS)


def scores(part: ColumnProfile, table: str, fields: dict[str, int]) -> list[tuple[float, str]]:
    """Return fields that a column could be with their points, the nearest first."""
    from rapidfuzz import fuzz

    listed, scored = words().get(table, {}), list[tuple[float, str]]()
    for field in fields_of(table):
        if field in fields or not fits(part, table, field):
            continue
        sums = field == "period" and part.kind == "number"  # amounts are no months
        later = field in EARLIEST and LATER.search(part.header)
        elapsed = ELAPSED.search(part.header) or event_columns.is_clock(part)
        elapsed = field == "minutes" and elapsed  # nobody worked all the while
        whose = field == "need" and _OF_WHOM.search(part.header)
        if sums or later or elapsed or whose or (field in OF_A_ROW and is_status(part.header)):
            continue
        if field in ("minutes", "need") and (field == "need") == bool(TIMED.search(part.header)):
            continue  # "Total sign-ins" are no minutes, and a time is no topic
        names = [field.replace("_", " "), *listed.get(field, [])]
        alike = max(fuzz.WRatio(own, name) for own in either(part.header) for name in names)
        alike -= CELLS * (field == "amount" and bool(_ORDERED.search(part.header)))
        scored.append((alike + _points_of_cells(part, table, field), field))
    return [one for one in sorted(scored, reverse=True) if one[0] >= LEAST]


def _points_of_cells(part: ColumnProfile, table: str, field: str) -> int:
    """Return what the cells of a column add to a field, or take from it."""
    kind = "text" if table == SURVEY else TABLES[table][field].kind
    if part.kind in ("date", "moment"):
        return CELLS if kind in ("date", "moment") else -CELLS
    if part.kind == "email":
        return CELLS if field == "email" else -CELLS
    if part.is_code and (field == "staff_id" or part.kind == "number"):  # it is of the row
        return -2 * CELLS
    worded = kind in ("text", "choice") and not field.endswith("_id") and field not in NUMBERS_TOO
    if worded and table != SURVEY and (part.is_code or part.kind == "number"):
        return -2 * CELLS
    if part.personal:
        return CELLS if field in OF_PEOPLE and field != "email" else -CELLS
    if field == "channel":
        return CELLS if part.is_way else -2 * CELLS
    return -CELLS if field in OF_PEOPLE or part.is_way else 0
