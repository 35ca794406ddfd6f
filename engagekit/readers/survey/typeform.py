"""Typeform: responses as CSV or XLSX; one column a choice, with only the choice as header."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from engagekit.files.source_file import Export
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, holds
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "Typeform"
TABLES = _survey_builder.TABLES
STARTED, ENDED, TYPE = "start date utc", "submit date utc", "response type"
OWN = words(
    "#|response type|start date utc|stage date utc|submit date utc|network id|tags|ending"
    "|score|outcome|winning outcome id|token"
)
OTHER = words("other|autre|andere|sonstiges|otro|altro")
_JOINED = " / "


@dataclass(frozen=True)
class _Run:
    """Neighbouring columns of one question, and whether they are its choices."""

    places: tuple[int, ...]
    is_choices: bool


def recognise(export: Export) -> Recognition | None:
    """The first header is #, and Submit Date (UTC) and Network ID come last."""
    for sheet in export.visible:
        header = sheet.row(0)
        names = {folded(cell) for cell in header}
        if (
            header
            and header[0] == "#"
            and ENDED in names
            and (names & {"network id", STARTED, TYPE})
        ):
            return Recognition(
                "the first column is # and Submit Date (UTC) is there", True, 1, 1, sheet.name
            )
    return None


def read(export: Export) -> Reading:
    """One row a response; neighbouring columns whose cells repeat their header are one question."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    own: dict[str, int] = {}
    for at in range(len(names) - 1, -1, -1):
        name = folded(names[at])
        if name in OWN and name not in own and (at == 0 or at >= len(names) - 12):
            own[name] = at
    own["#"] = 0
    fields, dropped = _fields(names, retained, set(own.values()))
    dropped += [
        (names[at], PERSONAL if name == "network id" else METADATA)
        for name, at in own.items()
        if at not in (0, own.get(ENDED))
    ]
    who = _survey_builder.people(retained, export, names, 0, own.get(ENDED))
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        _status(retained, own),
        aside,
        who.problems,
        dropped,
        who.columns,
        zone="UTC",
    )
    return _survey_tables.to_reading(answers, export, sheet)


def _status(kept: pd.DataFrame, own: dict[str, int]) -> pd.Series | None:
    """What became of a response, by its type; all were handed in where there is no type."""
    if TYPE not in own:
        return pd.Series("complete", index=kept.index, dtype="str")
    cells = kept[own[TYPE]].str.strip().str.casefold()
    status = pd.Series("complete", index=kept.index, dtype="str")
    return status.mask(cells == "partial", "partial").mask(cells == "started", "break_off")


def _fields(
    names: list[str], kept: pd.DataFrame, own: set[int]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions in order, and columns that go nowhere."""
    dropped: list[tuple[str, str]] = []
    places = []
    for at, name in enumerate(names):
        if at in own or not (name or (kept[at].str.strip() != "").any()):
            continue
        if is_personal(name, kept[at]):
            dropped.append((name, PERSONAL))
        else:
            places.append(at)
    runs = _runs(places, names, kept)
    ids = _survey_builder.unique(
        [
            _survey_builder.slug(
                f"choices {names[run.places[0]]}" if run.is_choices else names[run.places[0]]
            )
            for run in runs
        ]
    )
    fields: list[Field] = []
    for key, run in zip(ids, runs, strict=True):
        fields += _question(key, run, names, kept)
    return fields, dropped


def _question(key: str, run: _Run, names: list[str], kept: pd.DataFrame) -> list[Field]:
    """One question with its choices and its open part, or one column."""
    if not run.is_choices:
        at = run.places[0]
        main = Field(key, names[at] or f"Column {at + 1}", kept[at].str.strip(), "", key, names[at])
        if not holds(main.cells, _JOINED):
            return [main]
        column = encode(main.cells)
        choices = _multi_select.learn(dict(zip(column.labels, column.counts, strict=True)), _JOINED)
        return [main] if choices is None else _survey_builder.spread(main, choices)
    more = ", ..." if len(run.places) > 3 else ""
    stem = f"Choices: {', '.join(names[at] for at in run.places[:3])}{more}"
    matches = [
        Field(key, stem, kept[at].str.strip(), "multi", key, stem, names[at]) for at in run.places
    ]
    last = run.places[-1]
    if folded(names[last]) in OTHER:
        matches.append(Field(f"{key}_text", "Other", kept[last].str.strip(), "text", key, stem))
    return matches


def _runs(places: list[int], names: list[str], kept: pd.DataFrame) -> list[_Run]:
    """Columns of one question: choices side by side, ended by Other or by a choice come again."""
    kinds_of = {at: _sort(names[at], kept[at]) for at in places}
    runs: list[_Run] = []
    run: list[int] = []
    for at in places:
        sort = kinds_of[at]
        if run and (sort == "plain" or names[at] in [names[place] for place in run]):
            runs += _closed(run, kinds_of)
            run = []
        if sort == "plain" or (sort == "empty" and not run and not _leads(at, places, kinds_of)):
            runs.append(_Run((at,), False))
            continue
        if sort == "other" and not run:
            runs.append(_Run((at,), False))
            continue
        run.append(at)
        if sort == "other":
            runs += _closed(run, kinds_of)
            run = []
    return runs + (_closed(run, kinds_of) if run else [])


def _closed(run: list[int], sorts: dict[int, str]) -> list[_Run]:
    """A run of choices; empty columns at its end stand by themselves."""
    while run and sorts[run[-1]] == "empty":
        if any(sorts[at] == "choice" for at in run[:-1]) and len(run) > 2:
            break
        tail = run.pop()
        return [*(_closed(run, sorts) if run else []), _Run((tail,), False)]
    return [_Run(tuple(run), True)] if run else []


def _leads(at: int, places: list[int], sorts: dict[int, str]) -> bool:
    """Whether an empty column stands before a choice."""
    later = [sorts[place] for place in places if place > at]
    return next((sort for sort in later if sort != "empty"), "plain") == "choice"


def _sort(name: str, cells: pd.Series) -> str:
    """Choice (cells repeat the header), other, empty, or plain."""
    labels = {re.sub(r"\s+", " ", label).strip() for label in cells.unique()[:5]} - {""}
    if folded(name) in OTHER:
        return "other"
    if not labels:
        return "empty"
    return "choice" if labels == {name} else "plain"
