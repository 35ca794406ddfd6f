"""What was ordered and not paid is asked about; who sat in a committee asked nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stranger.test_vendor_layouts import log, offers


@pytest.mark.parametrize(("head", "kind"), [
    ("PO Number/Vendor/Description/PO Date/Amount", "..."),
    ("Order No/Supplier/Item/Order date/Order value", "..."),
    ("Bon de commande/Fournisseur/Article/Date de commande/Montant", "..."),
    ("PO Number/Vendor/Description/Payment date/Amount", "actual"),
    ("Invoice No/Vendor/PO Number/Invoice date/Amount", "actual"),
    ("Number/Vendor/Description/Date/Amount", "actual"),
])  # fmt: skip
def test_orders_are_spent_only_where_something_says_so(
    head: str, kind: str, tmp_path: Path
) -> None:
    first = offers(tmp_path, log(head, "PO{at}", "Firm {third}", "Item {at}", "{day}", "15{third}"))
    assert (first[0].table, dict(first[0].said)["kind"]) == ("budget", kind)


@pytest.mark.parametrize(("head", "is_asked"), [
    ("Date/Present/Decision/Action", False), ("Date/Members of library present/Decision/Action", False),
    ("Date/Présents/Décisions/Suivi", False), ("Date/Client/Question/Action", True),
    ("Date/Client/Decision/Question", True),
])  # fmt: skip
def test_minutes_of_a_committee_are_no_log(head: str, is_asked: bool, tmp_path: Path) -> None:
    rows = log(head, "{day}", "{who}", "Renew the contract {at}", "Write to firm {at}")
    given = [one.table for one in offers(tmp_path, rows) if not one.fault]
    assert (given[:1] == ["touches"]) is is_asked and (is_asked or not given)
