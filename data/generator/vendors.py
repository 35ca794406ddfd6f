"""Three years of contracts, and COUNTER reports as vendors write them.

Planted: an alert service that is cheap and used daily, a dear one that nobody opens any more, and a
price that jumps by 30 per cent.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from random import Random

from .workbook import Cell, Rows, workbook

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2026, 9, 30)
NO_LONGER = dt.date(2026, 1, 1)
"""First month in which nobody opens the market reports."""
CONTRACT_HEADER = (
    "product",
    "vendor",
    "platform",
    "price",
    "asked_price",
    "currency",
    "starts_on",
    "ends_on",
    "increase",
    "notice_days",
)
CONTRACTS: tuple[tuple[str, str, str, str, int, int, int, tuple[int, ...], float | None, int], ...] = (
    ("LexDock Journals", "Quayside Press", "LexDock", "CAD", 1, 2024, 1, (88000, 92400, 97000), 0.05, 90),
    ("Fathom Cases", "Fathom Data", "Fathom", "USD", 4, 2024, 1, (52000, 53500, 55000), 0.03, 60),
    ("Meridian Market Reports", "Meridian Insight", "Meridian", "CAD", 1, 2024, 1, (46000, 47400, 48800), 0.03, 60),
    ("Norma Standards", "Norma Institute", "Norma", "CAD", 7, 2024, 1, (61000, 63000, 81900), None, 90),
    ("PierView Patents", "Pier Systems", "PierView", "CAD", 4, 2024, 3, (24000,), 0.04, 120),
    ("Newsline Alerts", "Newsline", "Newsline", "CAD", 1, 2024, 1, (4200, 4300, 4400), None, 30),
    ("Copyhouse Deliveries", "Copyhouse", "Copyhouse", "CAD", 1, 2024, 1, (18000, 18600, 19200), None, 30),
)  # fmt: skip
"""Product, vendor, platform, currency, first month and year, years of a term, prices of the terms,
increase, days of notice."""
ASKED = {"LexDock Journals": 101600, "Fathom Cases": 57800}
"""What vendors asked for the last term, before the library negotiated."""
TITLES = (
    "Canadian Construction Law Letter",
    "Energy Regulation Quarterly",
    "Journal of Contaminant Hydrology",
    "Labour Arbitration Review",
    "Structural Concrete Today",
    "Tax Practice Notes",
)
USES = {
    "LexDock": (620, 1.04),
    "Fathom": (900, 1.02),
    "Meridian": (6, 0.5),
    "Norma": (340, 1.0),
    "PierView": (210, 0.98),
    "Newsline": (700, 1.06),
    "Copyhouse": (95, 0.97),
}
"""Uses a month in 2024, and their growth a year."""


def months() -> list[dt.date]:
    """First day of each month of the reports."""
    count = 12 * (LAST.year - FIRST.year) + LAST.month
    return [dt.date(FIRST.year + step // 12, step % 12 + 1, 1) for step in range(count)]


def contract_rows() -> list[list[Cell]]:
    """Every term of every contract."""
    rows: list[list[Cell]] = []
    for name, vendor, platform, currency, month, year, years, prices, increase, notice in CONTRACTS:
        for term, price in enumerate(prices):
            start = dt.date(year + years * term, month, 1)
            end = dt.date(start.year + years, month, 1) - dt.timedelta(days=1)
            asked = ASKED.get(name) if term == len(prices) - 1 else None
            terms = [currency, start, end, increase, notice]
            rows.append([name, vendor, platform, price, asked, *terms])
    return rows


def _uses(random: Random, platform: str) -> list[int]:
    """Uses of a platform in each month: fewer in summer, none once nobody opens it."""
    base, growth = USES[platform]
    result = []
    for month in months():
        level = (
            base * growth ** (month.year - FIRST.year) * (0.8 if month.month in (7, 8) else 1.05)
        )
        n = round(level * random.uniform(0.92, 1.08))
        result.append(0 if platform == "Meridian" and month >= NO_LONGER else n)
    return result


def _times(uses: Sequence[int], factor: float) -> list[int]:
    return [round(n * factor) for n in uses]


def _report(
    name: str, code: str, vendor: str, columns: Sequence[str], lines: Sequence[tuple[Sequence[str], str, list[int]]]
) -> Rows:  # fmt: skip
    """One report in the layout of release 5.1."""
    above: list[list[Cell]] = [
        ["Report_Name", name],
        ["Report_ID", code],
        ["Release", "5.1"],
        ["Institution_Name", "Tamarack & Voss"],
        ["Institution_ID", "TV:4417"],
        ["Metric_Types", ""],
        ["Report_Filters", ""],
        ["Report_Attributes", ""],
        ["Exceptions", ""],
        ["Reporting_Period", f"Begin_Date={FIRST}; End_Date={LAST}"],
        ["Created", "2026-10-05T08:00:00Z"],
        ["Created_By", vendor],
        ["Registry_Record", ""],
        [],
    ]
    head = [*columns, "Metric_Type", "Reporting_Period_Total", *(f"{m:%b-%Y}" for m in months())]
    body = [[*cells, metric, sum(counts), *counts] for cells, metric, counts in lines]
    return [*above, head, *body]


def _csv(rows: Rows) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode("utf-8")


def _platform(vendor: str, platform: str, uses: list[int], titles: float = 0.6) -> Rows:
    lines = [
        ([platform], "Searches_Platform", _times(uses, 1.7)),
        ([platform], "Total_Item_Requests", _times(uses, 1.25)),
        ([platform], "Unique_Item_Requests", uses),
        ([platform], "Unique_Title_Requests", _times(uses, titles)),
    ]
    return _report("Platform Usage", "PR_P1", vendor, ["Platform"], lines)


def _database(vendor: str, name: str, platform: str, code: str, lines: Mapping[str, list[int]]) -> Rows:  # fmt: skip
    columns = ["Database", "Publisher", "Platform"]
    titles = {"DR_D1": "Database Search and Item Usage", "DR_D2": "Database Access Denied"}
    body = [([name, vendor, platform], metric, counts) for metric, counts in lines.items()]
    return _report(titles[code], code, vendor, columns, body)


def _journals(uses: list[int]) -> Rows:
    """The journals of the platform, two thirds of its uses; the rest are books."""
    columns = ["Title", "Publisher", "Platform", "Online_ISSN"]
    shares = (0.24, 0.16, 0.11, 0.09, 0.05, 0.02)
    lines: list[tuple[Sequence[str], str, list[int]]] = []
    for at, (title, share) in enumerate(zip(TITLES, shares, strict=True)):
        cells = [title, "Quayside Press", "LexDock", f"2049-00{at + 11}"]
        lines.append((cells, "Total_Item_Requests", _times(uses, 1.3 * share)))
        lines.append((cells, "Unique_Item_Requests", _times(uses, share)))
    return _report("Journal Requests (Controlled)", "TR_J1", "Quayside Press", columns, lines)


def vendor_files(seed: int) -> dict[str, bytes]:
    """Contracts and reports by their path."""
    random = Random(f"{seed}:vendors")
    uses = {platform: _uses(random, platform) for platform in USES}
    span = f"{FIRST:%Y-%m}_{LAST:%Y-%m}"
    found = {"vendors/contracts.csv": _csv([list(CONTRACT_HEADER), *contract_rows()])}
    for _, vendor, platform, *_ in CONTRACTS:
        if platform not in ("Fathom", "PierView"):
            rows = _platform(vendor, platform, uses[platform])
            found[f"vendors/{platform}_PR_P1_{span}.csv"] = _csv(rows)
    found[f"vendors/LexDock_TR_J1_{span}.csv"] = _csv(_journals(uses["LexDock"]))
    patents = {
        "Searches_Regular": uses["PierView"],
        "Total_Item_Requests": _times(uses["PierView"], 0.4),
    }
    rows = _database("Pier Systems", "PierView Patents", "PierView", "DR_D1", patents)
    found[f"vendors/PierView_DR_D1_{span}.csv"] = _csv(rows)
    cases = {"Searches_Regular": uses["Fathom"], "Total_Item_Requests": _times(uses["Fathom"], 0.6)}
    refused = {"Limit_Exceeded": _times(uses["Fathom"], 0.02)}
    for code, lines in (("DR_D1", cases), ("DR_D2", refused)):
        rows = _database("Fathom Data", "Fathom Cases", "Fathom", code, lines)
        found[f"vendors/Fathom_{code}_{span}.xlsx"] = workbook([(code, rows)])
    return found
