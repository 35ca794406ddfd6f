"""The sentences of the first screen speak of the newest period, or not at all."""

from __future__ import annotations

import pandas as pd
import pytest

from engagekit.presentation.section import Section
from engagekit.reporting.brief.headline import headline, lead
from engagekit.reporting.brief.source import Source
from engagekit.wording import finding
from tests.reporting.copies import QUARTERS, content, hidden, over_time, section

YEAR_AGO = [f"FY2025-26 Q{number}" for number in (1, 2, 3, 4)]


def _reach(*counts: float, **more: object) -> Section:
    return section("reach_over_time", over_time("reach", counts), **more)


def test_no_older_quarter_is_said_for_a_hidden_one() -> None:
    made = _reach(40, 50, 60, 70)
    assert lead(Source(content(made.with_frame(hidden(made.frame, 3))))) == ()
    assert lead(Source(content(made))) == (
        "We reached 70 of 100 colleagues (70%), against 40% in FY 2026-27 Q1.",
    )
    bare = made.with_frame(made.frame.assign(n=pd.NA, base=pd.NA))
    assert lead(Source(content(bare))) == (
        "We reached 70% of colleagues, against 40% in FY 2026-27 Q1.",
    )


@pytest.mark.parametrize(("measure", "is_said"), [("answers", True), ("mean answer", False)])
def test_a_survey_without_a_rating_says_why_nothing_more_is_told(
    measure: str, is_said: bool
) -> None:
    row = {"measure": measure, "n": 4, "base": 9, "item": "Why?", "answer": "All"}
    said = lead(Source(content(section("topline", [row]))))
    start = "Nothing says which answers of this survey are good"
    assert [one.split(",")[0] for one in said] == is_said * [start]


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
    rows = over_time("satisfaction", shares)
    rows = [{**row, "low": row["estimate"] - 0.08, "high": row["estimate"] + 0.08} for row in rows]
    name = "satisfaction_over_time"
    made = section(name, rows, sentence=name, sentence_args={"breaks": breaks})
    assert lead(Source(content(made))) == ((sentence,) if sentence else ())
    assert ("worded the question differently" in finding(made, "en")) == bool(breaks)


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
    names = [*YEAR_AGO, *QUARTERS][: len(amounts)]
    reach = over_time("reach", range(40, 100, 10), names)
    money = [{"measure": "funding per head", "estimate": amount, "period": name}
             for name, amount in zip(names, amounts, strict=True)]  # fmt: skip
    made = content(section("reach_over_time", reach), section("funding_over_time", money))
    assert headline(Source(made)) == f"We reach more colleagues{said}"


@pytest.mark.parametrize(
    ("explained", "counts", "said"),
    [
        (True, (40, 70), "This may only mean that we now record more."),
        (True, (70, 40), "This may only mean that we now record less."),
        (False, (40, 70), None),
        (True, (70, 71), None),
    ],
)
def test_a_change_that_logging_can_account_for_says_so_under_the_headline(
    explained: bool, counts: tuple[int, int], said: str | None
) -> None:
    made = content(_reach(*counts, sentence_args={"logged": {"explained": explained, "way": "up"}}))
    assert lead(Source(made))[1:] == ((said,) if said else ())
    told = f"We reached {counts[1]}% of colleagues"
    assert (headline(Source(made)) == told) is (said is not None)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("has_counts", [True, False])
def test_the_first_sentence_is_not_the_headline_again(language: str, has_counts: bool) -> None:
    reach = _reach(70)
    if not has_counts:
        reach = reach.with_frame(reach.frame.assign(n=pd.NA, base=pd.NA))
    row = {"measure": "satisfaction", "n": 70, "base": 80, "estimate": 0.875, "department": "All"}
    made = content(reach, section("satisfaction", [row]), language=language)
    title, *said = (
        text.replace("\xa0%", "%") for text in (headline(Source(made)), *lead(Source(made)))
    )
    assert "70%" in title and not any("70%" in text for text in said)
    once = {"en": "That is 70 of 100 colleagues.", "fr": "Soit 70 collègues sur 100."}[language]
    assert (once in said) is has_counts
    whole = {"en": "88% of those who answered", "fr": "88% des répondants"}[language]
    assert said[-1].startswith(whole)
