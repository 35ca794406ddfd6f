"""A maker of devices: years and the year so far as headers, an annual plan beside what was spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.mapping.drafting import map_file
from engagekit.sections.gate import Gate
from tests.stranger import small
from tests.stranger.small import Rows
from tests.stranger.test_year_to_date import accepted

LINES = ["Salaries", "Databases", "Journals"]


def grid(*heads: str, title: str = "") -> Rows:
    rows = [[line, *(str(100 * at + 7) for at in range(1, len(heads) + 1))] for line in LINES]
    above = [[title, *[""] * len(heads)]] if title else []
    return [*above, ["Category", *heads], *rows]


def money(at: int) -> int:
    return len(LINES) * (100 * at + 7)


def read(path: Path, rows: Rows, **given: str) -> dict[tuple[str, str], float]:
    """What a grid of money gives, `given` put where its offer has dots."""
    gate = small.gate(path, budget__csv=None, plan__csv=rows)
    choice = gate.open_files[0].choices[0]
    said = dict(choice.said)
    assert choice.table == "budget" and {k for k, v in said.items() if v == "..."} == {*given}
    map_file(gate.open_files[0].path, table="budget", given=said | given)
    tables = small.gate(path, budget__csv=None, plan__csv=rows).tables
    sums = tables.budget.groupby(["kind", "period"])["amount"].sum()
    return {(str(kind), str(period)): float(n) for (kind, period), n in sums.items()}


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("2026 YTD 9/30", "to 9/30/2026"),
        ("2026 YTD Sept", "to Sept 2026"),
        ("YTD Sep 2026", "YTD Sep 2026"),
        ("2026 Actual thru Sept", "to Sept 2026"),
        ("2026 Actual to 9/30", "to 9/30/2026"),
        ("Réalisé à fin septembre", "to septembre 2026"),
        ("Spent to 30 September", "to 30 September 2026"),
        ("Réalisé au 30.09.2026", "au 30.09.2026"),
    ],
)
def test_the_year_so_far_beside_the_plan_of_the_year(
    head: str, period: str, tmp_path: Path
) -> None:
    """`2026 Budget | 2026 YTD` was offered as money that was planned, of the whole year."""
    sums = read(tmp_path, grid("2024", "2026 Budget", head))
    assert sums == {("budget", "2026"): money(2), ("actual", period): money(3)}


@pytest.mark.parametrize("head", ["2026 YTD", "YTD 2026", "Spent to date 2026", "YTD", "To date"])
def test_the_year_so_far_without_a_day_is_asked_for_it(head: str, tmp_path: Path) -> None:
    rows = grid("2025 Actual", "2026 Budget", head)
    sums = read(tmp_path, rows, period="2026-09")  # a month: the year up to its end
    years = {("actual", "2025"): money(1), ("budget", "2026"): money(2)}
    assert sums == years | {("actual", "to 2026-09"): money(3)}
    gate = small.gate(tmp_path / "b", budget__csv=None, plan__csv=rows)
    with pytest.raises(UsageError, match=r"'period=\.\.\.' waits for you"):
        map_file(gate.open_files[0].path, table="budget", given={"period": "..."})
    draft = map_file(gate.open_files[0].path, table="budget", given={"currency": "GBP"})
    assert "to ..." in draft.text
    after = small.gate(tmp_path / "b", budget__csv=None, plan__csv=rows)
    assert not after.tables.has("budget") and "gives period of budget" in str(after)


@pytest.mark.parametrize(
    ("heads", "sums"),
    [
        (("2025 YTD", "2026 Budget", "2026 YTD"),
         {("actual", "to 2025-09"): 1, ("budget", "2026"): 2, ("actual", "to 2026-09"): 3}),
        (("2026 YTD", "2026 Budget", "2024 YTD"),
         {("actual", "to 2026-09"): 1, ("budget", "2026"): 2, ("actual", "to 2024-09"): 3}),
    ],
)  # fmt: skip
def test_the_same_part_of_two_years_is_of_each(
    heads: tuple[str, ...], sums: dict[tuple[str, str], int], tmp_path: Path
) -> None:
    found = read(tmp_path, grid(*heads), period="2026-09")
    assert found == {key: money(at) for key, at in sums.items()}


def test_a_title_gives_the_day_of_the_year_so_far(tmp_path: Path) -> None:
    title = "Library spend as at 30 September 2026"
    rows = grid("2026 Budget", "2026 YTD", title=title)
    gate = accepted(tmp_path, budget__csv=None, plan__csv=rows)
    sums = gate.tables.budget.groupby(["kind", "period"])["amount"].sum().to_dict()
    assert sums == {("budget", "2026"): money(1), ("actual", "to 30 September 2026"): money(2)}


@pytest.mark.parametrize("heads", [("YTD",), ("Budget", "YTD"), ("Budget", "Spent to date")])
def test_a_plan_of_no_time_is_left_aside_beside_the_year_so_far(
    heads: tuple[str, ...], tmp_path: Path
) -> None:
    sums = read(tmp_path, grid(*heads), period="to 2026-09")
    assert sums == {("actual", "to 2026-09"): money(len(heads))}


def test_plans_and_spending_of_the_year_so_far_are_of_one_time(tmp_path: Path) -> None:
    rows = grid("Budget 2026", "Budget YTD 2026", "Actual YTD 2026")
    sums = read(tmp_path, rows, period="to 2026-09")
    assert sums == {("budget", "to 2026-09"): money(2), ("actual", "to 2026-09"): money(3)}


def test_months_keep_their_money_beside_a_sum_of_the_year_so_far(tmp_path: Path) -> None:
    rows = grid("Jan 2026", "Feb 2026", "Mar 2026", "2026 YTD")
    gate = accepted(tmp_path, budget__csv=None, spend__csv=rows)
    assert gate.tables.budget["amount"].sum() == money(1) + money(2) + money(3)


NONE: dict[str, Rows | None] = dict.fromkeys(("events__csv", "attendance__csv"))
HEAD = "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole"


def teams(path: Path, name: str, start: str, end: str, minutes: int, people: Rows) -> None:
    """An attendance report of Teams; who organised stands first."""
    day = "7/14/26, "
    rows = [
        f"{one[1]}\t{day}{start}\t{day}{end}\t{minutes}m\t{one[2]}\t{one[2]}\t{role}"
        for at, one in enumerate(people)
        for role in ["Attendee" if at else "Organizer"]
    ]
    above = ["1. Summary", "Meeting title\tPubMed in 30 minutes",
             f"Attended participants\t{len(people)}", f"Start time\t{day}{start}",
             f"End time\t{day}{end}", "", "2. Participants", HEAD]  # fmt: skip
    (path / "data").mkdir(parents=True, exist_ok=True)
    (path / "data" / name).write_bytes("\r\n".join([*above, *rows]).encode("utf-16"))


def parts(path: Path, settings: str = "") -> Gate:
    """Eight people, of whom six are in a later part with three others."""
    host, *people = [small.PEOPLE[-1], *small.PEOPLE[1:12]]
    teams(path, "a.csv", "12:00:00 PM", "12:30:00 PM", 30, [host, *people[:8]])
    teams(path, "b.csv", "12:33:00 PM", "12:57:00 PM", 24, [host, *people[2:11]])
    return small.gate(path, settings=small.SETTINGS + settings, **NONE)


def test_a_later_part_of_an_event_is_asked_about_once(tmp_path: Path) -> None:
    gate = parts(tmp_path)
    assert (len(gate.tables.events), len(gate.tables.attendance)) == (2, 19)
    assert str(gate).count('write part_of = "a.csv" for this file under [files]') == 1
    assert "people in common" not in str(gate)


def test_a_later_part_of_an_event_adds_who_came_and_how_long(tmp_path: Path) -> None:
    gate = parts(tmp_path, '\n[files."b.csv"]\npart_of = "a.csv"\n')
    tables = gate.tables
    came = tables.attendance.drop_duplicates("contact_id")
    assert len(tables.events) == 1 and len(came) == len(tables.attendance) == 12
    assert tables.attendance["event_id"].nunique() == 1
    minutes = came["minutes"].value_counts().to_dict()
    assert minutes == {54.0: 7, 30.0: 2, 24.0: 3}  # six and the host were in both
    assert str(tables.events["started_at"].iloc[0])[11:16] == "12:00"


@pytest.mark.parametrize("of", ["c.csv", "people.csv", "b.csv"])
def test_a_part_of_no_event_is_refused(of: str, tmp_path: Path) -> None:
    gate = parts(tmp_path, f'\n[files."b.csv"]\npart_of = "{of}"\n')
    assert f"is part_of '{of}'" in str(gate) and len(gate.tables.events) == 2


def test_three_parts_are_of_the_first_and_a_part_of_a_part_is_refused(tmp_path: Path) -> None:
    host, *people = [small.PEOPLE[-1], *small.PEOPLE[1:12]]
    each = '\n[files."{}.csv"]\npart_of = "{}.csv"\n'
    for home, third, events in (("flat", "a", 1), ("chain", "b", 2)):
        teams(tmp_path / home, "c.csv", "1:05:00 PM", "1:15:00 PM", 10, [host, *people[:4]])
        gate = parts(tmp_path / home, each.format("b", "a") + each.format("c", third))
        assert len(gate.tables.events) == events
        assert (f"is part_of '{third}.csv'" in str(gate)) == (events == 2)
        both = gate.tables.attendance
        most = both.groupby("contact_id")["minutes"].sum().max()
        assert most == 64.0  # 30, 24 and 10: the host, and who was in all three


def test_a_part_of_a_file_of_several_events_is_refused(tmp_path: Path) -> None:
    rows = [["event", "date", "name", "status"]]
    rows += [[title, f"2026-02-{day}", person[1], "attended"]
             for title, day in (("Muffins", "10"), ("Patents", "12")) for person in small.PEOPLE[1:5]]  # fmt: skip
    settings = small.SETTINGS + '\n[files."b.csv"]\npart_of = "came.csv"\n'
    people = [small.PEOPLE[-1], *small.PEOPLE[1:5]]
    teams(tmp_path, "b.csv", "12:33:00 PM", "12:57:00 PM", 24, people)
    accepted(tmp_path, **NONE, came__csv=rows)
    gate = small.gate(tmp_path, settings=settings, **NONE, came__csv=rows)
    assert len(gate.tables.events) == 3
    assert "is part_of 'came.csv'" in str(gate)


def test_a_second_table_of_a_sheet_is_asked_about_once(tmp_path: Path) -> None:
    rows = [["Date", "Session", "Trainer", "Attendees"], ["2026-02-11", "EndNote", "Ida", "9"],
            ["2026-03-22", "Patents", "Ned", "14"], ["", "", "", ""],
            ["Attendees by department", "", "", ""], ["Department", "Q1", "Q2", "Q3"],
            ["R&D", "4", "6", "5"], ["Quality", "3", "5", "4"], ["Clinical", "2", "3", "2"]]  # fmt: skip
    gate = accepted(tmp_path, **NONE, training__csv=rows)
    assert gate.tables.events["head_count"].tolist() == [9, 14]
    assert "holds another table below the first: its 5 rows are not read" in str(gate)
    assert "the others were set aside" not in str(gate)
