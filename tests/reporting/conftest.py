"""A small notebook with hand-made sections, as an analyst would write one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

PARAMETERS = (
    'folder: str = "data/sample"  # where the exports are\n'
    'quarter: str = "FY2026-27 Q2"  # fiscal quarter\n'
    'language: str = "en"  # en or fr\n'
    "rows: int = 3  # rows to show"
)
SETUP = """
import pandas as pd
from IPython.display import publish_display_data
from engagekit.measures._frame import measure_frame
from engagekit.presentation.section import MIME, Section, to_bundle

period = {"label": quarter, "start": "2026-07-01", "end": "2026-09-30"}
settings = {"k": 5, "language": language, "currency": "CAD", "organisation": "Harbour Bank",
            "library": "the library"}


def show(section):
    publish_display_data({MIME: to_bundle(section), "text/plain": section.title}, raw=True)


def reach():
    rows = measure_frame([
        {"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.75,
         "n": 30, "base": 40},
        {"department": "Finance & <b>Tax</b>", "measure": "reach", "unit": "share",
         "estimate": 0.2, "n": 12, "base": 60},
        {"department": "All", "measure": "reach", "unit": "share", "estimate": 0.42,
         "n": 42, "base": 100},
    ], by=["department"])
    show(Section("reach", "Whom we reached", rows, figure="bars", sentence="reach", period=period,
                 settings=settings, note="Head counts: no interval.",
                 choices={"staff list": "2026-09-30"}))


def headline():
    rows = measure_frame([
        {"previous": 0.38, "measure": "reach", "unit": "share", "estimate": 0.42, "n": 42,
         "base": 100},
        {"previous": 0.8, "measure": "satisfaction", "unit": "share", "estimate": 0.82,
         "low": 0.74, "high": 0.88, "n": 90, "base": 110, "basis": "wilson"},
    ], by=["previous"])
    show(Section("headline", "The quarter in numbers", rows, figure_args={"tiles": True}, sentence="headline",
                 period=period, settings=settings))


def people():
    rows = pd.DataFrame({"display_name": ["Jane Planted"], "email": ["jane@example.org"],
                         "touches": [4]})
    show(Section("stuck", "Whom to call", rows, kind="listing", audience="private",
                 period=period, settings=settings))


def broken():
    raise KeyError("jane@example.org")


def lacking():
    from engagekit.errors import NotMeasuredError
    raise NotMeasuredError("Not measured: needs the sheet budget.")
""".strip()


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Write a notebook: text that begins with # is markdown, ``!`` marks a cell that may fail."""

    def write(*cells: str, name: str = "quarterly_report.ipynb") -> Path:
        made: Any = nbformat.v4.new_notebook(
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3",
                                     "language": "python"}},
        )  # fmt: skip
        made.cells.append(nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}))
        made.cells.append(nbformat.v4.new_code_cell(SETUP))
        for source in cells:
            if source.startswith("#"):
                made.cells.append(nbformat.v4.new_markdown_cell(source))
            elif source.startswith("!"):
                made.cells.append(
                    nbformat.v4.new_code_cell(source[1:], metadata={"tags": ["raises-exception"]})
                )
            else:
                made.cells.append(nbformat.v4.new_code_cell(source))
        for number, cell in enumerate(made.cells):
            cell["id"] = f"cell-{number}"
        path = tmp_path / name
        nbformat.write(made, str(path))
        return path

    return write
