"""The staff list out of several lists, and who is offered for a mention: both sides of each limit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.identity.match import link
from engagekit.identity.review_list import CANDIDATES, suggestions
from engagekit.identity.staff_list import Directory, directory, rank
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import empty
from tests.conftest import _tidy

ENTRA = "Microsoft Entra"


def _people(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Contacts of number, name, address, and role or department."""
    names = ("contact_id", "display_name", "email", "role_level", "department")
    return _tidy("contacts", *[dict(zip(names, row, strict=False)) for row in rows])


def _known(
    people: pd.DataFrame,
    aliases: pd.DataFrame | None = None,
    tool: str = ENTRA,
    others: pd.DataFrame | None = None,
    **settings: Any,
) -> Directory:
    lists = [] if others is None else [("HubSpot", "crm.csv", others)]
    known = empty("aliases") if aliases is None else aliases
    return directory([*lists, (tool, "staff.csv", people)], known, make_settings(settings))


def _linked(known: Directory, tool: str, email: str) -> list[Any]:
    mentions = pd.DataFrame(
        {"contact_id": [pd.NA], "display_name": ["O"], "email": [email]}, dtype="str"
    )
    found = link(mentions, pd.Series(pd.to_datetime(["2026-03-01"])), known, tool)
    return found[["contact_id", "linked_by"]].dropna().to_numpy().tolist()


STAFF = _people(
    ("1", "Olive Hart", "olive.hart@alder.example", "Associate", "4100 Tax"),
    ("2", "Noor Aziz", "noor.aziz@alder.example", "", "4200 Law"),
    ("3", "Sam Okafor", "sam@vendor.example", "guest"),
    ("4", "Boardroom 4", "room4@alder.example", "not a person"),
)


def test_guests_and_rooms_of_a_directory_are_not_staff_and_their_aliases_link_nobody() -> None:
    upn = {"alias": "s_vendor.example#EXT#@alder.example", "kind": "upn", "contact_id": "3"}
    known = _known(STAFF, _tidy("aliases", upn))
    assert known.contacts["contact_id"].tolist() == ["1", "2"]
    assert known.not_staff == {"staff.csv": 2}
    assert _linked(known, "Slack", "s@vendor.example") == []


def test_a_user_name_links_in_the_organisations_own_tools_only() -> None:
    assert _linked(_known(STAFF), "Slack", "olive.hart") == [["1", "upn"]]
    assert _linked(_known(STAFF), "Zoom", "olive.hart") == []


@pytest.mark.parametrize("settings", [{}, {"organisation": {"domains": ["firm.example"]}}])
def test_a_client_of_a_colleagues_name_in_another_list_is_not_that_colleague(
    settings: dict[str, Any],
) -> None:
    staff = _people(
        ("1", "Ana Gil", "ana.gil@firm.example"), ("2", "Bo Lind", "bo.lind@firm.example")
    )
    other = _people(
        ("x9", "Ana Gil", "ana@client.example"), ("x8", "Bo Lind", "blind@uk.firm.example")
    )
    lookup = _known(staff, None, "HR roster", other, **settings).lookup["address"]
    assert "ana@client.example" not in lookup
    assert lookup["blind@uk.firm.example"] == "2"


def test_another_list_adds_addresses_and_fills_but_changes_nobody() -> None:
    staff = _tidy("contacts", {"contact_id": "1", "display_name": "Ana Gil", "department": "Tax"})
    other = _people(
        ("x9", "Ana Gil", "ana@firm.example", "", "Legal"), ("x8", "Visitor", "v@else.example")
    )
    made = _known(staff, None, "HR roster", other)
    assert made.contacts[["contact_id", "email", "department"]].values.tolist() == [
        ["1", "ana@firm.example", "Tax"]
    ]
    assert made.not_staff == {"crm.csv": 1}
    assert _linked(made, "Zoom", "ana@firm.example") == [["1", "email"]]
    assert made.lookup["id"] == {"x9": "1"}


def test_library_staff_are_known_by_department_address_number_or_column() -> None:
    staff = _tidy(
        "contacts",
        {"contact_id": "1", "department": "library"},
        {"contact_id": "2", "email": "Desk@firm.example"},
        {"contact_id": "3"},
        {"contact_id": "4", "is_library": True},
        {"contact_id": "5"},
    )
    library = {
        "departments": ["Library"], "emails": ["desk@firm.example"], "contact_ids": ["3"]
    }  # fmt: skip
    known = _known(staff, library=library)
    assert known.contacts["is_library"].tolist() == [True, True, True, True, False]


def test_the_list_of_the_lowest_rank_is_the_staff_list() -> None:
    ranks = [rank(tool) for tool in ("HR roster", ENTRA, "HubSpot")]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize(("domain", "strangers"), [("office", 0), ("firm", 1)])
def test_a_domain_of_a_tenth_of_the_addresses_is_the_organisations(
    domain: str, strangers: int
) -> None:
    rows = [(str(n), f"Ann{n} Lee{n}", f"p{n}@firm.example") for n in range(9)]
    staff = _people(*rows, ("9", "Ann9 Lee9", f"p9@{domain}.example"))
    other = _people(("x", "Ann5 Lee5", "a5@office.example"))
    assert _known(staff, None, "HR roster", other).not_staff == {"crm.csv": strangers}


@pytest.mark.parametrize(
    ("colleagues", "name", "offered"),
    [
        (["Jane Smith"], "Jan Smeets", 1),  # 70 of 100
        (["John Smith"], "Jane Smythe", 0),  # 67
        ([f"Robert Tannenbaum{letter}" for letter in "abcd"], "Robert Tannenbaum", CANDIDATES),
    ],
)
def test_three_colleagues_of_similar_names_are_offered_at_most(
    colleagues: list[str], name: str, offered: int
) -> None:
    people = _people(*[(str(n), colleague) for n, colleague in enumerate(colleagues)])
    row = {"display_name": name, "email": None, "source_file": "f.csv"}
    found = suggestions(pd.DataFrame([row], dtype="str"), Directory(people, empty("aliases")))
    assert len(found) == offered


def test_an_address_without_a_name_is_looked_for_by_its_user() -> None:
    staff = Directory(_people(("1", "Robert Tannenbaum")), empty("aliases"))
    row = {"display_name": None, "email": "robert.tannenbaum@else.example", "source_file": "f"}
    found = suggestions(pd.DataFrame([row], dtype="str"), staff)
    assert found[["kind", "why"]].to_numpy().tolist() == [["email", "same name"]]
