"""Panels beside and under each other, each on axes of its own, in pixels."""

from dataclasses import dataclass
from typing import Any

from engagekit.figures._value_axis import Scale


@dataclass(frozen=True)
class Panels:
    """So many panels of one size.

    ``across``: how many stand beside each other. In pixels: ``inner``: of all beside each other;
    ``head, plot, foot, between``: over the drawing of a panel, of it, under it, between panels;
    ``below``: under the last row.
    """

    count: int
    across: int
    inner: float
    head: float
    plot: float
    foot: float
    between: float
    below: float = 0

    @property
    def width(self) -> float:
        """Pixels of one panel."""
        return (self.inner - (self.across - 1) * self.between) / self.across

    @property
    def tall(self) -> float:
        """Pixels of one panel from its head to its foot."""
        return self.head + self.plot + self.foot

    @property
    def height(self) -> float:
        """Pixels of all rows."""
        down = -(-self.count // self.across)
        return down * self.tall + (down - 1) * self.between + self.below

    def name(self, at: int) -> str:
        """Return what plotly calls the axes of a panel: nothing for the first, then 2, 3, ..."""
        return str(at + 1) if at else ""

    def axes(self, at: int, steps: int, scale: Scale, **more: Any) -> dict[str, dict[str, Any]]:
        """Return the axes of a panel with so many steps along; ``more`` is of the upright one."""
        name, pixel = self.name(at), scale.pixel(self.plot)
        left = (at % self.across) * (self.width + self.between) / self.inner
        top = 1 - (at // self.across) * (self.tall + self.between) / self.height
        return {
            f"xaxis{name}": {
                "domain": [left, min(1.0, left + self.width / self.inner)],
                "anchor": f"y{name}",
                "range": [-0.5, max(1, steps) - 0.5],
                "showticklabels": False,
            },
            f"yaxis{name}": {
                "domain": [max(0.0, top - self.tall / self.height), top],
                "anchor": f"x{name}",
                **more,
                "range": [scale.low - self.foot * pixel, scale.high + self.head * pixel],
            },
        }
