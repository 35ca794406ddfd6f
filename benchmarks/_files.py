"""Everything that the files of a board copy say, read as somebody does who has nothing else.

Each statement is a row, a sentence, a point of a chart or a property of a file, with what names it.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import subprocess
import tomllib
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from lxml import etree
from lxml import html as markup

from engagekit.statistics import pooling

ARRAY = re.compile(r'\{"dtype":\s*"(\w+)",\s*"bdata":\s*"([A-Za-z0-9+/=]+)"')
BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
ASIDE = re.compile(
    r"(?:ISO |Z39)[\d.:-]+(?:, \d\.\d)?|\(95%\)|95%(?: interval|\.)|à 95%|"
    r"\$?[A-Z]+\$?\d+:?|\$\d+:\$\d+|"
    rf"(?:FY )?\d{{4}}-\d\d(?:-\d\d)?(?:T[\d:]+Z)?(?: Q\d)?|\bQ\d\b|"
    rf"\b(?:{MONTHS})(?: \d\d?\b)?(?:, \d{{4}})?|\b(?:19|20)\d\d\b|utf-8|over 99%|"
    r"19 surveys of 20|\d+ (?:more rows|autres lignes)|\d+ groups? (?:is|are) not|"
    r"fewer than 5\b|all \d+ findings|"
    r"lines: \$[\d,]+|\(\$0 \$[\d,]+\)|nearest \d+%|"
    r"(?:the axis starts at|l’axe commence à) \$?[\d,.]+%?",
    re.IGNORECASE,
)
"""Numbers of standards, cells, periods, definitions, lines and axes of a chart: they count nobody.

What an axis is drawn for is read where it is drawn."""
NUMBER = re.compile(r"(?<![\w.#])([+-]?)\$?(\d[\d,]*(?:\.\d+)?) ?(%?)(?!\w)")
FRENCH = (
    (re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))"), ""),
    (re.compile(r"(?<![\d+\u2212-])(\d{1,3}) (?=\d{3} \$)"), r"\1"),
    (re.compile(r"(?<=\d),(?=\d)"), "."), (re.compile(r"(\d[\d.]*)[\u00a0\u202f ]\$"), r"$\1"),
    (re.compile(r"(?<=\d)[\u00a0\u202f ](?=%)"), ""),
)  # fmt: skip
"""What turns the numbers of a French text into those of an English one."""
SLIDE, PAGE = re.compile(r"slides/slide\d"), re.compile(r"\s*\d{1,3}\s*")
"""Where the number of a slide stands alone."""
LABEL = re.compile(r"(?:[+−-]?\$?\d[\d,.]*(?:[\u00a0\u202f ]\d{3})*[\u00a0\u202f ]?[%$]?\s*)+")
"""Numbers without a word."""
ROUND = (1, 2, 2.5, 5)
SENTENCES = re.compile(r"(?<=[.!?;])\s+|\n|\s{4,}")
PLAIN = str.maketrans("\u2010\u2011\u2212\u2013\u00a0_", "--- \u0020\u0020", "\u202f")
FACETS = ("value", "n", "base", "low", "high", "at_least", "at_most")
NAME, LONGEST = re.compile(r"[A-ZÀ-Ý].*[^\W\d_]{2}"), 80
"""What may name a group, and its most letters; an answer is a word of any sentence."""
SPLITS = ("answer", "what", "level", "when", "touch_number")
LAYOUT = frozenset(
    ["style", "class", "id", "href", "width", "height", "viewbox", "d", "x", "y", "cx", "cy", "r",
     "rx", "ry", "dy", "transform", "for", "tabindex", "colspan", "rowspan", "src", "clip-path",
     "text-anchor", "name", "type", "role"]
)  # fmt: skip
LOCALE = Path(__file__).parents[1] / "engagekit" / "locale"
FIXED = {float(pooling.SEED)}
"""Numbers of the kit itself that it says: from which its draws begin."""
LETTERS = re.compile(r"[^\W\d_]")
LEAST_LETTERS = 6
"""Letters of words of the kit by which a number among them is its own: "1 " begins any count."""
SLUG = re.compile(r"(?<![\w-])[a-z]\w*(?:-\w+){3,}")
"""A wording as the end of an address: four words or more, with the digits that tell it from others.
"""
EPSILON = 1e-9
POINTS = ("x", "y", "text", "customdata", "hovertext")
BLOCKS = "//p|//li|//dt|//dd|//summary|//caption|//h1|//h2|//h3|//h4|//tr|//text|//small|//title"
PARTS = re.compile(
    r"slides/|notesSlides/|charts/|docProps/core|docProps/custom|comments|workbook.xml"
)
"""Parts of a zip in which somebody reads."""
WRITTEN = re.compile(rb"/(?:Alt|ActualText|Title|Subject|Keywords)\s*\(((?:[^()\\]|\\.)*)\)")
"""Descriptions and headings of a PDF whose letters are all of ASCII."""
OF_CHART = ("cat", "val", "xVal", "yVal", "bubbleSize")


def texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield everything a file says: parts unzipped, arrays decoded, properties read."""
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
    """Yield the words of a PDF, its properties, and every stream and string of it."""
    for command in (["pdftotext", "-raw", "-", "-"], ["pdftotext", "-layout", "-", "-"]):
        done = subprocess.run(command, input=data, capture_output=True, check=True)
        yield f"{name} words", done.stdout.decode("utf-8", "replace")
    for text in re.findall(rb"<(?:FEFF|feff)([0-9A-Fa-f]+)>", data):
        yield f"{name} properties", bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    for text in WRITTEN.findall(data):
        yield f"{name} properties", re.sub(rb"\\(.)", rb"\1", text).decode("latin-1")
    plain = re.sub(
        rb"startxref\s+\d+|/Prev \d+|\b\d{10} \d{5} [nf]\b", b"", data
    )  # where its parts begin
    yield f"{name} raw", plain.decode("latin-1")
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        try:
            yield f"{name} stream", zlib.decompressobj().decompress(stream).decode("latin-1")
        except zlib.error:
            continue


