"""Names accepted at once: those of one person alone, kept in the project, linked by the next load."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit.errors import UsageError
from engagekit.identity.accepting import FILE, accept
from engagekit.loading.load import load
from tests.stranger import small

pytestmark = pytest.mark.usefixtures("said")
MAPPING = """name = "log"
table = "touches"
[columns]
on = "Day"
display_name = "Who"
channel = "How"
"""


def project(home: Path, *names: str) -> Path:
    log = [["Day", "Who", "How"], *[["2026-02-03", name, "phone"] for name in names]]
    (home / "mappings").mkdir(parents=True)
    (home / "mappings" / "log.toml").write_text(MAPPING, encoding="utf-8")
    small.gate(home, touches__csv=None, log__csv=log)
    return home / "data"


def test_a_name_of_one_person_is_accepted_and_linked_from_then_on(tmp_path: Path) -> None:
    data = project(tmp_path, "Ann Moss", "Bob Reed", "Zz Unknown")
    assert load(data).touches["contact_id"].notna().sum() == 0
    assert len(accept(load(data), dry_run=True)) == 2
    assert not (data / FILE).exists()
    assert sorted(accept(load(data))["alias"]) == ["Ann Moss", "Bob Reed"]
    tables = load(data)
    assert tables.touches["contact_id"].tolist()[:2] == ["100", "104"]
    assert accept(tables).empty
    assert (data / FILE).read_text("utf-8").count("\n") == 3


def test_a_name_that_two_people_bear_is_never_accepted(tmp_path: Path) -> None:
    data = project(tmp_path, "Ann Moss")
    twin = ["500", "Ann Moss", "ann.moss2@firm.example", "Audit", "2020-01-15", ""]
    small.save(data / "people.csv", [*small.PEOPLE, twin])
    assert accept(load(data)).empty
    with pytest.raises(UsageError, match="may be Ann Moss or Ann Moss: neither is accepted"):
        accept(load(data), ("Ann Moss",))


def test_an_initial_that_differs_rules_a_person_out(tmp_path: Path) -> None:
    data = project(tmp_path, "R. Wood")
    gareth = ["500", "Gareth Wood", "gareth.wood@firm.example", "Audit", "2020-01-15", ""]
    small.save(data / "people.csv", [*small.PEOPLE, gareth])
    with pytest.raises(UsageError, match=r"'R\. Wood' has no suggestion"):
        accept(load(data), ("R. Wood",))


def test_names_can_be_named_whatever_their_score(tmp_path: Path) -> None:
    data = project(tmp_path, "Anne Moss", "Bob Reed")
    assert accept(load(data), ("Anne Moss",))["contact_id"].tolist() == ["100"]
    with pytest.raises(UsageError, match="has no suggestion"):
        accept(load(data), ("Qq Xx",))
    assert accept(load(data), score=101).empty
