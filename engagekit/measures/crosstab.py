"""One question by another, or by a column of the staff list: shares, bases, and what differs."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from engagekit.errors import StatisticsError, UsageError, did_you_mean, shorten
from engagekit.facts import facts_of, reading
from engagekit.locale.missing import not_measured, require
from engagekit.measures import _survey_waves
from engagekit.measures._answer_sheet import AnswerSheet, Asked, answer_sheet
from engagekit.measures._frame import ALL, FEW, MEASURED, measure_frame
from engagekit.measures.basis import join, note, p_words
from engagekit.measures.engine import NOT_STATED
from engagekit.measures.topline import told_apart, with_periods
from engagekit.measures.weighted import Base, Designs, Kind, Mask
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During
from engagekit.statistics import comparisons
from engagekit.tables import cache, memberships
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


@cache.once
def crosstab(
    tables: Tables,
    *,
    rows: str | None = None,
    by: str = "department",
    during: During = None,
    survey: str | None = None,
    weights: Kind | None = None,
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
    weights : str, optional
        ``none``, ``post-stratified`` or ``raked`` to the staff list; default: settings.

    Returns
    -------
    DataFrame
        Measure frame with ``item, <by>, answer`` in front; column ``All`` first. Shares are of the
        column: ``base`` its people with an opinion, ``population`` those of all columns. The
        method of a row says what its column weighs and is worth, and ``higher`` or ``lower`` where
        it differs from the other columns after adjusting for all cells (Holm); that of the rows of
        ``All`` the test of the whole table.

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
    Unweighted: score tests and Pearson's chi-square. Weighted: contrasts under the design and Rao
    and Scott's second-order F. Columns under 10 answers, and cells in which chance would put
    under five, are not tested.
    """
    sheet = answer_sheet(tables, _survey_waves.wave(tables, during, survey))
    overall = None if rows else _survey_waves.overall_question(tables, sheet.survey_id)
    wanted = rows if overall is None else str(overall["question_id"])
    asked = with_periods(question_of(sheet, str(wanted)))
    banner = banner_of(tables, sheet, by, during)
    designs = Designs(tables, sheet, weights)
    return measure_frame(lines(asked, banner, designs), ["item", banner.name, "answer"])


def lines(asked: Asked, banner: Banner, designs: Designs) -> list[dict[str, Any]]:
    """Return the rows of one table, with a mark where a column differs.

    Raises
    ------
    NotMeasuredError
        If nobody answered both questions.
    """
    return _marked(_compared(asked, banner, designs))


def _compared(asked: Asked, banner: Banner, designs: Designs) -> list[dict[str, Any]]:
    """Return the rows of one table, with way and p-value of each cell that is tested."""
    measure = {"multi": "options picked", "rank": "ranked first"}.get(asked.kind, "answers")
    who = asked.opinion & banner.who
    if asked.kind in ("text", "file") or not who.any():
        raise not_measured("crosstab_empty", rows=shorten(asked.name), by=shorten(banner.name))
    answers = told_apart(asked)
    if asked.kind == "rank":
        answers = [(name, asked.codes[:, at] == 1) for at, name in enumerate(asked.labels)]
    base = designs.of(who)
    everybody = np.ones(len(who), dtype=bool)
    columns = [(ALL, everybody), *((name, of) for name, of in banner.columns if (of & who).any())]
    tests = _tests(base, answers, columns[1:])
    tested = _tested(base, asked, answers, banner) if answers else ""
    rows = []
    for column, of in columns:
        worth = _worth(base, of)
        for answer, has in answers:
            line = base.share(measure, has, of)
            basis = join(line["basis"], worth)
            if column == ALL:
                basis = join(basis, tested)
            shared = {"item": asked.name, banner.name: column, "answer": answer}
            test = {"test": tests.get((column, answer))}
            rows.append({**line, **shared, **test, "population": base.n, "basis": basis})
        if asked.is_averaged and (~np.isnan(asked.points[who & of])).any():
            line = base.mean(measure="mean answer", points=asked.points, within=of)
            rows.append({"item": asked.name, banner.name: column, "answer": ALL, **line})
    return rows


