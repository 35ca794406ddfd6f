"""The page of an executed notebook: stock nbconvert, kept off the network."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from engagekit.locale import Locale
from engagekit.reporting.document.outline import prose

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; "
    "script-src 'unsafe-inline' 'unsafe-eval'"
)
"""What the page may load: what it holds itself, and nothing from anywhere."""


def write(notebook: Mapping[str, Any], title: str, locale: Locale) -> bytes:
    """Return an executed notebook as a page, without its code, its text in a language.

    Parameters
    ----------
    notebook : mapping
        As nbformat has it, outputs included.
    title : str
        What the tab of a browser says.
    locale : Locale
    """
    import nbformat

    cells = [
        {**cell, "source": prose(cell, locale)} if cell["cell_type"] == "markdown" else cell
        for cell in notebook["cells"]
    ]
    node = nbformat.from_dict({**notebook, "cells": cells})
    page, _ = _exporter().from_notebook_node(node, {"metadata": {"name": title}})
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    whole: str = page.replace("<head>", f"<head>{policy}", 1)
    return whole.encode("utf-8")


@cache
def _exporter() -> Any:
    """Return the stock exporter, whose templates take as long to read as a page to write."""
    from nbconvert.exporters import HTMLExporter

    # addresses from which the stock page would fetch scripts
    urls = [name for name in HTMLExporter.class_trait_names() if name.endswith("_url")]
    return HTMLExporter(  # type: ignore[no-untyped-call]
        exclude_input=True, exclude_output_prompt=True, **dict.fromkeys(urls, "")
    )
