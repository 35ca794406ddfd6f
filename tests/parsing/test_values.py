"""Text to kind: whole columns, one order of day and month, nothing guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pandas as pd
import pytest

from engagekit.parsing import dates
from engagekit.parsing import values as kinds
from engagekit.parsing.durations import durations


def _column(*values: str | None) -> pd.Series:
    return pd.Series(values, dtype="str")


def test_dates_that_could_be_either_order_are_left_and_counted() -> None:
    found = dates.dates(_column("01/02/2026", "03/04/2026", "05/05/2026"))
    assert found.values.isna().tolist() == [True, True, False]  # 5 May is the same both ways
    assert found.bad.tolist() == [True, True, False]
    assert found.ambiguous == 2
    assert found.order is None


def test_one_part_over_twelve_settles_the_order_of_the_column() -> None:
    found = dates.dates(_column("01/02/2026", "14/02/2026"))
    assert found.values.dt.date.tolist() == [dt.date(2026, 2, 1), dt.date(2026, 2, 14)]
    american = dates.dates(_column("01/02/2026", "02/14/2026"))
    assert american.values.dt.date.tolist() == [dt.date(2026, 1, 2), dt.date(2026, 2, 14)]


def test_cells_that_contradict_each_other_settle_nothing() -> None:
    found = dates.dates(_column("14/02/2026", "02/14/2026", "01/02/2026"))
    assert found.order is None
    assert found.values.isna().all()


@pytest.mark.parametrize("text", ["31/06/2026", "2026-13-05", "29/02/2025", "soon", "2026"])
def test_a_date_that_is_none_is_bad_and_missing(text: str) -> None:
    found = dates.dates(_column(text, "30/06/2026"))
    assert found.bad.tolist() == [True, False]
    assert found.values.isna().tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 mars 2026", 3),
        ("March 4, 2026", 4),
        ("5. März 2026", 5),
        ("2026-03-06", 6),
        ("07-Mar-26", 7),
    ],
)
def test_dates_in_words_are_read_in_several_languages(text: str, day: int) -> None:
    assert dates.dates(_column(text)).values.dt.date.tolist() == [dt.date(2026, 3, day)]


def test_a_moment_keeps_its_zone_and_one_without_takes_the_home_zone() -> None:
    found = dates.moments(
        _column("2026-07-01 23:30", "2026-07-01T23:30:00Z"), zone="America/Toronto"
    )
    assert [moment.isoformat() for moment in found.values] == [
        "2026-07-01T23:30:00-04:00",
        "2026-07-01T19:30:00-04:00",
    ]


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1 234,50", "7,5"], [1234.5, 7.5]),
        (["1,234.50", "7.5"], [1234.5, 7.5]),
        (["1,234", "12"], [1234.0, 12.0]),
        (["$1,200", "(300)"], [1200.0, -300.0]),
        (["(-300)", "(.5)", "+5-", "€-358-"], [-300.0, -0.5, -5.0, -358.0]),
        (["85 %", "7%"], [0.85, 0.07]),
    ],
)
def test_the_decimal_sign_is_decided_from_the_whole_column(
    texts: list[str], values: list[float]
) -> None:
    assert kinds.numbers(_column(*texts)).values.tolist() == pytest.approx(values)


@pytest.mark.parametrize("read", [kinds.numbers, durations])
def test_what_no_count_reaches_cannot_be_read(read: Callable[[pd.Series], kinds.Parsed]) -> None:
    found = read(_column("999999999999999", "1000000000000000", "9" * 400))
    assert found.bad.tolist() == [False, True, True]
    found = read(_column("2.5", "1e999", "1e15"))
    assert found.bad.tolist() == [False, True, True]
    assert found.values.isna().tolist() == [False, True, True]


def test_words_that_mean_missing_elsewhere_are_bad_numbers_and_good_answers() -> None:
    assert kinds.numbers(_column("n/a", "NA", "None", "")).bad.tolist() == [True, True, True, False]
    assert kinds.clean(_column("None", "NA", " n/a ")).tolist() == ["None", "NA", "n/a"]


def test_flags_are_yes_or_no_and_nothing_else() -> None:
    found = kinds.flags(_column("Oui", "NO", "perhaps", None))
    assert found.values.isna().tolist() == [False, False, True, True]
    assert found.bad.tolist() == [False, False, True, False]


@pytest.mark.parametrize(("texts", "minutes"), [
    (["0.010416666666", "0.03125", "0.0416666667"], [15, 45, 60]), (["0,0104166667"], [15]),
    (["0.1666667", "0.3333333", "0.25"], [0.1666667, 0.3333333, 0.25]), (["0.5", "0.01"], [0.5, 0.01]),
])  # fmt: skip
def test_parts_of_a_day_are_minutes_where_hours_would_be_too_short(
    texts: list[str], minutes: list[float]
) -> None:
    assert durations(_column(*texts)).values.tolist() == pytest.approx(minutes)


def test_durations_become_minutes() -> None:
    found = durations(_column("1h 30m", "PT45M", "00:20:30", "12", "--", "long"))
    assert found.values.fillna(-1).tolist() == [90.0, 45.0, 20.5, 12.0, -1.0, -1.0]
    assert found.bad.tolist() == [False, False, False, False, False, True]


@pytest.mark.parametrize(("text", "minutes"), [
    ("a quarter of an hour", 15), ("un quart d'heure", 15), ("eine Viertelstunde", 15), ("½ hour", 30),
    ("une demi-heure", 30), ("3 quarters of an hour", 45), ("an hour", 60), ("30'", 30), ("quarter", None),
])  # fmt: skip
def test_parts_of_an_hour_in_words_are_minutes(text: str, minutes: float | None) -> None:
    found = durations(_column(text)).values[0]
    assert (None if pd.isna(found) else found) == minutes


def test_minus_is_read_in_the_ways_of_ledgers() -> None:
    cells = _column("1,000.00-", "−50", "(5)", "20.00 CR", "20.00 DR", "CA$ 7", "1-2", "-")
    found = kinds.numbers(cells)
    assert found.values[:6].tolist() == [-1000, -50, -5, -20, 20, 7]
    assert found.bad.tolist() == [False] * 6 + [True, False]  # a dash alone says that none is
    assert found.values[6:].isna().all()


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1 234,50 $", "(1,200)", "CAD 500", "-300"], [1234.5, -1200, 500, -300]),
        (["1 234,50", "$1,000.00"], [1234.5, 1000]),
        (["1,234.50", "1.234,50"], [1234.5, 1234.5]),
        (["1 234,50 $", "12.5", "7,5"], [1234.5, 12.5, 7.5]),
        (["1.234.567", "2,5"], [1234567, 2.5]),
        (["1,234,567", "2.5", "0,25"], [1234567, 2.5, 0.25]),
    ],
)
def test_an_amount_that_reads_in_one_way_is_read_so_whatever_stands_beside_it(
    texts: list[str], values: list[float]
) -> None:
    found = kinds.numbers(_column(*texts), in_cents=True)
    assert found.values.tolist() == pytest.approx(values)
    assert not found.bad.any()


def test_a_comma_before_three_digits_parts_thousands_of_money_and_is_open_elsewhere() -> None:
    cells = _column("1,200", "2,5")
    assert kinds.numbers(cells, in_cents=True).values.tolist() == [1200, 2.5]
    assert kinds.numbers(cells).values.tolist() == [1.2, 2.5]


@pytest.mark.parametrize("text", ["3.4.2026", "12.10.26", "1,000,00", "1.000.00", "1.2.3", "514 555 1234", "1 000 00"])  # fmt: skip
def test_signs_that_part_no_thousands_make_no_number(text: str) -> None:
    assert kinds.numbers(pd.Series([text, "5"])).bad.tolist() == [True, False]


@pytest.mark.parametrize(("text", "number"), [("12,34,567", 1234567), ("1 234 567,8", 1234567.8), ("1.234.567,8", 1234567.8), ("1,234,567-", -1234567), ("10 000", 10000)])  # fmt: skip
def test_signs_that_part_thousands_are_left_out(text: str, number: float) -> None:
    assert kinds.numbers(pd.Series([text])).values.tolist() == [number]
