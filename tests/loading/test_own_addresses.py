"""Addresses and units of the library are no guests, whoever held the meeting: `cases_of_hosts`."""

from __future__ import annotations

import pandas as pd

from engagekit.loading.own_addresses import of_library
from engagekit.settings.schema import make_settings


def test_a_shared_calendar_under_the_name_of_the_unit_is_the_library_and_a_person_is_not() -> None:
    rows = pd.DataFrame(
        [("HEALTH Library", "", None), ("Info", "Desk@x.org", None), ("Ann Library", "", None),
         ("Health Library", "", "7"), ("", "", None)],
        columns=["display_name", "email", "contact_id"],
        dtype="str",
    )  # fmt: skip
    library = {"departments": ["Health Library"], "emails": ["desk@x.org"]}
    found = of_library(rows, make_settings({"library": library}))
    assert found.tolist() == [True, True, False, False, False]
