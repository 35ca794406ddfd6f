"""The survey waves as Microsoft Forms (2025) and Qualtrics (2026) write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from random import Random

from . import depth, surveys
from .surveys import Answer
from .workbook import Cell, workbook

FORMS_HEADER = (
    "ID",
    "Start time",
    "Completion time",
    "Email",
    "Name",
    surveys.OVERALL,
    *surveys.ITEMS,
    surveys.RECOMMEND,
    surveys.DEPARTMENT,
    surveys.LEVEL,
    surveys.OFTEN,
    surveys.HOURS,
    surveys.KNOWN,
    surveys.DIFFERENTLY[2025],
    surveys.THREE_WORDS,
    surveys.COMMENT,
    depth.WORTH,
    depth.CODE,
)
ZONE = "America/Toronto"


def forms(answers: Sequence[Answer]) -> bytes:
    """The workbook of an anonymous form; it states a wrong dimension, as the tool does."""
    rows: list[list[Cell]] = [list(FORMS_HEADER)]
    for number, answer in enumerate(answers, start=1):
        rows.append(
            [
                number,
                answer.start,
                answer.end,
                "anonymous",
                None,
                answer.overall,
                *answer.items,
                answer.recommend,
                answer.department,
                answer.level,
                answer.often,
                None if answer.hours is None else f"{answer.hours:g}",
                _ticked(answer.known),
                answer.differently,
                _ticked(answer.words),
                answer.comment,
                answer.value,
                answer.code or None,
            ]
        )
    return workbook(
        [("Sheet1", rows)], prefix="x:", dimension="A1", moment="m/d/yy\\ h:mm:ss", day="m/d/yy"
    )


def _ticked(choices: Sequence[str]) -> str:
    """Ticked choices in one cell, each with its semicolon."""
    return "".join(f"{choice};" for choice in choices)


def _columns() -> list[tuple[str, str, dict[str, str]]]:
    """Tag, text and ImportId of each column of the Qualtrics file."""
    local = {"timeZone": ZONE}
    columns = [
        ("StartDate", "Start Date", {"ImportId": "startDate", **local}),
        ("EndDate", "End Date", {"ImportId": "endDate", **local}),
        ("Status", "Response Type", {"ImportId": "status"}),
        ("Progress", "Progress", {"ImportId": "progress"}),
        ("Duration (in seconds)", "Duration (in seconds)", {"ImportId": "duration"}),
        ("Finished", "Finished", {"ImportId": "finished"}),
        ("RecordedDate", "Recorded Date", {"ImportId": "recordedDate", **local}),
        ("ResponseId", "Response ID", {"ImportId": "_recordId"}),
        ("DistributionChannel", "Distribution Channel", {"ImportId": "distributionChannel"}),
        ("UserLanguage", "User Language", {"ImportId": "userLanguage"}),
        ("Q1", surveys.OVERALL, {"ImportId": "QID1"}),
    ]
    columns += [
        (f"Q2_{number}", f"{surveys.GRID} - {item}", {"ImportId": f"QID2_{number}"})
        for number, item in enumerate(surveys.ITEMS, start=1)
    ]
    columns += [
        ("Q3", surveys.RECOMMEND, {"ImportId": "QID3"}),
        ("Q3_NPS_GROUP", f"{surveys.RECOMMEND} - Group", {"ImportId": "QID3_NPS_GROUP"}),
        ("Q4", surveys.DEPARTMENT, {"ImportId": "QID4"}),
        ("Q5", surveys.LEVEL, {"ImportId": "QID5"}),
        ("Q6", surveys.OFTEN, {"ImportId": "QID6"}),
        ("Q7", surveys.HOURS, {"ImportId": "QID7_TEXT"}),
    ]
    columns += [
        (f"Q8_{number}", f"{surveys.KNOWN} - {service}", {"ImportId": f"QID8_{number}"})
        for number, service in enumerate(surveys.SERVICES, start=1)
    ]
    columns.append(("Q9", surveys.DIFFERENTLY[2026], {"ImportId": "QID9"}))
    columns += [
        (f"Q10_{number}", f"{surveys.THREE_WORDS} - {word}", {"ImportId": f"QID10_{number}"})
        for number, word in enumerate(surveys.WORDS, start=1)
    ]
    columns.append(("Q11", surveys.COMMENT, {"ImportId": "QID11_TEXT"}))
    columns += [
        (f"Q12_{number}", f"{depth.IMPORTANCE} - {item}", {"ImportId": f"QID12_{number}"})
        for number, item in enumerate(surveys.ITEMS, start=1)
    ]
    return [
        *columns,
        ("Q13", depth.WORTH, {"ImportId": "QID13"}),
        ("Q14", depth.LAST, {"ImportId": "QID14"}),
        ("Q15", depth.CODE, {"ImportId": "QID15_TEXT"}),
    ]


def _group(score: int | None) -> str:
    """The group the tool writes beside a likelihood to recommend."""
    if score is None:
        return ""
    return "Promoter" if score >= 9 else "Passive" if score >= 7 else "Detractor"


def _line(random: Random, answer: Answer) -> list[str]:
    """One answer as a row of labels."""

    def told(value: object) -> str:
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    finished = answer.progress == 100
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    preview = answer.status == "Survey Preview"
    return [
        str(answer.start),
        str(answer.end),
        answer.status,
        str(answer.progress),
        str((answer.end - answer.start).seconds),
        str(finished),
        str(answer.end),
        "R_" + "".join(random.choices(letters, k=15)),
        "preview" if preview else "email",
        "FR-CA" if random.random() < 0.2 else "EN",
        told(answer.overall),
        *(told(item) for item in answer.items),
        told(answer.recommend),
        _group(answer.recommend),
        told(answer.department),
        told(answer.level),
        told(answer.often),
        told(answer.hours),
        *(service if service in answer.known else "" for service in surveys.SERVICES),
        told(answer.differently),
        *(word if word in answer.words else "" for word in surveys.WORDS),
        answer.comment,
        *(told(held) for held in answer.importance),
        told(answer.value),
        told(answer.useful),
        answer.code,
    ]


def qualtrics(seed: int, answers: Sequence[Answer]) -> bytes:
    """The label export with its three header rows."""
    random = Random(f"{seed}:qualtrics")
    columns = _columns()
    rows = [
        [tag for tag, _, _ in columns],
        [text for _, text, _ in columns],
        [json.dumps(mark, separators=(",", ":")) for _, _, mark in columns],
        *(_line(random, answer) for answer in answers),
    ]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")
