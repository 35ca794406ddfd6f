"""Briefs of both copies, and the claims of the board's that the private one does not make."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from benchmarks._firms import SILENT, WORDS, Spoken, claims_alone, firm, numbers_of
from engagekit.disclosure import protect
from engagekit.locale import LANGUAGES, Locale
from engagekit.measures._frame import ALL
from engagekit.reporting.brief import pages
from engagekit.reporting.brief.blocks import Block, card_table
from engagekit.reporting.brief.scorecard import card_title
from engagekit.reporting.document import document
from engagekit.reporting.document.outline import Outline
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

OPEN = {"least": re.compile(r"or more|ou plus"), "most": re.compile(r"or (?:less|fewer)|ou moins")}
BELOW = {"en": "below the target", "fr": "sous la cible"}
NEAR = 0.01 + 1e-9
"""A share that stands as one number is rounded to two points at most."""
FRONT = ("headline", "scorecard", "reach_over_time", "satisfaction_over_time", "funding",
         "funding_over_time", "response", "perception_gap", "ask", "evidence")  # fmt: skip
"""Sections whose numbers stand on the first page."""
Words = dict[tuple[str, str], str]
"""What a brief says, by the place where it does."""


def asking(seed: int, people: int = 160, departments: int = 9) -> Tables:
    """Return an organisation with targets, and with an ask for one of its departments."""
    tables = firm(seed, people=people, departments=departments)
    sizes = tables.need("contacts")["department"].value_counts().index
    options = [
        {"name": name, "amount": amount, "buys": f"{name}.", "consequence": f"After {name}.",
         "evidence": ["reach", "satisfaction", "funding per head"]}
        for name, amount in (("do nothing", 0), ("hold", 38_000), ("grow", 92_000))
    ]  # fmt: skip
    ask = {"department": str(sizes[seed % len(sizes)]), "options": options}
    targets = {"reach": 0.6, "satisfaction": 0.8}
    return replace(tables, settings=make_settings({"targets": targets, "ask": ask}))


@dataclass(frozen=True)
class Pair:
    """What the brief of either copy says, and the numbers behind the private one."""

    language: str
    private: Words
    board: Words
    true: Mapping[str, pd.DataFrame]
    titles: Collection[str]
    targets: str

    def behind(self, place: tuple[str, str], text: str) -> pd.DataFrame:
        """Return the true rows that a sentence may rest on: of the whole, and of whom it names."""
        names = (
            FRONT
            if place[0] in ("front", "tile", "ask", "card", "unchanged")
            else (place[1].partition("/")[0], place[0].removeprefix("block "), "scorecard")
        )
        frame = pd.concat([self.true[one] for one in names if one in self.true] or [pd.DataFrame()])
        if {"n", "base"} <= set(frame.columns):
            frame["population"] = frame["n"] / frame["base"]  # a count of the one is a share there
        if "department" not in frame.columns:
            return frame
        of = frame["department"].fillna(ALL).astype("str")
        return frame[of.eq(ALL) | of.map(lambda name: name in text)]


def pairs(
    tables: Tables, whole: Sequence[Section], languages: Sequence[str] = LANGUAGES
) -> Iterator[Pair]:
    """Yield the words of both briefs of sections in some languages."""
    safe = protect(whole, tables.settings).sections
    outline = Outline("", tuple(whole))
    true = {one.name: one.frame for one in whole}
    for language in languages:
        locale = Locale.of({"language": language, "currency": "CAD"})
        private = document.make(outline, whole, "private", locale)
        board = document.make(outline, safe, "board", locale)
        said = [_words(one) for one in (private, board)]
        titles = {item.section.title for item in board.items}
        targets = " ".join(locale.number(one, "share") for one in tables.settings.targets.values())
        yield Pair(language, said[0], said[1], true, titles, targets)


def _words(content: document.Content) -> Words:
    """Return every sentence and every cell of a brief by its place."""
    brief = pages.compose(content)
    if brief is None:
        return {}
    said: Words = {("front", ""): "\n".join([brief.title, *brief.lead])}
    for tile in brief.tiles:
        name = re.sub(r"\d+", "", tile.label)
        said |= {("cell tile", name): tile.value, ("tile", name): "\n".join(tile.under)}
    if brief.ask:
        said["ask", ""] = "\n".join([brief.ask.title, brief.ask.proposal, *brief.ask.argument])
    if brief.card:
        said |= {("below the target", name): name for name in brief.card.below}
        said["card", ""] = "" if brief.card.below else card_title(brief.card, content.locale)
        said |= _cells("card", card_table(brief.card, content.locale))
    for one in brief.findings:
        said["finding", one.id] = "\n".join(filter(None, (one.message, one.text)))
    said |= {("unchanged", one.split(" (")[0]): one for one in _unmoved(brief.unchanged)}
    for block in brief.blocks:
        said |= _of_block(block)
    return said


def _unmoved(text: str) -> list[str]:
    """Return what one line says did not move."""
    return re.findall(r"[^:,]+\([^)]*\)", text)


def _of_block(block: Block) -> Words:
    """Return what one block of a page says; of a table each cell."""
    name = block.item.section.name if block.item else block.title
    said = {("block", name): "\n".join([block.title, block.note])}
    said |= {(f"block {name}", head): text for head, text in block.lines}
    return said | (_cells(name, block.table) if block.table else {})


def _cells(name: str, table: document.printed.Table) -> Words:
    """Return the cells of a table by row and column."""
    return {
        (f"cell {name}", f"{row[0]} | {head}"): cell
        for row in table.rows
        for head, cell in zip(table.headers[1:], row[1:], strict=True)
    }


def alone(pair: Pair) -> Iterator[str]:
    """Yield what the brief of the board says and the private one does not, not even finer."""
    everything = "\n".join(f"{where}: {text}" for (_, where), text in pair.private.items())
    say = Locale(pair.language).say
    silent = {say("brief.protected"), say("brief.trust_small_text", k=5), *pair.titles}
    silent |= {say(f"finding.{key}", title=one) for key in SILENT for one in pair.titles}
    marks = [say(f"finding.shown_{kind}").strip(" .") for kind in ("department", "rows")]
    for place, text in pair.board.items():
        own = pair.private.get(place, "")
        if text == own or not text or text in silent:
            continue
        if place[0].startswith("cell "):
            row = place[1].partition(" | ")[0]
            cells = [cell for (kind, of), cell in pair.private.items()
                     if kind.startswith("cell ") and of.startswith(f"{row} | ")]  # fmt: skip
            if not _fits(text, own) and (own or text not in cells):
                yield f"{pair.language} {place}: {text!r}, private {own!r}"
            continue
        private = f"{own}\n{everything if place[0] == 'block' else pair.targets}"
        parts = [part for part in text.split("\n") if not any(mark in part for mark in marks)]
        for line in (one for part in parts for one in WORDS.split(part)):
            if line in silent or line in own:
                continue
            true = pair.behind(place, line)
            for claim in claims_alone(Spoken(*place, pair.language, private, line, true, True)):
                if not _is_below(claim, pair.language, private):
                    yield f"{pair.language} {place}: {claim!r}, private {own!r}"


def _is_below(claim: str, language: str, private: str) -> bool:
    """Return whether a claim says which of two numbers is the lower that both copies give."""
    found = numbers_of(claim, shares=True)
    is_said = BELOW[language] in claim and set(found) <= set(numbers_of(private, shares=True))
    return is_said and len(found) == 2 and found[0] < found[1]


def _fits(text: str, true: str) -> bool:
    """Return whether a cell of the board is that of the private copy, in a coarser form."""
    told, known = _values(text), _values(true)
    if not told or not known:
        return False
    value = known[0]
    if OPEN["least"].search(text):
        return value >= told[0] - NEAR
    if OPEN["most"].search(text):
        return value <= told[0] + NEAR
    if len(told) > 1:
        return told[0] - NEAR <= value <= told[1] + NEAR
    return abs(value - told[0]) <= NEAR


def _values(text: str) -> list[float]:
    """Return the shares or counts of a cell, "3 of 4" as a share."""
    if "%" in text:
        return [one / 100 for one in numbers_of(text, shares=True)]
    found = numbers_of(text)
    of = re.search(r" (?:of|sur) (\d+)$", text)
    return [one / found[-1] for one in found[:-1]] if of and found[-1] else found
