"""The page of a brief printed by the browser that is installed."""

import re

from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import brief
from engagekit.reporting.html.browser import print_pdf

_MADE = re.compile(rb"(/(?:Creation|Mod)Date \(D:)\d{14}")
"""When the browser printed."""
_NODE = re.compile(rb"node\d{8}")
"""Names of tags, which the browser numbers otherwise each time."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the brief of a copy."""
    printed = print_pdf(brief.render(copy, options))
    names: dict[bytes, bytes] = {}
    printed = _NODE.sub(
        lambda name: names.setdefault(name[0], b"node%08d" % (len(names) + 1)), printed
    )
    return _MADE.sub(rb"\g<1>" + f"{copy.on:%Y%m%d}000000".encode(), printed)
