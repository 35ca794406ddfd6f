"""ZIP and gz files of exports: what is in them, and one member's bytes, within limits."""

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from functools import lru_cache
from pathlib import Path, PurePosixPath

from engagekit.errors import ExportError, error_text

MAX_MEMBERS = 5_000
"""Files in one archive: ten years of weekly exports of ten tools."""
MAX_RATIO = 200
"""How many times its packed size a member may have; a spreadsheet or a log stays far below."""
SMALL = 1_000_000
"""Bytes below which the ratio of a member does not matter."""
MAX_TOTAL = 2 * 1024 * 1024 * 1024
"""Bytes unpacked: what a laptop reads one after the other without filling its memory."""
MAX_LISTING = 32 * 1024 * 1024
"""Bytes in which a ZIP lists its files: half a million of them, for which Python takes 400 MB."""
_UNPACKERS = zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error
BROKEN = (OSError, ValueError, RuntimeError, EOFError, *_UNPACKERS)
"""What Python raises on a ZIP that is damaged, or of a kind that it does not know."""
PACKED = frozenset({".zip", ".7z", ".rar", ".tar", ".tgz"})
_END = 65_535 + 22 + 20 + 56
"""Bytes at the end of a ZIP in which it says where its list is: its comment, and those of ZIP64."""
_OUTSIDE = re.compile(r"^(?:/|\\|[A-Za-z]:)|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")
_UNPACK = "Unpack it into a folder and load that."


def is_archive(place: Path) -> bool:
    """Return whether a file is a ZIP of files, and no workbook (which is a ZIP too)."""
    if place.suffix.casefold() != ".zip" or not place.is_file():
        return False
    try:
        names = [info.filename for info in _listed(place)]
    except BROKEN:
        return True  # by its name; opening it says what is wrong
    return not any(name.startswith("xl/") or name == "content.xml" for name in names)


def _listed(place: Path) -> tuple[zipfile.ZipInfo, ...]:
    """Return what a ZIP lists, read once while it stays as it is: each member asks for all."""
    about = place.stat()
    return _listed_then(place, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=8)
def _listed_then(place: Path, _changed: int, size: int) -> tuple[zipfile.ZipInfo, ...]:
    with place.open("rb") as stream:
        stream.seek(max(size - _END, 0))
        ends = stream.read()
        at = ends.rfind(b"PK\5\6")
        is_zip64 = at >= 76 and ends[at - 20 : at - 16] == b"PK\6\7"
        listing = ends[at - 36 : at - 28] if is_zip64 else ends[at + 12 : at + 16]
        if int.from_bytes(listing, "little") > MAX_LISTING:
            raise zipfile.BadZipFile
        with zipfile.ZipFile(stream) as archive:
            return tuple(archive.infolist())


def is_whole(names: list[str]) -> bool:
    """Return whether the members of an archive are parts of one export, as of a Slack workspace."""
    return {"users.json", "channels.json"} <= set(names)


def home_of(place: Path) -> tuple[Path, str] | None:
    """Return the archive and the member that a path such as ``export.zip/inner.csv`` means."""
    for above in place.parents:
        if above.suffix.casefold() == ".zip" and above.is_file():
            return above, place.relative_to(above).as_posix()
    return None


def file_of(place: Path) -> Path:
    """Return the file on disk that a path is in: the ZIP for a member, else the file itself."""
    inside = None if place.is_file() else home_of(place)
    return inside[0] if inside else place


def members(place: Path, name: str) -> list[str]:
    """Return the files in a ZIP in the order of the alphabet, without what systems add to it.

    An ExportError, with the name, says what is broken, protected or far too large when unpacked.
    """
    try:
        listed = _listed(place)
    except BROKEN:
        raise ExportError(error_text("archive.members", name=name)) from None
    return list(_files(listed, name))


@lru_cache(maxsize=8)
def _files(listed: tuple[zipfile.ZipInfo, ...], name: str) -> tuple[str, ...]:
    present = [info for info in listed if not info.is_dir()]
    _refuse(present, name)
    return tuple(sorted(info.filename for info in present if not is_added(info.filename)))


def is_added(member: str) -> bool:
    """Return whether a system put a file there: ``__MACOSX``, ``.DS_Store``, ``Thumbs.db``."""
    parts = PurePosixPath(member).parts
    return any(part.startswith((".", "~$", "__MACOSX")) for part in parts) or (
        parts[-1].casefold() in {"thumbs.db", "desktop.ini"}
    )


def _refuse(infos: list[zipfile.ZipInfo], name: str) -> None:
    """Say why an archive is not read, where it must not be."""
    if any(info.flag_bits & 1 for info in infos):
        raise ExportError(f"{name} is protected by a password. {_UNPACK}")
    if len(infos) > MAX_MEMBERS:
        raise ExportError(f"{name} holds {len(infos):,} files; the limit is {MAX_MEMBERS:,}.")
    odd = next((info.filename for info in infos if _OUTSIDE.search(info.filename)), None)
    if odd is not None:
        raise ExportError(error_text("archive.refuse", name=name, odd=odd[:60]))
    twice = next(
        (one for one, times in Counter(one.filename for one in infos).items() if times > 1), None
    )
    if twice is not None:
        raise ExportError(f"{name} holds '{twice}' twice, and one would hide the other. {_UNPACK}")
    if sum(info.file_size for info in infos) > MAX_TOTAL or any(map(is_bomb, infos)):
        raise ExportError(error_text("archive.refuse_2", name=name))


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Return whether a member unpacks to far more than what files of exports do."""
    return info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def member_bytes(place: Path, member: str, name: str, most: int) -> bytes:
    """Return the bytes of one member, at most so many."""
    if Path(member).suffix.casefold() in PACKED:
        raise ExportError(f"{name} is an archive in an archive. {_UNPACK}")
    if member not in members(place, str(place.name)):
        raise ExportError(f"{name} is not there. Check the archive and the name.")
    try:
        with zipfile.ZipFile(place) as archive, archive.open(member) as stream:
            matches = stream.read(most + 1)
    except BROKEN:
        raise ExportError(f"{name} cannot be unpacked: it is damaged. Download it again.") from None
    if len(matches) > most:
        raise ExportError(f"{name} unpacks to over {most:,} bytes, the limit. Split it.")
    return matches


def from_gz(raw: bytes, name: str, most: int) -> bytes:
    """Return the bytes inside a .gz file, at most so many."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as packed:
            matches = packed.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ExportError(f"{name} cannot be unpacked ({error}). Copy it again.") from None
    if len(matches) > most:
        raise ExportError(f"{name} unpacks to over {most:,} bytes, the limit. Split it.")
    return matches


def is_there(path: str | Path) -> bool:
    """Return whether a path is a file, a folder, or names a member of a ZIP that is there."""
    place = Path(path)
    return place.exists() or home_of(place) is not None


def each_of(place: Path, name: str) -> list[tuple[Path, str]]:
    """Return a file, or the members of a ZIP, with the name each goes by.

    A ZIP that is one export, or must not be opened, stands for itself.
    """
    if not is_archive(place):
        return [(place, name)]
    try:
        present = members(place, name)
    except ExportError:
        return [(place, name)]
    if is_whole(present):
        return [(place, name)]
    return [(place / member, f"{name}/{member}") for member in present] or [(place, name)]
