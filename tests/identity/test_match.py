"""Mentions to contacts: what may link, in which order, and what is only a suggestion."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.identity.match import link
from engagekit.identity.review_list import suggestions
from engagekit.identity.staff_list import Directory, directory
from engagekit.parsing import person_names
from engagekit.settings.schema import Settings

DAY = "2026-07-13"


@pytest.fixture
def known(tidy: Any) -> Directory:
    staff = tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Zoë Müller", "email": "zoe.mueller@firm.example"},
        {"contact_id": "2", "display_name": "Chris Lee", "email": "chris.lee@firm.example"},
        {"contact_id": "3", "display_name": "Chris Lee", "email": "chris.lee2@firm.example"},
        {"contact_id": "4", "display_name": "Ana Gil", "left_on": "2026-06-30"},
        {"contact_id": "5", "display_name": "Madonna", "email": "m@firm.example"},
        {"contact_id": "6", "display_name": "Sam Okafor", "joined_on": "2026-08-01"},
    )
    aliases = tidy(
        "aliases",
        {"alias": "zoe@home.example", "kind": "email", "contact_id": "1"},
        {"alias": "Zo M", "kind": "name", "contact_id": "1", "decided_by": "the librarian"},
        {"alias": "E-77", "kind": "id", "contact_id": "2"},
        {"alias": "shared@firm.example", "kind": "email", "contact_id": "2"},
        {"alias": "shared@firm.example", "kind": "email", "contact_id": "3"},
    )
    return directory([("HR roster", "hr.xlsx", staff)], aliases, Settings())


def _link(known: Directory, tool: str = "Microsoft Teams", day: str = DAY, **mention: str) -> Any:
    row = {"contact_id": None, "display_name": None, "email": None, **mention}
    rows = pd.DataFrame([row], dtype="str")
    found = link(rows, pd.Series(pd.to_datetime([day])), known, tool).iloc[0]
    return None if pd.isna(found["contact_id"]) else (found["contact_id"], found["linked_by"])


MENTIONS = tomllib.loads(Path(__file__).with_name("mentions.toml").read_text("utf-8"))


@pytest.mark.parametrize("mention", MENTIONS["links"])
def test_number_before_address_before_alias_before_name_and_no_doubt_links(
    known: Directory, mention: str
) -> None:
    cells = zip(("contact_id", "display_name", "email"), mention.split("|"), strict=True)
    found = _link(known, **{name: cell for name, cell in cells if cell})
    assert [*(found or ())] == MENTIONS["links"][mention]


def test_a_name_links_only_in_the_organisations_own_tools_and_while_they_were_there(
    known: Directory,
) -> None:
    assert _link(known, "Zoom", display_name="Zoë Müller") is None
    assert _link(known, display_name="Ana Gil", day="2026-06-30") == ("4", "name")
    assert _link(known, display_name="Sam Okafor", day="2026-08-01") == ("6", "name")


def test_the_review_list_offers_both_bearers_of_a_name_and_is_answered_by_an_alias(
    known: Directory,
) -> None:
    rows = pd.DataFrame(
        {"display_name": ["Chris Lee", "Chris Lee", "Zoe Muler"], "email": [None, None, None],
         "source_file": ["a.csv"] * 3}, dtype="str",
    )  # fmt: skip
    found = suggestions(rows, known)
    assert found.loc[found["alias"] == "Chris Lee", "contact_id"].tolist() == ["2", "3"]
    assert found.loc[found["alias"] == "Chris Lee", "rows"].unique().tolist() == [2]
    assert found.loc[found["alias"] == "Zoe Muler", "contact_id"].tolist()[0] == "1"
    assert suggestions(rows.iloc[:0], known).empty


def test_names_are_compared_without_their_trimmings() -> None:
    shown = pd.Series([*MENTIONS["names"]])
    assert person_names.name_of(shown).tolist() == [*MENTIONS["names"].values()]
