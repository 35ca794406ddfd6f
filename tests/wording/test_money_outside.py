"""Money that belongs to no department of the staff list, told with and without names."""

from __future__ import annotations

import pytest

from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.wording import finding


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("unnamed", [True, False])
@pytest.mark.parametrize("names", [[], ["Legal"], [f"Unit {n}" for n in range(9)]])
def test_money_outside_is_told_whatever_names_it_stands_under(
    names: list[str], unnamed: bool, language: str
) -> None:
    frame = measure_frame([{"measure": "funding", "unit": "money", "estimate": 10.0}])
    told = {"amount": 400.0, "names": names, "unnamed": unnamed}
    section = Section(
        "money", "Money by department", frame, sentence="money_outside", sentence_args=told
    )
    said = finding(section, language)
    assert "400" in said and all(name in said for name in names[:1])
