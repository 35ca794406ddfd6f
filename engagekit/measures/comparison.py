"""Do groups answer alike: two of them, or each against everybody else, allowing for how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from engagekit.errors import DataError, NotMeasuredError, UsageError, did_you_mean, shorten, some
from engagekit.locale.missing import not_measured
from engagekit.measures import _frames, _grouping, _survey_waves, panel, weighted
from engagekit.measures._frame import FEW, ends, measure_frame
from engagekit.measures.basis import join, note, p_words
from engagekit.settings.periods import During
from engagekit.statistics import change, comparisons, pooling, scores
from engagekit.statistics.designs import Design, survey_design
from engagekit.tables.tables import Tables

What = Literal["top two", "mean", "net promoter"]
REST, BETWEEN = "difference from the rest", "difference between groups"
HIGHER, LOWER, NONE = "higher", "lower", "no clear difference"
SURE = 0.05
"""P-value, after adjusting, or chance of the other side, under which groups are told apart."""


@dataclass(frozen=True, eq=False)
class _Answers:
    """Scored answers with their groups and the people behind them."""

    values: np.ndarray[Any, np.dtype[np.float64]]
    group: pd.Series
    design: Design
    how: str
    plain: bool


def compare(
    tables: Tables,
    question: str | None = None,
    *,
    between: str = "department",
    groups: Sequence[str] | None = None,
    during: During = None,
    survey: str | None = None,
    what: What = "top two",
    weights: weighted.Kind | None = None,
    pooled: bool = False,
    adjust: comparisons.Adjust = "holm",
) -> pd.DataFrame:
    """Return how far groups differ in their answers to one question.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``, with weights ``contacts``.
    question : str, optional
        Id of a question or part of its wording; default overall satisfaction.
    between : {"department", "role_level"}
        Column of ``contacts`` whose groups are compared.
    groups : sequence of two str, optional
        Two groups: the first less the second. Without it each group less everybody else.
    what : {"top two", "mean", "net promoter"}
        The number that is compared.
    weights : {"none", "post-stratified", "raked"}, optional
        To the staff list; default as in the settings. Not with ``pooled``.
    pooled : bool
        All surveys so far together. Answers of one person are one cluster where consent covers
        joining them (``consent_to_link``), else each stands alone and a note says so.
    adjust : {"holm", "bh", "hochberg", "bonferroni"}
        How p-values allow for the number of comparisons.

    Returns
    -------
    DataFrame
        Measure frame with ``<between>, answer`` in front. ``answer`` is ``higher``, ``lower`` or
        ``no clear difference`` after adjusting (at 0.05). ``n`` = ``base`` answers of the group,
        ``population`` answers of both sides. The interval holds for one comparison alone; groups
        under 10 answers are not compared, and ``method`` tells how many were.

    Raises
    ------
    UsageError
        For a group, a question or a choice that is not there.

    Notes
    -----
    One survey and no weights: Newcombe's interval, score test. Otherwise a contrast of means under
    the design (people as clusters) with t. Holm (1979), Benjamini and Hochberg (1995).
    """
    name = _survey_waves.survey_grouping(between)[0]
    matches = _answers(tables, question, name, (during, survey, what, weights, pooled))
    existing = matches.group != _grouping.NOT_STATED
    if groups is not None:
        return _two(matches, name, list(groups), what)
    sizes = matches.group[existing & ~np.isnan(matches.values)].value_counts()
    wanted = sorted(str(one) for one in sizes.index[sizes >= FEW])
    if len(wanted) < 2:
        raise not_measured("few_groups", n=len(wanted), base=len(sizes), few=FEW)
    members = [(matches.group == one).to_numpy() for one in wanted]
    rows = _rows(matches, [(mine, existing.to_numpy() & ~mine) for mine in members], what, adjust)
    text = [{name: one, "measure": REST, **row} for one, row in zip(wanted, rows, strict=True)]
    return measure_frame(text, [name, "answer"])


def _two(found: _Answers, name: str, groups: list[str], what: What) -> pd.DataFrame:
    """Return the first group less the second."""
    there = sorted(found.group.unique())
    if len(groups) != 2 or groups[0] == groups[1]:
        raise UsageError(f"groups={groups!r}: name two groups. There are: {some(there, 8)}.")
    for one in groups:
        if one not in there:
            raise UsageError(f"groups: nobody who answered is '{one}'. {did_you_mean(one, there)}")
    first, second = ((found.group == one).to_numpy() for one in groups)
    row = _rows(found, [(first, second)], what, "holm")[0]
    label = f"{groups[0]} less {groups[1]}"
    return measure_frame([{name: label, "measure": BETWEEN, **row}], [name, "answer"])


def _answers(
    tables: Tables,
    question: str | None,
    name: str,
    asked: tuple[During, str | None, What, weighted.Kind | None, bool],
) -> _Answers:
    """Return scores of one survey or of all so far, with the design that fits them."""
    during, survey, what, weights, pooled = asked
    kind = weighted.kind_of(tables, None if pooled else weights)
    if what not in ("top two", "mean", "net promoter"):
        raise UsageError(f"what='{what}' is none of: top two, mean, net promoter.")
    if pooled and weights not in (None, "none"):
        raise UsageError("weights= and pooled= do not go together: a staff list has one day.")
    last = _survey_waves.wave(tables, during, survey)
    if not pooled and kind != "none":
        asked_one = _question(tables, last, question, what)
        result = weighted.weigh(tables, last, str(asked_one["question_id"]), kind)
        values = _values(tables, last, asked_one, result.people["score"], what)
        return _Answers(
            values, result.people[name].astype("str"), result.design, result.note, False
        )
    order = _survey_waves.waves(tables)["survey_id"].tolist()
    ids = order[: order.index(last) + 1] if pooled else [last]
    parts = [part for one in ids if (part := _wave(tables, one, question, name, what)) is not None]
    if not parts:
        raise UsageError(f"No survey asked '{question}'.")
    rows = pd.concat(parts, ignore_index=True)
    values = rows["value"].to_numpy(dtype="float64")
    if len(parts) == 1:
        return _Answers(values, rows[name], survey_design(len(rows)), "", what == "top two")
    joined = tables.settings.survey.consent_to_link
    who = rows["person"] if joined else rows["respondent_id"]
    how = join(
        note("surveys_together", n=len(parts)),
        note("clusters", n=who.nunique()) if joined else "not_joined",
    )
    return _Answers(
        values, rows[name], survey_design(len(rows), clusters=who.to_numpy()), how, False
    )


def _wave(
    tables: Tables, survey_id: str, question: str | None, name: str, what: What
) -> pd.DataFrame | None:
    """Return ``respondent_id, person, value`` and the group; None where it did not ask."""
    try:
        requested = _question(tables, survey_id, question, what)
    except (DataError, NotMeasuredError, UsageError):
        if survey_id == _survey_waves.waves(tables)["survey_id"].iloc[-1]:
            raise
        return None
    rows = _frames.collected(
        _survey_waves.answers(tables, survey_id, [requested["question_id"]], [name])
    )
    rows = rows[rows["score"].notna()].drop_duplicates("respondent_id")
    alone = "answer " + survey_id + " " + rows["respondent_id"].astype("str")
    person = rows["respondent_id"].map(panel.persons(tables, survey_id)).fillna(alone)
    return pd.DataFrame(
        {
            "respondent_id": alone,
            "person": person.astype("str"),
            name: rows[name].astype("str"),
            "value": _values(tables, survey_id, requested, rows["score"], what),
        }
    )


def _question(tables: Tables, survey_id: str, question: str | None, what: What) -> pd.Series:
    """Return the one question that is meant."""
    if question is None:
        matches = (
            _survey_waves.recommend_question
            if what == "net promoter"
            else _survey_waves.overall_question
        )
        return matches(tables, survey_id)
    requested = _survey_waves.questions_of(tables, survey_id)
    same = _survey_waves.wanted(requested, question)
    same = same[same["kind"].isin(["scale", "net_promoter"])]
    if len(same) == 1:
        return same.iloc[0]
    if same.empty:
        words = requested.loc[requested["kind"].isin(["scale", "net_promoter"]), "wording"].astype(
            "str"
        )
        raise UsageError(
            f"question='{question}': survey {survey_id} has no such scale. "
            f"{did_you_mean(question, words.tolist())}"
        )
    text = some([f"'{shorten(word, 40)}'" for word in same["wording"]])
    raise UsageError(f"question='{question}' fits {len(same)} questions: {text}. Say more of it.")


def _values(
    tables: Tables, survey_id: str, question: pd.Series, score: pd.Series, what: What
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what is compared of each answer."""
    supplied = score.to_numpy(dtype="float64")
    if what == "net promoter":
        return 100 * scores.promoter_scores(supplied)
    if what == "mean":
        return supplied
    return (supplied >= _survey_waves.least_of(tables, survey_id, question)).astype("float64")


