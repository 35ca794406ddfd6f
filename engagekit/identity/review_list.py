"""TODO."""

from __future__ import annotations

import pandas as pd

from engagekit.identity import match
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables


def unidentified(tables: Tables) -> pd.DataFrame:
    """Return the review list: mentions without a contact, and who they may be.

    Returns
    -------
    DataFrame
        See `engagekit.identity.match.suggestions`.
    """
    existing = match.Directory(tables.contacts, tables.frames.get("aliases", empty("aliases")))
    parts = [
        tables.frames[name].loc[
            tables.frames[name]["contact_id"].isna(), ["display_name", "email", "source_file"]
        ]
        for name in ("attendance", "touches")
        if tables.has(name)
    ]
    mentions = (
        pd.concat(parts)
        if parts
        else pd.DataFrame(columns=["display_name", "email", "source_file"])
    )
    return match.suggestions(mentions, existing)