def _worth(base: Base, of: Mask) -> str:
    """Return the note of what a weighted column weighs and how many answers it is worth."""
    if base.design is None:
        return ""
    w = base.design.weights[of[base.who]]
    worth = float(w.sum() ** 2 / (w**2).sum()) if len(w) else 0.0
    return note("column_weighs", weighs=f"{w.sum():.1f}", worth=f"{worth:.1f}")


def _tests(
    base: Base, answers: list[tuple[str, Mask]], columns: list[tuple[str, Mask]]
) -> dict[tuple[str, str], tuple[float, float]]:
    """Return way and p-value of each cell that is not too small, against the other columns."""
    cells = {}
    for column, of in columns:
        mine, rest = base.who & of, base.who & ~of
        shares = [has[base.who].mean() for _, has in answers]
        errors = column_errors(np.full(len(shares), mine.sum()), base.who.sum(), shares)
        for (answer, has), error in zip(answers, errors, strict=True):
            if not np.isnan(error):
                cells[column, answer] = _apart(base, has, mine, rest)
    return cells


def _marked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with a mark on each cell that differs, allowing for all that were tested."""
    tests = [row.pop("test", None) for row in rows]
    cells = [(row, *test) for row, test in zip(rows, tests, strict=True) if test]
    adjusted = comparisons.adjust([p for _, _, p in cells])
    for (row, way, _), p in zip(cells, adjusted, strict=True):
        if p < SURE:
            mark = note(f"column_{'higher' if way > 0 else 'lower'}", p=p_words(p), n=len(cells))
            row["basis"] = join(row["basis"], mark)
    return rows


def column_errors(column: ArrayLike, whole: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of each column's share less that of the rest; NaN if not tested."""
    n, of, p = (np.asarray(one, dtype="float64") for one in (column, whole, share))
    rest = of - n
    is_tested = (n >= FEW) & (rest >= FEW) & (np.minimum(p, 1 - p) * n >= EXPECTED)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(is_tested, np.sqrt(p * (1 - p) * (1 / n + 1 / rest)), np.nan)


def _apart(base: Base, has: Mask, mine: Mask, rest: Mask) -> tuple[float, float]:
    """Return how far a column lies from the others, and the p-value of none."""
    from engagekit.statistics.proportions import equal_shares
    from engagekit.statistics.weighted import difference

    if base.design is None:
        yes = [float((has & side).sum()) for side in (mine, rest)]
        size = [float(side.sum()) for side in (mine, rest)]
        if sum(yes) in (0.0, sum(size)):
            return 0.0, 1.0
        return yes[0] / size[0] - yes[1] / size[1], float(equal_shares(yes, size).p_value)
    holds = has[base.who].astype("float64")
    found = difference(base.design, holds, mine[base.who], rest[base.who])
    return found.estimate, 1.0 if np.isnan(found.p_value) else float(found.p_value)


def _tested(base: Base, asked: Asked, answers: list[tuple[str, Mask]], banner: Banner) -> str:
    """Return the note of the test that no column differs; none where people stand in several."""
    from engagekit.statistics.weighted import independence

    if asked.has_many or banner.overlaps:
        return ""
    if base.design is None:
        from scipy.special import chdtrc

        table = np.array([[(has & of & base.who).sum() for _, of in banner.columns]
                          for _, has in answers], dtype="float64")  # fmt: skip
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        if min(table.shape) < 2:
            return ""
        expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
        x = float(((table - expected) ** 2 / expected).sum())
        df = (table.shape[0] - 1) * (table.shape[1] - 1)
        return note("chi_square", x=f"{x:.2f}", df=df, p=p_words(float(chdtrc(df, x))))
    row, column = (np.full(len(base.who), "", dtype=object) for _ in range(2))
    for name, has in answers:
        row[has] = name
    for name, of in banner.columns:
        column[of] = name
    used = [part[base.who] for part in (row, column)]
    try:
        found = independence(base.design, *used)
    except StatisticsError:
        return ""
    numbers = {"x": f"{found.statistic:.2f}", "df": f"{found.df:.1f}", "p": p_words(found.p_value)}
    return note("rao_scott", **numbers, below=f"{found.df2:.1f}")


