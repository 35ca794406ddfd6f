"""What the kit says of known data, frozen as text: ``python -m tests.frozen.freeze [WORD ...]``.

Prints a line for each difference between what is frozen and what the code gives now, and exits with
1 if there is one; ``--write`` writes anew. Words choose the cases whose names hold one of them; one
that is in no name is refused, with all names.
"""

from __future__ import annotations

import contextlib
import hashlib
import html
import io
import math
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, partial
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd
import pytest

import engagekit as ek
from engagekit.cli.app import main as command_line
from engagekit.errors import EngagekitError
from engagekit.loading import load, preloaded
from engagekit.sections.registry import QUESTIONS, Option, Question, call_of
from engagekit.settings.schema import Settings, read_settings
from engagekit.tables.tables import Tables
from tests import reading

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "data" / "sample"
SURVEY = SAMPLE / "surveys" / "Library_satisfaction_survey_2026.csv"
EXPORTS = ROOT / "tests" / "exports"
SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", ROOT.parent / "shared")) / "exports"
QUARTERS = [f"FY2025-26 Q{n}" for n in (1, 2, 3, 4)] + ["FY2026-27 Q1", "FY2026-27 Q2"]
NOT_FROZEN = ["compared", "compared_rows", "compared_files", "compared_people",
              "compared_choices"]  # fmt: skip
"""Sections that tell of the kit's own notebooks, or of a report that was published before."""
WORDS_OF_METHOD = ["basis", "method", "sha256"]
NO_EXPORTS = ["*.md", "*.toml", "*.expected.*", "truth/*", "EXPECTED.tsv", "SOURCES.tsv",
              "*.gitattributes", "odk_repeats/*"]  # fmt: skip
GAP = "|"
"""In a header: what names a row stands before it, what is compared of the row behind it."""
SHORT = 9
"""So many rows are written again, though an earlier case has the same."""


@dataclass
class Section:
    """What a section says, its header with the gap, and the cells of its rows."""

    says: str = ""
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


Case = dict[str, Section]


def cell(value: Any) -> str:
    """Return a value as it is written: twelve digits of a number, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value + 0:.12g}"
    return " ".join(str(value).removesuffix(" 00:00:00").split())


def frozen_frame(frame: pd.DataFrame, says: str = "", names: list[str] | None = None) -> Section:
    """Return a frame as a section; without ``names``, rows are named by what is not a number."""
    if frame.empty:
        return Section(cell(says))
    if names is None:
        names = [column for column in frame if frame[column].dtype.kind not in "ifub"]
    values = [column for column in frame if column not in names]
    cells = frame[[*names, *values]].itertuples(index=False, name=None)
    return Section(cell(says), [*names, GAP, *values], [[*map(cell, row)] for row in cells])


# The cases


def measured(tables: Tables, during: str | None) -> Case:
    """Return every section of the registry for a period: with its defaults, and by department."""
    case = {}
    for question in QUESTIONS.values():
        if question.id in NOT_FROZEN:
            continue
        call = call_of(question)
        case[question.id] = answer(call, tables, during)
        if any(one.name == "by" and one.default is None for one in own(question)):
            by = f"{call[:-1]}, by='department')"
            case[f"{question.id} by department"] = answer(by, tables, during)
    return case


def own(question: Question) -> list[Option]:
    """Return the options of a question that choose no other."""
    return [option for option in question.options if not option.chooses]


def answer(call: str, tables: Tables, during: str | None) -> Section:
    """Return one section; ``call``: as documentation writes it."""
    names = {"ek": ek, "sections": ek.sections, "tables": tables, "during": during}
    try:
        section = eval(f"{call[:-1]}, during=during)", names)
    except EngagekitError as error:
        return Section(f"{type(error).__name__}: {cell(error)}")
    return frozen_frame(section.frame.drop(columns=WORDS_OF_METHOD, errors="ignore"), section.text)


@cache
def sample() -> Tables:
    """Return the tables of the sample, loaded once for all cases."""
    return load.load(SAMPLE, read_settings(ROOT / "engagekit.toml"))


def survey_alone() -> Case:
    """Return the sections of a project that has the newest survey and nothing else."""
    return measured(load.load(SURVEY, read_settings(ROOT / "engagekit.toml")), None)


def project(name: str, during: str) -> Case:
    """Return the sections of a project that stands beside this module."""
    home = HERE / "projects" / name
    with patch.dict(os.environ, ENGAGEKIT_PROJECT=str(home)):
        return measured(load.load(home / "data"), during)


def digest(values: list[str]) -> str:
    """Return a short digest of texts."""
    return hashlib.blake2b("\x1f".join(values).encode(), digest_size=5).hexdigest()


def digests(tables: Tables) -> Section:
    """Return of each column how many cells are filled, a digest of them sorted, one in their order.

    Where the last alone differs, rows have another order or values stand in other rows.
    """
    rows = []
    for name in sorted(tables):
        frame = tables.frames[name]
        rows.append((name, "(rows)", len(frame), "", ""))
        for column in frame:
            values = [*map(cell, frame[column])]
            if filled := sum(map(bool, values)):
                rows.append((name, column, filled, digest(sorted(values)), digest(values)))
    columns = ["table", "column", "filled", "values", "in order"]
    return frozen_frame(pd.DataFrame(rows, columns=columns), names=columns[:2])


def exports(folder: Path) -> Case:
    """Return the digests of each export below a folder, loaded by itself; a form of parts whole."""
    case = {}
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        is_whole = name == "odk_repeats"
        if place.is_dir() != is_whole or any(fnmatchcase(name, one) for one in NO_EXPORTS):
            continue
        try:
            with (
                pytest.MonkeyPatch.context() as context,
                patch("engagekit.loading.recognise.waiting", return_value=""),
            ):  # said to be its own
                reading.staff_taken(context)
                case[name] = digests(load.load(place, Settings()))
        except EngagekitError:
            case[name] = Section("Nothing could be loaded.")
    return case


def brief(language: str) -> Case:
    """Return the pages of the board's brief of the sample as text."""
    with tempfile.TemporaryDirectory() as out:
        words = ["report", "--data", str(SAMPLE), "--out", out, "--language", language, "--quarter",
                 QUARTERS[-1], "--formats", "html", "--quiet"]  # fmt: skip
        with (
            preloaded.use(SAMPLE, sample()),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.suppress(SystemExit),
        ):
            command_line(words)
        (page,) = Path(out).rglob("board/brief.html")
        return pages(page.read_text("utf-8"))


