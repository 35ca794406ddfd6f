"""Meetings of a calendar as touches: who was there, how long, and never what it was about."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from engagekit.errors import problem_texts
from engagekit.parsing.person_names import name_of
from engagekit.readers.events import _display_names, _event_table
from engagekit.readers.events._event_table import Notes, events_of
from engagekit.readers.shared.contract import Reading
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE

ENTRY = "calendar entry"
"""How the kind of an entry begins that is no event; loading counts it nowhere."""
ENTRY_TITLE = "(calendar entry)"
AGAIN = "the same meeting again"
PRIVATE, TENTATIVE_ENTRY, AWAY = "marked private", "tentative", "out of office"
NOBODY, UNTOLD = "nobody else accepted", "no answer is told"
MOST = 20
"""People up to which a meeting is one in which they met the library. A table seats about so many;
who sat in a town hall of 200 has not spoken with anybody from the library."""
SEEN_TWICE = 2
"""Meetings in which somebody must stand before the calendar is taken for theirs."""
ACCEPTED, DECLINED, TENTATIVE, SILENT, UNKNOWN = (
    "accepted", "declined", "tentative", "silent", "unknown"
)  # fmt: skip
"""Answers to an invitation; ``unknown`` where the tool writes none at all."""


@dataclass(frozen=True)
class Invited:
    """One name on an invitation."""

    name: str
    email: str = ""
    answer: str = UNKNOWN
    several: bool = False

    @property
    def key(self) -> str:
        """Return what tells one person from another."""
        return self.email.casefold() or str(name_of(pd.Series([self.name])).iloc[0])


@dataclass(frozen=True)
class Meeting:
    """One entry of a calendar on one date.

    ``row``: where it stands in the file. ``start``, ``end``: ISO text; a whole day has no clock.
    ``subject``, ``where``: decide on channel and place, and go nowhere. ``fault``: why it is no
    meeting that was held: cancelled, private, tentative. ``is_event``: it is marked as an event of
    the library, of which ``number``, ``kind`` and subject are told.
    """

    row: int
    start: str
    end: str = ""
    minutes: float | None = None
    subject: str = ""
    where: str = ""
    organiser: Invited | None = None
    people: tuple[Invited, ...] = ()
    fault: str = ""
    is_event: bool = False
    number: str = ""
    kind: str = ""

    @property
    def everybody(self) -> list[Invited]:
        """Return organiser and people, each once; the organiser has accepted."""
        listed = {one.key: one for one in self.people if one.key}
        if self.organiser and self.organiser.key:
            first = Invited(self.organiser.name, self.organiser.email, ACCEPTED)
            own = listed.get(first.key)
            if own is None or own.answer in (SILENT, UNKNOWN):
                listed[first.key] = first
        return list(listed.values())


@cache
def _pattern(name: str, key: str) -> re.Pattern[str]:
    """Return the words of a list as one pattern."""
    return re.compile("|".join(words(name)[key]))


def is_marked(texts: Sequence[str]) -> bool:
    """Return whether categories or the name of a calendar mark its entries as events.

    Examples
    --------
    >>> is_marked(["Library Events"]), is_marked(["Dentist"])
    (True, False)
    """
    return any(_pattern("calendar.mark", "event").search(text.casefold()) for text in texts if text)


def is_called_off(title: str) -> bool:
    """Return whether a title begins with a word for what did not take place.

    Examples
    --------
    >>> [is_called_off(text) for text in ("Canceled: 1:1", "Annulé : café", "Cancelled flights")]
    [True, True, False]
    """
    return bool(_pattern("calendar.title", "called_off").search(title.casefold()))


def owner_of(meetings: Sequence[Meeting], stated: str = "") -> str:
    """Return the key of the one person whose calendar this is; empty where nothing tells.

    That person stands in most meetings, at least in half; of two, the one who called more of them.
    """
    if "@" in stated:
        return stated.strip().casefold()
    listed = [
        {one.key for one in meeting.everybody if not _stands_for_several(one)}
        for meeting in meetings
    ]
    shared = [keys for keys in listed if len(keys) > 1]
    called = Counter(one.organiser.key for one in meetings if one.organiser)
    seen = Counter(key for keys in shared for key in keys)
    ranked = sorted(((n, called[key], key) for key, n in seen.items()), reverse=True)[:2]
    if not ranked or ranked[0][0] < SEEN_TWICE or ranked[0][0] * 2 < len(shared):
        return ""
    return "" if len({one[:2] for one in ranked}) < len(ranked) else ranked[0][2]


def touches_of(
    meetings: Sequence[Meeting], notes: Notes, owner: str
) -> tuple[pd.DataFrame, dict[int, str]]:
    """Return one row a person met, and why the rows that gave none gave none."""
    unanswered = not any(
        one.answer in (ACCEPTED, DECLINED, TENTATIVE) for each in meetings for one in each.people
    )
    found: list[dict[str, object]] = []
    why: dict[int, str] = {}
    silent = 0
    for meeting in meetings:
        reason, met, unsaid = _met(meeting, owner)
        if unanswered:  # who called it was not met either: nobody says that it took place
            met, unsaid = [], unsaid + len(met)
            reason = UNTOLD if reason == NOBODY else reason
        silent += unsaid
        found += [_touch(meeting, one, owner) for one in met]
        if met:
            why[meeting.row] = "used"
        elif why.get(meeting.row, "") != "used":
            why[meeting.row] = why.get(meeting.row) or reason
    if silent and unanswered:
        notes.tell(*problem_texts("meetings.unsaid", n=silent))
    elif silent:
        notes.tell(*problem_texts("meetings.silent", n=silent), level=NOTE)
    if found and owner:
        everybody = (one for meeting in meetings for one in meeting.everybody)
        name = next((one.name for one in everybody if one.key == owner and one.name), owner)
        notes.tell(*problem_texts("meetings.owner", owner=name), level=NOTE)
    names = ["source", "touch_id", "display_name", "email", "on", "started_at", "channel", "place",
             "begun_by", "two_way", "minutes"]  # fmt: skip
    frame = pd.DataFrame(found, columns=names).set_index("source").astype("str")
    again = frame["touch_id"].duplicated()
    lost = {row for row, reason in why.items() if reason == "used"} - set(frame.index[~again])
    reasons = {row: reason for row, reason in why.items() if reason != "used"}
    return frame[~again], reasons | dict.fromkeys(map(int, lost), AGAIN)


def _met(meeting: Meeting, owner: str) -> tuple[str, list[Invited], int]:
    """Return why nobody was met in a meeting, or who; and how many had not answered.

    An invitation is planned: who accepted it was met.
    """
    if meeting.fault:
        return meeting.fault, [], 0
    everybody = meeting.everybody
    others = [one for one in everybody if one.key != owner and not _stands_for_several(one)]
    if not meeting.people:  # the organiser of what nobody was asked to owns the calendar
        return "", [], 0
    if not others:
        groups = any(one.key != owner for one in everybody)
        return ("only rooms or groups were asked" if groups else ""), [], 0
    if "T" not in meeting.start:
        return "a whole day", [], 0
    own = next((one.answer for one in everybody if one.key == owner), ACCEPTED)
    if own in (DECLINED, TENTATIVE, SILENT):
        return f"an invitation that its owner has not accepted ({own})", [], 0
    if len(others) > MOST:
        return f"a meeting of more than {MOST} people", [], 0
    came = [one for one in others if one.answer == ACCEPTED]
    unsaid = sum(one.answer in (SILENT, UNKNOWN, TENTATIVE) for one in others if one not in came)
    return NOBODY, came, unsaid


def _stands_for_several(one: Invited) -> bool:
    """Return whether a name is a room, a group, a list or a machine."""
    if one.several:
        return True
    kind = _display_names.kinds(pd.Series([one.name]), pd.Series([one.email])).iloc[0]
    if kind != "person" or _pattern("calendar.group", "addresses").search(one.email.casefold()):
        return True
    named = [text.casefold().partition("@")[0] for text in (one.name, one.email)]
    return any(_pattern("calendar.group", "names").search(text) for text in named)


def _touch(meeting: Meeting, one: Invited, owner: str) -> dict[str, object]:
    """Return one person of a meeting as a touch."""
    host = meeting.organiser.key if meeting.organiser else ""
    begun = "contact" if host == one.key else "library" if host and host == owner else ""
    clock = re.sub(r"(?:Z|[+-]\d\d:\d\d)$", "", meeting.start)[:16]
    number = hashlib.sha256(f"{clock}\x1f{one.key}".encode()).hexdigest()[:16]
    online = _pattern("calendar.place", "online").search(meeting.where.casefold())
    text = meeting.subject.casefold()
    return {
        "source": meeting.row,
        "touch_id": f"calendar-{number}",
        "display_name": one.name,
        "email": one.email,
        "on": meeting.start,
        "started_at": meeting.start,
        "channel": next(
            channel
            for channel in words("calendar.channel")
            if _pattern("calendar.channel", channel).search(text)
        ),
        "place": "online" if online else "",
        "begun_by": begun,
        "two_way": "yes",
        "minutes": "" if meeting.minutes is None else f"{meeting.minutes:g}",
    }


def reading(
    meetings: Sequence[Meeting], notes: Notes, tool: str, stated_owner: str = "", **said: Any
) -> Reading:
    """Return the events of a calendar, and the touches of the meetings that are none.

    An entry that is no meeting is no fault of the file: it stands among the events without its
    subject, with the reason as its kind. Loading counts it nowhere and says how many there are.
    ``said``: as `_event_table.reading` takes it.
    """
    private = [meeting for meeting in meetings if not meeting.is_event]
    touches, why = touches_of(private, notes, owner_of(private, stated_owner))
    notes.leave_out(AGAIN, sum(reason == AGAIN for reason in why.values()))
    events = []
    for one in sorted(meetings, key=lambda one: not one.is_event):
        place = {"source": one.row, "started_at": one.start, "ended_at": one.end}
        if one.is_event:
            own = {"event_id": one.number, "title": one.subject or "(no title)", "kind": one.kind}
            events.append(place | own)
        elif (reason := why.get(one.row, AGAIN)) != AGAIN:
            number = f"{tool}-entry-{one.start[:16]}-{one.row}"
            kind = f"{ENTRY}: {reason or 'nobody else stands in it'}"
            events.append({**place, "event_id": number, "title": ENTRY_TITLE, "kind": kind})
    result = _event_table.reading(notes, events_of(events), said.pop("attendance", None), **said)
    more = {"touches": touches} if len(touches) else {}
    # a calendar is one, whatever is in it
    return replace(result, tables={"events": events_of([]), **result.tables, **more})
