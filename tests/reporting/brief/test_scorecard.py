"""The line of a department: an end that is not known draws no bar and misses no target."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.reporting.brief.scorecard import Line, _line

NAN = float("nan")


def _drawn(least: float, most: float, target: float = 0.6) -> Line:
    frame = measure_frame([share("reach", 9, 12, department="Tax")], ["department"])
    frame = frame.assign(period="Q2", suppressed=False, at_least=least, at_most=most, recoded=True)
    frame.loc[:, ["estimate", "n"]] = NAN
    return _line("Tax", pd.DataFrame(frame), ["Q2"], target, Locale("en"))


@pytest.mark.parametrize(
    ("least", "most", "bar", "is_off"),
    [(0.8, NAN, 0.8, False), (NAN, 0.7, None, False), (NAN, 0.5, None, True)],
)
def test_a_bar_ends_where_a_recoded_share_is_at_least(
    least: float, most: float, bar: float | None, is_off: bool
) -> None:
    line = _drawn(least, most)
    assert line.is_open
    assert (line.reach, line.is_off) == (bar, is_off)
