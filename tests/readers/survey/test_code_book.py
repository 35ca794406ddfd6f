"""Code books beside an export: codes get their words, and only from the book of that survey."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.loading import inspect, load
from engagekit.loading.load import Loaded, read_file
from engagekit.readers.survey._code_book import CodeBook, Entry, fit, labelled
from engagekit.settings.schema import Settings

FEEL = {"1": "Very satisfied", "2": "Somewhat satisfied", "3": "Neither satisfied nor dissatisfied",
        "4": "Somewhat dissatisfied", "5": "No opinion"}  # fmt: skip


def _question(number: str, tag: str, text: str, kind: str, **more: Any) -> dict[str, Any]:
    payload = {"QuestionID": number, "DataExportTag": tag, "QuestionText": text,
               "QuestionType": kind, **more}  # fmt: skip
    return {"Element": "SQ", "PrimaryAttribute": number, "Payload": payload}


def _shown(labels: dict[str, str]) -> dict[str, dict[str, str]]:
    return {code: {"Display": label} for code, label in labels.items()}


def _definition(title: str = "Library survey", **words: str) -> str:
    questions = [
        _question("QID1", "Q1", words.get("first", "How satisfied are you with <b>the desk</b>?"),
                  "MC", Selector="SAVR", Choices=_shown(FEEL),
                  RecodeValues={"1": "1", "2": "2", "3": "3", "4": "4", "5": "-1"}),
        _question("QID2", "Q2", "What do you use?", "MC", Selector="MAVR",
                  Choices=_shown({"1": "Desk", "2": "Chat"}), RecodeValues={"1": "1", "2": "-1"}),
        _question("QID3", "Q3", "How often do you use them?", "Matrix", Selector="Likert",
                  SubSelector="SingleAnswer", Choices=_shown({"1": "Desk", "2": "Chat"}),
                  Answers=_shown({"1": "Always", "2": "Sometimes", "3": "Never"})),
        _question("QID4", "Q4", "How many hours did we save you?", "TE", Selector="SL"),
        _question("QID5", "Q5", "Which floors do you use?", "MC", Selector="MACOL",
                  Choices=_shown({"1": "First", "2": "Second", "3": "Third"})),
        _question("QID6", "Q6", "Welcome", "DB", Selector="TB"),
    ]  # fmt: skip
    return json.dumps({"SurveyEntry": {"SurveyName": title}, "SurveyElements": questions})


HEAD = [
    ["ResponseId", "Status", "Q1", "Q2_1", "Q2_-1", "Q3_1", "Q3_2", "Q4", "Q5"],
    ["Response ID", "Response Type", "How satisfied are you with the desk?",
     "What do you use? - Selected Choice - Desk", "What do you use? - Selected Choice - Chat",
     "How often do you use them? - Desk", "How often do you use them? - Chat",
     "How many hours did we save you?", "Which floors do you use?"],
    ['{"ImportId":"_recordId"}', '{"ImportId":"status"}', '{"ImportId":"QID1"}',
     '{"ImportId":"QID2_1"}', '{"ImportId":"QID2_2"}', '{"ImportId":"QID3_1"}',
     '{"ImportId":"QID3_2"}', '{"ImportId":"QID4_TEXT"}', '{"ImportId":"QID5"}'],
]  # fmt: skip
CODES = [
    ["R_1", "0", "1", "1", "", "1", "3", "2", "1,2"],
    ["R_2", "0", "-1", "", "1", "2", "", "12", "1,2,3"],
    ["R_3", "0", "4", "1", "1", "3", "1", "", "2"],
]
WORDS = [
    ["R_1", "IP Address", "Very satisfied", "Desk", "", "Always", "Never", "2", "First,Second"],
    ["R_2", "IP Address", "No opinion", "", "Chat", "Sometimes", "", "12", "First,Second,Third"],
    ["R_3", "IP Address", "Somewhat dissatisfied", "Desk", "Chat", "Never", "Always", "", "Second"],
]


def _write(path: Path, rows: list[list[str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def _read(path: Path) -> Loaded:
    made = read_file(path, path.name, Settings())
    assert made.error is None
    return made


def _tables(made: Loaded) -> dict[str, pd.DataFrame]:
    """Answers and questions, without the survey's own name."""
    frames = made.frames or {}
    return {name: frames[name].drop(columns=["survey_id"]) for name in ("questions", "responses")}


