"""The bytes of a board copy: whatever a name hides in, it is found."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib

import pytest

from engagekit.disclosure import Names
from engagekit.figures.theme import plotly_js
from engagekit.reporting.board_gate import hits, texts, without_hits

NAMES = Names()
NAMES.add("Zoë Côté")
NAMES.add("zoe.cote@firm.example", alone=True)


def _zip(name: str, data: bytes) -> bytes:
    room = io.BytesIO()
    with zipfile.ZipFile(room, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
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
    "printed.pdf": _letters("Zoë Côté said so"),
    "link.html": b'<a href="mailto:zoe.cote%40firm.example">',
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_name_is_found_in_any_file(name: str) -> None:
    assert hits({name: PLANTED[name]}, NAMES)
    assert without_hits({name: PLANTED[name], "fine.html": b"ok"}, NAMES) == (
        {"fine.html": b"ok"},
        (name,),
    )


def test_what_draws_live_figures_is_not_looked_through_unless_a_word_of_it_is_another() -> None:
    library = plotly_js().encode()
    page = b"<script>%s</script>"
    assert max(map(len, texts(page % library))) < 100
    assert hits(
        {"altered.html": page % library.replace(b";", b"/*zoe.cote@firm.example*/;", 1)}, NAMES
    )
    around = "Zoë".encode() + library + "Côté".encode()
    assert hits({"around.html": around, "beside.html": library + SVG}, NAMES).keys() == {
        "around.html", "beside.html",
    }  # fmt: skip


def test_files_that_name_nobody_are_left_alone() -> None:
    files = {"a.html": b"<p>Zoe asked; Cote answered</p>", "b.xlsx": _zip("a.xml", b"<t>none</t>")}
    assert without_hits(files, NAMES) == (files, ())


def test_where_the_numbers_name_somebody_nothing_is_left() -> None:
    files = {"results.json": PLANTED["escaped.json"], "a.html": b"ok"}
    assert without_hits(files, NAMES) == ({}, ("results.json", "a.html"))


def _pdf(facts: bytes, stream: bytes) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<<" + facts + b">>\nstream\n" + stream + b"\nendstream\nendobj\n"


def test_packed_bytes_and_the_shapes_of_letters_name_nobody() -> None:
    names = Names()
    names.add_all(["Mei Ng"])
    spelt = b"\x9c M. Ng \x00"
    assert hits({"a.pdf": _pdf(b"/Length 9", b"q" + spelt)}, names)  # not packed: a text
    packed = zlib.compressobj(0)  # stored as it is: packed bytes that spell a name
    data = packed.compress(spelt) + packed.flush()
    assert spelt in data
    assert hits({"a.pdf": _pdf(b"/Length 9", data)}, names)
    for facts in (b"/Length 9 /Length1 9", b"/Subtype /Image /Length 9"):
        assert not hits({"a.pdf": _pdf(facts, data)}, names)


def test_what_packed_bytes_spell_by_chance_is_no_name() -> None:
    text = " ".join(str(number**3) for number in range(400)).encode()
    packed = zlib.compress(text)
    names = Names()
    spelt = re.search(rb"\W([a-zA-Z]{2,}\W[a-zA-Z]+)\W", packed)
    assert spelt
    names.add(spelt[1].decode("cp1252", "replace"))
    assert names.found(packed.decode("latin-1"))
    assert not hits({"a.pdf": _pdf(b"/Filter /FlateDecode", packed)}, names)
    for start, is_named in ((b"wOF2", False), (b"\x89PNG", True)):
        page = b"<style>url(data:x;base64," + base64.b64encode(start + packed) + b")</style>"
        assert bool(hits({"a.html": page}, names)) is is_named


def test_a_part_of_a_name_of_two_is_no_name() -> None:
    names = Names()
    names.add_all(["Liam O'Leary"])
    assert names.found("by L. O'Leary") and names.found("O'Leary, L.")
    assert not names.found("see L. o and O. l")
