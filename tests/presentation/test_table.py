from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

from engagekit.measures import _frame
from engagekit.presentation.cross_table import LONG, keys
from engagekit.presentation.table import Table, table
from engagekit.sections import Section

measure_frame = partial(_frame.measure_frame, own=True)
"""Frames of a test may hold measures of its own."""


def of(frame: pd.DataFrame, kind: str = "measure") -> Section:
    return Section("reach", "Whom we reached", frame, kind=kind, settings={"currency": "CAD"})


def shown(section: Section, language: str = "en") -> Table:
    """Return the table of a section, which has rows."""
    found = table(section, language)
    assert found is not None
    return found


def test_a_measure_frame_shows_groups_numbers_interval_and_bases() -> None:
    frame = measure_frame(
        [{"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.75,
          "low": 0.6, "high": 0.86, "n": 30, "base": 40, "population": 40}],
        ["department"],
    )  # fmt: skip
    found = shown(of(frame))
    assert found.headers == ("Department", "Share", "Likely range (95%)", "People (n)", "Out of")
    assert found.rows == (("Legal", "75%", "60% to 86%", "30", "40"),)
    assert found.numeric == (False, True, True, True, True)


@pytest.mark.parametrize(
    ("measure", "value", "head", "text"),
    [
        ("people by rung", "stranger", "Group", "Stranger"),
        ("answers", "Satisfied", "Answer", "Satisfied"),
    ],
)
def test_only_answers_to_a_survey_are_headed_so_and_no_column_is_named_raw(
    measure: str, value: str, head: str, text: str
) -> None:
    rows = [{"answer": one, "measure": measure, "unit": "share", "estimate": 0.5, "n": 30, "base": 60}
            for one in (value, "email")]  # fmt: skip
    found = shown(of(measure_frame(rows, ["answer"])))
    assert (found.headers[0], found.rows[0][0]) == (head, text)


def test_a_mean_of_counts_keeps_its_decimal() -> None:
    frame = measure_frame([{"measure": "touches", "unit": "count", "estimate": 2.34, "n": 9}])
    found = shown(of(frame))
    assert found.rows[0][1] == "2.3"


def test_a_difference_of_shares_is_told_in_points() -> None:
    row = {
        "measure": "change",
        "unit": "difference",
        "estimate": -0.22,
        "low": -0.38,
        "high": -0.04,
    }
    found = shown(of(measure_frame([row])))
    assert found.rows[0][1:] == ("−22 points", "−38 to −4 points")


def test_a_hidden_cell_of_a_listing_reads_c_and_a_missing_one_a_dash() -> None:
    shown = pd.DataFrame({"attended": ["8", "4 or fewer", "9"], "rating": [4.5, None, None]})
    found = table(of(shown, "listing"), "en")
    assert found is not None
    assert [row[1] for row in found.rows] == ["4.5", "[c]", "–"]
    assert found.has_hidden


def test_rows_beyond_the_limit_are_counted() -> None:
    frame = pd.DataFrame({"rows": range(5)})
    found = table(of(frame, "listing"), "en", most=3)
    assert found is not None and (len(found.rows), found.rows_left) == (3, 2)


@pytest.mark.parametrize(("departments", "is_cut"), [(31, False), (32, True)])
def test_of_a_table_that_is_cut_the_latest_quarter_stands(departments: int, is_cut: bool) -> None:
    frame = measure_frame(
        [{"period": f"Q{quarter}", "department": f"D{at}", "measure": name, "unit": "count",
          "estimate": at}
         for quarter, name in ((1, "reach"), (2, "funding")) for at in range(departments)],
        ["period", "department"],
    )  # fmt: skip
    found = shown(of(frame))
    periods = [row[0] for row in found.rows]
    assert (periods[0], periods.count("Q2")) == (("Q2", 32) if is_cut else ("Q1", 31))


def test_no_rows_are_no_table() -> None:
    assert table(of(measure_frame([])), "en") is None


def answers(bases: tuple[int, int] = (30, 30)) -> pd.DataFrame:
    return measure_frame(
        [{"item": item, "answer": answer, "measure": "answers", "unit": "share",
          "estimate": share, "n": round(share * base), "base": base}
         for item, base in zip(("Speed", "Care"), bases, strict=True)
         for answer, share in (("no", 0.1), ("yes", 0.9))],
        ["item", "answer"],
    )  # fmt: skip


