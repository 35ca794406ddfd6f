"""Where a check begins to ask: each bound from both sides."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.stranger import small
from tests.stranger.small import GUESTS, LOG, PEOPLE, each

pytestmark = pytest.mark.slow

LAST = "2026-03-21"
"""The last day of the small log."""


def asked(folder: Path, words: str, **changed: Any) -> bool:
    """Whether the gate asks a question with these words."""
    return any(words in str(one) for one in small.gate(folder, **changed).questions)


@pytest.mark.parametrize(("day", "is_old"), [("2026-02-04", False), ("2026-02-03", True)])
def test_a_staff_list_is_old_after_forty_five_days(day: str, is_old: bool, tmp_path: Path) -> None:
    log = each(LOG, lambda at, _: {"on": LAST} if at == 11 else {})
    files = {"people__csv": None, f"staff-{day}__csv": PEOPLE, "touches__csv": log}
    assert asked(tmp_path, "is a staff list of", **files) is is_old


@pytest.mark.parametrize(("minutes", "is_long"), [("599", False), ("600", True)])
def test_ten_hours_are_long_for_an_enquiry(minutes: str, is_long: bool, tmp_path: Path) -> None:
    log = each(LOG, lambda at, _: {"minutes": minutes} if at == 0 else {})
    assert asked(tmp_path, "600 minutes or more", touches__csv=log) is is_long


@pytest.mark.parametrize(("minutes", "is_hours"), [("2", False), ("1.9", True)])
def test_half_under_two_minutes_are_hours(minutes: str, is_hours: bool, tmp_path: Path) -> None:
    log = each(LOG, lambda *_: {"minutes": minutes})
    assert asked(tmp_path, "they may be hours", touches__csv=log) is is_hours


@pytest.mark.parametrize(("strangers", "is_asked"), [(5, False), (6, True)])
def test_half_of_the_names_unknown_is_a_question(
    strangers: int, is_asked: bool, tmp_path: Path
) -> None:
    log = each(LOG, lambda at, _: {"display_name": f"Xa Yb{at}"} if at < strangers else {})
    assert asked(tmp_path, "linked to nobody", touches__csv=log) is is_asked


@pytest.mark.parametrize(("starts", "ends", "overlaps"), [("2025-12-31", "2026-12-31", False),
                                                          ("2025-12-30", "2026-12-31", True)])  # fmt: skip
def test_terms_of_a_product_that_overlap_are_a_question(
    starts: str, ends: str, overlaps: bool, tmp_path: Path
) -> None:
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             ["Cases", "LN", "10", "GBP", "2025-01-01", "2025-12-31"],
             ["Cases", "LN", "12", "GBP", starts, ends]]  # fmt: skip
    gate = small.gate(tmp_path, contracts__csv=terms)
    assert any("begin before the last" in str(one) for one in gate.questions) is overlaps
    assert ("run for more than a year" in str(gate.tables.faults)) is overlaps


@pytest.mark.parametrize(("vendor", "is_asked"), [("", True), ("LN", True), ("Other", False)])
def test_terms_that_overlap_are_asked_about_where_the_vendor_may_be_the_same(
    vendor: str, is_asked: bool, tmp_path: Path
) -> None:
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             ["Cases", "LN", "10", "GBP", "2025-01-01", "2025-12-31"],
             ["CASES", vendor, "10", "GBP", "2025-01-02", "2025-12-31"]]  # fmt: skip
    assert asked(tmp_path, "begin before the last", contracts__csv=terms) is is_asked


@pytest.mark.parametrize(("in_both", "is_one"), [(1, False), (2, True)])
def test_half_of_the_guests_in_common_may_be_one_event(
    in_both: int, is_one: bool, tmp_path: Path
) -> None:
    events = [*small.EVENTS, ["e2", "Other talk", "2026-02-03 14:00"]]
    others = [["e2", *row[1:]] for row in GUESTS[1 : 1 + in_both]]
    others += [["e2", row[1], row[2], "attended"] for row in PEOPLE[10:13]]
    files = {"events__csv": events, "attendance__csv": [*GUESTS, *others]}
    assert asked(tmp_path, "people in common", **files) is is_one


@pytest.mark.parametrize(("last", "is_asked"), [("2026-03-07", False), ("2026-03-06", True)])
def test_a_log_that_ends_three_weeks_before_another_is_a_question(
    last: str, is_asked: bool, tmp_path: Path
) -> None:
    desk = each(LOG, lambda at, one: {"touch_id": f"d{at}", "on": last if at == 11 else "2026-02-02",
                                      "minutes": str(at + 20), "display_name": one["display_name"]})  # fmt: skip
    other = each(LOG, lambda at, _: {"on": "2026-03-28" if at == 11 else "2026-01-20"})
    files = {"touches__csv": other, "desk__csv": desk}
    assert asked(tmp_path, "exported too early", **files) is is_asked


@pytest.mark.parametrize(("currency", "is_told"), [("gbp", False), ("€", True)])
def test_a_contract_in_a_currency_without_a_rate_is_told(
    currency: str, is_told: bool, tmp_path: Path
) -> None:
    terms = [["product", "price", "currency", "starts_on", "ends_on"],
             ["Cases", "10", currency, "2025-01-01", "2025-12-31"]]  # fmt: skip
    faults = small.gate(tmp_path, contracts__csv=terms).tables.faults
    assert any("holds 1 line in EUR" in str(one) for one in faults) is is_told
