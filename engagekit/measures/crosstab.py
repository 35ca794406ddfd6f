"""One question by another, or by a column of the staff list: shares, bases, and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import UsageError, did_you_mean, shorten
from engagekit.facts import facts_of, reading
from engagekit.facts.answers import MANY, AnswerSheet, Asked, Mask, answer_sheet
from engagekit.facts.questions import find
from engagekit.facts.surveys import NOT_STATED, survey_of
from engagekit.locale.missing import not_measured, require
from engagekit.measures._frame import ALL, FEW, MEASURED, measure_frame
from engagekit.measures.basis import join, note, p_words
from engagekit.measures.topline import SHARES, answers_to_show
from engagekit.measures.weighted import Base, Bases
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During
from engagekit.statistics.proportions import adjust
from engagekit.statistics.weighted import difference, kish
from engagekit.tables import memberships
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

REACHED = "reached"
STAFF = ("department", "role_level", "site", "cost_centre", REACHED)
"""Columns that answers can be set beside: what people answered, else what the staff list says."""
MOST = 30
"""Columns of a table at most: a question with more answers is no banner."""
SURE = 0.05
"""P-value, after adjusting, under which a column is marked."""
EXPECTED = 5
"""Answers that a column of chance would hold, under which it is not tested: the score test takes
two rare answers in a small group for a difference (Cochran 1954)."""


@dataclass(frozen=True, eq=False)
class Banner:
    """What stands across the top of a table.

    Attributes
    ----------
    name : str
        A column of the staff list, or the name of a question.
    columns : list of (str, array of bool)
        Each column with the people in it.
    who : array of bool
        The people of whom it is known.
    overlaps : bool
        Whether people stand in several columns.
    """

    name: str
    columns: list[tuple[str, Mask]]
    who: Mask
    overlaps: bool = False


@once
def crosstab(
    tables: Tables,
    *,
    rows: str | None = None,
    by: str = "department",
    during: During = None,
    survey: str | None = None,
) -> pd.DataFrame:
    """Return the answers to one question for each answer to another, or each group of the staff.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``; for ``site``, ``cost_centre`` and
        ``reached`` ``contacts`` and the consent to link answers.
    rows : str, optional
        A question by its id, or a part of its wording; default overall satisfaction.
    by : str
        ``department, role_level, site, cost_centre, reached``, or a question.
    during : str or Period, optional
        The last survey by the end of it that asked; default: the last of all.
    survey : str, optional
        Its id; default: the last one by the end of the period.

    Returns
    -------
    DataFrame
        Measure frame with ``item, <by>, answer`` in front; column ``All`` first. Shares are of the
        column: ``base`` its people with an opinion, ``population`` those of all columns. The
        method of a row says what its column weighs and is worth, and ``higher`` or ``lower`` where
        it differs from the other columns after adjusting for all cells (Holm).

    Raises
    ------
    PeriodError
        If ``during`` is no period.
    UsageError
        If no question, or more than one, is meant.
    NotMeasuredError
        If nobody answered both.

    Examples
    --------
    >>> frame = ek.crosstab(tables, by="role_level")
    >>> frame[["role_level", "answer", "n", "base"]].head(2)
      role_level             answer  n  base
    0        All  Very dissatisfied  3   194
    1        All       Dissatisfied  8   194

    Notes
    -----
    Unweighted: score tests. Weighted: contrasts under the design. Columns under 10 answers, and
    cells in which chance would put under five, are not tested.
    """
    one = survey_of(tables, during, survey)
    sheet = answer_sheet(tables, one.id)
    asked = question_of(sheet, rows) if rows else sheet[str(one.overall["question_id"])]
    banner = banner_of(tables, sheet, by, during)
    found = lines([asked], banner, Bases(one))
    return measure_frame(found, ["item", banner.name, "answer"])


@once
def banner_book(
    tables: Tables, *, during: During = None, by: str = "department", survey: str | None = None
) -> pd.DataFrame:
    """Return the cross-table of every closed question by one column: the banner book.

    Returns
    -------
    DataFrame
        The rows of `crosstab`, one question after the other; marks allow for all cells. Left out
        are what has no answers beside the column, and the question that asks for it.
    """
    one = survey_of(tables, during, survey)
    sheet = answer_sheet(tables, one.id)
    banner = banner_of(tables, sheet, by, during)
    asked = [
        asked
        for asked in sheet.questions
        if asked.kind not in ("text", "file")
        and not _is_banner(asked, banner)
        and (asked.opinion & banner.who).any()
    ]
    require(asked, "nobody_answered", survey=one.id)
    found = lines(asked, banner, Bases(one))
    return measure_frame(found, ["item", banner.name, "answer"])


def _is_banner(asked: Asked, banner: Banner) -> bool:
    """Return whether a question is what stands across the top."""
    if asked.name == banner.name or asked.kind != "single":
        return asked.name == banner.name
    mine, columns = dict(asked.answers), dict(banner.columns)
    columns.pop(NOT_STATED, None)
    # another question has the same words, Yes and No, and other people
    return set(mine) == set(columns) and all((mine[name] == columns[name]).all() for name in mine)


def lines(asked: Sequence[Asked], banner: Banner, bases: Bases) -> list[dict[str, Any]]:
    """Return the rows of one table a question, with a mark where a column differs.

    The marks allow for every cell of them all.

    Raises
    ------
    NotMeasuredError
        If nobody answered both questions.
    """
    rows = [row for one in asked for row in _table(one, banner, bases)]
    tested = [(row, test) for row in rows if (test := row.pop("test", None))]
    adjusted = adjust([p for _, (_, p) in tested])
    for (row, (gap, _)), p in zip(tested, adjusted, strict=True):
        if p < SURE:
            way = "higher" if gap > 0 else "lower"
            mark = note(f"column_{way}", p=p_words(p), n=len(tested))
            row["basis"] = join(row["basis"], mark)
    return rows


def _table(asked: Asked, banner: Banner, bases: Bases) -> list[dict[str, Any]]:
    """Return the rows of one table, with difference and p-value of each cell that is tested."""
    who = asked.opinion & banner.who
    if asked.kind in ("text", "file") or not who.any():
        raise not_measured("crosstab_empty", rows=shorten(asked.name), by=shorten(banner.name))
    answers = answers_to_show(asked)
    if asked.kind == "rank":
        answers = [(name, asked.places(name) == 1) for name in asked.order]
    base = bases.of(who)
    measure = SHARES.get(asked.kind, "answers")
    columns = [(ALL, who), *((name, of & who) for name, of in banner.columns if (of & who).any())]
    rows = []
    for column, of in columns:
        label = {"item": asked.name, banner.name: column}
        worth = _worth(base, of)
        for answer, has in answers:
            line = base.share(measure, has, of)
            line |= {"basis": join(line["basis"], worth), "population": base.n}
            test = None if column == ALL else _apart(base, has, of)
            rows.append({**line, **label, "answer": answer, "test": test})
        if asked.is_averaged and (~np.isnan(asked.points[of])).any():
            line = base.mean("mean answer", asked.points, of)
            rows.append({**label, "answer": ALL, **line})
    return rows


def _worth(base: Base, of: Mask) -> str:
    """Return the note of what a weighted column weighs and how many answers it is worth."""
    if base.design is None:
        return ""
    weights = base.design.weights[of[base.who]]
    return note("column_weighs", weighs=f"{weights.sum():.1f}", worth=f"{kish(weights):.1f}")


def column_errors(column: ArrayLike, whole: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of each column's share less that of the rest; NaN if not tested."""
    n, of, p = (np.asarray(one, dtype="float64") for one in (column, whole, share))
    rest = of - n
    is_tested = (n >= FEW) & (rest >= FEW) & (np.minimum(p, 1 - p) * n >= EXPECTED)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(is_tested, np.sqrt(p * (1 - p) * (1 / n + 1 / rest)), np.nan)


