"""What several tests of the sentences share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from benchmarks._firms import copies
from engagekit.presentation.section import Section
from engagekit.tables.tables import Tables

Copies = tuple[list[Section], tuple[Section, ...]]
"""Every section, as it is and protected."""


@pytest.fixture(scope="session")
def sample_copies(sample: Tables, once: Callable[[str, Callable[[], Any]], Any]) -> Copies:
    """Both copies of every section of the sample, made once a run."""
    made: Copies = once("sample copies", lambda: copies(sample))
    return made
