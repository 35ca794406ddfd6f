"""The last look at a board copy: its results and pages, for whatever names somebody."""

import html
import re
from collections.abc import Mapping

from engagekit.disclosure import Names

READ = (".json", ".html")
"""What is looked through: the other files of a copy are made of the same texts."""
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"base64,[A-Za-z0-9+/=\s]{24,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def named(files: Mapping[str, bytes], names: Names) -> list[str]:
    """Return the files of a board copy that name somebody; with one of them none may go out."""
    return [
        file
        for file, data in files.items()
        if file.endswith(READ) and any(names.found(text) for text in _texts(data))
    ]


def _texts(data: bytes) -> list[str]:
    """Return a file as it stands, and without its tags, joined and apart."""
    text = _PICTURE.sub(" ", data.decode("utf-8"))
    plain = html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return [plain, _TAG.sub("", plain), _TAG.sub(" ", plain)] if "<" in plain else [plain]