def test_two_keys_stand_down_and_across_with_the_base_that_a_row_shares() -> None:
    found = shown(of(answers((30, 50))))
    assert found.headers == ("Item", "No", "Yes", "Out of")
    assert found.rows == (("Speed", "10%", "90%", "30"), ("Care", "10%", "90%", "50"))


@pytest.mark.parametrize(
    ("measure", "head"), [("cost per use", "Uses paid for"), ("cost", "Out of")]
)
def test_the_base_of_a_cost_per_use_is_its_uses(measure: str, head: str) -> None:
    frame = measure_frame(
        [{"platform": name, "measure": one, "unit": "money", "estimate": 9.5, "base": base}
         for name in ("Lex", "Ovid") for one, base in (("uses", None), (measure, 90))],
        ["platform"],
    )  # fmt: skip
    found = shown(of(frame))
    assert found.headers[-1] == head


def test_a_hidden_cell_across_reads_c_and_its_row_keeps_the_others() -> None:
    frame = answers()
    frame.loc[0, ["estimate", "n", "base"]] = pd.NA
    frame.loc[0, "suppressed"] = True
    found = shown(of(frame))
    assert found.has_hidden
    assert found.rows == (("Speed", "[c]", "90%", "30"), ("Care", "10%", "90%", "30"))


def test_cells_of_other_bases_and_intervals_say_so() -> None:
    frame = measure_frame(
        [{"department": name, "measure": measure, "unit": unit, "estimate": value, "low": low,
          "high": high, "n": 9, "base": base}
         for name in ("Legal", "Tax")
         for measure, unit, value, low, high, base in (
             ("reach", "share", 0.5, None, None, 18), ("satisfaction", "share", 0.9, 0.8, 1, 10))],
        ["department"],
    )  # fmt: skip
    found = shown(of(frame))
    assert found.rows[0] == ("Legal", "50%, n\u00a018", "90% (80% to 100%, few people), n\u00a010")
    assert found.headers[:2] == ("Department", "Reach")


def test_a_grid_with_many_holes_or_many_columns_is_told_row_by_row() -> None:
    holes = answers().assign(item=["a", "b", "c", "d"])
    many = measure_frame(
        [{"item": item, "touch": touch, "measure": "answers", "estimate": 0.5}
         for item in range(9) for touch in range(9)], ["item", "touch"],
    )  # fmt: skip
    for frame in (holes, many):
        found = shown(of(frame))
        assert len(found.rows) == min(len(frame), LONG)


@pytest.mark.parametrize(("cells", "is_grid"), [(7, True), (6, False)])
def test_a_grid_is_drawn_where_seven_of_ten_cells_are_filled(cells: int, is_grid: bool) -> None:
    # every row and column stands in the first five
    chosen = [*((item, item % 2) for item in range(5)), (0, 1), (2, 1)][:cells]
    frame = measure_frame(
        [{"item": item, "touch": touch, "measure": "answers", "estimate": 0.5}
         for item, touch in chosen], ["item", "touch"],
    )  # fmt: skip
    assert (keys(frame, ["item", "touch"]) is not None) is is_grid


def test_a_share_of_fewer_than_ten_is_a_count() -> None:
    frame = measure_frame(
        [{"department": name, "measure": "satisfaction", "unit": "share", "estimate": n / base,
          "low": 0.4, "high": 0.9, "n": n, "base": base}
         for name, n, base in (("Tax", 6, 8), ("Law", 9, 12), ("IT", 30, 40))],
        ["department"],
    )  # fmt: skip
    found = shown(of(frame))
    assert [row[1] for row in found.rows] == ["6 of 8", "75%", "75%"]
    assert [row[2] for row in found.rows] == ["–", "40% to 90%, few people", "40% to 90%"]


