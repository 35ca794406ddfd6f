"""ZIP exports: each member is read as a file of its own, and what is unsafe is not opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from engagekit.errors import ExportError
from engagekit.files import archive as packed
from engagekit.files.archive import each_of
from engagekit.files.source_file import beside, open_export
from engagekit.loading import inspect, load
from engagekit.settings.schema import Settings, make_settings
from tests.confirming import map_file

MESSAGES = (
    "id,replied_to_id,thread_id,group_id,sender_id,sender_type,sender_name,sender_email,body,"
    "created_at,deleted_at\n"
    "1,,1,7,10,user,Ana Ruiz,ana.ruiz@example.org,Thank you,2026-07-01T09:00:00Z,\n"
    "2,1,1,7,11,user,Bo Lind,bo.lind@example.org,Gladly,2026-07-02T09:00:00Z,\n"
)
FORM = "Timestamp,How satisfied are you?\n11/17/2026 18:23:58,Very satisfied\n"


def _packed(place: Path, held: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return place


def _flagged(place: Path, held: dict[str, str | bytes]) -> Path:
    """The same with the mark of a password on every member."""
    raw = bytearray(_packed(place, held).read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(sign)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(sign, at + 4)
    place.write_bytes(bytes(raw))
    return place


def _inspected(place: Path | str) -> dict[str, dict[str, Any]]:
    """What is said of each file, by its name below the archive."""
    found = inspect.inspect([str(place)])
    return {part["file"].removeprefix(f"{place}/"): part for part in found}


def test_each_member_of_a_zip_is_read_as_a_file_of_its_own(tmp_path: Path) -> None:
    held: dict[str, str | bytes] = {
        "Messages.csv": MESSAGES,
        "forms/Feedback.csv": FORM,
        "__MACOSX/._Messages.csv": b"\x00\x05\x16\x07",
        ".DS_Store": b"\x00\x00\x00\x01",
        "readme.html": "<p>About this export</p>",
    }
    place = _packed(tmp_path / "export.zip", held)
    found = _inspected(place)
    assert sorted(found) == ["Messages.csv", "forms/Feedback.csv"]
    messages = found["Messages.csv"]
    assert (messages["tool"], messages["rows_read"], messages["rows_kept"]) == ("Viva Engage", 2, 2)
    assert found["forms/Feedback.csv"]["tool"] == "Google Forms"
    (one,) = _inspected(f"{place}/Messages.csv").values()
    assert one["tool"] == "Viva Engage", "a member can be named"
    written = inspect.write_tables([str(place)], tmp_path / "out", Settings())
    assert {path.name for path in written} >= {"touches.csv", "problems.csv"}


def test_what_cannot_be_read_is_named_wherever_it_lies(tmp_path: Path) -> None:
    usage = b"%PDF-1.7 usage"
    _packed(tmp_path / "a.zip", {"Messages.csv": MESSAGES, "in/usage.pdf": usage, "readme.md": "x"})
    for name in ("usage.PDF", "minutes.docx", "page.html", "desk.jpg", "README.txt", "desktop.ini"):
        (tmp_path / name).write_bytes(usage)
    tables = load.everything(tmp_path, Settings())
    assert [one.file for one in tables.unread] == [
        "a.zip/in/usage.pdf", "desk.jpg", "minutes.docx", "page.html", "usage.PDF",
    ]  # fmt: skip
    assert "Download the same report as .csv" in tables.unread[0].problem
    noted = [one.file for one in tables.faults if one.level == "note"]
    assert noted == ["README.txt", "a.zip/readme.md"]
    assert len(tables.touches) == 2


@pytest.mark.usefixtures("proposals_taken")
def test_a_zip_in_a_folder_loads_with_its_provenance(tmp_path: Path) -> None:
    _packed(tmp_path / "export.zip", {"Messages.csv": MESSAGES})
    (tmp_path / "Feedback.csv").write_text(FORM, encoding="utf-8")
    tables = load.load(tmp_path, Settings())
    assert tables.sources["file"].tolist() == ["Feedback.csv", "export.zip/Messages.csv"]
    assert set(tables.touches["source_file"]) == {"export.zip/Messages.csv"}
    alone = load.load(tmp_path / "export.zip", Settings())
    assert alone.sources["file"].tolist() == ["export.zip/Messages.csv"]
    assert alone.sources["sha256"][0] == tables.sources["sha256"][1]


@pytest.mark.usefixtures("proposals_taken")
@pytest.mark.parametrize("name", ["export.zip", "export.zip/Messages.csv", "Messages.csv"])
def test_the_settings_leave_a_zip_or_a_member_alone(tmp_path: Path, name: str) -> None:
    _packed(tmp_path / "export.zip", {"Messages.csv": MESSAGES})
    (tmp_path / "Feedback.csv").write_text(FORM, encoding="utf-8")
    settings = make_settings({"files": {name: {"ignore": True}}})
    assert load.load(tmp_path, settings).sources["file"].tolist() == ["Feedback.csv"]


def test_a_workbook_in_a_zip_is_a_workbook_and_a_renamed_workbook_is_no_archive(
    tmp_path: Path,
) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Timestamp", "How satisfied are you?"])
    sheet.append(["11/17/2026 18:23:58", "Very satisfied"])
    stream = io.BytesIO()
    book.save(stream)
    place = _packed(tmp_path / "export.zip", {"answers.xlsx": stream.getvalue()})
    assert open_export(place / "answers.xlsx").kind == "workbook"
    (tmp_path / "renamed.zip").write_bytes(stream.getvalue())
    assert not packed.is_archive(tmp_path / "renamed.zip")
    assert open_export(tmp_path / "renamed.zip").kind == "workbook"


def _twice(place: Path) -> None:
    with zipfile.ZipFile(place, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("Messages.csv", MESSAGES)
        archive.writestr("Messages.csv", "a,b\n")


def _cut(place: Path, share: float) -> None:
    raw = _packed(place, {"Messages.csv": MESSAGES}).read_bytes()
    place.write_bytes(raw[: int(len(raw) * share)])


def _holding(held: dict[str, str | bytes]) -> Callable[[Path], object]:
    return partial(_packed, held=held)


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (_holding({"big.csv": b"0," * 3_000_000}), "unpacks to far more data than any export has"),
        (_holding({"../outside.csv": "a,b\n1,2\n"}), "leads outside the archive"),
        (_holding({"/etc/outside.csv": "a,b\n1,2\n"}), "leads outside the archive"),
        (_holding({"C:\\outside.csv": "a,b\n1,2\n"}), "leads outside the archive"),
        (_holding({f"{n}.csv": "" for n in range(12)}), "holds 12 files; the limit is 10"),
        (_holding({}), "a ZIP without a file in it"),
        (_holding({"__MACOSX/._a.csv": "x"}), "a ZIP without a file in it"),
        (partial(_flagged, held={"a.csv": "x"}), "is protected by a password. Unpack it"),
        (_twice, "holds 'Messages.csv' twice"),
        (partial(_cut, share=0.3), "damaged"),
        (partial(_cut, share=0.9), "damaged"),
    ],
)
def test_what_no_export_would_hold_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], object], said: str
) -> None:
    monkeypatch.setattr(packed, "MAX_MEMBERS", 10)
    write(tmp_path / "export.zip")
    (found,) = inspect.inspect([str(tmp_path / "export.zip")])
    assert found["recognised"] is False
    assert said in found["error"]


def test_as_many_files_as_an_archive_may_hold_are_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "MAX_MEMBERS", 2)
    place = _packed(tmp_path / "export.zip", {"a.csv": "x,y\n1,2\n", "b.csv": "x,y\n1,2\n"})
    assert "limit is" not in str(_inspected(place))


@pytest.mark.usefixtures("proposals_taken")
def test_an_archive_in_an_archive_and_a_damaged_member_are_refused_alone(tmp_path: Path) -> None:
    inner = _packed(tmp_path / "inner.zip", {"a.csv": "x"}).read_bytes()
    held: dict[str, str | bytes] = {
        "Messages.csv": MESSAGES, "inner.zip": inner, "Feedback.csv": FORM
    }  # fmt: skip
    place = _packed(tmp_path / "export.zip", held)
    raw = bytearray(place.read_bytes())
    raw[len("Messages.csv") + 40] ^= 0xFF
    place.write_bytes(bytes(raw))
    found = _inspected(place)
    assert "it is damaged" in found["Messages.csv"]["error"]
    assert "is an archive in an archive" in found["inner.zip"]["error"]
    assert found["Feedback.csv"]["rows_kept"] == 1


def test_a_member_over_the_limit_is_refused(tmp_path: Path) -> None:
    place = _packed(tmp_path / "export.zip", {"a.csv": "x,y\n" * 50})
    with pytest.raises(ExportError, match="unpacks to over 20 bytes"):
        open_export(place / "a.csv", max_bytes=20)
    with pytest.raises(ExportError, match="is not there"):
        open_export(place / "b.csv")


def test_the_neighbours_of_a_member_are_those_of_its_folder_in_the_zip(tmp_path: Path) -> None:
    place = _packed(
        tmp_path / "export.zip",
        {
            "a/one.csv": "mark,b\n",
            "a/two.csv": "mark,c\n",
            "a/three.csv": "x\n",
            "b/four.csv": "mark",
        },
    )
    (tmp_path / "five.csv").write_text("mark,d\n", encoding="utf-8")
    found = beside(open_export(place / "a" / "one.csv"), {".csv"}, "^mark")
    assert [export.path.name for export in found] == ["two.csv"]
    assert each_of(tmp_path / "five.csv", "five.csv") == [(tmp_path / "five.csv", "five.csv")]


def test_a_member_is_mapped_once_and_known_from_then_on(tmp_path: Path) -> None:
    visits = "Date of visit,Who,How\n2026-01-05,Ana Ruiz,walk\n2026-01-16,Bo Lind,desk\n"
    place = _packed(tmp_path / "log.zip", {"in/visits.csv": visits})
    (tmp_path / "engagekit.toml").write_text("", encoding="utf-8")
    named = {"on": "Date of visit", "display_name": "Who", "channel": "How"}
    made = map_file(place / "in" / "visits.csv", table="touches", given=named)
    assert made.path == tmp_path / "mappings" / "visits.toml"
    (found,) = inspect.inspect([str(place)])
    assert (found["error"], found["tool"], found["rows_kept"]) == (None, "mapping visits", 2)
