"""Headers and marks for comparing: without units and signs, in each of two languages."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from engagekit.mapping.mapping_file import normal
from engagekit.parsing.budget_periods import NUMBERED, TO_DATE, short_quarter
from engagekit.parsing.values import STROKE, in_languages
from engagekit.parsing.word_lists import by_word
from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.vocabulary import words

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


ENQUIRIES = ("enquiries", "enquiries by department", "enquiries by topic")
"""Words of tallies of enquiries: `place` is the way they came, the department or the topic."""


_UNIT = re.compile("|".join(vocabulary.words("headers")["units"]))
"""What stands in brackets behind a header and does not change which field it is."""


@lru_cache(maxsize=65_536)
def called(header: str) -> tuple[str, ...]:
    """Return a header for comparing, and without a unit or a hint in brackets.

    Examples
    --------
    >>> called("Time taken (mins)"), called("Amount (budget)")
    (('time taken mins', 'time taken'), ('amount budget',))
    """
    plain = header.replace("_", " ")
    bare = _BRACKETS.sub("", plain)
    hints = (normal(one) for one in _BRACKETS.findall(plain))
    known = all(_UNIT.fullmatch(one) for one in hints)
    names = [normal(plain), *([normal(bare)] if known and bare.strip() else [])]
    return tuple(dict.fromkeys(names))


def either(header: str) -> set[str]:
    """Return a header for comparing, as it is and in each of two languages."""
    return {*called(header), *map(normal, in_languages(header))}


def ways(cells: Iterable[str], field: str = "channel") -> list[tuple[str, str]]:
    """Return the cells that say how a question came in, or who came, each with our word for it.

    Examples
    --------
    >>> ways(["In person", "Courriel", "Pigeon"])
    [('In person', 'desk'), ('Courriel', 'email')]
    >>> ways(["Yes / Oui", "No / Non", "Yes / No"], "status")
    [('Yes / Oui', 'attended'), ('No / Non', 'no_show')]
    """
    listed = {ours: "|".join(theirs) for ours, theirs in vocabulary.words(f"ways.{field}").items()}
    listed.pop("reference", None)
    found, cells = [], [*cells]
    if field == "status" and {"p", "a"} <= {cell.casefold() for cell in cells}:
        listed["no_show"] += "|^a$"  # beside P for present
    pattern_of = {ours: re.compile(one) for ours, one in listed.items()}

    @cache  # most cells of a column are alike
    def way(side: str) -> str:
        return next((ours for ours, one in pattern_of.items() if one.search(side)), "")

    for cell in cells:
        sides = [cell, *STROKE.split(cell)]  # the whole, then each language
        said = [way(side.casefold()) for side in sides]
        found += [(cell, said[0] or said[1])] if said[0] or len({*said[1:]}) == 1 else []
    return [(cell, ours) for cell, ours in found if ours]


_NAMES = "|".join(map(normal, by_word("cells.months")))


_PERIOD = re.compile(
    rf"^q[1-4]\b|\bq[1-4]$|^t[1-4]\b|^\d{{4}} \d{{1,2}}$|^\d{{1,2}} 20\d\d$"
    rf"|^(?:{_NAMES})(?![^\W\d_])"
)
"""Headers that name a month or a quarter, as `normal` makes them."""


YEAR = re.compile(r"(?i)^(?:(?:fy|exercice)?\s?20|fy\s?)(\d\d)(?:\s?[-/]\s?(?:20)?\d\d)?$")
"""A label of a year, with its last two digits: `2026`, `FY 2026-27`, `FY26`."""


MONEY = words("money.kinds")
"""Words of a header that say whether money was planned or spent."""


_SHORT = {*words("money.short")["words"]}


CUMULATED = re.compile("|".join(words("headers")["cumulated"]), re.IGNORECASE)
"""Headers over a sum of the rows above, or of the year so far."""


def kind_and_rest(header: str) -> tuple[str, str]:
    """Return whether a header says planned or spent money, and what else it says.

    Examples
    --------
    >>> kind_and_rest("Ist Mär 2026"), kind_and_rest("Jul-26 (Budget)"), kind_and_rest("Jul")
    (('actual', 'Mär 2026'), ('budget', 'Jul-26'), ('', 'Jul'))
    """
    text = short_quarter(header)
    words = [
        word for word in re.split(r"[\s():_]+|(?<!\d)/|/(?!\d)|-(?=[^\W\d]|\d{4})", text) if word
    ]
    said = {*map(normal, words)} - (_SHORT if len(words) > 3 else set())  # "the Privacy Act"
    said -= set() if any("é" in word for word in words) else {"votes"}  # and not "crédits votés"
    ours = [kind for kind, listed in MONEY.items() if said & {*listed}]
    if len(ours) != 1:
        return "", header
    return ours[0], " ".join(word for word in words if normal(word) not in MONEY[ours[0]])


def names_period(text: str) -> bool:
    """Return whether a header, but for the kind of money, is a month, a quarter, a year or a day.

    Examples
    --------
    >>> names_period("FY26"), names_period("Jul-26"), names_period("to 31 May"), names_period("")
    (True, True, True, False)
    """
    is_part = _PERIOD.search(normal(text)) or NUMBERED.search(text)
    return (is_part or YEAR.search(text) or TO_DATE.search(text)) is not None
