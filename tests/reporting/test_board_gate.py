"""The last look at a board copy: a name in its results or pages keeps it back."""

from __future__ import annotations

import json

import pytest

from engagekit.disclosure import Names
from engagekit.reporting.board_gate import named

NAMES = Names()
NAMES.add(["Zoë Côté"])
NAMES.add(["zoe.cote@firm.example"], are_alone=True)
PLANTED = {
    "plain.html": "<p>Zoë Côté</p>",
    "entities.html": "<p>Zo&euml; C&ocirc;t&eacute;</p>",
    "split.html": "<text><tspan>Zoë</tspan> <tspan>Côté</tspan></text>",
    "marked.html": "<p>Zo<b>ë</b> Côté</p>",
    "alternative.html": '<img alt="Zoë Côté">',
    "escaped.json": json.dumps({"a": "Zoë Côté"}),
    "address.json": '{"a": "zoe.cote@firm.example"}',
    "link.html": '<a href="mailto:zoe.cote@firm.example">',
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_name_is_found_in_results_and_pages_and_nowhere_else(name: str) -> None:
    files = {name: PLANTED[name].encode(), "fine.html": b"<p>Zoe asked; Cote answered</p>"}
    assert named({**files, "book.xlsx": b"PK"}, NAMES) == [name]


def test_a_part_of_a_name_of_two_is_no_name() -> None:
    names = Names()
    names.add(["Liam O'Leary"])
    assert names.found("by L. O'Leary") and names.found("O'Leary, L.")
    assert not names.found("see L. o and O. l")
