"""Every threshold by which a file is matched or a mapping drafted, from both sides of it."""

from __future__ import annotations

import time
from pathlib import Path

import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.loading.read_file import read_file
from engagekit.mapping import differences, evidence, spellings, suggesting, table_detection
from engagekit.mapping.columns import CODES, FEW, LONG_TABLE, ColumnProfile, describe, kind_of
from engagekit.mapping.drafting import map_file
from engagekit.mapping.header_rows import names_items
from engagekit.mapping.mapping_file import make_mapping
from engagekit.mapping.mapping_files import ABOVE, candidates, mapping_files
from engagekit.mapping.matching import Matched, fitted, likeness, match
from engagekit.mapping.proposing import proposals
from engagekit.mapping.table_detection import find_table
from engagekit.readers.survey._personal_columns import WORDS_ASKED
from engagekit.settings.schema import Settings
from tests.reading import written


def _kind(*cells: str) -> tuple[str, str]:
    column = pd.Series(cells, dtype="str")
    return kind_of(column, column.value_counts())


@pytest.mark.parametrize(("numbers", "kind"), [(16, "number"), (15, "text")])
def test_a_column_is_of_numbers_where_four_cells_of_five_are(numbers: int, kind: str) -> None:
    words = [f"w{n}" for n in range(4)]
    assert _kind(*[str(n) for n in range(numbers)], *words)[0] == kind


@pytest.mark.parametrize(("addresses", "kind"), [(5, "email"), (4, "text")])
def test_a_column_is_of_addresses_where_half_of_its_cells_are(addresses: int, kind: str) -> None:
    cells = [f"p{n}@x.example" if n < addresses else f"w{n} x" for n in range(10)]
    assert _kind(*cells)[0] == kind


@pytest.mark.parametrize(("codes", "kind"), [(CODES, "number"), (CODES + 1, "text")])
def test_a_few_words_beside_numbers_are_codes(codes: int, kind: str) -> None:
    assert _kind(*[str(n) for n in range(codes)], *[f"w{n}" for n in range(codes)])[0] == kind


@pytest.mark.parametrize(("different", "kind"), [(FEW, "choice"), (FEW + 1, "text")])
def test_a_column_of_choices_has_few_different_cells(different: int, kind: str) -> None:
    assert _kind(*[f"word {n} x" for n in range(different)] * 2)[0] == kind


@pytest.mark.parametrize(("new", "taken"), [(2, True), (3, False)])
def test_a_file_with_six_headers_of_ten_in_common_is_a_mappings(
    new: int, taken: bool, tmp_path: Path
) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    text = 'name = "m"\ntable = "touches"\n[columns]\non = "A"\nneed = "B"\ndepartment = "C"\n'
    (tmp_path / "mappings" / "m.toml").write_text(text, encoding="utf-8")
    header = ["A", "B", "C", *[f"N{n}" for n in range(new)]]
    export = written(tmp_path, f"{','.join(header)}\n{','.join(['x'] * len(header))}\n")
    assert (match(export, candidates(export)) is not None) is taken


@pytest.mark.parametrize(("new", "named"), [(7, True), (8, False)])
def test_a_file_with_three_headers_of_ten_in_common_names_the_mapping(
    new: int, named: bool, tmp_path: Path
) -> None:
    (tmp_path / "engagekit.toml").touch()
    (tmp_path / "mappings").mkdir()
    text = 'name = "m"\ntable = "touches"\n[columns]\non = "A"\nneed = "B"\ndepartment = "C"\n'
    (tmp_path / "mappings" / "m.toml").write_text(text, encoding="utf-8")
    header = ["A", "B", "C", *[f"N{n}" for n in range(new)]]
    export = written(tmp_path, f"{','.join(header)}\n{','.join(['x'] * len(header))}\n")
    assert bool(differences.near_miss(export)) is named


def test_the_same_headers_are_more_alike_than_any_others(tmp_path: Path) -> None:
    mapping = make_mapping({"name": "m", "table": "touches", "columns": {"on": "A", "need": "B"}})
    matched = fitted(written(tmp_path, "A,B\nx,y\n"), mapping)
    assert likeness(matched) == 2.0
    assert likeness(Matched(mapping, matched.detected, False)) == 1.0


@pytest.mark.parametrize(("header", "other", "near"), [
    ("Day", "Answer", True),  # 45 of 100
    ("Date", "Notes", False),  # 44
])  # fmt: skip
def test_a_header_is_offered_that_is_half_like_the_old_one(
    header: str, other: str, near: bool
) -> None:
    assert bool(differences.closest(header, [other])) is near


@pytest.mark.parametrize("columns", [differences.LISTED, differences.LISTED + 1])
def test_columns_that_nobody_spoke_of_are_named_up_to_six(columns: int, tmp_path: Path) -> None:
    mapping = make_mapping({"name": "m", "table": "touches", "columns": {"on": "A"}})
    header = ["A", *[f"N{n}" for n in range(columns)]]
    matched = fitted(
        written(tmp_path, f"{','.join(header)}\n{','.join(['x'] * len(header))}"), mapping
    )
    [told] = differences.differences(matched)
    assert ("and 1 more" in told.problem) is (columns > differences.LISTED)


