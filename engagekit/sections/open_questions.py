"""A suggested command as a line of a notebook."""

import re
import shlex

_WORD = r"""(?:\.{3}|"[^"]*"|'[^']*'|[^\s"']+?(?=\s|\.?$|\.\s|:))"""
_COMMAND = re.compile(
    rf"engagekit import (?P<file>{_WORD})(?: --sheet (?P<sheet>{_WORD}))?", re.MULTILINE
)


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
