"""A column that a list always has and that is missing or renamed is a question, no silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.read_file import Loaded, read_file
from engagekit.settings.schema import Settings

EXPORTS = Path(__file__).parents[1] / "exports"
HEADER = "userPrincipalName,displayName,surname,mail,id,userType,accountEnabled,jobTitle"


def _directory(folder: Path, column: str, values: list[str]) -> Loaded:
    rows = [
        f"p{n}@alder.example,Person {n},Surname{n},p{n}@alder.example,id-{n},Member,True,Clerk,{one}"
        for n, one in enumerate(values)
    ]
    place = folder / "users.csv"
    place.write_text("\n".join([f"{HEADER},{column}", *rows]), encoding="utf-8")
    return read_file(place, "users.csv", Settings())


def _asked(part: Loaded) -> list[str]:
    return [str(one) for one in part.problems if one.column == "department"]


def test_a_renamed_department_is_asked_for_by_its_name(tmp_path: Path) -> None:
    part = _directory(tmp_path, "Service", ["Tax", "Litigation"] * 6)
    assert part.frames is not None and part.frames["contacts"]["department"].isna().all()
    asked = _asked(part)
    assert len(asked) == 1 and "it may be 'Service'" in asked[0]
    assert 'department=Service"' in asked[0]


def test_a_department_that_is_read_is_no_question(tmp_path: Path) -> None:
    assert not _asked(_directory(tmp_path, "department", ["Tax", "Litigation"] * 6))


@pytest.mark.parametrize(
    ("header", "asked"),
    [("Fin du contrat", True), ("Vertragsende", True), ("Probation end", False), ("Dept", False)],
)
def test_a_last_day_in_other_words_and_a_cost_centre_are_asked_about(
    tmp_path: Path, header: str, asked: bool
) -> None:
    rows = [
        f"{n},Ann P{n},{'Tax' if n % 2 else 'Law'},2020-09-14,2021-0{n}-01" for n in range(1, 7)
    ]
    place = tmp_path / "staff.csv"
    place.write_text("\n".join([f"Employee ID,Worker,Cost Center,Hire Date,{header}", *rows]))
    found = [str(one) for one in read_file(place, place.name, Settings()).problems]
    assert sum("left_on is read from no column; it may be" in one for one in found) == asked
    assert sum('department=Cost Center"' in one for one in found) == (header != "Dept")


@pytest.mark.parametrize(("groups", "named"), [(4, True), (5, False)])
def test_a_column_of_groups_has_three_people_each(tmp_path: Path, groups: int, named: bool) -> None:
    values = [f"Group {chr(65 + n % groups)}" for n in range(12)]
    asked = _asked(_directory(tmp_path, "Unit", values))
    assert len(asked) == 1
    assert ("'Unit'" in asked[0]) == named


@pytest.mark.parametrize(("filled", "named"), [(6, True), (5, False)])
def test_a_column_of_groups_fills_half_of_the_rows(
    tmp_path: Path, filled: int, named: bool
) -> None:
    values = [("Tax" if n % 2 else "Audit") if n < filled else "" for n in range(12)]
    assert ("'Unit'" in _asked(_directory(tmp_path, "Unit", values))[0]) == named


def test_guests_without_a_status_are_told(tmp_path: Path) -> None:
    text = (EXPORTS / "eventbrite" / "attendees-en.csv").read_text(encoding="utf-8")
    place = tmp_path / "attendees.csv"
    place.write_text(text.replace("Attendee Status", "Etat"), encoding="utf-8")
    part = read_file(place, place.name, Settings())
    assert part.error is None
    assert any("no column for the status of a guest" in one.problem for one in part.problems)
