"""Columns that say who answered, from both sides of each threshold."""

from __future__ import annotations

import re

import pytest

from engagekit.readers.survey._personal_columns import EMAIL, is_personal

ADDRESS, WORD = "ana@firm.example", "none"


@pytest.mark.parametrize(("header", "personal"), [
    ("recipientFirstName", True),
    ("Custom Data 4", True),
    ("What is your name?", True),
    ("Quel est votre courriel ?", True),
    ("What is your name of the project?", False),
    ("What is the name of your department?", False),
])  # fmt: skip
def test_a_header_names_a_person(header: str, personal: bool) -> None:
    assert is_personal(header) is personal


def test_an_address_is_looked_for_within_bounds() -> None:
    """Without them a cell of `a@a@a@` takes as many steps as the square of its letters."""
    assert re.match(EMAIL, ";".join(f"reader{at}@firm.example" for at in range(40)))
    assert re.match(EMAIL, "a@" * 50_000) is None
    assert not re.search(r"\\S[+*]|,\}", EMAIL)
