"""A project of one's own: its folder, and the facts that a report needs as an engagekit.toml."""

import json
import os
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import LOCALTZ

from engagekit.errors import UsageError
from engagekit.locale.analyst import ENGLISH
from engagekit.parsing.word_lists import by_word
from engagekit.settings.editing import with_values
from engagekit.settings.periods import last_complete
from engagekit.settings.project import (
    DATA,
    MAPPINGS,
    NOTEBOOKS,
    REPORTS,
    VARIABLE,
    data_of,
    find_project,
)
from engagekit.settings.schema import FILE, read_settings
from engagekit.settings.shipped import sample_project
from engagekit.tables.screen import html_text

TODO = "# todo: "
"""Begins the line of a fact that nobody gave yet."""
INSTEAD = {"library_departments": "library_emails", "library_emails": "library_departments"}
"""One of the two is enough to know who is the library."""


@dataclass(frozen=True)
class Fact:
    """One thing a report should know of its library.

    Attributes
    ----------
    name : str
        The option, with ``_`` for ``-``.
    section, key : str
        Where it stands in engagekit.toml.
    words : str
        How it is asked for.
    example : str
        As it is written in engagekit.toml.
    default : str
        What holds without an answer, where that is safe to say.
    optional : bool
        A report can do without.
    """

    name: str
    section: str
    key: str
    words: str
    example: str
    kind: str = "text"
    """``text``, ``number`` or ``list``."""
    default: str = ""
    optional: bool = False
    names: tuple[str, ...] = ()
    """Of its option, where it has several."""

    def option(self) -> dict[str, Any]:
        """Return the words of its option, explained as it is asked for."""
        several = "; several with commas" if self.kind == "list" else ""
        named = {"names": self.names} if self.names else {}
        return {"help": f"{self.words}{several}.", **named}


_FACTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["facts"]
FACTS = tuple(Fact(**one) for one in _FACTS)


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
    text : str
        Its settings.
    """

    home: Path | None
    given: dict[str, Any]
    data: Path
    text: str = ""

    @property
    def lacking(self) -> list[str]:
        """Return the facts that are still to be given."""
        known = {name for name, value in self.given.items() if value}
        needed = [fact.name for fact in FACTS if not (fact.default or fact.optional)]
        return [name for name in needed if not {name, INSTEAD.get(name)} & known]

    def lines(self) -> list[str]:
        """Return what is said of the project, the next step last."""
        say = ENGLISH.say
        if self.home is None:
            return [say("start.nowhere")]
        lines = [say("start.project", folder=str(self.home))]
        for name, value in self.given.items():
            text = ", ".join(map(str, value)) if isinstance(value, list) else value
            if value is None:
                text = say("start.needed" if name in self.lacking else "start.none")
            lines.append(say("start.line", name=say(f"start.{name}"), value=str(text)))
        key = "start.next_facts" if self.lacking else "start.next_files"
        is_inside = self.data.is_relative_to(self.home)
        place = self.data.relative_to(self.home) if is_inside else self.data
        return [*lines, say(key, folder=str(place))]

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        """Return the facts as a notebook shows them."""
        first, *middle = map(html_text, self.lines())
        if not middle:
            return f"<p>{first}</p>"
        items = "".join(f"<li>{line}</li>" for line in middle[:-1])
        return f"<p>{first}</p><ul>{items}</ul><p><b>{middle[-1]}</b></p>"


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
    home = Path(project).expanduser().absolute() if str(project) else find_project().home
    given = {name: str(value).strip() for name, value in facts.items() if value not in ("", 0)}
    if home is None and not given:
        return Facts(None, {}, Path())
    if home is None:
        raise UsageError("There is no project here. Give the folder of yours, e.g. my-library.")
    if given and home.resolve() == sample_project().resolve():
        raise UsageError("This is the sample project. Give a folder of your own as project.")
    is_new = not (home / FILE).is_file()
    made = write_project(home, {**given, "language": language or ""} if is_new else given)
    if str(project):
        os.environ[VARIABLE] = str(home)
    return made


def write_project(
    home: Path, facts: Mapping[str, str], exports: Path | None = None, *, dry_run: bool = False
) -> Facts:
    """Write facts into the settings of a project, which is made where it is not there.

    ``facts``: answers by the names of facts; what is empty stays as it is. ``exports``: a folder to
    copy into that of the newest quarter. ``dry_run``: write nothing.

    Raises
    ------
    UsageError
        If a fact is none or has no value, or a folder is none.
    """
    by_name = {fact.name: fact for fact in FACTS}
    for name in facts:
        if name not in by_name:
            raise UsageError(f"'{name}' is no fact of a project. There are: {', '.join(by_name)}.")
    if home.exists() and not home.is_dir():
        raise UsageError(f"{home} is a file. Give a folder.")
    if exports is not None and not exports.is_dir():
        raise UsageError(f"{exports} is no folder. Give the folder that holds the exports.")
    values: dict[tuple[str, ...], object] = {
        (by_name[name].section, by_name[name].key): value_of(by_name[name], answer)
        for name, answer in facts.items()
        if answer.strip().casefold() not in ("", "todo")
    }
    is_new = not (home / FILE).is_file()
    text = blank_settings() if is_new else (home / FILE).read_text(encoding="utf-8-sig")
    text = with_values(text, values) if values else text
    raw = tomllib.loads(text)
    given = {fact.name: raw.get(fact.section, {}).get(fact.key) for fact in FACTS}
    if dry_run:
        return Facts(home, given, home / DATA, text)
    if is_new:
        _make_folders(home, facts.get("language") or "en")
    if is_new or values:
        (home / FILE).write_text(text, encoding="utf-8", newline="\n")
    newest = _newest_quarter(home)
    _copy_exports(exports, newest, data_of(home))
    return Facts(home, given, newest, text)


def blank_settings() -> str:
    """Return the engagekit.toml of a new project, the facts without an answer marked."""
    lines = [f"# The choices of this library. A line that begins with '{TODO.strip()}' is yours."]
    zone = str(getattr(LOCALTZ, "key", ""))  # UTC is the zone of no place
    is_place = "/" in zone and not zone.startswith("Etc/")
    zone_line = f'time_zone = "{zone}"' if is_place else '# time_zone = "America/Toronto"'
    for section in dict.fromkeys(fact.section for fact in FACTS):
        lines += ["", f"[{section}]"]
        for fact in FACTS:
            if fact.section == section and fact.default:
                lines.append(f"{fact.key} = {json.dumps(fact.default)}")
            elif fact.section == section:
                mark = "# " if fact.optional else TODO
                lines.append(f"{mark}{fact.key} = {fact.example}  # {fact.words}")
        if section == "organisation":
            lines.append(f"{zone_line}  # in which days begin and end")
    return "\n".join([*lines, ""])


def value_of(fact: Fact, answer: str) -> object:
    """Return an answer as it stands in the settings."""
    text = answer.strip()
    if fact.name == "fiscal_start":
        text = str(by_word("cells.months").get(text.casefold(), text))  # "July" for 7
    if fact.kind == "number":
        if not text.isdecimal():
            raise UsageError(f"{fact.words}: '{text}' is not a whole number.")
        return int(text)
    if fact.kind == "list":
        parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
        return [part.lstrip("@") for part in parts if part]
    return text.upper() if fact.name == "currency" else text


def _make_folders(home: Path, language: str) -> None:
    """Make the folders of a project, with the notebooks of the kit in a language."""
    for name in (MAPPINGS, NOTEBOOKS, REPORTS):
        (home / name).mkdir(parents=True, exist_ok=True)
    for source in sorted((sample_project() / NOTEBOOKS).glob("*.ipynb")):
        target = home / NOTEBOOKS / source.name
        if not target.exists():
            english, own = (rf"language: str = \"{one}\"" for one in ("en", language))
            notebook = json.loads(source.read_text("utf-8").replace(english, own))
            for cell in notebook["cells"]:
                if cell["cell_type"] == "code":  # its outputs tell of the sample
                    cell |= {"execution_count": None, "outputs": []}
            target.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _newest_quarter(home: Path) -> Path:
    """Return the newest folder of exports; one that is empty follows the fiscal year."""
    data, month = data_of(home), read_settings(home / FILE).organisation.fiscal_start
    newest = data / folder_name(last_complete(date.today(), month).label)
    folders = sorted(place for place in data.glob("*") if place.is_dir())
    if len(folders) == 1 and not any(folders[0].iterdir()):
        folders[0].rename(newest)
        folders = [newest]
    if not folders:
        newest.mkdir(parents=True)
    return folders[-1] if folders else newest


def _copy_exports(exports: Path | None, target: Path, data: Path) -> None:
    """Copy exports into a folder of a project, unless they lie in it; what is there stays."""
    if exports is None or exports.resolve().is_relative_to(data.resolve()):
        return

    def copied(source: str, place: str) -> None:
        if not Path(place).exists():
            shutil.copyfile(source, place)

    no_exports = shutil.ignore_patterns(".*", "~$*", FILE)
    shutil.copytree(exports, target, ignore=no_exports, copy_function=copied, dirs_exist_ok=True)


def folder_name(quarter: str) -> str:
    """Return the folder of the exports of a quarter.

    Examples
    --------
    >>> folder_name("FY2026-27 Q2"), folder_name("2026 Q1")
    ('2026-27_Q2', '2026_Q1')
    """
    return quarter.removeprefix("FY").replace(" ", "_")
