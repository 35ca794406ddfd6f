"""How people move, where they were met, and which seats are missing: counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError
from engagekit.measures import off_desk, reach_moves, rungs
from engagekit.measures._frame import measure_frame
from engagekit.presentation.section import Section
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PERIOD = "FY2026-27 Q2"  # July to September 2026


def _as(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = empty(name)
    return pd.DataFrame(rows).reindex(columns=blank.columns).astype(blank.dtypes.to_dict())


def touch(who: str, on: str, channel: str = "walk", **given: object) -> dict[str, object]:
    return {"touch_id": who + on + channel, "contact_id": who, "on": on, "channel": channel,
            "begun_by": "library", "two_way": True, "place": "client", **given}  # fmt: skip


def people(names: str, **given: object) -> list[dict[str, object]]:
    return [{"contact_id": name, "display_name": name, **given} for name in names]


def tables(staff: list[dict[str, object]], met: list[dict[str, object]], **more: pd.DataFrame) -> Tables:  # fmt: skip
    return Tables({"contacts": _as("contacts", staff), "touches": _as("touches", met), **more})


def test_rungs_go_from_stranger_to_champion_and_count_who_moved() -> None:
    met = [
        touch("b", "2026-07-01", "newsletter"),
        touch("c", "2026-07-01"),
        *(touch("d", f"2026-08-0{day}") for day in (1, 2, 3)),
        touch("e", "2026-07-01", "reference", begun_by="contact"),
        touch("f", "2025-07-01"),  # a user until the end of June 2026, a stranger after
    ]
    acts = _as("support", [{"contact_id": "g", "on": "2026-08-01", "kind": "defended"}])
    frame = rungs(tables(people("abcdefg"), met, support=acts), during=PERIOD)
    now = frame[frame["measure"] == "people by rung"].set_index("answer")["n"].to_dict()
    assert now == {"stranger": 2, "aware": 1, "user": 1, "repeat": 1, "supporter": 1, "champion": 1}
    moved = frame[frame["measure"] == "people by movement"].set_index("answer")["n"].to_dict()
    assert moved == {"up": 5, "held": 1, "down": 1}


@pytest.mark.parametrize(
    ("begun_by", "top"), [(None, "repeat"), ("library", "repeat"), ("contact", "supporter")]
)
def test_rungs_that_no_file_could_show_are_left_out(begun_by: str | None, top: str) -> None:
    met = [touch("a", "2026-07-01", "reference", begun_by=begun_by)]
    assert rungs(tables(people("ab"), met), during=PERIOD)["answer"].iloc[-1] == top
    acts = _as("support", [{"contact_id": "z", "on": "2026-08-01", "kind": "defended"}])
    found = rungs(tables(people("ab"), met, support=acts), during=PERIOD)
    assert found["answer"].iloc[-1] == "champion"


@pytest.mark.parametrize(
    ("logged", "english", "french"),
    [
        ("", "2 people came closer to us, 1 drifted away.\n", "éloignée.\n"),
        ("up", "drifted away.\nFuller records alone could account for this. Since",
         "éloignée.\nDes relevés plus complets pourraient suffire à l’expliquer. Depuis"),
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


def test_a_touch_of_unknown_place_is_in_no_base() -> None:
    met = [touch("a", "2026-07-01"), touch("a", "2026-07-02", place="desk"),
           touch("a", "2026-07-03", place=None, channel="meeting"), touch("s", "2026-07-04"),
           touch("a", "2026-07-05", two_way=False)]  # fmt: skip
    staff = [*people("a"), *people("s", is_library=True)]
    frame = off_desk(tables(staff, met), during=PERIOD).set_index("measure")
    row = frame.loc["touches off the desk"]
    assert (row["n"], row["base"]) == (1, 2)


def test_a_touch_of_one_way_alone_has_its_place_though_nobody_noted_it() -> None:
    met = [touch("a", f"2026-07-0{at}", place=None, channel=way)
           for at, way in enumerate(("desk", "walk-up", "email", "walk", "reference"), 1)]  # fmt: skip
    frame = off_desk(tables(people("a"), met), during=PERIOD).set_index("measure")
    row = frame.loc["touches off the desk"]
    assert (row["n"], row["base"]) == (2, 4)  # all of the e-mails of a ticket tool had been 100 %


def test_an_enquiry_has_two_sides_unless_somebody_noted_that_it_had_not() -> None:
    noted = [
        ("desk", None),
        ("email", None),
        ("email", False),
        ("newsletter", None),
        ("walk", True),
    ]
    met = [touch("a", f"2026-07-0{at}", way, place=None, two_way=both)
           for at, (way, both) in enumerate(noted, 1)]  # fmt: skip
    frame = off_desk(tables(people("a"), met), during=PERIOD).set_index("measure")
    row = frame.loc["touches off the desk"]
    assert (row["n"], row["base"]) == (2, 3)


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
    met = [touch("a", f"2026-07-0{at}", way, begun_by=who) for at, (way, who) in enumerate(ways, 1)]
    frame = off_desk(tables(people("a"), met), during=PERIOD)
    told = Section("off_desk", "Off the desk", frame, sentence="off_desk", sentence_args={})
    assert said in finding(told, "en")


def test_in_the_first_quarter_on_file_nobody_is_called_new() -> None:
    now = tables(people("ab"), [touch("a", "2026-07-01")])
    with pytest.raises(NotMeasuredError, match="no contact before this period"):
        reach_moves(now, during=PERIOD)
    frame = rungs(now, during=PERIOD)
    assert set(frame["measure"]) == {"people by rung"}
    told = Section("rungs", "Rungs", frame, sentence="rungs")
    assert finding(told, "en") == "Rungs", "nobody is said to have moved, or to stand by us"
