"""Every question of a survey, in its order and by its kind: who was asked, and what they said."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from engagekit.errors import require_one_of
from engagekit.facts.answers import Asked, Mask, answer_sheet
from engagekit.facts.surveys import Survey, main_surveys, same_questions, surveys
from engagekit.facts.surveys import survey as survey_by_id
from engagekit.locale.missing import require
from engagekit.measures import themes
from engagekit.measures._frame import ALL, FEW, ends, measure_frame, share
from engagekit.measures.basis import join, note, p_words
from engagekit.measures.engine import of_survey
from engagekit.measures.weighted import Bases
from engagekit.statistics import change
from engagekit.statistics._estimates import Estimate
from engagekit.statistics.proportions import adjust, apart
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
SHARES = {"single": "answers", "multi": "options picked", "rank": "ranked first"}
"""Measures of shares, of which a change since the survey before is told."""
Line = dict[str, Any]


@once
@of_survey()
def topline(one: Survey, *, compare: str | None = None) -> pd.DataFrame:
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
    now = _rows(one)
    if compare is None:
        return now
    earlier = _earlier(one, compare)
    first, then = (
        {asked.question_id: asked.name for asked in answer_sheet(one.tables, part.id).questions}
        for part in (earlier, one)
    )
    names = {first[old]: then[new] for old, new in same_questions(earlier, one).items()}
    before = _rows(earlier)
    before = before[before["item"].isin(list(names))].assign(item=lambda f: f["item"].map(names))
    parts = [before.assign(period=earlier.label), now.assign(period=one.label)]
    parts.append(pd.DataFrame(changes(now, before)).assign(period=one.label))
    return measure_frame(pd.concat(parts, ignore_index=True), ["period", "item", "answer"])


def compared(now: pd.DataFrame, before: pd.DataFrame) -> list[tuple[Mapping[Any, Any], Estimate]]:
    """Return every answer of two surveys that is compared, with its change since the earlier one.

    The p-value allows for all of them (Holm), hidden ones too: a board copy tells none of its own.
    """
    both = now.merge(before, on=["item", "answer", "measure"], suffixes=("", "_before"))
    both = both[both["measure"].isin([*SHARES.values(), "mean answer"])]
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


def _earlier(one: Survey, compare: str) -> Survey:
    """Return the survey to compare with."""
    if compare == BEFORE:
        names = [each.id for each in main_surveys(one.tables)]
        before = names[: names.index(one.id)] if one.id in names else []
        require(before, "no_survey_before")
        return survey_by_id(one.tables, before[-1])
    others = [str(name) for name in surveys(one.tables)["survey_id"] if name != one.id]
    require_one_of(compare, others, f"compare='{compare}' is no other survey.")
    return survey_by_id(one.tables, compare)


def _rows(one: Survey) -> pd.DataFrame:
    """Return the rows of every question of a survey."""
    require(len(one.people), "nobody_answered", survey=one.id)
    bases = Bases(one)
    rows = [
        {"item": asked.name, "population": int(asked.shown.sum()), **line}
        for asked in answer_sheet(one.tables, one.id).questions
        for line in lines(one.tables, asked, bases)
    ]
    return measure_frame(rows, ["item", "answer"])


def lines(tables: Tables, asked: Asked, bases: Bases) -> Iterator[Line]:
    """Yield the rows of one question, by its kind."""
    if asked.kind == "multi":
        base = bases.of(asked.people())
        for name, who in asked.answers:
            yield {"answer": name, **base.share("options picked", who)}
    elif asked.kind == "rank":
        for name in asked.order:
            place = asked.places(name)
            base = bases.of(place > 0)
            yield {"answer": name, **base.share("ranked first", place == 1)}
            if base.n:
                yield {"answer": name, **base.mean("mean place", place)}
    elif asked.kind in ("text", "file") or not asked.people().any():
        yield {"answer": ALL, **_count("gave an answer", asked.people(), asked.shown)}
        yield from _themes(tables, asked)
    else:
        base = bases.of(asked.opinion)
        is_net = asked.kind == "net_promoter" and asked.is_scored
        if is_net:
            told = base.net_promoter(asked.points)
            yield from ({"answer": ALL, **line} for line in told[0 if base.n else 1 :])
        else:
            for name, who in answers_to_show(asked):
                yield {"answer": name, **base.share("answers", who)}
        unsure = asked.people() & ~asked.opinion
        if unsure.any():
            yield {"answer": ALL, **_count("no opinion", unsure, asked.people())}
        if asked.is_averaged:
            yield {"answer": ALL, **base.mean("mean answer", asked.points)}


def answers_to_show(asked: Asked) -> list[tuple[str, Mask]]:
    """Return the answers that are told one by one: of hours or years the mean says more.

    At most `MOST` of them; the rarer ones stand together, and none is left out.
    """
    if asked.kind == "number" and len(asked.order) > STEPS:
        return []
    answers = asked.answers
    if len(answers) <= MOST:
        return answers
    sizes = sorted((int(who.sum()) for _, who in answers), reverse=True)
    least = max(sizes[MOST - 1] + (sizes[MOST - 1] == sizes[MOST]), 2)
    rest = np.logical_or.reduce([who for _, who in answers if who.sum() < least])
    return [*((name, who) for name, who in answers if who.sum() >= least), (OTHERS, rest)]


def _count(measure: str, has: Mask, of: Mask) -> Line:
    return share(measure, int(has.sum()), int(of.sum()), basis="count_of_answers")


def _themes(tables: Tables, asked: Asked) -> Iterator[Line]:
    """Yield how many comments speak of each theme of the list; nothing without a list."""
    listed = tables.settings.survey.themes
    if asked.kind == "text" and listed and asked.people().any():
        said = themes.saying(tables, asked.given["word"])
        for name, n in themes.count(said, listed).items():
            if n:
                line = share("comments on a theme", n, len(said), basis="count_of_comments")
                yield {"answer": str(name), **line}
