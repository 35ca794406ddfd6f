"""Staff lists of HR systems (Workday and others) and plain ones: the spine of reach."""

import re
from collections.abc import Sequence

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.parsing.person_names import are_titles
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import PARTICLE, Names, headers
from engagekit.readers.shared import _table, _timestamps
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE, QUESTION, Problem

TOOL = "HR roster"
TABLES = _contacts.TABLES

WORDS = words("staff_list")
STATES = (*WORDS["status"], *WORDS["active"])
GROUPS = ("department", "level", "cost_centre", "site", "hired", "left", "status")
"""What a staff list says of people; how many of them there are tells how sure it is one."""
HR_ONLY = frozenset(
    {
        word
        for name in ("id", "hired", "left", "reason", "cost_centre", "only_hr")
        for word in WORDS[name]
    }
) - {*WORDS["ambiguous"]}
OF_PEOPLE = frozenset({*WORDS["name"], *words("people")["family_name"], "nom", "employee"})
SURNAMES = ("nom", "name", "naam")
"""Headers over family names where given names have a column of their own."""
THINGS = re.compile(f"(?:{'|'.join(WORDS['things'])})(?:id|number|no|code|item|title)$")
"""Numbers of things, or of people who are no staff."""
MOST_REPEATED = 0.2
"""Share of rows that may repeat a number: a staff list has one row a person, but people with two
posts stand twice; in lists of absences, courses and payments most numbers come again."""
LONG = 60
"""Letters over which a header is a question: the longest headers of HR systems have some 45."""
SHORTEST = 45
"""Days that half of those who left stayed at least: leave, bookings and courses are over within
weeks, while few staff leave before the end of a probation of three months."""
MOST_ENDED = 0.9
"""Share of rows with an end from which a list may be one of absences: on a staff list most people
are still there, and have none."""
LEAST_NAMED = 0.6
"""Share of the headers that must be words of a staff list where only names, addresses and a
department are there: lists of other tools have these three too, beside many words of their own."""
NUMBERED = 0.5
"""Share of cells with a digit over which `Employee` holds numbers; names have none, numbers all."""
PARTS = ("given_name", "middle_name", "family_name", "email")
NAMES: Names = {
    "contact_id": (*WORDS["id"], "id"),
    "display_name": WORDS["name"],
    **{part: words("people")[part] for part in PARTS},
    "department": WORDS["department"],
    "role_level": WORDS["level"],
    "cost_centre": WORDS["cost_centre"],
    "site": WORDS["site"],
    "joined_on": WORDS["hired"],
    "left_on": WORDS["left"],
    "nickname": WORDS["nickname"],
    "maiden_name": WORDS["maiden_name"],
    "user_name": WORDS["user_name"],
}
FOREIGN = frozenset(WORDS["foreign"])
OF_STAFF = frozenset(
    {*headers(NAMES, *NAMES), *PARTICLE, *WORDS["status"], *WORDS["reason"], "nom", *HR_ONLY}
)
"""Headers that a staff list may have."""
LEFT_REASONS = ("promotion", "retirement", "moved")
_GONE, _THERE, _OUT = ("|".join(WORDS[name]) for name in ("gone", "there", "outsiders"))
MOST_STATUSES = 12
"""Different words up to which a column of statuses is one."""
_NEVER = r"9999|^0+[-/.]0+[-/.]0+"
"""Dates by which some systems say that somebody is still there."""
_CODED = r"(?:[A-Z]{0,5}[-_. ]?\d+[A-Z]?)?"
"""A number for a department, as it stands beside its name."""
ALIKE = 3
"""Letters that the headers of a department's number and name share: `Dept`, `Department text`."""
_WORKER = r"^(?P<name>.*?)\s*(?:\((?P<id>\d{3,})\))?\s*(?P<marks>(?:\([^)]*\)\s*)*)$"
"""What Workday writes for a person: name, number, and in brackets what is special."""


def _score(keys: frozenset[str]) -> int:
    """Return 2 for the headers of what is surely a staff list, 1 for probably one, 0 for none."""
    is_own = {"contactid", "displayname"} <= keys or "joinedon" in keys  # of our template
    if is_own or keys & FOREIGN or any(map(THINGS.match, keys)) or not keys & OF_PEOPLE:
        return 0
    groups = sum(not keys.isdisjoint(WORDS[name]) for name in GROUPS)
    numbered = not keys.isdisjoint(WORDS["id"])
    if groups >= 2 and (numbered or len(keys & HR_ONLY) >= 2):
        return 2
    addressed = not keys.isdisjoint(NAMES["email"])
    grouped = not keys.isdisjoint((*WORDS["department"], *WORDS["cost_centre"]))
    return int(addressed and grouped and len(keys & OF_STAFF) >= LEAST_NAMED * len(keys))


def _list_of(export: Export) -> tuple[Listing, int] | None:
    """Return the staff list of an export and how sure it is one."""
    for least in (2, 1):

        def accept(keys: frozenset[str], need: int = least) -> bool:
            return _score(keys) >= need

        listed = _table.find(export, accept)
        if listed is None or not _is_one_a_person(listed):
            continue
        above = sum(listed.sheet.head(listed.header), [listed.sheet.name, export.path.stem])
        is_of_who_came = re.search("|".join(WORDS["gathering"]), values.fold_word(" ".join(above)))
        return None if least == 1 and is_of_who_came else (listed, least)
    return None


