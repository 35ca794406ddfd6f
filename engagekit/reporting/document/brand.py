"""An organisation's own dress: its colours and its logo; each checked first."""

from pathlib import Path

from engagekit.errors import SettingsError, error_text
from engagekit.figures.colour import ATTENTION, MAIN, check_brand
from engagekit.settings.schema import Settings

HEAVIEST = 200_000
"""Bytes of a logo at most: it stands in the page, the slides and the workbook, and mail filters
stop attachments of a few megabytes."""
_PICTURES = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}


def colours(settings: Settings) -> dict[str, str]:
    """Return the organisation's colours, where they are not the house's.

    Returns
    -------
    dict
        A colour of the light theme to the organisation's own.

    Raises
    ------
    SettingsError
        With the numbers, when readers could not read or not tell apart the colours.
    """
    own = {MAIN: settings.report.colour, ATTENTION: settings.report.attention_colour}
    changed = {house: their for house, their in own.items() if their.lower() != house.lower()}
    if changed:
        check_brand(*own.values())
    return changed


def logo(settings: Settings) -> bytes | None:
    """Read the picture that ``logo`` under [report] names, looked for beside engagekit.toml.

    Raises
    ------
    SettingsError
        If there is none, or it is no PNG or JPEG, or too heavy.
    """
    name = settings.report.logo
    if not name:
        return None
    file = (settings.home or Path.cwd()) / name
    if not file.is_file():
        raise SettingsError(error_text("brand.logo", name=name))
    data = file.read_bytes()
    if picture(data) is None:
        raise SettingsError(f"[report] logo: {name} is neither PNG nor JPEG. Export it as PNG.")
    if len(data) > HEAVIEST:
        size, most = len(data) // 1000, HEAVIEST // 1000
        raise SettingsError(error_text("brand.heavy", name=name, size=size, most=most))
    return data


def picture(data: bytes) -> str | None:
    """Return ``png`` or ``jpeg``, by the first bytes; None for anything else.

    Examples
    --------
    >>> picture(b"GIF89a") is None
    True
    """
    return next((kind for start, kind in _PICTURES.items() if data.startswith(start)), None)
