"""The text of a mapping file as a dict, with what it takes over from a mapping of the kit."""

from pathlib import Path
from typing import Any

from engagekit.errors import SettingsError, did_you_mean
from engagekit.settings.schema import read_toml

FOLDER = Path(__file__).parent / "shipped"
"""The mappings that come with the kit; one whose name begins with ``_`` is only taken over."""


def raw_mapping(place: Path) -> dict[str, Any]:
    """Read a mapping file and what it extends.

    Raises
    ------
    SettingsError
        Text that is not TOML, or the name of a mapping that the kit does not have.
    """
    raw = read_toml(place)
    base = raw.get("extends")
    if not base:
        return raw
    file = FOLDER / f"{base}.toml"
    if not file.is_file():
        names = sorted(one.stem for one in FOLDER.glob("[!_]*.toml"))
        raise SettingsError(f"{place.name} extends '{base}'. {did_you_mean(str(base), names)}")
    return merged(raw_mapping(file), raw)


def merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping with another put over it.

    What both say is as `own` says. A column that `own` calls otherwise keeps the headers of `base`
    as its earlier wordings; rules for rows and notes of both hold, those of `own` first.

    Examples
    --------
    >>> base = {"columns": {"on": "Date"}, "aliases": {"on": ["Day"]}, "table": "touches"}
    >>> merged(base, {"columns": {"on": "Visit", "need": "Topic"}})["aliases"]
    {'on': ['Visit', 'Date', 'Day']}
    """
    result = {**base, **own}
    for key in base.keys() & own.keys():
        if isinstance(base[key], dict) and isinstance(own[key], dict):
            result[key] = {**base[key], **own[key]}
        elif key in ("rows", "notes", "ignored"):
            result[key] = [*own[key], *base[key]]
    before, after = base.get("aliases", {}), own.get("aliases", {})
    columns, called = base.get("columns", {}), own.get("columns", {})
    for field in {**columns, **before, **after}:
        headers = [called.get(field), *after.get(field, ()), columns.get(field)]
        wordings = [one for one in headers if isinstance(one, str)] + [*before.get(field, ())]
        if field in called or field in after:
            result["aliases"] = {**result.get("aliases", {}), field: [*dict.fromkeys(wordings)]}
    return result
