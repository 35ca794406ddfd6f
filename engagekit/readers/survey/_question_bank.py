"""Questions of the question bank in exports that do not say, or only half say, what was asked."""

import re
from collections.abc import Sequence
from functools import cache

import pandas as pd

from engagekit.readers.survey._categorical import encode
from engagekit.readers.survey._words import folded
from engagekit.settings.question_bank import LIBRARY, items


def stems(names: Sequence[str], cells: pd.DataFrame) -> dict[int, str]:
    """Return the question over each column that is a row of a grid of the bank, by its place.

    All rows of the grid are there, and their answers are its own. Of grids with the same rows and
    answers (the least, the wished, the perceived level) all are, in the order of the bank.
    """
    grids: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for item in items().values():
        for language in LIBRARY:
            rows, answers = item.rows[language], item.options[language]
            if item.kind == "rank":  # its places are the answers
                rows, answers = answers, tuple(str(at) for at in range(1, len(answers) + 1))
            if set(rows) & set(names):
                grids.setdefault((rows, answers), []).append(item.words(language))
    result: dict[int, str] = {}
    for (rows, answers), asked in grids.items():
        for row in rows if set(rows) <= set(names) else ():
            labels = {
                at: set(encode(cells[at]).labels) for at, one in enumerate(names) if one == row
            }
            places = [at for at, given in labels.items() if given and given <= set(answers)]
            if len(places) == len(asked):
                result |= dict(zip(places, asked, strict=True))
    return result


@cache
def _rows() -> frozenset[str]:
    return frozenset(
        row for item in items().values() for rows in item.rows.values() for row in rows
    )


def is_asked(header: str) -> bool:
    """Return whether a header is a wording of the bank, or a row of one of its grids.

    Examples
    --------
    >>> is_asked("Overall, how satisfied are you with the Info Centre?"), is_asked("Overall")
    (True, False)
    """
    return header in _rows() or _wordings().fullmatch(folded(header)) is not None


@cache
def _wordings() -> re.Pattern[str]:
    """Return the wordings of both languages, in which the library may be called anything."""
    texts = (text for item in items().values() for text in item.wording.values())
    asked, rows = ("|".join(re.escape(folded(one)) for one in some) for some in (texts, _rows()))
    return re.compile(f"(?:{asked})(?: (?:{rows}))?".replace("library", ".{0,50}"))
