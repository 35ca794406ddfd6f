"""A hospital's own true report: from `start` to the numbers by the command line, truth known before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engagekit.cli.app import main
from engagekit.loading.load import load
from engagekit.measures.people import reach
from engagekit.measures.response import response_rate
from engagekit.settings.shipped import sample_project
from engagekit.tables.tables import Tables
from tests.stranger import hospital

FROZEN = Path(__file__).parents[1] / "frozen" / "projects"
"""Projects with the shapes that a person confirmed."""

QUARTER = "2026 Q1"
UNKNOWN = {
    "enquiry log 2026.xlsx": "touches",
    "Critical appraisal sign-in.csv": "attendance",
    "Library budget 2026.xlsx": "budget",
    "Library survey 2026 results.xlsx": "responses",
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(words)
    said = capsys.readouterr()
    return int(left.value.code or 0), said.out, said.err


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    """What is true, with the meetings that are marked private left out as they must be."""
    made = hospital.world()
    made.meetings = [one for one in made.meetings if not one["is_private"]]
    return hospital.truth(made)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project, which the first test makes."""
    return tmp_path_factory.mktemp("hospital") / "our library"


@pytest.fixture
def project(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """The project after the commands that a stranger pastes; no file is edited."""
    if home.exists():
        monkeypatch.chdir(home)
        return home
    exports = home.parent / "exports"
    hospital.write(exports, hospital.world())
    code, _, _ = run(
        capsys, "start", str(home), "--name", "St Cuthbert's NHS Trust", "--fiscal-start", "1",
        "--library", "the Knowledge & Library Service", "--currency", "GBP", "--asked", "180",
        "--library-departments", hospital.LIBRARY, "--domains", "stcuthberts.example",
        "--data", str(exports),
    )  # fmt: skip
    assert code == 0
    monkeypatch.chdir(home)
    code, out, _ = run(capsys, "check", "--json")
    assert code == 3
    asked = {Path(one["file"]).name for one in json.loads(out)["unread"]}
    assert asked >= {*UNKNOWN}
    shutil.copytree(FROZEN / "hospital" / "mappings", home / "mappings", dirs_exist_ok=True)
    return home


def test_every_number_is_right_after_four_answers_and_no_edit(
    project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "check", "--json")
    said = json.loads(out)
    assert said["unread"] == [], said["unread"]
    counts = said["counts"]
    wanted = {"people", "departments", "enquiries", "events", "seats", "spent"}
    assert {name: counts[name] for name in wanted} == {name: truth[name] for name in wanted}
    assert counts["respondents"] == truth["answers"]
    assert counts["touches"] == truth["enquiries"]
    assert code == 1  # day and month of the Teams report, who accepted in the calendar: told
    tables = load("")
    assert _by_way(tables) == {
        "email": truth["enquiries_by_way"]["Email"],
        "phone": truth["enquiries_by_way"]["Phone"],
        "walk-up": truth["enquiries_by_way"]["Walk-up"],
        "desk": truth["enquiries_by_way"]["In person"],
        "chat": truth["enquiries_by_way"]["Chat"],
    }
    enquiries = tables.touches[tables.touches["channel"] != "coffee"]
    enquiries = enquiries[enquiries["channel"] != "meeting"]
    assert enquiries["minutes"].sum() == truth["enquiry_minutes"]
    frame = reach(tables, during=QUARTER, by="department")
    found = {row.department: [row.n, row.base] for row in frame.itertuples()}
    assert found.pop("All") == [truth["reached"], truth["people"]]
    assert found == truth["reach_by_department"]
    rate = response_rate(tables, during=QUARTER)
    assert (rate["n"].iloc[0], rate["base"].iloc[0]) == (truth["answers"], truth["asked"])
    answers = tables.responses.merge(tables.questions[["question_id", "kind"]], on="question_id")
    overall = answers[answers["kind"] == "scale"]["score"]
    likely = answers[answers["kind"] == "net_promoter"]["score"]
    assert (overall >= 4).sum() == truth["satisfied"]
    assert (likely >= 9).sum() == truth["promoters"]
    assert (likely <= 6).sum() == truth["detractors"]


def _by_way(tables: Tables) -> dict[str, int]:
    ways = tables.touches["channel"].str.casefold().value_counts()
    return {str(way): int(n) for way, n in ways.items() if way not in ("coffee", "meeting")}


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_has_her_numbers_and_nothing_of_the_sample(
    language: str, project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    shutil.rmtree(project / "reports", ignore_errors=True)  # each language is a first report
    code, out, err = run(capsys, "report", "--language", language, "--formats", "html", "--quiet")
    assert code == 0, err
    made = [Path(line) for line in out.splitlines()]
    pages = {path: path.read_text("utf-8") for path in made if path.suffix == ".html"}
    private = "".join(text for path, text in pages.items() if "private" in path.parts)
    board = "".join(text for path, text in pages.items() if "board" in path.parts)
    assert "St Cuthbert" in board
    for word in ("Tamarack", "tamarackvoss", "Information Centre", "Civil Engineering"):
        assert word in (sample_project() / "engagekit.toml").read_text("utf-8")
        assert word not in private + board
    for subject in truth["private_subjects"]:
        assert subject not in board
    assert str(truth["reached"]) in private
