"""Small groups carry a range instead of nothing, and the range leaves ``k`` counts possible."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.disclosure import _recode, protect
from engagekit.disclosure._audit import audit
from engagekit.disclosure._cell_graph import Net
from engagekit.disclosure._cells import cells_of
from engagekit.disclosure._coarse import rounded
from engagekit.disclosure._recode import Band, band, tell_back
from engagekit.disclosure._relations import tie
from engagekit.measures import ends
from engagekit.measures._frame import measure_frame
from engagekit.presentation.table import table
from engagekit.sections import Section
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
K = 5


@pytest.mark.parametrize("base", range(K, 400, 7))
def test_an_open_end_holds_the_true_count_and_leaves_k_counts_possible(base: int) -> None:
    for n in (*range(K), *range(base - K + 1, base + 1), base // 2):
        if not 0 <= n <= base:
            continue
        found = band(n, base, K)
        assert found is not None
        low, high = found.counts(base)
        assert low <= n <= high
        assert high - low + 1 >= K


def test_steps_go_by_the_base() -> None:
    """On both sides of 20 and 40 answers (NCES 2011-603)."""
    assert [band(base, base, K).at_least for base in (20, 21, 40, 41, 100)] == [  # type: ignore[union-attr]
        0.8, 0.8, 0.9, 0.9, 0.95,
    ]  # fmt: skip
    assert [band(base, base, 3).at_least for base in (20, 21, 40, 41)] == [  # type: ignore[union-attr]
        0.8, 0.9, 0.9, 0.95,
    ]  # fmt: skip


def _asked(*groups: tuple[str, int, int]) -> Section:
    total = ("All", sum(n for _, n, _ in groups), sum(base for *_, base in groups))
    frame = measure_frame(
        [
            {"department": name, "measure": "satisfaction", "unit": "share", "n": n, "base": base,
             "estimate": n / base}
            for name, n, base in (total, *groups)
        ],
        ["department"],
    )  # fmt: skip
    return Section("satisfaction", "Satisfaction", frame, period=PERIOD)


BEST = (("Legal", 22, 23), ("Tax", 18, 18), ("HR", 17, 19), ("IT", 13, 19), ("Sales", 24, 33),
        ("A", 2, 3), ("B", 3, 4), ("C", 1, 2))  # fmt: skip


def test_the_best_are_not_the_first_to_go() -> None:
    found = protect([_asked(*BEST)], Settings())
    frame = found.sections[0].frame.set_index("department")
    assert found.ok
    assert frame.loc[["Legal", "Tax", "HR"], "at_least"].tolist() == [0.8, 0.75, 0.75]
    assert frame.loc[["Legal", "Tax", "HR"], "n"].isna().all()
    assert frame.loc[["IT", "Sales"], "n"].tolist() == [13, 24]


def test_groups_under_k_are_told_as_one() -> None:
    frame = protect([_asked(*BEST)], Settings()).sections[0].frame
    last = frame.iloc[-1]
    assert last["department"] == "other departments (3)"
    assert last["base"] == 9
    assert not {"A", "B", "C"} & set(frame["department"])


def test_a_report_after_it_recodes_the_same_and_cannot_be_subtracted() -> None:
    first = protect([_asked(*BEST)], Settings())
    ledger = {"version": 2, "reports": [{"report": "one", **first.entry}]}
    again = protect([_asked(*BEST)], Settings(), ledger)
    assert again.ok
    pd.testing.assert_frame_equal(first.sections[0].frame, again.sections[0].frame)


def test_a_table_says_the_ends_in_both_languages() -> None:
    section = protect([_asked(*BEST)], Settings()).sections[0]
    texts: dict[str, Any] = {
        language: [row[1] for row in table(section, language).rows]  # type: ignore[union-attr]
        for language in ("en", "fr")
    }
    assert texts["en"][1:3] == ["80% or more", "75% or more"]
    assert texts["fr"][1:3] == ["80\u00a0% ou plus", "75\u00a0% ou plus"]
    shown = table(section, "en")
    assert shown is not None
    assert shown.headers == ("Department", "Share", "People (n)", "Out of")


def test_a_table_of_two_keys_says_the_ends_and_nothing_of_a_hidden_range() -> None:
    frame = measure_frame(
        [
            {"department": name, "answer": answer, "measure": "satisfaction", "unit": "share",
             "n": n, "base": 40, "estimate": n / 40, "low": 0.1, "high": 0.9}
            for name in ("Legal", "Tax") for answer, n in (("a", 30), ("b", 10))
        ],
        ["department", "answer"],
    )  # fmt: skip
    frame["suppressed"] = frame["recoded"] = [True, False, False, False]
    frame["at_least"] = [0.7] + [float("nan")] * 3
    frame["at_most"] = float("nan")
    frame.loc[0, ["estimate", "low", "high", "n"]] = [float("nan")] * 3 + [pd.NA]
    shown = table(Section("satisfaction", "Satisfaction", frame), "en")
    assert shown is not None
    told = [text for row in shown.rows for text in row]
    assert sum("70% or more" in text for text in told) == 1
    assert not any("[c]" in text and "70%" in text for text in told)


def test_every_department_of_five_answers_carries_a_value_on_the_sample(sample: Tables) -> None:
    true = sections.satisfaction(sample, during=PERIOD["label"], by="department")
    found = protect([true], sample.settings).sections[0].frame.set_index("department")
    real = true.frame.set_index("department").drop(index=["All", "Not stated"], errors="ignore")
    real = real[real["base"] >= K]
    assert len(real) == 8
    told = found.loc[real.index]
    middle = [
        row["estimate"] if pd.notna(row["estimate"]) else sum(ends.span(row)) / 2
        for row in told.to_dict("records")
    ]
    assert (told["estimate"].notna() | told["recoded"]).all()
    assert abs(sum(middle) / 8 - real["estimate"].mean()) < 0.03


def test_the_bias_of_what_is_told_is_measured() -> None:
    (one,) = protect([_asked(*BEST)], Settings()).bias
    assert (one.groups, one.carried) == (5, 5)
    assert one.whole == pytest.approx((22 / 23 + 1 + 17 / 19 + 13 / 19 + 24 / 33) / 5)
    exact = 13 / 19 + 24 / 33
    assert (one.low, one.high) == pytest.approx(((2.3 + exact) / 5, (3 + exact) / 5))
    assert not one.is_large
    assert not replace(one, high=one.whole - 0.029).is_large
    assert replace(one, high=one.whole - 0.031).is_large


def test_a_larger_threshold_gives_wider_ends() -> None:
    wide = make_settings({"disclosure": {"k": 10}})
    frame = protect([_asked(*BEST)], wide).sections[0].frame.set_index("department")
    assert frame.loc["Legal", "at_least"] < 0.8


def test_a_group_whose_ends_say_little_is_told_with_others() -> None:
    """Four of five is "20% or more": told alone it would draw the picture down."""
    groups = [("Legal", 4, 5), ("HR", 5, 6), ("Tax", 6, 7), ("IT", 30, 60), ("Bids", 20, 44)]
    rows = [{"department": name, "measure": "satisfaction", "unit": "share", "estimate": n / base,
             "n": n, "base": base} for name, n, base in [*groups, ("All", 65, 122)]]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    section = Section("satisfaction", "Satisfaction", frame, period={"label": "FY2026-27 Q2"})
    done = protect([section], Settings())
    found = done.sections[0].frame.set_index("department")
    assert not {"Legal", "HR", "Tax"} & set(found.index)
    assert found.loc["other departments (3)", "base"] == 18
    assert found.loc["other departments (3)", "at_least"] >= 0.7
    bias = done.bias[0]
    assert (bias.groups, bias.carried) == (5, 2)
    assert bias.low < bias.whole < bias.high


@pytest.mark.parametrize("lowest", [0, 3])
def test_answers_that_nobody_of_a_small_group_gave_are_not_taken_for_its_lowest(
    lowest: int,
) -> None:
    """In a group of one, any two answers that it did not give come to 0, and any other to 1."""
    item = "Overall, how satisfied are you?"
    counts = {"A": (lowest, 4, 9, 12), "B": (0, 3, 7, 11), "C": (0, 0, 0, 1), "D": (0, 1, 0, 2),
              "E": (min(lowest, 1), 0, 0, 1 - min(lowest, 1))}  # fmt: skip
    total = tuple(map(sum, zip(*counts.values(), strict=True)))
    boxes: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    for department, given in [("All", total), *counts.items()]:
        of = {"department": department, "base": sum(given)}
        boxes += [{**of, "measure": "satisfaction", "n": given[2] + given[3]},
                  {**of, "measure": "lowest answers", "n": given[0]}]  # fmt: skip
        answers += [
            {**of, "measure": "answers", "item": item, "answer": answer, "n": n}
            for answer, n in zip("1345", given, strict=True) if answer != "1" or lowest
        ]  # fmt: skip
    when = {"settings": {"survey_period": "FY2026-27 Q2"}}
    made = [
        Section(name, name, measure_frame([{**row, "estimate": row["n"] / row["base"]}
                for row in rows], by), period=PERIOD, **when)
        for name, rows, by in (("satisfaction", boxes, ["department"]),
                               ("crosstab", answers, ["item", "answer", "department"]))
    ]  # fmt: skip
    found = protect(made, Settings())
    assert found.left_out == ()
    told = found.sections[0].frame
    assert told.loc[told["department"].isin(["A", "B"]), "base"].notna().all()


def test_half_or_more_is_told_with_others() -> None:
    """ "50% or more" is the narrowest of eight answers, and all eight were satisfied."""
    told = protect([_asked(("A", 8, 8), ("B", 8, 8), ("C", 60, 80), ("D", 70, 90))], Settings())
    frame = told.sections[0].frame.set_index("department")
    assert not {"A", "B"} & set(frame.index)
    assert frame.loc["other departments (2)", "at_least"] == 0.75


@pytest.mark.parametrize(("left", "said"), [(0, []), (1, [(0.6, 0.8)]), (2, [(0.6, 0.9)]), (9, [])])
def test_groups_together_are_told_by_ends_where_their_sum_would_tell(
    left: int, said: list[tuple[float, float]]
) -> None:
    """``left`` are the first ways of telling them that the attacker can use: the sum, then ends."""
    section = _asked(("A", 6, 8), ("B", 5, 9), ("C", 4, 6))
    net = Net(K)
    rows = cells_of(section, net)
    hidden = {name for row in rows for name in row}
    refused = iter([True] * left)

    def audit(gone: set[str], near: set[str], among: set[str] | None, **_: float) -> set[str]:
        is_whole = any(name.startswith("together|") for name in near)
        return {"x"} if not is_whole or next(refused, False) else set()

    told = tell_back(net, [section], hidden, hidden, audit, rounded)
    assert bool(told.together) == (left < 9)
    assert [(one.at_least, one.at_most) for one in told.bands.values()] == said


def test_the_row_over_all_is_no_other_department() -> None:
    """Hidden itself, it was counted among them: "other departments (3)" of more than everybody."""
    section = _asked(("A", 6, 8), ("B", 5, 9), ("C", 4, 6))
    net = Net(K)
    hidden = {name for row in cells_of(section, net) for name in row}
    told = tell_back(
        net, [section], hidden, hidden,
        lambda gone, near, _, **more: set() if any("together" in name for name in near) else {"x"}, rounded,
    )  # fmt: skip
    members, n, base = told.together[id(section)]
    assert members == (1, 2, 3)
    assert (net.values[n], net.values[base]) == (15, 23)


def test_of_halves_is_asked_only_what_the_whole_tells() -> None:
    """Whoever knows less learns no more; each half had been attacked over all that it touches."""
    section = _asked(("A", 6, 8), ("B", 50, 90), ("C", 40, 60))
    net = Net(K)
    hidden = {name for row in cells_of(section, net) for name in row}
    asked: list[set[str] | None] = []

    def audit(gone: set[str], near: set[str], among: set[str] | None, **_: float) -> set[str]:
        asked.append(among)
        return {"x"} if len(near) > 2 else set()

    tell_back(net, [section], hidden, hidden, audit, rounded)
    assert asked[0] is None
    assert asked[1:].count({"x"}) >= 2
    for name, ties in net.beside.items():
        assert ties == {one for one in net.relations if name in (one[0], *one[1])}


@pytest.mark.parametrize("longest", [_recode.LONG, math.inf])
def test_group_after_group_the_same_is_taken_as_of_all_together(
    longest: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every third of 15 departments is offered between ends that leave three counts."""
    monkeypatch.setattr(_recode, "LONG", longest)
    section = _asked(*((f"D{at:02}", 2, 20) for at in range(15)))
    net = Net(K)
    hidden = {name for row in cells_of(section, net) for name in row}
    tie(net)
    alone: list[float] = []

    def tried(
        gone: set[str], near: set[str], among: set[str] | None, longest: float = math.inf
    ) -> set[str]:
        alone.append(longest)
        return audit(net, gone, {}, near, among, longest)

    offers = [
        _recode._Offer(n, base, Band(None, 0.1 if at % 3 else 0.25))
        for at, (n, base) in enumerate(sorted(net.shares.values())[1:])
    ]
    taken = list(_recode._taken(net, offers, hidden, tried))
    assert taken == offers[::3]
    assert min(alone) == longest
    assert alone[-1] == math.inf
