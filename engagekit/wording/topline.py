"""The sentences on a whole survey: how many answered how many questions, and what moved."""

from collections.abc import Collection

import pandas as pd

from engagekit.measures import basis
from engagekit.measures._frame import ALL
from engagekit.measures.comparison import HIGHER, LOWER, groups_told_apart
from engagekit.measures.crosstab import column_errors
from engagekit.measures.topline import SHARES, changes, compared
from engagekit.presentation.banner_table import across
from engagekit.statistics.change import smallest_seen
from engagekit.wording._rules import RULES, Telling, needed, telling
from engagekit.wording.answers import groups_apart


@telling
def _topline(it: Telling) -> str | None:
    now = before = it.frame
    if "period" in it.frame.columns:
        is_last = it.frame["period"] == it.frame["period"].iloc[-1]
        now, before = it.frame[is_last], it.frame[~is_last]
    asked = needed(now[now["population"].notna()]).groupby("item", sort=False)["population"].max()
    text = it.tell("topline", n=int(asked.max()), count=now["item"].nunique())
    fewer = int((asked < asked.max()).sum())
    text += it.tell("topline_led", count=fewer) if fewer else ""
    if before is now or before.empty:
        return text
    period = it.period(before["period"].iloc[0])
    moved = changes(now, before)
    if moved:
        most = max(moved, key=lambda row: (row["unit"] == "difference", abs(row["estimate"])))
        change = it.locale.signed(float(most["estimate"]), str(most["unit"]))
        told = {"item": most["item"], "answer": it.locale.value(most["answer"])}
        told |= {"count": len(moved), "period": period, "change": change}
        return text + it.compared(it.tell("topline_moved", **told))
    shares = [one for row, one in compared(now, before) if row["measure"] != "mean answer"]
    text += it.tell("topline_still", period=period)
    if not shares:
        return text
    widest = min(shares, key=lambda one: one.low - one.high)
    return text + it.least_seen(widest.low, widest.high, "difference", widest.n)


@telling
def _crosstab(it: Telling) -> str | None:
    frame, by = it.frame, across(it.frame)
    cells = frame[frame["measure"].isin(SHARES.values())]
    shown = cells[cells["base"].notna()]
    whole, columns = shown[shown[by] == ALL], cells.loc[cells[by] != ALL, by]
    if shown.loc[shown[by] != ALL, "estimate"].isna().all():
        return None
    n = int(whole["base"].max()) if len(whole) else 0
    text = it.tell("crosstab", count=columns.nunique(), n=n)
    marked = shown[basis.have(shown, "column_higher", "column_lower")]
    if len(marked):
        far = marked.assign(p=marked["basis"].map(_chance)).sort_values("p", kind="stable").iloc[0]
        kind = "higher" if "column_higher" in basis.notes_of(far) else "lower"
        words = {"group": str(far[by]), "answer": str(far["answer"])}
        told = {name: it.locale.value(word) for name, word in words.items()}
        told |= {"item": far["item"], "share": it.share_with_counts(far)}
        return text + it.compared(it.tell(f"crosstab_{kind}", more=len(marked) - 1, **told))
    if shown["suppressed"].any():  # of what is hidden nothing is claimed
        return text
    apart = _together(it, shown, by, it.args.get("favourable") or ())
    return text + apart if apart else _alike(it, shown, by, text)


def _together(it: Telling, cells: pd.DataFrame, by: str, best: Collection[str]) -> str:
    """Which columns the best answers tell apart, by the test that satisfaction by group has."""
    rows = cells[cells["answer"].isin(list(best))]
    sums = rows.groupby(by, sort=False).agg(n=("n", "sum"), base=("base", "first")).reset_index()
    whole = sums[sums[by] == ALL].to_dict("records")
    if not whole:
        return ""
    found = groups_told_apart(sums[sums[by] != ALL], by, {str(k): v for k, v in whole[0].items()})
    if not found["answer"].isin([HIGHER, LOWER]).any():
        return ""
    return it.tell("crosstab_together") + " " + groups_apart(it, found).lstrip()


def _alike(it: Telling, cells: pd.DataFrame, by: str, text: str) -> str:
    """That no column differs, with what would have shown; that none is compared, if so."""
    keys = ["item", "measure", "answer"]
    whole = cells.loc[cells[by] == ALL, [*keys, "estimate", "base"]]
    every = cells[cells[by] != ALL].merge(whole, on=keys, suffixes=("", "_all"))
    sizes = every[["base", "base_all", "estimate_all"]].astype("float64").to_numpy().T
    every = every.assign(error=column_errors(*sizes)).dropna(subset="error")
    if every.empty:
        return it.tell("crosstab_few") + "\n" + text
    least = every.sort_values("error", kind="stable").iloc[-1]
    seen = smallest_seen(float(least["error"]), len(every))
    said = f"{it.tell('crosstab_alike')}\n{text}"
    group = it.locale.value(str(least[by]))
    told = {"group": group, "n": int(least["base"]), "least": it.size(seen, "difference")}
    return said + it.tell("apart_least", **told)


RULES["banner"] = RULES["crosstab"]


def _chance(notes: str) -> float:
    """Return the p-value of a mark."""
    found = basis.notes(notes)
    text = (found.get("column_higher") or found.get("column_lower") or {"p": "1"})["p"]
    return float(text.lstrip("<"))
