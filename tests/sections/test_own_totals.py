"""One's own totals beside ours: alike, different, none given."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.sections.own_totals import compare
from tests.stranger import small


def test_totals_that_are_alike_or_differ_are_said(tmp_path: Path) -> None:
    tables = small.gate(tmp_path).tables
    alike = compare(tables, "2026 Q1", people=21, spent=1500)
    assert "No difference in 2 totals" in repr(alike)
    off = compare(tables, "2026 Q1", people=22, spent=1500.01)
    assert "2 totals differ" in off._repr_html_()
    assert off.frame.loc[0, "difference"] in ("-1", "−1")
    assert "Write your own totals" in repr(compare(tables, "2026 Q1", people=None))
    with pytest.raises(UsageError, match="not counted"):
        compare(tables, "2026 Q1", visitors=3)
