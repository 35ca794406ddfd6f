"""Tidy tables on another engine than pandas: handed over, or opened where they stand as Parquet."""

import importlib
import os
import warnings
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import narwhals as nw
import pandas as pd

from engagekit.errors import DataError, UsageError, require_one_of, some
from engagekit.settings.schema import Settings
from engagekit.tables.cache import Frames, count_rows
from engagekit.tables.problems import Source
from engagekit.tables.schema import TABLES, Kind
from engagekit.tables.tables import Tables

ENGINES = ("pandas", "duckdb", "dask")
ENDING = ".parquet"
UNIQUE = ("contacts", "events", "respondents", "surveys")
"""Tables whose key is looked at when they are opened; a repeat would count somebody twice."""
_CLUSTER = "scheduler-address"
_TYPES: Mapping[Kind, tuple[type[nw.dtypes.DType], ...]] = {
    **dict.fromkeys(("id", "text", "choice"), (nw.String, nw.Categorical, nw.Enum)),
    "number": (nw.Float64, nw.Float32, nw.Decimal, nw.Int64, nw.Int32),
    "count": (nw.Int64, nw.Int32, nw.Int16, nw.UInt32, nw.UInt16),
    "flag": (nw.Boolean,),
    "date": (nw.Datetime, nw.Date),
    "moment": (nw.Datetime,),
}
_CASTS = ((nw.Date, nw.Datetime), (nw.Decimal, nw.Float64), (nw.Categorical, nw.String))


def on_engine(tables: Tables, engine: str) -> Tables:
    """Return the same tables as frames of an engine, with all that is known of them.

    Parameters
    ----------
    engine : str
        One of `ENGINES`. Dask works on the cluster that ``DASK_SCHEDULER_ADDRESS`` names.

    Raises
    ------
    UsageError
        If there is no such engine, or it is not installed.
    """
    if _known(engine) == "pandas":
        return tables
    frames = {name: _handed(frame, engine) for name, frame in tables.frames.items()}
    return replace(tables, frames=Frames(frames, is_snapshot=True))


def is_stored(place: Path) -> bool:
    """Return whether a folder holds tidy tables as Parquet."""
    return place.is_dir() and any(one.stem in TABLES for one in place.glob(f"*{ENDING}"))


def opened(place: str | os.PathLike[str], engine: str, settings: Settings) -> Tables:
    """Open a folder of tidy tables, ``<table>.parquet`` each: a file, or a folder of files.

    Returns
    -------
    Tables
        On pandas they are read; on another engine they stay where they are. The files must not
        change while they are used.

    Raises
    ------
    DataError
        For a file that is no table or a table that is not as the dictionary says.
    """
    folder = Path(place)
    files = sorted(one for one in folder.glob("*") if not one.name.startswith((".", "_")))
    if not files or any(map(_strange, files)):
        other = f"It holds {some([one.name for one in files if _strange(one)])}." if files else ""
        raise DataError(f"{folder} is no folder of <table>{ENDING} files. {other}".rstrip())
    frames = {one.stem: _scanned(one, _known(engine)) for one in files}
    faults = [fault for name, frame in frames.items() for fault in _faults(name, frame)]
    if faults:
        raise DataError(f"{folder} cannot be used as it is. {some(faults)}")
    origins = tuple(
        Source(one.name, "", "tidy table", "its name", "", rows, rows, {one.stem: rows})
        for one in files
        if (rows := count_rows(frames[one.stem]))
    )
    present = {name: frames[name] for one in origins for name in one.tables}
    return Tables(Frames(present, is_snapshot=True), settings, origins=origins)


def _known(engine: str) -> str:
    require_one_of(engine, ENGINES, f"There is no engine '{engine}'.")
    return engine


def _strange(place: Path) -> bool:
    return place.suffix != ENDING or place.stem not in TABLES


def _module(engine: str) -> Any:
    """Import an engine; Dask joins the cluster that its own settings name, where they name one."""
    try:
        module = importlib.import_module("dask.dataframe" if engine == "dask" else engine)
        if engine == "dask":
            warnings.filterwarnings("ignore", "Dask support is moving", FutureWarning)
            if importlib.import_module("dask").config.get(_CLUSTER, None):
                distributed = importlib.import_module("dask.distributed")
                try:
                    distributed.get_client()
                except ValueError:
                    distributed.Client()
    except ImportError:
        extra = {"duckdb": "scale", "dask": "cluster"}[engine]
        raise UsageError(f"{engine} is not installed: pip install 'engagekit[{extra}]'") from None
    return module


def _handed(frame: Any, engine: str) -> Any:
    """Return a pandas frame as one of another engine."""
    if engine == "dask":
        return _module(engine).from_pandas(frame, npartitions=2)
    import pyarrow as pa

    return _module(engine).from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def _scanned(place: Path, engine: str) -> Any:
    """Return a table that stands in a file, or in a folder of files."""
    if engine == "duckdb":
        files = str(place / f"*{ENDING}" if place.is_dir() else place)
        return _plain(_module(engine).read_parquet(files))
    if engine == "dask":
        return _plain(_module(engine).read_parquet(str(place)))
    import pyarrow as pa
    from pyarrow.parquet import read_table

    types = {pa.bool_(): pd.BooleanDtype(), pa.int64(): pd.Int64Dtype()}
    return _plain(read_table(place)).to_pandas(types_mapper=types.get)


def _plain(frame: Any) -> Any:
    """Return a table with days as moments, exact decimals as floats and coded words as text."""
    data = nw.from_native(frame)
    schema = data.collect_schema().items()
    casts = [nw.col(name).cast(to) for name, one in schema for of, to in _CASTS if one == of]
    return data.with_columns(*casts).to_native() if casts else frame


def _faults(name: str, frame: Any) -> list[str]:
    """Return what in a table is not as the dictionary says."""
    schema = nw.from_native(frame).lazy().collect_schema()
    faults = []
    for column in TABLES[name].columns:
        if column.name not in schema:
            faults.append(f"{name} has no column {column.name}.")
        elif not isinstance(schema[column.name], (*_TYPES[column.kind], nw.Unknown)):
            faults.append(f"{name}.{column.name} is {schema[column.name]}, not a {column.kind}.")
    if not faults and name in UNIQUE:
        key = TABLES[name].key[0]
        column = nw.from_native(frame).lazy().select(nw.col(key))
        different = column.unique(keep="any").drop_nulls()
        if count_rows(different) != count_rows(frame):
            faults.append(f"{name}.{key} is empty or repeated in some row.")
    return faults
