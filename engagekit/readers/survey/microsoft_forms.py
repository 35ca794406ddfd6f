"""Microsoft Forms: the workbook behind "Open in Excel" or "Download a copy"."""

from __future__ import annotations

import re

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _multi_select, _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, holds
from engagekit.readers.survey._personal_columns import EMPTY, METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "Microsoft Forms"
TABLES = _survey_builder.TABLES
NUMBER = words(
    "id|identyfikator|identificador|identifiant|identificativo|identifikator|kennung|tunniste"
    "|azonosito|nr|識別子|编号"
)
STARTED = words(
    "start time|heure de debut|startzeit|hora de inicio|ora di inizio|begintijd|hora de inicio"
    "|starttid|alkamisaika|godzina rozpoczecia"
)
ENDED = words(
    "completion time|heure de fin|fertigstellungszeit|hora de finalizacion|ora di completamento"
    "|hora de conclusao|tijd van voltooien|slutforandetid|fuldforelsestid|fullforingstid"
    "|valmistumisaika|godzina ukonczenia|completion date|hora de fim"
)
EMAIL = words(
    "email|e mail|courriel|adresse de messagerie|adresse e mail|correo electronico"
    "|posta elettronica|e postadress|sahkoposti|mail|correio eletronico|endereco de email"
    "|indirizzo di posta elettronica|e mailadres|e mail adresse|e post|adres e mail"
)
NAME = words("name|nom|nombre|nome|naam|namn|navn|nimi|nazwa")
OTHER_METADATA = words(
    "last modified time|heure de la derniere modification|uhrzeit der letzten anderung"
    "|zeitpunkt der letzten anderung|hora de la ultima modificacion|ora ultima modifica"
    "|language|langue|sprache|idioma|total points|total de points|gesamtpunktzahl|quiz feedback"
    "|commentaires sur le questionnaire|grade posted time|tijdstip van laatste wijziging"
    "|tijd van laatste wijziging|hora da ultima modificacao|taal|lingua"
    "|ora dellultima modifica|orario ultima modifica|senast andrad|tidspunkt for sidste aendring"
    "|sidst aendret|czas ostatniej modyfikacji|puntos totales|total de puntos|totaal aantal punten"
    "|total de pontos|punti totali|totale punti|feedback zum quiz|comentarios del cuestionario"
    "|feedback op quiz|comentarios do teste|feedback del quiz"
)
_QUIZ = re.compile(r"^(?:points|feedback|commentaires|punkte)\s+[-–]\s+", re.IGNORECASE)
_MARK = re.compile(r"^[^\W\d]+(?: [^\W\d]+)?\s*[-–—:]\s+$")
"""What a quiz writes before a question for its points and its feedback, in any language."""
_ANONYMOUS = frozenset({"anonymous", "anonyme", "anonym", "anonimo", "anoniem", ""})


def recognise(export: Export) -> Recognition | None:
    """The first columns are ID, Start time, Completion time (in any language of the tool)."""
    for sheet in export.visible:
        for row, cells in enumerate(sheet.head(10)):
            names = [folded(cell) for cell in cells[:5]]
            if len(names) < 3:
                continue
            if names[1] in STARTED and names[2] in ENDED and names[0] in NUMBER:
                why = f"row {row + 1} starts with {', '.join(cells[:3])}"
                return Recognition(why, True, row + 1, 1, sheet.name)
            if names[0] == "id" and _looks_alike(sheet, row):
                why = "an ID, two moments, and addresses or 'anonymous' come first"
                return Recognition(why, False, row + 1, 1, sheet.name)
    return None


def _looks_alike(sheet: Sheet, row: int) -> bool:
    """The same shape under headers in another language."""
    rows = [cells for cells in sheet.cells.iloc[row + 1 : row + 21].to_numpy().tolist() if cells[0]]
    if not rows or sheet.width < 6:
        return False
    dates = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T].*\d:\d\d"
    return all(
        re.match(dates, cells[1])
        and re.match(dates, cells[2])
        and ("@" in cells[3] or folded(cells[3]) in _ANONYMOUS - {""})
        for cells in rows
    )


