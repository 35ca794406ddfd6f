"""Mapping files: drafted, read, kept up to date; nothing is loaded wrongly in silence."""

import tomllib
from pathlib import Path

import pytest

import engagekit as ek
from engagekit.errors import SettingsError, UsageError
from engagekit.loading import inspect, load
from engagekit.mapping.mapping_file import make_mapping, read_mapping
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


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_unknown_table_is_refused_with_its_size_its_header_row_and_the_command(project):
    found = seen(project / "data" / "desk.csv")
    assert found["recognised"] is False
    for part in ("4 rows", "5 columns", "row 3: Date of visit", "engagekit map"):
        assert part in found["error"]


def test_a_drafted_mapping_is_read_at_once_where_the_table_was_said(project):
    file = project / "data" / "desk.csv"
    draft = map_file(file, table="touches", given=SAID)
    assert draft.path == project / "mappings" / "desk.toml"
    found = seen(file)
    assert (found["tool"], found["table"]) == ("mapping desk", "touches")
    assert (found["rows_read"], found["rows_kept"]) == (4, 3)
    assert found["set_aside"] == [{"reason": "totals row", "rows": 1}]
    assert (found["header_row"], found["certain"]) == (3, True)


def test_the_rows_of_a_mapped_list_hold_what_the_file_says(project):
    map_file(project / "data" / "desk.csv", table="touches", given=SAID)
    touches = load.load(project / "data", Settings()).touches
    assert touches["on"].dt.strftime("%Y-%m-%d").tolist() == [
        "2026-02-14",
        "2026-02-15",
        "2026-02-16",
    ]
    assert touches["channel"].tolist() == ["desk"] * 3
    assert touches["minutes"].tolist() == [5, 12, 7]
    assert touches["department"].tolist() == ["Litigation", "Litigation", "Tax"]


def test_a_column_that_is_neither_used_nor_ignored_is_said_at_each_load_until_it_is_ignored(
    project,
):
    file = project / "data" / "desk.csv"
    path = map_file(file, table="touches", given=SAID).path
    told = [fault["problem"] for fault in seen(file)["problems"]]
    assert len(told) == 1 and "E 'Notes'" in told[0]
    assert {"column": "Notes", "reason": "neither used nor ignored by the mapping"} in seen(file)[
        "dropped_columns"
    ]
    edited(path, "ignored = []", 'ignored = ["Notes"]')
    assert seen(file)["problems"] == []


def test_a_guess_of_the_table_reads_nothing(project):
    file = project / "data" / "desk.csv"
    draft = map_file(file)
    assert not draft.sure
    found = seen(file)
    assert found["recognised"] is False
    assert "does not say yet which table" in found["error"]
    map_file(file, table="touches", given=SAID)
    assert seen(file)["recognised"] is True


def test_a_draft_that_is_only_shown_writes_nothing_and_shows_no_person(project):
    draft = map_file(project / "data" / "desk.csv", table="touches", dry_run=True)
    assert not (project / "mappings").exists()
    shown = draft._repr_html_() + str(draft) + draft.text
    for person in ("Ann Able", "Bo Best", "about x"):
        assert person not in shown
    assert "Date of visit" in shown


def test_the_next_quarter_with_the_same_headers_is_silent(project):
    map_file(project / "data" / "desk.csv", table="touches", given=SAID)
    edited(project / "mappings" / "desk.toml", "ignored = []", 'ignored = ["Notes"]')
    later = project / "data" / "desk q2.csv"
    later.write_text("\n".join(DESK.splitlines()[2:5]), encoding="utf-8")
    found = seen(later)
    assert (found["tool"], found["rows_kept"], found["problems"]) == ("mapping desk", 2, [])
    assert found["header_row"] == 1


def test_a_reworded_header_is_told_with_its_letter_the_closest_now_and_the_command(project):
    file = project / "data" / "desk.csv"
    map_file(file, table="touches", given=SAID)
    later = project / "data" / "later.csv"
    later.write_text(DESK.replace("Dept", "Department name"), encoding="utf-8")
    told = [fault for fault in seen(later)["problems"] if fault["column"] == "department"]
    assert "was 'Dept' (column C before)" in told[0]["problem"]
    assert f'engagekit map {later} --set "department=Department name"' in told[0]["remedy"]


