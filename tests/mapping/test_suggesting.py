"""What is offered for a column: by its header and by its cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.mapping.columns import ColumnProfile
from engagekit.mapping.drafting import map_file
from engagekit.mapping.headers import ways
from engagekit.mapping.suggesting import across, exact, fits, scores
from engagekit.settings.schema import make_settings


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


def seen(header: str, kind: str, *, personal: bool = False) -> ColumnProfile:
    return ColumnProfile(0, header, kind, 9, 9, "", personal)


def offered(part: ColumnProfile) -> set[str]:
    return {field for _, field in scores(part, "touches", {})}


@pytest.mark.parametrize(
    ("header", "kind", "personal", "first"),
    [
        ("Day we met", "date", False, "on"),
        ("Staff name", "text", True, "staff_id"),
        ("Name of person", "text", True, "display_name"),
        ("Place of visit", "text", False, "place"),
    ],
)
def test_cells_settle_what_headers_leave_open(
    header: str, kind: str, personal: bool, first: str
) -> None:
    assert scores(seen(header, kind, personal=personal), "touches", {})[0][1] == first


@pytest.mark.parametrize(("header", "table", "field", "is_sum"), [
    ("Unit price", "contracts", "price", False), ("Cost per user (GBP)", "contracts", "price", False),
    ("Price / seat", "contracts", "price", False), ("Prix unitaire", "budget", "amount", False),
    ("Coût par licence", "contracts", "price", False), ("Stückpreis", "budget", "amount", False),
    ("Annual price", "contracts", "price", True), ("Price per year", "contracts", "price", True),
    ("Unit", "budget", "amount", True), ("Business unit cost", "budget", "amount", True), ("Cost of print", "budget", "amount", True),
    ("Searches YTD", "usage", "n", False), ("Utilisations cumulées", "counts", "n", False),
    ("Number of licences", "usage", "n", False), ("Seats", "usage", "n", False), ("Users", "usage", "n", True),
])  # fmt: skip
def test_the_price_of_one_user_is_no_price_and_a_licence_no_use(
    header: str, table: str, field: str, is_sum: bool
) -> None:
    assert fits(seen(header, "number"), table, field) is is_sum


@pytest.mark.parametrize(("title", "kind", "days", "is_event"), [
    ("Course", "choice", 9, True), ("Nom de l'atelier", "text", 9, True), ("Formation", "text", 9, True),
    ("Workshop title", "choice", 9, True), ("Title", "text", 9, False), ("Title", "choice", 4, True),
    ("Training", "flag", 9, False),
])  # fmt: skip
def test_who_came_to_a_course_came_to_an_event_on_a_day_of_her_own_too(
    title: str, kind: str, days: int, is_event: bool
) -> None:
    day = replace(seen("Date", "date"), column=1, distinct=days)
    name = replace(seen("Name", "text", personal=True), column=2, is_name=True)
    together = across([seen(title, kind), day, name], "attendance")
    assert together.session == ((0, 1) if is_event else ())


@pytest.mark.parametrize("header", ["Notes", "Remarks", "Comments"])
def test_free_text_is_not_offered_as_a_person(header: str) -> None:
    assert not {"display_name", "email"} & offered(seen(header, "text"))


def test_days_are_no_places_and_names_no_addresses() -> None:
    assert "place" not in offered(seen("When it was", "date"))
    assert "email" not in offered(seen("Who it was", "text", personal=True))


def test_when_and_who_are_plain_words_of_a_log() -> None:
    assert exact([seen("When", "date")], "touches") == {"on": 0}
    assert exact([seen("Who", "text", personal=True)], "touches") == {"display_name": 0}


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


@pytest.mark.parametrize("header", ["Ended", "Completed Time (GMT)", "Date Submitted"])
def test_answers_are_of_the_day_on_which_a_survey_tool_ended_them(header: str) -> None:
    started = seen("Started", "moment")
    columns = [started, replace(seen(header, "moment"), column=1)]
    assert exact(columns, "responses") == {"submitted_at": 1}


def test_the_course_of_somebody_who_asks_is_no_event() -> None:
    day, name = replace(seen("Date", "date"), column=1), replace(seen("Name", "text"), column=2)
    course, asked = seen("Course", "choice"), replace(seen("Question", "text"), column=3)
    assert across([course, day, name], "attendance").session == (0, 1)
    assert across([course, day, name, asked], "attendance").session == ()


@pytest.mark.parametrize(("cell", "is_walk"), [
    ("Visit to the Tax team", True), ("Visit to library", False), ("Visit to the desk", False),
    ("Visite chez les juristes", True), ("Visite à la bibliothèque", False), ("Visite au centre", False),
])  # fmt: skip
def test_who_visits_the_library_is_on_no_walk_of_ours(cell: str, is_walk: bool) -> None:
    assert (dict(ways([cell])).get(cell) == "walk") is is_walk