def pages(text: str) -> Case:
    """Return the text of each page: a block a line, a row of a table a line, no drawing."""
    text = re.sub(r"<(svg|style|script)\b.*?</\1>|</main>.*", "", " ".join(text.split()))
    text = re.sub(r"</?(h\d|p|li|tr|caption|section|div)\b", r"\n\g<0>", text)
    text = re.sub(r'<(td|th|small|span class="under")(?=[ >])', r" / \g<0>", text)
    _, *parts = re.split(r'<section class="page" id="(\w+)"', text)
    case = {}
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        words = html.unescape(re.sub(r"<[^>]*>|^[^<]*>", "", part))
        lines = [cell(line).removeprefix("/ ") for line in words.splitlines()]
        case[name] = frozen_frame(pd.DataFrame({"line": filter(None, lines)}))
    return case


CASES: dict[str, Callable[[], Case]] = {
    **{f"sample {one}": partial(lambda one: measured(sample(), one), one) for one in QUARTERS},
    "survey alone": survey_alone,
    "hospital": partial(project, "hospital", "2026 Q1"),
    "ministere": partial(project, "ministere", "FY2026-27 Q2"),
    "pharma FY2025-26 Q4": partial(project, "pharma", "FY2025-26 Q4"),
    "pharma FY2026-27 Q1": partial(project, "pharma", "FY2026-27 Q1"),
    "tables of the sample": lambda: {"sample": digests(sample())},
    "tables of exports": partial(exports, EXPORTS),
    "tables of shared exports": partial(exports, SHARED),
    "brief in en": partial(brief, "en"),
    "brief in fr": partial(brief, "fr"),
}


def now(name: str) -> Case:
    """Return a case as the code gives it now: nothing kept from an earlier run, no browser."""
    surroundings = {"CACHE": "", "BROWSER": "none", "PROJECT": str(ROOT)}
    with patch.dict(os.environ, {f"ENGAGEKIT_{key}": one for key, one in surroundings.items()}):
        return CASES[name]()


# Written and read


def place_of(name: str) -> Path:
    """Return the file of a case."""
    return HERE / f"{name.replace(' ', '_')}.tsv"


