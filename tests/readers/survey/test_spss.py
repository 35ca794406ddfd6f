"""SPSS files: value labels, values marked as missing, and the package they need."""

from __future__ import annotations

import importlib.util
import struct
import zipfile
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from engagekit.errors import ExportError
from engagekit.files.source_file import open_export
from engagekit.loading.recognise import recognise
from engagekit.readers.survey import spss


def _file(folder: Path) -> Path:
    path = folder / "survey.sav"
    frame = pd.DataFrame(
        {
            "respid": [1.0, 2.0, 3.0],
            "q1": [5.0, 1.0, 99.0],
            "email": ["a@example.org", "b@example.org", "c@example.org"],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels={"q1": "How satisfied are you with the library?"},
        variable_value_labels={"q1": {1: "Very satisfied", 5: "Very dissatisfied", 99: "Skipped"}},
        missing_ranges={"q1": [99]},
    )
    return path


def test_values_are_read_by_their_labels_and_scored_by_words(tmp_path: Path) -> None:
    export = open_export(_file(tmp_path))
    assert recognise(export)[0] is spss
    answers = spss.read(export).tables["responses"]
    assert answers["value"].tolist() == ["Very dissatisfied", "Very satisfied", ""]
    assert answers["score"].tolist()[:2] == [1.0, 5.0]


def test_a_number_with_decimals_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "hands.sav"
    pyreadstat.write_sav(pd.DataFrame({"span": [18.5, 19.0, 17.25, 20.1]}), str(path))
    found = spss.read(open_export(path)).tables
    assert found["responses"]["value"].tolist() == ["18.5", "19", "17.25", "20.1"]
    assert found["questions"]["kind"].tolist() == ["number"]


def test_the_label_of_a_variable_is_the_wording(tmp_path: Path) -> None:
    found = spss.read(open_export(_file(tmp_path)))
    assert found.tables["questions"]["wording"].tolist() == [
        "How satisfied are you with the library?"
    ]
    assert found.dropped_columns == [("email", "personal data")]
    assert found.tables["respondents"]["respondent_id"].tolist() == ["1", "2", "3"]


def test_without_the_package_the_error_says_what_to_install(tmp_path: Path, monkeypatch) -> None:
    export = open_export(_file(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ExportError, match=r"pip install \"engagekit\[spss\]\""):
        spss.read(export)


def _with_sets(path: Path, declared: str, frame: pd.DataFrame, **words: Any) -> Path:
    """A file of pyreadstat with declared multiple-response sets, which it cannot write itself."""
    pyreadstat.write_sav(frame, str(path), **words)
    raw, end = path.read_bytes(), struct.pack("<ii", 999, 0)
    assert raw.count(end) == 1
    record = struct.pack("<iiii", 7, 7, 1, len(declared.encode())) + declared.encode()
    path.write_bytes(raw.replace(end, record + end))
    return path


def _multi(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The multi-select questions of a file, and their answers by respondent and option."""
    found = spss.read(open_export(path)).tables
    asked = found["questions"][found["questions"]["kind"] == "multi"]
    rows = found["responses"]
    rows = rows[rows["question_id"].isin(asked["question_id"])]
    return asked, rows.pivot(index="respondent_id", columns="option", values="value")


DICHOTOMY = pd.DataFrame(
    {
        "id": [1.0, 2.0, 3.0, 4.0],
        "q1_1": [1.0, 0.0, None, 9.0],
        "q1_2": [1.0, 1.0, None, 9.0],
        "other": ["a", "", "b", ""],
    }
)


def test_a_declared_set_of_ticks_is_one_question_and_those_not_shown_it_have_no_row(
    tmp_path: Path,
) -> None:
    asked, answers = _multi(
        _with_sets(
            tmp_path / "a.sav", "$use=D1 1 19 What do you use us? q1_1 q1_2\n", DICHOTOMY,
            column_labels={"q1_1": "Desk", "q1_2": "Chat"}, missing_ranges={"q1_1": [9], "q1_2": [9]},
        )
    )  # fmt: skip
    assert asked[["wording", "option"]].to_numpy().tolist() == [
        ["What do you use us?", "Desk"], ["What do you use us?", "Chat"],
    ]  # fmt: skip
    assert answers.loc[["1", "2"], ["Desk", "Chat"]].to_numpy().tolist() == [
        ["Desk", "Chat"], ["", "Chat"],
    ]  # fmt: skip
    assert set(answers.index) == {"1", "2"}


def test_a_declared_set_of_categories_ticks_what_any_of_its_variables_holds(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": [1.0, 2.0, 3.0],
            "b1": [1.0, 3.0, 9.0],
            "b2": [3.0, None, None],
            "b3": [1.0, 2, None],
        }
    )
    labels = {1: "North", 2: "South", 3: "East", 9: "Refused"}
    asked, answers = _multi(
        _with_sets(
            tmp_path / "b.sav", "$branch=C 14 Which branches b1 b2 b3\n", frame,
            variable_value_labels=dict.fromkeys(["b1", "b2", "b3"], labels),
            missing_ranges={name: [9] for name in ("b1", "b2", "b3")},
        )
    )  # fmt: skip
    assert asked["option"].tolist() == ["North", "East", "South"]
    assert answers[["North", "South", "East"]].to_numpy().tolist() == [
        ["North", "", "East"], ["", "South", "East"], ["", "", ""],
    ]  # fmt: skip


def test_a_set_that_counts_a_word_and_one_whose_values_name_the_option(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": [1.0, 2.0], "u1": ["Y", "N"], "u2": ["Y", "Y"]})
    path = _with_sets(tmp_path / "c.sav", "$use=D1 Y 3 Use u1 u2\n", frame)
    assert _multi(path)[1].to_numpy().tolist() == [["u1", "u2"], ["", "u2"]]
    frame = pd.DataFrame({"id": [1.0, 2.0], "u1": [1.0, None], "u2": [1.0, 1.0]})
    path = _with_sets(
        tmp_path / "d.sav", "$use=D1 1 3 Use u1 u2\n", frame,
        column_labels={"u1": "Use", "u2": "Use"},
        variable_value_labels={"u1": {1: "Desk"}, "u2": {1: "Chat"}},
    )  # fmt: skip
    assert _multi(path)[1][["Desk", "Chat"]].to_numpy().tolist() == [["Desk", "Chat"], ["", "Chat"]]


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([1.0, 0.0, None], {0: "Not selected", 1: "Selected"}),
        ([1.0, 2.0, None], {1: "coché", 2: "non coché"}),
        ([1.0, None, None], None),
    ],
)
def test_ticks_that_no_set_declares_are_one_question_by_their_words(
    tmp_path: Path, values: list[float], labels: dict[int, str] | None
) -> None:
    frame = pd.DataFrame({"id": [1.0, 2.0, 3.0], "q2_1": values, "q2_2": [1.0, *values[1:]]})
    each = labels or {1: "Desk"}, labels or {1: "Chat"}
    pyreadstat.write_sav(
        frame, str(tmp_path / "e.sav"), variable_value_labels=dict(zip(["q2_1", "q2_2"], each, strict=True)),
        column_labels={"q2_1": "What do you use? - Desk", "q2_2": "What do you use? - Chat"},
    )  # fmt: skip
    asked, answers = _multi(tmp_path / "e.sav")
    assert asked[["wording", "option"]].to_numpy().tolist() == [
        ["What do you use?", "Desk"], ["What do you use?", "Chat"],
    ]  # fmt: skip
    assert answers.loc["1", ["Desk", "Chat"]].tolist() == ["Desk", "Chat"]
    assert (answers.loc["2"] == "").all()


def test_questions_with_yes_and_no_or_a_scale_are_no_set(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"q1": [1.0, 0, None], "q2": [0.0, 1, 1], "s1": [1.0, 5, 3], "s2": [2.0, 2, 1]}
    )
    yes_no, scale = {0: "No", 1: "Yes"}, {1: "Very poor", 5: "Very good"}
    pyreadstat.write_sav(
        frame, str(tmp_path / "f.sav"),
        variable_value_labels={"q1": yes_no, "q2": yes_no, "s1": scale, "s2": scale},
    )  # fmt: skip
    assert len(_multi(tmp_path / "f.sav")[0]) == 0


def test_a_file_in_a_zip_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.write(_file(tmp_path), "survey.sav")
    found = spss.read(open_export(tmp_path / "x.zip" / "survey.sav"))
    assert found.rows_kept == 3
