"""A data dictionary beside an export: codes get their words, and only from the one of its project."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import inspect
from engagekit.loading.load import Loaded, read_file
from engagekit.readers.survey._redcap_dictionary import Entry, labelled
from engagekit.settings.schema import Settings

BOOKS = Path(__file__).with_name("books")
FIELDS = (BOOKS / "dictionary.csv").read_text("utf-8")


def _copied(place: Path, source: str) -> Loaded:
    """An export read below another name."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes((BOOKS / source).read_bytes())
    read = read_file(place, place.name, Settings())
    assert read.error is None
    return read


def _beside(folder: Path, *dictionaries: str) -> Loaded:
    """An export with codes, and data dictionaries in its folder."""
    for at, text in enumerate(dictionaries):
        (folder / f"fields-{at}.csv").write_text(text, "utf-8")
    return _copied(folder / "records.csv", "raw.csv")


def _again(read: Loaded) -> list[str]:
    """The answers to the question that a raw export has as 1 and 0."""
    answers = read.frames["responses"]
    return answers.loc[answers["question_id"] == "again", "value"].tolist()


def test_raw_records_with_their_dictionary_give_the_answers_that_labels_give(
    tmp_path: Path,
) -> None:
    raw = _beside(tmp_path, FIELDS)
    labels = _copied(tmp_path / "b" / "Study_DATA_LABELS_2026-01-26_0940.csv", "labels.csv")
    asked = raw.frames["questions"].drop_duplicates("question_id")
    assert asked[["wording", "kind"]].to_numpy().tolist() == [
        ["How happy are you?", "scale"], ["What do you use?", "multi"],
        ["Would you come again?", "single"], ["Hours saved", "number"], ["Postal code", "text"],
        ["The desk", "scale"], ["The chat", "scale"],
    ]  # fmt: skip
    given = []
    for read in (raw, labels):
        questions = read.frames["questions"].drop_duplicates("question_id")
        wordings = questions.set_index("question_id")["wording"]
        table = read.frames["responses"]
        table = table.assign(wording=table["question_id"].map(wordings))
        table = table[table["wording"].isin(asked["wording"])]
        names = ["respondent_id", "wording", "option", "value"]
        given.append(table[names].fillna("").to_numpy().tolist())
    assert given[0] == given[1]
    assert dict(raw.reading.dropped_columns)["nick"] == "personal data"
    assert asked.query("question_id == 'm2'")["item_of"].tolist() == ["Please rate"]


def test_a_dictionary_says_what_it_is(tmp_path: Path) -> None:
    _beside(tmp_path, FIELDS)
    found = {Path(part["file"]).name: part for part in inspect.inspect([str(tmp_path)])}
    dictionary, records = found["fields-0.csv"], found["records.csv"]
    assert "data dictionary" in dictionary["why"]
    assert dictionary["rows_read"] == dictionary["rows_kept"] == 10
    assert "have their words from fields-0.csv" in records["why"]


OLDER = FIELDS.replace("\nagain", "\nlater")
LACKS_ONE = FIELDS.replace("\nhours", "\nhrs")
LACKS_TWO = LACKS_ONE.replace("\nm1", "\nn1")
OTHER_WORDS = FIELDS.replace("2, Neutral", "2, So so")


@pytest.mark.parametrize(
    ("dictionaries", "values", "told"),
    [
        ([FIELDS], ["Yes", "No"], ""),
        ([FIELDS, OLDER], ["Yes", "No"], ""),  # the one that knows every field
        ([FIELDS, FIELDS], ["Yes", "No"], ""),
        ([FIELDS, OTHER_WORDS], ["1", "0"], "say different things of happy: fields-0.csv, fi"),
        ([LACKS_ONE], ["Yes", "No"], ""),  # it must know four fields of five
        ([LACKS_TWO], ["1", "0"], "9 fields of which the data dictionary knows 7"),
    ],
)
def test_the_dictionary_of_the_project_gives_the_words(
    dictionaries: list[str], values: list[str], told: str, tmp_path: Path
) -> None:
    read = _beside(tmp_path, *dictionaries)
    assert _again(read) == values
    said = [problem.problem for problem in read.problems if "dictionar" in problem.problem]
    assert len(said) == bool(told)
    assert told in "".join(said)


ENTRY = Entry("How many?", {"1": "2", "2": "3"})


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["2", "3", "2"], ["2", "3", "2"]),  # a label that is also a code, where all are labels
        (["1", "2"], ["2", "3"]),
        (["1.0", "2.0"], ["2", "3"]),
        (["1", "7"], ["1", "7"]),  # a code that the dictionary lacks
    ],
)
def test_codes_get_their_words_all_or_none(cells: list[str], words: list[str]) -> None:
    read, problems = labelled(pd.Series(cells), ENTRY, "q", "f")
    assert read.tolist() == words
    assert ["does not explain (7)" in str(one) for one in problems] == [True] * ("7" in cells)
