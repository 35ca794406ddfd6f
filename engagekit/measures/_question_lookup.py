"""Which questions the settings mean, and the answers to them side by side, one row a person."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import DataError, shorten
from engagekit.facts import reading
from engagekit.locale.missing import not_measured
from engagekit.measures import _survey_waves
from engagekit.parsing import values
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import During
from engagekit.tables.tables import Tables

SLOT = "{item}"


@dataclass(frozen=True)
class Asked:
    """One question, or one option of it, and the item that it asks about."""

    question_id: str
    option: str
    item: str

    @property
    def key(self) -> str:
        """A name for the column of its answers."""
        return f"{self.question_id}\n{self.option}"


def find(questions: pd.DataFrame, wanted: str) -> list[Asked]:
    """Return the questions that a text of the settings means, in their order.

    ``questions``: questions of one survey. ``wanted``: a question's id or wording, the stem of a
    block, an option, or a pattern with ``{item}`` over ids, options and wordings; else a part of a
    wording or of a stem. Returned: empty where nothing fits.
    """
    whole = questions.reset_index(drop=True)
    texts = {
        name: whole[name].astype("str").fillna("").astype("str")
        for name in ("question_id", "wording", "item_of", "option")
    }
    if SLOT in wanted:
        before, _, after = wanted.partition(SLOT)
        pattern = f"^{re.escape(before)}(.+){re.escape(after)}$"
        for name in ("option", "question_id", "wording"):
            items = texts[name].str.extract(pattern, flags=re.IGNORECASE)[0]
            if items.notna().any():
                return _as_asked(texts, items.notna(), items)
        return []
    plain = {name: fold(text) for name, text in texts.items()}
    word = fold_word(wanted)
    exact = texts["question_id"].str.casefold() == wanted.casefold()
    tries = [exact, *(plain[name] == word for name in ("item_of", "wording", "option"))]
    tries += [plain[name].str.contains(word, regex=False) for name in ("wording", "item_of")]
    for mask in tries:
        if word and mask.any():
            return _as_asked(texts, mask, texts["wording"])
    return []


def _as_asked(texts: dict[str, pd.Series], mask: pd.Series, items: pd.Series) -> list[Asked]:
    rows = zip(
        texts["question_id"][mask],
        texts["option"][mask],
        items[mask].astype("str").str.strip(),
        strict=True,
    )
    return [Asked(*row) for row in rows]


def one(questions: pd.DataFrame, wanted: str) -> str | None:
    """Return the id of the one question a text means; None without, `DataError` for several."""
    ids = list(dict.fromkeys(requested.question_id for requested in find(questions, wanted)))
    if len(ids) > 1:
        raise DataError(
            f"'{shorten(wanted, 60)}' fits {len(ids)} questions of the survey. Give the id of one "
            f"in engagekit.toml: {', '.join(ids[:4])}."
        )
    return ids[0] if ids else None


def wave_with(
    tables: Tables,
    during: During,
    survey: str | None,
    has: Callable[[pd.DataFrame], bool],
    missing: str,
    **arguments: object,
) -> str:
    """Return the survey asked for, else the last one by the end of the period that asked something.

    Raises
    ------
    NotMeasuredError
        If none did: the message ``missing.not_asked_<missing>`` with its arguments.
    """
    last = _survey_waves.wave(tables, during, survey)
    if has(_survey_waves.questions_of(tables, last)):
        return last
    if survey is None:
        every = _survey_waves.waves(tables, _survey_waves.until_of(tables, during))
        for earlier in reversed(every["survey_id"].tolist()):
            if has(_survey_waves.questions_of(tables, earlier)):
                return str(earlier)
    raise not_measured(f"not_asked_{missing}", **arguments)


def wide(
    tables: Tables,
    survey_id: str,
    asked: Sequence[Asked],
    *,
    numbers: bool = False,
    by: Sequence[str] = (),
) -> pd.DataFrame:
    """Return scores of several questions, one row a person and one column a question.

    ``numbers``: numbers without words are points. ``by``: columns of respondents to carry along.
    Returned: index ``respondent_id``; a column `Asked.key` each, NaN where there is no opinion, and
    the columns asked for. Nobody who answered none of them stands in it.
    """
    ids = list(dict.fromkeys(part.question_id for part in asked))
    rows = reading.collected(_survey_waves.answers(tables, survey_id, ids, by))
    score = rows["score"].astype("float64")
    if numbers:
        score = score.fillna(values.numbers(rows["value"].astype("str").fillna("")).values)
    option = rows["option"].astype("str").fillna("")
    rows = rows.assign(points=score, key=rows["question_id"] + "\n" + option)
    rows = rows[rows["points"].notna()].drop_duplicates(["respondent_id", "key"])
    table = rows.pivot(index="respondent_id", columns="key", values="points")
    table = table.reindex(columns=list(dict.fromkeys(part.key for part in asked))).sort_index()
    table.columns.name = None
    if by:
        groups = rows.drop_duplicates("respondent_id").set_index("respondent_id")[list(by)]
        table = table.join(groups)
    return table


def asked(tables: Tables, survey_id: str, question_id: str) -> nw.LazyFrame[Any]:
    """Return every answer to one question of a survey, whoever gave it."""
    return reading.lazy(tables.need("responses")).filter(
        (nw.col("survey_id") == survey_id) & (nw.col("question_id") == question_id)
    )
