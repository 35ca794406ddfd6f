"""Projects of other people: hundreds of small loads, none of which needs a process of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _read_here(read_here: None) -> None:
    """Read the files of each project in the process of the tests."""
