"""The properties of a PDF, set after the browser has printed it: same inputs, same bytes."""

import re
from datetime import date

from engagekit.errors import ReportError
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import brief

_NODE = re.compile(rb"\(node(\d+)\)")
"""What the browser calls the parts of a tagged page: numbers that count on from run to run."""
_NAMES = re.compile(rb"/Limits \[[^\]]*\](\s*/Names \[)((?:\(node\d+\) \d+ 0 R\s*)+)\]")
_PAIR = re.compile(rb"\(node\d+\) \d+ 0 R")
_DATE = re.compile(rb"\(D:\d{14}[+-]\d{2}'\d{2}'\)")


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the brief of a copy printed by its browser, with its properties set."""
    content = copy.content
    words = (content.locale.say("report.page"), content.locale.say("report.of"))
    html = brief.render(copy, options)
    printed: bytes = copy.browser.pdf(html, options.paper, words, copy.brief.most)
    author = ", ".join(part for part in (content.library, content.organisation) if part)
    title = f"{content.title}, {content.span}"
    return with_properties(printed, title, author, copy.brief.title, copy.on)


def with_properties(printed: bytes, title: str, author: str, subject: str, on: date) -> bytes:
    """Return a PDF with its title, author, subject and a fixed date.

    ``printed``: what the browser printed. ``on``: the last day of the period; stands as the date on
    which the file was made.

    Returns
    -------
    bytes
        The properties follow as an update at the end, as the format provides for.

    Raises
    ------
    ReportError
        If the trailer is not of the kind that Chrome writes.
    """
    stamp = f"(D:{on:%Y%m%d}000000+00'00')".encode()
    body = _renumbered(_DATE.sub(stamp, printed))
    trailer = re.search(rb"trailer\s*<<(.*?)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", body, re.DOTALL)
    info = re.search(rb"/Info (\d+) 0 R", trailer[1]) if trailer else None
    if trailer is None or info is None:
        raise ReportError("The browser printed a PDF of an unknown kind. Use Chrome or Chromium.")
    number = info[1]
    start = len(body) + 1
    words = {b"Title": title, b"Author": author, b"Subject": subject, b"Creator": "engagekit"}
    texts = {key: text.encode("utf-16-be").hex().upper().encode() for key, text in words.items()}
    entries = b"".join(b"/%s <FEFF%s>" % one for one in texts.items())
    dates = b"/CreationDate %s/ModDate %s" % (stamp, stamp)
    new = b"%s 0 obj\n<<%s%s/Producer (Skia/PDF)>>\nendobj\n" % (number, entries, dates)
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, start)
    parts = trailer[1].strip(), trailer[2], start + len(new)
    end = b"trailer\n<<%s\n/Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % parts
    return body + b"\n" + new + table + end


def _renumbered(printed: bytes) -> bytes:
    """Return the parts of the page numbered from one, each in as many digits as before."""
    places: dict[bytes, bytes] = {}
    for name in _NODE.findall(printed):
        places.setdefault(name, str(len(places) + 1).zfill(len(name)).encode())
    return _NAMES.sub(_in_order, _NODE.sub(lambda match: b"(node%s)" % places[match[1]], printed))


def _in_order(tree: re.Match[bytes]) -> bytes:
    """Return the list of all parts with its limits, in the order that a reader searches it by."""
    pairs = sorted(_PAIR.findall(tree[2]))
    names = [pair.split(b" ", 1)[0] for pair in pairs]
    return (b"/Limits [%s %s]" % (names[0], names[-1])) + tree[1] + b" ".join(pairs) + b"]"
