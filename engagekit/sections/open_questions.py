"""Questions that stay open, with the line that answers each: a command, or a line of a notebook."""

import re
import shlex
from collections.abc import Sequence

from engagekit.errors import shorten
from engagekit.loading.open_scales import OpenScale
from engagekit.locale.analyst import for_analyst
from engagekit.tables.tables import Tables

_WORD = r"""(?:\.{3}|"[^"]*"|'[^']*'|[^\s"']+?(?=\s|\.?$|\.\s|:))"""
_COMMAND = re.compile(
    rf"engagekit import (?P<file>{_WORD})(?: --sheet (?P<sheet>{_WORD}))?", re.MULTILINE
)


def of_scales(
    tables: Tables, scales: Sequence[OpenScale], *, cells: bool = False
) -> list[tuple[str, list[str]]]:
    """Return for each rating without a direction what each reading would mean, with its line."""
    locale, parts = for_analyst(tables.locale), []
    for one in scales:
        answers = []
        for answer in one.answers:
            best, near, share = one.top(answer)
            shown = {"best": best, "near": near, "share": locale.number(share, "share")}
            text = locale.say("open.best", **shown)
            answers += [text, one.cell(answer) if cells else one.command(answer)]
        parts.append((locale.say("open.scale", question=shorten(one.question, 90)), answers))
    return parts


def as_cells(text: str) -> str:
    """Return a text in which each suggested import is a line of a notebook, not a command.

    Examples
    --------
    >>> as_cells('Say it: engagekit import "my log.csv".')
    "Say it: ek.import_file('my log.csv')."
    >>> as_cells('engagekit import log.xlsx --sheet "Aug 26"')
    "ek.import_file('log.xlsx', sheet='Aug 26')"
    """
    return _COMMAND.sub(_as_cell, text)


def _as_cell(match: re.Match[str]) -> str:
    """Return one command as a line of a notebook."""
    parts = [repr(shlex.split(match["file"])[0])]
    parts += [f"sheet={shlex.split(match['sheet'])[0]!r}"] if match["sheet"] else []
    return f"ek.import_file({', '.join(parts)})"
