"""People with their names, for private listings, and the days on which they were met."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from engagekit.measures import _frames, _roster
from engagekit.parsing.values import fold_word
from engagekit.settings.periods import Period
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

WHO = ["contact_id", "display_name", "department", "role_level"]


@once
def staff(tables: Tables, columns: tuple[str, ...] = ()) -> pd.DataFrame:
    """Everybody ever on the staff list but the library's own, one row each."""
    people = _frames.lazy(tables.need("contacts"))
    own = nw.col("is_library").fill_null(False)
    return dated(
        _frames.collected(people.filter(~own).select(*WHO, "joined_on", "left_on", *columns))
    )


def known(tables: Tables) -> pd.DataFrame:
    """Whom the staff list knows by name; nobody where there is none."""
    if tables.has("contacts"):
        return staff(tables)[WHO]
    return pd.DataFrame({name: pd.Series(dtype="str") for name in WHO})


@once
def library_ids(tables: Tables) -> list[str]:
    """Numbers of the library's own staff."""
    people = _frames.lazy(tables.need("contacts"))
    own = people.filter(nw.col("is_library").fill_null(False)).select("contact_id")
    matches: list[str] = _frames.collected(own)["contact_id"].tolist()
    return matches


def in_each_department(people: pd.DataFrame) -> pd.DataFrame:
    """The same people, those of several departments joined by ';' once in each of them.

    Who has no department is left out.
    """
    named = people[people["department"].notna()]
    parts = named.assign(department=named["department"].astype("str").str.split(";"))
    result = parts.explode("department", ignore_index=True)
    result["department"] = result["department"].astype("str").str.strip()
    retained: pd.DataFrame = result[result["department"] != ""].reset_index(drop=True)
    return retained


def here(people: pd.DataFrame, period: Period) -> pd.Series:
    """Whether each of them is on the staff list on the last day of a period."""
    end = pd.Timestamp(period.end)
    joined, left = people["joined_on"], people["left_on"]
    return (joined.isna() | (joined <= end)) & (left.isna() | (left > end))


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """The same frame with every column ``…_on`` or ``on`` as days, whatever the engine gave."""
    return frame.assign(
        **{
            name: pd.to_datetime(frame[name]).astype("datetime64[us]").dt.normalize()
            for name in frame.columns
            if name == "on" or name.endswith("_on")
        }
    )


@once
def days_met(tables: Tables, period: Period) -> pd.DataFrame:
    """Days on which somebody of the staff was met, up to the end of a period.

    Broadcasts are no meeting, several touches of a day are one, and what is dated after somebody
    left is not counted.

    Returns
    -------
    DataFrame
        ``contact_id, on``.
    """
    rows = _roster.met(tables, None, period.end, broadcasts=False)
    days = dated(_frames.collected(rows.select("contact_id", "on").unique()))
    return within(tables, days.drop_duplicates())


def within(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of people of the staff (library left out) dated until they left."""
    people = staff(tables)[["contact_id", "left_on"]]
    joined = rows.merge(people, on="contact_id", how="inner")
    keep = joined["left_on"].isna() | (joined["on"] <= joined["left_on"])
    result: pd.DataFrame = joined.loc[keep].drop(columns="left_on").reset_index(drop=True)
    return result


@once
def acts_of_support(tables: Tables, period: Period) -> pd.DataFrame:
    """Acts of support asked or done up to the end of a period, library staff left out.

    Returns
    -------
    DataFrame
        ``contact_id, asked_on, on, kind``; ``on`` empty while open; kinds written otherwise
        (capitals, spaces, accents) as the settings write them.
    """
    rows = _frames.lazy(tables.need("support")).select("contact_id", "asked_on", "on", "kind")
    acts = dated(_frames.collected(rows))
    acts = acts[acts["contact_id"].isin(staff(tables)["contact_id"])]
    chosen = {fold_word(kind): kind for kind in tables.settings.champions.acts}
    acts = acts.assign(kind=[chosen.get(fold_word(str(kind)), kind) for kind in acts["kind"]])
    end = pd.Timestamp(period.end)
    acts = acts.assign(on=acts["on"].where(acts["on"] <= end))
    result: pd.DataFrame = acts[acts["on"].notna() | (acts["asked_on"] <= end)]
    return result.reset_index(drop=True)
