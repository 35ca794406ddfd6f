"""The numbers that the files of a report say, and the languages that they are in."""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engagekit.locale import Locale

NUMBERS = ("value", "low", "high", "at_least", "at_most")
SHARE_OR_AMOUNT = {
    "en": r"\$\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)?%",
    "fr": r"(?<!\d)(?<!\d[\s])\d{1,3}(?:\s\d{3})*(?:,\d+)?\s(?:[A-Z]{0,2}\$|%)",
}


def written(text: str, language: str) -> set[str]:
    """Return the shares and amounts of a text, without spaces: no years and no page numbers."""
    return {re.sub(r"\s", "", found) for found in re.findall(SHARE_OR_AMOUNT[language], text)}


def seen(page: str) -> str:
    """Return what a page says outside its drawings."""
    page = page.replace("<wbr>", "")
    page = re.sub(r"<(style|script|title|svg)\b.*?</\1>", "\n", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", page))


def front(page: str) -> str:
    """Return the first page: up to the second."""
    before, mark, rest = page.partition('id="decision"')
    return (rest if mark else before).split('<section class="page"')[0]


def on_slides(deck: Any) -> Iterator[str]:
    """Yield every text of the slides, but for where the axis of a chart starts."""
    starts = [
        Locale(one).say("figure.axis_starts", value="|").split("|")[0] for one in ("en", "fr")
    ]
    axis = re.compile(rf"(?:{'|'.join(map(re.escape, starts))})[^·\n]*")
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield axis.sub("", shape.text_frame.text)
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def in_charts(deck: Any) -> Iterator[float]:
    """Yield every value of the native charts."""
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_chart:
                series = (one for plot in shape.chart.plots for one in plot.series)
                yield from (float(x) for one in series for x in one.values if x is not None)


def allowed(results: Mapping[str, Any], language: str) -> set[str]:
    """Return each number of results.json as it is written, and what its sentences say."""
    locale = Locale(language)
    texts = []
    for number in results["numbers"]:
        unit = number["unit"]
        for value in (number[name] for name in NUMBERS if number[name] is not None):
            texts.append(locale.number(value, unit))
            if unit == "per_head":
                texts.append(locale.number(value, unit, 0))
    for section in results["sections"]:
        rows = section["rows"] if section["kind"] == "listing" else ()
        for value in (_amount(cell) for row in rows for cell in row.values()):
            if isinstance(value, float) and math.isfinite(value):
                texts += [locale.number(value, "money"), locale.number(value, "share")]
    texts += [json.dumps(results[part], ensure_ascii=False) for part in ("sections", "findings")]
    return written("\n".join(texts), language)


def _amount(cell: Any) -> Any:
    """Return the number of a price in another currency (`55000.00 USD`), and others as they are."""
    price = re.fullmatch(r"(-?\d+\.\d\d) [A-Z]{3}", cell) if isinstance(cell, str) else None
    return float(price[1]) if price else cell


def drawn(results: Mapping[str, Any]) -> set[float]:
    """Return the numbers that a chart may draw."""
    names = (*NUMBERS, "n", "base")
    return {
        round(float(number[name]), 6)
        for number in results["numbers"]
        for name in names
        if number[name] is not None
    }


def languages(folder: Path) -> set[str]:
    """Return the languages of all results and briefs below a folder: one, where a set is whole."""
    found = set()
    for results in folder.rglob("data/results.json"):
        if any(part.startswith(".") for part in results.relative_to(folder).parts):
            continue  # a set that is being written
        found.add(json.loads(results.read_text("utf-8"))["report"]["language"])
        page = results.parents[1] / "brief.html"
        if page.is_file():
            found.add(page.read_text("utf-8").partition('<html lang="')[2][:2])
    return found
