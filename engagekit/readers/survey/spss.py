"""SPSS .sav, .zsav and .por, with value labels; needs the extra `engagekit[spss]`."""

import importlib.util
from io import BytesIO
from typing import Any

import pandas as pd

from engagekit.errors import ExportError, error_text
from engagekit.files.source_file import Export, Sheet, raw_bytes
from engagekit.files.workbook import as_text
from engagekit.readers.shared.contract import Reading, Recognition
from engagekit.readers.survey import _response_sets, _survey_builder, _survey_tables
from engagekit.readers.survey._form import unique_ids
from engagekit.readers.survey._personal_columns import PERSONAL, is_personal
from engagekit.readers.survey._survey_builder import Answers, Field, plain, unique
from engagekit.readers.survey._words import folded, words_of

TOOL = "SPSS"
TABLES = _survey_builder.TABLES
ENDINGS = frozenset({".sav", ".zsav", ".por"})


def recognise(export: Export) -> Recognition | None:
    """Recognise a binary file that SPSS writes, or its portable text."""
    if export.kind == "binary" and export.suffix in ENDINGS:
        return Recognition(f"it is an SPSS file ({export.suffix})", header_rows=0)
    if export.kind == "text" and "SPSS PORT FILE" in export.text[:600]:
        return Recognition("it is an SPSS portable file", header_rows=0)
    return None


def read(export: Export) -> Reading:
    """Read one row a case; values as their labels, values marked as missing as not answered."""
    if importlib.util.find_spec("pyreadstat") is None:
        raise ExportError(error_text("spss.read", file=export.file))
    import pyreadstat

    reader = pyreadstat.read_por if export.suffix == ".por" else pyreadstat.read_sav
    more: dict[str, Any] = {} if export.suffix == ".por" else {"user_missing": True}
    raw = raw_bytes(export)
    try:
        frame, meta = reader(BytesIO(raw), **more)
    except OverflowError:  # a date out of range
        frame, meta = reader(BytesIO(raw), disable_datetime_conversion=True, **more)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError) as error:
        raise ExportError(error_text("spss.open", file=export.file, error=error)) from error
    index = pd.Index(range(1, len(frame) + 1), name="source")
    ids_named = words_of("spss.columns")["id"]
    id_name = next((name for name in frame.columns if folded(name) in ids_named), None)
    keys = dict(zip(frame.columns, unique(frame.columns), strict=True))
    labels = meta.column_names_to_labels
    wordings = {name: plain(labels.get(name) or name) for name in frame.columns}
    texts = {name: _texts(frame[name], name, meta, index) for name in frame.columns}
    sets = _response_sets.sets_of(
        frame.drop(columns=[id_name] if id_name else []),
        wordings,
        meta.variable_value_labels,
        getattr(meta, "mr_sets", None) or {},
        lambda name, value: _is_missing(value, meta.missing_ranges.get(name, [])),
    )
    first = {one.members[0]: one for one in sets}
    members = {name for one in sets for name in one.members}
    fields: list[Field] = []
    dropped: list[tuple[str, str]] = []
    for name in frame.columns:
        if name in first:
            fields += _response_sets.options_of(first[name], frame, texts, index)
        elif name == id_name or name in members:
            continue
        elif is_personal(name) or is_personal(wordings[name], texts[name]):
            dropped.append((name, PERSONAL))
        else:
            missing, named = meta.missing_ranges.get(name, []), meta.variable_value_labels.get(name)
            offered = [text for one, text in (named or {}).items() if not _is_missing(one, missing)]
            fields.append(Field(keys[name], wordings[name], texts[name], offered=offered))
    numbers = [""] * len(frame) if id_name is None else [as_text(one) for one in frame[id_name]]
    ids, problems = unique_ids(pd.Series(numbers, index=index, dtype="str"), export, id_name or "")
    answers = Answers(fields, ids, len(frame), problems=problems, dropped=dropped)
    return _survey_tables.to_reading(answers, export, Sheet("", pd.DataFrame()))


def _texts(values: pd.Series, name: str, meta: Any, index: pd.Index) -> pd.Series:
    """Return a variable as text: labels where there are any; user-missing values empty."""
    labels = meta.variable_value_labels.get(name, {})
    ranges = meta.missing_ranges.get(name, [])

    def text(value: Any) -> str:
        if value is None or value != value or _is_missing(value, ranges):
            return ""
        return str(labels.get(value, as_text(value)))

    texts = {value: text(value) for value in values.unique()}
    return pd.Series([texts.get(value, "") for value in values], index=index, dtype="str")


def _is_missing(value: Any, ranges: list[dict[str, Any]]) -> bool:
    """Return whether the file marks a value as missing."""
    for part in ranges:
        try:
            if part["lo"] <= value <= part["hi"]:
                return True
        except TypeError:
            continue
    return False
