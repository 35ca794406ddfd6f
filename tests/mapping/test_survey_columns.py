"""A mapped survey: columns of its tool are no questions, and ticks are options of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from engagekit.cli.app import app
from engagekit.loading.load import load
from engagekit.settings.schema import Settings
from tests.topline_by_question import document

RATED = "Overall, how satisfied are you with the library?"


def survey(folder: Path, columns: dict[str, list[str]]) -> dict[str, dict]:
    """The topline of a table that was mapped as it is offered, by wording."""
    path = folder / "answers.csv"
    lines = [",".join(f'"{name}"' for name in columns)]
    lines += [",".join(f'"{cell}"' for cell in row) for row in zip(*columns.values(), strict=True)]
    path.write_text("\n".join(lines))
    run = CliRunner().invoke(app, ["map", str(path), "--table", "responses"])
    assert run.exit_code == 0, run.output
    found = document(load(folder, Settings()))
    return {one["wording"]: one for one in found["questions"]}


def answers(*words: str, size: int = 24) -> list[str]:
    return [words[at % len(words)] for at in range(size)]


@pytest.mark.parametrize(
    ("headers", "wording", "options"),
    [
        (("Which do you use? [Desk]", "Which do you use? [Loans]"), "Which do you use?", ("Desk", "Loans")),
        (("Q3_1", "Q3_2"), "Q3", ("1", "2")),
    ],
)  # fmt: skip
def test_ticks_in_columns_of_their_own_are_one_question(
    tmp_path: Path, headers: tuple[str, str], wording: str, options: tuple[str, str]
) -> None:
    columns = {"Nr": [str(at) for at in range(24)], headers[0]: answers("1", "", "1", ""),
               headers[1]: answers("1", "", "", ""), RATED: answers("Satisfied", "Dissatisfied", "Very satisfied")}  # fmt: skip
    found = survey(tmp_path, columns)[wording]
    assert found["kind"] == "multi"
    rows = [(one["option"], one["n"], one["base"]) for one in found["rows"]]
    assert rows == [(options[0], 12, 12), (options[1], 6, 12)]


def test_columns_that_a_tool_wrote_are_no_questions(tmp_path: Path) -> None:
    moments = [f"2026-03-{at + 1:02d} 10:00:00" for at in range(24)]
    columns = {"Response ID": [str(at) for at in range(24)], "Time Started": moments,
               "Date Submitted": [one.replace("10:00", "10:07") for one in moments],
               "Language": answers("English"), "SessionID": [f"s{at}" for at in range(24)],
               "Country": answers("Canada"), RATED: answers("Satisfied", "Dissatisfied", "Very satisfied")}  # fmt: skip
    assert list(survey(tmp_path, columns)) == [RATED]


def test_a_country_was_asked_where_no_tool_wrote_it(tmp_path: Path) -> None:
    columns = {"Response ID": [str(at) for at in range(24)], "Started": answers("2026-03-02 10:00:00", "2026-03-03 10:00:00"),
               "Country": answers("Canada", "France"), RATED: answers("Satisfied", "Dissatisfied", "Very satisfied")}  # fmt: skip
    assert list(survey(tmp_path, columns)) == ["Country", RATED]
