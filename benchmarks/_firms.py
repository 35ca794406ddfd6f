"""Made-up organisations of any size, and what the board copy of their sections says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engagekit.disclosure import is_public, protect
from engagekit.errors import EngagekitError
from engagekit.locale import LANGUAGES, Locale
from engagekit.presentation.section import Section
from engagekit.sections.functions import section
from engagekit.sections.registry import QUESTIONS, REQUIRED
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import TABLES, dtype_of
from engagekit.tables.tables import Tables
from engagekit.wording import finding

NAMES = [
    f"Department {a}{b}{c}"
    for c in ("", "a", "b", "c", "d")
    for a in "ABCDEFGH"
    for b in "abcdefgh"
]
"""Names without digits, so that numbers can be told from them."""
ZONE = "America/Toronto"
QUARTER = "FY2026-27 Q2"
NUMBER = re.compile(r"[+\u2212-]?\d+(?:[.,]\d+)*")
SILENT = ("hidden", "rounded")
"""Messages that claim nothing."""
WORDS = re.compile(r"(?<=[.!?])\s+(?![»”])")
CLAUSES = re.compile(r"[;:,.]\s+|\s(?:and|but|et|mais)\s")
DIRECTIONS = {
    "en": r"most|least|lowest|highest|best|worst|all|none|nobody|every\w*|rose|risen|fell|fallen|"
    r"up|down|above|below|higher|lower|more|less|fewer|clearly|first|only|half|closer|away",
    "fr": r"plus|moins|mieux|pire|tous|toutes|aucune?|personne|chaque|haute?|basse?|baiss\w+|"
    r"haus\w+|mont\w+|dessus|dessous|nettement|seule?s?|moitié|première?|rapproch\w+|éloign\w+",
}
"""Words that say which way, or of how many."""
NOT_NAMES = frozenset(
    ["measure", "unit", "basis", "method", "suppressed", "estimate", "low", "high", "n", "base",
     "population", "period", "answer", "recoded", "at_least", "at_most", "previous"]
)  # fmt: skip
STEM = 6
"""Letters that a word keeps in any person and number."""
NUMBERED = ("estimate", "low", "high", "n", "base", "population")
AT_LEAST = re.compile(r"(\d+)[\s\u00a0\u202f]?%[\s\u00a0](?:or more|ou plus)")
"""A share of which the board says only that it is no less."""
NEAR, NEAR_SHARE = 2.5, 3.0  # counts are rounded to 5
"""How far a coarse number or per cent of the board may lie from the one it stands for."""


def tidy(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a tidy table, each column in its kind."""
    frame = pd.DataFrame(rows)
    columns = {}
    for column in TABLES[name].columns:
        given = frame.get(column.name, pd.Series([None] * len(rows), dtype=object))
        kind = dtype_of(column.kind, ZONE)
        if column.kind == "moment":
            columns[column.name] = pd.to_datetime(given).dt.tz_localize(ZONE).astype(kind)
        elif column.kind == "date":
            columns[column.name] = pd.to_datetime(given).astype(kind)
        else:
            columns[column.name] = given.astype(kind)
    return pd.DataFrame(columns)


def quarters(many: int) -> list[str]:
    """Return the middle month of each of so many quarters, the last of them `QUARTER`."""
    months = [12 * 2026 + 7 - 3 * back for back in range(many)][::-1]
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in months]


def labels(many: int) -> list[str]:
    """Return the names of quarters of a fiscal year that begins in April."""
    found = []
    for month in quarters(many):
        year, at = int(month[:4]), int(month[5:])
        found.append(
            f"FY{year - (at < 4)}-{(year + (at >= 4)) % 100:02d} Q{(at - 4) % 12 // 3 + 1}"
        )
    return found


