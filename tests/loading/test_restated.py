"""A figure that a later file gives otherwise counts once, and both figures are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.loading.load import load
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

BUDGET = "period,line,kind,amount,currency\n"
OLD = BUDGET + "2026 Q1,Staff,actual,1000,CAD\n2026 Q1,Books,actual,500,CAD\n"
NEW = OLD.replace("500", "550") + "2026 Q2,Staff,actual,900,CAD\n"
COUNTER = (
    "Report_Name\tTitle Master Report\nReport_ID\tTR\nRelease\t5\nInstitution_Name\tFirm\n"
    "Institution_ID\tx\nMetric_Types\t\nReport_Filters\t\nReport_Attributes\t\nExceptions\t\n"
    "Reporting_Period\tBegin_Date=2026-01-01; End_Date=2026-02-28\nCreated\t{made}\nCreated_By\tV\n\n"
    "Title\tPlatform\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\n"
    "Law Weekly\tDock\tTotal_Item_Requests\t{total}\t10\t{second}\n"
)


def loaded(folder: Path, **files: str) -> Tables:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return load(folder, Settings())


def said(tables: Tables) -> list[tuple[str, str, str]]:
    return [
        (one.level, one.file, one.problem)
        for one in tables.faults
        if "figures otherwise than" in one.problem
    ]


@pytest.mark.parametrize(
    ("old", "new", "level"),
    [
        ("budget", "budget_revised", "question"),
        ("money 31 March 2026", "money 30 June 2026", "note"),
        ("z 2026-03-31", "a 2026-06-30", "note"),
    ],
)
def test_a_restated_line_counts_once(old: str, new: str, level: str, tmp_path: Path) -> None:
    tables = loaded(tmp_path, **{f"{old}__csv": OLD, f"{new}__csv": NEW})
    assert tables.budget["amount"].sum() == 1000 + 550 + 900
    [(told, file, text)] = said(tables)
    assert (told, file) == (level, f"{new}.csv")
    assert f"1 figures otherwise than {old}.csv, e.g. 2026 Q1, Books, actual: 550, not 500" in text


def test_sheets_of_two_offices_are_both_counted_and_asked_about(tmp_path: Path) -> None:
    paris = OLD.replace("1000", "300").replace("500", "200")
    tables = loaded(tmp_path, london__csv=OLD, paris__csv=paris)
    assert tables.budget["amount"].sum() == 2000
    [(level, _, text)] = said(tables)
    assert level == "question"
    assert "2 figures otherwise than london.csv" in text


@pytest.mark.parametrize(
    ("amounts", "counted"),
    [((1000, 500, 9), 1000 + 500 + 9), ((1000, 8, 9), 1000 + 500 + 700 + 1000 + 8 + 9)],
)
def test_half_of_the_lines_alike_make_one_sheet(
    amounts: tuple[int, ...], counted: int, tmp_path: Path
) -> None:
    def sheet(*figures: int) -> str:
        named = zip(("Staff", "Books", "Rent"), figures, strict=True)
        return BUDGET + "".join(f"2026 Q1,{name},actual,{n},CAD\n" for name, n in named)

    tables = loaded(tmp_path, a__csv=sheet(1000, 500, 700), b__csv=sheet(*amounts))
    assert tables.budget["amount"].sum() == counted


def test_the_report_that_the_vendor_made_later_counts(tmp_path: Path) -> None:
    first = COUNTER.format(made="2026-03-02T07:00:00Z", total=15, second=5)
    later = COUNTER.format(made="2026-04-02T07:00:00Z", total=17, second=7)
    tables = loaded(tmp_path, z__tsv=first, a__tsv=later)
    assert sorted(tables.frames["usage"]["n"]) == [7, 10]
    [(level, file, text)] = said(tables)
    assert (level, file) == ("note", "a.tsv")
    assert "Law Weekly" in text
    assert "7, not 5" in text
