"""Words of comments that one group uses more than the others."""

import re
from collections import Counter

import numpy as np
import pandas as pd

from engagekit.locale.missing import not_measured
from engagekit.measures import _answer_sheet, _frame, _survey_waves
from engagekit.measures.crosstab import Mask, banner_of
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

SURE = 1.96
"""Standard errors by which the log odds of a word must lie from those of the others."""
SHORTEST, LEAST = 4, 3
"""Letters of a word, and people of a group who must use it: fewer is one voice."""
PRIOR = 100.0
"""Words that the prior is worth, spread as in all comments: it draws rare words to the middle."""
_WORD = re.compile(r"[^\W\d_]+")


def standing_out(
    tables: Tables, *, by: str = "department", during: During = None, survey: str | None = None
) -> pd.DataFrame:
    """Return the words that stand out in the comments of each group (private): ideas for themes.

    Parameters
    ----------
    tables : Tables
        Uses ``surveys, respondents, questions, responses``.
    by : str
        As in `engagekit.measures.crosstab`.

    Returns
    -------
    DataFrame
        A listing ``group, word, people, of, others, z``, the clearest first: people of the group
        who used it, of those who commented, and people of the other groups who did.

    Raises
    ------
    NotMeasuredError
        If there are no comments of two groups with ten each.

    Notes
    -----
    Monroe, Colaresi and Quinn (2008): log odds with an informative Dirichlet prior, over people
    and not over repetitions.

    Examples
    --------
    >>> ek.measures.standing_out(tables, during="FY2026-27 Q2").columns.tolist()
    ['group', 'word', 'people', 'of', 'others', 'z']
    """
    sheet = _answer_sheet.answer_sheet(tables, _survey_waves.wave(tables, during, survey))
    banner = banner_of(tables, sheet, by, during)
    used: list[set[str]] = [set() for _ in range(len(sheet.people))]
    wrote = np.zeros(len(used), dtype=bool)
    for one in sheet.questions:
        if one.kind == "text":
            wrote |= one.answered
            each = [map(fold_word, _WORD.findall(label)) for label in one.labels]
            parts = [{word for word in words if len(word) >= SHORTEST} for words in each]
            for at in np.flatnonzero(one.codes >= 0):
                used[at] |= parts[one.codes[at]]
    groups = [(name, of & wrote) for name, of in banner.columns if (of & wrote).sum() >= _frame.FEW]
    if len(groups) < 2:
        raise not_measured("few_groups", n=len(groups), base=len(banner.columns), few=_frame.FEW)
    whole = Counter(word for words in used for word in words)
    rows = [row for name, of in groups for row in _of_group(name, of, wrote, used, whole)]
    found = pd.DataFrame(rows, columns=["group", "word", "people", "of", "others", "z"])
    return found.sort_values(["z", "word"], ascending=[False, True]).reset_index(drop=True)


def _of_group(
    name: str, of: Mask, wrote: Mask, used: list[set[str]], whole: Counter[str]
) -> list[tuple[str, str, int, int, int, float]]:
    """Return the words of one group that stand out."""
    mine = Counter(word for at in np.flatnonzero(of) for word in used[at])
    size, total = sum(mine.values()), sum(whole.values())
    rows = []
    for word, n in mine.items():
        z = log_odds(n, size, whole[word] - n, total - size, whole[word] / total)
        if n >= LEAST and z > SURE:
            rows.append((name, word, n, int((of & wrote).sum()), whole[word] - n, round(z, 2)))
    return rows


def log_odds(n: int, size: int, others: int, rest: int, share: float) -> float:
    """Return how many standard errors the log odds of a word lie above those of the others.

    Examples
    --------
    >>> round(log_odds(10, 100, 5, 300, 0.0375), 2)
    2.76
    """
    prior = PRIOR * share
    mine, theirs = n + prior, others + prior
    others_of = (max(size + PRIOR - mine, 0.5), max(rest + PRIOR - theirs, 0.5))
    gap = np.log(mine / others_of[0]) - np.log(theirs / others_of[1])
    return float(gap / np.sqrt(1 / mine + 1 / theirs))
