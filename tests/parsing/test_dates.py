"""Columns of moments: each day and clock read once gives what reading each text gives."""

from __future__ import annotations

import pandas as pd
import pytest
from babel import Locale

from engagekit.files import workbook
from engagekit.parsing import validate
from engagekit.parsing.dates import first_and_last
from engagekit.parsing.months import months_of
from engagekit.parsing.word_lists import by_word


def test_hidden_rows_and_merges_are_found_behind_a_hidden_column() -> None:
    xml = (
        b'<worksheet><cols><col min="1" max="1" hidden="1"/></cols><sheetData><row r="1"><c r="A1">'
        b'<v>1</v></c></row><row r="2" hidden="1"/></sheetData>'
        b'<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )
    facts = workbook._facts(xml, frozenset())
    assert (facts.hidden_rows, facts.merges) == ((2,), ("A1:B1",))
    shown = xml.replace(b'r="2" hidden="1"', b'r="2"')
    assert workbook._facts(shown, frozenset()).hidden_rows == ()


def test_the_first_and_last_day_keep_their_clock_where_the_zone_is_stated() -> None:
    cells = pd.Series(["2026-01-02 10:00:00", "2026-01-02 09:00:00", "2026-01-09 18:00:00", ""])
    assert first_and_last(cells, None, None) == ("2026-01-02", "2026-01-09")
    assert first_and_last(cells, None, "UTC") == (
        "2026-01-02T09:00:00+00:00", "2026-01-09T18:00:00+00:00",
    )  # fmt: skip
    assert first_and_last(pd.Series(["", "soon"]), None, "UTC") == ("", "")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["03/04/2026", "05/06/2026"], "such as '03/04/2026'"),
        (
            ["03/04/2026", "25/06/2026", "06/25/2026"],
            "holds '25/06/2026', which can only be day first, and '06/25/2026'",
        ),
    ],
)
def test_a_column_that_nothing_settles_is_one_question_with_a_sample(
    cells: list[str], words: str
) -> None:
    frame = pd.DataFrame({"touch_id": list("abc")[: len(cells)], "on": cells, "channel": "desk"})
    done = validate.check("touches", frame, validate.Place("log.csv", ""))
    told = [fault.problem for fault in done.problems if fault.column == "on"]
    assert len(told) == 1 and words in told[0]
    assert done.frame.empty


def test_the_months_of_every_language_are_known_as_its_standard_writes_them() -> None:
    known, kinds = by_word("cells.months"), ("wide", "abbreviated")
    for language in ("en_CA", "en_GB", "fr_CA", "fr", "de", "nl", "es", "it", "pt_BR"):
        months = Locale.parse(language).months["format"]
        for at, name in [pair for kind in kinds for pair in months[kind].items()]:
            assert known[name.rstrip(".").casefold()] == str(at), (language, name)


def test_a_day_that_does_not_exist_is_no_month() -> None:
    row = ["Line", "2026-01-31", "2026-02-31"]
    assert months_of(row, [["Books", "100", "200"]]) == row
