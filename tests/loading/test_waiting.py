"""What is probably of a tool is listed, and counts once a person says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import engagekit as ek
from engagekit.errors import UsageError
from engagekit.sections.gate import Gate
from tests.hostile.small_project import ROOT, SETTINGS, small_project

SAID = '[files."staff.csv"]\ntool = "HR roster"\n'
WHY = "row 1 holds Name, Department"


@pytest.fixture
def unsaid(tmp_path: Path) -> Path:
    """The small project, whose settings do not say that staff.csv is the staff list."""
    small_project(tmp_path)
    assert SAID in SETTINGS
    (tmp_path / "engagekit.toml").write_text(SETTINGS.replace(SAID, ""), "utf-8")
    return tmp_path


def _checked(home: Path) -> Gate:
    return ek.check(home / "data")


def test_a_list_that_is_probably_the_staff_list_waits(unsaid: Path) -> None:
    checked = _checked(unsaid)
    document = checked.document()
    assert document["waiting"] == [{"file": "staff.csv", "why": WHY}]
    assert not document["counts"]["people"]
    assert checked.exit_code == 3
    assert "contacts" not in checked.tables.frames or checked.tables.contacts.empty


def test_the_screen_has_it_first_with_the_lines_that_let_it_count(unsaid: Path) -> None:
    (unsaid / "data" / "another.csv").write_text("alpha;beta\n1;2\n3;4\n", "utf-8")
    checked = _checked(unsaid)
    assert [one.file for one in checked.unread] == ["staff.csv", "another.csv"]
    (told, *_) = dict(checked.lines())["Not counted yet, so in none of the numbers"]
    assert all(line in told for line in SAID.split("\n")), told
    assert "is not counted yet" in told


def test_a_check_in_another_language_says_that_there_is_none(unsaid: Path) -> None:
    with pytest.raises(UsageError, match="it speaks English"):
        ek.check(unsaid / "data", language="fr")  # type: ignore[arg-type]


def test_it_counts_once_the_settings_say_what_it_is(unsaid: Path) -> None:
    (unsaid / "engagekit.toml").write_text(SETTINGS, "utf-8")
    checked = _checked(unsaid)
    assert checked.document()["waiting"] == []
    assert checked.document()["counts"]["people"] == 60


def test_a_list_that_only_a_personnel_system_writes_counts_at_once(unsaid: Path) -> None:
    place = unsaid / "data" / "staff.csv"
    head, *rows = place.read_text("utf-8").splitlines()
    more = [f"{row},E{at},Analyst,2020-01-15" for at, row in enumerate(rows)]
    text = "\n".join([f"{head},Employee ID,Job Title,Hire Date", *more])
    place.write_text(f"{text}\n", "utf-8")
    checked = _checked(unsaid)
    assert checked.document()["waiting"] == []
    assert checked.document()["counts"]["people"] == 60


@pytest.mark.parametrize(
    ("export", "tool"),
    [("gimlet/questions.csv", "Gimlet"), ("reftracker/requests.csv", "RefTracker")],
)
def test_every_reader_and_shipped_mapping_keeps_to_it(export: str, tool: str, unsaid: Path) -> None:
    file = Path(shutil.copy(ROOT / "tests" / "exports" / export, unsaid / "data"))
    (unsaid / "engagekit.toml").write_text(SETTINGS, "utf-8")
    (waiting,) = _checked(unsaid).document()["waiting"]
    assert waiting["file"] == file.name
    said = f'{SETTINGS}[files."{file.name}"]\ntool = "{tool}"\n'
    (unsaid / "engagekit.toml").write_text(said, "utf-8")
    assert _checked(unsaid).document()["waiting"] == []


@pytest.mark.parametrize(("more", "waits"), [("", False), (",How is the parking?", True)])
def test_a_table_of_the_kits_own_questions_counts_and_one_with_others_waits(
    more: str, waits: bool, unsaid: Path
) -> None:
    (unsaid / "engagekit.toml").write_text(SETTINGS, "utf-8")
    text = (ROOT / "tests" / "exports" / "paper" / "survey on paper.csv").read_text("utf-8-sig")
    head, *rows = text.splitlines()
    (unsaid / "data" / "on paper.csv").write_text("\n".join([head + more, *rows, ""]), "utf-8")
    assert bool(_checked(unsaid).document()["waiting"]) == waits
