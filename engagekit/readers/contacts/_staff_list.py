"""Staff lists whose columns a person has confirmed: the spine of reach."""

import re
from collections.abc import Mapping, Sequence

import pandas as pd

from engagekit.parsing import values
from engagekit.readers.contacts import _contacts
from engagekit.readers.contacts._contacts import DAYS, Names, headers
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE, QUESTION, Problem

TOOL = "HR roster"
"""By which a list is known that is of everybody who works here."""
WORDS = words("staff_list")
STATES = (*WORDS["status"], *WORDS["active"])
LEFT_REASONS = ("promotion", "retirement", "moved")
_GONE, _THERE, _OUT = ("|".join(WORDS[name]) for name in ("gone", "there", "outsiders"))
MOST_STATUSES = 12
"""Different words up to which a column of statuses is one."""
OF_PEOPLE = 0.5
"""Share of departments with a name of the staff in brackets from which it is that of the head."""
_NEVER = r"9999|^0+[-/.]0+[-/.]0+"
"""Dates by which some systems say that somebody is still there."""
_WORKER = r"^(?P<name>.*?)\s*(?:\((?P<id>\d{3,})\))?\s*(?P<marks>(?:\([^)]*\)\s*)*)$"
"""What Workday writes for a person: name, number, and in brackets what is special."""


def read(
    listed: Listing,
    names: Names,
    why: pd.Series,
    extra: Mapping[str, pd.Series],
    problems: Sequence[Problem],
) -> Reading:
    """Read the staff, as `_contacts.read_contacts`; leavers keep their last day."""
    extra = {field: _day(cells) if field in DAYS else cells for field, cells in extra.items()}
    written = extra.get("display_name", listed.column(headers(names, "display_name")))
    summed = written.str.contains(r"(?i)\btotals?:?$", regex=True)
    summed &= 2 * (listed.body != "").sum(axis=1) <= listed.body.shape[1]
    why = why.mask((why == "") & summed, "totals row")
    name = written
    if not {*headers(names, "display_name")}.isdisjoint(WORDS["family_first"]):
        # only names of two words: of three, nobody can say where the family name ends
        name = name.str.replace(r"^([^\s,]+) ([^\s,]+)$", r"\2 \1", regex=True)
    worker = name.str.extract(_WORKER).fillna("").astype("str")
    name = worker["name"].str.strip()
    whole = listed.column(headers(names, "given_name"))
    whole = values.clean(whole + " " + listed.column(headers(names, "family_name")))
    if not name.equals(written):
        extra["display_name"] = name.mask(name == "", whole)
    ids = listed.column(headers(names, "contact_id"))
    extra["contact_id"] = extra.get("contact_id", ids).mask(ids == "", worker["id"])
    if "department" in extra:
        staff = {*values.fold(name), *values.fold(whole)}
        extra["department"] = _without_heads(extra["department"], names, staff)
    left, more = _leaving(listed, extra, worker["marks"], why == "")
    return _contacts.read_contacts(listed, names, why, {**extra, **left}, [*problems, *more])


def _leaving(
    listed: Listing, extra: Mapping[str, pd.Series], marks: pd.Series, is_person: pd.Series
) -> tuple[dict[str, pd.Series], list[Problem]]:
    """Return when and why people left, and of whom nobody can say whether they have.

    ``marks``: what stands in brackets behind a name.
    """
    none = pd.Series("", index=listed.body.index, dtype="str")
    left_on, reason = extra.get("left_on", none), extra.get("left_reason", none)
    left_on = left_on.mask(left_on.str.contains(_NEVER, regex=True), "")
    stated, departed = listed.column(STATES), values.fold(listed.column(WORDS["departed"]))
    stated = stated.mask(departed.isin(values.YES), "inactive")
    stated = stated.mask(departed.isin(values.NO), "active")
    status = (stated + " " + marks).str.strip()
    titles = map(values.fold_word, (listed.sheet.name, listed.export.path.stem))
    of_leavers = any(map(re.compile("|".join(WORDS["leavers"])).match, titles))
    is_gone = values.fold(status).str.contains(_GONE, regex=True) | of_leavers
    found = {"left_on": left_on} if "left_on" in extra else {}
    if "left_reason" in extra or (left_on != "").any():
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


def _without_heads(cells: pd.Series, names: Names, staff: set[str]) -> pd.Series:
    """Return departments without the name of the head in brackets behind each, see ``staff``."""
    headed = cells.str.extract(r"^(.*?)\s*\(([^)]*)\)$").dropna().drop_duplicates().astype("str")
    # two teams that only their heads tell apart stay two
    of_people = headed[0].is_unique and values.fold(headed[1]).isin(staff).mean() >= OF_PEOPLE
    if not of_people and not "".join(headers(names, "department")).startswith("supervisory"):
        return cells
    return cells.str.replace(r"\s*\([^)]*\)$", "", regex=True)


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
