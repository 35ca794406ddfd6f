"""Google Forms: two dialects, lists whose choices hold commas, grids."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.readers.survey import google_forms
from tests.readers.survey.sheets import export_of, kinds, read_by, wide


def _rows(header: str, *answers: str) -> list[list[str]]:
    return [
        ["Timestamp", header],
        *[[f"2/{day}/2026 18:23:58", text] for day, text in enumerate(answers, start=13)],
    ]


def test_a_choice_with_a_comma_is_not_cut(tmp_path: Path) -> None:
    found = read_by(
        google_forms,
        tmp_path,
        _rows(
            "Degrees?",
            "Master (MA, MS), Doctor",
            "Doctor",
            "Master (MA, MS)",
            "Doctor, Diploma",
            "Diploma",
        ),
    )
    assert list(wide(found, "degrees").columns) == ["Diploma", "Doctor", "Master (MA, MS)"]


def test_parts_that_never_stand_apart_are_one_choice(tmp_path: Path) -> None:
    found = read_by(
        google_forms,
        tmp_path,
        _rows(
            "How often?", "Rarely, it is not my job", "Never", "Rarely, it is not my job", "Never"
        ),
    )
    assert kinds(found) == {"how-often": "single"}


def test_free_text_with_commas_is_no_list(tmp_path: Path) -> None:
    texts = [f"Well, thing {n}, and so on, maybe {n}" for n in range(12)]
    found = read_by(google_forms, tmp_path, _rows("What else?", *texts, "N/A", "N/A"))
    assert kinds(found) == {"what-else": "text"}


def test_an_open_answer_in_a_list_goes_to_its_text_question(tmp_path: Path) -> None:
    lists = ["Desk, Chat"] * 4 + ["Desk"] * 3 + ["Chat"] * 3 + ["Desk, by pigeon"]
    found = read_by(google_forms, tmp_path, _rows("Channels?", *lists))
    assert wide(found, "channels").iloc[-1].to_dict() == {
        "Chat": "",
        "Desk": "Desk",
        "Other": "Other",
    } or wide(found, "channels").loc["row 12"].to_dict() == {
        "Chat": "",
        "Desk": "Desk",
        "Other": "Other",
    }
    texts = wide(found, "channels_text")[""]
    assert texts[texts != ""].to_dict() == {"row 12": "by pigeon"}


def test_semicolons_are_split_in_the_forms_own_download(tmp_path: Path) -> None:
    rows = [
        ["Timestamp", "Channels?"],
        *[
            ["2026/02/16 6:23:58 PM GMT-5", text]
            for text in ("Desk, floor 1;Chat", "Chat", "Desk, floor 1", "Chat")
        ],
    ]
    assert list(wide(read_by(google_forms, tmp_path, rows), "channels").columns) == [
        "Chat",
        "Desk, floor 1",
    ]


def test_rows_of_a_grid_share_their_question(tmp_path: Path) -> None:
    rows = [
        ["Timestamp", "Rate [Staff]", "Rate [Rooms]", "Rate [Staff]"],
        ["2/16/2026 18:23:58", "Good", "Poor", "Fair"],
    ]
    questions = read_by(google_forms, tmp_path, rows).tables["questions"]
    assert questions["item_of"].tolist() == ["Rate", "Rate", ""]
    assert questions["wording"].tolist()[:2] == ["Staff", "Rooms"]


def test_the_same_header_twice_is_two_questions(tmp_path: Path) -> None:
    rows = [["Timestamp", "Why?", "Why?"], ["2/16/2026 18:23:58", "a", "b"]]
    assert list(kinds(read_by(google_forms, tmp_path, rows))) == ["why", "why-2"]


def test_bare_points_have_no_direction(tmp_path: Path) -> None:
    found = read_by(google_forms, tmp_path, _rows("Rate us on a scale of 1 to 5", "5", "4", "1"))
    assert kinds(found) == {"rate-us-on-a-scale-of-1-to-5": "scale"}
    assert found.tables["responses"]["score"].isna().all()


def test_points_whose_ends_the_question_names_are_scored(tmp_path: Path) -> None:
    found = read_by(
        google_forms, tmp_path, _rows("Rate us (1 = excellent, 5 = very poor)", "5", "4", "1")
    )
    assert found.tables["responses"]["score"].tolist() == [1.0, 2.0, 5.0]


def test_a_cleaned_file_is_only_probably_google_forms(tmp_path: Path) -> None:
    rows = [["timestamp", "happy"], ["1/30/24 10:52", "Yes"]]
    seen = google_forms.recognise(export_of(tmp_path, rows))
    assert seen is not None
    assert not seen.certain


@pytest.mark.parametrize("first", ["timestamp", "Time", "Date"])
def test_a_log_whose_first_cells_are_no_dates_is_not_taken(first: str, tmp_path: Path) -> None:
    rows = [[first, "event"], ["1700000000", "login"], ["1700000001", "logout"]]
    assert google_forms.recognise(export_of(tmp_path, rows)) is None


def test_moments_as_machines_write_them_are_not_taken_for_sure(tmp_path: Path) -> None:
    rows = [["Timestamp", "Happy"], ["2026-02-16 18:23:58.123", "Yes"]]
    seen = google_forms.recognise(export_of(tmp_path, rows))
    assert seen is not None
    assert not seen.certain
    rows[1][0] = "2026-02-16T18:23:58Z"
    assert google_forms.recognise(export_of(tmp_path, rows)) is None


@pytest.mark.parametrize("others", ["Level,Message", "temperature,humidity", "event,user id,note"])
def test_what_a_machine_writes_down_is_no_form(others: str, tmp_path: Path) -> None:
    header = ["Timestamp", *others.split(",")]
    row = ["2/16/2026 18:23:58", *("7" for _ in header[1:])]
    assert google_forms.recognise(export_of(tmp_path, [header, row])) is None


def test_points_and_feedback_of_a_quiz_are_no_answers(tmp_path: Path) -> None:
    rows = [["Timestamp", "Total score", "Opening hours?", "Opening hours? [Score]",
             "Opening hours? [Feedback]"],
            ["2026/01/13 2:05:09 PM GMT+1", "1.00 / 2", "Nine", "1.00 / 1", "well done"],
            ["2026/01/14 2:05:09 PM GMT+1", "0.00 / 2", "Ten", "0.00 / 1", ""]]  # fmt: skip
    assert list(kinds(read_by(google_forms, tmp_path, rows))) == ["opening-hours"]


@pytest.mark.parametrize(
    "header",
    [
        ["Timestamp", "Employee", "Project", "Hours", "Notes"],
        ["Timestamp", "Staff member", "Task", "Start time", "End time", "What was done?"],
        ["Zeitstempel", "Mitarbeiter", "Projekt", "Stunden"],
        ["Timestamp", "Librarian", "Patron type", "Question type", "Minutes"],
        ["Timestamp", "Requester", "Channel", "Topic", "Minutes", "Handled by", "Practice"],
        ["Horodateur", "Demandeur", "Canal", "Sujet", "Durée"],
    ],
)
def test_what_staff_write_down_of_their_work_is_no_survey(
    tmp_path: Path, header: list[str]
) -> None:
    rows = [[f"1/{day}/2026 9:00:0{day}", *["x"] * (len(header) - 1)] for day in (2, 3, 4)]
    assert google_forms.recognise(export_of(tmp_path, [header, *rows])) is None


@pytest.mark.parametrize(
    "header",
    [
        ["Timestamp", "Department", "How satisfied are you with us?"],
        ["Timestamp", "Department", "Location", "How satisfied are you?", "Any comments?"],
        ["Timestamp", "Happy with us", "Comments"],
        ["Horodateur", "Service", "Quelle est votre satisfaction ?"],
        ["Timestamp", "Rate the desk"],
        ["Timestamp", "Services [Desk]", "Services [Chat]"],
    ],
)
def test_a_form_that_asks_something_is_a_survey(tmp_path: Path, header: list[str]) -> None:
    rows = [[f"1/{day}/2026 9:00:0{day}", *["x"] * (len(header) - 1)] for day in (2, 3, 4)]
    assert google_forms.recognise(export_of(tmp_path, [header, *rows])) is not None


def test_short_names_of_questions_are_known_by_the_words_of_a_scale(tmp_path: Path) -> None:
    rows = [["timestamp", "needsPrinters"], *[["1/2/26 10:52", word] for word in
            ("Very useful", "Not at all useful", "Somewhat useful")]]  # fmt: skip
    assert google_forms.recognise(export_of(tmp_path, rows)) is not None


def test_ok_and_good_in_an_open_question_are_text_and_in_a_rating_are_scores(
    tmp_path: Path,
) -> None:
    words = ["ok", "good", "ok", "ok", "good", "ok", "ok", "ok", "good", "ok"]
    header = ["Timestamp", "Anything else?", "Last visit", "What did you read?"]
    rows = [[f"1/{day}/2026 9:00:00", word, word, f"no {day}"]
            for day, word in enumerate(words, start=1)]  # fmt: skip
    asked = read_by(google_forms, tmp_path, [header, *rows]).tables["questions"]
    assert asked["kind"].tolist() == ["text", "text", "text"]
    header[3] = "How would you rate the desk?"
    rows = [[*row[:3], word] for row, word in zip(rows, words, strict=True)]
    asked = read_by(google_forms, tmp_path, [header, *rows]).tables["questions"]
    assert asked["kind"].tolist() == ["text", "scale", "scale"]


def _placed(*orders: str, word: str = "{}", stem: str = "Rank these") -> list[list[str]]:
    """A grid of three rows, in which each person gives a place to each."""
    head = ["Timestamp", *[f"{stem} [{name}]" for name in ("Cost", "Speed", "Risk")]]
    rows = [
        [f"2/{day}/2026 18:23:58", *[word.format(place) for place in order]]
        for day, order in enumerate(orders, start=1)
    ]
    return [head, *rows]


@pytest.mark.parametrize("word", ["{}", "{}. ", "{}th choice", "{}e choix"])
def test_a_grid_of_places_is_one_ranking(tmp_path: Path, word: str) -> None:
    found = read_by(google_forms, tmp_path, _placed("123", "321", "213", "231", "132", word=word))
    assert list(kinds(found).values()) == ["rank"]
    (question,) = kinds(found)
    table = wide(found, question)
    assert table.loc[:, ["Cost", "Speed", "Risk"]].iloc[1].tolist() == ["3", "2", "1"]


def test_a_grid_in_which_a_place_stands_twice_is_no_ranking(tmp_path: Path) -> None:
    orders = ("113", "321", "213", "231", "133")
    found = read_by(google_forms, tmp_path, _placed(*orders, stem="Rate these"))
    assert "rank" not in kinds(found).values()


@pytest.mark.parametrize(("orders", "kind"), [(4, False), (5, True)])
def test_who_does_not_ask_for_an_order_needs_five_whole_rows(
    tmp_path: Path, orders: int, kind: bool
) -> None:
    rows = _placed(*("123", "321", "213", "231", "132")[:orders], stem="What about these?")
    assert ("rank" in kinds(read_by(google_forms, tmp_path, rows)).values()) == kind
