"""The touch ladder: counted by hand, and against people whose chances are known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import NotMeasuredError, UsageError
from engagekit.measures import touch_ladder
from engagekit.measures.trust import AT_THIS_TOUCH, SO_FAR
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables
from engagekit.wording import finding

PERIOD = "FY2026-27 Q2"


def _as(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    blank = empty(name)
    return pd.DataFrame(rows).reindex(columns=blank.columns).astype(blank.dtypes.to_dict())


def contacts(*names: str, **given: object) -> list[dict[str, object]]:
    return [{"contact_id": name, "display_name": name.upper(), **given} for name in names]


def touch(who: str, on: str, begun_by: str = "library", channel: str = "walk") -> dict[str, object]:
    return {"touch_id": f"{who}{on}{channel}", "contact_id": who, "on": on, "channel": channel,
            "begun_by": begun_by}  # fmt: skip


def tables(people: list[dict[str, object]], met: list[dict[str, object]], **more: object) -> Tables:
    return Tables({"contacts": _as("contacts", people), "touches": _as("touches", met), **more})


def at(frame: pd.DataFrame, measure: str, number: str) -> tuple[int, int]:
    row = frame[(frame["measure"] == measure) & (frame["touch"] == number)].iloc[0]
    return int(row["n"]), int(row["base"])


SMALL = [
    touch("a", "2026-07-01"),
    touch("a", "2026-07-01", channel="meeting"),  # same day: one touch
    touch("a", "2026-07-03", "contact", "reference"),  # acted at touch 2
    touch("a", "2026-07-09"),
    touch("b", "2026-07-02"),
    touch("b", "2026-07-05", channel="newsletter"),  # a broadcast: no touch
    touch("c", "2026-07-02", "contact", "referral"),  # acted at touch 1
    touch("s", "2026-07-02", "contact", "reference"),  # library staff
]


def small(**more: object) -> Tables:
    return tables([*contacts("a", "b", "c"), *contacts("s", is_library=True)], SMALL, **more)


def test_support_is_trust_only_where_the_settings_say_so() -> None:
    acts = _as("support", [{"contact_id": "b", "on": "2026-08-01", "kind": "defended"}])
    with_support = small(support=acts)
    assert at(touch_ladder(with_support, during=PERIOD), AT_THIS_TOUCH, "2") == (2, 2)
    only = make_settings({"trust": {"acts": ["unsolicited request"]}})
    frame = touch_ladder(Tables(with_support.frames, only), during=PERIOD)
    assert at(frame, AT_THIS_TOUCH, "1") == (0, 3)
    assert at(frame, AT_THIS_TOUCH, "2") == (1, 1)


def test_an_act_nobody_knows_is_refused_with_the_nearest() -> None:
    odd = Tables(
        small(support=empty("support")).frames, make_settings({"trust": {"acts": ["invitatoin"]}})
    )
    with pytest.raises(UsageError, match=r"'invitatoin'.*Did you mean 'invitation'"):
        touch_ladder(odd, during=PERIOD)


def test_support_alone_needs_its_sheet() -> None:
    only = Tables(small().frames, make_settings({"trust": {"acts": ["support"]}}))
    with pytest.raises(NotMeasuredError, match="needs the sheet support"):
        touch_ladder(only, during=PERIOD)


def simulated(seed: int, chances: dict[float, int], lasting: float = 0.5) -> Tables:
    """People met until they stop by chance; friends come back more often once they trust."""
    random = np.random.default_rng(seed)
    met: list[dict[str, object]] = []
    names = []
    days = pd.date_range("2026-04-01", "2026-09-30")
    for chance, many in chances.items():
        for _ in range(many):
            who = f"p{len(names)}"
            names.append(who)
            trusts, goes_on, at = False, True, 0
            while goes_on and at < 40:
                trusts = trusts or bool(random.random() < chance)
                begun = "contact" if trusts else "library"
                met.append(
                    touch(who, str(days[at].date()), begun, "reference" if trusts else "walk")
                )
                at += 1
                goes_on = bool(random.random() < (0.92 if trusts else lasting))
    return tables(contacts(*names), met)


def told(frame: pd.DataFrame, language: str = "en") -> str:
    made = Section("touch_ladder", "Touches", frame, sentence="touch_ladder")
    return finding(made, language)


def test_with_one_chance_for_all_the_ladder_is_flat_while_the_naive_chart_climbs() -> None:
    frame = touch_ladder(simulated(20260930, {0.08: 6000}), during=PERIOD)
    right = frame[frame["measure"] == AT_THIS_TOUCH]
    assert ((right["low"] <= 0.08) & (right["high"] >= 0.08)).all()
    naive = frame[frame["measure"] == SO_FAR]["estimate"].tolist()
    assert naive[0] < 0.1
    assert naive[-1] > 0.4
    assert "does not clearly change from touch to touch" in told(frame)
    assert "ne change pas nettement d’un contact à l’autre" in told(frame, "fr")


def test_with_mixed_warmth_it_falls_and_the_text_says_what_that_does_not_mean() -> None:
    mixed = simulated(20260930, {0.02: 2500, 0.10: 2500, 0.45: 1500}, lasting=0.75)
    frame = touch_ladder(mixed, during=PERIOD)
    right = frame[frame["measure"] == AT_THIS_TOUCH]["estimate"].tolist()
    assert right[0] > 2 * right[-1]
    assert "does not mean that touches stop working" in told(frame)
    assert "ne veut pas dire que les contacts ne servent plus" in told(frame, "fr")


def test_what_no_file_could_show_is_no_zero() -> None:
    met = [{**touch("a", "2026-07-01"), "begun_by": None}, touch("b", "2026-07-02")]
    with pytest.raises(NotMeasuredError, match="no touch says that a colleague began it"):
        touch_ladder(tables(contacts("a", "b"), met), during=PERIOD)
    begun = [*met, touch("a", "2026-07-03", "contact")]
    assert at(
        touch_ladder(tables(contacts("a", "b"), begun), during=PERIOD), AT_THIS_TOUCH, "2"
    ) == (1, 1)
    acts = _as("support", [{"contact_id": "z", "on": "2026-07-01", "kind": "defended"}])
    found = touch_ladder(tables(contacts("a", "b"), met, support=acts), during=PERIOD)
    assert at(found, AT_THIS_TOUCH, "1") == (0, 2), "a sheet that says nothing of them says so"
