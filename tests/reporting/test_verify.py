"""One digit that is edited in a file of a report is found: by its digest, and by the number itself."""

from __future__ import annotations

import hashlib
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from typer.testing import CliRunner

from engagekit.cli.app import app
from engagekit.locale import Locale
from engagekit.reporting import output_folder
from engagekit.reporting.verify import _Said, verify

ROOT = Path(__file__).parents[2]
ENGLISH = Locale("en")
NOTEBOOK = "quarterly_report.ipynb"
NEEDS = ("brief.html", "brief.pdf", "brief.pptx", "data-book.xlsx", "results.json")


def _sealed(copy: Path, run: str = "") -> None:
    """Write the manifest of a copy, as a run does."""
    run = run or hashlib.sha256((copy / "results.json").read_bytes()).hexdigest()
    (copy / output_folder.FILE).write_bytes(output_folder.updated(copy, NOTEBOOK, NEEDS, run))


@pytest.fixture
def copy(reports: Path, tmp_path: Path) -> Path:
    """The files of a board copy, with their manifest."""
    folder = tmp_path / "board"
    folder.mkdir()
    for name in NEEDS:
        shutil.copy(reports / "quarterly_report-A4-en" / "2026-27_Q2" / "board" / name, folder)
    _sealed(folder)
    return folder


def _page(place: Path) -> None:
    text = place.read_text("utf-8")
    at = next(re.finditer(r">\d\d%<", text)).start()
    place.write_text(f"{text[:at]}>93.7%<{text[at + 5 :]}", "utf-8")


STREAM = re.compile(rb"/Length (\d+)>>\s*stream\r?\n")
DIGITS = re.compile(rb"<(\w\w)> <\w\w> <0030>")


def digits_changed(whole: bytes) -> Iterator[bytes]:
    """Yield a PDF of the browser with one digit of it made another, for each digit that it shows."""
    streams = [(found, found.end(), int(found[1])) for found in STREAM.finditer(whole)]
    bodies = [zlib.decompressobj().decompress(whole[at : at + size]) for _, at, size in streams
              if whole[at : at + 1] == b"x"]  # fmt: skip
    zero = next(int(found[1], 16) for body in bodies if (found := DIGITS.search(body)))
    for found, at, size in streams:
        if whole[at : at + 1] != b"x":
            continue
        body = zlib.decompressobj().decompress(whole[at : at + size])
        for glyph in re.finditer(rb"<(\w\w)> Tj", body):
            digit = int(glyph[1], 16) - zero
            if 0 <= digit <= 9:
                new = b"%02X" % (zero + (digit + 3) % 10)
                packed = zlib.compress(body[: glyph.start(1)] + new + body[glyph.end(1) :])
                head = found[0].replace(b"%d" % size, b"%d" % len(packed), 1)
                yield whole[: found.start()] + head + packed + whole[at + size :]


def _paper(place: Path) -> None:
    edits = list(digits_changed(place.read_bytes()))
    place.write_bytes(edits[len(edits) // 2])


def _slides(place: Path) -> None:
    deck: Any = Presentation(str(place))
    runs = (
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for part in shape.text_frame.paragraphs
        for run in part.runs
        if re.search(r"\d%", run.text)
    )
    run = next(runs)
    run.text = re.sub(r"\d+%", "93.7%", run.text, count=1)
    deck.save(str(place))


def _workbook(place: Path) -> None:
    book = load_workbook(place)
    cells = (row[4] for row in book.worksheets[2].iter_rows() if isinstance(row[4].value, float))
    cell = next(cells)
    cell.value += 0.01
    book.save(place)


EDITS: dict[str, Callable[[Path], None]] = {
    "brief.html": _page,
    "brief.pdf": _paper,
    "brief.pptx": _slides,
    "data-book.xlsx": _workbook,
}


def test_a_report_as_it_was_made_has_no_fault(copy: Path) -> None:
    assert verify(copy.parent, ENGLISH) == (len(NEEDS), [])


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_digit_is_found(name: str, copy: Path) -> None:
    if name == "brief.pdf" and shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    EDITS[name](copy / name)
    faults = verify(copy, ENGLISH)[1]
    assert any("was changed" in one and name in one for one in faults)
    _sealed(copy)  # whoever edits the manifest too is found by the number
    faults = verify(copy, ENGLISH)[1]
    assert len(faults) == 1 and "do not hold" in faults[0] and name in faults[0]


def test_a_file_of_an_earlier_run_and_one_that_is_gone_are_told(copy: Path) -> None:
    _sealed(copy, "of another run")
    text = (copy / output_folder.FILE).read_text("utf-8").split('"results.json"')
    digest = hashlib.sha256((copy / "results.json").read_bytes()).hexdigest()
    (copy / output_folder.FILE).write_text(
        '"results.json"'.join([text[0], text[1].replace("of another run", digest)]), "utf-8"
    )
    (copy / "brief.html").unlink()
    faults = verify(copy, ENGLISH)[1]
    assert sum("earlier run" in one for one in faults) == 3
    assert [one for one in faults if "missing" in one and "brief.html" in one]


def test_the_command_says_it(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, ["verify", str(copy)])
    assert done.exit_code == 0, done.output
    assert "5 files are as they were made" in done.output
    (copy / "brief.html").write_bytes(b"")
    done = CliRunner().invoke(app, ["verify", str(copy)])
    assert done.exit_code == 1 and "brief.html was changed" in done.output
    (copy / output_folder.FILE).unlink()
    assert CliRunner().invoke(app, ["verify", str(copy)]).exit_code != 0


@pytest.mark.parametrize(
    ("line", "stands"),
    [
        ("45 of 60 colleagues", True), ("46 of 60 colleagues", False),
        ("45 of 6", False),  # ends inside of a number
        ("45 of 60 colleagues Q2 of 2026", True),  # two columns
        ("60 of 45", False), ("60 45", True),  # a line of numbers alone
        ("Reach", True), ("=1+1" + "q" * 9, True),
    ],
)  # fmt: skip
def test_a_line_of_a_pdf_stands_in_its_page(line: str, stands: bool) -> None:
    page = "We reached\n45\n of 60 colleagues\n\nLaw\nQ2 of 2026\n=1+1" + "q" * 30
    assert _Said(page).stands(line) is stands
