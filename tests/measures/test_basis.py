"""How a number came about: notes are facts, read by rules and worded in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import engagekit
from engagekit.errors import UsageError
from engagekit.locale.catalogue import read, slots
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import (
    AT_95,
    have,
    join,
    method,
    note,
    notes,
    notes_of,
    p_words,
    words,
)

HOME = Path(engagekit.__file__).parent
GROUPS = ("why.", "by.")


def _notes(language: str) -> dict[str, str]:
    texts = read(language).messages.items()
    found = {key.removeprefix("method."): text for key, text in texts if key.startswith("method.")}
    return {key: text for key, text in found.items() if not key.startswith(GROUPS)}


def test_both_languages_have_the_same_notes_and_slots() -> None:
    english, french = _notes("en"), _notes("fr")
    assert set(english) == set(french)
    for key, text in english.items():
        assert slots(text) == slots(french[key]), key


def test_the_notes_of_intervals_at_95_per_cent_say_so() -> None:
    assert {key for key, text in _notes("en").items() if "95%" in text} == AT_95


def test_every_note_is_written_by_some_module() -> None:
    source = "\n".join(file.read_text("utf-8") for file in HOME.rglob("*.py"))
    literal = set(re.findall(r'"(\w+)"', source))
    put_together = {"p_holm", "p_bh", "p_hochberg", "p_bonferroni", "under"}
    assert set(_notes("en")) - literal - put_together == set()


def test_no_rule_reads_the_words_of_a_method() -> None:
    reads = re.compile(r'\["method"\]\.(str|eq|isin|map|iloc)|\["method"\] [=!]=|in str\(row\["me')
    found = [file.name for file in HOME.rglob("*.py") if reads.search(file.read_text("utf-8"))]
    assert found == []


def test_notes_keep_their_order_and_arguments() -> None:
    basis = join("wilson", "", note("weighted", by="department", n=40, worth=33))
    assert list(notes(basis)) == ["wilson", "weighted"]
    assert notes(basis)["weighted"] == {"by": "department", "n": "40", "worth": "33"}


def test_notes_are_worded_one_after_the_other() -> None:
    weighted = note("weighted", by="both", n=40, worth=33)
    assert method(join("wilson", weighted)) == (
        "Wilson 95% interval, weighted to the staff list by department and role level "
        "(40 answers weigh as 33)"
    )
    assert method(join("t", note("left_out", n=3))) == (
        "t 95% interval; 3 answers without a number left out"
    )
    why = note("unweighted_why", why="no_list")
    assert words(why, "fr") == "sans pondération\u00a0: il n\u2019y a pas de liste du personnel"


@pytest.mark.parametrize(("value", "said"), [(0.001, "p 0,001"), (0.0009, "p sous 0,001")])
def test_a_p_value_is_told_to_three_decimals_or_as_smaller(value: float, said: str) -> None:
    assert words(note("p_holm", p=p_words(value), n=3), "fr").startswith(said)


def test_an_unknown_note_is_refused() -> None:
    with pytest.raises(UsageError, match=r"method\.wilsen"):
        measure_frame([{"measure": "reach", "n": 1, "base": 2, "basis": "wilsen"}])


def test_a_frame_words_its_notes_and_keeps_them() -> None:
    frame = measure_frame([{"measure": "reach"}, {"measure": "reach", "basis": "t"}], basis="count")
    assert frame["method"].tolist() == ["count; no interval", "t 95% interval"]
    assert have(frame, "t", "wilson").tolist() == [False, True]
    again = measure_frame(pd.concat([frame, frame]))
    assert again["basis"].tolist() == ["count", "t", "count", "t"]


def test_a_row_of_somebodys_own_keeps_the_method_they_wrote() -> None:
    frame = measure_frame([{"measure": "ours", "method": "by hand"}], own=True)
    assert frame["method"].item() == "by hand"
    assert notes_of(frame.iloc[0]) == {}
    assert not have(frame.drop(columns="basis"), "wilson").any()
