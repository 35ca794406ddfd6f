"""What rules say of rows made by hand: the cases stand in cases.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.measures import _frame
from tests.wording.conftest import told

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]
NUMBERS = {*_frame.MEASURED, "hidden"}


def rows_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a case; one of counts alone is their share."""
    shared = {name: case[name] for name in ("measure", "unit") if name in case}
    rows = [{**shared, **row} for row in case["rows"]]
    return [_frame.share(**row) if "n" in row and "estimate" not in row else row for row in rows]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_rule_says_what_its_rows_allow(case: dict[str, Any]) -> None:
    by: dict[str, None] = {}
    rows: Any = pd.DataFrame(case["listing"]) if "listing" in case else rows_of(case)
    if "rows" in case:
        by = dict.fromkeys(name for row in rows for name in row if name not in NUMBERS)
    more = {"language": case.get("language", "en"), **case.get("args", {})}
    text = told(case["rule"], rows, *by, **more)
    assert [words for words in case.get("says", ()) if words not in text] == [], text
    assert [words for words in case.get("never", ()) if words in text] == [], text
