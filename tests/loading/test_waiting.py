"""What is probably of a tool is listed, and counts once a person says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import engagekit as ek
from engagekit.errors import UsageError
from engagekit.sections.gate import Gate
from tests.hostile.small_project import ROOT, SETTINGS, small_project

EXPORTS = ROOT / "tests" / "exports"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    small_project(tmp_path)
    return tmp_path


def _checked(home: Path, settings: str = SETTINGS) -> Gate:
    """Check the small project."""
    (home / "engagekit.toml").write_text(settings, "utf-8")
    return ek.check(home / "data")


def test_a_staff_list_waits_first_on_the_screen_until_its_columns_are_confirmed(home: Path) -> None:
    (home / "data" / "another.csv").write_text("alpha;beta\n1;2\n3;4\n", "utf-8")
    record = home / "mappings" / "staff.toml"
    text = record.read_text("utf-8")
    record.unlink()
    checked = _checked(home)
    assert not checked.document()["counts"]["people"] and checked.exit_code == 3
    assert not checked.tables.has("contacts")
    assert {one.file for one in checked.unread} == {"staff.csv", "another.csv"}
    told = " ".join(dict(checked.lines())["Not counted yet, so in none of the numbers"])
    assert "staff.csv is not counted yet: 60 rows, 3 columns (Name, Email, Department)" in told
    record.write_text(text, "utf-8")
    assert _checked(home).document()["counts"]["people"] == 60


def test_a_staff_list_of_the_settings_is_refused_with_what_to_do(home: Path) -> None:
    said = f'{SETTINGS}[files."staff.csv"]\ntool = "HR roster"\n'
    (told, *_) = _checked(home, said).unread
    assert "staff.csv --row person" in str(told)


def test_a_check_in_another_language_says_that_there_is_none(home: Path) -> None:
    with pytest.raises(UsageError, match="it speaks English"):
        ek.check(home / "data", language="fr")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("export", "tool"),
    [("gimlet/questions.csv", "Gimlet"), ("reftracker/requests.csv", "RefTracker")],
)
def test_every_reader_and_shipped_mapping_keeps_to_it(export: str, tool: str, home: Path) -> None:
    file = Path(shutil.copy(EXPORTS / export, home / "data"))
    (waiting,) = _checked(home).document()["waiting"]
    assert waiting["file"] == file.name
    said = f'{SETTINGS}[files."{file.name}"]\ntool = "{tool}"\n'
    assert _checked(home, said).document()["waiting"] == []


@pytest.mark.parametrize(("more", "left_out"), [("", 0), (",How is the parking?", 1)])
def test_of_a_table_of_the_kits_own_questions_another_is_left_out_and_said(
    more: str, left_out: int, home: Path
) -> None:
    text = (EXPORTS / "paper" / "survey on paper.csv").read_text("utf-8-sig")
    head, *rows = text.splitlines()
    answered = [f"{row}{',Fine' if more else ''}" for row in rows]
    (home / "data" / "on paper.csv").write_text("\n".join([head + more, *answered, ""]), "utf-8")
    checked = _checked(home)
    told = [one for one in checked.tables.faults if "left out: 'How is the parking?'" in str(one)]
    assert (checked.document()["waiting"], len(told)) == ([], left_out)
    assert "Fine" not in set(checked.tables.responses["value"])
