"""How `Tables` and `Section` look in a notebook: registered once, known by nothing below.

A section publishes three outputs in IPython: the finding, the figure with the machine-readable
bundle, and the numbers. A front end that knows plotly draws the figure live; any other shows the
picture beside it, so that stock ``nbconvert --to html`` has every chart. Where a screen takes one
output of a thing only (marimo), `mimebundle` holds all of it.
"""

from typing import Any

from engagekit.measures import published_report
from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.sections import _display
from engagekit.sections.gate import Gate, as_html
from engagekit.tables.tables import Tables


def mimebundle(thing: Tables | Section) -> dict[str, Any]:
    """Return all that tables or a section show, by MIME type.

    Parameters
    ----------
    thing : Tables or Section

    Returns
    -------
    dict
        ``text/html`` and ``text/plain``; of a section its bundle and its plotly figure too, of
        tables what a later report needs to say why a number differs.

    Examples
    --------
    >>> sorted(mimebundle(Tables({})))
    ['application/vnd.engagekit.load+json', 'text/html', 'text/plain']
    """
    if isinstance(thing, Tables):
        page = as_html(Gate(thing).lines(whole=True))
        return {
            published_report.MIME: published_report.record(thing),
            "text/html": page,
            "text/plain": repr(thing),
        }
    parts = _display.parts(thing)
    html = "".join(part.get("text/html", "") for part in parts)
    merged = {kind: part[kind] for part in parts for kind in part}
    return {**merged, MIME: to_bundle(thing), "text/html": html, "text/plain": sentence(thing)}


def display(thing: Section) -> None:
    """Publish a section's outputs in the notebook that runs."""
    from IPython import display as ipython

    publish: Any = ipython.publish_display_data
    for part in _display.parts(thing):
        publish(part)


def plot(thing: Section) -> Any:
    """Return the plotly Figure of a section as the screen shows it: small groups hidden.

    Raises
    ------
    UsageError
        If the section has none.
    """
    return _display.figure_of(thing)


def sentence(thing: Section) -> str:
    """Return the finding of a section as the screen says it: small groups are not spoken of."""
    return _display.sentence_of(thing)
