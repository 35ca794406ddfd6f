"""A law firm with time entries, monthly fees, use by person and sheets of who came."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from engagekit.measures.usage import usage
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows

NAMES = [one[1] for one in PEOPLE[1:]]
HEAD = ["Request No.", "Date Received", "Date Worked", "Requester", "Hours", "Status"]


def entries(hours: tuple[str, ...], *, of: int = 3) -> Rows:
    """Thirty requests, each with so many entries; one request more is cancelled."""
    rows = [
        [f"RR-{260 + at}", "2026-02-03", f"2026-02-{3 + nth:02d}", NAMES[at % 20],
         hours[(at + nth) % len(hours)], "Completed"]
        for at in range(30) for nth in range(of)
    ]  # fmt: skip
    return [HEAD, *rows, ["RR-999", "2026-02-03", "2026-02-03", NAMES[0], "9", "Cancelled"]]


@pytest.mark.parametrize(("product", "cost"), [("lexis", 90.0), ("Lexis Advance", None)])
def test_a_contract_pays_for_the_platform_of_its_name(
    product: str, cost: float | None, tmp_path: Path
) -> None:
    use = [["platform", "metric", "on", "n"], *[["Lexis", "Searches", f"2026-0{at}-01", "100"] for at in (1, 2, 3)]]  # fmt: skip
    terms = [["product", "vendor", "price", "currency", "starts_on", "ends_on"],
             [product, "RX", "109500", "GBP", "2026-01-01", "2026-12-31"]]  # fmt: skip
    tables = small.gate(tmp_path, usage__csv=use, contracts__csv=terms).tables
    frame = usage(tables, during="2026 Q1")
    costs = frame.loc[frame["measure"] == "cost per use", "estimate"].dropna()
    assert [*costs] == ([] if cost is None else [pytest.approx(cost)])


def sheets(path: Path, days: tuple[str, ...]) -> Path:
    book = openpyxl.Workbook()
    for at, day in enumerate(days):
        sheet = book.create_sheet(f"S{at}")
        for row in [["Course:", f"Course {at}"], ["Date:", day], [],
                    ["Last Name", "First Name", "Attended (Y/N)"],
                    *[[*reversed(name.split()), "YN"[nth == 3]] for nth, name in enumerate(NAMES[:6])]]:  # fmt: skip
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    return path
