"""The first settings of an organisation: six answers as an engagekit.toml."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engagekit.errors import UsageError
from engagekit.settings.schema import FILE, make_settings


@dataclass(frozen=True)
class Question:
    """One thing that is asked: its option, its words, and what holds without an answer."""

    name: str
    words: str
    default: str


QUESTIONS = (
    Question("name", "Name of the organisation", "Our organisation"),
    Question("library", "What the library calls itself", "the library"),
    Question("department", "The library's own department, as HR writes it", ""),
    Question("domain", "The organisation's mail domain, e.g. firm.com", ""),
    Question("fiscal_start", "Month in which the fiscal year begins (1 to 12)", "4"),
    Question("currency", "Currency of the budget", "CAD"),
)


def settings_text(answers: Mapping[str, str]) -> str:
    """The engagekit.toml that six answers make.

    Raises
    ------
    SettingsError
        If an answer cannot stand there.

    Examples
    --------
    >>> print(settings_text({"name": "Firm", "fiscal_start": "1"}).splitlines()[3])
    name = "Firm"
    """
    supplied = {one.name: answers.get(one.name) or one.default for one in QUESTIONS}
    month = supplied["fiscal_start"].strip()
    if not month.isdecimal():
        raise UsageError(f"The fiscal year begins in month '{month}'. Give a number from 1 to 12.")
    domains = [part.lstrip("@") for part in _parts(supplied["domain"], ",")]
    organisation = {
        "name": supplied["name"],
        "library": supplied["library"],
        "fiscal_start": int(month),
        "currency": supplied["currency"].strip().upper(),
        "domains": domains,
    }
    own = _parts(supplied["department"], ";")
    make_settings({"organisation": organisation, "library": {"departments": own}}, FILE)
    lines = [
        "# The choices of this organisation; the project's own engagekit.toml shows more.",
        "",
        "[organisation]",
    ]
    lines += [f"{name} = {_written(value)}" for name, value in organisation.items()]
    lines += [
        "",
        "[library]",
        f"departments = {_written(own)}",
        "",
        "[targets]",
        "# reach = 0.6",
        "",
    ]
    return "\n".join(lines)


def _parts(text: str, sign: str) -> list[str]:
    return [part.strip() for part in text.split(sign) if part.strip()]


def _written(value: object) -> str:
    """A value as TOML: its texts, numbers and lists of texts are those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def write_settings(folder: Path, text: str) -> Path:
    """Write engagekit.toml into a folder where there is none.

    Raises
    ------
    UsageError
        If it is there already, or the folder is not.
    """
    place = folder / FILE
    if place.exists():
        raise UsageError(f"{place} is there already. Change it in an editor, or move it away.")
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder. Make it first.")
    place.write_text(text, encoding="utf-8")
    return place
