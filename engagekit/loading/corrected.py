"""Records that a later file has otherwise: a log of the year so far, in which some were corrected.

The newer file counts, as with figures (`restated`); where nothing says which one is newer, it is a
question. The logs of two people are left alone: they have hardly any record in common.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from engagekit.loading import overlap
from engagekit.loading.overlap import NUMBERS, PEOPLE, RESTARTED, SAME_LOG, WHEN, Outcome, Piece
from engagekit.loading.restated import ALIKE, age, drop, newer_counts
from engagekit.tables.problems import NOTE, problem_of
from engagekit.tables.schema import TABLES

DAYS = {
    **{name: WHEN[name] for name in ("touches", "support", "testimonials", "follow_ups", "plans")},
    "meetings": "on",
    "contracts": "starts_on",
    "initiatives": "",
    "invitations": "",
}
"""Tables of records that are corrected or go on later, with the column of their day."""


def newest(pieces: Sequence[Piece]) -> Outcome:
    """Keep the newer of two versions of one record; frames are replaced in place.

    Returns
    -------
    Outcome
        Rows left out, and for each pair of files how many records are otherwise.
    """
    result = Outcome()
    for name in DAYS:
        present = [piece for piece in pieces if len(piece.frames.get(name, ()))]
        aged = sorted(present, key=lambda piece: (*age(name, piece), piece.file.casefold()))
        records = [_records(name, piece) for piece in aged] if len(aged) > 1 else []
        # the pairs of files that have a record or a number in common
        seen: dict[object, list[int]] = {}
        pairs = set[tuple[int, int]]()
        for at, frame in enumerate(records):
            for key in {*frame["key"], *frame["number"]} - {""}:
                before = seen.setdefault(key, [])
                pairs |= {(one, at) for one in before}
                before.append(at)
        for old, new in sorted(pairs):
            older, newer = aged[old], aged[new]
            if older.file != newer.file and _settle(
                name, older, newer, records[old], records[new], result
            ):
                records[old] = _records(name, older)
    return result


def _settle(
    name: str, older: Piece, newer: Piece, old: pd.DataFrame, new: pd.DataFrame, result: Outcome
) -> bool:
    """Leave out the records of the older of two files that the newer one has otherwise."""
    same = old[old["number"] != ""].merge(new, on="number")
    is_numbering = len(same) > 0 and (same["day_x"] == same["day_y"]).mean() >= RESTARTED
    common = set(old["day"]) & set(new["day"]) - {""}
    old, new = (side[side["day"].isin(common)] for side in (old, new))
    share = len(old[old["key"].isin(new["key"])]) / max(len({*old["key"], *new["key"]}), 1)
    is_one = {"number": is_numbering, "named": share >= ALIKE, "": share >= SAME_LOG}
    rest, other = (
        side[~side["key"].isin(theirs["key"]) & side["kind"].map(is_one).astype(bool)].copy()
        for side, theirs in ((old, new), (new, old))
    )
    for side in (rest, other):
        side["nth"] = side.groupby(["day", "record"]).cumcount()
    pairs = rest.merge(other, on=["day", "record", "nth"])
    equal = old["key"].isin(new["key"]) & (old["kind"] == "number") & (name not in WHEN)
    gone = pd.concat([pairs["at_x"], old.loc[equal, "at"]])
    result.left_out(name, older, len(gone), newer.file)
    drop(name, older, gone)
    if len(pairs):
        row = newer.frames[name].index[int(pairs["at_y"].iloc[0])]
        text = f"has {len(pairs)} rows of {name} otherwise than {older.file}, e.g. row {row}"
        result.problems.append(newer_counts(name, older, newer, text))
    if lost := len(rest) - len(pairs):
        slots = {"lost": lost, "name": name, "older": older.file}
        result.problems.append(problem_of("corrected.lost", newer.file, NOTE, **slots))
    return len(gone) > 0


def _records(name: str, piece: Piece) -> pd.DataFrame:
    """Return the rows of a file by what they are a record of, with their places.

    ``kind`` is ``number`` where the tool numbers them or their table has a key, ``named`` where
    they name a person or can be of one alone; else a row is one of a tally.
    """
    frame = piece.frames[name].reset_index(drop=True)
    number = who = pd.Series("", index=frame.index, dtype="str")
    for column in (one for one in PEOPLE if one in frame.columns):
        who = who.mask(who == "", overlap.text_of(frame[column]))
    if name in NUMBERS:
        from_rows = overlap.numbers_from_rows(name, piece)
        number = frame[NUMBERS[name]].astype("str").fillna("").mask(from_rows, "")
    else:
        key = frame.assign(contact_id=who).reindex(columns=[*TABLES[name].key])
        texts = key.apply(overlap.text_of)
        whole = pd.Series(map("\x1f".join, texts.to_numpy()), index=frame.index, dtype="str")
        number = whole.where((texts != "").all(axis=1), "")
    named = overlap.is_named(name, frame)
    contents = overlap.content_hashes(name, frame, [piece.prefix] * len(frame)).tolist()
    return pd.DataFrame(
        {
            "at": frame.index,
            "day": overlap.text_of(frame[DAYS[name]]) if DAYS[name] else "-",
            "number": number,
            "record": number.mask(number == "", who),
            "kind": np.where(number != "", "number", np.where(named, "named", "")),
            "key": overlap.with_repeats(zip(number, contents, strict=True)),
        }
    )
