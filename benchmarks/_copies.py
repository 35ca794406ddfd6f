"""Board copies straight from the cells of a notebook: protected, and nothing drawn or written."""

from __future__ import annotations

import ast
import json
import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import engagekit
from engagekit.disclosure import protect
from engagekit.reporting.document.numbers import numbers
from engagekit.reporting.document.results import rows_of
from engagekit.sections import Section
from engagekit.tables.tables import Tables

ROOT = Path(__file__).parents[1]
Copy = dict[str, Any]


@cache
def cells(notebook: str) -> tuple[tuple[str, bool], ...]:
    """Return the code of a notebook, and whether a cell ends in a section."""
    text = (ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8")
    return tuple(
        ("".join(cell["source"]), "raises-exception" in cell["metadata"].get("tags", []))
        for cell in json.loads(text)["cells"]
        if cell["cell_type"] == "code"
    )


def sections_of(notebook: str, tables: Tables, **parameters: str) -> Iterator[Section]:
    """Yield the sections that the cells of a notebook end in, on tables that are loaded.

    The cell of a section that these tables cannot give is passed over, as in a report.
    """
    public = {name: getattr(engagekit, name) for name in engagekit.__all__}
    kit = SimpleNamespace(**public | {"load": lambda *_, **__: tables})
    names: dict[str, Any] = {"ek": kit}
    for source, is_section in cells(notebook):
        tree = ast.parse(source.replace("import engagekit as ek", ""))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, notebook, "exec"), names)
        names |= parameters
        if not is_section or last is None:
            continue
        try:
            made = eval(compile(ast.Expression(last.value), notebook, "eval"), names)
        except engagekit.errors.EngagekitError:
            continue
        yield from made if isinstance(made, list | tuple) else [made]


def copy_of(sections: Sequence[Section], audience: str, notebook: str, period: str) -> Copy:
    """Return what results.json of a copy says of its numbers."""
    shown = [one for one in sections if audience == "private" or one.audience == "board"]
    groups = [one.settings.get("scope", {}) for one in shown]
    content: Any = SimpleNamespace(items=[SimpleNamespace(section=one) for one in shown])
    return {
        "report": {"copy": audience, "notebook": notebook, "language": "en",
                   "period": {"label": period}},
        "parameters": {},
        "numbers": numbers(content),
        "sections": [{"name": one.name, "title": one.title, "kind": one.kind,
                      "group": group, "rows": rows_of(one)}
                     for one, group in zip(shown, groups, strict=True)],
    }  # fmt: skip


@dataclass
class Project:
    """Board copies one after the other, with the ledger of all before.

    ``seconds`` and ``megabytes`` are what protection took of each: its processor time, and the most
    that the process has held until then.
    """

    tables: Tables
    ledger: dict[str, Any] = field(default_factory=lambda: {"reports": []})
    boards: list[Copy] = field(default_factory=list)
    privates: list[Copy] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)

    def report(self, notebook: str, **parameters: str) -> None:
        """Protect the sections of a notebook."""
        sections = list(sections_of(notebook, self.tables, **parameters))
        self.publish(sections, notebook, parameters.get("quarter", ""))

    def publish(self, sections: Sequence[Section], notebook: str, period: str) -> None:
        """Protect sections, and keep both copies."""
        from engagekit.disclosure._ledger import merged

        began = time.process_time()
        safe = protect(sections, self.tables.settings, self.ledger)
        self.seconds.append(time.process_time() - began)
        self.megabytes.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        self.left_out.append(len(safe.left_out))
        entry = {"report": f"{len(self.boards)}", **safe.entry}
        ledger = merged({**self.ledger, "reports": [*self.ledger["reports"], entry]})
        ledger["relations"] = [[total, list(parts)] for total, parts in ledger["relations"]]
        self.ledger = ledger
        self.boards.append(copy_of(safe.sections, "board", notebook, period))
        self.privates.append(copy_of(sections, "private", notebook, period))
