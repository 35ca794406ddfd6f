"""Typeform: responses as CSV or XLSX; one column a choice, with only the choice as header."""

import re
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder
from engagekit.readers.survey._form import Form, at_of, open_form
from engagekit.readers.survey._survey_builder import Field, choice
from engagekit.readers.survey._words import folded, words_of

TOOL = "Typeform"
TABLES = _survey_builder.TABLES
LAST_COLUMNS = 12
"""Columns at the end in which the tool's own stand: it writes ten at most, and a question may be
called "Score" or "Tags"."""
TWO_TICKS, POPULAR = 20, 0.8
"""People with two ticks from whom on two questions are taken apart, and the share that the choice
most ticked may have: of one question they would all cross a side once in a thousand at worst."""


@dataclass(frozen=True)
class _Run:
    """Neighbouring columns of one question, and whether they are its choices."""

    places: tuple[int, ...]
    is_choices: bool


def recognise(export: Export) -> Recognition | None:
    """Recognise # as first header, and Submit Date (UTC) and Network ID."""
    words = words_of("typeform.columns")
    for sheet in export.visible:
        header = sheet.row(0)
        names = {folded(cell) for cell in header}
        others = words["personal"] | words["started"] | words["type"]
        if header and header[0] == "#" and names & words["submitted"] and names & others:
            why = "the first column is # and Submit Date (UTC) is there"
            return Recognition(why, sheet=sheet.name)
    return None


def read(export: Export) -> Reading:
    """Read one row a response; neighbours whose cells repeat their header are one question."""
    form = open_form(export, recognise(export))
    own = _own(form)
    places, dropped = form.questions(own)
    runs = _runs(places, form)
    first = [form.names[run.places[0]] for run in runs]
    keys = _survey_builder.slugs(
        f"choices {name}" if run.is_choices else name for name, run in zip(first, runs, strict=True)
    )
    fields = [
        field for key, run in zip(keys, runs, strict=True) for field in _question(key, run, form)
    ]
    status, kind = form.constant("complete"), at_of(own, "type")
    if kind is not None:
        words = form.cells[kind].str.casefold()
        status = status.mask(words == "partial", "partial").mask(words == "started", "break_off")
    return form.reading(replace(form.answers(fields, own, dropped), status=status, zone="UTC"))


def _own(form: Form) -> dict[int, str]:
    """Return the tool's own columns: the first, and among the last ones of a header the last."""
    own, words = {0: "id"}, words_of("typeform.columns")
    for at in range(len(form.names) - 1, max(len(form.names) - LAST_COLUMNS, 1) - 1, -1):
        name = folded(form.names[at])
        role = next((role for role, headers in words.items() if name in headers), None)
        if role and name not in {folded(form.names[other]) for other in own if other}:
            own[at] = role
    return dict(sorted(own.items()))


def _question(key: str, run: _Run, form: Form) -> list[Field]:
    """Return one question with its choices and its open part, or one column."""
    names, cells = form.names, form.cells
    if not run.is_choices:
        at = run.places[0]
        return _survey_builder.split(
            Field(key, form.name(at), cells[at], "", key, names[at]), (" / ",)
        )
    more = ", ..." if len(run.places) > 3 else ""
    stem = f"Choices: {', '.join(names[at] for at in run.places[:3])}{more}"
    fields = [choice(key, stem, names[at], cells[at]) for at in run.places]
    last = run.places[-1]
    if folded(names[last]) in words_of("typeform.choices")["other"]:
        fields.append(Field(f"{key}_text", "Other", cells[last], "text", key, stem))
    return fields


def _runs(places: list[int], form: Form) -> list[_Run]:
    """Return columns of one question: neighbouring choices, up to Other or one that comes again."""
    kinds = {at: _kind(form.names[at], form.cells[at]) for at in places}
    runs: list[_Run] = []
    run: list[int] = []
    for at in places:
        kind = kinds[at]
        if run and (kind == "plain" or form.names[at] in [form.names[place] for place in run]):
            runs += _closed(run, kinds)
            run = []
        later = (kinds[place] for place in places if place > at and kinds[place] != "empty")
        leads = kind == "choice" or (kind == "empty" and next(later, "") == "choice")
        if kind == "plain" or not (run or leads):
            runs.append(_Run((at,), False))
            continue
        run.append(at)
        if kind == "other":
            runs += _closed(run, kinds)
            run = []
    runs += _closed(run, kinds) if run else []
    return [_Run(part, one.is_choices) for one in runs for part in _parts(one.places, form)]


def _parts(run: tuple[int, ...], form: Form) -> list[tuple[int, ...]]:
    """Return the choices of two questions apart, where everybody ticked some of both."""
    # of a question that asks for two ticks and more, two ticks fall on one side now and then
    ticks = form.cells[list(run)] != ""
    ticks = ticks[ticks.any(axis=1)]
    enough = (ticks.sum(axis=1) == 2).sum() >= TWO_TICKS and ticks.mean().max() <= POPULAR
    for at in range(2, len(run) - 1 if enough else 0):
        if ticks[list(run[:at])].any(axis=1).all() and ticks[list(run[at:])].any(axis=1).all():
            return [run[:at], *_parts(run[at:], form)]
    return [run]


def _closed(run: list[int], kinds: dict[int, str]) -> list[_Run]:
    """Return a run of choices; empty columns at its end stand by themselves."""
    while run and kinds[run[-1]] == "empty":
        if any(kinds[at] == "choice" for at in run[:-1]) and len(run) > 2:
            break
        tail = run.pop()
        return [*(_closed(run, kinds) if run else []), _Run((tail,), False)]
    return [_Run(tuple(run), True)] if run else []


def _kind(name: str, cells: pd.Series) -> str:
    """Return choice (cells repeat the header), other, empty, or plain."""
    labels = {re.sub(r"\s+", " ", label) for label in cells.unique()[:5]} - {""}
    if folded(name) in words_of("typeform.choices")["other"]:
        return "other"
    return "empty" if not labels else "choice" if labels == {name} else "plain"
