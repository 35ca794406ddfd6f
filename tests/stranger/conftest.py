"""Projects of other people: hundreds of small loads."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def _said(said: None, proposals_taken: None) -> None:
    """Read the files of each project, each said to be what it is."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the first test of each file for `make test`; the other loads take twenty minutes."""
    seen: set[Path] = set()
    for item in items:
        if item.path.parent == HERE:
            if item.path in seen:
                item.add_marker(pytest.mark.slow)
            seen.add(item.path)
