"""engagekit.toml: read once, frozen, every mistake in words with the nearest key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import SettingsError
from engagekit.settings.schema import Settings, make_settings, read_settings

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["said"])
def test_a_mistake_is_named_with_what_would_be_right(case: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match=case["said"]):
        make_settings(case["raw"])


@pytest.mark.parametrize("raw", CASES["right"])
def test_what_can_be_is_taken(raw: dict[str, Any]) -> None:
    assert make_settings(raw)


def test_the_settings_of_the_sample_can_be_read(settings: Settings) -> None:
    assert settings.disclosure.k == 5
    assert settings.quarter("2026-27Q2").label == "FY2026-27 Q2"


def test_settings_cannot_be_changed(settings: Settings) -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings.disclosure.k = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[organisation\n", r"engagekit.toml, line 1, is '\[organisation': expected ']'"),
        ("a = 1\n\nname = Harbour\n", "engagekit.toml, line 3, is 'name = Harbour': invalid value. Text"),
        ('name = """Harbour\n', "engagekit.toml cannot be read: unterminated string"),
        (b"name = '\xe9'", "engagekit.toml is not saved as UTF-8"),
    ],
)  # fmt: skip
def test_text_that_is_not_toml_is_shown_with_its_line(
    text: str | bytes, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError, match=said):
        read_settings(file)


@pytest.mark.parametrize(
    ("report", "paper"),
    [({}, "Letter"), ({"country": "US"}, "Letter"), ({"country": "GB"}, "A4"), ({"country": "FR"}, "A4"),
     ({"country": "FR", "paper": "Letter"}, "Letter")],
)  # fmt: skip
def test_the_paper_is_that_of_the_country_unless_it_is_named(
    report: dict[str, str], paper: str
) -> None:
    settings = make_settings({"report": report})
    assert settings.report.paper == paper
    assert settings.report.country == report.get("country", "CA")
