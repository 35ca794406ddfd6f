"""Limits of what is opened, from both sides."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.files import archive, csv_dialect, limits, source_file, workbook
from engagekit.files.source_file import beside, open_export
from engagekit.parsing import values


def _member(size: int, packed: int = 1) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a.csv")
    info.file_size, info.compress_size = size, packed
    return info


@pytest.mark.parametrize(("size", "packed", "bomb"), [
    (2_000_000, 10_000, False),
    (2_000_001, 10_000, True),
    (1_000_000, 1, False),
    (1_000_001, 1, True),
])  # fmt: skip
def test_a_member_unpacks_to_two_hundred_times_its_size(size: int, packed: int, bomb: bool) -> None:
    assert archive.is_bomb(_member(size, packed)) is bomb


@pytest.mark.parametrize("over", [0, 1])
def test_an_archive_unpacks_to_two_gigabytes(over: int) -> None:
    half = 1024**3
    infos = [_member(half, half), _member(half + over, half)]
    infos[1].filename = "b.csv"
    if over:
        with pytest.raises(ExportError, match="far more than it holds"):
            archive._refuse(infos, "a.zip")
    else:
        archive._refuse(infos, "a.zip")


@pytest.mark.parametrize(("count", "opened"), [(5_000, True), (5_001, False)])
def test_an_archive_holds_five_thousand_files(count: int, opened: bool, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(count):
            packed.writestr(f"{number}.csv", "")
    if opened:
        assert len(archive.members(tmp_path / "a.zip", "a.zip")) == count
    else:
        with pytest.raises(ExportError, match="the limit is 5,000"):
            archive.members(tmp_path / "a.zip", "a.zip")


def test_a_file_of_more_than_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.touch()
    os.truncate(place, 500 * 1024 * 1024 + 1)  # sparse: no disk, and it is not read
    with pytest.raises(ExportError, match="524,288,001 bytes; the limit is 524,288,000"):
        open_export(place)
    assert source_file.MAX_BYTES == 524_288_000


@pytest.mark.parametrize(("before", "found"), [(65_536 - 4, 1), (65_536 - 3, 0)])
def test_the_mark_of_a_neighbour_stands_in_its_first_bytes(
    before: int, found: int, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    (tmp_path / "b.qsf").write_text(" " * before + "MARK", "utf-8")
    assert len(list(beside(open_export(tmp_path / "a.csv"), (".qsf",), "MARK"))) == found


@pytest.mark.parametrize(("over", "found"), [(0, 1), (1, 0)])
def test_a_neighbour_of_more_than_20_megabytes_is_no_code_book(
    over: int, found: int, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    line = b" " * (1024 * 1024 - 1) + b"\n"
    (tmp_path / "b.qsf").write_bytes((b"MARK\n" + line * 20)[: 20 * 1024 * 1024 + over])
    assert len(list(beside(open_export(tmp_path / "a.csv"), (".qsf",), "MARK"))) == found


def test_rows_beyond_the_stripped_ones_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a ,b\n" + " 1 ,2\n" * 450, "utf-8")
    sheet = open_export(tmp_path / "a.csv").sheet
    assert sheet.row(399) == sheet.row(400) == ["1", "2"]
    assert len(sheet._top) == 400


@pytest.mark.parametrize("limit", ["LARGE_CELLS", "LARGE_XML"])
def test_a_large_sheet_has_the_texts_of_a_small_one(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["Who", "n"], ["Ana", 3], [None, 2.5]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    small = workbook.read(stream.getvalue(), "a.xlsx")[0].cells
    monkeypatch.setattr(workbook, limit, 1)
    large = workbook.read(stream.getvalue(), "a.xlsx")[0].cells
    pd.testing.assert_frame_equal(small, large, check_column_type=False)


def test_a_long_column_is_changed_as_a_short_one() -> None:
    cells = pd.Series(["a", None, "b"] * 400, dtype="str")
    assert len(cells) > values.SHORT
    short = values.mapped(cells[: values.SHORT], str.upper)
    pd.testing.assert_series_equal(values.mapped(cells, str.upper)[: values.SHORT], short)


@pytest.mark.parametrize(("rows", "is_read"), [(20, True), (21, False)])
def test_a_text_has_as_many_rows_as_the_longest_spreadsheet(
    rows: int, is_read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 20)
    (tmp_path / "log.csv").write_text("a,b\n" * rows)
    if is_read:
        assert open_export(tmp_path / "log.csv").sheet.height == rows
    else:
        with pytest.raises(ExportError, match=r"log\.csv has 21 rows; the limit is 20\. Split it"):
            open_export(tmp_path / "log.csv")


@pytest.mark.parametrize("piece", [1, 2, 3, 50])
def test_a_text_is_the_same_cut_in_pieces(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    text = 'sep=;\na;b\n"1;\n2"\n\n3;4;5\r\n\ud800;\u2028x\n'
    monkeypatch.setattr(csv_dialect, "PIECE", piece)
    _, width = csv_dialect.size_of(csv_dialect.parse(text.replace("\ud800", "é"), ";"))
    frame = csv_dialect.frame_of(csv_dialect.parse(text.replace("\ud800", "é"), ";"), width)
    rows = [["sep=", "", ""], ["a", "b", ""], ["1;\n2", "", ""], ["", "", ""], ["3", "4", "5"],
            ["é", "\u2028x", ""]]  # fmt: skip
    assert frame.to_numpy().tolist() == rows and set(frame.dtypes.astype(str)) == {"str"}
    assert frame.index.equals(pd.RangeIndex(len(rows)))
    assert len(list(csv_dialect.parse(text, ";"))) == len(rows)
