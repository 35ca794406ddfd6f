"""engagekit.toml: every choice an organisation makes, read once and never changed after."""

import datetime as dt
import os
import re
import tomllib
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from engagekit.errors import PeriodError, SettingsError, nearest, shorten, some
from engagekit.settings.faults import sentence
from engagekit.settings.money import Ask, Money, Part, Quadrant, Value, strange
from engagekit.settings.periods import Period, period, quarter
from engagekit.settings.services import Service, claimed_twice
from engagekit.settings.survey import Survey

FILE = "engagekit.toml"
THEMES = "themes.toml"


class ProjectFolder(Part):
    """Where the project keeps its exports, ``data``, and what counts their rows, ``engine``."""

    data: str = "data"
    engine: Literal["pandas", "duckdb", "dask"] = "pandas"


class Organisation(Part):
    """Who the report is about.

    ``domains``: what comes after the @ in its addresses. ``names_in_own_meetings``: whether in a
    Zoom or Webex list whose host is of these domains a full name without an address
    links the one colleague of that name, unless somebody outside is known to bear it.
    ``fiscal_label``: which year ``FY2026`` names, that of the ``start`` or of the ``end``.
    """

    name: str = "Our organisation"
    library: str = "the library"
    fiscal_start: int = Field(4, ge=1, le=12)
    fiscal_label: Literal["", "start", "end"] = ""
    currency: str = "CAD"
    time_zone: str = "America/Toronto"
    domains: tuple[str, ...] = ()
    names_in_own_meetings: bool = True

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, currency: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}", currency):
            raise ValueError("a currency has three capital letters, e.g. CAD")
        return currency

    @field_validator("time_zone")
    @classmethod
    def _on_the_map(cls, zone: str) -> str:
        try:
            zoneinfo.ZoneInfo(zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            ends = {
                name.rpartition("/")[2]: name for name in sorted(zoneinfo.available_timezones())
            }
            guess = ends.get(nearest(zone.rpartition("/")[2], ends) or "", "America/Toronto")
            raise ValueError(f"no time zone is called so. Write it like '{guess}'") from None
        return zone


class Library(Part):
    """Who belongs to the library and is never counted as reached; whether hosts are guests."""

    departments: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()
    hosts_attend: bool = False


class Disclosure(Part):
    """How small groups are protected on the board copy.

    ``k``: people in a group that is shown at least; under 3 one of two would know the other from a
    number. ``percent_base``: departments with fewer answers are not set beside money; under 5 one
    answer would move a share by more than a fifth.
    """

    k: int = Field(5, ge=3, le=100)
    percent_base: int = Field(10, ge=5, le=1000)


class Reach(Part):
    """What counts as having met somebody.

    ``broadcast_channels``: what is sent to many. E-mail is one of the ways to ask: only what the
    library sends out and nobody answers is a broadcast.
    """

    broadcast_channels: tuple[str, ...] = ("newsletter", "social")
    count_broadcasts: bool = False
    months_active: int = Field(12, ge=1, le=120)
    repeat_days: int = Field(3, ge=2, le=366)


class Trust(Part):
    """The observed act that stands for trust."""

    acts: tuple[str, ...] = ("unsolicited request", "referral", "invitation", "support")


class Champions(Part):
    """What makes a champion.

    ``turnover``: share of a department taken to leave within a year where the staff list tells of
    no leaver.
    """

    acts: tuple[str, ...] = ("spoke at budget", "defended", "referred", "co-signed", "gave time")
    months: int = Field(12, ge=1, le=120)
    turnover: float = Field(0.1, ge=0, le=1)
    prospect_weights: dict[str, float] = {"influence": 1.0, "warmth": 1.0, "initiative_fit": 1.0}


class Calendar(Part):
    """Days on which people work, for rates of working days; every date in ISO form."""

    working_week: tuple[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"], ...] = (
        "Mon",
        "Tue",
        "Wed",
        "Thu",
        "Fri",
    )
    holidays: tuple[dt.date, ...] = ()


class Walks(Part):
    """Which column of the staff list is a zone, and after how long somebody counts as found."""

    zone: Literal["site", "department", "cost_centre"] = "site"
    months_away: int = Field(6, ge=1, le=120)


class Counter(Part):
    """What one counter of the sheet counts is: a plain count, or a share of another.

    ``what``: its word in the sheet (empty: the counter's own name); ``of``: the word of what it is
    a share of; ``people``: the word of a count of different people; ``beside``: another counter to
    compare with; ``changed_on`` and ``change``: the day and the words of a change that is looked at
    ``window_days`` to each side.
    """

    what: str | None = None
    of: str | None = None
    place: str | None = None
    people: str | None = None
    beside: str | None = None
    changed_on: dt.date | None = None
    change: str = ""
    window_days: int = Field(365, ge=1, le=4000)


Language = Literal["en", "fr"]
"""Languages of reports: each has a catalogue below ``locale``."""


class Report(Part):
    """How a report looks and reads.

    ``story``: number of the initiative whose story stands on the first page. ``reader``: whose
    numbers and evidence lead page-one.pdf and .docx. ``country``: how dates, numbers and money are
    written, and on which paper unless ``paper`` says otherwise.
    """

    language: Language = "en"
    country: Literal["CA", "FR", "GB", "US"] = "CA"
    paper: Literal["A4", "Letter"] = "Letter"
    colour: str = "#1f5a94"
    attention_colour: str = "#b3500b"
    logo: str | None = None
    story: str | None = None
    reader: Literal["director", "finance", "department"] = "director"

    @model_validator(mode="before")
    @classmethod
    def _on_paper_of_the_country(cls, given: Any) -> Any:
        """Return what is given with the paper of its country, where none is named."""
        is_a4 = isinstance(given, Mapping) and given.get("country") in ("FR", "GB")
        return {"paper": "A4", **given} if is_a4 else given


class FileChoice(Part):
    """What you say about one file because its cells do not show it.

    ``constants``: of every row, in place of those of the mapping; ``events``: of a calendar.
    ``files``, ``key``: what the next file of the source does, as in a mapping.
    """

    tool: str | None = None
    sheet: str | None = None
    ignore_sheets: tuple[str, ...] = ()
    header_row: int | None = Field(None, ge=1)
    date_order: Literal["day first", "month first", "year first"] | None = None
    event: str | None = None
    files: Literal["append", "replace", "merge"] | None = None
    key: tuple[str, ...] = ()
    status: str | None = None
    mapping: str | None = None
    constants: dict[str, str] = {}
    events: bool = False
    ignore: bool = False


class Settings(Part):
    """Every choice, frozen: one attribute for each section of engagekit.toml.

    Attributes
    ----------
    targets, groups : dict
        Measure name to its target; a department of the report to those merged into it.
    files, counts, services : dict
        File name, name of a counter or of a service to what is said of it.
    totals : dict
        What you know of all that is loaded (``people = 412``, ``touches.desk = 1310``), or of a
        period (``"2026 Q1" = { spend = 240000 }``): `check` asks where it counts another number.

    Raises
    ------
    ValidationError
        Of pydantic, for a key or a value that is none; `read_settings` puts it in words.

    Examples
    --------
    >>> Settings(organisation={"name": "Harbour Trust"}).disclosure.k
    5
    """

    project: ProjectFolder = ProjectFolder()
    organisation: Organisation = Organisation()
    library: Library = Library()
    disclosure: Disclosure = Disclosure()
    reach: Reach = Reach()
    trust: Trust = Trust()
    survey: Survey = Survey()
    champions: Champions = Champions()
    money: Money = Money()
    quadrant: Quadrant = Quadrant()
    value: Value = Value()
    ask: Ask = Ask()
    report: Report = Report()
    targets: dict[str, float] = {}
    groups: dict[str, tuple[str, ...]] = {}
    files: dict[str, FileChoice] = {}
    calendar: Calendar = Calendar()
    walks: Walks = Walks()
    counts: dict[str, Counter] = {}
    services: dict[str, Service] = {}
    totals: dict[str, float | dict[str, float | dict[str, float]]] = {}
    _home: Path | None = PrivateAttr(None)

    @property
    def home(self) -> Path | None:
        """The folder of the engagekit.toml that they were read from; None without one."""
        return self._home

    @field_validator("targets")
    @classmethod
    def _shares(cls, targets: dict[str, float]) -> dict[str, float]:
        for name, value in targets.items():
            if value < 0:
                raise ValueError(f"target '{name}' is {value}, below zero")
        return targets

    @field_validator("services")
    @classmethod
    def _claimed_once(cls, services: dict[str, Service]) -> dict[str, Service]:
        if twice := claimed_twice(services):
            raise ValueError(twice)
        return services

    @model_validator(mode="before")
    @classmethod
    def _ignored_files(cls, raw: Any) -> Any:
        """Take ``ignore = ["a.csv", "old/*"]`` under [files] as a choice for each."""
        files = raw.get("files") if isinstance(raw, dict) else None
        names = files.get("ignore") if isinstance(files, dict) else None
        if isinstance(names, str):
            raise ValueError(f'[files] ignore is {names!r}, which is not a list; write ["{names}"]')
        if not isinstance(files, dict) or not isinstance(names, list):
            return raw
        rest = {name: choice for name, choice in files.items() if name != "ignore"}
        for name in map(str, names):
            rest[name] = {**rest.get(name, {}), "ignore": True}
        return {**raw, "files": rest}

    @model_validator(mode="after")
    def _prices(self) -> "Settings":
        own = self.organisation
        try:
            text = strange(self.money, self.value, own.currency, own.fiscal_start)
        except PeriodError as error:
            raise ValueError(f"price_index under [money]: {error}") from None
        if text:
            raise ValueError(text)
        return self

    def quarter(self, label: str | Period) -> Period:
        """Read a quarter by this organisation's fiscal year."""
        return quarter(label, self.organisation.fiscal_start, self.organisation.fiscal_label)

    def period(self, label: str | Period) -> Period:
        """Read a quarter, a year or a range by this organisation's fiscal year."""
        return period(label, self.organisation.fiscal_start, self.organisation.fiscal_label)


def read_settings(path: str | os.PathLike[str]) -> Settings:
    """Read one engagekit.toml.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    Settings

    Raises
    ------
    SettingsError
        Unknown key (with the nearest one), wrong kind of value, or text that is not TOML.

    Examples
    --------
    >>> ek.read_settings("engagekit.toml").organisation.fiscal_start
    4
    """
    file = Path(path)
    settings = make_settings(read_toml(file), file.name)
    settings._home = file.resolve().parent
    return settings


def with_themes(settings: Settings, folder: str | os.PathLike[str]) -> Settings:
    """Return settings with the themes of themes.toml in a folder; they win over their namesakes.

    Raises
    ------
    SettingsError
        If the file is no TOML, or a theme is no table of a language to its words.
    """
    file = Path(folder) / THEMES
    if not file.is_file():
        return settings
    read = make_settings({"survey": {"themes": read_toml(file)}}, file.name).survey.themes
    survey = settings.survey.model_copy(update={"themes": {**settings.survey.themes, **read}})
    return settings.model_copy(update={"survey": survey})


def read_toml(file: Path) -> dict[str, Any]:
    """Read a file of TOML.

    Raises
    ------
    SettingsError
        If it is none.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError:
        raise SettingsError(f"{file.name} is not saved as UTF-8. Save it again as such.") from None
    except tomllib.TOMLDecodeError as error:
        what, _, place = str(error).partition(" (at line ")
        number = place.partition(",")[0]
        line = text.splitlines()[int(number) - 1].strip() if number.isdecimal() else ""
        where = f", line {number}, is '{shorten(line)}'" if line else " cannot be read"
        raise SettingsError(
            f"{file.name}{where}: {what.lower()}. Text stands in quotes, a list in brackets, "
            "and every quote and bracket is closed."
        ) from None


def make_settings(raw: dict[str, Any], name: str = FILE) -> Settings:
    """Return settings from a nested dict, with errors in words.

    Examples
    --------
    >>> make_settings({"organisation": {"fiscal_start": 1}}).organisation.fiscal_start
    1
    >>> make_settings({"disclosur": {"k": 5}})
    Traceback (most recent call last):
    ...
    engagekit.errors.SettingsError: engagekit.toml: unknown section or key 'disclosur'. ...
    """
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        faults = [sentence(fault, Settings) for fault in error.errors()]
        raise SettingsError(f"{name}: {some(faults)}") from None
