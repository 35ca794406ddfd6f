"""A choice written into engagekit.toml: everything else in the file stays as it is."""

from pathlib import Path
from typing import Any

import tomlkit

from engagekit.settings.schema import FILE, make_settings


def put(home: Path, values: dict[tuple[str, ...], Any]) -> Path:
    """Write choices into the settings of a project.

    Parameters
    ----------
    home : Path
        Folder of the project.
    values : mapping of path to value
        Section and key, e.g. ``("organisation", "name")``; ``("files", "visits.xlsx", "ignore")``.

    Returns
    -------
    Path
        The settings file.

    Raises
    ------
    SettingsError
        If a value cannot stand there; nothing is written then.
    """
    place = home / FILE
    text = place.read_text(encoding="utf-8-sig") if place.is_file() else ""
    # the lines that still ask for what is now given go
    section, result = "", []
    for line in text.splitlines(keepends=True):
        if line.startswith("["):
            section = line.strip().strip("[]")
        key = line.removeprefix("# todo: ").partition(" =")[0]
        if line.startswith("# todo: ") and (section, key) in values:
            continue
        result.append(line)
    document: Any = tomlkit.parse("".join(result))
    for path, value in values.items():
        part = document
        for at, name in enumerate(path[:-1]):
            if name not in part:
                # [files] itself needs no line of its own
                part[name] = tomlkit.table(is_super_table=at < len(path) - 2)
            part = part[name]
        part[path[-1]] = value
    make_settings(tomlkit.parse(tomlkit.dumps(document)).unwrap(), FILE)
    place.write_text(tomlkit.dumps(document), encoding="utf-8", newline="\n")
    return place