def test_the_command_of_a_reworded_header_keeps_the_old_wording_for_the_old_files(project):
    file = project / "data" / "desk.csv"
    path = map_file(file, table="touches", given=SAID).path
    edited(path, "[columns]", "# a note of ours\n[columns]")
    later = project / "data" / "later.csv"
    later.write_text(DESK.replace("Dept", "Department name"), encoding="utf-8")
    map_file(later, given={"department": "Department name"})
    mapping = read_mapping(path)
    assert mapping.columns["department"] == "Department name"
    assert mapping.aliases["department"] == ("Dept",)
    assert "# a note of ours" in path.read_text(encoding="utf-8")
    for each in (file, later):
        assert [f for f in seen(each)["problems"] if f["column"] == "department"] == []
        assert seen(each)["certain"] is True


def test_a_needed_column_that_is_gone_stops_the_file_and_names_it(project):
    file = project / "data" / "desk.csv"
    map_file(file, table="touches", given=SAID)
    later = project / "data" / "later.csv"
    later.write_text(DESK.replace("Date of visit", "Weekday"), encoding="utf-8")
    found = seen(later)
    assert found["recognised"] is False
    assert "on was 'Date of visit' (column A before)" in found["error"]


def test_a_table_only_a_little_like_a_mapped_one_is_refused_and_the_mapping_is_named(project):
    map_file(project / "data" / "desk.csv", table="touches", given=SAID)
    later = project / "data" / "later.csv"
    text = DESK.replace("Dept", "Group").replace("Date of visit", "Day of visit")
    later.write_text(text, encoding="utf-8")
    assert "the mapping 'desk' was made" in seen(later)["error"]


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


def test_a_column_over_which_a_header_stands_twice_goes_by_its_letter(tmp_path):
    (tmp_path / "engagekit.toml").touch()
    file = tmp_path / "gate.csv"
    file.write_text("Date,Gate,Count,Count\n2026-01-02,North,5,7\n", encoding="utf-8")
    mappings = tmp_path / "mappings"
    mappings.mkdir()
    text = """name = "gate"
table = "counts"
ignored = ["=C"]
constants = { what = "entries" }
columns = { on = "Date", place = "Gate", n = "Count" }
"""
    (mappings / "gate.toml").write_text(text, encoding="utf-8")
    assert '"=C" or "=D"' in seen(file)["error"]
    (mappings / "gate.toml").write_text(text.replace('"Count"', '"=D"'), encoding="utf-8")
    assert load.load(file, Settings()).counts["n"].tolist() == [7]


def test_an_unknown_field_or_key_of_a_mapping_is_an_error_with_the_nearest():
    with pytest.raises(SettingsError, match="Did you mean 'department'"):
        make_mapping({"name": "x", "table": "touches", "columns": {"dept": "Dept"}})
    with pytest.raises(SettingsError, match="Did you mean 'ignored'"):
        make_mapping({"name": "x", "table": "touches", "ignore": []})


@pytest.mark.parametrize(
    ("given", "said"),
    [({"onn": "Dept"}, "no field 'onn'. Did you mean 'on'"), ({"on": "Dat"}, "no column 'Dat'")],
)
def test_a_wrong_field_or_header_is_refused_with_the_nearest(project, given, said):
    with pytest.raises(UsageError, match=said):
        map_file(project / "data" / "desk.csv", table="touches", given=given)


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
leave_out = { Kind = ["test", "demo"] }
""",
    )
    assert tables.counts["n"].tolist() == [1]
    assert tables.set_aside["reason"].tolist() == ["Kind is 'test'", "Kind is 'demo'"]


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


def test_a_date_may_be_made_of_a_year_and_a_month(tmp_path):
    tables = read(
        tmp_path,
        "Month,Visits\n1,5\nMarch,6\n",
        """name = "months"
