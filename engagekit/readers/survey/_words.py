"""Words of survey exports, folded for comparing: lists and phrases of the vocabulary."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from engagekit.readers.shared import vocabulary

_PLAIN = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Return a label for comparing: casefolded, accents, tags and punctuation off.

    Of at most two letters or digits its signs stay: they tell A+ from A-, and one star from two.

    Examples
    --------
    >>> folded("  Très satisfait(e) "), folded("N/A")
    ('tres satisfait e', 'n a')
    >>> folded("A+"), folded("-2"), folded("★★☆"), folded("2."), folded("N°")
    ('a+', '-2', '★★☆', '2', 'n')
    """
    bare = re.sub(r"<[^>]{1,80}>", " ", text).casefold().translate(_PLAIN)
    split = unicodedata.normalize("NFKD", bare.replace("'", "").replace("’", ""))
    letters = "".join(letter for letter in split if not unicodedata.combining(letter))
    plain = " ".join(re.sub(r"[^\w]+", " ", letters).split())
    if len(plain) > 2 or letters.isalnum():
        return plain
    kinds = {unicodedata.category(letter) for letter in letters if letter != "°"}
    if kinds & {"Sm", "So"} or re.search(r"(?<!\w)[-–]\d|[^\W\d][-–]$", letters.strip()):
        return "".join(letters.replace("\ufe0f", "").split())
    return plain


@cache
def words_of(name: str) -> Mapping[str, frozenset[str]]:
    """Return the folded words of each key of a vocabulary.

    Examples
    --------
    >>> "horodateur" in words_of("survey_forms.google_forms.columns")["submitted"]
    True
    """
    lists = vocabulary.words(name)
    return MappingProxyType({key: frozenset(map(folded, one)) for key, one in lists.items()})


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a list of phrases as one regular expression, whole words where its table says so.

    Examples
    --------
    >>> bool(pattern("wordings.words.recommend").search("would you recommend us"))
    True
    """
    table, _, key = name.rpartition(".")
    body = "|".join(vocabulary.words(table)[key])
    return re.compile(rf"\b(?:{body})\b" if table.endswith(".words") else body)
