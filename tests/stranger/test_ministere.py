"""A ministry's own true report in French: pasted commands alone, no file edited, truth known before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from engagekit.loading.load import load
from engagekit.measures.people import reach
from engagekit.measures.response import response_rate
from engagekit.settings.shipped import sample_project
from tests.stranger import ministere
from tests.stranger.test_hospital import run

FROZEN = Path(__file__).parents[1] / "frozen" / "projects"
"""Projects with the shapes that a person confirmed."""

QUARTER = "FY2026-27 Q2"
UNKNOWN = {
    "Suivi des demandes.csv": "touches",
    "Présences formation.csv": "attendance",
    "Budget du centre.csv": "budget",
}
WAYS = {"email": ("Courriel",), "phone": ("Téléphone",), "desk": ("Au comptoir",)}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return ministere.truth(ministere.world())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the project, which the first test makes."""
    return tmp_path_factory.mktemp("ministere") / "centre"


@pytest.fixture
def project(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Path:
    """The project after the likeliest answer to each open file."""
    if home.exists():
        monkeypatch.chdir(home)
        return home
    exports = home.parent / "exports"
    ministere.write(exports, ministere.world())
    code, _, _ = run(
        capsys, "start", str(home), "--name", "Ministère des Rivières du Nord", "--fiscal-start", "4",
        "--library", "le Centre de documentation", "--currency", "CAD", "--asked", "126",
        "--library-departments", ministere.LIBRARY, "--domains", "mrn.exemple.ca",
        "--language", "fr", "--data", str(exports),
    )  # fmt: skip
    assert code == 0
    monkeypatch.chdir(home)
    code, out, _ = run(capsys, "check", "--json")
    assert code == 3
    asked = {Path(one["file"]).name for one in json.loads(out)["unread"]}
    assert asked >= {*UNKNOWN}
    shutil.copytree(FROZEN / "ministere" / "mappings", home / "mappings", dirs_exist_ok=True)
    return home


def test_every_number_is_right_after_three_answers_and_no_edit(
    project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    said = json.loads(run(capsys, "check", "--json")[1])
    assert said["unread"] == []
    counts = said["counts"]
    same = ("people", "departments", "enquiries", "events", "seats", "spent")
    assert {name: counts[name] for name in same} == {name: truth[name] for name in same}
    assert counts["respondents"] == truth["answers"]
    assert counts["touches"] == truth["enquiries"]
    assert len(said["questions"]) == 1  # that nobody is seen to accept
    tables = load("")
    by_way = tables.touches["channel"].value_counts()
    for ours, theirs in WAYS.items():
        assert by_way[ours] == sum(truth["enquiries_by_way"][way] for way in theirs)
    assert tables.touches["need"].notna().sum() == truth["enquiries"]
    minutes = tables.touches.loc[tables.touches["need"].notna(), "minutes"]
    assert minutes.sum() == truth["enquiry_minutes"]
    frame = reach(tables, during=QUARTER, by="department")
    found = {row.department: [row.n, row.base] for row in frame.itertuples()}
    assert found.pop("All") == [truth["reached"], truth["people"]]
    assert found == truth["reach_by_department"]
    rate = response_rate(tables, during=QUARTER)
    assert (rate["n"].iloc[0], rate["base"].iloc[0]) == (truth["answers"], truth["asked"])
    kinds = tables.questions[["question_id", "kind"]].drop_duplicates()
    answers = tables.responses.merge(kinds, on="question_id")
    likely = answers[answers["kind"] == "net_promoter"]["score"]
    liked = answers[answers["kind"] == "scale"]["value"].isin(ministere.LIKED[:2])
    assert liked.sum() == truth["satisfied"]
    assert (answers[answers["kind"] == "scale"]["score"] >= 4).sum() == truth["satisfied"]
    assert ((likely >= 9).sum(), (likely <= 6).sum()) == (truth["promoters"], truth["detractors"])
    units = tables.respondents["department"].value_counts().to_dict()
    assert units == {unit: round(size * 0.45) for unit, size in ministere.UNITS.items()}


@pytest.mark.slow
def test_the_report_is_french_with_her_numbers_and_nothing_of_the_sample(
    project: Path, truth: dict[str, Any], capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    code, out, err = run(capsys, "report", "--formats", "html", "--quiet")
    assert code == 0, err
    pages = {
        Path(line): Path(line).read_text("utf-8") for line in out.splitlines() if ".html" in line
    }
    private = "".join(text for path, text in pages.items() if "private" in path.parts)
    board = "".join(text for path, text in pages.items() if "board" in path.parts)
    assert "Ministère des Rivières du Nord" in board
    assert 'lang="fr' in board
    for word in ("Tamarack", "tamarackvoss", "Information Centre", "Civil Engineering"):
        assert word in (sample_project() / "engagekit.toml").read_text("utf-8")
        assert word not in private + board
    for subject in truth["private_subjects"]:
        assert subject not in board
    assert str(truth["reached"]) in private
