"""What many tests start from: the sample loaded once, and a handful of hand-made tables."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from filelock import FileLock

from engagekit.loading import disk_cache, recognise
from engagekit.settings.project import VARIABLE
from engagekit.settings.schema import make_settings
from engagekit.tables.schema import TABLES, dtype_of
from engagekit.tables.tables import Tables
from tests import reading

ROOT = Path(__file__).parents[1]
ZONE = "America/Toronto"


def _tidy(name: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """A tidy table of a few rows, each column in its kind; what is not given is missing."""
    frame = pd.DataFrame(list(rows))
    columns = {}
    for column in TABLES[name].columns:
        given = frame.get(column.name, pd.Series([None] * len(rows), dtype=object))
        kind = dtype_of(column.kind, ZONE)
        if column.kind == "moment":
            columns[column.name] = pd.to_datetime(given).dt.tz_localize(ZONE).astype(kind)
        elif column.kind == "date":
            columns[column.name] = pd.to_datetime(given).astype(kind)
        else:
            columns[column.name] = given.astype(kind)
    return pd.DataFrame(columns)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the file that makes the sample's reports first, and last those that wait for them.

    Else every process would wait for the first one from the start.
    """
    waiting = {item.path for item in items if "reports" in getattr(item, "fixturenames", ())}
    items.sort(
        key=lambda item: item.path.name != "test_notebooks.py" and 1 + (item.path in waiting)
    )


@pytest.fixture(autouse=True, scope="session")
def _one_cache_of_tables(common: Path) -> None:
    """What one test loaded of a project, the next takes unless a file, a setting or code changed."""
    os.environ["ENGAGEKIT_CACHE"] = str(common / "cache")
    disk_cache.MOST = 64  # a run loads more projects than anybody has, and the sample between them


@pytest.fixture(scope="session")
def tidy() -> Any:
    """A function that makes a tidy table of a few rows, each column in its kind."""
    return _tidy


