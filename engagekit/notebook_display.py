"""How `Tables` and `Section` look in a notebook: registered once, known by nothing below.

A section publishes three outputs in IPython: the finding, the figure with the machine-readable
bundle, and the numbers. A front end that knows plotly draws the figure live; any other shows the
picture beside it, so that stock ``nbconvert --to html`` has every chart. Where a screen takes one
output of a thing only (marimo), `mimebundle` holds all of it.
"""

from typing import Any

from engagekit.measures import published_report
from engagekit.presentation.section import MIME, Section, to_bundle
from engagekit.sections._display import figure_of as plot
from engagekit.sections._display import parts
from engagekit.sections._display import sentence_of as sentence
from engagekit.sections.gate import Gate, as_html
from engagekit.tables.tables import Tables

__all__ = ["display", "mimebundle", "plot", "sentence"]


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
        page = as_html(Gate(thing).load())
        return {
            published_report.MIME: published_report.record(thing),
            "text/html": page,
            "text/plain": repr(thing),
        }
    outputs = parts(thing)
    html = "".join(part.get("text/html", "") for part in outputs)
    merged = {kind: part[kind] for part in outputs for kind in part}
    return {**merged, MIME: to_bundle(thing), "text/html": html, "text/plain": sentence(thing)}


def display(thing: Section) -> None:
    """Publish a section's outputs in the notebook that runs."""
    from IPython import display as ipython

    publish: Any = ipython.publish_display_data
    for part in parts(thing):
        publish(part)
