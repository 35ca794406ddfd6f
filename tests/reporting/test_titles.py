"""Each number of a title stands in what it is over: table, chart or note, or is counted there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from tests.published_numbers import seen

CASES = [
    (variant, copy)
    for variant in ("A4-en", "Letter-fr")
    for copy in ("board", "private")
]  # fmt: skip
NUMBER = r"(?<!\d)\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
WHEN = r"(?:Decision by|Décision d’ici le) [^:]*:|(?:Q|T)[1-4]|\d{4}[-\u2011]\d\d"
"""The day of a decision and the name of a quarter, which tell when and not how much."""


def _numbers(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s,](?=\d{3})", "", one) for one in re.findall(NUMBER, text))


def _counted(rows: list[list[str]]) -> set[str]:
    """Rows of a table, and those that have the same text, or any, in a column."""
    counts = {str(len(rows))}
    for column in zip(*rows, strict=True):
        filled = [text for text in column if text not in ("", "–")]
        ends = [text.rpartition(" · ")[2] for text in filled]
        each = [*Counter(filled).values(), *Counter(ends).values(), len(filled)]
        counts |= {str(n) for n in each} | _sums([text for text in filled if text.isdecimal()])
    return counts


def _strange(title: str, shown: str, rows: list[list[str]], totals: set[str]) -> list[str]:
    told = _numbers(re.sub(WHEN, "", title))
    both = [row for row in rows if row]
    return sorted(set(told) - set(_numbers(shown)) - _counted(both) - totals)


def _of_slide(slide: Any) -> tuple[str, str, list[list[str]], set[str]]:
    title, texts, rows = slide.shapes.title, [], []
    for shape in slide.shapes:
        if shape.has_text_frame and shape.shape_id != title.shape_id:
            texts += [shape.text_frame.text]
        if shape.has_table:
            rows += [[cell.text for cell in row.cells] for row in shape.table.rows][1:]
        if shape.has_chart:
            texts += list(shape.chart.plots[0].categories)
            values = [x for one in shape.chart.plots for line in one.series for x in line.values]
            texts += [f"{x * 100:.0f}\n{x:.0f}\n{x:.1f}" for x in values if x is not None]
    return title.text_frame.text, "\n".join([*texts, *chain(*rows)]), rows, set()


def _of_page(page: str) -> Iterator[tuple[str, str, list[list[str]], set[str]]]:
    """Yield each title over a figure or a table with what stands under it."""
    for block in re.split(r'<div class="block ', page)[1:]:
        kind, (title, under) = block.partition('"')[0].split()[1], _split(block)
        if kind not in ("figure", "table"):
            continue  # a title over a few words is a sentence of them
        texts = [seen(one) for one in re.findall(r"<text[^>]*>(.*?)</text>", under, re.DOTALL)]
        rows = [
            [seen(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]
            for row in re.findall(r"<tr[^>]*>(.*?)</tr>", under.partition("<tbody")[2], re.DOTALL)
        ]
        bars = [text for text in texts if re.fullmatch(r"(?:▲ )?\d+", text)]
        signed = sum(int(text[2:]) for text in bars if text.startswith("▲"))
        sizes = sum(int(n) for text in texts for n in re.findall(r" · n (\d+)$", text))
        left = re.search(r"(\d+) (?:more|autres?|de plus)", seen(under))
        all_rows = len(rows) + int(left[1]) if left else len(rows)
        drawn = re.sub(r"<caption.*?</caption>", "", under)
        shown = "\n".join([seen(drawn), *texts])
        yield seen(title), shown, rows, {str(signed), str(sizes), str(all_rows), *_sums(bars)}


def _split(block: str) -> tuple[str, str]:
    title, _, under = block.partition("</h3>")
    return title.partition("<h3>")[2], under


def _sums(bars: list[str]) -> set[str]:
    """Return the total of the bars; the steps of their axis stand before or after them."""
    values = [int(text.removeprefix("▲ ")) for text in bars]
    return {
        str(sum(values[a:b])) for a in range(len(values)) for b in range(a + 2, len(values) + 1)
    }


@pytest.mark.browser
@pytest.mark.parametrize(("variant", "copy"), CASES)
def test_each_number_of_a_title_stands_in_what_it_is_over(
    reports: Path, variant: str, copy: str
) -> None:
    folder = reports / f"quarterly_report-{variant}" / "2026-27_Q2" / copy
    deck = folder / "brief.pptx"
    slides = [_of_slide(one) for one in Presentation(str(deck)).slides] if deck.is_file() else []
    blocks = list(_of_page((folder / "brief.html").read_text("utf-8")))
    assert len(slides) == 3 * (copy == "board") and len(blocks) > 9, "or nothing was read"
    strange = {one[0]: numbers for one in (*slides, *blocks) if (numbers := _strange(*one))}
    assert strange == {}


def test_a_sum_that_a_table_does_not_hold_would_be_found() -> None:
    rows = [["Meridian", "$48,800"], ["Norma", "–"]]
    assert _strange("2 cost $12,300", "Meridian $48,800", rows, set()) == ["12300"]
    assert _strange("1 of 2 costs $48,800", "Meridian $48,800", rows, set()) == []
