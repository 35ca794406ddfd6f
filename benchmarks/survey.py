"""Topline and banner book of 10,000 answers to 60 questions beside the same counts in plain pandas.

Run ``python benchmarks/survey.py [--people 10000] [--questions 60] [--rounds 3]``. Both count the
same shares from the same tables; read the ratio of processor seconds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from engagekit import measures
from engagekit.tables.tables import Tables


def tables_of(people: int, questions: int) -> Tables:
    """A survey with as many people and questions, always the same."""
    rng = np.random.default_rng(1)
    ids = np.array([f"R{at:06d}" for at in range(people)])
    words = np.array(["Very poor", "Poor", "Neither", "Good", "Very good"])
    names = [f"q{at:02d}" for at in range(questions)]
    codes = rng.integers(0, 5, (questions, people))
    responses = pd.DataFrame(
        {
            "respondent_id": np.tile(ids, questions),
            "survey_id": "s",
            "question_id": np.repeat(names, people),
            "option": None,
            "value": words[codes.ravel()],
            "score": codes.ravel() + 1.0,
        }
    )
    respondents = pd.DataFrame(
        {
            "respondent_id": ids,
            "survey_id": "s",
            "submitted_at": pd.Timestamp("2026-08-10", tz="UTC"),
            "status": "complete",
            "department": rng.choice([f"Department {at}" for at in range(12)], people),
            "role_level": None,
            "weight": np.nan,
            "contact_id": None,
        }
    )
    asked = pd.DataFrame(
        {
            "question_id": names,
            "survey_id": "s",
            "wording": [f"How good is part {at}?" for at in range(questions)],
            "kind": "scale",
            "scale_id": "quality-5",
            "item_of": None,
            "option": None,
        }
    )
    day = pd.to_datetime(["2026-08-01"])
    surveys = pd.DataFrame(
        {"survey_id": ["s"], "title": ["Survey"], "opened_on": day, "closed_on": day}
    )
    frames = {"surveys": surveys, "questions": asked}
    return Tables({**frames, "responses": responses, "respondents": respondents})


def by_hand(tables: Tables) -> int:
    """Shares of every answer in plain pandas, in all and by department."""
    rows = tables.responses.merge(tables.respondents[["respondent_id", "department"]])
    whole = rows.groupby(["question_id", "value"]).size()
    whole = whole / whole.groupby("question_id").transform("sum")
    groups = rows.groupby(["question_id", "department", "value"]).size()
    groups = groups / groups.groupby(["question_id", "department"]).transform("sum")
    return len(whole) + len(groups)


def kit(tables: Tables) -> int:
    """The same with intervals, means, tests and marks."""
    return len(measures.topline(tables)) + len(measures.banner_book(tables))


def seconds(work: Callable[[Tables], int], make: Callable[[], Tables]) -> float:
    """Processor seconds of one run on tables of its own."""
    tables = make()
    start = time.process_time()
    work(tables)
    return time.process_time() - start


def main() -> None:
    """Print the middle of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()

    def make() -> Tables:
        return tables_of(given.people, given.questions)

    for work in (measures.topline, kit, by_hand):
        found = sorted(seconds(work, make) for _ in range(given.rounds))
        print(f"{work.__name__}: {found[len(found) // 2]:.2f} s")


if __name__ == "__main__":
    main()
