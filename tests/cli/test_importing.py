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


def test_every_answer_can_be_an_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "engagekit.toml").write_text('[organisation]\ncurrency = "CAD"\n', "utf-8")
    path = tmp_path / "survey.csv"
    path.write_text("Rate us,Rate the desk,Why?\n5,4,Fast\n2,1,Slow\n4,3,Kind\n", "utf-8")
    given = ("of_people=yes", "department=none", "overall=Rate us", "questions Why?=ignored",
             "scales points_5=5 < 4 < 3 < 2 < 1")  # fmt: skip
    options = [part for one in given for part in ("--set", one)]
    code, out, err = run(capsys, "import", str(path), "--row", "answers", "--yes", *options)
    assert code == 0, out + err
    written = next(tmp_path.glob("mappings/*.toml")).read_text("utf-8")
    assert 'answers = ["5", "4", "3", "2", "1"]' in written
    assert written.count('kind = "ignored"') == 1


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
