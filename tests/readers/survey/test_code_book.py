"""Code books beside an export: codes get their words, and only from the book of that survey."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import inspect, load
from engagekit.loading.load import Loaded, read_file
from engagekit.readers.survey._code_book import CodeBook, Entry, fit, labelled
from engagekit.settings.schema import Settings

BOOKS = Path(__file__).with_name("books")


def _definition(**others: str) -> str:
    """The definition of the survey, and with other words that of another one."""
    text = json.dumps(json.loads((BOOKS / "library.qsf").read_text("utf-8")))
    for name, word in others.items():
        text = text.replace(name, word)
    return text


def _copied(place: Path, source: str, *changed: tuple[str, str]) -> Loaded:
    """An export read below another name, some of its text changed."""
    text = (BOOKS / source).read_text("utf-8")
    for old, new in changed:
        assert old in text
        text = text.replace(old, new)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8")
    read = read_file(place, place.name, Settings())
    assert read.error is None
    return read


def _table(read: Loaded, name: str = "responses") -> pd.DataFrame:
    return read.frames[name]


def _first(read: Loaded) -> list[str]:
    """The answers to the first question."""
    answers = _table(read)
    return answers.loc[answers["question_id"] == "QID1", "value"].tolist()


def _answers(read: Loaded) -> set[tuple[str, ...]]:
    """All answers; those of a list in one cell are parted in words alone."""
    answers = _table(read).dropna(subset="value")
    answers = answers[answers["question_id"] != "QID5"]
    names = ["respondent_id", "question_id", "option", "value"]
    return set(answers[names].fillna("").itertuples(index=False, name=None))


def test_codes_and_words_beside_their_definition_give_the_answers_that_words_give(
    tmp_path: Path,
) -> None:
    alone = _copied(tmp_path / "b" / "Survey.csv", "words.csv")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Library_survey.qsf").write_text(_definition(), "utf-8")
    coded = _copied(tmp_path / "a" / "Survey.csv", "codes.csv")
    worded = _copied(tmp_path / "a" / "Words.csv", "words.csv")
    assert _answers(coded) == _answers(worded) == _answers(alone)
    assert coded.seen is not None
    assert "code book Library_survey.qsf" in coded.seen.why
    scores = _table(coded).query("question_id == 'QID1'")["score"]
    assert scores.fillna(0).tolist() == [5, 0, 2]  # 1 is the best here: words decide, not numbers


def test_the_definition_of_another_survey_gives_no_words(tmp_path: Path) -> None:
    other = _definition(desk="lunch", use="eat", Library="Canteen")
    (tmp_path / "canteen.qsf").write_text(other, "utf-8")
    assert _first(_copied(tmp_path / "Survey.csv", "codes.csv")) == ["1", "-1", "4"]


def test_without_wordings_the_title_decides(tmp_path: Path) -> None:
    (tmp_path / "x.qsf").write_text(_definition(), "utf-8")
    right = _copied(tmp_path / "Library survey_January.csv", "stripped.csv")
    wrong = _copied(tmp_path / "Canteen.csv", "stripped.csv")
    assert [_table(read)["value"].iloc[0] for read in (right, wrong)] == ["Very satisfied", "1"]
    questions = _table(right, "questions")
    assert questions["wording"].iloc[0] == "How satisfied are you with the desk?"
    assert questions["option"].dropna().tolist() == ["Desk", "Chat"]


def test_a_code_that_the_book_lacks_leaves_the_column_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "Library_survey.qsf").write_text(_definition(), "utf-8")
    read = _copied(tmp_path / "Survey.csv", "codes.csv", ("R_3,0,4", "R_3,0,7"))
    assert _first(read) == ["1", "-1", "7"]
    assert _table(read).query("question_id == 'QID1'")["score"].isna().all()
    assert any("does not explain (7)" in str(problem) for problem in read.problems)


@pytest.mark.parametrize(("second", "value"), [("Always", "Very satisfied"), ("Never", "1")])
def test_two_definitions_must_agree(second: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "one.qsf").write_text(_definition(), "utf-8")
    (tmp_path / "two.qsf").write_text(_definition(Always=second), "utf-8")
    read = _copied(tmp_path / "Survey.csv", "codes.csv")
    assert _first(read)[0] == value
    told = "say different things of QID3: one.qsf, two.qsf"
    assert any(told in str(problem) for problem in read.problems) is (value == "1")


@pytest.mark.parametrize(
    ("book", "answers", "alone"),
    [
        ("library.qsf", "codes.csv", "definition of the Qualtrics survey 'Library survey' (6 ques"),
        (
            "dictionary.csv",
            "raw.csv",
            "REDCap data dictionary (10 fields): a code book, no answers",
        ),
    ],
)
def test_a_book_says_whose_words_it_gives_and_alone_what_it_is(
    book: str, answers: str, alone: str, tmp_path: Path
) -> None:
    (tmp_path / book).write_bytes((BOOKS / book).read_bytes())
    (part,) = inspect.inspect([str(tmp_path)])
    assert alone in part["error"]
    _copied(tmp_path / answers, answers)
    found = {Path(part["file"]).name: part for part in inspect.inspect([str(tmp_path)])}
    assert found[book]["error"] is None
    assert f"it gives {answers} the words of codes" in found[book]["why"]
    assert found[book]["rows_read"] == found[book]["rows_kept"]


def test_a_definition_in_a_zip_gives_its_words(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(BOOKS / "codes.csv", "survey/answers.csv")
        archive.write(BOOKS / "library.qsf", "survey/survey.qsf")
    tables = load.load(tmp_path / "all.zip", Settings())
    assert "Very satisfied" in set(tables.frames["responses"]["value"])
    assert tables.problems.empty


def test_raw_records_with_their_dictionary_give_the_answers_that_labels_give(
    tmp_path: Path,
) -> None:
    (tmp_path / "dictionary.csv").write_bytes((BOOKS / "dictionary.csv").read_bytes())
    raw = _copied(tmp_path / "Study_DATA_2026-01-26_0940.csv", "raw.csv")
    labels = _copied(tmp_path / "b" / "Study_DATA_LABELS_2026-01-26_0940.csv", "labels.csv")
    asked = _table(raw, "questions").drop_duplicates("question_id")
    assert asked[["wording", "kind"]].to_numpy().tolist() == [
        ["How happy are you?", "scale"], ["What do you use?", "multi"],
        ["Would you come again?", "single"], ["Hours saved", "number"], ["Postal code", "text"],
        ["The desk", "scale"], ["The chat", "scale"],
    ]  # fmt: skip
    given = []
    for read in (raw, labels):
        questions = _table(read, "questions").drop_duplicates("question_id")
        wordings = questions.set_index("question_id")["wording"]
        table = _table(read)
        table = table.assign(wording=table["question_id"].map(wordings))
        table = table[table["wording"].isin(asked["wording"])]
        names = ["respondent_id", "wording", "option", "value"]
        given.append(table[names].fillna("").to_numpy().tolist())
    assert given[0] == given[1]
    assert dict(raw.reading.dropped_columns)["nick"] == "personal data"
    assert asked.query("question_id == 'm2'")["item_of"].tolist() == ["Please rate"]


def test_of_two_dictionaries_the_one_that_knows_every_field_is_used(tmp_path: Path) -> None:
    fields = (BOOKS / "dictionary.csv").read_text("utf-8")
    (tmp_path / "new.csv").write_text(fields, "utf-8")
    (tmp_path / "old.csv").write_text(fields.replace("\nagain", "\nlater"), "utf-8")
    read = _copied(tmp_path / "records.csv", "raw.csv")
    assert read.seen is not None
    assert "code book new.csv" in read.seen.why


def _book(*wordings: str) -> CodeBook:
    return CodeBook("b", "", {f"Q{at}": Entry(text) for at, text in enumerate(wordings)})


def _asked(*wordings: str) -> dict[str, str]:
    return {f"Q{at}": text for at, text in enumerate(wordings)}


WHAT = [f"What of {at}?" for at in range(10)]


@pytest.mark.parametrize(
    ("book", "asked", "share"),
    [
        (_book("How are you?", "Why?"), _asked("How are you?", "Why?"), 1.0),
        (_book("How are you?", "Why?"), _asked("How old are you?", "Why?"), 0.0),
        (_book("How are you?", "Why?"), {}, 0.0),
        (_book(*WHAT[:8]), _asked(*[""] * 10), 0.8),  # four of five questions
        (_book(*WHAT[:7]), _asked(*[""] * 10), 0.0),
        (_book("Another", "Another", *WHAT[2:]), _asked(*WHAT), 1.0),  # four of five wordings
        (_book("Another", "Another", "Another", *WHAT[3:]), _asked(*WHAT), 0.0),
        (_book("a" * 60 + "b" * 20), _asked("a" * 60 + "c" * 20), 1.0),  # sixty letters
        (_book("a" * 59 + "b" * 20), _asked("a" * 59 + "c" * 20), 0.0),
    ],
)
def test_a_book_fits_by_names_and_wordings(
    book: CodeBook, asked: dict[str, str], share: float
) -> None:
    assert fit(book, asked, "") == share


@pytest.mark.parametrize("cells", [["2", "3", "2"], ["1", "2"]])
def test_a_label_that_is_also_a_code_is_left_alone_where_all_are_labels(cells: list[str]) -> None:
    entry = Entry("How many?", {"1": "2", "2": "3"})
    read, _ = labelled(pd.Series(cells), entry, "q", "f")
    assert read.tolist() == (cells if cells[0] == "2" else ["2", "3"])
