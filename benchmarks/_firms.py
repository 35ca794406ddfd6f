"""Made-up organisations of any size, and what the board copy of their sections says."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from engagekit.disclosure import is_public, protect
from engagekit.errors import EngagekitError
from engagekit.sections import _build
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
WORDS = re.compile(r"(?<=[.!?])\s+")


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
    """What one section says in both copies, in single sentences."""

    section: str
    private: list[str]
    board: list[str]
    is_qualified: bool
    is_rounded: bool


def spoken(
    tables: Tables, during: str = QUARTER, ids: Collection[str] = QUESTIONS
) -> Iterator[Spoken]:
    """Yield what every section, or some by their ids, says in the private and the board copy."""
    sections = []
    for question in (QUESTIONS[name] for name in ids):
        if any(option.default is REQUIRED for option in question.options):
            continue
        choices: list[dict[str, Any]] = [{}]
        if any(option.name == "by" for option in question.options):
            choices.append({"by": "department"})
        for options in choices:
            try:
                sections.append(_build.section(question, tables, during, options))
            except EngagekitError:
                continue
    safe = protect(sections, tables.settings)
    if not safe.ok:
        return
    marks = [tables.locale.say(f"finding.shown_{kind}").strip() for kind in ("department", "rows")]
    for whole, shown in zip(sections, safe.sections, strict=True):
        if not is_public(whole) or whole.missing:
            continue
        texts = [finding(whole), finding(shown, whole=whole.frame)]
        parts = [WORDS.split(text.replace("\n", " ")) for text in texts]
        silent = [tables.locale.say(f"finding.{one}", title=shown.title) for one in SILENT]
        is_qualified = any(mark in texts[1] for mark in marks) or texts[1] in silent
        yield Spoken(whole.name, *parts, is_qualified, _rounded(whole.frame, shown.frame))


def _rounded(whole: pd.DataFrame, shown: pd.DataFrame) -> bool:
    """Return whether numbers of a frame were made coarser for the board."""
    for name in ("estimate", "low", "high", "n", "base"):
        if name in shown.columns and len(shown) == len(whole):
            both = shown[name].notna().to_numpy()
            if (shown[name].to_numpy()[both] != whole[name].to_numpy()[both]).any():
                return True
    return len(shown) != len(whole)


def _plain(text: str, *, is_rounded: bool) -> str:
    """Return a claim; of a section with coarser numbers only its words and names."""
    return NUMBER.sub("#", text) if is_rounded else text


def contradictions(
    tables: Tables, during: str = QUARTER, ids: Collection[str] = QUESTIONS
) -> tuple[int, int, list[str]]:
    """Return sections with a board copy, those that are qualified, and claims of the board alone.

    A claim is a sentence that the board copy says of the whole and the private copy does not.
    """
    found = list(spoken(tables, during, ids))
    alone = [
        f"{one.section}: {text}"
        for one in found
        if not one.is_qualified
        for text in one.board
        if _plain(text, is_rounded=one.is_rounded)
        not in [_plain(other, is_rounded=one.is_rounded) for other in one.private]
    ]
    return len(found), sum(one.is_qualified for one in found), alone
