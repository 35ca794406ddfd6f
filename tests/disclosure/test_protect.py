"""What the board copy tells of whole frames: groups together, partners, means, listings, words."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import is_public, protect
from engagekit.disclosure._quotes import without_quotes
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}


def _section(measure: str, groups: dict[str, tuple[int, int]], **parts: Any) -> Section:
    """A share by department, the whole organisation last."""
    total = tuple(map(sum, zip(*groups.values(), strict=True)))
    rows = [
        {"department": name, "measure": measure, "unit": "share", "n": n, "base": base,
         "estimate": n / base}
        for name, (n, base) in {**groups, "All": total}.items()
    ]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    return Section(measure, measure.title(), frame, period=PERIOD, **parts)


def _protected(rows: list[dict[str, Any]], by: tuple[str, ...] | list[str] = ()) -> pd.DataFrame:
    """What the board copy holds of some rows."""
    section = Section("m", "M", measure_frame(rows, list(by)), period=PERIOD)
    return protect([section], Settings()).sections[0].frame


def _told(section: Section) -> pd.DataFrame:
    (safe,) = protect([section], Settings()).sections
    return safe.frame.set_index("department")


def test_departments_with_few_answers_are_told_together_and_nothing_is_blank() -> None:
    """Tax 2 of 6 and HR 5 of 8 make 7 of 14, half: the band from 40 to 59 %."""
    told = _told(_section("satisfaction", {"Legal": (60, 80), "Tax": (2, 6), "HR": (5, 8)}))
    assert list(told.index) == ["Legal", "other departments (2)", "All"]
    assert told.loc["Legal", "estimate"] == 0.75
    together = told.loc["other departments (2)"]
    assert (together["at_least"], together["at_most"], together["base"]) == (0.4, 0.59, 15)
    assert told.loc["All", ["n", "base"]].tolist() == [67, 94]


def test_one_small_department_takes_the_next_smallest_with_it() -> None:
    """Else all less the others would give it: Tax 2 of 6 and IT 20 of 30 make 22 of 36, 61 %."""
    told = _told(_section("satisfaction", {"Legal": (60, 80), "IT": (20, 30), "Tax": (2, 6)}))
    assert list(told.index) == ["Legal", "other departments (2)", "All"]
    assert told.loc["other departments (2)", ["at_least", "at_most"]].tolist() == [0.6, 0.64]


def test_a_department_in_which_nobody_answered_is_among_the_others() -> None:
    """That no row stands for it would tell that nobody did."""
    reach = _section("reach", {"Legal": (30, 90), "IT": (20, 60), "Tax": (10, 30)})
    answers = _section("satisfaction", {"Legal": (60, 80), "IT": (20, 30)})
    safe = protect([reach, answers], Settings()).sections[1].frame
    assert safe["department"].tolist() == ["Legal", "other departments (2)", "All"]


def test_one_end_alone_beside_a_total_takes_a_partner() -> None:
    """Reach is 2 of 40 in Tax: with 100, 60 and the total told, it would follow."""
    told = _told(_section("reach", {"Legal": (50, 100), "IT": (30, 60), "Tax": (2, 40)}))
    assert told["recoded"].tolist() == [False, True, True, False]
    assert told.loc["Tax", "at_most"] == 0.14 and told.loc["IT", "at_most"] == 0.54
    assert told.loc["Legal", "estimate"] == 0.5


def test_one_end_alone_without_a_total_takes_no_partner() -> None:
    """Uses of platforms, whose sum is told nowhere."""
    rows = [{"platform": name, "measure": "uses", "unit": "count", "estimate": uses}
            for name, uses in {"Norma": 914.0, "Copyhouse": 222.0, "Meridian": 2.0}.items()]  # fmt: skip
    frame = _protected(rows, ["platform"])
    assert frame["estimate"].dropna().tolist() == [914, 222]
    assert frame["at_most"].dropna().tolist() == [4]


def test_two_ends_beside_a_total_take_no_partner() -> None:
    told = _told(_section("reach", {"Legal": (50, 100), "IT": (3, 60), "Tax": (2, 40)}))
    assert told["recoded"].tolist() == [False, True, True, False]
    assert told.loc["Legal", "n"] == 50


def test_counts_of_answers_in_groups_are_rounded_and_the_note_says_so() -> None:
    section = _section("satisfaction", {"Legal": (61, 82), "IT": (48, 77)})
    (safe,) = protect([section], Settings()).sections
    assert safe.frame["n"].tolist() == [60, 50, 109]
    assert safe.frame["base"].tolist() == [80, 75, 159]
    assert "rounded to 5" in safe.note


@pytest.mark.parametrize(("base", "is_told"), [(9, False), (10, True)])
def test_a_mean_stands_on_ten_answers(base: int, is_told: bool) -> None:
    row = {"measure": "mean answer", "unit": "points", "estimate": 4.3333, "n": base, "base": base}
    frame = _protected([row])
    assert frame["estimate"].dropna().tolist() == ([4.3] if is_told else [])


def test_no_number_leaves_with_more_digits_than_a_sentence_shows() -> None:
    rows = [
        {"measure": "reach", "unit": "share", "n": 40, "base": 90, "estimate": 40 / 90},
        {"measure": "funding per head", "unit": "per_head", "estimate": 383.4567, "base": 90},
        {"measure": "cost per use", "unit": "money", "estimate": 0.5498, "base": 2017},
        {"measure": "cost per use", "unit": "money", "estimate": 13.3094, "base": 1837},
    ]
    frame = _protected(rows)
    assert frame["estimate"].tolist() == [0.44, 383.0, 0.55, 13.31]
    assert frame["population"].isna().all()


def test_the_change_before_goes_with_its_number() -> None:
    row = {"measure": "reach", "unit": "share", "estimate": 0.06, "n": 3, "base": 50}
    tile = measure_frame([{**row, "previous": 0.04}], ["previous"])
    (safe,) = protect([Section("headline", "Numbers", tile, period=PERIOD)], Settings()).sections
    assert safe.frame[["estimate", "previous"]].isna().all(axis=None)
    assert safe.frame["at_most"].tolist() == [0.14]  # 9 % of 50 are 4.5 people


def test_flows_cross_tables_and_listings_of_people_are_private() -> None:
    flow = measure_frame(
        [{"answer": "new", "measure": "people by how contact stands", "n": 40, "base": 90}],
        ["answer"],
    )
    crossed = measure_frame(
        [{"item": "a", "department": "Tax", "answer": "b", "measure": "answers", "n": 9,
          "base": 20}], ["item", "department", "answer"],
    )  # fmt: skip
    people = pd.DataFrame({"display_name": ["Ana Gil"]})
    assert not is_public(Section("flow", "F", flow))
    assert not is_public(Section("crosstab", "C", crossed))
    assert not is_public(Section("who", "W", people, kind="listing"))


def test_few_who_came_are_told_by_an_end_and_who_registered_not_at_all() -> None:
    events = pd.DataFrame({"title": ["Breakfast", "Walk"]}).assign(
        registered=pd.array([33, 9], dtype="Int64"), attended=pd.array([31, 4], dtype="Int64"),
        minutes=[40.0, 30.0],
    )  # fmt: skip
    (safe,) = protect([Section("events", "E", events, kind="listing")], Settings()).sections
    assert list(safe.frame.columns) == ["title", "attended", "minutes"]
    assert safe.frame["attended"].tolist() == ["31", "4 or fewer"]
    assert safe.frame["minutes"].tolist()[0] == 40.0 and safe.frame["minutes"].isna()[1]


def test_an_end_of_other_than_staff_hides_its_base() -> None:
    """2 who did not come of 33: the events tell that 31 came."""
    row = {"measure": "no-show rate", "unit": "share", "estimate": 2 / 33, "n": 2, "base": 33}
    frame = _protected([row])
    assert frame["at_most"].tolist() == [0.19] and frame["base"].isna().all()


def test_an_analysts_own_numbers_without_counts_are_private() -> None:
    own = measure_frame([{"measure": "our index", "unit": "share", "estimate": 0.3}], own=True)
    told = measure_frame(
        [{"measure": "our share", "unit": "share", "estimate": 0.3, "n": 30, "base": 100}], own=True
    )
    assert not is_public(Section("own", "Own", own))
    assert is_public(Section("own", "Own", told))


def test_a_report_depends_on_nothing_that_was_told_before() -> None:
    """Somebody leaves the staff list, and the corrected report says all that the first said."""
    first = _told(_section("reach", {"Legal": (50, 100), "IT": (30, 60)}))
    second = _told(_section("reach", {"Legal": (50, 99), "IT": (30, 60)}))
    assert not first["suppressed"].any() and not second["suppressed"].any()


def test_the_bias_of_what_is_told_is_measured_by_people() -> None:
    section = _section("reach", {"Legal": (50, 100), "IT": (30, 60), "Tax": (2, 40)})
    (bias,) = protect([section], Settings()).bias
    # Legal 0.50 x 100, IT 0 to 0.54 x 60, Tax 0 to 0.14 x 40, of 200
    assert (round(bias.low, 3), round(bias.high, 3), bias.whole) == (0.25, 0.44, 0.41)
    assert not bias.is_large and bias.carried == 3


@pytest.mark.parametrize(("n", "base", "is_told"), [(24, 33, True), (13, 19, False), (22, 33, True),
                                                   (30, 33, False), (5, 9, False)])  # fmt: skip
def test_what_a_model_says_of_a_group_stands_where_its_share_is_told_to_within_five_points(
    n: int, base: int, is_told: bool
) -> None:
    """Of 22 in 23 a pooled share of 90% would tell the 22."""
    model = {"department": "Legal", "measure": "high satisfaction, low funding", "unit": "share"}
    rows = [
        {"department": "Legal", "measure": "satisfaction", "unit": "share", "n": n, "base": base,
         "estimate": n / base},
        {**model, "base": base, "estimate": 0.7},
        {**model, "department": "Tax", "base": base, "estimate": 0.7},
    ]  # fmt: skip
    frame = _protected(rows, ["department"])
    assert frame["estimate"].notna().tolist()[1:] == [is_told, False]


@pytest.mark.parametrize(("base", "is_told"), [(35, False), (70, True)])
def test_a_gap_between_two_shares_stands_where_both_are_one_number(
    base: int, is_told: bool
) -> None:
    rows = [
        {"group": "Partners", "measure": "sees the value", "unit": "share", "n": 15, "base": base,
         "estimate": 15 / base},
        {"group": "Others", "measure": "sees the value", "unit": "share", "n": 99, "base": 153,
         "estimate": 99 / 153},
        {"group": "Gap", "measure": "perception gap", "unit": "difference", "estimate": -0.22},
    ]  # fmt: skip
    frame = _protected(rows, ["group"])
    assert frame["estimate"].notna().tolist() == [is_told, True, is_told]


@pytest.mark.parametrize(("detractors", "is_told"), [(3, False), (20, True)])
def test_a_net_promoter_score_goes_with_its_shares(detractors: int, is_told: bool) -> None:
    """40 less 37 points would tell that 3 of 100 are detractors."""
    shares = {"promoters": 40, "detractors": detractors}
    rows = [
        {"measure": name, "unit": "share", "n": n, "base": 100, "estimate": n / 100}
        for name, n in shares.items()
    ]
    rows.append({"measure": "net promoter", "unit": "net", "estimate": 40.0 - detractors,
                 "n": 100, "base": 100})  # fmt: skip
    frame = _protected(rows)
    assert frame["estimate"].notna().tolist() == [True, is_told, is_told]


def _answers(item: str, counts: dict[str, int], base: int, measure: str) -> list[dict[str, Any]]:
    return [
        {"item": item, "answer": answer, "measure": measure, "unit": "share", "n": n,
         "base": base, "estimate": n / base}
        for answer, n in counts.items()
    ]  # fmt: skip


def test_what_somebody_wrote_is_no_row_of_a_table() -> None:
    """An open question whose answers repeat is read as choices: nobody's words stand alone."""
    rows = _answers("Whom do you ask?", {"The desk": 40, "Jean at the front": 1, "Marie": 2}, 43,
                    "answers")  # fmt: skip
    rows += _answers("What for?", {"Cases": 30, "News": 20, "Jean's list": 1}, 45, "options picked")
    frame = _protected(rows, ["item", "answer"])
    assert frame["answer"].tolist() == [
        "The desk", "other answers (2)", "Cases", "News", "other answers (1)",
    ]  # fmt: skip
    assert frame["estimate"].notna().sum() == 0, "43 and 45 answers are told in fives"


def test_the_words_of_a_scale_stand_however_few_chose_them() -> None:
    counts = {"Poor": 2, "Fair": 20, "Good": 60}
    rows = [*_answers("Speed", counts, 82, "answers"), *_answers("Tone", counts, 82, "answers")]
    mean = {"item": "All", "measure": "mean answer", "unit": "points", "estimate": 3.7, "base": 82}
    for each in (rows, [*rows[:3], {**mean, "item": "Speed", "answer": "All"}]):
        frame = measure_frame(each, ["item", "answer"])
        (safe,) = protect([Section("t", "T", frame, period=PERIOD)], Settings()).sections
        assert safe.frame["answer"].tolist() == frame["answer"].tolist()


def test_a_level_of_a_scale_that_few_chose_is_nobody_s_own_words() -> None:
    """A bar of a scale was told under "other answers", which the figure could not place."""
    row = {"item": "Overall", "measure": "answers", "answer": "Poor", "n": 2, "base": 40}
    row |= {"estimate": 0.05}
    (told,) = without_quotes([row], ["item", "answer"], 5, "en", ("Poor", "Good"))
    assert told["answer"] == "Poor"
    (told,) = without_quotes([row], ["item", "answer"], 5, "en")
    assert told["answer"] == "other answers (1)"