@pytest.mark.parametrize(("first", "other", "alike"), [
    ("Finance A", "Finance B", True),  # 89 of 100
    ("Group AA", "Group AB", False),  # 87.5
])  # fmt: skip
def test_spellings_are_proposed_as_one_where_a_letter_of_nine_differs(
    first: str, other: str, alike: bool
) -> None:
    assert bool(spellings.merges([first, other])[1]) is alike


def test_names_are_compared_up_to_a_limit() -> None:
    filler = [f"{n:04d}{n:04d}{n:04d}" for n in range(spellings.COMPARED - 1)]
    assert "LAW" in spellings.merges(["Law", *filler[1:], "LAW"])[0]
    assert "LAW" not in spellings.merges(["Law", *filler, "LAW"])[0]


@pytest.mark.parametrize(("header", "field", "offered"), [
    ("Desk", "department", True),  # 60 of 100
    ("Notes", "need", False),  # 44
])  # fmt: skip
def test_a_field_is_offered_for_a_header_that_is_rather_like_it(
    header: str, field: str, offered: bool
) -> None:
    part = ColumnProfile(0, header, "choice", 9, 3, "", False)
    assert any(field == one for _, one in suggesting.scores(part, "touches", {})) is offered


@pytest.mark.parametrize(("kind", "offered"), [("date", True), ("text", False)])
def test_cells_that_fit_make_up_for_a_header_that_is_hardly_like_a_field(
    kind: str, offered: bool
) -> None:
    part = ColumnProfile(0, "Notes", kind, 9, 9, "", False)  # 44 of 100, and 30 for a day
    assert any(one == "on" for _, one in suggesting.scores(part, "touches", {})) is offered


@pytest.mark.parametrize("distinct", [evidence.MOST_ANSWERS, evidence.MOST_ANSWERS + 1])
def test_columns_to_choose_from_make_a_survey(distinct: int) -> None:
    columns = [ColumnProfile(n, f"H{n}", "choice", 90, distinct, "", False) for n in range(3)]
    columns.append(ColumnProfile(3, "H3", "flag", 90, 2, "", False))  # yes or no
    table = proposals(columns)[0].table
    assert (table == "responses") is (distinct <= evidence.MOST_ANSWERS)


@pytest.mark.parametrize("count", [evidence.SENTENCE, evidence.SENTENCE - 1])
def test_choices_below_a_header_as_long_as_a_question_make_a_survey(count: int) -> None:
    columns = [ColumnProfile(n, f"H{n}", "choice", 90, 4, "", False) for n in range(3)]
    columns.append(ColumnProfile(3, " ".join(["slovo"] * count), "choice", 90, 4, "", False))
    table = proposals(columns)[0].table
    assert (table == "responses") is (count >= evidence.SENTENCE)


@pytest.mark.parametrize("count", [WORDS_ASKED, WORDS_ASKED - 1])
def test_a_header_of_many_words_asks(count: int) -> None:
    columns = [ColumnProfile(0, " ".join(["word"] * count), "text", 90, 90, "", False)]
    table = proposals(columns)[0].table
    assert (table == "responses") is (count >= WORDS_ASKED)


@pytest.mark.parametrize("above", [ABOVE - 1, ABOVE])
def test_mappings_stand_so_many_folders_above_a_file(above: int, tmp_path: Path) -> None:
    home = tmp_path.joinpath("a", "b", "c", "d")
    home.mkdir(parents=True)
    folder = [home, *home.parents][above] / "mappings"
    folder.mkdir()
    (folder / "m.toml").touch()
    assert bool(mapping_files(home / "x.csv")) is (above < ABOVE)


def test_a_header_below_the_first_rows_is_not_looked_for(tmp_path: Path) -> None:
    for above, is_header in ((table_detection.HEAD - 1, True), (table_detection.HEAD, False)):
        text = "note\n" * above + "Day,N\n" + "2026-01-02,5\n" * 40
        assert bool(find_table(written(tmp_path, text)).header_rows) is is_header


@pytest.mark.parametrize(("typed", "is_header"), [(1, True), (2, False)])
def test_a_header_has_words_over_half_of_the_columns_of_numbers(
    typed: int, is_header: bool, tmp_path: Path
) -> None:
    header = ["A" if n >= typed else "7" for n in range(2)]
    text = ",".join(header) + "\n" + "1,2\n" * 9
    assert bool(find_table(written(tmp_path, text)).header_rows) is is_header


@pytest.mark.parametrize(
    "rows", [table_detection.MOST_HEADER_ROWS, table_detection.MOST_HEADER_ROWS + 1]
)
def test_more_lines_of_words_than_a_header_has_are_notes(rows: int, tmp_path: Path) -> None:
    above = ["X,,,Y", "A,,,B", "C,D,,E"][-(rows - 1) :]
    text = "\n".join([*above, "Day,Visits,Loans,Gates", *["2026-01-02,5,6,7"] * 9])
    found = find_table(written(tmp_path, text))
    assert found.header_rows == (rows if rows <= table_detection.MOST_HEADER_ROWS else 1)


