"""LimeSurvey: headers as text, code, or both; `N/A` where a question was not displayed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pandas as pd

from engagekit.files.source_file import Export, Sheet
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _survey_builder, _survey_tables
from engagekit.readers.survey._categorical import encode, kind_of, recoded
from engagekit.readers.survey._personal_columns import METADATA, PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "LimeSurvey"
TABLES = _survey_builder.TABLES
ID = words(
    "response id|id|answer id|id de la reponse|antwort id|id de respuesta|id risposta"
    "|id da resposta|antwoord id|reactie id|svars id|id odpowiedzi"
)
SUBMITTED = words(
    "date submitted|submitdate|date de soumission|datum abgeschickt|fecha de envio"
    "|datum indienen|datum ingediend|data de envio|data de submissao|data invio"
    "|data di invio"
)
LAST_PAGE = words("last page|lastpage|derniere page|letzte seite|ultima pagina|laatste pagina")
LANGUAGE = words(
    "start language|startlanguage|langue de depart|langue initiale|start sprache"
    "|lenguaje inicial|idioma inicial|begin taal|begintaal|starttaal|lingua inicial"
    "|lingua iniziale|idioma inicial"
)
STARTED = words(
    "date started|startdate|date de lancement|datum gestartet|fecha de inicio|datum gestart"
    "|data de inicio|data di inizio|data inizio"
)
TECHNICAL = words(
    "seed|graine|zufallsstartwert|semilla|date last action|datestamp|date de la derniere action"
    "|datum letzte aktivitat|fecha de la ultima accion|total time|interviewtime|temps total"
    "|tete de serie|datum laatste actie|data da ultima acao|data ultima azione|semente|seme|zaad"
    "|gesamtdauer|tiempo total|totale tijd|tempo total|tempo totale"
    "|gesamtzeit|refurl|referrer url|url referente|url de reference"
)
IDENTITY = words(
    "ip address|ipaddr|adresse ip|ip adresse|direccion ip|token|access code|first name"
    "|last name|email address|jeton|zugangscode"
)
YES = words("yes|oui|ja|si|sim|y|checked|selected|1")
NO = words("no|non|nein|nao|n|not selected|0")
NOT_SHOWN = frozenset({"N/A", "n.a.", "k.A.", "s.o.", "N/D"})
_SUB = re.compile(r"^(?P<stem>.*?)\s*(?P<sub>(?:\[[^\[\]]*\])+)$", re.DOTALL)
_CODE = re.compile(r"^(?P<code>[A-Za-z]\w*)(?:\[(?P<item>\w+)\])?\.\s+(?P<text>\S.*)$", re.DOTALL)
_NO_DATE = r"^(?:1980-0?1-0?1|0?1[-/.]0?1[-/.]1980)\b"
_BARE = re.compile(r"^[A-Za-z]\w*$")
_OTHER = re.compile(r"^(?:other|autres?|sonstiges?|andere[rs]?|otr[oa]s?|altro)$")
_COMMENT = re.compile(r"^(?:comment|commentaire|kommentar|comentario)$|comment$")
_RANK = re.compile(r"^(?:rank|rang|ranking|rango|posicion) ?(\d+)$")
_TIME = re.compile(
    r"^(?:group|question|groupe|gruppen|fragen) ?(?:time|zeit)|^(?:group|question)time"
)
_CODE_TIME = re.compile(r"^[a-z]\w*time$")
"""Seconds on one question, only where the tool took down those of the whole interview too."""


@dataclass(frozen=True)
class _Column:
    """One answer column: place, code (or empty), wording of the question, sub-question."""

    place: int
    code: str
    stem: str
    sub: str
    item: str


def recognise(export: Export) -> Recognition | None:
    """The tool's own columns; else its manner of writing sub-questions in brackets, or codes."""
    for sheet in export.visible:
        header = sheet.row(0)
        names = {folded(cell) for cell in header}
        own = sum(bool(names & group) for group in (ID, SUBMITTED, LAST_PAGE, LANGUAGE, STARTED))
        if (names & LAST_PAGE and own >= 3) or (names & SUBMITTED and names & LANGUAGE):
            return Recognition(
                "Last page, Start language, Date submitted are there", True, 1, 1, sheet.name
            )
        if len(header) < 6 or folded(header[0]) not in ID | {""}:
            continue
        later = [cell for cell in header[1:] if cell]
        subs = sum(_SUB.match(cell) is not None for cell in later) / max(len(later), 1)
        codes = sum(_CODE.match(cell) is not None for cell in later) / max(len(later), 1)
        if codes >= 0.8 or (subs >= 0.3 and _has_not_shown(sheet)):
            style = "code. question" if codes >= 0.8 else "question [sub-question]"
            named = folded(header[0]) in ID - {"id"} and subs >= 0.3
            return Recognition(f"headers are written as '{style}'", named, 1, 1, sheet.name)
    return None


