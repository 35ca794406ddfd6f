"""A package brings a reader by the entry point `engagekit.sources`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engagekit.errors import ReaderError
from engagekit.loading import disk_cache
from engagekit.loading.read_file import read_file
from engagekit.mapping.retired import Retired
from engagekit.mapping.tool_signs import Signs
from engagekit.readers import registry
from engagekit.settings.schema import Settings

READER = '''"""Footfall: a line a visit to the desk."""

from engagekit.readers.shared.contract import Reading, Recognition

TOOL = "{tool}"
TABLES = ("touches",)


def recognise(export):
    header = export.sheet.row(0) if export.visible else []
    is_own = header == ["footfall day", "footfall who"]
    return Recognition("has the columns of Footfall") if is_own else None


def read(export):
    rows = export.sheet.body(1, names=["on", "display_name"])
    touches = rows.assign(touch_id=rows.index.map("footfall-{{}}".format), channel="desk")
    return Reading({{"touches": touches}}, len(rows), len(rows))
'''
Bring = Callable[..., None]


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bring]:
    """Install a package with some modules; what is cached is forgotten before and after."""

    def forget() -> None:
        for cached in (registry.all_readers, registry.brought_readers, registry._entry_points):
            cached.cache_clear()

    def install(package: str, **modules: str) -> None:
        folder = tmp_path / "site"
        info = folder / f"{package}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
        lines = [f"{name} = {name}" for name in modules]
        (info / "entry_points.txt").write_text("\n".join(["[engagekit.sources]", *lines]) + "\n")
        for name, source in modules.items():
            (folder / f"{name}.py").write_text(source)
        monkeypatch.syspath_prepend(folder)
        forget()

    yield install
    monkeypatch.undo()
    forget()


@pytest.fixture
def export(tmp_path: Path) -> Path:
    place = tmp_path / "visits.csv"
    place.write_text("footfall day,footfall who\n2026-02-03,Olive Hart\n2026-02-04,Bo Ek\n")
    return place


def test_a_reader_of_a_package_reads_its_files(bring: Bring, export: Path) -> None:
    assert read_file(export, export.name, Settings()).error
    bring("footfall-reader", footfall_reader=READER.format(tool="Footfall"))
    done = read_file(export, export.name, Settings())
    assert (done.error, done.parts[0].tool) == (None, "Footfall")
    assert done.parts[0].frames["touches"]["display_name"].tolist() == ["Olive Hart", "Bo Ek"]


def test_two_readers_that_fit_one_file_are_an_error(bring: Bring, export: Path) -> None:
    one, other = READER.format(tool="Footfall"), READER.format(tool="Door book")
    bring("two-readers", footfall_a=one, footfall_b=other)
    assert "both Footfall and Door book" in str(read_file(export, export.name, Settings()).error)


def test_a_reader_of_a_package_goes_before_the_word_that_a_tool_is_read_no_more(
    bring: Bring, export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs = (Signs(all=("footfall day",)),)
    gone = Retired(tool="Footfall", instead="Map {path} once.", signs=signs)
    monkeypatch.setattr("engagekit.mapping.retired.retired_tools", lambda: (gone,))
    said = str(read_file(export, export.name, Settings()).error)
    assert said.startswith(
        "visits.csv is an export of Footfall, which this version no longer reads. Map "
    )
    bring("footfall-reader", footfall_back=READER.format(tool="Footfall"))
    assert read_file(export, export.name, Settings()).error is None


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "some-reader: the reader faulty_a does not load (division by zero)"),
        ("TOOL = 'A'\nTABLES = ()", "some-reader: the reader faulty_b lacks recognise; read"),
        (READER.format(tool="Zoom"), "some-reader brings a reader for Zoom, which has one already"),
    ],
)
def test_a_faulty_reader_of_a_package_is_named(source: str, said: str, bring: Bring) -> None:
    name = {"1": "faulty_a", "T": "faulty_b", '"': "faulty_c"}[source[0]]
    bring("some-reader", **{name: source})
    with pytest.raises(ReaderError) as caught:
        registry.all_readers()
    assert said in str(caught.value)


def test_what_was_read_is_read_anew_when_a_package_changes(bring: Bring, tmp_path: Path) -> None:
    bring("footfall-reader", footfall_kept=READER.format(tool="Footfall"))
    disk_cache.program.cache_clear()
    before = disk_cache.program()
    (tmp_path / "site" / "footfall_kept.py").write_text(READER.format(tool="Footfall, again"))
    disk_cache.program.cache_clear()
    assert disk_cache.program() != before
    disk_cache.program.cache_clear()