def read(export: Export) -> Reading:
    """One row a response; lists and rankings in one cell, each ending in a semicolon."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    if sheet.width < 3:
        raise ExportError(
            f"{export.file} has {sheet.width} columns; Microsoft Forms writes ID, Start time and "
            "Completion time before the answers. Check the tool named for it under [files]."
        )
    header = observed.header_row if observed else 1
    names = [_survey_builder.plain(cell) for cell in sheet.row(header - 1)]
    body = sheet.body(header)
    retained, aside = _survey_builder.keep(body)
    metadata = _metadata(names, retained)
    who = _survey_builder.people(retained, export, names, 0, metadata["submitted"])
    fields, dropped = _fields(names, retained, metadata)
    answers = Answers(
        fields,
        who.ids,
        len(body),
        who.submitted,
        pd.Series("complete", index=retained.index, dtype="str"),
        aside,
        who.problems,
        dropped,
        who.columns,
        date_order=_survey_builder.date_order(retained[1], retained[2]),
        anonymous=_is_anonymous(retained, metadata),
    )
    return _survey_tables.to_reading(answers, export, sheet, header)


def _metadata(names: list[str], kept: pd.DataFrame) -> dict[str, int]:
    """Where the tool's own columns stand; they come first."""
    matches = {"id": 0, "started": 1, "submitted": 2}
    place = 3
    for place in range(3, len(names)):
        name = folded(names[place])
        if "email" not in matches and (name in EMAIL or (place == 3 and _tells_who(kept[3]))):
            matches["email"] = place
        elif "name" not in matches and name in NAME and place <= 4:
            matches["name"] = place
        elif name in OTHER_METADATA:
            matches[f"other {place}"] = place
        else:
            break
    return matches


def _tells_who(cells: pd.Series) -> bool:
    """Whether a column holds addresses, or the word for nobody, and nothing else."""
    present = cells[cells.str.strip() != ""]
    existing = present.str.contains("@", regex=False) | present.map(folded).isin(_ANONYMOUS)
    return bool(len(present) and existing.all())


def _marked(names: list[str], place: int) -> bool:
    """Whether a header is that of one of the two columns before it behind a word and a dash."""
    name = names[place]
    return any(
        bool(before) and name.endswith(before) and bool(_MARK.match(name[: -len(before)]))
        for before in names[max(0, place - 2) : place]
    )


def _is_anonymous(kept: pd.DataFrame, metadata: dict[str, int]) -> bool:
    """Whether no row tells an address."""
    if "email" not in metadata:
        return True
    return bool(kept[metadata["email"]].map(folded).isin(_ANONYMOUS).all())


def _fields(
    names: list[str], kept: pd.DataFrame, metadata: dict[str, int]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Columns of answers, and those that go nowhere."""
    dropped = [(names[1], METADATA)]
    dropped += [(names[metadata[key]], PERSONAL) for key in ("email", "name") if key in metadata]
    dropped += [(names[at], METADATA) for key, at in metadata.items() if key.startswith("other")]
    plain = []
    for place in range(len(names)):
        name, cells = names[place], kept[place]
        if place in metadata.values():
            continue
        if not name and not (cells.str.strip() != "").any():
            continue
        if _QUIZ.match(name) or _marked(names, place) or folded(name) in OTHER_METADATA:
            dropped.append((name, METADATA))
        elif is_personal(name, cells):
            dropped.append((name or f"column {place + 1}", PERSONAL))
        else:
            plain.append((name or f"Column {place + 1}", cells))
    ids = _survey_builder.unique([_survey_builder.slug(name) for name, _ in plain])
    fields: list[Field] = []
    for question_id, (name, cells) in zip(ids, plain, strict=True):
        fields += _split(Field(question_id, name, cells))
    return fields, [pair for pair in dropped if pair[1] != EMPTY]


def _split(main: Field) -> list[Field]:
    """A column whose every answer ends in a semicolon is a list or a ranking."""
    if not holds(main.cells, ";"):
        return [main]
    column = encode(main.cells)
    if not all(label.endswith(";") for label in column.labels):
        return [main]
    items = _multi_select.ranks(dict(zip(column.labels, column.counts, strict=True)))
    if items:
        return _survey_builder.spread_ranks(main, items)
    counts = dict(zip(column.labels, column.counts, strict=True))
    return _survey_builder.spread(main, _multi_select.learn_closed(counts))
