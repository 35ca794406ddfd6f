"""Files that are made to do harm, or that only look so: one a case, written by a seeded script.

``python -m tests.hostile.cases FOLDER`` writes them all; ``tests/hostile/run.py`` measures them.
"""

from __future__ import annotations

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

Write = Callable[[Path], object]
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TOUCHES = ["contact_id", "on", "channel", "begun_by", "two_way"]
HEAD = ",".join(TOUCHES) + "\n"
EVENT = "BEGIN:VEVENT\r\nUID:{0}\r\nDTSTART:20260901T090000Z\r\nDTEND:20260901T100000Z\r\nSUMMARY:s\r\n{1}END:VEVENT\r\n"


def xlsx(sheets: dict[str, str | Iterator[str]], more: dict[str, str] | None = None) -> Write:
    """A workbook of raw XML: title to what stands in its sheetData, or in the sheet where it begins with <?."""

    def write(place: Path) -> None:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("[Content_Types].xml", TYPES)
            parts.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            )
            names = "".join(
                f'<sheet name="{escape(title)}" sheetId="{at}" r:id="r{at}"/>'
                for at, title in enumerate(sheets, 1)
            )
            parts.writestr(
                "xl/workbook.xml",
                f'<workbook {NS} xmlns:r="{REL}"><sheets>{names}</sheets></workbook>',
            )
            links = "".join(
                f'<Relationship Id="r{at}" Type="{REL}/worksheet" Target="worksheets/s{at}.xml"/>'
                for at in range(1, len(sheets) + 1)
            )
            parts.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>',
            )
            for at, body in enumerate(sheets.values(), 1):
                with parts.open(f"xl/worksheets/s{at}.xml", "w", force_zip64=True) as stream:
                    stream.write(f"<worksheet {NS}><sheetData>".encode())
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
    for n, cells in enumerate(
        [TOUCHES, *([str(100 + n), "2026-09-01", "desk", "contact", "yes"] for n in range(5))], 1
    )
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
    def write(place: Path) -> None:
        with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as parts:
            for name, content in members.items():
                parts.writestr(name, content)

    return write


def ods(content: str) -> Write:
    head = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        "<office:body><office:spreadsheet>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{head}{content}</office:spreadsheet></office:body></office:document-content>",
        }
    )


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
        sheet = book.active
        assert sheet is not None
        sheet.append(TOUCHES)
        for n in range(50):
            sheet.append([str(100 + n), dt.date(2026, 9, 1), "desk", "contact", "yes"])
        book.save(stream)
        return stream.getvalue()
    if suffix == ".zip":
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("touches.csv", HEAD + "100,2026-09-01,desk,contact,yes\n" * 50)
        return stream.getvalue()
    if suffix == ".ods":
        import tempfile

        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "a.ods"
            lines = [
                TOUCHES,
                *([str(n), "2026-09-01", "desk", "contact", "yes"] for n in range(30)),
            ]
            one = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
            made = ("".join(map(one.format, line)) for line in lines)
            cells = "".join(f"<table:table-row>{line}</table:table-row>" for line in made)
            ods(f'<table:table table:name="touches">{cells}</table:table>')(place)
            return place.read_bytes()
    raise AssertionError(suffix)


def touches(column: str, value: str) -> Write:
    """A list of touches whose rows hold one value in a column."""
    rows = []
    for n in range(6):
        line = {
            "contact_id": str(100 + n),
            "on": "2026-09-01",
            "channel": "desk",
            "begun_by": "contact",
            "two_way": "yes",
            column: value,
        }
        rows.append(
            ",".join(
                '"' + line[name].replace('"', '""') + '"'
                for name in [*TOUCHES, *({column} - set(TOUCHES))]
            )
        )
    head = ",".join([*TOUCHES, *({column} - set(TOUCHES))])
    return text(head + "\n" + "\n".join(rows) + "\n")


def contacts(department: str, name: str = "Ana") -> Write:
    def quoted(value: str) -> str:
        return '"' + value.replace('"', '""') + '"'

    lines = "".join(f"{900 + n},{quoted(name)},{quoted(department)},2020-01-01\n" for n in range(6))
    return text("contact_id,display_name,department,joined_on\n" + lines)


def link(target: str) -> Write:
    return lambda place: place.symlink_to(target)


def fields(count: int) -> str:
    return ",".join(f"c{n}" for n in range(count))


def blank_rows(megabytes: int) -> Iterator[str]:
    piece = '<row r="1"><c r="A1"/></row>' * 37_000
    yield GOOD
    yield from itertools.repeat(piece, megabytes)


