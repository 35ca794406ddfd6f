"""Rows of a COUNTER report as uses a month: months, metrics, and what a row counts."""

import hashlib
import re
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
NAMES = ["item", "title", "database"]
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
    text = _WORDED.sub(r"1 \1 \2", _ISO_MONTH.sub(r"\1-\2-1", text))
    if not re.match(r"\d{4}-\d{1,2}-1$|1 ", text):
        return ""
    day = dates.dates(pd.Series([text], dtype="str")).values[0]
    return "" if pd.isna(day) else f"{day:%Y-%m-%d}"


def described(cells: pd.DataFrame, report: str, vendor: str) -> pd.DataFrame:
    """Return of each row of a report what it counts.

    ``cells``: under their squashed headings, indexed by the row of the file. ``vendor``: who made
    the report, the platform where a row names none.
    """
    known = cells.reindex(columns=[*DESCRIPTION, METRIC], fill_value="")
    known["platform"] = known["platform"].mask(known["platform"] == "", vendor)
    return pd.DataFrame(
        {
            "platform": known["platform"],
            "vendor": vendor,
            "report": report,
            "title": known[NAMES].replace("", pd.NA).bfill(axis=1).iloc[:, 0].fillna(""),
            "item_id": fingerprints(known[[*DESCRIPTION]]),
            **{tidy: known[name] for tidy, name in COLUMNS.items()},
            "metric": known[METRIC].replace(r"\s+", "", regex=True),
        },
        index=cells.index,
    ).astype("str")


def monthly(rows: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Return one row a month of each row of a report.

    ``months``: counts of the same rows, columns are first days of months; what is missing gives no
    row.
    """
    counts = months.rename_axis(index="source", columns="on").stack().dropna()
    written = [f"{count:.15g}" for count in counts]
    places = counts.index.to_frame()
    result = rows.loc[places["source"]]
    return result.assign(
        on=places["on"].astype("str").to_numpy(), n=pd.array(written, dtype="str")
    ).rename_axis("source")


def with_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of use with a number for what each of them counts, where a list has none."""
    names = ["item_id", "platform", "title", *COLUMNS]
    given = rows.reindex(columns=names).astype("object").fillna("").astype("str")
    ids = pd.Series(fingerprints(given), index=rows.index, dtype="str")
    return rows.assign(item_id=given["item_id"].mask(given["item_id"] == "", ids))


def fingerprints(description: pd.DataFrame) -> list[str]:
    """Return a number for what each row counts, the same in each format of a report."""
    rows = zip(*(description[name].tolist() for name in description), strict=True)
    texts = ["\x1f".join("".join(cell.split()) for cell in row).casefold() for row in rows]
    return [hashlib.sha256(text.encode()).hexdigest()[:DIGITS] for text in texts]
