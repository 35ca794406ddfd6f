"""Files that are made to do harm, or that only look so: one a case, written by a seeded script.

``python -m tests.hostile.cases FOLDER`` writes them all; ``tests/hostile/run.py`` measures them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

Write = Callable[[Any], object]
"""Writes a file at a path, or a ZIP into a stream."""
DATA: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)
VALUES, XML = DATA["values"], DATA["xml"]
TOUCHES = ["contact_id", "on", "channel", "begun_by", "two_way"]
LINE = ["2026-09-01", "desk", "contact", "yes"]
HEAD = ",".join(TOUCHES) + "\n"
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:20260901T090000Z\r\nDTEND:20260901T100000Z\r\nSUMMARY:s\r\n{1}END:VEVENT\r\n"


def xlsx(sheets: dict[str, str | Iterator[str]], more: dict[str, str] | None = None) -> Write:
    """A workbook of raw XML: title to what stands in its sheetData, and other parts."""

    def write(place: Path) -> None:
        titles = dict(enumerate(map(escape, sheets), 1))
        names = "".join(XML["name"].format(at=at, title=title) for at, title in titles.items())
        links = "".join(XML["link"].format(at=at) for at in titles)
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("[Content_Types].xml", XML["types"])
            parts.writestr("_rels/.rels", XML["package"])
            parts.writestr("xl/workbook.xml", XML["workbook"].format(names))
            parts.writestr("xl/_rels/workbook.xml.rels", XML["links"].format(links))
            for at, body in enumerate(sheets.values(), 1):
                with parts.open(f"xl/worksheets/s{at}.xml", "w", force_zip64=True) as stream:
                    stream.write(XML["sheet"].encode())
                    for piece in [body] if isinstance(body, str) else body:
                        stream.write(piece.encode())
                    stream.write(b"</sheetData></worksheet>")
            for name, text in (more or {}).items():
                parts.writestr(name, text)

    return write


def row(number: int, cells: dict[str, str]) -> str:
    made = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{made}</row>'


GOOD = "".join(
    row(n, dict(zip("ABCDE", cells, strict=True)))
    for n, cells in enumerate([TOUCHES, *([str(100 + n), *LINE] for n in range(5))], 1)
)


def cell(reference: str) -> Write:
    """A good sheet with one cell somewhere."""
    number = "".join(filter(str.isdigit, reference)) or "9"
    return xlsx({"touches": f'{GOOD}<row r="{number}"><c r="{reference}"><v>1</v></c></row>'})


def text(content: str | bytes) -> Write:
    return lambda place: place.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )


def ics(inside: str) -> Write:
    return text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inside}END:VCALENDAR\r\n")


def packed(members: dict[str, bytes | str]) -> Write:
    def write(place: Any) -> None:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as parts:
            for name, content in members.items():
                parts.writestr(name, content)

    return write


def ods(content: str) -> Write:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": XML["spreadsheet"].format(content)})


def cut(share: float, suffix: str) -> Write:
    """A whole file of a kind, of which a share is there."""

    def write(place: Path) -> None:
        whole = _whole(suffix)
        place.write_bytes(whole[: int(len(whole) * share)])

    return write


def flipped(seed: int, suffix: str) -> Write:
    """A whole file with some bytes changed."""

    def write(place: Path) -> None:
        import random

        dice, whole = random.Random(seed), bytearray(_whole(suffix))
        for _ in range(20):
            whole[dice.randrange(len(whole))] = dice.randrange(256)
        place.write_bytes(bytes(whole))

    return write


def _whole(suffix: str) -> bytes:
    stream = io.BytesIO()
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for n in range(51):
            book.worksheets[0].append(
                [str(99 + n), dt.date(2026, 9, 1), *LINE[1:]] if n else TOUCHES
            )
        book.save(stream)
    elif suffix == ".zip":
        packed({"touches.csv": HEAD + "100,2026-09-01,desk,contact,yes\n" * 50})(stream)
    else:
        lines = [TOUCHES, *([str(n), *LINE] for n in range(30))]
        made = ("".join(map(XML["ods_cell"].format, line)) for line in lines)
        cells = "".join(f"<table:table-row>{line}</table:table-row>" for line in made)
        ods(f'<table:table table:name="touches">{cells}</table:table>')(stream)
    return stream.getvalue()


def table(head: list[str], *rows: list[str]) -> Write:
    lines = io.StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return text(",".join(head) + "\n" + lines.getvalue())


def touches(column: str, value: str) -> Write:
    """A list of touches whose rows hold one value in a column."""
    rows = [
        dict(zip(TOUCHES, [str(100 + n), *LINE], strict=True)) | {column: value} for n in range(6)
    ]
    return table([*rows[0]], *(list(line.values()) for line in rows))


def contacts(text: str, name: str) -> Write:
    head = ["contact_id", "display_name", "department", "joined_on"]
    return table(head, *([str(900 + n), name, text, "2020-01-01"] for n in range(6)))


def link(target: str) -> Write:
    return lambda place: place.symlink_to(target)


def fields(count: int) -> str:
    return ",".join(f"c{n}" for n in range(count))


def blank_rows(megabytes: int) -> Iterator[str]:
    piece = '<row r="1"><c r="A1"/></row>' * 37_000
    yield GOOD
    yield from itertools.repeat(piece, megabytes)


def whole(pieces: list[Any]) -> str:
    """A text of pieces, each as often as the number behind it says."""
    times = [more if isinstance(more, int) else 1 for more in [*pieces[1:], 1]]
    return "".join(
        piece * n for piece, n in zip(pieces, times, strict=True) if isinstance(piece, str)
    )


def cases(slow: bool = True) -> dict[str, Write]:
    """File name to how it is written; the slow ones take seconds each to write or to read."""
    made: dict[str, Write] = {}
    for reference in VALUES["references"]:
        made[f"cell-{len(made)}.xlsx"] = cell(reference)
    for index, value in enumerate(VALUES["numbers"]):
        made[f"number-{index}.csv"] = touches("minutes", value)
        made[f"number-{index}.xlsx"] = xlsx({"touches": GOOD.replace("100", escape(value))})
    for index, value in enumerate(VALUES["dates"]):
        made[f"date-{index}.csv"] = touches("on", value)
    for index, sign in enumerate([*VALUES["controls"], "\ud800"]):
        made[f"control-{index}.csv"] = contacts(f"Tax{sign}Law", f"An{sign}a")
    for index, word in enumerate(VALUES["words"]):
        made[f"word-{index}.csv"] = contacts(word, word)
    for suffix in (".xlsx", ".zip", ".ods"):
        for share in (0.1, 0.5, 0.9, 0.99):
            made[f"cut-{int(share * 100)}{suffix}"] = cut(share, suffix)
        for seed in range(3):
            made[f"flipped-{seed}{suffix}"] = flipped(seed, suffix)
    ways: dict[str, Callable[[str], Write]] = {
        "text": text,
        "bytes": lambda content: text(content.encode("latin-1")),
        "calendar": ics,
        "event": lambda content: ics(EVENT.format("1", content)),
        "rows": lambda content: xlsx({"touches": GOOD + content}),
        "ods": ods,
    }
    ways |= {"slow": text, "slow_rows": ways["rows"]} if slow else {}
    for part, way in ways.items():
        made |= {name: way(whole(pieces)) for name, pieces in DATA[part].items()}
    for name, parts in DATA["parts"].items():
        made[name] = packed({part: whole(pieces) for part, pieces in parts.items()})
    made |= {name: link(target) for name, target in DATA["links"].items()}
    good = {"touches": GOOD}
    made |= {
        "twice.xlsx": xlsx(good, {"xl/workbook.xml": "<workbook/>"}),
        "self.xlsx": xlsx(good, {"xl/worksheets/_rels/s1.xml.rels": XML["to_itself"]}),
        "shared-strings.xlsx": xlsx({"touches": XML["a_string"]}, {"xl/sharedStrings.xml": XML["no_strings"]}),
        "style.xlsx": xlsx({"touches": XML["a_style"]}),
        "sheet-name.xlsx": xlsx({"\x01bad\x1b[31m": GOOD}),
        "long-sheet-name.xlsx": xlsx({"n" * 5_000: GOOD}),
        "columns-20000.csv": text(fields(20_000) + "\n" + "1," * 20_000 + "\n"),
        "columns-16000.csv": text(fields(16_000) + "\n" + "1," * 16_000 + "\n"),
        "ragged.csv": text(fields(16_000) + "\n" + "1\n" * 50_000),
        "random.csv": text(bytes((n * 7919 + n // 251) % 256 for n in range(200_000))),
        "gz-bomb.csv.gz": _gz_bomb,
        "zip-many.zip": packed({f"{n}.csv": "" for n in range(5_001)}),
    }  # fmt: skip
    if slow:
        dates = ",".join(
            f"2026{n % 12 + 1:02d}{n % 28 + 1:02d}T{n % 24:02d}{n % 60:02d}{n // 60 % 60:02d}Z"
            for n in range(500_000)
        )
        guests = "".join(f"ATTENDEE;CN=a{n}:mailto:a{n}@x.example\r\n" for n in range(100_000))
        made |= {
            "columns-1000000.csv": text(fields(1_000_000) + "\n" + "1," * 1_000_000 + "\n"),
            "sheet-2-gb.xlsx": xlsx({"touches": blank_rows(2_000)}),
            "sheet-300-mb.xlsx": xlsx({"touches": (row(n, {"A": str(n * 7919 % 9973)}) for n in range(1, 4_000_000))}),
            "shared-formulas.xlsx": xlsx({"touches": GOOD + "".join(XML["a_shared_formula"].format(n=n) for n in range(9, 60_000))}),
            "sheets-20000.xlsx": xlsx({f"s{n}": row(1, {"A": "x"}) for n in range(20_000)}),
            "sheets-500.xlsx": xlsx({f"s{n}": GOOD for n in range(500)}),
            "columns-16384.xlsx": xlsx({"touches": "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 16_384}</row>' for n in range(1, 60))}),
            "rdate.ics": ics(EVENT.format("1", f"RDATE:{dates}\r\n")),
            "events-200000.ics": ics("".join(EVENT.format(n, "") for n in range(200_000))),
            "attendees.ics": ics(EVENT.format("1", guests)),
            "headers.csv": text("\n".join("Email Address,Opens," * 200 for _ in range(5_000))),
            "long-regex.csv": text("a,b\n" + ("a@" * 50_000 + ",1\n") * 20),
        }  # fmt: skip
    return made


def _gz_bomb(place: Path) -> None:
    import gzip

    with gzip.open(place, "wb", 9) as stream:
        for _ in range(600):
            stream.write(b"0" * 1_000_000)


def write(folder: Path, slow: bool = True) -> list[Path]:
    """Write the cases that the system lets be written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, how in cases(slow).items():
        try:
            how(folder / name)
        except OSError:
            continue
        written.append(folder / name)
    return written


if __name__ == "__main__":
    print(len(write(Path(sys.argv[1]))))
