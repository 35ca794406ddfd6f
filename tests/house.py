"""Measure the package as a house: rooms, circles, size, dependencies.

``python -m tests.house`` prints the measures, their goals and what stands against each of them.
``tests/test_layering.py`` asserts the same numbers, so that a goal stands here once.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import packages_distributions
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "engagekit"
ORDER = [
    "plain_text",
    "errors",
    "_version",
    "settings",
    "locale",
    "tables",
    "files",
    "parsing",
    "readers",
    "mapping",
    "identity",
    "loading",
    "importing",
    "statistics",
    "facts",
    "measures",
    "questionnaires",
    "figures",
    "presentation",
    "wording",
    "sections",
    "disclosure",
    "reporting",
    "notebook_display",
    "cli",
    "engagekit",
    "__main__",
]
"""The rooms; each imports only from those before it, inside functions too."""
HOMES = {
    "plotly": {"figures"},
    "openpyxl": {"files.workbook", "reporting"},
    "python_calamine": {"files.workbook"},
    "rapidfuzz": {"identity", "mapping", "loading.known_questions", "loading.checks.people"},
    "typer": {"cli"},
    "rich": {"cli"},
    "papermill": {"reporting"},
    "nbformat": {"reporting"},
    "pptx": {"reporting"},
    "IPython": {"reporting", "notebook_display"},
}
"""Packages that few modules may import, and those modules or rooms."""
OPENING = {"open", "read_bytes", "read_text", "read_csv", "read_excel", "read_parquet", "read_sql"}
OPENS = {
    "errors": "texts of exceptions and problems, data of the package",
    "files.source_file": "raw files",
    "files.archive": "raw files that stand in a ZIP",
    "parsing.word_lists": "words of cells and tools, data of the package",
    "files.workbook": "sheets of a workbook that source_file opened",
    "settings.schema": "engagekit.toml",
    "settings.editing": "a choice written into engagekit.toml",
    "identity.accepting": "accepted-names.csv, which the kit writes itself",
    "settings.question_bank": "the question bank of the package",
    "settings.faults": "faults of the settings in words, data of the package",
    "files.other_kinds": "what cannot be read, data of the package",
    "figures.live": "plotly.js and the script of a live figure, data of packages",
    "wording.shapes": "records of the sentences on listings, data of the package",
    "importing": "what an import asks, data of the package",
    "mapping": "mappings, written by hand like the settings",
    "locale": "messages and definitions of the package",
    "tables.schema": "the tidy tables, data of the package",
    "loading.disk_cache": "tables kept of an earlier load, and digests of files",
    "tables.engines": "tidy tables that stand as Parquet",
    "disclosure": "ladders and common words, data of the package",
    "measures.published_report": "results.json of earlier reports",
    "measures.registry": "the records of measures",
    "sections.registry": "the records of questions",
    "reporting": "notebooks in, reports out",
    "cli": "settings and notebooks of a new project",
}
"""Modules or rooms that may open files, each with what."""
LONGEST_MODULE = 400
GOALS = {
    "wrong imports": 0,
    "circles": 0,
    "long modules": 0,
    "flat modules": 6,
    "format skips": 40,
    "lines": 50_000,
    "unused dependencies": 0,
    "undeclared imports": 0,
}
"""The most of each measure that the house allows."""
UNTIL_THEN = {"lines": 54_300}
"""What is allowed while a goal is not reached yet; a goal that is reached must not stand here."""
NOT_IMPORTED = {
    "jupyterlab": "where the notebooks are opened",
    "ipykernel": "the kernel in which notebooks run",
    "duckdb": "tables of it come in through narwhals",
    "dask": "tables of it come in through narwhals",
    "distributed": "dask with more than one machine",
}
"""Dependencies that need no import, each with its reason; one that is imported must not be here."""


@dataclass(frozen=True)
class Module:
    """A module of the package: its name without ``engagekit.``, its text and its syntax."""

    name: str
    text: str
    tree: ast.Module = field(compare=False, repr=False)

    @property
    def room(self) -> str:
        """The first word of the name; that of the package itself is ``engagekit``."""
        return self.name.split(".")[0]

    @property
    def lines(self) -> int:
        """Lines of the file, blank ones too."""
        return len(self.text.splitlines())

    @cached_property
    def imported(self) -> list[str]:
        """Every name that is imported anywhere, e.g. ``engagekit.tables.schema.TABLES``."""
        names = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names += [f"{node.module or ''}.{alias.name}" for alias in node.names]
        return names


def module(name: str, text: str) -> Module:
    """Return a module of that name and text."""
    return Module(name, text, ast.parse(text))


@cache
def modules(package: Path = PACKAGE) -> Mapping[str, Module]:
    """Return every module of the package by its name, e.g. ``measures.reach``."""
    result = {}
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__") or "engagekit"
        result[name] = module(name, file.read_text("utf-8"))
    return result


def within(name: str, places: Iterable[str]) -> bool:
    """Whether a module, or a room that it stands in, is among the places."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def wrong_imports(one: Module) -> list[str]:
    """Return the imports of a module that ORDER or HOMES does not allow."""
    wrong = []
    for name in one.imported:
        first, *rest = name.split(".")
        if first == "engagekit":
            other = rest[0] if rest and rest[0] in ORDER else "engagekit"
            if other != one.room and ORDER.index(other) >= ORDER.index(one.room):
                wrong.append(f"{one.name} imports {name}")
        elif first in HOMES and not within(one.name, HOMES[first]):
            wrong.append(f"{one.name} imports {name}")
    return wrong


