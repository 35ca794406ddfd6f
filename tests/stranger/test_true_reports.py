"""Two libraries from `start` to their numbers by pasted commands, no file edited: `truth.toml`."""

from __future__ import annotations

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest

from engagekit.loading.load import load
from engagekit.measures.people import reach
from engagekit.measures.response import response_rate
from engagekit.settings.shipped import sample_project
from tests.command_runs import run

FROZEN = Path(__file__).parents[1] / "frozen" / "projects"
"""The exports, and the shapes that a person confirmed."""
TRUTH: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("truth.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")


@pytest.fixture(params=TRUTH)
def name(
    request: pytest.FixtureRequest,
    homes: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> str:
    """The name of a library; its project is the folder in force, after what a stranger pastes."""
    name: str = request.param
    home, truth = homes / name, TRUTH[name]
    if not home.exists():
        facts = [word for key, fact in truth["facts"].items()
                 for word in (f"--{key.replace('_', '-')}", fact)]  # fmt: skip
        exports = str(FROZEN / name / "data")
        language = truth["language"]
        done = run(capsys, "start", str(home), *facts, "--language", language, "--data", exports)
        assert done[0] == 0
        monkeypatch.chdir(home)
        code, out, _ = run(capsys, "check", "--json")
        asked = {Path(one["file"]).name for one in json.loads(out)["unread"]}
        assert code == 3 and asked >= {*truth["unread"]}
        shutil.copytree(FROZEN / name / "mappings", home / "mappings", dirs_exist_ok=True)
    monkeypatch.chdir(home)
    return name


def test_every_number_is_right_after_a_few_answers_and_no_edit(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = TRUTH[name]
    code, out, _ = run(capsys, "check", "--json")
    said = json.loads(out)
    assert (said["unread"], code) == ([], truth["exit"])
    assert {key: said["counts"][key] for key in truth["counts"]} == truth["counts"]
    tables = load("")
    touches = tables.touches
    ways = touches["channel"].value_counts()
    assert {way: int(ways[way]) for way in truth["ways"]} == truth["ways"]
    enquiries = touches[touches["need"].notna()]
    assert len(enquiries) == truth["counts"]["enquiries"]
    assert enquiries["minutes"].sum() == truth["enquiry_minutes"]
    rows = reach(tables, during=truth["quarter"], by="department")
    assert {one.department: [one.n, one.base] for one in rows.itertuples()} == truth["reach"]
    rate = response_rate(tables, during=truth["quarter"])
    asked = int(truth["facts"]["asked"])
    assert [rate["n"].iloc[0], rate["base"].iloc[0]] == [truth["counts"]["respondents"], asked]
    answered = tables.respondents["department"].value_counts().to_dict()
    assert answered == truth["answered"]
    kinds = tables.questions[["question_id", "kind"]].drop_duplicates()
    answers = tables.responses.merge(kinds, on="question_id")
    score = {kind: rows["score"] for kind, rows in answers.groupby("kind")}
    assert (score["scale"] >= 4).sum() == truth["satisfied"]
    assert (score["net_promoter"] >= 9).sum() == truth["promoters"]
    assert (score["net_promoter"] <= 6).sum() == truth["detractors"]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_has_her_numbers_and_nothing_of_the_sample(
    name: str, language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    truth = TRUTH[name]
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    shutil.rmtree("reports", ignore_errors=True)  # each language is a first report
    code, out, err = run(capsys, "report", "--language", language, "--formats", "html", "--quiet")
    assert code == 0, err
    pages = [Path(line) for line in out.splitlines() if line.endswith(".html")]
    board, private = (
        "".join(page.read_text("utf-8") for page in pages if audience in page.parts)
        for audience in ("board", "private")
    )
    assert truth["facts"]["name"].partition("'")[0] in board
    assert f'lang="{language}' in board
    for word in ("Tamarack", "tamarackvoss", "Information Centre", "Civil Engineering"):
        assert word in (sample_project() / "engagekit.toml").read_text("utf-8")
        assert word not in private + board
    for subject in truth["private_subjects"]:
        assert subject not in board
    assert str(truth["reach"]["All"][0]) in private