def write(name: str, case: Case) -> None:
    """Write a case, a row a line; of a long section that an earlier case has, which case."""
    lines = []
    names = [*CASES]
    before = [other for other in names[: names.index(name)] if place_of(other).exists()]
    earlier = {other: read(other) for other in before}
    for title, section in case.items():
        lines.append(f"## {title}")
        same = [other for other, known in earlier.items() if known.get(title) == section]
        if same and len(section.rows) > SHORT:
            lines.append(f"= {same[0]}")
            continue
        lines += [f"> {section.says}"] if section.says else []
        lines += ["\t".join(row).rstrip("\t") for row in (section.header, *section.rows) if row]
    place_of(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(name: str) -> Case:
    """Return a case as it was written."""
    case: Case = {}
    for line in place_of(name).read_text("utf-8").splitlines():
        if line.startswith("## "):
            title = line[3:]
            section = case[title] = Section()
        elif section.header:
            cells = line.split("\t")
            section.rows.append(cells + [""] * (len(section.header) - 1 - len(cells)))
        elif line.startswith("= "):
            case[title] = read(line[2:])[title]
        elif line.startswith("> "):
            section.says = line[2:]
        else:
            section.header = line.split("\t")
    return case


# Compared


def compared(before: Case, after: Case) -> Iterator[str]:
    """Yield a line for each difference between two states of a case."""
    yield from gone_or_new(before, after)
    for title in before:
        if title in after:
            for line in compared_sections(title, before[title], after[title]):
                yield f"{title} / {line}"


def gone_or_new(before: Any, after: Any, of: str = "") -> Iterator[str]:
    """Yield which names are gone, but for what left.txt lists, and which are new."""
    for name in before:
        if name not in after and not any(fnmatchcase(f"{of}{name}", one) for one in listed()):
            yield f"{name}: left"
    for name in after:
        if name not in before:
            yield f"{name}: new"


@cache
def listed() -> list[str]:
    """Return the patterns of what may be gone: sections, or ``section:column``."""
    lines = (HERE / "left.txt").read_text("utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def compared_sections(title: str, before: Section, after: Section) -> Iterator[str]:
    """Yield a line for each difference between two states of a section."""
    if before.says != after.says:
        yield f"says: {before.says}, {after.says}"
    if before.header and after.header:
        yield from gone_or_new(before.header, after.header, f"{title}:")
    rows, others = named_rows(before, after.header), named_rows(after, before.header)
    gone = [label(row) for row in rows if row not in others]
    come = [label(row) for row in others if row not in rows]
    for row_before, row_after in zip_longest(gone, come, fillvalue="no row"):
        yield f"row: {row_before}, {row_after}"
    common = [row for row in rows if row in others]
    if common != [row for row in others if row in rows]:
        yield "rows: in another order"
    for row in common:
        for column, value in rows[row].items():
            if not is_same(value, other := others[row].get(column, value)):
                yield f"{label(row)} / {column}: {value or 'nothing'}, {other or 'nothing'}"


def named_rows(section: Section, other: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the cells of each row by its names, and a number where rows have the same names.

    ``other``: the header of the other state; a name that is missing there names no row.
    """
    columns = [column for column in section.header if column != GAP]
    names = section.header[: section.header.index(GAP)] if section.header else []
    seen: Counter[tuple[str, ...]] = Counter()
    rows = {}
    for row in section.rows:
        cells = dict(zip(columns, row, strict=True))
        called = tuple(cells[name] for name in names if name in other or not other)
        seen[called] += 1
        rows[*called, str(seen[called])] = cells
    return rows


def label(row: tuple[str, ...]) -> str:
    """Return the names of a row in one text, without their number."""
    return " ".join(filter(None, row[:-1]))


def is_same(value: str, other: str) -> bool:
    """Return whether two cells are the same but for the last digits, which hang on the machine."""
    try:
        return value == other or math.isclose(float(value), float(other), rel_tol=1e-9)
    except ValueError:
        return False


def moved(name: str) -> list[str]:
    """Return the differences of a case between what is frozen and what the code gives now."""
    return [f"{name} / {line}" for line in compared(read(name), now(name))]


def main(words: list[str]) -> int:
    """Compare or write the cases that are named, all of them without a name."""
    wanted = [word for word in words if word != "--write"] or [""]
    unknown = [word for word in wanted if not any(word in name for name in CASES)]
    if unknown:
        print(f"No case has {unknown} in its name. There are:", *CASES, sep="\n  ")
        return 2
    names = [name for name in CASES if any(word in name for word in wanted)]
    is_moved = False
    for name in names:
        if "shared" in name and not SHARED.exists():
            continue
        if "--write" in words:
            # read first: a later case may hold sections of this one as a reference to it
            later = [one for one in [*CASES][[*CASES].index(name) + 1 :] if place_of(one).exists()]
            as_frozen = {one: read(one) for one in later}
            write(name, now(name))
            for one, case in as_frozen.items():
                write(one, case)
            continue
        for line in moved(name):
            is_moved = True
            print(line, flush=True)
    return int(is_moved)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
