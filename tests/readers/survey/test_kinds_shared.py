"""Kinds, options, points and direction of real surveys against a key reviewed question by question.

The key has a line a run of alike questions: their kind (``|`` between those that are right), how
many options, how many points, and the best and the worst answer that somebody gave.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from engagekit.loading.read_file import read_file
from engagekit.settings.schema import Settings

ROOT = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports" / "surveys"
KEY = Path(__file__).parents[2] / "shared_keys" / "survey_kinds.tsv"
LETTERS = 14
"""Letters of an answer that the key has."""
KNOWN = 4
"""Questions that are read as another kind: a list spread over columns that are named apart,
one answer that all give."""
pytestmark = [pytest.mark.shared, pytest.mark.usefixtures("said")]


@cache
def _key() -> dict[str, list[dict[str, str]]]:
    """Each file's questions in their order."""
    files: dict[str, list[dict[str, str]]] = {}
    with KEY.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            first, _, last = row["questions"].partition("-")
            files.setdefault(row["file"], []).extend([row] * (int(last or first) - int(first) + 1))
    return files


def _faults(file: str) -> tuple[list[str], list[str]]:
    """Questions of another kind, and those with other options, points or direction."""
    part = read_file(ROOT / file, Path(file).name, Settings())
    assert part.error is None and part.frames is not None
    questions, responses = part.frames["questions"], part.frames["responses"]
    groups = list(questions.groupby("question_id", sort=False))
    assert len(groups) == len(_key()[file])
    kinds, rest = [], []
    for (name, group), wanted in zip(groups, _key()[file], strict=True):
        kind = str(group["kind"].iloc[0])
        if kind not in wanted["kind"].split("|"):
            kinds.append(f"{name}: {kind}, not {wanted['kind']}")
            continue
        rows = responses[(responses["question_id"] == name) & responses["score"].notna()]
        best = ""
        if kind == "scale" and len(rows):
            ends = [
                rows.loc[at, "value"] for at in (rows["score"].idxmax(), rows["score"].idxmin())
            ]
            best = ">".join(dict.fromkeys(str(one)[:LETTERS] for one in ends))
        points = group["points"].iloc[0]
        found = (
            str(len(group)) if kind in ("multi", "rank") else "",
            f"{points:g}" if points == points else "",
            best,
        )
        if found != (wanted["options"], wanted["points"], wanted["best"]):
            rest.append(f"{name}: {found}")
    return kinds, rest


@pytest.mark.parametrize("file", list(_key()))
def test_options_points_and_direction_are_those_of_the_key(file: str) -> None:
    assert _faults(file)[1] == []


def test_kinds_are_those_of_the_key_but_for_a_few() -> None:
    wrong = [fault for file in _key() for fault in _faults(file)[0]]
    assert len(wrong) <= KNOWN, wrong
    assert not [one for one in wrong if ": multi, not" in one]
