"""Every threshold of the rules between cells, from both sides of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import _ledger, _nested
from engagekit.disclosure._cell_graph import Net, Spot
from engagekit.disclosure._cells import _promoters, _rest
from engagekit.disclosure._protect import protect
from engagekit.disclosure._relations import tie
from engagekit.measures._frame import measure_frame
from engagekit.measures.basis import join, note
from engagekit.sections import Section
from engagekit.settings.schema import Settings

PERIOD = {"label": "FY2026-27 Q2", "start": "2026-07-01", "end": "2026-09-30"}
NOBODY: frozenset[tuple[str, str]] = frozenset()


def _spot(net: Net, kind: str, n: int, outer: str = "Q2", **groups: str) -> str:
    return net.put(Spot(kind, outer, frozenset(groups.items())), n)


@pytest.mark.parametrize(("base", "is_hidden"), [(9, True), (10, False)])
def test_a_word_that_nobody_picked_is_hidden_under_twice_k(base: int, is_hidden: bool) -> None:
    net = Net(5)
    n, whole = _spot(net, "words picked", 0), _spot(net, "base of words picked", base)
    _rest(net, n, whole, "words picked", is_group=True)
    assert (n in net.primary) == is_hidden


@pytest.mark.parametrize(("k", "is_hidden"), [(6, True), (5, False)])
def test_detractors_that_can_only_be_fewer_than_k_are_hidden(k: int, is_hidden: bool) -> None:
    net = Net(k)
    base = _spot(net, "recommendations", 10)
    row = {"estimate": 0.0, "low": float("nan"), "high": float("nan")}  # 0 to 5 detractors fit
    _promoters(row, "Q2", NOBODY, base, net)
    assert ("detractors|Q2" in net.primary) == is_hidden


@pytest.mark.parametrize("complements", [True, False])
def test_few_passives_are_hidden_only_where_the_rest_of_a_share_is(complements: bool) -> None:
    net = Net(5, complements)
    base = _spot(net, "recommendations", 30)
    for kind, n in (("promoters", 18), ("detractors", 10)):
        _spot(net, kind, n)
    row = {"estimate": 100 * 8 / 30, "low": float("nan"), "high": float("nan")}
    _promoters(row, "Q2", NOBODY, base, net)
    assert net.values["passives|Q2"] == 2
    assert ("passives|Q2" in net.primary) == complements


@pytest.mark.parametrize(("least", "is_tied"), [(7, True), (8, False)])
def test_people_met_seven_times_are_tied_to_their_touches_and_eight_times_not(
    least: int, is_tied: bool
) -> None:
    net = Net(5)
    for number in range(8):
        _spot(net, "touch number", 10, touch_number=str(number) if number < 7 else "7+")
    met = _spot(net, f"reached {least}+", 10)
    tie(net)
    assert ((met, ("touch number|Q2|touch_number=7+",)) in net.relations) == is_tied


@pytest.mark.parametrize(("longer", "is_joined"), [(21, True), (20, True), (19, False)])
def test_a_quarter_is_tied_to_a_year_that_holds_as_many_or_more(
    longer: int, is_joined: bool
) -> None:
    net = Net(5)
    _spot(net, "reached", longer, "FY2026-27")
    net.values["was|reached|FY2026-27 Q2"] = 20
    _nested.nested(net, 4)
    assert bool(net.relations) == is_joined


@pytest.mark.parametrize(("then", "is_small"), [(16, True), (15, False), (24, True), (25, False)])
def test_a_number_that_changed_by_fewer_than_k_is_protected_either_way(
    then: int, is_small: bool
) -> None:
    net = Net(5)
    name = _spot(net, "reached", 20)
    cells = {name: {"value": then, "state": "shown"}}
    _ledger.join(net, {"cells": cells, "relations": []})
    gap = f"was|change of {name} from was|{name}"
    assert net.values[gap] == abs(20 - then)
    high, low = sorted((name, f"was|{name}"), key=lambda cell: -net.values[cell])
    assert (high, tuple(sorted((low, gap)))) in net.relations
    assert (gap in net.primary) == is_small


def _weighted(groups: list[tuple[str, int, int]]) -> Section:
    basis = join("logit_or_wilson", note("weighted", by="department", n=77, worth=61))
    rows: list[dict[str, Any]] = [
        {"department": name, "measure": "satisfaction", "n": n, "base": base, "basis": basis,
         "estimate": n / base, "low": 0.1, "high": 0.9}
        for name, n, base in groups
    ]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    return Section("satisfaction", "Satisfaction", frame, period=PERIOD)


def test_a_hidden_row_does_not_tell_how_many_answers_were_weighed() -> None:
    section = _weighted([("All", 53, 77), ("Law", 20, 30), ("Tax", 3, 12), ("HR", 30, 35)])
    found = protect([section], Settings())
    frame = found.sections[0].frame
    assert frame["suppressed"].any()
    hidden = frame[frame["suppressed"]]
    assert not pd.concat([hidden["basis"], hidden["method"]]).str.contains("77").any()
    assert set(hidden["method"]) == {"logit or Wilson 95% interval"}
