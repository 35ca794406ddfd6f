"""A file counts once its shape is confirmed, and a preview shows before that what would count."""

from __future__ import annotations

import csv
from pathlib import Path

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


def test_a_number_that_repeats_is_asked_about_and_shown(home: Path) -> None:
    path = save(home, "desk.csv", DESK)
    assert "touch_id" in [one.name for one in import_file(path, row="enquiry").open]
    facts = desk(home).preview().facts
    assert "4 rows, 3 different numbers under 'Ref'" in facts


def test_rows_that_are_not_ticked_stay_out_with_their_cells(home: Path) -> None:
    shown = desk(home, only={"Status": ["Done"]}).preview()
    assert shown.rows_out == 2
    aside = next(one for one in shown.set_aside if "Status" in one.reason)
    assert aside.rows == 1
    assert "Void" not in "".join(desk(home).record().get("keep", {}))
    with pytest.raises(UsageError, match="has no value 'Held'"):
        desk(home, only={"Status": ["Held"]})


def test_a_word_is_a_question_until_somebody_says_what_it_means(home: Path) -> None:
    path = save(home, "desk.csv", [DESK[0], [*DESK[1][:4], "Pigeon post", *DESK[1][5:]]])
    open_ones = import_file(path, row="enquiry", touch_id="Ref").open
    assert [one.name for one in open_ones] == ["words channel.Pigeon post"]


def test_one_row_is_told_as_a_sentence(home: Path) -> None:
    told = desk(home).preview().sentences[0]
    assert told.startswith("On 2026-07-13 Ann Lee of Law asked by phone")


def test_days_of_two_readings_are_asked_about(home: Path) -> None:
    rows = [["Date", "Name", "How"], ["03/04/2026", "Ann Lee", "Phone"]]
    wanted = import_file(save(home, "log.csv", rows), row="enquiry")
    assert [one.name for one in wanted.open] == ["dates"]
    shown = wanted.set(dates="month first").preview()
    assert list(shown.by_month) == ["2026-03"]


def test_an_answer_that_fits_nothing_says_what_there_is(home: Path) -> None:
    with pytest.raises(UsageError, match="There are: Date, Ref"):
        desk(home, on="Day")
    with pytest.raises(UsageError, match="Nothing is asked under 'colour'"):
        desk(home, colour="red")
    with pytest.raises(UsageError, match="is no kind of row"):
        desk(home, row="loan")
    with pytest.raises(UsageError, match="is not confirmed: touch_id"):
        import_file(save(home, "desk.csv", DESK), row="enquiry").confirm()
    with pytest.raises(UsageError, match="is not there"):
        import_file(home / "nothing.csv")


def test_nothing_for_us_is_not_confirmed(home: Path) -> None:
    with pytest.raises(UsageError, match="nothing to count"):
        import_file(save(home, "desk.csv", DESK), row="nothing").confirm()


def test_a_header_over_two_columns_is_said_by_its_letter(home: Path) -> None:
    rows = [["Date", "Name", "Name", "How"], ["2026-07-01", "Sue Day", "Ann Lee", "Phone"]]
    path = save(home, "log.csv", rows)
    with pytest.raises(UsageError, match="=B or =C"):
        import_file(path, row="enquiry", display_name="Name")


@pytest.mark.parametrize("year", ["2023/24", "2024-25"])
def test_years_across_the_headings_are_said_to_stand_in_one_quarter(home: Path, year: str) -> None:
    rows = [["Measure", year, "2025/26"], ["Visits", "100", "130"], ["Loans", "50", "60"]]
    shown = import_file(save(home, "stats.csv", rows), row="count").preview()
    assert shown.total == 340
    assert any("a report on one quarter" in one for one in shown.warnings)


