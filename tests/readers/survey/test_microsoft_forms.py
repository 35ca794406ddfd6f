"""Microsoft Forms: lists and rankings in one cell, anonymous forms, shapes of headers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from engagekit.files.source_file import open_export
from tests.readers.survey.sheets import export_of, kinds, microsoft_forms, read_by, wide

OWN = ["ID", "Start time", "Completion time", "Email", "Name"]


def _row(number: int, *answers: str, email: str = "anonymous") -> list[str]:
    day = f"2026-02-{number:02d}"
    return [str(number), f"{day} 09:00:00", f"{day} 09:05:00", email, "", *answers]


def test_a_list_has_a_row_an_option_ticked_or_not(tmp_path: Path) -> None:
    found = read_by(
        microsoft_forms,
        tmp_path,
        [[*OWN, "What do you use?"], _row(1, "Desk;Chat;"), _row(2, "Chat;"), _row(3, "")],
    )
    assert wide(found, "what-do-you-use").loc[:, ["Desk", "Chat"]].to_numpy().tolist() == [
        ["Desk", "Chat"],
        ["", "Chat"],
        ["", ""],
    ]


def test_an_anonymous_form_is_not_one_person_who_answers_often(tmp_path: Path) -> None:
    found = read_by(microsoft_forms, tmp_path, [[*OWN, "Happy?"], _row(1, "Yes"), _row(2, "No")])
    assert found.tables["respondents"]["respondent_id"].tolist() == ["1", "2"]
    assert found.tables["surveys"]["anonymous"].tolist() == ["true"]


def test_addresses_are_dropped_and_said(tmp_path: Path) -> None:
    found = read_by(
        microsoft_forms, tmp_path, [[*OWN, "Happy?"], _row(1, "Yes", email="ann@example.org")]
    )
    assert ("Email", "personal data") in found.dropped_columns
    assert "ann@example.org" not in "".join(t.to_csv() for t in found.tables.values())


def test_none_and_n_a_stay_answers(tmp_path: Path) -> None:
    found = read_by(
        microsoft_forms,
        tmp_path,
        [[*OWN, "Anything else?"], _row(1, "None"), _row(2, "n/a"), _row(3, "NA")],
    )
    assert found.tables["responses"]["value"].tolist() == ["None", "n/a", "NA"]


def test_statements_that_end_in_a_digit_stay_apart(tmp_path: Path) -> None:
    found = read_by(
        microsoft_forms,
        tmp_path,
        [
            [*OWN, "Staff are kind", "Staff are kind2"],
            _row(1, "Agree", "Disagree"),
            _row(2, "Agree", "Neutral"),
        ],
    )
    assert list(kinds(found)) == ["staff-are-kind", "staff-are-kind2"]


def test_points_and_feedback_of_a_quiz_are_no_questions(tmp_path: Path) -> None:
    found = read_by(
        microsoft_forms,
        tmp_path,
        [[*OWN, "Total points", "Q", "Points - Q", "Feedback - Q"], _row(1, "3", "Yes", "3", "")],
    )
    assert list(kinds(found)) == ["q"]


def test_an_event_list_with_an_id_is_no_form(tmp_path: Path) -> None:
    rows = [
        ["ID", "Start", "End", "Title", "Room", "Who"],
        ["1", "2026-02-01 09:00", "2026-02-01 10:00", "Talk", "A", "Ann"],
    ]
    assert microsoft_forms.recognise(export_of(tmp_path, rows)) is None


@pytest.mark.parametrize(
    "header",
    [
        ["Identyfikator", "Godzina rozpoczęcia", "Godzina ukończenia", "Adres e-mail", "Nazwa"],
        ["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
        ["ID", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
    ],
)
def test_forms_in_other_languages_are_known_by_their_first_columns(
    tmp_path: Path, header: list[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append([*header, "Dział?"])
    at = dt.datetime(2026, 2, 3, 9, 14, 5)
    for number, answer in enumerate(("Tax", "Legal"), start=1):
        book.active.append([number, at, at, "anonymous", None, answer])
    book.save(tmp_path / "form.xlsx")
    export = open_export(tmp_path / "form.xlsx")
    seen = microsoft_forms.recognise(export)
    assert seen is not None and seen.certain
    assert microsoft_forms.read(export).rows_kept == 2
