"""Exports that somebody changed by hand: read right, or refused in words, never half read."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.load import Loaded, read_file
from engagekit.settings.schema import Settings
from tests.reading import tools_of, written

pytestmark = [pytest.mark.usefixtures("proposals_taken"), pytest.mark.slow]

Rows = list[list[str]]
FOLDER = Path(__file__).parents[1] / "exports"
TEXTS = [
    str(path.relative_to(FOLDER))
    for path in sorted(FOLDER.glob("*/*.csv"))
    if ".expected." not in path.name and path.name != "dictionary.csv"
]
GOOGLE_FORMS = "google_forms/own-download.csv"
RECORDS = "redcap/Library_DATA_2026-01-26_0940.csv"


def _cells(file: str) -> Rows:
    return [list(row) for row in open_export(FOLDER / file).sheet.cells.to_numpy().tolist()]


def _read(place: Path, file: str, rows: Rows, start: str = "", end: str = "") -> Loaded:
    with (place / Path(file).name).open("w", encoding="utf-8", newline="") as stream:
        stream.write(start)
        csv.writer(stream).writerows(rows)
        stream.write(end)
    made = read_file(place / Path(file).name, Path(file).name, Settings())
    assert made.rows_read == made.rows_kept + sum(part.rows for part in made.set_aside)
    return made


@cache
def _before(file: str) -> Loaded:
    """An export as its cells are, alone in its folder: once for all tests of it."""
    with TemporaryDirectory() as folder:
        return _read(Path(folder), file, _cells(file))


def _aside(made: Loaded) -> dict[str, int]:
    return {part.reason: part.rows for part in made.set_aside}


# ---- surveys ---------------------------------------------------------------------------------


def below_titles(rows: Rows) -> Rows:
    titles = ("Staff survey 2026", "Printed for the committee", "")
    return [*([title, *[""] * (len(rows[0]) - 1)] for title in titles), *rows]


def above_a_total_and_a_footer(rows: Rows) -> Rows:
    width = len(rows[0]) - 1
    below = ("", "Exported by the library", "Page 1 of 1")
    total = ["Total", *[str(len(rows))] * width]
    return [*rows, total, *([text, *[""] * width] for text in below)]


SURVEYS = [
    "limesurvey/codes.csv",
    "microsoft_forms/sondage.csv",
    "qualtrics/insights.csv",
    "redcap/Library_DATA_LABELS_2026-01-26_0941.csv",
    "surveymonkey/Library survey.csv",
]


def _answers(made: Loaded) -> list[list[str]]:
    assert made.error is None
    frame = (made.frames or {})["responses"]
    return frame[["question_id", "option", "value", "score"]].astype("str").to_numpy().tolist()


@pytest.mark.parametrize("file", [GOOGLE_FORMS, *SURVEYS])
def test_a_survey_below_title_rows_gives_the_same_answers(file: str, tmp_path: Path) -> None:
    before, after = _before(file), _read(tmp_path, file, below_titles(_cells(file)))
    assert (after.tool, after.rows_kept) == (before.tool, before.rows_kept)
    assert _answers(after) == _answers(before)
    places = []
    for made in (before, after):
        assert made.seen is not None
        places.append((made.seen.header_row, (made.frames or {})["responses"].index.min()))
    assert places[1] == (places[0][0] + 3, places[0][1] + 3)


@pytest.mark.parametrize("file", [GOOGLE_FORMS, *SURVEYS])
def test_the_separator_line_of_a_spreadsheet_is_no_header(file: str, tmp_path: Path) -> None:
    after = _read(tmp_path, file, _cells(file), "sep=,\n")
    assert _answers(after) == _answers(_before(file))


@pytest.mark.parametrize("file", SURVEYS)  # of four rows and three odd ones nobody can tell
def test_totals_and_a_footer_are_nobody_s_answers(file: str, tmp_path: Path) -> None:
    after = _read(tmp_path, file, above_a_total_and_a_footer(_cells(file)))
    assert _answers(after) == _answers(_before(file))
    assert _aside(after)["totals row"] == 1
    assert _aside(after)["footer of the report"] == 2


def test_an_answer_of_one_cell_at_the_end_is_kept(tmp_path: Path) -> None:
    rows = _cells(GOOGLE_FORMS)
    last = [rows[-1][0], *[""] * (len(rows[0]) - 1)]
    after = _read(tmp_path, GOOGLE_FORMS, [*rows, last])
    assert after.rows_kept == _before(GOOGLE_FORMS).rows_kept + 1


def test_records_without_their_number_are_refused(tmp_path: Path) -> None:
    gone = _read(tmp_path, RECORDS, [row[1:] for row in _cells(RECORDS)])
    assert gone.error is not None
    assert "no record id" in gone.error or "no export that we know" in gone.error


# ---- any export ------------------------------------------------------------------------------


@pytest.mark.parametrize("file", TEXTS)
def test_a_header_alone_is_read_as_nothing_or_refused(file: str, tmp_path: Path) -> None:
    rows = _cells(file)
    wide = max(range(min(12, len(rows))), key=lambda at: sum(map(bool, rows[at])))
    made = _read(tmp_path, file, rows[: wide + 1])
    assert made.error is None or "internal fault" not in made.error
    assert made.rows_kept <= 1


@pytest.mark.parametrize("file", TEXTS)
def test_the_last_sign_of_an_old_system_is_no_row(file: str, tmp_path: Path) -> None:
    before = _before(file)
    after = _read(tmp_path, file, _cells(file), end="\x1a")
    assert (after.rows_read, after.rows_kept) == (before.rows_read, before.rows_kept)


def first_column_last(rows: Rows) -> Rows:
    return [[*row[1:], row[0]] for row in rows]


def empty_column_first(rows: Rows) -> Rows:
    return [["", *row] for row in rows]


def blank_row_below_the_header(rows: Rows) -> Rows:
    at = next(at for at, row in enumerate(rows) if row[0] == "Attended") + 1
    return [*rows[:at], [""] * len(rows[0]), *rows[at:]]


def blank_row_among_people(rows: Rows) -> Rows:
    at = next(at for at, row in enumerate(rows) if row[0] == "Attended") + 3
    return [*rows[:at], [""] * len(rows[0]), *rows[at:]]


def column_of_notes(rows: Rows) -> Rows:
    wide = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 5)
    return [[*row, "" if at < wide else "x"] for at, row in enumerate(rows)]


def total_at_the_end(rows: Rows) -> Rows:
    while not any(rows[-1]):
        rows.pop()
    return [*rows, ["Total", "", "", "134", *[""] * (len(rows[0]) - 4)]]


def summary_of_other_years(rows: Rows) -> Rows:
    """The day above the people, years before they came."""
    day = next(row for row in rows if row[0] in ("Startzeit", "Clinic"))
    day[:] = [
        cell.replace("03.02.26", "26.02.13").replace("02/03/2026", "02/26/2013") for cell in day
    ]
    return rows


@pytest.mark.parametrize(
    ("file", "change", "looked_at"),
    [
        ("zoom/webinar-two-days.csv", blank_row_below_the_header, "attendance"),
        ("zoom/webinar-two-days.csv", blank_row_among_people, "attendance"),
        ("zoom/participants-2025.csv", total_at_the_end, "attendance"),
        ("zoom/participants-2025.csv", summary_of_other_years, "events"),
        ("teams/Besprechung.csv", summary_of_other_years, "events"),
        ("teams/sections-fr.csv", column_of_notes, "attendance"),
        ("teams/sections-engagement-en-us.csv", column_of_notes, "attendance"),
        ("webex/meetings.csv", empty_column_first, "attendance events"),
        ("entra/export-users.csv", empty_column_first, "contacts"),
        ("salesforce/report.csv", total_at_the_end, "contacts"),
        (RECORDS, first_column_last, "respondents"),
    ],
)
def test_a_change_by_hand_changes_no_table(
    file: str, change: Callable[[Rows], Rows], looked_at: str, tmp_path: Path
) -> None:
    before, after = _before(file), _read(tmp_path, file, change(_cells(file)))
    for table in looked_at.split():
        frames = [(made.frames or {})[table] for made in (before, after)]
        assert len(frames[0]) and frames[0].to_csv(index=False) == frames[1].to_csv(index=False)
    if change is total_at_the_end:
        assert (after.rows_read, after.rows_kept) == (before.rows_read + 1, before.rows_kept)


@pytest.mark.parametrize("file", ["teams/Besprechung.csv", "zoom/participants-2025.csv"])
def test_an_empty_column_in_front_makes_a_report_unknown(file: str, tmp_path: Path) -> None:
    assert _read(tmp_path, file, empty_column_first(_cells(file))).tool is None
    assert tools_of(open_export(tmp_path / Path(file).name)) == []


def test_no_reader_stumbles_over_a_second_row_without_words(tmp_path: Path) -> None:
    assert tools_of(written(tmp_path, "Name,A\n,\ufeff\nx,1\n")) == []
