"""The HTML of one copy: one file, no network request, no code."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from engagekit._version import __version__
from engagekit.figures import colour, theme
from engagekit.plain_text import UNBROKEN
from engagekit.presentation.table import HIDDEN
from engagekit.reporting.brief.blocks import is_wide
from engagekit.reporting.document.brand import picture
from engagekit.reporting.document.document import Content, Item, is_repeated
from engagekit.reporting.document.outline import Text
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html import svg

NOTHING = "'none'"
"""What a page without live figures may run."""
MOST_PLAIN = 7
"""Columns that have room in type of the usual size; more are set smaller."""


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

    result = Environment(
        loader=PackageLoader("engagekit.reporting.html", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    result.tests.update(
        text=lambda part: isinstance(part, Text), section=lambda part: isinstance(part, Item)
    )
    result.filters.update(markdown=markdown)
    return result


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the page of a copy as a file."""
    return render(copy, options).encode("utf-8")


def render(copy: Copy, options: OutputOptions, template_of: Any = None) -> str:
    """Return the page of a copy.

    ``copy``: an item without a drawing gets a live figure. ``options``: brand, logo, and whether
    live figures stand over the drawings. ``template_of``: where the template comes from; default:
    `environment`.
    """
    content, locale = copy.content, copy.content.locale
    drawn = svg.drawings(content.items)
    live = {
        item.anchor: item
        for item in content.items
        if item.wide
        and (item.anchor not in drawn or options.interactive)
        and not (item.is_own and content.audience == "board")
    }
    scripts = _scripts(live)
    # the page loads nothing and runs only what it holds
    sums = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
    ]
    words = {
        "content": content,
        "drawn": {name: (Markup(d.wide), Markup(d.narrow)) for name, d in drawn.items()},
        "live": live,
        "say": lambda key, **slots: locale.say(f"report.{key}", **slots),
        "css": Markup(sheet(options.brand, "report.css")),
        "logo": embedded(options.logo) if options.logo else "",
        "scripts": [Markup(text) for text in scripts],
        "policy": (
            "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data: blob:; "
            f"script-src {' '.join(sums) or NOTHING}"
        ),
        "data": {name: _data(item) for name, item in live.items()},
        "dark": Markup(json.dumps({light.lower(): dark for light, dark in colour.DARK.items()})),
        "version": __version__,
        "labels": _labels(content),
        "most_plain": MOST_PLAIN,
        "is_wide": is_wide,
        "is_repeated": is_repeated,
        "undrawn": bool(live) and not drawn,
        "has_hidden": any(item.table and item.table.has_hidden for item in content.items),
        "hidden_tile": any(tile.value == HIDDEN for tile in content.tiles),
        "is_behind": is_behind,
        "findings": copy.results.get("findings", []),
        "behind": [
            item
            for item in content.first.items
            if isinstance(item, Item) and (item.table or item.section.choices)
        ],
    }
    return unbroken((template_of or environment()).get_template("report.html.j2").render(words))


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


def is_behind(item: Item) -> bool:
    """Return whether a section of the first page only supports it, and stands below the rest."""
    return bool(item.section.figure_args.get("behind"))


def _labels(content: Content) -> dict[str, str]:
    """Return the name of each table for those who do not see it: one title twice is numbered."""
    count: dict[str, int] = {}
    labels = {}
    for item in content.items:
        title = item.section.title
        count[title] = count.get(title, 0) + 1
        labels[item.anchor] = title if count[title] == 1 else f"{title} ({count[title]})"
    return labels


def embedded(logo: bytes) -> str:
    """Return a picture as an address that holds it."""
    return f"data:image/{picture(logo)};base64,{base64.b64encode(logo).decode()}"


def markdown(text: str) -> Any:
    """Return Markdown as HTML: raw HTML escaped, pictures as their text, headings lower."""
    return Markup(_converter()(text))


@lru_cache(maxsize=1)
def _converter() -> Any:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        def heading(self, text: str, level: int, **attrs: Any) -> str:
            return f"<h{min(level + 1, 6)}>{text}</h{min(level + 1, 6)}>\n"

        def image(self, text: str, url: str, title: str | None = None) -> str:
            return text

    return mistune.create_markdown(
        renderer=Renderer(escape=True), plugins=["table", "strikethrough"]
    )


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


def _scripts(live: Mapping[str, Item]) -> list[str]:
    """Return what runs in the page: nothing, or plotly.js where figures are live."""
    if not live:
        return []
    plotly = theme.plotly_js().replace("</script", "<\\/script")
    return [plotly, template("live.js")]


def _data(item: Item) -> tuple[Any, Any]:
    """Return a live figure in both widths as JSON that cannot end its script element."""
    wide, narrow = ((text or "").replace("<", "\\u003c") for text in (item.wide, item.narrow))
    return Markup(wide), Markup(narrow)
