"""A question on a day is a date: by month or by year, never words or a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagekit import measures
from engagekit.loading.load import load
from engagekit.readers.shared.contract import Reading
from engagekit.readers.survey._column import by_day
from engagekit.settings.schema import Settings
from tests.readers.survey.sheets import google_forms, read_by

ASKED = "When did you last use us?"


def _read(days: list[str], folder: Path) -> Reading:
    """Answers of one day after another to a question on a day."""
    rows = [[f"2/{1 + at}/2026 18:23:58", day] for at, day in enumerate(days)]
    name = "Poll (Responses) - Form Responses 1.csv"
    return read_by(google_forms, folder, [["Timestamp", ASKED], *rows], name)


FORMS = {
    "ISO": ["2026-01-05", "2026-02-03", "2026-02-20", "2026-01-05"],
    "with a clock": ["2026-01-05T10:31:48.910-00:00", "2026-02-03 09:00:00", "2026-02-20", "2026-01-05"],
    "month first": ["1/5/2026", "02/03/2026", "2/20/2026 1:05 PM", "1/5/2026"],
    "day first": ["05/01/2026", "03.02.2026", "20/02/2026 13h05", "5/1/2026"],
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_days_are_a_date_in_every_form(form: str, tmp_path: Path) -> None:
    found = _read(FORMS[form], tmp_path)
    assert found.tables["questions"]["kind"].tolist() == ["date"]
    assert found.tables["responses"]["value"].tolist() == [
        "2026-01-05", "2026-02-03", "2026-02-20", "2026-01-05"]  # fmt: skip


def test_days_of_either_order_go_by_year_unless_the_export_settles_it() -> None:
    either = ["3/4/2026", "5/6/2026", "7/7/2026"]
    assert list(by_day(either).values()) == ["2026", "2026", "2026-07-07"]
    assert list(by_day(either, "day first").values()) == ["2026-04-03", "2026-06-05", "2026-07-07"]
    both = ["25/12/2026", "12/25/2026", "3/4/2026"]
    assert list(by_day(both, "day first").values()) == ["2026", "2026", "2026"]


@pytest.mark.parametrize(("odd", "kind"), [("N/A", "date"), ("last week", "single")])
def test_days_beside_no_answer_are_a_date_and_beside_words_are_not(
    odd: str, kind: str, tmp_path: Path
) -> None:
    found = _read([odd, "2026-01-05", "2026-01-06", "2026-02-03", odd], tmp_path)
    assert found.tables["questions"]["kind"].tolist() == [kind]
    top = measures.topline(load(tmp_path, Settings()))
    if kind == "date":
        assert top[["answer", "measure", "n", "base"]].to_numpy().tolist() == [
            ["2026-01", "answers", 2, 3],
            ["2026-02", "answers", 1, 3],
            ["All", "no opinion", 2, 5],
        ]
    else:
        assert "last week" in top["answer"].tolist()


@pytest.mark.parametrize(("last", "answers"), [("2026-01-05", 25), ("2026-01-07", 3)])
def test_days_over_two_years_apart_go_by_year(last: str, answers: int, tmp_path: Path) -> None:
    days = [f"202{4 + at // 12}-{1 + at % 12:02d}-05" for at in range(24)] + [last]
    _read(days, tmp_path)
    assert len(measures.topline(load(tmp_path, Settings()))) == answers
