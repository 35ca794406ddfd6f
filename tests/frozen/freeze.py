"""What the kit says of known data, frozen as text: ``python -m tests.frozen.freeze [CASE ...]``.

Prints one line for each difference between what the code gives now and what is frozen, and exits
with 1 if anything moved; ``--write`` writes anew what is frozen.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import math
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache, partial
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pandas as pd

import engagekit as ek
from engagekit.cli.app import main as command_line
from engagekit.errors import EngagekitError
from engagekit.loading import load, preloaded
from engagekit.sections.registry import QUESTIONS, REQUIRED, Question
from engagekit.settings.schema import Settings, read_settings
from engagekit.tables.tables import Tables

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SAMPLE = ROOT / "data" / "sample"
EXPORTS = ROOT / "tests" / "exports"
SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", ROOT.parent / "shared")) / "exports"
SURVEY = SAMPLE / "surveys" / "Library_satisfaction_survey_2026.csv"
QUARTERS = tuple(
    f"FY{year} Q{quarter}"
    for year, quarter in (
        ("2025-26", 1), ("2025-26", 2), ("2025-26", 3), ("2025-26", 4), ("2026-27", 1), ("2026-27", 2),
    )
)  # fmt: skip
NOT_FROZEN_SECTIONS = frozenset({"notebooks", "compared", "compared_rows", "compared_files",
                                 "compared_people", "compared_choices"})  # fmt: skip
"""They tell of the kit's own notebooks, or of a report that was published before."""
NOT_FROZEN_COLUMNS = ["basis", "method", "sha256"]
SHORT = 9
"""So many rows are written again, though an earlier case has the same."""
GAP = "|"
"""In a header: names of a row stand before it, what is compared of the row behind it."""


@dataclass
class Section:
    """One section as it is frozen: what it says, and rows of what they are named by to values."""

    says: str = ""
    keys: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[tuple[str, ...], list[str]]] = field(default_factory=list)


Case = dict[str, Section]


def cell(value: Any) -> str:
    """Return a value as it is written: twelve digits of a number, nothing for what is missing."""
    if pd.isna(value):
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool):
        return f"{value + 0:.12g}"
    return " ".join(str(value).removesuffix(" 00:00:00").split())


def frozen_frame(frame: pd.DataFrame, says: str = "", keys: list[str] | None = None) -> Section:
    """Return a frame as a section; without ``keys`` rows are named by what is not a number."""
    frame = frame.drop(columns=NOT_FROZEN_COLUMNS, errors="ignore")
    if keys is None:
        keys = [name for name in frame if frame[name].dtype.kind not in "ifub"]
    columns = [name for name in frame if name not in keys]
    names = [tuple(map(cell, row)) for row in frame[keys].itertuples(index=False, name=None)]
    values = [[*map(cell, row)] for row in frame[columns].itertuples(index=False, name=None)]
    return Section(cell(says), keys, columns, [*zip(names, values, strict=True)])


# The cases


def calls(question: Question) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name and the arguments of a section with its defaults, and by department."""
    needed = {one.name: one.example for one in question.options if one.default is REQUIRED}
    yield question.id, needed
    if any(one.name == "by" and one.default is None for one in question.options):
        yield f"{question.id} by department", {**needed, "by": "'department'"}


def measured(tables: Tables, during: str | None) -> Case:
    """Return every section that the registry knows, measured for a period."""
    case = {}
    for question in QUESTIONS.values():
        if question.id in NOT_FROZEN_SECTIONS:
            continue
        for name, written in calls(question):
            try:
                options = {
                    option: eval(text, {"ek": ek, "tables": tables})
                    for option, text in written.items()
                }
                section = getattr(ek.sections, question.id)(tables, during=during, **options)
                case[name] = frozen_frame(section.frame, section.text)
            except EngagekitError as error:
                case[name] = Section(f"{type(error).__name__}: {cell(error)}")
    return case


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
    """Return of each column its number of values, a digest of them sorted, and one in their order.

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
    return frozen_frame(pd.DataFrame(rows, columns=columns), keys=columns[:2])