@pytest.fixture(scope="session")
def reports(common: Path) -> Path:
    """The reports of the sample on disk, made once for every process: see report_runs.

    ENGAGEKIT_REPORTS may name a folder where they stand already.
    """
    folder = Path(os.environ.get("ENGAGEKIT_REPORTS", common / "reports"))
    with FileLock(common / "reports.lock"):
        if not (folder / "said.json").exists():
            folder.mkdir(exist_ok=True)
            subprocess.run(
                [sys.executable, Path(__file__).parent / "report_runs.py", folder],
                check=True,
                cwd=folder,
            )
    return folder


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps these files has said of each that it is what it looks like."""
    monkeypatch.setattr(recognise, "waiting", lambda *_: "")
    reading.staff_taken(monkeypatch)


def made(**frames: pd.DataFrame) -> Tables:
    """Hand-made tables with the settings of a small firm."""
    return Tables(frames, make_settings({"organisation": {"time_zone": ZONE}}))


@pytest.fixture
def few() -> Tables:
    """Six people, a librarian, a leaver and a joiner; seven touches and one event."""
    contacts = _tidy(
        "contacts",
        {"contact_id": "1", "display_name": "Ana Gil", "department": "Legal"},
        {"contact_id": "2", "display_name": "Ben Roy", "department": "Legal"},
        {"contact_id": "3", "display_name": "Cleo Wu", "department": "Tax"},
        {"contact_id": "4", "display_name": "Dag Moe", "department": "Tax", "left_on": "2026-08-31"},
        {"contact_id": "5", "display_name": "Eve Ng", "joined_on": "2026-10-01", "department": "Tax"},
        {"contact_id": "6", "display_name": "Flo Bay", "department": "Library", "is_library": True},
        {"contact_id": "7", "display_name": "Gus Orr"},
    )  # fmt: skip
    touches = _tidy(
        "touches",
        {"touch_id": "a", "contact_id": "1", "on": "2026-07-01", "channel": "walk"},
        {"touch_id": "b", "contact_id": "1", "on": "2026-09-30", "channel": "desk"},
        {"touch_id": "c", "contact_id": "2", "on": "2026-08-02", "channel": "newsletter"},
        {"touch_id": "d", "contact_id": "4", "on": "2026-08-03", "channel": "desk"},
        {"touch_id": "e", "contact_id": "6", "on": "2026-08-04", "channel": "desk"},
        {"touch_id": "f", "contact_id": "7", "on": "2026-10-01", "channel": "desk"},
        {"touch_id": "g", "display_name": "Nobody", "on": "2026-08-05", "channel": "desk"},
    )
    events = _tidy(
        "events", {"event_id": "e1", "title": "Breakfast", "started_at": "2026-09-30 23:30"}
    )
    attendance = _tidy(
        "attendance",
        {"event_id": "e1", "contact_id": "3", "status": "attended", "minutes": 30.0},
        {"event_id": "e1", "contact_id": "2", "status": "no_show"},
        {"event_id": "e1", "contact_id": "6", "status": "attended", "minutes": 60.0},
    )
    return made(contacts=contacts, touches=touches, events=events, attendance=attendance)


def _duckdb(frame: pd.DataFrame) -> Any:
    import duckdb
    import pyarrow as pa

    return duckdb.from_arrow(pa.Table.from_pandas(frame, preserve_index=False))


def _dask(frame: pd.DataFrame) -> Any:
    import dask.dataframe

    return dask.dataframe.from_pandas(frame, npartitions=2)


ENGINES = {"duckdb": _duckdb, "dask": _dask}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    """A function that hands tables over to another engine."""
    return lambda tables: tables.replace(
        **{name: ENGINES[request.param](tables.frames[name]) for name in tables}
    )


@pytest.fixture
def survey() -> Tables:
    """Two waves; the last one with ten people, one of whom broke off, and one of the library."""
    respondents = [
        {"respondent_id": str(number), "survey_id": "w2", "submitted_at": "2026-08-10 10:00",
         "status": "complete", "department": "Legal" if number < 6 else "Tax"}
        for number in range(8)
    ]  # fmt: skip
    respondents += [
        {"respondent_id": "8", "survey_id": "w2", "status": "break_off", "department": "Legal"},
        {"respondent_id": "9", "survey_id": "w2", "status": "partial"},
        {"respondent_id": "0", "survey_id": "w1", "submitted_at": "2025-08-10 10:00",
         "status": "complete", "department": "Legal"},
    ]  # fmt: skip
    labels = {1.0: "Very poor", 2.0: "Poor", 3.0: "Neither", 4.0: "Good", 5.0: "Very good"}
    overall = [5.0, 4.0, 4.0, 2.0, 3.0, None, 5.0, 5.0, 1.0, 4.0]
    again = [10.0, 9.0, 8.0, 6.0, 7.0, None, 10.0, 9.0, 0.0, None]
    responses = [
        {"respondent_id": str(number), "survey_id": "w2", "question_id": question,
         "value": "No opinion" if score is None else names.get(score, str(score)), "score": score}
        for question, scores, names in (("q1", overall, labels), ("q2", again, {}))
        for number, score in enumerate(scores)
    ]  # fmt: skip
    responses.append({"respondent_id": "0", "survey_id": "w1", "question_id": "q1",
                      "value": "Good", "score": 4.0})  # fmt: skip
    questions = [
        {"question_id": "q1", "survey_id": wave, "wording": "Overall, how satisfied are you?",
         "kind": "scale", "scale_id": "satisfaction-5"}
        for wave in ("w1", "w2")
    ]  # fmt: skip
    questions.append({"question_id": "q2", "survey_id": "w2", "wording": "Recommend?",
                      "kind": "net_promoter"})  # fmt: skip
    return made(
        surveys=_tidy("surveys", {"survey_id": "w1", "title": "2025"}, {"survey_id": "w2", "title": "2026"}),
        respondents=_tidy("respondents", *respondents),
        questions=_tidy("questions", *questions),
        responses=_tidy("responses", *responses),
    )  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def _project_of_the_module() -> Iterator[None]:
    """Leave the project in force as it was: ``ek.start`` names one for the whole process."""
    before = os.environ.get(VARIABLE)
    yield
    if before is None:
        os.environ.pop(VARIABLE, None)
    else:
        os.environ[VARIABLE] = before


@pytest.fixture
def proposals_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every proposal for the questions of a survey count, as if a person had confirmed it."""
    reading.taken(monkeypatch)
