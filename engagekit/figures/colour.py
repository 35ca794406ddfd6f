"""Colours: the palette, its contrasts, and how far apart it stays under colour blindness."""

import re
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from engagekit.errors import SettingsError, error_text, shorten
from engagekit.parsing.word_lists import words

MAIN = "#1f5a94"
ATTENTION = "#b3500b"
CONTEXT = "#52606d"
CONTEXT_FILL = "#9aa5b1"
INK = "#1f2933"
PAPER = "#ffffff"
TRACK = "#e8ecf0"
CATEGORICAL = ("#12436D", "#28A197", "#801650", "#F46A25")
ON_PALE = "#101418"
ON_DEEP = "#fffffe"
"""Text on a fill that stays the same in both themes; never swapped for a CSS variable."""
LIKERT = ("#b35806", "#f1a340", "#d9d9d9", "#998ec3", "#542788")

DARK_PAPER = "#14191f"
DARK = {
    MAIN: "#6aa9e0",
    ATTENTION: "#f0914a",
    CONTEXT: "#9aa5b1",
    CONTEXT_FILL: "#7b8794",
    INK: "#e6eaee",
    PAPER: DARK_PAPER,
    TRACK: "#2a323b",
    "#12436d": "#6f9fd0",
    "#28a197": "#3fc4b8",
    "#801650": "#d45c9b",
    "#f46a25": "#f7955f",
    LIKERT[4]: "#8a4fd0",
}
"""A colour of the light theme to its counterpart in the dark one, for a drawing's CSS variables."""

VISIONS = ("protan", "deutan", "tritan")
LEAST_CONTRAST = 4.5
"""Of text on its paper, WCAG 2.2 level AA (success criterion 1.4.3)."""
LEAST_DISTANCE = 10.0
"""CIE76 at which two marks of a chart are told apart at a glance; the house's own four keep 11.3,
plotly's first five 1.6."""

_MATRICES = {
    name: np.array([row.split() for row in rows], dtype=float)
    for name, rows in words("matrices", Path(__file__).parent).items()
}
_WHITE = np.array([0.95047, 1.0, 1.08883])


def _light(colour: str) -> np.ndarray:
    """Return a hex colour as linear light, 0 to 1."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise SettingsError(error_text("colour.linear", colour=shorten(colour), main=MAIN))
    parts = np.array([*bytes.fromhex(colour[1:])]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def _lab(colour: str, vision: str) -> np.ndarray:
    """Return CIE L*a*b* (D65) of a colour as a kind of vision sees it."""
    light = _light(colour)
    if vision != "normal":
        light = np.clip(_MATRICES[vision] @ light, 0, 1)
    ratio = _MATRICES["XYZ"] @ light / _WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast_ratio(one: str, other: str) -> float:
    """Return the WCAG contrast of two colours, 1 to 21.

    Examples
    --------
    >>> round(contrast_ratio("#1f5a94", "#ffffff"), 1)
    7.1
    """
    dark, bright = sorted(float((_MATRICES["XYZ"] @ _light(name))[1]) for name in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def colour_distance(one: str, other: str, vision: str = "normal") -> float:
    """Return the CIE76 distance of two colours as a kind of vision sees them.

    Parameters
    ----------
    one, other : str
        Hex colours.
    vision : str
        ``normal``, ``protan``, ``deutan`` or ``tritan`` (Machado et al. 2009, severity 1).

    Examples
    --------
    >>> round(colour_distance("#000000", "#ffffff"))
    100
    """
    return float(np.linalg.norm(_lab(one, vision) - _lab(other, vision)))


def smallest_distance(colours: Sequence[str]) -> tuple[float, str, str, str]:
    """Return the closest pair of a palette under any of the three simulations.

    Returns
    -------
    tuple
        Distance, vision, and the two colours.

    Examples
    --------
    >>> smallest_distance(CATEGORICAL)[0] > 10
    True
    """
    return min(
        (colour_distance(one, other, vision), vision, one, other)
        for one, other in combinations(colours, 2)
        for vision in VISIONS
    )


def check_brand(colour: str, attention: str = ATTENTION, paper: str = PAPER) -> None:
    """Refuse an organisation's colours that readers could not tell apart, or not read.

    Parameters
    ----------
    colour, attention : str
        The organisation's normal and attention colours, beside the kit's grey.
    paper : str
        What they stand on.

    Raises
    ------
    SettingsError
        With the numbers, when a contrast is under 4.5 or a distance under 10.

    Examples
    --------
    >>> check_brand("#1f5a94", "#b3500b")
    """
    for name, value in (("colour", colour), ("attention_colour", attention)):
        ratio = contrast_ratio(value, paper)
        if ratio < LEAST_CONTRAST:
            raise SettingsError(
                f"[report] {name} {value} has a contrast of {ratio:.1f} on {paper}; "
                f"text and thin lines need {LEAST_CONTRAST}. Take a darker shade."
            )
    distance, vision, one, other = smallest_distance([colour, attention, CONTEXT_FILL])
    if distance < LEAST_DISTANCE:
        raise SettingsError(
            f"[report] the colours {one} and {other} are {distance:.1f} apart for a {vision} "
            f"reader (CIE76); {LEAST_DISTANCE:.0f} is the least. Take colours that differ more "
            "in lightness."
        )


def answer_colours(count: int) -> list[str]:
    """Return orange to purple over so many answers; an odd count has a pale middle.

    Examples
    --------
    >>> answer_colours(5) == list(LIKERT)
    True
    >>> answer_colours(2)
    ['#f1a340', '#998ec3']
    """
    if count <= 1:
        return [LIKERT[3]][:count]
    picked = {2: (1, 3), 3: (1, 2, 3), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
    if count in picked:
        return [LIKERT[at] for at in picked[count]]
    half = count // 2
    low, high = _blend(LIKERT[0], "#fde0b6", half), _blend("#d8daeb", LIKERT[4], half)
    return [*low, *(["#f7f7f7"] if count % 2 else []), *high]


def _blend(start: str, end: str, count: int) -> list[str]:
    """Return colours at even steps from one to another, both included."""
    low, high = (np.array([*bytes.fromhex(colour[1:])]) for colour in (start, end))
    steps = np.linspace(low, high, count).round().astype(int).tolist()
    return [f"#{bytes(step).hex()}" for step in steps]


def text_on(fill: str) -> str:
    """Return the text colour that reads better on a fill.

    Examples
    --------
    >>> text_on("#542788"), text_on("#f7f7f7")
    ('#fffffe', '#101418')
    """
    return max((ON_DEEP, ON_PALE), key=lambda text: contrast_ratio(text, fill))