@pytest.mark.parametrize("sheets", [table_detection.MOST_SHEETS, table_detection.MOST_SHEETS + 1])
def test_so_many_sheets_are_looked_at(sheets: int, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["note"])
    for n in range(sheets - 1):
        book.create_sheet(f"s{n}").append(["note"])
    for row in (["Day", "N"], ["2026-01-02", "5"]):
        book.worksheets[-1].append(row)
    book.save(tmp_path / "book.xlsx")
    found = find_table(open_export(tmp_path / "book.xlsx"))
    assert (found.listing.sheet.name == f"s{sheets - 2}") is (sheets <= table_detection.MOST_SHEETS)


@pytest.mark.parametrize(("days", "dated"), [
    (["2026-01-05", "", "2026-01-06", "2026-01-07", "2026-01-08"], 5),  # a fifth is blank
    (["2026-01-05", "", *(f"2026-01-{n:02}" for n in range(6, 10))], 5),
    (["2026-01-05", "", "2026-01-05", "2026-01-07"], 3),  # a day stands twice
    (["2026-01-08", "", "2026-01-06", "2026-01-05"], 4),
    (["2026-01-05", "", "2026-01-07", "2026-01-06"], 3),
    (["", "2026-01-05", "2026-01-06", ""], 2),
])  # fmt: skip
@pytest.mark.parametrize("question", ["Loan", ""])
def test_a_day_in_the_first_of_its_rows_is_that_of_the_rows_below(
    days: list[str], dated: int, question: str, tmp_path: Path
) -> None:
    rows = [f"{day},Person {n},Phone,{'Loan' if day else question}" for n, day in enumerate(days)]
    place = written(tmp_path, "\n".join(["Date,Name,How,Question", *rows])).path
    map_file(place, table="touches", given={"own_log": "yes"})
    part = read_file(place, place.name, Settings())
    read = dated if question else len([day for day in days if day])
    assert len(part.frames["touches"]) == read
    assert any("of the day above" in str(one) for one in part.problems) is (
        dated == len(days) == read
    )


@pytest.mark.parametrize(("header", "is_survey"), [
    ("Count", False), ("Valid percent", False), ("Number of responses", False), ("%", False),
    ("Responsiveness", True), ("Response time", True), ("Frequency", True),
])  # fmt: skip
def test_answers_that_somebody_counted_are_no_survey(header: str, is_survey: bool) -> None:
    columns = [
        ColumnProfile(0, "How satisfied are you with us?", "text", 9, 9, "", False),
        ColumnProfile(1, header, "number", 9, 7, "", False),
    ]
    offered = {one.table for one in proposals(columns) if not one.lacks}
    assert ("responses" in offered) is is_survey


@pytest.mark.parametrize(("letters", "same"), [(2_000, True), (2_001, False)])
def test_a_header_has_so_many_letters_at_most(letters: int, same: bool, tmp_path: Path) -> None:
    header = "x" * letters
    table = find_table(written(tmp_path, f"Date,{header}\n" + "2026-09-01,1\n" * 9))
    assert table is not None
    assert (table.headers[1] == header) is same


def test_a_column_of_ever_other_words_takes_time_in_proportion() -> None:
    seconds = {}
    for size in (2_000, 40_000):
        cells = pd.Series([f"said {n} of it" for n in range(size)], dtype="str")
        start = time.process_time()
        assert kind_of(cells, cells.value_counts())[0] == "text"
        seconds[size] = time.process_time() - start
    assert seconds[40_000] < 80 * seconds[2_000]  # every word against every cell: 400 times


@pytest.mark.parametrize("suffix", [".mbox", ".pst"])
def test_a_mailbox_is_named_as_one(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"mail{suffix}"
    path.write_text("From a@x.example\nSubject: hi\n\nhi\n" * 9, encoding="utf-8")
    part = read_file(path, path.name, Settings())
    assert "is a mailbox. Export its messages as .csv." in str(part.error)


@pytest.mark.parametrize(("rows", "seen"), [(LONG_TABLE, 1), (LONG_TABLE + 1, 0)])
def test_of_a_long_table_the_first_and_the_last_rows_are_described(
    rows: int, seen: int, tmp_path: Path
) -> None:
    middle = LONG_TABLE // 2
    lines = [f"2026-03-02,{'note' if row == middle else ''}" for row in range(rows)]
    detected = find_table(written(tmp_path, "\n".join(["When,What", *lines])))
    days, notes = describe(detected, table_detection.reasons(detected))
    assert (days.filled, notes.filled) == (LONG_TABLE, seen)


@pytest.mark.parametrize(("answers", "are_items"), [(0, False), (1, True), (11, True), (12, False)])
def test_items_of_a_question_share_at_most_the_answers_of_a_scale(
    answers: int, are_items: bool
) -> None:
    rows = [["ID", "How satisfied are you with", "", "Team"], ["", "Speed", "Quality", ""]]
    for at in range(24):
        words = [f"Answer {at % answers}"] * 2 if answers else ["", ""]
        rows.append([str(at), *words, "Tax"])
    assert names_items(rows) is are_items
