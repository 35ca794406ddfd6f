"""Nothing that the kit says in French is English: over every section of every notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import engagekit
from engagekit.locale import Locale
from engagekit.locale.catalogue import read
from engagekit.locale.definitions import definitions
from engagekit.locale.translate import told
from engagekit.measures._frame import MEASURED, is_measure_frame
from engagekit.measures.basis import words
from engagekit.reporting.document import document
from engagekit.reporting.output_folder import OWN
from engagekit.sections import Section
from engagekit.tables.schema import TABLES
from engagekit.tables.tables import Tables
from tests.notebook_cells import NOTEBOOKS, cells, shown

WORDS = 3
"""A piece of an English message of so many words is looked for."""
TO_THE_ANALYST = ("contents", "notebooks", "set_aside", "sources", "problems")
"""Sections on the files, whose sentences are English."""
TEXTS = ("text", "title", "ticktext", "label", "hovertext", "header", "values")


def _run(file: Path, known: set[str], sections: list[Section]) -> None:
    """Show every section of a notebook, told in French; a cell that stands in two is run once."""
    given: dict[str, Any] = {"display": lambda *several: sections.extend(several)}
    for cell in cells(file):
        key = f"{given.get('department', '')}{cell.source}"
        if "by-hand" in cell.tags or key in known:  # the reader's own lines
            continue
        value = shown(cell.source, given)
        if cell.is_section:
            known.add(key)
            sections += [value] if isinstance(value, Section) else []
        if "parameters" in cell.tags:
            given["language"] = "fr"
            if "department" in given:
                given["department"] = "Litigation"


@pytest.fixture(scope="module")
def french(sample: Tables) -> list[document.Item]:
    """Every section of every notebook on the sample, in words."""
    known, sections = set[str](), list[Section]()
    load, in_french = engagekit.load, sample.in_language("fr")
    try:
        engagekit.load = lambda folder, language: in_french.in_language(language)  # type: ignore[attr-defined]
        for file in NOTEBOOKS:
            _run(file, known, sections)
    finally:
        engagekit.load = load  # type: ignore[attr-defined]
    content: Any = SimpleNamespace(locale=Locale("fr"), audience="private")
    items = [document._item(one, one, Locale("fr"), "a") for one in sections]
    return [document.completed(item, content) for item in items]


def _texts(item: document.Item) -> Iterator[str]:
    """Everything that a reader sees of a section."""
    section = item.section
    yield from (section.title, section.missing, item.finding, item.alternative, section.note)
    yield from (part for pair in section.choices.items() for part in pair)
    if item.table:
        yield from item.table.headers
        yield from (cell for row in item.table.rows for cell in row)
    for drawn in (item.wide, item.narrow):
        yield from _drawn(drawn)
    if "method" in section.frame.columns:
        rows = section.frame.to_dict("records")
        yield from {words(str(row["basis"]), "fr") for row in rows if row.get("basis")}


def _drawn(part: Any, key: str = "") -> Iterator[str]:
    """The texts of a figure."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from _drawn(value, name)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _drawn(value, key)
    elif isinstance(part, str) and key in TEXTS:
        yield re.sub(r"<[^>]+>", " ", part)


def _pieces() -> set[str]:
    """What English messages say between their slots, where it is no French as well."""
    theirs = "\n".join(read("fr").messages.values()).replace("\u00a0", " ")
    own = " ".join(part for parts in definitions("fr").values() for part in parts.values())
    found = set()
    theirs += "\n".join(words for group in read("fr").texts.values() for words in group.values())
    english = [
        *read("en").messages.values(),
        *(t for group in read("fr").texts.values() for t in group),
    ]
    for text in english:
        for piece in re.split(r"{[^}]*}", text):
            words = piece.strip(" .,:;()[]")
            if len(words.split()) >= WORDS and words not in theirs and words not in own:
                found.add(words)
    return found


def _single() -> set[str]:
    """Whole texts that the kit writes in English and that read otherwise in French."""
    said = {
        text for key, text in read("en").messages.items()
        if read("fr").messages[key] != text and "{" not in text
        and key.startswith(("report.column.", "label."))
    }  # fmt: skip
    said |= {
        text for group in ("value", "cell")
        for text, words in read("fr").texts[group].items() if words != text and "{" not in text
    }  # fmt: skip
    said |= {
        parts["name"] for name, parts in definitions("en").items()
        if parts["name"] != definitions("fr")[name]["name"]
    }  # fmt: skip
    french = read("fr")
    own = {words for group in french.texts.values() for words in group.values()}
    return said - set(french.messages.values()) - own


