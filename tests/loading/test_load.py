"""A folder to tables: nothing dropped in silence, every fault with its place, people linked once."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from engagekit.errors import DataError, SettingsError
from engagekit.identity import review_list
from engagekit.loading import load as loading
from engagekit.loading import settings_for_folder
from engagekit.loading.load import load
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.usefixtures("said")

CONTACTS = """contact_id,display_name,email,department,joined_on,left_on
1,Ana Gil,ana@firm.example,Legal,2020-01-15,
2,Ben Roy,ben@firm.example,Tax,2020-01-15,31/06/2026
3,Cleo Wu,cleo@firm.example,Tax,2021-03-31,
3,Cleo Wu,cleo@firm.example,Tax,2021-03-31,
,Nobody,nobody@firm.example,Tax,,
"""
TOUCHES = """touch_id,contact_id,display_name,email,on,channel
a,1,,,2026-07-01,walk
b,,Ben Roy,,2026-07-13,desk
c,,,CLEO@firm.example,2026-07-14,deck
d,,Stranger,,2026-07-15,desk
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "touches.csv").write_text(TOUCHES, encoding="utf-8")
    return tmp_path


def test_every_row_is_kept_or_set_aside_with_its_reason(folder: Path) -> None:
    tables = load(folder, Settings())
    sources = tables.sources.set_index("file")
    aside = tables.set_aside.groupby("file")["rows"].sum()
    assert sources.loc["contacts.csv", ["rows_read", "rows_kept"]].tolist() == [5, 3]
    assert sources.loc["touches.csv", ["rows_read", "rows_kept"]].tolist() == [4, 3]
    assert (sources["rows_read"] == sources["rows_kept"] + aside).all()
    reasons = set(tables.set_aside["reason"])
    assert reasons == {
        "same row as an earlier one", "no contact_id", "channel cannot be read",
    }  # fmt: skip


def test_a_bad_cell_is_told_with_its_address_and_a_remedy(folder: Path) -> None:
    said = [str(fault) for fault in load(folder, Settings()).faults]
    assert (
        "contacts.csv, cell F3: left_on is '31/06/2026', which is not a date. "
        "Correct the cell, or leave it empty." in said
    )
    assert any(
        "cell F4: channel is 'deck'" in text and "Did you mean 'desk'?" in text for text in said
    )


def test_people_are_linked_and_the_way_is_kept(folder: Path) -> None:
    touches = load(folder, Settings()).touches.set_index("touch_id")
    assert touches["contact_id"].fillna("").to_dict() == {"a": "1", "b": "2", "d": ""}
    assert touches["linked_by"].fillna("").to_dict() == {"a": "id", "b": "name", "d": ""}


def test_the_same_file_twice_counts_once_and_is_said(folder: Path) -> None:
    (folder / "again.csv").write_text(TOUCHES, encoding="utf-8")
    tables = load(folder, Settings())
    assert len(tables.touches) == 3
    repeats = tables.set_aside[tables.set_aside["reason"].str.startswith("same file as")]
    assert repeats["rows"].tolist() == [4]


def test_a_file_that_overlaps_another_gives_each_row_once_and_says_where(folder: Path) -> None:
    (folder / "touches2.csv").write_text(
        TOUCHES.replace("d,,Stranger", "e,,Stranger"), encoding="utf-8"
    )
    tables = load(folder, Settings())
    assert sorted(tables.touches["touch_id"]) == ["a", "b", "d", "e"]
    twice = tables.set_aside[tables.set_aside["reason"].str.contains("has them too")]
    assert twice["rows"].sum() == 2
    assert set(twice["file"]) == {"touches.csv"}
    sources = tables.sources.set_index("file")
    aside = tables.set_aside.groupby("file")["rows"].sum()
    assert (sources["rows_read"] == sources["rows_kept"] + aside).all()


def test_a_file_that_nobody_knows_is_a_problem_and_the_rest_is_read(folder: Path) -> None:
    (folder / "mystery.csv").write_text("alpha,beta\n1,2\n", encoding="utf-8")
    tables = load(folder, Settings())
    assert len(tables.contacts) == 3
    assert any(fault.file == "mystery.csv" for fault in tables.faults)


