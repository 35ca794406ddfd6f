"""Google Forms: responses through Sheets (CSV, XLSX) and the form's own CSV download."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _scoring, _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, holds
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "Google Forms"
TABLES = _survey_builder.TABLES
TIMESTAMP = words(
    "timestamp|horodateur|zeitstempel|marca temporal|informazioni cronologiche|tijdstempel"
    "|carimbo de data hora|tidsstampel|tidstampel|tidsstempel|aikaleima"
    "|sygnatura czasowa|タイムスタンプ"
)
SCORE = words("score|note|punktzahl|puntuacion|punteggio|pontuacao")
LOGGED = words(
    "level|severity|message|logger|host|hostname|ip|ip address|url|path|method|status code|thread"
    "|process|pid|session id|request id|trace id|event|event id|event type|action|user agent"
    "|temperature|temp|humidity|pressure|co2|voltage|current|power|energy|sensor|sensor id|device"
    "|device id|latitude|longitude|lat|lon|lng|altitude|speed|cpu|memory|open|high|low|close"
    "|volume|price|amount|balance|bytes|value|count|reading|user id|username|user action"
    "|full name"
)
"""Headers of what machines write down; a form asks people."""
WORKED = words(
    "employee|employee name|employee id|staff|staff member|staff name|staff id|worker|librarian"
    "|initials|shift|project|project name|project code|task|task name|activity|category|client"
    "|client matter|matter|matter number|cost centre|cost center|hours|hours worked|minutes"
    "|duration|time spent|start|end|start time|end time|time in|time out|clock in|clock out|break"
    "|overtime|billable|rate|date|day|week|week ending|month|location|desk|branch|floor|channel"
    "|mode|method of contact|question type|type of question|inquiry type|type|patron type"
    "|user type|user group|department|practice group|team|status|notes|note|description|details"
    "|ticket|ticket number|mitarbeiter|mitarbeiterin|projekt|aufgabe|tatigkeit|stunden|minuten"
    "|dauer|beginn|ende|pause|kunde|notiz|notizen|bemerkung|employe|employee e|projet|tache"
    "|activite|heures|duree|debut|fin|commentaire|empleado|proyecto|tarea|horas|minutos|inicio|fin"
)
"""Headers of what staff write down of their own work: hours, and questions at a desk."""
_ASKS = re.compile(
    r"[?？]|\[[^\[\]]+\]$"
    r"|^(?:how|what|which|why|when|where|who|do|does|did|are|is|have|has|would|will|can|could|should"
    r"|please|rate|rank|select|choose|tick|check|tell|share|indicate|any|i|my|we|the library"
    r"|comment|quel|quelle|quels|quelles|pourquoi|avez|etes|veuillez|wie|was|welche|warum|haben"
    r"|sind|bitte|como|cual|cuales|que|por que|tiene|esta)\b\s+\S+"
)
_DATE = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"
_CLOCK = r"\d{1,2}[:.]\d{2}[:.]\d{2}"
_MACHINE = r"\dZ$|\d\.\d{3,}"
_OWN = r"^\d{4}/\d{1,2}/\d{1,2} .*(?:GMT|UTC)"
_GRID = re.compile(r"^(?P<stem>.*\S)\s*\[(?P<item>[^\[\]]+)\]$", re.DOTALL)


def recognise(export: Export) -> Recognition | None:
    """The first column is a timestamp, its cells are dates, and the others ask something."""
    best: Recognition | None = None
    for sheet in export.visible:
        header = sheet.row(0)
        if len([cell for cell in header if cell]) < 2 or folded(header[0]) not in TIMESTAMP:
            continue
        others = [folded(cell) for cell in header[1:] if cell]
        if sum(name in LOGGED for name in others) >= 0.5 * len(others) or _is_work(header, sheet):
            continue
        cells = sheet.cells.iloc[1:, 0].str.strip()
        present = cells[cells != ""]
        if present.empty or float(present.str.match(_DATE).mean()) < 0.8:
            continue
        written = header[0][:1].isupper() and float(present.str.contains(_CLOCK).mean()) > 0.9
        certain = written and not present.str.contains(_MACHINE).any()
        observed = Recognition(
            f"the first column is {header[0]} and holds dates", certain, 1, 1, sheet.name
        )
        if certain:
            return observed
        best = best or observed
    return best


def _is_work(header: Sequence[str], sheet: Sheet) -> bool:
    """Whether a list with a time first holds what staff wrote down, and asks nobody anything."""
    others = [(place, cell) for place, cell in enumerate(header) if place and cell]
    asks = [
        cell
        for _, cell in others
        if _ASKS.search(cell.casefold()) or len(folded(cell).split()) >= 5
    ]
    own = sum(folded(cell) in WORKED for _, cell in others)
    if own >= 2 and own >= 0.4 * len(others) and len(asks) < 2:
        return not any(_is_scale(sheet, place, cell) for place, cell in others[:60])
    return False


def _is_scale(sheet: Sheet, place: int, name: str) -> bool:
    """Whether the first answers of a column are words of one scale, three of them at least."""
    cells = sheet.cells.iloc[1:201, place].str.strip()
    labels = [label for label in dict.fromkeys(cells) if label]
    matches = _scoring.match(labels, name) if 3 <= len(labels) <= 12 else None
    return matches is not None and len(set(matches[1].values())) >= 3


def read(export: Export) -> Reading:
    """One row a response; several choices in one cell, grids as ``Question [Row]``."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    rows = retained.index.astype("str").to_series(index=retained.index)
    ids = ("row " + rows).astype("str")
    submitted, problems = _survey_builder.moment_cells(retained[0], export, names[0])
    separators = (";",) if submitted.str.match(_OWN).mean() > 0.5 else (";", ", ")
    fields, dropped = _fields(names, retained, separators)
    answers = Answers(
        fields,
        ids,
        len(body),
        submitted,
        pd.Series("complete", index=retained.index, dtype="str"),
        aside,
        problems,
        dropped,
        {"submitted_at": 0},
        anonymous=not any(reason == PERSONAL for _, reason in dropped),
    )
    return _survey_tables.to_reading(answers, export, sheet)


