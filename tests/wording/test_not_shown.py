"""A sentence is made of the rows that are shown, or not made: it never fails on the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import is_measure_frame, measure_frame, share
from engagekit.presentation.section import Section
from engagekit.wording import RULES, finding
from engagekit.wording._rules import NotShownError, Telling, as_count
from tests.wording.conftest import Copies

pytestmark = pytest.mark.slow

COUNTS = ["n", "base", "population"]
NUMBERS = ["estimate", "low", "high"]
ROWS = 8
"""Rows hidden one at a time at most: first ones carry the totals."""


def _without(frame: pd.DataFrame, names: list[str], rows: Any) -> pd.DataFrame:
    gone = pd.Series(rows, index=frame.index)
    emptied = {name: frame[name].mask(gone) for name in names if name in frame.columns}
    hidden = frame["suppressed"].fillna(False) | (gone & ("estimate" in names))
    return frame.assign(**emptied, suppressed=hidden.astype("boolean"))


def _thinned(frame: pd.DataFrame, *, is_each: bool) -> Iterator[pd.DataFrame]:
    """Yield a frame as the board copy may show it: rows hidden, with ends alone, without counts."""
    ways = [COUNTS, [*NUMBERS, *COUNTS], [*NUMBERS, "n"]]
    parts: list[Any] = [True]
    if is_each:
        parts += [frame["measure"] == name for name in frame["measure"].unique()]
        parts += [frame.index == at for at in frame.index[:ROWS]]
    yield from (_without(frame, names, rows) for names in ways for rows in parts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_rule_fails_on_rows_that_are_not_shown(sample_copies: Copies, language: str) -> None:
    locale, rules = Locale.of({"language": language}), set()
    for section in sample_copies[0]:
        name, frame = section.sentence, section.frame.reset_index(drop=True)
        if section.missing or not name or name in rules or not is_measure_frame(frame):
            continue
        rules.add(name)
        for shown in _thinned(frame, is_each=language == "en"):
            try:
                RULES[name](Telling(locale, shown, section.sentence_args))
            except NotShownError:
                continue  # said as protected
    assert len(rules) > 45


def test_a_fault_in_a_rule_is_not_taken_for_a_hidden_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise TypeError("unsupported operand")

    monkeypatch.setitem(RULES, "reach", broken)
    frame = measure_frame([share("reach", 6, 12, department="All")], ["department"])
    frame = frame.assign(recoded=True, suppressed=True)
    with pytest.raises(TypeError, match="operand"):
        finding(Section(name="reach", title="Reach", frame=frame, sentence="reach"))


def test_a_count_is_a_count_or_is_not_shown() -> None:
    assert as_count(12.0) == 12
    with pytest.raises(NotShownError):
        as_count(pd.NA)


def _flow(*answers: str, missing: str = "") -> Section:
    rows = [share("people by how contact stands", 20, 100, answer=name) for name in answers]
    frame = measure_frame(rows, ["answer"])
    frame["n"] = frame["n"].mask(frame["answer"] != "")
    frame["estimate"] = frame["estimate"].mask(frame["answer"] == missing)
    return Section(name="moves", title="Moves", frame=frame.assign(recoded=False),
                   sentence="reach_moves")  # fmt: skip


@pytest.mark.parametrize(
    ("language", "said"), [("en", "About 20% of colleagues met us"), ("fr", "Environ 20")]
)
def test_a_flow_without_counts_is_said_in_shares(language: str, said: str) -> None:
    ways = ("new", "kept", "regained", "lapsed", "never")
    assert finding(_flow(*ways), language).startswith(said)
    assert "rounded" in finding(_flow(*ways, missing="lapsed"), "en")
