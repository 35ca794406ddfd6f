"""Questions of the question bank that came back: what they stand for needs no setting."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd

from engagekit.readers.survey._question_bank import item_worded
from engagekit.settings.money import Part
from engagekit.settings.question_bank import OVERALL, SATISFIED
from engagekit.settings.schema import Settings
from engagekit.settings.survey import Gaps

PartT = TypeVar("PartT", bound=Part)

_ROW = re.compile(r"(.+?)( \[|/)(.+?)(\]?)")
"""Question, sign, row and bracket: grids whose rows are questions each, in two tools' exports."""
PARTS = ("gaps", "profile", "perception")
"""Sections of [survey] in which a question is named."""
_KINDS = {"single": ("single", "scale"), "number": ("number", "single")}
"""Kinds that answers to an item may have; others have its own alone."""


def with_known_questions(
    settings: Settings, questions: pd.DataFrame | None, overall: Sequence[str] = ()
) -> Settings:
    """Return settings in which questions of the bank stand for what they were made for.

    ``settings``: what they say stays as it is. ``questions``: the tidy table. ``overall``: wordings
    that a person has confirmed as the question on satisfaction all in all.
    """
    if questions is None or questions.empty:
        return settings
    found: dict[str, str] = {}
    for kind, wording, name in _texts(questions):
        item = item_worded(wording)
        if item and item.setting and kind in _KINDS.get(item.kind, (item.kind,)):
            found.setdefault(item.setting, name)
    if _another(questions, found.get("satisfaction_question", "")):
        del found["satisfaction_question"]
    said = [text for text in overall if (questions["wording"] == text).any()]
    found |= {"satisfaction_question": said[0]} if said else {}
    if not found:
        return settings
    of_section: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, text in found.items():
        section, _, name = key.rpartition(".")
        of_section[section][name] = (text,) if name == "comment_questions" else text
    survey = settings.survey
    if survey.gaps != Gaps() or len(of_section["gaps"]) < 2:
        of_section["gaps"] = {}  # one level alone has nothing to be compared with
    if not survey.perception.groups:
        of_section["perception"] = {}  # without groups there is nobody to compare
    parts = {name: _filled(getattr(survey, name), of_section[name]) for name in PARTS}
    survey = _filled(survey, of_section[""]).model_copy(update=parts)
    value = _filled(settings.value, of_section["value"])
    return settings.model_copy(update={"survey": survey, "value": value})


def _filled(part: PartT, texts: Mapping[str, Any]) -> PartT:
    """Return a section of the settings with what it does not say itself."""
    return part.model_copy(
        update={name: text for name, text in texts.items() if not getattr(part, name)}
    )


def _another(questions: pd.DataFrame, known: str) -> bool:
    """Return whether a survey without the known wording asks the same in words of its own."""
    if not known or "survey_id" not in questions:
        return False
    text = questions["wording"].astype("str")
    others = ~questions["survey_id"].isin(questions.loc[text == known, "survey_id"])
    text = text[others & (questions["kind"] == "scale")].str.casefold()
    return bool((text.str.contains(OVERALL) & text.str.contains(SATISFIED)).any())


def _texts(questions: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield kind, wording and how a setting names it: of blocks their stem, of rows ``{item}``."""
    each = questions.drop_duplicates(["wording", "item_of", "kind"])
    columns = (each[name].astype("str").fillna("") for name in ("wording", "item_of", "kind"))
    for wording, block, kind in zip(*columns, strict=True):
        if block and kind == "scale":
            yield "matrix", block, block
            continue
        yield kind, wording, wording
        if kind == "scale" and (row := _ROW.fullmatch(wording)):
            yield "matrix", row[1], f"{row[1]}{row[2]}{{item}}{row[4]}"
