"""Names and addresses of people, made comparable: marks, titles and wrappings off."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from itertools import takewhile

import pandas as pd

from engagekit.parsing import values, word_lists

_WORDS = {key: "|".join(one) for key, one in word_lists.words("cells.names").items()}
_NOT_OURS = rf"(?:{_WORDS['guests']}|{_WORDS['unverified']})"
OUTSIDE = re.compile(rf"[(（]{_NOT_OURS}(?:,\s*{_NOT_OURS})*[)）]", re.IGNORECASE)
"""Marks of people in a display name who may be of another organisation."""
GUEST = re.compile(rf"[(（](?:[^()（）]+,\s*)?(?:{_WORDS['guests']})\s*[,)）]", re.IGNORECASE)
"""Marks of people in a display name who are of another organisation."""
_TAIL = re.compile(r"\s*\([^()]*\)\s*$")
_COMPANY = re.compile(r"^\s*\[[^\]]*\]\s*")
_TITLES = re.compile(rf"^(?:{_WORDS['titles']})\.?\s+", re.IGNORECASE)
_ADDRESSED = re.compile(rf"(?:{_WORDS['titles']}|{_WORDS['addressed']})\.?", re.IGNORECASE)
_RANKS = re.compile(rf"^(?:(?:{_WORDS['ranks']})\.?\s+)+(?=\S+\s+\S)", re.IGNORECASE)
_CHILD_OF = re.compile(rf"(?<=\S)\s+(?:{_WORDS['patronymics']})\s+(?=\S)", re.IGNORECASE)
_MADAM, _SIR = re.compile(r"^\s*(?:Mme|Mlle)\b"), re.compile(r"^\s*MM?\.? +(?=\S+ +\S)")
_DEVICE = re.compile(rf"^(?:{_WORDS['devices']})[^()]*\(([^()]{{3,}})\)$", re.IGNORECASE)
_LETTERS = re.compile(_WORDS["letters"])
_NAMELIKE = re.compile(r"(?!MD|NP|RN)[A-Z]{2}")
"""Letters of degrees that are family names too (`MA`): they count as letters behind a comma."""
_SURE = re.compile(rf"(?!{_NAMELIKE.pattern}$)(?:{_WORDS['letters']})")
_GENERATION = re.compile(r",\s+(?=(?:Jr|Sr|II|III|IV)\b)")
_EXT = re.compile(r"^(?P<name>.+)_(?P<domain>[^_@]+\.[^_@]+)#ext#@.*$", re.IGNORECASE)
INITIALS = 2
"""Capitals that may be initials, as in `JR Smith`."""
_FULL = r"[^\W\d_][^\s,;]*(?: +[^\W\d_][^\s,;]*){1,3}"
SENTENCES, SOME = 40, 200
"""Letters of the usual piece of a cell above which a column holds sentences; cells looked at."""
_AND = r"\s+(?:[/&]|and|et|und)\s+(?=\S+\s+\S)"
_BETWEEN = rf"[;\n]|@.*@|{_AND}|{_FULL}, *{_FULL},"
"""What stands between the names of several people in one cell."""
_BULLET, _WRAPPED = re.compile(r"^\s*(?:[-–•*·▪]\s*|\d{1,2}[.)]\s+)"), re.compile(r"\n(?=\s*\()")
_NARROW = re.compile(r"[^\W\d_][^\s,@]*\n[^\W\d_][^\s,@]*")
"""One name in a cell too narrow for it: a word in each line."""
_ADDRESS = re.compile(r"^[^@\s…]+@[^@\s…]+\.[^@\s…]+$")


def address_of(text: pd.Series) -> pd.Series:
    """Return addresses for comparing: casefolded, unwrapped (``Name <a@b>``), guests' at home.

    Examples
    --------
    >>> address_of(pd.Series(["Ana <A.B@x.example>", "ana_y.example#EXT#@t.example"])).tolist()
    ['a.b@x.example', 'ana@y.example']
    """
    return values.mapped(text, _address)


@lru_cache(maxsize=65_536)
def _address(text: str) -> str:
    bare = re.sub(r"^.*<([^<>]+)>.*$", r"\1", values.clean_word(text).casefold())
    bare = _EXT.sub(r"\g<name>@\g<domain>", bare.removeprefix("mailto:").strip(" '\""))
    return bare if _ADDRESS.match(bare) else ""


def inside(addresses: pd.Series, domains: Iterable[str]) -> pd.Series:
    """Return which addresses, as `address_of` gives them, are of some domains or of a part of one.

    Examples
    --------
    >>> there = pd.Series(["a@x.example", "b@lib.x.example", "c@notx.example"])
    >>> inside(there, ["x.example"]).tolist()
    [True, True, False]
    """
    there = addresses.str.replace(r"^.*@", "", regex=True)
    matches = pd.Series(False, index=addresses.index)
    for domain in (part.casefold().strip(" @") for part in domains):
        matches |= (there == domain) | there.str.endswith(f".{domain}") if domain else matches
    return matches & (addresses != "")


def name_of(text: pd.Series) -> pd.Series:
    """Return display names for comparing: marks and titles off, folded, the family name last.

    It stands before a comma, or in capitals before the others.

    Examples
    --------
    >>> names = ["[Acme] Müller, Ana (HR/2)", "LE GOFF Ana", "RAVI S/O NAIR", "Wang Bin"]
    >>> name_of(pd.Series(names)).tolist()
    ['ana muller', 'ana le goff', 'ravi nair', 'wang bin']
    """
    if text.str.contains(_MADAM, regex=True).any():  # then `M.` is no initial
        text = text.str.replace(_SIR, "", regex=True)
    return values.mapped(text, _name)


@lru_cache(maxsize=65_536)
def _name(text: str) -> str:
    bare = _DEVICE.sub(r"\1", _COMPANY.sub("", values.clean_word(text)))
    bare = _GENERATION.sub(" ", _TAIL.sub("", _TAIL.sub("", bare)))
    bare = re.sub(r"^([^,]+),\s*([^,]+)$", r"\2 \1", _without_letters(bare))
    words = _CHILD_OF.sub(" ", _TITLES.sub("", bare)).split()
    capitals = len(list(takewhile(str.isupper, words)))
    is_family = any(len(word) > INITIALS for word in words[:capitals])
    if is_family and not any(map(str.isupper, words[capitals:])):
        words = words[capitals:] + words[:capitals]
    return values.fold_word(_RANKS.sub("", " ".join(words)))


def are_titles(cells: Collection[str]) -> bool:
    """Return whether words are how people are addressed, which is no level.

    Examples
    --------
    >>> are_titles(["Dr", "Ms."]), are_titles(["Dr", "Nurse"]), are_titles([])
    (True, False, False)
    """
    return bool(cells) and all(_ADDRESSED.fullmatch(one.strip()) for one in cells)


def each_of(cells: pd.Series) -> pd.Series:
    r"""Return each name or address of cells that may hold several, under the index of its cell.

    A comma stands between names only in a column where one cell has three full names.

    Examples
    --------
    >>> each_of(pd.Series(["Ann Lee; Bo Roy", "Lee, Ann", "Ann Lee and Bo Roy"])).tolist()
    ['Ann Lee', 'Bo Roy', 'Lee, Ann', 'Ann Lee', 'Bo Roy']
    >>> each_of(pd.Series(["Ann Lee, Bo Roy, Cy Oh", "- Ann Lee\n- Bo Roy", ""])).tolist()
    ['Ann Lee', 'Bo Roy', 'Cy Oh', 'Ann Lee', 'Bo Roy', '']
    """
    pieces = cells.head(SOME).str.split(r"[;,\n]", regex=True).explode()
    if pieces.str.len().median() > SENTENCES or not cells.str.contains(_BETWEEN, regex=True).any():
        return cells
    by_comma = cells.str.fullmatch(rf"(?:{_FULL}, *){{2,}}(?:and +|et +|und +)?{_FULL}").any()
    listed = cells.str.fullmatch(rf"{_FULL}(?:, *{_FULL})+(?:,? +(?:and|et|und) +{_FULL})?")
    cells = cells.mask(listed, cells.str.replace(",", ";", regex=False)) if by_comma else cells
    return cells.map(_parts).explode().astype("str")


def _parts(cell: str) -> list[str]:
    """Return the names of one cell; `Anderson and Partners LLP` is one."""
    result: list[str] = []
    for part in filter(None, map(str.strip, _pieces(cell))):
        names = re.split(_AND, part)
        result += names if all(" " in name for name in names) else [part]
    return result or [""]


def _pieces(cell: str) -> list[str]:
    """Return what stands between line breaks, semicolons and addresses."""
    if _NARROW.fullmatch(cell):
        return [cell.replace("\n", " ")]
    lines = [_BULLET.sub("", line).strip(" ,;") for line in _WRAPPED.sub(" ", cell).split("\n")]
    pieces = [piece for line in lines for piece in re.split(r"\s*;\s*|(?<=>)\s*,\s*", line)]
    words = [re.split(r"[\s,]+", piece) for piece in pieces]
    of_addresses = [all(map(_ADDRESS.match, each)) for each in words]
    return [
        one
        for piece, each, is_split in zip(pieces, words, of_addresses, strict=True)
        for one in (each if is_split else [piece])
    ]


def _without_letters(name: str) -> str:
    """Return a name without the letters of degrees behind it; two of its words stay."""
    rest, comma, last = name.rpartition(",")
    words = re.sub(r"\.\s+(?=[A-Z][a-z]{0,2}\.)", ".", last).split()  # "Ph. D." is one
    doubtful = rest.isupper() and any(map(_NAMELIKE.fullmatch, words))
    if len(rest.split()) > 1 and not doubtful and all(map(_LETTERS.fullmatch, words)):
        return _without_letters(rest)
    least, every = max(1, 2 - len(rest.split())), len(words)
    while len(words) > least and _SURE.fullmatch(words[-1]):
        words.pop()
    return name if len(words) == every else f"{rest}{comma} {' '.join(words)}".strip()
