"""The topline of a survey question by question, as tests compare it with the raw file."""

from __future__ import annotations

from typing import Any

import numpy as np

from engagekit.facts.answers import answer_sheet
from engagekit.facts.surveys import survey_of
from engagekit.measures import _frame
from engagekit.measures.topline import topline
from engagekit.tables.tables import Tables

SHARES = ("answers", "options picked", "ranked first", "comments on a theme")


def document(tables: Tables) -> dict[str, Any]:
    """Return how many opened and answered the survey, and its questions with their rows."""
    survey = survey_of(tables)
    sheet = answer_sheet(tables, survey.id)
    frames = dict(iter(topline(tables, survey=survey.id).groupby("item", sort=False)))
    questions = []
    for asked in sheet.questions:
        base = int(asked.opinion.sum())
        rows = frames[asked.name].to_dict("records")
        if asked.kind == "net_promoter" and asked.is_scored:  # the topline has its parts alone
            counts = [(name, int((given & asked.opinion).sum())) for name, given in asked.answers]
            rows = [_frame.wilson("answers", n, base, answer=name) for name, n in counts]
        answered = asked.people()
        questions.append(
            {
                "question_id": asked.question_id,
                "wording": asked.wording,
                "kind": asked.kind,
                "block": asked.block,
                "asked": int(asked.shown.sum()),
                "answered": int(answered.sum()),
                "no_opinion": int(np.sum(answered & ~asked.opinion)),
                "base": base,
                "rows": [
                    {
                        "option": row["answer"],
                        "share": row["estimate"],
                        "n": int(row["n"]),
                        "base": int(row["base"]),
                    }
                    for row in rows
                    if row["measure"] in SHARES
                ],
            }
        )
    return {"opened": len(survey.opened), "used": len(survey.people), "questions": questions}
