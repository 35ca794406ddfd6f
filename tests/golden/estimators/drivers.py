"""Johnson's relative weights, an approximation of Shapley's shares that needs no subsets."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from engagekit.statistics.drivers import Shares, _adjusted, _checked, _correlations


def relative_weights(y: ArrayLike, x: ArrayLike) -> Shares:
    """Johnson's relative weights, an approximation that needs no subsets.

    Notes
    -----
    Johnson (2000).

    Examples
    --------
    >>> found = relative_weights([1, 2, 3, 4, 5.5], [[1, 0], [2, 1], [3, 0], [4, 1], [5, 0]])
    >>> bool(np.isclose(found.contribution.sum(), found.r2))
    True
    """
    outcome, drivers = _checked(y, x)
    among, outward = _correlations(outcome, drivers)
    values, vectors = np.linalg.eigh(among)
    root = (vectors * np.sqrt(values)) @ vectors.T
    parts = root**2 @ np.linalg.solve(root, outward) ** 2
    people, columns = drivers.shape
    whole = float(parts.sum())
    return Shares(whole, _adjusted(whole, people, columns), parts, parts / whole, people)
