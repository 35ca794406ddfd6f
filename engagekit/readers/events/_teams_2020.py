"""The Teams list of 2020: Joined and Left, one row each, to joins with an end."""

from __future__ import annotations

import pandas as pd

from engagekit.readers.events import _display_names
from engagekit.readers.events._event_table import Notes
from engagekit.readers.events._header_rows import folded
from engagekit.readers.shared.vocabulary import words
from engagekit.tables.problems import NOTE


def actions_to_joins(actions: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return rows of Joined and Left as rows with join and leave.

    ``actions``: `display_name, action, at`; index the row of the sheet. ``notes``: receives rows
    that cannot be used and joins that were closed by rule. Returned: `display_name, join, leave,
    minutes`, indexed by the row of the Joined. Rows of Left that closed a join, and rows of phones,
    are counted where they belong.

    Notes
    -----
    As many Joined as Left under one name: the first Left ends the first Joined (two at once are
    two people). Fewer Left: a Joined without one ends at the next Joined of that name, or at the
    last moment of the list, and is noted.
    """
    known = {
        word: kind for kind, listed in words("teams.actions").items() for word in folded(listed)
    }
    kind = pd.Series(
        [known.get(word, "") for word in folded(actions["action"])],
        index=actions.index,
        dtype="str",
    )
    kind = _guessed(kind, actions)
    usable = (kind != "") & actions["at"].notna()
    notes.leave_out("neither joined nor left, or no moment", int((~usable).sum()))
    for row, action in actions.loc[~usable, "action"].items():
        text, remedy = "no action or moment that we know", "Correct the row, or leave it out."
        notes.tell(text, remedy, int(str(row)), "User Action", "", str(action))
    rows = actions[usable].assign(
        kind=kind[usable], key=_display_names.name_keys(actions["display_name"])
    )
    end = rows["at"].max()
    rows = rows[_persons_only(rows, notes)]
    result = [
        joined
        for _, own in rows.sort_values("at", kind="stable").groupby("key", sort=False)
        for joined in _pairs(own, end, notes)
    ]
    frame = pd.DataFrame(result, columns=["source", "display_name", "join", "leave"])
    frame = frame.astype({"join": "datetime64[us]", "leave": "datetime64[us]"}).set_index("source")
    return frame.assign(minutes=(frame["leave"] - frame["join"]).dt.total_seconds() / 60)


def _guessed(kind: pd.Series, actions: pd.DataFrame) -> pd.Series:
    """Return words of a language we do not know: nobody leaves before they joined.

    Only where the list has no word for joining, or none for leaving, that we know.
    """
    if {"joined", "left"} <= set(kind):
        return kind
    words = pd.Series(folded(actions["action"]), index=actions.index, dtype="str")
    order = actions["at"].sort_values(kind="stable").index
    first = ~_display_names.name_keys(actions["display_name"]).loc[order].duplicated()
    begins = set(words.loc[order][first])
    guess = words.map(lambda word: "joined" if word in begins else "left").astype("str")
    return kind.mask((kind == "") & (words != ""), guess)


def _persons_only(rows: pd.DataFrame, notes: Notes) -> pd.Series:
    """Return rows of people; those of phones, devices and rooms are noted."""
    kind = _display_names.kinds(rows["display_name"], pd.Series("", index=rows.index, dtype="str"))
    for name, reason in _display_names.KINDS.items():
        notes.leave_out(reason, int((kind == name).sum()))
    return kind == "person"


def _pairs(
    own: pd.DataFrame, end: pd.Timestamp, notes: Notes
) -> list[tuple[int, str, pd.Timestamp, pd.Timestamp]]:
    """Return the joins of one name, each with its end."""
    joined, left = own[own["kind"] == "joined"], own[own["kind"] == "left"]
    joins = list(zip(joined.index, joined["display_name"], joined["at"], strict=True))
    if len(joined) == len(left) and (left["at"].to_numpy() >= joined["at"].to_numpy()).all():
        return [(*join, until) for join, until in zip(joins, left["at"], strict=True)]
    result = []
    for position, (row, name, at) in enumerate(joins):
        later = joined["at"].iloc[position + 1 :]
        limit = later.iloc[0] if len(later) else end
        closing = left.loc[(left["at"] >= at) & (left["at"] <= limit), "at"]
        result.append((row, name, at, closing.iloc[0] if len(closing) else limit))
        if not len(closing):
            until = "the next join" if len(later) else "the end of the list"
            text = f"a join that no leave follows; counted until {until}"
            remedy = "Nothing to do, unless the list is wrong."
            notes.tell(text, remedy, int(row), "Full Name", "", str(name), NOTE)
    return result
