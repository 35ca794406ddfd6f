"""The page of a brief printed by the browser that is installed."""

from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import brief
from engagekit.reporting.html.browser import print_pdf


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the brief of a copy."""
    return print_pdf(brief.render(copy, options))
