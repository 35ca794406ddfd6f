"""Which field a column may be: exact words are taken, anything like them is suggested."""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from engagekit.mapping.cells import title_in, written_day
from engagekit.mapping.columns import (
    CUMULATED,
    CURRENCIES,
    FEW,
    LEAST_MONTHS,
    MONTHS,
    SHARES,
    TIMED,
    ColumnProfile,
    is_money,
    kind_and_rest,
    months_across,
    months_of_kinds,
    ways,
)
from engagekit.mapping.mapping_file import SURVEY, fields_of, normal, words
from engagekit.mapping.plans import kinds_of_money
from engagekit.mapping.row_states import (
    ACCOUNT,
    ADDRESS,
    ASKED,
    HEADS,
    all_beside,
    clocks_of,
    is_status,
    sides_of,
    tallies_of,
)
from engagekit.parsing.dates import date_order
from engagekit.parsing.values import LANGUAGES, in_languages
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared._table import squash
from engagekit.tables.schema import TABLES

_NUMBERS, _DAYS = ["number"], ["date", "moment"]
_KINDS = {"date": _DAYS, "moment": _DAYS, "number": _NUMBERS, "count": _NUMBERS}
_KINDS["flag"] = ["flag", "number"]
"""Kinds of columns from which a field of a kind can be read; others take any."""
LATER = re.compile(f"(?i){'|'.join(vocabulary.words('headers')['later'])}")
"""Headers over days that come after what a row records."""
_ELAPSED = re.compile("|".join(vocabulary.words("headers")["elapsed"]), re.IGNORECASE)
_ORDERED = re.compile("|".join(vocabulary.words("headers")["ordered"]), re.IGNORECASE)
_OF_ONE = re.compile("|".join(vocabulary.words("headers")["of_one"]), re.IGNORECASE)
_TAUGHT = re.compile("|".join(vocabulary.words("headers")["taught"]), re.IGNORECASE)
_OF_WHOM = re.compile("|".join(vocabulary.words("headers")["of_whom"]), re.IGNORECASE)
_RECIPIENT = re.compile(r"(?i)(?:to|b?cc|cci|à|an)\s*(?::|\(|$)")  # of a message
EARLIEST = ("on", "started_at")
"""Fields of the day of what a row records."""
PRIOR = re.compile(rf"\b(?:{'|'.join(vocabulary.words('money.versions')['prior'])})\b")
"""Headers over the money of the year before, as `normal` makes them."""
USERS = {"username", "user name", "user", "user id", "userid", "login", "login name", "upn"}
"""Headers over who used a tool; an address under another may be that of whoever answered."""
_CELL = re.compile(r"(?:^|, )(.+?) \(\d+\)")  # in samples
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_UNIT = re.compile("|".join(vocabulary.words("headers")["units"]))
"""What stands in brackets behind a header and does not change which field it is."""
_SLASHED = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b")
OF_PEOPLE = ("display_name", "email", "contact_id", "staff_id", "witness")
"""Fields that say who somebody is."""
NUMBERS_TOO = ("period", "cost_centre")
"""Fields of words that may be written in digits, beside numbers of people and things."""
LEAST = 60
"""Points, of 100, from which a field is suggested: `Dauer` and `duration` have 68."""
OFFERED = 3
"""Fields that are suggested for a column."""
_OF_A_ROW = ("title", "need", "line", "department", "role_level")
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
    title and day of one of several events. ``tallies``: of counts, numbers of a thing or place
    each. ``sides``: of a ledger, debit and credit. ``clocks``: of a log, the end and the start.
    """

    names: tuple[int, ...] = ()
    kinds: Mapping[str, int] = dataclasses.field(default_factory=dict)
    months: Mapping[int, str] = dataclasses.field(default_factory=dict)
    events: Mapping[int, str] = dataclasses.field(default_factory=dict)
    guests: Mapping[int, str] = dataclasses.field(default_factory=dict)
    session: tuple[int, ...] = ()
    tallies: tuple[int, ...] = ()
    sides: tuple[int, ...] = ()
    clocks: tuple[int, ...] = ()

    @property
    def fields(self) -> set[str]:
        """Return the fields that are given here."""
        pairs: list[tuple[object, str]] = [(self.names or self.guests, "display_name")]
        pairs += [(self.kinds or self.months, "kind amount"), (self.months, "period")]
        pairs += [(self.tallies, "what metric n"), (self.clocks, "minutes"), (self.sides, "amount")]
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
        each = [_worded(columns, people[one]) for one in ("given_name", "family_name")]
        if each[1] and not each[0]:
            nicknames = ("preferredname", *vocabulary.words("staff_list")["nickname"])
            each[0] = _worded(columns, nicknames)
        if not each[1]:  # in French and Italian lists, the other half is plainly the name
            each[1] = _worded(columns, ("nom", "name", "naam"))
        if all(len(one) == 1 for one in each):
            names = tuple(part.column for (part,) in each)
    kinds: dict[str, int] = {}
    months = months_of_kinds(columns) if table == "budget" else {}
    if table == "budget" and not months and len(months_across(columns)) < LEAST_MONTHS:
        kinds = kinds_of_money(columns)
    if table == "attendance":
        crosses = [one for one in columns if one.kind in ("choice", "flag") and not one.personal]
        numbers = (one for one in columns if one.kind == "number")
        crosses += [one for one in numbers if {*_CELL.findall(one.samples)} <= {"0", "1"}]
        named = _events([one for one in columns if one.kind in ("text", "choice")])
        of_people = sum(one.is_name for one in columns if one.column in named)
        guests = named if not names and 2 * of_people > len(named) else {}
        return Across(names, events=_events(crosses), guests=guests, session=_session(columns))
    tallies = tallies_of(columns) if table == "counts" else ()
    if table == "usage":
        of = {*words()["usage"]["platform"], *words()["usage"]["vendor"]}
        tallies = tallies_of([part for part in columns if not {*called(part.header)} & of])
    sides = sides_of(columns) if table == "budget" and not (kinds or months) else ()
    timed = any(either(part.header) & {*words()["touches"]["minutes"]} for part in columns)
    clocks = clocks_of(columns) if table == "touches" and not timed else ()
    return Across(names, kinds, months, tallies=tallies, sides=sides, clocks=clocks)


def _session(columns: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """Return the column of the event and that of its day, in a list of who came to several."""
    titles = {*words()["attendance"]["event_id"], *words()["events"]["title"]}
    named = [part for part in columns if either(part.header) & titles]
    taught = [one for one in named if one.kind != "flag" and _TAUGHT.search(one.header)]
    least = 1 if taught and not any(ASKED.search(one.header) for one in columns) else 2
    days = [one for one in columns if one.kind == "date" and least * one.distinct <= one.filled]
    own = [one for one in days if either(one.header) & {*words()["events"]["started_at"]}] or days
    return (named[0].column, own[0].column) if len(named) == len(own) == 1 else ()


def _events(columns: Sequence[ColumnProfile]) -> dict[int, str]:
    """Return the columns whose headers say the day of an event, where there are two."""
    order, _ = date_order(match[0] for part in columns if (match := _SLASHED.search(part.header)))
    found = {
        part.column: f"{day} {title_in(part.header)}".strip()
        for part in columns
        if (day := written_day(part.header, order))
    }
    return found if len(set(found.values())) == len(found) > 1 else {}


def _worded(columns: Sequence[ColumnProfile], listed: Collection[str]) -> list[ColumnProfile]:
    """Return the columns of words whose header is one of some."""
    return [
        part
        for part in columns
        if {squash(one) for one in in_languages(part.header)} & {*listed}
        and part.kind in ("text", "choice")
    ]


def exact(columns: Sequence[ColumnProfile], table: str) -> dict[str, int]:
    """Return fields whose name, or a word for it, is the header of one column that fits."""
    listed = words().get(table, {})
    fields: dict[str, int] = {}
    together = across(columns, table)
    given = together.fields
    if table in MONTHLY and len(months_across(columns)) >= LEAST_MONTHS:
        given = {*MONTHLY[table][:2]}  # a column of totals beside the months counts them twice
    columns = [part for part in columns if part.column not in together.columns]
    lines = {*listed.get("line", ())}
    worded = [part for part in columns if part.kind in ("text", "choice")]
    full = max((part.filled for part in worded if lines & either(part.header)), default=0)
    every = {word: field for field in fields_of(table) for word in listed.get(field, ())}
    named = {part.column: (*called(part.header), *_halves(part, every)) for part in columns}
    for field in fields_of(table):
        if field in given:
            continue
        for word in (normal(field.replace("_", " ")), *listed.get(field, [])):
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
        elif field == "currency":
            own = [part for part in columns if part.note == CURRENCIES]
        elif field == "head_count":
            own = [part for part in columns if HEADS.match(normal(part.header))]
            own = own or (all_beside(columns) if table == "events" else [])
        elif table == "contacts" and field in _LISTS:
            own = [part for part in columns if squash(part.header) in _of_lists()[_LISTS[field]]]
        is_free = len(own) == 1 and field not in fields and own[0].column not in fields.values()
        if is_free and fits(own[0], table, field):
            fields[field] = own[0].column
    rest = [part.column for part in columns if part.kind in ("text", "choice")]
    if len(rest) > 1:  # the name of the library in every row is no line
        rest = [part.column for part in columns if part.column in rest and part.distinct > 1]
    value, _, line = MONTHLY.get(table, ("", "", ""))
    if line and value in given - together.fields and line not in fields and len(rest) == 1:
        fields = {line: rest[0]}  # the corner over the lines of a grid of months
    return fields


@cache
def _of_lists() -> dict[str, frozenset[str]]:
    """Return the header words of staff lists."""
    return {name: frozenset(each) for name, each in vocabulary.words("staff_list").items()}


def called(header: str) -> tuple[str, ...]:
    """Return a header for comparing, and without a unit or a hint in brackets.

    Examples
    --------
    >>> called("Time taken (mins)"), called("Amount (budget)")
    (('time taken mins', 'time taken'), ('amount budget',))
    """
    plain = header.replace("_", " ")
    bare = _BRACKETS.sub("", plain)
    hints = (normal(one) for one in _BRACKETS.findall(plain))
    known = all(_UNIT.fullmatch(one) for one in hints)
    names = [normal(plain), *([normal(bare)] if known and bare.strip() else [])]
    return tuple(dict.fromkeys(names))


def either(header: str) -> set[str]:
    """Return a header for comparing, as it is and in each of two languages."""
    return {*called(header), *map(normal, in_languages(header))}


def _halves(part: ColumnProfile, fields: Mapping[str, str]) -> tuple[str, ...]:
    """Return the two sides of a header in two languages, unless they are of two fields."""
    # over numbers both have to be known: `Cost / user` is no cost
    sides = tuple(map(normal, LANGUAGES.split(part.header)))
    meant = {fields[side] for side in sides if side in fields}
    known = part.kind != "number" or all(side in fields for side in sides)
    return sides if len(sides) == 2 and len(meant) == 1 and known else ()


def fits(part: ColumnProfile, table: str, field: str) -> bool:
    """Return whether a column's cells can be what the field holds."""
    if table == SURVEY or part.kind == "empty":
        return field != "submitted_at" or part.kind not in ("choice", "number", "flag")
    if (table, field) == ("attendance", "status") and normal(part.header) in SIGNED:
        return part.kind in ("choice", "flag") and not part.personal  # a name says it by no word
    is_choice = (table, field, part.kind) == ("attendance", "status", "choice")
    if is_choice and part.samples and not is_status(part.header):
        return bool(ways(_CELL.findall(part.samples), "status"))  # `Required` is none
    if (table, field, normal(part.header)) == ("budget", "kind", "type"):  # or of the line
        return bool(kind_and_rest(part.samples)[0])
    if field == "notice_days" and part.kind in ("text", "choice", "date"):  # "3 months", its day
        return normal(part.header) in words()[table][field]
    wanted = _KINDS.get(TABLES[table][field].kind)
    is_bare = field == "email" and part.kind not in ("email", "text")
    if is_bare or (field == "display_name" and part.kind in ("number", "flag")):
        return False  # how many came by e-mail, or "anonymous"
    if part.note == SHARES and field in ("amount", "price", "period", "n", "minutes", "head_count"):
        return False
    is_prior = field == "amount" and PRIOR.search(normal(part.header))
    of_one = field in ("amount", "price", "n") and _OF_ONE.search(part.header)
    timed = not {*called(part.header)}.isdisjoint(words()["touches"]["minutes"])
    other = is_money(part.header) or timed or CUMULATED.search(part.header)
    sent = field in (*OF_PEOPLE, "department") and _RECIPIENT.match(part.header)
    if is_prior or of_one or sent or (other and field in ("n", "head_count")):
        return False  # no money of this year, of one user alone, no use
    one_chat = field == "channel" and part.distinct == 1 and part.filled > 2 and not part.is_way
    moved = field == "joined_on" and "effective" in part.header.casefold()
    if one_chat or moved or ((table, field) == ("contacts", "contact_id") and part.is_name):
        return False  # the channel of a chat tool, the day of any change of a post
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

    listed = words().get(table, {})
    scored = []
    for field in fields_of(table):
        if field in fields or not fits(part, table, field):
            continue
        sums = field == "period" and part.kind == "number"  # amounts are no months
        later = field in EARLIEST and LATER.search(part.header)
        elapsed = field == "minutes" and _ELAPSED.search(part.header)  # nobody worked all the while
        whose = field == "need" and _OF_WHOM.search(part.header)
        if sums or later or elapsed or whose or (field in _OF_A_ROW and is_status(part.header)):
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
