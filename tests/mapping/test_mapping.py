"""Mapping files: drafted, read, kept up to date; nothing is loaded wrongly in silence."""

from pathlib import Path

import pytest

import engagekit as ek
from engagekit.errors import DataError, SettingsError
from engagekit.loading import inspect, load
from engagekit.mapping.mapping_file import make_mapping
from engagekit.settings.schema import Settings, make_settings
from tests.confirming import map_file

DESK = """Desk log 2026,,,,
,,,,
Date of visit,Client,Dept,Minutes,Notes
14/02/2026,Ann Able,Litigation,5,about x
15/02/2026,Bo Best,litigation,12,y
16/02/2026,Cy Cole,Tax,7,
Total,,,24,
"""
SAID = {"on": "Date of visit", "display_name": "Client", "channel": "desk"}


@pytest.fixture
def project(tmp_path) -> Path:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.csv").write_text(DESK, encoding="utf-8")
    return tmp_path


def seen(path: Path) -> dict:
    return inspect.inspect([str(path)], Settings())[0]


def test_a_drafted_mapping_is_read_at_once_where_the_table_was_said(project):
    file = project / "data" / "desk.csv"
    draft = map_file(file, table="touches", given=SAID)
    assert draft.path == project / "mappings" / "desk.toml"
    found = seen(file)
    assert (found["tool"], found["table"]) == ("mapping desk", "touches")
    assert (found["rows_read"], found["rows_kept"]) == (4, 3)
    assert found["set_aside"] == [{"reason": "totals row", "rows": 1}]
    assert (found["header_row"], found["certain"]) == (3, True)


@pytest.mark.parametrize(
    ("title", "is_asked"),
    [
        ("Desk log 2025", True),
        ("Desk log 2010-11", False),
        ("Desk log 2011", False),
        ("Log", False),
    ],
)
def test_months_of_another_year_than_the_title_are_a_question(project, title, is_asked):
    rows = [f"{month}-10,Ann Able,Tax,5,x" for month in ("Oct", "Nov", "Dec")]
    file = project / "data" / "desk.csv"
    file.write_text("\n".join([title, *DESK.splitlines()[2:3], *rows, ""]), encoding="utf-8")
    map_file(file, table="touches", given=SAID)
    tables = load.load(project / "data")
    asked = [fault for fault in tables.faults if "as the month 2010-10" in fault.what]
    assert [fault.level for fault in asked] == ["question"] * is_asked


def test_a_mapping_goes_before_a_tool_that_knows_the_file(project):
    file = project / "data" / "people.csv"
    file.write_text("contact_id,display_name,email\n1,Ann Able,a@x.example\n", encoding="utf-8")
    assert seen(file)["tool"] == "engagekit template"
    given = {"contact_id": "contact_id", "display_name": "display_name"}
    map_file(file, table="contacts", given=given)
    assert seen(file)["tool"] == "mapping people"


def test_two_mappings_that_fit_alike_are_a_question_not_a_guess(project):
    map_file(project / "data" / "desk.csv", table="touches", given=SAID)
    first = project / "mappings" / "desk.toml"
    text = first.read_text(encoding="utf-8").replace('name = "desk"', 'name = "front"')
    (project / "mappings" / "front.toml").write_text(text, encoding="utf-8")
    error = seen(project / "data" / "desk.csv")["error"]
    assert "fits the mappings 'desk' and 'front'" in error
    raw = {"files": {"desk.csv": {"mapping": "front.toml"}}}
    found = load.read_file(project / "data" / "desk.csv", "desk.csv", make_settings(raw))
    assert found.tool == "mapping front"


def test_an_unknown_field_or_key_of_a_mapping_is_an_error_with_the_nearest():
    with pytest.raises(SettingsError, match="Did you mean 'department'"):
        make_mapping({"name": "x", "table": "touches", "columns": {"dept": "Dept"}})
    with pytest.raises(SettingsError, match="Did you mean 'ignored'"):
        make_mapping({"name": "x", "table": "touches", "ignore": []})