def _has_not_shown(sheet: Sheet) -> bool:
    """Whether `N/A` stands in many columns (questions that were not displayed)."""
    head = sheet.cells.iloc[1:200]
    marked = sum(bool(head[column].isin(NOT_SHOWN).any()) for column in head.columns)
    return marked >= 0.1 * sheet.width


def read(export: Export) -> Reading:
    """One row a response; not displayed and not answered stay apart."""
    observed = recognise(export)
    sheet = _survey_builder.sheet_of(export, observed)
    names = [_survey_builder.plain(cell) for cell in sheet.row(0)]
    body = sheet.body(1)
    retained, aside = _survey_builder.keep(body)
    own = _own(names, retained)
    fields, dropped = _fields(names, retained, own)
    raw = retained[own["id"]] if "id" in own else pd.Series("", index=retained.index, dtype="str")
    ids, problems = _survey_builder.unique_ids(raw, export, names[own["id"]] if "id" in own else "")
    submitted, status = None, None
    if "submitted" in own:
        at = own["submitted"]
        submitted, more = _survey_builder.moment_cells(retained[at], export, names[at])
        problems = [*problems, *more]
        status = _status(submitted, fields)
        submitted = submitted.mask(submitted.str.contains(_NO_DATE, regex=True), "")
    places = {"respondent_id": own.get("id"), "submitted_at": own.get("submitted")}
    answers = Answers(
        fields,
        ids,
        len(body),
        submitted,
        status,
        aside,
        problems,
        dropped,
        {name: at for name, at in places.items() if at is not None},
    )
    return _survey_tables.to_reading(answers, export, sheet)


def _status(submitted: pd.Series, fields: list[Field]) -> pd.Series:
    """Complete where a date of submission stands; else partial, or broken off."""
    answered = pd.Series(False, index=submitted.index)
    for item in fields:
        supplied = item.cells != ""
        answered |= supplied if item.shown is None else supplied & item.shown
    status = pd.Series("break_off", index=submitted.index, dtype="str")
    return status.mask(answered, "partial").mask(submitted != "", "complete")


def _own(names: list[str], kept: pd.DataFrame) -> dict[str, int]:
    """Where the tool's own columns stand."""
    matches: dict[str, int] = {}
    groups = (
        ("id", ID),
        ("submitted", SUBMITTED),
        ("last", LAST_PAGE),
        ("language", LANGUAGE),
        ("started", STARTED),
    )
    timed = any(folded(cell) == "interviewtime" for cell in names)
    for at, cell in enumerate(names):
        name = folded(cell)
        key = next((key for key, group in groups if name in group and key not in matches), None)
        if key:
            matches[key] = at
        elif name in TECHNICAL or _TIME.match(name) or (timed and _CODE_TIME.match(name)):
            matches[f"technical {at}"] = at
        elif name in IDENTITY:
            matches[f"identity {at}"] = at
    if "id" not in matches and names and not names[0] and kept[0].is_unique:
        matches["id"] = 0
    return matches


def _fields(
    names: list[str], kept: pd.DataFrame, own: dict[str, int]
) -> tuple[list[Field], list[tuple[str, str]]]:
    """Questions in order, and columns that go nowhere."""
    dropped = [
        (names[at], PERSONAL if key.startswith("identity") else METADATA)
        for key, at in own.items()
        if key not in ("id", "submitted")
    ]
    columns = []
    for at, name in enumerate(names):
        if at in own.values() or not (name or (kept[at].str.strip() != "").any()):
            continue
        if is_personal(name, kept[at]):
            dropped.append((name, PERSONAL))
        else:
            columns.append(_column(at, name or f"Column {at + 1}"))
    groups: list[list[_Column]] = []
    for item in columns:
        last = groups[-1][-1] if groups else None
        again = bool(last and groups and item.sub in {part.sub for part in groups[-1]})
        if last and (last.code, last.stem) == (item.code, item.stem) and item.sub and not again:
            groups[-1].append(item)
        else:
            groups.append([item])
    ids = _survey_builder.unique([_key(group[0]) for group in groups])
    fields: list[Field] = []
    for key, group in zip(ids, groups, strict=True):
        fields += _question(key, group, kept)
    return fields, dropped


def _key(item: _Column) -> str:
    if item.code or _BARE.match(item.stem):
        return item.code or item.stem
    return _survey_builder.slug(item.stem)


