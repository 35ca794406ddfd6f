"""A budget line that is the sum of the others of its time, from three lines on."""

from __future__ import annotations

import pytest

from engagekit.loading.checks.money import sum_of_others
from tests.conftest import _tidy, made


def _asked(*amounts: float | None, other: tuple[float, ...] = ()) -> list[str]:
    """What is asked about lines of these amounts, beside those of another department."""
    rows = [
        {"period": "2026 Q3", "line": f"{name or 'Nobody'}{at}", "amount": amount,
         "department": name, "kind": "actual"}
        for name, every in ((None, amounts), ("Tax", other))
        for at, amount in enumerate(every)
    ]  # fmt: skip
    return [problem.problem for problem in sum_of_others(made(budget=_tidy("budget", *rows)))]


def test_the_sum_of_two_others_is_asked_about_with_its_amount() -> None:
    assert _asked(60.25, 40, 100.25, None, 0) == [
        "has a line 'Nobody2' of 100.25, the sum of the 2 others of 2026 Q3"
    ]


@pytest.mark.parametrize(
    "amounts", [(60, 60), (60, 40, 100.01), (60, 60, 0), (5, -5, 0, 0), (60, 40, 99), ()]
)
def test_two_equal_lines_or_a_cent_more_are_no_sum(amounts: tuple[float, ...]) -> None:
    assert _asked(*amounts) == []


def test_each_department_is_looked_at_alone() -> None:
    assert _asked(60, 40, other=(100, 7, 8)) == []
    [first, second] = _asked(60, 40, 100, other=(15, 7, 8))
    assert "'Nobody2' of 100.00" in first and "'Tax0' of 15.00" in second
