"""Judge computed numbers against the reference, each within its tolerance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.golden.case import NOT_EXPECTED, Case, Computed

JUDGED = ("estimate", "se", "lower", "upper")
"""What decides; everything else that is given (df, n, p_value, ...) can be asked for."""

RELATIVE, LOOSEST = 1e-6, 1e-2
"""The usual relative tolerance; one above the loosest, or negative, is a slip of the reference."""

TOLERANCES = frozenset({"rel_tol", "abs_tol"})


@dataclass(frozen=True)
class Verdict:
    """What became of one result.

    Attributes
    ----------
    id : str
    expected, got : dict
        The compared numbers by name.
    faults : tuple of str
        The names that are outside the tolerance, or missing.
    """

    id: str
    expected: dict[str, Any]
    got: dict[str, Any]
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether every number is within its tolerance."""
        return not self.faults


def number(value: object) -> float | None:
    """A reference value as a float; None when it is not given."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        known = {"Inf": math.inf, "-Inf": -math.inf, "NaN": math.nan}
        return known.get(value)
    if isinstance(value, int | float):
        return float(value)
    return None


def close(expected: float, got: object, rel_tol: float, abs_tol: float | None) -> bool:
    """Whether a number lies within the absolute tolerance if given, else the relative one.

    A reference of exactly 0 is compared with 1e-12, for a relative distance
    from 0 has no meaning; figures that are 0 but for rounding, too.
    """
    found = number(got)
    if found is None:
        return False
    if math.isnan(expected) or math.isinf(expected):
        return (math.isnan(expected) and math.isnan(found)) or expected == found
    if math.isnan(found):
        return False
    if abs_tol is not None:
        return abs(found - expected) <= abs_tol
    if abs(expected) < 1e-12:
        return abs(found) < 1e-9
    return abs(found - expected) <= rel_tol * abs(expected)


def judge(case: Case, computed: Computed, *, extras: bool = False) -> list[Verdict]:
    """Compare every result of a case; one that was not computed is a fault."""
    return [_one(result, computed.get(str(result["id"])), extras) for result in case.results]


def _one(expected: Mapping[str, Any], got: Mapping[str, Any] | None, extras: bool) -> Verdict:
    """Compare one result."""
    keys = _keys(expected, extras)
    wanted = {key: expected[key] for key in keys}
    if got is None:
        return Verdict(str(expected["id"]), wanted, {}, ("missing",))
    rel_tol = number(expected.get("rel_tol")) or RELATIVE
    if not 0 < rel_tol <= LOOSEST:
        rel_tol = RELATIVE
    abs_tol = number(expected.get("abs_tol"))
    faults = tuple(key for key in keys if not _same(expected[key], got.get(key), rel_tol, abs_tol))
    return Verdict(str(expected["id"]), wanted, {key: got.get(key) for key in keys}, faults)


def _keys(expected: Mapping[str, Any], extras: bool) -> list[str]:
    """The names that hold a number, or with `extras` a list of numbers."""
    keys = [key for key in JUDGED if number(expected.get(key)) is not None]
    if extras:
        others = [key for key in expected if key not in {*JUDGED, *NOT_EXPECTED, *TOLERANCES}]
        keys += [
            key
            for key in others
            if number(expected[key]) is not None or isinstance(expected[key], list)
        ]
    return keys


def _same(expected: object, got: object, rel_tol: float, abs_tol: float | None) -> bool:
    """Compare a number, or a list of numbers one by one."""
    if isinstance(expected, list):
        if not isinstance(got, list | tuple) or len(got) != len(expected):
            return False
        pairs = zip(expected, got, strict=True)
        return all(_same(one, other, rel_tol, abs_tol) for one, other in pairs)
    wanted = number(expected)
    return wanted is not None and close(wanted, got, rel_tol, abs_tol)