def _assert_equal(left: Loaded, right: Loaded) -> None:
    given = [_tables(one)["responses"].dropna(subset="value") for one in (left, right)]
    names = ["respondent_id", "question_id", "option", "value"]
    values = [one.loc[one["question_id"] != "QID5", names] for one in given]
    sets = [set(one.fillna("").itertuples(index=False, name=None)) for one in values]
    assert sets[0] == sets[1]


def test_codes_with_their_definition_give_the_answers_that_words_give(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Library_survey.qsf").write_text(_definition(), encoding="utf-8")
    coded = _read(_write(tmp_path / "a" / "Survey.csv", [*HEAD, *CODES]))
    worded = _read(_write(tmp_path / "b" / "Survey.csv", [*HEAD, *WORDS]))
    _assert_equal(coded, worded)
    assert coded.seen is not None
    assert "code book Library_survey.qsf" in coded.seen.why
    scores = _tables(coded)["responses"].query("question_id == 'QID1'")["score"]
    assert scores.fillna(0).tolist() == [5, 0, 2]  # 1 is the best here: words decide, not numbers


def test_words_beside_their_definition_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Library_survey.qsf").write_text(_definition(), encoding="utf-8")
    beside = _read(_write(tmp_path / "a" / "Survey.csv", [*HEAD, *WORDS]))
    alone = _read(_write(tmp_path / "b" / "Survey.csv", [*HEAD, *WORDS]))
    _assert_equal(beside, alone)


def test_the_definition_of_another_survey_gives_no_words(tmp_path: Path) -> None:
    other = _definition("Canteen survey", first="How satisfied are you with lunch?")
    other = other.replace("What do you use?", "What do you eat?")
    other = other.replace("How often do you use them?", "How often do you eat them?")
    (tmp_path / "canteen.qsf").write_text(other, encoding="utf-8")
    made = _read(_write(tmp_path / "Survey.csv", [*HEAD, *CODES]))
    first = _tables(made)["responses"].query("question_id == 'QID1'")
    assert first["value"].tolist() == ["1", "-1", "4"]
    assert first["score"].isna().all()


def test_without_wordings_the_title_decides(tmp_path: Path) -> None:
    (tmp_path / "x.qsf").write_text(_definition("Library survey"), encoding="utf-8")
    names = ["ResponseId", "StartDate", "EndDate", "Finished", "Q1", "Q2_1", "Q2_-1"]
    rows = [names, ["R_1", "2026-01-05 10:00:00", "2026-01-05 10:04:00", "1", "1", "1", ""]]
    rows.append(["R_2", "2026-01-05 11:00:00", "2026-01-05 11:04:00", "1", "4", "", "1"])
    right = _read(_write(tmp_path / "Library survey_January.csv", rows))
    wrong = _read(_write(tmp_path / "Canteen.csv", rows))
    values = [_tables(made)["responses"].iloc[0]["value"] for made in (right, wrong)]
    assert values == ["Very satisfied", "1"]
    questions = _tables(right)["questions"]
    assert questions["wording"].iloc[0] == "How satisfied are you with the desk?"
    assert questions["option"].dropna().tolist() == ["Desk", "Chat"]


def test_a_code_that_the_book_lacks_leaves_the_column_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Library_survey.qsf").write_text(_definition(), encoding="utf-8")
    rows = [*CODES[:2], ["R_3", "0", "7", *CODES[2][3:]]]
    made = _read(_write(tmp_path / "Survey.csv", [*HEAD, *rows]))
    first = _tables(made)["responses"].query("question_id == 'QID1'")
    assert first["value"].tolist() == ["1", "-1", "7"]
    assert first["score"].isna().all()
    assert any("does not explain (7)" in str(problem) for problem in made.problems)


def test_two_definitions_that_disagree_are_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "one.qsf").write_text(_definition(), encoding="utf-8")
    turned = _definition().replace('"1": {"Display": "Always"}', '"1": {"Display": "Never"}')
    (tmp_path / "two.qsf").write_text(turned, encoding="utf-8")
    made = _read(_write(tmp_path / "Survey.csv", [*HEAD, *CODES]))
    assert _tables(made)["responses"].iloc[0]["value"] == "1"
    assert any("say different things of QID3: one.qsf, two.qsf" in str(p) for p in made.problems)


