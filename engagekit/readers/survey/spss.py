"""SPSS .sav, .zsav and .por, with value labels; needs the extra `engagekit[spss]`."""

from __future__ import annotations

import importlib.util
from io import BytesIO
from typing import Any

import pandas as pd

from engagekit.errors import ExportError
from engagekit.files.source_file import Export, Sheet, raw_bytes
from engagekit.files.workbook import as_text
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _response_sets, _survey_builder, _survey_tables
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._scales import folded, words
from engagekit.readers.survey._survey_builder import Answers, Field

TOOL = "SPSS"
TABLES = _survey_builder.TABLES
ENDINGS = frozenset({".sav", ".zsav", ".por"})
ID = words(
    "id|respid|resp id|respondent id|respondentid|respondent|response id|responseid|case id"
    "|caseid|record id|recordid|participant id|uuid"
)


def recognise(export: Export) -> Recognition | None:
    """A binary file that SPSS writes, or its portable text."""
    if export.kind == "binary" and export.suffix in ENDINGS:
        return Recognition(f"it is an SPSS file ({export.suffix})", True, 1, 0)
    if export.kind == "text" and "SPSS PORT FILE" in export.text[:600]:
        return Recognition("it is an SPSS portable file", True, 1, 0)
    return None


def read(export: Export) -> Reading:
    """One row a case; values as their labels, values marked as missing as not answered."""
    if importlib.util.find_spec("pyreadstat") is None:
        raise ExportError(
            f"{export.file} is an SPSS file, which needs one more package. "
            'Install it: pip install "engagekit[spss]"'
        )
    frame, meta = _open(export)
    dropped: list[tuple[str, str]] = []
    fields: list[Field] = []
    index = pd.Index(range(1, len(frame) + 1), name="source")
    id_name = next((name for name in frame.columns if folded(name) in ID), None)
    keys = dict(zip(frame.columns, _survey_builder.unique(frame.columns), strict=True))
    wordings = {
        name: _survey_builder.plain(meta.column_names_to_labels.get(name) or name)
        for name in frame.columns
    }
    texts = {name: _texts(frame[name], name, meta, index) for name in frame.columns}
    sets = _response_sets.found(
        frame.drop(columns=[id_name] if id_name else []),
        wordings,
        meta.variable_value_labels,
        getattr(meta, "mr_sets", None) or {},
        lambda name, value: _is_missing(value, meta.missing_ranges.get(name, [])),
    )
    first = {one.members[0]: one for one in sets}
    members = {name for one in sets for name in one.members}
    for name in frame.columns:
        if name == id_name:
            continue
        if name in first:
            fields += _response_sets.options_of(first[name], frame, texts, index)
        elif name in members:
            continue
        elif is_personal(name) or is_personal(wordings[name], texts[name]):
            dropped.append((name, PERSONAL))
        else:
            fields.append(Field(keys[name], wordings[name], texts[name]))
    raw = pd.Series("", index=index, dtype="str")
    if id_name is not None:
        raw = pd.Series([as_text(value) for value in frame[id_name]], index=index, dtype="str")
    ids, problems = _survey_builder.unique_ids(raw, export, id_name or "")
    answers = Answers(fields, ids, len(frame), None, None, (), problems, dropped)
    sheet = Sheet("", pd.DataFrame())
    return _survey_tables.to_reading(answers, export, sheet)


def _open(export: Export) -> tuple[pd.DataFrame, Any]:
    """Values and metadata; a date out of range does not stop it."""
    import pyreadstat

    reader = pyreadstat.read_por if export.suffix == ".por" else pyreadstat.read_sav
    more: dict[str, Any] = {} if export.suffix == ".por" else {"user_missing": True}
    raw = raw_bytes(export)
    try:
        matches: tuple[pd.DataFrame, Any] = reader(BytesIO(raw), **more)
    except OverflowError:
        matches = reader(BytesIO(raw), disable_datetime_conversion=True, **more)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise ExportError(
            f"{export.file} cannot be read as an SPSS file ({error}). Save it again in SPSS."
        ) from error
    return matches


def _texts(values: pd.Series, name: str, meta: Any, index: pd.Index) -> pd.Series:
    """A variable as text: labels where there are any; user-missing values empty."""
    labels = meta.variable_value_labels.get(name, {})
    ranges = meta.missing_ranges.get(name, [])

    def text(value: Any) -> str:
        if value is None or value != value or _is_missing(value, ranges):
            return ""
        return str(labels.get(value, as_text(value)))

    existing = {value: text(value) for value in values.unique()}
    return pd.Series([existing.get(value, "") for value in values], index=index, dtype="str")


def _is_missing(value: Any, ranges: list[dict[str, Any]]) -> bool:
    """Whether the file marks a value as missing."""
    for part in ranges:
        try:
            if part["lo"] <= value <= part["hi"]:
                return True
        except TypeError:
            continue
    return False
