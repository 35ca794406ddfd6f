"""The same sections on every engine, and tidy tables opened where they stand as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

import engagekit as ek
from engagekit.errors import DataError, UsageError
from engagekit.reporting.report import values_of
from engagekit.sections.functions import function_of
from engagekit.sections.registry import QUESTIONS, REQUIRED, call_of
from engagekit.tables.engines import ENGINES, on_engine, opened
from engagekit.tables.tables import Tables

pytestmark = pytest.mark.slow

QUARTER = "2026-27 Q2"


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """Two workers, the cluster that the settings of Dask name."""
    import dask
    from dask.distributed import LocalCluster, get_client

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
        ) as two,
        dask.config.set({"scheduler-address": two.scheduler_address}),
    ):
        yield
        get_client().close()


def _frames(tables: Tables, names: tuple[str, ...]) -> dict[str, pd.DataFrame]:
    return {name: function_of(QUESTIONS[name])(tables, during=QUARTER).frame for name in names}


def _same(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    for name, frame in one.items():
        pd.testing.assert_frame_equal(
            frame, other[name], check_dtype=False, rtol=1e-9, atol=1e-9, obj=name
        )


EVERY = [
    name
    for name, question in QUESTIONS.items()
    if not any(option.default is REQUIRED for option in question.options)
]


def test_every_section_is_the_same_on_duckdb(sample: Tables) -> None:
    other = on_engine(sample, "duckdb")
    assert type(other.touches).__name__ == "DuckDBPyRelation"
    for name in EVERY:
        call = f"ek.{call_of(QUESTIONS[name])[:-1]}, during=QUARTER)"
        mine, theirs = (
            eval(call, {"ek": ek, "tables": tables, "QUARTER": QUARTER})
            for tables in (sample, other)
        )
        assert (mine.missing, mine.note, mine.choices) == (
            theirs.missing, theirs.note, theirs.choices
        ), name  # fmt: skip
        assert mine.missing or mine.text == theirs.text, name
        _same({name: mine.frame}, {name: theirs.frame})


def test_departments_of_briefs_are_found_on_duckdb(sample: Tables) -> None:
    other = on_engine(sample, "duckdb")
    assert values_of(other, "department") == values_of(sample, "department")


@pytest.mark.filterwarnings("ignore:Dask support is moving:FutureWarning")
def test_sections_are_the_same_on_a_cluster(sample: Tables, cluster: None) -> None:
    from dask.distributed import get_client

    names = ("contacts", "touches", "attendance", "events", "aliases")
    few = Tables({name: sample.frames[name] for name in names}, sample.settings)
    other = on_engine(few, "dask")
    assert len(get_client().scheduler_info()["workers"]) == 2
    _same(_frames(few, ("reach", "attendance")), _frames(other, ("reach", "attendance")))


def _stored(tables: Tables, folder: Path) -> Path:
    folder.mkdir()
    for name in ("contacts", "touches"):
        tables.frames[name].to_parquet(folder / f"{name}.parquet", index=False)
    return folder


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "dask"])
def test_parquet_is_opened_where_it_stands(sample: Tables, tmp_path: Path, engine: str) -> None:
    folder = _stored(sample, tmp_path / "tables")
    two = {name: sample.frames[name] for name in ("contacts", "touches")}
    whole = Tables(two, sample.settings)
    other = ek.open(folder, engine, sample.settings)
    assert repr(other) == repr(ek.load(folder, sample.settings, engine=engine))
    _same(_frames(whole, ("reach",)), _frames(other, ("reach",)))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda frame: frame.drop(columns="department"), "contacts has no column department"),
        (lambda frame: frame.assign(left_on="2026-01-01"), "contacts.left_on is String"),
        (lambda frame: pd.concat([frame, frame.head(1)]), "contacts.contact_id is empty or repeated"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("engine", ["pandas", "duckdb"])
def test_a_table_that_is_not_as_the_dictionary_says_is_refused(
    sample: Tables, tmp_path: Path, engine: str, change: Any, reason: str
) -> None:
    change(sample.contacts).to_parquet(tmp_path / "contacts.parquet", index=False)
    with pytest.raises(DataError, match=reason):
        opened(tmp_path, engine, sample.settings)


def test_an_export_beside_tidy_tables_is_not_passed_over(sample: Tables, tmp_path: Path) -> None:
    folder = _stored(sample, tmp_path / "tables")
    (folder / "visits.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(DataError, match=r"visits\.csv"):
        ek.load(folder, sample.settings)


@pytest.mark.parametrize("engine", ["duckdbb", "polars"])
def test_an_unknown_engine_is_refused(sample: Tables, engine: str) -> None:
    with pytest.raises(UsageError, match="duckdb"):
        on_engine(sample, engine)


@pytest.mark.parametrize("engine", [one for one in ENGINES if one != "dask"])
def test_days_and_exact_decimals_of_a_database_are_read(
    sample: Tables, tmp_path: Path, engine: str
) -> None:
    def of_a_database(kind: pa.DataType) -> pa.DataType:
        is_day = pa.types.is_timestamp(kind) and not kind.tz
        return pa.date32() if is_day else pa.decimal128(18, 4) if kind == pa.float64() else kind

    names = ("contacts", "touches", "budget")
    for name in names:
        table = pa.Table.from_pandas(sample.frames[name], preserve_index=False)
        kinds = [one.with_type(of_a_database(one.type)) for one in table.schema]
        parquet.write_table(table.cast(pa.schema(kinds)), tmp_path / f"{name}.parquet")
    whole = Tables({name: sample.frames[name] for name in names}, sample.settings)
    other = ek.open(tmp_path, engine, sample.settings)
    assert str(ek.measures.touch_ladder(other)) == str(ek.measures.touch_ladder(whole))
    assert str(ek.measures.funding(other)) == str(ek.measures.funding(whole))
