"""What is left of one person in every file of a project."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.reporting.forget import forget

STAFF = """Employee ID,Name,Email,Department,Role,Start date
E1001,Jane Roe,jane.roe@firm.example,Tax,Clerk,2024-01-02
E1002,Ann Poe,ann.poe@firm.example,Tax,Clerk,2024-01-02
E1003,Ann Poe,ann.poe2@firm.example,Tax,Clerk,2024-01-02
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "engagekit.toml").write_text('[project]\ndata = "data"\n', encoding="utf-8")
    (tmp_path / "data" / "contacts.csv").write_text(STAFF, encoding="utf-8")
    for name, text in (
        ("reports/2026-27_Q2/private/actions.html", "<p>See Jane&nbsp;Roe</p>"),
        ("reports/2026-27_Q2/private/brief.html", "<p>Nobody</p>"),
        ("notebooks/notes.md", "first\nask jane.roe@firm.example\n"),
    ):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path


def _found(home: Path, person: str, *, dry_run: bool = False) -> tuple[list[str], dict[str, str]]:
    found = forget(home, person, dry_run=dry_run)
    removed = [path.relative_to(home).as_posix() for path in found.removed]
    return removed, {path.relative_to(home).as_posix(): at for path, at in found.left}


@pytest.mark.parametrize("person", ["E1001", "JANE.ROE@firm.example", "Jane Roe"])
def test_what_was_written_goes_and_what_was_given_is_named(project: Path, person: str) -> None:
    removed, left = _found(project, person)
    assert removed == ["reports/2026-27_Q2/private/actions.html"]
    assert left == {"data/contacts.csv": "2", "notebooks/notes.md": "2"}
    assert not (project / removed[0]).exists()
    assert (project / "reports/2026-27_Q2/private/brief.html").exists()


def test_a_dry_run_removes_nothing(project: Path) -> None:
    removed, _ = _found(project, "E1001", dry_run=True)
    assert (project / removed[0]).exists()


@pytest.mark.parametrize(("person", "who"), [("Bob Low", "nobody"), ("Ann Poe", "2 people")])
def test_nobody_or_several_are_refused(project: Path, person: str, who: str) -> None:
    with pytest.raises(UsageError, match=who):
        forget(project, person)
