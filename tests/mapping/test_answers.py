"""What a person says beside the columns of a file: constants, words, scales, the one event."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomlkit

import engagekit as ek
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


def test_words_for_ways_are_ours_at_once_and_others_can_be_said(log: Path) -> None:
    before = said(log, "touches")
    assert before["values"] == {"channel": {"In person": "desk"}}
    mapping = said(log, "touches", channel__Pigeon="reference", ignored="others")
    assert mapping["values"] == {"channel": {"In person": "desk", "Pigeon": "reference"}}
    assert mapping["ignored"] == ["Notes"]


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