def _column(place: int, name: str) -> _Column:
    """Code, question and sub-question of one header."""
    code = _CODE.match(name)
    text = code["text"] if code else name
    sub = _SUB.match(text)
    stem = (sub["stem"] if sub else text).strip()
    part = re.sub(r"\]\s*\[", " ", sub["sub"])[1:-1].strip() if sub else ""
    if not stem and sub:
        stem, part = text, ""
    item = (code["item"] or "") if code else ""
    return _Column(place, code["code"] if code else "", stem, part, item)


def _question(key: str, group: list[_Column], kept: pd.DataFrame) -> list[Field]:
    """One question: single, open, several choices, ranking or matrix, with its open part."""
    stem = group[0].stem
    cells = {item.place: kept[item.place].str.strip() for item in group}
    open_parts = [item for item in group if _is_open(item)]
    main = [item for item in group if item not in open_parts]
    if main and all(_RANK.match(folded(item.sub)) for item in main):
        matches = _ranking(key, stem, [cells[item.place] for item in main])
    elif main and main[0].sub and all(_yes_no(cells[item.place]) for item in main):
        matches = [_ticks(key, stem, item, cells[item.place]) for item in main]
        visible = _any_shown(matches)
        others = [item for item in open_parts if _OTHER.match(folded(item.sub))]
        matches += [
            replace(
                Field(key, stem, cells[item.place], "multi", key, stem, item.sub), shown=visible
            )
            for item in others
        ]
    else:
        names = _item_ids(key, main)
        matches = [
            _shown(Field(name, item.sub or stem, cells[item.place], "", key, stem))
            for name, item in zip(names, main, strict=True)
        ]
    ids = _survey_builder.unique(
        [f"{key}_{_survey_builder.slug(item.sub)}_text" for item in open_parts]
    )
    visible = _any_shown(matches)
    return matches + [
        Field(name, item.sub, cells[item.place], "text", key, stem, shown=visible)
        for name, item in zip(ids, open_parts, strict=True)
    ]


def _item_ids(key: str, main: list[_Column]) -> list[str]:
    """Ids of the items of a question: by their codes where those differ, else by their words."""
    codes = [item.item or (item.sub if _BARE.match(item.stem) else "") for item in main]
    if all(codes) and len(set(codes)) == len(codes):
        return [f"{key}_{code}" for code in codes]
    return _survey_builder.unique(
        [f"{key}_{_survey_builder.slug(item.sub)}" if item.sub else key for item in main]
    )


def _is_open(item: _Column) -> bool:
    """Whether a column holds the open part of its question."""
    sub = folded(item.sub)
    return bool(_OTHER.match(sub) or _COMMENT.search(sub))


def _yes_no(cells: pd.Series) -> bool:
    """Whether a column says yes and no (or was never displayed)."""
    labels = {folded(label) for label in cells.unique()[:20] if label and label not in NOT_SHOWN}
    return labels <= YES | NO


def _ticks(key: str, stem: str, item: _Column, cells: pd.Series) -> Field:
    """One option: not empty where it was chosen."""
    visible = ~cells.isin(NOT_SHOWN)
    ticked = recoded(cells, lambda label: label if folded(label) in YES else "")
    return Field(
        key, stem, ticked, "multi", key, stem, item.sub, None if bool(visible.all()) else visible
    )


def _any_shown(fields: list[Field]) -> pd.Series | None:
    """Rows in which any part of a question was displayed; None: all rows."""
    matches: pd.Series | None = None
    for item in fields:
        if item.shown is None:
            return None
        matches = item.shown if matches is None else matches | item.shown
    return matches


def _shown(item: Field) -> Field:
    """A closed question without the rows in which it was not displayed."""
    hidden = item.cells.isin(NOT_SHOWN)
    if not hidden.any():
        return item
    bare = item.cells.mask(hidden, "")
    if kind_of(encode(bare), item.wording).kind == "text" and (bare != "").any():
        return item
    return replace(item, cells=bare, shown=~hidden)


def _ranking(key: str, stem: str, places: list[pd.Series]) -> list[Field]:
    """From a column a place to a field an item; the answer is its place."""
    items: list[str] = []
    for cells in places:
        items += [label for label in cells.unique() if label and label not in items]
    matches = []
    for item in [item for item in items if item not in NOT_SHOWN]:
        rank = pd.Series("", index=places[0].index, dtype="str")
        for place, cells in enumerate(places, start=1):
            rank = rank.mask(cells == item, str(place))
        matches.append(Field(key, stem, rank, "rank", key, stem, item))
    return matches or [Field(key, stem, places[0], "text", key, stem)]
