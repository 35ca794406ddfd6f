"""What is left of one person in every file of a project."""

from __future__ import annotations

import base64
import io
import json
import quopri
import zipfile
import zlib
from pathlib import Path

import pytest

from engagekit.cli.app import main
from engagekit.errors import UsageError
from engagekit.reporting.board_gate import texts
from engagekit.reporting.forget import forget

STAFF = """Employee ID,Name,Email,Department,Role,Start date
E1001,Jane Roe,jane.roe@firm.example,Tax,Clerk,2024-01-02
E1002,Ann Poe,ann.poe@firm.example,Tax,Clerk,2024-01-02
E1003,Ann Poe,ann.poe2@firm.example,Tax,Clerk,2024-01-02
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("ENGAGEKIT_CACHE")
    (tmp_path / "data").mkdir()
    (tmp_path / "engagekit.toml").write_text('[project]\ndata = "data"\n', encoding="utf-8")
    (tmp_path / "data" / "contacts.csv").write_text(STAFF, encoding="utf-8")
    for name, text in (
        ("reports/2026-27_Q2/private/actions.html", "<p>See Jane&nbsp;Roe</p>"),
        ("reports/2026-27_Q2/private/brief.html", "<p>Nobody</p>"),
        ("notebooks/notes.md", "first\nask jane.roe@firm.example\n"),
    ):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path


def _found(home: Path, person: str, *, dry_run: bool = False) -> tuple[list[str], dict[str, str]]:
    found = forget(home, person, dry_run=dry_run)
    removed = [path.relative_to(home).as_posix() for path in found.removed]
    return removed, {path.relative_to(home).as_posix(): at for path, at in found.left}


@pytest.mark.parametrize("person", ["E1001", "JANE.ROE@firm.example", "Jane Roe"])
def test_what_was_written_goes_and_what_was_given_is_named(project: Path, person: str) -> None:
    removed, left = _found(project, person)
    assert removed == ["reports/2026-27_Q2/private/actions.html"]
    assert left == {"data/contacts.csv": "2", "notebooks/notes.md": "2"}
    assert not (project / removed[0]).exists()
    assert (project / "reports/2026-27_Q2/private/brief.html").exists()


def test_a_dry_run_removes_nothing(project: Path) -> None:
    removed, _ = _found(project, "E1001", dry_run=True)
    assert (project / removed[0]).exists()


@pytest.mark.parametrize(("person", "who"), [("Bob Low", "nobody"), ("Ann Poe", "2 people")])
def test_nobody_or_several_are_refused(project: Path, person: str, who: str) -> None:
    with pytest.raises(UsageError, match=who):
        forget(project, person)


ZOE = "E1004,Zoë Côté-Roy,zoe.cote@firm.example,Tax,Clerk,2024-01-02\n"
SAID = "Zoë Côté-Roy said so"


def _zip(name: str, text: str) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return room.getvalue()


def _letters(text: str) -> bytes:
    """Return a PDF as browsers print it: a letter at a time, in the codes of its font."""
    signs = sorted({*text} - {*"abcdefghijklmnopqrstuvwxyz"})
    code = {sign: at for at, sign in enumerate(signs, 1)} | {
        chr(97 + at): 0x80 + at for at in range(26)
    }
    table = "".join(f"<{code[sign]:02X}> <{ord(sign):04X}>\n" for sign in signs)
    font = (f"begincmap\n{len(signs)} beginbfchar\n{table}endbfchar\n"
            "1 beginbfrange\n<80> <99> <0061>\nendbfrange\nendcmap")  # fmt: skip
    page = "BT\n/F4 14 Tf\n" + "".join(f"<{code[one]:02X}> Tj\n6.4 0 Td " for one in text) + "ET"
    streams = (
        b"stream\n" + zlib.compress(part.encode()) + b"\nendstream\n" for part in (page, font)
    )
    return b"%PDF-1.4\n" + b"".join(streams)


FORMATS = {
    "export.csv": (f"who\n{SAID}\n".encode(), "2"),
    "excel.csv": (f"who\n{SAID}\n".encode("cp1252"), "2"),
    "teams.csv": (f"who\n{SAID}\n".encode("utf-16"), None),
    "marked.csv": (f"who\n{SAID}\n".encode("utf-8-sig"), "2"),
    "book.xlsx": (_zip("xl/sharedStrings.xml", f"<t>{SAID}</t>"), ""),
    "deck.pptx": (_zip("ppt/slide1.xml", "<a:t>Zoë</a:t> <a:t>Côté-Roy</a:t>"), ""),
    "turned.csv": ("who,day\n\"Côté-Roy, Zoë\",1\n".encode(), "2"),
    "old.xls": (b"\xd0\xcf\x11\xe0" + SAID.encode("utf-16-le"), None),
    "page.html": (b"<p>Zo&euml; C&ocirc;t&eacute;-Roy</p>", "1"),
    "link.html": (b'<a href="mailto:zoe.cote%40firm.example">', "1"),
    "results.json": (json.dumps({"who": SAID}).encode(), "1"),
    "notebook.ipynb": (json.dumps({"cells": [{"source": [SAID]}]}).encode(), "1"),
    "picture.svg": (b"<svg>base64," + base64.b64encode(f"<desc>{SAID}</desc>".encode()), "1"),
    "meetings.ics": ("BEGIN:VCALENDAR\r\nATTENDEE;CN=Zoë Cô\r\n té-Roy:x\r\n".encode(), None),
    "mail.eml": (b"Content-Transfer-Encoding: quoted-printable\n\n"
                 + quopri.encodestring(SAID.encode()), None),
    "facts.pdf": (b"%PDF-1.4 stream\n" + zlib.compress(b"(zoe.cote@firm.example) Tj")
                  + b"\nendstream", ""),
    "printed.pdf": (_letters(SAID), ""),
}  # fmt: skip


def test_one_person_is_found_in_every_format_and_nobody_in_its_neighbour(project: Path) -> None:
    staff = project / "data" / "contacts.csv"
    staff.write_text(staff.read_text("utf-8") + ZOE, encoding="utf-8")
    for place in ("reports/2026-27_Q2/board", "reports/2026-27_Q2/private", ".engagekit", "given"):
        (project / place).mkdir(parents=True, exist_ok=True)
        for name, (data, _) in FORMATS.items():
            (project / place / name).write_bytes(data)
            (project / place / f"other {name}").write_bytes(b"Zoe Cote spoke; Roy did not")
    removed, left = _found(project, "zoe.cote@firm.example")
    written = {path for path in removed if not path.rpartition("/")[2].startswith("other")}
    assert len(written) == len(removed) == 3 * len(FORMATS)
    given = {path.removeprefix("given/"): at for path, at in left.items() if "given/" in path}
    assert given.keys() == FORMATS.keys()
    for name, (_, lines) in FORMATS.items():
        assert lines is None or given[name] == lines, name
    again, _ = _found(project, "E1004")
    assert again == []
    for place in project.glob("reports/**/*"):
        if place.is_file():
            assert not any("cote roy" in text.casefold() for text in texts(place.read_bytes()))


@pytest.mark.parametrize(("files", "lines"), [(20, 20), (21, 1)])
def test_many_files_of_one_folder_are_one_line(
    files: int, lines: int, project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    cache = tmp_path.parent / f"{tmp_path.name}-cache"  # outside the project
    cache.mkdir()
    for at in range(files):
        (cache / f"{at}.section").write_bytes(b"x")
    monkeypatch.setenv("ENGAGEKIT_CACHE", str(cache))
    with pytest.raises(SystemExit):
        main(["forget", "E1001", "--project", str(project), "--dry-run"])
    said = [line for line in capsys.readouterr().out.splitlines() if str(cache) in line]
    assert len(said) == lines and ("21 files" in said[0]) == (lines == 1)
