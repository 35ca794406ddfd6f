"""Uses of services, platforms and titles: no sum and no price tells of one to four of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

import pytest

from benchmarks._copies import Project
from benchmarks._firms import tidy
from engagekit import sections
from engagekit.disclosure import protect
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

Q2, K = "FY2026-27 Q2", 5
Copy = Mapping[str, Any]


def tables(
    uses: Mapping[str, Mapping[str, int]], price: float = 0.0, month: str = "2026-07"
) -> Tables:
    """Uses by platform and title (the empty one is all), of one service; each has a contract."""
    rows = [
        {"platform": platform, "report": "TR" if title else "PR", "title": title or None,
         "metric": "Total_Item_Requests", "on": f"{month}-01", "n": float(n)}
        for platform, each in uses.items() for title, n in each.items()
    ]  # fmt: skip
    frames = {"usage": tidy("usage", rows)}
    if price:
        contracts = [
            {"product": one, "vendor": "V", "platform": one, "service": "Law", "price": price,
             "currency": "CAD", "starts_on": "2025-01-01", "ends_on": "2027-12-31"}
            for one in uses
        ]  # fmt: skip
        frames["contracts"] = tidy("contracts", contracts)
    return Tables(frames, make_settings({"services": {"Law": {"platforms": list(uses)}}}))


def board(made: Tables, *by: str) -> Copy:
    """What a board copy tells of uses by some kinds of group, or in the table of services."""
    project = Project(made)
    named: dict[str, Any] = {"scorecard": lambda: sections.service_scorecard(made, during=Q2)}
    project.publish(
        [named[one]() if one in named else sections.usage(made, during=Q2, by=one) for one in by],
        "x", Q2,
    )  # fmt: skip
    return project.boards[0]


def ends(copy: Copy, measure: str, **group: str) -> range:
    """Between which counts one is told to lie."""
    number = next(n for n in copy["numbers"] if (n["measure"], n["group"]) == (measure, group))
    if number["value"] is not None:
        return range(int(number["value"]), int(number["value"]) + 1)
    return range(int(number["at_least"] or 1), int(number["at_most"] or 200) + 1)


def possible(parts: Iterable[range], whole: range) -> list[set[int]]:
    """What each of some counts can be that come to another."""
    fitting = [each for each in product(*parts) if sum(each) in whole]
    return [set(values) for values in zip(*fitting, strict=True)]


@pytest.mark.parametrize("uses", [(3, 120), (120, 4), (12, 3, 4), (3, 120, 2), (1, 1, 60)])
@pytest.mark.parametrize("whole", ["platform", "service"])
def test_few_uses_of_a_part_cannot_be_subtracted(uses: tuple[int, ...], whole: str) -> None:
    names = "ABC"[: len(uses)]
    if whole == "service":
        made, part = (
            tables({name: {"": n} for name, n in zip(names, uses, strict=True)}),
            "platform",
        )
        group = {"service": "Law"}
    else:
        each = dict(zip(names, uses, strict=True))
        made, part, group = tables({"Lex": {"": sum(uses), **each}}), "title", {"platform": "Lex"}
    copy = board(made, part, whole)
    parts = [ends(copy, "uses", **{part: name}) for name in names]
    for true, ways in zip(uses, possible(parts, ends(copy, "uses", **group)), strict=True):
        assert true in ways
        assert len(ways) >= K or true >= K


@pytest.mark.parametrize("few", [(3, 4), (4, 3)])
@pytest.mark.parametrize("by", ["platform", "title"])
def test_the_order_does_not_tell_which_of_two_hidden_uses_are_more(
    few: tuple[int, int], by: str
) -> None:
    uses = {"A": 12, "B": few[0], "C": few[1], "D": 9}
    made = tables({"Lex": uses} if by == "title" else {name: {"": n} for name, n in uses.items()})
    told = [n["group"][by] for n in board(made, by)["numbers"] if n["measure"] == "uses"]
    assert told == ["A", "D", "B", "C"]


def test_uses_of_five_stand_beside_those_of_their_service() -> None:
    copy = board(tables({"A": {"": 5}, "B": {"": 120}}), "platform", "service")
    assert {len(ends(copy, "uses", platform=name)) for name in "AB"} == {1}


@pytest.mark.parametrize("uses", range(1, 8))
def test_the_table_of_services_tells_no_price_of_few_uses(uses: int) -> None:
    copy = board(tables({"Lex": {"": uses}}, price=920.0), "scorecard")
    price = next(n for n in copy["numbers"] if n["measure"] == "cost per use")
    assert (price["value"] is None) == (uses < K)


@pytest.mark.parametrize(("last", "is_told"), [(3, False), (4, False), (5, True)])
@pytest.mark.parametrize("year_first", [True, False])
def test_a_year_less_three_quarters_tells_no_fourth(
    last: int, is_told: bool, year_first: bool
) -> None:
    rows, quarters = [], {"04": 7, "07": 6, "10": 9, "01": last}
    for month, n in quarters.items():
        rows += (
            tables({"Lex": {"": n}}, 900.0, f"{2025 + (month == '01')}-{month}")
            .frames["usage"]
            .to_dict("records")
        )
    frames = {**tables({"Lex": {"": 1}}, 900.0).frames, "usage": tidy("usage", rows)}
    made = Tables(frames, make_settings({}))
    project = Project(made)
    asked = [f"FY2025-26 Q{at}" for at in (1, 2, 3, 4)]
    for during in ["FY2025-26", *asked] if year_first else [*asked, "FY2025-26"]:
        project.publish([sections.usage(made, during=during)], "x", during)
    told = {
        n["period"]: n["base"] if n["base"] is not None else n["value"]
        for copy in project.boards for n in copy["numbers"] if n["measure"] == "cost per use"
    }  # fmt: skip
    rest = [told[one] for one in ("FY2025-26", *asked[:3])]
    assert (None not in rest) == is_told
    assert (told[asked[3]] is not None) == is_told


def test_uses_told_a_year_later_are_those_of_then() -> None:
    rows = []
    for month, a, b in (("2025-07", 3, 120), ("2026-07", 30, 90)):
        rows += tables({"A": {"": a}, "B": {"": b}}, month=month).frames["usage"].to_dict("records")
    made = Tables({"usage": tidy("usage", rows)}, tables({"A": {}, "B": {}}).settings)
    project = Project(made)
    for during in ("FY2025-26 Q2", Q2):
        whole = [sections.usage(made, during=during, by=one) for one in ("platform", "service")]
        project.publish(whole, "x", during)
    then, now = project.boards
    for measure, copy in (("uses", then), ("uses a year before", now)):
        both = [[ends(one, name, platform="A") for one, name in ((then, "uses"), (copy, measure))]]
        both += [[ends(one, name, platform="B") for one, name in ((then, "uses"), (copy, measure))]]
        parts = [range(max(a.start, b.start), min(a.stop, b.stop)) for a, b in both]
        a, _ = possible(parts, ends(copy, measure, service="Law"))
        assert 3 in a
        assert len(a) >= K


@pytest.mark.parametrize("few", [(3, 2), (2, 3)])
def test_the_order_does_not_tell_which_of_two_hidden_ways_is_more(few: tuple[int, int]) -> None:
    ways = {"desk": 30, "mail": few[0], "chat": few[1], "phone": 12}
    rows = [{"way": way, "measure": "enquiries by way", "unit": "share", "n": n, "base": 47,
             "estimate": n / 47} for way, n in ways.items()]  # fmt: skip
    rows.sort(key=lambda row: -row["n"])
    made = [Section("ways", "W", measure_frame(rows, ["way"]), period={"label": Q2})]
    frame = protect(made, make_settings({})).sections[0].frame
    hidden = frame["way"][frame["suppressed"].astype(bool)].tolist()
    assert {"chat", "mail"} <= set(hidden)
    assert frame["way"].tolist()[-len(hidden) :] == sorted(hidden)


@pytest.mark.parametrize(("n", "most"), [(4, 4), (5, 9)])
def test_acts_of_a_measure_without_a_count_of_its_own_stand_between_ends(n: int, most: int) -> None:
    rows = [{"act": "letter", "measure": "acts done", "estimate": n}]
    made = [Section("acts", "A", measure_frame(rows, ["act"]), period={"label": Q2})]
    row = protect(made, make_settings({})).sections[0].frame.iloc[0]
    assert row["estimate"] != n
    assert row["at_most"] == most
