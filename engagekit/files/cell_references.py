"""The letters by which a spreadsheet calls its columns."""


def column_of(letters: str) -> int:
    """Return the number (from 0) of a column's letters.

    Examples
    --------
    >>> column_of("A"), column_of("AB")
    (0, 27)
    """
    number = 0
    for one in letters.upper():
        number = number * 26 + ord(one) - 64
    return number - 1
