"""The rows behind a number: they come to the measure, and each is found where it is said to stand."""

from __future__ import annotations

import csv
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


@pytest.mark.parametrize("measure", ["champions", "promises", "attendance", "seats", "no-shows"])
def test_departments_add_up_to_the_whole(measure: str, sample: Tables) -> None:
    whole = explain(sample, measure, during=Q2)
    names = whole.people["department"].fillna("Not stated").unique()
    parts = [explain(sample, measure, during=Q2, department=name) for name in names]
    assert sum(part.n for part in parts) == whole.n
    assert sum(part.base for part in parts) == whole.base
    assert sum(len(part.people) for part in parts) == len(whole.people)


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


def test_acts_that_make_no_champion_say_why(tidy: Any) -> None:
    people = tidy("contacts", {"contact_id": "a", "display_name": "Ana", "department": "Law"})
    acts = [
        {"contact_id": "a", "on": "2026-09-01", "kind": "defended"},
        {"contact_id": "a", "on": "2025-09-30", "kind": "defended"},
        {"contact_id": "a", "on": "2026-09-01", "kind": "smiled"},
        {"contact_id": "a", "asked_on": "2026-09-01", "kind": "referred"},
        {"contact_id": "x", "on": "2026-09-01", "kind": "referred"},
        {"contact_id": "a", "on": "2026-10-01", "kind": "referred"},
    ]
    told = explain(
        Tables({"contacts": people, "support": tidy("support", *acts)}), "champions", during=Q2
    )
    assert (told.n, told.base, told.measured) == (1, 1, (1, 1))
    assert sorted(told.rows["why"]) == [
        "'smiled' makes no champion ([champions] acts)",
        "asked for, not done",
        "counts",
        "more than 12 months before 2026-09-30",
        "nobody on the staff list was recognised in it",
    ]


def test_promises_say_on_which_day_they_were_kept(tidy: Any) -> None:
    made = [
        {"follow_up_id": "1", "promised_on": "2026-07-01", "due_on": "2026-07-10",
         "done_on": "2026-07-10"},
        {"follow_up_id": "2", "promised_on": "2026-07-01", "due_on": "2026-07-10",
         "done_on": "2026-07-11"},
        {"follow_up_id": "3", "promised_on": "2026-07-01", "due_on": "2026-09-30"},
        {"follow_up_id": "4", "promised_on": "2026-07-01", "due_on": "2026-10-02"},
        {"follow_up_id": "5", "promised_on": "2026-07-01"},
    ]  # fmt: skip
    told = explain(Tables({"follow_ups": tidy("follow_ups", *made)}), "promises", during=Q2)
    assert (told.n, told.base, told.measured) == (1, 3, (1, 3))
    assert told.people.set_index("id")["why"].to_dict() == {
        "1": "kept on 2026-07-10",
        "2": "kept on 2026-07-11, after the day promised",
        "3": "not kept by 2026-09-30",
        "4": "due on 2026-10-02, outside the period",
        "5": "no day promised",
    }


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
        explain(sample, "champions", during=Q2, person=name)
        for name in ("204010", "Édith Charlebois", "EDITH.CHARLEBOIS@tamarackvoss.example")
    ]
    assert [part.people["id"].tolist() for part in told] == [["204010"]] * 3
    assert told[0].rows["counts"].sum() == told[0].people["rows"].iloc[0] >= 1
    assert told[0].measured is None
    promises = explain(sample, "promises kept", during=Q2, person=_with_promise(sample))
    assert len(promises.people) >= 1


def _with_promise(tables: Tables) -> str:
    return str(tables.follow_ups["contact_id"].dropna().iloc[0])


def test_a_namesake_is_not_taken_for_the_other(tidy: Any) -> None:
    people = tidy(
        "contacts",
        {"contact_id": "a", "display_name": "Ana Gil"},
        {"contact_id": "b", "display_name": "Ana Gil"},
    )
    promises = tidy(
        "follow_ups",
        {"follow_up_id": "1", "contact_id": "a", "promised_on": "2026-07-01"},
        {"follow_up_id": "2", "contact_id": "b", "promised_on": "2026-07-01"},
    )
    tables = Tables({"contacts": people, "follow_ups": promises})
    assert explain(tables, "promises", during=Q2, person="b").people["id"].tolist() == ["2"]
    with pytest.raises(UsageError, match="is 2 people: a, b"):
        explain(tables, "promises", during=Q2, person="Ana Gil")


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


def test_the_command_prints_and_writes_every_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = tmp_path / "in", tmp_path / "out"
    data.mkdir()
    out.mkdir()
    (data / "contacts.csv").write_text(
        "contact_id,display_name,email,department\n1,=Ana Gil,ana@firm.example,Legal\n"
        "2,Bo Ek,bo@firm.example,Legal\n", encoding="utf-8"
    )  # fmt: skip
    (data / "touches.csv").write_text(
        "touch_id,contact_id,on,channel\nt1,1,2026-07-02,walk\nt2,1,2026-08-02,desk\n"
        "t3,2,2026-01-02,desk\n", encoding="utf-8"
    )  # fmt: skip
    for name in ("rows.csv", "rows.xlsx"):
        with pytest.raises(SystemExit) as left:
            main(["explain", "reach", "--department", "Legal", "--quarter", Q2, "--data",
                  str(data), "--out", str(out / name)])  # fmt: skip
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert "reach, Legal, FY 2026-27 Q2 (July to September 2026): 1 of 2\n" in said
        assert "touches.csv, row 3: 1 2026-08-02 touch, desk; counts" in said
        assert said.strip().endswith(name)
    with (out / "rows.csv").open(encoding="utf-8-sig") as lines:
        rows = list(csv.DictReader(lines))
    assert [(row["file"], row["row"], row["counts"]) for row in rows] == [
        ("touches.csv", "2", "True"), ("touches.csv", "3", "True"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(out / "rows.xlsx")
    assert book.sheetnames == ["Summary", "People", "Rows"]
    names = [cell.value for cell in book["People"]["B"]]
    assert "=Ana Gil" in names
    assert all(cell.data_type == "s" for cell in book["People"]["B"])


@pytest.mark.parametrize("out", ["rows.txt", "nowhere/rows.csv"])
def test_a_file_that_cannot_be_written_is_exit_2(
    out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "contacts.csv").write_text("contact_id,display_name\n1,Ana Gil\n", encoding="utf-8")
    (tmp_path / "touches.csv").write_text("touch_id,on,channel\n1,2026-07-02,walk\n")
    with pytest.raises(SystemExit) as left:
        main(["explain", "reach", "--quarter", Q2, "--data", str(tmp_path), "--out",
              str(tmp_path / out)])  # fmt: skip
    assert left.value.code == 2
    assert capsys.readouterr().err


def test_the_text_says_when_the_two_do_not_agree(sample: Tables) -> None:
    from dataclasses import replace

    told = explain(sample, "reach", during=Q2)
    assert f"The same as the measure: {told.n} of {told.base}." in as_text(told)
    other = replace(told, measured=(1, told.base))
    assert f"NOT the same as the measure: 1 of {told.base}." in as_text(other)
    assert "and " in as_text(told, shown=1)
    assert repr(ek.explain(sample, "reach", during=Q2)) == as_text(told)
    assert isinstance(told.rows["on"].iloc[0], pd.Timestamp)
