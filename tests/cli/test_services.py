"""The command on services: side by side, or as one JSON document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engagekit.cli.app import main

FILES = {
    "engagekit.toml": '[services.Training]\nlines = ["training"]\n',
    "budget.csv": "period,line,kind,amount,currency\nFY2026-27 Q2,training,actual,100,CAD\n"
    "FY2026-27 Q2,rent,actual,50,CAD\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert not left.value.code
    return capsys.readouterr().out


def test_the_numbers_of_each_service_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _run(capsys, "services", str(folder), "--quarter", "FY2026-27 Q2", "--json")
    document = json.loads(text)
    found = {one["service"]: one["numbers"] for one in document["services"]}
    assert found["Training"]["cost of the service"]["estimate"] == 100
    assert found["not tied to a service"]["cost of the service"]["estimate"] == 50
    assert document["period"]["label"] == "FY2026-27 Q2"


def test_the_services_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = _run(capsys, "services", str(folder), "--quarter", "FY2026-27 Q2")
    assert text.startswith("Training costs $100.")
