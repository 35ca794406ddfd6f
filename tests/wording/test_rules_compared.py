"""A run that clearly turned back at its end is not told by its first number alone."""

from __future__ import annotations

from typing import Any

import pytest

from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.wording import finding

PERIOD = {"label": "FY2026-27 Q3", "start": "2026-10-01", "end": "2026-12-31"}


def _said(language: str, *counts: int) -> str:
    rows = [
        {"period": f"FY2026-27 Q{at}", "measure": "reach", "n": n, "base": 100, "estimate": n / 100}
        for at, n in enumerate(counts, start=1)
    ]
    return _finding("reach_over_time", rows, language)


def _finding(name: str, rows: list[dict[str, Any]], language: str = "en", **args: Any) -> str:
    frame = measure_frame(rows, ["period"])
    settings = {"k": 5, "language": language, "currency": "CAD"}
    made = Section(name, "", frame, sentence=name, sentence_args=args, period=PERIOD,
                   settings=settings)  # fmt: skip
    return finding(made)


def _spent(name: str, *amounts: float, **args: Any) -> str:
    rows = [
        {"period": f"FY{2025 + at // 4}-{26 + at // 4} Q{at % 4 + 1}", "estimate": amount,
         "measure": "funding per head"}
        for at, amount in enumerate(amounts)
    ]  # fmt: skip
    return _finding(name, rows, **args)


def test_reach_that_fell_back_is_told_from_the_quarter_before() -> None:
    text = _said("en", 40, 76, 55)
    assert text.startswith("By our records, reach went from 76% to 55%.")
    assert text.endswith("In FY 2026-27 Q1 it was 40%.")
    assert "c’était 40" in _said("fr", 40, 76, 55).replace("'", "’")


@pytest.mark.parametrize("counts", [(40, 50, 55), (40, 59, 55), (60, 50, 40)])
def test_reach_that_did_not_turn_back_clearly_is_told_from_the_first(
    counts: tuple[int, ...],
) -> None:
    assert _said("en", *counts).startswith(
        f"By our records, reach went from {counts[0]}% to {counts[-1]}%"
    )


def test_reach_that_is_back_where_it_was_has_not_stayed() -> None:
    assert "as in" not in _said("en", 55, 76, 55)
    assert "as in" in _said("en", 55, 57, 55)


def test_money_is_set_beside_the_same_quarter_a_year_before() -> None:
    yearly = (600.0, 900.0, 600.0, 600.0, 660.0, 990.0)
    text = _spent("funding_over_time", *yearly)
    said = "Spending per head is $990 per quarter, against $900 in FY 2025-26 Q2."
    assert text.startswith(said) and "In FY 2026-27 Q2, not adjusted" in text
    assert "$600" not in text  # one baseline: no other quarter beside it
    real = _spent("funding_over_time", *yearly, is_real=True)
    assert "$990 per quarter, against $900 in FY 2025-26 Q2" in real
    assert "is $900 per quarter, as in FY" in _spent("funding_over_time", *yearly[:5], 900.0)


@pytest.mark.parametrize(
    "amounts", [(600.0, 900.0, 600.0, 700.0), (600.0, float("nan"), 600.0, 650.0, 680.0, 700.0)]
)
def test_money_without_that_quarter_is_set_beside_the_first(amounts: tuple[float, ...]) -> None:
    text = _spent("funding_over_time", *amounts)
    assert text.startswith("Spending per head is $700 per quarter, against $600 in ")


@pytest.mark.parametrize(("basis", "is_compared"), [("actual", True), ("share_of_days", False)])
def test_money_of_a_year_split_by_days_is_compared_with_no_quarter(
    basis: str, is_compared: bool
) -> None:
    rows = [{"period": f"FY2026-27 Q{at}", "estimate": 10.0 - at, "basis": basis,
             "measure": "funding per head"} for at in (1, 2)]  # fmt: skip
    assert ("against $9" in _finding("funding_over_time", rows)) is is_compared


@pytest.mark.parametrize(
    ("bases", "text"),
    [
        (["actual"] * 6, "reach was 40% in the first quarter and 45% in the last.\n"),
        (["budget"] + ["actual"] * 6, "reach was 41% in the first quarter and 46% in"),
        (["budget"] + ["actual"] * 5, "5 quarters are too few to set reach beside"),
        (["share_of_days"] * 6, "1 quarter is too few to set reach beside money"),
    ],
)
def test_reach_is_set_beside_money_that_is_alike_and_what_records_explain_is_said(
    bases: list[str], text: str
) -> None:
    rows = [
        {"period": f"FY{2025 + at // 4}-{26 + at // 4} Q{at % 4 + 1}", "estimate": value,
         "measure": measure, "basis": basis if measure != "reach" else ""}
        for at, basis in enumerate(bases)
        for measure, value in (("reach", 0.4 + at / 100), ("funding per head", 600.0))
    ]  # fmt: skip
    frame, settings = measure_frame(rows, ["period"]), {"k": 5, "language": "en", "currency": "CAD"}
    one = Section("over_time", "", frame, sentence="over_time", period=PERIOD, settings=settings,
                  sentence_args={"logged": "up"})  # fmt: skip
    assert text in finding(one)
    assert "changed" not in finding(one)  # as it stayed at $600
    # the records were compared from the first quarter to the last
    is_told = "Fuller records alone could account for this." in finding(one)
    assert is_told is (bases == ["actual"] * 6)