def exports(folder: Path) -> Case:
    """Return the digests of each export below a folder, loaded by itself; a folder of parts whole."""
    case = {}
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        is_told = place.suffix in {".md", ".toml", ".tsv"} and place.parent == folder
        is_expected = ".expected." in place.name or place.suffix == ".toml" or name[:6] == "truth/"
        is_part = place.parent.name == "odk_repeats"
        if is_told or is_expected or is_part or place.name == ".gitattributes":
            continue
        if not place.is_file() and place.name != "odk_repeats":
            continue
        try:
            case[name] = digests(load.load(place, Settings()))
        except EngagekitError:
            case[name] = Section("Nothing could be loaded.")
    return case


class Pages(HTMLParser):
    """The text of each page of a brief: a block a line, a table's row a line, no drawing."""

    BLOCKS = frozenset({"h1", "h2", "h3", "h4", "p", "li", "tr", "caption", "section", "div"})
    UNSEEN = frozenset({"svg", "style", "script"})

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, list[str]] = {}
        self.lines: list[str] = []
        self.inside: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside[tag] += 1
        given = dict(attrs)
        if tag == "section" and given.get("class") == "page":
            self.lines = self.pages.setdefault(str(given["id"]), [])
        if tag in self.BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th", "small") or given.get("class") == "under":
            self.handle_data(" / ")

    def handle_endtag(self, tag: str) -> None:
        self.inside[tag] -= 1
        if tag in self.BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.lines and not any(self.inside[tag] for tag in self.UNSEEN):
            self.lines[-1] += data


def brief(language: str) -> Case:
    """Return the pages of the board's brief of the sample as text."""
    with tempfile.TemporaryDirectory() as out, preloaded.use(SAMPLE, sample()):
        words = ["report", "--data", SAMPLE, "--out", out, "--language", language, "--quarter",
                 QUARTERS[-1], "--formats", "html", "--only", "brief", "--quiet"]  # fmt: skip
        surroundings = {"ENGAGEKIT_STATE": f"{out}/state", "ENGAGEKIT_PROJECT": str(ROOT)}
        with (
            patch.dict(os.environ, surroundings),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.suppress(SystemExit),
        ):
            command_line([*map(str, words)])
        (page,) = Path(out).rglob("board/brief.html")
        reader = Pages()
        reader.feed(page.read_text("utf-8"))
    case = {}
    for name, lines in reader.pages.items():
        told = [cell(line).removeprefix("/ ") for line in lines]
        case[name] = frozen_frame(pd.DataFrame({"line": filter(None, told)}))
    return case


CASES: dict[str, Callable[[], Case]] = {
    **{
        f"sample {quarter}": partial(lambda quarter: measured(sample(), quarter), quarter)
        for quarter in QUARTERS
    },
    "survey alone": survey_alone,
    "hospital": lambda: project("hospital", "2026 Q1"),
    "ministere": lambda: project("ministere", QUARTERS[-1]),
    "pharma FY2025-26 Q4": lambda: project("pharma", "FY2025-26 Q4"),
    "pharma FY2026-27 Q1": lambda: project("pharma", "FY2026-27 Q1"),
    "tables of the sample": lambda: {"sample": digests(sample())},
    "tables of exports": lambda: exports(EXPORTS),
    "tables of shared exports": lambda: exports(SHARED),
    "brief in en": lambda: brief("en"),
    "brief in fr": lambda: brief("fr"),
}


def now(name: str) -> Case:
    """Return a case as the code gives it now: nothing kept from an earlier run, no browser."""
    with (
        patch.dict(os.environ, ENGAGEKIT_CACHE="", ENGAGEKIT_BROWSER="none"),
        contextlib.chdir(ROOT),
    ):
        os.environ.pop("ENGAGEKIT_PROJECT", None)
        return CASES[name]()


# Written and read


def place_of(name: str) -> Path:
    """Return the file of a case."""
    return HERE / f"{name.replace(' ', '_')}.tsv"


def is_there(name: str) -> bool:
    """Return whether a case was ever written."""
    return place_of(name).exists()


