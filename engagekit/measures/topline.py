"""Every question of a survey, in its order and by its kind: who was asked, and what they said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from engagekit.errors import require_one_of
from engagekit.locale.missing import not_measured, require
from engagekit.measures import _survey_waves, satisfaction, themes, waves
from engagekit.measures._answer_sheet import EMPTY, Asked, answer_sheet
from engagekit.measures._frame import ALL, FEW, ends, measure_frame, share
from engagekit.measures.basis import join, note, p_words
from engagekit.measures.weighted import Designs, Kind
from engagekit.parsing.values import fold
from engagekit.settings.periods import During
from engagekit.statistics import change
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.comparisons import adjust, apart
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

MOST = 40
"""Answers of one question that are shown: a longer list is read by nobody, and its tail is answers
of one person each. What is left out stands together in the last row."""
STEPS = 12
"""Different numbers up to which each is shown as well as their mean: stars, ratings and 'how many
days a week' are read as answers, hours and years are not."""
OTHERS = "other answers"
BEFORE = "before"
_SHARES = ("answers", "options picked", "ranked first")
"""Measures of which a change since the survey before is told."""

Line = dict[str, Any]


@once
def topline(
    tables: Tables,
    *,
    during: During = None,
    survey: str | None = None,
    compare: str | None = None,
    weights: Kind | None = None,
) -> pd.DataFrame:
    """Return what was answered to every question of a survey.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; to weigh ``contacts``.
    during : str or Period, optional
        The last survey by the end of it that asked; default: the last of all.
    survey : str, optional
        Its id; default: the last one by the end of the period.
    compare : str, optional
        An earlier survey by its id, or ``before`` for the one before: its answers stand beside
        these (``period`` in front), and each change that chance does not account for.
    weights : str, optional
        ``none``, ``post-stratified`` or ``raked`` to the staff list; default: settings.

    Returns
    -------
    DataFrame
        Measure frame with ``item, answer`` in front, in the order of the survey. ``answers`` of
        questions with one answer (``n`` of ``base`` with an opinion), ``options picked`` of a
        multi-select (``base``: people who picked any), ``ranked first`` and ``mean place`` of a
        ranking, ``gave an answer`` of an open question (of those asked), ``no opinion``, ``mean
        answer`` of scales and numbers, and net promoter. ``population``: people who were asked.
        Wilson intervals, t for means; with weights those of the design.

    Raises
    ------
    PeriodError
        If ``during`` is no period.
    NotMeasuredError
        If nobody answered enough of it.
    UsageError
        If no such survey is there to compare with.

    Examples
    --------
    >>> ek.topline(tables)[["answer", "n", "base"]].head(2)
                  answer  n  base
    0  Very dissatisfied  3   194
    1       Dissatisfied  8   194
    """
    survey_id = _survey_waves.wave(tables, during, survey)
    now = _rows(tables, survey_id, weights)
    if compare is None:
        return now
    earlier = _earlier(tables, survey_id, compare)
    first, then = (
        {one.question_id: one.name for one in answer_sheet(tables, survey).questions}
        for survey in (earlier, survey_id)
    )
    pairs = waves.same_questions(tables, earlier, survey_id)
    names = {first[old]: then[new] for old, new in pairs.items() if old in first and new in then}
    before = _rows(tables, earlier, weights)
    before = before[before["item"].isin(list(names))].assign(item=lambda f: f["item"].map(names))
    parts = [
        before.assign(period=_survey_waves.label_of(tables, earlier)),
        now.assign(period=_survey_waves.label_of(tables, survey_id)),
        pd.DataFrame(changes(now, before)).assign(period=_survey_waves.label_of(tables, survey_id)),
    ]
    return measure_frame(pd.concat(parts, ignore_index=True), ["period", "item", "answer"])


