"""What a screen asks of `Tables` and `Section`: they know no screen, `notebook_display` answers.

The package registers it once, in ``engagekit/__init__.py``; it is imported when something is first
shown. JupyterLab, marimo, nbconvert and others all ask by the names that IPython gave.
"""

from collections.abc import Callable
from html import escape
from typing import Any, Protocol


class Screen(Protocol):
    """Whoever knows how things look; `engagekit.notebook_display` is one."""

    def mimebundle(self, thing: Any) -> dict[str, Any]:
        """Return all that a thing shows, by MIME type."""

    def display(self, thing: Any) -> None:
        """Show a thing in the notebook that runs."""

    def plot(self, thing: Any) -> Any:
        """Return the plotly Figure of a thing."""

    def sentence(self, thing: Any) -> str:
        """Return what a thing says in a sentence."""


_FINDERS: list[Callable[[], Screen]] = []


def register(find: Callable[[], Screen]) -> None:
    """Say who knows how things look; the last one registered is asked.

    Parameters
    ----------
    find : callable
        Called whenever something is shown, so that it may import late what is slow to import.
    """
    _FINDERS[:] = [find]


def screen() -> Screen:
    """Return the screen that was registered."""
    return _FINDERS[0]()


class Shown:
    """A thing that can say how it looks."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return everything that it shows, by MIME type."""
        return screen().mimebundle(self)

    def _repr_html_(self) -> str:
        """Return what it shows as HTML, for a screen that asks for nothing else."""
        return str(self._repr_mimebundle_()["text/html"])


def html_text(text: object) -> str:
    """Return a text as HTML that no notebook takes for a formula.

    MathJax sets what stands between two dollar signs, but no formula crosses the border of an
    element: each sign has its own.

    Examples
    --------
    >>> html_text("<$5 to $8>")
    '&lt;<span>$</span>5 to <span>$</span>8&gt;'
    """
    return escape(str(text)).replace("$", "<span>$</span>")
