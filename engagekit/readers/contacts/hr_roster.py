"""Staff lists of HR systems (Workday and others) and plain ones: the spine of reach."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.parsing import values
from engagekit.parsing.person_names import are_titles
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import Layout
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
NAMED = frozenset({*WORDS["name"], *words("people")["family_name"], "nom", "employee"})
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
LAYOUT = Layout(
    id=(*WORDS["id"], "id"),
    name=WORDS["name"],
    fields={
        "department": WORDS["department"],
        "role_level": WORDS["level"],
        "cost_centre": WORDS["cost_centre"],
        "site": WORDS["site"],
        "joined_on": WORDS["hired"],
        "left_on": WORDS["left"],
    },
    nick=WORDS["nickname"],
    maiden=WORDS["maiden_name"],
    aliases={"upn": WORDS["user_name"]},
)
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
_WORKER = re.compile(r"^(.*?)\s*(?:\((\d{3,})\))?\s*((?:\([^)]*\)\s*)*)$")


def _score(headers: frozenset[str]) -> int:
    """Return 2 for the headers of what is surely a staff list, 1 for probably one, 0 for none."""
    if headers & {*WORDS["foreign"]} or any(map(THINGS.match, headers)):
        return 0
    if {"contactid", "displayname"} <= headers or "joinedon" in headers:
        return 0
    if not headers & NAMED:
        return 0
    groups = sum(not headers.isdisjoint(WORDS[name]) for name in GROUPS)
    numbered = not headers.isdisjoint(WORDS["id"])
    if groups >= 2 and (numbered or len(headers & HR_ONLY) >= 2):
        return 2
    people = {*LAYOUT.used(), *WORDS["status"], *WORDS["reason"], "nom", *HR_ONLY}
    addressed = not headers.isdisjoint(LAYOUT.email)
    grouped = not headers.isdisjoint((*WORDS["department"], *WORDS["cost_centre"]))
    return int(addressed and grouped and len(headers & people) >= LEAST_NAMED * len(headers))


def _list_of(export: Export) -> tuple[Listing, int] | None:
    """Return the staff list of an export and how sure it is one."""
    for least in (2, 1):

        def accept(headers: frozenset[str], need: int = least) -> bool:
            return _score(headers) >= need

        listed = _table.find(export, accept)
        if listed is not None and _is_one_a_person(listed):
            above = sum(listed.sheet.head(listed.header), [listed.sheet.name, export.path.stem])
            title = values.fold_word(" ".join(above))  # may say that they came to something
            is_event = re.search("|".join(WORDS["gathering"]), title)
            return None if least == 1 and is_event else (listed, least)
    return None


def _is_one_a_person(listed: Listing) -> bool:
    """Return whether no header is a question and hardly any number comes twice."""
    if any("?" in header or len(header) > LONG for header in listed.headers):
        return False
    numbers = listed.column(WORDS["id"])
    present = numbers[numbers != ""]
    if _is_of_absences(listed):
        return False
    return not len(present) or bool(present.duplicated().mean() <= MOST_REPEATED)


def _is_of_absences(listed: Listing) -> bool:
    """Return whether nearly every row ends, and half of them within weeks of their start."""
    begun, ended = listed.column(WORDS["hired"]), listed.column(WORDS["left"])
    both = (begun != "") & (ended != "") & ~ended.str.contains(_NEVER, regex=True)
    if both.sum() < 2 or both.mean() < MOST_ENDED:
        return False
    first, last = begun[both], ended[both]
    decided = _timestamps.decide([first, last], export=listed.export, not_after=[(first, last)])
    days = [_timestamps.read_moments(cells, decided.order)[0] for cells in (first, last)]
    return bool((days[1] - days[0]).dt.days.median() < SHORTEST)


def recognise(export: Export) -> Recognition | None:
    """Say why an export is a staff list, or None."""
    matches = _list_of(export)
    if matches is None:
        return None
    listed, score = matches
    own = HR_ONLY | {*WORDS["department"], *WORDS["name"]}
    headers = zip(listed.headers, listed.keys, strict=True)
    observed = [header for header, key in headers if key in own]
    why = f"row {listed.header + 1} holds {', '.join(observed[:4])}"
    return _table.seen(listed, why, certain=score == 2)


def read(export: Export) -> Reading:
    """Read the staff; leavers keep their last day."""
    matches = _list_of(export)
    listed = matches[0] if matches else _table.listing(export, export.sheet, 0)
    why = _table.reasons(listed)
    named = listed.column(WORDS["name"]).str.contains(r"(?i)\btotals?:?$", regex=True)
    few = 2 * (listed.body != "").sum(axis=1) <= listed.body.shape[1]
    why = why.mask((why == "") & named & few, "totals row")
    layout = _layout(listed)
    # only names of two words: of three, nobody can say where the family name ends
    for position, key in enumerate(listed.keys):
        if key in WORDS["family_first"]:
            listed.body[position] = listed.body[position].str.replace(
                r"^([^\s,]+) ([^\s,]+)$", r"\2 \1", regex=True
            )
    worker = listed.column(layout.name).str.extract(_WORKER)
    ids = listed.column(layout.id)
    extra: dict[str, pd.Series] = {"contact_id": ids.mask(ids == "", worker[1].fillna(""))}
    if "worker" in listed.keys or worker[1].notna().any():
        name = worker[0].fillna("").str.strip().astype("str")
        extra["display_name"] = name.mask(name == "", _whole_name(listed))
    if _has_surnames(listed, layout):
        extra["display_name"] = _whole_name(listed)
        layout = replace(layout, family=(*layout.family, *SURNAMES))
    extra |= _departments(listed)
    left_on = _day(listed.column(WORDS["left"]))
    left_on = left_on.mask(left_on.str.contains(_NEVER, regex=True), "")
    stated = listed.column(STATES)
    flags = values.fold(listed.column(WORDS["departed"]))
    stated = stated.mask(flags.isin(values.YES), "inactive").mask(flags.isin(values.NO), "active")
    status = (stated + " " + worker[2].fillna("").astype("str")).str.strip()
    titles = map(values.fold_word, (listed.sheet.name, listed.export.path.stem))
    of_leavers = any(map(re.compile("|".join(WORDS["leavers"])).match, titles))
    removed = values.fold(status).str.contains(_GONE, regex=True) | of_leavers
    if listed.positions(WORDS["left"]):
        extra["left_on"] = left_on
    if listed.positions(WORDS["hired"]):
        extra["joined_on"] = _day(listed.one(WORDS["hired"]))
    if listed.positions(WORDS["reason"]) or (left_on != "").any():
        extra["left_reason"] = _left_reason(listed.column(WORDS["reason"]), left_on, status)
    still = (why == "") & ~removed & (left_on == "")
    states = stated[still & (stated != "")]
    folded, is_account = values.fold(states), bool(listed.positions(WORDS["signed_in"]))
    unsure = folded.str.contains("suspend") & is_account  # of an account it may be a leaver's
    states = states[~folded.str.contains(_THERE, regex=True) | unsure]
    types = listed.column(WORDS["worker_type"])[still]
    types = types[values.fold(types).str.contains(_OUT, regex=True)]
    gone = (why == "") & removed & (left_on == "")  # they would stay in the base of reach
    text, remedy = "has left, but there is no last day", "Fill in the termination date."
    problems = [listed.problem(text, remedy, int(str(row))) for row in gone.index[gone]]
    if stated[still].replace("", pd.NA).nunique() <= MOST_STATUSES:
        what = "a status that may mean that somebody is not on the staff"
        remedy = "Fill in a last day for whoever has left."
        problems += _doubtful(listed, states, STATES, what, remedy, QUESTION)
    what = "a kind of worker that many do not count as staff"
    remedy = "If they are not, take their rows out."
    problems += _doubtful(listed, types, WORDS["worker_type"], what, remedy, NOTE)
    return _contacts.read_contacts(listed, layout, why=why, extra=extra, problems=problems)


def _day(cells: pd.Series) -> pd.Series:
    """Return days that were written as `20190105`, or by the number a spreadsheet has for them."""
    cells = cells.str.replace(r"^((?:19|20)\d\d)([01]\d)([0-3]\d)$", r"\1-\2-\3", regex=True)
    number = pd.to_numeric(cells.where(cells.str.fullmatch(r"[1-6]\d{4}(?:\.0)?")))
    days = pd.Timestamp("1899-12-30") + pd.to_timedelta(number, unit="D")
    return cells.mask(number.notna(), days.dt.strftime("%Y-%m-%d"))


def _layout(listed: Listing) -> Layout:
    """Return the layout, where cells say what ``Employee`` and ``Preferred Name`` hold."""
    levels = listed.positions(WORDS["level"])
    titled = {listed.keys[at] for at in levels if are_titles({*listed.body[at]} - {""})}
    level = tuple(word for word in WORDS["level"] if word not in titled)
    layout = replace(LAYOUT, fields={**LAYOUT.fields, "role_level": level})
    called = listed.column(["preferredname"])
    called = called[called != ""]
    names = tuple(name for name in layout.name if name != "preferredname")
    whole = listed.positions([*layout.family, *names])
    if whole and not called.str.contains(r"[ ,]", regex=True).any():
        layout = replace(layout, name=names, nick=(*layout.nick, "preferredname"))
    cells = listed.column(["employee"])
    present = cells[cells != ""]
    if not len(present) or present.str.contains(r"\d", regex=True).mean() > NUMBERED:
        return layout
    numbers = tuple(name for name in layout.id if name != "employee")
    return replace(layout, id=numbers, name=(*layout.name, "employee"))


def _has_surnames(listed: Listing, layout: Layout) -> bool:
    """Return whether a plain ``Nom`` or ``Name`` is the family name beside the given one."""
    whole = [name for name in layout.name if name not in SURNAMES]
    if listed.positions([*whole, *layout.family]) or not listed.positions(SURNAMES):
        return False
    name, given = (values.fold(listed.column(each)) for each in (SURNAMES, layout.given))
    pairs = [(one, two) for one, two in zip(name, given, strict=True) if one and two]
    inside = [two in one or one.startswith(f"{two[0]} ") for one, two in pairs]
    return "nom" in listed.keys or (bool(inside) and sum(inside) < NUMBERED * len(inside))


def _whole_name(listed: Listing) -> pd.Series:
    """Return given and family name in one, where ``Nom`` stands for the family name."""
    supplied, family = listed.column(LAYOUT.given), listed.column([*LAYOUT.family, *SURNAMES])
    return values.clean(supplied + " " + family)


def _departments(listed: Listing) -> dict[str, pd.Series]:
    """Return the department, not its number; its head's name in brackets behind it is taken off."""
    positions = listed.positions(WORDS["department"])
    if not positions:
        return {}
    coded = [at for at in positions if listed.body[at].str.fullmatch(_CODED).all()]
    called = listed.keys[positions[0]][:ALIKE]
    worded = [at for at in positions if at not in coded and listed.keys[at].startswith(called)]
    if positions[0] in coded and worded:
        return {"department": listed.body[worded[0]]}
    cells = listed.body[positions[0]]
    named = cells.str.extract(r"^(.*?)\s*\(([^)]*)\)$").dropna().drop_duplicates().astype("str")
    staff = {*values.fold(listed.column(WORDS["name"])), *values.fold(_whole_name(listed))}
    of_people = len(named) > 0 and values.fold(named[1]).isin(staff).mean() >= NUMBERED
    of_people &= named[0].is_unique  # two teams that only their heads tell apart stay two
    if not (of_people or listed.keys[positions[0]].startswith("supervisory")):
        return {}
    return {"department": cells.str.replace(r"\s*\([^)]*\)$", "", regex=True)}


def _left_reason(reason: pd.Series, left_on: pd.Series, status: pd.Series) -> pd.Series:
    """Return why somebody left, in our four words; blank for who is still there."""
    removed = (left_on != "") | (reason != "")
    words = (reason + " " + status).str.casefold()
    matches = pd.Series("", index=reason.index, dtype="str")
    for ours in LEFT_REASONS:
        theirs = "|".join(WORDS[ours])
        matches = matches.mask((matches == "") & words.str.contains(theirs, regex=True), ours)
    matches = matches.mask((matches == "") & (reason != ""), "left")
    return matches.where(removed, "")


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
