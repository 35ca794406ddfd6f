"""What several tests of the sentences share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from benchmarks._firms import copies
from engagekit.measures import _frame
from engagekit.presentation.section import Section
from engagekit.tables.tables import Tables
from engagekit.wording import finding

Copies = tuple[list[Section], tuple[Section, ...]]
"""Every section, as it is and protected."""


@pytest.fixture(scope="session")
def sample_copies(sample: Tables, once: Callable[[str, Callable[[], Any]], Any]) -> Copies:
    """Both copies of every section of the sample, made once a run."""
    made: Copies = once("sample copies", lambda: copies(sample))
    return made


def told(
    rule: str,
    rows: list[dict[str, Any]] | pd.DataFrame,
    *by: str,
    language: str = "en",
    **args: Any,
) -> str:
    """Return what a rule says of rows of a measure frame, or of a listing; `hidden` rows are so."""
    frame = rows
    if not isinstance(rows, pd.DataFrame):
        frame = _frame.measure_frame(rows, list(by), own=True)
        hidden = pd.Series([bool(row.get("hidden")) for row in rows], dtype="boolean")
        for name in ("estimate", "low", "high", "n", "base"):
            frame[name] = frame[name].mask(hidden.to_numpy(dtype=bool))
        frame = frame.assign(suppressed=hidden)
    section = Section("x", "Title", frame, sentence=rule, sentence_args=args)
    return finding(section, language).replace("\xa0", " ").replace("\u202f", " ").replace("’", "'")
