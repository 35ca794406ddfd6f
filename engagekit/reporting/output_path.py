"""Where files may go: looked at before the work, and said in words when the disk refuses."""

import errno
import os
import tempfile
from pathlib import Path

from engagekit.errors import UsageError

_FULL = (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC))
_NO_FOLDER = (errno.ENOTDIR, errno.EEXIST)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY)
_ABSENT = (errno.ENOENT, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP)


def ready(folder: str | os.PathLike[str], option: str = "--out") -> Path:
    """Return a folder in which files can be made, itself or those that it would be made in.

    Raises
    ------
    UsageError
        If something on the way is a file, or may not be written in.

    Examples
    --------
    >>> ready(__file__)
    Traceback (most recent call last):
    ...
    engagekit.errors.UsageError: ... is a file, not a folder. Give a folder with --out.
    """
    place = Path(folder)
    standing = place.absolute()
    while not standing.exists() and standing != standing.parent:
        standing = standing.parent
    visible = place if standing == place.absolute() else standing
    if not standing.is_dir():
        raise UsageError(f"{visible} is a file, not a folder. Give a folder with {option}.")
    if not os.access(standing, os.W_OK | os.X_OK):
        raise UsageError(f"No file can be written into {visible}. Give another with {option}.")
    return place


def new_file(path: str | os.PathLike[str], suffix: str) -> Path:
    """Return a path at which a file of a kind can be made.

    Raises
    ------
    UsageError
        If it is there, ends otherwise, or its folder is not there or may not be written in.
    """
    place = Path(path)
    if place.is_dir():
        raise UsageError(f"{place} is a folder. Add a file name: {place / ('library' + suffix)}.")
    if place.exists():
        raise UsageError(f"{place} exists already. Give another name.")
    if place.suffix.casefold() != suffix:
        raise UsageError(f"{place} does not end in {suffix}. Write {place.with_suffix(suffix)}.")
    if not place.parent.exists():
        raise UsageError(f"{place.parent} is not there. Make that folder first.")
    ready(place.parent, "the path")
    return place


def sentence(error: OSError) -> str | None:
    """Return what an error of the disk means and what to do; None for another kind of error."""
    name = error.filename2 or error.filename
    if error.errno in _FULL:
        temporary = f", or that of {tempfile.tempdir}" if tempfile.tempdir else ""
        what = f": {name} could not be written" if name else temporary
        return f"The disk is full{what}. Free some room."
    if not name:
        return None
    if error.errno in _FORBIDDEN:
        return (
            f"{name} cannot be opened or written. If it is open in another program, close it and "
            "run again; else it is not yours to write: give another place."
        )
    if error.errno in _NO_FOLDER:
        return f"{name} needs a folder where a file stands. Give another place."
    if error.errno in _ABSENT:
        return f"{name} cannot be opened or made there. Check the path."
    return None
