"""What looks wrong over all files together: each a question to the analyst, with its remedy."""

from __future__ import annotations

from collections.abc import Iterator

from engagekit.loading.checks import Check, activity, money, people, surveys
from engagekit.tables.problems import QUESTION, UNREAD, Problem, Source
from engagekit.tables.tables import Tables

HALF = 0.5
"""Share of rows kept under which more of a file is in no number than in one."""


def of(tables: Tables) -> list[Problem]:
    """Return what a person should look at before believing a number.

    Parameters
    ----------
    tables : Tables
        As loaded.

    Returns
    -------
    list of Problem
        Of the level `QUESTION`.
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
        yield Problem(
            f"was taken for an export of {one.tool}, and "
            + (f"none of its {one.rows_read} rows can be read" if one.rows_read else "has no rows"),
            "Correct the file, or name it under [files] ignore in engagekit.toml.",
            one.file,
            level=UNREAD,
        )


def _half_lost(tables: Tables) -> Iterator[Problem]:
    """Ask about files of which most rows are set aside."""
    for one in tables.origins:
        if one.rows_read and _read(one) and _read(one) / one.rows_read < HALF:
            yield Problem(
                f"keeps {_read(one)} of {one.rows_read} rows; the others were set aside",
                "See why: engagekit check --all",
                one.file,
                level=QUESTION,
            )


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
    wanted = {
        "name": ("organisation", "name", "name" in given),
        "fiscal_start": ("organisation", "fiscal_start", "fiscal_start" in given),
        "currency": ("organisation", "currency", "currency" in given or not tables.has("budget")),
        "domains": ("organisation", "domains", "domains" in given),
        "departments": (
            "library",
            "departments",
            bool(library.departments or library.emails or library.contact_ids)
            or not tables.has("contacts"),
        ),
        "asked": (
            "survey",
            "asked",
            settings.survey.asked is not None
            or tables.has("invitations")
            or not tables.has("respondents"),
        ),
    }
    for section, key, is_given in wanted.values():
        if not is_given:
            yield Problem(
                _LACKING[key], f"Write {key} under [{section}].", "engagekit.toml", level=QUESTION
            )


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
    **people.CHECKS,
    **activity.CHECKS,
    **money.CHECKS,
    **surveys.CHECKS,
}
