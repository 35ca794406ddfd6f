"""What is told of head counts where there is no staff list, by hand."""

from __future__ import annotations

from functools import partial

import pandas as pd
import pytest

import engagekit as ek
from benchmarks._firms import tidy
from engagekit import measures, sections
from engagekit.measures.funding import outside
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Q2 = "FY2026-27 Q2"


@pytest.fixture
def counted() -> Tables:
    """Ten people in two departments; Ana met three times, Ben once, Cleo only by the newsletter."""
    touches = [
        ("1", "ana@firm.example", "2026-07-02", "walk"),
        ("2", "ana@firm.example", "2026-07-09", "desk"),
        ("3", "ana@firm.example", "2026-08-09", "desk"),
        ("4", "ben@firm.example", "2026-09-01", "walk"),
        ("5", "cleo@firm.example", "2026-09-02", "newsletter"),
        ("6", "dag@firm.example", "2026-05-02", "walk"),
    ]
    return Tables(
        {
            "headcounts": tidy("headcounts", [
                {"department": "Legal", "on": "2026-06-30", "people": 6},
                {"department": "Tax", "on": "2026-06-30", "people": 4},
            ]),
            "touches": tidy("touches", [
                {"touch_id": one, "email": who, "on": on, "channel": channel, "two_way": True}
                for one, who, on, channel in touches
            ]),
            "support": tidy("support", [
                {"contact_id": "ana@firm.example", "on": "2026-08-01", "kind": "defended"},
                {"contact_id": "eve", "on": "2024-08-01", "kind": "defended"},
            ]),
            "budget": tidy("budget", [
                {"period": Q2, "line": "staff", "kind": "actual", "amount": 1000.0,
                 "currency": "CAD", "department": "Legal"},
            ]),
        },
        make_settings({}),
    )  # fmt: skip


def _n(frame: pd.DataFrame, by: str) -> dict[str, int]:
    return {str(row[by]): int(row["n"]) for row in frame.to_dict("records")}


def test_reach_over_all_stands_on_the_last_head_counts(counted: Tables) -> None:
    row = measures.reach(counted, during=Q2).iloc[0]
    assert (int(row["n"]), int(row["base"]), row["estimate"]) == (2, 10, 0.2)
    assert row["method"].startswith("people known by")
    units = ek.measure("reach", counted, during=Q2).units()
    assert units.groupby("counts")["n"].sum().to_dict() == {True: 2, False: 8}


def test_rungs_count_each_name_once_and_the_rest_as_strangers(counted: Tables) -> None:
    found = measures.rungs(counted, during=Q2)
    # Ana did an act, Ben and Dag one day each, Cleo the newsletter alone, six others never
    assert _n(found, "answer") == {"stranger": 6, "aware": 1, "user": 2, "repeat": 0, "champion": 1}
    assert set(found["measure"]) == {"people by rung"}


def test_touches_and_frequency_of_names(counted: Tables) -> None:
    told = _n(measures.touch_numbers(counted, during=Q2), "touch_number")
    assert {name: n for name, n in told.items() if n} == {"0": 8, "1": 1, "3": 1}
    mean = measures.frequency(counted, during=Q2).iloc[0]
    assert (float(mean["estimate"]), int(mean["n"])) == (2.0, 2)


def test_champions_are_those_written_down_and_cover_is_not_told(counted: Tables) -> None:
    found = measures.champions(counted, during=Q2).set_index("measure")
    assert found.loc["champions", ["n", "base"]].tolist() == [1, 10]
    assert "departments covered" not in found.index


def test_money_is_spread_over_the_heads_also_where_touches_name_no_department(
    counted: Tables,
) -> None:
    found = measures.funding(counted, during=Q2, by="department")
    per_head = found[found["measure"] == "funding per head"].set_index("department")["estimate"]
    assert per_head["All"] == pytest.approx(100.0)
    assert per_head["Legal"] == pytest.approx(1000 / 6)
    assert outside(counted, during=Q2).empty


def test_quarters_before_the_first_head_count_are_left_out(counted: Tables) -> None:
    found = measures.reach(counted, during=Q2, every="quarter")
    assert found["period"].tolist() == ["FY2026-27 Q1", Q2]
    earlier = counted.headcounts.assign(on=pd.Timestamp("2026-07-15"))
    later = measures.reach(counted.replace(headcounts=earlier), during=Q2, every="quarter")
    assert later["period"].tolist() == [Q2]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_head_counts_cannot_tell_is_said(counted: Tables, language: str) -> None:
    for make in (sections.headline, sections.reach, sections.rungs, sections.champions,
                 sections.touches, partial(sections.reach, every="quarter")):  # fmt: skip
        section = make(counted.in_language(language), during=Q2)
        assert section.missing == ""
        word = "liste du personnel" if language == "fr" else "no staff list"
        assert word in section.note
        assert finding(section, language)
    kinds = {row.measure for row in sections.headline(counted, during=Q2).frame.itertuples()}
    assert {"reach", "champions", "funding per head"} <= kinds
