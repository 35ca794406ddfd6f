"""The sentences of the first screen speak of the newest period, or not at all."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from engagekit.locale import Locale
from engagekit.measures._frame import measure_frame, share
from engagekit.presentation.section import Section
from engagekit.reporting.brief.headline import REACH, headline, lead, series, unbroken, up_to_now
from engagekit.wording import finding

QUARTERS = [f"FY2026-27 Q{number}" for number in (1, 2, 3, 4)]


def _content(*hidden: int, counts: bool = True) -> Any:
    rows = [share("reach", 40 + 10 * at, 100, period=name) for at, name in enumerate(QUARTERS)]
    frame = measure_frame(rows, ["period"])
    frame.loc[list(hidden), ["estimate", "n"]] = float("nan")
    frame["suppressed"] = [at in hidden for at in range(len(QUARTERS))]
    if not counts:
        frame[["n", "base"]] = pd.NA
    section = Section(name="reach_over_time", title="T", frame=frame, sentence=None)
    item = SimpleNamespace(section=section)
    return SimpleNamespace(items=(item,), locale=Locale("en"))


@pytest.mark.parametrize(
    ("hidden", "shares"),
    [((), [0.4, 0.5, 0.6, 0.7]), ((0,), [0.5, 0.6, 0.7]), ((1,), [0.6, 0.7]), ((3,), [])],
)
def test_a_series_ends_now_and_has_no_gap(hidden: tuple[int, ...], shares: list[float]) -> None:
    rows = series(_content(*hidden), "reach_over_time", REACH)
    assert [row["estimate"] for row in rows] == shares


def test_no_older_quarter_is_said_for_a_hidden_one() -> None:
    assert lead(_content(3), None, "") == ()
    assert lead(_content(), None, "")[0].startswith("We reached 70 of 100 colleagues (70%)")


@pytest.mark.parametrize(("measure", "is_said"), [("answers", True), ("mean answer", False)])
def test_a_survey_without_a_rating_says_why_nothing_more_is_told(
    measure: str, is_said: bool
) -> None:
    frame = measure_frame([share(measure, 4, 9, item="Why?", answer="All")], ["item", "answer"])
    section = Section(name="topline", title="T", frame=frame, sentence=None)
    content = SimpleNamespace(items=(SimpleNamespace(section=section),), locale=Locale("en"))
    said = lead(content, None, "")  # type: ignore[arg-type]
    assert [one.split(",")[0] for one in said] == is_said * [
        "Nothing says which answers of this survey are good"
    ]


def test_a_share_without_its_counts_is_said_alone() -> None:
    said = lead(_content(counts=False), None, "")[0]
    assert said == "We reached 70% of colleagues, against 40% in FY 2026-27 Q1."


@pytest.mark.parametrize(
    ("shares", "breaks", "sentence"),
    [
        ((80, 84), (), None),  # the headline says it
        ((80, 85), (), "Satisfaction is 85%, against 80% in the survey before: no clear change."),
        # outside the range of the newest survey alone, inside that of a difference of two
        ((75, 85), (), "Satisfaction is 85%, against 75% in the survey before: no clear change."),
        ((80, 95), (), "Satisfaction rose to 95%, from 80% in FY 2026-27 Q1."),
        ((90, 80, 65, 55), (), "Satisfaction fell to 55%, from 90% in FY 2026-27 Q1."),
        ((84, 80, 93), (), "Satisfaction rose to 93%, from 82% in the 2 surveys before."),
        ((80, 95, 96), QUARTERS[1:2], None),
        ((80, 95), QUARTERS[1:2], None),
    ],
)
def test_satisfaction_moves_as_its_finding_says(
    shares: tuple[int, ...], breaks: list[str], sentence: str | None
) -> None:
    rows = [
        {"period": name, "measure": "satisfaction", "unit": "share", "estimate": n / 100,
         "low": n / 100 - 0.08, "high": n / 100 + 0.08, "n": n, "base": 100}
        for name, n in zip(QUARTERS, shares, strict=False)
    ]  # fmt: skip
    frame = measure_frame(rows, ["period"])
    section = Section(
        name="satisfaction_over_time", title="T", frame=frame,
        sentence="satisfaction_over_time", sentence_args={"breaks": breaks},
    )  # fmt: skip
    content = SimpleNamespace(items=(SimpleNamespace(section=section),), locale=Locale("en"))
    assert lead(content, None, "") == ((sentence,) if sentence else ())  # type: ignore[arg-type]
    assert ("worded the question differently" in finding(section, "en")) == bool(breaks)


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((100, 90, 80, 60), " on less money"),
        ((100, 60, 60, 60), ""),  # an invoice once a year, in the first quarter
        ((60, 60, 60, 100), " on more money"),
        ((100, 60, 60, 60, 80, 50), " on less money"),  # than a year before
        ((60, 100, 60, 60, 60, 100), " on the same money"),  # once a year, in the second quarter
    ],
)
def test_a_yearly_invoice_is_no_change_of_money(amounts: tuple[int, ...], said: str) -> None:
    names = [*(f"FY2025-26 Q{at}" for at in (1, 2, 3, 4)), *QUARTERS][: len(amounts)]
    reach = [share("reach", 40 + 10 * at, 100, period=name) for at, name in enumerate(names)]
    money = [{"measure": "funding per head", "unit": "money", "estimate": amount, "period": name}
             for name, amount in zip(names, amounts, strict=True)]  # fmt: skip
    items = [
        SimpleNamespace(section=Section(name=name, title="T", sentence=None,
                                        frame=measure_frame(rows, ["period"])))
        for name, rows in (("reach_over_time", reach), ("funding_over_time", money))
    ]  # fmt: skip
    content: Any = SimpleNamespace(items=items, locale=Locale("en"), title="T")
    assert headline(content, None, "") == f"We reach more colleagues{said}"


@pytest.mark.parametrize(
    ("shares", "coarse", "first"),
    [
        ((0.35, 0.19, 0.31, 0.34), (), 0.35),
        ((0.35, 0.19, 0.31, 0.34), (1,), 0.35),  # of a quarter between the ends are told
        ((0.35, 0.19, 0.31, 0.34), (2,), 0.34),  # it may have turned back: the newest alone
        ((0.35, 0.19, 0.31, 0.34), (0,), 0.34),  # since then it may have fallen: the newest alone
        ((0.35, 0.19, 0.31, 0.34), (3,), None),  # no older number stands for the newest
    ],
)
def test_a_change_is_told_from_the_quarter_that_the_private_copy_has(
    shares: tuple[float, ...], coarse: tuple[int, ...], first: float | None
) -> None:
    rows = pd.DataFrame([
        {"period": f"FY2025-26 Q{at + 1}", "estimate": float("nan") if at in coarse else value,
         "suppressed": at in coarse, "recoded": at in coarse}
        for at, value in enumerate(shares)
    ])  # fmt: skip
    run = unbroken(rows, up_to_now(rows, rows[~rows["suppressed"]]))
    assert [row["estimate"] for row in (*run[:1], *run[-1:])] == ([first, 0.34] if first else [])
    gone = rows.assign(recoded=False)
    assert len(up_to_now(gone, gone[~gone["suppressed"]])) == 3 - max(coarse, default=-1)


@pytest.mark.parametrize(
    ("explained", "rows", "said"),
    [
        (True, (40, 70), "Fuller records alone could account for this."),
        (True, (70, 40), "Less complete records alone could account for this."),
        (False, (40, 70), None),
        (True, (70, 71), None),
    ],
)
def test_a_change_that_logging_can_account_for_says_so_under_the_headline(
    explained: bool, rows: tuple[int, int], said: str | None
) -> None:
    made = [share("reach", n, 100, period=name) for n, name in zip(rows, QUARTERS, strict=False)]
    section = Section(
        name="reach_over_time", title="T", frame=measure_frame(made, ["period"]), sentence=None,
        sentence_args={"logged": {"explained": explained, "way": "up"}},
    )  # fmt: skip
    content: Any = SimpleNamespace(items=(SimpleNamespace(section=section),), locale=Locale("en"))
    assert lead(content, None, "")[1:] == ((said,) if said else ())
    told = f"We reached {rows[1]}% of colleagues"
    assert (headline(content, None, "") == told) is (said is not None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("counts", [True, False])
def test_the_first_sentence_is_not_the_headline_again(language: str, counts: bool) -> None:
    content = _content(0, 1, 2, counts=counts)
    content.locale = Locale(language)
    love = measure_frame([share("satisfaction", 70, 80, department="All")], ["department"])
    section = Section(name="satisfaction", title="T", frame=love, sentence=None)
    content.items = (*content.items, SimpleNamespace(section=section))
    title = headline(content, None, "").replace("\xa0", " ")
    said = [one.replace("\xa0", " ") for one in lead(content, None, "")]
    assert {"en": "70%", "fr": "70 %"}[language] in title
    assert not any("70 %" in one or "70%" in one for one in said)
    once = {"en": "That is 70 of 100 colleagues.", "fr": "Soit 70 collègues sur 100."}[language]
    assert (once in said) is counts
    whole = {"en": "88% of those who answered", "fr": "88 % des répondants"}[language]
    assert said[-1].startswith(whole)
