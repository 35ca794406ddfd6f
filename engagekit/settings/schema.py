"""engagekit.toml: every choice an organisation makes, read once and never changed after."""

from __future__ import annotations

import datetime as dt
import os
import re
import tomllib
import zoneinfo
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from engagekit.errors import PeriodError, SettingsError, did_you_mean, nearest, some
from engagekit.settings.money import (
    Ask,
    AskOption,
    Assumption,
    Money,
    MoneyChange,
    Part,
    Quadrant,
    Replacement,
    Value,
)
from engagekit.settings.periods import Period, period, quarter

__all__ = [
    "FILE",
    "NOTHING_SAID",
    "THEMES",
    "Ask",
    "AskOption",
    "Assumption",
    "Calendar",
    "Champions",
    "Counter",
    "Disclosure",
    "FileChoice",
    "GapItem",
    "Gaps",
    "Library",
    "Money",
    "MoneyChange",
    "Organisation",
    "Perception",
    "Plans",
    "Profile",
    "Quadrant",
    "Reach",
    "Replacement",
    "Report",
    "Settings",
    "Survey",
    "Trust",
    "Value",
    "Walks",
    "find_settings",
    "make_settings",
    "read_settings",
    "with_themes",
]
FILE = "engagekit.toml"
THEMES = "themes.toml"
NOTHING_SAID = (
    "n/a",
    "na",
    "none",
    "no",
    "nothing",
    "nothing to add",
    "no comment",
    "no comments",
    "nil",
    "-",
    "non",
    "rien",
    "rien à ajouter",
    "aucun",
    "aucun commentaire",
    "s/o",
)
"""Comments that say nothing, whatever the case and accents."""


PLAIN = {
    "int_parsing": "which is not a whole number",
    "int_type": "which is not a whole number",
    "int_from_float": "which is not a whole number",
    "float_parsing": "which is not a number; write it without quotes and with a point, e.g. 1.48",
    "float_type": "which is not a number",
    "bool_parsing": "which is neither true nor false",
    "bool_type": "which is neither true nor false",
    "string_type": "which is not text; put it in quotes",
    "tuple_type": 'which is not a list; write ["{given}"]',
    "dict_type": "which is not a table of names and values",
    "model_type": "which is not a section of keys and values",
    "greater_than_equal": "which is under {bound}",
    "greater_than": "which is not over {bound}",
    "less_than_equal": "which is over {bound}",
    "less_than": "which is not under {bound}",
    **dict.fromkeys(
        ("date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact"),
        "which is not a date; write 2026-07-01",
    ),
}
"""Faults of pydantic in words."""


class Organisation(Part):
    """Who the report is about.

    ``domains``: what stands behind the @ of its addresses. ``names_in_own_meetings``: whether in a
    Zoom, Webex or GoTo Webinar list whose host is of these domains a full name without an address
    links the one colleague of that name, unless somebody outside is known to bear it.
    """

    name: str = "Our organisation"
    library: str = "the library"
    fiscal_start: int = Field(4, ge=1, le=12)
    currency: str = "CAD"
    time_zone: str = "America/Toronto"
    domains: tuple[str, ...] = ()
    names_in_own_meetings: bool = True

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, given: str) -> str:
        if not re.fullmatch(r"[A-Z]{3}", given):
            raise ValueError("a currency has three capital letters, e.g. CAD")
        return given

    @field_validator("time_zone")
    @classmethod
    def _on_the_map(cls, given: str) -> str:
        try:
            zoneinfo.ZoneInfo(given)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            ends = {
                name.rpartition("/")[2]: name for name in sorted(zoneinfo.available_timezones())
            }
            guess = ends.get(nearest(given.rpartition("/")[2], ends) or "", "America/Toronto")
            raise ValueError(f"no time zone is called so. Write it like '{guess}'") from None
        return given


class Library(Part):
    """Whose rows are the library's own: they are never counted as reached."""

    departments: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    contact_ids: tuple[str, ...] = ()


class Disclosure(Part):
    """What must not be told on the board copy.

    ``complements``: those without a property are protected as well (3 dissatisfied of 20).
    ``percent_base``: departments with fewer answers are not set beside money.
    """

    k: int = Field(5, ge=3)
    complements: bool = True
    percent_base: int = Field(10, ge=5)


class Reach(Part):
    """What counts as having met somebody."""

    broadcast_channels: tuple[str, ...] = ("newsletter", "email", "social")
    count_broadcasts: bool = False
    months_active: int = Field(12, ge=1)
    repeat_days: int = Field(3, ge=2)


