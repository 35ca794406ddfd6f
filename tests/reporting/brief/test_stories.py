"""Findings by weight, and which of them lead a brief."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engagekit.measures._frame import share
from engagekit.presentation.section import Section
from engagekit.reporting.brief.source import Source
from engagekit.reporting.brief.stories import Finding, findings
from tests.reporting.copies import PERIOD, SETTINGS, content, hidden, over_time, section

PLAIN = Finding("a", "a", "reach", "", "", unit="share", now=0.5, base=100)


@pytest.mark.parametrize(
    ("more", "weight"),
    [
        ({"before": 0.2}, 3.0),  # steps of a change at most
        ({"before": 0.44}, 1.2),
        ({"before": 0.46}, 0.0),  # less than a step
        ({"low": 0.4, "high": 0.6, "before": 0.41}, 0.0),  # within its range
        ({"target": 0.6}, 2.0),
        ({"target": 0.4}, 0.0),  # what is met is no distance
        ({"base": 1000}, 0.67),
        ({"bears": True}, 2.0),
    ],
)
def test_change_distance_people_and_the_ask_each_add_weight(
    more: dict[str, float], weight: float
) -> None:
    made = replace(PLAIN, **more)  # type: ignore[arg-type]
    assert made.score - PLAIN.score == pytest.approx(weight)


@pytest.mark.parametrize(
    ("more", "is_unchanged"),
    [
        ({"before": 0.46}, False),  # a count of everybody that moved, moved
        ({"before": 0.4951}, True),
        ({"before": 0.4949}, False),
        ({"low": 0.4, "high": 0.6, "before": 0.41}, True),
        ({"low": 0.4, "high": 0.6, "before": 0.39}, False),
    ],
)
def test_what_moved_within_its_range_is_no_clear_change(
    more: dict[str, float], is_unchanged: bool
) -> None:
    assert replace(PLAIN, **more).is_unchanged is is_unchanged  # type: ignore[arg-type]


def _card(*quarters: tuple[float, ...], names: tuple[str, ...] = ("Legal", "Tax")) -> Section:
    rows = [
        row
        for name, counts in zip(names, zip(*quarters, strict=True), strict=True)
        for row in over_time("reach", counts, department=name)
    ]
    return section("scorecard", rows)


def _texts(*sections: Section) -> dict[str, str]:
    """What is said of each department."""
    return {one.of: one.text for one in findings(Source(content(*sections, told="Up.")))}


def test_a_section_that_only_sets_answers_side_by_side_is_no_finding() -> None:
    row = share("satisfaction", 30, 40, item="A")
    assert (
        findings(Source(content(section("banner", [row]), section("crosstab", [row]), told="U.")))
        == ()
    )


@pytest.mark.parametrize(("base", "is_news"), [(9, False), (10, True)])
def test_a_department_of_a_few_is_no_news(base: int, is_news: bool) -> None:
    rows = [share("reach", base, base, period=PERIOD["label"], department="Tax")]
    assert ("Tax" in _texts(section("scorecard", rows))) is is_news


@pytest.mark.parametrize(
    ("counts", "target", "said"),
    [
        ((40, 76, 55), 0.6, "Tax: 55% reached, against 76% in FY 2026-27 Q2 and 40% in "
                            "FY 2026-27 Q1; the target is 60%."),
        ((40, 76, 55), 0.5, "Tax: 55% reached, against 76% in FY 2026-27 Q2 and 40% in "
                            "FY 2026-27 Q1."),
        ((40, 59, 55), 0.6, "Tax: 55% reached, against 40% in FY 2026-27 Q1; the target is 60%."),
        ((40, 60, 55), 0.5, "Tax: 55% reached, against 60% in FY 2026-27 Q2 and 40% in "
                            "FY 2026-27 Q1."),
        ((76, 55), 0.5, "Tax: 55% reached, against 76% in FY 2026-27 Q1."),
        ((76, 76), 0.5, "Tax: 76% reached, as in FY 2026-27 Q1."),
        ((55,), 0.5, "Tax: 55% reached, target 50%."),
        ((55,), 0.6, "Tax: 55% reached, below the target of 60%."),
        ((55,), None, "Tax: 55% reached."),
    ],
)  # fmt: skip
def test_a_department_that_turned_back_is_set_beside_the_quarter_before(
    counts: tuple[int, ...], target: float | None, said: str
) -> None:
    settings = SETTINGS | {"targets": {"reach": target} if target else {}}
    made = section("scorecard", over_time("reach", counts, department="Tax"), settings=settings)
    assert _texts(made) == {"Tax": said}


def test_a_finding_is_set_beside_an_earlier_quarter_unless_one_is_protected() -> None:
    made = section("reach", over_time("reach", (80, 40, 44, 60)))
    told = {}
    for gone in ((), (1,), (3,)):
        (one,) = findings(Source(content(made.with_frame(hidden(made.frame, *gone)), told="Up.")))
        told[gone] = (one.now, one.before)
    assert told == {
        (): (0.6, 0.44),  # it fell, and then turned back
        (1,): (0.6, None),  # since a protected quarter it may have fallen
        (3,): (None, None),
    }


def test_what_is_only_protected_is_no_news() -> None:
    made = section("reach", over_time("reach", (40, 60)))
    for told, is_news in (("Up.", True), ("Reach: rounded, to protect small groups.", False)):
        (one,) = findings(Source(content(made, told=told)))
        assert (one.now is not None) is is_news


@pytest.mark.parametrize(
    ("told", "is_news"),
    [("Trust grows with each touch.", True),
     ("Trust does not clearly change from touch to touch.", False)],
)  # fmt: skip
def test_trust_that_does_not_change_from_touch_to_touch_is_no_news(
    told: str, is_news: bool
) -> None:
    made = section("touch_ladder", [share("trust at this touch", 4, 40)])
    (one,) = findings(Source(content(made, told=told)))
    assert (one.now is not None) is is_news


def test_what_stands_out_repeats_neither_the_lead_nor_the_scorecard() -> None:
    departments = [("Legal", 0), ("Tax", 1), ("Sales", 2)]
    for most, leading in ((1, 1), (2, 2), (3, 2)):
        rows = [row for name, more in departments[:most]
                for row in over_time("reach", (30 + more, 45 + more), department=name)]  # fmt: skip
        whole = section("reach_over_time", over_time("reach", (30, 45)))
        found = findings(Source(content(section("scorecard", rows), whole, told="Up.")))
        assert [one.of for one in found if one.in_brief].count("") == 0, "it stands above"
        assert sum(one.in_brief for one in found) == leading


@pytest.mark.parametrize(("n", "bears"), [(14, True), (1, False)])
def test_a_risk_that_holds_weighs_like_what_the_ask_rests_on(n: int, bears: bool) -> None:
    row = share("acts by people who leave within a year", n, 33)
    (one,) = findings(Source(content(section("risk", [row]), told="Acts.")))
    assert one.bears is bears


@pytest.mark.parametrize(
    ("is_so", "way_of", "tax", "legal"),
    [
        (True, "up", "target 60%.", "against 50%"),
        (True, "down", "against 70%", "below the target of 60%."),
        (False, "up", "against 70%", "against 50%"),
    ],
)
def test_a_change_that_records_can_account_for_is_no_news_of_a_department(
    is_so: bool, way_of: str, tax: str, legal: str
) -> None:
    logged = {"logged": {"explained": is_so, "way": way_of}}
    whole = section("reach_over_time", over_time("reach", (60, 70)), sentence_args=logged)
    said = _texts(_card((50, 70), (40, 80)), whole)
    assert tax in said["Tax"] and legal in said["Legal"]


@pytest.mark.parametrize(("measure", "quarters", "leads"), [
    ("funding", 1, False), ("funding", 2, True), ("net promoter", 1, True),
    ("response rate (AAPOR RR2)", 1, False), ("response rate (AAPOR RR2)", 2, True),
])  # fmt: skip
def test_what_the_tiles_tell_stands_out_only_beside_an_earlier_number(
    measure: str, quarters: int, leads: bool
) -> None:
    rows = over_time(measure, (20, 40)[:quarters], unit="share")
    (one,) = findings(Source(content(section("x", rows), told="Up.")))
    assert one.in_brief is leads


@pytest.mark.parametrize(("n", "target", "leads"), [
    (52, None, False), (46, None, False), (68, None, True), (31, None, True), (52, 0.6, True),
])  # fmt: skip
def test_a_department_that_is_as_all_does_not_stand_out(
    n: int, target: float | None, leads: bool
) -> None:
    settings = SETTINGS | {"targets": {"reach": target} if target else {}}
    parts = {"All": over_time("reach", (50,)), "Tax": over_time("reach", (n,), department="Tax")}
    made = [section("scorecard", parts["Tax"], settings=settings), section("reach", parts["All"])]
    found = findings(Source(content(*made, told="Up.")))
    assert any(one.of == "Tax" and one.in_brief for one in found) is leads
