"""Exports that somebody changed by hand: read right, or refused in words, never half read."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.load import Loaded, read_file
from engagekit.loading.recognise import recognise
from engagekit.settings.schema import Settings
from tests.reading import tools_of

pytestmark = [pytest.mark.usefixtures("proposals_taken"), pytest.mark.slow]

FOLDER = Path(__file__).parents[1] / "exports"
SURVEYS = [
    "google_forms/own-download.csv",
    "limesurvey/codes.csv",
    "microsoft_forms/sondage.csv",
    "qualtrics/insights.csv",
    "redcap/Library_DATA_LABELS_2026-01-26_0941.csv",
    "surveymonkey/Library survey.csv",
]
TEXTS = [
    str(path.relative_to(FOLDER))
    for path in sorted(FOLDER.glob("*/*.csv"))
    if ".expected." not in path.name and path.name != "dictionary.csv"
]


def _cells(file: str) -> list[list[str]]:
    from engagekit.files.source_file import open_export

    return [list(row) for row in open_export(FOLDER / file).sheet.cells.to_numpy().tolist()]


def _read(place: Path, file: str, rows: list[list[str]], start: str = "", end: str = "") -> Loaded:
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


def _answers(made: Loaded) -> list[list[str]]:
    assert made.error is None
    frame = (made.frames or {})["responses"]
    return frame[["question_id", "option", "value", "score"]].astype("str").to_numpy().tolist()


@pytest.mark.parametrize("file", SURVEYS)
def test_a_survey_below_title_rows_gives_the_same_answers(file: str, tmp_path: Path) -> None:
    rows = _cells(file)
    before = _before(file)
    blank = [""] * len(rows[0])
    above = [["Staff survey 2026", *blank[1:]], ["Printed for the committee", *blank[1:]], blank]
    after = _read(tmp_path, file, [*above, *rows])
    assert (after.tool, after.rows_kept) == (before.tool, before.rows_kept)
    assert _answers(after) == _answers(before)
    assert after.seen is not None
    assert before.seen is not None
    assert after.seen.header_row == before.seen.header_row + 3
    first = (after.frames or {})["responses"].index.min()
    assert first == (before.frames or {})["responses"].index.min() + 3


@pytest.mark.parametrize("file", SURVEYS)
def test_the_separator_line_of_a_spreadsheet_is_no_header(file: str, tmp_path: Path) -> None:
    rows = _cells(file)
    after = _read(tmp_path, file, rows, "sep=,\n")
    assert _answers(after) == _answers(_before(file))


@pytest.mark.parametrize("file", SURVEYS[1:])  # of four rows and three odd ones nobody can tell
def test_totals_and_a_footer_are_nobody_s_answers(file: str, tmp_path: Path) -> None:
    rows = _cells(file)
    width = len(rows[0])
    blank = [""] * width
    total = ["Total", *[str(len(rows))] * (width - 1)]
    footer = [["Exported by the library", *blank[1:]], ["Page 1 of 1", *blank[1:]]]
    before = _before(file)
    after = _read(tmp_path, file, [*rows, total, blank, *footer])
    assert _answers(after) == _answers(before)
    told = {part.reason: part.rows for part in after.set_aside}
    assert (told["totals row"], told["footer of the report"]) == (1, 2)


def test_an_answer_of_one_cell_at_the_end_is_kept(tmp_path: Path) -> None:
    rows = _cells("google_forms/own-download.csv")
    last = [rows[-1][0], *[""] * (len(rows[0]) - 1)]
    before = _read(tmp_path, "own-download.csv", rows)
    after = _read(tmp_path, "own-download.csv", [*rows, last])
    assert after.rows_kept == before.rows_kept + 1


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


def test_a_blank_row_inside_a_webinar_table_ends_nothing(tmp_path: Path) -> None:
    file = "zoom/webinar-two-days.csv"
    rows = _cells(file)
    before = _before(file)
    header = next(at for at, row in enumerate(rows) if row[0] == "Attended")
    for at in (header + 1, header + 3):
        after = _read(tmp_path, file, [*rows[:at], [""] * len(rows[0]), *rows[at:]])
        assert after.rows_kept == before.rows_kept


def test_moved_columns_of_redcap_keep_their_record_id(tmp_path: Path) -> None:
    file = "redcap/Library_DATA_2026-01-26_0940.csv"
    rows = _cells(file)
    before = _before(file)
    after = _read(tmp_path, file, [[*row[1:], row[0]] for row in rows])
    people = [(made.frames or {})["respondents"]["respondent_id"].tolist()
              for made in (before, after)]  # fmt: skip
    assert people[0] == people[1]
    gone = _read(tmp_path, file, [row[1:] for row in rows])
    assert gone.error is not None
    assert "no record id" in gone.error or "no export that we know" in gone.error


def test_no_reader_stumbles_over_a_second_row_without_words(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Name,A\n,\ufeff\nx,1\n", encoding="utf-8")
    from engagekit.files.source_file import open_export

    export = open_export(tmp_path / "x.csv")
    assert tools_of(export) == []


@pytest.mark.parametrize("file", ["teams/sections-fr.csv", "teams/sections-engagement-en-us.csv"])
def test_a_column_of_notes_makes_no_heading_a_person(file: str, tmp_path: Path) -> None:
    rows = _cells(file)
    wide = next(at for at, row in enumerate(rows) if sum(map(bool, row)) > 5)
    noted = [[*row, "" if at < wide else "x"] for at, row in enumerate(rows)]
    before, after = _before(file), _read(tmp_path, file, noted)
    names = [(made.frames or {})["attendance"]["display_name"].tolist()
             for made in (before, after)]  # fmt: skip
    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("name", "is_known"),
    [("teams/Besprechung.csv", False), ("zoom/participants-2025.csv", False),
     ("webex/meetings.csv", True), ("entra/export-users.csv", True)],
)  # fmt: skip
def test_an_empty_column_in_front_of_a_report_makes_it_unknown_and_of_a_list_nothing(
    tmp_path: Path, name: str, is_known: bool
) -> None:
    before = open_export(FOLDER / name)
    rows = before.sheet.cells.to_numpy().tolist()
    place = tmp_path / before.path.name
    with place.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["", *row] for row in rows])
    moved = open_export(place)
    assert tools_of(moved) == (tools_of(before) if is_known else [])
    if is_known:
        first, second = (recognise(one)[0].read(one).tables for one in (before, moved))
        assert {key: table.to_csv() for key, table in first.items()} == {
            key: table.to_csv() for key, table in second.items()
        }


def test_a_totals_row_below_the_participants_is_nobody(tmp_path: Path) -> None:
    path = FOLDER / "zoom" / "participants-2025.csv"
    text = path.read_text(encoding="utf-8") + "Total,,,,134,,,\n"
    (tmp_path / path.name).write_text(text, encoding="utf-8")
    export = open_export(tmp_path / path.name)
    reader, _ = recognise(export)
    found = reader.read(export)
    assert "Total" not in set(found.tables["attendance"]["display_name"])
    assert ("totals row", 1) in [(part.reason, part.rows) for part in found.set_aside]


def test_a_total_below_the_footer_of_a_report_is_no_contact(tmp_path: Path) -> None:
    path = next(one for one in sorted((FOLDER / "salesforce").glob("*.csv"))
                if ".expected." not in one.name)  # fmt: skip
    whole = open_export(path)
    (tmp_path / path.name).write_bytes(path.read_bytes().rstrip() + b"\r\nTotal,,,23\r\n")
    more = open_export(tmp_path / path.name)
    reader, _ = recognise(whole)
    before, after = reader.read(whole), reader.read(more)
    assert after.tables["contacts"].to_csv() == before.tables["contacts"].to_csv()
    assert after.rows_read == before.rows_read + 1


@pytest.mark.parametrize("name", ["teams/Besprechung.csv", "zoom/participants-2025.csv"])
def test_a_summary_whose_date_is_years_from_the_rows_is_not_believed(
    tmp_path: Path, name: str
) -> None:
    path = FOLDER / name
    export = open_export(path)
    lines = export.text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(("Startzeit", "Clinic,")))
    lines[at] = lines[at].replace("03.02.26", "26.02.13").replace("02/03/2026", "02/26/2013")
    (tmp_path / path.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    moved = open_export(tmp_path / path.name)
    reader, _ = recognise(moved)
    assert reader.read(moved).tables["events"]["started_at"].tolist() == (
        reader.read(export).tables["events"]["started_at"].tolist()
    )
