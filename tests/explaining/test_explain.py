"""The rows behind a number: they come to the measure, and each is found where it is said to stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import engagekit as ek
from engagekit import measures
from engagekit.cli.app import main
from engagekit.errors import UsageError
from engagekit.explaining import MEASURES, as_text, explain
from engagekit.tables.tables import Tables

Q2 = "FY2026-27 Q2"
PERIODS = (Q2, "FY2025-26 Q3", "2026-04-01..2026-09-30")


@pytest.mark.parametrize("during", PERIODS)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_people_told_one_by_one_come_to_the_measure(
    measure: str, during: str, sample: Tables
) -> None:
    told = explain(sample, measure, during=during)
    label, _, measured = MEASURES[measure]
    frame = measured(sample, during=during)
    row = frame[frame["measure"] == label].iloc[0]
    stands = told.people["stands"].value_counts()
    assert stands.get("counts", 0) == told.n == row["n"]
    assert stands.get("in the base only", 0) + told.n == told.base == row["base"]
    assert told.agrees
    assert told.people["why"].ne("").all()
    assert told.rows["why"].ne("").all()


@pytest.mark.parametrize("measure", ["reach", "satisfaction"])
@pytest.mark.parametrize("column", ["department", "role_level"])
def test_every_group_comes_to_its_row(measure: str, column: str, sample: Tables) -> None:
    frame = MEASURES[measure][2](sample, during=Q2, by=column)
    for row in frame[frame[column] != "All"].to_dict("records"):
        told = explain(sample, measure, during=Q2, **{column: row[column]})
        assert (told.n, told.base) == (row["n"], row["base"]), row[column]
        assert told.measured == (told.n, told.base)


def test_each_row_stands_in_the_workbook_where_it_is_said_to(sample: Tables) -> None:
    told = explain(sample, "reach", during=Q2, department="Tax")
    mail = sample.contacts.set_index("contact_id")["email"]
    path = Path(__file__).parents[2] / "data" / "sample" / "library-workbook.xlsx"
    with pytest.warns(UserWarning, match="no default style"):
        book = openpyxl.load_workbook(path)
    for row in told.rows.to_dict("records"):
        cells = [str(cell.value) for cell in book[row["sheet"]][row["row"]]]
        if row["file"] == path.name:
            assert {row["id"], mail[row["id"]]} & set(cells)


def test_who_is_out_has_the_reason(tidy: Any) -> None:
    people = tidy(
        "contacts",
        {"contact_id": "a", "display_name": "Ana", "department": "Law"},
        {"contact_id": "b", "display_name": "Bo", "department": "Law;Tax"},
        {"contact_id": "c", "display_name": "Cy", "department": "Law", "left_on": "2026-08-01"},
        {"contact_id": "d", "display_name": "Di", "department": "Law", "joined_on": "2026-11-01"},
        {"contact_id": "e", "display_name": "Ed", "department": "Law", "is_library": True},
        {"contact_id": "f", "display_name": "Flo", "department": "Law", "left_on": "2026-09-30"},
        {"contact_id": "g", "display_name": "Gil", "department": "Law", "left_on": "2026-10-01"},
        {"contact_id": "h", "display_name": "Hal", "department": "Law", "joined_on": "2026-09-30"},
        {"contact_id": "i", "display_name": "Ida", "department": "Law", "joined_on": "2026-10-01"},
    )
    met = [("a", "walk"), ("b", "newsletter"), ("c", "desk"), ("e", "desk"), (None, "desk")]
    touches = tidy(
        "touches",
        *[{"touch_id": str(at), "contact_id": who, "on": "2026-07-02", "channel": channel}
          for at, (who, channel) in enumerate(met)],
    )  # fmt: skip
    tables = Tables({"contacts": people, "touches": touches})
    told = explain(tables, during=Q2, department="law")
    assert (told.n, told.base) == told.measured == (1, 4)
    assert told.people.set_index("id")["why"].to_dict() == {
        "a": "1 row counts",
        "b": "no touch in the period that counts",
        "c": "left on 2026-08-01, on or before 2026-09-30",
        "d": "joined on 2026-11-01, after 2026-09-30",
        "e": "works for the library",
        "f": "left on 2026-09-30, on or before 2026-09-30",
        "g": "no touch in the period that counts",
        "h": "no touch in the period that counts",
        "i": "joined on 2026-10-01, after 2026-09-30",
    }
    whole = explain(tables, during=Q2)
    assert (
        whole.rows.set_index("what")["why"].loc["touch, newsletter"] == "a broadcast (newsletter)"
    )
    nobody = whole.rows[whole.rows["id"].isna()]
    assert nobody["why"].tolist() == ["nobody on the staff list was recognised in it"]
    assert whole.rows["row"].isna().all()  # made by hand: they stand in no file
    assert (explain(tables, during=Q2, department="Tax").base) == 1
    assert measures.reach(tables, during=Q2)["n"].iloc[0] == whole.n


def test_answers_that_leave_the_base_say_why(survey: Tables) -> None:
    told = explain(survey, "satisfaction", during=Q2)
    frame = measures.satisfaction(survey, during=Q2)
    assert (told.n, told.base) == (frame["n"].iloc[0], frame["base"].iloc[0])
    why = told.people.set_index("id")["why"]
    assert why["5"] == "no opinion or no answer"
    assert why["8"] == "not used: break off"
    assert why["0"] == "'Very good', counted as satisfied"
    assert why["3"] == "'Poor', not counted as satisfied"
    law = explain(survey, "satisfaction", during=Q2, department="Legal")
    assert law.measured == (law.n, law.base)


def test_one_person_is_found_by_number_address_and_name(sample: Tables) -> None:
    told = [
        explain(sample, "reach", during=Q2, person=name)
        for name in ("204010", "Édith Charlebois", "EDITH.CHARLEBOIS@tamarackvoss.example")
    ]
    assert [part.people["id"].tolist() for part in told] == [["204010"]] * 3
    assert told[0].rows["counts"].sum() == told[0].people["rows"].iloc[0]
    assert told[0].measured is None


def test_a_namesake_is_not_taken_for_the_other(tidy: Any) -> None:
    people = tidy(
        "contacts",
        {"contact_id": "a", "display_name": "Ana Gil"},
        {"contact_id": "b", "display_name": "Ana Gil"},
    )
    touches = tidy(
        "touches", {"touch_id": "1", "contact_id": "b", "on": "2026-07-01", "channel": "walk"}
    )
    tables = Tables({"contacts": people, "touches": touches})
    assert explain(tables, during=Q2, person="b").people["id"].tolist() == ["b"]
    with pytest.raises(UsageError, match="is 2 people: a, b"):
        explain(tables, during=Q2, person="Ana Gil")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measure": "reech"}, "Did you mean 'reach'"),
        ({"department": "Taxx"}, "Did you mean 'Tax'"),
        ({"floor": "3"}, "has no group 'floor'"),
        ({"person": "Edith Charleboi"}, "Did you mean 'Édith Charlebois'"),
        ({"measure": "satisfaction", "person": "204010"}, "is not linked to them"),
    ],
)
def test_what_is_not_there_is_named(given: dict[str, str], said: str, sample: Tables) -> None:
    with pytest.raises(UsageError, match=said):
        explain(sample, during=Q2, **given)  # type: ignore[arg-type]


def test_the_command_prints_every_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "contacts.csv").write_text(
        "contact_id,display_name,email,department\n1,=Ana Gil,ana@firm.example,Legal\n"
        "2,Bo Ek,bo@firm.example,Legal\n", encoding="utf-8"
    )  # fmt: skip
    (tmp_path / "touches.csv").write_text(
        "touch_id,contact_id,on,channel\nt1,1,2026-07-02,walk\nt2,1,2026-08-02,desk\n"
        "t3,2,2026-01-02,desk\n", encoding="utf-8"
    )  # fmt: skip
    with pytest.raises(SystemExit) as left:
        main(["why", "reach", "--department", "Legal", "--quarter", Q2, "--data", str(tmp_path)])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert "reach, Legal, FY 2026-27 Q2 (July to September 2026): 1 of 2\n" in said
    assert "touches.csv, row 3: 1 2026-08-02 touch, desk; counts" in said


def test_the_text_says_when_the_two_do_not_agree(sample: Tables) -> None:
    from dataclasses import replace

    told = explain(sample, "reach", during=Q2)
    assert f"The same as the measure: {told.n} of {told.base}." in as_text(told)
    other = replace(told, measured=(1, told.base))
    assert f"NOT the same as the measure: 1 of {told.base}." in as_text(other)
    assert "and " in as_text(told, shown=1)
    assert repr(ek.explain(sample, "reach", during=Q2)) == as_text(told)
    assert isinstance(told.rows["on"].iloc[0], pd.Timestamp)
