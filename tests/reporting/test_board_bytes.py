"""Every byte of the board copy: unzipped, decoded, and searched for everybody the sample knows."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engagekit.tables.tables import Tables

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VARIANTS = ("Letter-en", "A4-en", "Letter-fr")
SHORTEST = 6
"""Letters of a name or an address; "Li" alone is a syllable of many words."""
NAMES = {
    "contacts": ("display_name", "email"), "aliases": ("alias",),
    "touches": ("display_name", "email"), "attendance": ("display_name", "email"),
    "invitations": ("email",),
}  # fmt: skip
IDS = {
    "contacts": ("contact_id",), "respondents": ("respondent_id",), "aliases": ("alias",),
    "touches": ("touch_id",),
}  # fmt: skip
ARRAY = re.compile(r'\{"dtype":\s*"(\w+)",\s*"bdata":\s*"([A-Za-z0-9+/=]+)"')
BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")


def _folded(text: str) -> str:
    """A text as it is compared: no case, no accents of a kind, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold())


def people(tables: Tables) -> tuple[set[str], set[str]]:
    """Names and addresses, which are looked for anywhere; ids, which are looked for as words."""
    names: set[str] = set()
    for table, columns in NAMES.items():
        for column in columns:
            given = tables.frames[table][column].dropna().astype("str")
            names.update(_folded(text).strip() for text in given)
    for given, family in (name.rsplit(" ", 1) for name in list(names) if " " in name):
        names.add(f"{family}, {given}")
    names = {name for name in names if len(name) >= SHORTEST and not name.isdigit()}
    ids = {
        _folded(str(one)).strip()
        for table, columns in IDS.items()
        for column in columns
        for one in tables.frames[table][column].dropna()
    }
    return names, {one for one in ids if len(one) >= 5}


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Everything a file says: its parts unzipped, its arrays decoded, its properties read."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                yield f"{name}!name", part.filename + part.comment.decode("utf-8", "replace")
                yield from texts(f"{name}!{part.filename}", archive.read(part))
        return
    if data[:5] == b"%PDF-":
        yield from _pdf(name, data)
        return
    plain = data.decode("utf-8", "replace")
    read = html.unescape(plain)
    yield name, read
    yield f"{name} without tags", html.unescape(re.sub(r"<[^>]+>", "", plain))
    yield f"{name} escapes", re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), read)
    for dtype, array in ARRAY.findall(read):
        values = np.frombuffer(base64.b64decode(array), np.dtype(dtype))
        yield f"{name} array", " ".join(f"{value:.10g}" for value in values.tolist())
    for found in BASE64.findall(data):
        decoded = base64.b64decode(found[: len(found) // 4 * 4])
        yield f"{name} base64", decoded.decode("utf-8", "replace")


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The words of a PDF, its properties, and every stream and string of it."""
    for command in (["pdftotext", "-raw", "-", "-"], ["pdftotext", "-layout", "-", "-"]):
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        yield f"{name} words", done.stdout.decode("utf-8", "replace")
    for text in re.findall(rb"<(?:FEFF|feff)([0-9A-Fa-f]+)>", data):
        yield f"{name} properties", bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    plain = re.sub(
        rb"startxref\s+\d+|/Prev \d+|\b\d{10} \d{5} [nf]\b", b"", data
    )  # where its parts begin
    yield f"{name} raw", plain.decode("latin-1")
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield f"{name} stream", zlib.decompressobj().decompress(stream).decode("latin-1")
        except zlib.error:
            continue


def search(name: str, data: bytes, names: set[str], ids: set[str]) -> dict[str, str]:
    """What of the people stands in a file, and where it was seen first."""
    found: dict[str, str] = {}
    heads: dict[str, list[str]] = {}
    for one in names:
        heads.setdefault(one[:SHORTEST], []).append(one)
    seen: set[str] = set()
    for place, text in texts(name, data):
        folded = _folded(f"{place} {text}" if place.endswith("!name") else text)
        if folded in seen:
            continue
        seen.add(folded)
        for one in ids & set(re.findall(r"[^\W_](?:[\w.@-]*\w)?", folded)):
            found.setdefault(one, place)
        pieces = {folded[at : at + SHORTEST] for at in range(len(folded))}
        for head in heads.keys() & pieces:  # a name is looked for where it can begin at all
            for one in heads[head]:
                if one in folded:
                    found.setdefault(one, place)
    return found


def _copy(reports: Path, variant: str, audience: str) -> list[Path]:
    folder = next((reports / f"quarterly_report-{variant}").glob(f"*/{audience}"))
    return sorted(file for file in folder.rglob("*") if file.is_file())


@pytest.fixture(scope="module")
def known(sample: Tables) -> tuple[set[str], set[str]]:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext of poppler")
    names, ids = people(sample)
    assert len(names) > 1500 and len(ids) > 1000
    return names, ids


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_byte_of_the_board_copy_tells_of_anybody(
    reports: Path, known: tuple[set[str], set[str]], variant: str
) -> None:
    files = _copy(reports, variant, "board")
    assert {file.suffix for file in files} == {".html", ".pdf", ".xlsx", ".pptx", ".json"}
    for file in files:
        assert search(file.name, file.read_bytes(), *known) == {}, file


def test_the_same_search_finds_the_people_of_the_private_copy(
    reports: Path, known: tuple[set[str], set[str]], sample: Tables
) -> None:
    shown = {"03_touches_and_trust", "04_champions", "07_followup_and_stories"}
    for notebook in shown:
        folder = next((reports / f"{notebook}-Letter-en").glob("*/private"))
        for suffix in (".html", ".ipynb"):
            file = next(folder.glob(f"*{suffix}"))
            found = search(file.name, file.read_bytes(), *known)
            full = {_folded(name) for name in sample.contacts["display_name"].dropna()}
            assert len(full & set(found)) >= 3, file
            assert len(known[1] & set(found)) >= 3 or suffix == ".html", file


@pytest.mark.parametrize("place", ["chart", "workbook", "property", "array", "split", "escape"])
def test_a_name_planted_anywhere_is_found(place: str) -> None:
    names, ids = {"jane planted", "jane.planted@bank.example"}, {"204010"}
    planted: dict[str, Any] = {
        "chart": ("ppt/charts/chart1.xml", "<c:v>Jane Planted</c:v>", "jane planted"),
        "workbook": ("xl/a.xlsx", _zipped("s.xml", "<t>Jane&#32;Planted</t>"), "jane planted"),
        "property": ("docProps/core.xml", "by JANE.PLANTED@bank.example", "jane.planted@bank.example"),
        "array": ("p.json", json.dumps({"dtype": "i4", "bdata": base64.b64encode(
            np.array([7, 204010], "i4").tobytes()).decode()}), "204010"),
        "split": ("s.xml", "<a:t>Jane</a:t><a:t> Planted</a:t>", "jane planted"),
        "escape": ("r.json", r'"\u004aane Planted"', "jane planted"),
    }  # fmt: skip
    name, text, what = planted[place]
    assert set(search("x.pptx", _zipped(name, text), names, ids)) == {what}


def test_a_number_that_only_holds_an_id_is_none() -> None:
    assert search("x", b"1204010 2040105 x204010", {"jane planted"}, {"204010"}) == {}


def _zipped(name: str, text: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, text)
    return out.getvalue()
