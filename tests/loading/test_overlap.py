"""One record, one key: two files that overlap give each record once, and equal records stay."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from engagekit.files.source_file import open_export
from engagekit.loading import load
from engagekit.loading.overlap import Piece, rows_once
from engagekit.loading.recognise import recognise
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables
from tests.resaved import cut, saved_again

pytestmark = [pytest.mark.usefixtures("read_here", "said"), pytest.mark.slow]
EXPORTS = Path(__file__).parents[1] / "exports"
RAW = [
    path
    for path in sorted(EXPORTS.rglob("*"))
    if path.suffix.casefold() in (".csv", ".xlsx")
    and ".expected." not in path.name
    and path.name not in ("dictionary.csv", "several-sheets.xlsx")
]
MADE = {"touch_id", "event_id", "respondent_id", "survey_id", "source_file", "title", "what"}
"""Columns in which a file's name may stand."""
SHORT = {
    "libcal/registrations.csv",
    "mailchimp_campaign/members_News_2026-02-03.csv",
    "surveymonkey/condensed.csv",
    "qualtrics/insights.csv",
    "qualtrics/stripped.csv",
    "redcap/Library_DATA_2026-01-26_0940.csv",
}
"""Fixtures of three or four rows, or without a day: cut in two, the parts have no whole record in
common, or half a meeting or a campaign each."""


def _log(*rows: tuple[str, ...], names: str = "on,channel,minutes,display_name") -> str:
    return "\n".join([names, *(",".join(row) for row in rows)])


TALLY = [("2026-01-05", "desk", "5", "")] * 2 + [("2026-01-06", "desk", "10", "")]


def _folder(folder: Path, **files: str) -> Tables:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return load.load(folder, Settings())


def _rows(tables: Tables) -> dict[str, Counter[Any]]:
    """Return the rows of each table, to the minute, without what comes of the file's name."""
    frames = {}
    for name, frame in tables.frames.items():
        made = {*MADE, "place"} if name == "counts" else MADE
        kept = frame.drop(columns=[one for one in frame if one in made])
        moments = kept.select_dtypes("datetimetz")
        frames[name] = kept.assign(**{one: moments[one].dt.floor("min") for one in moments})
    return {
        name: Counter(map(tuple, frame.astype("str").to_numpy().tolist()))
        for name, frame in frames.items()
    }


def _told(tables: Tables) -> set[str]:
    """What is told; of logs without any name, not that they name nobody."""
    problems = {fault.problem for fault in tables.faults}
    return {text for text in problems if not text.startswith("names nobody in ")}


@pytest.fixture(scope="module")
def read_alone(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Tables]:
    """A function that loads a fixture alone in its folder, each one once."""

    @cache
    def of(path: Path) -> Tables:
        folder = tmp_path_factory.mktemp("one")
        shutil.copy(path, folder)
        return load.load(folder, Settings())

    return of


