"""A choice written into engagekit.toml: everything else in the file stays as it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit

from engagekit.settings.schema import FILE, make_settings


def put(home: Path, values: Mapping[tuple[str, ...], Any]) -> Path:
    """Write choices into the settings of a project, and return their file; see `with_values`."""
    place = home / FILE
    text = place.read_text(encoding="utf-8-sig") if place.is_file() else ""
    place.write_text(with_values(text, values), encoding="utf-8", newline="\n")
    return place


def with_values(text: str, values: Mapping[tuple[str, ...], Any]) -> str:
    """Return the text of settings with some choices in it.

    Parameters
    ----------
    text : str
        Settings as TOML.
    values : mapping of path to value
        Section and key, e.g. ``("organisation", "name")``; ``("files", "visits.xlsx", "ignore")``.

    Raises
    ------
    SettingsError
        If a value cannot stand there.
    """
    # the lines that still ask for what is now given go
    section, kept = "", []
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            section = line.strip().strip("[]")
        key = line.removeprefix("# todo: ").partition(" =")[0]
        if not (line.startswith("# todo: ") and (section, key) in values):
            kept.append(line)
    document: Any = tomlkit.parse("".join(kept))
    for path, value in values.items():
        part = document
        for at, name in enumerate(path[:-1]):
            if name not in part:
                # [files] itself needs no line of its own
                part[name] = tomlkit.table(is_super_table=at < len(path) - 2)
            part = part[name]
        part[path[-1]] = value
    changed = tomlkit.dumps(document)
    make_settings(tomlkit.parse(changed).unwrap(), FILE)
    return changed
