"""Topline of real exports against plain pandas on their raw files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.facts.answers import QUOTES
from engagekit.loading.load import load
from engagekit.measures.topline import OTHERS
from engagekit.parsing.values import fold_word
from engagekit.readers.survey._survey_builder import plain
from engagekit.settings.schema import Settings
from tests.topline_by_question import document

pytestmark = [pytest.mark.shared, pytest.mark.usefixtures("said", "proposals_taken")]
SURVEYS = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "surveys"
CLOSED = ("single", "scale")
ANSWERED = (*CLOSED, "text", "number", "date", "net_promoter", "file")
# file, how pandas reads it, questions at least whose column bears their words
FILES: list[tuple[str, dict[str, Any], int]] = [
    ("google_forms/2019 Spanish R Community Survey Responses.csv", {}, 20),
    ("google_forms/spack-user-survey-2020-responses.csv", {}, 15),
    ("google_forms/spack-user-survey-2020-responses.xlsx", {}, 15),
    ("google_forms/TSAR_survey_responses.xlsx", {}, 40),
    ("library_domain/watzek2024_anonymizedData.csv", {}, 10),
    ("limesurvey/rse2017_can_public_data.csv", {}, 5),
    ("limesurvey/cpp-survey_results-survey.csv", {}, 10),
    ("microsoft_forms/surveyEng.xlsx", {}, 5),
    ("qualtrics/impressive_climate_qualtrics.csv", {}, 5),
    ("redcap/survey_data.csv", {}, 1),
    ("redcap/Codesofconductreview_DATA_2021-08-26_0940.csv", {}, 5),
    ("redcap/decimal-comma-and-dot_data.csv", {}, 1),
    ("surveymonkey/comma-survey.csv", {}, 5),
    ("surveymonkey/contribex-survey-2018.csv", {}, 20),
    ("surveymonkey/contribex-survey-2019.ip-redacted.csv", {}, 5),
    ("surveymonkey/StarWars.csv", {}, 5),
    ("surveymonkey/steak-risk-survey.csv", {}, 5),
]


def raw(path: Path, how: dict[str, Any]) -> pd.DataFrame:
    """Every cell as text, headers as they stand."""
    shared: dict[str, Any] = {"header": None, "dtype": str, "keep_default_na": False}
    if path.suffix == ".xlsx":
        frame = pd.read_excel(path, engine="calamine", **shared)
    else:
        data = path.read_bytes()
        code = "utf-8-sig" if _is_utf8(data) else "cp1252"
        width = max(line.count(how.get("sep", ",")) for line in data.decode(code).splitlines()) + 1
        frame = pd.read_csv(
            path, encoding=code, names=range(width), index_col=False, **{**shared, **how}
        )
        frame = frame.fillna("")
    return frame.map(lambda value: " ".join(str(value).split()))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _spelling(text: str) -> str:
    """An answer without its case and its quotes."""
    return plain(text).casefold().strip(QUOTES)


def _words(text: str) -> str:
    """The words of an answer, in any order."""
    return " ".join(sorted(fold_word(plain(text)).split()))


@pytest.mark.parametrize(("name", "how", "least"), FILES, ids=lambda value: str(value)[:60])
def test_bases_and_counts_of_a_real_survey(name: str, how: dict[str, Any], least: int) -> None:
    path = SURVEYS / name
    tables = load(path, Settings())
    made = document(tables)
    asked = [one["question_id"] for one in made["questions"]]
    assert sorted(asked) == sorted(tables.questions["question_id"].unique())  # each once
    cells = raw(path, how)
    headers: dict[str, list[int]] = {}
    for at in cells.columns:
        texts = [plain(text) for text in cells[at].iloc[:2]]
        texts += [text.partition(". ")[2] for text in texts]  # LimeSurvey: code and wording
        for word in {fold_word(text) for text in texts} - {""}:
            headers.setdefault(word, []).append(at)
    everybody = made["used"] == made["opened"]
    matched = 0
    for one in made["questions"]:
        places = headers.get(fold_word(one["wording"]), [])
        if len(places) != 1 or one["kind"] not in ANSWERED:
            continue
        is_single = one["kind"] == "single"
        word = _spelling if is_single else _words
        counts = cells[places[0]].map(word).value_counts()
        for row in one["rows"] if one["kind"] in CLOSED else []:
            n = int(counts.get(word(row["option"]), 0))
            if row["option"] == OTHERS:
                continue
            assert row["n"] <= n
            if everybody and is_single:
                assert row["n"] == n
            assert row["share"] == pytest.approx(row["n"] / one["base"])
        assert one["base"] + one["no_opinion"] == one["answered"] <= one["asked"] <= made["used"]
        if one["kind"] in CLOSED:
            assert sum(row["n"] for row in one["rows"]) == one["base"]
        matched += 1
    assert matched >= least, matched
