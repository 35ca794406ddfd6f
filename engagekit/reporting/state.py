"""What a project remembers: the ledger of what its board copies told, and its key.

Both lie in ``.engagekit`` beside engagekit.toml, for the owner alone, so that another ``--out``
changes nothing. Where there is no project, or its folder takes no files, they lie in the output.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engagekit import disclosure
from engagekit.settings.project import STATE

VARIABLE = "ENGAGEKIT_STATE"
"""Names another folder, for a project on a disk that cannot be written."""
FOLDER, LEDGER, KEY = STATE, "ledger.json", "key"
BYTES = 32  # of the key
ABOUT_TO = disclosure.ABOUT_TO
OWNER_ONLY, OWNER_FILE = 0o700, 0o600


def folder_of(out: Path, project: Path | None) -> Path:
    """Return the folder in which a project remembers, made where it is not there."""
    stated = os.environ.get(VARIABLE)
    for place in (Path(stated) if stated else (project or out) / FOLDER, out / FOLDER):
        with contextlib.suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            place.chmod(OWNER_ONLY)
        # a ledger is never passed over: where it cannot be written, no board copy is made
        if (place / LEDGER).is_file() or os.access(place, os.W_OK):
            return place
    return out


def key_of(folder: Path) -> bytes:
    """Return the key of a project, made at its first report."""
    place = folder / KEY
    if not place.is_file() or place.stat().st_size < BYTES:  # an empty key can be guessed
        disclosure.replace_file(place, secrets.token_bytes(BYTES))
    return place.read_bytes()


def digest(text: str, key: bytes) -> str:
    """Return a digest that nobody without the key can compare with guesses.

    Examples
    --------
    >>> digest("a", b"one") == digest("a", b"two"), len(digest("a", b"one"))
    (False, 64)
    """
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def name_of(report: Path, folder: Path) -> str:
    """Return the name of a report's folder in the ledger: the way to it, whatever the output is."""
    try:
        return Path(os.path.relpath(report, folder)).as_posix()
    except ValueError:  # another drive
        return report.absolute().as_posix()


def read_ledger(folder: Path, out: Path) -> dict[str, Any]:
    """Return the ledger of a project; a lost one says so.

    It is lost where it is damaged, and where it is missing although a report was made: the key is
    there, or a board copy is in the output.
    """
    place = folder / LEDGER
    if place.is_file():
        return disclosure.read_ledger(place)
    is_lost = (folder / KEY).is_file() or next(_copies(out), None) is not None
    return {**disclosure.read_ledger(place), "lost": is_lost}


def _copies(out: Path) -> Iterator[Path]:
    """Yield results of board copies that lie in an output."""
    yield from out.glob("*/board/results.json")
    yield from out.glob("*/each/*/board/results.json")