def compared(now: pd.DataFrame, before: pd.DataFrame) -> list[tuple[Mapping[Any, Any], Estimate]]:
    """Return every answer of two surveys that is compared, with its change since the earlier one.

    The p-value allows for all of them (Holm), hidden ones too: a board copy tells none of its own.
    """
    both = now.merge(before, on=["item", "answer", "measure"], suffixes=("", "_before"))
    both = both[both["measure"].isin([*_SHARES, "mean answer"])]
    both = both[~both[["base", "base_before"]].lt(FEW).fillna(False).any(axis=1)]
    numbers = ["base", "estimate", "low", "high", "base_before", "low_before", "high_before"]
    shown = both.dropna(subset=numbers)
    rows = shown.to_dict("records")
    found = [
        apart(*(Estimate(row[f"estimate{at}"], low=row[f"low{at}"], high=row[f"high{at}"])
                for at in ("", "_before")))
        for row in rows
    ]  # fmt: skip
    adjusted = adjust([one.p_value for one in found] + [1.0] * (len(both) - len(shown)))
    return [
        (row, replace(one, p_value=float(p), n=len(both)))
        for row, one, p in zip(rows, found, adjusted, strict=False)
    ]


def changes(now: pd.DataFrame, before: pd.DataFrame) -> list[Line]:
    """Return the answers whose share or mean moved further than chance allows, over all of them.

    Parameters
    ----------
    now, before : DataFrame
        Rows of the topline of two surveys, protected or not; a hidden one is compared with none.

    Returns
    -------
    list of dict
        ``item, answer`` and the measure ``change in answers``: shares or points now less before.

    Notes
    -----
    Zou and Donner (2008), Holm over all answers compared; groups under 10 are left out.
    """
    rows = []
    for row, found in compared(now, before):
        if found.p_value < change.ALPHA:
            basis = join("square_and_add", note("p_holm", p=p_words(found.p_value), n=found.n))
            unit = "points" if row["measure"] == "mean answer" else "difference"
            line = {name: row[name] for name in ("item", "answer", "base")} | {"n": row["base"]}
            line |= {"measure": "change in answers", "unit": unit, "basis": basis}
            rows.append(line | ends(found))
    return rows


def _earlier(tables: Tables, survey_id: str, compare: str) -> str:
    """Return the survey to compare with."""
    order = [str(one) for one in _survey_waves.waves(tables)["survey_id"]]
    if compare == BEFORE:
        main = [one for one in _survey_waves.main_waves(tables) if one in order]
        before = main[: main.index(survey_id)] if survey_id in main else []
        require(before, "no_survey_before")
        return before[-1]
    others = [one for one in order if one != survey_id]
    require_one_of(compare, others, f"compare='{compare}' is no other survey.")
    return compare


def _rows(tables: Tables, survey_id: str, weights: Kind | None) -> pd.DataFrame:
    """Return the rows of every question of a survey."""
    sheet = answer_sheet(tables, survey_id)
    if not len(sheet.people):
        raise not_measured("nobody_answered", survey=survey_id)
    designs = Designs(tables, sheet, weights)
    rows = []
    for one in sheet.questions:
        for line in lines(tables, one, designs):
            rows.append({"item": one.name, "population": int(one.shown.sum()), **line})
    return measure_frame(rows, ["item", "answer"])


def lines(tables: Tables, one: Asked, designs: Designs) -> Iterator[Line]:
    """Yield the rows of one question, by its kind."""
    one = with_periods(one)
    if one.kind == "multi":
        base = designs.of(one.answered)
        for name, who in one.answers:
            yield {"answer": name, **base.share("options picked", who)}
    elif one.kind == "rank":
        for at, name in enumerate(one.labels):
            place = one.codes[:, at]
            base = designs.of(np.asarray(place > 0))
            yield {"answer": name, **base.share("ranked first", np.asarray(place == 1))}
            if base.n:
                places = np.where(place > 0, place, np.nan).astype("float64")
                yield {"answer": name, **base.mean(measure="mean place", points=places)}
    elif one.kind == "net_promoter" and one.is_scored:
        base = designs.of(one.opinion)
        told = satisfaction.recommended(base, one.points)
        yield from ({"answer": ALL, **line} for line in told[0 if base.n else 1 :])
        yield from _no_opinion(one)
    elif one.kind in ("text", "file") or not one.answered.any():
        yield {"answer": ALL, **_count("gave an answer", one.answered, one.shown)}
        yield from _themes(tables, one)
    else:
        yield from _answered(one, designs)