@pytest.mark.parametrize("how", ["twins", "cut"])
@pytest.mark.parametrize("path", RAW, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_twin_or_an_overlapping_part_adds_nothing_or_is_told(
    path: Path, how: str, tmp_path: Path, read_alone: Callable[[Path], Tables]
) -> None:
    alone = read_alone(path)
    both = tmp_path / "both"
    both.mkdir()
    export = open_export(path)
    if how == "cut":
        _, seen = recognise(export)
        cut(export, both, seen.header_row - 1 + seen.header_rows)
        if len(export.visible) > 1:  # the parts are of its first sheet
            one = tmp_path / "one"
            one.mkdir()
            saved_again(export, one, "xlsx")
            alone = load.load(one, Settings())
    else:
        shutil.copy(path, both)
        for kind in ("xlsx", "semicolons"):
            twin = saved_again(export, tmp_path, kind)
            shutil.copy(twin, both / f"again {kind} {twin.name}")
    together = load.load(both, Settings())
    if how == "cut" and f"{path.parent.name}/{path.name}" in SHORT:
        return
    assert _rows(together) == _rows(alone) or _told(together) - _told(alone)


def test_two_equal_rows_of_one_log_stay_two_and_its_twin_adds_none(tmp_path: Path) -> None:
    alone = _folder(tmp_path, log=_log(*TALLY))
    assert len(alone.touches) == 3
    both = _folder(tmp_path, other=_log(*TALLY).replace(",", ";"))
    assert len(both.touches) == 3
    aside = both.set_aside
    assert aside[["file", "reason", "rows"]].to_numpy().tolist() == [
        ["other.csv", "touches: log.csv has them too", 3]
    ]


def test_of_equal_rows_the_file_with_more_counts(tmp_path: Path) -> None:
    person = ("2026-01-05", "desk", "5", "Olive Hart")
    tables = _folder(tmp_path, a=_log(*[person] * 2), b=_log(*[person] * 3))
    assert len(tables.touches) == 3


def test_overlapping_months_count_the_common_days_once(tmp_path: Path) -> None:
    days = [(f"2026-01-{day:02d}", "desk", "5", "") for day in range(1, 29)]
    tables = _folder(tmp_path, a=_log(*days[:20]), b=_log(*days[10:]))
    assert len(tables.touches) == 28
    assert not _told(tables)


@pytest.mark.parametrize(("other", "kept"), [(9, 10), (8, 18)])
def test_tallies_are_one_log_only_where_they_agree(tmp_path: Path, other: int, kept: int) -> None:
    ten = [("2026-01-05", "desk", str(n), "") for n in range(10)]
    tables = _folder(tmp_path, a=_log(*ten), b=_log(*ten[:other]))
    assert len(tables.touches) == kept
    assert any("both are counted" in one for one in _told(tables)) == (kept > 10)


def test_a_log_that_counts_from_one_again_keeps_its_rows(tmp_path: Path) -> None:
    names = "touch_id,on,channel,display_name"
    first = [(str(n), f"2026-01-0{n}", "desk", "") for n in range(1, 4)]
    second = [(str(n), f"2026-02-0{n}", "desk", "") for n in range(1, 4)]
    tables = _folder(tmp_path, a=_log(*first, names=names), b=_log(*second, names=names))
    assert len(tables.touches) == 6
    assert tables.touches["touch_id"].is_unique
    assert any("numbers its rows as another file does" in text for text in _told(tables))


def _attendance(*rows: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["event_id", "email", "status", "minutes"])
    moments = pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us, UTC]")
    return frame.assign(
        contact_id=pd.NA, display_name=pd.NA, first_join_at=moments, last_leave_at=moments
    )


def test_who_registered_in_one_file_and_came_in_another_is_one_guest() -> None:
    pieces = [
        Piece("a.csv", {"attendance": _attendance(("e", "x@y.org", "registered", 0.0))}),
        Piece("b.csv", {"attendance": _attendance(("e", "X@Y.org", "attended", 30.0))}),
    ]
    outcome = rows_once(pieces)
    assert [len(piece.frames["attendance"]) for piece in pieces] == [0, 1]
    assert [part.reason for part in outcome.set_aside] == [
        "attendance of a.csv: b.csv has them too"
    ]


def test_what_a_later_export_knows_better_is_kept(tmp_path: Path) -> None:
    names = "touch_id,on,channel,display_name,two_way,answered_on"
    row = ("q-1", "2026-01-05", "email", "Olive Hart")
    tables = _folder(
        tmp_path,
        a=_log((*row, "no", ""), names=names),
        b=_log((*row, "yes", "2026-01-07"), names=names),
    )
    touch = tables.touches.iloc[0]
    assert len(tables.touches) == 1
    assert bool(touch["two_way"]) and str(touch["answered_on"])[:10] == "2026-01-07"


def test_equal_counts_and_budgets_of_two_files_are_one(tmp_path: Path) -> None:
    line = "2026-01,Tax,Books,actual,{},CAD"
    header = "period,department,line,kind,amount,currency"
    rows = [line.format(n) for n in (100, 100, 250)]
    tables = _folder(
        tmp_path,
        budget="\n".join([header, *rows]),
        again="\n".join([header.replace(",", ";"), *(row.replace(",", ";") for row in rows)]),
    )
    assert tables.budget["amount"].sum() == 450
