"""The first page of a brief as a Word document, to be edited and sent on."""

import io
import zipfile
from importlib import resources

from engagekit.reporting.brief.blocks import card_table
from engagekit.reporting.brief.scorecard import card_note, card_title
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html.page import environment
from engagekit.reporting.office.reproducible_zip import fixed

PAPERS = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""Width and height in twentieths of a point."""
FOLDER = "docx"
"""Parts that are the same in every document, below the templates of this room."""


def write(copy: Copy, options: OutputOptions) -> bytes:
    """Return the first page of a brief; its headings and tables are Word's own."""
    content, brief = copy.content, copy.brief
    card, locale = brief.card, content.locale
    width, height = PAPERS[options.paper]
    words = {
        "brief": brief,
        "say": locale.say,
        "language": locale.code.replace("_", "-"),
        "owner": " · ".join(filter(None, (content.organisation, content.library, content.span))),
        "card": card_table(card, locale) if card else None,
        "card_title": card_title(card, locale) if card else "",
        "card_note": card_note(card, locale) if card else "",
        "width": width,
        "height": height,
        "colour": options.colour,
    }
    document = environment().get_template("page-one.xml.j2").render(words)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for part in resources.files("engagekit.reporting.office").joinpath(FOLDER).iterdir():
            name = part.name.replace("--", "/")
            parts.writestr(name, part.read_bytes())
        parts.writestr("word/document.xml", document)
    return fixed(made.getvalue(), copy.on)
