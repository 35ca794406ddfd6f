"""Whether every file of a report is as it was made, of one run, and says one set of numbers."""

import contextlib
import html
import itertools
import json
import math
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError, shorten, some
from engagekit.locale import Locale
from engagekit.locale.catalogue import LANGUAGES
from engagekit.reporting import output_folder, writers


def verify(folder: Path, locale: Locale) -> tuple[int, list[str]]:
    """Check every copy of a report below a folder.

    Returns
    -------
    files, faults : int, list of str
        Files that were looked at, and a sentence for each that is not as it was made.

    Raises
    ------
    UsageError
        If there is no report.
    """
    copies = sorted(
        {
            place.parent
            for name in (output_folder.FILE, writers.RESULTS)
            for place in folder.rglob(name)
            if not any(part.startswith(".") for part in place.relative_to(folder).parts)
        }
    )
    if not copies:
        raise UsageError(locale.say("verify.none", folder=folder))
    count, faults = 0, list[str]()
    for copy in copies:
        sets = output_folder.read(copy)
        if not sets:
            faults.append(locale.say("verify.manifest", file=copy / output_folder.FILE))
        for files in sets.values():
            count += len(files)
            faults += _of_set(copy, files, locale)
    return count, faults


def _of_set(copy: Path, files: dict[str, dict[str, str]], locale: Locale) -> Iterator[str]:
    """Yield what is wrong with the files of one notebook in a copy."""
    results_name = next((name for name in files if name.endswith(writers.RESULTS)), "")
    run = files.get(results_name, {}).get("run")
    document: dict[str, Any] = {}
    for name, entry in files.items():
        place = copy / name
        if not place.is_file():
            yield locale.say("verify.gone", file=place)
            continue
        if output_folder.digest(place) != entry["sha256"]:
            yield locale.say("verify.changed", file=place)
        elif entry["run"] != run:
            yield locale.say("verify.earlier", file=place)
        checks = CHECKS.items()  # a notebook of its own names itself in front
        check = next((one for ending, one in checks if name.endswith(ending)), None)
        if check is None or not (copy / results_name).is_file():
            continue
        try:
            document = document or json.loads((copy / results_name).read_text("utf-8"))
            language = str(document["report"]["language"])
            strange = sorted(check(place, document, allowed(document, language), language))
        except Exception as error:  # an edited file may break any reader
            why = f"{type(error).__name__}: {shorten(error)}"
            yield locale.say("verify.unreadable", file=place, why=why)
            continue
        if strange:
            yield locale.say("verify.number", file=place, numbers=some(strange))


NUMBERS = ("value", "low", "high", "at_least", "at_most")
SPACE = " \u00a0\u202f"
Check = Callable[[Path, Mapping[str, Any], set[str], str], Iterable[str]]


@cache
def _pattern(language: str) -> str:
    """Return the pattern of a share or an amount in a language: no year, no page number."""
    if language == "en":
        return r"\$\d[\d,]*(?:\.\d+)?|\d+(?:\.\d+)?%"
    locale = Locale(language)
    written_as = locale.decimal(1000.5, 1)
    group, point = written_as[1], written_as[-2]
    gap = f"[{SPACE}]" + "?" * locale.number(0.5, "share")[-2].isdigit()
    thousands = f"[{SPACE}]" if group in SPACE else re.escape(group)
    whole = rf"(?<!\d)(?<!\d{thousands})\d{{1,3}}(?:{thousands}\d{{3}})*"
    return rf"{whole}(?:{re.escape(point)}\d+)?{gap}(?:[A-Z]{{0,2}}\$|%)"


def written(text: str, language: str) -> set[str]:
    """Return the shares and amounts of a text.

    Examples
    --------
    >>> sorted(written("85% of 12, $1,234.50 in 2026", "en"))
    ['$1,234.50', '85%']
    """
    return set(_counted(text, language))


