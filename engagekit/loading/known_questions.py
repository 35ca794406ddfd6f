"""Questions of the question bank that came back: what they stand for needs no setting."""

import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from engagekit.parsing.values import fold_word
from engagekit.settings.question_bank import LIBRARY, OVERALL, SATISFIED, Item, items
from engagekit.settings.schema import Settings

_ROW = re.compile(r"(.+?)( \[|/)(.+?)(\]?)")
"""Question, sign, row and bracket: grids whose rows are questions each, in two tools' exports."""


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
    texts = _texts(questions)
    for item in items().values():
        if item.setting and (text := _match(item, texts)) is not None:
            found[item.setting] = text
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


def _texts(questions: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Return folded and plain wordings by kind, of blocks their stem, of rows with ``{item}``."""
    result: dict[str, list[tuple[str, str]]] = {}
    each = questions.drop_duplicates(["wording", "item_of", "kind"])
    columns = (each[name].astype("str").fillna("") for name in ("wording", "item_of", "kind"))
    for wording, block, kind in zip(*columns, strict=True):
        text, kind = (block, "matrix") if bool(block) and kind == "scale" else (wording, kind)
        result.setdefault(kind, []).append((fold_word(text), text))
        if kind == "scale" and (row := _ROW.fullmatch(wording)):
            pair = (fold_word(row[1]), f"{row[1]}{row[2]}{{item}}{row[4]}")
            result.setdefault("matrix", []).append(pair)
    return {kind: list(dict.fromkeys(pairs)) for kind, pairs in result.items()}


def _match(item: Item, texts: dict[str, list[tuple[str, str]]]) -> str | None:
    """Return the wording that an item came back with; None where none has its words."""
    kinds = {"single": ("single", "scale"), "number": ("number", "single")}
    pairs = [pair for kind in kinds.get(item.kind, (item.kind,)) for pair in texts.get(kind, [])]
    patterns = [_pattern(item.wording[language]) for language in LIBRARY]
    for folded, text in pairs:
        if any(pattern.fullmatch(folded) for pattern in patterns):
            return text
    return None


def _pattern(wording: str) -> re.Pattern[str]:
    """Return a wording of the bank, in which the library may be called anything."""
    before, slot, after = wording.partition("{library}")
    name = r" ?\S.{0,50}? ?" if slot else ""
    return re.compile(re.escape(fold_word(before)) + name + re.escape(fold_word(after)))
