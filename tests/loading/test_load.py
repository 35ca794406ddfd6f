"""A folder to tables: where it lies, what it may be called, and that each row is accounted for."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from engagekit.errors import DataError, SettingsError
from engagekit.loading import load as loading
from engagekit.loading import settings_for_folder
from engagekit.loading.load import load
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.usefixtures("said")

CONTACTS = "contact_id,display_name,email\n1,Ana Gil,ana@firm.example\n,Nobody,n@firm.example\n"
TOUCHES = "touch_id,contact_id,on,channel\na,1,2026-07-01,walk\nb,1,2026-07-13,desk\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contacts.csv").write_text(CONTACTS, encoding="utf-8")
    (tmp_path / "touches.csv").write_text(TOUCHES, encoding="utf-8")
    return tmp_path


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
    for name in ("notebooks", "raw"):
        (folder / name).mkdir()
    (folder / "contacts.csv").rename(folder / "raw" / "contacts.csv")
    monkeypatch.chdir(folder / "notebooks")
    tables = load("raw")
    assert tables.settings.organisation.fiscal_start == 1
    assert len(tables.contacts) == 1


def test_every_row_of_every_file_is_kept_or_set_aside(folder: Path, sample: Tables) -> None:
    for tables in (load(folder, Settings()), sample):
        aside = tables.set_aside
        own = aside[~aside["reason"].str.startswith(("same file as", "on another list"))]
        sums = own.groupby("file")["rows"].sum()
        sources = tables.sources.set_index("file")
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
    targets = settings_for_folder.settings_for(tmp_path).targets
    assert targets == {"reach": 0.6, "muffins per baker": 3}


def test_a_file_that_grows_while_it_is_read_is_in_no_number(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that is still being copied gave a third of its rows, and not a word."""
    read_all = loading.each_file

    def growing(*arguments: object) -> object:
        done = read_all(*arguments)
        with (folder / "touches.csv").open("a", encoding="utf-8") as stream:
            stream.write("e,3,2026-07-16,desk\n")
        return done

    monkeypatch.setattr(loading, "each_file", growing)
    tables = load(folder, Settings())
    assert [one.file for one in tables.unread] == ["touches.csv"]
    assert "touches.csv changed while we read it" in str(tables.unread[0])
    assert "touches" not in tables.frames and len(tables.contacts) == 1