def _counted(text: str, language: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", one) for one in re.findall(_pattern(language), text))


def seen(page: str, silent: str = "style|script|title|svg") -> str:
    """Return what a page says outside elements that are silent: its drawings, as a rule."""
    page = page.replace("<wbr>", "")
    page = re.sub(rf"<({silent})\b.*?</\1>", "\n", page, flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", page))


def on_slides(deck: Any) -> Iterator[str]:
    """Yield every text of the slides, but for where the axis of a chart starts."""
    starts = [Locale(one).say("figure.axis_starts", value="|").split("|")[0] for one in LANGUAGES]
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
    numbers = [
        (one[name], one["unit"])
        for one in results["numbers"]
        for name in NUMBERS
        if one[name] is not None
    ]
    texts = [locale.number(value, unit) for value, unit in numbers]
    texts += [locale.number(value, unit, 0) for value, unit in numbers if unit == "per_head"]
    texts += [
        locale.number(value, unit)
        for section in results["sections"]
        if section["kind"] == "listing"
        for row in section["rows"]
        for value in map(_amount, row.values())
        if isinstance(value, float) and math.isfinite(value)
        for unit in ("money", "share")
    ]
    texts += [json.dumps(results[part], ensure_ascii=False) for part in ("sections", "findings")]
    return written("\n".join(texts), language)


def _amount(value: Any) -> Any:
    """Return the number of a price in another currency (`55000.00 USD`), and others as they are."""
    found = re.fullmatch(r"(-?\d+\.\d\d) [A-Z]{3}", value) if isinstance(value, str) else None
    return float(found[1]) if found else value


def drawn(results: Mapping[str, Any]) -> set[float]:
    """Return the numbers that a chart may draw."""
    names = (*NUMBERS, "n", "base")
    return {
        round(float(one[name]), 6)
        for one in results["numbers"]
        for name in names
        if one[name] is not None
    }


def page(place: Path, results: Mapping[str, Any], may: set[str], language: str) -> Iterable[str]:
    """Return the numbers of a page that results.json does not hold."""
    return written(seen(place.read_text("utf-8")), language) - may


def front(page: str) -> str:
    """Return the first page: up to the second."""
    before, mark, rest = page.partition('id="decision"')
    return (rest if mark else before).split('<section class="page"')[0]


_NUMBER = re.compile(r"\W*[QT]?\d[\d\W]*[A-Za-z]?$")
_TO_THE_LEFT = re.compile("[\u0590-\u08ff]")
"""Letters whose lines a PDF holds in another order."""


def paper(place: Path, results: Mapping[str, Any], may: set[str], language: str) -> Iterable[str]:
    """Return where a PDF differs from its page, which gives way where it is long.

    These are numbers of the first page that it lacks, those that it says more often, and lines with
    a number that the page does not say. Its text is read with pdftotext, where that is installed.
    """
    program, beside = shutil.which("pdftotext"), place.with_suffix(".html")
    if program is None or not beside.is_file():
        return []
    done = subprocess.run([program, str(place), "-"], capture_output=True, check=False)
    printed, text = done.stdout.decode("utf-8", "replace"), beside.read_text("utf-8")
    lacking = (written(seen(front(text)), language) & may) - written(printed, language)
    whole = seen(text, "style|script|title")
    more = set(_counted(printed, language) - _counted(whole, language))
    said, say = _Said(whole), Locale(language).say
    foot = re.compile(rf"{say('report.page')}\s*\d+\s*{say('report.of')}\s*\d+")
    return (
        lacking
        | more
        | {
            line.strip()
            for line in printed.splitlines()
            if not foot.fullmatch(line.strip())
            and not _TO_THE_LEFT.search(line)
            and not said.stands(line)
        }
    )


class _Said:
    """What a page says, without spaces: its elements end words, and lines break long ones."""

    def __init__(self, page: str) -> None:
        words = page.split()
        self.text = "".join(words)
        self.starts = {0, *itertools.accumulate(map(len, words))}

    def __contains__(self, words: Sequence[str]) -> bool:
        """Return whether it says these words, neither end of them inside a number."""
        sought, at = "".join(words), -1
        while (at := self.text.find(sought, at + 1)) >= 0:
            ends = (at, at + len(sought))
            if all(end in self.starts or not self._inside(end) for end in ends):
                return True
        return False

    def _inside(self, at: int) -> bool:
        return self.text[at - 1].isdigit() and self.text[at].isdigit()

    def stands(self, line: str) -> bool:
        """Return whether it says a line; columns beside one another are printed as one line.

        A number stands with a word at least, but where the whole line is numbers.
        """
        words, ends = line.split(), {0}
        least = 1 if all(map(_NUMBER.match, words)) else 2
        for start, word in enumerate(words):
            if start in ends:
                ends |= set() if _NUMBER.match(word) else {start + 1}
                for end in range(start + 1, len(words) + 1):
                    if words[start:end] not in self:
                        break
                    ends |= {end} if end - start >= least else set()
        return len(words) in ends


def slides(place: Path, results: Mapping[str, Any], may: set[str], language: str) -> Iterable[str]:
    """Return those of slides, in words and in charts."""
    from pptx import Presentation

    deck = Presentation(str(place))
    held = drawn(results)
    charts = [str(value) for value in in_charts(deck) if round(value, 6) not in held]
    return [*(written("\n".join(on_slides(deck)), language) - may), *charts]


def workbook(
    place: Path, results: Mapping[str, Any], may: set[str], language: str
) -> Iterable[str]:
    """Return those of the sheet of numbers that are not results.json row by row."""
    from openpyxl import load_workbook

    from engagekit.reporting.office.workbook import TABLE_TOP, cell_of

    locale, records = Locale(language), results["numbers"]
    with contextlib.closing(load_workbook(place, read_only=True)) as book:
        title = locale.say("workbook.numbers")  # sheets of a template stand before it
        sheets = [sheet for sheet in book.worksheets if sheet.title.startswith(title)]
        rows = list(sheets[-1].iter_rows(TABLE_TOP, values_only=True))
    heads, body = (rows[0] if rows else ()), [row for row in rows[1:] if row[0]]
    if len(body) != len(records):
        return [f"{len(body)} / {len(records)}"]
    named = {name: locale.say(f"workbook.{name}") for name in (*NUMBERS, "n", "base")}
    where = {name: heads.index(text) for name, text in named.items() if text in heads}
    return [
        str(row[at])
        for row, one in zip(body, records, strict=True)
        for name, at in where.items()
        if not _is_same(row[at], cell_of(one, name, locale))
    ]


def _is_same(cell: Any, expected: Any) -> bool:
    """Return whether a cell holds a number, or the text in its place."""
    if isinstance(cell, int | float) and isinstance(expected, int | float):
        return math.isclose(cell, expected, rel_tol=1e-6, abs_tol=1e-12)
    return bool(cell == expected)


CHECKS: dict[str, Check] = {
    "brief.html": page,
    "brief.pdf": paper,
    "actions.pdf": paper,
    "brief.pptx": slides,
    "data-book.xlsx": workbook,
}
