"""Sections on counters and channels, on the sample and on what lacks something."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables
from engagekit.wording import finding


def _weeks(tidy: Any, lift: float) -> Tables:
    """Eight weeks of passers that go up and down, with a lift after the fourth."""
    ups = [3, -2, 1, 4, -3, 2, -4, 0, 5, -1]
    days = pd.bdate_range("2026-06-08", "2026-07-31")
    rows = [{"what": "passers", "on": str(day.date()), "n": 40 + ups[at % 10] + lift * (at >= 20)}
            for at, day in enumerate(days)]  # fmt: skip
    chosen = make_settings({"counts": {"passers": {"changed_on": "2026-07-06"}}})
    return Tables({"counts": tidy("counts", *rows)}, chosen)


@pytest.mark.parametrize(("lift", "word"), [(0, "no clear change"), (15, "+"), (-15, "−")])
def test_a_change_is_told_only_where_its_range_leaves_out_zero(
    lift: float, word: str, tidy: Any
) -> None:
    said = finding(sections.counts_change(_weeks(tidy, lift), during="FY2026-27 Q2"))
    assert word in said
    assert ("no clear change" in said) == (lift == 0) == ("would probably have seen" in said)
    assert "July 6, 2026" in said


def test_a_small_share_is_told_without_a_per_cent(tidy: Any) -> None:
    rows = [{"what": what, "on": "2026-07-31", "n": n} for what, n in (("ours", 3), ("all", 8))]
    chosen = make_settings({"counts": {"voice": {"what": "ours", "of": "all"}}})
    tables = Tables({"counts": tidy("counts", *rows)}, chosen)
    said = finding(sections.counts(tables, what="voice", during="FY2026-27 Q2"))
    assert "3 of 8" in said
    assert "%" not in said


def test_a_word_of_the_sheet_needs_no_settings_and_an_unknown_one_says_so(sample: Tables) -> None:
    assert "3,830" in finding(sections.counts(sample, what="page views"))
    assert "no rows of 'doughnuts'" in sections.counts(sample, what="doughnuts").missing
    assert sections.counts(sample, what="doughnuts").name == "counts_doughnuts"


def test_the_choices_say_what_a_counter_is_and_how_many_holidays_there_are(sample: Tables) -> None:
    used = sections.counts(sample, what="Share of voice").choices
    assert used == {
        "Share of voice": "'library posts' as a share of 'all posts' in the sheet counts",
        "fiscal year": "begins in April",
    }
    assert "21 holidays" in sections.walks(sample).choices["working days"]


def test_one_bar_with_nothing_beside_it_is_not_drawn(sample: Tables) -> None:
    alone, several = sections.enquiries(sample), sections.enquiries(sample, by="department")
    ways = alone.frame[alone.frame["measure"] == "enquiries by way"]
    assert len(ways) == 1, "no log of the sample says the way"
    assert alone.figure is None and several.figure == "bars"
