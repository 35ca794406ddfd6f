"""The bytes of a board copy: whatever a name hides in, it is found."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib

import pytest

from engagekit.disclosure import Names
from engagekit.reporting.board_gate import hits, without_hits

NAMES = Names()
NAMES.add("Zoë Côté")
NAMES.add("zoe.cote@firm.example", alone=True)


def _zip(name: str, data: bytes) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return room.getvalue()


SVG = "<svg><desc>Reach of Zoë Côté</desc></svg>".encode()
PLANTED = {
    "plain.html": "<p>Zoë Côté</p>".encode(),
    "entities.html": b"<p>Zo&euml; C&ocirc;t&eacute;</p>",
    "split.html": "<text><tspan>Zoë</tspan> <tspan>Côté</tspan></text>".encode(),
    "alternative.html": '<img alt="Zoë Côté">'.encode(),
    "picture.html": b"<img src='data:image/svg+xml;base64," + base64.b64encode(SVG) + b"'>",
    "escaped.json": json.dumps({"a": "Zoë Côté"}).encode(),
    "address.json": b'{"a": "zoe.cote@firm.example"}',
    "book.xlsx": _zip("xl/sharedStrings.xml", "<si><t>Côté, Zoë; Zoë Côté</t></si>".encode()),
    "deck.pptx": _zip("ppt/embeddings/a.xlsx", _zip("x.xml", "<t>Zoë Côté</t>".encode())),
    "member.xlsx": _zip("xl/Zoë Côté.xml", b""),
    "facts.pdf": b"%PDF-1.4 /Title <feff" + "Zoë Côté".encode("utf-16-be").hex().encode() + b">",
    "stream.pdf": b"%PDF-1.4 stream\n"
    + zlib.compress(b"BT (zoe.cote@firm.example) Tj ET")
    + b"\nendstream",
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_name_is_found_in_any_file(name: str) -> None:
    assert hits({name: PLANTED[name]}, NAMES)
    assert without_hits({name: PLANTED[name], "fine.html": b"ok"}, NAMES) == (
        {"fine.html": b"ok"},
        (name,),
    )


def test_files_that_name_nobody_are_left_alone() -> None:
    files = {"a.html": b"<p>Zoe asked; Cote answered</p>", "b.xlsx": _zip("a.xml", b"<t>none</t>")}
    assert without_hits(files, NAMES) == (files, ())


def test_where_the_numbers_name_somebody_nothing_is_left() -> None:
    files = {"results.json": PLANTED["escaped.json"], "a.html": b"ok"}
    assert without_hits(files, NAMES) == ({}, ("results.json", "a.html"))
