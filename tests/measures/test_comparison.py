"""Groups compared: two of them, each against the rest, and people who answered twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from engagekit import measures
from engagekit.errors import UsageError
from engagekit.settings.schema import make_settings
from engagekit.statistics.comparisons import adjust, against_rest
from engagekit.statistics.proportions import newcombe
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

OVERALL = "Overall, how satisfied are you?"


def _frame(name: str, **columns: object) -> pd.DataFrame:
    whole = pd.concat([empty(name), pd.DataFrame(columns)])
    return whole.astype(empty(name).dtypes.to_dict())


def _tables(waves: dict[str, list[tuple[str, str, float]]], consent: bool = False) -> Tables:
    """Surveys of (person, department, score)."""
    rows = [(wave, *one) for wave, answers in waves.items() for one in answers]
    ids = [f"{wave}-{person}" for wave, person, _, _ in rows]
    of = [wave for wave, *_ in rows]
    day = {wave: pd.Timestamp(f"2026-0{at + 1}-10", tz="UTC") for at, wave in enumerate(waves)}
    names = list(waves)
    frames = {
        "surveys": _frame("surveys", survey_id=names, title=names),
        "respondents": _frame(
            "respondents", respondent_id=ids, survey_id=of, status="complete",
            submitted_at=[day[wave] for wave in of], department=[one[2] for one in rows],
            contact_id=[one[1] for one in rows],
        ),
        "questions": _frame(
            "questions", question_id=[f"q{name}" for name in names], survey_id=names,
            wording=OVERALL, kind="scale", scale_id="satisfaction-5-en",
        ),
        "responses": _frame(
            "responses", respondent_id=ids, survey_id=of, question_id=[f"q{w}" for w in of],
            value=[str(one[3]) for one in rows], score=[one[3] for one in rows],
        ),
    }  # fmt: skip
    return Tables(frames, make_settings({"survey": {"consent_to_link": consent}}))


def _wave(*groups: tuple[str, int, int]) -> list[tuple[str, str, float]]:
    """Departments with how many gave 5 and how many 2."""
    return [
        (f"{name}{at}", name, 5.0 if at < top else 2.0)
        for name, top, rest in groups
        for at in range(top + rest)
    ]


WAVE = _wave(("Law", 10, 20), ("IT", 30, 10), ("HR", 32, 8), ("Tax", 3, 2))


def test_each_department_is_set_against_everybody_else() -> None:
    rows = measures.compare(_tables({"s": WAVE})).set_index("department")
    assert sorted(rows.index) == ["HR", "IT", "Law"]  # Tax has 5 answers
    by_hand = newcombe(10, 30, 65, 85)
    assert rows.loc["Law", "estimate"] == pytest.approx(10 / 30 - 65 / 85)
    assert rows.loc["Law", ["low", "high"]].tolist() == pytest.approx([by_hand.low, by_hand.high])
    assert rows["answer"].to_dict() == {
        "HR": "higher", "IT": "no clear difference", "Law": "lower",
    }  # fmt: skip
    assert rows.loc["Law", ["n", "base", "population"]].tolist() == [30, 30, 115]
    assert rows["method"].str.contains("Holm over 3").all()


def test_only_what_survives_the_adjustment_is_said_to_differ() -> None:
    p_values = [against_rest(yes, 40, (130, 200)).p_value for yes in (18, 30, 28, 26, 28)]
    assert p_values[0] < 0.05
    assert adjust(p_values)[0] == pytest.approx(5 * p_values[0])
    assert adjust(p_values, "bh")[0] < 0.05


def test_two_groups_are_the_first_less_the_second() -> None:
    rows = measures.compare(_tables({"s": WAVE}), groups=["Law", "IT"])
    by_hand = newcombe(10, 30, 30, 40)
    row = rows.iloc[0]
    assert row["department"] == "Law less IT"
    assert [row["estimate"], row["low"], row["high"]] == pytest.approx(
        [by_hand.estimate, by_hand.low, by_hand.high]
    )
    assert (row["answer"], row["n"], row["population"]) == ("lower", 30, 70)


def test_people_who_answered_twice_are_one_cluster_where_consent_covers_it() -> None:
    twice = {"one": WAVE, "two": WAVE}
    alone = measures.compare(_tables(twice), groups=["Law", "IT"], pooled=True).iloc[0]
    joined = measures.compare(_tables(twice, consent=True), groups=["Law", "IT"], pooled=True)
    row = joined.iloc[0]
    assert row["estimate"] == pytest.approx(alone["estimate"])
    width = row["high"] - row["low"]
    assert width == pytest.approx((alone["high"] - alone["low"]) * np.sqrt(2), rel=0.02)
    assert "115 people as clusters" in row["method"]
    assert "answers of one person not joined" in alone["method"]


def test_means_are_compared_with_t() -> None:
    row = measures.compare(_tables({"s": WAVE}), groups=["Law", "IT"], what="mean").iloc[0]
    assert row["unit"] == "gap"  # with its sign
    assert row["estimate"] == pytest.approx((10 * 5 + 20 * 2) / 30 - (30 * 5 + 10 * 2) / 40)
    assert row["low"] < row["estimate"] < row["high"] < 0


def test_what_is_not_there_is_named() -> None:
    tables = _tables({"s": WAVE})
    with pytest.raises(UsageError, match=r"nobody who answered is 'Lww'.*Did you mean 'Law'"):
        measures.compare(tables, groups=["Lww", "IT"])
    with pytest.raises(UsageError, match="has no such scale"):
        measures.compare(tables, "how fast are we")
    with pytest.raises(UsageError, match="name two groups"):
        measures.compare(tables, groups=["Law"])
    with pytest.raises(UsageError, match="what='median'"):
        measures.compare(tables, what="median")  # type: ignore[arg-type]
