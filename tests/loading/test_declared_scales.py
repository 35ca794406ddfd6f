"""Scales and kinds of the settings hold for any tool; ratings without direction are named."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import declared_scales, load
from engagekit.measures import satisfaction
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.usefixtures("proposals_taken")

OVERALL = "Overall, how satisfied are you with the library?"
STARS = ["5", "4", "N/A", "3", "5", "2", "4", "5"]


def _form(folder: Path, answers: list[str], other: list[str] | None = None) -> None:
    rows = [f"1/{n}/2026 10:00:00,{one}" for n, one in enumerate(answers, 13)]
    head = f'Timestamp,"{OVERALL}"'
    if other:
        head += ",What do you use?"
        rows = [f'{row},"{one}"' for row, one in zip(rows, other, strict=True)]
    (folder / "Form.csv").write_text("\n".join([head, *rows]), encoding="utf-8")


def _settings(**survey: object) -> Settings:
    return make_settings({"survey": survey})


def _told(tables: Tables) -> list[str]:
    return [str(fault) for fault in tables.faults if "no direction" in fault.problem]


def test_a_declared_scale_gives_scores_to_a_known_tool(tmp_path: Path) -> None:
    _form(tmp_path, STARS)
    scale = {"questions": ["overall*"], "answers": ["1", "2", "3", "4", "5"], "no_opinion": ["N/A"]}
    tables = load.load(tmp_path, _settings(scales={"scale_1": scale}))
    assert not _told(tables)
    question = tables.questions.iloc[0]
    assert question["points"] == 5 and question["scale_id"].endswith("-5")
    row = satisfaction(tables).iloc[0]
    assert (row["n"], row["base"]) == (5, 7)  # 5, 4, 5, 4 and 5 of seven who had an opinion


def test_the_first_of_the_answers_is_the_worst(tmp_path: Path) -> None:
    _form(tmp_path, STARS)
    scale = {"questions": [OVERALL], "answers": ["5", "4", "3", "2", "1"], "no_opinion": ["N/A"]}
    row = satisfaction(load.load(tmp_path, _settings(scales={"marks": scale}))).iloc[0]
    assert (row["n"], row["base"]) == (1, 7)


@pytest.mark.parametrize(
    "levels", ["★☆☆|★★☆|★★★", "😡|😐|😀", "--|+|++", "C|C+|B", "-2|0|2", "20%|40%|100%"]
)
def test_answers_of_signs_are_told_apart(levels: str, tmp_path: Path) -> None:
    low, middle, high = levels.split("|")
    _form(tmp_path, [low, low, middle, high, high, high])
    scale = {"questions": [OVERALL], "answers": [low, middle, high]}
    tables = load.load(tmp_path, _settings(scales={"signs": scale}))
    assert tables.responses["score"].tolist() == [1, 1, 2, 3, 3, 3]


def test_answers_with_a_comma_are_whole_on_a_declared_scale(tmp_path: Path) -> None:
    levels = [f"{a}, {b}" for a in ("Dissatisfied", "Satisfied") for b in ("very", "somewhat")]
    _form(tmp_path, [f'"{levels[at % 4]}"' for at in range(12)])
    scale = {"questions": [OVERALL], "answers": levels}
    tables = load.load(tmp_path, _settings(scales={"s": scale}))
    assert tables.responses["score"].tolist() == [1, 2, 3, 4] * 3 and not tables.faults


def test_an_answer_at_two_places_of_a_declared_scale_is_told_and_none_is_scored(
    tmp_path: Path,
) -> None:
    _form(tmp_path, ["Poor", "Good", "good"])
    scale = {"questions": [OVERALL], "answers": ["Poor", "Good", "Good!"]}
    tables = load.load(tmp_path, _settings(scales={"twice": scale}))
    assert any("has 'Good!' at two places" in one.problem for one in tables.faults)


def test_answers_that_a_declared_scale_lacks_are_told(tmp_path: Path) -> None:
    _form(tmp_path, STARS)
    scale = {"questions": ["*"], "answers": ["1", "2", "3", "4"]}
    tables = load.load(tmp_path, _settings(scales={"short": scale}))
    told = [str(fault) for fault in tables.faults]
    found = [one for one in told if "holds 4 answers that the scale short does not have" in one]
    assert len(found) == 1 and "'5'" in found[0] and "'N/A'" in found[0]


def test_points_that_nobody_chose_are_points_whatever_the_name_says(tmp_path: Path) -> None:
    """A name that ends in a number must not become the number of points."""
    _form(tmp_path, ["3", "3", "2", "3", "1", "2"])
    scale = {"questions": ["*"], "answers": ["1", "2", "3", "4", "5"]}
    tables = load.load(tmp_path, _settings(scales={"scale_1": scale}))
    row = satisfaction(tables).iloc[0]
    assert (row["n"], row["base"]) == (0, 6)


def test_a_kind_can_be_said(tmp_path: Path) -> None:
    used = ["Desk; Chat", "Desk", "Chat; Loans", "Desk; Chat", "Loans", "Desk", "Chat", "Chat"]
    _form(tmp_path, STARS, used)
    plain = load.load(tmp_path, _settings(kinds={"what do you use*": "text"}))
    kinds = plain.questions.set_index("question_id")["kind"]
    assert kinds["what-do-you-use"] == "text"
    cells = plain.responses[plain.responses["question_id"] == "what-do-you-use"]["value"]
    assert cells.str.contains("Desk").sum() == 4 and len(cells) == 8
    multi = load.load(tmp_path, _settings(kinds={"what-do-you-use": "multi"}))
    asked = multi.questions[multi.questions["question_id"] == "what-do-you-use"]
    assert set(asked["option"]) == {"Desk", "Chat", "Loans"}


@pytest.mark.parametrize("empty", ["", None])
def test_a_tick_in_either_language_counts_once(empty: str | None) -> None:
    options = ("Loans", "Prêts", "Training")
    ticked = {"a": {"Loans"}, "b": {"Prêts"}, "c": set(), "d": {"Loans", "Prêts", "Training"}}
    questions = [{"question_id": "q", "kind": "multi", "option": one} for one in options]
    responses = [
        {"respondent_id": who, "question_id": "q", "option": one, "score": None,
         "value": one if one in ticks else empty}
        for who, ticks in ticked.items() for one in options
    ]  # fmt: skip
    frames = {"questions": pd.DataFrame(questions), "responses": pd.DataFrame(responses)}
    frames = declared_scales._worded(frames, {"q"}, {"Prêts": "Loans"})
    given = frames["responses"][frames["responses"]["value"].fillna("") != ""]
    assert given["option"].value_counts().to_dict() == {"Loans": 3, "Training": 1}
    assert frames["questions"]["option"].tolist() == ["Loans", "Training"]