def test_two_copies_of_a_definition_are_one(tmp_path: Path) -> None:
    for name in ("one.qsf", "two.qsf"):
        (tmp_path / name).write_text(_definition(), encoding="utf-8")
    made = _read(_write(tmp_path / "Survey.csv", [*HEAD, *CODES]))
    assert _tables(made)["responses"].iloc[0]["value"] == "Very satisfied"


def test_a_definition_says_whose_words_it_gives_and_alone_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "survey.qsf").write_text(_definition(), encoding="utf-8")
    (alone,) = inspect.inspect([str(tmp_path)])
    assert "definition of the Qualtrics survey 'Library survey' (6 questions)" in alone["error"]
    _write(tmp_path / "answers.csv", [*HEAD, *CODES])
    found = {Path(part["file"]).name: part for part in inspect.inspect([str(tmp_path)])}
    assert found["survey.qsf"]["error"] is None
    assert "it gives answers.csv the words of codes" in found["survey.qsf"]["why"]
    tables = load.load(tmp_path, Settings())
    assert len(tables.frames["questions"]) == len(tables.frames["responses"]) / 3
    assert tables.problems.empty


def test_a_definition_in_a_zip_gives_its_words(tmp_path: Path) -> None:
    _write(tmp_path / "answers.csv", [*HEAD, *CODES])
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(tmp_path / "answers.csv", "survey/answers.csv")
        archive.writestr("survey/survey.qsf", _definition())
    tables = load.load(tmp_path / "all.zip", Settings())
    assert "Very satisfied" in set(tables.frames["responses"]["value"])


FIELDS = [
    ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
     "Choices, Calculations, OR Slider Labels", "Field Note",
     "Text Validation Type OR Show Slider Number", "Identifier?", "Matrix Group Name"],
    ["study_id", "intake", "", "text", "Study ID", "", "", "", "", ""],
    ["happy", "intake", "", "radio", "How happy are you?",
     "1, Very satisfied | 2, Neutral | 3, Very dissatisfied", "", "", "", ""],
    ["uses", "intake", "", "checkbox", "What do you use?", "1, Desk | -1, Nothing", "", "", "", ""],
    ["again", "intake", "", "yesno", "Would you come again?", "", "", "", "", ""],
    ["hours", "intake", "", "text", "Hours saved", "", "", "", "", ""],
    ["code", "intake", "", "text", "Postal code", "", "", "zipcode", "", ""],
    ["nick", "intake", "", "text", "What shall we call you?", "", "", "", "y", ""],
    ["cv", "intake", "", "file", "Your letter", "", "", "", "", ""],
    ["m1", "intake", "Please rate", "radio", "The desk", "0, Never | 1, Always", "", "", "", "rate"],
    ["m2", "intake", "", "radio", "The chat", "0, Never | 1, Always", "", "", "", "rate"],
]  # fmt: skip
RAW = [
    ["study_id", "happy", "uses___1", "uses____1", "again", "hours", "code", "nick", "cv", "m1",
     "m2", "intake_complete"],
    ["1", "1", "1", "0", "1", "4", "1010", "Bee", "a.pdf", "0", "1", "2"],
    ["2", "3", "0", "1", "0", "11", "1020", "Cee", "", "1", "", "2"],
]  # fmt: skip
LABELS = [
    ["Study ID", "How happy are you?", "What do you use? (choice=Desk)",
     "What do you use? (choice=Nothing)", "Would you come again?", "Hours saved", "Postal code",
     "What shall we call you?", "Your letter", "The desk", "The chat", "Complete?"],
    ["1", "Very satisfied", "Checked", "Unchecked", "Yes", "4", "1010", "Bee", "a.pdf", "Never",
     "Always", "Complete"],
    ["2", "Very dissatisfied", "Unchecked", "Checked", "No", "11", "1020", "Cee", "", "Always", "",
     "Complete"],
]  # fmt: skip


