"""Where the sample project that comes with the kit lies: settings, data and notebooks."""

from pathlib import Path

from engagekit.errors import UsageError, error_text
from engagekit.settings.schema import FILE

_PACKAGE = Path(__file__).parents[1]
PARTS = (FILE, "data/sample", "notebooks")
"""What the sample project is, in a checkout and in an installed wheel alike."""


def sample_project() -> Path:
    """Return the folder of the sample project.

    Returns
    -------
    Path
        ``engagekit/_share`` of an installed wheel; in a checkout, editable or not, its root.

    Raises
    ------
    UsageError
        If this copy of the kit came without it.

    Examples
    --------
    >>> (sample_project() / "notebooks" / "quarterly_report.ipynb").is_file()
    True
    """
    for folder in (_PACKAGE / "_share", _PACKAGE.parent):
        if all((folder / part).exists() for part in PARTS):
            return folder
    raise UsageError(error_text("settings_shipped.sample_project"))


def is_shipped(path: Path) -> bool:
    """Return whether a file is one of the notebooks that come with the kit."""
    return path.resolve().is_relative_to(sample_project().resolve() / "notebooks")
