"""Words of tools as data: the TOML files of ``readers/vocabulary``, see `word_lists`."""

from collections.abc import Mapping
from pathlib import Path

from engagekit.parsing import word_lists

FOLDER = Path(__file__).parents[1] / "vocabulary"


def words(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of a file, or of one table of it (``zoom.status``), as written.

    Examples
    --------
    >>> words("no_opinion")["de"][0]
    'keine angabe'
    """
    return word_lists.words(name, FOLDER)


def tables(name: str) -> tuple[str, ...]:
    """Return the tables of a file, in its order.

    Examples
    --------
    >>> from engagekit.readers.shared import vocabulary
    >>> vocabulary.tables("refusals")[0]
    'surveymonkey_summary'
    """
    return word_lists.tables(name, FOLDER)


def by_word(name: str) -> Mapping[str, str]:
    """Return the key of each word, for tables whose words have one meaning.

    Examples
    --------
    >>> by_word("no_opinion")["keine angabe"]
    'de'
    """
    return word_lists.by_word(name, FOLDER)