def write(name: str, case: Case) -> None:
    """Write a case as text, a row a line; of a long section that an earlier case has, where."""
    lines = []
    earlier = {other: read(other) for other in [*CASES][: [*CASES].index(name)] if is_there(other)}
    for title, section in case.items():
        lines.append(f"## {title}")
        same = [other for other, known in earlier.items() if known.get(title) == section]
        if same and len(section.rows) > SHORT:
            lines.append(f"= {same[0]}")
            continue
        lines += [f"> {section.says}"] if section.says else []
        if section.rows:
            lines.append("\t".join([*section.keys, GAP, *section.columns]))
        for names, values in section.rows:
            lines.append("\t".join([*names, GAP, *values]).rstrip("\t"))
    place_of(name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(name: str) -> Case:
    """Return a case as it was written."""
    case: Case = {}
    section, has_header = Section(), False
    for line in place_of(name).read_text("utf-8").splitlines():
        if line.startswith("## "):
            section, has_header = Section(), False
            title = line[3:]
            case[title] = section
        elif line.startswith("= ") and not has_header:
            case[title] = read(line[2:])[title]
        elif line.startswith("> ") and not has_header:
            section.says = line[2:]
        elif not has_header:
            at = line.split("\t").index(GAP)
            section.keys, section.columns = line.split("\t")[:at], line.split("\t")[at + 1 :]
            has_header = True
        else:
            cells = line.split("\t")
            at = len(section.keys)
            values = cells[at + 1 :]
            values += [""] * (len(section.columns) - len(values))
            section.rows.append((tuple(cells[:at]), values))
    return case


# Compared


def compared(name: str, before: Case, after: Case) -> Iterator[str]:
    """Yield a line for each difference, but for what is gone and listed in left.txt."""
    for title in before | after:
        if title not in after:
            if not is_listed(title):
                yield f"{name} / {title}: left"
        elif title not in before:
            yield f"{name} / {title}: new"
        else:
            for line in compared_sections(title, before[title], after[title]):
                yield f"{name} / {title} / {line}"


def compared_sections(title: str, before: Section, after: Section) -> Iterator[str]:
    """Yield a line for each difference between two states of a section."""
    if before.says != after.says:
        yield f"says: {before.says}, {after.says}"
    earlier, later = [*before.keys, *before.columns], [*after.keys, *after.columns]
    for column in earlier:
        if column not in later and not is_listed(f"{title}:{column}"):
            yield f"{column}: left"
    for column in later:
        if column not in earlier:
            yield f"{column}: new"
    keys = [column for column in before.keys if column in after.keys]
    columns = [column for column in earlier if column in later and column not in keys]
    rows, others = named_rows(before, keys), named_rows(after, keys)
    gone = [label(row) for row in rows if row not in others]
    come = [label(row) for row in others if row not in rows]
    for row_before, row_after in zip_longest(gone, come, fillvalue="no row"):
        yield f"row: {row_before}, {row_after}"
    common = [row for row in rows if row in others]
    if common != [row for row in others if row in rows]:
        yield "rows: in another order"
    for row in common:
        for column in columns:
            value, other = rows[row][column], others[row][column]
            if not is_same(value, other):
                yield f"{label(row)} / {column}: {value or 'nothing'}, {other or 'nothing'}"


def label(row: tuple[str, ...]) -> str:
    """Return the names of a row in one text, without their number."""
    return " ".join(filter(None, row[:-1]))


def is_same(value: str, other: str) -> bool:
    """Return whether two cells are the same but for the last digits, which hang on the machine."""
    try:
        return value == other or math.isclose(float(value), float(other), rel_tol=1e-9)
    except ValueError:
        return False


def named_rows(section: Section, keys: list[str]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return the cells of each row by its names; the last name counts the rows of the same names."""
    seen: Counter[tuple[str, ...]] = Counter()
    rows = {}
    for names, values in section.rows:
        cells = dict(zip([*section.keys, *section.columns], [*names, *values], strict=True))
        called = tuple(cells[key] for key in keys)
        seen[called] += 1
        rows[*called, str(seen[called])] = cells
    return rows


@cache
def listed() -> list[str]:
    """Return what may be gone: sections, or ``section:column``, as patterns."""
    lines = (HERE / "left.txt").read_text("utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def is_listed(what: str) -> bool:
    """Return whether left.txt says that a section or a column is gone."""
    return any(fnmatchcase(what, pattern) for pattern in listed())


def moved(name: str) -> list[str]:
    """Return the differences of a case between what is frozen and what the code gives now."""
    return [*compared(name, read(name), now(name))]


def main(words: list[str]) -> int:
    """Compare or write the cases that are named, all of them without a name."""
    wanted = [word for word in words if word != "--write"]
    lines = []
    for name in CASES:
        if wanted and not any(word in name for word in wanted):
            continue
        if name == "tables of shared exports" and not SHARED.exists():
            continue
        if "--write" in words:
            write(name, now(name))
        else:
            found = moved(name)
            lines += found
            print(*found, sep="\n", end="\n" if found else "")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
