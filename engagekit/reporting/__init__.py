"""What leaves the house: one executed notebook as HTML, PDF, workbook, slides and results.json."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engagekit.reporting.making import Made
    from engagekit.reporting.planning import plan
    from engagekit.reporting.report import report

__all__ = ["Made", "plan", "report"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"engagekit.reporting has no '{name}'.")
    from engagekit.reporting import making, planning

    return getattr(planning if name == "plan" else making, name)
