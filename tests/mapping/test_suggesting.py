"""What is offered for a column: by its header and by its cells."""

from __future__ import annotations

import pytest

from engagekit.mapping.headers import ways


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("Present", "attended"), ("Not present", "no_show"), ("Non présent", "no_show"),
        ("n'est pas venu", "no_show"), ("Didn't attend", "no_show"), ("Excused", "no_show"),
        ("Not started", None), ("did not answer", None), ("non résolu", None),
        ("Checked in", "attended"), ("Not checked in", "no_show"), ("Walk-in", "attended"),
        ("1", "attended"), ("0", "no_show"), ("10", None), ("A", None), ("Waitlisted", "waiting"),
        ("Declined", "cancelled"), ("Late cancel", "cancelled"), ("Late", "attended"),
        ("Accepted", "registered"), ("Signed up", "registered"), ("Signed", "attended"),
        ("Registered and attended", "attended"), ("Registered, did not attend", "no_show"),
        ("Online", "attended"), ("In person", "attended"), ("Registered online", "registered"),
    ],
)  # fmt: skip
def test_a_word_of_who_came_is_not_read_as_its_opposite(cell: str, means: str | None) -> None:
    assert dict(ways([cell], "status")).get(cell) == means


@pytest.mark.parametrize(("cell", "is_walk"), [
    ("Visit to the Tax team", True), ("Visit to library", False), ("Visit to the desk", False),
    ("Visite chez les juristes", True), ("Visite à la bibliothèque", False), ("Visite au centre", False),
])  # fmt: skip
def test_who_visits_the_library_is_on_no_walk_of_ours(cell: str, is_walk: bool) -> None:
    assert (dict(ways([cell])).get(cell) == "walk") is is_walk
