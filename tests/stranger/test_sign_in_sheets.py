"""Sign-in sheets with a day in each row, notes below lists, one quarter of spending, many dates."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing import dates


@pytest.mark.parametrize("text", ["Meeting 13 March 2026", "13min30", "13 GB 2026", "13 mars"])
def test_other_words_beside_numbers_are_no_whole_days(text: str) -> None:
    cells = pd.Series([text] * 6, dtype="str")
    assert dates.dates(cells).values.isna().all()
