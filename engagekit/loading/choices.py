"""What the settings say of the files of a folder, and which settings are not in force there."""

from fnmatch import fnmatch
from pathlib import Path

from engagekit.errors import problem_texts
from engagekit.settings.project import find_project
from engagekit.settings.schema import FILE, FileChoice, Settings
from engagekit.tables.problems import Problem

LEFT_ALONE = "left alone, as [files] in engagekit.toml says"


def not_in_force(place: Path, settings: Settings) -> list[Problem]:
    """Return a problem for each settings file near the exports that is not the project's."""
    inside = sorted(place.rglob(FILE)) if place.is_dir() else []
    nearer = [file.resolve() for file in (*find_project(place).ignored, *inside)]
    own = settings.home / FILE if settings.home else None
    return [
        Problem(*problem_texts("loading_choices.not_in_force", own=own or "no project"), str(file))
        for file in dict.fromkeys(nearer)
        if file != own and settings.home is not None
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
