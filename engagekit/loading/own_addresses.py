"""The library's own addresses in lists of people: whoever hosts an event is no guest of it."""

from __future__ import annotations

import pandas as pd

from engagekit.parsing.person_names import address_of
from engagekit.settings.schema import Settings
from engagekit.tables.problems import SetAside

REASON = "an address of the library, as [library] emails says"


def left_out(
    frames: dict[str, pd.DataFrame], settings: Settings
) -> tuple[dict[str, pd.DataFrame], list[SetAside]]:
    """Set aside the rows of attendance that name an address of the library and nobody on the list.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Linked already: staff of the library on the staff list stay, measures know them.
    settings : Settings

    Returns
    -------
    frames : dict of str to DataFrame
    set_aside : list of SetAside
        One a file.
    """
    ours = {email.casefold() for email in settings.library.emails}
    rows = frames.get("attendance")
    if rows is None or not ours:
        return frames, []
    own = address_of(rows["email"]).isin(ours) & rows["contact_id"].isna()
    if not own.any():
        return frames, []
    counted = rows.loc[own, "source_file"].astype("str").value_counts(sort=False)
    aside = [SetAside(REASON, int(n), str(file)) for file, n in counted.items()]
    return {**frames, "attendance": rows[~own]}, aside
