"""The table of questions of a survey: proposed, changed, written, and never counted by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import EngagekitError
from engagekit.importing.question_proposal import propose
from engagekit.importing.question_table import QuestionTable
from tests.reading import written

FORM = """Timestamp,"Overall, how satisfied are you?",Rate us,Which do you use? Tick all that apply,Why?
2026/03/02 9:15:01,Very satisfied,4,"Desk, Chat",They are quick
2026/03/02 9:17:44,Satisfied,2,Desk,I like to come in
2026/03/03 8:01:10,Satisfied,4,Chat,
2026/03/04 8:01:10,No opinion / did not use,3,"Desk, Chat",no time
"""


def proposed(folder: Path, text: str = FORM) -> QuestionTable:
    return propose(written(folder, text))


def test_a_form_is_proposed_a_question_each(tmp_path: Path) -> None:
    table = proposed(tmp_path)
    kinds = {one.key: one.kind for one in table.questions}
    assert kinds["Overall, how satisfied are you?"] == "scale"
    assert table.overall == "Overall, how satisfied are you?"
    assert kinds["Rate us"] == "scale"
    rated = table.scales[table.question("Rate us").scale]
    assert rated.answers == ("1", "2", "3", "4")  # shown: the end is for a person to say


def test_what_a_person_says_is_written_and_read_again(tmp_path: Path) -> None:
    table = proposed(tmp_path)
    scale = table.question("Rate us").scale
    table = table.with_scale(scale, ["1", "2", "3", "4", "5"]).with_question("Why?", "ignored")
    mapping = table.mapping()
    assert mapping.layout == "Google Forms" and mapping.overall == table.overall
    assert mapping.scales[scale].answers == ("1", "2", "3", "4", "5")
    assert mapping.questions["Why?"].kind == "ignored"


def test_a_sheet_of_no_tool_is_known_by_its_headers(tmp_path: Path) -> None:
    table = proposed(tmp_path, "No,Rate us,Department\n1,5,Tax\n2,4,Tax\n3,4,Law\n")
    assert not table.tool and table.columns == {"respondent_id": "No"}
    assert [one.kind for one in table.questions] == ["scale", "department"]


def test_what_is_no_question_or_kind_is_refused(tmp_path: Path) -> None:
    table = proposed(tmp_path)
    with pytest.raises(EngagekitError, match="no question 'Rate'"):
        table.with_question("Rate", "text")
    with pytest.raises(EngagekitError, match="say its scale"):
        table.with_question("Why?", "scale")
