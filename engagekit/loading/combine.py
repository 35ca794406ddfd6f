"""Files of one source put together: what the next file does is declared, never found out.

``append``: its rows are added. ``replace``: it takes the place of the files before it. ``merge``:
a record that it has too, by the fields of the key, counts as it has it. Without a declaration a
record merges by the number that its own tool gave it, and all else is added; that two files hold
the same rows is asked about by `checks.files`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from engagekit.parsing.file_days import date_in, list_day
from engagekit.parsing.person_names import address_of, name_of
from engagekit.parsing.values import mapped
from engagekit.readers.template import NUMBERED
from engagekit.tables.problems import FAULT, NOTE, QUESTION, Problem, SetAside, problem_of
from engagekit.tables.schema import STATUS_RANK, TABLES

Frames = dict[str, pd.DataFrame]
DAYS = {
    "touches": "on",
    "follow_ups": "promised_on",
    "testimonials": "on",
    "events": "started_at",
    "respondents": "submitted_at",
}
"""Tables whose rows have a number of the tool, with the column of their day."""
BY_THEIR_KEY = ("usage", "headcounts", "invitations", "contracts", "meetings", "initiatives")
"""Tables of which no source has two rows with the same whole key, though other fields differ."""
MORE_OF_KEY = {"headcounts": ("role_level",)}
PEOPLE = ("contacts", "aliases")
"""Lists of people follow each other by their days, see `identity.successive_lists`."""
RESTARTED = 0.5
"""Share of common numbers with the same day under which each file counts from one again."""
FROM_ROWS = "row "
"""How numbers of answers begin that come from rows, where the tool gives none."""
QUESTION_KEY = ["survey_id", "question_id", "option"]
ANSWER_KEY = ["survey_id", "respondent_id", "question_id"]


@dataclass(eq=False)
class Piece:
    """The tables of one file, or of one sheet of it.

    ``source``: the tool or mapping that read it. ``prefix``: how numbers begin that come from file
    and row. ``counted``: tables whose rows are rows of the file. ``made_on``: the day on which the
    file says that it was made. ``part_of``: the file of the event of which this one has a later
    part. ``files``, ``key``: what is declared of the source.
    """

    file: str
    frames: Frames
    source: str = ""
    prefix: str = ""
    counted: frozenset[str] = frozenset()
    made_on: str = ""
    part_of: str = ""
    files: str = ""
    key: tuple[str, ...] = ()


@dataclass(eq=False)
class Combined:
    """What was left out, and what is told of it."""

    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def left_out(self, name: str, piece: Piece, rows: int, why: str) -> None:
        """Count rows that do not count, with the file that has them instead."""
        if rows and (name in piece.counted or name == "respondents"):  # a row each of the file
            self.set_aside.append(SetAside(f"{name}: {why}", rows, piece.file))
        elif rows:
            self.set_aside.append(SetAside(f"{name} of {piece.file}: {why}", rows))


def combined(pieces: Sequence[Piece], fiscal_start: int = 4) -> Combined:
    """Put the files of each source together; frames of the pieces are replaced in place."""
    result = Combined()
    _parts_of_events(pieces, result)
    for source in dict.fromkeys(piece.source for piece in pieces):
        group = [piece for piece in pieces if piece.source == source]
        if len({piece.file for piece in group}) > 1:
            group.sort(key=lambda piece: (_age(piece, fiscal_start), piece.file.casefold()))
            _one_source(group, fiscal_start, result)
    _attendance([piece for piece in pieces if len(piece.frames.get("attendance", ()))], result)
    return result


def _one_source(group: Sequence[Piece], fiscal_start: int, result: Combined) -> None:
    """Put the files of one source together, the oldest first."""
    replaced = [piece for piece in group if piece.files == "replace"]
    _newest_alone(replaced, fiscal_start, result)
    merged = [piece for piece in group if piece.files in ("", "merge")]
    for name in TABLES:
        if name in PEOPLE or name in ("surveys", "questions", "responses", "attendance"):
            continue
        present = [piece for piece in merged if len(piece.frames.get(name, ()))]
        if len({piece.file for piece in present}) < 2:
            continue
        if name in DAYS:
            _numbers_apart(name, present, result)
        _newest_record(name, present, fiscal_start, result)
    _surveys([piece for piece in merged if "questions" in piece.frames], result)


def _newest_alone(group: Sequence[Piece], fiscal_start: int, result: Combined) -> None:
    """Leave all but the newest file out."""
    newest = group[-1].file if group else ""
    older = [piece for piece in group if piece.file != newest]
    if older and _age(older[-1], fiscal_start) == _age(group[-1], fiscal_start):
        replaced = older[-1].file
        result.problems.append(problem_of("combine.undated", newest, QUESTION, older=replaced))
    for piece in older:
        for name in [name for name in piece.frames if name not in PEOPLE]:
            rows = len(piece.frames[name])
            result.left_out(name, piece, rows, f"{newest} takes its place")
            piece.frames[name] = piece.frames[name].iloc[:0]


def text_of(cells: pd.Series) -> pd.Series:
    """Return cells of any kind as text for comparing: no case, no odd spaces, empty for none."""
    if isinstance(cells.dtype, pd.DatetimeTZDtype):
        cells = cells.dt.tz_convert("UTC").dt.floor("min")
    elif pd.api.types.is_float_dtype(cells.dtype):
        cells = cells.round(6)
    return mapped(cells.astype("str"), lambda text: " ".join(text.split()).casefold())


def joined_texts(frame: pd.DataFrame, columns: Iterable[str]) -> pd.Series:
    """Return the cells of some columns as one text a row, by position; empty if all are."""
    texts = [text_of(frame[column]).to_numpy() for column in columns if column in frame]
    rows = ["\x1f".join(row) for row in zip(*texts, strict=True)]
    whole = pd.Series(rows or [""] * len(frame), dtype="str")
    return whole.mask(whole.str.strip("\x1f") == "", "")


def _key_of(name: str, piece: Piece) -> pd.Series:
    """Return by what each row is known, by position; empty where nothing says it."""
    frame = piece.frames[name]
    if piece.key:
        has_key = set(piece.key) <= set(frame.columns)
        blank = pd.Series("", index=range(len(frame)), dtype="str")
        return joined_texts(frame, piece.key) if has_key else blank
    if name == "respondents":
        return _response_key(piece.frames)
    if name in NUMBERED:
        number = frame[NUMBERED[name]].astype("str").fillna("").reset_index(drop=True)
        return number.mask(_is_made(name, piece), "")
    if name not in BY_THEIR_KEY:
        return pd.Series("", index=range(len(frame)), dtype="str")
    columns = [*TABLES[name].key, *MORE_OF_KEY.get(name, ())]
    lacking = frame[[*TABLES[name].key]].isna().any(axis=1).to_numpy()
    return joined_texts(frame, columns).mask(lacking, "")


def _is_made(name: str, piece: Piece) -> np.ndarray:
    """Return which rows have a number that was made of file and row."""
    frame = piece.frames[name]
    number = frame[NUMBERED.get(name, "respondent_id")].astype("str").fillna("")
    if name == "respondents":
        return number.str.startswith(FROM_ROWS).to_numpy(dtype=bool)
    rows = zip(number.tolist(), frame.index.tolist(), strict=True)
    return np.array([not own or own.startswith(f"{piece.prefix}-{row}") for own, row in rows])


def response_content(frames: Frames) -> pd.Series:
    """Return the moment of each response with all its answers, by position."""
    people, answers = frames["respondents"], frames["responses"]
    given = answers[answers["value"].fillna("") != ""]
    texts = given[["question_id", "option", "value"]].fillna("").astype("str")
    each = pd.util.hash_pandas_object(texts, index=False)
    sums = each.groupby(given["respondent_id"].to_numpy()).sum()
    said = sums.reindex(people["respondent_id"]).fillna(0).astype("uint64").astype("str")
    moments = people["submitted_at"].dt.tz_convert("UTC").dt.round("s")
    content: pd.Series = moments.astype("str").fillna("").reset_index(drop=True)
    return content + " " + said.to_numpy()


def _response_key(frames: Frames) -> pd.Series:
    """Return the tool's number of each response, else its second with all its answers."""
    people = frames["respondents"]
    number = people["respondent_id"].astype("str").reset_index(drop=True)
    moments = people["submitted_at"].dt.round("s").reset_index(drop=True)
    content = response_content(frames)
    content += " " + content.groupby(content).cumcount().astype("str")
    # two people may say the same within a minute
    has_seconds = moments.notna() & bool((moments.dt.second.fillna(0) != 0).any())
    key = content.where(has_seconds, "").where(number.str.startswith(FROM_ROWS), number)
    survey = people["survey_id"].astype("str").reset_index(drop=True)
    return (survey + "\x1f" + key).mask(key == "", "")


