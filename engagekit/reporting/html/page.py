"""What the pages of a report share: templates, style sheet, type, and words that stay whole."""

import base64
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from engagekit.plain_text import UNBROKEN
from engagekit.reporting.document.brand import picture
from engagekit.reporting.html import svg

_TEXT = re.compile(
    r"(?s)<(script|style|svg|title|option)\b.*?</\1>|<[^>]*>|"
    r"(?P<long>(?:[^\s<>&]|&[#\w]+;){60,})|"
    rf"(?P<text>\b\d{{4}}-\d\d-\d\d\b|{UNBROKEN.pattern})"
)
_PIECE = re.compile(r"(?:[^&]|&[#\w]+;){20}")
"""Letters of a long word after which it may break: no column of a table is wider than them."""


@lru_cache(maxsize=1)
def environment() -> Any:
    """Return the Jinja environment, which compiles a template once and escapes plain text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("engagekit.reporting.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def unbroken(page: str) -> str:
    """Return a page in which no line ends within a day, a period or a range.

    Examples
    --------
    >>> unbroken('<b title="FY 2025-26">by 2026-12-31</b>')
    '<b title="FY 2025-26">by <span class="whole">2026-12-31</span></b>'
    """
    return _TEXT.sub(_set, page)


def _set(found: re.Match[str]) -> str:
    if found["long"]:
        return _PIECE.sub(r"\g<0><wbr>", found[0])
    return f'<span class="whole">{found[0]}</span>' if found["text"] else found[0]


def embedded(logo: bytes) -> str:
    """Return a picture as an address that holds it."""
    return f"data:image/{picture(logo)};base64,{base64.b64encode(logo).decode()}"


@lru_cache(maxsize=8)
def template(name: str) -> str:
    """Read a file of the templates."""
    folder = resources.files("engagekit.reporting.html").joinpath("templates")
    return folder.joinpath(name).read_text("utf-8")


def sheet(brand: Mapping[str, str], name: str) -> str:
    """Return a style sheet: the type, the colours of both themes, what pages share, and its own."""
    light, dark = svg.variables(brand), svg.variables(brand, dark=True)
    return (
        f"{type_faces()}\n:root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        + template("base.css")
        + template(name)
    )


@lru_cache(maxsize=1)
def type_faces() -> str:
    """Return the type of the pages, held in the page; its licence stands beside its files."""
    folder = resources.files("engagekit.reporting.html").joinpath("templates")
    faces = []
    for weight, name in ((400, "regular"), (700, "bold")):
        data = base64.b64encode(folder.joinpath(f"type-{name}.woff2").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:'Engagekit Sans';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "/* Engagekit Sans: a subset of Source Sans 3, (c) Adobe, SIL OFL 1.1 */\n" + "\n".join(
        faces
    )
