"""Settings of a folder of exports, of the project in force for it, and what they say of a file."""

import os
from fnmatch import fnmatch
from pathlib import Path

from engagekit.errors import DataError, SettingsError, error_text, nearest
from engagekit.locale.definitions import definition, definitions
from engagekit.settings.project import data_of, find_project, is_project
from engagekit.settings.schema import FILE, FileChoice, Settings, read_settings, with_themes
from engagekit.tables.problems import Problem, problem_of

Place = str | os.PathLike[str]
LEFT_ALONE = "left alone, as [files] in engagekit.toml says"


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


def not_in_force(place: Path, settings: Settings) -> list[Problem]:
    """Return a problem for each settings file near the exports that is not the project's."""
    inside = sorted(place.rglob(FILE)) if place.is_dir() else []
    nearer = [file.resolve() for file in (*find_project(place).ignored, *inside)]
    own = settings.home / FILE if settings.home else None
    return [
        problem_of("settings_for_folder.not_in_force", str(file), own=own)
        for file in dict.fromkeys(nearer)
        if own is not None and file != own
    ]


def is_ignored(place: Path, file: str, settings: Settings) -> bool:
    """Return whether the settings say to leave a file alone."""
    choice = choice_of(place, file, settings)
    return choice is not None and choice.ignore


def choice_of(place: Path, file: str, settings: Settings) -> FileChoice | None:
    """Return what the settings say of a file: by its name, its path, or the ZIP that holds it."""
    names = [place.name, file, *(above.name for above in place.parents if above.suffix == ".zip")]
    named = next((settings.files[name] for name in names if name in settings.files), None)
    patterns = (one for key, one in settings.files.items() for name in names if fnmatch(name, key))
    return named or next(patterns, None)
