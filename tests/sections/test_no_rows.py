"""A table with headers and no rows is a table nothing is in: no section breaks over it."""

from __future__ import annotations

import contextlib

import pytest

import engagekit as ek
from engagekit.errors import EngagekitError
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

WHAT = {
    "budget": "funding spend_by_line love_and_funding",
    "events": "events attendance reach touches walks",
    "contracts": "service_scorecard love_and_funding_by_service contract_calendar",
    "attendance": "events attendance reach",
    "touches": "reach touches whom_to_see touch_ladder",
}


@pytest.mark.parametrize(
    ("table", "section"), [(table, name) for table, names in WHAT.items() for name in names.split()]
)
def test_no_section_breaks_over_a_table_without_rows(
    sample: Tables, table: str, section: str
) -> None:
    with contextlib.suppress(EngagekitError):
        made = getattr(ek.sections, section)(sample.replace(**{table: empty(table)}))
        assert made.name == section
