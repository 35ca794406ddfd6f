"""The page of an executed notebook: stock nbconvert, kept off the network."""

import re
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
_OUTPUT = re.compile(r'<div class="jp-[^"]*jp-OutputArea-output[^"]*"')


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
    from nbconvert.exporters import TemplateExporter

    cells = [
        {**cell, "source": prose(cell, locale)} if cell["cell_type"] == "markdown" else cell
        for cell in notebook["cells"]
    ]
    node, exporter = nbformat.from_dict({**notebook, "cells": cells}), _exporter()
    resources = exporter._init_resources({"metadata": {"name": title}})
    # the stock exporter would now read the whole page again, to make its outputs focusable
    page, _ = TemplateExporter.from_notebook_node(exporter, node, resources)
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    whole = _OUTPUT.sub(r'\g<0> tabindex="0"', page.replace("<head>", f"<head>{policy}", 1))
    return whole.encode("utf-8")


@cache
def _exporter() -> Any:
    """Return the stock exporter, whose templates take as long to read as a page to write."""
    from nbconvert.exporters import HTMLExporter
    from nbconvert.filters import Highlight2HTML

    # addresses from which the stock page would fetch scripts
    urls = [name for name in HTMLExporter.class_trait_names() if name.endswith("_url")]
    exporter: Any = HTMLExporter(  # type: ignore[no-untyped-call]
        exclude_input=True, exclude_output_prompt=True, **dict.fromkeys(urls, "")
    )
    exporter.register_filter("highlight_code", Highlight2HTML(parent=exporter))  # type: ignore[no-untyped-call]
    return exporter
