"""The same survey in two files: each response once, each question once, whatever the file's name.

A response is the same where the tool's number and the moment are; where numbers come from rows, or
the survey goes by another name, where the moment and every answer are. Without moments the answers
alone must tell people apart: a poll of one question cannot, and is a question to the user.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

import pandas as pd

from engagekit.tables.problems import FAULT, Problem, SetAside, problem_of

Frames = dict[str, pd.DataFrame]
KEY = ["survey_id", "respondent_id"]
ITEM = ["survey_id", "question_id", "option"]
FROM_ROWS = "row "
"""How numbers begin that come from rows, where the tool gives none."""
SAME_QUESTIONS = 0.8
"""Share of questions that two exports of one survey have in common: a later one may ask more, or
have options that nobody had ticked before; a survey of the next year changes more of them."""
SAME_ANSWERS = 0.3
"""Share of responses with answers like no other's that two files without moments must have in
common: two months that overlap by a third; two waves agree in the odd one."""
LONG_NUMBER = 6
"""Signs of a number that no two surveys give to different people: those that count have fewer."""
MUCH_THE_SAME = 0.5
"""Share of answers that two responses of the same minute have in common."""
LEAST_ALIKE = 3
"""Such responses at least: one or two agree by chance."""


def surveys_once(
    parts: Sequence[tuple[str, Frames]],
) -> tuple[list[Frames], list[SetAside], list[Problem]]:
    """Leave responses that an earlier file brought too out of the later one.

    Returned: one a file, in the order given. Questions that an earlier file asked are left out.
    ``set_aside``: responses left out, by file. ``problems``: surveys that look the same and cannot
    be told apart.
    """
    result_of: list[Frames] = []
    set_aside: list[SetAside] = []
    problems: list[Problem] = []
    earlier: list[tuple[str, Frames]] = []
    groups: list[Frames] = []  # repeat groups, whose respondents stand in another file
    for file, frames in parts:
        survey = {"respondents", "responses", "questions"} <= set(frames)
        if survey and len(frames["respondents"]):
            frames, told = _renamed_survey(frames, file, earlier)
            problems += told
        ids = set(frames["respondents"]["survey_id"]) if survey else set()
        same = [pair for pair in earlier if ids & set(pair[1]["respondents"]["survey_id"])]
        result, left_out = _without(frames, [one for _, one in same], file) if same else (frames, 0)
        for _, one in same:
            _lasted(one, frames)
        if not survey and {"responses", "questions"} <= set(frames):
            result = _repeated(frames, groups)
            groups.append(frames)
        if same:
            problems += _other_kinds(frames, same, file)
        if left_out:
            set_aside.append(SetAside(f"responses: {same[0][0]} has them too", left_out, file))
        if survey:
            earlier.append((file, result))
        result_of.append(result)
    return result_of, set_aside, problems


def _other_kinds(frames: Frames, same: Sequence[tuple[str, Frames]], file: str) -> list[Problem]:
    """Return questions that an earlier file of the survey gives as another kind."""
    kinds = dict(zip(frames["questions"]["question_id"], frames["questions"]["kind"], strict=True))
    problems = []
    for earlier, one in same:
        questions = one["questions"].drop_duplicates("question_id")
        for number, kind in zip(questions["question_id"], questions["kind"], strict=True):
            if kinds.get(number, kind) != kind:
                slots = {"kind": kinds[number], "other": kind, "earlier": earlier}
                problems.append(
                    problem_of("deduplicate.other_kinds", file, FAULT, str(number), **slots)
                )
    return problems


def _lasted(earlier: Frames, later: Frames) -> None:
    """Let a survey of an earlier file last as long as it does in both."""
    first, second = earlier.get("surveys"), later.get("surveys")
    if first is None or second is None or first.empty or second.empty:
        return
    opened = min(filter(pd.notna, [*first["opened_on"], *second["opened_on"]]), default=pd.NaT)
    closed = max(filter(pd.notna, [*first["closed_on"], *second["closed_on"]]), default=pd.NaT)
    earlier["surveys"] = first.assign(
        opened_on=pd.Series(opened, index=first.index, dtype=first["opened_on"].dtype),
        closed_on=pd.Series(closed, index=first.index, dtype=first["closed_on"].dtype),
    )


def _renamed_survey(
    frames: Frames, file: str, earlier: Sequence[tuple[str, Frames]]
) -> tuple[Frames, list[Problem]]:
    """Return a survey under the number by which an earlier file has it; it may bear another title.

    Only where both files hold responses that are surely the same.
    """
    survey = str(frames["respondents"]["survey_id"].iloc[0])
    asked = set(frames["questions"]["question_id"])
    for other, one in earlier:
        number = str(one["respondents"]["survey_id"].iloc[0]) if len(one["respondents"]) else survey
        theirs = set(one["questions"]["question_id"])
        alike = len(asked & theirs) / max(len(asked | theirs), 1)
        if number == survey or alike < SAME_QUESTIONS:
            continue
        unit = _unit([frames, one])
        mine, before = _signed(frames, unit), _signed(one, unit)
        common = _surely(mine) & _surely(before)
        sole = _sole(mine) & _sole(before)
        least = SAME_ANSWERS * min(len(mine), len(before))
        if common or len(sole) >= max(LEAST_ALIKE, least):
            renamed = {
                name: frame.assign(survey_id=number) if "survey_id" in frame else frame
                for name, frame in frames.items()
            }
            return renamed, []
        if rows := _perhaps(mine, before):
            return frames, [problem_of("deduplicate.renamed_survey", file, other=other, rows=rows)]
    return frames, []


def _perhaps(mine: pd.DataFrame, before: pd.DataFrame) -> int:
    """Count the responses without a moment whose number and answers another survey has too."""
    own = mine["respondent_id"].where(~mine["respondent_id"].str.startswith(FROM_ROWS), "")
    theirs = before["respondent_id"].where(~before["respondent_id"].str.startswith(FROM_ROWS), "")
    there = set(zip(theirs, before["answers"], strict=True))
    met = pd.Series([pair in there for pair in zip(own, mine["answers"], strict=True)])
    return int((met & ((mine["moment"] == "") | bool((before["moment"] == "").any()))).sum())


def _unit(files: Sequence[Frames]) -> str:
    """Return to what moments are compared: seconds where each file has them, else minutes."""
    moments = [one["respondents"]["submitted_at"].dropna() for one in files]
    return "s" if all((one.dt.round("s").dt.second != 0).any() for one in moments) else "min"


def _signed(frames: Frames, unit: str) -> pd.DataFrame:
    """Return for each respondent the moment, all answers as one number, and both together.

    ``whole`` is empty where the moment is not known. ``unit``: see `_unit`.
    """
    people, answers = frames["respondents"], frames["responses"]
    given = answers[answers["value"].fillna("") != ""]
    texts = given[["question_id", "option", "value"]].fillna("").astype("str")
    hashed = pd.util.hash_pandas_object(texts, index=False)
    total = hashed.groupby(given["respondent_id"].to_numpy()).sum()
    sums = total.reindex(people["respondent_id"]).fillna(0).astype("uint64").astype("str")
    moments = people["submitted_at"].dt.tz_convert("UTC").dt.round("s").dt.floor(unit)
    moment = moments.astype("str").fillna("")
    frame = pd.DataFrame({"moment": moment.to_numpy(), "answers": sums.to_numpy()})
    whole = frame["moment"] + " " + frame["answers"]
    return frame.assign(
        whole=whole.where(frame["moment"] != "", ""),
        respondent_id=people["respondent_id"].astype("str").to_numpy(),
        survey_id=people["survey_id"].astype("str").to_numpy(),
    )


def _surely(signed: pd.DataFrame) -> set[str]:
    """Return two of number, moment and answers: the same in two files only where a response is."""
    # A short number may be a count, and what it comes with one of few answers: it needs the moment
    number, moment = signed["respondent_id"], signed["moment"]
    own = ~number.str.startswith(FROM_ROWS)
    with_moment = (number + " at " + moment)[own & (moment != "")]
    with_answers = (number + " gave " + signed["answers"])[own & (number.str.len() >= LONG_NUMBER)]
    return {*signed["whole"], *with_moment, *with_answers} - {""}


def _sole(signed: pd.DataFrame) -> set[str]:
    """Return the answers that one respondent alone gave."""
    answers = signed["answers"]
    return set(answers[~answers.duplicated(keep=False) & (answers != "0")])


def _without(frames: Frames, same: Sequence[Frames], file: str) -> tuple[Frames, int]:
    """Return the tables of one file without what the files before it brought."""
    result = dict(frames)
    people = frames["respondents"]
    unit = _unit([frames, *same])
    before = pd.concat([_signed(one, unit) for one in same], ignore_index=True)
    mine = _signed(frames, unit)
    numbers = _numbers_before(mine, before, [one["responses"] for one in same], frames["responses"])
    met = (numbers != "").to_numpy()
    _filled(same, people[met], numbers[met])
    clash = _among(mine, before, KEY).to_numpy() & ~met
    result = _renamed(result, people[clash][KEY], PurePosixPath(file).stem)
    removed = people[met][KEY]
    requested = pd.concat([one["questions"][ITEM] for one in same])
    answers = result["responses"]
    kept = answers[~(_among(answers, removed, KEY) & _among(answers, requested, ITEM))]
    # a question that only the later file asks: its answers go to the respondent of the earlier one
    existing = dict(zip(removed["respondent_id"], numbers[met], strict=True))
    moved = kept["respondent_id"].map(existing).where(_among(kept, removed, KEY))
    number = moved.astype("str").fillna(kept["respondent_id"])
    result["responses"] = kept.assign(respondent_id=number)
    result["respondents"] = result["respondents"][~_among(result["respondents"], removed, KEY)]
    result["questions"] = result["questions"][~_among(result["questions"], requested, ITEM)]
    return result, len(removed)


def _filled(same: Sequence[Frames], people: pd.DataFrame, numbers: pd.Series) -> None:
    """Fill moments, departments and levels that an earlier file lacks from a later one."""
    later = people.assign(respondent_id=numbers.to_numpy()).drop_duplicates("respondent_id")
    later = later.set_index("respondent_id")
    for one in same:
        frame = one["respondents"]
        extra = later.reindex(frame["respondent_id"]).set_index(frame.index)
        one["respondents"] = frame.assign(
            **{
                name: frame[name].fillna(extra[name].astype(frame[name].dtype))
                for name in ("submitted_at", "department", "role_level")
            }
        )


def _numbers_before(
    mine: pd.DataFrame, before: pd.DataFrame, theirs: Sequence[pd.DataFrame], answers: pd.DataFrame
) -> pd.Series:
    """Return for each respondent the number by which an earlier file has them; empty for none.

    The tool's number stands where no moment speaks against it; then moment and answers, answers
    alone where they tell people apart, and moments. Rows are compared one by one: of equal ones a
    file with more has more.
    """
    moments = dict(zip(before["respondent_id"], before["moment"], strict=True))
    own = mine["respondent_id"]
    moment = own.map(moments).fillna("")
    unlike = (moment != mine["moment"]) & (moment != "") & (mine["moment"] != "")
    result = own.where(own.isin(moments) & ~unlike & ~own.str.startswith(FROM_ROWS), "")
    for key in ("whole", "answers") if _tell_apart(mine, before) else ("whole",):
        text = mine[key].where(result == "", "")
        if key == "answers":  # where both moments are known, they have spoken
            text = text.where((mine["moment"] == "") | bool((before["moment"] == "").all()), "")
        numbers = dict(zip(_counted(before[key]), before["respondent_id"], strict=True))
        found = _counted(text).map(numbers).where(text != "").astype("str")
        result = result.where(result != "", found.fillna(""))
    rest = _by_moment(mine[result == ""], before, theirs, answers)
    return result.where(result != "", rest.reindex(result.index, fill_value=""))


def _by_moment(
    mine: pd.DataFrame, before: pd.DataFrame, theirs: Sequence[pd.DataFrame], answers: pd.DataFrame
) -> pd.Series:
    """Return the numbers of those who handed in at a moment of their own in both, much the same."""
    # A column of choices may be cut up otherwise in a shorter file, so that not all answers agree
    sole = mine[(mine["moment"] != "") & ~mine["moment"].duplicated(keep=False)]
    other = before[~before["moment"].duplicated(keep=False)]
    pairs = sole[["moment", "respondent_id"]].merge(
        other[["moment", "respondent_id"]], on="moment", suffixes=("", "_before")
    )
    blank = pd.Series("", index=mine.index, dtype="str")
    if pairs.empty:
        return blank
    cell = ["question_id", "value"]
    given = answers[answers["value"].notna()][["respondent_id", *cell]].merge(pairs)
    there = pd.concat(theirs)[["respondent_id", *cell]]
    there = there.rename(columns={"respondent_id": "respondent_id_before"})
    both = given.merge(there.drop_duplicates(), on=["respondent_id_before", *cell])
    share = both.groupby("respondent_id").size() / given.groupby("respondent_id").size()
    pairs = pairs[pairs["respondent_id"].map(share).fillna(0) >= MUCH_THE_SAME]
    numbers = dict(zip(pairs["respondent_id"], pairs["respondent_id_before"], strict=True))
    return mine["respondent_id"].map(numbers).astype("str").fillna("")


def _tell_apart(mine: pd.DataFrame, before: pd.DataFrame) -> bool:
    """Return whether answers alone show that two files hold the same responses."""
    if len(mine) == len(before) and mine["answers"].tolist() == before["answers"].tolist():
        return True
    return len(_sole(mine) & _sole(before)) >= max(1, SAME_ANSWERS * min(len(mine), len(before)))


def _counted(texts: pd.Series) -> pd.Series:
    """Return each text with how many equal ones stand before it."""
    return texts + " " + texts.groupby(texts).cumcount().astype("str")


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
