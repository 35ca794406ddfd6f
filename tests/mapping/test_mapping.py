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
ANSWERS = {"on": "Date of visit", "display_name": "Client", "channel": "desk"}


@pytest.fixture
def project(tmp_path) -> Path:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "desk.csv").write_text(DESK, encoding="utf-8")
    return tmp_path


def inspected(path: Path) -> dict:
    return inspect.inspect([str(path)], Settings())[0]


def test_a_drafted_mapping_is_read_at_once_where_the_table_was_said(project):
    file = project / "data" / "desk.csv"
    draft = map_file(file, table="touches", given=ANSWERS)
    assert draft.path == project / "mappings" / "desk.toml"
    found = inspected(file)
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
    map_file(file, table="touches", given=ANSWERS)
    tables = load.load(project / "data")
    asked = [fault for fault in tables.faults if "as the month 2010-10" in fault.what]
    assert [fault.level for fault in asked] == ["question"] * is_asked


def test_a_mapping_goes_before_a_tool_that_knows_the_file(project):
    file = project / "data" / "people.csv"
    file.write_text("contact_id,display_name,email\n1,Ann Able,a@x.example\n", encoding="utf-8")
    assert inspected(file)["tool"] == "engagekit template"
    given = {"contact_id": "contact_id", "display_name": "display_name"}
    map_file(file, table="contacts", given=given)
    assert inspected(file)["tool"] == "HR roster"


def test_two_mappings_that_fit_alike_are_a_question_not_a_guess(project):
    map_file(project / "data" / "desk.csv", table="touches", given=ANSWERS)
    first = project / "mappings" / "desk.toml"
    text = first.read_text(encoding="utf-8").replace('name = "desk"', 'name = "front"')
    (project / "mappings" / "front.toml").write_text(text, encoding="utf-8")
    error = inspected(project / "data" / "desk.csv")["error"]
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


@pytest.mark.parametrize(("key", "value", "instead"), [
    ("date", {"on": {"year": 2026, "month": "Month"}}, "Put the whole day into a column"),
    ("repeats", "add", "Add the rows up"),
    ("constants", {"period": "@sheet"}, "Put the whole day into a column"),
    ("less", {"amount": "Credit"}, "Put the difference into a column"),
    ("missing", ["-9"], "field by field"),
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


STAFF = "contact_id,display_name,email\n1,Ann Able,a@x.example\n2,Bo Best,b@x.example\n"


def test_a_packed_text_is_read_like_the_text(tmp_path):
    import gzip

    (tmp_path / "staff.csv.gz").write_bytes(gzip.compress(STAFF.encode()))
    assert load.load(tmp_path / "staff.csv.gz", Settings()).contacts["contact_id"].tolist() == [
        "1",
        "2",
    ]
