"""The HTML of one copy: one file, no network request, no code."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from engagekit._version import __version__
from engagekit.locale.words import plural, say
from engagekit.presentation.table import HIDDEN, IN_PRINT, Table
from engagekit.reporting.document.document import Content, Item, is_said
from engagekit.reporting.document.outline import Text
from engagekit.reporting.html import svg
from engagekit.reporting.run.execute import Failure

ON_PHONE = 42
"""Letters that stand side by side on a phone; a wider table is told row by row there."""
_APART, _WORD = 1, 10
IN_PRINT_ROWS = 24
MOST_PLAIN = 7
"""Columns that have room in type of the usual size."""
"""Rows of a figure's table in print at most: the figure shows them, the workbook has them all."""


@dataclass(frozen=True)
class Drawn:
    """A figure as SVG in both widths."""

    wide: str
    narrow: str


def environment() -> Any:
    """The Jinja environment of the template, which escapes everything that is not marked safe."""
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


def render(
    content: Content,
    drawn: Mapping[str, Drawn],
    *,
    interactive: bool = False,
    brand: Mapping[str, str] | None = None,
    logo: bytes | None = None,
    chosen: Any = None,
) -> str:
    """The page of one copy.

    Parameters
    ----------
    content : Content
        The copy in words.
    drawn : mapping of str to Drawn
        Anchor of an item to its drawing; an item without one gets a live figure.
    interactive : bool
        Live figures over the drawings.
    brand : mapping, optional
        Colours of the light theme to the organisation's own.
    logo : bytes, optional
        PNG or JPEG.
    chosen : jinja2.Template, optional
        Default: our own.

    Returns
    -------
    str
    """
    from markupsafe import Markup

    language = content.language
    live = {
        item.anchor: item
        for item in content.items
        if item.wide
        and (item.anchor not in drawn or interactive)
        and not (item.is_own and content.audience == "board")
    }
    scripts = _scripts(live)
    words = {
        "content": content,
        "drawn": {name: (Markup(d.wide), Markup(d.narrow)) for name, d in drawn.items()},
        "live": live,
        "say": lambda key, **slots: say(f"report.{key}", language, **slots),
        "plural": lambda key, n: plural(f"report.{key}", n, language),
        "css": Markup(_css(brand)),
        "logo": _embedded(logo) if logo else "",
        "scripts": [Markup(text) for text in scripts],
        "policy": _policy(scripts),
        "data": {name: _data(item) for name, item in live.items()},
        "dark": Markup(_dark()),
        "version": __version__,
        "labels": _labels(content),
        "left_out": left_out,
        "in_print": IN_PRINT,
        "most_plain": MOST_PLAIN,
        "is_wide": is_wide,
        "in_print_rows": IN_PRINT_ROWS,
        "is_said": is_said,
        "undrawn": bool(live) and not drawn,
        "has_hidden": any(item.table and item.table.has_hidden for item in content.items),
        "hidden_tile": any(tile.value == HIDDEN for tile in content.tiles),
        "is_behind": is_behind,
        "behind": [item for item in content.first.items if _supports(item)],
    }
    page = chosen or environment().get_template("report.html.j2")
    return str(page.render(words))


def is_behind(item: Item) -> bool:
    """Whether a section of the first page only supports it, and stands below the rest."""
    return bool(item.section.figure_args.get("behind"))


def _supports(part: Text | Item | Failure) -> bool:
    """Whether a part of the first page has numbers or choices to show below it."""
    return isinstance(part, Item) and bool(part.table or part.section.choices)


def _labels(content: Content) -> dict[str, str]:
    """The name of each table for those who do not see it: one title twice gets a number."""
    observed: dict[str, int] = {}
    named = {}
    for item in content.items:
        title = item.section.title
        observed[title] = observed.get(title, 0) + 1
        named[item.anchor] = title if observed[title] == 1 else f"{title} ({observed[title]})"
    return named


def _embedded(logo: bytes) -> str:
    """A picture as an address that holds it."""
    from engagekit.reporting.document.brand import picture

    return f"data:image/{picture(logo)};base64,{base64.b64encode(logo).decode()}"


def left_out(table: Table) -> list[str]:
    """The headers of columns that have no room in print."""
    return list(table.headers[IN_PRINT:])


def is_wide(table: Table) -> bool:
    """Whether a table has no room on a phone, each column as wide as its words need.

    Examples
    --------
    >>> row = ("Energy and Infrastructure", "64%", "384")
    >>> is_wide(Table("Reach", ("Department", "Share", "People"), (False, True, True), (row,)))
    False
    """
    needed = 0
    for at, header in enumerate(table.headers):
        cells = [row[at] for row in table.rows]
        words = [len(word) for text in (header, *cells) for word in text.split()]
        whole = min(_WORD, max(map(len, cells), default=0))
        needed += max(whole, *words, 0) + _APART
    return needed > ON_PHONE


def markdown(text: str) -> Any:
    """Markdown of an analyst as HTML: raw HTML escaped, pictures as their text, headings lower."""
    from markupsafe import Markup

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
    """The text of a file of the templates."""
    folder = resources.files("engagekit.reporting.html").joinpath("templates")
    return folder.joinpath(name).read_text("utf-8")


def _css(brand: Mapping[str, str] | None) -> str:
    """The sheet, with the colours of both themes in front."""
    light, dark = svg.variables(brand=brand), svg.variables(dark=True, brand=brand)
    return (
        f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        + template("report.css")
    )


def _scripts(live: Mapping[str, Item]) -> list[str]:
    """What runs in the page: opening the tables in print; plotly.js where figures are live."""
    if not live:
        return [template("print.js")]
    from engagekit.figures import theme

    plotly = theme.plotly_js().replace("</script", "<\\/script")
    return [template("print.js"), plotly, template("live.js")]


def _policy(scripts: Sequence[str]) -> str:
    """The page may load nothing and run what it holds."""
    sums = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
    )
    return f"default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; script-src {sums}"


def _data(item: Item) -> tuple[Any, Any]:
    """A live figure in both widths as JSON that cannot end its script element."""
    from markupsafe import Markup

    return tuple(  # type: ignore[return-value]
        Markup((text or "").replace("<", "\\u003c")) for text in (item.wide, item.narrow)
    )


def _dark() -> str:
    from engagekit.figures.colour import DARK

    return json.dumps({light.lower(): dark for light, dark in DARK.items()})
