"""How the copies of a report are written: formats, paper, dress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FORMATS = ("html", "pdf", "xlsx", "pptx")


@dataclass(frozen=True)
class Choices:
    """How copies are written.

    Attributes
    ----------
    formats : tuple of str
        Of `FORMATS`.
    paper : str
        ``A4`` or ``Letter``.
    interactive : bool
        Live figures over the drawings.
    templates : mapping
        ``.pptx`` and ``.xlsx`` to the house templates for slides and workbook.
    brand : mapping
        Colours of the light theme to the organisation's own.
    logo : bytes or None
        A picture, PNG or JPEG.
    """

    formats: tuple[str, ...] = FORMATS
    paper: str = "Letter"
    interactive: bool = False
    templates: Mapping[str, Path] = field(default_factory=dict)
    brand: Mapping[str, str] | None = None
    logo: bytes | None = None

    @property
    def colour(self) -> str:
        """The main colour as office programs write it, e.g. ``1F5A94``."""
        from engagekit.figures.colour import MAIN

        return (self.brand or {}).get(MAIN, MAIN).lstrip("#").upper()

    @property
    def attention(self) -> str:
        """The colour of what misses its target, as office programs write it."""
        from engagekit.figures.colour import ATTENTION

        return (self.brand or {}).get(ATTENTION, ATTENTION).lstrip("#").upper()


LOOK = Choices()
"""The house's own dress."""
