from __future__ import annotations

import pandas as pd

from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.sections.printed import table


def of(frame: pd.DataFrame, kind: str = "measure") -> Section:
    return Section("reach", "Whom we reached", frame, kind=kind, settings={"currency": "CAD"})


def test_a_measure_frame_shows_groups_numbers_interval_and_bases() -> None:
    frame = measure_frame(
        [{"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.75,
          "low": 0.6, "high": 0.86, "n": 30, "base": 40, "population": 40}],
        ["department"],
    )  # fmt: skip
    found = table(of(frame), "en")
    assert found is not None
    assert found.headers == ("Department", "Share", "95% interval", "People (n)", "Of (base)")
    assert found.rows == (("Legal", "75%", "60% to 86%", "30", "40"),)
    assert found.numeric == (False, True, True, True, True)


def test_a_mean_of_counts_keeps_its_decimal() -> None:
    frame = measure_frame([{"measure": "touches", "unit": "count", "estimate": 2.34, "n": 9}])
    found = table(of(frame), "en")
    assert found is not None and found.rows[0][1] == "2.3"


def test_a_hidden_cell_of_a_listing_reads_c_and_a_missing_one_a_dash() -> None:
    shown = pd.DataFrame({"title": ["Tea", "Talk", "Walk"], "attended": [8, None, None]})
    shown["attended"] = shown["attended"].astype("Int64")
    hidden = pd.DataFrame({"title": [False] * 3, "attended": [False, True, False]})
    found = table(of(shown, "listing"), "en", hidden)
    assert found is not None
    assert [row[1] for row in found.rows] == ["8", "[c]", "–"]
    assert found.has_hidden


def test_rows_beyond_the_limit_are_counted() -> None:
    frame = pd.DataFrame({"rows": range(5)})
    found = table(of(frame, "listing"), "en", most=3)
    assert found is not None and (len(found.rows), found.rows_left) == (3, 2)


def test_no_rows_are_no_table() -> None:
    assert table(of(measure_frame([])), "en") is None
