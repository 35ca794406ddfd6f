"""The cells of the notebooks, and what one shows when it is run as a plain script."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: what stands in it, and its tags."""

    source: str
    tags: frozenset[str]

    @property
    def is_section(self) -> bool:
        """Whether it ends in a section, and so may fail alone."""
        return "raises-exception" in self.tags


def cells(notebook: Path, kind: str = "code") -> list[Cell]:
    """Return the cells of a kind."""
    return [
        Cell("".join(cell["source"]), frozenset(cell["metadata"].get("tags", ())))
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]
        if cell["cell_type"] == kind
    ]


def shown(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return the value of its last expression, None where it ends in none."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
