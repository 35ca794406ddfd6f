"""The same survey in two files: each response once, each question once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

import pandas as pd

from engagekit.tables.problems import SetAside

Frames = dict[str, pd.DataFrame]
KEY = ["survey_id", "respondent_id"]
ITEM = ["survey_id", "question_id", "option"]
FROM_ROWS = "row "
"""How numbers begin that come from rows, where the tool gives none."""


def surveys_once(parts: Sequence[tuple[str, Frames]]) -> tuple[list[Frames], list[SetAside]]:
    """Leave responses that an earlier file brought too out of the later one.

    Parameters
    ----------
    parts : sequence of (file, tables)

    Returns
    -------
    list of tables
        One a file, in the order given. A response is the same where survey and number are, and
        (where numbers were made from rows) the moment too; else the later one gets a number of its
        own. Questions that an earlier file asked are left out.
    set_aside : list of SetAside
        Responses left out, by file.
    """
    result_of: list[Frames] = []
    set_aside: list[SetAside] = []
    earlier: list[Frames] = []
    groups: list[Frames] = []  # repeat groups, whose respondents stand in another file
    for file, frames in parts:
        survey = {"respondents", "responses", "questions"} <= set(frames)
        ids = set(frames["respondents"]["survey_id"]) if survey else set()
        same = [one for one in earlier if ids & set(one["respondents"]["survey_id"])]
        result, left_out = _without(frames, same, file) if same else (frames, 0)
        if not survey and {"responses", "questions"} <= set(frames):
            result = _repeated(frames, groups)
            groups.append(frames)
        if left_out:
            set_aside.append(SetAside("responses that another file holds too", left_out, file))
        if survey:
            earlier.append(result)
        result_of.append(result)
    return result_of, set_aside


def _without(frames: Frames, same: Sequence[Frames], file: str) -> tuple[Frames, int]:
    """Return the tables of one file without what the files before it brought."""
    result = dict(frames)
    existing = pd.concat([one["respondents"][[*KEY, "submitted_at"]] for one in same])
    existing = existing.drop_duplicates(KEY)
    people = frames["respondents"]
    pairs = people[[*KEY, "submitted_at"]].merge(existing, on=KEY, how="left", indicator="met")
    met = pairs["met"].eq("both").to_numpy()
    other = (
        pairs["submitted_at_x"].ne(pairs["submitted_at_y"])
        & pairs["submitted_at_x"].notna()
        & pairs["submitted_at_y"].notna()
        & people["respondent_id"].str.startswith(FROM_ROWS).to_numpy()
    ).to_numpy()
    result = _renamed(result, people[met & other][KEY], PurePosixPath(file).stem)
    removed = people[met & ~other][KEY]
    requested = pd.concat([one["questions"][ITEM] for one in same])
    answers = result["responses"]
    again = _among(answers, removed, KEY) & _among(answers, requested, ITEM)
    result["responses"] = answers[~again]
    result["respondents"] = result["respondents"][~_among(result["respondents"], removed, KEY)]
    result["questions"] = result["questions"][~_among(result["questions"], requested, ITEM)]
    return result, len(removed)


def _repeated(frames: Frames, groups: Sequence[Frames]) -> Frames:
    """Return a repeat group without what an earlier export of it brought."""
    if not groups:
        return frames
    key = [*KEY, "question_id", "option"]
    answered = pd.concat([one["responses"][key] for one in groups]).drop_duplicates()
    requested = pd.concat([one["questions"][ITEM] for one in groups])
    return {
        **frames,
        "responses": frames["responses"][~_among(frames["responses"], answered, key)],
        "questions": frames["questions"][~_among(frames["questions"], requested, ITEM)],
    }


def _renamed(frames: Frames, people: pd.DataFrame, stem: str) -> Frames:
    """Return some respondents under a number of their own: it names the file."""
    if people.empty:
        return frames
    result = dict(frames)
    for name in ("respondents", "responses"):
        number = frames[name]["respondent_id"]
        mask = _among(frames[name], people, KEY)
        result[name] = frames[name].assign(
            respondent_id=number.mask(mask, number + f" of {stem}").astype("str")
        )
    return result


def _among(frame: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> pd.Series:
    """Return whether the key of each row is among those of another table; missing is a value."""
    left = pd.MultiIndex.from_frame(frame[key].fillna(""))
    right = pd.MultiIndex.from_frame(others[key].fillna("").drop_duplicates())
    return pd.Series(left.isin(right), index=frame.index)