def question_of(sheet: AnswerSheet, wanted: str) -> Asked:
    """Return the one question that an id, a name or a part of a wording means.

    Raises
    ------
    UsageError
        If none or several do, with those there are.
    """
    word = fold_word(wanted)
    for same in (
        [one for one in sheet.questions if one.question_id.casefold() == wanted.casefold()],
        [one for one in sheet.questions if word and fold_word(one.name) == word],
        [one for one in sheet.questions if word and fold_word(one.wording) == word],
        [one for one in sheet.questions if word and word in fold_word(one.name)],
    ):
        if len(same) == 1:
            return same[0]
        if same:
            which = ", ".join(one.question_id for one in same[:4])
            raise UsageError(f"'{wanted}' fits {len(same)} questions. Give the id of one: {which}.")
    names = [one.question_id for one in sheet.questions]
    raise UsageError(f"'{wanted}' is no question of survey {sheet.survey_id}. "
                     f"{did_you_mean(wanted, names)}")  # fmt: skip


def banner_of(tables: Tables, sheet: AnswerSheet, by: str, during: During = None) -> Banner:
    """Return the columns that a question, or a column of the staff list, gives."""
    if by in STAFF:
        # as people answered them, else as the staff list has them
        people = sheet.people
        groups = people[by] if by in people.columns else _listed(tables, people, by, during)
        words = groups.astype("str").fillna("").astype("str").str.strip()
        names = sorted(set(words) - {""})
        require(names, "crosstab_group", by=by)
        known = (words != "").to_numpy()
        columns = [(name, (words == name).to_numpy()) for name in names]
        if not known.all():
            columns.append((NOT_STATED, ~known))
        return Banner(by, columns, np.ones(len(people), dtype=bool))
    asked = with_periods(question_of(sheet, by))
    if asked.kind in ("text", "file") or len(asked.answers) > MOST:
        raise UsageError(
            f"by='{by}' has {len(asked.answers)} different answers, too many for columns. "
            f"Take a question of at most {MOST}, or one of: {', '.join(STAFF)}."
        )
    name = asked.name if asked.name not in (*MEASURED, "item", "answer") else f"{asked.name} "
    return Banner(name, asked.answers, asked.opinion, overlaps=asked.has_many)


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


@cache.once
def banner_book(
    tables: Tables,
    *,
    during: During = None,
    by: str = "department",
    survey: str | None = None,
    weights: Kind | None = None,
) -> pd.DataFrame:
    """Return the cross-table of every closed question by one column: the banner book.

    Returns
    -------
    DataFrame
        The rows of `crosstab`, one question after the other; marks allow for all cells. Left out
        are what has no answers beside the column, and the question that asks for it.
    """
    sheet = answer_sheet(tables, _survey_waves.wave(tables, during, survey))
    banner, designs = banner_of(tables, sheet, by, during), Designs(tables, sheet, weights)
    rows: list[dict[str, Any]] = []
    for one in map(with_periods, sheet.questions):
        closed = one.kind not in ("text", "file") and not _is_banner(one, banner)
        if closed and (one.opinion & banner.who).any():
            rows += _compared(one, banner, designs)
    require(rows, "nobody_answered", survey=sheet.survey_id)
    return measure_frame(_marked(rows), ["item", banner.name, "answer"])


def _is_banner(one: Asked, banner: Banner) -> bool:
    """Return whether a question is what stands across the top."""
    if one.has_many or one.kind != "single":
        return one.name == banner.name
    mine = dict(one.answers)
    return one.name == banner.name or (
        set(mine) == {name for name, _ in banner.columns} - {NOT_STATED}
        and all(bool((mine[name] == of).all()) for name, of in banner.columns if name in mine)
    )
