"""What must not stay in an executed notebook: cell values in tracebacks, times, places."""

import inspect
import re
from collections.abc import Mapping
from typing import Any

from engagekit import errors

_PLACE = re.compile(r"Cell In\[\d+\], line \d+")
OURS = {
    name: kind
    for name, kind in vars(errors).items()
    if inspect.isclass(kind) and issubclass(kind, errors.EngagekitError)
}
"""Our own error classes by name: their sentences are written for readers and may be shown."""


def public_message(name: str, sentence: str) -> str:
    """Return what may be shown of an error: our own sentence, or the kind of the error alone.

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
        The same cells; an error keeps its kind, our own sentence, and the lines of its cells.
    """
    cells = [_cell(cell, number) for number, cell in enumerate(notebook["cells"])]
    return {**notebook, "cells": cells, "metadata": _without_notes(notebook["metadata"])}


def _without_notes(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Return metadata without the notes of papermill and of a kernel: times and places."""
    return {k: value for k, value in metadata.items() if k not in ("papermill", "execution")}


def _cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Return one cell with a number for an identity, so that two runs give the same bytes."""
    tidy = {**cell, "metadata": _without_notes(cell["metadata"])}
    if "injected-parameters" in cell["metadata"].get("tags", []):
        tidy["id"] = f"parameters-{number}"
    if cell["cell_type"] == "code":
        tidy["outputs"] = [*map(_without_values, cell["outputs"])]
    return tidy


def _without_values(output: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an output, of an error without the values that it speaks of."""
    if output["output_type"] != "error":
        return output
    name = output["ename"]
    sentence = output["evalue"] if name in OURS else "(the message may hold values and is left out)"
    places = _PLACE.findall("\n".join(output["traceback"]))
    return {**output, "evalue": sentence, "traceback": [*places, f"{name}: {sentence}"]}
