"""Love against funding: the probability of each quadrant, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from engagekit import figures
from engagekit.disclosure import protect
from engagekit.locale import Locale
from engagekit.measures import beside_funding, satisfaction_over_time
from engagekit.measures import quadrant as places
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section, love_and_funding
from engagekit.settings.schema import make_settings
from engagekit.statistics.pooling import ALIKE, ALIKE_IN_RANGES, pooled_shares
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def beside(*rows: tuple[str, int, int, float]) -> pd.DataFrame:
    """Departments with satisfied answers, answers and money a head."""
    made = []
    for name, n, base, money in rows:
        love = {"department": name, "measure": "satisfaction", "unit": "share"}
        made.append({**love, "estimate": n / base, "n": n, "base": base})
        made.append({"department": name, "measure": "funding per head", "unit": "per_head",
                     "estimate": money, "base": 50})  # fmt: skip
    return measure_frame(made, ["department"])


def test_probabilities_of_all_departments_are_of_one_set_of_draws() -> None:
    found = places.chances([9, 30, 12], [10, 60, 40], line=None, sets=[True] * 3)
    drawn = pooled_shares([9, 30, 12], [10, 60, 40], alike=ALIKE).draws()
    middle = np.median(drawn, axis=1)[:, None]
    by_hand = (drawn > middle).mean(axis=0) + (drawn == middle).mean(axis=0) / 2
    assert found == pytest.approx(by_hand, abs=0.025)
    assert found == [round(round(one * 20) / 20, 2) for one in found]


def test_a_line_of_the_settings_is_a_line_too() -> None:
    counts = ([9, 30, 12], [10, 60, 40])
    sets = [True] * 3
    assert places.chances(*counts, line=0.4, sets=sets) > places.chances(
        *counts, line=0.9, sets=sets
    )


def _named_and_placed(spread: float, times: int) -> tuple[float, float, float, float]:
    """Organisations with a named department, departments placed, stated chance, how often right."""
    random = np.random.default_rng(11)
    named, stated, right, every = 0, [], [], 0
    for _ in range(times):
        truth = np.full(10, 0.78)
        if spread:
            kappa = 0.78 * 0.22 / spread**2 - 1
            truth = random.beta(0.78 * kappa, 0.22 * kappa, 10)
        base = random.integers(6, 31, 10)
        high = np.array(
            places.chances(random.binomial(base, truth), base, line=None, sets=base >= 10)
        )
        named += bool(((high >= 0.8) & (random.random(10) < 0.5)).any())
        sure = np.maximum(high, 1 - high) >= 0.8
        every += 10
        stated += np.maximum(high, 1 - high)[sure].tolist()
        right += ((high >= 0.5) == (truth > np.median(truth)))[sure].tolist()
    means = [float(np.mean(one)) if one else 0.0 for one in (stated, right)]
    return named / times, len(stated) / every, means[0], means[1]


def test_departments_that_are_alike_are_hardly_ever_named() -> None:
    """40 organisations, seeded: named in at most 5 %, placed at most 10 %."""
    named, placed, *_ = _named_and_placed(0, 40)
    assert named <= 0.05 and placed <= 0.10


@pytest.mark.parametrize("spread", [0.15])
def test_a_stated_probability_is_right_as_often_as_it_says(spread: float) -> None:
    _, placed, stated, right = _named_and_placed(spread, 40)
    assert placed > 0.15
    assert right == pytest.approx(stated, abs=0.05)


def test_a_department_is_drawn_where_its_answers_and_the_others_put_it(sample: Tables) -> None:
    frame = places.quadrant(sample)
    love = frame[frame["measure"] == "satisfaction"].set_index("department")
    among = frame[frame["measure"] == places.AMONG].set_index("department")
    counts = (love.loc[among.index, part].astype(float) for part in ("n", "base"))
    pooled = pooled_shares(*counts, alike=ALIKE_IN_RANGES)
    assert among["estimate"].tolist() == pytest.approx(pooled.estimates.tolist(), abs=0.0051)
    assert love_and_funding(sample).figure_args["y"] == places.AMONG


def test_the_four_probabilities_of_a_department_add_up_to_one(sample: Tables) -> None:
    frame = places.quadrant(sample)
    four = frame[frame["measure"].isin(places.names_of(places.MONEY))]
    assert set(four.groupby("department").size()) == {4}
    assert np.allclose(four.groupby("department")["estimate"].sum(), 1)


def test_lines_are_medians_of_departments_with_enough_answers_rounded(few: Tables) -> None:
    frame = beside(("A", 7, 10, 111), ("B", 16, 20, 222), ("C", 29, 30, 333), ("D", 1, 4, 9))
    assert places.lines(few, frame) == pytest.approx((220, 0.8))


def test_lines_may_be_stated(few: Tables) -> None:
    frame = beside(("A", 7, 10, 111), ("B", 16, 20, 222))
    stated = make_settings({"quadrant": {"satisfaction": 0.75, "funding_per_head": 200}})
    assert places.lines(Tables(few.frames, stated), frame) == (200, 0.75)


def test_one_budget_for_everybody_puts_reach_beside_satisfaction(sample: Tables) -> None:
    budget = sample.frames["budget"].assign(department=pd.Series(dtype="str"))
    central = Tables({**sample.frames, "budget": budget}, sample.settings)
    made = love_and_funding(central)
    assert made.figure_args["x"] == "reach"
    assert "No department has money of its own" in finding(made)
    assert made.frame["measure"].str.contains("high satisfaction, low reach").any()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_section_names_the_surely_placed_and_greys_the_rest(
    sample: Tables, language: str
) -> None:
    made = love_and_funding(sample.in_language(language))
    found = places.likeliest_quadrants(made.frame, 0.8, 10)
    said = finding(made)
    assert f"{len(found)} " in said
    for row in found.itertuples():
        if row.quadrant == places.names_of(places.MONEY)[0]:
            assert (str(row.department) in said) == bool(row.is_decided)
    drawn = figures.draw(
        "quadrant", made.frame, title="T", locale=Locale(language), **made.figure_args
    )
    assert len(drawn.data) >= 2


@pytest.mark.parametrize(("is_last", "text"), [(True, "9 of 9"), (False, "8 of 9")])
def test_departments_with_a_place_of_their_own_are_counted(
    sample: Tables, monkeypatch: pytest.MonkeyPatch, is_last: bool, text: str
) -> None:
    made = love_and_funding(sample)
    found = places.likeliest_quadrants(made.frame, 0.8, 10)
    decided = found.assign(is_decided=[*[True] * (len(found) - 1), is_last])
    monkeypatch.setattr("engagekit.wording.money.likeliest_quadrants", lambda *_: decided)
    assert finding(made).startswith(f"{text} departments compared clearly have their place.")


def test_nothing_is_said_of_a_department_that_is_hidden(sample: Tables) -> None:
    made = love_and_funding(sample)
    shown = protect([made], sample.settings).sections[0].frame
    love = shown[(shown["measure"] == "satisfaction") & shown["suppressed"]]
    gone = set(love.loc[love["at_least"].isna() | love["at_most"].isna(), "department"])
    assert {"Tax", "Energy & Infrastructure Law"} <= gone
    of_gone = shown[shown["department"].isin(gone) & shown["measure"].str.contains("satisfaction,")]
    assert of_gone["estimate"].isna().all()


def test_quarters_taken_together_add_the_answers_of_their_surveys(sample: Tables) -> None:
    each = satisfaction_over_time(sample, during="FY2026-27 Q2", by="department")
    whole = beside_funding(sample, during="FY2026-27 Q2", quarters=4)
    love = whole[whole["measure"] == "satisfaction"].set_index("department")
    sums = each.groupby("department")[["n", "base"]].sum()
    assert love.loc["Litigation", ["n", "base"]].tolist() == sums.loc["Litigation"].tolist()
    assert love.loc["All", "base"] == sums.loc["All", "base"]
    money = whole[(whole["measure"] == "funding per head") & (whole["department"] == "All")]
    one = beside_funding(sample, during="FY2026-27 Q2")
    now = one[(one["measure"] == "funding per head") & (one["department"] == "All")]
    assert money["estimate"].item() > 3.5 * now["estimate"].item()


def test_four_quarters_are_taken_together_unless_something_else_is_said(sample: Tables) -> None:
    one = love_and_funding(sample, during="FY2026-27 Q2", quarters=1)
    assert (one.name, one.period["label"]) == ("love_and_funding_1", "FY2026-27 Q2")
    first = love_and_funding(sample, during="FY2025-26 Q1")
    assert first.period["label"] == "FY2025-26 Q1"
    rolled = love_and_funding(sample, during="FY2026-27 Q2")
    assert (rolled.audience, rolled.name) == ("board", "love_and_funding")
    assert any("October 1, 2025" in words for words in rolled.choices.values())
    assert (rolled.period["start"], rolled.period["end"]) == ("2025-10-01", "2026-09-30")
    assert rolled.period["label"] != "FY2026-27 Q2"


@pytest.mark.parametrize(
    ("stated", "start"),
    [({"funding_per_head": 500.0}, "2026-07-01"), ({"reach": 0.5}, "2026-07-01"),
     ({"funding_per_head": 2000.0, "quarters": 4}, "2025-10-01"),
     ({"satisfaction": 0.8}, "2025-10-01")],
)  # fmt: skip
def test_a_line_of_money_or_reach_that_names_no_quarters_is_one_of_a_quarter(
    sample: Tables, stated: dict[str, float], start: str
) -> None:
    raw = sample.settings.model_dump(exclude_unset=True)
    raw["quadrant"] = {**raw.get("quadrant", {}), **stated}
    lined = Tables(sample.frames, make_settings(raw))
    assert love_and_funding(lined, during="FY2026-27 Q2").period["start"] == start


def linked(count: int, money: Callable[[int], float], language: str = "en") -> str:
    """What is said of departments of rising satisfaction, each with its money a head."""
    rows = [(f"D{at:02}", 20 + at, 50, money(at)) for at in range(count)]
    sure = [{"department": name, "measure": "high satisfaction, high funding", "unit": "share",
             "estimate": 0.9, "n": n, "base": base} for name, n, base, _ in rows]  # fmt: skip
    frame = pd.concat([beside(*rows), measure_frame(sure, ["department"])], ignore_index=True)
    args = {"surely": 0.8, "least": 10}
    return finding(Section("x", "T", frame, sentence="quadrant", sentence_args=args), language)


def test_how_love_goes_with_money_is_told_from_ten_departments_on() -> None:
    assert "by rank" not in linked(9, float)
    said = linked(10, float)
    assert "by rank over 10 departments: +1.00 (likely +1.00 to +1.00). The two go together" in said
    assert "par rang, pour 10 services" in linked(10, float, "fr")


def test_a_link_is_claimed_only_outside_its_range() -> None:
    assert "Where one is higher the other is lower." in linked(10, lambda at: -float(at))
    assert "There may be no link at all." in linked(10, lambda at: float(at % 3))
    assert "by rank" not in linked(10, lambda at: 400.0)