def _answered(one: Asked, designs: Designs) -> Iterator[Line]:
    """Yield the rows of a question with one answer: shares, no opinion, and a mean."""
    base = designs.of(one.opinion)
    for name, who in told_apart(one):
        yield {"answer": name, **base.share("answers", who)}
    yield from _no_opinion(one)
    if one.is_averaged:
        yield {"answer": ALL, **base.mean(measure="mean answer", points=one.points)}


def told_apart(one: Asked) -> list[tuple[str, NDArray[np.bool_]]]:
    """Return the answers that are told one by one: of hours or years the mean says more."""
    return [] if one.kind == "number" and len(one.labels) > STEPS else shortened(one.answers)


def shortened(answers: list[tuple[str, NDArray[np.bool_]]]) -> list[tuple[str, NDArray[np.bool_]]]:
    """Return at most so many answers; the rarer ones stand together, and none is left out."""
    if len(answers) <= MOST:
        return answers
    sizes = sorted((int(who.sum()) for _, who in answers), reverse=True)
    least = sizes[MOST - 1] + (sizes[MOST - 1] == sizes[MOST])
    head = [(name, who) for name, who in answers if who.sum() >= max(least, 2)]
    named = {name for name, _ in head}
    rest = np.logical_or.reduce([who for name, who in answers if name not in named])
    return [*head, (OTHERS, rest)]


def _no_opinion(one: Asked) -> Iterator[Line]:
    """Yield how many of those who answered gave no opinion, where anybody did."""
    unsure = one.answered & ~one.opinion
    if unsure.any():
        yield {"answer": ALL, **_count("no opinion", unsure, one.answered)}


def _count(measure: str, has: NDArray[np.bool_], of: NDArray[np.bool_]) -> Line:
    return share(measure, int(has.sum()), int(of.sum()), basis="count_of_answers")


def _themes(tables: Tables, one: Asked) -> Iterator[Line]:
    """Yield how many comments speak of each theme of the list; nothing without a list."""
    listed = tables.settings.survey.themes
    if one.kind != "text" or not listed or not one.answered.any():
        return
    codes = one.codes[one.answered]
    words = pd.Series([one.labels[at] for at in codes], dtype="str")
    plain = fold(words)
    nothing = set(fold(pd.Series(tables.settings.survey.nothing_said, dtype="str")))
    said = words[~plain.isin(nothing) & (plain != "")]
    found = themes.coded(said, listed).drop_duplicates(["at", "theme"])
    count = found["theme"].value_counts().reindex(list(listed), fill_value=0)
    for name, n in count.sort_values(ascending=False, kind="stable").items():
        if n:
            line = share("comments on a theme", int(n), len(said), basis="count_of_comments")
            yield {"answer": str(name), **line}


def with_periods(one: Asked) -> Asked:
    """Return a question on a day by month, by year where its answers lie over two years apart."""
    if one.kind != "date":
        return one
    words = pd.Series(one.labels, dtype="str")
    days = pd.to_datetime(words.where(words.str.match(r"\d{4}(-|$)")), format="ISO8601")
    by_year = (words.str.len() == 4).any() or (days.max() - days.min()).days > 2 * 366
    words = days.dt.strftime("%Y" if by_year else "%Y-%m").fillna(words)
    names = sorted(set(words))
    at = np.append(pd.Index(names).get_indexer(pd.Index(words)), EMPTY).astype("int32")
    codes = np.where(one.codes < 0, one.codes, at[np.maximum(one.codes, EMPTY)])
    return replace(one, labels=tuple(names), codes=codes, scores=np.full(len(names), np.nan))
