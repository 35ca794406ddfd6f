"""What logs of touches share: bands of minutes, and the reading they end in."""

import re
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from engagekit.readers.shared import _table
from engagekit.readers.shared._table import Listing
from engagekit.readers.shared.contract import Reading
from engagekit.tables.problems import Problem
from engagekit.tables.schema import table

_BAND = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(?:-|–|—|to|à|bis)\s*(\d+(?:[.,]\d+)?)\b")
_OVER = re.compile(r"(?i)^(?:(?:>=?|≥|over|more than|plus de|über)\s*)(\d+)|^(\d+)\s*\+")
_UNDER = re.compile(r"(?i)^(?:<=?|≤|under|less than|up to|moins de|unter)\s*(\d+)")


def band_minutes(text: str) -> str:
    """Return minutes of a band: its middle, or its lower end; other text stays as it is.

    Examples
    --------
    >>> [band_minutes(text) for text in ("6-15 minutes", "60+ minutes", "<5", "12")]
    ['10.5', '60', '2.5', '12']
    """
    if match := _BAND.match(text):
        low, high = (float(part.replace(",", ".")) for part in match.groups())
        return f"{(low + high) / 2:g}"
    if match := _OVER.match(text):
        return match[1] or match[2]
    if match := _UNDER.match(text):
        return f"{float(match[1]) / 2:g}"
    return text


def read_touches(
    listed: Listing,
    frame: pd.DataFrame,
    why: pd.Series,
    *,
    used: Collection[int],
    fields: Mapping[str, Sequence[str]],
    problems: Sequence[Problem] = (),
    counts: pd.DataFrame | None = None,
    not_after: Sequence[tuple[pd.Series, pd.Series]] = (),
    zone: str | None = None,
) -> Reading:
    """End a reader of touches: numbers, file, order of dates, what was left out.

    ``frame``: columns of touches, indexed by row number; rows that are no touch may be missing.
    ``why``: why a row was set aside, ``""`` where it is used. ``used``: columns that went
    somewhere. ``fields``: for the cells in messages. ``counts``: rows of counts that the same
    export gives. ``not_after``: dates of the first lie before those of the second. ``zone``: zone
    of the tool's moments; UTC where the header of the day says so.
    """
    result = frame.assign(source_file=listed.export.file)
    numbers = _table.row_numbers(listed.export, result.index)
    again = numbers.groupby(numbers).cumcount()
    numbers = numbers.mask(again > 0, numbers + "." + again.astype("str"))
    present = result.get("touch_id", pd.Series("", index=result.index, dtype="str"))
    result["touch_id"] = present.mask(present == "", numbers)
    order, leaning = _table.order_of(listed, [result["on"]], not_after)
    names = [name for name in table("touches").names if name in result.columns]
    day = listed.best(fields.get("on", ()))
    in_utc = day is not None and "utc" in listed.keys[day]
    tables = {"touches": result[names].rename_axis("source")}
    if counts is not None:
        tables["counts"] = counts.rename_axis("source")
    return _table.reading(
        listed,
        why,
        tables,
        used=used,
        problems=[*problems, *leaning],
        origins={"touches": _table.origins(listed, fields)},
        date_order=order,
        zone=zone or ("UTC" if in_utc else None),
    )
