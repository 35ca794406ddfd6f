"""Settings of a folder of exports: those of the project that is in force for it."""

import os
from pathlib import Path

from engagekit.errors import DataError, SettingsError, error_text, nearest
from engagekit.locale.definitions import definition, definitions
from engagekit.settings.project import data_of, find_project, is_project
from engagekit.settings.schema import Settings, read_settings, with_themes

Place = str | os.PathLike[str]


def settings_for(folder: Place | None = None) -> Settings:
    """Return the settings of the project in force for a folder; see `find_project`.

    Raises
    ------
    SettingsError
        If they cannot be read, or a target names a measure that is nearly one of ours; one of an
        own section may be called anything else.
    """
    matches = find_project(folder or None).settings
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


def resolve(folder: Place | None = None) -> Path:
    """Return the folder of exports that is meant.

    ``folder``: looked for from the working directory, then in the project; a project stands for its
    exports. Empty: the exports of the project.

    Raises
    ------
    DataError
        If nothing is named and there is no project.
    """
    if not folder or not str(folder):
        data = find_project().data
        if data is None:
            raise DataError(error_text("settings_for_folder.resolve"))
        here = Path.cwd()
        return data.relative_to(here) if data.is_relative_to(here) else data
    place = Path(folder)
    if not (place.is_absolute() or place.exists()):
        home = find_project().home
        place = home / place if home is not None and (home / place).exists() else place
    return data_of(place) if is_project(place) else place
