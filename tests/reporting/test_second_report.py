"""A report after one setting changed: what is kept of the first, and not a byte of it is old."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading import disk_cache
from engagekit.reporting.report import report
from tests.hostile.small_project import NOTEBOOK, QUARTER, SETTINGS, small_project

FORMATS = ["html", "xlsx"]


def _reported(home: Path) -> dict[str, bytes]:
    report(QUARTER, home / "data", home / "reports", home / "notebooks" / NOTEBOOK, formats=FORMATS)
    made = sorted((home / "reports").rglob("*"))
    return {str(one.relative_to(home)): one.read_bytes() for one in made if one.is_file()}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Small"', 'name = "A larger firm"'),
        ('name = "Small"', 'name = "Small"\nlibrary = "the Information Centre"'),
    ],
)
def test_a_changed_setting_gives_what_a_report_without_anything_kept_gives(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    made = {}
    for name in ("kept", "anew"):
        home = tmp_path / "project"
        small_project(home)
        if name == "kept":
            monkeypatch.delenv(disk_cache.VARIABLE)
        else:
            monkeypatch.setenv(disk_cache.VARIABLE, "")
        first = _reported(home)
        (home / "engagekit.toml").write_text(SETTINGS.replace(old, new), "utf-8")
        made[name] = _reported(home)
        assert made[name] != first
        home.rename(tmp_path / name)
    assert {Path(name).suffix for name in made["anew"]} >= {".html", ".xlsx", ".ipynb", ".json"}
    assert [name for name in made["anew"] if made["anew"][name] != made["kept"][name]] == []
