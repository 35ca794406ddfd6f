"""Surveys of these tests are confirmed as they are proposed."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def confirmed(proposals_taken: None) -> None:
    """Every survey of these tests is confirmed as it is proposed."""
