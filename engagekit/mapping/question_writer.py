"""The questions of a new survey mapping, with the scales that a person has to say."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import tomlkit

from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.headers import called
from engagekit.mapping.question_proposal import asked_of
from engagekit.mapping.question_table import Scale
from engagekit.mapping.table_detection import DetectedTable
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._survey_builder import Field

_TICKED = re.compile(
    r"^(?:(.{3,}?)(?:\s*\[(.+)\]|\s+[-–/|]\s+(.+)|(?<=[:?])\s+(.+))|([^\W_]+)_(\d{1,3}))$"
)
"""A header of a question and one of its options, in words or in codes (``Q3_1``)."""


def listed(texts: Iterable[str]) -> Any:
    """Return a TOML array, long ones over several lines."""
    result = tomlkit.array()
    result.extend(texts)
    return result.multiline(len(result) > 6)


def quoted(text: str) -> str:
    r"""Return a TOML string.

    Examples
    --------
    >>> print(quoted('Q1 "how"'))
    "Q1 \"how\""
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def questions(
    detected: DetectedTable,
    body: pd.DataFrame,
    free: Sequence[ColumnProfile],
    called: Mapping[int, str],
) -> list[str]:
    """Return a section a question as it is proposed; which end of numbers is good is left open."""
    asked = [part for part in free if part.kind != "empty" and part.column not in of_tool(free)]
    ticks = _tick_columns(asked)
    scales: dict[str, Scale] = {}
    sections: list[str] = []
    for part in asked:
        sections += ["", f"[questions.{quoted(called[part.column])}]"]
        if part.column in ticks:
            stem, option = map(quoted, ticks[part.column])
            sections += [
                f"wording = {stem}",
                'kind = "multi"',
                f"of = {stem}",
                f"option = {option}",
            ]
            continue
        wording = part.header or part.letter
        cells = detected.listing.lines(part.column, body)
        proposed = asked_of(wording, [Field("", wording, cells)], scales)
        sections += [f"wording = {quoted(wording)}", f"kind = {quoted(proposed.kind)}"]
        if proposed.scale:
            sections.append(f"scale = {quoted(proposed.scale)}")
        if proposed.options:
            sections.append(f"options = [{', '.join(map(quoted, proposed.options))}]")
            sections.append(f"separator = {quoted(proposed.separator)}")
    lines: list[str] = []
    for name, scale in scales.items():
        lines += ["", f"[scales.{name}]", *_scale_lines(name, scale)]
    return [*lines, *sections]


def _scale_lines(name: str, scale: Scale) -> list[str]:
    """Return what is written of a scale: its answers in words, or its points without a best one."""
    first, last = scale.answers[0], scale.answers[-1]
    answers = f"[{', '.join(map(quoted, scale.answers))}]"
    none = f"no_opinion = [{', '.join(map(quoted, scale.no_opinion))}]"
    if not last.isdigit():
        return [f"answers = {answers}  # from the worst to the best, all that could be given", none]
    return [
        "# Which end is good is not in the file. Say the code of the best answer:",
        f"#   engagekit map ... --set best.{name}={last}   or   ={first}",
        f"points = {answers}",
        none,
    ]


def of_tool(columns: Sequence[ColumnProfile]) -> set[int]:
    """Return the columns of a survey that nobody was asked: its tool's own, and those of people."""
    listed = vocabulary.words("survey_tools")
    named = {part.column: {*called(part.header)} for part in columns}  # `Start time (MDT)`
    own = {at for at, names in named.items() if not names.isdisjoint(listed["sure"])}
    beside = listed["beside"] if len(own) > 1 else ()
    own |= {at for at, names in named.items() if not names.isdisjoint(beside)}
    numbered = {part.column for part in columns if part.kind == "number" and part.is_code}
    return own | numbered | {part.column for part in columns if part.personal}


def _tick_columns(asked: Sequence[ColumnProfile]) -> dict[int, list[str]]:
    """Return question and option of columns with one answer each, where several have the question.

    Alone, everybody who answers such a column gives its one answer.
    """
    found = {
        part.column: [text for text in match.groups() if text]
        for part in asked
        if part.distinct == 1 and (match := _TICKED.match(part.header))
    }
    for part in asked:  # "Books: Which do you use?" over "Books"
        option, _, stem = part.header.partition(":")
        if part.distinct == 1 and stem.strip() and part.samples.startswith(f"{option} ("):
            found[part.column] = [stem.strip(), option]
    stems = [stem for stem, _ in found.values()]
    return {at: one for at, one in found.items() if stems.count(one[0]) > 1}
