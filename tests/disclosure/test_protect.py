"""What must not be told by two numbers together, frame by frame, written out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import Protected, is_public, protect, read_ledger, write_ledger
from engagekit.errors import DisclosureError
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join, note
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


def test_a_mean_is_hidden_where_it_would_give_a_hidden_number_of_touches_away() -> None:
    tight = protect([_touches(), _frequency(0)], Settings())
    assert tight.ok
    assert tight.sections[1].frame["suppressed"].all()
    loose = protect([_touches(), _frequency(400)], Settings())
    assert not loose.sections[1].frame["suppressed"].any()


def test_those_never_met_are_those_not_reached() -> None:
    numbers = [3, 30, 20, 10, 10, 10, 10, 7]
    found = protect([_touches(numbers), _reach(("Legal", 50, 52), ("Tax", 47, 48))], Settings())
    assert found.ok
    shown = found.sections[1].frame
    assert shown["suppressed"].iloc[0], "97 of 100 reached tells that 3 were not"


def test_few_detractors_are_told_by_score_and_range_together() -> None:
    def score(up: int, passive: int, down: int) -> Section:
        known = net_promoter_counts(up, passive, down)
        n = up + passive + down
        row = {"measure": "net promoter", "unit": "score", "n": n, "base": n}
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


def test_what_cannot_be_protected_is_not_published_and_says_what_to_do() -> None:
    published = protect([_reach(("Legal", 20, 40), ("Tax", 7, 20))], Settings())
    ledger = {"reports": [{"report": "a", **published.entry}]}
    later = protect([_reach(("Legal", 20, 40), ("Tax", 7, 20), ("HR", 30, 60))], Settings(), ledger)
    assert later.ok
    alone = _section("x", [{"measure": "own", "n": 3, "base": 40}])
    seen = {"k": 5, "cells": {name: {**cell, "state": "shown"} for name, cell in
                              protect([alone], Settings()).entry["cells"].items()}, "relations": []}  # fmt: skip
    told = protect([alone], Settings(), {"reports": [{"report": "b", **seen}]})
    assert told.ok is False or told.sections[0].frame["suppressed"].all()


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


def test_the_ledger_is_kept_once_and_a_damaged_one_is_refused(tmp_path: Any) -> None:
    place = tmp_path / "reports" / "ledger.private.json"
    assert read_ledger(place)["reports"] == []
    entry = protect([REACH], Settings()).entry
    for _ in range(2):
        write_ledger(place, read_ledger(place), "2026-27_Q2", entry)
    ledger = read_ledger(place)
    assert len(ledger["reports"]) == 1
    assert protect([REACH], Settings(), ledger).entry == entry
    place.write_text('{"version": 2, "reports": [{"cells": 3}]}', encoding="utf-8")
    with pytest.raises(DisclosureError, match="damaged"):
        read_ledger(place)


def test_a_ledger_of_another_format_says_so(tmp_path: Any) -> None:
    place = tmp_path / "ledger.private.json"
    place.write_text('{"version": 1, "reports": [{"cells": ["x"]}]}', encoding="utf-8")
    with pytest.raises(DisclosureError, match=r"format of an earlier version .*Move it away"):
        read_ledger(place)


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
    frame = found.sections[0].frame.set_index("department")
    assert bool(frame.loc["Legal", "suppressed"]) is hidden
    # the other way round: the year was told first
    later = protect([quarter], Settings(), _entry(year))
    assert later.ok
    told = later.sections[0].frame.set_index("department")
    assert bool(told.loc["Legal", "suppressed"]) is hidden


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
    assert "without weights" in row["method"]
    assert row["low"] < row["estimate"] < row["high"]
    large = _loved(("Legal", 20, 40), ("HR", 12, 30), ("IT", 30, 60), weighted=0.61)
    kept = protect([large], Settings()).sections[0].frame.iloc[0]
    assert (kept["estimate"], kept["basis"]) == (0.61, WEIGHED)


@pytest.mark.parametrize("measure", ["make-up", "difference from the rest"])
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
    assert frame.loc["new", "suppressed"]
    assert frame.loc[["kept", "regained"], "suppressed"].any()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Small groups could be worked out from: Reach; Sites; Posts; and 1 more. Merge"),
     ("fr", "De petits groupes pourraient être déduits de\u00a0: Reach; Sites; Posts; et 1 de plus")],
)  # fmt: skip
def test_why_a_board_copy_is_not_written_is_said_in_the_language_of_the_report(
    language: str, words: str
) -> None:
    tax = "reached|FY2026-27 Q2|department=Tax"
    shown = {"state": "shown", "primary": False}
    cells = {tax: {"value": 2, "state": "hidden", "primary": True},
             "a": {"value": 12, **shown}, "b": {"value": 10, **shown}}  # fmt: skip
    earlier = {"report": "x", "k": 5, "cells": cells, "relations": [["a", [tax, "b"]]]}
    told = [
        replace(REACH, title=title, settings={"language": language})
        for title in ("Reach", "Sites", "Posts", "Walks")
    ]
    found = protect(told, Settings(), {"version": 2, "reports": [earlier]})
    assert not found.ok
    assert found.message.startswith(words)


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


def test_means_go_where_a_share_of_the_same_answers_is_hidden_and_stand_where_none_is() -> None:
    some = _love(("All", 62, 82), ("Legal", 20, 22), ("Tax", 30, 40), ("HR", 12, 20))
    found = protect([some, MEANS], Settings())
    assert found.ok
    assert "Legal" in _gone(found), "two of 22 were not satisfied"
    assert _gone(found, 1) == ["All", "Legal", "Tax", "HR"]
    whole = _love(("All", 57, 82), ("Legal", 15, 22), ("Tax", 30, 40), ("HR", 12, 20))
    assert _gone(protect([whole, MEANS], Settings()), 1) == []
