"""Mappings of the kit: what a tool's list is recognised by, what becomes of it, how one is extended."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import ExportError, SettingsError
from engagekit.loading.load import read_file
from engagekit.mapping.extending import FOLDER, raw_mapping
from engagekit.mapping.mapping_file import Mapping, make_mapping
from engagekit.mapping.row_rules import Condition, Rule, apply
from engagekit.mapping.shipped import all_tools, shipped
from engagekit.mapping.tool_signs import FOOTER, Signs, find
from engagekit.readers.shared import _table
from engagekit.settings.schema import FileChoice, make_settings
from tests.reading import read, tools_of, written

pytestmark = pytest.mark.usefixtures("said")

HUBSPOT = "Record ID,First Name,Last Name,Email,Contact owner,Team\n7,Ann,Lee,a@x.example,me,Tax\n"


def _mapping(**raw: Any) -> Mapping:
    signs = [{"why": "signs", "all": ["Key"]}]
    return make_mapping({"name": "test", "table": "touches", "recognise": signs, **raw})


def test_every_mapping_of_the_kit_names_its_tool_and_why_and_is_a_known_tool() -> None:
    files = {place.stem for place in FOLDER.glob("[!_]*.toml")}
    assert files == {Path(one.mapping.path).stem for one in shipped()}
    for one in shipped():
        assert one.mapping.tool == one.TOOL
        assert all(signs.why for signs in one.mapping.recognise)
        assert one in all_tools()


@pytest.mark.parametrize(("headers", "fit"), [
    ({"a", "b"}, True), ({"a"}, False), ({"a", "c"}, True), ({"a", "b", "x"}, False), ({"b"}, False),
])  # fmt: skip
def test_signs_are_all_one_of_each_and_none(headers: set[str], fit: bool) -> None:
    signs = Signs(why="", all=("A",), any=(("B", "C"),), none=("X",))
    assert signs.fit(frozenset(headers)) is fit


def test_signs_may_be_one_whole_list_or_so_many_of_a_list() -> None:
    whole = Signs(why="", whole=(("A", "B"), ("C", "D")))
    assert [whole.fit(frozenset(each)) for each in ("ab", "cd", "ac")] == [True, True, False]
    many = Signs(why="", among=("A", "B", "C"), least=2)
    assert [many.fit(frozenset(each)) for each in ("ab", "abc", "a")] == [True, True, False]


@pytest.mark.parametrize("below", [FOOTER - 1, FOOTER])
def test_a_footer_is_looked_for_in_the_last_rows(below: int, tmp_path: Path) -> None:
    export = written(tmp_path, "Key,B\n" + "1,2\n" * 20 + "Made by Acme\n" + "z,\n" * below)
    found = find(export, [Signs(why="", all=("Key",), footer="acme")])
    assert (found is not None) is (below < FOOTER)


CELLS = "Key,A,B\n1,Yes,5\n2,no,0\n3,,x\n"


@pytest.mark.parametrize(("condition", "rows"), [
    ({"column": "A", "is": ["YES"]}, [2]),
    ({"column": "A", "is_not": ["yes", ""]}, [3]),
    ({"column": "A", "like": "^n"}, [3]),
    ({"column": "A", "unlike": "^n"}, [2, 4]),
    ({"column": "A", "filled": False}, [4]),
    ({"column": "A", "flag": True}, [2]),
    ({"column": "A", "flag": False}, [3]),
    ({"column": "B", "above": 0}, [2]),
    ({"column": "B", "above": 5}, []),
    ({"column": ["Missing", "A"], "filled": True}, [2, 3]),
    ({"field": "need", "is": ["5"]}, [2]),
])  # fmt: skip
def test_a_condition_holds_for_the_rows_it_says(
    condition: dict[str, Any], rows: list[int], tmp_path: Path
) -> None:
    export = written(tmp_path, CELLS)
    listed = _table.listing(export, export.sheet, 0)
    frame = listed.body[[2]].set_axis(["need"], axis=1)
    holds = Condition.model_validate(condition).holds(listed, frame)
    assert holds.index[holds].tolist() == rows


def test_rules_leave_out_set_fill_and_count(tmp_path: Path) -> None:
    export = written(tmp_path, CELLS)
    listed = _table.listing(export, export.sheet, 0)
    frame = listed.body[[1]].set_axis(["need"], axis=1)
    rules = [
        {"when": [{"column": "A", "is": ["no"]}], "leave_out": "refused"},
        {"when": [{"column": "B", "like": "(\\d)"}], "fill": {"need": "\\1", "place": "n\\1"}},
        {"either": [{"column": "A", "filled": False}, {"column": "A", "is": ["no"]}],
         "set": {"channel": "desk"}, "tell": "has {rows} such rows", "remedy": "None.", "at": "row"},
    ]  # fmt: skip
    why = _table.reasons(listed)
    made = [Rule.model_validate(rule) for rule in rules]
    result, why, told = apply(made, listed, frame, why)
    assert why.tolist() == ["", "refused", ""]
    assert result["need"].tolist() == ["Yes", "no", ""]
    assert result["place"].tolist() == ["n5", "n0", ""]
    assert result["channel"].tolist() == ["", "desk", "desk"]
    assert [(fault.problem, fault.row) for fault in told] == [("has 1 such rows", 4)]


def test_a_wrong_name_to_extend_or_field_to_set_is_refused_with_the_nearest(tmp_path: Path) -> None:
    place = tmp_path / "m.toml"
    place.write_text('name = "m"\nextends = "hubspott"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="Did you mean 'hubspot'"):
        raw_mapping(place)
    with pytest.raises(SettingsError, match="no field 'chanel'"):
        _mapping(rows=[{"set": {"chanel": "desk"}}])
    with pytest.raises(SettingsError, match="no regular expression"):
        _mapping(rows=[{"when": [{"column": "A", "like": "("}], "leave_out": "x"}])
    with pytest.raises(SettingsError, match="'like'"):
        _mapping(rows=[{"fill": {"need": "\\1"}}])


def test_two_mappings_that_recognise_a_file_are_a_question(tmp_path: Path) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    for name in ("one", "two"):
        text = f'name = "{name}"\nextends = "hubspot"\n'
        (tmp_path / "mappings" / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "list.csv").write_text(HUBSPOT, encoding="utf-8")
    found = read_file(tmp_path / "list.csv", "list.csv", make_settings({}))
    assert "fits the mappings 'one' and 'two'" in str(found.error)


def test_the_settings_may_name_a_tool_that_has_several_layouts(tmp_path: Path) -> None:
    chats = "Chat ID,Timestamp,Answerer,Name\n9,2026-01-13 10:05:00,Kim,Jo May\n"
    export = written(tmp_path, chats, choice=FileChoice(tool="libanswers"))
    assert read(export).tables["touches"]["channel"].tolist() == ["reference"]
    with pytest.raises(ExportError, match="Did you mean 'LibAnswers'"):
        read(written(tmp_path, chats, choice=FileChoice(tool="libanswer")))


def test_the_same_message_in_two_exports_of_viva_has_one_number(tmp_path: Path) -> None:
    head = "id,replied_to_id,thread_id,sender_id,sender_name,sender_type,created_at\n"
    row = "5,,1,2,Ann Lee,user,2026-01-13T10:00:00Z\n"
    twice = read(written(tmp_path, head + row + row)).tables["touches"]
    assert twice["touch_id"].tolist() == ["viva-5", "viva-5"]


def test_a_list_that_no_mapping_knows_belongs_to_no_tool(tmp_path: Path) -> None:
    assert tools_of(written(tmp_path, "Key,B\n1,2\n")) == []
