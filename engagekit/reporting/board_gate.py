"""The last look at a board copy: its results and pages, for whatever names somebody."""

import html
import re
from collections.abc import Mapping
from pathlib import PurePath

from engagekit.disclosure import Names
from engagekit.reporting.writers import RESULTS

READ = (".json", ".html")
"""What is looked through: the other files of a copy are made of the same texts."""
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"base64,[A-Za-z0-9+/=\s]{24,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def texts(data: bytes) -> list[str]:
    """Return a file as it stands, and without its tags, joined and apart."""
    text = _PICTURE.sub(" ", data.decode("utf-8"))
    plain = html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return [plain, _TAG.sub("", plain), _TAG.sub(" ", plain)] if "<" in plain else [plain]


def hits(files: Mapping[str, bytes], names: Names) -> dict[str, list[str]]:
    """Return the files of a board copy that name somebody, with what stands in them."""
    found = {
        name: sorted({hit for text in texts(data) for hit in names.found(text)})
        for name, data in files.items()
        if name.endswith(READ)
    }
    return {name: what for name, what in found.items() if what}


def without_hits(
    files: Mapping[str, bytes], names: Names
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return a board copy without what names somebody, and the names of the files that went.

    With a page goes what is made of the same texts ("brief.pdf" with "brief.html"); where the
    numbers themselves name somebody, none is left.
    """
    bad = hits(files, names)
    if RESULTS in bad:
        return {}, tuple(files)
    stems = {PurePath(name).stem for name in bad}
    gone = tuple(name for name in files if PurePath(name).stem in stems)
    return {name: data for name, data in files.items() if name not in gone}, gone
