"""Who may import whom: each room imports only from those on its left, inside functions too."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "engagekit"
ORDER = [
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
    "statistics",
    "measures",
    "figures",
    "presentation",
    "wording",
    "sections",
    "explaining",
    "disclosure",
    "reporting",
    "notebook_display",
    "cli",
    "engagekit",
    "__main__",
]
HOMES = {
    "plotly": {"figures"},
    "openpyxl": {"files.workbook", "tables.template", "reporting"},
    "python_calamine": {"files.workbook"},
    "fastexcel": {"files.workbook"},
    "pyreadstat": {"readers.survey.spss"},
    "rapidfuzz": {"identity", "mapping", "measures.waves"},
    "typer": {"cli"},
    "rich": {"cli"},
    **{
        name: {"reporting"}
        for name in [
            "papermill",
            "nbconvert",
            "nbformat",
            "pptx",
            "choreographer",
            "jupyter_client",
        ]
    },
}
"""Packages that few modules may import, and those modules or rooms."""
OPENING = {"open", "read_bytes", "read_text", "read_csv", "read_excel", "read_parquet", "read_sql"}
OPENS = {
    "files.source_file": "raw files",
    "files.archive": "raw files that stand in a ZIP",
    "files.workbook": "sheets of a workbook that source_file opened",
    "settings.schema": "engagekit.toml",
    "parsing.word_lists": "words of cells and tools, data of the package",
    "mapping": "mappings, written by hand like the settings",
    "locale": "messages and definitions of the package",
    "tables.template": "the blank workbook",
    "figures.theme": "plotly.js of the installed package",
    "disclosure._ledger": "the ledger",
    "measures.published_report": "results.json of earlier reports",
    "reporting": "notebooks in, reports out",
    "cli": "settings and notebooks of a new project",
}
"""Modules or rooms that may open files, each with what."""


def _name(file: Path) -> str:
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__") or "engagekit"


MODULES = {_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def imported(source: str) -> list[str]:
    """Every module that a source imports anywhere, e.g. ``engagekit.tables`` or ``pandas``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "engagekit":
            found += [f"engagekit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return found


def room_of(module: str) -> str:
    """The room of a module, its first word; that of the package itself is ``engagekit``."""
    return module.split(".")[0]


def within(module: str, places: set[str] | dict[str, str]) -> bool:
    """Whether a module, or a room that it stands in, is among the places."""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def faults(module: str, source: str) -> list[str]:
    """The imports of a module that the order does not allow."""
    room, found = room_of(module), []
    for name in imported(source):
        if not name.startswith("engagekit"):
            homes = HOMES.get(name.split(".")[0])
            if homes and not within(module, homes):
                found.append(f"{module} imports {name}")
            continue
        other = name.split(".")[1] if "." in name else "engagekit"
        other = other if other in ORDER else "engagekit"
        if other != room and ORDER.index(other) >= ORDER.index(room):
            found.append(f"{module} imports {name}")
    return found


def test_every_room_has_its_place() -> None:
    assert {room_of(module) for module in MODULES} <= set(ORDER)


@pytest.mark.parametrize("room", ORDER)
def test_a_room_imports_only_from_its_left(room: str) -> None:
    theirs = {name: file for name, file in MODULES.items() if room_of(name) == room}
    found = [fault for name in theirs for fault in faults(name, theirs[name].read_text("utf-8"))]
    assert found == []


def test_statistics_know_no_tables() -> None:
    for module, file in MODULES.items():
        if module.startswith("statistics"):
            known = {name.split(".")[0] for name in imported(file.read_text("utf-8"))}
            assert not known & {"pandas", "narwhals", "polars", "pyarrow"}, module


def test_few_modules_open_files() -> None:
    for module, file in MODULES.items():
        calls = [
            node.func
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
            if isinstance(node, ast.Call)
        ]
        names = {
            call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
            for call in calls
        }
        assert not names & OPENING or within(module, OPENS), module


def test_no_module_is_too_large() -> None:
    long = {
        name: n
        for name, file in MODULES.items()
        if (n := len(file.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_circles_are_none() -> None:
    """Modules that import one another in a ring, imports inside functions counted."""
    arrows: dict[str, set[str]] = {}
    for module, file in MODULES.items():
        arrows[module] = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("engagekit"):
                base = (node.module or "").removeprefix("engagekit").removeprefix(".")
                for alias in node.names:
                    full = f"{base}.{alias.name}".removeprefix(".")
                    arrows[module].add(full if full in MODULES else base or "engagekit")
    assert rings(arrows) == []


def rings(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of two and more nodes that reach one another (Tarjan 1972)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in sorted(arrows.get(node, ())):
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            ring, stack[at:] = stack[at:], []
            if len(ring) > 1 or node in arrows.get(node, ()):
                found.append(sorted(ring))

    for node in arrows:
        if node not in index:
            visit(node)
    return found


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("loading.load", "from engagekit.measures import reach"),
        ("readers.events.zoom", "def f():\n    from engagekit import measures"),
        ("errors", "from engagekit.settings.schema import Settings"),
        ("sections.people", "import plotly.graph_objects"),
        ("identity.match", "from engagekit.loading import load"),
        ("loading.load", "import openpyxl"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str) -> None:
    assert len(faults(module, source)) == 1


def test_a_ring_is_found() -> None:
    assert rings({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
