"""An import typed on a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.command_runs import run


class Typed(io.StringIO):
    """Lines that somebody types."""

    def isatty(self) -> bool:
        return True


def test_enter_where_nothing_is_suggested_says_that_an_answer_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "engagekit.toml").write_text('[organisation]\ncurrency = "CAD"\n', "utf-8")
    path = tmp_path / "visits.csv"
    path.write_text("When,Visitor,How\n2026-07-02,Ana Gil,Phone\n2026-07-03,Bo Ek,Phone\n", "utf-8")
    keys = ["", "enquiry", "When", "Visitor", *[""] * 20]
    monkeypatch.setattr("sys.stdin", Typed("\n".join(keys)))
    code, out, err = run(capsys, "import", str(path))
    assert "Nothing is suggested here: please type an answer." in out + err
    assert (code, len([*tmp_path.glob("mappings/*.toml")])) == (0, 1), out + err
