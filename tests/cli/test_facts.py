"""The facts of a project given in a cell: made, changed, shown with what is lacking."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engagekit.cli.start import folder_name, start
from engagekit.errors import UsageError
from engagekit.settings.periods import last_complete
from engagekit.settings.project import VARIABLE
from engagekit.settings.schema import read_settings
from engagekit.settings.shipped import sample_project
from tests.notebook_cells import cells


@pytest.fixture(autouse=True)
def _no_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "")
    monkeypatch.delenv(VARIABLE)


def test_a_project_is_made_and_its_facts_are_given_one_by_one(tmp_path: Path) -> None:
    home = tmp_path / "own"
    first = start(home, name="Firm")
    assert "currency" in first.lacking
    assert "STILL NEEDED" in repr(first)
    again = start(home, fiscal_start=1, currency="gbp", domains="a.example, b.example",
                  library_departments="Library", asked=12)  # fmt: skip
    assert again.lacking == []
    settings = read_settings(home / "engagekit.toml")
    assert settings.organisation.name == "Firm"  # what is empty stays
    assert settings.organisation.domains == ("a.example", "b.example")
    assert (settings.organisation.currency, settings.survey.asked) == ("GBP", 12)
    assert "todo: currency" not in (home / "engagekit.toml").read_text("utf-8")
    assert "Next: put your exports" in again._repr_html_()


def test_the_empty_folder_for_exports_follows_the_fiscal_year(tmp_path: Path) -> None:
    before = start(tmp_path, name="Firm").data
    after = start(tmp_path, fiscal_start=1).data
    assert before != after
    assert [one.name for one in (tmp_path / "data").iterdir()] == [after.name]
    (after / "people.csv").write_text("a\n", encoding="utf-8")
    assert start(tmp_path, fiscal_start=4).data == after  # files are never moved


def test_notebooks_of_a_french_project_make_french_reports(tmp_path: Path) -> None:
    start(tmp_path, language="fr")
    place = tmp_path / "notebooks" / "00_start_here.ipynb"
    assert cells(place, "markdown")[0].source.startswith("# Start here")
    assert any('language: str = "fr"' in cell.source for cell in cells(place))


def test_what_cannot_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(tmp_path, name="Firm")
    for fact, text in (
        ({"asked": "many"}, "not a whole number"),
        ({"asked": "May"}, "not a whole number"),  # a month is no number of people
        ({"colour": "blue"}, "no fact"),
        ({"fiscal_start": "spring"}, "not a whole number"),
        ({"fiscal_start": "13"}, "fiscal_start"),
        ({"fiscal_start": "0"}, "fiscal_start"),
    ):
        with pytest.raises(UsageError, match=text):
            start(tmp_path / "other", **fact)
    assert not (tmp_path / "other").exists()
    with pytest.raises(UsageError, match="sample"):
        start(sample_project(), name="Firm")
    monkeypatch.delenv(VARIABLE)
    monkeypatch.chdir("/")
    with pytest.raises(UsageError, match="no project"):
        start("", name="Firm")


def test_without_a_project_and_a_fact_it_says_what_to_give(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir("/")
    facts = start("", language="fr")
    assert facts.home is None
    assert "no project here yet" in repr(facts) and "no project here yet" in facts._repr_html_()


@pytest.mark.parametrize(("word", "month"), [("July", 7), ("avril", 4), ("10", 10)])
def test_the_fiscal_year_begins_in_a_month_by_its_name_or_number(
    word: str, month: int, tmp_path: Path
) -> None:
    made = start(tmp_path, name="Firm", fiscal_start=word)
    assert made.data.name == folder_name(last_complete(date.today(), month).label)
    assert read_settings(tmp_path / "engagekit.toml").organisation.fiscal_start == month
