"""Which questions of a survey a text of the settings means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from engagekit.errors import DataError, shorten
from engagekit.parsing.values import fold, fold_word

SLOT = "{item}"


@dataclass(frozen=True)
class Part:
    """A question, or one option of it, and the item that it asks about."""

    question_id: str
    option: str
    item: str

    @property
    def key(self) -> str:
        """A name for the column of its answers."""
        return f"{self.question_id}\n{self.option}"


def find(questions: pd.DataFrame, wanted: str) -> list[Part]:
    """Return the questions that a text of the settings means, in their order.

    ``questions``: of one survey. ``wanted``: a question's id or wording, the stem of a block, an
    option, or a pattern with ``{item}`` over ids, options and wordings; else a part of a wording or
    of a stem. Returned: empty where nothing fits.
    """
    texts = questions[["question_id", "option", "wording", "item_of"]].astype("str").fillna("")
    if SLOT in wanted:
        before, _, after = wanted.partition(SLOT)
        pattern = f"^{re.escape(before)}(.+){re.escape(after)}$"
        for name in ("option", "question_id", "wording"):
            items = texts[name].str.extract(pattern, flags=re.IGNORECASE)[0]
            if items.notna().any():
                return _parts(texts[items.notna()].assign(item=items.dropna()))
        return []
    word = fold_word(wanted)
    fitting = next((mask for mask in _masks(texts, wanted, word) if word and mask.any()), None)
    return [] if fitting is None else _parts(texts[fitting].assign(item=texts["wording"]))


def _masks(texts: pd.DataFrame, wanted: str, word: str) -> Iterator[pd.Series]:
    """Yield which questions a text means, the strictest reading of it first."""
    yield texts["question_id"].str.casefold() == wanted.casefold()
    plain = texts.apply(fold)
    for name in ("item_of", "wording", "option"):
        yield plain[name] == word
    for name in ("wording", "item_of"):
        yield plain[name].str.contains(word, regex=False)


def _parts(texts: pd.DataFrame) -> list[Part]:
    named = texts.assign(item=texts["item"].str.strip())
    return [Part(*cells) for cells in named[["question_id", "option", "item"]].to_numpy()]


def only(questions: pd.DataFrame, wanted: str) -> str | None:
    """Return the id of the one question a text means; None without, `DataError` for several."""
    ids = list(dict.fromkeys(part.question_id for part in find(questions, wanted)))
    if len(ids) > 1:
        raise DataError(
            f"'{shorten(wanted, 60)}' fits {len(ids)} questions of the survey. Give the id of one "
            f"in engagekit.toml: {', '.join(ids[:4])}."
        )
    return ids[0] if ids else None


def points_in(scale_id: str) -> float | None:
    """Return the points that the id of a scale tells.

    Examples
    --------
    >>> points_in("satisfaction-5-en"), points_in("own scale")
    (5.0, None)
    """
    stated = re.search(r"-(\d+)(?:-[a-z]{2})?$", scale_id)
    return float(stated[1]) if stated else None
