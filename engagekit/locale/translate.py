"""Words of the kit that stand in frames, methods and notebooks, in the language of the reader.

Frames are the same in every language, so that rules can read them: what the kit itself writes
into them is English (or a column's name) and is put into words here, where a table, a figure or a
page is made. Texts that people gave (names, titles, answers, settings) stay as they are.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from engagekit.locale.catalogue import read, slots

__all__ = ["COLUMNS", "markdown", "told"]

COLUMNS: Mapping[str, str] = {
    **dict.fromkeys(("kinds", "kept", "needs"), "list"),
    **dict.fromkeys(
        ["kind", "stands", "status", "confirmed", "there", "can_run", "option"], "cell"
    ),
    **dict.fromkeys(["assumption", "unit", "source", "tool"], "cell"),
    "evidence": "measure",
}
"""Columns of listings that the kit fills, each with the group of its words."""
WITHIN = {"list": ("cell", "value")}
"""Groups whose single texts are those of other groups."""
_LINE = re.compile(r"^(\s*(?:#{1,6}\s+|[-*]\s+)?)(.*?)(\s*)$")


@lru_cache(maxsize=32)
def _group(
    name: str, language: str
) -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    """Whole texts with their words, then patterns, the one that says most in front."""
    pairs = list(read(language).texts.get(name, {}).items())
    plain = {text: words for text, words in pairs if not slots(text)}
    open_ended = sorted(
        (pair for pair in pairs if slots(pair[0])),
        key=lambda pair: -len(re.sub(r"{\w+}", "", pair[0])),
    )
    return plain, tuple((_pattern(text), words) for text, words in open_ended)


def _pattern(text: str) -> re.Pattern[str]:
    """A text with slots as a pattern that finds what stands in them."""
    parts = re.split(r"{(\w+)}", text)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)),
        re.DOTALL,
    )


def told(text: str, language: str, group: str = "value") -> str:
    r"""A text of the kit in a language; any other text as it is.

    Parameters
    ----------
    text : str
        As it stands in a frame: English.
    language : str
        ``en`` or ``fr``.
    group : str
        ``value`` (columns that tell rows of a measure apart), ``cell`` or ``list`` (columns of
        listings, see `COLUMNS`), ``notebook`` (a line of a notebook).

    Examples
    --------
    >>> told("earlier only", "fr"), told("earlier only", "en"), told("Legal", "fr")
    ('auparavant seulement', 'earlier only', 'Legal')
    """
    plain, patterns = _group(group, language)
    if text in plain:
        return plain[text]
    for pattern, words in patterns:
        match = pattern.fullmatch(text)
        if match:
            return words.format_map(
                {
                    name: "; ".join(told(each, language, group) for each in part.split("; "))
                    for name, part in match.groupdict().items()
                }
            )
    for other in WITHIN.get(group, ()):
        text = told(text, language, other)
    return text


def markdown(text: str, language: str) -> str:
    """Markdown of the kit's notebooks in a language, line by line; other lines as they are.

    Examples
    --------
    >>> markdown("## Do they trust us?", "fr"), markdown("Our own words.", "fr")
    ('## Nous font-ils confiance?', 'Our own words.')
    """
    if language == "en":
        return text
    lines = []
    for line in text.split("\n"):
        match = _LINE.match(line)
        head, words, end = match.groups() if match else ("", line, "")
        lines.append(f"{head}{told(words, language, 'notebook')}{end}")
    return "\n".join(lines)