_Sides = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]


def _rows(
    found: _Answers, pairs: list[_Sides], what: What, adjust: comparisons.Adjust
) -> list[dict[str, Any]]:
    """Return one side less the other of each pair, judged together."""
    result = [_difference(found, *pair) for pair in pairs]
    p_values = comparisons.adjust([one.p_value for one in result], adjust)
    interval = "newcombe" if found.plain else "t_design"
    unit = {"top two": "difference", "mean": "gap", "net promoter": "net"}[what]
    rows = []
    for (mine, other), one, p in zip(pairs, result, p_values, strict=True):
        n, both = (int((side & ~np.isnan(found.values)).sum()) for side in (mine, mine | other))
        way = NONE if not p < SURE else HIGHER if one.estimate > 0 else LOWER
        chance = {"p": p_words(p), **({"n": len(pairs)} if len(pairs) > 1 else {})}
        tested = note(f"p_{adjust}" if len(pairs) > 1 else "p", **chance)
        rows.append(
            {
                "answer": way,
                "unit": unit,
                **ends(one),
                "n": n,
                "base": n,
                "population": both,
                "basis": join(interval, tested, found.how),
            }
        )
    return rows


def _difference(found: _Answers, mine: Any, other: Any) -> Any:
    """Return one side less the other with its p-value, not adjusted."""
    from engagekit.statistics.designs import degrees_of_freedom
    from engagekit.statistics.estimation import contrast, means

    values = found.values
    if found.plain:
        text = ~np.isnan(values)
        yes = [float(values[side & text].sum()) for side in (mine, mine | other)]
        size = [float((side & text).sum()) for side in (mine, mine | other)]
        return comparisons.against_rest(yes[0], size[0], (yes[1], size[1]))
    both = means(found.design, values, [mine, other], (0, 1))
    df = degrees_of_freedom(found.design, (mine | other) & ~np.isnan(values))
    return comparisons.with_p_value(contrast(both, [1.0, -1.0], df=df))