table = "counts"
columns = { n = "Visits" }
constants = { what = "visits" }
[date.on]
year = 2026
month = "Month"
""",
    )
    assert tables.counts["on"].dt.strftime("%Y-%m-%d").tolist() == ["2026-01-01", "2026-03-01"]


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
    assert len(told) == 1 and "no score: '7'" in told[0]


def test_which_end_of_a_coded_scale_is_good_is_never_guessed(tmp_path):
    (tmp_path / "engagekit.toml").touch()
    file = tmp_path / "coded.csv"
    file.write_text("Q1,Q2\n" + "5,1\n4,2\n3,3\n2,2\n1,1\n" * 3, encoding="utf-8")
    draft = map_file(file, table="responses")
    assert "scores" not in tomllib.loads(draft.text)["scales"]["points_5"]
    tables = load.load(file, Settings())
    assert tables.responses["score"].isna().all()
    assert "which end is good" in str(tables.faults[0])


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
    assert any("ranges turned into dates, e.g. '01-May'" in str(fault) for fault in tables.faults)


def test_the_command_line_shows_the_columns_and_names_the_file_written(project, capsys):
    from engagekit.cli.app import app

    file = project / "data" / "desk.csv"
    app(
        ["map", str(file), "--table", "touches", "--set", "on=Date of visit"], standalone_mode=False
    )
    out = capsys.readouterr().out
    assert "header in row 3" in out and out.rstrip().endswith("desk.toml")
    assert (project / "mappings" / "desk.toml").exists()


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


def test_a_new_spelling_of_a_department_is_told_and_never_merged(tmp_path):
    tables = read(
        tmp_path,
        "Day,Dept\n2026-01-02,Litigation\n2026-01-03,LITIGATION\n2026-01-04,Litigaton\n",
        """name = "spellings"
table = "touches"
columns = { on = "Day", department = "Dept" }
constants = { channel = "desk" }
[values.department]
"LITIGATION" = "Litigation"
""",
    )
    assert tables.touches["department"].tolist() == ["Litigation", "Litigation", "Litigaton"]
    spelling = [one for one in tables.faults if "written like" in one.problem]
    assert len(spelling) == 1
    assert "'Litigaton', which is written like 'Litigation' in 1 row" in str(spelling[0])
    (other,) = [one for one in tables.faults if one not in spelling]
    assert other.problem == "names nobody in 3 rows"


def test_a_packed_text_is_read_like_the_text(tmp_path):
    import gzip

    (tmp_path / "staff.csv.gz").write_bytes(gzip.compress(STAFF.encode()))
    assert load.load(tmp_path / "staff.csv.gz", Settings()).contacts["contact_id"].tolist() == [
        "1",
        "2",
    ]


def test_a_file_that_a_tool_knows_says_that_it_needs_no_mapping(tmp_path):
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "staff.csv").write_text(STAFF, encoding="utf-8")
    draft = map_file(tmp_path / "staff.csv", dry_run=True)
    assert "known without a mapping, as an export of engagekit template" in draft.summary


def test_a_survey_with_a_row_an_answer_gives_each_person_once(tmp_path):
    tables = read(
        tmp_path,
        "Who,Question,Answer\n1,How good?,4\n1,Why?,because\n2,How good?,9\n",
        """name = "long"
table = "responses"
columns = { respondent_id = "Who", wording = "Question", value = "Answer" }
[questions.why]
kind = "text"
[questions.how-good]
scores = { "1" = 1, "4" = 4, "5" = 5 }
no_opinion = ["9"]
""",
    )
    assert tables.respondents["respondent_id"].tolist() == ["1", "2"]
    assert tables.questions["kind"].tolist() == ["scale", "text"]
    assert tables.responses["score"].dropna().tolist() == [4]


@pytest.mark.parametrize(
    ("header", "cells", "is_asked"),
    [("Qty", "1,2,3", True), ("No. of questions", "1,1,2", True), ("Qty", "1,1,1", False),
     ("Question", "Why?,How?,Who?", False), ("Age", "1,2,3", False)],
)  # fmt: skip
def test_a_column_of_enquiries_a_row_that_is_not_used_is_asked_about(
    header, cells, is_asked, project
):
    rows = [f"2026-07-0{at + 1},Ann Able,{cell}" for at, cell in enumerate(cells.split(","))]
    (project / "data" / "desk.csv").write_text(f"Date,Client,{header}\n" + "\n".join(rows))
    map_file(
        project / "data" / "desk.csv",
        table="touches",
        given={"channel": "desk", "ignored": "others"},
    )
    told = load.load(project / "data", Settings()).problems["problem"]
    assert told.str.contains("each row counts once").any() == is_asked
