"""A port authority in Singapore: names as in a passport, two rows of headers, pax, invoices."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of


@pytest.mark.parametrize(("one", "other", "same"), [
    ("Nurul Huda bte Ismail", "NURUL HUDA BINTE ISMAIL", True), ("Ravi s/o Nair", "Ravi Nair", True),
    ("Wang Bin", "Wang", False), ("Bin Li", "Li", False), ("Binta Ba", "Ba", False),
])  # fmt: skip
def test_whose_child_somebody_is_may_be_written_or_not(one: str, other: str, same: bool) -> None:
    first, second = name_of(pd.Series([one, other]))
    assert (first == second) is same
