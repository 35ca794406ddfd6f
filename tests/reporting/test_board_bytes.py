"""Every byte of the board copy: unzipped, decoded, and searched for everybody the sample knows."""

from __future__ import annotations

import base64
import io
import json
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks._files import texts, uncarried
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
    names, ids = people(sample)
    assert len(names) > 1500 and len(ids) > 1000
    return names, ids


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_byte_of_the_board_copy_tells_of_anybody(
    reports: Path, known: tuple[set[str], set[str]], variant: str
) -> None:
    files = _copy(reports, variant, "board")
    assert {file.suffix for file in files} == {".html", ".pdf", ".xlsx", ".pptx", ".docx", ".json"}
    for file in files:
        assert search(file.name, file.read_bytes(), *known) == {}, file
    assert variant != "Letter-en" or uncarried(files[0].parent) == []


def test_the_same_search_finds_the_people_of_the_private_copy(
    reports: Path, known: tuple[set[str], set[str]], sample: Tables
) -> None:
    shown = {"04_people"}
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