class Trust(Part):
    """The observed act that stands for trust."""

    acts: tuple[str, ...] = ("unsolicited request", "referral", "invitation", "support")


class GapItem(Part):
    """One item whose levels stand in questions of their own, by id or wording."""

    name: str
    importance: str | None = None
    satisfaction: str | None = None
    minimum: str | None = None
    desired: str | None = None
    perceived: str | None = None


class Gaps(Part):
    """Where importance and satisfaction, or minimum, desired and perceived, were asked.

    Each level is the stem of a block of questions, an option, or a pattern with ``{item}``; items
    are paired by their words. ``numbers_are_points``: numbers without words are points, more is
    more.
    """

    importance: str | None = None
    satisfaction: str | None = None
    minimum: str | None = None
    desired: str | None = None
    perceived: str | None = None
    items: tuple[GapItem, ...] = ()
    numbers_are_points: bool = False


class Profile(Part):
    """The question in which words are picked, and where the library's team picked its own."""

    question: str | None = None
    own_survey: str | None = None
    own_question: str | None = None


class Perception(Part):
    """One question that two groups see apart.

    ``answers``: those that count; empty: the top two boxes. ``groups``: name to role levels (or
    answers to ``group_question``), or ``["library"]``; ``surveys``: name to a survey of its own.
    """

    question: str | None = None
    group_question: str | None = None
    answers: tuple[str, ...] = ()
    groups: dict[str, tuple[str, ...]] = {}
    surveys: dict[str, str] = {}


class Survey(Part):
    """How answers are read and who counts as having answered.

    ``values``: for ``department`` and ``role_level``, a word of the survey and the word of the
    staff list for it.
    """

    consent_to_link: bool = False
    satisfaction_question: str | None = None
    recommend_question: str | None = None
    weights: Literal["none", "post-stratified", "raked"] = "none"
    values: dict[Literal["department", "role_level"], dict[str, str]] = {}
    gaps: Gaps = Gaps()
    drivers: tuple[str, ...] = ()
    reversed_items: tuple[str, ...] = ()
    awareness_question: str | None = None
    useful_question: str | None = None
    useful_answers: tuple[str, ...] = ("yes", "oui")
    profile: Profile = Profile()
    perception: Perception = Perception()
    panel_code_question: str | None = None
    comment_questions: tuple[str, ...] = ()
    nothing_said: tuple[str, ...] = NOTHING_SAID
    themes: dict[str, dict[str, tuple[str, ...]]] = {}


class Champions(Part):
    """What makes a champion.

    ``turnover``: share of a department taken to leave within a year where the staff list tells of
    no leaver.
    """

    acts: tuple[str, ...] = ("spoke at budget", "defended", "referred", "co-signed", "gave time")
    months: int = Field(12, ge=1)
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
    """Which column of contacts is a zone, and after how long somebody met again was away."""

    zone: Literal["site", "department", "cost_centre"] = "site"
    months_away: int = Field(6, ge=1)


class Plans(Part):
    """Words by which a planned step is an interview, and the days looked at around it."""

    interview: tuple[str, ...] = ("interview", "entrevue", "entretien")
    days_around: int = Field(90, ge=1)


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
    unit: str = ""
    changed_on: dt.date | None = None
    change: str = ""
    window_days: int = Field(365, ge=1)


Language = Literal["en", "fr"]
"""Languages of reports: each has a catalogue below ``locale``."""


class Report(Part):
    """How a report looks and reads.

    ``story``: number of the initiative whose story stands on the first page.
    """

    language: Language = "en"
    paper: Literal["A4", "Letter"] = "Letter"
    colour: str = "#1f5a94"
    attention_colour: str = "#b3500b"
    logo: str | None = None
    story: str | None = None


class FileChoice(Part):
    """What an analyst says about one file that cannot be told from its cells."""

    tool: str | None = None
    sheet: str | None = None
    header_row: int | None = Field(None, ge=1)
    date_order: Literal["day first", "month first"] | None = None
    event: str | None = None
    status: str | None = None
    mapping: str | None = None
    ignore: bool = False


