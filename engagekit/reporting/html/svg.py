"""A drawing for a page: light enough to mail, its colours taken from the page's CSS variables."""

import re
from collections.abc import Mapping

from engagekit.figures.colour import DARK

_RGB = re.compile(r"rgb\((\d+), (\d+), (\d+)\)")
_EMPTY = re.compile(r"<g\b[^<>]*/>|<g\b[^<>]*></g>|<path class=\"[xy]lines-(?:below|above)\"/>")
_NOISE = re.compile(
    r" (?:class|data-[\w-]+|xmlns:xlink|xml:space|shape-rendering)=\"[^\"]*\"| style=\"\""
    r"|vector-effect: [^;\"]*;\s*|opacity: 1;\s*|(?<=[;\" ])fill-opacity: 1;\s*"
    r"|stroke-width: 0px;\s*|stroke-opacity: 1;\s*|white-space: pre;\s*(?=[\"])"
)
_SIZE = re.compile(r'(<svg\b(?![^>]*viewBox)[^>]*? width="([\d.]+)" height="([\d.]+)")')
_LINKS = re.compile(r"<a\b[^>]*>|</a>|<image\b[^>]*?(?:/>|>.*?</image>)", re.DOTALL)


def name_of(colour: str) -> str:
    """Return the CSS variable of a colour of the light theme.

    Examples
    --------
    >>> name_of("#1F5A94")
    '--c-1f5a94'
    """
    return f"--c-{colour.lstrip('#').lower()}"


_VARIABLES = {light.lower(): name_of(light) for light in DARK}


def variables(brand: Mapping[str, str], *, dark: bool = False) -> str:
    """Return the CSS that gives the variables of drawings their colours in one theme.

    ``brand``: a colour of the light theme to the organisation's own. ``dark``: the dark theme.
    """
    lines = []
    for light, in_dark in DARK.items():
        own = brand.get(light)
        if own and dark:
            value = f"color-mix(in oklab, {own} 45%, #ffffff)"
        else:
            value = own or (in_dark if dark else light)
        lines.append(f"{name_of(light)}:{value}")
    return ";".join(lines)


def for_page(drawing: str) -> str:
    """Return a drawing of the browser as it stands in a page.

    Parameters
    ----------
    drawing : str
        SVG.

    Returns
    -------
    str
        Without classes, empty groups, links and pictures; colours of the palette are variables.
        It has a view box, so that it shrinks whole on paper and on a narrow phone.

    Examples
    --------
    >>> for_page('<svg><g class="x"/><rect class="bg" style="fill: rgb(31, 90, 148);"/></svg>')
    '<svg><rect style="fill: var(--c-1f5a94);"/></svg>'
    """
    text = _SIZE.sub(r'\1 viewBox="0 0 \2 \3"', _LINKS.sub("", drawing), count=1)
    before = ""
    while before != text:
        before, text = text, _EMPTY.sub("", text)
    text = _RGB.sub(_variable, _NOISE.sub("", text))
    for light, name in _VARIABLES.items():
        text = re.sub(rf'(?<=[" ]){light}(?=[";])', f"var({name})", text, flags=re.IGNORECASE)
    return text


def _variable(match: re.Match[str]) -> str:
    """Return a colour as its variable, where it belongs to the palette."""
    colour = "#" + "".join(f"{int(part):02x}" for part in match.groups())
    return f"var({_VARIABLES[colour]})" if colour in _VARIABLES else colour