def firm(seed: int, *, people: int = 250, departments: int = 12, many: int = 4) -> Tables:
    """Return an organisation whose departments differ in size, reach and satisfaction.

    Its touches go back over ``many`` quarters.
    """
    random = np.random.default_rng(seed)
    sizes = random.dirichlet(np.full(departments, 1.2))
    where = random.choice(departments, size=people, p=sizes)
    met = random.beta(2, 2, departments)
    likes = random.beta(8, 2, departments)
    answers = random.beta(3, 4, departments)
    contacts = [
        {"contact_id": f"p{at}", "display_name": f"P {at}", "department": NAMES[of],
         "role_level": ["junior", "senior"][int(random.random() < 0.3)], "is_library": False}
        for at, of in enumerate(where)
    ]  # fmt: skip
    names = ("touches", "surveys", "questions", "respondents", "responses", "invitations", "budget")
    frames: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for quarter, month in enumerate(quarters(many)):
        for at, of in enumerate(where):
            for time in range(random.poisson(-np.log1p(-met[of] * 0.95))):
                frames["touches"].append(
                    {"touch_id": f"t{quarter}-{at}-{time}", "contact_id": f"p{at}",
                     "on": f"{month}-{1 + time % 27:02d}", "staff_id": f"L{time % 2}",
                     "channel": ["walk", "desk", "reference"][time % 3], "two_way": True,
                     "display_name": f"P {at}", "linked_by": "id"}
                )  # fmt: skip
    for survey, day in (("s1", "2026-02-10"), ("s2", "2026-08-10")):
        frames["surveys"].append({"survey_id": survey, "title": f"Survey {survey}"})
        frames["questions"].append({"survey_id": survey, "question_id": "q", "kind": "scale",
                                    "wording": "Overall, how satisfied are you?",
                                    "scale_id": "satisfaction-5-en"})  # fmt: skip
        for at, of in enumerate(where):
            came = random.random() < answers[of]
            key = {"survey_id": survey, "respondent_id": f"{survey}-{at}"}
            frames["invitations"].append({"survey_id": survey, "contact_id": f"p{at}",
                                          "outcome": "I" if came else "NC"})  # fmt: skip
            if came:
                frames["respondents"].append({**key, "status": "complete", "submitted_at": day,
                                              "department": NAMES[of]})  # fmt: skip
                score = float(random.choice([4, 5] if random.random() < likes[of] else [1, 2, 3]))
                frames["responses"].append({**key, "question_id": "q", "value": f"{score:g}",
                                            "score": score})  # fmt: skip
    frames["budget"] = [
        {"department": NAMES[of], "period": "FY2026-27", "line": "library", "kind": "budget",
         "amount": float(random.integers(5_000, 60_000)), "currency": "CAD"}
        for of in range(departments)
    ]  # fmt: skip
    made = {name: tidy(name, rows) for name, rows in {"contacts": contacts, **frames}.items()}
    return Tables({name: frame for name, frame in made.items() if len(frame)}, make_settings({}))


class Spoken(NamedTuple):
    """What one section says in both copies."""

    section: str
    title: str
    language: str
    private: str
    board: str
    whole: pd.DataFrame
    is_rounded: bool


def copies(
    tables: Tables,
    during: str = QUARTER,
    ids: Collection[str] = QUESTIONS,
    by: Sequence[str] = ("department",),
) -> tuple[list[Section], tuple[Section, ...]]:
    """Return every section that asks for no more than the tables, as it is and protected."""
    sections = list(every(tables, during, ids, by))
    return sections, protect(sections, tables.settings).sections


def every(
    tables: Tables,
    during: str = QUARTER,
    ids: Collection[str] = QUESTIONS,
    by: Sequence[str] = ("department", "role_level"),
) -> Iterator[Section]:
    """Yield every section that asks for no more than the tables, also by each kind of group."""
    for question in (QUESTIONS[name] for name in ids):
        if any(option.default is REQUIRED for option in question.options):
            continue
        choices: list[dict[str, Any]] = [{}]
        if any(one.name == "by" and not one.chooses for one in question.options):
            choices += [{"by": name} for name in by]
        for options in choices:
            with suppress(EngagekitError):
                yield section(question, tables, during, options)


def spoken(sections: Iterable[Section], safe: Iterable[Section]) -> Iterator[Spoken]:
    """Yield what every section of a board copy says in both copies and both languages."""
    for whole, shown in zip(sections, safe, strict=True):
        if shown.audience != "board" or not is_public(whole) or whole.missing:
            continue
        for language in LANGUAGES:
            board = finding(shown, language, whole=whole.frame)
            is_rounded = _rounded(whole.frame, shown.frame)
            private = finding(whole, language)
            yield Spoken(whole.name, shown.title, language, private, board, whole.frame, is_rounded)


def _rounded(whole: pd.DataFrame, shown: pd.DataFrame) -> bool:
    """Return whether numbers of a frame were made coarser for the board."""
    for name in ("estimate", "low", "high", "n", "base"):
        if name in shown.columns and len(shown) == len(whole):
            both = shown[name].notna().to_numpy()
            if (shown[name].to_numpy()[both] != whole[name].to_numpy()[both]).any():
                return True
            if name in ("n", "base") and (whole[name].notna() & ~both).any():
                return True
    return len(shown) != len(whole)


