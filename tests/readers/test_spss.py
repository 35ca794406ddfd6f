"""SPSS files: value labels, values marked as missing, and the package they need."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from engagekit.errors import ExportError
from engagekit.exports import open_export
from engagekit.readers import recognise, spss


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
    with pytest.raises(ExportError, match=r"pip install engagekit\[spss\]"):
        spss.read(export)
