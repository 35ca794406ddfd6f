"""Multiple-response sets of SPSS: those a file declares, and families of ticks it does not."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from engagekit.files.workbook import as_text
from engagekit.parsing.values import YES
from engagekit.readers.survey._survey_builder import Field, choice, common_start
from engagekit.readers.survey._words import folded, words_of

_MEMBER = re.compile(r"^(?P<family>.*?[^\W\d].*?)[_.#]?(?P<number>\d{1,3})$")


@dataclass(frozen=True)
class ResponseSet:
    """Variables that are together one question of which several answers may be chosen.

    ``members``: in the order of the file. ``options``: for each member the option it ticks; empty
    for a set of categories, where any member may hold any option. ``counted``: the value that
    ticks; None: a word for yes, or else any value.
    """

    key: str
    stem: str
    members: tuple[str, ...]
    options: tuple[str, ...] = ()
    counted: Any = None


def sets_of(
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[Any, str]],
    declared: Mapping[str, Mapping[str, Any]],
    is_missing: Callable[[str, Any], bool],
) -> list[ResponseSet]:
    """Return the sets of a file, each variable in one of them at most.

    ``frame``: values as the file has them. ``declared``: as pyreadstat returns them.
    ``is_missing``: whether a value of a variable is marked as missing. Returned: the declared ones,
    then families of variables (``q3_1``, ``q3_2``) of which each has one labelled value, or the
    labels selected and not selected.
    """
    free = list(frame.columns)
    sets = []
    for name, part in declared.items():
        members = tuple(one for one in part["variable_list"] if one in free)
        if not members:
            continue
        free = [one for one in free if one not in members]
        key, counted = name.lstrip("$"), part.get("counted_value")
        stem, own = _wording([labels[one] for one in members])
        by_value = tuple(str(values.get(one, {}).get(counted, "")) for one in members)
        options = tuple(word or one for word, one in zip(own, members, strict=True))
        if not _differ(own) and _differ(by_value):
            options = by_value
        options = options if part.get("is_dichotomy") else ()
        sets.append(ResponseSet(key, part.get("label") or stem or key, members, options, counted))

    def family(name: str) -> str:
        """Return the name of a variable without its number, itself where it has none."""
        match = _MEMBER.match(name)
        return match["family"] if match else name

    for key, names in groupby(free, key=family):
        one = _undeclared(key, tuple(names), frame, labels, values, is_missing)
        sets += [one] if one else []
    return sets


def _undeclared(
    family: str,
    members: tuple[str, ...],
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[Any, str]],
    is_missing: Callable[[str, Any], bool],
) -> ResponseSet | None:
    """Return a family of variables as a set where each of them is a tick and nothing else."""
    if len(members) < 2:
        return None
    defined = [
        {value: word for value, word in values.get(name, {}).items() if not is_missing(name, value)}
        for name in members
    ]
    present = [
        {value for value in frame[name].dropna().unique() if not is_missing(name, value)}
        for name in members
    ]
    words = words_of("spss.labels")
    stem, own = _wording([labels[name] for name in members])
    pairs = {(value, folded(word)) for part in defined for value, word in part.items()}
    ticks = {value for value, word in pairs if word in words["ticked"]}
    rest = {word for _, word in pairs} - words["ticked"]
    if len(ticks) == 1 and rest <= words["unticked"] and all(defined) and _differ(own, blank=True):
        return ResponseSet(family, stem or family, members, own, ticks.pop())
    by_value = tuple(next(iter(part.values()), "") for part in defined)
    alone = all(
        len(part) == 1 and used <= set(part) for part, used in zip(defined, present, strict=True)
    )
    codes = {value for value, _ in pairs}
    left_blank = bool(frame[list(members)].isna().to_numpy().any())
    if alone and left_blank and len(codes) == 1 and _differ(by_value, blank=True):
        return ResponseSet(family, stem or family, members, by_value, codes.pop())
    return None


def _differ(words: Sequence[str], *, blank: bool = False) -> bool:
    """Return whether words tell members apart, one of them blank at most where that is allowed."""
    return len(set(words)) == len(words) and (blank or all(words))


def _wording(wordings: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the question that wordings begin with, and the rest of each: ``What? - Desk``."""
    if len(set(wordings)) == 1:
        return wordings[0], tuple("" for _ in wordings)
    shared = common_start(wordings)
    stem = shared[: len(shared) - len(re.split(r"[\s:–—-]", shared)[-1])]
    if not re.search(r"[:;?!–—-]\s*$", stem):
        return "", tuple(wordings)
    return re.sub(r"[\s:;–—-]+$", "", stem), tuple(text[len(stem) :].strip() for text in wordings)


def options_of(
    one: ResponseSet, frame: pd.DataFrame, texts: Mapping[str, pd.Series], index: pd.Index
) -> list[Field]:
    """Return the options of a set as one question.

    ``frame``: values as the file has them. ``texts``: labels of the members' values; empty where
    missing. ``index``: row numbers. Returned: where a set holds values that do not tick, rows
    without any value were not shown it.
    """
    members = pd.DataFrame({name: texts[name] for name in one.members})
    shown = None
    if one.options:
        ticked = {
            name: _ticked(frame[name], texts[name], one.counted, index) for name in one.members
        }
        others = (members != "") & ~pd.DataFrame(ticked)
        shown = (members != "").any(axis=1) if others.to_numpy().any() else None
        masks = list(zip(one.options, ticked.values(), strict=True))
    else:
        labels = dict.fromkeys(label for name in one.members for label in texts[name] if label)
        masks = [(label, (members == label).any(axis=1)) for label in labels]
    ones = pd.Series("1", index=index, dtype="str")
    return [
        choice(one.key, one.stem, option, ones.where(mask, ""), shown) for option, mask in masks
    ]


def _ticked(values: pd.Series, texts: pd.Series, counted: Any, index: pd.Index) -> pd.Series:
    """Return which rows hold the value that ticks."""
    raw = pd.Series([as_text(value) for value in values], index=index, dtype="str")
    if counted is not None:
        return (raw == as_text(counted)) & (texts != "")
    yes = raw.str.casefold().isin(YES)
    return yes if yes.any() else texts != ""
