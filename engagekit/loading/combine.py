"""Files of one source put together: what the next file does is declared, never found out.

``append``: its rows are added. ``replace``: it takes the place of the files before it. ``merge``:
a record that it has too, by the fields of the key, counts as it has it. Without a declaration a
record merges by the number that its own tool gave it, and all else is added; that two files hold
the same rows is asked about by `checks.files`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

import numpy as np
import pandas as pd

from engagekit.loading.read_file import Loaded
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
NOT_RECORDS = (*PEOPLE, "surveys", "questions", "responses", "attendance")
RESTARTED = 0.5
"""Share of common numbers with the same day under which each file counts from one again."""
FROM_ROWS = "row "
"""How numbers of answers begin that come from rows, where the tool gives none."""
QUESTION_KEY = ["survey_id", "question_id", "option"]
ANSWER_KEY = ["survey_id", "respondent_id", "question_id"]


@dataclass(eq=False)
class Combined:
    """Files of which the next one adds, replaces or corrects; what was left out and is told."""

    parts: list[Loaded]
    fiscal_start: int
    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def left_out(self, name: str, part: Loaded, rows: int, why: str) -> None:
        """Count rows that do not count, with the file that has them instead."""
        if rows and (name in part.counted or name == "respondents"):  # a row each of the file
            self.set_aside.append(SetAside(f"{name}: {why}", rows, part.file))
        elif rows:
            self.set_aside.append(SetAside(f"{name} of {part.file}: {why}", rows))

    def age(self, part: Loaded) -> str:
        """Return the day on which a file was made, as it or its name says; empty where unknown."""
        named = date_in(PurePosixPath(part.file).stem) or list_day(part.file, self.fiscal_start)
        return part.reading.made_on or (named.isoformat() if named else "")


def combined(files: Sequence[Loaded], fiscal_start: int = 4) -> Combined:
    """Return the files, each record of one source in one of them alone."""
    parts = [replace(part, frames=dict(part.frames)) for part in files]
    result = Combined(parts, fiscal_start)
    for source in dict.fromkeys(part.tool for part in parts):
        group = [part for part in parts if part.tool == source]
        if len({part.file for part in group}) > 1:
            group.sort(key=lambda part: (result.age(part), part.file.casefold()))
            _newest_alone([part for part in group if part.files == "replace"], result)
            _merged([part for part in group if part.files in ("", "merge")], result)
    _attendance([part for part in parts if len(part.frames.get("attendance", ()))], result)
    return result


def _newest_alone(group: Sequence[Loaded], result: Combined) -> None:
    """Leave all but the newest file out."""
    older = [part for part in group if part.file != group[-1].file]
    if older and result.age(older[-1]) == result.age(group[-1]):
        slots = {"older": older[-1].file}
        result.problems.append(problem_of("combine.undated", group[-1].file, QUESTION, **slots))
    for part in older:
        for name in [name for name in part.frames if name not in PEOPLE]:
            why = f"{group[-1].file} takes its place"
            result.left_out(name, part, len(part.frames[name]), why)
            part.frames[name] = part.frames[name].iloc[:0]


def _merged(group: Sequence[Loaded], result: Combined) -> None:
    """Let each record of one source count as the newest file has it, the oldest file first."""
    for name in [name for name in TABLES if name not in NOT_RECORDS]:
        present = [part for part in group if len(part.frames.get(name, ()))]
        if len({part.file for part in present}) > 1:
            if name in DAYS:
                _numbers_apart(name, present, result)
            _newest_record(name, present, result)
    _surveys([part for part in group if "questions" in part.frames], result)


def _newest_record(name: str, present: Sequence[Loaded], result: Combined) -> None:
    """Leave records out that a newer file of the source has too."""
    every = [
        pd.DataFrame(
            {"key": _key_of(name, part), "text": row_content(name, part.frames[name]), "at": at}
        )
        for at, part in enumerate(present)
    ]
    named = pd.concat(every)
    named = named[named["key"] != ""]
    newest = named.sort_values("at", ascending=False, kind="stable").drop_duplicates("key")
    for part, rows in zip(present, every, strict=True):
        rows = rows.merge(newest, "left", on="key", suffixes=("", "_newest"))
        other_file = rows["at_newest"].map(dict(enumerate(one.file for one in present)))
        is_gone = other_file.notna() & (other_file != part.file)
        for at in rows.loc[is_gone, "at_newest"].unique():
            other, gone = present[int(at)], rows[is_gone & (rows["at_newest"] == at)]
            result.left_out(name, part, len(gone), f"{other.file} has them too")
            differing = int((gone["text"] != gone["text_newest"]).sum())
            if differing:
                # a question where nothing says which file is newer
                slots = {"count": differing, "name": name, "older": part.file}
                if result.age(part) != result.age(other):
                    problem = problem_of("combine.corrected", other.file, NOTE, **slots)
                else:
                    problem = problem_of("combine.newer", other.file, QUESTION, **slots)
                result.problems.append(problem)
        frame = part.frames[name]
        if name == "respondents" and is_gone.any():
            newer = present[present.index(part) + 1 :]
            _without_answers(part, frame[is_gone.to_numpy()], newer)
        part.frames[name] = frame[~is_gone.to_numpy()]


def _without_answers(part: Loaded, people: pd.DataFrame, newer: Sequence[Loaded]) -> None:
    """Leave the answers of some people out; those to questions that no newer file asks stay."""
    answers = part.frames["responses"]
    asked = pd.concat([other.frames["responses"] for other in newer])
    is_theirs = _among(answers, people, ["survey_id", "respondent_id"])
    is_newer = _among(answers, asked, ANSWER_KEY)
    is_newer |= answers["respondent_id"].str.startswith(FROM_ROWS).to_numpy(dtype=bool)
    part.frames["responses"] = answers[~(is_theirs & is_newer)]


def _among(frame: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> np.ndarray:
    """Return whether the key of each row is among those of another table; missing is a value."""
    theirs = pd.MultiIndex.from_frame(others[key].fillna("").drop_duplicates())
    return pd.MultiIndex.from_frame(frame[key].fillna("")).isin(theirs)


def _numbers_apart(name: str, present: Sequence[Loaded], result: Combined) -> None:
    """Give rows of a file that counts from one again numbers of their own."""
    column = NUMBERED.get(name, "respondent_id")
    columns = [column] if name in NUMBERED else ["survey_id", column]
    days: dict[str, str] = {}
    for part in present:
        frame = part.frames[name]
        number, is_made = joined_texts(frame, columns), _is_made(name, part)
        day = text_of(frame[DAYS[name]]).reset_index(drop=True)
        before = number.map(days).astype("str").fillna("")
        is_common = number.isin(days) & (number != "")
        is_dated = is_common & ~is_made & (before != "") & (day != "")
        is_restarted = is_dated.any() and (before == day)[is_dated].mean() < RESTARTED
        again = is_common & (is_made | is_restarted)
        if is_restarted:
            slots = {"count": int((again & ~is_made).sum())}
            result.problems.append(problem_of("combine.numbers_apart", part.file, FAULT, **slots))
        if again.any():
            _renumber(name, part, again.to_numpy())
            number = joined_texts(part.frames[name], columns)
        days.update(zip(number, day, strict=True))


def _renumber(name: str, part: Loaded, again: np.ndarray) -> None:
    """Put the name of the file behind the numbers of some rows."""
    column, frame = NUMBERED.get(name, "respondent_id"), part.frames[name]
    old = frame[column].astype("str")
    new = old.mask(again, old + f" of {PurePosixPath(part.file).with_suffix('')}")
    part.frames[name] = frame.assign(**{column: new})
    if name == "respondents":
        answers = part.frames["responses"]
        moved = answers["respondent_id"].astype("str").replace(dict(zip(old, new, strict=True)))
        part.frames["responses"] = answers.assign(respondent_id=moved)


def _key_of(name: str, part: Loaded) -> pd.Series:
    """Return by what each row is known, by position; empty where nothing says it."""
    frame = part.frames[name]
    unknown = pd.Series("", index=range(len(frame)), dtype="str")
    if part.key:
        return joined_texts(frame, part.key) if set(part.key) <= set(frame.columns) else unknown
    if name == "respondents":
        return _response_key(part.frames)
    if name in NUMBERED:
        number = frame[NUMBERED[name]].astype("str").fillna("").reset_index(drop=True)
        return number.mask(_is_made(name, part), "")
    if name in BY_THEIR_KEY:
        is_lacking = frame[[*TABLES[name].key]].isna().any(axis=1).to_numpy()
        columns = [*TABLES[name].key, *MORE_OF_KEY.get(name, ())]
        return joined_texts(frame, columns).mask(is_lacking, "")
    return unknown


def _is_made(name: str, part: Loaded) -> np.ndarray:
    """Return which rows have a number that was made of file and row."""
    frame = part.frames[name]
    number = frame[NUMBERED.get(name, "respondent_id")].astype("str").fillna("")
    if name == "respondents":
        return number.str.startswith(FROM_ROWS).to_numpy(dtype=bool)
    rows = zip(number.tolist(), frame.index.tolist(), strict=True)
    return np.array([not own or own.startswith(f"{part.prefix}-{row}") for own, row in rows])


def _response_key(frames: Frames) -> pd.Series:
    """Return the tool's number of each response, else its second with all its answers."""
    people = frames["respondents"].reset_index(drop=True)
    number, moments = people["respondent_id"].astype("str"), people["submitted_at"].dt.round("s")
    content = response_content(frames)
    content += " " + content.groupby(content).cumcount().astype("str")
    # two people may say the same within a minute
    has_seconds = moments.notna() & bool((moments.dt.second.fillna(0) != 0).any())
    key = content.where(has_seconds, "").where(number.str.startswith(FROM_ROWS), number)
    return (people["survey_id"].astype("str") + "\x1f" + key).mask(key == "", "")


