"""Columns of a list of who came that say which event it was, and on what day."""

import re
from collections.abc import Sequence

from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.headers import either
from engagekit.mapping.mapping_file import normal, words
from engagekit.mapping.row_states import ASKED, HEADS, REMARKS
from engagekit.mapping.titles import title_in, written_day
from engagekit.parsing.dates import date_order
from engagekit.readers.shared import vocabulary

_TAUGHT = re.compile("|".join(vocabulary.words("headers")["taught"]), re.IGNORECASE)
_CAME = re.compile(r"atten|check|presen|emarg|sign|unterschrift|came|show|anwesen|aanwezi|partici")
_HELD = re.compile(r"event|session|course|class|training|workshop|webinar|formation|activite|held")
_ENTERED = re.compile(r"(?i)inscri|regist|anmeld|enrol|sign(?:ed)?\W?up|book|r[ée]serv|invit")
"""Headers over the day on which somebody was put on the list."""
_MOVED = re.compile("|".join(vocabulary.words("headers")["moved"]), re.IGNORECASE)
_OURS = re.compile("|".join(vocabulary.words("headers")["of_ours"]))
_WATCHED = re.compile("|".join(vocabulary.words("headers")["watched"]))
_RESULTS, _PRESENCE = (
    re.compile("|".join(vocabulary.words("headers")[one])) for one in ("of_results", "of_presence")
)
_NONE = re.compile(r"(?:^|, )0(?:[.,:]0+)* ?(?:%|m\w*|h\w*)? \(")
"""None at all, in samples: `0`, `0%`, `0:00`."""
_AT_A_TIME = re.compile(
    r"(?i)(?:\d,? |T)(?!0?0:00\b|12:00(?::00)? ?AM)\d?\d:\d\d(?::\d\d)?(?![\d.:Z+-])"
)
"""A time of day that is not midnight, nor in the zone of a server."""
_CLOCK = re.compile(r"(?:^|, )(?:0?[6-9]|1\d|2[0-3]) ?[h:] ?[0-5]\d")
"""A time from six in the morning: hardly anything takes six hours."""
FEW_PEOPLE = 5
"""People who stand at one day from which they came to something: so many seldom ask on a day."""
_SLASHED = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b")


def session(columns: Sequence[ColumnProfile]) -> tuple[int, ...]:
    """Return the column of the event, where there is one, and that of its day."""
    titles = {*words()["attendance"]["event_id"], *words()["events"]["title"]}
    named = [part for part in columns if either(part.header) & titles]
    named = [part for part in named if not part.is_way or part.distinct == 1]  # how each was met
    taught = [one for one in named if one.kind != "flag" and _TAUGHT.search(one.header)]
    least = 1 if taught and not any(ASKED.search(one.header) for one in columns) else 2
    least = 1 if any(one.is_list for one in columns) else least
    dated = [one for one in columns if one.kind in ("date", "moment")]
    days = [one for one in dated if least * one.distinct <= one.filled]
    days = [one for one in days if not _ENTERED.search(one.header)]
    own = [one for one in days if either(one.header) & {*words()["events"]["started_at"]}] or days
    if len(own) != 1 or len(named) > 1:
        return ()
    if not (named or is_of_event(columns) or is_of_one_day(columns)):
        return ()
    return tuple(part.column for part in (*named, *own))


def is_of_one_day(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether several people stand at one day, and nothing says that any of them asked."""
    listed = words()
    of_people = [each for one in ("attendance", "contacts") for each in listed[one].values()]
    named = {word for each in of_people for word in each}
    plain = [part for part in columns if part.kind not in ("empty", "email", "date", "moment")]
    plain = [part for part in plain if not (part.is_name or either(part.header) & named)]
    asked = any(ASKED.search(part.header) or part.is_way for part in columns)
    asked |= not all(REMARKS.fullmatch(normal(part.header)) for part in plain)
    people = [part for part in columns if part.is_name or part.kind == "email"]
    days = [part for part in columns if part.kind in ("date", "moment")]
    several = any(part.distinct >= FEW_PEOPLE for part in people)
    return several and len(days) == 1 and days[0].distinct == 1 and not asked


def is_no_first_day(part: ColumnProfile) -> bool:
    """Return whether days are those of changes, or times of day, at which nobody is hired."""
    return bool(_AT_A_TIME.search(part.samples) or _MOVED.search(part.header))


def is_clock(part: ColumnProfile) -> bool:
    """Return whether cells are times of day, below a header of one: no time that anything took."""
    is_hour = normal(part.header) in vocabulary.words("headers")["of_day"]
    return is_hour and bool(_CLOCK.search(part.samples))


def was_watched(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether the only days are those on which each saw a recording: nobody came then."""
    dated = [part.header for part in columns if part.kind in ("date", "moment")]
    dated = [normal(header) for header in dated if not _ENTERED.search(header)]
    return bool(dated) and all(map(_WATCHED.fullmatch, dated))


def tell_results(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether some of a list may not have come: what came of a course differs from row to
    row, or somebody was there for no time at all.
    """
    several = [part for part in columns if part.distinct > 1 and not part.personal]
    return any(
        (part.kind in ("choice", "flag") and _RESULTS.fullmatch(normal(part.header)))
        or (_PRESENCE.search(normal(part.header)) and _NONE.search(part.samples))
        for part in several
    )


def ours(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Return the column of how many of us came, where others are counted beside it."""
    numbers = [part for part in columns if part.kind == "number"]
    named = {normal(part.header): part for part in numbers}
    words_of = {*words()["events"]["head_count"]}
    found = [named[one] for one in named if _OURS.match(one) and words_of & {*one.split()}]
    beside = [one for one in named if HEADS.match(one) or one in words_of]
    return found if len(found) == 1 and beside else []


def heads(columns: Sequence[ColumnProfile]) -> list[ColumnProfile]:
    """Return the columns of how many came: of us, where others are counted beside them."""
    return ours(columns) or [part for part in columns if HEADS.match(normal(part.header))]


def is_one_each(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether as many titles as days of events stand beside those who came."""
    found = {part.column: part.distinct for part in columns if part.column in session(columns)}
    return len(found) > 1 and len({*found.values()}) == 1


def is_of_event(columns: Sequence[ColumnProfile]) -> bool:
    """Return whether headers speak of who came, or of the day of an event, and of no enquiry."""
    listed, bare = words(), {header for part in columns for header in either(part.header)}
    names = {one: {*listed[one]["display_name"]} for one in ("attendance", "touches", "contacts")}
    sure = names["attendance"] - names["touches"] - names["contacts"]
    sure |= {one for one in listed["events"]["started_at"] if _HELD.search(one)}
    marks = {*listed["attendance"]["minutes"]} - {*listed["touches"]["minutes"]}
    marks |= {one for one in listed["attendance"]["status"] if _CAME.search(one)}
    of_desk = any(ASKED.search(part.header) for part in columns)
    of_desk |= bool(bare & {*listed["touches"]["staff_id"]})
    of_client = bare & (names["touches"] - names["attendance"] - names["contacts"])
    return not of_desk and bool(bare & sure or (bare & marks and not of_client))


def events(columns: Sequence[ColumnProfile]) -> dict[int, str]:
    """Return the columns whose headers say the day of an event, where there are two."""
    order, _ = date_order(match[0] for part in columns if (match := _SLASHED.search(part.header)))
    found = {
        part.column: f"{day} {title_in(part.header)}".strip()
        for part in columns
        if (day := written_day(part.header, order))
    }
    return found if len(set(found.values())) == len(found) > 1 else {}
