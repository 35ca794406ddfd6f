"""How a number came about, as notes: the interval, the accounts, the weights, with their arguments.

The column ``basis`` of a measure frame holds the notes of each row, one a line: a key, and behind
it the arguments as JSON. Rules read them here; `words` says them in a language, from the messages
``method.<key>``.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from engagekit.locale import Locale
from engagekit.parsing import word_lists

AT_95 = frozenset(word_lists.words("notes", Path(__file__).parent)["at_95"])
"""Notes of intervals that are stated to hold in 95 of 100 samples."""
LEAST_P = 0.001
"""P-value under which only that is told: three decimals would say 0.000."""
PLANNED = ("budget", "budget_for_months")
"""Notes of money that was planned, not spent."""
COUNTING = ("weighted", "left_out", "column_weighs", "column_higher", "column_lower")
"""Notes that tell a number of answers or people."""
_DECIMAL = re.compile(r"-?\d+\.\d+")
_KEYS = ("why", "by")
"""Arguments that are keys of messages themselves, e.g. ``method.why.no_list``."""

Notes = Mapping[str, Mapping[str, str]]


def note(key: str, **arguments: object) -> str:
    """Return one note as the column ``basis`` holds it.

    Examples
    --------
    >>> note("wilson"), note("actual_of_months", have=2, of=3)
    ('wilson', 'actual_of_months {"have": "2", "of": "3"}')
    """
    if not arguments:
        return key
    supplied = {name: str(value) for name, value in arguments.items()}
    return f"{key} {json.dumps(supplied, ensure_ascii=False)}"


def join(*notes: str) -> str:
    """Return notes as one text, empty ones left out."""
    return "\n".join(filter(None, notes))


@cache
def notes(basis: str) -> Notes:
    """Return the notes of a row: key to arguments, in their order.

    Examples
    --------
    >>> notes(join("wilson", note("unweighted_why", why="no_list")))
    {'wilson': {}, 'unweighted_why': {'why': 'no_list'}}
    """
    parts = (line.partition(" ") for line in basis.splitlines())
    return {key: json.loads(supplied) if supplied else {} for key, _, supplied in parts}


def notes_of(row: Mapping[Any, Any] | pd.Series) -> Notes:
    """Return the notes of a row of a measure frame; none where it has no ``basis``."""
    return notes(str(row.get("basis") or ""))


def have(frame: pd.DataFrame, *keys: str) -> pd.Series:
    """Return which rows of a measure frame have one of these notes."""
    if "basis" not in frame.columns:
        return pd.Series(False, index=frame.index)
    return (
        frame["basis"].map(lambda text: not notes(str(text)).keys().isdisjoint(keys)).astype(bool)
    )


@cache
def words(basis: str, language: str) -> str:
    """Return the notes of a row in words.

    Examples
    --------
    >>> words(join("budget", "share_of_days", "accounts"), "en")
    'budget, by share of days, from the accounts; no interval'
    >>> words(note("p_holm", p="0.012", n=3), "fr")
    'p 0,012 (Holm sur 3)'
    """
    text = ""
    for key, supplied in notes(basis).items():
        arguments = {name: _argument(name, value, language) for name, value in supplied.items()}
        part = Locale(language).say(f"method.{key}", **arguments)
        text += part if not text or part.startswith(";") else f", {part}"
    return text


def without(basis: str, keys: Sequence[str]) -> str:
    """Return the notes of a row, some of them left out: of a hidden one those that count."""
    return join(*[line for line in basis.splitlines() if line.partition(" ")[0] not in keys])


def why(arguments: Mapping[str, str], language: str) -> str:
    """Return the reason that a note gives in words, without the rest of the note."""
    return _argument("why", arguments["why"], language)


def _argument(name: str, value: str, language: str) -> str:
    """Return an argument as a reader reads it."""
    if name in _KEYS:
        return Locale(language).say(f"method.{name}.{value}")
    if value.startswith("<"):
        return Locale(language).say("method.under", p=_argument(name, value[1:], language))
    return value.replace(".", ",") if language == "fr" and _DECIMAL.fullmatch(value) else value


def p_words(p_value: float) -> str:
    """Return a p-value as the argument of a note, to three decimals or ``<0.001``.

    Examples
    --------
    >>> p_words(0.0123), p_words(0.0004)
    ('0.012', '<0.001')
    """
    return f"<{LEAST_P}" if p_value < LEAST_P else f"{p_value:.3f}"


def method(basis: str) -> str:
    """Return the notes of a row in English with plain spaces, as the column ``method`` has them."""
    return words(basis, "en").replace("\u00a0", " ")
