"""A large survey workbook against pandas with calamine and with openpyxl.

Run ``python benchmarks/exports.py [--rows 200000] [--slice 20000]``. All sides of a
ratio run in turn on the same machine, each in a process of its own; read the ratios, not the
seconds. The goals stand beside them.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

SCALES = (
    ("Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"),
    ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
)
USED = ("Loans;", "Training;", "Research;", "Loans;Training;", "Loans;Training;Research;")
N_SCALES = 30
COLUMNS = 40
OURS = (
    "from pathlib import Path; from engagekit.loading.load import read_file;"
    "from engagekit.settings.schema import Settings;"
    "made = read_file(Path({path!r}), 'survey.xlsx', Settings());"
    "assert made.error is None, made.error;"
    "assert made.rows_kept == {rows}, made.rows_kept;"
    "assert len(made.frames['responses']) > 30 * {rows}"
)
FAST = (
    "import pandas; frame = pandas.read_excel({path!r}, engine='calamine');"
    "assert len(frame) == {rows}"
)
SLOW = (
    "import pandas; frame = pandas.read_excel({path!r}, engine='openpyxl');"
    "assert len(frame) == {rows}"
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
    'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName'
    '="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
    'styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = {
    "[Content_Types].xml": _TYPES,
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}">'
        f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>"
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill>'
        '<patternFill/></fill></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/>'
        '<xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}


def column_letters(column: int) -> str:
    """Letters of a column below 702, from 0."""
    return (chr(64 + column // 26) if column > 25 else "") + chr(65 + column % 26)


def headers() -> list[str]:
    """The header row of the survey: the tool's own columns, then 35 questions."""
    scales = [f"Statement {number}: the library helps me with task {number}" for number in
              range(1, N_SCALES + 1)]  # fmt: skip
    return [
        "ID", "Start time", "Completion time", "Email", "Name",
        "How satisfied are you with the library overall?",
        *scales,
        "Which services do you use?", "Where do you work?",
        "How likely are you to recommend the library to a colleague?",
        "What could we do better?",
    ]  # fmt: skip


def answers(row: int, chance: random.Random) -> list[str | float]:
    """The cells of one respondent; a number is a number or a moment, text is text."""
    start = 46023 + (row % 90) + chance.random() / 2
    marks: list[str | float] = [
        chance.choice(SCALES[0]) if chance.random() > 0.03 else "" for _ in range(N_SCALES)
    ]
    return [
        row, start, start + 0.004, "anonymous", "",
        chance.choice(SCALES[1]),
        *marks,
        chance.choice(USED), chance.choice(("Tax", "Litigation", "Corporate", "Property")),
        chance.randrange(11),
        f"Comment number {row}, in a few words" if chance.random() < 0.3 else "",
    ]  # fmt: skip


def write_workbook(path: Path, rows: int) -> None:
    """Write the survey as Microsoft Forms does: shared strings, numbers, dates by their style."""
    chance = random.Random(7)
    texts: dict[str, int] = {}
    letters = [column_letters(column) for column in range(COLUMNS)]

    def lines() -> Iterator[bytes]:
        yield f'<worksheet xmlns="{_MAIN}"><dimension ref="A1"/><sheetData>'.encode()
        for row in range(1, rows + 2):
            cells = headers() if row == 1 else answers(row - 1, chance)
            parts = [f'<row r="{row}">']
            for at, (letter, cell) in enumerate(zip(letters, cells, strict=True)):
                if isinstance(cell, str):
                    if cell:
                        number = texts.setdefault(cell, len(texts))
                        parts.append(f'<c r="{letter}{row}" t="s"><v>{number}</v></c>')
                else:
                    style = ' s="1"' if at in (1, 2) else ""
                    parts.append(f'<c r="{letter}{row}"{style}><v>{cell}</v></c>')
            parts.append("</row>")
            yield "".join(parts).encode()
        yield b"</sheetData></worksheet>"

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.writelines(lines())
        with archive.open("xl/sharedStrings.xml", "w") as strings:
            strings.write(f'<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">'.encode())
            strings.writelines(f"<si><t>{escape(text)}</t></si>".encode() for text in texts)
            strings.write(b"</sst>")


def workbook(rows: int) -> Path:
    """The workbook of so many rows, kept from one run to the next."""
    place = Path(tempfile.gettempdir()) / f"engagekit-survey-{rows}.xlsx"
    if not place.exists():
        part = place.with_suffix(".part")
        write_workbook(part, rows)
        part.rename(place)
    return place


def measured(code: str) -> tuple[float, float]:
    """Seconds and peak MiB of some code in a process of its own."""
    tail = (
        ";import resource, sys;"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + tail], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return time.perf_counter() - start, int(done.stderr.splitlines()[-1]) / 1024


def compare_workbook(rows: int, cut: int, rounds: int) -> None:
    """Print the three ratios of the workbook."""
    whole, part = str(workbook(rows)), str(workbook(cut))
    ours, fast = [], []
    for _ in range(rounds):
        fast.append(measured(FAST.format(path=whole, rows=rows)))
        ours.append(measured(OURS.format(path=whole, rows=rows)))
    slow = measured(SLOW.format(path=part, rows=cut))[0] * rows / cut
    took, peak = min(one[0] for one in ours), min(one[1] for one in ours)
    base, base_peak = min(one[0] for one in fast), min(one[1] for one in fast)
    print(f"{rows:,} x {COLUMNS} survey workbook to checked tables: {took:.1f} s, {peak:.0f} MiB")
    print(f"  pandas + calamine: {base:.1f} s, {base_peak:.0f} MiB")
    print(f"  time: {took / base:.2f}x of pandas + calamine (goal: at most 3x)")
    print(f"  memory: {peak / base_peak:.2f}x of pandas + calamine (goal: at most 2.5x)")
    print(f"  {slow / took:.1f}x faster than pandas + openpyxl (goal: at least 5x; {slow:.0f} s, "
          f"scaled from {cut:,} rows)")  # fmt: skip


def main() -> None:
    """Print each ratio beside its goal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--slice", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    compare_workbook(given.rows, given.slice, given.rounds)


if __name__ == "__main__":
    main()
