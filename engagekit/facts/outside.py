"""Who came or was met from outside: guests, whom no number of colleagues counts."""

from collections.abc import Iterable

import narwhals as nw
import pandas as pd

from engagekit.facts import reading
from engagekit.identity.staff_list import domains_of
from engagekit.parsing.person_names import GUEST, address_of, inside, name_of
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables


def guests(tables: Tables, rows: pd.DataFrame, sources: Iterable[str]) -> pd.Series:
    """Return which rows are of people from outside.

    Their address says so (see `addresses`); or the tool wrote "(Guest)" behind a name that is
    linked to nobody and not on the staff list, and no address of the organisation stands there.

    Parameters
    ----------
    rows : DataFrame
        With ``contact_id, display_name, email``.
    sources : iterable of str
        The tables that the rows are from: ``attendance``, ``touches``.
    """
    outside = [one for source in sources for one in addresses(tables, source)]
    names = rows["display_name"].astype("str")
    is_marked = names.str.contains(GUEST, na=False) & rows["contact_id"].isna()
    is_ours = inside(address_of(rows["email"]), _domains(tables))
    is_ours |= name_of(names).isin(_names(tables))
    return rows["email"].isin(outside) | (is_marked & ~is_ours)


@once
def addresses(tables: Tables, source: str) -> list[str]:
    """Return addresses, at events or of touches, of people from outside.

    An address of another domain than the organisation's, or than most of its staff list, under
    names that nobody on the staff list bears: a colleague may come with a private address.
    """
    if not tables.has("contacts", source):
        return []
    unknown = nw.col("contact_id").is_null() & ~nw.col("email").is_null()
    rows = reading.rows(tables, source, "email", "display_name", where=unknown)
    if not _domains(tables) or rows.empty:
        return []
    address = address_of(rows["email"])
    outside = (address != "") & ~inside(address, _domains(tables))
    ours = name_of(rows["display_name"]).isin(_names(tables))
    return sorted(set(rows.loc[outside, "email"]) - set(rows.loc[ours, "email"]))


@once
def _domains(tables: Tables) -> list[str]:
    """Return the domains of the organisation's addresses, or of most of its staff list."""
    named = list(tables.settings.organisation.domains)
    if named or not tables.has("contacts"):
        return named
    return list(domains_of(reading.rows(tables, "contacts", "email", "display_name")))


@once
def _names(tables: Tables) -> set[str]:
    """Return the names on the staff list, as `name_of` compares them."""
    if not tables.has("contacts"):
        return set()
    staff = reading.rows(tables, "contacts", "display_name")
    return set(name_of(staff["display_name"])) - {""}
