"""Exports of help desks, booking tools, cards and course platforms."""

from __future__ import annotations

from tests.stranger.small import PEOPLE, Rows

NAMES = [one[1] for one in PEOPLE[1:]]


MONEY: Rows = [["Date", "Vendor", "Amount"], ["2026-01-05", "Lexis", "1000"],
               ["2026-02-05", "Jane's", "500"]]  # fmt: skip