DATA: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text("utf-8")
)
VALUES = DATA["values"]


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
    for serial in ("2958466", "1e308", "-1", "99999999999", "NaN"):
        made[f"serial-{serial}.xlsx"] = xlsx(
            {
                "touches": GOOD
                + f'<row r="9"><c r="A9"><v>1</v></c><c r="B9"><v>{serial}</v></c></row>'
            }
        )
    for index, sign in enumerate([*VALUES["controls"], "\ud800"]):
        made[f"control-{index}.csv"] = contacts(f"Tax{sign}Law", f"An{sign}a")
    for index, word in enumerate(VALUES["words"]):
        made[f"word-{index}.csv"] = contacts(word, word)
    for suffix in (".xlsx", ".zip", ".ods"):
        for share in (0.1, 0.5, 0.9, 0.99):
            made[f"cut-{int(share * 100)}{suffix}"] = cut(share, suffix)
        for seed in range(3):
            made[f"flipped-{seed}{suffix}"] = flipped(seed, suffix)
    made |= {name: text(whole(pieces)) for name, pieces in DATA["text"].items()}
    made |= {name: text(whole(one).encode("latin-1")) for name, one in DATA["bytes"].items()}
    made |= {name: ics(whole(pieces)) for name, pieces in DATA["calendar"].items()}
    made |= {name: ics(EVENT.format("1", whole(one))) for name, one in DATA["event"].items()}
    made |= {
        "deep.xlsx": xlsx({"touches": GOOD + "<x>" * 50_000}),
        "entities.xlsx": packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "' + "c" * 1000 + '">' + "".join(f'<!ENTITY b{n} "{f"&b{n - 1 if n else str()};" * 10}">' for n in range(9)) + "]><workbook>&b8;</workbook>"}),
        "outside-entity.xlsx": packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&b;"/></sheets></workbook>'}),
        "no-parts.xlsx": packed({"xl/nothing": ""}),
        "twice.xlsx": xlsx({"touches": GOOD}, {"xl/workbook.xml": "<workbook/>"}),
        "self.xlsx": xlsx({"touches": GOOD}, {"xl/worksheets/_rels/s1.xml.rels": '<Relationship Id="r" Target="s1.xml"/>'}),
        "shared-strings.xlsx": xlsx({"touches": '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>'}, {"xl/sharedStrings.xml": f"<sst {NS}/>"}),
        "style.xlsx": xlsx({"touches": '<row r="1"><c r="A1" s="99999999"><v>1</v></c></row>'}),
        "merge.xlsx": xlsx({"touches": GOOD + '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><sheetData>'}),
        "sheet-name.xlsx": xlsx({"\x01bad\x1b[31m": GOOD}),
        "long-sheet-name.xlsx": xlsx({"n" * 5_000: GOOD}),
        "columns-20000.csv": text(fields(20_000) + "\n" + "1," * 20_000 + "\n"),
        "columns-16000.csv": text(fields(16_000) + "\n" + "1," * 16_000 + "\n"),
        "ragged.csv": text(fields(16_000) + "\n" + "1\n" * 50_000),
        "random.csv": text(bytes((n * 7919 + n // 251) % 256 for n in range(200_000))),
        "gz-bomb.csv.gz": _gz_bomb,
        "zip-bomb.zip": packed({"a.csv": b"0" * 300_000_000}),
        "zip-many.zip": packed({f"{n}.csv": "" for n in range(5_001)}),
        "zip-outside.zip": packed({"../../outside.csv": HEAD}), "zip-root.zip": packed({"/etc/a.csv": HEAD}),
        "zip-in-zip.zip": packed({"a.zip": b"PK\x03\x04"}), "zip-control.zip": packed({"a\x1b[31m.csv": HEAD}),
        "zip-nothing.zip": packed({}), "zip-long.zip": packed({"n" * 300 + ".csv": HEAD}),
        "repeated.ods": ods('<table:table table:name="a"><table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'),
        "repeated-16384.ods": ods('<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'),
        "deep.ods": ods("<table:table>" * 50_000),
        "link-out.csv": link("/etc/passwd"), "link-folder": link("/etc"), "link-loop.csv": link("link-loop.csv"), "link-nowhere.csv": link("/nowhere/at/all.csv"),
    }  # fmt: skip
    if slow:
        made |= {name: text(whole(pieces)) for name, pieces in DATA["slow"].items()}
        made |= {
            "columns-1000000.csv": text(fields(1_000_000) + "\n" + "1," * 1_000_000 + "\n"),
            "sheet-2-gb.xlsx": xlsx({"touches": blank_rows(2_000)}),
            "sheet-300-mb.xlsx": xlsx({"touches": (row(n, {"A": str(n * 7919 % 9973)}) for n in range(1, 4_000_000))}),
            "formulas.xlsx": xlsx({"touches": GOOD + '<row r="9">' + '<c r="A9"><f/>' * 300_000 + "</row>"}),
            "shared-formulas.xlsx": xlsx({"touches": GOOD + "".join(f'<row r="{n}"><c r="A{n}"><f t="shared" ref="A1:XFD1048576" si="0">A1</f><v>1</v></c></row>' for n in range(9, 60_000))}),
            "open-cells.xlsx": xlsx({"touches": GOOD + '<c r="A9" t="e">' * 300_000}),
            "sheets-20000.xlsx": xlsx({f"s{n}": row(1, {"A": "x"}) for n in range(20_000)}),
            "sheets-500.xlsx": xlsx({f"s{n}": GOOD for n in range(500)}),
            "columns-16384.xlsx": xlsx({"touches": "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 16_384}</row>' for n in range(1, 60))}),
            "rdate.ics": ics(EVENT.format("1", "RDATE:" + ",".join(f"2026{n % 12 + 1:02d}{n % 28 + 1:02d}T{n % 24:02d}{n % 60:02d}{n // 60 % 60:02d}Z" for n in range(500_000)) + "\r\n")),
            "events-200000.ics": ics("".join(EVENT.format(n, "") for n in range(200_000))),
            "attendees.ics": ics(EVENT.format("1", "".join(f"ATTENDEE;CN=a{n}:mailto:a{n}@x.example\r\n" for n in range(100_000)))),
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