def test_terms_across_the_headings_wait_for_their_days(home: Path) -> None:
    rows = [["Measure", "Autumn term", "Spring term"], ["Visits", "100", "130"]]
    wanted = import_file(
        save(home, "stats.csv", rows), row="count", across=["Autumn term", "Spring term"]
    )
    assert [one.name for one in wanted.open] == ["across"]
    days = {"Autumn term": "2026-09-01", "Spring term": "2027-01-10"}
    shown = wanted.set(across=days).preview()
    assert dict(shown.by_month) == {"2026-09": 100, "2027-01": 130}
    assert any("days to come" in one for one in shown.warnings)


def test_months_without_a_year_ask_for_it(home: Path) -> None:
    rows = [["Line", "Nov", "Dec", "Jan", "Total"], ["Books", "1", "2", "3", "6"]]
    wanted = import_file(save(home, "spend.csv", rows), row="money", kind="actual")
    assert [one.name for one in wanted.open] == ["year"]
    shown = wanted.set(year="2026").preview()
    assert dict(shown.by_month) == {"2026-11": 1, "2026-12": 2, "2027-01": 3}
    assert shown.unused == ("Total",)


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


def test_a_total_that_is_known_is_compared(home: Path) -> None:
    rows = [["Item", "Paid"], ["Westlaw", "1200"], ["Lexis", "800"]]
    wanted = import_file(
        save(home, "spend.csv", rows), row="money", kind="actual", period="2026-09", total=2500
    )
    assert wanted.preview().warnings[0] == "The total would be 2,000.00; you know 2,500.00."


def test_a_notebook_shows_the_file_as_text_and_the_call_to_go_on(home: Path) -> None:
    path = save(home, "desk.csv", [*DESK, ["<b>x</b>", "", "", "", "", "", ""]])
    page = import_file(path)._repr_html_()
    assert "<b>x" not in page
    assert "row=" in page


def test_what_cannot_be_read_is_no_import(home: Path) -> None:
    path = home / "data" / "empty.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ExportError):
        import_file(path, row="enquiry").preview()
    assert "import_file" in dir(ek)


@pytest.mark.parametrize(
    ("header", "above", "said", "total"),
    [
        ("Cost (£000)", "", {"units": {"amount": "thousands"}}, 150_000),
        ("Cost", "All figures in thousands", {"units": {"amount": "thousands"}}, 150_000),
        ("Cost (£000)", "", {"units": {"amount": "units"}}, 150),
        ("Cost", "", {}, 150),
    ],
)
def test_a_unit_that_the_file_may_name_is_asked_about(
    header: str, above: str, said: dict[str, object], total: float, home: Path
) -> None:
    """Thousands of money were read as they stand, a thousandth of the budget."""
    rows = [["Line", "Year", header], ["Staff", "2026", "120"], ["Books", "2026", "30"]]
    path = save(home, "costs.csv", [[above], *rows] if above else rows)
    wanted = import_file(path, row="money", line="Line", amount=header, kind="budget")
    wanted = wanted.set(period="Year", currency="GBP")
    assert any(one.name == "units amount" for one in wanted.open) == (header + above != "Cost")
    assert wanted.set(**said).preview().total == total


def test_the_start_of_a_staff_list_is_asked_and_marked(home: Path) -> None:
    rows = [["Name", "Department", "Start"], ["Ann Lee", "Law", "2026-08-03"]]
    asked = {
        one.name: one for one in import_file(save(home, "p.csv", rows), row="person").questions
    }
    assert asked["joined_on"].marked == "Start"


def test_a_contract_without_a_start_waits_for_one(home: Path) -> None:
    rows = [["Product", "Price", "Currency", "Ends"], ["Lexis", "1200", "CAD", "2026-12-31"]]
    wanted = import_file(save(home, "c.csv", rows), row="contract", ends_on="Ends")
    assert [one.name for one in wanted.open] == ["starts_on"]


def test_a_month_between_days_is_no_day_of_that_month(home: Path) -> None:
    rows = [["Product", "Price", "Currency", "From", "Until"]]
    rows += [["Lexis", "1200", "CAD", "01/01/2026", "31/12/2026"]]
    rows += [["Jade", "900", "CAD", "01/04/2026", "Mar-27"]]
    said = {"row": "contract", "starts_on": "From", "ends_on": "Until", "dates": "day first"}
    shown = import_file(save(home, "c.csv", rows), **said).preview()
    assert (shown.rows_out, shown.total) == (1, 1200)
    assert any("'Mar-27', which is not a date" in one for one in shown.warnings)


