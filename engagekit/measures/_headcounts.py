"""What can be told of people where head counts stand in for a staff list: each name is a person."""

import pandas as pd

from engagekit.measures import _frames
from engagekit.measures._frame import measure_frame, share
from engagekit.measures._roster import SEVEN
from engagekit.measures.reach_of_heads import HEADS, heads_of, met_of
from engagekit.parsing.values import fold, fold_word
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

BY_TOUCHES = "people by number of touches"
LOWER = ("stranger", "aware", "user", "repeat", "champion")
"""Rungs that can be told: whether somebody was a supporter before needs the staff list."""


def touches_of(tables: Tables, period: Period) -> pd.Series:
    """Return touches of everybody met in a period, by who it was."""
    return met_of(tables, period.start, period.end)["who"].value_counts()


def touch_numbers(tables: Tables, period: Period) -> pd.DataFrame:
    """Return people by number of touches, of all heads; those without a touch are the rest."""
    base = int(heads_of(tables, period).sum())
    touches = touches_of(tables, period).clip(upper=SEVEN)
    n = touches.value_counts().reindex(range(SEVEN + 1), fill_value=0)
    n[0] = max(base - len(touches), 0)
    labels = [*map(str, range(SEVEN)), f"{SEVEN}+"]
    rows = [
        share(BY_TOUCHES, int(count), base, touch_number=name, population=base)
        for name, count in zip(labels, n, strict=True)
    ]
    return measure_frame(rows, ["touch_number"], basis=HEADS)


def rungs(tables: Tables, period: Period) -> pd.DataFrame:
    """Return people by rung, of all heads; nobody moves, as who came and went is not known."""
    settings = tables.settings.reach
    base = int(heads_of(tables, period).sum())
    first = (_frames.months_before(period, settings.months_active) + pd.Timedelta(days=1)).date()
    observed = met_of(tables, first, period.end, broadcasts=True)["who"].drop_duplicates()
    days = met_of(tables, first, period.end).drop_duplicates(["who", "on"])["who"].value_counts()
    rung = pd.Series("aware", index=pd.Index(observed))
    rung[days.index] = "user"
    rung[days.index[days >= settings.repeat_days]] = "repeat"
    if tables.has("support"):
        acts = acts_of(tables, period)["contact_id"].drop_duplicates()
        acted = pd.Index(acts.where(acts.isin(rung.index), fold(acts)))
        rung = rung.reindex(rung.index.union(acted))
        rung[acted] = "champion"
    n = rung.value_counts().reindex(LOWER, fill_value=0)
    n["stranger"] = max(base - len(rung), 0)
    rows = [
        share("people by rung", int(n[name]), base, answer=name, population=base) for name in LOWER
    ]
    return measure_frame(rows, ["answer"], basis=HEADS)


def acts_of(tables: Tables, period: Period) -> pd.DataFrame:
    """Return acts of support done in the months that make a champion, of anybody written down.

    Returned: ``contact_id, asked_on, on, kind``.
    """
    acts = _frames.rows(tables, "support", "contact_id", "asked_on", "on", "kind")
    end = pd.Timestamp(period.end)
    start = _frames.months_before(period, tables.settings.champions.months)
    kinds = {fold_word(kind) for kind in tables.settings.champions.acts}
    existing = acts["kind"].map(lambda kind: fold_word(str(kind)) in kinds)
    keep = existing & (acts["on"] > start) & (acts["on"] <= end) & acts["contact_id"].notna()
    return acts[keep].reset_index(drop=True)