def claims_alone(one: Spoken) -> Iterator[str]:
    """Yield the sentences of a section whose claims the private copy does not make.

    A claim is a sentence. Of a section with coarser numbers it is the names and the direction of
    each clause, and numbers that are near those they stand for.
    """
    words = one.private.replace("\n", " ")
    there = WORDS.split(words)
    names = _names(one.whole)
    clauses = {_said_of(text, names, one.language) for text in CLAUSES.split(words)}
    shares, counts = numbers_of(words, shares=True), numbers_of(words)
    for name in set(NUMBERED) & set(one.whole.columns):
        counts += one.whole[name].dropna().astype("float64").tolist()
    shares += [abs(100 * share) for share in counts]
    if {"n", "base"} <= set(one.whole.columns):
        shares += (100 * (one.whole["n"] / one.whole["base"])).dropna().tolist()
    for text in filter(None, map(str.strip, WORDS.split(one.board.replace("\n", " ")))):
        if text in there:
            continue
        least = [float(number) for number in AT_LEAST.findall(text)]
        plain = AT_LEAST.sub("", text)
        apart = [_said_of(part, names, one.language) for part in CLAUSES.split(plain)]
        of_all = numbers_of(plain, shares=True)
        is_near = all(_is_near(number, shares, NEAR_SHARE) for number in of_all)
        told = 100 * one.whole["estimate"].dropna().astype("float64") if least else ()
        is_near &= all(any(number <= share <= 100 for share in told) for number in least)
        is_near &= all(_is_near(number, counts, NEAR) for number in numbers_of(text))
        if not one.is_rounded or not is_near or not {part for part in apart if part} <= clauses:
            yield text


def _names(frame: pd.DataFrame) -> list[str]:
    """Return the groups, items and words that a frame can name."""
    columns = [name for name in frame.columns if name not in NOT_NAMES]
    texts = {str(value) for name in columns for value in frame[name].dropna().unique()}
    return [text for text in texts if len(text) > 2 and not text.replace(".", "").isdigit()]


def _said_of(text: str, names: Iterable[str], language: str) -> frozenset[str]:
    """Return whom a clause names, and which way it points."""
    ways = re.findall(rf"\b(?:{DIRECTIONS[language]})\b", text, re.IGNORECASE)
    stems = [way.casefold()[:STEM] for way in ways]
    return frozenset([*(name for name in names if name in text), *stems])


def numbers_of(text: str, *, shares: bool = False) -> list[float]:
    """Return the numbers of a text in their order: per cents and points, or all others."""
    plain = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})|(?<=\d),(?=\d{3}\b)", "", text)
    unit = rf"(?{'=' if shares else '!'}[\d.,]*[\s\u00a0\u202f]?(?:%|points?))"
    found = re.findall(rf"-?\d+(?:[.,]\d+)?{unit}", plain.replace("\u2212", "-"))
    return [float(number.replace(",", ".")) for number in found]


def _is_near(number: float, known: Iterable[float], most: float) -> bool:
    """Return whether a number is one of some, or a coarse one of them."""
    return any(abs(number - other) <= most for other in known)


def contradictions(
    tables: Tables,
    during: str = QUARTER,
    ids: Collection[str] = QUESTIONS,
    by: Sequence[str] = ("department",),
) -> tuple[int, int, list[str]]:
    """Return sections with a board copy, how many are qualified, and claims of the board alone."""
    return compared(*copies(tables, during, ids, by))


def compared(sections: Iterable[Section], safe: Iterable[Section]) -> tuple[int, int, list[str]]:
    """Return the same of sections and their protected ones."""
    count = qualified = 0
    alone: list[str] = []
    for one in spoken(sections, safe):
        say = Locale.of({"language": one.language}).say
        marks = [say(f"finding.shown_{kind}").strip() for kind in ("department", "rows")]
        silent = [say(f"finding.{key}", title=one.title) for key in SILENT]
        lines = one.board.split("\n")
        # the mark stands once, and what follows it is read under it
        marked = (at for at, line in enumerate(lines) if any(mark in line for mark in marks))
        free = lines[: next(marked, len(lines))]
        said = "" if one.board in silent else "\n".join(free)
        count, qualified = count + 1, qualified + (len(free) < len(lines) or not said)
        alone += [f"{one.section} ({one.language}): {text}"
                  for text in claims_alone(one._replace(board=said))]  # fmt: skip
    return count, qualified, alone