def _numbers(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return the number of each row, by position; of a response with its survey."""
    columns = [NUMBERED[name]] if name in NUMBERED else ["survey_id", "respondent_id"]
    return joined_texts(frame, columns)


def _numbers_apart(name: str, present: Sequence[Piece], result: Combined) -> None:
    """Give rows of a file that counts from one again numbers of their own."""
    days: dict[str, str] = {}
    for piece in present:
        number, made = _numbers(name, piece.frames[name]), _is_made(name, piece)
        day = text_of(piece.frames[name][DAYS[name]]).reset_index(drop=True)
        before = number.map(days).astype("str").fillna("")
        is_common = number.isin(days) & (number != "")
        is_dated = is_common & ~made & (before != "") & (day != "")
        is_restarted = is_dated.any() and float((before == day)[is_dated].mean()) < RESTARTED
        again = is_common & (made | is_restarted)
        if again.any():
            _renumber(name, piece, again)
            number = _numbers(name, piece.frames[name])
        if is_restarted:
            count = int((again & ~made).sum())
            result.problems.append(
                problem_of("combine.numbers_apart", piece.file, FAULT, count=count)
            )
        days.update(zip(number, day, strict=True))


def _renumber(name: str, piece: Piece, again: pd.Series) -> None:
    """Put the name of the file behind the numbers of some rows."""
    column = NUMBERED.get(name, "respondent_id")
    frame = piece.frames[name]
    old = frame[column].astype("str")
    new = old.mask(again.to_numpy(), old + f" of {PurePosixPath(piece.file).with_suffix('')}")
    piece.frames[name] = frame.assign(**{column: new})
    if name == "respondents":
        numbers = dict(zip(old, new, strict=True))
        answers = piece.frames["responses"]
        moved = answers["respondent_id"].astype("str").replace(numbers)
        piece.frames["responses"] = answers.assign(respondent_id=moved)


def _newest_record(
    name: str, present: Sequence[Piece], fiscal_start: int, result: Combined
) -> None:
    """Leave records out that a newer file of the source has too."""
    keys = [_key_of(name, piece) for piece in present]
    files = [piece.file for piece in present]
    parts = [
        pd.DataFrame({"key": key, "file": file}) for key, file in zip(keys, files, strict=True)
    ]
    every = pd.concat(parts)
    common = every[every["key"] != ""].drop_duplicates()["key"]
    common = common[common.duplicated()]
    known = pd.DataFrame({"key": [], "text": [], "at": []}, dtype="object")
    for at in reversed(range(len(present) if len(common) else 0)):
        piece, key = present[at], keys[at][keys[at].isin(common)]
        texts = row_content(name, piece.frames[name].iloc[key.index])
        rows = pd.DataFrame({"key": key, "text": texts.to_numpy(), "at": at})
        newer = rows.merge(known.drop_duplicates("key"), "left", on="key", suffixes=("", "_newer"))
        newer.index = rows.index
        of = newer["at_newer"].map(lambda one: present[int(one)].file, na_action="ignore")
        gone = newer[of.notna() & (of != piece.file)]
        for file, part in gone.groupby(of):
            result.left_out(name, piece, len(part), f"{file} has them too")
            differs = part[part["text"] != part["text_newer"]]
            if len(differs):
                other = present[int(differs["at_newer"].iloc[0])]
                result.problems.append(_corrected(name, piece, other, len(differs), fiscal_start))
        is_gone = pd.Series(range(len(piece.frames[name]))).isin(gone.index).to_numpy()
        if name == "respondents" and is_gone.any():
            _without_answers(piece, piece.frames[name][is_gone], present[at + 1 :])
        piece.frames[name] = piece.frames[name][~is_gone]
        known = pd.concat([known, rows])


def _without_answers(piece: Piece, people: pd.DataFrame, newer: Sequence[Piece]) -> None:
    """Leave the answers of some people out; those to questions that no newer file asks stay."""
    answers = piece.frames["responses"]
    asked = pd.concat([one.frames["responses"] for one in newer])
    is_theirs = _among(answers, people, ["survey_id", "respondent_id"])
    is_newer = _among(answers, asked, ANSWER_KEY)
    is_newer |= answers["respondent_id"].str.startswith(FROM_ROWS).to_numpy(dtype=bool)
    piece.frames["responses"] = answers[~(is_theirs & is_newer)]


def _among(frame: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> np.ndarray:
    """Return whether the key of each row is among those of another table; missing is a value."""
    theirs = pd.MultiIndex.from_frame(others[key].fillna("").drop_duplicates())
    return pd.MultiIndex.from_frame(frame[key].fillna("")).isin(theirs)


def _surveys(present: Sequence[Piece], result: Combined) -> None:
    """Keep each question once, as the oldest file asks it; a survey lasts as long as in all."""
    before = pd.DataFrame(columns=[*QUESTION_KEY, "kind", "file"])
    for piece in present:
        questions = piece.frames["questions"]
        same = questions[["survey_id", "question_id", "kind"]].drop_duplicates()
        same = same.merge(before.drop_duplicates(["survey_id", "question_id"]), "inner",
                          on=["survey_id", "question_id"], suffixes=("", "_before"))  # fmt: skip
        for row in same[same["kind"] != same["kind_before"]].to_dict("records"):
            slots = {"kind": row["kind"], "other": row["kind_before"], "earlier": row["file"]}
            question = str(row["question_id"])
            result.problems.append(
                problem_of("combine.other_kinds", piece.file, FAULT, question, **slots)
            )
        before = pd.concat([before, questions[[*QUESTION_KEY, "kind"]].assign(file=piece.file)])
    seen = pd.DataFrame(columns=QUESTION_KEY)
    for piece in present:
        questions = piece.frames["questions"]
        piece.frames["questions"] = questions[~_among(questions, seen, QUESTION_KEY)]
        seen = pd.concat([seen, questions[QUESTION_KEY]])
    surveys = [piece.frames["surveys"] for piece in present if "surveys" in piece.frames]
    if not surveys:
        return
    days = pd.concat(surveys).groupby("survey_id").agg({"opened_on": "min", "closed_on": "max"})
    for piece in present:
        if "surveys" in piece.frames:
            frame = piece.frames["surveys"]
            opened, closed = (frame["survey_id"].map(days[name]) for name in days)
            piece.frames["surveys"] = frame.assign(opened_on=opened, closed_on=closed)


def _parts_of_events(pieces: Sequence[Piece], result: Combined) -> None:
    """Add the minutes of a file that is declared a later part of an event to those of the event."""
    whole = [piece for piece in pieces if not piece.part_of and len(_events_of(piece)) == 1]
    for piece in [one for one in pieces if one.part_of]:
        named = [one for one in whole if piece.part_of in (one.file, PurePosixPath(one.file).name)]
        if len(named) != 1 or len(_events_of(piece)) != 1:
            result.problems.append(problem_of("combine.part_of", piece.file, of=piece.part_of))
            continue
        first, more = named[0].frames["attendance"], piece.frames["attendance"]
        stay = more["minutes"].astype("float64").groupby(_person(more).to_numpy()).sum()
        longer = first["minutes"] + _person(first).map(stay).fillna(0).to_numpy()
        named[0].frames["attendance"] = first.assign(minutes=longer)
        piece.frames["attendance"] = more.assign(event_id=_events_of(named[0])[0])
        piece.frames["events"] = piece.frames["events"].iloc[:0]


def _events_of(piece: Piece) -> list[str]:
    """Return the numbers of the events of a file that says who came to them."""
    there = {"events", "attendance"} <= piece.frames.keys()
    return piece.frames["events"]["event_id"].unique().tolist() if there else []


def _person(frame: pd.DataFrame) -> pd.Series:
    """Return by what a person of an attendance list is known: address, number or name."""
    email, number = address_of(frame["email"]), text_of(frame["contact_id"])
    name = name_of(frame["display_name"]).reset_index(drop=True)
    result = email.reset_index(drop=True)
    result = result.mask(result == "", number.reset_index(drop=True))
    return result.mask(result == "", name).astype("str").fillna("")


def _attendance(present: Sequence[Piece], result: Combined) -> None:
    """Keep one row a person and event: what the best status, then the longest stay, says."""
    if len(present) < 2:
        return
    frames = [piece.frames["attendance"] for piece in present]
    every = pd.concat(frames, ignore_index=True)
    rows = pd.DataFrame({"event": text_of(every["event_id"]), "who": _person(every)})
    rows["at"] = np.repeat(range(len(frames)), list(map(len, frames)))
    rows["count"] = rows.groupby(["at", "event", "who"]).cumcount()
    rows["rank"] = every["status"].map(STATUS_RANK).astype("float64").fillna(9)
    rows["short"] = -every["minutes"].astype("float64").fillna(-1)
    ordered = rows.sort_values(["rank", "short"], kind="stable")
    ordered["first"] = ordered.groupby(["event", "who", "count"])["at"].transform("first")
    ordered["again"] = ordered.duplicated(["event", "who", "count"]) & (ordered["who"] != "")
    rows = ordered.sort_index()
    for at, piece in enumerate(present):
        mine = rows[rows["at"] == at]
        for other, again in mine[mine["again"]].groupby("first"):
            result.left_out(
                "attendance", piece, len(again), f"{present[int(str(other))].file} has them too"
            )
        piece.frames["attendance"] = piece.frames["attendance"][~mine["again"].to_numpy()]


def row_content(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return all that each row says but its number and where it comes from, by position."""
    skip = {NUMBERED.get(name, "respondent_id"), "source_file", "linked_by"}
    return joined_texts(frame, [one for one in TABLES[name].names if one not in skip])


def _corrected(name: str, older: Piece, newer: Piece, count: int, fiscal_start: int) -> Problem:
    """Return a note that a newer file corrects records; a question where nothing says it is."""
    is_known = _age(older, fiscal_start) != _age(newer, fiscal_start)
    slots = {"count": count, "name": name, "older": older.file}
    if is_known:
        return problem_of("combine.corrected", newer.file, NOTE, **slots)
    return problem_of("combine.newer", newer.file, QUESTION, **slots)


def _age(piece: Piece, fiscal_start: int) -> tuple[str, str]:
    """Return the day of a file and the last day of its records; each empty where unknown."""
    named = date_in(PurePosixPath(piece.file).stem) or list_day(piece.file, fiscal_start)
    made = piece.made_on or (named.isoformat() if named else "")
    days = [
        text_of(piece.frames[name][column]).max()
        for name, column in (*DAYS.items(), ("usage", "on"), ("headcounts", "on"))
        if len(piece.frames.get(name, ()))
    ]
    return made, max(days, default="")
