"""Records that a later file has otherwise count once, and as the later file has them."""

from __future__ import annotations

from pathlib import Path

import pytest

import engagekit as ek
from engagekit.loading.load import everything, load
from engagekit.settings.schema import Settings
from engagekit.tables.tables import Tables

PEOPLE = ["Ann Lee", "Bob Roy", "Cat Poe", "Dan Fox"]


def logs(folder: Path, old: list[list[str]], new: list[list[str]], *, is_dated: bool) -> Tables:
    dates = ("2026-03-31", "2026-06-30") if is_dated else ("a", "b")
    for name, rows in zip(dates, (old, new), strict=True):
        text = "\n".join(
            map(",".join, [["touch_id", "on", "channel", "minutes", "display_name"], *rows])
        )
        (folder / f"log {name}.csv").write_text(text, encoding="utf-8")
    return load(folder, Settings())


def log(*minutes: int, who: list[str] = PEOPLE, number: str = "") -> list[list[str]]:
    days = [f"2026-02-{at // len(who) + 2:02}" for at in range(len(minutes))]
    return [
        [number and f"{number}{at}", day, "desk", str(one), who[at % len(who)]]
        for at, (day, one) in enumerate(zip(days, minutes, strict=True))
    ]


@pytest.mark.parametrize(
    ("old", "new", "is_dated", "total", "level"),
    [
        (log(5, 5, 5, 5), log(5, 5, 5, 30), True, 45, "note"),
        (log(5, 5, 5, 5), log(5, 5, 5, 30), False, 45, "question"),
        (log(5, 5, 5, 5), log(5, 5, 30, 30), True, 80, ""),  # a third alike: two people's logs
        (log(5, 5, 5, 5, number="T"), log(5, 9, 9, 9, number="T"), True, 32, "note"),
        (log(*[5] * 20, who=[""]), log(*[5] * 19, 30, who=[""]), True, 125, "note"),
        (log(5, 5, 5, 5, who=[""]), log(5, 5, 5, 30, who=[""]), True, 65, ""),
    ],
)  # fmt: skip
def test_a_corrected_record_counts_once_and_is_told(
    old: list[list[str]],
    new: list[list[str]],
    is_dated: bool,
    total: int,
    level: str,
    tmp_path: Path,
) -> None:
    tables = logs(tmp_path, old, new, is_dated=is_dated)
    found = [one.level for one in tables.faults if "otherwise than" in one.problem]
    assert (tables.touches["minutes"].sum(), found) == (total, [level] if level else [])


@pytest.mark.parametrize(("start", "prices"), [("2026-01-01", [120]), ("2026-01-02", [100, 120])])
def test_the_newer_price_of_a_term_counts_and_another_term_is_another(
    start: str, prices: list[int], tmp_path: Path
) -> None:
    head = "product,vendor,price,currency,starts_on,ends_on\n"
    for quarter, text in (
        ("2026_Q2", "Cases,LN,120,CAD,2026-01-01,2026-12-31\n"),
        ("2026_Q1", f"Cases,LN,100,CAD,{start},2026-12-31\n"),
    ):
        (tmp_path / quarter).mkdir()
        (tmp_path / quarter / "contracts.csv").write_text(head + text, encoding="utf-8")
    tables = load(tmp_path, Settings())
    assert sorted(tables.contracts["price"]) == prices
    found = [one.level for one in tables.faults if "otherwise than" in one.problem]
    assert found == ["note"] * (len(prices) == 1)


@pytest.mark.parametrize(("email", "outcomes"), [("b", ["I", "R"]), ("c", ["I", "R", "R"])])
def test_who_was_invited_in_two_lists_was_invited_once(
    email: str, outcomes: list[str], tmp_path: Path
) -> None:
    lists = {"2026-01-01": "s,a@x.ca,NO\ns,b@x.ca,R", "2026-02-01": f"s,a@x.ca,I\ns,{email}@x.ca,R"}
    for day, rows in lists.items():
        text = f"survey_id,email,outcome\n{rows}\n"
        (tmp_path / f"invitations {day}.csv").write_text(text, encoding="utf-8")
    assert sorted(load(tmp_path, Settings()).invitations["outcome"]) == outcomes


@pytest.mark.parametrize("gone", [0, 1])
def test_a_record_that_a_later_file_lacks_counts_and_is_told(gone: int, tmp_path: Path) -> None:
    tables = logs(tmp_path, log(5, 5, 5, 5), log(5, 5, 5, 5)[gone:], is_dated=True)
    assert tables.touches["minutes"].sum() == 20
    assert (
        sum("that log 2026-03-31.csv has of the same days" in one.problem for one in tables.faults)
        == gone
    )


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
    ek.map(
        "data/budget Q2.csv",
        table="budget",
        given={"kind": "actual", "currency": "CAD", "period": "2026 Q2"},
    )
    if stated:
        with Path("engagekit.toml").open("a", encoding="utf-8") as settings:
            settings.write('[files."budget Q3.csv".constants]\nperiod = "2026 Q3"\n')
    tables = load("")
    asked = [
        text
        for _, lines in ek.gate(tables).lines()
        for text in lines
        if "says, as budget Q2" in text
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
    with_constant("b.csv", f"{field} = '2026 Q1'")
    Path("data/b.csv").write_text("Line,Actual\nStaff,5\nBooks,2\n", encoding="utf-8")
    given = {"kind": "actual", "currency": "CAD", "period": "2026 Q2"}
    ek.map("data/b.csv", table="budget", given=given)
    faults = str(everything("").faults)
    assert ("among its constants in engagekit.toml" in faults) is not is_read


def with_constant(file: str, line: str) -> None:
    settings = f"[organisation]\nname = 'Firm'\n[files.'{file}'.constants]\n{line}\n"
    Path("engagekit.toml").write_text(settings, encoding="utf-8")
    Path("data").mkdir()