def told_apart(frame: pd.DataFrame, name: str, whole: Mapping[str, Any]) -> pd.DataFrame:
    """Return which of the groups shown in a frame of shares differ from everybody else.

    Parameters
    ----------
    frame : DataFrame
        Rows of groups with ``n`` and ``base``, protected or not; under 10 answers are left out.
    name : str
        Column of the groups.
    whole : mapping
        The row over all.

    Returns
    -------
    DataFrame
        ``group, answer, base, smallest`` of those compared; ``smallest`` is the difference from the
        rest that would have been seen in four of five surveys. Empty with fewer than two.

    Notes
    -----
    All groups are drawn together (`engagekit.statistics.pooling`); one is told apart where it lies
    on one side of everybody else in 95 of 100 draws. Of ten groups that are alike one is told apart
    in 4 of 100 surveys (`benchmarks/honesty.py`).
    """
    rows = frame[frame["n"].notna() & (frame["base"].fillna(0) >= FEW)]
    rows = rows[rows["base"] < whole["base"]]
    if len(rows) < 2:
        return pd.DataFrame({"group": [], "answer": [], "base": [], "smallest": []})
    n, base = (rows[part].to_numpy(dtype="float64") for part in ("n", "base"))
    left = float(whole["n"]) - n.sum(), float(whole["base"]) - base.sum()
    chances = pooling.pooled_shares(n, base).over_rest(
        rest=left if 0 <= left[0] <= left[1] else (0.0, 0.0)
    )
    share = float(whole["n"]) / float(whole["base"])
    spread = np.sqrt(share * (1 - share) * (1 / base + 1 / (float(whole["base"]) - base)))
    return pd.DataFrame(
        {
            "group": rows[name].astype("str").to_list(),
            "answer": [
                HIGHER if one >= 1 - SURE else LOWER if one <= SURE else NONE for one in chances
            ],
            "base": base,
            "smallest": [change.smallest_seen(float(one), len(base)) for one in spread],
        }
    )
