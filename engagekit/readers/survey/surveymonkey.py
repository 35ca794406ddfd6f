"""SurveyMonkey: the two-row export, recognised by its shape in any language, and condensed ones."""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, open_kind
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "SurveyMonkey"
TABLES = _survey_builder.TABLES
ID = words(
    "respondent id|respondentid|id du repondant|identifiant du repondant|befragten id"
    "|teilnehmer id|id de encuestado|id del encuestado|respondent"
)
COLLECTOR = words(
    "collector id|collectorid|id du collecteur|collector|kollektor id"
    "|id de recopilador|id del recopilador"
)
STARTED = words(
    "start date|startdate|date started|date de debut|startdatum|fecha de inicio|date created"
)
ENDED = words(
    "end date|enddate|date submitted|date de fin|enddatum|fecha de finalizacion"
    "|fecha de fin|date modified"
)
IDENTITY = words(
    "ip address|ipaddress|email address|emailaddress|first name|firstname|last name|lastname"
    "|custom data|custom data 1|customdata|adresse ip|adresse e mail|prenom|nom|nom de famille"
    "|donnees personnalisees 1|donnees personnalisees|ip adresse|e mail adresse|vorname|nachname"
    "|benutzerdefinierte daten 1|direccion ip|direccion de correo electronico|nombre|apellido"
    "|apellidos|datos personalizados 1|custom value"
)
ONE = words("response|reponse|antwort|respuesta|risposta|resposta|antwoord|svar|vastaus")
OPEN = words(
    "open ended response|open ended responses|reponse ouverte|reponse libre|offene antwort"
    "|beantwortung mit freiem text|respuesta abierta|risposta aperta|resposta aberta"
    "|open antwoord|open einde|antwoord met open einde|open vraag antwoord|oppet svar|abent svar"
    "|fritextsvar|apent svar|avoin vastaus|risposta libera|resposta livre"
)
_OTHER = re.compile(
    r"^(?:other\b|autre\b|autres\b|sonstige|andere\b|otr[oa]s?\b|altro\b|outro\b)"
    r"|\b(?:please specify|veuillez preciser|bitte angeben|especifique)\b"
)
_NUMBER = r"^\d{9,12}(?:\.0)?$"
_DATE = r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*\d{1,2}[:.]\d{2}"
_PROMOTER = words("detractor|passive|promoter")


def recognise(export: Export) -> Recognition | None:
    """Respondent and Collector ID; or ids of 9 to 12 digits over a second row of `Response`."""
    for sheet in export.visible:
        matches = _by_names(sheet) or _by_shape(sheet)
        if matches:
            return matches
    return None


def _by_names(sheet: Sheet) -> Recognition | None:
    header = [folded(cell) for cell in sheet.row(0)]
    at = next((place for place, name in enumerate(header[:3]) if name in ID - {"respondent"}), None)
    if at is None:
        return None
    two = _has_second_row(sheet)
    cells = sheet.cells.iloc[1 + two : 200, at].str.strip()
    present = cells[cells != ""]
    numbered = len(present) > 0 and float(present.str.match(_NUMBER).mean()) > 0.8
    if COLLECTOR & set(header) or numbered:
        what = "Collector ID" if COLLECTOR & set(header) else "numbers of 9 to 12 digits"
        why = f"the columns hold {sheet.row(0)[at]} and {what}"
        return Recognition(why, True, 1, 1 + two, sheet.name)
    return None


def _by_shape(sheet: Sheet) -> Recognition | None:
    """A header in another language, or one without its id columns."""
    if not _has_second_row(sheet):
        return None
    second = [folded(cell) for cell in sheet.row(1)]
    existing = sum(name in ONE | OPEN for name in second)
    cells = sheet.cells.iloc[2:200, 0].str.strip()
    present = cells[cells != ""]
    numbered = len(present) > 0 and float(present.str.match(_NUMBER).mean()) > 0.8
    if numbered and not second[0]:
        why = "numbers of 9 to 12 digits come first, under an empty cell of the second header row"
        return Recognition(why, existing > 0, 1, 2, sheet.name)
    if existing >= 2:
        return Recognition("the second row holds 'Response'", existing >= 3, 1, 2, sheet.name)
    return None


