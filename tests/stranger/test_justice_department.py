"""A justice department in Australia: fiscal years from July, periods P1 to P12, tickets, alerts, contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.measures.logging_volume import upper_end
from engagekit.measures.usage import PAID, USES, used
from engagekit.settings.periods import month
from tests.stranger import small
from tests.stranger.small import Rows


def test_free_texts_are_used_and_not_paid_for(tmp_path: Path) -> None:
    usage: Rows = [["platform", "report", "access_type", "metric", "on", "n", "title"],
                   *[["Hein", "TR_J3", kind, "Unique_Item_Requests", "2026-01-01", n, "Review"]
                     for kind, n in (("Controlled", "60"), ("Open", "40"))]]  # fmt: skip
    contracts: Rows = [["product", "vendor", "starts_on", "ends_on", "price", "currency"],
                       ["Hein", "Hein", "2026-01-01", "2026-12-31", "3650", "GBP"]]  # fmt: skip
    none = {one.replace(".", "__"): None for one in small.FILES}
    tables = small.gate(
        tmp_path, **{**none, "usage__csv": usage, "contracts__csv": contracts}
    ).tables
    (use,) = used(tables, month(2026, 1, 1))
    assert (use.numbers[USES], use.numbers[PAID]) == (100, 60)
    assert use.numbers["cost per use"] == pytest.approx(310 / 60)


@pytest.mark.parametrize(("mail", "left"), [("b@bar.example", 0), ("b@firm.example", 1)])
def test_people_from_outside_are_no_colleagues_who_could_not_be_linked(
    mail: str, left: int, tmp_path: Path
) -> None:
    log = [*small.LOG, ["x", "2026-02-03", "reference", "Barrister B", mail, "5", "yes", "contact"]]
    tables = small.gate(tmp_path, touches__csv=log).tables
    assert upper_end(tables, during="2026 Q1").get("unlinked", 0) == left