def response_content(frames: Frames) -> pd.Series:
    """Return the moment of each response with all its answers, by position."""
    people, answers = frames["respondents"], frames["responses"]
    given = answers[answers["value"].fillna("") != ""]
    texts = given[["question_id", "option", "value"]].fillna("").astype("str")
    each = pd.util.hash_pandas_object(texts, index=False)
    who = ["survey_id", "respondent_id"]  # two surveys may both number their answers from one
    sums = each.groupby([given[name].astype("str").to_numpy() for name in who]).sum()
    said = (
        sums.reindex(pd.MultiIndex.from_frame(people[who].astype("str")))
        .fillna(0)
        .astype("uint64")
        .astype("str")
    )
    moments = people["submitted_at"].dt.tz_convert("UTC").dt.round("s")
    content: pd.Series = moments.astype("str").fillna("").reset_index(drop=True)
    return content + " " + said.to_numpy()


def _surveys(present: Sequence[Loaded], result: Combined) -> None:
    """Keep each question once, as the oldest file asks it; a survey lasts as long as in all."""
    asked = [part.frames["questions"].assign(at=at) for at, part in enumerate(present)]
    if len(asked) < 2:
        return
    every = pd.concat(asked, ignore_index=True)
    key = ["survey_id", "question_id"]
    pairs = every.merge(every.drop_duplicates(key), on=key, suffixes=("", "_first"))
    pairs = pairs[pairs["kind"] != pairs["kind_first"]].drop_duplicates([*key, "at"])
    for row in pairs.to_dict("records"):
        earlier = present[row["at_first"]].file
        slots = {"kind": row["kind"], "other": row["kind_first"], "earlier": earlier}
        where = (present[row["at"]].file, FAULT, str(row["question_id"]))
        result.problems.append(problem_of("combine.other_kinds", *where, **slots))
    again = every.duplicated(QUESTION_KEY)
    for at, part in enumerate(present):
        part.frames["questions"] = part.frames["questions"][~again[every["at"] == at].to_numpy()]
    dated = [part for part in present if "surveys" in part.frames]
    if not dated:
        return
    surveys = pd.concat([part.frames["surveys"] for part in dated]).groupby("survey_id")
    opened, closed = surveys["opened_on"].min(), surveys["closed_on"].max()
    for part in dated:
        frame = part.frames["surveys"]
        number = frame["survey_id"]
        days = {"opened_on": number.map(opened), "closed_on": number.map(closed)}
        part.frames["surveys"] = frame.assign(**days)