def _apart(base: Base, has: Mask, of: Mask) -> tuple[float, float] | None:
    """Return how far a column lies from the others, and the p-value of none; None if too small."""
    from scipy.special import ndtr

    error = float(column_errors(of.sum(), base.n, has[base.who].mean()))
    if np.isnan(error):
        return None
    rest = base.who & ~of
    if base.design is None:
        gap = float(has[of].mean() - has[rest].mean())
        return gap, 2 * float(ndtr(-abs(gap) / error))
    said, one, other = (part[base.who] for part in (has, of, rest))
    found = difference(base.design, said, one, other)
    return found.estimate, 1.0 if np.isnan(found.p_value) else found.p_value


def question_of(sheet: AnswerSheet, wanted: str) -> Asked:
    """Return the one question that an id, a name or a part of a wording means.

    Raises
    ------
    UsageError
        If none or several do, with those there are.
    """
    word = fold_word(wanted)
    named = [one for one in sheet.questions if word and fold_word(one.name) == word]
    ids = {part.question_id for part in find(sheet.survey.questions, wanted)}
    found = named if len(named) == 1 else [one for one in sheet.questions if one.question_id in ids]
    if len(found) == 1:
        return found[0]
    if found:
        which = ", ".join(one.question_id for one in found[:4])
        raise UsageError(f"'{wanted}' fits {len(found)} questions. Give the id of one: {which}.")
    names = [one.question_id for one in sheet.questions]
    raise UsageError(
        f"'{wanted}' is no question of survey {sheet.survey.id}. {did_you_mean(wanted, names)}"
    )


def banner_of(tables: Tables, sheet: AnswerSheet, by: str, during: During = None) -> Banner:
    """Return the columns that a question, or a column of the staff list, gives."""
    if by in STAFF:
        # as people answered them, else as the staff list has them
        people = sheet.survey.people
        groups = people[by] if by in people.columns else _listed(tables, people, by, during)
        words = groups.astype("str").fillna("").astype("str").str.strip()
        names = sorted(set(words) - {""})
        require(names, "crosstab_group", by=by)
        words = words.where(words != "", NOT_STATED)
        names += [NOT_STATED] if (words == NOT_STATED).any() and NOT_STATED not in names else []
        columns = [(name, (words == name).to_numpy()) for name in names]
        return Banner(by, columns, np.ones(len(people), dtype=bool))
    asked = question_of(sheet, by)
    if asked.kind in ("text", "file") or len(asked.answers) > MOST:
        raise UsageError(
            f"by='{by}' has {len(asked.answers)} different answers, too many for columns. "
            f"Take a question of at most {MOST}, or one of: {', '.join(STAFF)}."
        )
    name = asked.name if asked.name not in (*MEASURED, "item", "answer") else f"{asked.name} "
    return Banner(name, asked.answers, asked.opinion, overlaps=asked.kind in MANY)


def _listed(tables: Tables, people: pd.DataFrame, by: str, during: During) -> pd.Series:
    """Return a column of the staff list for each respondent who may be looked up in it."""
    if not tables.settings.survey.consent_to_link or not people["contact_id"].notna().any():
        raise not_measured("crosstab_unlinked", by=by)
    if by == REACHED:
        facts = facts_of(tables, during)
        words = np.where(facts.times_met > 0, "reached", "not reached")
        of = dict(zip(facts.people["contact_id"], words, strict=True))
    else:
        staff = reading.rows(tables, "contacts", "contact_id", by).drop_duplicates("contact_id")
        of = dict(zip(staff["contact_id"], memberships.first_of(staff[by]), strict=True))
    return people["contact_id"].map(of)
