"""What must not stay in an executed notebook: cell values in tracebacks, times, places."""

import inspect
import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from engagekit import errors

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_FRAME = re.compile(r"^\s*File (\S.*?):(\d+)(?:, in ([\w.<>]+))?|^\s*(Cell In\[\d+\]), line (\d+)")
_MARKER = "papermill-error-cell-tag"
_TIMES = "start_time end_time duration input_path output_path environment_variables"

OURS = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, errors.EngagekitError)
}
"""Our own error classes by name: their sentences are written for readers and may be shown."""


def public_message(name: str, sentence: str) -> str:
    """Return what may be shown of an error: our own sentence, or the kind of error alone.

    Examples
    --------
    >>> public_message("KeyError", "'jane@example.org'")
    'KeyError'
    >>> public_message("NotMeasuredError", "Not measured: needs the sheet budget.")
    'Not measured: needs the sheet budget.'
    """
    return sentence if name in OURS else name


def scrubbed(notebook: Mapping[str, Any]) -> dict[str, Any]:
    """Return an executed notebook without values in tracebacks, times, and paths of this machine.

    Parameters
    ----------
    notebook : mapping
        Executed notebook.

    Returns
    -------
    dict
        The same cells; the marks that papermill puts around a failing cell are gone, and an error
        keeps its kind, our own sentence, and the lines of code it went through.
    """
    cells = [
        _cell(cell, number)
        for number, cell in enumerate(
            cell
            for cell in notebook["cells"]
            if _MARKER not in cell.get("metadata", {}).get("tags", [])
        )
    ]
    metadata = {**notebook["metadata"], "papermill": _papermill(notebook["metadata"])}
    return {**notebook, "cells": cells, "metadata": metadata}


def _papermill(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return papermill's notes without times and places."""
    notes = metadata.get("papermill", {})
    return {name: value for name, value in notes.items() if name not in _TIMES.split()}


def _cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return one cell with a number for an identity, so that two runs give the same bytes."""
    metadata = {name: value for name, value in cell["metadata"].items() if name != "execution"}
    tidy = {**cell, "metadata": {**metadata, "papermill": _papermill(cell["metadata"])}}
    if "injected-parameters" in cell["metadata"].get("tags", []):
        tidy["id"] = f"parameters-{number}"
    if cell["cell_type"] == "code":
        tidy["outputs"] = [
            _error(output) if output["output_type"] == "error" else output
            for output in cell["outputs"]
        ]
    return tidy


def _error(output: Mapping[str, Any]) -> dict[str, Any]:
    """Return an error output without the values it speaks of."""
    name = output["ename"]
    sentence = output["evalue"] if name in OURS else "(the message may hold values and is left out)"
    lines = [line for text in output["traceback"] for line in _ANSI.sub("", text).splitlines()]
    frames = [place for line in lines if (place := _place(line))]
    return {
        "output_type": "error",
        "ename": name,
        "evalue": sentence,
        "traceback": [*frames, f"{name}: {sentence}"],
    }


def _place(line: str) -> str:
    """Return the place in code that a line of a traceback names, from the package on."""
    match = _FRAME.match(line)
    if match is None:
        return ""
    file, number, function, cell, at = match.groups()
    if cell:
        return f"{cell}, line {at}"
    parts = PurePath(file).parts
    start = len(parts) - 1
    for mark in ("site-packages", "engagekit"):
        if mark in parts:
            start = len(parts) - parts[::-1].index(mark) - (mark == "engagekit")
            break
    return f"{'/'.join(parts[start:])}, line {number}" + (f", in {function}" if function else "")
