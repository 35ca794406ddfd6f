"""What a sentence says of nobody, of everybody and of very few: words, where a per cent misleads."""

from __future__ import annotations

import sys
from typing import Any

import pandas as pd
import pytest

from engagekit import sections
from engagekit.locale import Locale
from engagekit.locale.analyst import singular
from engagekit.measures import _frame, risk
from engagekit.presentation.section import Section
from engagekit.presentation.table import table
from engagekit.settings.schema import read_settings
from engagekit.tables.tables import Tables
from engagekit.wording._rules import RULES, Voice
from tests import house


def _said(rule: str, frame: pd.DataFrame, language: str = "en", **args: Any) -> str:
    text = RULES[rule](frame, args, Voice(Locale(language)))
    return str(text).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("n", "base", "english", "french"),
    [
        (12, 12, "All 12 of our conversations", "Nos 12 échanges ont tous eu lieu"),
        (0, 12, "None of our 12 conversations", "Aucun de nos 12 échanges n'a eu lieu"),
        (5, 9, "5 of our 9 conversations", "5 de nos 9 échanges ont eu lieu"),
        (1, 9, "1 of our 9 conversations", "1 de nos 9 échanges a eu lieu"),
        (5, 10, "50% of our conversations", "50 % de nos échanges"),
    ],
)
def test_conversations_away_are_counted_where_a_share_would_mislead(
    n: int, base: int, english: str, french: str
) -> None:
    rows = [_frame.share(name, n, base, period="FY2026-27 Q2")
            for name in ("touches off the desk", "touches begun by contacts")]  # fmt: skip
    frame = _frame.measure_frame(rows, ["period"])
    assert _said("off_desk", frame).startswith(english)
    assert _said("off_desk", frame, "fr").replace("’", "'").startswith(french)
    assert f"of {base} conversations whose place is known" in _said("off_desk", frame)


def _moves(new: int) -> pd.DataFrame:
    counts = {"new": new, "kept": 5, "regained": 6, "lapsed": 7, "never": 8}
    rows = [_frame.share("people by contact", n, 40, answer=name) for name, n in counts.items()]
    return _frame.measure_frame(rows, ["answer"], own=True)


def _events(new: int) -> pd.DataFrame:
    return pd.DataFrame({"new_people": [new, None]})


@pytest.mark.parametrize(("rule", "made"), [("reach_moves", _moves), ("event_scorecard", _events)])
def test_nobody_is_no_zero_people(rule: str, made: Any) -> None:
    some, nobody = (_said(rule, made(new)) for new in (1, 0))
    assert some.startswith("1 ") and nobody.startswith("Nobody met us for the first time")
    assert _said(rule, made(0), "fr").startswith("Personne n")


def test_rows_of_which_none_was_set_aside_were_all_kept() -> None:
    args = {"grade": "A", "reason": "grade_a", "points": 100, "read": 63}
    assert "All 63 rows read were kept." in _said("data", pd.DataFrame(), **args, kept=63, aside=0)
    assert "62 kept, 1 set aside" in _said("data", pd.DataFrame(), **args, kept=62, aside=1)


def test_rows_of_which_all_are_known_leave_nobody_unknown() -> None:
    def told(unknown: int) -> str:
        ways = {"email": 9, "name": 1, "unidentified": unknown}
        return _said(
            "identification", pd.DataFrame({"answer": list(ways), "n": list(ways.values())})
        )

    assert told(0).startswith("We know who is meant in all 10 rows") and "unknown" not in told(0)
    assert "1 stays unknown" in told(1)


@pytest.mark.parametrize(("base", "share"), [(6, "0 of 6, 0 of 3"), (10, "0%")])
def test_groups_that_are_level_are_told_with_their_own_counts(base: int, share: str) -> None:
    of = {"All": (9, 20), "Law": (0, base), "Tax": (0, 3), "Audit": (9, 11)}
    rows = [_frame.share("reach", n, all_, department=name) for name, (n, all_) in of.items()]
    frame = _frame.measure_frame(rows, ["department"])
    assert f"From Law and Tax ({share}) to" in _said("reach", frame)


def test_a_risk_that_is_not_there_says_what_was_looked_at_and_whether_that_is_all() -> None:
    answered = _frame.share("response rate (AAPOR RR2)", 40, 100)
    part = _said("risk", _frame.measure_frame([answered]))
    assert part.endswith("We could look only at how many answered the survey.")
    good = {"champions": 9, "absence factor": 5, "departments covered": 1, "promises open": 4,
            "promises overdue": 0}  # fmt: skip
    rows = [answered, *(_frame.number(name, value) for name, value in good.items())]
    whole = _said("risk", _frame.measure_frame(rows))
    assert "We looked at who stands up for us, " in whole and "only" not in whole


def test_acts_of_one_who_leaves_are_not_told_as_those_of_several() -> None:
    frame = _frame.measure_frame([_frame.share(risk.LEAVING, 14, 33)])
    assert _said("risk", frame).startswith(
        "14 of our 33 acts of support came from people who leave"
    )


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    frame = pd.DataFrame({"series": [f"Series {at}" for at in range(9)]})
    assert _said("dinner_list", frame).endswith("Series 3 and 5 more.")
    assert _said("dinner_list", frame.head(4)).endswith("Series 3.")


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("has no column for 1 months of its", "has no column for 1 month of its"),
        ("1 invitations were not accepted", "1 invitation was not accepted"),
        ("has 11 months", "has 11 months"),
    ],
)
def test_one_of_a_kind_is_told_as_one(several: str, one: str) -> None:
    assert singular(several) == one


def test_a_problem_in_a_table_is_told_as_one_too() -> None:
    frame = pd.DataFrame({"problem": ["holds 1 lines twice: Staff"], "n": [1]})
    section = Section("problems", "Problems", frame, kind="records")
    cells = [str(cell) for row in table(section, "en").rows for cell in row]
    assert cells == ["holds 1 line twice: Staff", "1"]


def test_the_decision_of_the_sample_ranks_no_departments() -> None:
    """Ranks change from quarter to quarter; a text of the settings does not."""
    for option in read_settings(house.ROOT / "engagekit.toml").ask.options:
        for text in (option.buys, option.consequence):
            assert not {"least", "most", "lowest", "highest"} & set(text.split())


def test_no_contact_is_told_of_the_period_and_not_of_all_time() -> None:
    """Who was met before and not in the period is among them."""
    rows = [_frame.share("people by touches", n, 40, touch_number=name)
            for name, n in (("0", 14), ("1", 26), ("7+", 0))]  # fmt: skip
    said = _said("touches", _frame.measure_frame(rows, ["touch_number"], own=True))
    assert said.startswith("We have no contact on record with 35% of colleagues in the period.")
    assert "nobody met us seven times" in said


@pytest.mark.parametrize(("quarters", "figure"), [(1, None), (2, "multiples")])
def test_one_quarter_of_reach_is_no_line(
    sample: Tables, monkeypatch: pytest.MonkeyPatch, quarters: int, figure: str | None
) -> None:
    monkeypatch.setattr(sys.modules["engagekit.sections.scorecard"], "QUARTERS", quarters)
    assert sections.scorecard(sample).figure == figure
