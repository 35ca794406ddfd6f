"""What bears on the decision: planted cases, and the sentence that each must lead to."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.reporting.brief.argument import argument, asked_title
from engagekit.reporting.brief.scorecard import Line, Scorecard
from engagekit.reporting.brief.source import Source
from engagekit.reporting.document.document import Content
from engagekit.sections import Section
from tests.reporting import copies
from tests.reporting.copies import section

UNIT = "Civil Engineering"


def line(name: str, people: int, reach: float, spent: float, **more: Any) -> Line:
    return Line(name, people, reach, f"{reach:.0%}", money=f"${spent:.0f}", spent=spent, **more)


ASKED = line(UNIT, 92, 0.34, 383, love_text="68%", has_love=True)
LITIGATION = line("Litigation", 96, 0.77, 239, love_text="60% or more")
FINANCE = line("Finance", 60, 0.50, 100)


def contract(price: float = 48_800, by: str = "2026-11-01", product: str = "Meridian") -> Section:
    frame = pd.DataFrame({"product": [product], "price": [price], "notice_by": [pd.Timestamp(by)]})
    given = {"end": "2026-09-30", "unused": ["Meridian"], "use_known": ["LexDock", "Meridian"]}
    return section("contract_calendar", frame, sentence_args=given)


def content(*sections: Section, like: str = "", language: str = "en") -> Content:
    given = {"like": like, "line": "embedded librarian" if like else ""}
    ask = section("ask", pd.DataFrame(), sentence_args=given)
    return copies.content(ask, *sections, language=language)


def test_the_like_is_the_department_on_the_same_budget_line() -> None:
    card = Scorecard((ASKED, FINANCE, LITIGATION))
    assert argument(Source(content(like="Finance"), UNIT, card), 45_400) == (
        "We spend $383 a head on Civil Engineering and reach 34%. "
        "Of those who answered, 68% are satisfied.",
        "We spend $100 a head on Finance, which has the same budget line (embedded librarian), "
        "and reach 50%.",
    )


def test_without_a_shared_line_the_like_is_the_nearest_in_size() -> None:
    told = argument(Source(content(), UNIT, Scorecard((ASKED, FINANCE, LITIGATION))), 45_400)
    assert told[1] == "We spend $239 a head on Litigation, the nearest in size, and reach 77%."


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ((ASKED,), 1),  # no like
        ((ASKED, line("Tax", 90, 0.9, 50, is_open=True)), 1),  # only a limit is told of it
        ((LITIGATION, FINANCE), 0),  # the department is not there
    ],
)
def test_nothing_is_said_of_what_is_not_told(lines: tuple[Line, ...], count: int) -> None:
    assert len(argument(Source(content(), UNIT, Scorecard(lines)), 45_400)) == count
    assert asked_title(Source(content(), UNIT, Scorecard(lines))) == ""
    assert argument(Source(content(), UNIT, None), 45_400) == ()


@pytest.mark.parametrize(
    ("found", "end"),
    [
        (contract(45_400), "would cover the amount asked for."),
        (contract(45_399), "would cover part of the amount asked for."),
        (contract(by="2027-03-30"), "would cover the amount asked for."),
        (contract(by="2027-03-31"), None),
        (contract(by="2026-09-30"), None),  # the day has passed
        (contract(float("nan")), None),
        (contract(product="LexDock"), None),  # it is used
    ],
)
def test_a_contract_without_use_to_be_decided_on_soon_could_pay(
    found: Section, end: str | None
) -> None:
    told = argument(Source(content(found), UNIT, None), 45_400)
    assert [text.endswith(str(end)) for text in told] == ([True] if end else [])


def test_contracts_whose_use_nobody_knows_stand_after_those_without_use_the_dearest_first() -> None:
    made = contract()
    others = [contract(price, product=name).frame for name, price in (("A", 9_000), ("B", 70_000))]
    made = made.with_frame(pd.concat([made.frame, *others, contract(product="LexDock").frame]))
    told = argument(Source(content(made), UNIT, None), 45_400)
    assert told[0].startswith("Meridian ($48,800 a year, no recorded use)")
    assert told[1:] == (
        "Use not known: B ($70,000 a year, by November 1, 2026) and A ($9,000 a year, by "
        "November 1, 2026). Ask the vendor for COUNTER reports before you decide.",
    )


@pytest.mark.parametrize(
    ("reach", "spent", "title"),
    [
        (0.34, 383, "Civil Engineering costs more a head than Litigation, and we reach less of it"),
        (0.80, 383, "Civil Engineering costs more a head than Litigation, and we reach more of it"),
        (0.34, 100, "Civil Engineering costs less a head than Litigation, and we reach less of it"),
        (0.80, 100, "Civil Engineering costs less a head than Litigation, yet we reach more of it"),
        (0.78, 383, ""),  # one point is no difference
        (0.34, 240, ""),
    ],
)
def test_the_headline_sets_what_is_asked_beside_its_like(
    reach: float, spent: float, title: str
) -> None:
    card = Scorecard((line(UNIT, 92, reach, spent), LITIGATION))
    assert asked_title(Source(content(), UNIT, card)) == title


def test_the_argument_is_french_in_a_french_report() -> None:
    told = argument(
        Source(content(contract(), language="fr"), UNIT, Scorecard((ASKED, LITIGATION))), 9.0
    )
    assert told[0].startswith("Nous consacrons $383 par personne à Civil Engineering")
    assert "sans usage consigné" in told[2]
