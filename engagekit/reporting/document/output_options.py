"""What a writer of a format is handed: one copy of a report, and how it is to look."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engagekit.figures.colour import ATTENTION, MAIN
from engagekit.reporting.document.document import Content


@dataclass(frozen=True)
class OutputOptions:
    """How copies are written.

    Attributes
    ----------
    formats : tuple of str
        Of `engagekit.reporting.writers.FORMATS`.
    paper : str
        ``A4`` or ``Letter``.
    brand : mapping
        Colours of the light theme to the organisation's own.
    logo : bytes or None
        A picture, PNG or JPEG.
    private_workbook : bool
        Whether the private copy has a workbook too.
    reader : str
        Whose page one it is: ``director``, ``finance`` or ``department``.
    """

    formats: tuple[str, ...] = ()
    paper: str = "Letter"
    brand: Mapping[str, str] = field(default_factory=dict)
    logo: bytes | None = None
    private_workbook: bool = False
    reader: str = "director"

    @property
    def colour(self) -> str:
        """The main colour as office programs write it, e.g. ``1F5A94``."""
        return self.brand.get(MAIN, MAIN).lstrip("#").upper()

    @property
    def attention(self) -> str:
        """The colour of what misses its target, as office programs write it."""
        return self.brand.get(ATTENTION, ATTENTION).lstrip("#").upper()


@dataclass(frozen=True, eq=False)
class Copy:
    """One copy of a report as every writer takes it.

    Attributes
    ----------
    content : Content
        Its frames: those of the board are protected, and nothing else goes in.
    results : mapping
        What stands in results.json.
    brief : Brief or None
        What the brief of this copy holds, where it has one.
    """

    content: Content
    results: Mapping[str, Any] = field(default_factory=dict)
    brief: Any = None

    @property
    def on(self) -> date:
        """The last day of the period: every date that a file carries."""
        end = self.content.period.get("end")
        return date.fromisoformat(end[:10]) if end else date(1980, 1, 1)
