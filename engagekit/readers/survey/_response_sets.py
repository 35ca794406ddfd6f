"""Multiple-response sets of SPSS: those a file declares, and families of ticks it does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd

from engagekit.files.workbook import as_text
from engagekit.parsing.values import YES
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Field

TICKED = words(
    "selected|checked|ticked|chosen|marked|mentioned|quoted|gewahlt|ausgewahlt|angekreuzt|genannt"
    "|coche|selectionne|choisi|cite|seleccionado|marcado|elegido|mencionado"
)
UNTICKED = words(
    "not selected|unchecked|not checked|unselected|not ticked|not chosen|not marked"
    "|not mentioned|not quoted|nicht gewahlt|nicht ausgewahlt|nicht angekreuzt|nicht genannt"
    "|non coche|non selectionne|pas choisi|non cite|no seleccionado|no marcado|no mencionado"
)
_MEMBER = re.compile(r"^(?P<family>.*?[^\W\d].*?)[_.#]?(?P<number>\d{1,3})$")


@dataclass(frozen=True)
class ResponseSet:
    """Variables that are together one question of which several answers may be chosen.

    Attributes
    ----------
    key, stem : str
    members : tuple of str
        Variables in the order of the file.
    options : tuple of str
        For each member the option it ticks; empty for a set of categories, where any member may
        hold any option.
    counted : object
        The value that ticks; None: a word for yes, or else any value.
    """

    key: str
    stem: str
    members: tuple[str, ...]
    options: tuple[str, ...] = ()
    counted: Any = None


def found(
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[Any, str]],
    declared: Mapping[str, Mapping[str, Any]],
    is_missing: Callable[[str, Any], bool],
) -> list[ResponseSet]:
    """The sets of a file, each variable in one of them at most.

    Parameters
    ----------
    frame : DataFrame
        Values as the file has them.
    labels : mapping of variable to wording
    values : mapping of variable to mapping of value to label
    declared : mapping of set to its definition
        As pyreadstat gives them.
    is_missing : callable
        Whether a value of a variable is marked as missing.

    Returns
    -------
    list of ResponseSet
        The declared ones, then families of variables (``q3_1``, ``q3_2``) of which each has one
        labelled value, or the labels selected and not selected.
    """
    used_names: set[str] = set()
    sets = []
    for name, part in declared.items():
        members = tuple(
            one for one in part["variable_list"] if one in frame and one not in used_names
        )
        if not members:
            continue
        used_names |= set(members)
        key, counted = name.lstrip("$"), part.get("counted_value")
        stem, own = _named([labels[one] for one in members])
        by_value = tuple(str(values.get(one, {}).get(counted, "")) for one in members)
        options = _options(members, own, by_value) if part.get("is_dichotomy") else ()
        sets.append(ResponseSet(key, part.get("label") or stem or key, members, options, counted))
    free = [name for name in frame.columns if name not in used_names]
    for family, names in groupby(free, key=lambda name: _family(str(name))):
        result = _undeclared(family, tuple(names), frame, labels, values, is_missing)
        sets += [result] if result else []
    return sets


def _family(name: str) -> str:
    """The name of a variable without its number; the name itself where it has none."""
    match = _MEMBER.match(name)
    return match["family"] if match else name


def _undeclared(
    family: str,
    members: tuple[str, ...],
    frame: pd.DataFrame,
    labels: Mapping[str, str],
    values: Mapping[str, Mapping[Any, str]],
    is_missing: Callable[[str, Any], bool],
) -> ResponseSet | None:
    """A family of variables as a set where each of them is a tick and nothing else."""
    if len(members) < 2:
        return None
    existing = [
        {value: word for value, word in values.get(name, {}).items() if not is_missing(name, value)}
        for name in members
    ]
    present = [
        {value for value in frame[name].dropna().unique() if not is_missing(name, value)}
        for name in members
    ]
    stem, own = _named([labels[name] for name in members])
    pairs = {(value, folded(word)) for part in existing for value, word in part.items()}
    ticks = {value for value, word in pairs if word in TICKED}
    rest = {word for _, word in pairs} - TICKED
    if len(ticks) == 1 and rest <= UNTICKED and all(existing) and len(set(own)) == len(own):
        return ResponseSet(family, stem or family, members, own, next(iter(ticks)))
    by_value = tuple(next(iter(part.values()), "") for part in existing)
    alone = all(
        len(part) == 1 and observed <= set(part)
        for part, observed in zip(existing, present, strict=True)
    )
    codes = {value for value, _ in pairs}
    left_blank = bool(frame[list(members)].isna().to_numpy().any())
    if alone and left_blank and len(codes) == 1 and len(set(by_value)) == len(by_value):
        return ResponseSet(family, stem or family, members, by_value, next(iter(codes)))
    return None


def _named(wordings: list[str]) -> tuple[str, tuple[str, ...]]:
    """The question that wordings begin with, and what is left of each: ``What? - Desk``."""
    if len(set(wordings)) == 1:
        return wordings[0], tuple("" for _ in wordings)
    shared = _survey_builder.common_start(wordings)
    stem = shared[: len(shared) - len(re.split(r"[\s:–—-]", shared)[-1])]
    if not re.search(r"[:;?!–—-]\s*$", stem):
        return "", tuple(wordings)
    return re.sub(r"[\s:;–—-]+$", "", stem), tuple(text[len(stem) :].strip() for text in wordings)


def _options(
    members: tuple[str, ...], own: tuple[str, ...], by_value: tuple[str, ...]
) -> tuple[str, ...]:
    """What each variable of a declared set ticks: its own words, or the label of its value."""
    if all(own) and len(set(own)) == len(own):
        return own
    if all(by_value) and len(set(by_value)) == len(by_value):
        return by_value
    return tuple(word or name for word, name in zip(own, members, strict=True))


def options_of(
    one: ResponseSet, frame: pd.DataFrame, texts: Mapping[str, pd.Series], index: pd.Index
) -> list[Field]:
    """The options of a set as one question.

    Parameters
    ----------
    one : ResponseSet
    frame : DataFrame
        Values as the file has them.
    texts : mapping of variable to Series of str
        Labels of the members' values; empty where missing.
    index : Index
        Row numbers.

    Returns
    -------
    list of Field
        Where a set holds values that do not tick, rows without any value were not shown it.
    """
    if not one.options:
        observed = [label for name in one.members for label in texts[name] if label]
        chosen = {
            label: pd.concat([texts[name] == label for name in one.members], axis=1).any(axis=1)
            for label in dict.fromkeys(observed)
        }
        return [_field(one, label, mask) for label, mask in chosen.items()]
    ticked = [_ticked(frame[name], texts[name], one.counted, index) for name in one.members]
    filled = pd.concat([texts[name] != "" for name in one.members], axis=1)
    others = bool(
        (filled & ~pd.concat(ticked, axis=1).set_axis(filled.columns, axis=1)).any(axis=None)
    )
    visible = filled.any(axis=1) if others else None
    return [
        _field(one, option, mask, visible) for option, mask in zip(one.options, ticked, strict=True)
    ]


def _field(
    one: ResponseSet, option: str, ticked: pd.Series, shown: pd.Series | None = None
) -> Field:
    cells = pd.Series("1", index=ticked.index, dtype="str").where(ticked, "")
    return Field(one.key, one.stem, cells, "multi", one.key, one.stem, option, shown)


def _ticked(values: pd.Series, texts: pd.Series, counted: Any, index: pd.Index) -> pd.Series:
    """Which rows hold the value that ticks."""
    raw = pd.Series([as_text(value) for value in values], index=index, dtype="str")
    if counted is not None:
        return (raw == as_text(counted)) & (texts != "")
    yes = raw.str.casefold().isin(YES)
    return yes if yes.any() else texts != ""
