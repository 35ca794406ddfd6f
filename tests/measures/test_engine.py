"""The engine: groups, months and quarters of any metric, and the units behind a number."""

from __future__ import annotations

from typing import Any

import pytest

import engagekit as ek
from engagekit import measures
from engagekit.cli.app import main
from engagekit.cli.report import as_text
from engagekit.errors import UsageError
from engagekit.tables.tables import Tables

Q2 = "FY2026-27 Q2"
PERIODS = (Q2, "FY2025-26 Q3", "2026-04-01..2026-09-30")


@pytest.mark.parametrize("during", PERIODS)
@pytest.mark.parametrize("measure", ["reach", "satisfaction"])
def test_the_units_come_to_the_number(measure: str, during: str, sample: Tables) -> None:
    result = ek.measure(measure, sample, during=during)
    units = result.units()
    row = result.frame.iloc[0]
    assert (units["counts"].sum(), len(units)) == (row["n"], row["base"])
    assert result.frame.equals(getattr(measures, measure)(sample, during=during))


@pytest.mark.parametrize("column", ["department", "role_level"])
@pytest.mark.parametrize("measure", ["reach", "satisfaction"])
def test_the_units_of_every_group_come_to_its_row(
    measure: str, column: str, sample: Tables
) -> None:
    result = ek.measure(measure, sample, during=Q2, by=column)
    for row in result.frame[result.frame[column] != "All"].to_dict("records"):
        units = result.units(**{column: row[column]})
        assert (units["counts"].sum(), len(units)) == (row["n"], row["base"]), row[column]


def test_the_money_is_the_sum_of_its_lines(sample: Tables) -> None:
    result = ek.measure("funding", sample, during=Q2)
    assert result.units()["amount"].sum() == pytest.approx(result.frame["estimate"].iloc[0])


def test_who_is_out_is_in_no_unit(tidy: Any) -> None:
    people = tidy(
        "contacts",
        {"contact_id": "a", "department": "Law"},
        {"contact_id": "b", "department": "Law;Tax"},
        {"contact_id": "c", "department": "Law", "left_on": "2026-08-01"},
        {"contact_id": "d", "department": "Law", "joined_on": "2026-11-01"},
        {"contact_id": "e", "department": "Law", "is_library": True},
        {"contact_id": "f", "department": "Law", "left_on": "2026-09-30"},
        {"contact_id": "g", "department": "Law", "left_on": "2026-10-01"},
        {"contact_id": "h", "department": "Law", "joined_on": "2026-09-30"},
        {"contact_id": "i", "department": "Law", "joined_on": "2026-10-01"},
    )
    met = [("a", "walk"), ("b", "newsletter"), ("c", "desk"), ("e", "desk"), (None, "desk")]
    touches = tidy(
        "touches",
        *[{"touch_id": str(at), "contact_id": who, "on": "2026-07-02", "channel": channel}
          for at, (who, channel) in enumerate(met)],
    )  # fmt: skip
    result = ek.measure("reach", Tables({"contacts": people, "touches": touches}), during=Q2)
    units = result.units(department="law").set_index("contact_id")["counts"]
    assert units.to_dict() == {"a": True, "b": False, "g": False, "h": False}
    assert result.units(department="Tax")["contact_id"].tolist() == ["b"]


def test_any_metric_goes_by_any_column_and_any_length_of_time(sample: Tables) -> None:
    frame = ek.measure("touch_numbers", sample, during=Q2, by="role_level", every="month", last=2)
    found = frame.frame
    assert found["period"].unique().tolist() == ["2026-08-01..2026-08-31", "2026-09-01..2026-09-30"]
    whole = found[found["role_level"] == "All"]
    assert whole.groupby("period")["n"].sum().tolist() == [
        row["base"] for row in whole.drop_duplicates("period").to_dict("records")
    ]
    years = ek.measure("reach", sample, during=Q2, every="year", last=2).frame
    assert years["period"].tolist() == ["FY2025-26", "FY2026-27"]
    quarters = ek.measure("reach", sample, during=Q2, every="quarter", last=3).frame
    assert quarters.equals(measures.reach(sample, during=Q2, every="quarter", last=3))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"id": "reech"}, "Did you mean 'reach'"),
        ({"by": "dept"}, "Did you mean 'department'"),
        ({"every": "weak"}, "no length of time"),
        ({"at_most": 2}, "Did you mean 'at_least'"),
        ({"id": "newsletter", "by": "site"}, "belongs to no person"),
    ],
)
def test_what_there_is_not_is_said_with_the_nearest_name(
    given: dict[str, Any], said: str, sample: Tables
) -> None:
    with pytest.raises(UsageError, match=said):
        ek.measure(**{"id": "reach", "tables": sample, "during": Q2, **given})


@pytest.mark.parametrize(
    ("where", "said"),
    [({"department": "Taxx"}, "Did you mean 'Tax'"), ({"floor": "3"}, "no column 'floor'")],
)
def test_a_group_that_is_not_there_is_said(
    where: dict[str, str], said: str, sample: Tables
) -> None:
    with pytest.raises(UsageError, match=said):
        ek.measure("reach", sample, during=Q2).units(**where)


def test_long_lists_are_cut_and_counted(sample: Tables) -> None:
    result = ek.measure("reach", sample, during=Q2)
    text = as_text(result, result.units(), {}, shown=3)
    assert text.startswith("reach, FY2026-27 Q2: 384 of 598\nThis is private.")
    assert "... and 381 more" in text and "In the base only (214)" in text


def test_why_prints_who_is_behind_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    args = ["why", "reach", "--department", "Tax", "--quarter", Q2, "--data", "data/sample"]
    with pytest.raises(SystemExit) as left:
        main(args)
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "reach, Tax, FY2026-27 Q2: 2 of 6" in said
    assert "Counts (2)" in said