def _is_score(name: str, cells: pd.Series) -> bool:
    """Whether a column holds the points of a quiz, ``7 / 10``."""
    present = cells[cells.str.strip() != ""]
    return folded(name) in SCORE or bool(
        len(present) and present.str.match(r"^\s*[\d.,]+ / \d+\s*$").all()
    )


def _is_of_quiz(name: str, names: Sequence[str]) -> bool:
    """Whether a column is ``Question [Score]`` or ``[Feedback]`` beside ``Question`` itself."""
    match = _GRID.match(name)
    return bool(match) and match["stem"] in names  # type: ignore[index]


def _fields(
    names: list[str], kept: pd.DataFrame, separators: Sequence[str]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Columns of answers, and those that go nowhere."""
    dropped: list[tuple[str, str]] = []
    plain: list[tuple[int, str]] = []
    for place, name in enumerate(names):
        if place == 0:
            continue
        present = bool((kept[place].str.strip() != "").any())
        if not name and not present:
            continue
        if (place <= 3 and _is_score(name, kept[place])) or _is_of_quiz(name, names):
            dropped.append((name, METADATA))
        elif is_personal(name, kept[place]):
            dropped.append((name or f"column {place + 1}", PERSONAL))
        else:
            plain.append((place, name or f"Column {place + 1}"))
    grids = [_GRID.match(name) for _, name in plain]
    stems = pd.Series([match["stem"] for match in grids if match], dtype="str").value_counts()
    ids = _survey_builder.unique([_survey_builder.slug(name) for _, name in plain])
    blocks = _blocks(
        [match["stem"] if match else "" for match in grids],
        [match["item"] if match else "" for match in grids],
    )
    fields: list[Field] = []
    for (place, name), match, question_id, block in zip(plain, grids, ids, blocks, strict=True):
        if match and stems[match["stem"]] > 1:
            main = Field(question_id, match["item"].strip(), kept[place], "", block, match["stem"])
        else:
            main = Field(question_id, name, kept[place])
        fields += _split(main, separators)
    return fields, dropped


def _blocks(stems: list[str], items: list[str]) -> list[str]:
    """A key for each grid: the same question asked again in another section is another grid."""
    matches: list[str] = []
    rounds: dict[str, int] = {}
    used: dict[str, set[str]] = {}
    for stem, item in zip(stems, items, strict=True):
        if not stem:
            matches.append("")
            continue
        if item in used.setdefault(stem, set()):
            rounds[stem] = rounds.get(stem, 1) + 1
            used[stem] = set()
        used[stem].add(item)
        matches.append(_survey_builder.slug(f"grid {stem} {rounds.get(stem, 1)}"))
    return matches


def _split(main: Field, separators: Sequence[str]) -> list[Field]:
    """A column of lists as one field an option; else the column."""
    for separator in separators:
        if holds(main.cells, separator):
            column = encode(main.cells)
            counts = dict(zip(column.labels, column.counts, strict=True))
            choices = _multi_select.learn(counts, separator)
            if choices is not None:
                return _survey_builder.spread(main, choices)
    return [main]
