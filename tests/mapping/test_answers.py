"""What a person says beside the columns of a file: constants, words, scales, the one event."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

import engagekit as ek
from engagekit.errors import UsageError
from engagekit.loading.load import load
from engagekit.settings.schema import make_settings
from tests.confirming import map_file

LOG = "When,Who,How,Notes\n2026-03-01,Ann Lee,In person,a\n2026-03-02,Bob Roy,Pigeon,b\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "engagekit.toml").write_text("[organisation]\nname = 'Firm'\n", encoding="utf-8")
    file = tmp_path / "log.csv"
    file.write_text(LOG, encoding="utf-8")
    return file


def said(file: Path, table: str, **given: str) -> dict[str, object]:
    given = {key.replace("__", "."): value for key, value in given.items()}
    text = map_file(file, table=table, given=given, dry_run=True).text
    return dict(tomlkit.parse(text).unwrap())


def test_a_text_that_is_no_header_is_the_same_in_every_row(log: Path) -> None:
    mapping = said(log, "touches", place="client", matter_id="Project Blue", own_log="yes")
    assert mapping["constants"] == {"place": "client", "matter_id": "Project Blue"}
    assert mapping["own_log"] is True


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"matter_id": "Note"}, "no column 'Note'"),  # a slip for the header Notes
        ({"on": "spring"}, "not a day"),
        ({"display_name": "Somebody"}, "no column 'Somebody'"),
        ({"place": "moon"}, "no word for place"),
        ({"channel.Pigeon": "owl"}, "'owl' is no word for channel"),
        ({"own_log": "perhaps"}, "yes or no"),
        ({"ignored": "Notes"}, "others"),
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, str], words: str, log: Path) -> None:
    with pytest.raises(UsageError, match=words):
        map_file(log, table="touches", given=given, dry_run=True)


def test_words_for_ways_are_ours_at_once_and_others_can_be_said(log: Path) -> None:
    before = said(log, "touches")
    assert before["values"] == {"channel": {"In person": "desk"}}
    mapping = said(log, "touches", channel__Pigeon="reference", ignored="others")
    assert mapping["values"] == {"channel": {"In person": "desk", "Pigeon": "reference"}}
    assert mapping["ignored"] == ["Notes"]


@pytest.mark.parametrize(("best", "scores"), [("5", [1, 2, 3, 4, 5]), ("1", [5, 4, 3, 2, 1])])
def test_one_answer_says_which_end_of_a_scale_is_good(
    best: str, scores: list[int], tmp_path: Path
) -> None:
    file = tmp_path / "survey.csv"
    rows = "".join(f"{n},{n % 5 + 1}\n" for n in range(20))
    file.write_text(f"No,How do you rate our desk on the whole?\n{rows}", encoding="utf-8")
    mapping = said(file, "responses", best__points_5=best)
    assert list(mapping["scales"]["points_5"]["scores"].values()) == scores  # type: ignore[index]
    with pytest.raises(UsageError, match="one of its ends"):
        map_file(file, table="responses", given={"best.points_5": "3"}, dry_run=True)


def test_a_draft_is_in_force_only_when_its_table_is_said(log: Path) -> None:
    (log.parent / "people.csv").write_text(
        "Employee ID,Worker,Email - Work,Department,Hire Date\n"
        "1,Ann Lee,ann@firm.example,Tax,2020-01-01\n2,Bob Roy,bob@firm.example,Tax,2020-01-01\n",
        encoding="utf-8",
    )
    for file in (log, log.parent / "people.csv"):
        assert not map_file(file).sure
    tables = load(log.parent)
    assert len(tables.contacts) == 2  # a draft of what a reader knows takes nothing from it
    assert not tables.has("touches")
    assert [one.file for one in tables.unread] == ["log.csv"]
    map_file(log, table="touches", given={"channel.Pigeon": "reference"})
    assert len(load(log.parent).touches) == 2


@pytest.mark.parametrize(
    ("title", "event", "day"),
    [
        ("Searching law, 12 March 2026", "Searching law", "2026-03-12"),
        ("Activité : Atelier du 1er avril 2026", "Atelier", "2026-04-01"),
        ("Law in an hour", "Law in an hour", "2026-04-02"),  # the day of the file's name
        ("12/13/2026 Talk", "Talk", "2026-12-13"),
    ],
)
def test_a_sign_in_list_is_one_event_with_its_own_title_and_day(
    title: str, event: str, day: str, tmp_path: Path
) -> None:
    file = tmp_path / "signed 2026-04-02.csv"
    file.write_text(f'"{title}",\n,\nPrint name,Signed\nAnn Lee,x\nBob Roy,x\n', encoding="utf-8")
    map_file(file, table="attendance", given={"status": "attended"})
    other = tmp_path / "signed 2026-05-07.csv"
    other.write_text("Print name,Signed\nCat Poe,x\nDan Fox,x\n", encoding="utf-8")
    events = load(tmp_path, make_settings({})).events.sort_values("started_at")
    assert events["started_at"].dt.strftime("%Y-%m-%d").tolist() == sorted([day, "2026-05-07"])
    assert set(events["title"]) == {event, "signed 2026-05-07"}


def test_a_file_is_left_alone_by_one_answer(log: Path) -> None:
    ek.ignore(log)
    (log.parent / "people.csv").write_text("contact_id,display_name\n1,Ann Lee\n", encoding="utf-8")
    tables = load(log.parent)
    assert (tables.unread, tables.settings.organisation.name) == ((), "Firm")
