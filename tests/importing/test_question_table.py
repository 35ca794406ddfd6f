"""The table of questions of a survey: proposed, changed, written, and never counted by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import EngagekitError
from engagekit.importing.question_proposal import propose
from engagekit.mapping.mapping_file import make_mapping
from tests.reading import written

FORM = """Timestamp,"Overall, how satisfied are you?",Rate us,Which do you use? Tick all that apply,Why?
2026/03/02 9:15:01,Very satisfied,4,"Desk, Chat",They are quick
2026/03/02 9:17:44,Satisfied,2,Desk,I like to come in
2026/03/03 8:01:10,Satisfied,4,Chat,
2026/03/04 8:01:10,No opinion / did not use,3,"Desk, Chat",no time
"""


def proposed(folder: Path, text: str = FORM, **said: object) -> dict[str, Any]:
    return dict(propose(written(folder, text)).corrected(said).record)


def test_a_form_is_proposed_a_question_each(tmp_path: Path) -> None:
    table = proposed(tmp_path)
    overall = table["questions"]["Overall, how satisfied are you?"]
    assert (overall["kind"], table["overall"]) == ("scale", "Overall, how satisfied are you?")
    rated = table["questions"]["Rate us"]
    assert rated["kind"] == "scale"
    # shown: the end is for a person to say
    assert table["scales"][rated["scale"]]["answers"] == ["1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("questions", "likely"),
    [
        (("How satisfied are you with us?", "Rate our answers"), 0),
        (("Rate our answers", "How do you rate us all in all?"), 1),
        (("How satisfied are you with the desk?", "Overall, how satisfied are you?"), 1),
        (("Êtes-vous satisfait de nous ?", "Notez nos réponses"), 0),
        (("How satisfied are you with the desk?", "How satisfied are you with us?"), None),
        (("How satisfied are you with the desk?", "How do you rate us overall?"), None),
        (("Rate our answers", "Rate the desk"), None),
    ],
)
def test_satisfaction_is_suggested_where_one_question_is_clear(
    questions: tuple[str, str], likely: int | None, tmp_path: Path
) -> None:
    head = ",".join(f'"{text}"' for text in ("Timestamp", *questions))
    table = proposed(tmp_path, f"{head}\n2026/03/02 9:15:01,4,5\n2026/03/03 9:15:01,2,1\n")
    assert table["overall"] == ("" if likely is None else questions[likely])


def test_what_a_person_says_is_written_and_read_again(tmp_path: Path) -> None:
    scale = proposed(tmp_path)["questions"]["Rate us"]["scale"]
    said = {"scales": {scale: ["1", "2", "3", "4", "5"]}, "questions": {"Why?": "ignored"}}
    mapping = make_mapping({"name": "s", "table": "responses", **proposed(tmp_path, **said)})
    assert mapping.layout == "Google Forms"
    assert mapping.overall == "Overall, how satisfied are you?"
    assert mapping.scales[scale].answers == ("1", "2", "3", "4", "5")
    assert mapping.questions["Why?"].kind == "ignored"


def test_a_sheet_of_no_tool_is_known_by_its_headers(tmp_path: Path) -> None:
    table = proposed(tmp_path, "No,Rate us,Department\n1,5,Tax\n2,4,Tax\n3,4,Law\n")
    assert (table["layout"], table["columns"]) == ("", {"respondent_id": "No"})
    assert [one["kind"] for one in table["questions"].values()] == ["scale", "department"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Rate": "text"}, "no question 'Rate'"),
        ({"Why?": "scale"}, "say its scale"),
        ({"Why?": "poem"}, "No question is a 'poem'"),
    ],
)
def test_what_is_no_question_or_kind_is_refused(
    said: dict[str, str], told: str, tmp_path: Path
) -> None:
    with pytest.raises(EngagekitError, match=told):
        proposed(tmp_path, questions=said)
