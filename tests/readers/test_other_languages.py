"""Exports of interfaces in Dutch, Portuguese, Italian and others: nothing is lost or made up."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.load import Loaded, read_file
from engagekit.settings.schema import Settings

pytestmark = pytest.mark.usefixtures("said", "proposals_taken")


def _load(
    folder: Path, rows: list[list[str]], tool: str, name: str = "export.csv", mark: str = ","
) -> dict[str, pd.DataFrame]:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(rows)
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    made: Loaded = read_file(folder / name, name, Settings())
    assert (made.error, made.tool) == (None, tool)
    return dict(made.frames or {})


LIME = {
    "nl": "Antwoord ID|Datum indienen|Laatste pagina|Begin taal|Seed|Datum gestart"
          "|Datum laatste actie",
    "pt": "ID da resposta|Data de envio|Última página|Língua inicial|Semente|Data de início"
          "|Data da última ação",
    "it": "ID risposta|Data invio|Ultima pagina|Lingua iniziale|Seme|Data di inizio"
          "|Data ultima azione",
    "fr": "ID de la réponse|Date de soumission|Dernière page|Langue de départ|Tête de série"
          "|Date de lancement|Date de la dernière action",
}  # fmt: skip


@pytest.mark.parametrize("language", LIME)
def test_limesurvey_in_other_languages(language: str, tmp_path: Path) -> None:
    rows = [[*LIME[language].split("|"), "How good is the desk?"]]
    for number, day in ((1, "2026-03-02 10:00:00"), (2, "")):
        rows.append([str(number), day, "2", language, "99", "2026-03-02 09:50:00",
                     "2026-03-02 10:00:00", "Good"])  # fmt: skip
    frames = _load(tmp_path, rows, "LimeSurvey")
    assert frames["questions"]["wording"].tolist() == ["How good is the desk?"]
    assert frames["respondents"]["status"].tolist() == ["complete", "partial"]


def test_times_that_limesurvey_took_down_are_no_answers(tmp_path: Path) -> None:
    rows = [["id", "submitdate", "lastpage", "startlanguage", "Q1", "interviewtime", "groupTime1",
             "Q1Time"], ["1", "2026-03-02 10:00:00", "2", "en", "A1", "50.1", "20", "5"]]  # fmt: skip
    assert _load(tmp_path, rows, "LimeSurvey")["questions"]["question_id"].tolist() == ["Q1"]


@pytest.mark.parametrize(("first", "moment"), [
    ("Tidstämpel", "2026-03-02 10:00:00"), ("タイムスタンプ", "2026/03/02 10:00:00"),
])  # fmt: skip
def test_google_forms_in_other_languages(first: str, moment: str, tmp_path: Path) -> None:
    rows = [[first, "How good is the desk?"], [moment, "Good"], [moment, "Poor"]]
    assert len(_load(tmp_path, rows, "Google Forms")["responses"]) == 2
