"""Who may import whom: a module imports only from rungs below its own, lazily or not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "engagekit"
TRUNK = [
    "errors",
    "periods _messages",
    "settings_money",
    "settings language places",
    "tables kinds told",
    "blank dictionary definitions days beginning sums floods",
    "spans",
]
DATA = [
    "workbooks many delimited packed names",
    "exports gate",
    "checks",
    "readers mapping",
    "identity",
    "own_meetings",
    "pooling keeping surveys_once",
    "loading",
    "inspecting",
]
ANSWERS = [
    "statistics",
    "measures",
    "grading figures wording explaining slicing recording published",
    "sections",
    "disclosure",
]
TOP = ["load_report writing arguments", "reporting", "checkup", "cli", "engagekit __main__"]
RUNGS = {
    name: (branch, height)
    for branch, rungs in (("", TRUNK), ("data", DATA), ("answers", ANSWERS), ("top", TOP))
    for height, rung in enumerate(rungs)
    for name in rung.split()
}
ALLOWED = {
    ("tables", "load_report"): "lazy: how a notebook shows the load, asked for by Jupyter only",
    ("tables", "recording"): "lazy: what a notebook keeps of the load, asked for by Jupyter only",
    ("sections.ready", "loading"): "lazy: the review list is made where the aliases are read",
}
HOMES = {
    "plotly": {"figures"},
    "openpyxl": {"workbooks", "blank", "reporting"},
    "python_calamine": {"workbooks"},
    "fastexcel": {"workbooks"},
    "pyreadstat": {"readers.spss"},
    "pandera": {"gate"},
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
"""Packages that few modules may import, and those modules."""
OPENING = {"open", "read_bytes", "read_text", "read_csv", "read_excel", "read_parquet", "read_sql"}
OPENS = {
    "exports": "raw files",
    "packed": "raw files that stand in a ZIP",
    "settings": "engagekit.toml",
    "mapping": "mappings, written by hand like the settings",
    "_messages": "the messages of the package",
    "definitions": "the definitions of the package",
    "figures.theme": "plotly.js of the installed package",
    "disclosure._ledger": "the ledger",
    "published": "results.json of earlier reports",
}


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


def rung(module: str) -> tuple[str, int]:
    """Branch and height of a module; a new one must be given a place above."""
    return RUNGS.get(module.split(".")[0], ("unknown", 0))


def faults(module: str, source: str) -> list[str]:
    """The imports of a module that no rung allows."""
    branch, height = rung(module)
    found = []
    for name in imported(source):
        if not name.startswith("engagekit.") or "__version__" in name:
            homes = HOMES.get(name.split(".")[0])
            if homes and not homes & {module, module.split(".")[0]}:
                found.append(f"{module} imports {name}")
            continue
        other = name.split(".")[1]
        theirs, below = RUNGS.get(other, ("unknown", 0))
        same = other == module.split(".")[0]
        fine = (
            same or theirs == "" != branch or (branch == "top" and theirs not in ("top", "unknown"))
        )
        fine = (
            fine
            or (theirs == branch and below < height)
            or {other, module.split(".")[0]} <= {"readers", "mapping"}
        )
        if not fine and (module, other) not in ALLOWED:
            found.append(f"{module} imports {other}")
    return found


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_below_it(module: str) -> None:
    assert faults(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("module", [name for name in MODULES if name.startswith("statistics")])
def test_statistics_know_no_tables(module: str) -> None:
    known = {name.split(".")[0] for name in imported(MODULES[module].read_text(encoding="utf-8"))}
    assert not known & {"pandas", "narwhals", "polars", "pyarrow"}


@pytest.mark.parametrize(
    "module",
    [name for name in MODULES if rung(name)[0] != "top" and name != "blank"],
)
def test_only_exports_opens_raw_files(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {
        call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls
    }
    assert {module, module.split(".")[0]} & set(OPENS) or not names & (
        OPENING - ({"read_excel"} if module == "workbooks" else set())
    )


def test_every_allowance_is_used() -> None:
    for module, other in ALLOWED:
        text = MODULES[module].read_text(encoding="utf-8")
        assert any(name.startswith(f"engagekit.{other}") for name in imported(text))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("measures.reach", "from engagekit.loading import load"),
        ("readers.zoom", "def f():\n    from engagekit import measures"),
        ("errors", "from engagekit.settings import Settings"),
        ("sections.people", "import plotly.graph_objects"),
        ("identity", "from engagekit.loading import load"),
        ("loading", "import openpyxl"),
    ],
)
def test_a_wrong_import_is_found(module: str, source: str) -> None:
    assert len(faults(module, source)) == 1
