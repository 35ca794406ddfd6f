"""A report after one setting changed: what is kept of the first, and not a byte of it is old."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading import disk_cache
from engagekit.reporting.report import report
from engagekit.sections import section_cache
from tests.hostile.small_project import NOTEBOOK, QUARTER, SETTINGS, small_project

FORMATS = ["html", "xlsx"]


def _reported(home: Path) -> dict[str, bytes]:
    report(QUARTER, home / "data", home / "reports", home / "notebooks" / NOTEBOOK, formats=FORMATS)
    made = sorted((home / "reports").rglob("*"))
    return {str(one.relative_to(home)): one.read_bytes() for one in made if one.is_file()}


def _kept(home: Path) -> dict[str, int]:
    """The entries of sections by suffix."""
    names = [one.suffix for one in (home / ".engagekit" / "cache").glob("*.*")]
    return {name: names.count(name) for name in names}


@pytest.mark.parametrize(
    ("old", "new", "is_worded_again"),
    [
        ('name = "Small"', 'name = "A larger firm"', False),
        ('name = "Small"', 'name = "Small"\nlibrary = "the Information Centre"', True),
    ],
)
def test_a_changed_setting_gives_what_a_report_without_anything_kept_gives(
    old: str, new: str, is_worded_again: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    monkeypatch.setattr(section_cache, "MOST", 1_000)
    made = {}
    for name in ("kept", "anew"):
        home = tmp_path / "project"
        small_project(home)
        if name == "kept":
            monkeypatch.delenv(disk_cache.VARIABLE)
        else:
            monkeypatch.setenv(disk_cache.VARIABLE, "")
        first, entries = _reported(home), _kept(home)
        (home / "engagekit.toml").write_text(SETTINGS.replace(old, new), "utf-8")
        made[name] = _reported(home)
        assert made[name] != first
        if name == "kept":
            assert set(entries) == {".section", ".screen", ".item"}
            assert (_kept(home) != entries) == is_worded_again
        else:
            assert entries == _kept(home) == {}
        home.rename(tmp_path / name)
    assert {Path(name).suffix for name in made["anew"]} >= {".html", ".xlsx", ".ipynb", ".json"}
    assert [name for name in made["anew"] if made["anew"][name] != made["kept"][name]] == []
