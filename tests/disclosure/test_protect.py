"""What must not be told by two numbers together, frame by frame, written out by hand."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import (
    ABOUT_TO,
    Protected,
    is_public,
    protect,
    read_ledger,
    without,
    write_ledger,
)
from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.disclosure._ledger import merged
from engagekit.disclosure._protect import across
from engagekit.disclosure.solver import attack
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join, note
from engagekit.reporting.pipeline import exposed
from engagekit.sections import Section
from engagekit.settings.schema import Settings, make_settings
from engagekit.statistics.scores import net_promoter_counts

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}


def _section(name: str, rows: list[dict[str, Any]], *by: str, **parts: Any) -> Section:
    frame = measure_frame(
        [{"unit": "share", "estimate": row["n"] / row["base"] if row.get("base") else None, **row}
         for row in rows], list(by), own=True,
    )  # fmt: skip
    return Section(name, name.title(), frame, **{"period": PERIOD, **parts})


def _reach(*groups: tuple[str, int, int], name: str = "reach", by: str = "department") -> Section:
    rows = [{by: group, "measure": "reach", "n": n, "base": base} for group, n, base in groups]
    total = {by: "All", "measure": "reach", "n": sum(row["n"] for row in rows),
             "base": sum(row["base"] for row in rows)}  # fmt: skip
    return _section(name, [total, *rows], by)


def _gone(found: Protected, place: int = 0, by: str = "department") -> list[str]:
    frame = found.sections[place].frame
    return frame.loc[frame["suppressed"], by].tolist()


REACH = _reach(("Legal", 20, 40), ("Tax", 2, 12), ("HR", 9, 30), ("IT", 30, 60))


def test_a_small_group_goes_with_a_second_one_that_shields_it() -> None:
    found = protect([REACH], Settings())
    assert found.ok
    assert _gone(found) == ["Tax", "HR"]
    frame = found.sections[0].frame.set_index("department")
    assert frame.loc[["Tax", "HR"], ["estimate", "low", "high", "n"]].isna().all(axis=None)
    assert frame.loc["Legal", "n"] == 20


def test_those_without_the_property_are_protected_unless_the_settings_say_otherwise() -> None:
    full = _reach(("Legal", 38, 40), ("Tax", 8, 20), ("HR", 9, 30))
    assert "Legal" in _gone(protect([full], Settings()))
    off = make_settings({"disclosure": {"complements": False}})
    assert _gone(protect([full], off)) == []


def test_a_total_that_stands_in_two_tables_is_hidden_in_both_or_in_neither() -> None:
    for sites in ((("A", 31, 72), ("B", 30, 70)), (("A", 3, 72), ("B", 58, 70))):
        found = protect([REACH, _reach(*sites, name="sites", by="site")], Settings())
        assert found.ok
        assert ("All" in _gone(found)) == ("All" in _gone(found, 1, "site"))
    assert "A" in _gone(found, 1, "site")


def test_two_way_groups_are_tied_to_each_of_their_totals() -> None:
    pairs = [("Legal", "Junior", 2, 20), ("Legal", "Senior", 18, 20), ("Tax", "Junior", 15, 30),
             ("Tax", "Senior", 16, 30)]  # fmt: skip
    fine = _section("fine", [
        {"department": one, "role_level": two, "measure": "reach", "n": n, "base": base}
        for one, two, n, base in pairs
    ], "department", "role_level")  # fmt: skip
    coarse = _reach(("Legal", 20, 40), ("Tax", 31, 60))
    levels = _reach(("Junior", 17, 50), ("Senior", 34, 50), by="role_level", name="levels")
    found = protect([fine, coarse, levels], Settings())
    assert found.ok
    gone = found.sections[0].frame["suppressed"]
    assert gone.iloc[0]
    assert gone.sum() >= 2, "one alone could be subtracted from its department"


def test_a_group_left_out_of_a_table_is_not_told_by_subtraction() -> None:
    rows = [
        {"department": "All", "measure": "satisfaction", "n": 30, "base": 60},
        {"department": "Legal", "measure": "satisfaction", "n": 20, "base": 40},
        {"department": "Tax", "measure": "satisfaction", "n": 8, "base": 18},
    ]  # two people answered without a department
    found = protect([_section("satisfaction", rows, "department")], Settings())
    assert found.ok
    assert _gone(found) != []


def test_people_of_two_departments_make_the_parts_more_than_the_total() -> None:
    rows = [
        {"department": "All", "measure": "reach", "n": 50, "base": 100},
        {"department": "Legal", "measure": "reach", "n": 30, "base": 60},
        {"department": "Tax", "measure": "reach", "n": 28, "base": 55},
    ]
    found = protect([_section("reach", rows, "department")], Settings())
    assert found.ok
    assert _gone(found) == []


def test_all_or_none_of_a_group_tells_what_each_of_them_thinks() -> None:
    rows = [
        {"department": "All", "measure": "satisfaction", "n": 58, "base": 120},
        {"department": "Legal", "measure": "satisfaction", "n": 20, "base": 20},
        {"department": "Tax", "measure": "satisfaction", "n": 0, "base": 30},
        {"department": "HR", "measure": "satisfaction", "n": 20, "base": 40},
        {"department": "IT", "measure": "satisfaction", "n": 18, "base": 30},
    ]
    gone = _gone(protect([_section("satisfaction", rows, "department")], Settings()))
    assert {"Legal", "Tax"} <= set(gone)
    met = _reach(("Legal", 20, 20), ("Tax", 0, 30), ("HR", 20, 40))
    assert _gone(protect([met], Settings())) == []  # being met is no opinion


TOUCHES = [40, 20, 15, 10, 8, 7, 6, 3]


def _touches(numbers: list[int] = TOUCHES) -> Section:
    labels = [*map(str, range(7)), "7+"]
    return _section("touches", [
        {"touch_number": label, "measure": "people by number of touches", "n": n, "base": sum(numbers)}
        for label, n in zip(labels, numbers, strict=True)
    ], "touch_number")  # fmt: skip


def _frequency(extra: int) -> Section:
    known = sum(number * n for number, n in enumerate(TOUCHES))
    met = sum(TOUCHES[1:])
    rows = [
        {"measure": "touches per contact reached", "estimate": (known + extra) / met},
        {"measure": "median touches per contact reached", "estimate": 2.0},
    ]
    return _section("frequency", [{**row, "unit": "index", "n": met, "base": met} for row in rows])


@pytest.mark.parametrize("extra", [0, 1, 7, 400])
def test_a_mean_leaves_at_least_k_sums_possible(extra: int) -> None:
    """The exact mean would give the sum of touches, and the one hidden number with it."""
    found = protect([_touches(), _frequency(extra)], Settings())
    assert found.ok
    shown = found.sections[1].frame["estimate"].iloc[0]
    met = sum(TOUCHES[1:])
    sums = [total for total in range(2000) if abs(total / met - shown) <= 0.05 + 1e-9]
    true = sum(number * n for number, n in enumerate(TOUCHES)) + extra
    assert true in sums
    assert len(sums) >= 5


def test_those_never_met_are_those_not_reached() -> None:
    numbers = [3, 30, 20, 10, 10, 10, 10, 7]
    found = protect([_touches(numbers), _reach(("Legal", 50, 52), ("Tax", 47, 48))], Settings())
    assert found.ok
    shown = found.sections[1].frame
    assert shown["suppressed"].iloc[0], "97 of 100 reached tells that 3 were not"


def test_hours_saved_are_rounded_as_the_mean_that_the_topline_has_of_them() -> None:
    numbers = {"estimate": 2.6350574, "low": 2.2412886, "high": 3.0288263, "n": 174, "base": 174}
    hours = {
        "item": "How many hours?",
        "measure": "hours saved, mean of an answer",
        "unit": "score",
    }
    mean = {"item": "How many hours?", "measure": "mean answer", "unit": "points", "answer": "All"}
    given = [_section("value", [{**hours, **numbers}]), _section("topline", [{**mean, **numbers}])]
    value, topline = protect(given, Settings()).sections
    told = [one.frame[["estimate", "low", "high"]].iloc[0].tolist() for one in (value, topline)]
    assert told[0] == told[1] == [2.6, 2.2, 3.1]


def test_few_detractors_are_told_by_score_and_range_together() -> None:
    def score(up: int, passive: int, down: int) -> Section:
        known = net_promoter_counts(up, passive, down)
        n = up + passive + down
        row = {"measure": "net promoter", "unit": "net", "n": n, "base": n}
        ends = {"estimate": known.estimate, "low": known.low, "high": known.high}
        return _section("net_promoter", [{**row, **ends}])

    assert protect([score(40, 20, 2)], Settings()).sections[0].frame["suppressed"].all()
    assert not protect([score(40, 20, 9)], Settings()).sections[0].frame["suppressed"].any()


def test_one_survey_told_in_two_quarters_is_hidden_in_both() -> None:
    rows = [{"measure": "satisfaction", "n": 58, "base": 60}]
    now = _section("satisfaction", rows, settings={"survey_period": "FY2026-27 Q1"})
    over_time = _section("over_time", [{**rows[0], "period": "FY2026-27 Q1"}], "period")
    found = protect([now, over_time], Settings())
    told = [name for name, cell in found.entry["cells"].items() if cell["state"] != "derived"]
    assert [name for name in sorted(told) if not name.startswith("at ")] == [
        "opinions|FY2026-27 Q1",
        "top two box|FY2026-27 Q1",
    ]


def test_two_sections_of_one_name_keep_their_own_rows() -> None:
    other = _reach(("A", 31, 72), ("B", 30, 70), by="site")
    found = protect([REACH, other], Settings())
    assert [len(section.frame) for section in found.sections] == [5, 3]


def test_a_listing_of_persons_never_stands_on_the_board() -> None:
    people = pd.DataFrame({"display_name": ["Ana"], "touches": pd.array([40], dtype="Int64")})
    listing = Section("people", "People", people, kind="listing", period=PERIOD)
    from engagekit.disclosure import is_public

    assert not is_public(listing)
    assert protect([listing], Settings()).sections[0] is listing


def test_a_mean_in_a_listing_goes_with_its_count() -> None:
    events = pd.DataFrame(
        {
            "title": ["Talk", "Fair"],
            "attended": pd.array([2, 40], dtype="Int64"),
            "minutes": [31.0, 20.0],
        }
    )
    shown = protect([Section("events", "E", events, kind="listing", period=PERIOD)], Settings())
    frame = shown.sections[0].frame
    assert frame["attended"].isna().tolist() == [True, False]
    assert frame["minutes"].isna().tolist() == [True, False]


def test_what_was_told_before_is_not_told_again() -> None:
    published = protect([_reach(("Legal", 20, 40), ("Tax", 7, 20))], Settings())
    ledger = {"reports": [{"report": "a", **published.entry}]}
    later = protect([_reach(("Legal", 20, 40), ("Tax", 7, 20), ("HR", 30, 60))], Settings(), ledger)
    assert later.ok
    alone = _section("x", [{"measure": "reach", "n": 3, "base": 40}])
    seen = {"k": 5, "cells": {name: {**cell, "state": "shown"} for name, cell in
                              protect([alone], Settings()).entry["cells"].items()}, "relations": []}  # fmt: skip
    told = protect([alone], Settings(), {"reports": [{"report": "b", **seen}]})
    assert told.left_out or told.sections[0].frame["suppressed"].all()


@pytest.mark.parametrize(("n", "is_hidden"), [(4, True), (5, False)])
def test_only_the_row_that_nothing_protects_is_not_said_again(n: int, is_hidden: bool) -> None:
    rows = [{"measure": "reach", "n": n, "base": 40}, {"measure": "champions", "estimate": 12}]
    both = _section("x", rows)
    known = {name: {**cell, "state": "shown"} for name, cell in
             protect([both], Settings()).entry["cells"].items()}  # fmt: skip
    again = protect([both], Settings(), {"reports": [{"k": 5, "cells": known, "relations": []}]})
    assert again.sections[0].frame["suppressed"].tolist() == [is_hidden, False]
    assert not again.left_out


def _entry(section: Section, ledger: dict[str, Any] | None = None) -> dict[str, Any]:
    found = protect([section], Settings(), ledger)
    assert found.ok
    return {"reports": [*(ledger or {}).get("reports", []), {"report": "r", **found.entry}]}


BIG = _reach(("Legal", 20, 40), ("Tax", 10, 30), ("HR", 9, 30))


def test_the_same_report_again_is_the_same() -> None:
    for section in (BIG, REACH):
        first = protect([section], Settings())
        again = protect([section], Settings(), _entry(section))
        pd.testing.assert_frame_equal(first.sections[0].frame, again.sections[0].frame)
        assert first.entry == again.entry


@pytest.mark.parametrize("late", [1, 4])
def test_late_data_of_a_few_people_do_not_show_both_numbers(late: int) -> None:
    changed = _reach(("Legal", 20 + late, 40), ("Tax", 10, 30), ("HR", 9, 30))
    found = protect([changed], Settings(), _entry(BIG))
    assert found.ok
    frame = found.sections[0].frame.set_index("department")
    assert frame.loc[["All", "Legal"], "suppressed"].all()


def test_late_data_of_many_people_are_shown() -> None:
    changed = _reach(("Legal", 28, 40), ("Tax", 10, 30), ("HR", 9, 30))
    found = protect([changed], Settings(), _entry(BIG))
    assert not found.sections[0].frame["suppressed"].any()


def test_what_an_earlier_report_hid_is_not_given_away_by_a_later_one() -> None:
    ledger = _entry(REACH)
    part = _reach(("Legal", 20, 40), ("HR", 9, 30), ("IT", 30, 60))
    shown = part.with_frame(part.frame[part.frame["department"] == "HR"].reset_index(drop=True))
    found = protect([shown], Settings(), ledger)
    assert found.sections[0].frame["suppressed"].all()


def test_a_number_before_is_not_given_where_its_own_report_hid_it() -> None:
    q1 = {**PERIOD, "label": "FY2026-27 Q1"}
    rows = [{"measure": "reach", "n": 38, "base": 40}]
    ledger = _entry(_section("reach", rows, period=q1))
    tile = measure_frame([{"measure": "reach", "unit": "share", "n": 20, "base": 40, "estimate": 0.5,
                           "previous": 0.95}], ["previous"])  # fmt: skip
    tile["previous"] = tile["previous"].astype("float64")
    found = protect([Section("headline", "H", tile, period=PERIOD)], Settings(), ledger)
    assert found.sections[0].frame["previous"].isna().all()
    assert not found.sections[0].frame["suppressed"].any()


def test_the_ledger_keeps_a_report_once(tmp_path: Any) -> None:
    place = tmp_path / "state" / "ledger.json"
    assert read_ledger(place)["reports"] == []
    entry = protect([REACH], Settings()).entry
    for name in ("2026-27_Q2", "2026-27_Q2", "another"):
        write_ledger(place, read_ledger(place), name, entry, ABOUT_TO)
        write_ledger(place, without(read_ledger(place), name), name, entry)
    ledger = read_ledger(place)
    assert [report["state"] for report in ledger["reports"]] == ["made", "made"]
    assert place.stat().st_mode & 0o777 == 0o600
    again = protect([REACH], Settings(), ledger)
    pd.testing.assert_frame_equal(
        again.sections[0].frame, protect([REACH], Settings()).sections[0].frame
    )


def test_a_report_that_was_begun_counts_as_told(tmp_path: Any) -> None:
    """Its process may have been killed after it wrote its board copy."""
    place = tmp_path / "ledger.json"
    write_ledger(place, read_ledger(place), "one", protect([REACH], Settings()).entry, ABOUT_TO)
    (report,) = read_ledger(place)["reports"]
    assert report["cells"]["reached|FY2026-27 Q2|department=Legal"]["state"] == "shown"


@pytest.mark.parametrize(
    "text",
    ["{", '{"version": 9, "reports": []}', '{"version": 3, "cells": {"a": {"value": 2}}}', "[]"],
)
def test_a_damaged_ledger_is_lost_and_the_copy_rounds_every_count(tmp_path: Any, text: str) -> None:
    place = tmp_path / "ledger.json"
    place.write_text(text, encoding="utf-8")
    ledger = read_ledger(place)
    assert ledger["lost"]
    found = protect([REACH], Settings(), ledger)
    assert found.ok
    assert found.sections[0].frame["n"].isna().all()
    assert not read_ledger(tmp_path / "none.json")["lost"]


def test_a_ledger_of_the_format_before_is_read(tmp_path: Any) -> None:
    entry = protect([REACH], Settings()).entry
    place = tmp_path / "ledger.json"
    place.write_text(json.dumps({"version": 2, "reports": [{"report": "x", **entry}]}), "utf-8")
    ledger = read_ledger(place)
    assert not ledger["lost"]
    assert merged(ledger)["cells"]["reached|FY2026-27 Q2|department=Tax"]["state"] == "hidden"


YEAR = {"label": "FY2026-27", "start": "2026-04-01", "end": "2027-03-31"}


def _over(when: dict[str, str], *groups: tuple[str, int, int]) -> Section:
    made = _reach(*groups)
    return Section("reach", "Reach", made.frame, period=when)


@pytest.mark.parametrize(("more", "hidden"), [(0, False), (2, True), (4, True), (5, False)])
def test_a_year_less_its_quarter_does_not_tell_of_a_few(more: int, hidden: bool) -> None:
    quarter = _over(PERIOD, ("Legal", 20, 40), ("Tax", 10, 30), ("HR", 9, 30))
    year = _over(YEAR, ("Legal", 20 + more, 40), ("Tax", 18, 30), ("HR", 20, 30))
    found = protect([year], Settings(), _entry(quarter))
    assert found.ok
    assert _spread(found, 20) >= 5 or more == 0  # nobody is between
    # the other way round: the year was told first
    later = protect([quarter], Settings(), _entry(year))
    assert later.ok
    assert later.sections[0].frame.set_index("department").loc["Legal", "n"] == 20
    assert (_spread(protect([year], Settings()), 20) >= 5) or more in (0, 5)


def _spread(found: Protected, less: int) -> int:
    """How many counts of Legal are possible that are no less than those of the quarter."""
    row = found.sections[0].frame.set_index("department").loc["Legal"]
    assert pd.isna(row["n"])
    low, high = row["at_least"], row["at_most"]
    if not row["recoded"]:
        if pd.isna(row["estimate"]):
            return 99
        step = (
            0.25 if round(row["estimate"] % 0.25, 4) == 0 and row["estimate"] % 0.2 > 0.01 else 0.2
        )
        low, high = row["estimate"] - step / 2, row["estimate"] + step / 2
    low, high = (0 if pd.isna(low) else low), (1 if pd.isna(high) else high)
    return sum(less <= n and low - 1e-9 <= n / 40 <= high + 1e-9 for n in range(41))


def test_a_brief_after_many_others_takes_no_more_programmes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    of_brief: list[int] = []
    solved = attack.spread

    def spread(*given: Any) -> Any:
        of_brief[-1] += 1
        return solved(*given)

    monkeypatch.setattr(attack, "spread", spread)
    reports = [
        _entry(_section("reach", [{"measure": "reach", "n": 70, "base": 800}]))["reports"][0]
    ]
    for at in range(12):
        of_brief.append(0)
        rows = [{"measure": "reach", "n": 1 + at % 4, "base": 40}]
        brief = _section("reach", rows, settings={"scope": {"department": f"D{at}"}})
        reports = _entry(brief, {"reports": reports})["reports"]
    assert 0 < of_brief[-1] <= 1.5 * of_brief[0]


@pytest.mark.parametrize("split", ["way", "answer"])
def test_a_total_that_is_hidden_does_not_stand_as_the_base_of_its_parts(split: str) -> None:
    def counts(by: str, **groups: int) -> Section:
        rows = [{by: name, "measure": "enquiries", "unit": "count", "n": n, "base": n,
                 "estimate": n} for name, n in groups.items()]  # fmt: skip
        return _section(by, rows, by)

    ways = [{split: name, "measure": "enquiries by way", "n": n, "base": 17}
            for name, n in (("here", 14), ("none", 3))]  # fmt: skip
    by = counts("department", All=17, Law=8, Tax=6, A=1, B=1, C=1)
    found = protect([_section("w", ways, split), by, counts("role_level", All=17, X=13, Y=4)],
                    Settings())  # fmt: skip
    assert found.hidden
    bases = found.sections[0].frame["base"].notna()
    assert bool(bases.any()) == (not found.sections[1].frame["suppressed"].iloc[0])


def test_a_group_that_a_table_leaves_out_for_nobody_is_in_it_tells_no_other() -> None:
    """Nobody of A and B was met, so that the few met of C and D are what is left of all."""
    groups = (("Law", 30, 60), ("Tax", 31, 60), ("A", 0, 3), ("B", 0, 4), ("C", 4, 9), ("D", 3, 10))
    each = [{"department": name, "measure": "touches per contact reached", "unit": "index",
             "n": n, "base": n, "estimate": 2.0}
            for name, n in (("All", 68), *((name, n) for name, n, _ in groups if n))]  # fmt: skip
    made = [_reach(*groups), _section("frequency", each, "department")]
    frame = protect(made, Settings()).sections[0].frame.set_index("department")
    rows = [frame.loc[name] for name in "CD" if name in frame.index]
    most = [row["at_most"] * row["base"] for row in rows if pd.notna(row["at_most"])]
    assert len(most) < 2 or sum(most) - 7 >= 4


def test_two_quarters_apart_are_no_difference() -> None:
    spring = {"label": "FY2026-27 Q1", "start": "2026-04-01", "end": "2026-06-30"}
    first = _over(spring, ("Legal", 20, 40), ("Tax", 10, 30), ("HR", 9, 30))
    then = _over(PERIOD, ("Legal", 21, 41), ("Tax", 10, 30), ("HR", 9, 30))
    assert not protect([then], Settings(), _entry(first)).hidden


def test_people_a_small_group_of_whom_is_hidden_stay_so_over_a_longer_period() -> None:
    small = _over(PERIOD, ("Legal", 20, 40), ("Tax", 2, 12), ("HR", 9, 30), ("IT", 30, 60))
    ledger = _entry(small)
    year = _over(YEAR, ("Legal", 26, 40), ("Tax", 7, 12), ("HR", 15, 30), ("IT", 40, 60))
    found = protect([year], Settings(), ledger)
    assert found.ok


WEIGHED = join("logit_or_wilson", note("weighted", by="department", n=142, worth=120))


def _loved(*groups: tuple[str, int, int], weighted: float) -> Section:
    total = ("All", sum(n for _, n, _ in groups), sum(base for *_, base in groups))
    rows = [
        {"department": name, "measure": "satisfaction", "n": n, "base": base, "basis": WEIGHED,
         "low": 0.1, "high": 0.99, **({"estimate": weighted} if name == "All" else {})}
        for name, n, base in (total, *groups)
    ]  # fmt: skip
    return _section("satisfaction", rows, "department", settings={"survey_period": "Q2"})


def test_a_weighted_total_is_given_without_weights_beside_hidden_groups() -> None:
    small = _loved(("Legal", 20, 40), ("Tax", 2, 12), ("HR", 9, 30), ("IT", 30, 60), weighted=0.61)
    row = protect([small], Settings()).sections[0].frame.iloc[0]
    assert row["estimate"] == pytest.approx(61 / 142)
    assert "not weighted" in row["method"]
    assert row["low"] < row["estimate"] < row["high"]
    large = _loved(("Legal", 20, 40), ("HR", 12, 30), ("IT", 30, 60), weighted=0.61)
    kept = protect([large], Settings()).sections[0].frame.iloc[0]
    assert (kept["estimate"], kept["basis"]) == (0.61, WEIGHED)


@pytest.mark.parametrize("measure", ["make-up", "change in answers"])
def test_a_measure_that_is_tied_to_no_other_never_stands_on_the_board(measure: str) -> None:
    section = _section("own", [{"measure": measure, "n": 20, "base": 40}])
    assert not is_public(section)
    assert is_public(_section("own", [{"measure": "reach", "n": 20, "base": 40}]))


def test_champions_of_two_quarters_do_not_tell_how_few_joined() -> None:
    rows = [
        {"period": when, "measure": measure, "unit": "count", "n": n, "estimate": n}
        for when, measure, n in (
            ("FY2026-27 Q1", "champions", 40),
            ("FY2026-27 Q2", "champions", 42),
            ("FY2026-27 Q2", "champions joined", 2),
        )
    ]
    section = Section("champions_over_time", "C", measure_frame(rows, ["period"]), period=PERIOD)
    gone = protect([section], Settings()).sections[0].frame["suppressed"].tolist()
    assert gone[2]
    assert gone[0] or gone[1]


def test_who_is_new_is_not_told_by_those_met_less_those_kept() -> None:
    stands = [("new", 3), ("kept", 60), ("regained", 21), ("lapsed", 30), ("never", 40)]
    moves = _section(
        "reach_moves",
        [{"answer": answer, "measure": "people by how contact stands", "n": n, "base": 154}
         for answer, n in stands],
        "answer",
    )  # fmt: skip
    met = _section("reach", [{"measure": "reach", "n": 84, "base": 154}])
    frame = protect([met, moves], Settings()).sections[1].frame.set_index("answer")
    assert frame["n"].isna().all()
    assert frame.loc["new", "at_most"] * 154 >= 4
    others = frame.drop(index="new")
    middles = (others["at_least"] + others["at_most"]) / 2 / 0.05
    assert frame["estimate"].isna().all()  # a rounded share this wide is given by its ends
    assert (middles - middles.round()).abs().max() < 1e-9


def test_what_cannot_be_proved_is_left_out_and_said() -> None:
    words = "could be worked out from it: Reach; Sites; Posts; and 1 more. Merge"
    tax = "reached|FY2026-27 Q2|department=Tax"
    shown = {"state": "shown", "primary": False}
    cells = {tax: {"value": 2, "state": "hidden", "primary": True},
             "a": {"value": 12, **shown}, "b": {"value": 10, **shown}}  # fmt: skip
    earlier = {"report": "x", "k": 5, "cells": cells, "relations": [["a", [tax, "b"]]]}
    told = [replace(REACH, title=title) for title in ("Reach", "Sites", "Posts", "Walks")]
    things = _section("stories", [{"measure": "stories with permission", "n": 3, "base": 9}])
    found = protect([*told, things], Settings(), {"version": 2, "reports": [earlier]})
    assert found.ok
    assert words in exposed(found.left_out)[0]
    assert found.left_out == ("Reach", "Sites", "Posts", "Walks")
    assert [section.audience for section in found.sections] == ["private"] * 4 + ["board"]
    assert not [name for name in found.entry["cells"] if name.startswith("reached")]


def _means(*groups: tuple[str, int, float]) -> Section:
    rows = [{"department": name, "measure": "mean score", "unit": "points", "n": base, "base": base,
             "estimate": mean, "low": mean - 0.2, "high": mean + 0.2}
            for name, base, mean in groups]  # fmt: skip
    return _section("mean_score", rows, "department")


MEANS = _means(("All", 82, 4.0), ("Legal", 22, 4.5), ("Tax", 40, 4.0), ("HR", 20, 3.45))


def _love(*groups: tuple[str, int, int]) -> Section:
    rows = [{"department": name, "measure": "satisfaction", "n": n, "base": base}
            for name, n, base in groups]  # fmt: skip
    return _section("satisfaction", rows, "department")


def test_means_of_answers_stand_of_everybody_to_one_decimal_and_their_ends_go_outward() -> None:
    true = MEANS.frame
    found = protect([MEANS], Settings()).sections[0].frame
    shown = found["estimate"].notna()
    assert shown.tolist() == [True, False, False, False]  # of a group its shares stand
    row, real = found.iloc[0], true.iloc[0]
    assert abs(row["estimate"] - real["estimate"]) <= 0.05 + 1e-9
    assert row["low"] <= real["low"] + 1e-9
    assert row["high"] >= real["high"] - 1e-9
    assert abs(row["low"] * 10 - round(row["low"] * 10)) < 1e-6
    assert found.loc[~shown, "suppressed"].all()
    assert found.loc[~shown, ["low", "high", "n", "base"]].isna().all(axis=None)
    few = _means(("All", 49, 4.0))
    assert protect([few], Settings()).sections[0].frame["estimate"].isna().all()


@pytest.mark.parametrize(
    ("base", "mean", "half", "stands"),
    [(194, 4.3, 0.13, "range"), (55, 4.5, 0.2, "wider range"), (30, 4.6, 0.05, "nothing"),
     (16, 4.7, 0.3, "nothing")],
)  # fmt: skip
def test_a_mean_stands_as_finely_as_no_score_can_be_counted_from_it(
    base: int, mean: float, half: float, stands: str
) -> None:
    row = {"measure": "mean score", "unit": "points", "n": base, "base": base, "estimate": mean,
           "low": mean - half, "high": mean + half}  # fmt: skip
    found = protect([_section("mean_score", [row])], Settings()).sections[0].frame.iloc[0]
    width = found["high"] - found["low"]
    assert {
        "range": width < 2 * half + 0.2, "wider range": 2 * half + 0.4 < width <= 2,
        "nothing": pd.isna(found["estimate"]) and found["suppressed"],
    }[stands]  # fmt: skip


def test_a_mean_beside_the_box_of_the_same_answers_is_told_less_finely() -> None:
    mean = {"measure": "mean score", "unit": "points", "n": 60, "base": 60, "estimate": 4.0,
            "low": 3.8, "high": 4.2}  # fmt: skip
    alone = _section("mean_score", [mean])
    box = _section("satisfaction", [{"measure": "satisfaction", "n": 40, "base": 60}])

    def width(*sections: Section) -> float:
        row = protect(sections, Settings()).sections[0].frame.iloc[0]
        return float(row["high"] - row["low"])

    assert width(alone, box) > width(alone)
    entry = protect([box], Settings()).entry
    later = protect([alone], Settings(), {"reports": [{"report": "1", **entry}]}).sections[0].frame
    assert later.iloc[0]["high"] - later.iloc[0]["low"] == width(alone, box)


def test_an_own_table_stands_on_the_board_only_where_nothing_in_it_is_hidden() -> None:
    def own(*rows: tuple[str, int, int]) -> Section:
        return _section("own", [
            {"department": name, "measure": "our own", "n": n, "base": base}
            for name, n, base in rows
        ], "department")  # fmt: skip

    safe, told = own(("Legal", 20, 40), ("Tax", 12, 30)), own(("Legal", 20, 40), ("Tax", 4, 30))
    assert protect([safe, REACH], Settings()).left_out == ()
    found = protect([told, REACH], Settings())
    assert found.left_out == ("Own",)
    assert [section.audience for section in found.sections] == ["private", "board"]


@pytest.mark.parametrize(
    ("columns", "stands"),
    [({"people": [12, 7]}, True), ({"people": [12, 4]}, False), ({"hours": [2.5, 1.0]}, False),
     ({"hours": [2.5, 1.0], "people": [12, 7]}, True), ({"word": ["a", "b"]}, True)],
)  # fmt: skip
def test_an_own_listing_needs_counts_of_at_least_k(columns: dict[str, Any], stands: bool) -> None:
    frame = pd.DataFrame({"department": ["Legal", "Tax"], **columns})
    section = Section("what_we_found", "What we found", frame, kind="listing", period=PERIOD)
    assert (protect([section], Settings()).left_out == ()) == stands


def test_the_eighth_quarter_in_a_row_shows_as_much_as_the_first() -> None:
    ledger: dict[str, Any] = {"reports": []}
    for number in range(8):
        label = f"FY{2025 + number // 4}-{26 + number // 4} Q{number % 4 + 1}"
        groups = [(f"D{at}", 3 + (at * 7 + number) % 20, 24 + at) for at in range(12)]
        groups += [("Small", 1 + number % 3, 12), ("Other", 2, 9)]
        found = protect([_over({"label": label}, *groups)], Settings(), ledger)
        assert found.left_out == ()
        frame = found.sections[0].frame
        assert (frame["n"].notna() | frame["recoded"].astype("bool")).mean() > 0.9
        ledger["reports"].append({"report": label, **found.entry})


def test_a_group_that_has_another_name_is_the_same_people() -> None:
    first = _reach(("Legal", 20, 40), ("Tax", 2, 12), ("HR", 9, 30), ("IT", 30, 60))
    renamed = _reach(("Legal", 20, 40), ("Taxes", 2, 12), ("HR", 9, 30), ("IT", 30, 60))
    found = protect([renamed], Settings(), _entry(first))
    frame = found.sections[0].frame.set_index("department")
    assert found.left_out == ()
    assert pd.isna(frame.loc["Taxes", "n"])
    assert frame["n"].isna().sum() >= 2, "one alone could be subtracted"


def test_what_earlier_briefs_told_of_other_groups_is_not_proved_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from engagekit.disclosure.solver import suppression

    sizes: list[int] = []
    real = suppression.protect

    def counted(cells: Any, *args: Any, **kwargs: Any) -> Any:
        cells = list(cells)
        sizes.append(len(cells))
        return real(cells, *args, **kwargs)

    monkeypatch.setattr(suppression, "protect", counted)
    ledger: dict[str, Any] = {"reports": []}
    for number in range(12):
        scope = {"settings": {"scope": {"department": f"D{number}"}}}
        rows = [{"role_level": level, "measure": "reach", "n": n, "base": 12}
                for level, n in (("All", 15), ("junior", 3), ("senior", 12))]  # fmt: skip
        rows[0]["base"] = 24
        found = protect(
            [replace(_section("reach", rows, "role_level"), **scope)], Settings(), ledger
        )
        ledger["reports"].append({"report": str(number), **found.entry})
    assert sizes[-1] <= sizes[1] + 10  # one cell of each other group, in the sum of all


@pytest.mark.parametrize(("timed", "is_told"), [(57, False), (40, True)])
def test_minutes_tell_of_few_seats_without_them(timed: int, is_told: bool) -> None:
    """They are another count than all seats: the rest of these came for an unknown time."""
    rows = [
        {"measure": "attended", "unit": "count", "estimate": 60.0, "n": 60, "base": 60},
        {"measure": "minutes per attendance", "unit": "minutes", "estimate": 42.0, "n": timed,
         "base": timed},
    ]  # fmt: skip
    frame = measure_frame(rows)
    found = protect([Section("attendance", "Attendance", frame, period=PERIOD)], Settings())
    told = found.sections[0].frame.set_index("measure")
    assert told["n"].notna()["attended"]
    assert told["base"].notna()["minutes per attendance"] == is_told
    assert [name for name in found.entry["cells"] if name.startswith("seats")] == [
        "seats with minutes|FY2026-27 Q2", "seats|FY2026-27 Q2",
    ]  # fmt: skip


@pytest.mark.parametrize("questions", [1, 2])
def test_a_cross_table_hides_nothing_of_the_topline(questions: int) -> None:
    """Rare answers of each department would take answers of all with them: it is told in bands."""
    asked = {"q": {"Legal": (3, 9, 18), "Tax": (2, 11, 14)}, "r": {"Legal": (6, 8, 16)}}
    kind = {"measure": "answers"}
    whole, groups = list[dict[str, Any]](), list[dict[str, Any]]()
    for item, of in list(asked.items())[:questions]:
        sums = [sum(column) for column in zip(*of.values(), strict=True)]
        for name, counts in {"All": sums, **of}.items():
            for answer, n in zip(("no", "so", "yes"), counts, strict=True):
                row = {**kind, "item": item, "answer": answer, "n": n, "base": sum(counts)}
                groups.append({**row, "department": name})
                whole += [row] if name == "All" else []
    top = _section("topline", whole, "item", "answer")
    book = _section("banner", groups, "item", "department", "answer")
    alone = protect([top], Settings()).sections[0].frame
    both, banner = (one.frame for one in protect([top, book], Settings()).sections)
    hidden = [(frame["suppressed"] & ~frame["recoded"]).tolist() for frame in (both, alone)]
    assert hidden[0] == hidden[1] and both["n"].equals(alone["n"])
    assert banner["n"].isna().all() and banner["recoded"].sum() > len(banner) / 2
    sizes = {("q", "Legal"): 30, ("q", "Tax"): 27, ("r", "Legal"): 30, ("q", "All"): 57}
    for row in banner[banner["recoded"]].to_dict("records"):
        base = sizes.get((row["item"], row["department"]), 30)
        low = 0 if pd.isna(row["at_least"]) else math.ceil(row["at_least"] * base - 1e-9)
        high = base if pd.isna(row["at_most"]) else math.floor(row["at_most"] * base + 1e-9)
        assert high - low + 1 >= Settings().disclosure.k


def test_what_is_left_of_a_total_has_no_groups() -> None:
    """Nobody left of one department and nobody of all says nothing of the other departments."""
    net = Net(5)
    for what in ("", "|department=Legal"):
        net.put(Spot("answered", f"Q2{what}", frozenset()), 38)
        net.derive(f"without this answer of answered|Q2{what}", 0)
    across(net)
    assert net.relations == {("answered|Q2", ("answered|Q2|department=Legal",))}
