"""A sentence of the board copy never says of the whole what only the shown rows say."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from benchmarks._firms import Spoken, claims_alone, compared, copies, firm
from engagekit.measures._frame import measure_frame, share
from engagekit.presentation.section import Section
from engagekit.wording import finding
from engagekit.wording._rules import Telling
from tests.wording.conftest import Copies

pytestmark = pytest.mark.slow

ROWS = [
    share("reach", 60, 120, department="All"), share("reach", 47, 50, department="Tax"),
    share("reach", 7, 30, department="Litigation"), share("reach", 6, 40, department="Audit"),
]  # fmt: skip


def _section(hidden: str = "") -> Section:
    frame = measure_frame(ROWS, ["department"])
    gone = frame["department"] == hidden
    for name in ("estimate", "n", "base"):
        frame[name] = frame[name].mask(gone)
    frame["suppressed"] = gone
    return Section(name="reach", title="Reach", frame=frame, sentence="reach")


def test_over_a_share_that_has_its_end_alone_nobody_is_the_most() -> None:
    section = _section()
    tax = section.frame["department"] == "Tax"
    rows = section.frame.assign(recoded=tax, at_least=0.9, at_most=float("nan"), suppressed=tax)
    board = replace(section, frame=rows.assign(estimate=rows["estimate"].mask(tax)))
    assert "to Tax (94%)" in finding(section) and " to " not in finding(board)
    assert finding(board).split("\n")[0] == finding(section).split("\n")[0]


def test_the_most_of_those_shown_is_not_said_of_all() -> None:
    whole = finding(_section())
    said = finding(_section("Tax"), whole=_section().frame)
    assert " to Tax (" in whole and "departments shown" not in whole
    assert " to Litigation (" in said
    headline, more = said.split("\n")
    assert headline == whole.split("\n")[0]
    assert more.endswith("This covers only the departments shown.")


@pytest.mark.parametrize(("tax", "audit"), [((0, 4), (2, 4)), ((2, 4), (2, 4)), ((4, 4), (4, 4))])
def test_nobody_is_the_most_over_merged_rows_and_the_row_of_them_neither(
    tax: tuple[int, int], audit: tuple[int, int]
) -> None:
    """Whoever hides among the others, the same is said: it tells nothing of them."""
    shown = [share("reach", 30, 60, department="All"), share("reach", 17, 30, department="Energy"),
             share("reach", 9, 22, department="Labour")]  # fmt: skip
    whole = measure_frame([*shown, share("reach", *tax, department="Tax"),
                           share("reach", *audit, department="Audit")], ["department"])  # fmt: skip
    others = share("reach", tax[0] + audit[0], 8, department="other departments (2)")
    board = measure_frame([*shown, others], ["department"])
    said = finding(Section(name="reach", title="R", frame=board, sentence="reach"), whole=whole)
    assert "other departments" not in said
    assert said.split("\n")[1] == (
        "From Labour (41%) to Energy (57%). This covers only the departments shown."
    )


def test_who_differs_is_judged_among_all_groups_hidden_ones_too() -> None:
    """Among the two shown B would lie below the rest; among all of them it does not."""
    rows = [share("satisfaction", 150, 200, department="All"),
            *(share("satisfaction", n, 40, department=one)
              for one, n in zip("ABCDE", (36, 24, 30, 30, 30), strict=True))]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    frame["low"], frame["high"] = 0.5, 0.9
    gone = frame["department"].isin(list("CDE"))
    shown = frame.copy()
    for name in ("estimate", "n", "base"):
        shown[name] = shown[name].mask(gone)
    shown["suppressed"] = gone
    section = Section(name="satisfaction", title="S", frame=shown, sentence="satisfaction")
    private = finding(replace(section, frame=frame))
    board = finding(section, whole=frame)
    for one in "AB":
        assert (f": {one}" in board or f", {one}" in board) <= (
            f": {one}" in private or f", {one}" in private
        )
    assert "departments shown" in board


@pytest.fixture(scope="module")
def firm_copies() -> Copies:
    return copies(firm(2, people=120, departments=7))


def test_the_board_copy_of_a_made_up_firm_claims_nothing_alone(firm_copies: Copies) -> None:
    sections, qualified, alone = compared(*firm_copies)
    assert sections > 30 and qualified > 0
    assert alone == []


def test_the_board_copy_of_the_sample_claims_nothing_alone(sample_copies: Copies) -> None:
    sections, qualified, alone = compared(*sample_copies)
    assert sections > 100 and qualified > 0
    assert alone == []


def test_the_test_would_see_a_claim_of_the_board_alone(
    monkeypatch: pytest.MonkeyPatch, firm_copies: Copies
) -> None:
    monkeypatch.setattr(Telling, "compared", lambda _, text, *__: text)
    assert compared(*firm_copies)[2]


@pytest.mark.parametrize(("estimate", "alone"), [(0.94, 0), (0.84, 1)])
def test_a_share_of_which_the_board_says_the_least_is_that_or_more(
    estimate: float, alone: int
) -> None:
    whole = pd.DataFrame(
        {"department": ["All"], "estimate": [estimate], "n": [67.0], "base": [71.0]}
    )
    private = f"{estimate:.0%} of those who answered were satisfied."
    board = "Satisfaction by department: 85% or more overall, rounded to protect small groups."
    title = "Satisfaction by department"
    said = Spoken("satisfaction", title, "en", private, board, whole, is_rounded=True)
    assert len([*claims_alone(said)]) == alone


def test_what_a_recoded_row_cannot_change_stays_under_the_headline() -> None:
    """The range of all stays; who stands out among the departments goes."""
    rows = [share("satisfaction", 150, 200, department="All"),
            *(share("satisfaction", n, 40, department=one)
              for one, n in zip("ABCDE", (39, 18, 30, 30, 33), strict=True))]  # fmt: skip
    frame = measure_frame(rows, ["department"])
    frame["low"], frame["high"] = 0.7, 0.8
    frame = frame.assign(
        suppressed=False, recoded=False, at_least=float("nan"), at_most=float("nan")
    )
    private = finding(Section(name="s", title="S", frame=frame, sentence="satisfaction"))
    assert "Likely 70% to 80%" in private and "clearly" in private.lower()
    best = frame["department"] == "A"
    board = frame.assign(recoded=best, estimate=frame["estimate"].mask(best),
                         at_least=frame["at_least"].mask(best, 0.9))  # fmt: skip
    said = finding(Section(name="s", title="S", frame=board, sentence="satisfaction"), whole=frame)
    assert "Likely 70% to 80%" in said and "clearly" not in said.lower()
    assert "departments shown" not in said


@pytest.mark.parametrize(
    ("department", "base", "recoded", "said"),
    [
        ("All", 56, True, "Love: 90% or more overall, rounded to protect small groups."),
        ("Tax", 56, True, "Love: rounded, to protect small groups."),  # of a part nothing of all
        ("All", 56, False, "Love: not shown, to protect small groups."),
    ],
)
def test_of_a_protected_whole_its_ends_are_said(
    department: str, base: int, recoded: bool, said: str
) -> None:
    rows = [share("satisfaction", base - 2, base, department=one) for one in (department, "Audit")]
    frame = measure_frame(rows, ["department"])
    frame = frame.assign(suppressed=True, recoded=recoded, at_least=0.9, at_most=float("nan"))
    frame.loc[:, ["estimate", "low", "high", "n"]] = float("nan")
    section = Section("satisfaction", "Love", frame, sentence="satisfaction")
    assert finding(section) == said
    french = finding(section, "fr")
    assert ("90\u202f% ou plus dans l’ensemble" in french.replace("\xa0", "\u202f")) == (
        "overall" in said
    )
