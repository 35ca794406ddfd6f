"""The same survey exported in several languages of the tool's interface: the same answers."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.load import read_file
from engagekit.settings.schema import Settings

pytestmark = pytest.mark.usefixtures("proposals_taken")

QUESTIONS = ["How satisfied are you?", "What do you use?", "Hours saved"]
GIVEN = [
    ["Very satisfied", "Desk;Chat;", "3"],
    ["Somewhat dissatisfied", "Desk;", "11"],
    ["", "", "12"],
]

MS_FORMS = {
    "en": (["ID", "Start time", "Completion time", "Email", "Name"], "anonymous"),
    "fr": (["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"], "anonyme"),
    "de": (["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"], "anonym"),
    "es": (["Id.", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
           "anónimo"),
}  # fmt: skip
GOOGLE = {"en": "Timestamp", "fr": "Horodateur", "de": "Zeitstempel", "es": "Marca temporal"}
QUALTRICS = {
    "en": ["Response ID", "Start Date", "Response Type", "Finished"],
    "fr": ["ID de réponse", "Date de début", "Type de réponse", "Terminé"],
    "de": ["Antwort-ID", "Anfangsdatum", "Antworttyp", "Beendet"],
    "es": ["ID de respuesta", "Fecha de inicio", "Tipo de respuesta", "Finalizado"],
}
MONKEY = {
    "en": ["Response", "Open-Ended Response"],
    "fr": ["Réponse", "Réponse ouverte"],
    "de": ["Antwort", "Offene Antwort"],
    "es": ["Respuesta", "Respuesta abierta"],
}


def _microsoft(language: str) -> list[list[str]]:
    header, nobody = MS_FORMS[language]
    own = [[str(n), f"2026-01-0{n} 10:00:00", f"2026-01-0{n} 10:05:00", nobody, ""]
           for n in (1, 2, 3)]  # fmt: skip
    return [[*header, *QUESTIONS], *[[*a, *b] for a, b in zip(own, GIVEN, strict=True)]]


def _google(language: str) -> list[list[str]]:
    rows = [[f"2026/01/{n:02d} 10:00:00 AM GMT-5", *given] for n, given in enumerate(GIVEN, 1)]
    return [[GOOGLE[language], *QUESTIONS], *rows]


def _qualtrics(language: str) -> list[list[str]]:
    ids = ["_recordId", "startDate", "status", "finished", "QID1", "QID2", "QID3_TEXT"]
    rows = [[f"R_{n}", f"2026-01-0{n} 10:00:00", "0", "1", *given]
            for n, given in enumerate(GIVEN, 1)]  # fmt: skip
    return [
        ["ResponseId", "StartDate", "Status", "Finished", "Q1", "Q2", "Q3"],
        [*QUALTRICS[language], *QUESTIONS],
        [f'{{"ImportId":"{name}"}}' for name in ids],
        *rows,
    ]


def _monkey(language: str) -> list[list[str]]:
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
           "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    one, written = MONKEY[language]
    rows = [[str(11_300_000_000 + n), "401", f"01/0{n}/2026 10:00:00 AM",
             f"01/0{n}/2026 10:05:00 AM", "", "", "", "", "", *given]
            for n, given in enumerate(GIVEN, 1)]  # fmt: skip
    return [[*own, *QUESTIONS], ["", "", "", "", "", "", "", "", "", one, written, written], *rows]


TOOLS = {
    "Microsoft Forms": _microsoft,
    "Google Forms": _google,
    "Qualtrics": _qualtrics,
    "SurveyMonkey": _monkey,
}


def _answers(place: Path, tool: str, language: str) -> dict[str, pd.DataFrame]:
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(TOOLS[tool](language))
    made = read_file(place, "Survey.csv", Settings())
    assert (made.error, made.tool) == (None, tool)
    return made.frames or {}


@pytest.mark.parametrize("language", ["fr", "de", "es"])
@pytest.mark.parametrize("tool", TOOLS)
def test_the_language_of_the_interface_changes_no_answer(
    tool: str, language: str, tmp_path: Path
) -> None:
    before = _answers(tmp_path / "Survey.csv", tool, "en")
    after = _answers(tmp_path / "Survey.csv", tool, language)
    assert len(before["responses"]) >= 9
    for name in ("surveys", "respondents", "questions", "responses"):
        pd.testing.assert_frame_equal(before[name], after[name])


def test_an_anonymous_form_is_not_one_person_who_answers_three_times(tmp_path: Path) -> None:
    for language in MS_FORMS:
        frames = _answers(tmp_path / "Survey.csv", "Microsoft Forms", language)
        assert frames["respondents"]["respondent_id"].nunique() == 3
        assert frames["surveys"]["anonymous"].tolist() == [True]
        assert frames["respondents"]["contact_id"].isna().all()
