"""The PDF of the sample on both papers: tagged, whole, and no heading left alone at the foot."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SIZES = {"A4": (594.96, 841.92), "Letter": (612.0, 792.0)}
CASES = [
    (variant, copy)
    for variant in ("Letter-en", "A4-en", "Letter-fr")
    for copy in ("board", "private")
]
MARGIN = 0.5 * 72
FOOT = 0.65 * 72
HEADING = r"<(h[1-6]|summary|caption)\b[^>]*>(.*?)</\1>"


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands on its page, in points."""

    text: str
    left: float
    right: float
    bottom: float


def _made(reports: Path, variant: str, copy: str, suffix: str) -> Path:
    return next((reports / f"quarterly_report-{variant}").glob(f"*/{copy}/brief.{suffix}"))


def _run(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _pages(pdf: Path) -> list[tuple[float, float, list[Line]]]:
    """Width, height and lines of each page, from top to bottom."""
    tree = ElementTree.fromstring(_run("pdftotext", "-bbox-layout", pdf, "-"))
    found = []
    for page in tree.iterfind(".//{*}page"):
        lines = [
            Line(" ".join(word.text or "" for word in line), float(line.get("xMin", 0)),
                 float(line.get("xMax", 0)), float(line.get("yMax", 0)))
            for line in page.iterfind(".//{*}line")
        ]  # fmt: skip
        lines.sort(key=lambda line: line.bottom)
        found.append((float(page.get("width", 0)), float(page.get("height", 0)), lines))
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def _headings(page: str) -> set[str]:
    """Each line that something must follow on the same page: headings, captions, table heads."""
    page = re.sub(r'<span class="unseen">.*?</span>', "", page)
    found = {_plain(text) for _, text in re.findall(HEADING, page, re.DOTALL)}
    found |= {
        _plain(row) for row in re.findall(r"<thead\b[^>]*><tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    }
    return {text for text in found if text}


LEAST_FULL = 0.5
"""Share of a page's height that is used on every page but the last: less looks left out by mistake."""


@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_it_is_tagged_has_an_outline_and_its_paper(reports: Path, variant: str, copy: str) -> None:
    pdf = _made(reports, variant, copy, "pdf")
    info = _run("pdfinfo", pdf)
    assert "Tagged:          yes" in info
    assert b"/Outlines" in pdf.read_bytes()
    for width, height, _ in _pages(pdf):
        assert (width, height) == pytest.approx(SIZES[variant.split("-")[0]], abs=1)


@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_no_page_of_a_brief_is_nearly_empty(reports: Path, variant: str, copy: str) -> None:
    pages = _pages(_made(reports, variant, copy, "pdf"))
    for number, (_, height, lines) in enumerate(pages[:-1], start=1):
        body = [line.bottom for line in lines if line.bottom < height - FOOT + 2]
        assert max(body) > LEAST_FULL * (height - FOOT), f"page {number}"


@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_every_label_of_every_figure_is_found_as_text(
    reports: Path, variant: str, copy: str
) -> None:
    page = _made(reports, variant, copy, "html").read_text(encoding="utf-8")
    wide = re.findall(r'<div class="wide">(.*?)</svg>', page, re.DOTALL)
    labels = {
        _plain(text)
        for drawing in wide
        for element in re.findall(r"<text\b[^>]*>(.*?)</text>", drawing, re.DOTALL)
        for text in re.findall(r"(?:^|>)([^<>]+)(?:<|$)", element)
    } - {""}
    assert len(wide) >= 1 and len(labels) > 20
    squeezed = re.sub(r"\s", "", _run("pdftotext", _made(reports, variant, copy, "pdf"), "-"))
    assert [label for label in labels if re.sub(r"\s", "", label) not in squeezed] == []


@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_nothing_is_cut_at_a_margin(reports: Path, variant: str, copy: str) -> None:
    for number, (width, height, lines) in enumerate(
        _pages(_made(reports, variant, copy, "pdf")), start=1
    ):
        out = [
            line.text
            for line in lines
            if line.left < MARGIN - 1.5 or line.right > width - MARGIN + 1.5 or line.bottom > height
        ]
        assert out == [], f"page {number}"


@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_no_heading_and_no_table_head_stands_alone_at_the_foot(
    reports: Path, variant: str, copy: str
) -> None:
    headings = _headings(_made(reports, variant, copy, "html").read_text(encoding="utf-8"))
    assert headings
    last = []
    for _, height, lines in _pages(_made(reports, variant, copy, "pdf")):
        body = [line for line in lines if line.bottom < height - FOOT + 2]
        assert body, "no page is empty"
        foot = max(line.bottom for line in body)
        row = sorted((line for line in body if foot - line.bottom < 3), key=lambda one: one.left)
        last.append(" ".join(line.text for line in row))
    assert [text for text in last if text in headings] == []


def test_a_stranded_heading_would_be_found() -> None:
    page = "<h3>Reach</h3><table><caption>Numbers</caption><thead><tr><th>A</th><th>B &amp; c</th>"
    assert _headings(page + "</tr></thead></table>") == {"Reach", "Numbers", "A B & c"}