def _has_second_row(sheet: Sheet) -> bool:
    """Whether row 2 is a second header: words of the tool, or labels over an empty first cell."""
    first, second = sheet.row(0), sheet.row(1)
    if len(second) < 2 or not any(second):
        return False
    names = [folded(cell) for cell in second]
    if any(name in ONE | OPEN for name in names):
        return bool(not names[0] or folded(first[0]) not in ID)
    if names[0]:
        return False
    stretched = any(not first[at] and second[at] for at in range(1, len(first)))
    numbered = re.match(_NUMBER, sheet.row(2)[0]) if sheet.height > 2 else None
    again = max(Counter(name for name in names if name).values(), default=0) > 1
    return (stretched and folded(first[0]) in ID) or (numbered is not None and (stretched or again))


def read(export: Export) -> Reading:
    """One row a respondent; the question stretched over its choices in the first header row."""
    observed = recognise(export) or Recognition("", header_rows=1)
    sheet = _survey_builder.sheet_of(export, observed)
    first = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    second = (
        [_survey_builder.plain(cell) for cell in sheet.row(1)] if observed.header_rows == 2 else []
    )
    body = sheet.body(observed.header_rows)
    retained, aside = _survey_builder.keep(body)
    own = _own(first, second, retained)
    fields, dropped = _fields(first, second, retained, own)
    raw = retained[own["id"]] if "id" in own else pd.Series("", index=retained.index, dtype="str")
    raw = raw.str.strip().str.replace(r"\.0$", "", regex=True)
    ids, problems = _survey_builder.unique_ids(raw, export, first[own["id"]] if "id" in own else "")
    submitted, order = None, None
    if "ended" in own or "started" in own:
        at = own.get("ended", own.get("started", 0))
        submitted, more = _survey_builder.moment_cells(retained[at], export, first[at])
        problems = [*problems, *more]
        both = [retained[own[name]] for name in ("started", "ended") if name in own]
        order = _survey_builder.date_order(*both)
    places = {"respondent_id": own.get("id"), "submitted_at": own.get("ended", own.get("started"))}
    answers = Answers(
        fields,
        ids,
        len(body),
        submitted,
        None,
        aside,
        problems,
        dropped,
        {name: at for name, at in places.items() if at is not None},
        date_order=order,
    )
    return _survey_tables.to_reading(answers, export, sheet)


def _own(first: list[str], second: list[str], kept: pd.DataFrame) -> dict[str, int]:
    """Where the tool's own columns stand: before the first question, under no second header."""
    matches: dict[str, int] = {}
    groups = (("id", ID), ("collector", COLLECTOR), ("started", STARTED), ("ended", ENDED))
    for at, cell in enumerate(first):
        name = folded(cell)
        key = next((key for key, names in groups if name in names and key not in matches), None)
        if key:
            matches[key] = at
        elif name in IDENTITY:
            matches[f"identity {at}"] = at
        elif at > 8 and cell:
            break
    leading = next((at for at, cell in enumerate(second) if cell), 0)
    for at in range(leading):
        if at in matches.values() or not first[at]:
            continue
        matches[_told_by_cells(kept[at], matches, at)] = at
    return matches


def _told_by_cells(cells: pd.Series, found: dict[str, int], at: int) -> str:
    """What a column of the tool holds, where its name is in a language we do not know."""
    present = cells[cells.str.strip() != ""].str.strip()
    if "id" not in found and len(present) and float(present.str.match(_NUMBER).mean()) > 0.8:
        return "id"
    if len(present) and float(present.str.match(_DATE).mean()) > 0.8:
        return (
            "ended"
            if "started" in found and "ended" not in found
            else ("started" if "started" not in found else f"metadata {at}")
        )
    return f"identity {at}"


