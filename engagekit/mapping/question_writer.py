"""The questions of a new survey mapping, with the scales that a person has to say."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import tomlkit

from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.headers import called
from engagekit.mapping.table_detection import DetectedTable
from engagekit.readers.shared import vocabulary
from engagekit.readers.survey._categorical import encode, kind_of
from engagekit.readers.survey._survey_builder import SEPARATORS, SURE, Field, split

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
    """Return a section a question; items of one question share a scale to be filled in."""
    asked = [part for part in free if part.kind != "empty" and part.column not in of_tool(free)]
    written = {part.column: detected.listing.lines(part.column, body) for part in asked}
    ticks = _tick_columns(asked)
    kinds = {part.column: _kind(part, written[part.column]) for part in asked}
    codes = {
        column: frozenset(body[column][body[column] != ""])
        for column, kind in kinds.items()
        if kind == "codes"
    }
    lines = []
    by_column: dict[int, str] = {}
    for name, (labels, members) in scales_of(codes, detected.listing.headers).items():
        by_column |= dict.fromkeys(members, name)
        cells = body[members[0]]
        counts = cells[cells != ""].value_counts()
        spread = ", ".join(f"{label}: {counts.get(label, 0)}" for label in labels)
        none = _apart({*map(int, labels)})
        none_of = [str(one) for one in sorted(none) if {*str(one)} <= {*"789"}]  # others are slips
        inside = [label for label in labels if int(label) not in none] or labels
        lines += [
            "",
            f"[scales.{name}]",
            f"# {called[members[0]]} holds {spread}.",
            "# Which end is good is not in the file. Say the code of the best answer:",
            f"#   engagekit map ... --set best.{name}={inside[-1]}   or   ={inside[0]}",
            f"points = [{', '.join(map(quoted, inside))}]",
            f"no_opinion = {none_of}  # codes that are no point of the scale",
        ]
    for part in asked:
        lines += ["", f"[questions.{quoted(called[part.column])}]"]
        if part.column in ticks:
            stem, option = map(quoted, ticks[part.column])
            lines += [f"wording = {stem}", 'kind = "multi"', f"of = {stem}", f"option = {option}"]
            continue
        lines.append(f"wording = {quoted(part.header or part.letter)}")
        kind = "scale" if part.column in by_column else kinds[part.column]
        lines.append(f"kind = {quoted(kind)}")
        if part.column in by_column:
            lines.append(f"scale = {quoted(by_column[part.column])}")
    return lines


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


def _kind(part: ColumnProfile, answers: pd.Series) -> str:
    """Return the kind of a question, ``codes`` for numbers that stand for answers."""
    column = encode(answers)
    kind = kind_of(column, part.header, None)
    whole = all(label.removeprefix("-").isdigit() for label in column.labels)
    several = 2 < len(column.labels) <= MOST_CODES and column.answers > len(column.labels)
    if kind.kind in ("single", "text"):
        return "multi" if _is_ticked(Field("", part.header, answers)) else kind.kind
    return "codes" if whole and several and not kind.scores else kind.kind


def _is_ticked(cells: Field) -> bool:
    """Return whether cells hold several ticks; `Yes, definitely` and `Partner, Tax` are one each.

    Behind commas most options stand alone in some cell, or cells hold one, two and more of them.
    """
    if len(split(cells, SEPARATORS[:SURE])) > 1:
        return True
    parts = [one.cells != "" for one in split(cells, SEPARATORS[SURE:]) if one.option]
    ticked = pd.DataFrame(dict(enumerate(parts)))
    count = ticked.sum(axis=1)
    alone = ticked[count == 1].any().sum()
    return bool(parts) and bool(2 * alone >= len(parts) or count[count > 0].nunique() > 2)


FAR, POINTS = 4, 3
"""Steps above a scale of so many points from which 8 and 9 stand apart, as 9 does from 1 to 5."""
MOST_CODES = 12
"""Different numbers up to which a column holds codes of answers: scales have up to 11 points and a
code for no opinion."""


def scales_of(
    codes: dict[int, frozenset[str]], headers: Sequence[str]
) -> dict[str, tuple[list[str], list[int]]]:
    """Return every point of a scale that is drafted, and its columns: items of one question.

    Codes that happen to be alike make no common scale: 1 to 5 may be good and bad, or often and
    never. Points that nobody chose are points too.
    """
    scales: dict[str, tuple[set[int], list[int]]] = {}
    for column, labels in sorted(codes.items()):
        points, members = scales.setdefault(_family(headers[column]) or str(column), (set(), []))
        points.update(map(int, labels))
        members.append(column)
    return {
        f"scale_{place}": ([str(one) for one in _whole(points)], members)
        for place, (points, members) in enumerate(scales.values(), start=1)
    }


def _apart(codes: set[int]) -> set[int]:
    """Return the codes of no opinion: larger than any scale, or 8 and 9 far above the others.

    Examples
    --------
    >>> _apart({1, 2, 3, 4, 5, 9}), _apart({1, 2, 3, 8, 9, 10}), _apart({4, 5, 9}), _apart({1, 99})
    ({9}, set(), set(), {99})
    """
    large = {code for code in codes if code > MOST_CODES}
    high = (codes - large) & {8, 9}
    points = codes - large - high
    is_far = high and len(points) >= POINTS and min(high) - max(points) >= FAR
    return large | high if is_far else large


def _whole(codes: set[int]) -> list[int]:
    """Return codes with those between that nobody gave; 9 and 99 beside a shorter scale stay apart.

    Examples
    --------
    >>> _whole({2, 5}), _whole({0, 3}), _whole({1, 4, 99}), _whole({1, 3, 4, 5, 9})
    ([1, 2, 3, 4, 5], [0, 1, 2, 3], [1, 2, 3, 4, 99], [1, 2, 3, 4, 5, 9])
    """
    apart = _apart(codes)
    inside = codes - apart
    return sorted({*(range(min(1, *inside), max(inside) + 1) if inside else range(0)), *apart})


def _family(header: str) -> str:
    """Return what the headers of items of one question have in common; empty for none.

    Examples
    --------
    >>> _family("How satisfied are you? [Desk]"), _family("Q3_2"), _family("Would you come again?")
    ('How satisfied are you?', 'Q3', '')
    """
    if match := re.match(r"^(.*\S)\s*\[[^\]]+\]$", header):
        return match[1]
    match = re.match(r"^([A-Za-z]+\d*)[_.-]\d{1,3}$", header)
    return match[1] if match else ""
