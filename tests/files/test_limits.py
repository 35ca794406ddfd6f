"""Limits of what is opened, from both sides."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from engagekit.errors import ExportError
from engagekit.files import archive, csv_dialect, limits, source_file, workbook
from engagekit.files.source_file import beside, open_export
from engagekit.loading import load


def _refused(over: int, text: str) -> AbstractContextManager[object]:
    """What is one over a limit is refused with its words, what is at the limit is not."""
    return pytest.raises(ExportError, match=text) if over else nullcontext()


def _member(size: int, packed: int = 1, name: str = "a.csv") -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.file_size, info.compress_size = size, packed
    return info


@pytest.mark.parametrize("over", [0, 1])
def test_a_member_unpacks_to_two_hundred_times_its_size(over: int) -> None:
    assert archive.is_bomb(_member(2_000_000 + over, 10_000)) is bool(over)
    assert archive.is_bomb(_member(1_000_000 + over, 1)) is bool(over)


@pytest.mark.parametrize("over", [0, 1])
def test_an_archive_unpacks_to_two_gigabytes(over: int) -> None:
    half = 1024**3
    infos = [_member(half, half), _member(half + over, half, "b.csv")]
    with _refused(over, "far more data than any export has"):
        archive._refuse(infos, "a.zip")


@pytest.mark.parametrize("over", [0, 1])
def test_an_archive_holds_five_thousand_files(over: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(5_000 + over):
            packed.writestr(f"{number}.csv", "")
    with _refused(over, "the limit is 5,000"):
        assert len(archive.members(tmp_path / "a.zip", "a.zip")) == 5_000


def _central_directory(names: int, *, zip64: bool) -> bytes:
    """The list of a ZIP and its end; the files themselves are not there."""
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 8) + bytes(16)
    listing = b"".join(entry + b"%08d" % number for number in range(names))
    size, more = len(listing), b""
    if zip64:
        more = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, names, names, size, 0)
        more += struct.pack("<4sIQI", b"PK\6\7", 0, size, 1)
    stated = 7 if zip64 else size
    return listing + more + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 9, 9, stated, 0, 0)


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize(("over", "text"), [(0, "30 files; the limit is 5"), (1, "is damaged, or")])
def test_a_list_of_files_that_fills_the_memory_is_not_read(
    over: int, text: str, zip64: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.MAX_LISTING == 33_554_432
    monkeypatch.setattr(archive, "MAX_MEMBERS", 5)
    monkeypatch.setattr(archive, "MAX_LISTING", 30 * 54 - over)
    (tmp_path / "a.zip").write_bytes(_central_directory(30, zip64=zip64))
    with pytest.raises(ExportError, match=text):
        archive.members(tmp_path / "a.zip", "a.zip")


@pytest.mark.parametrize("name", ["a.zip", "a.xlsx"])
def test_a_zip_of_a_version_nobody_knows_is_named_and_passed_over(
    name: str, tmp_path: Path
) -> None:
    raw = bytearray(b"PK\3\4" + _central_directory(1, zip64=False))
    raw[4 + 6] = 200  # the version that is needed to unpack it
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "b.csv").write_text("a,b\n1,2\n", "utf-8")
    assert [one.name for one, _ in load.files_under(tmp_path)] == [name, "b.csv"]
    with pytest.raises(ExportError, match=f"{name} (is damaged|cannot be read)"):
        open_export(tmp_path / name)


def test_a_file_of_more_than_500_megabytes_is_refused_unread(tmp_path: Path) -> None:
    place = tmp_path / "a.csv"
    place.touch()
    os.truncate(place, 500 * 1024 * 1024 + 1)  # sparse: no disk, and it is not read
    with pytest.raises(ExportError, match="524,288,001 bytes; the limit is 524,288,000"):
        open_export(place)
    assert source_file.MAX_BYTES == 524_288_000


@pytest.mark.parametrize("over", [0, 1])
def test_a_code_book_has_its_mark_in_its_first_bytes_and_at_most_20_megabytes(
    over: int, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    line = b" " * (1024 * 1024 - 1) + b"\n"
    for text in (
        b" " * (65_536 - 4 + over) + b"MARK",
        (b"MARK\n" + line * 20)[: 20 * 1024 * 1024 + over],
    ):
        (tmp_path / "b.txt").write_bytes(text)
        found = list(beside(open_export(tmp_path / "a.csv"), (".txt",), "MARK"))
        assert len(found) == 1 - over


def test_rows_beyond_the_stripped_ones_are_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a ,b\n" + " 1 ,2\n" * 450, "utf-8")
    sheet = open_export(tmp_path / "a.csv").sheet
    assert sheet.row(399) == sheet.row(400) == ["1", "2"]
    assert len(sheet._top) == 400


@pytest.mark.parametrize("over", [0, 1])
def test_a_sheet_has_at_most_300_megabytes(over: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limits.MAX_SHEET == 300_000_000
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    with zipfile.ZipFile(stream) as parts:
        size = parts.getinfo("xl/worksheets/sheet1.xml").file_size
    monkeypatch.setattr(limits, "MAX_SHEET", size - over)
    with _refused(over, rf"{size} bytes; the limit is {size - 1}\. Save it"):
        assert len(workbook.read(stream.getvalue(), "a.xlsx")) == 1


@pytest.mark.parametrize("over", [0, 1])
def test_a_text_has_as_many_rows_as_the_longest_spreadsheet(
    over: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 20)
    (tmp_path / "log.csv").write_text("a,b\n" * (20 + over))
    with _refused(over, r"log\.csv has 21 rows; the limit is 20\. Split the file"):
        assert open_export(tmp_path / "log.csv").sheet.height == 20


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


@pytest.mark.parametrize("over", [0, 1])
def test_a_cell_far_from_all_others_is_refused_before_the_rectangle_is_made(over: int) -> None:
    """702 columns times 28,490 rows are 19,999,980 cells."""
    far = f"ZZ{28_490 + over}"
    xml = f'<row r="1"><c r="A1"/><c r="AB1"/><c r="{far}"/></row>'
    with _refused(over, f"a cell at {far}"):
        limits.sheet_fits(xml.encode(), "touches", "log.xlsx")
