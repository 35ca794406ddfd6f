"""Drawings for a page: both widths of a figure, their colours those of the page's theme."""

import re
from collections.abc import Iterable, Mapping

from engagekit.figures import picture
from engagekit.figures.colour import DARK
from engagekit.reporting.document.document import Item

_COLOUR = re.compile(r'( (?:fill|stroke)=")(#[0-9a-fA-F]{6})(?=")')


def drawings(items: Iterable[Item]) -> dict[str, tuple[str, str]]:
    """Return the drawing of each item that has a figure, wide and narrow, by its anchor."""
    return {
        item.anchor: (for_page(picture.svg(item.wide)), for_page(picture.svg(item.narrow)))
        for item in items
        if item.wide and item.narrow
    }


def name_of(colour: str) -> str:
    """Return the CSS variable of a colour of the light theme.

    Examples
    --------
    >>> name_of("#1F5A94")
    '--c-1f5a94'
    """
    return f"--c-{colour.lstrip('#').lower()}"


_NAMES = {light.lower(): name_of(light) for light in DARK}


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
    """Return a drawing as it stands in a page: colours of the palette are variables.

    Examples
    --------
    >>> for_page('<svg><rect fill="#1f5a94"/><rect fill="#010203"/></svg>')
    '<svg><rect fill="var(--c-1f5a94)"/><rect fill="#010203"/></svg>'
    """
    return _COLOUR.sub(_variable, drawing)


def _variable(match: re.Match[str]) -> str:
    """Return an attribute with its colour as a variable, where it belongs to the palette."""
    name = _NAMES.get(match[2].lower())
    return f"{match[1]}var({name})" if name else match[0]