def test_names_that_stand_twice_are_counted_beside_the_rows(home: Path) -> None:
    rows = [
        ["Name", "Department", "Person Ref"],
        *[["Ann Lee", unit, "7"] for unit in ("Law", "Tax")],
    ]
    shown = import_file(save(home, "p.csv", rows), row="person", contact_id="none").preview()
    assert any("2 rows, 1 different names" in one for one in shown.facts) or shown.rows_out == 1


def test_an_amount_that_cannot_be_read_is_told_before_it_counts(home: Path) -> None:
    rows = [["Item", "Paid"], ["A", "12.3k"], ["B", "#REF!"], ["C", "20"]]
    said = {
        "row": "money",
        "amount": "Paid",
        "kind": "actual",
        "currency": "CAD",
        "period": "2026-09",
    }
    shown = import_file(save(home, "s.csv", rows), **said).preview()
    assert any("'#REF!'" in one for one in shown.warnings)


@pytest.mark.parametrize(("below", "asked"), [("Mins", True), ("5", False)])
def test_a_header_of_two_rows_is_asked_about(below: str, asked: bool, home: Path) -> None:
    rows = [["Date", "Client", ""], ["", "Name", below], ["2026-07-13", "Ann Lee", "5"]]
    path = save(home, "d.csv", rows)
    wanted = import_file(path, row="enquiry", header_row=1, on="Date", channel="desk")
    assert ("header_rows" in [one.name for one in wanted.open]) is asked
    done = wanted.set(header_rows="2")
    assert done.table.names[1] == "Client / Name"
    assert "header_rows" not in [one.name for one in done.open]


TICKED = [
    ["Date", "Name", "E-mail", "Phone", "In person"],
    ["2026-07-13", "Ann Lee", "x", "", ""],
    ["2026-07-14", "Bo Ek", "", "x", ""],
    ["2026-07-15", "Cy Dee", "", "", "x"],
]


@pytest.mark.parametrize(("both", "rows"), [("", 3), ("x", 2)])
def test_ways_in_columns_of_ticks_are_the_header_that_is_ticked(
    both: str, rows: int, home: Path
) -> None:
    table = [*TICKED[:3], [*TICKED[3][:2], both, "", "x"]]
    wanted = import_file(
        save(home, "desk.csv", table), row="enquiry", channel=["E-mail", "Phone", "In person"]
    )
    wanted = wanted.set(words={"channel": {"In person": "desk"}})
    shown = wanted.preview()
    ways = wanted.preview().frames["touches"]["channel"].tolist()
    assert ways == ["email", "phone", "desk"][:rows]
    assert any("'E-mail, In person'" in one for one in shown.warnings) == bool(both)


def test_a_contract_without_a_start_is_of_the_year_before_its_end_where_somebody_says_so(
    home: Path,
) -> None:
    rows = [["Product", "Price", "Currency", "Ends"], ["Lexis", "1200", "CAD", "2026-12-31"]]
    path = save(home, "c.csv", rows)
    with pytest.raises(UsageError, match="Or one of: year"):
        import_file(path, row="contract", ends_on="Ends", starts_on="2026-01-01")
    shown = import_file(path, row="contract", ends_on="Ends", starts_on="year").preview()
    assert list(shown.by_month) == ["2026-01"]


def test_which_rows_count_and_what_the_next_file_does_is_asked(home: Path) -> None:
    asked = {one.name: one for one in desk(home).questions}
    assert "Status" in asked["only"].options and "public" in asked["only"].text
    assert asked["files"].marked == "merge"  # of numbered enquiries
    assert desk(home, files="append").record()["files"] == "append"
    with pytest.raises(UsageError, match="append"):
        desk(home, files="add")
