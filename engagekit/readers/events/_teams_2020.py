"""The Teams list of 2020: Joined and Left, one row each, to joins with an end."""

from __future__ import annotations

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.events import _display_names
from engagekit.readers.events._attendance import Notes
from engagekit.readers.shared._header_words import folded
from engagekit.tables.problems import Problem

ACTION_WORDS = {
    "joined": (
        "Joined",
        "Joined before",
        "A rejoint",
        "S'est joint",
        "Participe",
        "A participé",
        "Rejoint avant",
        "A rejoint avant",
        "Beigetreten",
        "Vorher beigetreten",
        "Teilgenommen",
        "Zuvor beigetreten",
        "Ingressou",
        "Ingressou antes",
        "Entrou",
        "Se unió",
        "Se unió antes",
        "Unido",
        "参加済み",
        "参加しました",
        "以前に参加済み",
    ),
    "left": (
        "Left",
        "A quitté",
        "Quitté",
        "Parti",
        "Verlassen",
        "Hat verlassen",
        "Saiu",
        "Salió",
        "Abandonó",
        "退出済み",
        "退出しました",
    ),
}
"""What people do in the list, in the languages seen."""


def actions_to_joins(actions: pd.DataFrame, export: Export, notes: Notes) -> pd.DataFrame:
    """Rows of Joined and Left to rows with join and leave.

    Parameters
    ----------
    actions : DataFrame
        `display_name, action, at`; index the row of the sheet.
    export : Export
    notes : Notes
        Receives rows that cannot be used and joins that were closed by rule.

    Returns
    -------
    DataFrame
        `display_name, join, leave, minutes`, indexed by the row of the Joined. Rows of Left that
        closed a join, and rows of phones, are counted where they belong.

    Notes
    -----
    As many Joined as Left under one name: the first Left ends the first Joined (two at once are
    two people). Fewer Left: a Joined without one ends at the next Joined of that name, or at the
    last moment of the list, and is noted.
    """
    existing = {word: kind for kind, words in ACTION_WORDS.items() for word in folded(words)}
    kind = pd.Series(
        [existing.get(word, "") for word in folded(actions["action"])],
        index=actions.index,
        dtype="str",
    )
    kind = _guessed(kind, actions)
    usable = (kind != "") & actions["at"].notna()
    notes.leave_out("neither joined nor left, or no moment", int((~usable).sum()))
    notes.problems.extend(
        Problem(
            "no action or moment that we know",
            "Correct the row, or leave it out.",
            export.file,
            export.sheet.name,
            int(row),
            "User Action",
            "",
            str(actions.loc[row, "action"]),
        )
        for row in actions.index[~usable]
    )
    rows = actions[usable].assign(
        kind=kind[usable], key=_display_names.name_keys(actions["display_name"])
    )
    end = rows["at"].max()
    rows = rows[_persons_only(rows, notes)]
    result = [
        joined
        for _, own in rows.sort_values("at", kind="stable").groupby("key", sort=False)
        for joined in _pairs(own, end, export, notes)
    ]
    frame = pd.DataFrame(result, columns=["source", "display_name", "join", "leave"])
    frame = frame.astype({"join": "datetime64[us]", "leave": "datetime64[us]"}).set_index("source")
    return frame.assign(minutes=(frame["leave"] - frame["join"]).dt.total_seconds() / 60)


def _guessed(kind: pd.Series, actions: pd.DataFrame) -> pd.Series:
    """Words of a language we do not know: nobody leaves before they joined.

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
    """Rows of people; those of phones, devices and rooms are noted."""
    kind = _display_names.kinds(rows["display_name"], pd.Series("", index=rows.index, dtype="str"))
    for name, reason in _display_names.KINDS.items():
        notes.leave_out(reason, int((kind == name).sum()))
    return kind == "person"


def _pairs(
    own: pd.DataFrame, end: pd.Timestamp, export: Export, notes: Notes
) -> list[tuple[int, str, pd.Timestamp, pd.Timestamp]]:
    """Joins of one name, each with its end."""
    joined, left = own[own["kind"] == "joined"], own[own["kind"] == "left"]
    in_turn = len(joined) == len(left) and (
        (left["at"].to_numpy() >= joined["at"].to_numpy()).all()
    )
    if in_turn:
        return [
            (int(row), name, join, leave)
            for row, name, join, leave in zip(
                joined.index, joined["display_name"], joined["at"], left["at"], strict=True
            )
        ]
    result = []
    for position, (row, name, join) in enumerate(
        zip(joined.index, joined["display_name"], joined["at"], strict=True)
    ):
        later = joined["at"].iloc[position + 1 :]
        limit = later.iloc[0] if len(later) else end
        closing = left.loc[(left["at"] >= join) & (left["at"] <= limit), "at"]
        if len(closing):
            result.append((int(row), name, join, closing.iloc[0]))
            continue
        result.append((int(row), name, join, limit))
        until = "the next join" if len(later) else "the end of the list"
        notes.problems.append(
            Problem(
                f"joined and never left; counted until {until}",
                "Nothing, or correct the list.",
                export.file,
                export.sheet.name,
                int(row),
                "User Action",
                "",
                str(name),
            )
        )
    return result
