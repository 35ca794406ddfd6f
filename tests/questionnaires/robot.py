"""A robot that answers a questionnaire, and the export of each tool that its answers come back in."""

from __future__ import annotations

import csv
import io
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from engagekit.questionnaires import questionnaire
from engagekit.questionnaires.text_files import ZERO_TO_TEN
from engagekit.settings.question_bank import Item, chosen

OWN = {"department": ["Legal", "Tax", "Finance"], "role_level": ["Staff", "Partner"]}
PEOPLE = 60
HERE = Path(__file__).parent


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


@dataclass(frozen=True)
class Column:
    """A column of an item: what it asks, the row or option that it is of, and which one that is."""

    item: Item
    number: int
    words: str
    part: str = ""
    place: int = 0


@dataclass(frozen=True)
class Layout:
    """How a tool exports answers.

    ``own``: the headers of its own columns, each row of them, and ``person`` their cells, with the
    number, day and minute of an answer. ``head``: who writes the headers of a question. ``ticks``: what stands for a tick and for none;
    empty: the option itself and nothing. ``joined``: what stands between ticks of one cell, and
    ``last`` behind them. ``by_place``: a ranking has a column a place. ``codes``: answers are codes.
    """

    file: str
    own: list[list[str]]
    person: list[str]
    head: str = ""
    closing: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    joined: str = ""
    last: str = ""
    lists: tuple[str, ...] = ()
    by_place: bool = False
    codes: bool = False

    def names(self, column: Column) -> list[str]:
        return HEADS.get(self.head, _in_brackets)(column)

    def columns(self, truth: Truth) -> list[Column]:
        columns = []
        for number, item in enumerate(truth.items, start=1):
            parts = item.rows[truth.language] if item.kind == "matrix" else ()
            if item.kind in {"multi", "rank"} - {*self.lists}:
                parts = truth.options(item)
            places = enumerate(parts, start=1)
            columns += [Column(item, number, truth.words(item), *reversed(one)) for one in places]
            columns += [] if parts else [Column(item, number, truth.words(item))]
        return columns

    def cell(self, column: Column, given: Any, codes: dict[str, str]) -> str:
        if isinstance(given, dict):
            given = given[column.part]
        if not isinstance(given, list):
            return codes.get(given, given)
        if not column.part:
            return self.joined.join(given) + self.last
        if column.item.kind == "rank":
            place = given.index(column.part) + 1
            return given[column.place - 1] if self.by_place else str(place)
        return (self.ticks or (column.part, ""))[column.part not in given]

    def write(self, truth: Truth, folder: Path) -> None:
        columns = self.columns(truth)
        names = zip(*map(self.names, columns), strict=True)
        table = [[*own, *head] for own, head in zip(self.own, names, strict=True)]
        table[0] += self.closing[:1]
        for at, answers in enumerate(truth.answers):
            slots = {"n": at + 1, "day": 1 + at % 28, "minute": at % 60}
            row = [cell.format(**slots) for cell in self.person]
            for column in columns:
                options = (*truth.options(column.item),) if self.codes else ()
                codes = {option: str(code) for code, option in enumerate(options, start=1)}
                row.append(self.cell(column, answers[column.item.id], codes))
            table.append([*row, *self.closing[1:]])
        _save(folder / self.file, table)


def _save(path: Path, table: list[list[str]]) -> None:
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in table:
            book.worksheets[0].append([int(cell) if cell.isdigit() else cell for cell in row])
        book.save(path)
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)


def _in_brackets(column: Column) -> list[str]:
    return [f"{column.words} [{column.part}]" if column.part else column.words]


def _of_qualtrics(column: Column) -> list[str]:
    tag, key, words = column.item.id, f"QID{column.number}", column.words
    if column.part:
        tag, key = f"{tag}_{column.place}", f"{key}_{column.place}"
        words = f"{words} - {column.part}"
    elif column.item.kind in ("text", "number"):
        key += "_TEXT"
    return [tag, words, f'{{"ImportId":"{key}"}}']


def _of_surveymonkey(column: Column) -> list[str]:
    answer = "Open-Ended Response" if column.item.kind in ("text", "number") else "Response"
    return ["" if column.place > 1 else column.words, column.part or answer]


def _of_limesurvey(column: Column) -> list[str]:
    is_rank = column.item.kind == "rank"
    return [f"{column.words} [Rank {column.place}]"] if is_rank else _in_brackets(column)


def _of_redcap(column: Column) -> list[str]:
    is_multi = column.item.kind == "multi"
    return [f"{column.words} (choice={column.part})" if is_multi else column.part or column.words]


def _field_of_redcap(column: Column) -> list[str]:
    sign = "___" if column.item.kind == "multi" else "_"
    return [f"{column.item.id}{sign}{column.place}" if column.part else column.item.id]


HEADS = {
    "Qualtrics": _of_qualtrics, "SurveyMonkey": _of_surveymonkey, "LimeSurvey": _of_limesurvey,
    "REDCap": _of_redcap, "fields of REDCap": _field_of_redcap,
}  # fmt: skip
LAYOUTS = {
    tool: Layout(**layout)
    for tool, layout in tomllib.loads(HERE.joinpath("layouts.toml").read_text("utf-8")).items()
}


def export(tool: str, truth: Truth, folder: Path) -> None:
    """Write the answers as a tool exports them, with what the kit wrote for it beside them."""
    asked = [item.id for item in truth.items]
    layout = LAYOUTS[tool]
    if layout.codes:
        ((name, dictionary),) = questionnaire("redcap", asked, [truth.language]).items()
        (folder / name).write_bytes(dictionary)
    if tool == "paper":
        written = questionnaire("paper", asked, [truth.language])[
            f"answers-paper-{truth.language}.csv"
        ]
        head = next(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
        assert head[1:] == [layout.names(column)[0] for column in layout.columns(truth)]
    layout.write(truth, folder)
