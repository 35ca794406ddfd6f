"""Bytes to text, and text to rows of cells: encodings, delimiters, quotes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

import pandas as pd

DELIMITERS = (",", ";", "\t", "|")
PIECE = 50_000
"""Rows that stand as lists at once."""
_SEPARATOR = re.compile(r"^sep=.?$")


def decode(raw: bytes) -> tuple[str, str]:
    r"""Decode bytes to text, a BOM taken off: by BOM, NULs, strict UTF-8, then cp1252.

    Examples
    --------
    >>> decode("é".encode("cp1252")), decode("\ufeffé".encode("utf-16-le"))
    (('é', 'cp1252'), ('é', 'utf-16'))
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace").lstrip("\ufeff"), "utf-16"
    if raw[:3] == b"\xef\xbb\xbf":
        try:
            return raw[3:].decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return raw[3:].decode("cp1252", errors="replace"), "cp1252"
    sample = raw[:4096]
    if sample.count(b"\x00") > len(sample) // 4:
        little = sample[1::2].count(b"\x00") >= sample[::2].count(b"\x00")
        return raw.decode("utf-16-le" if little else "utf-16-be", errors="replace"), "utf-16"
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"


def parse(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a text; quotes are honoured, NULs and a ``sep=`` line taken off."""
    csv.field_size_limit(16 * 1024 * 1024)
    clean = text.replace("\x00", "").rstrip("\x1a")  # the last sign some old systems write
    raw = io.BytesIO(clean.encode("utf-8", "surrogatepass"))  # StringIO takes four bytes a sign
    lines = io.TextIOWrapper(raw, "utf-8", "surrogatepass", newline="")
    rows = csv.reader(lines, delimiter=delimiter)
    for row in islice(rows, 1):
        yield [""] if len(row) == 1 and _SEPARATOR.match(row[0].strip()) else row
    yield from rows


def sniff(text: str) -> str:
    r"""Return the delimiter that cuts the head of a text into the widest consistent table.

    ``text``: perhaps with title lines, ``sep=`` or ``#TYPE`` above the header.

    Examples
    --------
    >>> sniff("a;b;c\n1,5;2;3")
    ';'
    """
    head = text[:65536]
    stated = re.match(r"^\s*\"?sep=(.)\"?\s*[\r\n]", head)
    if stated:
        return stated[1]
    best, best_score = ",", -1.0
    for delimiter in DELIMITERS:
        if delimiter not in head:
            continue
        rows = [
            row for row in islice(parse(head, delimiter), 60) if any(cell.strip() for cell in row)
        ]
        widths = [len(row) for row in rows[:-1] or rows]
        if max(widths, default=0) < 2:
            continue
        score = max(
            width * (widths.count(width) / len(widths)) ** 0.5
            for width in set(widths)
            if width > 1 or max(widths) == 1
        )
        if score > best_score:
            best, best_score = delimiter, score
    return best


def size_of(rows: Iterable[list[str]]) -> tuple[int, int]:
    """Return how many rows there are, and the cells of the widest."""
    count = widest = 0
    for row in rows:
        count, widest = count + 1, max(widest, len(row))
    return count, widest


def frame_of(rows: Iterator[list[str]], width: int) -> pd.DataFrame:
    """Return ragged rows as a frame of text, made piece by piece: lists of texts are large."""
    pieces, empty = [], pd.DataFrame(index=pd.RangeIndex(0))
    while piece := list(islice(rows, PIECE)):
        columns = {
            index: pd.array([row[index] if index < len(row) else "" for row in piece], dtype="str")
            for index in range(width)
        }
        pieces.append(pd.DataFrame(columns, index=pd.RangeIndex(len(piece))))
    return pd.concat(pieces, ignore_index=True) if len(pieces) > 1 else next(iter(pieces), empty)