def test_amounts_beside_each_other_have_the_same_decimals() -> None:
    rows = [{"department": name, "measure": "funding per head", "unit": "per_head",
             "estimate": value, "base": 40} for name, value in (("Law", 383.2), ("Tax", 92.91))]  # fmt: skip
    found = table(of(measure_frame(rows, ["department"])), "en")
    alone = table(of(measure_frame(rows[1:], ["department"])), "fr")
    assert found is not None and [row[1] for row in found.rows] == ["$383", "$93"]
    assert alone is not None and alone.rows[0][1] == "92,91\u00a0$"
    used = [{**row, "measure": "cost per use", "unit": "money", "estimate": value}
            for row, value in zip(rows, (0.55, 22.59), strict=True)]  # fmt: skip
    beside = table(of(measure_frame(rows + used, ["department"])), "en")
    assert beside is not None
    cells = [cell.split(",")[0] for row in beside.rows for cell in row[1:3]]
    assert cells == ["$383", "$0.55", "$93", "$22.59"], "each measure has its own"


def test_a_share_that_was_typed_with_two_decimals_keeps_them() -> None:
    frame = pd.DataFrame(
        {"low": [70, 0.25, 3], "mean": [4.1333, 3.9, 4.0], "source": ["", "x", None]}
    )
    found = shown(of(frame, "listing"))
    assert [row[0] for row in found.rows] == ["70", "0.25", "3"]
    assert [row[1] for row in found.rows] == ["4.13", "3.9", "4"]
    assert [row[2] for row in found.rows] == ["–", "x", "–"]
    assert shown(of(frame, "listing"), "fr").rows[1][0] == "0,25"


def test_a_count_of_promises_is_no_count_of_people() -> None:
    promises = {"measure": "promises kept", "unit": "share", "estimate": 0.5, "n": 5, "base": 10}
    reach = {"measure": "reach", "unit": "share", "estimate": 0.5, "n": 20, "base": 40}
    found = [table(of(measure_frame(rows)), "en") for rows in ([promises, reach], [reach, reach])]
    assert [made is not None and made.headers[2] for made in found] == ["Number (n)", "People (n)"]


def test_numbers_that_a_listing_holds_as_texts_stand_to_the_right() -> None:
    frame = pd.DataFrame({"series": ["Board"], "meetings": ["12"], "price_in": ["55000.00 USD"]})
    found = shown(Section("dinner_list", "D", frame, kind="listing"))
    assert found.numeric == (False, True, True)


def test_a_probability_over_few_answers_is_no_count() -> None:
    row = {"measure": "high satisfaction, low funding", "unit": "share", "estimate": 0.4,
           "n": 3, "base": 3}  # fmt: skip
    found = shown(of(measure_frame([row])))
    assert "3 of 3" not in found.rows[0]


def test_a_population_is_headed_by_what_it_is() -> None:
    row = {"measure": "response rate (AAPOR RR2)", "unit": "share", "estimate": 0.5, "n": 20,
           "base": 40, "population": 42}  # fmt: skip
    found = [table(of(measure_frame([{**row, "measure": name}])), "en")
             for name in ("response rate (AAPOR RR2)", "reach")]  # fmt: skip
    assert [made is not None and made.headers[-1] for made in found] == [
        "Invited", "Staff list",
    ]  # fmt: skip


@pytest.mark.parametrize(("numbers", "is_wide"), [(9, True), (15, True), (16, False)])
def test_a_scorecard_that_would_be_cut_stands_side_by_side(numbers: int, is_wide: bool) -> None:
    frame = measure_frame(
        [{"service": f"S{at}", "measure": f"number {each}", "unit": "count", "estimate": each}
         for at in range(9) for each in range(numbers)],
        ["service"],
    )  # fmt: skip
    found = shown(of(frame))
    assert (len(found.rows), found.rows_left) == ((9, 0) if is_wide else (LONG, 9 * numbers - LONG))


@pytest.mark.parametrize(("services", "is_wide"), [(6, False), (7, True)])
def test_a_scorecard_that_fits_the_page_stands_row_by_row(services: int, is_wide: bool) -> None:
    frame = measure_frame(
        [{"service": f"S{at}", "measure": f"number {each}", "unit": "count", "estimate": each}
         for at in range(services) for each in range(9)],
        ["service"],
    )  # fmt: skip
    assert (keys(frame, ["service"]) == ("service", "measure")) is is_wide
