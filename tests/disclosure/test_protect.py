"""What the board copy tells of whole frames: groups together, partners, means, listings, words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import is_public, protect
from engagekit.disclosure._quotes import without_quotes
from engagekit.measures import ends
from engagekit.measures._frame import measure_frame, share
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}


def _section(measure: str, groups: dict[str, tuple[int, int]], **parts: Any) -> Section:
    """A share by department, the whole organisation last."""
    total = tuple(map(sum, zip(*groups.values(), strict=True)))
    rows = [share(measure, n, base, department=name)
            for name, (n, base) in {**groups, "All": total}.items()]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    return Section(measure, measure.title(), frame, period=PERIOD, **parts)


def _protected(rows: list[dict[str, Any]], by: Sequence[str] = ()) -> pd.DataFrame:
    """What the board copy holds of some rows."""
    section = Section("m", "M", measure_frame(rows, list(by)), period=PERIOD)
    return protect([section], Settings()).sections[0].frame


def _said(row: dict[Any, Any]) -> str:
    """What a row tells: its number, its ends, or nothing."""
    if row["recoded"]:
        return ends.words(row, "en")
    return "" if row["suppressed"] else f"{row['estimate']:.0%}"


@pytest.mark.parametrize(
    ("measure", "groups", "told"),
    [
        # Tax 2 of 6 and HR 5 of 8 make 7 of 14, half: the band from 40 to 59 %
        ("satisfaction", {"Legal": (60, 80), "Tax": (2, 6), "HR": (5, 8)},
         {"Legal": "75%", "other departments (2)": "between 40% and 59%", "All": "71%"}),
        # all less the others would give Tax 2 of 6: with IT it is 22 of 36, 61 %
        ("satisfaction", {"Legal": (60, 80), "IT": (20, 30), "Tax": (2, 6)},
         {"Legal": "75%", "other departments (2)": "between 60% and 64%", "All": "71%"}),
        # 2 of 40 in Tax would follow from 100, 60 and the total: its end takes a partner
        ("reach", {"Legal": (50, 100), "IT": (30, 60), "Tax": (2, 40)},
         {"Legal": "50%", "IT": "54% or less", "Tax": "14% or less", "All": "41%"}),
        ("reach", {"Legal": (50, 100), "IT": (3, 60), "Tax": (2, 40)},
         {"Legal": "50%", "IT": "9% or less", "Tax": "14% or less", "All": "28%"}),
        # a report depends on nothing that was told before: somebody leaves the staff list
        ("reach", {"Legal": (50, 100), "IT": (30, 60)}, {"Legal": "50%", "IT": "50%", "All": "50%"}),
        ("reach", {"Legal": (50, 99), "IT": (30, 60)}, {"Legal": "51%", "IT": "50%", "All": "50%"}),
    ],
)  # fmt: skip
def test_a_group_of_few_is_told_with_others_or_by_an_end_and_nothing_is_blank(
    measure: str, groups: dict[str, tuple[int, int]], told: dict[str, str]
) -> None:
    (safe,) = protect([_section(measure, groups)], Settings()).sections
    rows = safe.frame.to_dict("records")
    assert {row["department"]: _said(row) for row in rows} == told
    assert rows[-1]["n"] == sum(n for n, _ in groups.values()), "all of them stand"


def test_a_department_in_which_nobody_answered_is_among_the_others() -> None:
    """That no row stands for it would tell that nobody did."""
    reach = _section("reach", {"Legal": (30, 90), "IT": (20, 60), "Tax": (10, 30)})
    answers = _section("satisfaction", {"Legal": (60, 80), "IT": (20, 30)})
    safe = protect([reach, answers], Settings()).sections[1].frame
    assert safe["department"].tolist() == ["Legal", "other departments (2)", "All"]


def test_the_partner_of_a_small_group_is_told_by_its_end_in_its_own_brief_too() -> None:
    """All less the exact briefs of all other departments would give Tax 2 of 40."""
    card = _section("reach", {"Legal": (50, 100), "IT": (30, 60), "Tax": (2, 40)})
    levels = [("Partner", 10, 20), ("Associate", 20, 40), ("All", 30, 60)]
    rows = [share("reach", n, base, role_level=name) for name, n, base in levels]
    own = Section("levels", "Levels", measure_frame(rows, ["role_level"]), period=PERIOD)
    for sections in ([card, own], [own, card]):
        safe = {part.name: part for part in protect(sections, Settings()).sections}
        told = safe["levels"].frame.set_index("role_level")
        assert told.loc["All", "at_most"] == safe["reach"].frame["at_most"][1] == 0.54
        # with both levels the whole would be known
        assert told["suppressed"].to_dict() == {"Partner": True, "Associate": False, "All": True}


def test_another_department_of_the_same_size_keeps_its_number() -> None:
    card = _section("reach", {"Legal": (30, 60), "IT": (30, 60), "Tax": (2, 40)})
    safe = protect([card, card], Settings()).sections[1].frame
    assert safe["suppressed"].tolist() == [True, False, True, False]


def test_one_end_alone_without_a_total_takes_no_partner() -> None:
    """Uses of platforms, whose sum is told nowhere."""
    rows = [{"platform": name, "measure": "uses", "unit": "count", "estimate": uses}
            for name, uses in {"Norma": 914.0, "Copyhouse": 222.0, "Meridian": 2.0}.items()]  # fmt: skip
    frame = _protected(rows, ["platform"])
    assert frame["estimate"].dropna().tolist() == [914, 222]
    assert frame["at_most"].dropna().tolist() == [4]


def test_counts_of_answers_in_groups_are_rounded_and_the_note_says_so() -> None:
    section = _section("satisfaction", {"Legal": (61, 82), "IT": (48, 77)})
    (safe,) = protect([section], Settings()).sections
    assert safe.frame["n"].tolist() == [60, 50, 109]
    assert safe.frame["base"].tolist() == [80, 75, 159]
    assert "rounded to 5" in safe.note


@pytest.mark.parametrize(
    ("row", "estimate", "at_most", "base"),
    [
        # a mean stands on ten answers
        ({"measure": "mean answer", "estimate": 4.3333, "n": 9, "base": 9}, None, None, None),
        ({"measure": "mean answer", "estimate": 4.3333, "n": 10, "base": 10}, 4.3, None, 10),
        # no number leaves with more digits than a sentence shows
        (share("reach", 40, 90), 0.44, None, 90),
        ({"measure": "funding per head", "estimate": 383.4567, "base": 90}, 383.0, None, 90),
        ({"measure": "cost per use", "estimate": 0.5498, "base": 2017}, 0.55, None, 2017),
        ({"measure": "cost per use", "estimate": 13.3094, "base": 1837}, 13.31, None, 1837),
        # 2 who did not come of 33: the events tell that 31 came, so that the base goes too
        (share("no-show rate", 2, 33), None, 0.19, None),
        (share("reach", 3, 50, previous=0.04), None, 0.14, 50),  # 9 % of 50 are 4.5 people
    ],
)
def test_a_number_by_itself_is_told_rounded_by_an_end_or_not_at_all(
    row: dict[str, Any], estimate: float | None, at_most: float | None, base: int | None
) -> None:
    frame = _protected([row], ["previous"] if "previous" in row else [])
    numbers = ("estimate", "at_most", "base")
    told = tuple(None if pd.isna(frame[name][0]) else frame[name][0] for name in numbers)
    assert told == (estimate, at_most, base)
    assert frame["population"].isna().all()
    assert frame.filter(["previous"]).isna().all(axis=None), "the change before goes with it"


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


def test_an_analysts_own_numbers_without_counts_are_private() -> None:
    own = measure_frame([{"measure": "our index", "unit": "share", "estimate": 0.3}], own=True)
    told = measure_frame(
        [{"measure": "our share", "unit": "share", "estimate": 0.3, "n": 30, "base": 100}], own=True
    )
    assert not is_public(Section("own", "Own", own))
    assert is_public(Section("own", "Own", told))
    days = pd.DataFrame({"day": pd.to_datetime(["2026-07-01"]), "what": ["A tour of Tax, Q2"]})
    assert is_public(Section("own", "Own", days, kind="own"))
    for counts in ([5], [0.83], ["5"], ["83%"], pd.array([5], dtype="Int64")):
        assert not is_public(Section("own", "Own", days.assign(people=counts), kind="own"))


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
    model = {"measure": "high satisfaction, low funding", "base": base, "estimate": 0.7}
    rows = [share("satisfaction", n, base, department="Legal"),
            *({**model, "department": name} for name in ("Legal", "Tax"))]  # fmt: skip
    frame = _protected(rows, ["department"])
    assert frame["estimate"].notna().tolist()[1:] == [is_told, False]


@pytest.mark.parametrize(("base", "is_told"), [(35, False), (70, True)])
def test_a_gap_between_two_shares_stands_where_both_are_one_number(
    base: int, is_told: bool
) -> None:
    rows = [
        share("sees the value", 15, base, group="Partners"),
        share("sees the value", 99, 153, group="Others"),
        {"group": "Gap", "measure": "perception gap", "unit": "difference", "estimate": -0.22},
    ]
    frame = _protected(rows, ["group"])
    assert frame["estimate"].notna().tolist() == [is_told, True, is_told]


@pytest.mark.parametrize(("detractors", "is_told"), [(3, False), (20, True)])
def test_a_net_promoter_score_goes_with_its_shares(detractors: int, is_told: bool) -> None:
    """40 less 37 points would tell that 3 of 100 are detractors."""
    score = {"measure": "net promoter", "estimate": 40.0 - detractors, "n": 100, "base": 100}
    rows = [share("promoters", 40, 100), share("detractors", detractors, 100), score]
    assert _protected(rows)["estimate"].notna().tolist() == [True, is_told, is_told]


def _answers(item: str, counts: dict[str, int], base: int, measure: str) -> list[dict[str, Any]]:
    return [share(measure, n, base, item=item, answer=answer, unit="share")
            for answer, n in counts.items()]  # fmt: skip


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