def _is_one_a_person(listed: Listing) -> bool:
    """Return whether no header is a question, hardly any number comes twice, and most stay."""
    if any("?" in header or len(header) > LONG for header in listed.headers):
        return False
    numbers = listed.column(WORDS["id"])
    repeated = numbers[numbers != ""].duplicated().mean()
    return not repeated > MOST_REPEATED and not _is_of_absences(listed)


def _is_of_absences(listed: Listing) -> bool:
    """Return whether nearly every row ends, and half of them within weeks of their start."""
    begun, ended = listed.column(WORDS["hired"]), listed.column(WORDS["left"])
    is_span = (begun != "") & (ended != "") & ~ended.str.contains(_NEVER, regex=True)
    if is_span.sum() < 2 or is_span.mean() < MOST_ENDED:
        return False
    first, last = begun[is_span], ended[is_span]
    order = _timestamps.decide([first, last], export=listed.export, not_after=[(first, last)]).order
    days = [_timestamps.read_moments(cells, order)[0] for cells in (first, last)]
    return bool((days[1] - days[0]).dt.days.median() < SHORTEST)


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a staff list, or None."""
    matches = _list_of(export)
    if matches is None:
        return None
    listed, score = matches
    telling = HR_ONLY | {*WORDS["department"], *WORDS["name"]}
    headers = zip(listed.headers, listed.keys, strict=True)
    observed = [header for header, key in headers if key in telling]
    why = f"row {listed.header + 1} holds {', '.join(observed[:4])}"
    return _table.seen(listed, why, certain=score == 2)


def read(export: Export) -> Reading:
    """Read the staff; leavers keep their last day."""
    matches = _list_of(export)
    listed = matches[0] if matches else _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    summed = listed.column(WORDS["name"]).str.contains(r"(?i)\btotals?:?$", regex=True)
    summed &= 2 * (listed.body != "").sum(axis=1) <= listed.body.shape[1]
    why = why.mask((why == "") & summed, "totals row")
    names = _names(listed)
    # only names of two words: of three, nobody can say where the family name ends
    for at in listed.positions(WORDS["family_first"]):
        turned = listed.body[at].str.replace(r"^([^\s,]+) ([^\s,]+)$", r"\2 \1", regex=True)
        listed.body[at] = turned
    worker = listed.column(names["display_name"]).str.extract(_WORKER).fillna("").astype("str")
    ids = listed.column(names["contact_id"])
    extra = {"contact_id": ids.mask(ids == "", worker["id"]), **_departments(listed)}
    if _has_surnames(listed, names):
        extra["display_name"] = _whole_name(listed)
        names["family_name"] = [*names["family_name"], *SURNAMES]
    elif "worker" in listed.keys or (worker["marks"] != "").any() or (worker["id"] != "").any():
        name = worker["name"].str.strip()
        extra["display_name"] = name.mask(name == "", _whole_name(listed))
    left, problems = _leaving(listed, worker["marks"], why == "")
    if listed.positions(WORDS["hired"]):
        left["joined_on"] = _day(listed.one(WORDS["hired"]))
    return _contacts.read_contacts(listed, names, why, {**extra, **left}, problems)


def _leaving(
    listed: Listing, marks: pd.Series, is_person: pd.Series
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """Return when and why people left, and of whom nobody can say whether they have.

    ``marks``: what stands in brackets behind a name.
    """
    left_on = _day(listed.column(WORDS["left"]))
    left_on = left_on.mask(left_on.str.contains(_NEVER, regex=True), "")
    stated, departed = listed.column(STATES), values.fold(listed.column(WORDS["departed"]))
    stated = stated.mask(departed.isin(values.YES), "inactive")
    stated = stated.mask(departed.isin(values.NO), "active")
    status = (stated + " " + marks).str.strip()
    titles = map(values.fold_word, (listed.sheet.name, listed.export.path.stem))
    of_leavers = any(map(re.compile("|".join(WORDS["leavers"])).match, titles))
    is_gone = values.fold(status).str.contains(_GONE, regex=True) | of_leavers
    found = {"left_on": left_on} if listed.positions(WORDS["left"]) else {}
    reason = listed.column(WORDS["reason"])
    if listed.positions(WORDS["reason"]) or (left_on != "").any():
        found["left_reason"] = _left_reason(reason, left_on, status)
    there = is_person & (left_on == "")
    text, remedy = "has left, but there is no last day", "Fill in the termination date."
    # they would stay in the base of reach
    rows = there.index[there & is_gone]
    problems = [listed.problem(text, remedy, int(str(row))) for row in rows]
    there &= ~is_gone
    states = stated[there & (stated != "")]
    folded, is_account = values.fold(states), bool(listed.positions(WORDS["signed_in"]))
    unsure = folded.str.contains("suspend") & is_account  # of an account it may be a leaver's
    if states.nunique() <= MOST_STATUSES:
        what = "a status that may mean that somebody is not on the staff"
        remedy = "Fill in a last day for whoever has left."
        doubtful = states[~folded.str.contains(_THERE, regex=True) | unsure]
        problems += _doubtful(listed, doubtful, STATES, what, remedy, QUESTION)
    types = listed.column(WORDS["worker_type"])[there]
    types = types[values.fold(types).str.contains(_OUT, regex=True)]
    what = "a kind of worker that many do not count as staff"
    remedy = "If they are not, take their rows out."
    return found, problems + _doubtful(listed, types, WORDS["worker_type"], what, remedy, NOTE)


def _day(cells: pd.Series) -> pd.Series:
    """Return days that were written as `20190105` in the way of the others."""
    return cells.str.replace(r"^((?:19|20)\d\d)([01]\d)([0-3]\d)$", r"\1-\2-\3", regex=True)


def _names(listed: Listing) -> dict[str, Sequence[str]]:
    """Return which header holds what: cells say what Title, Preferred Name and Employee hold."""
    names = dict(NAMES)
    levels = listed.positions(WORDS["level"])
    titled = {listed.keys[at] for at in levels if are_titles({*listed.body[at]} - {""})}
    names["role_level"] = [word for word in WORDS["level"] if word not in titled]
    whole = [name for name in WORDS["name"] if name != "preferredname"]
    called = listed.column(["preferredname"])
    is_one_word = not called.str.contains(r"\S[ ,]", regex=True).any()
    if is_one_word and listed.positions([*names["family_name"], *whole]):
        names |= {"display_name": whole, "nickname": [*names["nickname"], "preferredname"]}
    employee = listed.column(["employee"])
    if employee[employee != ""].str.contains(r"\d", regex=True).mean() <= NUMBERED:
        names["contact_id"] = [name for name in names["contact_id"] if name != "employee"]
        names["display_name"] = [*names["display_name"], "employee"]
    return names


def _has_surnames(listed: Listing, names: Names) -> bool:
    """Return whether a plain ``Nom`` or ``Name`` is the family name beside the given one."""
    whole = [name for name in names["display_name"] if name not in SURNAMES]
    if listed.positions([*whole, *names["family_name"]]) or not listed.positions(SURNAMES):
        return False
    name, given = (values.fold(listed.column(each)) for each in (SURNAMES, names["given_name"]))
    pairs = [(one, two) for one, two in zip(name, given, strict=True) if one and two]
    inside = [two in one or one.startswith(f"{two[0]} ") for one, two in pairs]
    return "nom" in listed.keys or (bool(inside) and sum(inside) < NUMBERED * len(inside))


def _whole_name(listed: Listing) -> pd.Series:
    """Return given and family name in one, where ``Nom`` stands for the family name."""
    family = listed.column([*NAMES["family_name"], *SURNAMES])
    return values.clean(listed.column(NAMES["given_name"]) + " " + family)


def _departments(listed: Listing) -> dict[str, pd.Series]:
    """Return the department, not its number; its head's name in brackets behind it is taken off."""
    positions = listed.positions(WORDS["department"])
    if not positions:
        return {}
    first, *others = positions
    key, cells = listed.keys[first], listed.body[first]
    alike = [at for at in others if listed.keys[at].startswith(key[:ALIKE])]
    worded = [at for at in alike if not listed.body[at].str.fullmatch(_CODED).all()]
    if worded and cells.str.fullmatch(_CODED).all():
        return {"department": listed.body[worded[0]]}
    headed = cells.str.extract(r"^(.*?)\s*\(([^)]*)\)$").dropna().drop_duplicates().astype("str")
    staff = {*values.fold(listed.column(WORDS["name"])), *values.fold(_whole_name(listed))}
    # two teams that only their heads tell apart stay two
    of_people = headed[0].is_unique and values.fold(headed[1]).isin(staff).mean() >= NUMBERED
    if not of_people and not key.startswith("supervisory"):
        return {}
    return {"department": cells.str.replace(r"\s*\([^)]*\)$", "", regex=True)}


def _left_reason(reason: pd.Series, left_on: pd.Series, status: pd.Series) -> pd.Series:
    """Return why somebody left, in our four words; blank for who is still there."""
    text = (reason + " " + status).str.casefold()
    found = reason.map(lambda cell: "left" if cell else "").astype("str")
    for ours in reversed(LEFT_REASONS):  # the first that fits counts
        found = found.mask(text.str.contains("|".join(WORDS[ours]), regex=True), ours)
    return found.where((left_on != "") | (reason != ""), "")


def _doubtful(
    listed: Listing, cells: pd.Series, names: Sequence[str], what: str, remedy: str, level: str
) -> list[Problem]:
    """Return words of people of whom nobody can say whether they are of the staff; they count."""
    return [
        listed.problem(
            f"{what} ({len(rows)})",
            f"They count as staff. {remedy}",
            int(str(rows.index[0])),
            listed.positions(names)[0],
            str(word),
            level,
        )
        for word, rows in cells.groupby(cells, sort=False)
    ]
