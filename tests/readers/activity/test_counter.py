"""COUNTER 5 and 5.1: totals, JSON, refusals; see the cases, and the figures beside the exports."""

from __future__ import annotations

import json
import os
from pathlib import Path

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


def _fixture(name: str) -> Reading:
    return read(open_export(FOLDER / name))


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


@pytest.mark.parametrize(("made", "last"), [("2026-04-01", "03"), ("2026-03-31", "02")])
def test_json_counts_no_month_that_was_not_over(made: str, last: str, tmp_path: Path) -> None:
    report = json.loads((FOLDER / "title-report-sushi.json").read_text(encoding="utf-8"))
    report["Report_Header"]["Created"] = f"{made}T07:00:00Z"
    usage = read(written(tmp_path, json.dumps(report), "early.json")).tables["usage"]
    assert max(usage["on"]) == f"2026-{last}-01"
