"""The manifest of a copy: the digest of each of its files, by the notebook that made them."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FILE, VERSION = "manifest.json", 1


def updated(folder: Path, notebook: str, written: Iterable[str], run: str) -> bytes:
    """Return the manifest of a folder in which a notebook has written some files.

    Parameters
    ----------
    run : str
        The digest of its results.json: a file of an earlier run, that was not asked for again,
        keeps that of its own.
    """
    sets = read(folder)
    mine = {name: {"sha256": digest(folder / name), "run": run} for name in written}
    sets[notebook] = {**sets.get(notebook, {}), **mine}
    left = {
        maker: {name: one for name, one in sorted(files.items()) if (folder / name).is_file()}
        for maker, files in sorted(sets.items())
    }
    document = {"version": VERSION, "sets": {maker: one for maker, one in left.items() if one}}
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def read(folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return notebook to file to digest and run; nothing without a manifest that can be read."""
    try:
        document: dict[str, Any] = json.loads((folder / FILE).read_text("utf-8"))
        return {
            str(maker): {
                str(name): {"sha256": str(one["sha256"]), "run": str(one["run"])}
                for name, one in files.items()
            }
            for maker, files in document["sets"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def digest(place: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(place.read_bytes()).hexdigest()