def _person(frame: pd.DataFrame) -> pd.Series:
    """Return by what a person of an attendance list is known: address, number or name."""
    email, number = address_of(frame["email"]), text_of(frame["contact_id"])
    name = name_of(frame["display_name"]).reset_index(drop=True)
    result = email.reset_index(drop=True)
    result = result.mask(result == "", number.reset_index(drop=True))
    return result.mask(result == "", name).astype("str").fillna("")


def _attendance(present: Sequence[Loaded], result: Combined) -> None:
    """Keep one row a person and event: what the best status, then the longest stay, says."""
    if len(present) < 2:
        return
    frames = [part.frames["attendance"] for part in present]
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
    for at, part in enumerate(present):
        mine = rows[rows["at"] == at]
        for other, again in mine[mine["again"]].groupby("first"):
            result.left_out(
                "attendance", part, len(again), f"{present[int(str(other))].file} has them too"
            )
        part.frames["attendance"] = part.frames["attendance"][~mine["again"].to_numpy()]


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


def row_content(name: str, frame: pd.DataFrame) -> pd.Series:
    """Return all that each row says but its number and where it comes from, by position."""
    skip = {NUMBERED.get(name, "respondent_id"), "source_file", "linked_by"}
    return joined_texts(frame, [one for one in TABLES[name].names if one not in skip])
