"""How people move and where they were met: what no file can show is not told."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks._firms import tidy
from engagekit.errors import NotMeasuredError
from engagekit.measures import off_desk, reach_moves, rungs
from engagekit.measures._frame import measure_frame
from engagekit.presentation.section import Section
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PERIOD = "FY2026-27 Q2"  # July to September 2026


def met(*touches: dict[str, Any], names: str = "ab") -> Tables:
    """A staff list of some, one of whom was met a day after the other in several ways."""
    plain = {"contact_id": "a", "channel": "walk", "begun_by": "library", "two_way": True}
    rows = [
        {"touch_id": str(at), "on": f"2026-07-0{at}", **plain, **touch}
        for at, touch in enumerate(touches, 1)
    ]
    people = [{"contact_id": name, "display_name": name} for name in names]
    return Tables({"contacts": tidy("contacts", people), "touches": tidy("touches", rows)})


@pytest.mark.parametrize(
    ("begun_by", "top"), [(None, "repeat"), ("library", "repeat"), ("contact", "supporter")]
)
def test_rungs_that_no_file_could_show_are_left_out(begun_by: str | None, top: str) -> None:
    tables = met({"channel": "reference", "begun_by": begun_by})
    assert rungs(tables, during=PERIOD)["answer"].iloc[-1] == top
    acts = tidy("support", [{"contact_id": "z", "on": "2026-08-01", "kind": "defended"}])
    found = rungs(tables.replace(support=acts), during=PERIOD)
    assert found["answer"].iloc[-1] == "champion"


@pytest.mark.parametrize(
    ("logged", "english", "french"),
    [
        ("", "2 people came closer to us, 1 drifted away.\n", "éloignée.\n"),
        ("up", "drifted away.\nThis may only mean that we now record more. Since",
         "éloignée.\nCela peut tenir simplement à des relevés plus complets. Depuis"),
    ],
)  # fmt: skip
def test_who_came_closer_may_have_done_so_in_the_records_alone(
    logged: str, english: str, french: str
) -> None:
    rows = [{"answer": name, "measure": "people by movement", "unit": "share", "n": n, "base": 9,
             "estimate": n / 9}
            for name, n in (("up", 2), ("held", 6), ("down", 1))]  # fmt: skip
    frame = measure_frame(rows, ["answer"])
    told = Section("rungs", "Rungs", frame, sentence="rungs", sentence_args={"logged": logged})
    assert english in finding(told, "en") and french in finding(told, "fr")


WAYS: dict[str, tuple[list[tuple[str, bool | None]], tuple[int, int]]] = {
    "a way that comes at one place alone has its place; all of e-mails had been 100 %": (
        [("desk", True), ("walk-up", True), ("email", True), ("walk", True), ("reference", True)],
        (2, 4)),
    "a meeting whose place nobody noted is in no base": ([("walk", True), ("meeting", True)], (1, 1)),
    "an enquiry has two sides unless somebody noted that it had not": (
        [("desk", None), ("email", None), ("email", False), ("newsletter", None), ("walk", True)],
        (2, 3)),
}  # fmt: skip


@pytest.mark.parametrize("case", WAYS)
def test_touches_off_the_desk(case: str) -> None:
    ways, expected = WAYS[case]
    tables = met(*({"channel": way, "two_way": both} for way, both in ways))
    row = off_desk(tables, during=PERIOD).set_index("measure").loc["touches off the desk"]
    assert (row["n"], row["base"]) == expected


@pytest.mark.parametrize(
    ("noted", "said"),
    [(None, "Colleagues began 50% of the 4 for which we know who began."),
     ("library", "Colleagues began 40% of the 5 for which we know who began.")],
)  # fmt: skip
def test_an_enquiry_is_begun_by_a_colleague_unless_somebody_noted_who_began(
    noted: str | None, said: str
) -> None:
    ways = [("desk", None), ("phone", None), ("email", "library"), ("walk", "library")]
    ways.append(("meeting", noted))
    tables = met(*({"channel": way, "begun_by": who, "place": "client"} for way, who in ways))
    frame = off_desk(tables, during=PERIOD)
    told = Section("off_desk", "Off the desk", frame, sentence="off_desk", sentence_args={})
    assert said in finding(told, "en")


def test_in_the_first_quarter_on_file_nobody_is_called_new() -> None:
    with pytest.raises(NotMeasuredError, match="no contact before this period"):
        reach_moves(met({}), during=PERIOD)
    frame = rungs(met({}), during=PERIOD)
    assert set(frame["measure"]) == {"people by rung"}
    told = Section("rungs", "Rungs", frame, sentence="rungs")
    assert finding(told, "en") == "Rungs", "nobody is said to have moved, or to stand by us"
