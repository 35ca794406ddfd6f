"""The facts of a project as a cell gives them: written, shown, and what is still to be given."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from engagekit.cli import start as starting
from engagekit.errors import UsageError
from engagekit.locale.analyst import ENGLISH
from engagekit.settings.editing import put
from engagekit.settings.periods import last_complete
from engagekit.settings.project import VARIABLE, data_of, find_project
from engagekit.settings.schema import FILE, read_settings, read_toml
from engagekit.settings.shipped import sample_project
from engagekit.tables.screen import html_text


@dataclass(frozen=True)
class Facts:
    """What a project says of its library.

    Attributes
    ----------
    home : Path or None
        Its folder; None where there is none, as where a notebook is run on a folder of exports.
    given : dict of str to value
        Each fact by its name; None where nobody gave it.
    data : Path
        Where the exports go.
    """

    home: Path | None
    given: dict[str, Any]
    data: Path

    @property
    def lacking(self) -> list[str]:
        """Return the facts that are still to be given."""
        return starting.waiting(self.given)

    def lines(self) -> list[str]:
        """Return what is said of the project, the next step last."""
        say = ENGLISH.say
        if self.home is None:
            return [say("start.nowhere")]
        lines = [say("start.project", folder=str(self.home))]
        for name, value in self.given.items():
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            needed = name in self.lacking
            shown = say("start.needed" if needed else "start.none") if value is None else text
            lines.append(say("start.line", name=say(f"start.{name}"), value=str(shown)))
        key = "start.next_facts" if self.lacking else "start.next_files"
        place = (
            self.data.relative_to(self.home) if self.data.is_relative_to(self.home) else self.data
        )
        return [*lines, say(key, folder=str(place))]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """Return the facts as a notebook shows them."""
        if self.home is None:
            return f"<p>{html_text(self.lines()[0])}</p>"
        first, *middle, last = map(html_text, self.lines())
        items = "".join(f"<li>{line}</li>" for line in middle)
        return f"<p>{first}</p><ul>{items}</ul><p><b>{last}</b></p>"


def start(
    project: str | os.PathLike[str] = "", *, language: str | None = None, **facts: str | int
) -> Facts:
    """Make a project, or give its facts; what is empty stays as it is.

    Parameters
    ----------
    project : str or path
        Its folder; empty: the one in force. Everything that follows uses it.
    language : str, optional
        Of the report: ``en`` or ``fr``.
    **facts : str or int
        ``name, library, fiscal_start, currency, domains, library_departments, library_emails,
        asked``; lists with commas.

    Returns
    -------
    Facts
        A notebook shows them, with what is lacking and the next step.

    Raises
    ------
    UsageError
        For a fact that is not there, a value that it cannot have, or facts for the sample.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> folder = pathlib.Path(tempfile.mkdtemp()) / "my-library"
    >>> facts = ek.start(folder, name="Harbour Trust", fiscal_start=1)
    >>> (folder / "engagekit.toml").is_file()
    True
    """
    names = [fact.name for fact in starting.FACTS]
    unknown = [name for name in facts if name not in names]
    if unknown:
        raise UsageError(f"'{unknown[0]}' is no fact of a project. There are: {', '.join(names)}.")
    texts = {name: str(value).strip() for name, value in facts.items() if value not in ("", 0)}
    if language:
        texts["language"] = language
    home = Path(project).expanduser().absolute() if str(project) else find_project().home
    if home is None and set(texts) <= {"language"}:
        return Facts(None, {}, Path())
    if home is None:
        raise UsageError("There is no project here. Give the folder of yours, e.g. my-library.")
    said = {name for name in texts if name != "language"}
    is_sample = home.resolve() == sample_project().resolve()
    if said and is_sample:
        raise UsageError("This is the sample project. Give a folder of your own as project.")
    if not (home / FILE).is_file():
        text = starting.settings_text(texts)
        starting.make_project(home, text, None, starting.newest_quarter(date.today(), text))
    elif said:
        values: dict[tuple[str, ...], Any] = {
            (fact.section, fact.key): starting.value_of(fact, texts[fact.name])
            for fact in starting.FACTS
            if fact.name in texts
        }
        put(home, values)
        data = data_of(home)
        places = list(data.iterdir()) if data.is_dir() else []
        if len(places) == 1 and places[0].is_dir() and not any(places[0].iterdir()):
            month = read_settings(home / FILE).organisation.fiscal_start
            places[0].rename(data / starting.folder_name(last_complete(date.today(), month).label))
    if str(project):
        os.environ[VARIABLE] = str(home)
    return _facts(home)


def _facts(home: Path) -> Facts:
    """Return the facts as the settings have them."""
    raw = read_toml(home / FILE)
    given: dict[str, Any] = {}
    for fact in starting.FACTS:
        part = raw.get(fact.section)
        given[fact.name] = part.get(fact.key) if isinstance(part, dict) else None
    newest = sorted(place for place in data_of(home).glob("*") if place.is_dir())
    return Facts(home, given, newest[-1] if newest else data_of(home))
