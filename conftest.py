"""With ENGAGEKIT_ALL=1 a skipped test is a failure, unless it stands here with its reason."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

import engagekit.measures  # noqa: F401 - first, so that no doctest puts a module where its function stands

collect_ignore = ["engagekit/sections/__init__.py"]
"""Its functions are made from records: tests/sections/test_registry.py runs their examples."""

ALLOWED: dict[str, str] = {}
"""A part of a test's name to why it may be skipped even when everything must run."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where nothing may be skipped."""
    report = yield
    everything = os.environ.get("ENGAGEKIT_ALL") == "1"
    allowed = any(part in item.nodeid for part in ALLOWED)
    if everything and report.skipped and not allowed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped where everything must run: {report.longrepr}"
    return report
