"""Rows that two files hold both: each record once, whatever the names of its files.

A record is the same where its own number is, or all that it says. Two equal records in one file
are two; of two files the one with more of them counts, never the sum. What names a person is one
record wherever it stands. Of rows without a person (a tally of a desk) equal ones prove nothing:
they are one log only if the two files say nearly the same of the days that both of them have.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd

from engagekit.errors import problem_texts
from engagekit.parsing.person_names import address_of, name_of
from engagekit.parsing.values import mapped
from engagekit.readers.template import NUMBERED
from engagekit.tables.problems import FAULT, Problem, SetAside, problem_of
from engagekit.tables.schema import STATUS_RANK, TABLES

Frames = dict[str, pd.DataFrame]

PEOPLE = ("contact_id", "email", "display_name")
WHEN = dict.fromkeys(("touches", "counts", "support", "testimonials"), "on")
WHEN |= {"budget": "period", "follow_ups": "promised_on", "plans": "by_on", "events": "started_at"}
"""Tables whose rows are compared by all that they say, with the column of their day."""
NUMBERS = NUMBERED
"""Columns whose number may come from file and row, so that it says nothing of the record."""
ONE_RECORD = frozenset({"support", "testimonials", "follow_ups", "plans", "events"})
"""Tables whose rows are told apart by a name, a title or a promise: no tally."""
SAME_LOG = 0.9
"""Share of the rows of common days from which two files are one log: twins and overlapping months
differ in a few mended rows and a day that was not over; two desks that count the same things
agree in fewer, and what is left out by mistake is a wrong number."""
LATER = ("two_way", "answered_on")
"""What a later export knows better of the same record: an answer came meanwhile."""
RESTARTED = 0.5
"""Share of common numbers with the same day under which each file counts from one again."""


@dataclass(eq=False)
class Piece:
    """The tables of one file (or sheet).

    ``prefix``: how numbers begin that come from file and row. ``counted``: tables whose rows are
    rows of the file. ``made_on``: the day on which the file says that it was made, if it does.
    ``part_of``: the file of the event of which this one has a later part.
    """

    file: str
    frames: Frames
    prefix: str = ""
    counted: frozenset[str] = frozenset()
    made_on: str = ""
    part_of: str = ""


@dataclass(eq=False)
class Outcome:
    """What was left out, and what a person must decide."""

    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def left_out(self, name: str, piece: Piece, rows: int, earlier: str) -> None:
        """Count rows that an earlier file has too."""
        if rows and name in piece.counted:
            self.set_aside.append(SetAside(f"{name}: {earlier} has them too", rows, piece.file))
        elif rows:
            self.set_aside.append(SetAside(f"{name} of {piece.file}: {earlier} has them too", rows))


def rows_once(pieces: Sequence[Piece]) -> Outcome:
    """Leave rows that an earlier file has too out of the later one; frames are replaced in place.

    The pieces stand in the order of the files.
    """
    result = Outcome()
    whole = [piece for piece in pieces if not piece.part_of and len(_events_of(piece)) == 1]
    for piece in [one for one in pieces if one.part_of]:
        named = [one for one in whole if piece.part_of in (one.file, Path(one.file).name)]
        if len(named) != 1 or len(_events_of(piece)) != 1:
            result.problems.append(problem_of("overlap.part_of", piece.file, of=piece.part_of))
            continue
        first, more = named[0].frames["attendance"], piece.frames["attendance"]
        stay = more["minutes"].astype("float64").groupby(_person(more).to_numpy()).sum()
        longer = first["minutes"] + _person(first).map(stay).fillna(0).to_numpy()
        named[0].frames["attendance"] = first.assign(minutes=longer)
        piece.frames["attendance"] = more.assign(event_id=_events_of(named[0])[0])
        piece.frames["events"] = piece.frames["events"].iloc[:0]
    _same_meetings(pieces, result)
    for name in WHEN:
        present = [piece for piece in pieces if len(piece.frames.get(name, ()))]
        if len(present) > 1:
            if name == "touches":
                _numbers_apart(present, result)
            _once(name, present, result)
    present = [piece for piece in pieces if len(piece.frames.get("attendance", ()))]
    if len(present) > 1:
        _attendance(present, result)
    return result


def text_of(cells: pd.Series) -> pd.Series:
    """Return cells of any kind as text for comparing: no case, no odd spaces, empty for none."""
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        cells = cells.dt.tz_convert("UTC").dt.floor("min")
    elif pd.api.types.is_float_dtype(cells.dtype):
        cells = cells.round(6)
    return mapped(cells.astype("str"), lambda text: " ".join(text.split()).casefold())


def numbers_from_rows(name: str, piece: Piece) -> pd.Series:
    """Return which rows have a number that was made of file and row."""
    frame = piece.frames[name]
    if name not in NUMBERS:
        return pd.Series(True, index=range(len(frame)))
    number = frame[NUMBERS[name]].astype("str").fillna("")
    rows = zip(number.tolist(), frame.index.tolist(), strict=True)
    made = [not one or one.startswith(f"{piece.prefix}-{row}") for one, row in rows]
    return pd.Series(made, index=range(len(frame)), dtype=bool)


def _parted(name: str, present: Sequence[Piece], values: pd.Series) -> list[np.ndarray]:
    """Return what was worked out for the rows of all files at once, file by file."""
    ends = np.cumsum([len(piece.frames[name]) for piece in present])
    return np.split(values.to_numpy(), ends[:-1])


def content_hashes(name: str, frame: pd.DataFrame, prefixes: Sequence[str]) -> pd.Series:
    """Return one number for all that each row says but where it comes from."""
    skip = {NUMBERS.get(name, ""), "source_file", "linked_by", *LATER}
    if name == "events":
        columns = ["title", "started_at"]
    else:
        columns = [one for one in TABLES[name].names if one in frame.columns and one not in skip]
    texts = pd.DataFrame({column: text_of(frame[column]) for column in columns})
    if name == "counts":  # a campaign without a name goes by that of its file
        for column in ("what", "place"):
            pairs = zip(texts[column].tolist(), prefixes, strict=True)
            cells = [_less(one, stem.casefold()) for one, stem in pairs]
            texts[column] = pd.array(cells, dtype="str")
    return pd.util.hash_pandas_object(texts, index=False)


def _less(cell: str, stem: str) -> str:
    """Return a cell without the name of its file, where that is a word of its own in it.

    Examples
    --------
    >>> _less("news 7", "news"), _less("newsletter", "news"), _less("news 7", "")
    (' 7', 'newsletter', 'news 7')
    """
    return re.sub(rf"\b{re.escape(stem)}\b", "", cell) if stem and stem in cell else cell


def is_named(name: str, frame: pd.DataFrame) -> np.ndarray:
    """Return which rows name a person, or are a record of their own."""
    if name in ONE_RECORD:
        return np.ones(len(frame), dtype=bool)
    named = np.zeros(len(frame), dtype=bool)
    for column in PEOPLE:
        if column in frame.columns:
            named |= (text_of(frame[column]) != "").to_numpy()
    return named


def with_repeats(contents: Iterable[object]) -> pd.Series:
    """Return content and how many equal rows stand before it, as one key."""
    before: defaultdict[object, Iterator[int]] = defaultdict(count)
    return pd.Series([(one, next(before[one])) for one in contents], dtype=object)


def _once(name: str, present: Sequence[Piece], result: Outcome) -> None:
    """Leave equal records of later files out of one table."""
    before: list[tuple[Piece, pd.Series, pd.Series]] = []
    known: set[object] = set()
    every = pd.concat([piece.frames[name] for piece in present], ignore_index=True)
    prefixes = [piece.prefix for piece in present for _ in range(len(piece.frames[name]))]
    contents = _parted(name, present, content_hashes(name, every, prefixes))
    written = _parted(name, present, text_of(every[WHEN[name]]))
    for piece, content, on in zip(present, contents, written, strict=True):
        frame = piece.frames[name]
        keys, made = with_repeats(content.tolist()), numbers_from_rows(name, piece)
        if name in NUMBERS:  # the tool's own number says which record it is
            number = frame[NUMBERS[name]].astype("str").reset_index(drop=True)
            keys = keys.where(made, number.map(lambda one: ("number", one)))
        days = pd.Series(on, dtype="str")
        named = is_named(name, frame) | ~made.to_numpy()
        out = np.zeros(len(frame), dtype=bool)
        for earlier, theirs, their_days in () if known.isdisjoint(keys) else before:
            equal = keys.isin(set(theirs)).to_numpy() & ~out
            if not equal.any():
                continue
            common = set(days) & set(their_days)
            mine, other = set(keys[days.isin(common)]), set(theirs[their_days.isin(common)])
            alike = len(mine & other) / len(mine | other) if mine | other else 0.0
            again = equal if alike >= SAME_LOG else equal & named
            if alike < SAME_LOG and (unsure := int((equal & ~named).sum())):
                texts = problem_texts("overlap.question", rows=unsure, name=name, file=earlier.file)
                result.problems.append(Problem(*texts, piece.file))
            result.left_out(name, piece, int(again.sum()), earlier.file)
            out |= again
            _completed(name, earlier, theirs, piece, keys[again])
        piece.frames[name] = frame[~out]
        left = ~pd.Series(out)
        before.append((piece, keys[left], days[left]))
        known.update(keys[left])


def _completed(
    name: str, earlier: Piece, theirs: pd.Series, piece: Piece, again: pd.Series
) -> None:
    """Fill what a later export of the same touches knows better into those that stay."""
    if name != "touches" or again.empty:
        return
    frame, later = earlier.frames[name].copy(), piece.frames[name].iloc[again.index]
    place = {key: at for at, key in enumerate(theirs)}
    at = [place[key] for key in again]
    if {*LATER} <= {*frame.columns} & {*later.columns}:
        two_way, new = frame["two_way"].copy(), later["two_way"].fillna(False).to_numpy(dtype=bool)
        two_way.iloc[[one for one, yes in zip(at, new, strict=True) if yes]] = True
        answered = frame["answered_on"].copy()
        dates = later["answered_on"].reset_index(drop=True)
        gaps = [n for n, one in enumerate(at) if pd.isna(answered.iloc[one])]
        answered.iloc[[at[n] for n in gaps]] = dates.iloc[gaps].to_numpy()
        earlier.frames[name] = frame.assign(two_way=two_way, answered_on=answered)


def _numbers_apart(present: Sequence[Piece], result: Outcome) -> None:
    """Give touches of a file that counts from one again numbers of their own."""
    days: dict[str, str] = {}
    for piece in present:
        frame = piece.frames["touches"]
        number = frame["touch_id"].astype("str").fillna("").reset_index(drop=True)
        on = text_of(frame["on"]).reset_index(drop=True)
        common = number.isin(days) & ~numbers_from_rows("touches", piece)
        same = on[common] == number[common].map(days)
        if common.any() and float(same.mean()) < RESTARTED:
            new = number.mask(common, f"{piece.prefix}-no-" + number)
            piece.frames["touches"] = frame.assign(touch_id=new.to_numpy())
            count = int(common.sum())
            result.problems.append(
                problem_of("overlap.numbers_apart", piece.file, FAULT, "touch_id", count=count)
            )
            number = new
        days.update(zip(number, on, strict=True))


def _person(frame: pd.DataFrame) -> pd.Series:
    """Return by what a person of an attendance list is known: address, number or name."""
    email, number = address_of(frame["email"]), text_of(frame["contact_id"])
    name = name_of(frame["display_name"]).reset_index(drop=True)
    result = email.reset_index(drop=True)
    result = result.mask(result == "", number.reset_index(drop=True))
    return result.mask(result == "", name).astype("str").fillna("")


def _events_of(piece: Piece) -> list[str]:
    """Return the numbers of the events of a file that says who came to them."""
    there = {"events", "attendance"} <= piece.frames.keys()
    return piece.frames["events"]["event_id"].unique().tolist() if there else []


def _same_meetings(pieces: Sequence[Piece], result: Outcome) -> None:
    """Give a meeting whose number comes from its first join the number of an earlier file."""
    # nobody comes and goes at the very same moments in two meetings. Two of one title on one day
    # with the same people in them are a question
    stays: dict[tuple[object, ...], str] = {}
    days: dict[tuple[str, str, str], tuple[str, str]] = {}
    present = [piece for piece in pieces if len(piece.frames.get("attendance", ()))]
    if not present:
        return
    every = pd.concat([piece.frames["attendance"][[*PEOPLE]] for piece in present])
    for piece, who in zip(present, _parted("attendance", present, _person(every)), strict=True):
        frame = piece.frames["attendance"]
        stays_of = (frame[name].tolist() for name in ("first_join_at", "last_leave_at"))
        other: dict[str, str] = {}
        for event, *key in zip(frame["event_id"].tolist(), who, *stays_of, strict=True):
            if key[0] and key[1] is not pd.NaT and key[2] is not pd.NaT:
                first = stays.setdefault(tuple(key), event)
                if first != event:
                    other.setdefault(event, first)
        for name in ("attendance", "events") if other else ():
            if name in piece.frames:
                number = piece.frames[name]["event_id"].astype("str").replace(other)
                piece.frames[name] = piece.frames[name].assign(event_id=number)
        _ask_of_meetings(piece, who, days, result)


def _ask_of_meetings(
    piece: Piece,
    who: Iterable[str],
    days: dict[tuple[str, str, str], tuple[str, str]],
    result: Outcome,
) -> None:
    """Ask of meetings of one title and day in two files, of which somebody is in both."""
    events = piece.frames.get("events")
    if events is None or events.empty:
        return
    title = dict(zip(events["event_id"], text_of(events["title"]), strict=True))
    day = dict(zip(events["event_id"], events["started_at"].dt.strftime("%Y-%m-%d"), strict=True))
    asked: dict[str, str] = {}
    for number, person in zip(piece.frames["attendance"]["event_id"], who, strict=True):
        if not person or not isinstance(day.get(number), str):
            continue
        first, file = days.setdefault((title[number], day[number], person), (number, piece.file))
        if first != number and file != piece.file:
            asked.setdefault(number, file)
    for number, file in asked.items():
        slots = {"day": day[number], "file": file, "name": Path(file).name}
        result.problems.append(problem_of("overlap.ask_of_meetings", piece.file, **slots))


def _attendance(present: Sequence[Piece], result: Outcome) -> None:
    """Keep one row a person and event: what the best status, then the longest stay, says."""
    frames = [piece.frames["attendance"] for piece in present]
    every = pd.concat(frames, ignore_index=True)
    rows = pd.DataFrame({"event": text_of(every["event_id"]), "who": _person(every)})
    rows["at"] = np.repeat(range(len(frames)), list(map(len, frames)))
    rows["count"] = rows.groupby(["at", "event", "who"]).cumcount()
    rows["rank"] = every["status"].map(STATUS_RANK).astype("float64").fillna(9)
    rows["row"] = range(len(rows))
    rows["short"] = -every["minutes"].astype("float64").fillna(-1)
    ordered = rows.sort_values(["rank", "short", "row"], kind="stable")
    ordered["first"] = ordered.groupby(["event", "who", "count"])["at"].transform("first")
    again = ordered.duplicated(["event", "who", "count"]) & (ordered["who"] != "")
    repeated = again.sort_index().to_numpy()
    first = ordered["first"].sort_index().to_numpy()
    for place, piece in enumerate(present):
        mine = rows["at"].to_numpy() == place
        out = repeated[mine]
        for other, rows_out in pd.Series(first[mine][out]).value_counts(sort=False).items():
            result.left_out("attendance", piece, int(rows_out), present[int(str(other))].file)
        piece.frames["attendance"] = piece.frames["attendance"][~out]
