"""Names accepted: whom a name that stands alone in a log means, kept for every later load."""

import datetime as dt
from pathlib import Path
from typing import ClassVar

import pandas as pd

from engagekit.errors import UsageError
from engagekit.identity.review_list import unidentified
from engagekit.locale.analyst import ENGLISH
from engagekit.plain_text import for_spreadsheet
from engagekit.tables.screen import html_text
from engagekit.tables.tables import Tables

FILE = "accepted-names.csv"
"""Among the exports of the project, in the columns of the sheet ``aliases``."""
COLUMNS = ["alias", "kind", "contact_id", "decided_by", "decided_on"]
SURE = 100.0
"""Score of a name that is that of one person on the staff list, letter for letter."""


def accept(
    tables: Tables,
    names: tuple[str, ...] = (),
    *,
    score: float = SURE,
    by: str = "accept",
    dry_run: bool = False,
) -> pd.DataFrame:
    """Accept the best suggestion for names that are linked to nobody, from a score on.

    Parameters
    ----------
    tables : Tables
        Of a project.
    names : tuple of str
        These names alone, whatever their score; default: all with the score.
    score : float
        From 0 to 100. A name that two people bear is never accepted.
    by : str
        Who decided.
    dry_run : bool
        Write nothing.

    Returns
    -------
    DataFrame
        What was accepted: alias, kind, contact_id, decided_by, decided_on. It is added to
        ``accepted-names.csv`` among the exports of the project; the next load links by it.

    Raises
    ------
    UsageError
        If the tables are of no project, a name is on no list of suggestions, or two people bear it.

    Examples
    --------
    >>> ek.accept(tables, dry_run=True)["alias"].tolist()
    ['m.attah88@homemail.example', 'iPhone (Hannah Raman)']
    """
    home = tables.settings.home
    if home is None:
        raise UsageError("Names are accepted in a project. Make one: engagekit start my-library")
    if not tables.has("contacts"):
        return _accepted(tables, pd.DataFrame(columns=COLUMNS), dry_run=dry_run)
    review = unidentified(tables)
    review = review[review["contact_id"].notna()]
    best = review.drop_duplicates("alias")
    strange = [name for name in names if name not in set(best["alias"])]
    if strange:
        raise UsageError(f"'{strange[0]}' has no suggestion. Look at the list: engagekit check")
    equal = review[review["score"] >= review.groupby("alias")["score"].transform("max")]
    several = equal["alias"][equal["alias"].duplicated()]
    unclear = [name for name in names if name in set(several)]
    if unclear:
        who = " or ".join(equal.loc[equal["alias"] == unclear[0], "candidate"])
        raise UsageError(
            f"'{unclear[0]}' may be {who}: neither is accepted. Write the one who is meant into "
            "the sheet aliases of the template."
        )
    chosen = best["alias"].isin(names) if names else best["score"] >= score
    rows = best[chosen & ~best["alias"].isin(several)][["alias", "kind", "contact_id"]]
    rows = rows.assign(decided_by=by, decided_on=dt.date.today().isoformat())
    if len(rows) and not dry_run:
        _write(rows, home / tables.settings.project.data / FILE)
    return _accepted(tables, rows, dry_run=dry_run)


def _accepted(tables: Tables, rows: pd.DataFrame, *, dry_run: bool) -> "Accepted":
    """Return names with what to do next."""
    key = "none" if rows.empty else "offered" if dry_run else "accepted"
    counts = {"n": len(rows)} if len(rows) else {}
    result = Accepted(rows.reset_index(drop=True))
    result.message = ENGLISH.say(f"accept.{key}", **counts)
    return result


class Accepted(pd.DataFrame):
    """Names accepted, or to be accepted, with what to do next."""

    _metadata: ClassVar[list[str]] = ["message"]
    message = ""

    def _repr_html_(self) -> str:
        """Return the names and the next step as a notebook shows them."""
        names = pd.DataFrame(self).to_html(index=False) if len(self) else ""
        return f"{names}<p><b>{html_text(self.message)}</b></p>"


def _write(rows: pd.DataFrame, place: Path) -> None:
    """Add rows to the file of accepted names."""
    before = pd.read_csv(place, dtype="str") if place.is_file() else rows.iloc[:0]
    both = pd.concat([before, rows]).drop_duplicates("alias", keep="last")
    for_spreadsheet(both).to_csv(place, index=False, encoding="utf-8", lineterminator="\n")
