"""Tables kept on disk are those that were read, and nothing else ever takes their place."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

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


def _entry(home: Path) -> Path | None:
    return disk_cache.entry_of(home / "data", load.settings_for(home / "data"))


def _assert_same(one: Tables, other: Tables) -> None:
    for name in ("settings", "faults", "left_out", "origins", "documents", "scope", "whole"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.frames) == list(other.frames) and list(one.places) == list(other.places)
    for name, frame in one.frames.items():
        again = other.frames[name]
        pd.testing.assert_frame_equal(frame, again, check_exact=True, check_index_type="exact")
        for column in frame.columns:
            assert set(map(type, frame[column])) == set(map(type, again[column])), (name, column)
    for name in set(one.places) - {"aliases"}:  # which are put together of many places
        pd.testing.assert_frame_equal(one.places[name], other.places[name])


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


@pytest.mark.parametrize(
    "change",
    [
        _same_size_and_time,
        lambda home: (home / "engagekit.toml").write_text(SETTINGS.replace("= 1", "= 4")),
        lambda home: (home / "mappings" / "x.toml").write_text('table = "contacts"\n'),
        lambda home: (home / "data" / "notes.txt").write_text("a code book"),
    ],
    ids=["same size and time", "setting", "mapping", "neighbour"],
)
def test_a_change_of_what_is_read_is_read(change: Callable[[Path], None], home: Path) -> None:
    load.everything(home / "data")
    change(home)
    found = _entry(home)
    assert found is not None and found not in _entries(home)


def test_another_day_and_other_code_read_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A post that begins tomorrow is nobody's yet, and was so for as long as the entry was there."""
    found = []
    for day in ("2026-06-30", "2026-06-30", "2026-07-01"):
        now = pd.Timestamp(f"{day} 12:00")
        monkeypatch.setattr(pd.Timestamp, "today", lambda now=now: now)
        found.append(_entry(home))
    assert found[0] == found[1] != found[2]
    package = home / "engagekit" / "loading" / "disk_cache.py"
    package.parent.mkdir(parents=True)
    monkeypatch.setattr(disk_cache, "__file__", str(package))
    for text in ("a = 1", "a = 12"):
        package.write_text(text, "utf-8")
        disk_cache.program.cache_clear()
        found.append(_entry(home))
    disk_cache.program.cache_clear()
    assert len({*found}) == 4


def test_a_process_older_than_the_code_shares_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """An open notebook would keep numbers of the old code under the name of the new one."""
    own = [one for one in Path(disk_cache.__file__).parents[1].rglob("*") if one.suffix != ".pyc"]
    times = [one.stat().st_mtime_ns for one in own if one.is_file()]
    times.append(Path(pd.__file__).parents[1].stat().st_mtime_ns)
    named = []
    for begun in (max(times) + 10**15, max(times) + 10**15 + 1, max(times) - 1, max(times) - 2):
        monkeypatch.setattr(disk_cache, "_BEGUN", begun)
        disk_cache.program.cache_clear()
        named.append(disk_cache.program())
    disk_cache.program.cache_clear()
    assert named[0] == named[1] and len({*named}) == 3


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


@pytest.mark.parametrize("at", [99, -9])
def test_a_damaged_entry_is_read_past_and_replaced(
    at: int, home: Path, readings: list[int]
) -> None:
    first = load.everything(home / "data")
    (entry,) = _entries(home)
    whole = entry.read_bytes()
    entry.write_bytes(whole[:at] + b"?" + whole[at + 1 :] if at > 0 else whole[:at])
    _assert_same(first, load.everything(home / "data"))
    assert len(readings) == 2 and entry.read_bytes() == whole


def test_entries_are_for_the_owner_and_few(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_cache, "MOST", 2)
    for number in range(3):
        (home / "data" / "contacts.csv").write_text(STAFF.replace("E1", f"E{number}"), "utf-8")
        load.everything(home / "data")
    entries = _entries(home)
    places = [*entries, entries[0].parent, home / ".engagekit"]
    assert [oct(one.stat().st_mode)[-3:] for one in places] == ["600", "600", "700", "700"]


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


def test_a_full_disk_leaves_nothing_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    load.everything(home / "data")
    assert not _entries(home)
