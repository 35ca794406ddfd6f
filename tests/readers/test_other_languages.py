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


OUTLOOK = {
    "nl": "Voornaam|Middelste naam|Achternaam|Bedrijf|Afdeling|Functie|E-mailadres",
    "it": "Nome|Secondo nome|Cognome|Società|Reparto|Posizione|Indirizzo posta elettronica",
    "pt": "Nome|Segundo Nome|Sobrenome|Empresa|Departamento|Cargo|Endereço de Email",
}


@pytest.mark.parametrize("language", OUTLOOK)
def test_outlook_contacts_in_other_languages(language: str, tmp_path: Path) -> None:
    person = ["Olive", "", "Hart", "Alder", "Tax", "Associate", "o.hart@alder.example"]
    contacts = _load(tmp_path, [OUTLOOK[language].split("|"), person], "Outlook contacts")
    assert contacts["contacts"][["display_name", "email", "department", "role_level"]].to_numpy(
    ).tolist() == [["Olive Hart", "o.hart@alder.example", "Tax", "Associate"]]  # fmt: skip


CALENDARS = {
    "fr": "Objet|Début|Début|Fin|Fin|Journée entière",
    "fr, mixed": "Objet|Début|Heure de début|Fin|Heure de fin|Journée entière",
    "nl": "Onderwerp|Begindatum|Begintijd|Einddatum|Eindtijd|Gebeurtenis, duurt hele dag",
    "it": "Oggetto|Data inizio|Ora inizio|Data fine|Ora fine|Giornata intera",
}


@pytest.mark.parametrize("language", CALENDARS)
def test_outlook_calendars_in_other_languages(language: str, tmp_path: Path) -> None:
    row = ["Floor walk", "15/01/2026", "13:00:00", "15/01/2026", "14:30:00", "Faux"]
    events = _load(tmp_path, [CALENDARS[language].split("|"), row], "Outlook calendar")["events"]
    assert [str(events[name].iloc[0])[:16] for name in ("started_at", "ended_at")] == [
        "2026-01-15 13:00", "2026-01-15 14:30"]  # fmt: skip


@pytest.mark.parametrize(("join", "leave"), [
    ("Hora para unirse", "Hora de salida"), ("Beitrittszeit", "Zeitpunkt des Verlassens"),
    ("Deelnametijd", "Tijd van verlaten"),
])  # fmt: skip
def test_zoom_finds_both_moments_though_a_header_word_is_new(
    join: str, leave: str, tmp_path: Path
) -> None:
    rows = [
        ["Name (Original Name)", "User Email", join, leave, "Duration (Minutes)", "Guest"],
        ["Jo May", "jo@x.example", "15/01/2026 13:00:00", "15/01/2026 13:50:00", "50", "No"],
    ]
    attendance = _load(tmp_path, rows, "Zoom")["attendance"]
    assert [str(attendance[name].iloc[0])[11:16] for name in ("first_join_at", "last_leave_at")
            ] == ["13:00", "13:50"]  # fmt: skip


def test_eventbrite_in_dutch_and_german_words(tmp_path: Path) -> None:
    header = [
        "Bestelnr.",
        "Besteldatum",
        "Voornaam",
        "Achternaam",
        "E-mailadres",
        "Status deelnemer",
    ]
    rows = [[str(n), "2026-01-02", "Jo", "May", f"{n}@x.example", status] for n, status in
            enumerate(("Ingecheckt", "Neemt deel", "Teilnahme", "Geannuleerd"))]  # fmt: skip
    attendance = _load(tmp_path, [header, *rows], "Eventbrite")["attendance"]
    assert attendance["status"].tolist() == ["attended", "registered", "registered", "cancelled"]


def test_mailchimp_in_french_keeps_the_family_name(tmp_path: Path) -> None:
    rows = [["Adresse e-mail", "Prénom", "Nom", "MEMBER_RATING", "OPTIN_TIME", "LEID", "EUID"],
            ["o@alder.example", "Olive", "Hart", "2", "", "1", "ab"]]  # fmt: skip
    contacts = _load(tmp_path, rows, "Mailchimp", "subscribed_1.csv")["contacts"]
    assert contacts["display_name"].tolist() == ["Olive Hart"]


def test_civicrm_under_its_older_number(tmp_path: Path) -> None:
    rows = [["Internal Contact ID", "Contact Type", "Display Name", "Email"],
            ["7", "Individual", "Olive Hart", "o@alder.example"]]  # fmt: skip
    assert _load(tmp_path, rows, "CiviCRM")["contacts"]["contact_id"].tolist() == ["7"]