def _fields(
    first: list[str], second: list[str], kept: pd.DataFrame, own: dict[str, int]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions in order, and columns that go nowhere."""
    dropped = [
        (first[at], PERSONAL if key.startswith("identity") else METADATA)
        for key, at in own.items()
        if key not in ("id", "ended")
    ]
    groups = _groups(first, second, kept, own)
    ids = _survey_builder.unique([_survey_builder.slug(stem) for stem, _ in groups])
    alone = Counter(folded(second[at[0]]) for _, at in groups if second and len(at) == 1)
    ones = ONE | OPEN | {""} | {name for name, times in alone.items() if times > 1}
    fields: list[Field] = []
    for key, (stem, places) in zip(ids, groups, strict=True):
        labels = {at: second[at] if second and at < len(second) else "" for at in places}
        if is_personal(stem, kept[places[0]] if len(places) == 1 else None):
            dropped.append((stem, PERSONAL))
            continue
        places = _without_personal(stem, places, labels, kept, dropped)
        if places:
            fields += _question(key, stem, {at: labels[at] for at in places}, kept, ones)
    return fields, dropped


def _without_personal(
    stem: str,
    places: list[int],
    labels: dict[int, str],
    kept: pd.DataFrame,
    dropped: list[tuple[str, str]],
) -> list[int]:
    """Columns of a question without those that ask for a name or an address."""
    wanted = []
    for at in places:
        if len(places) > 1 and is_personal(labels[at], kept[at]):
            dropped.append((f"{stem}: {labels[at]}", PERSONAL))
        else:
            wanted.append(at)
    return wanted


def _groups(
    first: list[str], second: list[str], kept: pd.DataFrame, own: dict[str, int]
) -> list[tuple[str, list[int]]]:
    """Question and its columns: blanks after a question belong to it (two-row header only)."""
    groups: list[tuple[str, list[int]]] = []
    for at, cell in enumerate(first):
        if at in own.values():
            continue
        present = bool((kept[at].str.strip() != "").any())
        label = second[at] if at < len(second) else ""
        if cell:
            groups.append((cell, [at]))
        elif second and label and groups:
            groups[-1][1].append(at)
        elif present or label:
            groups.append((f"Column {at + 1}", [at]))
    return groups


def _question(
    key: str, stem: str, labels: dict[int, str], kept: pd.DataFrame, ones: frozenset[str]
) -> list[Field]:
    """One question: single, open, several choices, ranking, matrix; each with its open part."""
    places = list(labels)
    cells = {at: kept[at].str.strip() for at in places}
    others = [at for at in places[1:] if _OTHER.search(folded(labels[at]))]
    promoters = [at for at in places[1:] if _is_promoter(cells[at])]
    main = [at for at in places if at not in others and at not in promoters]
    if len(main) == 1 and folded(labels[main[0]]) in ones:
        kind = open_kind(cells[main[0]]) if folded(labels[main[0]]) in OPEN else ""
        matches = [Field(key, stem, cells[main[0]], kind, key, stem)]
    elif _ticked(main, labels, cells):
        matches = [Field(key, stem, cells[at], "multi", key, stem, labels[at]) for at in main]
        ticks = [at for at in others if _labels(cells[at]) <= {folded(labels[at])}]
        matches += [Field(key, stem, cells[at], "multi", key, stem, labels[at]) for at in others]
        others = [at for at in others if at not in ticks]
    elif len(main) > 1 and _ranked([cells[at] for at in main]):
        matches = [Field(key, stem, cells[at], "rank", key, stem, labels[at]) for at in main]
    else:
        names = _survey_builder.unique([_survey_builder.slug(labels[at] or str(at)) for at in main])
        matches = [
            Field(f"{key}_{name}", labels[at] or stem, cells[at], "", key, stem)
            for name, at in zip(names, main, strict=True)
        ]
    texts = _survey_builder.unique([f"{key}_text"] * len(others))
    return matches + [
        Field(name, labels[at] or "Other", cells[at], "text", key, stem)
        for name, at in zip(texts, others, strict=True)
    ]


def _labels(cells: pd.Series) -> set[str]:
    """Distinct answers, folded; without the empty one. Many are cut off."""
    return {folded(label) for label in cells.unique()[:50] if label}


def _is_promoter(cells: pd.Series) -> bool:
    """The column in which the tool sorts promoters and detractors."""
    matches = _labels(cells)
    return bool(matches) and matches <= _PROMOTER


def _ticked(main: list[int], labels: dict[int, str], cells: dict[int, pd.Series]) -> bool:
    """Whether each column holds nothing but its own choice (or a 1, where some are empty)."""
    if len(main) < 2 and not (main and _labels(cells[main[0]]) == {folded(labels[main[0]])}):
        return False
    present = [at for at in main if _labels(cells[at])]
    own = all(_labels(cells[at]) == {folded(labels[at])} for at in present)
    ones = all(_labels(cells[at]) <= {"1", "0"} for at in present) and any(
        "" in set(cells[at].unique()) for at in present
    )
    return bool(present) and (own or (ones and not _ranked([cells[at] for at in main])))


def _ranked(columns: list[pd.Series]) -> bool:
    """Whether rows hold each place once: at least five answered, at most one in twenty wrong."""
    coded = [encode(cells) for cells in columns]
    places = {str(place): place for place in range(1, len(columns) + 1)}
    if any(label not in places and folded(label) != "n a" for c in coded for label in c.labels):
        return False
    frame = pd.concat(
        [pd.Series(c.mapped({k: float(v) for k, v in places.items()})) for c in coded],
        axis=1,
        ignore_index=True,
    ).dropna()
    if len(frame) < 5:
        return False
    right = (frame.nunique(axis=1) == len(columns)).mean()
    return bool(right >= 0.95)
