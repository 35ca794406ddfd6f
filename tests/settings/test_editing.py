"""A choice written into engagekit.toml: the rest stays, and a wrong one is not written."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import SettingsError
from engagekit.settings.editing import put
from engagekit.settings.schema import read_settings

TEXT = """# our own words
[organisation]
name = "Firm"  # as on the door
# todo: currency = "CAD"  # Currency of the budget
[survey]
# todo: asked = 380
"""


def test_everything_else_stays_and_the_todo_line_goes(tmp_path: Path) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_text(TEXT, encoding="utf-8")
    put(tmp_path, {("organisation", "currency"): "GBP", ("files", "a b.xlsx", "ignore"): True})
    text = file.read_text("utf-8")
    assert "# our own words" in text
    assert 'name = "Firm"  # as on the door' in text
    assert "todo: currency" not in text
    assert "todo: asked" in text
    settings = read_settings(file)
    assert (settings.organisation.currency, settings.files["a b.xlsx"].ignore) == ("GBP", True)


def test_a_wrong_value_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_text(TEXT, encoding="utf-8")
    with pytest.raises(SettingsError):
        put(tmp_path, {("organisation", "fiscal_start"): 13})
    assert file.read_text("utf-8") == TEXT
