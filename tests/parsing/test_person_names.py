"""Names as people write them: letters of degrees behind them are no part of the name."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.parsing.person_names import name_of


@pytest.mark.parametrize("name", [
    "Maria Lopez, RN", "Lopez, Maria, MD", "Maria Lopez, MD, PhD", "Maria Lopez MD",
    "Dr. Maria Lopez, M.D., Ph.D.", "Lopez, Maria MSN, RN", "MARIA LOPEZ, MD", "Maria Lopez,MD",
    "Maria Lopez, FNP-BC", "Maria Lopez, P.Eng.", "Maria Lopez, MA",
    "Maria Lopez, Ph. D.", "Maria Lopez, M. Sc., inf.", "Me Maria Lopez, avocate",
])  # fmt: skip
def test_letters_of_degrees_are_off(name: str) -> None:
    assert name_of(pd.Series([name])).tolist() == ["maria lopez"]


@pytest.mark.parametrize(("name", "bare"), [
    ("Chen, Ma", "ma chen"), ("Do, Van", "van do"), ("Lee, PE", "pe lee"), ("Jo MA", "jo ma"),
    ("De La Cruz, Ed", "ed de la cruz"), ("DE LA CRUZ, MA", "ma de la cruz"),
    ("Anna LE", "anna le"), ("John Smith, Jr., MD", "john smith jr"), ("Kim Ba", "kim ba"),
    ("J. P. Smith", "j p smith"), ("Smith, J. P.", "j p smith"),
])  # fmt: skip
def test_names_that_look_like_letters_stay(name: str, bare: str) -> None:
    assert name_of(pd.Series([name])).tolist() == [bare]
