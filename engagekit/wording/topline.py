"""The sentences on a whole survey: how many answered how many questions, and what moved."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from engagekit.measures import basis
from engagekit.measures._frame import ALL
from engagekit.measures.comparison import HIGHER, LOWER, told_apart
from engagekit.measures.crosstab import column_errors
from engagekit.measures.topline import SHARES, changes, compared
from engagekit.presentation.banner_table import across
from engagekit.statistics.change import smallest_seen
from engagekit.wording._rules import RULES, Voice, least_seen, needed, rule
from engagekit.wording.answers import groups_apart


@rule
def _topline(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    now, before = frame, frame.iloc[:0]
    if "period" in frame.columns:
        is_last = frame["period"] == frame["period"].iloc[-1]
        now, before = frame[is_last], frame[~is_last]
    asked = needed(now[now["population"].notna()]).groupby("item", sort=False)["population"].max()
    text = voice.say("topline", n=int(asked.max()), count=now["item"].nunique())
    fewer = int((asked < asked.max()).sum())
    text += voice.say("topline_led", count=fewer) if fewer else ""
    if before.empty:
        return text
    period = voice.period(before["period"].iloc[0])
    moved = changes(now, before)
    if moved:
        most = max(moved, key=lambda row: (row["unit"] == "difference", abs(row["estimate"])))
        return text + voice.say(
            "topline_moved",
            count=len(moved),
            period=period,
            item=most["item"],
            answer=voice.locale.value(most["answer"]),
            change=voice.locale.signed(float(most["estimate"]), str(most["unit"])),
        )
    shares = [one for row, one in compared(now, before) if row["measure"] != "mean answer"]
    widest = sorted(shares, key=lambda one: one.low - one.high)[:1]
    seen = [least_seen(asdict(one), voice, "difference", one.n) for one in widest]
    return text + voice.say("topline_still", period=period) + "".join(seen)


@rule
def _crosstab(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    by = across(frame)
    cells = frame[frame["measure"].isin(SHARES.values())]
    shown = cells[cells["base"].notna()]
    whole, columns = shown[shown[by] == ALL], cells.loc[cells[by] != ALL, by]
    if shown.loc[shown[by] != ALL, "estimate"].isna().all():
        return None
    n = int(whole["base"].max()) if len(whole) else 0
    text = voice.say("crosstab", count=columns.nunique(), n=n)
    marked = shown[basis.have(shown, "column_higher", "column_lower")]
    if len(marked):
        far = marked.assign(p=marked["basis"].map(_chance)).sort_values("p", kind="stable").iloc[0]
        kind = "higher" if "column_higher" in basis.notes_of(far) else "lower"
        return text + voice.say(
            f"crosstab_{kind}",
            more=len(marked) - 1,
            group=voice.locale.value(str(far[by])),
            item=far["item"],
            answer=voice.locale.value(str(far["answer"])),
            share=voice.share_with_counts(far),
        )
    if shown["suppressed"].any():  # of what is hidden nothing is claimed
        return text
    apart = _together(shown, by, args.get("favourable") or (), voice)
    return text + apart if apart else _alike(shown, by, text, voice)


def _together(cells: pd.DataFrame, by: str, best: Collection[str], voice: Voice) -> str:
    """Which columns the best answers tell apart, by the test that satisfaction by group has."""
    rows = cells[cells["answer"].isin(list(best))]
    sums = rows.groupby(by, sort=False).agg(n=("n", "sum"), base=("base", "first")).reset_index()
    whole = sums[sums[by] == ALL].to_dict("records")
    if not whole:
        return ""
    found = told_apart(sums[sums[by] != ALL], by, {str(k): v for k, v in whole[0].items()})
    if not found["answer"].isin([HIGHER, LOWER]).any():
        return ""
    return voice.say("crosstab_together") + " " + groups_apart(found, voice).lstrip()


def _alike(cells: pd.DataFrame, by: str, text: str, voice: Voice) -> str:
    """That no column differs, with what would have shown; that none is compared, if so."""
    keys = ["item", "measure", "answer"]
    whole = cells.loc[cells[by] == ALL, [*keys, "estimate", "base"]]
    every = cells[cells[by] != ALL].merge(whole, on=keys, suffixes=("", "_all"))
    sizes = every[["base", "base_all", "estimate_all"]].astype("float64").to_numpy().T
    every = every.assign(error=column_errors(*sizes)).dropna(subset="error")
    if every.empty:
        return f"{voice.say('crosstab_few')}\n{text}"
    least = every.sort_values("error", kind="stable").iloc[-1]
    return f"{voice.say('crosstab_alike')}\n{text}" + voice.say(
        "apart_least",
        group=voice.locale.value(str(least[by])),
        n=int(least["base"]),
        least=voice.size(smallest_seen(float(least["error"]), len(every)), "difference"),
    )


RULES["banner"] = RULES["crosstab"]


def _chance(notes: str) -> float:
    """Return the p-value of a mark."""
    found = basis.notes(notes)
    text = (found.get("column_higher") or found.get("column_lower") or {"p": "1"})["p"]
    return float(text.lstrip("<"))
