"""A file counts once its shape is confirmed, and a preview shows before that what would count."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

import engagekit as ek
from engagekit.errors import ExportError, UsageError
from engagekit.importing.session import Import, import_file
from engagekit.loading.load import everything

SETTINGS = '[organisation]\nname = "X"\nfiscal_start = 4\ncurrency = "CAD"\n'
DESK = [
    ["Date", "Ref", "Name", "Dept", "How", "Mins", "Status"],
    ["13/07/2026", "R1", "Ann Lee", "Law", "Phone", "5", "Done"],
    ["13/07/2026", "R1", "Ann Lee", "Law", "Phone", "5", "Done"],
    ["14/07/2026", "R2", "Bo Ek", "Tax", "Chatbot", "10", "Void"],
    ["15/07/2026", "R3", "Bo Ek", "Tax", "In person", "20", "Done"],
]
SAID = {"row": "enquiry", "touch_id": "Ref", "words": {"channel": {"Chatbot": "chat"}}}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "engagekit.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def save(home: Path, name: str, rows: list[list[str]]) -> Path:
    path = home / "data" / name
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows(rows)
    return path


def desk(home: Path, **said: object) -> Import:
    return import_file(save(home, "desk.csv", DESK), **{**SAID, **said})


def test_nothing_counts_before_it_is_confirmed(home: Path) -> None:
    wanted = desk(home)
    assert not everything(home).has("touches")
    assert wanted.preview().rows_out == 3
    wanted.confirm()
    assert len(everything(home).touches) == 3


def test_a_trial_writes_nothing(home: Path) -> None:
    assert desk(home).confirm(dry_run=True).name == "desk.toml"
    assert not (home / "mappings").exists()


def test_a_sign_in_list_takes_title_and_day_from_above_it(home: Path) -> None:
    rows = [
        ["Westlaw basics, 3 July 2026"],
        [],
        ["Name", "Signed"],
        ["Ann Lee", "x"],
        ["Bo Ek", ""],
    ]
    wanted = import_file(
        save(home, "list.csv", rows),
        row="visit",
        title="file",
        started_at="file",
        status="attended",
    )
    wanted.confirm()
    tables = everything(home)
    assert tables.events["title"].tolist() == ["Westlaw basics"]
    assert len(tables.attendance) == 2


def test_a_notebook_shows_the_call_to_go_on(home: Path) -> None:
    assert "row=" in repr(import_file(save(home, "desk.csv", DESK)))


def test_what_cannot_be_read_is_no_import(home: Path) -> None:
    path = home / "data" / "empty.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ExportError):
        import_file(path, row="enquiry").preview()
    assert "import_file" in dir(ek)


def test_a_file_that_is_not_there_is_no_import(home: Path) -> None:
    with pytest.raises(UsageError, match="is not there"):
        import_file(home / "nothing.csv")


def test_rows_that_another_file_has_too(home: Path) -> None:
    desk(home).confirm()
    other = [["Day", "Number", "Who", "Unit", "Way", "Length", "State"], *DESK[1:]]
    said = {**SAID, "touch_id": "Number", "on": "Day", "display_name": "Who", "channel": "Way"}
    shown = import_file(save(home, "copy.csv", other), **said).preview()
    assert "stand in files that count already" in "\n".join(shown.warnings)


def test_a_later_file_begins_with_the_answers_of_the_one_that_it_is_like(home: Path) -> None:
    rows = [["Month", "Searches"], ["2026-07", "12"], ["2026-08", "9"]]
    said = {"row": "use", "on": "Month", "n": "Searches", "metric": "Searches"}
    first = import_file(save(home, "lexis.csv", rows), **said, always={"platform": "Lexis"})
    first.set(always={"metric": "searches"}).confirm()
    later = import_file(save(home, "lexis 2.csv", [[*row, "x"] for row in rows]))
    assert later.open == []
    assert later.record()["constants"] == {"platform": "Lexis", "metric": "searches"}
    assert later.preview().total == 21


FORM = [
    ["Timestamp", "Overall, how satisfied are you?", "Rate us", "Why?"],
    ["2026/03/02 9:15:01", "Very satisfied", "4", "They are quick"],
    ["2026/03/02 9:17:44", "Satisfied", "2", "I like to come in"],
    ["2026/03/03 8:01:10", "Satisfied", "5", ""],
]
SURVEY = {
    "row": "answers",
    "of_people": "yes",
    "questions": {"Why?": "ignored"},
    "scales": {"points_5": ["5", "4", "3", "2", "1"]},
    "overall": "Rate us",
}


def records(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "mappings").iterdir())


@pytest.mark.parametrize("tool", [True, False])
@pytest.mark.parametrize("more", [False, True])
def test_a_survey_that_comes_again_keeps_what_was_confirmed(
    home: Path, tool: bool, more: bool
) -> None:
    rows = FORM if tool else [row[1:] for row in FORM]
    said = SURVEY if tool else {**SURVEY, "department": "none"}
    first = import_file(save(home, "survey.csv", rows), **said)
    first.confirm()
    extra = [["Rate the desk"], ["4"], ["2"], ["5"]] if more else [[]] * 4
    again = [[*row, *cells] for row, cells in zip(rows, extra, strict=True)]
    path = save(home, "survey 2.csv", again)
    second = import_file(path, row="answers")
    raw = second.record()
    assert raw["questions"]["Why?"]["kind"] == "ignored"
    assert raw["overall"] == "Rate us"
    scale = raw["questions"]["Rate us"]["scale"]
    assert raw["scales"][scale]["answers"] == ["5", "4", "3", "2", "1"]
    if more:
        of_new = raw["questions"]["Rate the desk"]["scale"]
        assert of_new != scale or not tool, "of a new question nobody has said which end is good"
    second.confirm()
    assert len(records(home)) == (2 if more and not tool else 1)
    assert len(everything(home).respondents) == (6 if more else 3), "the same file counts once"


def test_a_survey_with_fewer_questions_takes_none_from_the_one_before(home: Path) -> None:
    import_file(save(home, "survey.csv", FORM), **SURVEY).confirm()
    short = import_file(save(home, "survey 2.csv", [row[:3] for row in FORM]), row="answers")
    short.confirm()
    assert records(home) == ["survey.toml"]
    assert set(import_file(home / "data" / "survey.csv", row="answers").record()["questions"]) == {
        *FORM[0][1:]
    }
    assert len(everything(home).respondents) == 6


def test_a_list_that_comes_again_keeps_what_no_question_marks(home: Path) -> None:
    head = ["Date", "Ref", "First", "Last", "How", "Mins", "Status"]
    rows = [head, *([row[0], row[1], *row[2].split(), *row[4:]] for row in DESK[1:])]
    said = {"row": "enquiry", "touch_id": "Ref", "display_name": ["First", "Last"],
            "only": {"Status": ["Done"]}, "units": {"minutes": "hours"},
            "words": {"channel": {"Chatbot": "chat"}}}  # fmt: skip
    first = import_file(save(home, "desk.csv", rows), **said)
    first.confirm()
    later = import_file(save(home, "desk 2.csv", [[*row, "x"] for row in rows]))
    assert later.open == []
    kept = ("columns", "keep", "units", "values", "files")
    assert {key: later.record()[key] for key in kept} == {key: first.record()[key] for key in kept}
    assert later.set(only="all").record().get("keep") is None


def test_contracts_and_lists_of_who_came_keep_their_days(home: Path) -> None:
    rows = [["Product", "Vendor", "Price", "Ends"], ["Lexis", "Reed", "1200", "31/12/2026"]]
    said = {"row": "contract", "product": "Product", "price": "Price", "ends_on": "Ends",
            "starts_on": "year", "currency": "CAD", "files": "replace"}  # fmt: skip
    import_file(save(home, "contracts.csv", rows), **said).confirm()
    later = import_file(save(home, "contracts 2.csv", [[*row, "x"] for row in rows]))
    assert (later.open, later.record()["date"]) == ([], {"starts_on": "a year before its end"})
    names = [["Basics, 3 July 2026"], [], ["Name", "Signed"], ["Ann Lee", "x"], ["Bo Ek", ""]]
    said = {"row": "visit", "title": "file", "started_at": "file", "status": "attended"}
    first = import_file(save(home, "came.csv", names), **said)
    first.confirm()
    later = import_file(save(home, "came 2.csv", [*names[:2], *([*row, "y"] for row in names[2:])]))
    assert (later.open, later.record()["also"]) == ([], first.record()["also"])


def test_days_that_one_column_settles_are_read_so_in_all_and_a_notice_is_suggested(
    home: Path,
) -> None:
    rows = [
        ["Product", "Vendor", "Start", "End", "Price per year", "Notice (months)"],
        ["Lexis", "Reed", "01/01/2026", "31/12/2026", "1200", "3"],
        ["Embase", "Reed", "01/07/2025", "30/06/2027", "800", "6"],
    ]
    wanted = import_file(save(home, "contracts.csv", rows), row="contract", currency="CAD")
    assert [one.name for one in wanted.open] == ["units notice_days"]
    wanted = wanted.set(units={"notice_days": "months"})
    assert (wanted.record()["date_order"], wanted.preview().rows_out) == ("day first", 2)
    wanted.confirm()
    terms = everything(home).contracts.set_index("product")
    assert f"{terms.loc['Embase', 'starts_on']:%Y-%m-%d}" == "2025-07-01"
    assert terms["notice_days"].tolist() == [92, 182]


def test_the_table_of_a_named_sheet_is_read_and_an_unknown_one_is_refused(home: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in (("Notes", [["Ref", "Text"], ["R1", "x"]]), ("Log", DESK)):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    path = home / "data" / "desk.xlsx"
    book.save(path)
    assert import_file(path, **SAID, sheet="Log").preview().rows_out == 3
    with pytest.raises(ExportError, match=r"has no sheet 'Lists'\. It has: 'Notes', 'Log'"):
        import_file(path, row="enquiry", sheet="Lists").preview()
