"""Rows of a COUNTER report as uses a month: months, metrics, and what a row counts."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

from engagekit.parsing import dates
from engagekit.readers.shared.vocabulary import words

COLUMNS = {
    "data_type": "datatype",
    "published": "yop",
    "access_type": "accesstype",
    "access_method": "accessmethod",
}
"""Tidy columns and the headings of a report that they come from, squashed."""
METRIC = "metrictype"
NAMES = ("item", "title", "database")
"""Headings that name what was used, the narrowest first: an item report names its titles too."""
DESCRIPTION = words("counter")["description"]
"""Headings that say what a row counts. Links and numbers of publishers are written differently in
the formats of one report, dates of publication once a spreadsheet saved it, and authors are
people: none of them is part of it."""
DIGITS = 12
"""Letters of a fingerprint: 48 bits, so that a million rows meet by chance once in 500 loads."""
_ISO_MONTH = re.compile(r"^(\d{4})[-/](\d{1,2})(?:[-/]0?1)?(?:[ T]00:00(?::00)?)?$")
_FIRST_DAY = re.compile(r"^0?1[-/. ](?=\d{1,2}[/.]\d{4}$|[^\W\d])")
_WORDED = re.compile(r"^([^\W\d_]{3,12})\.?[\s\-/']*(\d{4}|\d{2})$")


@dataclass(frozen=True)
class Header:
    """What stands above the rows of a report.

    ``report``: its number, e.g. ``TR_J1``. ``vendor``: who made it. ``period``: first and last day,
    ISO; empty where none is written. ``stated``: squashed headings whose one value the filters of
    the report fix for every row. ``exceptions``: what the vendor says is missing or late.
    ``made_on``: the day on which the report was made, ISO; empty where none is written.
    """

    report: str
    vendor: str = ""
    period: tuple[str, str] = ("", "")
    stated: Mapping[str, str] | None = None
    exceptions: str = ""
    made_on: str = ""


@cache
def month_of(label: str) -> str:
    """Return the first day of a month as headings write it; empty for anything else.

    Examples
    --------
    >>> month_of("Jan-2022"), month_of("2022-01"), month_of("févr.-22"), month_of("YOP")
    ('2022-01-01', '2022-01-01', '2022-02-01', '')
    >>> month_of("07/2026"), month_of("7/1/2026"), month_of("01/07/2026"), month_of("7/2/2026")
    ('2026-07-01', '2026-07-01', '2026-07-01', '')
    """
    text = _FIRST_DAY.sub("", label.strip())  # a spreadsheet makes a day of a month: its first
    text = re.sub(r"^(\d{1,2})(?:[/.]0?1)?[/.](\d{4})$", r"\2-\1", text)
    match = _ISO_MONTH.match(text)
    if match:
        number = int(match[2])
        return f"{match[1]}-{number:02d}-01" if 1 <= number <= 12 else ""
    worded = _WORDED.match(text)
    if not worded:
        return ""
    day = dates.dates(pd.Series([f"1 {worded[1]} {worded[2]}"], dtype="str")).values.iloc[0]
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def months_between(first: str, last: str) -> list[str]:
    """Return the first days of the months from one day to another.

    Examples
    --------
    >>> months_between("2021-12-01", "2022-01-31")
    ['2021-12-01', '2022-01-01']
    """
    if not first or not last:
        return []
    return [f"{one.start_time:%Y-%m-%d}" for one in pd.period_range(first, last, freq="M")]


def unfinished(months: pd.DataFrame, made_on: str) -> list[str]:
    """Return the months that were not over when a report was made.

    None where the day is wrong: no month was over by then, or one after it has uses.

    Examples
    --------
    >>> months = pd.DataFrame({"2026-06-01": [9], "2026-07-01": [4], "2026-08-01": [0]})
    >>> unfinished(months, "2026-07-31"), unfinished(months, "2026-06-12")
    (['2026-07-01', '2026-08-01'], [])
    """
    days = sorted({*months})
    late = [day for day in days if f"{pd.Period(day, 'M').end_time:%Y-%m-%d}" >= made_on != ""]
    is_wrong = len(late) == len(days) or months[[day for day in late if day > made_on]].gt(0).any(
        axis=None
    )
    return [] if is_wrong else late


def filters(pairs: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the squashed headings that the filters of a report fix to one value."""
    names = {re.sub(r"[^a-z]", "", name.casefold()): each for name, each in pairs.items()}
    return {
        name: each[0]
        for name, each in names.items()
        if name in COLUMNS.values() and len(each) == 1 and each[0].casefold() not in ("all", "")
    }


def usage(rows: pd.DataFrame, months: pd.DataFrame, header: Header) -> pd.DataFrame:
    """Return one row a month of each row of a report.

    ``rows``: cells under their squashed headings, indexed by the row of the file. ``months``:
    counts of the same rows, columns are first days of months; what is missing gives no row.
    """
    cells = rows.reindex(columns=[*DESCRIPTION], fill_value="")
    for name, value in (header.stated or {}).items():
        cells[name] = cells[name].mask(cells[name] == "", value)
    cells["platform"] = cells["platform"].mask(cells["platform"] == "", header.vendor)
    named = cells[[*NAMES]].replace("", pd.NA).bfill(axis=1).iloc[:, 0].fillna("")
    frame = pd.DataFrame(
        {
            "platform": cells["platform"],
            "vendor": header.vendor,
            "report": header.report,
            "title": named,
            "item_id": fingerprints(cells),
            **{tidy: cells[name] for tidy, name in COLUMNS.items()},
            "metric": rows[METRIC].str.replace(r"\s+", "", regex=True),
        },
        index=rows.index,
    ).astype("str")
    counts = months.rename_axis(index="source", columns="on").stack().dropna()
    source, day = (counts.index.get_level_values(name) for name in ("source", "on"))
    written = [f"{count:.15g}" for count in counts]
    result = frame.loc[source].assign(on=day.astype("str"), n=pd.array(written, dtype="str"))
    return result.rename_axis("source")


def repeats(frame: pd.DataFrame) -> dict[int, tuple[int, bool]]:
    """Return the rows that count what an earlier row counts: that row, and whether it agrees."""
    keys = ["item_id", "metric"]
    rows = frame[keys].reset_index().drop_duplicates()
    several = rows[rows.duplicated(keys, keep=False)]
    result: dict[int, tuple[int, bool]] = {}
    for _, group in several.groupby(keys, sort=False):
        first, *later = (int(row) for row in group["source"])
        figures = {
            row: frame.loc[[row], ["on", "n"]].to_numpy().tolist() for row in group["source"]
        }
        result |= {row: (first, figures[row] == figures[first]) for row in later}
    return result


def with_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of use with a number for what each of them counts, where a list has none."""
    names = ["item_id", "platform", "title", *COLUMNS]
    given = rows.reindex(columns=names).astype("object").fillna("").astype("str")
    ids = pd.Series(fingerprints(given), index=rows.index, dtype="str")
    return rows.assign(item_id=given["item_id"].mask(given["item_id"] == "", ids))


def fingerprints(description: pd.DataFrame) -> list[str]:
    """Return a number for what each row counts, the same in each format of a report."""
    rows = zip(*(description[name].tolist() for name in description), strict=True)
    bare = (("".join(cell.split()) for cell in row) for row in rows)
    texts = ["\x1f".join(row).casefold() for row in bare]
    return [hashlib.sha256(text.encode()).hexdigest()[:DIGITS] for text in texts]