def read(tmp_path: Path, text: str, mapping: str) -> ek.Tables:
    """A file and its mapping, loaded."""
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir(exist_ok=True)
    (tmp_path / "mappings" / "m.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "file.csv").write_text(text, encoding="utf-8")
    return load.load(tmp_path / "file.csv", Settings())


def test_wide_columns_give_a_row_each_and_a_cell_that_is_no_number_has_its_address(tmp_path):
    tables = read(
        tmp_path,
        "Branch,Visits,Loans\nNorth,10,X\nSouth,n.a.,4\n",
        """name = "wide"
table = "counts"
missing = ["X"]
columns = { place = "Branch" }
constants = { on = "2026-01-31" }
[wide.columns]
"visits" = "Visits"
"loans" = "Loans"
""",
    )
    rows = tables.counts[["what", "place", "n"]].values.tolist()
    assert rows == [["visits", "North", 10.0], ["loans", "South", 4.0]]
    told = [str(fault) for fault in tables.faults]
    assert any("1 cell with the codes X" in text for text in told)
    assert any("cell B3" in text and "'n.a.'" in text for text in told)


def test_rows_are_chosen_by_their_cells_and_counted(tmp_path):
    tables = read(
        tmp_path,
        "Day,Kind,N\n2026-01-02,real,1\n2026-01-03,test,2\n2026-01-04,demo,3\n",
        """name = "chosen"
table = "counts"
columns = { on = "Day", n = "N" }
constants = { what = "visits" }
keep = { Kind = ["real"] }
""",
    )
    assert tables.counts["n"].tolist() == [1]
    assert tables.set_aside["reason"].tolist() == ["Kind is not real"]


def test_numbers_dates_and_units_are_read_as_the_mapping_says(tmp_path):
    tables = read(
        tmp_path,
        "Tag;Stunden;Kosten\n01.02.2026;1,5;1.234,50\n03.04.2026;2;7\n",
        """name = "stunden"
table = "touches"
decimal = ","
date_order = "day first"
ignored = ["Kosten"]
columns = { on = "Tag", minutes = "Stunden" }
constants = { channel = "desk" }
units = { minutes = "hours" }
""",
    )
    assert tables.touches["minutes"].tolist() == [90, 120]
    assert tables.touches["on"].dt.month.tolist() == [2, 4]


@pytest.mark.parametrize(
    ("header", "units", "amount", "is_asked"),
    [
        ("Amount (£000)", "", 12, True),
        ("Amount (£000)", 'units = { amount = "thousands" }', 12_000, False),
        ("Amount (£000)", 'units = { amount = "units" }', 12, False),
        ("Amount", "", 12, False),
    ],
)
def test_a_header_that_may_name_a_unit_is_asked_about_where_the_mapping_says_none(
    tmp_path: Path, header: str, units: str, amount: int, is_asked: bool
) -> None:
    tables = read(
        tmp_path,
        f"Month,Line,{header}\n2026-01,staff,12\n2026-02,staff,12\n",
        f"""name = "money"
table = "budget"
columns = {{ period = "Month", line = "Line", amount = "{header}" }}
constants = {{ kind = "actual", currency = "GBP" }}
{units}
""",
    )
    assert tables.budget["amount"].tolist() == [amount, amount]
    assert any("may be in thousands" in str(fault) for fault in tables.faults) is is_asked


@pytest.mark.parametrize(("key", "value", "instead"), [
    ("date", {"on": {"year": 2026, "month": "Month"}}, "Put the whole day into a column"),
    ("repeats", "add", "Add the rows up"),
    ("constants", {"period": "@sheet"}, "Put the whole day into a column"),
])  # fmt: skip
def test_what_a_mapping_could_say_once_is_refused_with_what_to_do(
    key: str, value: object, instead: str
) -> None:
    with pytest.raises(SettingsError, match=instead):
        make_mapping({"name": "m", "table": "budget", "columns": {"line": "L"}, key: value})


def test_a_ditto_mark_is_refused_with_its_cell(tmp_path: Path) -> None:
    said = """name = "desk"
table = "touches"
columns = { on = "Day", display_name = "Who" }
constants = { channel = "desk" }
"""
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "desk.toml").write_text(said, encoding="utf-8")
    rows = 'Day,Who\n2026-01-02,Ann Lee\n2026-01-03,""""\n'
    (tmp_path / "desk.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(DataError, match=r"'\"' in cell B3, which stands for the cell above"):
        load.load(tmp_path, Settings())


CODED = "Dept,Q1,Q2\nTax,5,1\nTax,9,2\nLegal,4,7\n"


def test_codes_of_no_opinion_leave_the_base_and_an_unknown_code_is_told(tmp_path):
    tables = read(
        tmp_path,
        CODED,
        """name = "survey"
table = "responses"
columns = { department = "Dept" }
[scales.five]
scores = { "1" = 1, "2" = 2, "3" = 3, "4" = 4, "5" = 5 }
no_opinion = ["9"]
[questions.Q1]
wording = "How satisfied are you overall?"
scale = "five"
[questions.Q2]
scale = "five"
""",
    )
    found = ek.measures.satisfaction(tables, by="department").set_index("department")
    assert found["n"].tolist() == [2, 1, 1]
    assert found["base"].tolist() == [2, 1, 1]
    told = [str(fault) for fault in tables.faults]
    assert len(told) == 1 and "Q2 holds 1 answer off its scale, without a score: '7'" in told[0]


def test_reversed_scores_turn_a_scale_round(tmp_path):
    tables = read(
        tmp_path,
        "Q1\n1\n1\n5\n",
        """name = "reversed"
table = "responses"
[questions.Q1]
wording = "Overall satisfaction"
scores = { "1" = 5, "2" = 4, "3" = 3, "4" = 2, "5" = 1 }
""",
    )
    row = ek.measures.satisfaction(tables).iloc[0]
    assert (row["n"], row["base"]) == (2, 3)


def test_ranges_that_a_spreadsheet_turned_into_dates_are_told(tmp_path):
    tables = read(
        tmp_path,
        "Day,Group\n2026-01-02,01-May\n2026-01-03,6-10\n2026-01-04,11-15\n",
        """name = "groups"
table = "touches"
columns = { on = "Day", need = "Group" }
constants = { channel = "desk" }
""",
    )
    assert any(
        "Excel seems to have turned into dates, e.g. '01-May'" in str(fault)
        for fault in tables.faults
    )


SIGN_IN = "Event,Name,Mail,Here\nBreakfast,Ann Able,a@x.example,yes\nBreakfast,Bo Best,,no\n"
SIGN_IN_MAPPING = """name = "sign in"
table = "attendance"
[columns]
event_id = "Event"
display_name = "Name"
email = "Mail"
status = "Here"
[values.status]
yes = "attended"
no = "no_show"
"""
STAFF = "contact_id,display_name,email\n1,Ann Able,a@x.example\n2,Bo Best,b@x.example\n"


def test_one_sheet_gives_people_who_came_and_their_event_once(tmp_path):
    also = """[also.events]
columns = { event_id = "Event", title = "Event" }
constants = { started_at = "2026-02-12 09:00", kind = "breakfast" }
"""
    tables = read(tmp_path, SIGN_IN, SIGN_IN_MAPPING + also)
    assert tables.attendance["status"].tolist() == ["attended", "no_show"]
    assert tables.events[["event_id", "kind"]].values.tolist() == [["Breakfast", "breakfast"]]


def test_attendance_without_any_table_of_events_still_finds_its_people(tmp_path):
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    read(tmp_path, SIGN_IN, SIGN_IN_MAPPING)
    attendance = load.load(tmp_path, Settings()).attendance
    assert attendance["contact_id"].tolist()[0] == "1"


def test_a_packed_text_is_read_like_the_text(tmp_path):
    import gzip

    (tmp_path / "staff.csv.gz").write_bytes(gzip.compress(STAFF.encode()))
    assert load.load(tmp_path / "staff.csv.gz", Settings()).contacts["contact_id"].tolist() == [
        "1",
        "2",
    ]


def test_a_survey_with_a_row_an_answer_gives_each_person_once(tmp_path):
    tables = read(
        tmp_path,
        "Who,Question,Answer\n1,How good?,4\n1,Why?,because\n2,How good?,9\n",
        """name = "long"
table = "responses"
columns = { respondent_id = "Who", wording = "Question", value = "Answer" }
[questions.how-good]
scores = { "1" = 1, "4" = 4, "5" = 5 }
no_opinion = ["9"]
[questions.why]
kind = "text"
""",
    )
    assert tables.respondents["respondent_id"].tolist() == ["1", "2"]
    assert tables.questions["kind"].tolist() == ["scale", "text"]
    assert tables.responses["score"].dropna().tolist() == [4]
