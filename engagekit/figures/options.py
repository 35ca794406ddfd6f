"""What every figure is drawn with: the words around it, its size, whose rows it shows, in whose
language.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engagekit.locale import Locale

WIDE, NARROW = 720, 340
"""Pixels of a figure on a desk or on paper, and on a phone."""
SIDE = 8
"""Margin at either side."""


@dataclass(frozen=True)
class FigureOptions:
    """One set of options for every shape; each takes those that it has a use for.

    Attributes
    ----------
    title, subtitle, footer : str
        The finding; what is measured, of whom, when, n; the source and caveats.
    narrow : bool
        340 px wide instead of 720.
    locale : Locale
        Language and currency of every word and number.
    k : int
        Threshold named where a group is hidden.
    by : sequence of str, optional
        Columns that make a group; every ``by`` column of the frame but the one that the shape
        draws along when None.
    measure : str, optional
        The measure to draw where the frame holds several.
    labels : mapping
        Values and measures to the words that stand for them.
    target : float, optional
        In the unit of the frame.
    axis : str
        Words of the axis instead of those of its unit.
    """

    title: str = ""
    subtitle: str = ""
    footer: str = ""
    narrow: bool = False
    locale: Locale = field(default_factory=Locale)
    k: int = 5
    by: Sequence[str] | None = None
    measure: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    target: float | None = None
    axis: str = ""

    @property
    def width(self) -> int:
        """Width of the figure in pixels."""
        return NARROW if self.narrow else WIDE

    @property
    def inner(self) -> int:
        """Pixels between the side margins."""
        return self.width - 2 * SIDE

    def say(self, key: str, **slots: object) -> str:
        """Return the message ``figure.<key>``."""
        return self.locale.say(f"figure.{key}", **slots)

    def number(self, value: object, unit: str, digits: int | None = None) -> str:
        """Return a number in the reader's words."""
        return self.locale.number(value, unit, digits)
