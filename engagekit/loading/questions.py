"""What looks wrong over all files together: each a question to the analyst, with its remedy."""

import re
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from engagekit.errors import shorten
from engagekit.loading.checks import activity, ask, files, money, people, surveys
from engagekit.parsing.values import fold_word
from engagekit.readers.shared._stacked import BELOW
from engagekit.readers.shared._table import NO_DATA
from engagekit.tables.problems import QUESTION, UNREAD, Problem, Source, problem_of
from engagekit.tables.tables import Tables

Check = Callable[[Tables], Iterator[Problem]]
ALIKE = 0.8
"""Likeness from which a name is a slip for another: `Bokos` and `Books` have 0.8."""
BY_WORDING = {"comment_questions"}
BY_WORDING |= {f"{one}_question" for one in ("satisfaction", "recommend", "awareness", "useful")}
"""Keys of [survey] that name questions of the tables; a code of people is not kept as one."""
HALF = 0.5
"""Share of rows kept under which more of a file is in no number than in one."""


def of(tables: Tables) -> list[Problem]:
    """Return what a person should look at before believing a number.

    ``tables``: as loaded. Returned: of the level `QUESTION`.
    """
    return [
        problem
        for check, needed in CHECKS.items()
        if tables.has(*needed)
        for problem in check(tables)
    ]


def _empty(tables: Tables) -> Iterator[Problem]:
    """Name the files of which no row is in any number."""
    for one in tables.origins:
        if _read(one) or any(one.tables.values()):
            continue
        held = f"none of its {one.rows_read} rows can be read" if one.rows_read else "has no rows"
        yield problem_of("questions.empty", one.file, UNREAD, tool=one.tool, held=held)


def _half_lost(tables: Tables) -> Iterator[Problem]:
    """Ask about files of which most rows are set aside, but for a table that is asked of alone."""
    for one in tables.origins:
        empty = [part for part in tables.left_out if part.reason.endswith((*NO_DATA, BELOW))]
        rows = one.rows_read - sum(part.rows for part in empty if part.file == one.file)
        if rows and _read(one) and _read(one) / rows < HALF:
            yield ask("questions.half_lost", one.file, n=_read(one), rows=rows)


def _read(one: Source) -> int:
    """Return the rows that could be read: what another file has too is not lost."""
    return one.rows_kept + one.rows_repeated


def _facts(tables: Tables) -> Iterator[Problem]:
    """Ask for what the settings of a project do not say."""
    settings = tables.settings
    if settings.home is None:
        return
    organisation, library = settings.organisation, settings.library
    given = organisation.model_fields_set
    named = bool(library.departments or library.emails or library.contact_ids)
    is_asked = settings.survey.asked is not None or tables.has("invitations")
    wanted = [
        ("organisation", "name", "name" in given),
        ("organisation", "fiscal_start", "fiscal_start" in given),
        ("organisation", "currency", "currency" in given or not tables.has("budget")),
        ("organisation", "domains", "domains" in given),
        ("library", "departments", named or not tables.has("contacts")),
        ("survey", "asked", is_asked or not tables.has("respondents")),
    ]
    for section, key, is_given in wanted:
        if not is_given:
            yield Problem(
                _LACKING[key], f"Write {key} under [{section}].", "engagekit.toml", level=QUESTION
            )


def _named(tables: Tables) -> Iterator[Problem]:
    """Ask where the settings name a question that is not there, or nearly a line or a file."""
    settings = tables.settings
    survey = settings.survey
    files = {name for one in tables.origins for name in (one.file, one.file.rpartition("/")[2])}
    parts: dict[str, tuple[Iterable[str], set[str]]] = {"files": (settings.files, files)}
    if tables.has("questions"):
        asked = tables.questions[["wording", "item_of", "question_id"]].stack().dropna().map(str)
        for key in sorted(survey.model_fields_set & BY_WORDING):
            value = getattr(survey, key)
            parts[f"survey.{key}"] = ([value] if isinstance(value, str) else value, {*asked})
    if isinstance(survey.asked, dict) and tables.has("surveys"):
        titles = tables.surveys["title"].dropna().drop_duplicates(keep=False)
        parts["survey.asked"] = survey.asked, {*tables.surveys["survey_id"], *titles}
    if tables.has("budget"):
        lines = {*tables.budget["line"].dropna()}
        parts["money.contract_lines"] = settings.money.contract_lines, lines
        own = [one for part in settings.services.values() for one in part.lines]
        parts["services"] = own, lines
    for key, (names, known) in parts.items():
        folded = {fold_word(one): one for one in known}
        for name in names:
            near = next(iter(get_close_matches(fold_word(name), folded, 1, ALIKE)), "")
            plain = [re.sub(r"\d", "", one) for one in (fold_word(name), near)]
            near = near if plain[0] != plain[1] else ""  # of another quarter
            is_there = fold_word(name) in folded or set("*[") & {*name}
            if is_there or not (near or key.startswith("survey.")):
                continue
            remedy = f"Did you mean '{folded[near]}'?" if near else "Correct it, or take it out."
            told = f"names '{shorten(name)}' under [{key}], which no file has"
            told += ", or more than one" if key == "survey.asked" else ""
            yield Problem(told, remedy, "engagekit.toml", level=QUESTION)


_LACKING = {
    "name": "does not say the name of the organisation, which stands on every page",
    "fiscal_start": "does not say in which month the fiscal year begins; quarters begin in April",
    "currency": "does not say in which currency the budget is; amounts are shown in CAD",
    "domains": "does not say which e-mail addresses are of this organisation",
    "departments": "does not say who is the library: its own staff are counted as people reached",
    "asked": "does not say how many people were asked to answer the survey: no response rate",
}

CHECKS: dict[Check, tuple[str, ...]] = {
    _empty: (),
    _half_lost: (),
    _facts: (),
    _named: (),
    files.same_rows: (),
    money.same_total: ("budget",),
    activity.same_event: ("events",),
    people.departments: ("contacts",),
    people.unknown_departments: ("contacts",),
    people.same_person: ("contacts",),
    people.no_department: ("contacts",),
    people.lacking_columns: ("contacts",),
    people.impossible_dates: ("contacts",),
    people.no_names: ("contacts",),
    people.stale_list: ("contacts", "touches"),
    people.nobody_is_library: ("contacts",),
    activity.unlinked: ("contacts",),
    activity.nameless: ("touches",),
    activity.minutes: ("touches",),
    activity.silent: ("touches",),
    activity.ahead: (),
    activity.company: (),
    activity.tallied: ("counts", "touches"),
    activity.in_two_logs: ("touches",),
    people.support: ("contacts", "support"),
    activity.twice_held: ("events", "attendance"),
    activity.undated_events: ("attendance",),
    money.twice: ("budget",),
    money.no_spending: ("budget",),
    money.undecided: ("budget",),
    money.sum_of_others: ("budget",),
    money.growing: ("budget",),
    money.overlapping: ("budget",),
    money.currency: (),
    money.two_terms: ("contracts",),
    money.long_terms: ("contracts",),
    money.other_time: ("budget", "touches"),
    surveys.without_questions: ("surveys", "respondents"),
    surveys.unworded: ("questions", "responses"),
    surveys.unknown_requests: ("questions", "responses", "touches"),
    surveys.unread_hours: ("questions", "responses"),
    surveys.misplaced: ("questions", "responses"),
    surveys.without_direction: ("questions", "responses"),
    surveys.stays_open: ("surveys", "respondents"),
    surveys.undated: ("surveys", "respondents"),
}
"""Every check, with the tables without which it has nothing to look at."""
