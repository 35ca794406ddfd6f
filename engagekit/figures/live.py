"""A figure as HTML that draws itself where scripts run: for an analyst's own, which may be any."""

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

CONFIG = {
    "showSendToCloud": False,
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
}
"""How every live figure behaves: no button that offers an upload."""
_DRAW = Path(__file__).with_suffix(".js").read_text("utf-8")
"""One figure may stand in a page twice: each script draws into the element before it."""


def html(figure: Mapping[str, Any]) -> str:
    """Return a figure with the library that draws it, so that it needs no network.

    Parameters
    ----------
    figure : mapping
        Plotly JSON.

    Returns
    -------
    str
        About 2 MB: plotly.js, packed, goes with each, since any cell may be taken out or run alone.

    Examples
    --------
    >>> text = html({"data": [], "layout": {}})
    >>> text.count("<script>"), "https://" in text
    (1, False)
    """
    given = {"data": figure["data"], "layout": figure["layout"], "config": CONFIG}
    data = json.dumps(given, ensure_ascii=False).replace("<", "\\u003c")
    place = f"engagekit-{hashlib.sha256(data.encode()).hexdigest()[:12]}"
    script = _DRAW % {"library": _packed(), "figure": data, "place": place}
    return f'<div id="{place}"></div><script>{script}</script>'


@lru_cache(maxsize=1)
def plotly_js() -> str:
    """Read the source of plotly.js."""
    return resources.files("plotly").joinpath("package_data/plotly.min.js").read_text("utf-8")


@lru_cache(maxsize=1)
def _packed() -> str:
    """Return plotly.js packed and as text."""
    return base64.b64encode(gzip.compress(plotly_js().encode(), mtime=0)).decode()
