"""Findings by weight, and what a brief makes of them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.measures.basis import join, note
from engagekit.reporting.brief import blocks, first_page, pages
from engagekit.reporting.brief.headline import headline, way
from engagekit.reporting.brief.scorecard import scorecard
from engagekit.reporting.brief.stories import Finding, _ends, _of_item, _reach_of, _run, findings
from engagekit.reporting.document import document
from engagekit.reporting.document.numbers import numbers
from engagekit.reporting.document.outline import Outline
from engagekit.sections import Section

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
SETTINGS = {"k": 5, "language": "en", "currency": "CAD", "targets": {"reach": 0.6}}
PLAIN = Finding("a", "a", "reach", "", {"en": "", "fr": ""}, unit="share", now=0.5, base=100)


def test_change_distance_people_and_the_ask_each_add_weight() -> None:
    bare = PLAIN.weighed().score
    assert replace(PLAIN, before=0.2).weighed().score > bare
    assert replace(PLAIN, target=0.6).weighed().score > bare
    assert replace(PLAIN, target=0.4).weighed().score == bare, "what is met is no distance"
    assert replace(PLAIN, base=1000).weighed().score > bare
    assert replace(PLAIN, bears=True).weighed().score == pytest.approx(bare + 2.0)


def test_a_change_within_its_range_or_a_step_adds_none() -> None:
    assert replace(PLAIN, before=0.46).weighed().score == PLAIN.weighed().score
    counted = replace(PLAIN, before=0.46)
    assert counted.is_small and not counted.is_unchanged, "a count of everybody that moved, moved"
    assert replace(PLAIN, before=0.4951).is_unchanged
    assert not replace(PLAIN, before=0.4949).is_unchanged
    assert replace(PLAIN, before=0.44).weighed().score > PLAIN.weighed().score
    inside = replace(PLAIN, low=0.4, high=0.6, before=0.41)
    assert inside.is_unchanged and not replace(inside, before=0.39).is_unchanged


@pytest.mark.parametrize("name", ["banner", "crosstab"])
def test_what_only_sets_answers_side_by_side_is_no_finding(name: str) -> None:
    row = {"item": "A", "measure": "satisfaction", "unit": "share", "estimate": 0.75, "base": 40}
    frame = measure_frame([row], ["item"])
    section = Section(name, "All questions", frame, period=PERIOD, settings=SETTINGS)
    said = "194 people, compared in 10 columns."
    item = document.Item(name, section, finding=said, message=said)
    assert findings(SimpleNamespace(items=(item,), locale=Locale("en"))) == ()  # type: ignore[arg-type]


def test_a_title_has_no_full_stop_also_before_a_blank() -> None:
    """The rest of a finding may follow behind a blank and a line break."""
    section = Section("promises", "Promises", pd.DataFrame({"a": [1]}))
    item = document.Item(
        "p", section, finding="We kept 7 of 9. In all, 4.", message="We kept 7 of 9. "
    )
    assert document.claim(item) == ("We kept 7 of 9", "In all, 4.")


def test_a_change_is_told_from_two_points_on() -> None:
    """As they are shown: 61.4% is 61%, and 61.6% is 62%."""
    assert way(0.60, 0.614) == "same" and way(0.60, 0.616) == "up" and way(0.60, 0.584) == "down"


def _card() -> Section:
    rows = [
        {"period": f"FY2026-27 Q{q}", "department": name, "measure": "reach", "unit": "share",
         "n": round(share * 100), "base": 100, "estimate": share}
        for q, shares in ((1, (0.5, 0.7)), (2, (0.4, 0.8)))
        for name, share in zip(("Legal", "Tax"), shares, strict=True)
    ]  # fmt: skip
    frame = measure_frame(rows, ["period", "department"])
    return Section("scorecard", "Scorecard", frame, sentence=None, period=PERIOD,
                   settings=SETTINGS)  # fmt: skip


def test_a_scorecard_has_a_line_a_department_highest_first_with_its_change() -> None:
    card = scorecard(_card(), Locale("en"))
    assert card is not None
    assert [(one.name, one.reach_text, one.change, one.is_off) for one in card.lines] == [
        ("Tax", "80%", "+10", False), ("Legal", "40%", "−10", True)
    ]  # fmt: skip
    assert card.below == ("Legal",) and card.quarters == 2


@pytest.mark.parametrize(("base", "is_news"), [(9, False), (10, True)])
def test_a_department_of_a_few_is_no_news(base: int, is_news: bool) -> None:
    section = _card()
    frame = section.frame.assign(base=float(base), n=section.frame["estimate"] * base)
    card = section.with_frame(frame)
    content = document.make(Outline("Q", (card,)), [card], "private", Locale("en"))
    found = {one.of for one in findings(content) if one.measure == "reach"}
    assert ({"Legal", "Tax"} <= found) is is_news


def test_a_hidden_number_has_no_bar_and_no_change() -> None:
    section = _card()
    frame = section.frame.copy()
    frame.loc[2, ["estimate", "n", "base"]] = float("nan")
    frame.loc[2, "suppressed"] = True
    card = scorecard(section.with_frame(frame), Locale("en"))
    assert card is not None
    line = card.lines[-1]
    assert (line.name, line.reach, line.change, line.spark[-1]) == ("Legal", None, "", None)
    assert card.has_hidden


def test_a_survey_alone_makes_a_brief_that_says_what_it_found() -> None:
    rows = [{"period": name, "measure": "satisfaction", "unit": "share", "estimate": part,
             "low": part - 0.05, "high": part + 0.05, "n": 100 * part, "base": 100}
            for name, part in (("FY2025-26 Q2", 0.7), ("FY2026-27 Q2", 0.85))]  # fmt: skip
    over = Section("satisfaction_over_time", "Satisfaction over time",
                   measure_frame(rows, ["period"]), figure="trend", sentence=None, period=PERIOD,
                   settings=SETTINGS)  # fmt: skip
    content = document.make(Outline("Q", (over,)), [over], "board", Locale("en"))
    brief = pages.compose(content)
    assert brief is not None
    assert brief.title == "Satisfaction rose to 85%"
    assert brief.card is None and [page.anchor for page in brief.pages] == ["value"]
    assert [block.kind for block in brief.blocks] == ["lines"], "two points are a sentence"
    rows.append({**rows[-1], "period": "FY2027-28 Q2"})
    three = over.with_frame(measure_frame(rows, ["period"]))
    content = document.make(Outline("Q", (three,)), [three], "board", Locale("en"))
    assert [block.kind for block in pages.compose(content).blocks] == ["figure"]  # type: ignore[union-attr]


def test_every_number_has_an_id_of_its_own() -> None:
    section = _card()
    content = document.make(
        Outline("Q", (section, section)), [section, section], "board", Locale("en")
    )
    found = numbers(content)
    assert len({one["id"] for one in found}) == len(found) == 8
    assert found[0]["id"] == "scorecard/reach/department=Legal/FY2026-27 Q1"


@pytest.mark.parametrize(
    ("wide", "is_nothing"), [({"data": []}, True), ({"data": [{}]}, False), (None, False)]
)
def test_a_figure_without_a_mark_takes_no_room_in_the_brief(
    wide: dict[str, list[object]] | None, is_nothing: bool
) -> None:
    item = SimpleNamespace(wide=wide, section=SimpleNamespace(figure="bars", frame=pd.DataFrame()))
    assert blocks._says_nothing(item) is is_nothing  # type: ignore[arg-type]


@pytest.mark.parametrize(("quarters", "is_nothing"), [(1, True), (2, False)])
def test_a_line_of_one_point_takes_no_room_in_the_brief(quarters: int, is_nothing: bool) -> None:
    frame = pd.DataFrame({"period": [f"FY2026-27 Q{at}" for at in range(1, quarters + 1)]})
    section = SimpleNamespace(figure="trend", frame=frame)
    item = SimpleNamespace(wide={"data": [{}]}, section=section)
    assert blocks._says_nothing(item) is is_nothing  # type: ignore[arg-type]


def test_a_scorecard_of_a_survey_alone_counts_those_who_answered() -> None:
    frame = measure_frame(
        [share("satisfaction", n, base, period="FY2026-27 Q2", department=name)
         for name, n, base in (("Legal", 30, 50), ("Tax", 45, 50))],
        ["period", "department"],
    )  # fmt: skip
    card = scorecard(_card().with_frame(frame), Locale("en"))
    assert card is not None and not card.has_reach
    assert [(one.name, one.staff, one.love_text) for one in card.lines] == [
        ("Tax", "50", "90%"), ("Legal", "50", "60%")
    ]  # fmt: skip
    small = blocks.card_table(card, Locale("en"))
    assert small.headers == ("Department", "Answered", "Satisfied, with likely range")


@pytest.mark.parametrize(("n", "is_few"), [(1, True), (9, True), (10, False)])
def test_page_one_of_a_few_answers_tells_counts_and_no_score(n: int, is_few: bool) -> None:
    love = share("satisfaction", n, n, department="All", low=0.6, high=1.0)
    score = {"measure": "net promoter", "unit": "net", "base": n, "estimate": 41.3}
    parts = [
        Section("satisfaction", "S", measure_frame([love], ["department"]), sentence=None),
        Section("net_promoter", "N", measure_frame([score], []), sentence=None),
        Section("headline", "H", measure_frame([love], []), sentence=None,
                figure_args={"tiles": True}),
    ]  # fmt: skip
    parts = [replace(one, period=PERIOD, settings=SETTINGS) for one in parts]
    content = document.make(Outline("Q", tuple(parts)), parts, "private", Locale("en"))
    assert (headline(content, None, "") == content.title) is is_few
    tiles = [one.value for one in first_page.numbers(content)]
    assert tiles == ([f"{n} of {n}"] if is_few else ["100%", "+41"])


def test_no_scorecard_where_nobody_named_a_department() -> None:
    rows = [share("satisfaction", 30, 50, period="FY2026-27 Q2", department="Not stated")]
    frame = measure_frame(rows, ["period", "department"])
    assert scorecard(_card().with_frame(frame), Locale("en")) is None


def test_answers_without_people_on_a_list_add_no_line_to_a_scorecard_of_reach() -> None:
    section = _card()
    answers = measure_frame(
        [share("satisfaction", 5, 9, period="FY2026-27 Q2", department="Elsewhere")],
        ["period", "department"],
    )
    whole = pd.concat([section.frame, answers], ignore_index=True)
    card = scorecard(section.with_frame(whole), Locale("en"))
    assert card is not None and card.has_reach
    assert [one.name for one in card.lines] == ["Tax", "Legal"]


@pytest.mark.parametrize(("basis", "used"), [("actual", "spent"), ("budget", "planned")])
def test_the_tile_of_money_says_whether_it_is_planned_or_spent(basis: str, used: str) -> None:
    rows = [{"measure": "funding", "unit": "money", "n": 9, "base": 9, "estimate": 5.0,
             "basis": basis}]  # fmt: skip
    section = Section("funding", "F", measure_frame(rows, []), sentence=None, period=PERIOD,
                      settings=SETTINGS)  # fmt: skip
    content = document.make(Outline("Q", (section,)), (section,), "private", Locale("en"))
    assert [one.label for one in first_page.numbers(content)] == [f"{used} in the quarter"]


@pytest.mark.parametrize("copy", ["private", "board"])
@pytest.mark.parametrize(
    ("notes", "under"),
    [("", ()), (note("unread_amounts", n=3), ("3 amounts could not be read and are in no sum.",))],
)
def test_the_tile_of_money_says_how_many_amounts_it_lacks(
    notes: str, under: tuple[str, ...], copy: str
) -> None:
    rows = [{"measure": "funding", "unit": "money", "n": 9, "base": 9, "estimate": 5.0,
             "basis": join("actual", notes)}]  # fmt: skip
    section = Section("funding", "F", measure_frame(rows, []), sentence=None, period=PERIOD,
                      settings=SETTINGS)  # fmt: skip
    outline = Outline("Q", (section,))
    content = document.make(outline, (section,), copy, Locale("en"))
    assert [one.under for one in first_page.numbers(content)] == [under]


def test_a_survey_alone_has_a_tile_for_its_answers_and_its_net_promoter_score() -> None:
    rows = {
        "response": [{"measure": "participation", "unit": "count", "n": 201, "base": 201,
                      "estimate": 201.0}],
        "net_promoter": [{"measure": "net promoter", "unit": "net", "n": 201, "base": 201,
                          "estimate": 41.3, "low": 30.4, "high": 51.0}],
    }  # fmt: skip
    parts = tuple(
        Section(name, name, measure_frame(one, []), sentence=None, period=PERIOD, settings=SETTINGS)
        for name, one in rows.items()
    )
    content = document.make(Outline("Q", parts), parts, "private", Locale("en"))
    tiles = [(one.value, one.label, one.under) for one in first_page.numbers(content)]
    assert tiles == [
        ("201", "people answered", ()),
        ("+41", "net promoter score", ("likely +30 to +51",)),
    ]


@pytest.mark.parametrize(
    ("counts", "beside"),
    [
        ((40, 76, 55), 76),
        ((40, 59, 55), 40),
        ((40, 60, 55), 60),
        ((40, 50, 55), 40),
        ((55, 76, 55), 76),
    ],
)
def test_a_finding_that_turned_back_is_set_beside_the_quarter_before(
    counts: tuple[int, ...], beside: int
) -> None:
    rows = [{"period": f"FY2026-27 Q{q}", "measure": "reach", "unit": "share", "n": n, "base": 100,
             "estimate": n / 100} for q, n in enumerate(counts, start=1)]  # fmt: skip
    _, before = _ends(_run(measure_frame(rows, ["period"])))
    assert before["n"] == beside


def test_a_department_that_fell_back_is_not_told_as_one_that_rose() -> None:
    rows = [{"period": f"FY2026-27 Q{q}", "measure": "reach", "unit": "share", "n": n, "base": 100,
             "estimate": n / 100} for q, n in ((1, 40), (2, 76), (3, 55))]  # fmt: skip
    run = _run(measure_frame(rows, ["period"]))
    assert _reach_of("Tax", run, 0.6, "en") == (
        "Tax: 55% reached, against 76% in FY 2026-27 Q2 and 40% in FY 2026-27 Q1; the target is 60%."
    )
    assert _reach_of("Tax", run[1:], 0.5, "en") == "Tax: 55% reached, against 76% in FY 2026-27 Q2."
    same = [run[1], {**run[2], "estimate": run[1]["estimate"]}]
    assert _reach_of("Tax", same, 0.5, "en") == "Tax: 76% reached, as in FY 2026-27 Q2."


def test_a_finding_is_set_beside_an_earlier_quarter_unless_one_is_protected() -> None:
    rows = [{"department": "Law", "period": f"FY2026-27 Q{q}", "measure": "reach", "unit": "share",
             "estimate": n / 50, "n": n, "base": 50} for q, n in ((1, 40), (2, 20), (3, 22), (4, 30))]  # fmt: skip
    frame = measure_frame(rows, ["department", "period"])
    now, before = _ends(_run(frame.drop(columns="department")))
    assert (now["estimate"], before["estimate"]) == (0.6, 0.44), "it fell, and then turned back"
    frame["suppressed"] = [False, True, False, False]
    frame["estimate"] = frame["estimate"].mask(frame["suppressed"])
    now, before = _ends(_run(frame.drop(columns="department")))
    assert (now["estimate"], before) == (0.6, None), "since a protected quarter it may have fallen"
    frame["suppressed"] = [False, False, False, True]
    frame["estimate"] = frame["estimate"].mask(frame["suppressed"])
    assert _ends(_run(frame.drop(columns="department"))) == (None, None)


def test_what_is_only_protected_is_no_news() -> None:
    section = _card()
    item = SimpleNamespace(section=section, said={"en": "", "fr": ""}, finding="", message="")
    assert _of_item(item, frozenset(), "").now is not None
    item.message = "Scorecard: rounded, to protect small groups."
    assert _of_item(item, frozenset(), "").now is None


def _leading(*names: str) -> list[str]:
    """Return what leads a brief of a scorecard with some departments and reach over all."""
    rows = [
        {"period": f"FY2026-27 Q{q}", "department": name, "measure": "reach", "unit": "share",
         "n": 20 + 10 * q + at, "base": 100, "estimate": (20 + 10 * q + at) / 100}
        for q in (1, 2) for at, name in enumerate(("All", *names))
    ]  # fmt: skip
    frame = measure_frame(rows, ["period", "department"])
    made = [
        Section(name, name, part, sentence=None, period=PERIOD, settings=SETTINGS)
        for name, part in (
            ("scorecard", frame),
            ("reach_over_time", frame[frame["department"] == "All"].drop(columns="department")),
        )
    ]
    content = SimpleNamespace(
        items=[
            SimpleNamespace(section=one, said={"en": "Up.", "fr": ""}, finding="Up.", message="Up.")
            for one in made
        ]
    )
    return [one.id for one in findings(content) if one.in_brief]  # type: ignore[arg-type]


def test_what_stands_out_repeats_neither_the_lead_nor_the_scorecard() -> None:
    assert _leading("Legal") == ["scorecard/Legal"], "reach of all stands above"
    assert len(_leading("Legal", "Tax")) == len(_leading("Legal", "Tax", "Sales")) == 2


@pytest.mark.parametrize(("n", "bears"), [(14, True), (1, False)])
def test_a_risk_that_holds_weighs_like_what_the_ask_rests_on(n: int, bears: bool) -> None:
    row = share("acts by people who leave within a year", n, 33)
    section = Section("risk", "Risk", measure_frame([row]), sentence=None, period=PERIOD,
                      settings=SETTINGS)  # fmt: skip
    item = SimpleNamespace(section=section, said={"en": "", "fr": ""}, finding="", message="")
    assert _of_item(item, frozenset(), "").bears is bears


@pytest.mark.parametrize(
    ("others", "title"), [((), "About the numbers"), (("spend_by_line",), "Money and promises")]
)
def test_a_last_page_of_trust_alone_plans_no_quarter(others: tuple[str, ...], title: str) -> None:
    frame = measure_frame([share("rows kept", 90, 100)])
    made = [Section(name, name, frame, sentence=None, period=PERIOD, settings=SETTINGS)
            for name in ("data_quality", *others)]  # fmt: skip
    content = document.make(Outline("Q", tuple(made)), made, "private", Locale("en"))
    brief = pages.compose(content)
    assert brief is not None and brief.pages[-1].title == title


ROSE, FELL = "Tax: 80% reached, against 70% in FY 2026-27 Q1.", "against 50% in FY 2026-27 Q1; the"


@pytest.mark.parametrize(
    ("is_so", "way_of", "tax", "legal"),
    [
        (True, "up", "Tax: 80% reached, target 60%.", FELL),
        (True, "down", ROSE, "Legal: 40% reached, below the target of 60%."),
        (False, "up", ROSE, FELL),
    ],
)
def test_a_change_that_records_can_account_for_is_no_news_of_a_department(
    is_so: bool, way_of: str, tax: str, legal: str
) -> None:
    rows = [{"period": f"FY2026-27 Q{q}", "measure": "reach", "unit": "share", "n": n, "base": 100,
             "estimate": n / 100} for q, n in ((1, 60), (2, 70))]  # fmt: skip
    logged = {"logged": {"explained": is_so, "way": way_of}}
    whole = Section("reach_over_time", "Reach", measure_frame(rows, ["period"]), period=PERIOD,
                    sentence=None, sentence_args=logged, settings=SETTINGS)  # fmt: skip
    both = (_card(), whole)
    content = document.make(Outline("Q", both), list(both), "private", Locale("en"))
    said = {one.of: one.text["en"] for one in findings(content)}
    assert tax in said["Tax"] and legal in said["Legal"]


@pytest.mark.parametrize(("groups", "is_nothing"), [(1, True), (2, False)])
def test_one_group_alone_is_set_against_nothing(groups: int, is_nothing: bool) -> None:
    both = [("reach", 0.4), ("satisfaction", 0.8)]
    rows = [{"department": "All", "measure": name, "estimate": n} for name, n in both]
    for at in range(3):  # of the others one measure is protected
        rows += [{"department": f"D{at}", "measure": name, "estimate": n if at < groups else None}
                 for name, n in both[:1]]  # fmt: skip
        rows += [{"department": f"D{at}", "measure": name, "estimate": n} for name, n in both[1:]]
    args = {"x": "reach", "y": "satisfaction"}
    section = SimpleNamespace(figure="quadrant", frame=pd.DataFrame(rows), figure_args=args)
    item = SimpleNamespace(wide={"data": [{}]}, section=section)
    assert blocks._says_nothing(item) is is_nothing  # type: ignore[arg-type]


@pytest.mark.parametrize(("measure", "quarters", "leads"), [
    ("funding", 1, False), ("funding", 2, True), ("net promoter", 1, True),
    ("response rate (AAPOR RR2)", 1, False), ("response rate (AAPOR RR2)", 2, True),
])  # fmt: skip
def test_what_the_tiles_tell_stands_out_only_beside_an_earlier_number(
    measure: str, quarters: int, leads: bool
) -> None:
    rows = [
        {"period": f"FY2026-27 Q{q}", "measure": measure, "unit": "share", "n": 20 * q, "base": 100,
         "estimate": 0.2 * q} for q in range(1, quarters + 1)
    ]  # fmt: skip
    section = Section("x", "X", measure_frame(rows, ["period"]), sentence=None, period=PERIOD,
                      settings=SETTINGS)  # fmt: skip
    item = SimpleNamespace(
        section=section, said={"en": "Up.", "fr": ""}, finding="Up.", message="U"
    )
    (one,) = findings(SimpleNamespace(items=[item]))  # type: ignore[arg-type]
    assert one.in_brief is leads


@pytest.mark.parametrize(("share", "target", "leads"), [
    (0.52, None, False), (0.46, None, False), (0.68, None, True), (0.31, None, True),
    (0.52, 0.6, True),
])  # fmt: skip
def test_a_department_that_is_as_all_does_not_stand_out(
    share: float, target: float | None, leads: bool
) -> None:
    settings = SETTINGS | {"targets": {"reach": target} if target else {}}
    rows = [{"period": "FY2026-27 Q2", "department": name, "measure": "reach", "unit": "share",
             "n": round(100 * n), "base": 100, "estimate": n}
            for name, n in (("All", 0.5), ("Tax", share))]  # fmt: skip
    frame = measure_frame(rows, ["period", "department"])
    whole = frame[frame["department"] == "All"].drop(columns="department")
    made = [Section(name, name, part, sentence=None, period=PERIOD, settings=settings)
            for name, part in (("scorecard", frame), ("reach", whole))]  # fmt: skip
    items = [SimpleNamespace(section=one, said={"en": "Up.", "fr": ""}, finding="Up.", message="Up")
             for one in made]  # fmt: skip
    found = findings(SimpleNamespace(items=items))  # type: ignore[arg-type]
    assert any(one.of == "Tax" and one.in_brief for one in found) is leads
