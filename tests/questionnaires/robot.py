"""A robot that answers a questionnaire, and the export of each tool that its answers come back in."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from engagekit.questionnaires import questionnaire
from engagekit.questionnaires.text_files import ZERO_TO_TEN
from engagekit.settings.question_bank import Item, chosen

OWN = {"department": ["Legal", "Tax", "Finance"], "role_level": ["Staff", "Partner"]}
PEOPLE = 60


@dataclass(frozen=True)
class Truth:
    """The items asked, in which language, and what each person answered: text, list or mapping."""

    items: list[Item]
    language: str
    answers: list[dict[str, Any]]

    def words(self, item: Item) -> str:
        return item.words(self.language)

    def options(self, item: Item) -> tuple[str, ...]:
        return item.options[self.language]


def answered(groups: Sequence[str], language: str, seed: int = 7) -> Truth:
    """Everybody answers everything but the comments, which half of them leave empty."""
    dice, items = random.Random(seed), chosen(groups)
    return Truth(
        items,
        language,
        [{one.id: _answer(one, language, dice) for one in items} for _ in range(PEOPLE)],
    )


def _answer(item: Item, language: str, dice: random.Random) -> Any:
    options = list(item.options[language])
    if item.kind == "net_promoter":
        return dice.choice(ZERO_TO_TEN)
    if item.kind == "matrix":
        return {row: dice.choice(options) for row in item.rows[language]}
    if item.kind == "multi":
        return [one for one in options if dice.random() < 0.5] or [options[0]]
    if item.kind == "rank":
        dice.shuffle(options)
        return options
    if item.kind == "number":
        return str(dice.randint(0, 20))
    if item.kind == "text":
        return dice.choice(["", f"words no {dice.randint(0, 10**6)}"])
    return dice.choice(options or OWN[item.id])


def _csv(rows: Sequence[Sequence[str]], separator: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def _time(at: int, pattern: str = "2026-06-{day:02d} 10:{minute:02d}:00") -> str:
    return pattern.format(day=1 + at % 28, minute=at % 60)


def google_forms(truth: Truth, folder: Path) -> None:
    head, cells = (
        ["Timestamp"],
        [[_time(at, "6/{day}/2026 10:{minute:02d}:00")] for at in range(PEOPLE)],
    )
    for item in truth.items:
        if item.kind in ("matrix", "rank"):
            parts = item.rows[truth.language] or truth.options(item)
            head += [f"{truth.words(item)} [{part}]" for part in parts]
        else:
            head.append(truth.words(item))
        for row, answers in zip(cells, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "rank":
                row += [str(given.index(part) + 1) for part in truth.options(item)]
            else:
                row.append(", ".join(given) if isinstance(given, list) else given)
    (folder / "Library survey (Responses) - Form Responses 1.csv").write_bytes(_csv([head, *cells]))


def microsoft_forms(truth: Truth, folder: Path) -> None:
    head = ["ID", "Start time", "Completion time", "Email", "Name"]
    rows: list[list[Any]] = []
    for at, answers in enumerate(truth.answers):
        row: list[Any] = [at + 1, _time(at), _time(at), "anonymous", None]
        for item in truth.items:
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif isinstance(given, list):
                row.append("".join(f"{one};" for one in given))
            else:
                row.append(int(given) if item.kind in ("number", "net_promoter") else given)
        rows.append(row)
    for item in truth.items:
        rows_of = item.rows[truth.language]  # each a question of the document that is imported
        head += [f"{truth.words(item)} [{row}]" for row in rows_of] or [truth.words(item)]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Sheet1"
    for row in [head, *rows]:
        sheet.append(row)
    book.save(folder / f"Library survey(1-{PEOPLE}).xlsx")


def qualtrics(truth: Truth, folder: Path) -> None:
    fixed = [("StartDate", "Start Date", "startDate"), ("EndDate", "End Date", "endDate"),
             ("Status", "Response Type", "status"), ("Progress", "Progress", "progress"),
             ("Finished", "Finished", "finished"), ("RecordedDate", "Recorded Date", "recordedDate"),
             ("ResponseId", "Response ID", "_recordId")]  # fmt: skip
    head = [list(part) for part in zip(*fixed, strict=True)]
    head[2] = [f'{{"ImportId":"{name}"}}' for name in head[2]]
    rows = [[_time(at), _time(at), "IP Address", "100", "True", _time(at), f"R_{at:05d}"]
            for at in range(PEOPLE)]  # fmt: skip
    for number, item in enumerate(truth.items, start=1):
        words, key = truth.words(item), f"QID{number}"
        parts = item.rows[truth.language] if item.kind == "matrix" else ()
        parts = truth.options(item) if item.kind in ("multi", "rank") else parts
        for at, part in enumerate(parts, start=1):
            head[0].append(f"{item.id}_{at}")
            head[1].append(f"{words} - {part}")
            head[2].append(f'{{"ImportId":"{key}_{at}"}}')
        if not parts:
            head[0].append(item.id)
            head[1].append(words)
            head[2].append(
                f'{{"ImportId":"{key}{"_TEXT" if item.kind in ("text", "number") else ""}"}}'
            )
        for row, answers in zip(rows, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "multi":
                row += [part if part in given else "" for part in parts]
            elif item.kind == "rank":
                row += [str(given.index(part) + 1) for part in parts]
            else:
                row.append(given)
    (folder / "Library survey.csv").write_bytes(_csv([*head, *rows]))


def surveymonkey(truth: Truth, folder: Path) -> None:
    first = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
             "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
    second = [""] * len(first)
    rows = [[str(11249859000 + at), "216437765", *[_time(at, "06/{day:02d}/2026 10:{minute:02d}:00 AM")] * 2,
             "", "", "", "", ""] for at in range(PEOPLE)]  # fmt: skip
    for item in truth.items:
        parts = list(item.rows[truth.language]) if item.kind == "matrix" else []
        parts = list(truth.options(item)) if item.kind in ("multi", "rank") else parts
        own = ["Open-Ended Response"] if item.kind in ("text", "number") else ["Response"]
        second += parts or own
        first += [truth.words(item), *[""] * (len(parts or own) - 1)]
        for row, answers in zip(rows, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "multi":
                row += [part if part in given else "" for part in parts]
            elif item.kind == "rank":
                row += [str(given.index(part) + 1) for part in parts]
            else:
                row.append(given)
    (folder / "Library survey.csv").write_bytes(_csv([first, second, *rows]))


def limesurvey(truth: Truth, folder: Path) -> None:
    head = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    rows = [[str(at + 1), _time(at), "3", truth.language, "77"] for at in range(PEOPLE)]
    for item in truth.items:
        words = truth.words(item)
        parts: Sequence[str] = item.rows[truth.language] if item.kind == "matrix" else ()
        parts = truth.options(item) if item.kind in ("multi", "rank") else parts
        names = [f"Rank {at}" for at in range(1, len(parts) + 1)] if item.kind == "rank" else parts
        head += [f"{words} [{name}]" for name in names] or [words]
        yes, no = ("Yes", "No") if truth.language == "en" else ("Oui", "Non")
        for row, answers in zip(rows, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "multi":
                row += [yes if part in given else no for part in parts]
            elif item.kind == "rank":
                row += given
            else:
                row.append(given)
    (folder / "results-survey123456.csv").write_bytes(_csv([head, *rows]))


def redcap(truth: Truth, folder: Path) -> None:
    head = ["Record ID", "Survey Identifier", "Survey Timestamp"]
    rows = [[str(at + 1), "", _time(at)] for at in range(PEOPLE)]
    for item in truth.items:
        words = truth.words(item)
        if item.kind in ("matrix", "rank"):
            head += list(item.rows[truth.language] or truth.options(item))
        elif item.kind == "multi":
            head += [f"{words} (choice={part})" for part in truth.options(item)]
        else:
            head.append(words)
        for row, answers in zip(rows, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "multi":
                row += ["Checked" if part in given else "Unchecked" for part in truth.options(item)]
            elif item.kind == "rank":
                row += [str(given.index(part) + 1) for part in truth.options(item)]
            else:
                row.append(given)
    head.append("Complete?")
    for row in rows:
        row.append("Complete")
    (folder / "Library_DATA_LABELS_2026-06-30_0941.csv").write_bytes(_csv([head, *rows]))


def redcap_codes(truth: Truth, folder: Path) -> None:
    """Codes and the names of fields, with the dictionary that the kit wrote beside them."""
    asked = [one.id for one in truth.items]
    ((name, dictionary),) = questionnaire("redcap", asked, [truth.language]).items()
    (folder / name).write_bytes(dictionary)
    head, rows = ["record_id"], [[str(at + 1)] for at in range(PEOPLE)]
    for item in truth.items:
        options = (*truth.options(item),)
        codes = {option: str(at) for at, option in enumerate(options, start=1)}
        if item.kind == "matrix":
            head += [f"{item.id}_{at}" for at in range(1, len(item.rows[truth.language]) + 1)]
        elif item.kind == "rank":
            head += [f"{item.id}_{code}" for code in codes.values()]
        elif item.kind == "multi":
            head += [f"{item.id}___{code}" for code in codes.values()]
        else:
            head.append(item.id)
        for row, answers in zip(rows, truth.answers, strict=True):
            given = answers[item.id]
            if item.kind == "matrix":
                row += [codes[one] for one in given.values()]
            elif item.kind == "multi":
                row += [str(int(part in given)) for part in options]
            elif item.kind == "rank":
                row += [str(given.index(part) + 1) for part in options]
            else:
                row.append(codes.get(given, given))
    head.append("survey_complete")
    for row in rows:
        row.append("2")
    (folder / "Library_DATA_2026-06-30_0941.csv").write_bytes(_csv([head, *rows]))


def paper(truth: Truth, folder: Path) -> None:
    """The table whose first line the kit wrote, with a line typed for each paper."""
    files = questionnaire("paper", [one.id for one in truth.items], [truth.language])
    head = next(csv.reader([files[f"answers-paper-{truth.language}.csv"].decode("utf-8-sig")]))
    rows: list[list[Any]] = []
    for number, answers in enumerate(truth.answers, start=1):
        row: list[Any] = [number]
        for item in truth.items:
            given = answers[item.id]
            if item.kind == "matrix":
                row += list(given.values())
            elif item.kind == "rank":
                row += [given.index(part) + 1 for part in truth.options(item)]
            elif item.kind == "multi":
                row.append("; ".join(given))
            else:
                row.append(int(given) if given.isdigit() else given)
        rows.append(row)
    book = Workbook()
    for row in [head, *rows]:
        book.worksheets[0].append(row)
    book.save(folder / "survey on paper.xlsx")


EXPORTS: dict[str, Callable[[Truth, Path], None]] = {
    "google-forms": google_forms,
    "microsoft-forms": microsoft_forms,
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "limesurvey": limesurvey,
    "redcap": redcap,
    "redcap with its dictionary": redcap_codes,
    "paper": paper,
}
