"""A drug maker in the United States: actual and forecast months, tickets, a roster by function."""

from __future__ import annotations

import pytest

from engagekit.mapping.headers import ways


@pytest.mark.parametrize(
    ("cell", "way"),
    [("Web", "email"), ("Web form", "email"), ("Web chat", "chat"), ("Web conference", "chat")],
)  # fmt: skip
def test_a_form_on_the_web_is_no_chat(cell: str, way: str) -> None:
    assert ways([cell]) == [(cell, way)]