class Settings(Part):
    """Every choice, frozen.

    Attributes
    ----------
    organisation, library, disclosure, reach, trust, survey, champions, money, report
        One section of engagekit.toml each.
    quadrant, value, ask
        One section of engagekit.toml each.
    targets : dict of str to float
        Measure name to its target, e.g. ``{"reach": 0.6}``.
    groups : dict of str to list of str
        A department name for the report and the departments merged into it.
    files : dict of str to FileChoice
        File name to what the analyst says of it.
    calendar, walks, plans
        One section of engagekit.toml each.
    counts : dict of str to Counter
        Name of a counter to what it is.
    """

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
    plans: Plans = Plans()
    counts: dict[str, Counter] = {}

    @field_validator("targets")
    @classmethod
    def _shares(cls, targets: dict[str, float]) -> dict[str, float]:
        for name, value in targets.items():
            if value < 0:
                raise ValueError(f"target '{name}' is {value}, below zero")
        return targets

    @model_validator(mode="after")
    def _prices(self) -> Settings:
        for label in self.money.price_index:
            try:
                self.period(label)
            except PeriodError as error:
                raise ValueError(f"price_index under [money]: {error}") from None
        return self

    def quarter(self, label: str | Period) -> Period:
        """Read a quarter by this organisation's fiscal year."""
        return quarter(label, self.organisation.fiscal_start)

    def period(self, label: str | Period) -> Period:
        """Read a quarter, a year or a range by this organisation's fiscal year."""
        return period(label, self.organisation.fiscal_start)


def read_settings(path: str | os.PathLike[str]) -> Settings:
    """Read one engagekit.toml.

    Raises
    ------
    SettingsError
        Unknown key (with the nearest one), wrong kind of value, or text that is not TOML.
    """
    file = Path(path)
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.name} cannot be read: {error}. Mend that line.") from error
    return make_settings(raw, file.name)


def with_themes(settings: Settings, folder: str | os.PathLike[str]) -> Settings:
    """Settings with the themes of themes.toml in a folder; they win over those of the same name.

    Raises
    ------
    SettingsError
        If the file is no TOML, or a theme is no table of a language to its words.
    """
    file = Path(folder) / THEMES
    if not file.is_file():
        return settings
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.name} cannot be read: {error}. Mend that line.") from error
    read = make_settings({"survey": {"themes": raw}}, file.name).survey.themes
    survey = settings.survey.model_copy(update={"themes": {**settings.survey.themes, **read}})
    return settings.model_copy(update={"survey": survey})


def make_settings(raw: dict[str, Any], name: str = FILE) -> Settings:
    """Settings from a nested dict, with errors in words.

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
        raise SettingsError(
            f"{name}: {some([_fault(fault) for fault in error.errors()])}"
        ) from None


def _fault(fault: Any) -> str:
    """One fault of pydantic in our words."""
    where = [str(part) for part in fault["loc"]]
    if fault["type"] == "extra_forbidden":
        return (
            f"unknown section or key '{'.'.join(where)}'. {did_you_mean(where[-1], _keys(where))}"
        )
    if fault["type"] == "missing":
        return f"[{'.'.join(where)}] is missing. Say what it is."
    supplied = fault["input"]
    head = f"[{'.'.join(where)}]" if where else FILE
    if fault["type"] in PLAIN:
        allowed = PLAIN[fault["type"]].format(given=supplied, **_bounds(fault))
        return f"{head} is {supplied!r}, {allowed}."
    if fault["type"] == "literal_error":
        existing = re.findall(r"'([^']*)'", str(fault["msg"]))
        return f"{head} is {supplied!r}. {did_you_mean(str(supplied), existing)}"
    message = str(fault["msg"]).removeprefix("Value error, ")
    message = message[0].lower() + message[1:]
    if not where:
        return message.rstrip(".") + "."
    present = ":" if isinstance(supplied, dict | list | tuple | BaseModel) else f" is {supplied!r}:"
    return f"{head}{present} {message.rstrip('.')}."


def _bounds(fault: Any) -> dict[str, Any]:
    """The bound that a number is over or under."""
    present = fault.get("ctx") or {}
    return {"bound": next((present[key] for key in ("ge", "gt", "le", "lt") if key in present), "")}


def _keys(where: list[str]) -> list[str]:
    """The keys there are in the section in which an unknown one stands."""
    model: type[BaseModel] = Settings
    for part in where[:-1]:
        field = model.model_fields.get(part)
        if field is not None:  # else the name of an entry or its number: the model is that of all
            model = _model_in(field.annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds, as the entries of a list or a dict may be."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    matches = (_model_in(part) for part in get_args(annotation))
    return next((one for one in matches if one is not None), None)


def find_settings(*starts: str | os.PathLike[str]) -> Path | None:
    """The first engagekit.toml found upwards from each start in turn."""
    for start in starts:
        folder = Path(start).resolve()
        for place in (folder, *folder.parents):
            if (place / FILE).is_file():
                return place / FILE
    return None