@pytest.mark.slow
def test_no_section_says_a_piece_of_an_english_message(
    french: list[document.Item], sample: Tables
) -> None:
    written = (sample.frames["questions"]["wording"], sample.frames["responses"]["value"].dropna())
    asked = "\n".join(text for part in written for text in part.astype("str").unique())
    pieces = {piece for piece in _pieces() if piece not in asked}
    assert {
        "left out of numerator and denominator",
        "Whom we meet on our rounds, by place",
    } <= pieces
    found = {
        (item.section.name, piece)
        for item, text in ((item, "\n".join(_texts(item))) for item in french)
        for piece in pieces
        if piece in text and item.section.name not in TO_THE_ANALYST
    }
    assert found == set()


@pytest.mark.slow
def test_no_cell_or_label_is_an_english_word_of_the_kit(
    french: list[document.Item], sample: Tables
) -> None:
    answered = set(sample.frames["responses"]["value"].dropna())  # 'Never' is what people ticked
    single = _single() - set(TABLES) - answered
    assert {"earlier only", "People by stage"} <= single
    found = {
        (item.section.name, text)
        for item in french
        for text in _texts(item)
        for part in (text, *text.split(" · "))
        if part in single
    }
    assert found == set()


def _written(part: Any) -> Iterator[str]:
    """Every text of settings, names of their tables included."""
    if isinstance(part, dict):
        yield from (str(name) for name in part)
        yield from (text for value in part.values() for text in _written(value))
    elif isinstance(part, list | tuple | set | frozenset):
        yield from (text for value in part for text in _written(value))
    elif isinstance(part, str):
        yield part


def _no_words(frame: pd.DataFrame, known: set[str]) -> set[tuple[str, str]]:
    """The texts by which rows of a measure are told apart that are neither ``known`` nor French."""
    names = frame.select_dtypes(["object", "string", "category"]).columns
    pairs = {
        (name, text)
        for name in names.difference([*MEASURED, "period"])
        for text in frame[name].dropna().astype("str").unique()
    }
    known = {*known, "All"}  # which has a message of its own
    return {
        (name, text)
        for name, text in pairs
        if re.search(r"[^\W\d_]", text) and text not in known and told(text, "fr") == text
    }


@pytest.mark.slow
def test_what_the_kit_writes_into_a_measure_has_french_words(
    french: list[document.Item], sample: Tables
) -> None:
    theirs = {
        text
        for frame in sample.frames.values()
        for name in frame.select_dtypes(["object", "string", "category"])
        for text in frame[name].dropna().astype("str")
    }
    theirs -= {word for table in TABLES.values() for one in table.columns for word in one.allowed}
    theirs |= {*_written(sample.settings.model_dump())}
    theirs |= {words for group in read("fr").texts.values() for words in group.values()}
    asked = sample.frames["questions"]
    theirs |= {*(asked["wording"] + " (" + asked["item_of"] + ")").dropna()}
    frames = {item.section.name: item.section.frame for item in french}
    measured = {name: frame for name, frame in frames.items() if is_measure_frame(frame)}
    assert len(measured) > 50
    left = {name: _no_words(frame, theirs) for name, frame in measured.items()}
    assert {name: pairs for name, pairs in left.items() if pairs} == {}
    weekday = pd.DataFrame({"weekday": ["Thursday", "All", "walk-up", "2"], "unit": "count"})
    assert _no_words(weekday, theirs) == {("weekday", "Thursday")}


@pytest.mark.parametrize(
    "file", [file for file in NOTEBOOKS if file.stem in OWN], ids=lambda file: file.stem
)
def test_every_line_of_a_report_has_french_words(file: Path) -> None:
    for cell in cells(file, "markdown"):
        if "no-report" not in cell.tags:
            for line in filter(None, (line.strip("# ") for line in cell.source.split("\n"))):
                french = read("fr").texts["notebook"].values()
                assert told(line, "fr", "notebook") != line or line in french, line


def test_what_people_wrote_stays_as_it_is() -> None:
    assert told("Legal, Tax", "fr", "cell") == "Legal, Tax"
    assert told("Town hall", "fr", "list") == "Town hall"
    assert told("never", "en") == "never"
