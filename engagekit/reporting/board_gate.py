"""The last look at a board copy: every byte of every file, for whatever names somebody."""

import base64
import binascii
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from engagekit.disclosure import Names
from engagekit.figures.theme import plotly_js
from engagekit.reporting.writers import RESULTS

_TAG = re.compile(r"<[^>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DATA = re.compile(rb"base64,([A-Za-z0-9+/=\s]{24,})")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHAPES = re.compile(rb"/Length1\b|/Subtype\s*/Image\b")
"""What tells the streams of a PDF that hold the shapes of letters or a picture: no text."""
_FACES = (b"wOF2", b"wOFF", b"OTTO", b"\x00\x01\x00\x00")
"""How the files of type faces begin."""
_LITERAL = re.compile(r"\(((?:\\.|[^()\\])*)\)")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(r"<([0-9A-Fa-f]+)>")
_SET = re.compile(r"<([0-9A-Fa-f\s]*)>|\bET\b")
WIDEST = 0xFFFF
"""Letters of a font in one range of its codes."""
AROUND = 64
"""Letters around an escape of an address that are read with it: no name is longer."""
DEEPEST = 4
"""Files within files that are opened: a picture in a page in a zip is three."""


def texts(data: bytes, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a file: as it stands, unescaped, without tags, and what lies within it."""
    if depth > DEEPEST or data.startswith(_FACES):
        return
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield member
                yield from texts(archive.read(member), depth + 1)
        return
    if data.startswith(b"%PDF"):
        yield from _of_pdf(data)
        return
    if b"plotly.js v" in data:  # what everybody has tells of nobody
        data = data.replace(plotly_js().encode(), b" ")
    text = data.decode("utf-8", "replace")
    plain = html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    yield plain
    if "<" in plain:
        yield _TAG.sub("", plain)
        yield _TAG.sub(" ", plain)
    yield from _addresses(plain)
    for match in _DATA.finditer(data):
        try:
            yield from texts(base64.b64decode(match[1], validate=False), depth + 1)
        except (binascii.Error, ValueError):
            continue


def _addresses(text: str) -> Iterator[str]:
    """Yield what stands around the escapes of addresses ("zoe%40firm.example"), without them."""
    start = end = 0
    for match in _PERCENT.finditer(text):
        if match.start() - AROUND > end:
            yield unquote(text[start:end])
            start = match.start() - AROUND
        end = match.end() + AROUND
    yield unquote(text[start:end])


def _of_pdf(data: bytes) -> Iterator[str]:
    """Yield the strings of a PDF: its facts, its alternatives, and the text on its pages."""
    # A browser sets text letter by letter, in codes of which each font says what they mean. Which
    # font sets which letters is not looked at: every page is read by every font
    parts, end = [b""], 0
    for match in _STREAM.finditer(data):
        start, stream = match.span(1)[0], match[1].strip(b"\r\n")
        facts = data[data.rfind(b" obj", end, start) + 1 : start] if end < start else b""
        if not _SHAPES.search(facts):
            try:
                parts.append(zlib.decompress(stream))
            except zlib.error:
                continue  # written as it is
        parts[0] += data[end:start]  # not what is packed: by chance it spells a short name
        end = match.end(1)
    parts[0] += data[end:]
    every = [part.decode("latin-1") for part in parts]
    fonts = [codes for text in every if "begincmap" in text if (codes := _codes(text))]
    for text in every:
        yield text
        if "Tj" in text or "TJ" in text:
            yield from (_set_in(text, codes) for codes in fonts)
        yield "".join(_LITERAL.findall(text))
        for literal in re.findall(r"<([0-9A-Fa-f\s]{8,})>", text):
            raw = re.sub(r"\s", "", literal)
            if raw.upper().startswith("FEFF") and len(raw) % 4 == 0:
                yield bytes.fromhex(raw).decode("utf-16", "replace")


def _codes(text: str) -> dict[str, str]:
    """Return the letters of a font by their codes, as its ToUnicode map gives them."""
    found: dict[str, str] = {}
    for kind, block in _BLOCK.findall(text):
        numbers = _HEX.findall(block)
        step = 2 if kind == "bfchar" else 3
        for code, *ends, letter in zip(*(numbers[at::step] for at in range(step)), strict=False):
            first = int(code, 16)
            for at in range(min(int(ends[0], 16) - first, WIDEST) + 1 if ends else 1):
                raw = f"{int(letter, 16) + at:0{len(letter)}X}"
                sign = (
                    bytes.fromhex(raw).decode("utf-16-be", "replace") if len(raw) % 4 == 0 else ""
                )
                found[f"{first + at:0{len(code)}X}"] = sign
    return found


def _set_in(text: str, codes: Mapping[str, str]) -> str:
    """Return what a page says if it is set in a font, a space between its blocks of text."""
    width = len(next(iter(codes)))
    pieces = []
    for match in _SET.finditer(text):
        raw = re.sub(r"\s", "", match[1] or "").upper()
        signs = (codes.get(raw[at : at + width], "") for at in range(0, len(raw), width))
        pieces.append(" " if match[1] is None else "".join(signs))
    return "".join(pieces)


def hits(files: Mapping[str, bytes], names: Names) -> dict[str, list[str]]:
    """Return the files of a board copy that name somebody, with what stands in them."""
    found = {
        name: sorted({hit for text in texts(data) for hit in names.found(text)})
        for name, data in files.items()
    }
    return {name: what for name, what in found.items() if what}


def without_hits(
    files: Mapping[str, bytes], names: Names
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return a board copy without the files that name somebody, and their names.

    Where the numbers themselves do, none is left.
    """
    bad = hits(files, names)
    if RESULTS in bad:
        return {}, tuple(files)
    return {name: data for name, data in files.items() if name not in bad}, tuple(bad)
