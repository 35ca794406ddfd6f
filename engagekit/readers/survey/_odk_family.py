"""What KoBoToolbox and ODK Central share: 0/1 columns beside a joined one, places, open parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Field
from engagekit.tables.problems import Problem

_TICKS = frozenset({"0", "1", "", "true", "false", "True", "False", "TRUE", "FALSE", "0.0", "1.0"})
_PLACE = re.compile(
    r"^_.*_(?:latitude|longitude|altitude|precision)$"
    r"|[-/](?:Latitude|Longitude|Altitude|Accuracy)$"
)


def fields(
    names: Sequence[str], kept: pd.DataFrame, places: Sequence[int], joints: str, before: str = ""
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions in order, and columns that go nowhere.

    Parameters
    ----------
    names : sequence of str
        Headers of all columns.
    kept : DataFrame
        Rows of answers; columns are numbers.
    places : sequence of int
        Columns that are no metadata.
    joints : str
        Signs that join groups and questions in a header, e.g. ``"/"``.
    before : str
        What the numbers of the questions begin with.

    Returns
    -------
    fields : list of Field
    dropped : list of (column, reason)
    """
    dropped: list[tuple[str, str]] = []
    plain: list[tuple[int, list[int]]] = []
    owned = _owned(names, kept, places)
    used_names = {option for options in owned.values() for option in options}
    for at in places:
        if at in used_names or not (names[at] or (kept[at].str.strip() != "").any()):
            continue
        if _PLACE.search(names[at]) or is_personal(_last(names[at], joints), kept[at]):
            dropped.append((names[at], PERSONAL))
            continue
        plain.append((at, owned.get(at, [])))
    ids = _survey_builder.unique([_key(f"{before}{names[at]}", at) for at, _ in plain])
    matches: list[Field] = []
    for key, (at, options) in zip(ids, plain, strict=True):
        wording = _survey_builder.plain(_last(names[at], joints)) or f"Column {at + 1}"
        matches += _question(key, wording, at, options, names, kept)
    return matches, dropped


def coalesced(
    names: Sequence[str],
    kept: pd.DataFrame,
    places: Sequence[int],
    versions: pd.Series | None,
    export: Export,
) -> tuple[pd.DataFrame, list[int], list[Problem]]:
    """Columns of one label, which a new version of a form splits, put together again.

    Parameters
    ----------
    names : sequence of str
        Headers of all columns.
    kept : DataFrame
        Rows of answers; columns are numbers.
    places : sequence of int
        Columns that are no metadata.
    versions : Series of str, optional
        The version of the form that each row was filled in with.
    export : Export

    Returns
    -------
    kept : DataFrame
        The first column of a label holds the cells of the others too.
    places : list of int
        Without those others.
    problems : list of Problem
        One for each label.

    Notes
    -----
    Only where each holds something, no row holds both, and (where versions are known) no version
    holds both: else they are two questions of one label.
    """
    same: dict[str, list[int]] = {}
    for at in places:
        if names[at] and not any(name.startswith(f"{names[at]}/") for name in names):
            same.setdefault(names[at], []).append(at)
    result, problems, removed = kept, [], set()
    for label, columns in same.items():
        if len(columns) < 2 or not _apart([kept[at] for at in columns], versions):
            continue
        result = result.copy() if result is kept else result
        result[columns[0]] = kept[columns].apply("".join, axis=1)
        removed.update(columns[1:])
        problems.append(
            Problem(
                f"stands over {len(columns)} columns of which no row fills two; taken as one "
                "question of several versions of the form",
                "Give the question another label in the form if these are two questions.",
                export.file,
                column=label,
            )
        )
    return result, [at for at in places if at not in removed], problems


def _apart(columns: Sequence[pd.Series], versions: pd.Series | None) -> bool:
    """Whether columns complete each other: each filled, none beside another."""
    present = [cells.str.strip() != "" for cells in columns]
    together = pd.concat(present, axis=1).sum(axis=1)
    if not all(mask.any() for mask in present) or bool((together > 1).any()):
        return False
    if versions is None:
        return True
    observed = [set(versions[mask].str.strip()) for mask in present]
    return sum(map(len, observed)) == len(set().union(*observed))


def _question(
    key: str,
    wording: str,
    at: int,
    options: Sequence[int],
    names: Sequence[str],
    kept: pd.DataFrame,
) -> list[Field]:
    """One column, or the options of a select-multiple question in its place."""
    if not options:
        return [Field(key, wording, kept[at].str.strip())]
    start = len(names[at]) + 1
    return [
        Field(
            key, wording, _ticked(kept[place]), "multi", key, wording, names[place][start:].strip()
        )
        for place in options
    ]


def _key(name: str, at: int) -> str:
    return _survey_builder.slug(name) if name else f"column-{at + 1}"


def _last(name: str, joints: str) -> str:
    """A header without the groups before it; slashes inside words of labels stay."""
    if " " in name:
        return name
    return re.split(f"[{re.escape(joints)}]", name)[-1] or name


def _owned(names: Sequence[str], kept: pd.DataFrame, places: Sequence[int]) -> dict[int, list[int]]:
    """The 0/1 columns of each select-multiple question by its joined column.

    They stand right after it; where its header stands once, wherever a person moved them to.
    """
    below: dict[str, list[int]] = {}
    for at in places:
        for match in re.finditer("/", names[at]):
            below.setdefault(names[at][: match.start()], []).append(at)
    counts = pd.Series([names[at] for at in places], dtype="str").value_counts()
    matches: dict[int, list[int]] = {}
    for order, at in enumerate(places):
        own = [one for one in below.get(names[at], []) if names[at] and one != at]
        own = [one for one in own if set(kept[one].unique()[:10]) <= _TICKS]
        if own and counts[names[at]] > 1:
            own = list(takewhile(set(own).__contains__, places[order + 1 :]))
        if own:
            matches[at] = own
    return matches


def _ticked(cells: pd.Series) -> pd.Series:
    """Not empty where chosen."""
    folded = cells.str.strip().str.casefold()
    return cells.where(folded.isin(["1", "1.0", "true"]), "")
