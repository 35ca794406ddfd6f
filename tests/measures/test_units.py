"""Units known by totals alone: ratios of sums, and how use and money go together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import DataError, NotMeasuredError
from engagekit.measures.relation import BETWEEN, MOVED, RANK, STRAIGHT
from engagekit.measures.units import lacking, per_head, totals, unit_panel, unit_relation
from engagekit.sections import Section
from engagekit.sections import per_head as per_head_section
from engagekit.sections import unit_relation as unit_relation_section
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding

SETTINGS = make_settings({"organisation": {"fiscal_start": 7, "currency": "USD"}})


def tables(
    counts: list[tuple[str, str, str, float]],
    people: list[tuple[str, str, int]] = (),
    money: list[tuple[str, str, float]] = (),
) -> Tables:
    """Counts (what, day, place, n), heads (unit, day, people), money (unit, year, amount)."""
    made = {}
    rows = pd.DataFrame(counts, columns=["what", "on", "place", "n"])
    made["counts"] = rows.assign(on=pd.to_datetime(rows["on"]))
    heads = pd.DataFrame(people, columns=["department", "on", "people"])
    made["headcounts"] = heads.assign(on=pd.to_datetime(heads["on"]))
    lines = pd.DataFrame(money, columns=["department", "period", "amount"])
    made["budget"] = lines.assign(line="income", kind="actual", currency="USD")
    frames = {
        name: pd.concat([empty(name), frame])[list(empty(name).columns)]
        for name, frame in made.items()
        if len(frame)
    }
    return Tables(frames, SETTINGS)


TWO = tables(
    [("visits", "2015-06-30", "A", 90.0), ("visits", "2015-06-30", "B", 10.0)],
    [("A", "2015-06-30", 10), ("B", "2015-06-30", 90)],
    [("A", "FY2014-15", 500.0), ("B", "FY2014-15", 300.0)],
)


def test_a_count_per_head_over_all_units_is_a_ratio_of_sums() -> None:
    found = per_head(TWO, "visits", unit="A").set_index("place")
    assert found.loc["A", "estimate"] == pytest.approx(90 / 10)
    # (90 + 10) / (10 + 90), not the mean of 9 and 0.11
    assert found.loc["All", "estimate"] == pytest.approx(1.0)
    assert found.loc["All", "base"] == 100


def test_money_per_head_comes_from_the_budget_of_the_fiscal_year() -> None:
    found = per_head(TWO, "money", unit="B").set_index("place")
    assert found.loc["B", "estimate"] == pytest.approx(300 / 90)
    assert found.loc["All", "estimate"] == pytest.approx(800 / 100)
    assert found["unit"].unique().tolist() == ["per_head"]


def test_money_of_units_without_people_is_in_the_sum_and_they_are_named() -> None:
    some = tables(
        [("visits", "2015-06-30", "A", 90.0)],
        [("A", "2015-06-30", 10), ("B", "2015-06-30", 0), ("D", "2015-06-30", 15)],
        [("A", "FY2014-15", 500.0), ("B", "FY2014-15", 300.0), ("C", "FY2014-15", 200.0)],
    )
    found = per_head(some, "money").set_index("place")
    assert found.loc["All", "estimate"] == pytest.approx(1000 / 25)
    assert lacking(some, "money") == {"people": ["B", "C"], "count": ["D"]}
    said = finding(per_head_section(some, [("money", 1.0)]))
    assert "2 units have the number but no people" in said and "B, C" in said and "D" in said


def test_visits_a_head_need_no_budget_and_heads_no_whole_numbers() -> None:
    some = tables([("visits", "2015-06-30", "A", 90.0), ("served", "2015-06-30", "A", 12.5)])
    found = per_head(some, "visits", people="served")
    assert found["estimate"].tolist() == pytest.approx([90 / 12.5])


def _panel(sign: float) -> Tables:
    """12 units over 9 years: richer ones are used more; over time money rises and use falls."""
    random = np.random.default_rng(2)
    counts, heads, money = [], [], []
    for unit in range(12):
        for year in range(9):
            day, label = f"{2008 + year}-06-30", f"FY{2007 + year}-{(8 + year):02d}"
            use = 500 + 100 * unit + sign * 20 * year + random.normal(0, 3)
            counts.append(("visits", day, f"U{unit}", use))
            heads.append((f"U{unit}", day, 100))
            money.append((f"U{unit}", label, 1000.0 + 100 * unit + 30 * year + random.normal(0, 3)))
    return tables(counts, heads, money)


def test_up_between_units_and_down_over_time_is_told_as_a_conflict() -> None:
    said = finding(unit_relation_section(_panel(-1), "visits"))
    assert "higher together across units, opposite over time" in said
    assert "They disagree" not in finding(unit_relation_section(_panel(1), "visits"))


def test_over_time_stand_the_units_that_have_every_year() -> None:
    whole = _panel(-1)
    counts = whole.frames["counts"]
    gone = counts[~((counts["place"] == "U11") & (counts["on"] < "2012-01-01"))]
    points = unit_panel(Tables({**whole.frames, "counts": gone}, SETTINGS), "visits", per=1)
    total = points[points["unit"] == "All"]
    mine = points[(points["unit"] != "All") & (points["unit"] != "U11")]
    assert total["y"].tolist() == pytest.approx(mine.groupby("period")["y"].mean().tolist())


def test_a_published_share_is_not_divided_by_heads_and_weighs_by_its_base() -> None:
    rows = [("stars", "2015-06-30", "A", 4.0), ("stars", "2015-03-31", "A", 2.0),
            ("asked", "2015-06-30", "A", 30.0), ("asked", "2015-03-31", "A", 10.0)]  # fmt: skip
    some = tables(rows, [("A", "2015-06-30", 10)], [("A", "FY2014-15", 50.0)])
    points = unit_panel(some, "stars", mean_of="asked")
    assert points[["x", "y"]].values.tolist() == [[5.0, 3.5]]
    assert unit_panel(some, "stars", mean_of="people")["y"].tolist() == [3.0]


def test_a_word_that_no_counter_bears_is_answered_with_the_nearest() -> None:
    with pytest.raises(DataError, match=r"no 'visit'\. Did you mean 'visits'"):
        per_head(TWO, "visit")


def test_units_without_heads_or_money_are_left_out_of_the_points() -> None:
    some = tables(
        [("visits", "2015-06-30", unit, 5.0) for unit in "ABC"],
        [("A", "2015-06-30", 10), ("B", "2015-06-30", 0)],
        [("A", "FY2014-15", 50.0), ("B", "FY2014-15", 50.0), ("C", "FY2014-15", 50.0)],
    )
    assert unit_panel(some, "visits", per=1)[["unit", "x", "y"]].values.tolist() == [["A", 5, 0.5]]
    with pytest.raises(NotMeasuredError, match="no unit has visits, people and money"):
        unit_relation(tables([("visits", "2015-06-30", "A", 5.0)],
                             [("B", "2015-06-30", 1)], [("C", "FY2014-15", 1.0)]),
                      "visits")  # fmt: skip


def test_days_of_one_fiscal_year_are_added_up_and_those_of_the_next_kept_apart() -> None:
    days = tables(
        [("visits", "2014-07-01", "A", 1.0), ("visits", "2015-06-30", "A", 2.0),
         ("visits", "2015-07-01", "A", 4.0)],
        [("A", "2015-06-30", 10)], [("A", "FY2014-15", 50.0)],
    )  # fmt: skip
    found = totals(days, "visits").set_index("period")["count"]
    assert found.to_dict() == {2014: 3.0, 2015: 4.0}


def many(units: int = 40) -> Tables:
    """Richer units are used more in both years; what changed in a year has no pattern."""
    chance = np.random.default_rng(3)
    counts, people, money = [], [], []
    for at in range(units):
        for year, label in ((2014, "FY2013-14"), (2015, "FY2014-15")):
            unit = f"U{at:02d}"
            people.append((unit, f"{year}-06-30", 100))
            money.append((unit, label, 100 * (at + 1) + chance.normal(0, 3)))
            counts.append(("visits", f"{year}-06-30", unit, 10.0 * (at + 1) + chance.normal(0, 3)))
    counts[-1] = (*counts[-1][:3], 400.0)
    money[-1] = (*money[-1][:2], 900_000.0)
    return tables(counts, people, money)


def test_ranks_and_straight_line_stand_beside_each_other_and_changes_apart() -> None:
    found = unit_relation(many(), "visits").set_index(["level", "measure"])
    assert found.loc[(BETWEEN, RANK), "estimate"] > 0.95
    assert found.loc[(BETWEEN, STRAIGHT), "estimate"] < 0.5
    assert found.loc[(MOVED, RANK), "n"] == 40
    low, high = found.loc[(MOVED, RANK), ["low", "high"]]
    assert low < 0 < high


@pytest.mark.parametrize(
    ("language", "apart", "years"),
    [("en", "pull the second figure", "from FY2013-14 to FY2014-15"),
     ("fr", "tirent le second chiffre", "de FY2013-14 à FY2014-15")],
)  # fmt: skip
def test_the_sentence_says_why_the_two_differ_and_what_changes_show(
    language: str, apart: str, years: str
) -> None:
    made = unit_relation_section(many().in_language(language), "visits", during="FY2014-15")
    said = finding(made)
    assert apart in said and years in said


def test_a_link_of_many_units_that_is_faint_is_said_to_be_faint() -> None:
    rows = [
        {"level": level, "measure": measure, "unit": "index", "estimate": r, "low": r - 0.02,
         "high": r + 0.02, "n": 9000, "base": 9000}
        for level, r in ((BETWEEN, 0.6), (MOVED, 0.08)) for measure in (RANK, STRAIGHT)
    ]  # fmt: skip
    from engagekit.measures._frame import measure_frame

    said = finding(
        Section("unit_relation", "T", measure_frame(rows, ["level"]), sentence="unit_relation",
                sentence_args={"what": "visits", "first": "2014", "last": "2015"},
                settings={"language": "en"})
    )  # fmt: skip
    assert "The two go together." in said and said.count("hardly go together") == 1
