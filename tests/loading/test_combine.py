"""What the next file of a source does is declared; what two files hold both is asked about."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import engagekit as ek
from engagekit.loading.combine import combined
from engagekit.loading.load import everything, load
from engagekit.loading.read_file import Loaded
from engagekit.settings.schema import FileChoice, Settings
from engagekit.tables.tables import Tables
from tests.confirming import map_file

LOG = "touch_id,on,channel,minutes,display_name\n"
BUDGET = "period,line,kind,amount,currency\n"
COUNTER = (
    "Report_Name\tTitle Master Report\nReport_ID\tTR\nRelease\t5\nInstitution_Name\tFirm\n"
    "Institution_ID\tx\nMetric_Types\t\nReport_Filters\t\nReport_Attributes\t\nExceptions\t\n"
    "Reporting_Period\tBegin_Date=2026-01-01; End_Date=2026-02-28\nCreated\t{made}\nCreated_By\tV\n\n"
    "Title\tPlatform\tMetric_Type\tReporting_Period_Total\tJan-2026\tFeb-2026\n"
    "Law Weekly\tDock\tTotal_Item_Requests\t{total}\t10\t{second}\n"
)


def loaded(folder: Path, settings: Settings | None = None, **files: str) -> Tables:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return load(folder, settings or Settings())


def declared(**choice: object) -> Settings:
    return Settings(files={"*.csv": FileChoice.model_validate(choice)})


def rows(*minutes: int, number: str = "", who: str = "Ann Lee", first: int = 2) -> str:
    return "".join(
        f"{number and f'{number}{at}'},2026-02-{at + first:02},desk,{one},{who}\n"
        for at, one in enumerate(minutes)
    )


def told(tables: Tables, words: str) -> list[str]:
    return [one.level for one in tables.faults if words in one.problem]


def test_without_a_number_every_row_counts_and_the_same_rows_are_asked_about(
    tmp_path: Path,
) -> None:
    tables = loaded(tmp_path, a__csv=LOG + rows(5, 6, 7), b__csv=LOG + rows(5, 6, 7, 8))
    assert tables.touches["minutes"].sum() == 18 + 26
    assert told(tables, "has 3 rows of touches that a.csv has too") == ["question"]


@pytest.mark.parametrize(("shared", "is_asked"), [(1, False), (2, True)])
def test_half_of_the_rows_of_a_tally_are_asked_about(
    shared: int, is_asked: bool, tmp_path: Path
) -> None:
    other = rows(*[5] * shared, *[9] * (4 - shared), who="")
    tables = loaded(tmp_path, a__csv=LOG + rows(5, 5, 5, 5, who=""), b__csv=LOG + other)
    assert len(tables.touches) == 8
    assert bool(told(tables, "that a.csv has too")) is is_asked


@pytest.mark.parametrize(
    ("files", "minutes", "words"),
    [
        ("append", 20 + 45, ""),
        ("replace", 45, "b 2026-06-30.csv takes its place"),
        ("merge", 5 + 45, "b 2026-06-30.csv has them too"),
    ],
)
def test_the_next_file_does_what_is_declared(
    files: str, minutes: int, words: str, tmp_path: Path
) -> None:
    key = ("on", "display_name") if files == "merge" else ()
    old, new = LOG + rows(5, 5, 5, 5), LOG + rows(5, 5, 35, first=3)
    (tmp_path / "z 2026-03-31.csv").write_text(old, encoding="utf-8")
    (tmp_path / "b 2026-06-30.csv").write_text(new, encoding="utf-8")
    tables = load(tmp_path, declared(files=files, key=key))
    assert tables.touches["minutes"].sum() == minutes
    reasons = tables.set_aside["reason"].tolist()
    assert reasons == ([f"touches: {words}"] if words else [])
    assert tables.set_aside["file"].tolist() == ["z 2026-03-31.csv"] * bool(words)


@pytest.mark.parametrize(
    ("names", "level"), [(("log 2026-03-31", "a 2026-06-30"), "note"), (("a", "b"), "question")]
)
def test_a_corrected_record_counts_as_the_newer_file_has_it(
    names: tuple[str, str], level: str, tmp_path: Path
) -> None:
    for name, text in zip(
        names, (rows(5, 5, 5, number="T"), rows(5, 30, 5, number="T")), strict=True
    ):
        (tmp_path / f"{name}.csv").write_text(LOG + text, encoding="utf-8")
    tables = load(tmp_path, Settings())
    assert sorted(tables.touches["minutes"]) == [5, 5, 30]
    assert told(tables, f"has 1 records of touches otherwise than {names[0]}.csv") == [level]


def test_a_log_that_counts_from_one_again_keeps_its_rows(tmp_path: Path) -> None:
    tables = loaded(
        tmp_path,
        a__csv=LOG + rows(5, 6, 7, number="T"),
        b__csv=LOG + rows(5, 6, 7, number="T", first=12),
    )
    assert len(tables.touches) == 6 and tables.touches["touch_id"].is_unique
    assert told(tables, "numbers its rows as another file does (3 numbers, other days)")


def test_the_report_that_the_vendor_made_later_counts(tmp_path: Path) -> None:
    first = COUNTER.format(made="2026-03-02T07:00:00Z", total=15, second=5)
    later = COUNTER.format(made="2026-04-02T07:00:00Z", total=17, second=7)
    tables = loaded(tmp_path, z__tsv=first, a__tsv=later)
    assert sorted(tables.frames["usage"]["n"]) == [7, 10]
    assert told(tables, "has 1 records of usage otherwise than z.tsv") == ["note"]


def test_the_newer_price_of_a_term_counts_and_another_term_is_another(tmp_path: Path) -> None:
    head = "product,vendor,price,currency,starts_on,ends_on\n"
    new = head + "Cases,LN,120,CAD,2026-01-01,2026-12-31\nCases,LN,90,CAD,2025-01-01,2025-12-31\n"
    for quarter, text in (
        ("2026_Q2", new),
        ("2026_Q1", head + "Cases,LN,100,CAD,2026-01-01,2026-12-31\n"),
    ):
        (tmp_path / quarter).mkdir()
        (tmp_path / quarter / "contracts.csv").write_text(text, encoding="utf-8")
    assert sorted(load(tmp_path, Settings()).contracts["price"]) == [90, 120]


@pytest.mark.parametrize(
    ("other", "is_asked"),
    [("2026-01,Library,actual,1500,CAD\n", True), ("2026-01,Library,actual,1510,CAD\n", False),
     ("2026-01,Library,budget,1500,CAD\n", False)],
)  # fmt: skip
def test_a_total_that_another_file_has_is_asked_about_and_counts(
    other: str, is_asked: bool, tmp_path: Path
) -> None:
    lines = BUDGET + "2026-01,Staff,actual,1000,CAD\n2026-01,Books,actual,500,CAD\n"
    tables = loaded(tmp_path, ledger__csv=lines, finance__csv=BUDGET + other)
    assert len(tables.budget) == 3
    assert told(tables, "adds up to the same; both are counted") == ["question"] * is_asked


@pytest.mark.parametrize(("title", "is_asked"), [("talk", True), ("Muffins", False)])
def test_an_event_of_two_files_is_asked_about(title: str, is_asked: bool, tmp_path: Path) -> None:
    tables = loaded(
        tmp_path,
        a__csv="event_id,title,started_at\ne1,Talk,2026-02-03 12:00\n",
        b__csv=f"event_id,title,started_at\ne2,{title},2026-02-03\n",
    )
    assert len(tables.frames["events"]) == 2
    assert told(tables, f"has '{title}' of 2026-02-03, which a.csv has too") == (
        ["question"] * is_asked
    )


def attendance(*cells: tuple[str, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(cells, columns=["event_id", "email", "status", "minutes"])
    return frame.assign(contact_id=pd.NA, display_name=pd.NA)


def test_who_registered_in_one_file_and_came_in_another_is_one_guest() -> None:
    pieces = [
        Loaded("a.csv", frames={"attendance": attendance(("e", "x@y.org", "registered", 0.0))}),
        Loaded("b.csv", frames={"attendance": attendance(("e", "X@Y.org", "attended", 30.0))}),
    ]
    outcome = combined(pieces)
    assert [len(piece.frames["attendance"]) for piece in outcome.parts] == [0, 1]
    assert [part.reason for part in outcome.set_aside] == [
        "attendance of a.csv: b.csv has them too"
    ]


@pytest.mark.parametrize("stated", [False, True])
def test_a_period_that_a_mapping_says_of_two_files_is_asked_about_or_said_of_each(
    stated: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("engagekit.toml").write_text(
        "[organisation]\nname = 'Firm'\nfiscal_start = 1\n", encoding="utf-8"
    )
    Path("data").mkdir()
    for name, amount in (("Q2", 500), ("Q3", 440)):
        Path(f"data/budget {name}.csv").write_text(
            f"Line,Actual\nStaff,{amount}\nBooks,{amount // 2}\n"
        )
    map_file(
        "data/budget Q2.csv",
        table="budget",
        given={"amount": "Actual", "kind": "actual", "currency": "CAD", "period": "2026 Q2"},
    )
    if stated:
        with Path("engagekit.toml").open("a", encoding="utf-8") as settings:
            settings.write('[files."budget Q3.csv".constants]\nperiod = "2026 Q3"\n')
    tables = load("")
    asked = [
        text
        for _, lines in ek.gate(tables).lines()
        for text in lines
        if "which its mapping says of every file" in text
    ]
    assert len(asked) == (not stated)
    assert not stated or tables.budget.groupby("period")["amount"].sum().to_dict() == {
        "2026 Q2": 750,
        "2026 Q3": 660,
    }


@pytest.mark.parametrize(
    ("field", "is_read"), [("period", True), ("perod", False), ("line", False)]
)
def test_a_constant_of_a_file_is_a_field_that_its_mapping_leaves_free(
    field: str, is_read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = "[organisation]\nname = 'Firm'\nfiscal_start = 1\n"
    Path("engagekit.toml").write_text(settings, encoding="utf-8")
    Path("data").mkdir()
    Path("data/b.csv").write_text("Line,Actual\nStaff,5\nBooks,2\n", encoding="utf-8")
    given = {"amount": "Actual", "kind": "actual", "currency": "CAD", "period": "2026 Q2"}
    map_file("data/b.csv", table="budget", given=given)
    constant = f"[files.'b.csv'.constants]\n{field} = '2026 Q1'\n"
    Path("engagekit.toml").write_text(settings + constant, encoding="utf-8")
    faults = str(everything("").faults)
    assert ("among its constants in engagekit.toml" in faults) is not is_read
