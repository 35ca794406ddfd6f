"""Tables kept on disk are those that were read, and nothing else ever takes their place."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from engagekit.errors import EngagekitError
from engagekit.loading import disk_cache, load, read_file
from engagekit.reporting.report import report
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.usefixtures("said")

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "quarterly_report.ipynb"
STAFF = "Employee ID,Name,Email,Department\nE1,Jane Roe,jane@firm.example,Tax\n"
SETTINGS = '[organisation]\nname = "Firm"\nfiscal_start = 1\n'


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(disk_cache.VARIABLE)
    (tmp_path / "data").mkdir()
    (tmp_path / "mappings").mkdir()
    (tmp_path / "engagekit.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "data" / "contacts.csv").write_text(STAFF, "utf-8")
    return tmp_path


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many files each load reads that finds no entry."""
    counts: list[int] = []
    each_file = load.each_file

    def counted(work: object, files: list[object], *rest: object) -> object:
        counts.append(len(files))
        return each_file(work, files, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(load, "each_file", counted)
    return counts


def _entries(home: Path) -> list[Path]:
    return sorted((home / ".engagekit" / "cache").glob("*"))


def _assert_same(one: Tables, other: Tables) -> None:
    for name in ("settings", "faults", "left_out", "origins", "documents", "scope", "whole"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.frames) == list(other.frames) and list(one.places) == list(other.places)
    for name, frame in one.frames.items():
        again = other.frames[name]
        pd.testing.assert_frame_equal(frame, again, check_exact=True, check_index_type="exact")
        assert type(frame.index) is type(again.index) and frame.attrs == again.attrs
        for column in frame.columns:
            assert set(map(type, frame[column])) == set(map(type, again[column])), (name, column)
    for name, place in one.places.items():
        there = other.places[name]
        assert [part[:2] for part in place.pieces] == [part[:2] for part in there.pieces]
        pairs = [(place.kept, there.kept)]
        pairs += [(a[2], b[2]) for a, b in zip(place.pieces, there.pieces, strict=True)]
        for a, b in pairs:
            assert a is b or (a is not None and b is not None and a.dtype == b.dtype)
            assert np.array_equal(a, b)  # type: ignore[arg-type]


def test_what_is_kept_of_the_sample_is_what_was_read(sample: Tables, tmp_path: Path) -> None:
    entry = tmp_path / "state" / "cache" / "entry"
    disk_cache.write(entry, sample)
    again = disk_cache.read(entry, sample.settings)
    assert again is not None and len(again.documents) > 20
    _assert_same(sample, again)


def _same_size_and_time(home: Path) -> None:
    file = home / "data" / "contacts.csv"
    about = file.stat()
    file.write_text(STAFF.replace("Tax", "Law"), "utf-8")
    os.utime(file, ns=(about.st_atime_ns, about.st_mtime_ns))


def _setting(home: Path) -> None:
    (home / "engagekit.toml").write_text(SETTINGS.replace("= 1", "= 4"), "utf-8")


def _mapping(home: Path) -> None:
    (home / "mappings" / "x.toml").write_text('table = "contacts"\n', "utf-8")


def _neighbour(home: Path) -> None:
    (home / "data" / "notes.txt").write_text("a code book", "utf-8")


@pytest.mark.parametrize("change", [_same_size_and_time, _setting, _mapping, _neighbour])
def test_a_change_of_what_is_read_is_read(
    change: Callable[[Path], None], home: Path, readings: list[int]
) -> None:
    load.everything(home / "data")
    change(home)
    found = disk_cache.entry_of(home / "data", load.settings_for(home / "data"))
    assert found is not None and found not in _entries(home)


def test_another_day_reads_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post that begins tomorrow is nobody's yet, and was so for as long as the entry was there."""
    chosen, found = load.settings_for(home / "data"), []
    for day in ("2026-06-30", "2026-06-30", "2026-07-01"):
        now = pd.Timestamp(f"{day} 12:00")
        stamp = SimpleNamespace(today=lambda now=now: now)
        with monkeypatch.context() as patched:
            patched.setattr(
                disk_cache, "pd", SimpleNamespace(Timestamp=stamp, __file__=pd.__file__)
            )
            found.append(disk_cache.entry_of(home / "data", chosen))
    assert found[0] == found[1] != found[2]


def test_other_code_reads_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = load.settings_for(home / "data")
    package = home / "engagekit" / "loading" / "disk_cache.py"
    package.parent.mkdir(parents=True)
    package.write_text("a = 1", "utf-8")
    monkeypatch.setattr(disk_cache, "__file__", str(package))
    found = []
    for text in ("a = 1", "a = 12"):
        package.write_text(text, "utf-8")
        disk_cache.program.cache_clear()
        found.append(disk_cache.entry_of(home / "data", chosen))
    disk_cache.program.cache_clear()
    assert len({*found}) == 2


def test_a_dry_run_reads_what_is_kept_and_keeps_nothing(home: Path, readings: list[int]) -> None:
    for read, entries in ((1, 0), (2, 1)):
        with suppress(EngagekitError):  # of one list no report can be made
            report(data=home / "data", out=home / "out", notebook=NOTEBOOK, dry_run=True)
        assert (len(readings), len(_entries(home))) == (read, entries)
        load.everything(home / "data")


def test_a_setting_that_only_shows_reads_nothing_again(home: Path, readings: list[int]) -> None:
    load.everything(home / "data")
    text = SETTINGS.replace("Firm", "Bank") + "[disclosure]\nk = 9\n[targets]\nreach = 0.5\n"
    (home / "engagekit.toml").write_text(text + '[report]\nlanguage = "fr"\n', "utf-8")
    again = load.everything(home / "data")
    assert len(readings) == 1
    assert again.settings.organisation.name == "Bank" and again.locale.language == "fr"


@pytest.mark.parametrize(
    "damage", [lambda body: body[:-9], lambda body: body[:99] + b"?" + body[100:]]
)
def test_a_damaged_entry_is_read_past_and_replaced(
    damage: Callable[[bytes], bytes], home: Path, readings: list[int]
) -> None:
    first = load.everything(home / "data")
    (entry,) = _entries(home)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    _assert_same(first, load.everything(home / "data"))
    assert len(readings) == 2 and entry.read_bytes() == whole


def test_entries_are_for_the_owner_and_few(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST", 8)  # as it is outside a run of tests
    for number in range(10):
        (home / "data" / "contacts.csv").write_text(STAFF.replace("E1", f"E{number}"), "utf-8")
        load.everything(home / "data")
    entries = _entries(home)
    assert len(entries) == 8
    assert {oct(one.stat().st_mode)[-3:] for one in entries} == {"600"}
    assert {oct(one.stat().st_mode)[-3:] for one in (entries[0].parent, home / ".engagekit")} == {
        "700"
    }


def test_nothing_is_kept_outside_a_project_on_request_or_of_an_ended_reading(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(disk_cache.VARIABLE, "")
    load.everything(home / "data")
    monkeypatch.delenv(disk_cache.VARIABLE)
    monkeypatch.setattr(load, "read_file", lambda _, file, __: read_file.unread(file, "ended"))
    load.everything(home / "data")
    assert not (home / ".engagekit").exists()
    monkeypatch.undo()
    (home / "engagekit.toml").unlink()
    load.everything(home / "data")
    assert {one.name for one in home.iterdir()} == {"data", "mappings"}


def test_a_process_older_than_the_code_shares_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open notebook would keep numbers of the old code under the name of the new one."""
    named = []
    newest = max(
        Path(pd.__file__).parents[1].stat().st_mtime_ns,
        *(one.stat().st_mtime_ns for one in Path(disk_cache.__file__).parents[1].rglob("*.py")),
        *(one.stat().st_mtime_ns for one in Path(disk_cache.__file__).parents[1].rglob("*.toml")),
    )
    for begun in (newest + 10**15, newest + 10**15 + 1, newest - 1, newest - 2):
        monkeypatch.setattr(disk_cache, "_BEGUN", begun)
        disk_cache.program.cache_clear()
        named.append(disk_cache.program())
    disk_cache.program.cache_clear()
    assert named[0] == named[1] and len({*named}) == 3


def test_a_full_disk_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    load.everything(home / "data")
    assert not _entries(home)
