"""What is offered first for lists with the headers of a county's offices: logs, payments, terms."""

from __future__ import annotations

from tests.stranger.small import PEOPLE
from tests.stranger.test_staff_college import ALONE

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


USERS = [
    ["Westlaw QuickView+"], ["Usage Detail by User  01/01/2026 - 03/31/2026"], [],
    ["User Name", "User ID", "Sessions", "Searches", "Documents Viewed", "Charges (retail)"],
    *[[f"{one[1]}", f"WL{at}", "2", str(10 * at), str(at), f"${at}.00"]
      for at, one in enumerate(PEOPLE[1:9], 1)],
]  # fmt: skip
