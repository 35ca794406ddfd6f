"""Columns of a survey export that say who answered: by their header, else by their cells."""

import re

import pandas as pd

from engagekit.readers.survey._words import folded, pattern, words_of

PERSONAL = "personal data"
METADATA = "metadata"
SAMPLE = 400
"""Answers that are looked at: enough to see what a column holds, and a quick look at a long one."""
MOSTLY = 0.5
"""Share of answers that are addresses or places: people leave blanks and type "none", and in a
question on something else one address in many answers is no reason to drop it."""
NEARLY_ALL = 0.8
"""Share of cells that are written as names from which a column is taken for one of people."""
LEAST_NAMES = 8
"""Different names from which their look alone tells: fewer may be places or products."""
LEAST_NUMBERS = 20
"""Numbers from which "each once and of one length" is no accident: five amounts often are."""
WORDS_ASKED = 7
"""Words from which a header is a question: headers of lists seldom have more than four."""
_NAME_WORD = r"[A-ZÀ-ÖØ-ÞŒŠŽ][^\W\d_]*(?:['’.-][^\W\d_]*)*"
_SMALL = (
    r"(?:(?:de|du|des|la|le|van|von|der|den|del|di|da|dos|bin|al|el|y|ten|ter|zu) |d['’]|l['’])"
)
_NAME = rf"^(?:{_SMALL}*{_NAME_WORD},? ){{1,3}}{_SMALL}*{_NAME_WORD}(?: ?[<(][^<>()]*[>)])?$"
"""Two to four words in capitals, with the small words of surnames: Ann Lee, J. de Vries."""
_PHONE = (
    r"^(?!\d{1,2}[-./]\d{1,2}[-./]\d{2,4}$)(?=(?:\D*\d){7,15}\D*$)"
    r"(?:\+|\(?0\d+\)?[ .-]|\(\d{3}\)|\d{3}[-. ]\d{3}[-. ]\d{4})[\d ().x-]*$"
)
EMAIL = r"^\S{1,1000}@\S{1,1000}\.\S{2,1000}$"  # bounded: a cell may be all "a@a@a@"
_IP = r"^(?:\d{1,3}\.){3}\d{1,3}$"
_POINT = r"^-?\d{1,3}\.\d+ -?\d{1,3}\.\d+(?: -?[\d.]+){0,2}$"
_SHAPES = tuple(map(re.compile, (EMAIL, _IP, _POINT, _PHONE)))


def is_personal(header: str, cells: pd.Series | None = None) -> bool:
    """Return whether a column says who or where a person is.

    ``header``: header or question. ``cells``: the column: mostly addresses, IP numbers or map
    points.

    Examples
    --------
    >>> is_personal("E-Mail Address"), is_personal("What is the name of your phone model?")
    (True, False)
    """
    name = folded(re.sub(r"([a-z])([A-Z])", r"\1 \2", header).replace("_", " "))
    names = {name, folded(header), re.sub(r" \d{1,2}$", "", name)}
    if names & words_of("personal_columns")["headers"]:
        return True
    if pattern("wordings.wordings.person").match(name):
        return True
    if cells is None:
        return False
    sample = cells[cells != ""].iloc[:SAMPLE].str.strip()
    if sample.empty:
        return False
    texts = sample.tolist()
    return (
        any(sum(map(bool, map(one.match, texts))) / len(texts) >= MOSTLY for one in _SHAPES)
        or (not asks(header) and _are_staff_numbers(name, sample))
        or looks_like_names(header, sample)
    )


def looks_like_names(header: str, cells: pd.Series) -> bool:
    """Return whether only the look of cells makes a column one of people: its header says nothing.

    Examples
    --------
    >>> people = pd.Series([f"{one} Lee" for one in "Ann Bob Cy Dee Eve Flo Gus Hal".split()])
    >>> looks_like_names("Column 4", people), looks_like_names("Job title", people)
    (True, False)
    """
    if asks(header) or is_personal(header):
        return False
    words = set(folded(header).split())
    things = (
        words & words_of("personal_columns")["things"] and not words & words_of("people")["person"]
    )
    sample = cells[cells != ""].iloc[:SAMPLE].str.strip()
    several = sample.nunique() >= max(LEAST_NAMES, MOSTLY * len(sample))  # few names stand often
    return not things and several and name_share(sample) >= NEARLY_ALL


def asks(header: str) -> bool:
    """Return whether a header is a question, whose answers are about anything.

    Examples
    --------
    >>> asks("How long have you been an employee?"), asks("Name of employee")
    (True, False)
    """
    return "?" in header or len(header.split()) >= WORDS_ASKED


def name_share(cells: pd.Series) -> float:
    """Return the share of cells that are written as the name of a person.

    Examples
    --------
    >>> name_share(pd.Series(["Ann Lee", "Roy, Bob", "Anne-Marie d'Arcy", "Literature search"]))
    0.75
    """
    return float(cells.str.match(_NAME).mean()) if len(cells) else 0.0


def _are_staff_numbers(header: str, sample: pd.Series) -> bool:
    """Return whether cells are numbers of people: each once, all of one length, no plain count."""
    if sample.nunique() < len(sample) or len(sample) < LEAST_NUMBERS:
        return False
    coded = sample.str.fullmatch(r"[A-Za-z]{0,3}[- ]?\d{4,9}").all()
    worded = not set(header.split()).isdisjoint(words_of("personal_columns")["number_words"])
    marked = worded or bool(sample.str.match(r"[A-Za-z]|0").all())
    return bool(coded) and marked and len(set(sample.str.len())) == 1
