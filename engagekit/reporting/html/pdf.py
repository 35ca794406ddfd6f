"""The page of a brief printed by the browser that is installed."""

from dataclasses import replace

from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import brief, page
from engagekit.reporting.html.browser import print_pdf


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the data book of a copy printed, with everything open."""
    html = page.render(copy, replace(options, interactive=False))
    return print_pdf(html.replace("<details", "<details open"))


def write_brief(copy: Copy, options: OutputOptions) -> bytes:
    """Return the brief of a copy."""
    return print_pdf(brief.render(copy, options))


def write_actions(copy: Copy, options: OutputOptions) -> bytes:
    """Return the action list of a private copy."""
    return write_brief(replace(copy, brief=copy.actions), options)
