"""The colours and the type of office files, as office programs write them."""

from engagekit.figures import colour

TYPE = "Calibri"


def _hex(name: str) -> str:
    return name.lstrip("#").upper()


MAIN, ATTENTION = _hex(colour.MAIN), _hex(colour.ATTENTION)
INK, QUIET, CONTEXT = _hex(colour.INK), _hex(colour.CONTEXT), _hex(colour.CONTEXT_FILL)
PALE, WHITE = _hex(colour.TRACK), _hex(colour.PAPER)
LIKERT = tuple(map(_hex, colour.LIKERT))
COLOURS = (*map(_hex, colour.CATEGORICAL), QUIET, MAIN, ATTENTION, CONTEXT)
"""Of several series, the four that stay apart for every reader in front."""
_DARK = 125
"""Brightness of 255 under which white text reads better than black (4.5:1 on either side)."""


def series_colour(at: int, count: int, kind: str, own: str) -> str:
    """Return the colour of a series: the house's own for one, a scale's for five answers."""
    if count == 1:
        return own
    colours = LIKERT if kind == "stacked" and count == len(LIKERT) else COLOURS
    return colours[at % len(colours)]


def brightness(name: str) -> float:
    """Return how bright a colour is, 0 to 255 (Rec. 601 luma).

    Examples
    --------
    >>> brightness("000000"), round(brightness("FFFFFF"))
    (0.0, 255)
    """
    red, green, blue = bytes.fromhex(name)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def is_dark(name: str) -> bool:
    """Return whether white text is easier to read on a fill than black text.

    Examples
    --------
    >>> is_dark("542788"), is_dark("F1A340")
    (True, False)
    """
    return brightness(name) < _DARK


def lighter(name: str, part: float = 0.55) -> str:
    """Return a colour mixed with white, so that dark text stays readable on it.

    Examples
    --------
    >>> lighter("000000", 0.5)
    '808080'
    """
    mixed = (round(255 - (255 - value) * part) for value in bytes.fromhex(name))
    return "".join(f"{value:02X}" for value in mixed)
