"""Settings of a folder of exports: the engagekit.toml above it, else above where we work."""

from __future__ import annotations

import os
from pathlib import Path

from engagekit.errors import SettingsError, nearest
from engagekit.locale.definitions import definition, definitions
from engagekit.settings.schema import Settings, find_settings, read_settings, with_themes


def settings_for(folder: Path) -> Settings:
    """Return the engagekit.toml upwards from the folder, then from the working directory.

    Raises
    ------
    SettingsError
        If it cannot be read, or a target names a measure that is nearly one of ours; one of an
        own section may be called anything else.
    """
    matches = find_settings(folder, Path.cwd())
    if matches is None:
        return Settings()
    settings = read_settings(matches)
    for name in settings.targets:
        names = [*definitions("en"), *(one["name"].lower() for one in definitions("en").values())]
        intended = None if definition(name, "en") or name in names else nearest(name, names)
        if intended and name not in settings.counts:
            raise SettingsError(
                f"{matches}, [targets]: '{name}' is no measure. Did you mean '{intended}'?"
            )
    return with_themes(settings, matches.parent)


def resolve(folder: str | os.PathLike[str]) -> Path:
    """Return a folder, looked for from the working directory, then beside engagekit.toml."""
    place = Path(folder)
    if place.is_absolute() or place.exists():
        return place
    home = find_settings(Path.cwd())
    if home is not None and (home.parent / place).exists():
        return home.parent / place
    return place
