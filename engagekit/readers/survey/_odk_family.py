"""What KoBoToolbox and ODK Central share: 0/1 columns beside a joined one, repeat groups."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

import pandas as pd

from engagekit.readers.shared import vocabulary
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._categorical import encode
from engagekit.readers.survey._form import Form, own_columns
from engagekit.readers.survey._multi_select import ranks
from engagekit.readers.survey._personal_columns import PERSONAL
from engagekit.readers.survey._survey_builder import Field, choice, plain, slug, unique
from engagekit.tables.problems import FAULT, Problem, problem_of

ORPHAN = "a row of a repeat group whose submission is not there"
_TICKS = frozenset({"0", "1", "", "true", "false", "True", "False", "TRUE", "FALSE", "0.0", "1.0"})
_PLACE = re.compile(
    r"^_.*_(?:latitude|longitude|altitude|precision)$"
    r"|[-/](?:Latitude|Longitude|Altitude|Accuracy)$"
)
_STAMP = r"(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.Z+-]*)?)?$"


def clocks(form: Form) -> dict[int, str]:
    """Return the columns in which a form notes when it was filled in, and their role."""
    named = own_columns(form.names, vocabulary.words("kobo.clocks"), str)  # or so named questions
    return {at: role for at, role in named.items() if form.cells[at].str.match(_STAMP).all()}


def fields(
    form: Form, own: Container[int], joints: str, before: str = ""
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Return questions in order, and columns that go nowhere.

    ``own``: columns that are no question. ``joints``: signs that join groups and questions in a
    header, e.g. ``"/"``. ``before``: what the numbers of the questions begin with.
    """
    names, cells = form.names, form.cells
    owned = _owned(form, [at for at in range(len(names)) if at not in own])
    taken = {option for options in owned.values() for option in options}
    points = {at for at, name in enumerate(names) if _PLACE.search(name)}

    def last(name: str) -> str:
        """Return a header without the groups before it; slashes inside words of labels stay."""
        return name if " " in name else re.split(f"[{re.escape(joints)}]", name)[-1] or name

    others = {at for at in range(len(names)) if at in own or at in taken} | points
    places, dropped = form.questions(others, last)
    dropped += [(names[at], PERSONAL) for at in points if at not in own and at not in taken]
    keys = unique(
        slug(f"{before}{names[at]}") if before or names[at] else f"column-{at + 1}" for at in places
    )
    result: list[Field] = []
    for key, at in zip(keys, places, strict=True):
        wording, start = plain(last(names[at])) or f"Column {at + 1}", len(names[at]) + 1
        if at not in owned:
            main, items = Field(key, wording, cells[at]), ranks(encode(cells[at]).tally, " ")
            result += _survey_builder.spread_ranks(main, items, " ") if items else [main]
        for option in owned.get(at, ()):
            ticked = cells[option].str.casefold().isin(["1", "1.0", "true"])
            column = cells[option].where(ticked, "")
            result.append(choice(key, wording, names[option][start:].strip(), column))
    return result, dropped


def _owned(form: Form, places: Sequence[int]) -> dict[int, list[int]]:
    """Return the 0/1 columns of each select-multiple question by its joined column."""
    # they stand right after it; where its header stands once, wherever a person moved them to
    names, headers = form.names, [form.names[at] for at in places]
    below: dict[str, list[int]] = {}
    for at in places:
        for match in re.finditer("/", names[at]):
            below.setdefault(names[at][: match.start()], []).append(at)
    owned: dict[int, list[int]] = {}
    for order, at in enumerate(places):
        columns = [one for one in below.get(names[at], []) if names[at] and one != at]
        columns = [one for one in columns if set(form.cells[one].unique()[:10]) <= _TICKS]
        if columns and headers.count(names[at]) > 1:
            columns = list(takewhile(set(columns).__contains__, places[order + 1 :]))
        if columns:
            owned[at] = columns
    return owned


def coalesced(
    form: Form, own: Mapping[int, str], versions: pd.Series | None
) -> tuple[Form, dict[int, str], list[Problem]]:
    """Return a form with the columns of one label, which a new version splits, together again.

    ``own``: columns that are no question; returned with those whose cells went into another.
    ``versions``: the version of the form that each row was filled in with.

    Only where each holds something, no row holds both, and (where versions are known) no version
    holds both: else they are two questions of one label.
    """
    names, cells, problems = form.names, form.cells.copy(deep=False), []
    taken = dict(own)
    same: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if at not in own and name and not any(one.startswith(f"{name}/") for one in names):
            same.setdefault(name, []).append(at)
    for label, columns in same.items():
        if len(columns) < 2 or not _apart([cells[at] for at in columns], versions):
            continue
        cells[columns[0]] = cells[columns].apply("".join, axis=1)
        taken |= dict.fromkeys(columns[1:], "key")
        file, count = form.export.file, len(columns)
        problems.append(problem_of("odk_family.coalesced", file, FAULT, label, count=count))
    return replace(form, cells=cells), taken, problems


def _apart(columns: Sequence[pd.Series], versions: pd.Series | None) -> bool:
    """Return whether columns complete each other: each filled, none beside another."""
    filled = [cells != "" for cells in columns]
    together = pd.concat(filled, axis=1).sum(axis=1)
    if not all(mask.any() for mask in filled) or bool((together > 1).any()):
        return False
    if versions is None:
        return True
    used = [set(versions[mask]) for mask in filled]
    return sum(map(len, used)) == len(set().union(*used))


def repeat(
    form: Form, owners: pd.Series, own: Container[int], joints: str, *, name: str, title: str
) -> Reading:
    """Return the questions of a repeat group, and what each respondent answered each time.

    ``form``: the table of the repeat. ``owners``: for each row the number of its respondent.
    ``own``, ``joints``: as in `fields`. ``name``: of the repeat: its questions' numbers begin with
    it. ``title``: of the survey that it belongs to. Returned: ``questions`` and ``responses``; a
    respondent has as many answers to a question as rows.
    """
    questions, dropped = fields(form, own, joints, before=f"{name} ")
    answers = form.answers(questions, {}, dropped)
    whole = form.reading(
        replace(answers, ids=owners[form.cells.index].astype("str"), title=title, many_rows=True)
    )
    tables = {part: whole.tables[part] for part in ("responses", "questions")}
    return replace(whole, tables=tables, origins={}, date_order=None, zone=None)


def together(whole: Reading, parts: Sequence[Reading]) -> dict[str, pd.DataFrame]:
    """Return the tables of a survey with those of its repeats below them."""
    return {
        name: pd.concat([table, *(part.tables[name] for part in parts if name in part.tables)])
        for name, table in whole.tables.items()
    }
