"""By which headers the files of a tool are recognised, whatever their order and language."""

import re
from collections.abc import Iterable, Mapping, Sequence

from engagekit.files.source_file import Export
from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing, squash
from engagekit.readers.shared.vocabulary import words
from engagekit.settings.money import Part

Header = str | tuple[str, ...]
VOCABULARY = "people"
"""The vocabulary whose lists a mapping may name in the place of a header: ``"@email"``."""
FOOTER = 9
"""Rows from the end in which the footer of a report is looked for: longer ones were never seen."""


class Signs(Part):
    """Headers by which a file is recognised: one ``[[recognise]]`` of a mapping.

    Attributes
    ----------
    why : str
        What `engagekit inspect` says; empty where a file is refused.
    certain : bool
        False: probably; it counts once a person says so.
    all, any, whole, none : headers
        All of these; of each of these lists one; one of these lists whole; none of these. In `any`,
        `none` and `among` ``"[email]"`` stands for every header of that column.
    among, least : headers, int
        So many of these.
    most : int
        At most so many columns; 0 for any number.
    footer : str
        A text in the last rows of the sheet.
    """

    why: str = ""
    certain: bool = True
    all: tuple[str, ...] = ()
    any: tuple[tuple[str, ...], ...] = ()
    whole: tuple[tuple[str, ...], ...] = ()
    none: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    least: int = 0
    most: int = 0
    footer: str = ""

    def spelled_out(self, columns: Mapping[str, Sequence[str]]) -> "Signs":
        """Return the signs with the headers of a column in the place of its name in brackets."""

        def headers(names: Iterable[str]) -> tuple[str, ...]:
            each = (columns.get(name[1:-1], ()) if name[:1] == "[" else [name] for name in names)
            return tuple(header for those in each for header in those)

        return self.model_copy(
            update={
                "any": tuple(headers(names) for names in self.any),
                "none": headers(self.none),
                "among": headers(self.among),
            }
        )

    def fit(self, headers: frozenset[str]) -> bool:
        """Return whether squashed headers have these signs, their footer aside."""

        def has(names: Iterable[str]) -> bool:
            return not headers.isdisjoint(keys_of(names, headers))

        return (
            (not self.most or len(headers) <= self.most)
            and all(has([name]) for name in self.all)
            and all(has(names) for names in self.any)
            and (not self.whole or any({*keys_of(n, headers)} <= headers for n in self.whole))
            and not has(self.none)
            and sum(has([name]) for name in self.among) >= self.least
        )


def several(header: Header) -> tuple[str, ...]:
    """Return a header or several as a tuple."""
    return (header,) if isinstance(header, str) else header


def keys_of(headers: Iterable[str], present: Iterable[str]) -> list[str]:
    """Return headers as `squash` makes them, lists of words and numbered headers written out.

    ``headers``: ``@email`` stands for the words of that list, ``*`` for a number. ``present``:
    squashed headers of the file, among which numbered ones are looked for.

    Examples
    --------
    >>> keys_of(["Name", "E-mail * - Value"], ["name", "email2value", "email1value"])
    ['name', 'email1value', 'email2value']
    """
    result: list[str] = []
    for header in headers:
        if header.startswith("@"):
            result += map(squash, words(VOCABULARY)[header[1:]])
        elif "*" in header:
            pattern = re.compile(r"(\d+)".join(map(squash, header.split("*"))))
            numbered = {int(match[1]): key for key in present if (match := pattern.fullmatch(key))}
            result += [numbered[number] for number in sorted(numbered)]
        else:
            result.append(squash(header))
    return result


def find(export: Export, signs: Iterable[Signs]) -> tuple[Listing, Signs] | None:
    """Return the list with one of some signs, and the first signs that it has; None for no list."""
    possible = [one for one in signs if not one.footer or _has_footer(export, one.footer)]
    listed = _table.find(export, lambda headers: any(one.fit(headers) for one in possible))
    if listed is None:
        return None
    headers = frozenset(listed.keys) - {""}
    return listed, next(one for one in possible if one.fit(headers))


def _has_footer(export: Export, text: str) -> bool:
    """Return whether one of the last rows of a visible sheet holds a text."""
    return any(
        text.casefold() in cell.casefold()
        for sheet in export.visible
        for index in range(max(sheet.last_row + 1 - FOOTER, 0), sheet.last_row + 1)
        for cell in sheet.row(index)
    )
