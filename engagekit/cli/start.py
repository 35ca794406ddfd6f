"""A project of one's own: its folder, and the facts that a report needs as an engagekit.toml."""

import json
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from babel.dates import LOCALTZ

from engagekit.errors import UsageError, error_text, pasted
from engagekit.locale.analyst import ENGLISH
from engagekit.parsing.word_lists import by_word
from engagekit.settings import periods, shipped
from engagekit.settings.project import DATA, MAPPINGS, NOTEBOOKS, REPORTS
from engagekit.settings.schema import FILE, Organisation, make_settings

TODO = "# todo: "
"""Begins the line of a fact that nobody gave yet."""


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
    default: str = ""
    optional: bool = False


_FACTS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["facts"]
FACTS = tuple(Fact(**one) for one in _FACTS)
LISTS = {"domains", "library_departments", "library_emails"}
NUMBERS = {"fiscal_start", "asked"}


def settings_text(answers: Mapping[str, str | None]) -> str:
    """Return the engagekit.toml that some answers make; the facts without one are marked.

    Raises
    ------
    SettingsError
        If an answer cannot stand there.

    Examples
    --------
    >>> print(settings_text({"name": "Firm"}).splitlines()[3])
    name = "Firm"
    """
    values = {fact.name: value_of(fact, answers.get(fact.name)) for fact in FACTS}
    raw: dict[str, dict[str, object]] = {}
    lines = [f"# The choices of this library. A line that begins with '{TODO.strip()}' is yours."]
    for section in dict.fromkeys(fact.section for fact in FACTS):
        lines += ["", f"[{section}]"]
        for fact in FACTS:
            if fact.section != section:
                continue
            value = values[fact.name]
            if value is not None:
                raw.setdefault(section, {})[fact.key] = value
                lines.append(f"{fact.key} = {json.dumps(value, ensure_ascii=False)}")
            else:
                mark = TODO if fact.name in waiting(values) else "# "
                lines.append(f"{mark}{fact.key} = {fact.example}  # {fact.words}")
        if section == "organisation":
            zone = str(getattr(LOCALTZ, "key", ""))  # UTC is the zone of no place
            zone = zone if "/" in zone and not zone.startswith("Etc/") else ""
            mark = "" if zone else "# "
            name = json.dumps(zone or Organisation().time_zone)
            lines.append(f"{mark}time_zone = {name}  # in which days begin and end")
    make_settings(raw, FILE)
    return "\n".join([*lines, ""])


def waiting(values: Mapping[str, object]) -> list[str]:
    """Return the facts still to be given; one of two is enough to know who is the library.

    Examples
    --------
    >>> waiting({"name": "Firm", "library_emails": ["a@b.example"], "asked": 3})
    ['fiscal_start', 'currency', 'domains']
    """
    instead = {"library_departments": "library_emails", "library_emails": "library_departments"}
    return [
        fact.name
        for fact in FACTS
        if not (fact.default or fact.optional or values.get(fact.name))
        and not values.get(instead.get(fact.name, ""))
    ]


def make_project(
    folder: Path, text: str, exports: Path | None, quarter: str, *, dry_run: bool = False
) -> tuple[list[Path], Path]:
    """Make the folder of a project.

    ``text``: its settings. ``exports``: files to copy into the folder of the quarter. ``quarter``:
    label of the quarter whose folder is made. ``dry_run``: write nothing.

    Returns
    -------
    made : list of Path
        Files written.
    data : Path
        Where the exports of the quarter go.

    Raises
    ------
    UsageError
        If there is a project already, or the exports are not there.
    """
    if (folder / FILE).exists():
        raise UsageError(error_text("start.make_project", folder=folder / FILE))
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Give a folder.")
    if exports is not None and not exports.is_dir():
        raise UsageError(f"{exports} is no folder. Give the folder that holds the exports.")
    data = folder / DATA / folder_name(quarter)
    copies = [
        (file, folder / NOTEBOOKS / file.name)
        for file in sorted((shipped.sample_project() / NOTEBOOKS).glob("*.ipynb"))
    ]
    if exports is not None and not exports.resolve().is_relative_to((folder / DATA).resolve()):
        copies += [
            (file, data / file.relative_to(exports))
            for file in sorted(exports.rglob("*"))
            if file.is_file() and file.name != FILE and not file.name.startswith((".", "~$"))
        ]
    copies = [pair for pair in copies if not pair[1].exists()]
    made = [folder / FILE, *(target for _, target in copies)]
    if dry_run:
        return made, data
    for place in (folder, folder / MAPPINGS, data, folder / NOTEBOOKS, folder / REPORTS):
        place.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(text, encoding="utf-8")
    language = make_settings(tomllib.loads(text), FILE).report.language or "en"
    for source, target in copies:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".ipynb" and target.parent == folder / NOTEBOOKS:
            target.write_text(notebook_in(source.read_text("utf-8"), language), "utf-8")
        else:
            shutil.copyfile(source, target)
    return made, data


def notebook_in(text: str, language: str) -> str:
    """Return a notebook of the kit that makes its report in a language."""
    if language == "en":
        return text
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            cell["source"] = source.replace('language: str = "en"', f'language: str = "{language}"')
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def folder_name(quarter: str) -> str:
    """Return the folder of the exports of a quarter.

    Examples
    --------
    >>> folder_name("FY2026-27 Q2"), folder_name("2026 Q1")
    ('2026-27_Q2', '2026_Q1')
    """
    return quarter.removeprefix("FY").replace(" ", "_")


def newest_quarter(today: date, text: str) -> str:
    """Return the label of the last complete quarter, by the settings of a new project."""
    organisation = make_settings(tomllib.loads(text), FILE).organisation
    return periods.last_complete(today, organisation.fiscal_start).label


def story(folder: Path, made: list[Path], data: Path, lacking: list[str]) -> list[str]:
    """Return what is said of a new project: what it holds, what is lacking, the next command."""
    say = ENGLISH.say
    copied = sum(path.is_relative_to(data) for path in made)
    notebooks = say("start.notebooks", folder=str(folder / NOTEBOOKS), n=len(made) - copied - 1)
    lines = [str(folder / FILE), notebooks]
    if copied:
        lines.append(say("start.copied", folder=str(data), n=copied))
    if lacking:
        lines.append(say("start.lacking", file=str(folder / FILE)))
        named = [(one.key, say(f"start.{one.name}")) for one in FACTS if one.name in lacking]
        lines += [f"  {say('start.line', name=key, value=words)}" for key, words in named]
    ready = copied or any((folder / DATA).rglob("*.*"))
    lines.append(say("start.next") if ready else say("start.next_later", folder=str(data)))
    return [*lines, f"engagekit check {pasted(folder)}"]


def value_of(fact: Fact, answer: str | None) -> object:
    """Return an answer as it stands in the settings; None where there is none."""
    text = (answer or fact.default).strip()
    if not text or text.casefold() == "todo":
        return None
    if fact.name in NUMBERS:
        if fact.name == "fiscal_start":
            text = str(by_word("cells.months").get(text.casefold(), text))  # "July" for 7
        if not text.isdecimal():
            raise UsageError(f"{fact.words}: '{text}' is not a whole number.")
        return int(text)
    if fact.name in LISTS:
        sign = ";" if ";" in text else ","
        parts = [part.strip() for part in text.split(sign) if part.strip()]
        return [part.lstrip("@") for part in parts] if fact.name == "domains" else parts
    return text.upper() if fact.name == "currency" else text
