"""One report for each value of a column, one after the other."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engagekit.errors import DataError, EngagekitError, UsageError, did_you_mean, error_text
from engagekit.loading import load
from engagekit.locale.analyst import ENGLISH
from engagekit.reporting.document.document import slug, unique
from engagekit.reporting.pipeline import FAILED, Outcome, run_one
from engagekit.reporting.request import Job
from engagekit.reporting.run import execute, parameters
from engagekit.tables.cache import as_pandas
from engagekit.tables.memberships import several
from engagekit.tables.tables import Tables


def report_each(job: Job, column: str, progress: execute.Progress | None) -> Outcome:
    """Make one report for each value of a column of contacts, over tables loaded once.

    ``job``: its notebook has a parameter named like the column, else a UsageError is raised.
    ``column``: e.g. ``department``. ``progress``: called with each value that is done. A value
    whose report could not be made is named in the outcome, and the others are made.
    """
    has = parameters.declared(execute.read_notebook(job.notebook))
    if column not in has:
        slots = {"notebook": job.notebook.name, "hint": did_you_mean(column, has)}
        raise UsageError(error_text("briefs.parameter", column=column, **slots))
    names = values_of(load.load(job.data() or ""), column)
    paths: list[Path] = []
    messages: list[str] = []
    codes = [0]
    for number, (name, place) in enumerate(places_of(names).items()):
        values = {**job.parameters, column: name}
        try:
            made = run_one(replace(job, subject=name, place=place, parameters=values))
        except EngagekitError as error:
            messages.append(ENGLISH.say("made.failed", title=name, reason=error))
            codes.append(FAILED)
        else:
            messages += [f"{name}: {text}" for text in made.messages]
            codes.append(made.exit_code)
            paths += made.paths
        if progress is not None:
            progress(number, len(names), name)
    return Outcome(tuple(paths), max(codes), tuple(dict.fromkeys(messages)))


def places_of(names: Sequence[str]) -> dict[str, str]:
    """Return a folder for each name, no two the same: "R&D" and "R D" have the same slug."""
    places: dict[str, str] = {}
    for name in names:
        places[name] = unique(slug(name), places.values())
    return places


def values_of(tables: Tables, column: str) -> list[str]:
    """Return the values of a column of contacts, in order, library staff left out."""
    contacts = as_pandas(tables.contacts)
    if column not in contacts.columns:
        raise UsageError(
            f"contacts has no column '{column}'. {did_you_mean(column, map(str, contacts.columns))}"
        )
    if "is_library" in contacts.columns:
        contacts = contacts[~contacts["is_library"].fillna(False).astype(bool)]
    # a contact of several departments is in each of them
    names = sorted(several(contacts[column]).unique())
    if not names:
        raise DataError(f"contacts holds no {column}, so there is nothing to report on.")
    return names