def test_departments_are_merged_as_the_settings_say(folder: Path) -> None:
    merged = make_settings({"groups": {"Advice": ["Legal", "Tax"]}})
    assert set(load(folder, merged).contacts["department"]) == {"Advice"}


def test_an_ignored_file_is_left_alone(folder: Path) -> None:
    tables = load(folder, make_settings({"files": {"touches.csv": {"ignore": True}}}))
    assert not tables.has("touches")
    assert tables.set_aside["reason"].str.contains("left alone").any()


@pytest.mark.skipif(os.name == "nt", reason="not on this system: no such names there")
def test_a_folder_may_have_any_name(folder: Path) -> None:
    below = folder / "a\nb\t #%41 \u00e9"
    below.mkdir()
    for name in ("contacts.csv", "touches.csv"):
        (folder / name).rename(below / f"-\n{name}")
    files = [one["file"] for one in load(below, Settings()).documents]
    assert files == ["- contacts.csv", "- touches.csv"]


def test_a_missing_or_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not there"):
        load(tmp_path / "nowhere")
    with pytest.raises(DataError, match="holds no exports"):
        load(tmp_path, Settings())


def test_a_folder_is_found_beside_the_settings(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "engagekit.toml").write_text("[organisation]\nfiscal_start = 1\n", encoding="utf-8")
    below = folder / "notebooks"
    below.mkdir()
    (folder / "raw").mkdir()
    (folder / "raw" / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    monkeypatch.chdir(below)
    tables = load("raw")
    assert tables.settings.organisation.fiscal_start == 1
    assert len(tables.contacts) == 3


def test_the_review_list_offers_whom_the_unidentified_may_be(folder: Path) -> None:
    text = TOUCHES.replace("Stranger", "Anna Gil")
    (folder / "touches.csv").write_text(text, encoding="utf-8")
    review = review_list.unidentified(load(folder, Settings()))
    assert review[["alias", "contact_id"]].values.tolist() == [["Anna Gil", "1"]]


def test_the_sample_accounts_for_every_row_of_every_file(sample: Tables) -> None:
    aside = sample.set_aside
    own = aside[~aside["reason"].str.startswith(("same file as", "on another list"))]
    sums = own.groupby("file")["rows"].sum()
    sources = sample.sources.set_index("file")
    left = sources["rows_read"] - sources["rows_kept"]
    pd.testing.assert_series_equal(
        left[left > 0].sort_index(), sums.sort_index(), check_names=False, check_dtype=False
    )


def test_a_misspelt_target_is_told_with_the_measure_it_may_be(tmp_path: Path) -> None:
    file = tmp_path / "engagekit.toml"
    file.write_text("[targets]\nsatsifaction = 0.8\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="'satsifaction' is no measure"):
        settings_for_folder.settings_for(tmp_path)
    file.write_text('[targets]\nreach = 0.6\n"muffins per baker" = 3\n', encoding="utf-8")
    assert settings_for_folder.settings_for(tmp_path).targets == {
        "reach": 0.6,
        "muffins per baker": 3,
    }


@pytest.mark.parametrize(
    ("second", "count"), [("staff 2026-06-30", 2), ("staff 2026-03-31 (1)", 1)]
)
def test_a_staff_list_that_did_not_change_is_one_of_each_day(
    second: str, count: int, tmp_path: Path
) -> None:
    for name in ("staff 2026-03-31", second):
        (tmp_path / f"{name}.csv").write_text(
            "Employee ID,Name,Email,Department\n1,Ann Lee,a@x.example,Tax\n"
        )
    tables = load(tmp_path, Settings())
    assert (len(tables.contacts), len([one for one in tables.origins if one.tables])) == (1, count)


def test_a_file_that_grows_while_it_is_read_is_in_no_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that is still being copied gave a third of its rows, and not a word."""
    read_all = loading.each_file

    def growing(*arguments: object) -> object:
        done = read_all(*arguments)
        with (folder / "touches.csv").open("a", encoding="utf-8") as stream:
            stream.write("e,3,,,2026-07-16,desk\n")
        return done

    monkeypatch.setattr(loading, "each_file", growing)
    tables = load(folder, Settings())
    assert [one.file for one in tables.unread] == ["touches.csv"]
    assert "touches.csv was changed while it was read" in str(tables.unread[0])
    assert "touches" not in tables.frames and len(tables.contacts) == 3
