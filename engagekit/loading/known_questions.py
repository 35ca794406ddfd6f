"""Questions of the question bank that came back: what they stand for needs no setting."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from engagekit.readers.survey._question_bank import item_worded
from engagekit.settings.question_bank import OVERALL, SATISFIED
from engagekit.settings.schema import Settings

_ROW = re.compile(r"(.+?)( \[|/)(.+?)(\]?)")
"""Question, sign, row and bracket: grids whose rows are questions each, in two tools' exports."""


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
    survey, value = settings.survey, settings.value
    ours = {key: text for key, text in found.items() if "." not in key}
    plain: dict[str, Any] = {key: text for key, text in ours.items() if not getattr(survey, key)}
    if "comment_questions" in plain:
        plain["comment_questions"] = (plain["comment_questions"],)
    for name in ("gaps", "profile", "perception"):
        part = getattr(survey, name)
        if new := _of(found, name, part):
            plain[name] = part.model_copy(update=new)
    valued = _of(found, "value", value)
    if not plain and not valued:
        return settings
    return settings.model_copy(
        update={"survey": survey.model_copy(update=plain), "value": value.model_copy(update=valued)}
    )


def _another(questions: pd.DataFrame, known: str) -> bool:
    """Return whether a survey without the known wording asks the same in words of its own."""
    if not known or "survey_id" not in questions:
        return False
    text = questions["wording"].astype("str")
    others = ~questions["survey_id"].isin(questions.loc[text == known, "survey_id"])
    text = text[others & (questions["kind"] == "scale")].str.casefold()
    return bool((text.str.contains(OVERALL) & text.str.contains(SATISFIED)).any())


def _of(found: dict[str, str], name: str, part: Any) -> dict[str, str]:
    """Return what was found for one section of the settings where it says nothing itself."""
    start = f"{name}."
    mine = {key.removeprefix(start): text for key, text in found.items() if key.startswith(start)}
    if name == "gaps" and (part != type(part)() or len(mine) < 2):
        return {}  # one level alone has nothing to be compared with
    if name == "perception" and not part.groups:
        return {}  # without groups there is nobody to compare
    return {key: text for key, text in mine.items() if not getattr(part, key)}


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
