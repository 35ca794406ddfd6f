"""A directory as staff list: guests and rooms are no staff, user names stand for addresses."""

from __future__ import annotations

from typing import Any

import pandas as pd

from engagekit.identity.match import link
from engagekit.identity.staff_list import directory
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.schema import empty


def _people(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["contact_id", "display_name", "email", "role_level"])
    return pd.concat([empty("contacts"), frame.astype("str")], ignore_index=True)


STAFF = _people(
    ("1", "Olive Hart", "olive.hart@alder.example", "Associate"),
    ("2", "Noor Aziz", "noor.aziz@alder.example", ""),
    ("3", "Sam Okafor", "sam@vendor.example", "guest"),
    ("4", "Boardroom 4", "room4@alder.example", "not a person"),
)


def test_guests_and_rooms_of_a_directory_are_not_on_the_staff_list() -> None:
    known = directory([("Microsoft Entra", "users.csv", STAFF)], empty("aliases"), Settings())
    assert known.contacts["contact_id"].tolist() == ["1", "2"]
    assert known.not_staff == {"users.csv": 2}


def test_the_number_of_a_cost_centre_goes_but_for_departments_the_settings_name_with_it() -> None:
    people = STAFF[:2].assign(department=["4100 Tax", "4200 Law"])
    lists = [("Microsoft Entra", "users.csv", people)]
    known = directory(lists, empty("aliases"), Settings())
    assert known.contacts["department"].tolist() == ["Tax", "Law"] and len(known.notes) == 1
    chosen = make_settings({"groups": {"Advice": ["4200 Law"]}})
    kept = directory(lists, empty("aliases"), chosen).contacts["department"].tolist()
    assert kept == ["Tax", "4200 Law"], "merged under its name in the settings"


def test_a_user_name_links_in_the_organisations_own_tools_only() -> None:
    known = directory([("Microsoft Entra", "users.csv", STAFF)], empty("aliases"), Settings())
    mentions = pd.DataFrame(
        {"contact_id": [pd.NA], "display_name": ["Olive"], "email": ["olive.hart"]}, dtype="str"
    )
    days = pd.Series(pd.to_datetime(["2026-03-01"]))
    assert link(mentions, days, known, "Slack")[["contact_id", "linked_by"]].iloc[0].tolist() == [
        "1", "upn",
    ]  # fmt: skip
    assert link(mentions, days, known, "Zoom")["contact_id"].isna().all()


def test_aliases_of_people_who_are_not_staff_link_nobody() -> None:
    aliases = pd.concat(
        [
            empty("aliases"),
            pd.DataFrame(
                {
                    "alias": ["s_vendor.example#EXT#@alder.example"],
                    "kind": "upn",
                    "contact_id": "3",
                },
                dtype="str",
            ),
        ],
        ignore_index=True,
    )
    known = directory([("Microsoft Entra", "users.csv", STAFF)], aliases, Settings())
    mentions = pd.DataFrame(
        {"contact_id": [pd.NA], "display_name": ["S"], "email": ["s@vendor.example"]}, dtype="str"
    )
    days = pd.Series(pd.to_datetime(["2026-03-01"]))
    assert link(mentions, days, known, "Slack")["contact_id"].isna().all()


def test_a_client_of_a_colleagues_name_in_another_list_is_not_that_colleague(tidy: Any) -> None:
    staff = tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana Gil", "email": "ana.gil@firm.example"},
        {"contact_id": "2", "display_name": "Bo Lind", "email": "bo.lind@firm.example"},
    )
    other = tidy(
        "contacts",
        {"contact_id": "x9", "display_name": "Ana Gil", "email": "ana@client.example"},
        {"contact_id": "x8", "display_name": "Bo Lind", "email": "blind@uk.firm.example"},
    )
    lists = [("HubSpot", "crm.csv", other), ("HR roster", "hr.xlsx", staff)]
    for settings in (Settings(), make_settings({"organisation": {"domains": ["firm.example"]}})):
        lookup = directory(lists, empty("aliases"), settings).lookup["address"]
        assert "ana@client.example" not in lookup
        assert lookup["blind@uk.firm.example"] == "2"
