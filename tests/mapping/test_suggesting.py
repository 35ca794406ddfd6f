"""What is offered for a column: by its header and by its cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.mapping.headers import ways
from engagekit.settings.schema import make_settings
from tests.confirming import map_file


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


def test_words_that_a_column_does_not_take_are_listed_to_be_said(tmp_path: Path) -> None:
    rows = ["When,Who,How", "2026-03-01,Ann Lee,walks", "2026-03-02,Bob Roy,pigeon",
            "2026-03-03,Bob Roy,Desk"]  # fmt: skip
    (tmp_path / "log.csv").write_text("\n".join(rows), encoding="utf-8")
    text = map_file(tmp_path / "log.csv", table="touches", dry_run=True).text
    assert '# "walks" = "walk"  # rows: 1' in text
    assert '# "pigeon" = "..."  # rows: 1' in text
    assert '"Desk"' not in text
    said = text.replace('# "walks"', '"walks"').replace(
        '# "pigeon" = "..."', '"pigeon" = "reference"'
    )
    (tmp_path / "log.toml").write_text(said, encoding="utf-8")
    settings = make_settings({"files": {"log.csv": {"mapping": str(tmp_path / "log.toml")}}})
    found = load(tmp_path, settings).touches
    assert found["channel"].tolist() == ["walk", "reference", "desk"]


@pytest.mark.parametrize(("cell", "is_walk"), [
    ("Visit to the Tax team", True), ("Visit to library", False), ("Visit to the desk", False),
    ("Visite chez les juristes", True), ("Visite à la bibliothèque", False), ("Visite au centre", False),
])  # fmt: skip
def test_who_visits_the_library_is_on_no_walk_of_ours(cell: str, is_walk: bool) -> None:
    assert (dict(ways([cell])).get(cell) == "walk") is is_walk
