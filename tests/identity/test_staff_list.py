"""The staff list out of several lists, and who is offered for a mention: both sides of each limit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.identity.review_list import CANDIDATES, suggestions
from engagekit.identity.staff_list import Directory, directory, rank
from engagekit.settings.schema import Settings
from engagekit.tables.schema import empty


def _staff(tidy: Any, *names: str, domain: str = "firm.example") -> pd.DataFrame:
    rows = [
        {"contact_id": str(n), "display_name": name, "email": f"p{n}@{domain}"}
        for n, name in enumerate(names)
    ]
    frame: pd.DataFrame = tidy("contacts", *rows)
    return frame


def test_the_list_of_the_lowest_rank_is_the_staff_list() -> None:
    ranks = [rank(tool) for tool in ("HR roster", "Microsoft Entra", "HubSpot")]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(("own", "linked"), [(1, True), (0, False)])
def test_a_domain_of_a_tenth_of_the_addresses_is_the_organisations(
    own: int, linked: bool, tidy: Any
) -> None:
    staff = _staff(tidy, *[f"Ann{n} Lee{n}" for n in range(10)])
    emails = staff["email"].tolist()
    emails[0] = "p0@office.example" if own else emails[0]
    staff = staff.assign(email=pd.Series(emails, dtype="str"))
    other = tidy(
        "contacts", {"contact_id": "x", "display_name": "Ann5 Lee5", "email": "a5@office.example"}
    )
    lists = [("HR roster", "hr.csv", staff), ("HubSpot", "hub.csv", other)]
    known = directory(lists, empty("aliases"), Settings())
    assert (known.not_staff == {"hub.csv": 0}) is linked


@pytest.mark.parametrize(("colleague", "name", "offered"), [
    ("Jane Smith", "Jan Smeets", True),  # 70 of 100
    ("John Smith", "Jane Smythe", False),  # 67
])  # fmt: skip
def test_a_colleague_of_a_similar_name_is_offered(
    colleague: str, name: str, offered: bool, tidy: Any
) -> None:
    staff = Directory(_staff(tidy, colleague), empty("aliases"))
    row = {"display_name": name, "email": None, "source_file": "f.csv"}
    found = suggestions(pd.DataFrame([row], dtype="str"), staff)
    assert bool(len(found)) is offered


def test_three_colleagues_are_offered_at_most(tidy: Any) -> None:
    names = [f"Robert Tannenbaum{letter}" for letter in "abcd"]
    staff = Directory(_staff(tidy, *names), empty("aliases"))
    row = {"display_name": "Robert Tannenbaum", "email": None, "source_file": "f.csv"}
    assert len(suggestions(pd.DataFrame([row], dtype="str"), staff)) == CANDIDATES


def test_an_address_without_a_name_is_looked_for_by_its_user(tidy: Any) -> None:
    staff = Directory(_staff(tidy, "Robert Tannenbaum"), empty("aliases"))
    row = {"display_name": None, "email": "robert.tannenbaum@else.example", "source_file": "f"}
    found = suggestions(pd.DataFrame([row], dtype="str"), staff)
    assert found[["kind", "why"]].to_numpy().tolist() == [["email", "same name"]]
