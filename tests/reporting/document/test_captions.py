"""What stands over and under a figure in small print."""

from __future__ import annotations

import re

import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import share
from engagekit.reporting.document.captions import subtitle
from engagekit.sections import Section
from tests.reporting.copies import departments, section

ENGLISH = Locale("en")
QUARTER = "FY 2026-27 Q2 (July to September 2026)"
YEAR = "October 1, 2025 to September 30, 2026"


def _reach(*periods: str, **more: object) -> Section:
    rows = [share("reach", 5, base, period=name)
            for name, base in zip(periods, (10, 30), strict=False)]  # fmt: skip
    return section("reach", rows, **more)


NOW = _reach("FY2026-27 Q2")


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (NOW, f"Reach · {QUARTER} · n 10"),
        (_reach("FY2026-27 Q1", "FY2026-27 Q2"), "Reach · FY 2026-27 Q1 to FY 2026-27 Q2"),
        (_reach("FY2026-27 Q2", choices={"looked at": YEAR}), f"Reach · {YEAR} · n 10"),
        (NOW.with_frame(NOW.frame.assign(base=None, suppressed=True)), f"Reach · {QUARTER}"),
        (section("own", [{"measure": "our own", "unit": "count"}], period={}), "Our own"),
        # the number behind a figure is that of everybody or none
        (section("r", departments(All=(5, 90), Law=(5, 40), Tax=(5, 50))), f"Reach · {QUARTER} · n 90"),
        (section("r", departments(Law=(5, 45), Tax=(5, 45))), f"Reach · {QUARTER} · n 45"),
        (section("r", departments(Law=(5, 40), Tax=(5, 50))), f"Reach · {QUARTER}"),
    ],
)  # fmt: skip
def test_a_figure_says_what_it_measures_when_and_on_how_many(made: Section, said: str) -> None:
    assert subtitle(made, ENGLISH) == said
    if made is NOW:
        assert subtitle(made, Locale("fr")).startswith("Collègues joints · T2 2026-27")


@pytest.mark.parametrize(
    ("measures", "quarters"),
    [
        (["satisfaction"], ["Q1"]),
        (["reach"], ["Q2"]),  # a survey beside it says nothing of its quarter
        (["reach", "satisfaction"], ["Q2", "Q1"]),
    ],
)
def test_a_survey_of_another_quarter_is_told_with_its_own_quarter(
    measures: list[str], quarters: list[str]
) -> None:
    rows = [share(name, 5, 10) for name in measures]
    made = section("both", rows, figure="bars", settings={"survey_period": "FY2026-27 Q1"})
    assert re.findall(r"FY 2026-27 (Q\d)", subtitle(made, ENGLISH)) == quarters