def test_raw_records_with_their_dictionary_give_the_answers_that_labels_give(
    tmp_path: Path,
) -> None:
    _write(tmp_path / "a" / "dictionary.csv", FIELDS)
    raw = _read(_write(tmp_path / "a" / "Study_DATA_2026-01-26_0940.csv", RAW))
    labels = _read(_write(tmp_path / "b" / "Study_DATA_LABELS_2026-01-26_0940.csv", LABELS))
    left, right = _tables(raw)["responses"], _tables(labels)["responses"]
    asked = _tables(raw)["questions"]
    assert asked["wording"].unique().tolist() == [
        "How happy are you?", "What do you use?", "Would you come again?", "Hours saved",
        "Postal code", "The desk", "The chat",
    ]  # fmt: skip
    words = _tables(labels)["questions"].drop_duplicates("question_id")
    names = dict(zip(words["question_id"], words["wording"], strict=True))
    known = dict(zip(asked["question_id"], asked["wording"], strict=True))
    left = left.assign(question_id=left["question_id"].map(known))
    right = right.assign(question_id=right["question_id"].map(names))
    right = right[right["question_id"].isin(set(known.values()))]
    pd.testing.assert_frame_equal(
        left.drop(columns="score").reset_index(drop=True),
        right.drop(columns="score").reset_index(drop=True),
        check_dtype=False,
    )
    kinds = dict(zip(asked["wording"], asked["kind"], strict=True))
    assert (kinds["Hours saved"], kinds["Postal code"]) == ("number", "text")
    assert dict(raw.dropped_columns)["nick"] == "personal data"
    assert asked.query("question_id == 'm2'")["item_of"].tolist() == ["Please rate"]


def test_a_dictionary_says_whose_words_it_gives(tmp_path: Path) -> None:
    _write(tmp_path / "dictionary.csv", FIELDS)
    (alone,) = inspect.inspect([str(tmp_path)])
    assert "REDCap data dictionary (10 fields): a code book, no answers" in alone["error"]
    _write(tmp_path / "records.csv", RAW)
    found = {Path(part["file"]).name: part for part in inspect.inspect([str(tmp_path)])}
    assert "it gives records.csv the words" in found["dictionary.csv"]["why"]
    assert found["dictionary.csv"]["rows_read"] == found["dictionary.csv"]["rows_kept"] == 10


def test_of_two_dictionaries_the_one_that_knows_every_field_is_used(tmp_path: Path) -> None:
    _write(tmp_path / "old.csv", [row for row in FIELDS if row[0] != "again"])
    _write(tmp_path / "new.csv", FIELDS)
    made = _read(_write(tmp_path / "records.csv", RAW))
    assert made.seen is not None
    assert "code book new.csv" in made.seen.why


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        ({"Q1": "How are you?", "Q2": "Why?"}, 1.0),
        ({"Q1": "How old are you?", "Q2": "Why?"}, 0.0),
        ({"Q1": "How are you?", "Q3": "When?"}, 0.0),
        ({}, 0.0),
    ],
)
def test_a_book_fits_by_names_and_wordings(asked: dict[str, str], share: float) -> None:
    book = CodeBook("b", "Any", {"Q1": Entry("How are you?"), "Q2": Entry("Why?")})
    assert fit(book, asked, "") == share


def test_a_label_that_is_also_a_code_is_left_alone_where_all_are_labels() -> None:
    entry = Entry("How many?", {"1": "2", "2": "3"})
    cells = pd.Series(["2", "3", "2"])
    assert labelled(cells, entry, "q", "f")[0].tolist() == ["2", "3", "2"]
    assert labelled(pd.Series(["1", "2"]), entry, "q", "f")[0].tolist() == ["2", "3"]


@pytest.mark.parametrize(("strangers", "share"), [(2, 0.8), (3, 0.0)])
def test_a_book_knows_four_of_five_questions(strangers: int, share: float) -> None:
    names = {f"Q{number}": "" for number in range(10)}
    book = CodeBook("b", "", {name: Entry("") for name in list(names)[strangers:]})
    assert fit(book, names, "") == share


@pytest.mark.parametrize(("other", "share"), [(2, 1.0), (3, 0.0)])
def test_four_of_five_wordings_are_the_books(other: int, share: float) -> None:
    asked = {f"Q{number}": f"What of {number}?" for number in range(10)}
    entries = {name: Entry(text) for name, text in asked.items()}
    entries |= {f"Q{number}": Entry("Another survey") for number in range(other)}
    assert fit(CodeBook("b", "", entries), asked, "") == share


@pytest.mark.parametrize(("alike", "share"), [(60, 1.0), (59, 0.0)])
def test_sixty_letters_of_a_wording_are_compared(alike: int, share: float) -> None:
    book = CodeBook("b", "", {"Q1": Entry("a" * alike + "b" * 20)})
    assert fit(book, {"Q1": "a" * alike + "c" * 20}, "") == share
