"""The last look at a board copy: a name in its results or pages keeps it back."""

from __future__ import annotations

import json

import pytest

from engagekit.disclosure import Names
from engagekit.reporting.board_gate import without_hits
from engagekit.reporting.writers import RESULTS

NAMES = Names()
NAMES.add("Zoë Côté")
NAMES.add("zoe.cote@firm.example", alone=True)
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
def test_a_name_is_found_in_results_and_pages(name: str) -> None:
    files = {name: PLANTED[name].encode(), "fine.html": b"ok"}
    assert without_hits(files, NAMES) == ({"fine.html": b"ok"}, (name,))


def test_with_a_page_goes_what_is_made_of_the_same_texts() -> None:
    page = PLANTED["plain.html"].encode()
    files = {"brief.html": page, "brief.pdf": b"%PDF", "brief.pptx": b"PK", "data-book.xlsx": b"ok"}
    assert without_hits(files, NAMES) == (
        {"data-book.xlsx": b"ok"},
        ("brief.html", "brief.pdf", "brief.pptx"),
    )


def test_where_the_numbers_name_somebody_nothing_is_left() -> None:
    files = {RESULTS: PLANTED["escaped.json"].encode(), "a.html": b"ok"}
    assert without_hits(files, NAMES) == ({}, (RESULTS, "a.html"))


def test_files_that_name_nobody_are_left_alone() -> None:
    files = {"a.html": b"<p>Zoe asked; Cote answered</p>", "b.xlsx": b"PK"}
    assert without_hits(files, NAMES) == (files, ())


def test_a_part_of_a_name_of_two_is_no_name() -> None:
    names = Names()
    names.add_all(["Liam O'Leary"])
    assert names.found("by L. O'Leary") and names.found("O'Leary, L.")
    assert not names.found("see L. o and O. l")
