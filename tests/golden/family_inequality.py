"""How unevenly touches are spread over people and departments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from engagekit.statistics import inequality
from tests.golden.case import Asked, Case, Computed, Numbers, each, labels, numbers
from tests.golden.estimators.touches import gini


def handles(case: Case) -> bool:
    """Whether the case asks for Gini or Theil."""
    return any(one.statistic.lower().startswith(("gini", "theil t")) for one in case.asked)


def amounts_and_groups(frame: pd.DataFrame) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Touches of each person and the name of each person's department.

    Touches are the last column of numbers that is not a running number; the department is
    the first column of text (or the remaining column).
    """
    keys = [c for c in frame if str(c).lower() in ("person", "id", "contact_id", "contact")]
    numeric = [c for c in frame if pd.api.types.is_numeric_dtype(frame[c]) and c not in keys]
    text = [c for c in frame if c not in numeric and c not in keys]
    named = [c for c in numeric if str(c).lower() in ("touches", "x", "count", "n", "contacts")]
    amount = (named or numeric)[-1]
    rest = text or [c for c in numeric if c != amount]
    kept = frame.dropna(subset=[amount])
    return numbers(kept[amount]), labels(kept[rest[0]]).astype(str)


def compute(case: Case) -> Computed:
    """The numbers of every coefficient asked for."""
    touches, group = amounts_and_groups(case.frame(case.files[0]))
    names, place = np.unique(group, return_inverse=True)
    totals = np.bincount(place, weights=touches, minlength=names.size)
    parts = inequality.theil(touches, group)

    def one(asked: Asked) -> Numbers | None:
        words = f"{asked.statistic} {asked.id}".lower()
        if "theil" in words:
            kind = next(kind for kind in ("between", "within", "total") if kind in words)
            return {"estimate": getattr(parts, kind), "share": parts.between_share}
        if "between" in words:
            return {"estimate": inequality.gini_between(totals, np.bincount(place))}
        n = touches.size
        found = gini(touches)
        return {"estimate": found, "n": n, "corrected": found * n / (n - 1)}

    return each(case.asked, one)
