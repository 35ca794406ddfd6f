"""The rules by which one number is told on the board copy, each a function of that number alone."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

LEAST_ANSWERS = 10
"""Answers under which no share, mean or score is told (NCES 2011-603 and HESA's standard
rounding methodology, which drops averages of seven people or fewer; ten covers both)."""
ROUND_TO = 5
"""Counts of answers in groups are rounded to it, each by itself (HESA rounds to 5)."""


@dataclass(frozen=True)
class Told:
    """What of a share is told: one number, or the ends between which it lies.

    Attributes
    ----------
    share : float or None
        The share, when it is told as one number.
    at_least, at_most : float or None
        Its ends, None where they are open; both None when nothing is told.
    """

    share: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_exact(self) -> bool:
        """Whether one number is told."""
        return self.share is not None

    @property
    def is_hidden(self) -> bool:
        """Whether nothing is told."""
        return self.share is None and self.at_least is None and self.at_most is None


HIDDEN = Told()


@dataclass(frozen=True)
class Ladder:
    """The bands in which a share is told, as in ``ladders.toml``."""

    step: int
    end: int
    most: float = math.inf

    def bands(self) -> list[tuple[int, int]]:
        """Return the lowest and highest per cent of each band, from none to all.

        Examples
        --------
        >>> Ladder(step=20, end=20).bands()
        [(0, 20), (21, 39), (40, 59), (60, 79), (80, 100)]
        """
        starts = [start for start in range(0, 100, self.step) if self.end < start < 100 - self.end]
        if not starts or starts[0] != self.end + 1:
            starts = [self.end + 1, *starts]
        starts.append(100 - self.end)
        highest = [start - 1 for start in starts[1:]]
        return [(0, self.end), *zip(starts, [*highest, 100], strict=True)]


@cache
def ladders() -> tuple[Ladder, ...]:
    """Return the ladders from the smallest number of answers up."""
    text = resources.files("engagekit.disclosure").joinpath("ladders.toml").read_text("utf-8")
    return tuple(Ladder(**row) for row in tomllib.loads(text)["ladder"])


def ladder_for(base: float) -> Ladder:
    """Return the ladder for a number of answers.

    Examples
    --------
    >>> ladder_for(20).step, ladder_for(21).step, ladder_for(61).step
    (20, 10, 1)
    """
    return next(ladder for ladder in ladders() if base <= ladder.most)


def is_few(n: float, base: float, k: int) -> bool:
    """Return whether fewer than ``k`` people have a property, or all but fewer than ``k`` have it.

    Examples
    --------
    >>> is_few(4, 40, k=5), is_few(5, 40, k=5), is_few(35, 40, k=5), is_few(36, 40, k=5)
    (True, False, False, True)
    """
    return n < k or base - n < k


def end_of(n: float, base: float, k: int, share: float | None = None) -> Told:
    """Return a share as one end: "under 20%", "90% or more" (rule 1).

    The end is the first on the ladder that leaves ``k`` people on its inner side, and that holds
    the share. ``share``: the share as it is told, where weights make it other than ``n / base``.

    Examples
    --------
    >>> end_of(22, 23, k=5).at_least, end_of(2, 60, k=5).at_most, end_of(2, 6, k=5).is_hidden
    (0.7, 0.09, True)
    """
    share = n / base if share is None else share
    bands = ladder_for(base).bands()
    if n <= base - n:
        for _, highest in bands[:-1]:
            if highest * base >= 100 * k and share <= highest / 100:
                return Told(at_most=highest / 100)
    else:
        for lowest, _ in reversed(bands[1:]):
            if (100 - lowest) * base >= 100 * k and share >= lowest / 100:
                return Told(at_least=lowest / 100)
    return HIDDEN


def answers_told(n: float, base: float, k: int, share: float | None = None) -> Told:
    """Return what is told of a share of answers (rules 1 and 2).

    Parameters
    ----------
    n, base : float
        Answers with the property, and all answers; unweighted.
    k : int
        People of whom a number must be.
    share : float, optional
        The share as it is told, where weights make it other than ``n / base``.

    Returns
    -------
    Told
        Nothing under ten answers, an end where fewer than ``k`` stand on a side, else the band of
        the ladder, which is one number from 61 answers on.

    Examples
    --------
    >>> answers_told(12, 20, k=5), answers_told(50, 61, k=5)
    (Told(share=None, at_least=0.6, at_most=0.79), Told(share=0.82, at_least=None, at_most=None))
    >>> answers_told(5, 9, k=5).is_hidden
    True
    """
    if base < LEAST_ANSWERS:
        return HIDDEN
    share = n / base if share is None else share
    if is_few(n, base, k):
        return end_of(n, base, k, share)
    percent = whole_percent(share)
    bands = ladder_for(base).bands()
    lowest, highest = next(band for band in bands if percent <= band[1])
    if lowest == highest:
        return Told(share=percent / 100)
    if lowest == 0:
        return Told(at_most=highest / 100)
    if highest == 100:
        return Told(at_least=lowest / 100)
    return Told(at_least=lowest / 100, at_most=highest / 100)


def records_told(n: float, base: float, k: int, share: float | None = None) -> Told:
    """Return what is told of a share of people in the library's records (rule 1 alone).

    Who was met and who came is known in the house, so a share in which nobody stands out is told as
    it is.

    Examples
    --------
    >>> records_told(12, 40, k=5).share, records_told(2, 40, k=5).at_most
    (0.3, 0.14)
    """
    share = n / base if share is None else share
    if is_few(n, base, k):
        return end_of(n, base, k, share)
    return Told(share=whole_percent(share) / 100)


def count_band(count: float, k: int) -> Told:
    """Return a count of people by its ends, ``k`` counts wide.

    Examples
    --------
    >>> count_band(12, k=5), count_band(3, k=5).at_most
    (Told(share=None, at_least=10, at_most=14), 4)
    """
    lowest = int(count // k) * k
    return Told(at_least=lowest or None, at_most=lowest + k - 1)


def whole_percent(share: float) -> int:
    """Return a share in whole per cents, halves up.

    Examples
    --------
    >>> whole_percent(0.575), whole_percent(0.3949)
    (58, 39)
    """
    return math.floor(round(100 * share, 9) + 0.5)  # 100 * 0.575 is 57.49999999999999


def rounded_count(count: float) -> int:
    """Return a count of answers rounded to `ROUND_TO`, halves up (rule 5).

    Examples
    --------
    >>> rounded_count(22), rounded_count(23)
    (20, 25)
    """
    return int(math.floor(count / ROUND_TO + 0.5) * ROUND_TO)
