"""COUNTER 5 and 5.1: totals compared, what is told, refusals; figures stand beside the exports."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.loading import inspect
from engagekit.loading.load import load
from engagekit.readers.activity import counter
from engagekit.readers.activity._counter_usage import month_of
from engagekit.readers.shared.contract import Reading
from tests.reading import read, written

FOLDER = Path(__file__).parents[2] / "exports" / "counter"
SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "later" / "counter"
ABOVE = "Report_Name,x\nReport_ID,PR_P1\nRelease,5.1\nExceptions,{exceptions}\n"
HEAD = (
    ABOVE + "Reporting_Period,Begin_Date=2026-01-01; End_Date=2026-02-28\nCreated_By,Acme\n\n"
    "Platform,Metric_Type,Reporting_Period_Total,Jan-2026,Feb-2026\n"
)


def _fixture(name: str) -> Reading:
    return read(open_export(FOLDER / name))


def _sums(usage: pd.DataFrame, *by: str) -> dict[object, float]:
    return usage.assign(n=usage["n"].astype(float)).groupby([*by])["n"].sum().to_dict()


def _report(tmp_path: Path, rows: str, exceptions: str = "") -> Reading:
    return read(written(tmp_path, HEAD.format(exceptions=exceptions) + rows))


def test_two_formats_of_one_report_count_once(tmp_path: Path) -> None:
    for name in ("title-report.tsv", "title-report-sushi.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    tables = load(tmp_path)
    assert tables.usage["n"].sum() == 197
    assert sum(part.rows for part in tables.left_out) > 0


def test_a_total_that_is_not_the_sum_of_its_months_is_told_with_its_cell() -> None:
    problems = {each.cell: each.problem for each in _fixture("platform-usage-r5.csv").problems}
    assert problems["C16"] == "a total, but the months add up to 96"
    assert "C15" not in problems


def test_what_the_vendor_says_is_missing_is_told() -> None:
    first, *_ = _fixture("platform-usage-r5.csv").problems
    assert "Partial Data Returned" in first.problem


def test_authors_are_left_behind() -> None:
    found = _fixture("article-requests.tsv")
    assert ("Authors", "personal data") in found.dropped_columns
    assert "Example" not in found.tables["usage"].to_csv()


@pytest.mark.parametrize(("second", "told"), [("9,4,5", False), ("9,5,4", True)])
def test_a_row_that_repeats_another_is_set_aside_and_told_where_it_differs(
    second: str, told: bool, tmp_path: Path
) -> None:
    found = _report(
        tmp_path, f"Acme,Total_Item_Requests,9,4,5\nAcme,Total_Item_Requests,{second}\n"
    )
    assert _sums(found.tables["usage"], "metric") == {"Total_Item_Requests": 9}
    assert [(part.reason, part.rows) for part in found.set_aside] == [
        ("counts what an earlier row counts", 1)
    ]
    assert any("other figures" in each.problem for each in found.problems) is told


@pytest.mark.parametrize(("february", "total"), [(7, 12), (8, 25)])
def test_a_row_without_a_title_that_is_the_sum_of_the_others_is_set_aside(
    february: int, total: int, tmp_path: Path
) -> None:
    head = HEAD.replace("Platform,", "Title,Platform,").format(exceptions="")
    rows = [f"{title},Acme,Total_Item_Requests,,{n}\n" for title, n in (("A", "2,3"), ("B", "3,4"))]
    sums = f",Acme,Total_Item_Requests,,5,{february}\n"
    found = read(written(tmp_path, "".join([head, *rows, sums])))
    assert _sums(found.tables["usage"], "metric") == {"Total_Item_Requests": total}


def test_a_report_without_rows_is_read_as_one(tmp_path: Path) -> None:
    assert read(written(tmp_path, HEAD.format(exceptions=""))).rows_read == 0


def test_an_empty_cell_is_no_nought(tmp_path: Path) -> None:
    found = _report(tmp_path, "Acme,Total_Item_Requests,4,4,\n")
    assert len(found.tables["usage"]) == 1
    assert "empty cells" in found.problems[0].problem


def test_a_month_without_a_column_is_told(tmp_path: Path) -> None:
    text = HEAD.format(exceptions="").replace(",Feb-2026", "") + "Acme,Total_Item_Requests,4,4\n"
    (problem,) = read(written(tmp_path, text)).problems
    assert "no column for 1 months of its reporting period (2026-02)" in problem.problem


def test_a_month_that_stands_twice_is_told(tmp_path: Path) -> None:
    text = HEAD.format(exceptions="").replace("Feb-2026", "Jan-26") + "Acme,Searches,9,4,5\n"
    found = read(written(tmp_path, text))
    assert found.tables["usage"]["n"].tolist() == ["4"]
    assert any("second column of its month" in each.problem for each in found.problems)


def test_totals_without_months_are_refused_unless_they_are_one_month(tmp_path: Path) -> None:
    bare = HEAD.format(exceptions="").replace(",Jan-2026,Feb-2026", "")
    row = "Acme,Total_Item_Requests,4\n"
    (refused,) = inspect.inspect([str(written(tmp_path, bare + row).path)])
    assert "Export it again with monthly details" in refused["error"]
    one = bare.replace("2026-02-28", "2026-01-31") + row
    usage = read(written(tmp_path, one, "one.csv")).tables["usage"]
    assert usage[["on", "n"]].to_numpy().tolist() == [["2026-01-01", "4"]]


@pytest.mark.parametrize("late", [False, True])
def test_a_month_that_json_leaves_out_is_nought_unless_the_vendor_lacks_some(
    late: bool, tmp_path: Path
) -> None:
    report = json.loads((FOLDER / "title-report-sushi.json").read_text(encoding="utf-8"))
    report["Report_Items"] = report["Report_Items"][1:]
    if late:
        report["Report_Header"]["Exceptions"] = [{"Code": 3031, "Message": "Usage Not Ready"}]
    usage = read(written(tmp_path, json.dumps(report), "late.json")).tables["usage"]
    assert ("2026-03-01" in set(usage["on"])) is not late


def test_an_answer_without_a_report_and_an_old_release_are_refused(tmp_path: Path) -> None:
    answer = {"Report_Header": {"Report_ID": "TR"}, "Exception": {"Code": 3030, "Message": "None"}}
    (place := tmp_path / "no.json").write_text(json.dumps(answer), encoding="utf-8")
    (old := tmp_path / "old.csv").write_text(
        '"Journal Report 1 (R4)","Requests"\nUniversity,\nJournal,Jan-2011\nActs,3\n',
        encoding="utf-8",
    )
    said = [found["error"] for found in inspect.inspect([str(place), str(old)])]
    assert "a reply from the vendor's server without a report: 3030: None" in said[0]
    assert "as release 5 or 5.1" in said[1]
    place.write_text(json.dumps(answer).replace("3030", "9" * 5_000), encoding="utf-8")
    (found,) = inspect.inspect([str(place)])
    assert "in JSON, but it is damaged or cut off. Download it again." in found["error"]


@pytest.mark.parametrize(("label", "month"), [
    *((one, "2026-01-01") for one in ("Jan-2026", "Jan-26", "2026-01", "2026-01-01 00:00:00",
                                      "1/2026", "1/1/2026", "01-Jan-26")),
    ("7/1/2026", "2026-07-01"), ("01/07/2026", "2026-07-01"), ("1.7.2026", "2026-07-01"),
    ("7/2/2026", ""), ("13/2026", ""), ("2026", ""),
])  # fmt: skip
def test_months_as_spreadsheets_leave_them(label: str, month: str) -> None:
    assert month_of(label) == month


@pytest.mark.shared
def test_public_samples_are_read_and_their_totals_agree() -> None:
    for name, total in {
        "COUNTER_R5_Report_Examples_TR.csv": 450 + 456 + 462 + 468,
        "synthetic-R51_TR_ContentWorks_2026Q1.csv": None,
        "counter5_table_dr.tsv": None,
    }.items():
        export = open_export(SHARED / name)
        assert counter.recognise(export)
        found = read(export)
        assert not [each for each in found.problems if "add up" in each.problem]
        if total:
            assert found.tables["usage"]["n"].astype(float).sum() == total


@pytest.mark.parametrize(
    ("made", "months"), [("2026-03-01", 2), ("2026-02-28", 1), ("2025-12-01", 2), ("", 2)]
)
def test_months_that_were_not_over_when_the_report_was_made_are_left_out(
    made: str, months: int, tmp_path: Path
) -> None:
    head = HEAD.format(exceptions="").replace("Created_By", f"Created,{made}\nCreated_By")
    found = read(written(tmp_path, head + "Acme,Unique_Item_Requests,5,5,0\n"))
    assert found.tables["usage"]["on"].nunique() == months
    text = "before the end of 2026-02; that month and later ones are left out"
    assert (text in str(found.problems)) is (months == 1)


@pytest.mark.parametrize(("made", "last"), [("2026-04-01", "03"), ("2026-03-31", "02")])
def test_json_counts_no_month_that_was_not_over(made: str, last: str, tmp_path: Path) -> None:
    report = json.loads((FOLDER / "title-report-sushi.json").read_text(encoding="utf-8"))
    report["Report_Header"]["Created"] = f"{made}T07:00:00Z"
    usage = read(written(tmp_path, json.dumps(report), "early.json")).tables["usage"]
    assert max(usage["on"]) == f"2026-{last}-01"