def opens_files(one: Module) -> bool:
    """Whether a module calls something that opens a file."""
    calls = (node.func for node in ast.walk(one.tree) if isinstance(node, ast.Call))
    return any(
        (call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")) in OPENING
        for call in calls
    )


def arrows(package: Mapping[str, Module]) -> dict[str, set[str]]:
    """Return for each module those that it imports, also inside functions and by name at run time.

    A module that calls ``import_module`` imports what its strings name: a whole module, or with a
    string that goes on (``f"engagekit.figures.{name}"``) every module below.
    """
    result: dict[str, set[str]] = {}
    for one in package.values():
        own = [
            name.removeprefix("engagekit").removeprefix(".")
            for name in one.imported
            if name.split(".")[0] == "engagekit"
        ]
        others = {_nearest(name, package) for name in own}
        if "import_module(" in one.text:
            for string in _strings(one.tree):
                others |= {name for name in package if _names(string, f"engagekit.{name}")}
        result[one.name] = others - {one.name}
    return result


def _nearest(name: str, package: Mapping[str, Module]) -> str:
    """The module that an imported name stands in."""
    while name and name not in package:
        name = name.rpartition(".")[0]
    return name or "engagekit"


def _names(string: str, whole: str) -> bool:
    """Whether a string names a module, or is the beginning of its name."""
    return string.split(":")[0] == whole or (string.endswith(".") and whole.startswith(string))


def _strings(tree: ast.Module) -> Iterator[str]:
    """The strings of a source that begin with the name of the package."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith("engagekit.")
        ):
            yield node.value


def rings(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the groups of two and more nodes that reach one another (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(graph.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            group, stack[at:] = stack[at:], []
            if len(group) > 1 or node in graph.get(node, ()):
                groups.append(sorted(group))

    for node in graph:
        if node not in index:
            visit(node)
    return groups


def format_skips(one: Module) -> list[int]:
    """Return the lines at which a comment takes something from the formatter."""
    if "fmt:" not in one.text:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(one.text).readline)
    return [
        token.start[0]
        for token in tokens
        if token.type == tokenize.COMMENT and re.match(r"#\s*fmt:\s*(skip|off)", token.string)
    ]


def dependencies(project: Path = ROOT / "pyproject.toml") -> set[str]:
    """Return the import names of everything that the package declares, extras too."""
    declared = tomllib.loads(project.read_text("utf-8"))["project"]
    extras = declared["optional-dependencies"].values()
    texts = [*declared["dependencies"], *(text for extra in extras for text in extra)]
    return {re.split(r"[^A-Za-z0-9._-]", text)[0].lower() for text in texts}


@cache
def _installed() -> Mapping[str, list[str]]:
    return packages_distributions()


def distributions(name: str) -> set[str]:
    """Return the distributions that an import name may come from, e.g. ``pptx``: python-pptx."""
    owners = _installed().get(name, [name])
    return {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners}


def foreign(package: Mapping[str, Module]) -> dict[str, set[str]]:
    """Return the packages of others that are imported anywhere, and the modules that do."""
    result: dict[str, set[str]] = {}
    for one in package.values():
        for name in one.imported:
            first = name.split(".")[0]
            if first not in sys.stdlib_module_names and first not in ("engagekit", ""):
                result.setdefault(first, set()).add(one.name)
    return result


def unused_dependencies(package: Mapping[str, Module]) -> list[str]:
    """Return what is declared, imported nowhere and not in NOT_IMPORTED; or in it though imported."""
    used = {owner for name in foreign(package) for owner in distributions(name)}
    declared = {re.sub(r"[-_.]+", "-", name) for name in dependencies()}
    idle = sorted(declared - used - set(NOT_IMPORTED))
    return idle + [f"{name} is imported" for name in sorted(used & set(NOT_IMPORTED))]


def undeclared_imports(package: Mapping[str, Module]) -> list[str]:
    """Return the packages that are imported and not declared, each with a module that does."""
    declared = {re.sub(r"[-_.]+", "-", name) for name in dependencies()}
    return [
        f"{name} ({min(users)})"
        for name, users in sorted(foreign(package).items())
        if not distributions(name) & declared
    ]


def against(package: Mapping[str, Module]) -> dict[str, list[str]]:
    """Return for each goal that counts things those things, one line each."""
    return {
        "wrong imports": [fault for one in package.values() for fault in wrong_imports(one)],
        "circles": [" - ".join(ring) for ring in rings(arrows(package))],
        "long modules": [
            f"{one.name}: {one.lines}" for one in package.values() if one.lines > LONGEST_MODULE
        ],
        "flat modules": sorted(
            name for name, one in package.items() if "." not in name and not _is_room(name)
        ),
        "format skips": [
            f"{one.name}:{line}" for one in package.values() for line in format_skips(one)
        ],
        "unused dependencies": unused_dependencies(package),
        "undeclared imports": undeclared_imports(package),
    }


def _is_room(name: str) -> bool:
    return (PACKAGE / name).is_dir()


def measured(package: Mapping[str, Module], faults: Mapping[str, list[str]]) -> dict[str, int]:
    """Return the number that stands against each goal; faults are those of `against`."""
    counts = {name: len(lines) for name, lines in faults.items()}
    return counts | {"lines": sum(one.lines for one in package.values())}


def main() -> int:
    """Print the measures of the house; 1 where one is over its goal."""
    package = modules()
    faults = against(package)
    numbers = measured(package, faults)
    sizes = [one.lines for one in package.values()]
    print(f"{len(package)} modules in {len({one.room for one in package.values()})} rooms")
    print(f"{median(sizes):.0f} lines in the median module, {max(sizes)} in the longest")
    for name, goal in GOALS.items():
        print(f"{name}: {numbers[name]:,} (at most {goal:,}){' TOO MANY' * (numbers[name] > goal)}")
        if numbers[name] > goal:
            print(*(f"    {line}" for line in faults.get(name, ())), sep="\n")
    return int(any(numbers[name] > goal for name, goal in GOALS.items()))


if __name__ == "__main__":
    sys.exit(main())