def statements(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what a file says, one row, sentence, point or property at a time, and where."""
    if data[:4] == b"PK\x03\x04":
        if name.endswith(".xlsx"):
            yield from _cells(name, data)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                if not part.endswith(".xml"):
                    yield from statements(f"{name}!{part}", archive.read(part))
                elif PARTS.search(part):
                    yield from _parts(f"{name}!{part}", archive.read(part))
    elif data[:5] == b"%PDF-":
        for place, text in _pdf(name, data):
            if place.endswith((" words", " properties")):
                for number, page in enumerate(text.split("\f"), 1):
                    pieces = [one.strip() for one in SENTENCES.split(page)]
                    labels = [one for one in pieces if LABEL.fullmatch(one)]
                    yield place, " ".join(one for one in labels if one != str(number))
                    yield from ((place, one) for one in pieces if one not in labels)
    elif data[:4] == b"\x89PNG":
        for words in re.findall(
            rb"[it]TXt(.*?)(?:IDAT|IEND)|tEXt([^\xff]{1,400})", data, re.DOTALL
        ):
            yield f"{name} text", b" ".join(words).decode("latin-1")
    elif name.endswith((".html", ".svg")):
        yield from _page(name, data)
    elif name.endswith(".csv"):
        yield from ((name, line) for line in data.decode("utf-8-sig").splitlines())


def _cells(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the rows of every sheet, hidden or not, and the defined names of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            given = [str(cell.value) for cell in row if cell.value is not None]
            given += [cell.comment.text for cell in row if cell.comment]
            yield f"{name} {sheet.title}", " | ".join(given)
    yield from ((f"{name} names", f"{key} {one.value}") for key, one in book.defined_names.items())


def _parts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the points of a chart; the rows, paragraphs and descriptions of a slide."""
    tree = etree.fromstring(data)
    for series in tree.iterfind(".//{*}ser"):
        title = "".join(one.text or "" for one in series.iterfind("{*}tx//{*}v"))
        points: dict[str, list[str]] = defaultdict(list)
        for key in OF_CHART:
            for point in series.iterfind(f"{{*}}{key}//{{*}}pt"):
                points[point.get("idx", "")].append("".join(point.itertext()))
        yield from ((name, " | ".join([title, *one])) for one in points.values())
    blocks = [*tree.iterfind(".//{*}tr"), *tree.iterfind(".//{*}p")] or list(tree)
    for block in [] if "charts/" in name else blocks:
        yield name, " | ".join(filter(None, map(str.strip, block.itertext())))
    for node in tree.iter():
        yield from (
            (f"{name} {key}", str(node.get(key))) for key in ("descr", "title") if node.get(key)
        )


def _page(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the sentences, rows, attributes and live figures of a page."""
    tree = markup.fromstring(data)
    for drawing in tree.xpath("//svg"):
        labels = (" ".join(one.itertext()) for one in drawing.xpath(".//text"))
        yield name, " ".join(label for label in labels if LABEL.fullmatch(label))
    for block in tree.xpath(BLOCKS):
        if block.tag == "text" and LABEL.fullmatch(" ".join(block.itertext())):
            continue
        between = " | " if block.tag == "tr" else " "  # the lines of a text are no cells
        yield name, between.join(filter(None, map(str.strip, block.itertext())))
    for node in tree.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            if key not in LAYOUT:
                yield f"{name} @{key}", value
    for script in tree.xpath("//script"):
        yield from _figures(name, script.text or "")


def _figures(name: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the points of live figures, and what is written on them."""
    for found in re.finditer(r'\{"data":\s*\[', text):
        try:
            figure, _ = json.JSONDecoder().raw_decode(text[found.start() :])
        except ValueError:
            continue
        for trace in figure["data"]:
            given = [trace[key] for key in POINTS if isinstance(trace.get(key), list)]
            for point in zip_longest(*given):
                words = (html.unescape(one) for one in point if isinstance(one, str))
                yield f"{name} figure", " | ".join(words)
        for one in figure.get("layout", {}).get("annotations", ()):
            yield f"{name} figure", re.sub(r"<[^>]+>", " ", str(one.get("text", "")))


@dataclass
class Carried:
    """The numbers of results.json by the group that they, or the words beside them, are of.

    Those of all are of the group "".
    """

    of_group: dict[str, set[float]] = field(default_factory=lambda: defaultdict(set))
    names: re.Pattern[str] = re.compile("(?!)")

    @classmethod
    def of(cls, copies: Iterable[Mapping[str, Any]]) -> Carried:
        """Return what several copies carry."""
        found = cls()
        sections = [one for copy in copies for one in copy["sections"]]
        numbers = [one for copy in copies for one in copy["numbers"]]
        listed = [row for one in sections if one["kind"] == "listing" for row in one["rows"]]
        words = [str(one) for row in listed for one in row.values()]
        labels = [one for n in numbers for key, one in n["group"].items() if key not in SPLITS]
        names = {_plain(one) for one in labels + words if NAME.match(one) and len(one) <= LONGEST}
        longest = sorted(names - {"all"}, key=len, reverse=True)  # of names that hold one another
        if longest:
            found.names = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
        for number in numbers:
            text = " ; ".join(map(str, number["group"].values()))
            found._add(text, [*map(number.get, FACETS), *(value for _, value, _ in told(text))])
            if None not in (ends := [number.get("at_least"), number.get("at_most")]):
                found._add(text, [sum(ends) / 2])  # a bar is as long as the middle of its ends
        for row in (row for section in sections for row in section["rows"]):
            text = " ; ".join(map(str, row.values()))
            found._add(text, [*row.values(), *(value for _, value, _ in told(text))])
        for word in set(words):  # whoever reads a listing counts its rows
            found._add(word, [*Counter(words).values(), len(listed)])
        for copy in copies:  # what stands beside the numbers and the rows
            beside = {
                **copy,
                "numbers": [],
                "sections": [{**s, "rows": 0} for s in copy["sections"]],
            }
            for text in _strings(beside):
                found._add(text, [value for _, value, _ in told(text)])
        return found

    def _add(self, text: str, values: Iterable[Any]) -> None:
        """Take values for those of the groups that a text names, or of all where it names none."""
        plain = {abs(float(one)) for one in values if isinstance(one, int | float)}
        for group in self.groups(text) or [""]:
            self.of_group[group] |= plain

    def groups(self, text: str) -> set[str]:
        """Return the groups that a text names, the longest of names that hold one another."""
        return set(self.names.findall(_plain(text)))

    def missing(self, text: str, *, has_gaps: bool = False) -> Iterator[tuple[str, str]]:
        """Yield the numbers of a statement that are not carried, with what they are of.

        ``has_gaps``: some are the points between two that are told, without a sign.
        """
        groups = self.groups(text)
        text = self.names.sub(" ", SLUG.sub(" ", _of_the_kit().sub(" ", _plain(text))))
        known = FIXED.union(self.of_group[""]).union(
            *(self.of_group[one] for one in groups or self.of_group)
        )
        numbers = list(told(text))
        ticks = _ticks(value for _, value, _ in numbers) if LABEL.fullmatch(text) else set()
        for word, value, step in (one for one in numbers if one[1] not in ticks):
            room, scales = step / 2 + EPSILON, (1,) if "%" in word else (1, 100)
            is_known = any(abs(one * by - value) <= room for one in known for by in scales)
            if not is_known and (has_gaps or word[0] in "+-" or "point" in text):
                gaps = (one - other for one in known for other in known)
                is_known = any(abs(gap * by - value) <= room for gap in gaps for by in scales)
            if not is_known:
                yield ", ".join(sorted(groups)), word


@cache
def _of_the_kit() -> re.Pattern[str]:
    """Return what the kit says with numbers of its own, whoever's data it tells of.

    They stand in its words, between what these leave open for the numbers of a report.
    """
    texts_ = [
        "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', one))
        for path in LOCALE.rglob("*.po")
        for one in re.findall(r'^msgstr ((?:".*"\s)+)', path.read_text("utf-8"), re.MULTILINE)
    ]
    words = tomllib.loads((LOCALE / "definitions.toml").read_text("utf-8"))
    texts_ += [one for one in _strings(words) if isinstance(one, str)]
    parts = {
        _plain(part).strip()
        for text in texts_
        for part in re.split(r"\{[^}]*\}|\\n", text)
        if NUMBER.search(part) and len(LETTERS.findall(part)) >= LEAST_LETTERS
    }
    longest = sorted(parts, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def _ticks(values: Iterable[float]) -> set[float]:
    """Return what of the lone numbers of a drawing are steps of an axis: three round ones or more.

    Examples
    --------
    >>> sorted(_ticks([0.64, 0.66, 0.71, 0.68])), _ticks([0.64, 0.66, 0.71])
    ([0.64, 0.66, 0.68], set())
    """
    found, given = set[float](), sorted(set(values))
    for step in (part * 10.0**power for power in range(-3, 6) for part in ROUND):
        at = {
            round(value / step): value
            for value in given
            if abs(value / step - round(value / step)) < EPSILON
        }
        for first in at:
            if {first, first + 1, first + 2} <= at.keys():
                found |= {at[first], at[first + 1], at[first + 2]}
    return found


def _plain(text: str) -> str:
    """Return a name as it is compared: one of two words may have a line between them."""
    return text.translate(PLAIN).casefold()


def told(text: str) -> Iterator[tuple[str, float, float]]:
    """Yield the numbers of a text, with the step on which each of them is rounded."""
    for sign, digits, per in NUMBER.findall(ASIDE.sub(" ", _plain(text))):
        plain = digits.replace(",", "")
        scale = 0.01 if per else 1.0
        yield (
            f"{sign}{plain}{per}",
            float(plain) * scale,
            scale / 10 ** len(plain.partition(".")[2]),
        )


def _strings(value: Any) -> Iterator[str]:
    """Yield every sentence and number of a nested value."""
    if isinstance(value, str | int | float):
        yield from SENTENCES.split(str(value))
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _strings(one)


def uncarried(folder: Path) -> list[tuple[str, str, str, str]]:
    """Return place, group, number and words of what the files of a copy say beyond its results."""
    results = [json.loads(one.read_text("utf-8")) for one in sorted(folder.rglob("*results.json"))]
    carried = Carried.of(results)
    missing: dict[tuple[str, str, str], str] = {}
    french = FRENCH if results and results[0].get("report", {}).get("language") == "fr" else ()
    for file in sorted(place for place in folder.rglob("*") if place.is_file()):
        for place, said in dict.fromkeys(statements(file.name, file.read_bytes())):
            for pattern, other in french:
                said = pattern.sub(other, said)
            said = re.sub(r"\b\d+ (?=more groups? )", "", said)  # how many panels are not drawn
            is_page = SLIDE.search(place) and PAGE.fullmatch(said)
            # "A gained 10 points; B lost 21", which a PDF cuts into lines
            has_gaps = "Scorecard" in place or "point" in said or ".pdf" in place
            for text in [] if is_page else SENTENCES.split(said):
                for group, number in carried.missing(text, has_gaps=has_gaps):
                    missing.setdefault((place, group, number), text)
    return [(*key, text) for key, text in missing.items()]
