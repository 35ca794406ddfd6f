"""What is offered first for lists with the headers of a county's offices: logs, payments, terms."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading.likely_tables import without_guesses
from engagekit.loading.open_files import Choice
from engagekit.mapping.drafting import map_file
from engagekit.mapping.proposing import Proposal
from engagekit.mapping.titles import legend
from engagekit.tables.tables import Tables
from tests.stranger import small
from tests.stranger.small import PEOPLE, Rows, loaded
from tests.stranger.test_staff_college import ALONE
from tests.stranger.test_year_to_date import accepted

LONE = {**ALONE, "people__csv": PEOPLE}
CODES = "H = walk-up at counter, T = telephone, E = e-mail"
LOG = [
    ["Date", "Init.", "Patron", "Agency", "Mode", "What they asked", "Subj", "Time (min)", "Ref'd out"],
    *[
        [f"2026-02-{day:02}", "JT", "Ann Lee", "Probation", "HTE"[day % 3], f"form {day % 4}",
         ("FAM", "CIV")[day % 2], str(5 + day % 3), "Y" * (day % 2)]
        for day in range(2, 20)
    ],
]  # fmt: skip
PAID = [
    ["Wrnt Dt", "Wrnt #", "Payee", "Vendor Inv", "Obj", "Amt", "Rmk"],
    *[
        [f"2026-02-{day:02}", str(771200 + day), f"Vendor {day % 5}", f"INV{day}",
         str(6310 + 10 * (day % 2)), f"{100 + day}.25", ""]
        for day in range(2, 25)
    ],
]  # fmt: skip


def offers(home: Path, **files: Rows | None) -> list[Choice]:
    (one,) = small.gate(home, **{**LONE, **files}).open_files
    return list(one.choices)


def test_a_log_in_codes_is_read_by_the_legend_above_it(tmp_path: Path) -> None:
    rows = [["Reference log"], [CODES], [], *LOG]
    assert offers(tmp_path / "a", log__csv=rows)[0].table == "touches"
    gate = accepted(tmp_path / "b", **LONE, log__csv=rows)
    ways = gate.tables.touches["channel"].value_counts().to_dict()
    assert ways == {"walk-up": 6, "phone": 6, "email": 6}
    assert gate.counts()["enquiries"] == 18


def test_a_log_in_codes_without_a_legend_is_no_survey_first(tmp_path: Path) -> None:
    first, *_ = offers(tmp_path, log__csv=LOG)
    assert first.table == "touches" and first.fault


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (CODES, {"H": "walk-up at counter", "T": "telephone", "E": "e-mail"}),
        ("Open 10:30 to 12:00", {}), ("Log for May: desk", {}), ("P: phone | D: desk", {"P": "phone", "D": "desk"}),
    ],
)  # fmt: skip
def test_a_legend_gives_the_words_for_codes(text: str, codes: dict[str, str]) -> None:
    assert legend([text]) == codes


def test_payments_under_short_headers_are_money_on_their_day(tmp_path: Path) -> None:
    first, *_ = offers(tmp_path, payments__csv=PAID)
    assert first.table == "budget" and not first.fault
    assert first.amount == pytest.approx(sum(float(row[5]) for row in PAID[1:]))


@pytest.mark.parametrize("header", ["Renewal date", "Due date", "Expires"])
def test_the_day_on_which_something_ends_is_not_that_of_a_payment(
    header: str, tmp_path: Path
) -> None:
    rows = [["Payee", "Amt", header], *[[row[2], row[5], row[0]] for row in PAID[1:]]]
    for choice in offers(tmp_path, payments__csv=rows):
        assert choice.table != "budget" or ("period", header) not in choice.said


def test_classes_with_how_many_showed_are_events(tmp_path: Path) -> None:
    rows = [["Wk day", "When", "Class", "Room", "Signed up", "Showed", "No-show"]]
    rows += [["Wed", f"2026-02-{4 + 7 * at:02}", f"Class {at}", "Training rm", "10", "6", "4"]
             for at in range(3)]  # fmt: skip
    gate = accepted(tmp_path, **LONE, classes__csv=rows)
    assert gate.counts()["events"] == 3
    assert gate.tables.events["head_count"].sum() == 18


@pytest.mark.parametrize(
    ("first", "last", "is_turned"),
    [
        ("2024-07-01", "2027-06-30", True),
        ("2027-06-30", "2024-07-01", False),
        ("", "2027-06-30", False),
        ("2026-01-01T10:00:00+02:00", "2027-01-01T10:00:00", True),
        ("1er mars", "n/a", False),
    ],
)
def test_an_end_that_was_guessed_before_its_beginning_is_turned_round(
    first: str, last: str, is_turned: bool
) -> None:
    guessed = Proposal("contracts", {"starts_on": 1, "ends_on": 0}, (), 1.0)
    body = pd.DataFrame({0: [first] * 3, 1: [last] * 3})
    fields = without_guesses(guessed, [], body, Tables({})).fields
    assert (fields["starts_on"], fields["ends_on"]) == ((0, 1) if is_turned else (1, 0))


def test_yes_and_no_are_no_department(tmp_path: Path) -> None:
    first, *_ = offers(tmp_path, log__csv=[["Log"], [CODES], [], *LOG])
    assert first.table == "touches" and "Ref'd out" in first.aside and "Agency" not in first.aside


USERS = [
    ["Westlaw QuickView+"], ["Usage Detail by User  01/01/2026 - 03/31/2026"], [],
    ["User Name", "User ID", "Sessions", "Searches", "Documents Viewed", "Charges (retail)"],
    *[[f"{one[1]}", f"WL{at}", "2", str(10 * at), str(at), f"${at}.00"]
      for at, one in enumerate(PEOPLE[1:9], 1)],
]  # fmt: skip


@pytest.mark.parametrize("total", [[], [["All users", "", "16", "360", "36", "$36.00"]]])
def test_uses_of_one_platform_by_user_are_added_up(total: Rows, tmp_path: Path) -> None:
    settings = small.SETTINGS + '[files."uses.csv".constants]\nplatform = "Westlaw"\n'
    gate = small.gate(tmp_path, settings, **LONE, uses__csv=[*USERS, *total])
    (one,) = gate.open_files
    first = one.choices[0]
    assert first.table == "usage" and not first.fault
    given = dict(first.said) | {"platform": "Westlaw"}
    map_file(one.path, table=first.table, given=given)
    uses = loaded(tmp_path / "data").usage
    each = uses.groupby("metric", observed=True)["n"].sum()
    assert each.to_dict() == {"Sessions": 16, "Searches": 360, "Documents Viewed": 36}
    assert not {one[1] for one in PEOPLE[1:]} & set(uses.astype("str").stack())


@pytest.mark.parametrize("header", ["Subscribed since", "Since", "Abonné depuis", "Seit"])
def test_since_when_something_is_paid_for_is_no_end(header: str, tmp_path: Path) -> None:
    rows = [["Resource", "Annual cost", header], ["Westlaw", "12000", "2015-02-01"],
            ["HeinOnline", "4000", "2019-07-01"], ["vLex", "2400", "2021-01-15"]]  # fmt: skip
    first, *_ = offers(tmp_path, subscriptions__csv=rows)
    assert first.table == "contracts" and dict(first.said)["ends_on"] == "..."
