"""Sheets as a library keeps them by hand: read right, or told; the truth stands beside each."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.stranger import small
from tests.stranger.small import EVENTS, GUESTS, LOG, MONEY, PEOPLE, each, renamed

Sheet = Any
BOOKS = ["2026 Q1", "", "", "Books", "actual", "500", "GBP"]
FORM = [
    ["Timestamp", "How satisfied are you with the library?", "What should we change?"],
    *[[f"2026-03-0{1 + at} 10:00:00", word, "Longer hours, please"]
      for at, word in enumerate(["Very satisfied"] * 4 + ["Satisfied"] * 3 + ["Dissatisfied"] * 2)],
]  # fmt: skip
SURVEY = {
    "respondents__csv": None, "responses__csv": None, "questions__csv": None, "surveys__csv": None,
}  # fmt: skip


def money(**change: str) -> small.Rows:
    return each(MONEY, lambda _, one: {k: v.format(**one) for k, v in change.items()})


def log(change: Callable[[int, dict[str, str]], dict[str, str]]) -> small.Rows:
    return each(LOG, change)


def with_row(rows: small.Rows, at: int, *cells: str) -> small.Rows:
    row = [*cells, *[""] * (len(rows[0]) - len(cells))]
    return [*rows[:at], row, *rows[at:]]


def form(change: Callable[[int, str], str], **rest: Any) -> dict[str, Any]:
    rows = [FORM[0], *[[row[0], change(at, row[1]), row[2]] for at, row in enumerate(FORM[1:])]]
    return {**SURVEY, "Feedback__csv": rows, **rest}


def people(change: Callable[[int, dict[str, str]], dict[str, str]]) -> small.Rows:
    return each(PEOPLE, change)


def first_of_group(rows: small.Rows, column: str) -> small.Rows:
    """Cells that repeat the one above are empty, as merged cells are."""
    at, last, result = rows[0].index(column), "", [rows[0]]
    for row in sorted(rows[1:], key=itemgetter(at)):
        result.append([*row[:at], "" if row[at] == last else row[at], *row[at + 1 :]])
        last = row[at]
    return result


def heading_rows(rows: small.Rows, column: str) -> small.Rows:
    """A row of its own names the group of those below it."""
    at, last = rows[0].index(column), ""
    result = [[*rows[0][:at], *rows[0][at + 1 :]]]
    for row in sorted(rows[1:], key=itemgetter(at)):
        if row[at] != last:
            result.append([row[at], *[""] * (len(row) - 2)])
        result.append([*row[:at], *row[at + 1 :]])
        last = row[at]
    return result


SPENT_LESS, SPENT = {"spent": 1400.0}, {"spent": 1500.0}
VARIANTS: dict[str, tuple[dict[str, Any], dict[str, float]]] = {
    # money
    "thousands in the header": ({"budget__csv": renamed(each(MONEY, lambda _, one: {"amount": f"{float(one['amount']) / 1000}"}), "amount", "amount (£000)")}, SPENT),
    "thousands in a unit row": ({"budget__csv": with_row(each(MONEY, lambda _, one: {"amount": f"{float(one['amount']) / 1000}"}), 1, "", "", "", "", "", "£000")}, SPENT),
    "k behind amounts": ({"budget__csv": each(MONEY, lambda _, one: {"amount": f"{float(one['amount']) / 1000}k"})}, SPENT),
    "blanks between thousands": ({"budget__csv": each(MONEY, lambda _, one: {"amount": f"{float(one['amount']):,.0f}".replace(",", "\u202f")})}, SPENT),
    "apostrophes between thousands": ({"budget__csv": each(MONEY, lambda _, one: {"amount": f"{float(one['amount']):,.0f}".replace(",", "'")})}, SPENT),
    "a refund in parentheses": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Refund", "actual", "(100)", "GBP"]]}, SPENT_LESS),
    "a refund with a minus behind": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Refund", "actual", "100-", "GBP"]]}, SPENT_LESS),
    "a refund with a long dash": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Refund", "actual", "–100", "GBP"]]}, SPENT_LESS),
    "a fiscal year in two halves": ({"budget__csv": money(period="2025/26")}, SPENT),
    "a fiscal year with FY": ({"budget__csv": money(period="FY26")}, SPENT),
    "N/A for an amount": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Gifts", "actual", "N/A", "GBP"]]}, SPENT),
    "a dash for an amount": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Gifts", "actual", "-", "GBP"]]}, SPENT),
    "a subtotal and a grand total": ({"budget__csv": [MONEY[0], MONEY[1], [*BOOKS[:3], "Subtotal", "actual", "1000", "GBP"], MONEY[2], [*BOOKS[:3], "Subtotal", "actual", "500", "GBP"], [*BOOKS[:3], "Grand total", "actual", "1500", "GBP"]]}, SPENT),
    "a French total": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Total général", "actual", "1500", "GBP"]]}, SPENT),
    "sum for total": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Overall", "actual", "1500", "GBP"]]}, SPENT),
    "a star at an amount": ({"budget__csv": [MONEY[0], MONEY[1], [*BOOKS[:5], "500*", "GBP"], ["* provisional"]]}, SPENT),
    "a share for an amount": ({"budget__csv": [*MONEY, [*BOOKS[:5], "50%", "GBP"]]}, SPENT),
    "two columns called amount": ({"budget__csv": [[*MONEY[0], "amount"], [*MONEY[1], "900"], [*MONEY[2], "450"]]}, SPENT),
    "title rows over the budget": ({"budget__csv": [["Library budget 2026"], ["prepared by finance"], [], *MONEY]}, SPENT),
    "a second table below": ({"budget__csv": [*MONEY, [], ["Supplier", "Contact"], ["Dock", "Ann"], ["Pier", "Bob"]]}, SPENT),
    "an empty column in front": ({"budget__csv": [["", *row] for row in MONEY]}, SPENT),
    "blanks around headers": ({"budget__csv": [[f" {name} " for name in MONEY[0]], *MONEY[1:]]}, SPENT),
    "a picture in a line": ({"budget__csv": [MONEY[0], MONEY[1], [*BOOKS[:3], "📚 Books", *BOOKS[4:]]]}, SPENT),
    "French headers": ({"budget__csv": [["période", "service", "centre de coûts", "ligne", "type", "montant", "devise"], *MONEY[1:]]}, SPENT),
    "merged periods": ({"budget__csv": first_of_group(MONEY, "period")}, SPENT),
    "the same year twice, budget and actual": ({"budget__csv": [*MONEY, *[[*row[:4], "budget", *row[5:]] for row in MONEY[1:]]]}, SPENT),
    "posts among the lines": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Staff (FTE)", "actual", "3.5", "GBP"]]}, SPENT),
    "income among the lines": ({"budget__csv": [*MONEY, [*BOOKS[:3], "Income from training", "actual", "300", "GBP"]]}, SPENT),
    # people
    "a count of staff at the end": ({"people__csv": with_row(PEOPLE, len(PEOPLE), "Total", "24")}, {"people": 21}),
    "headcount at the end": ({"people__csv": with_row(PEOPLE, len(PEOPLE), "", "24 people")}, {"people": 21}),
    "merged departments": ({"people__csv": first_of_group(PEOPLE, "Department")}, {"people": 21, "departments": 3}),
    "departments as headings": ({"people__csv": heading_rows(PEOPLE, "Department")}, {"people": 21, "departments": 3}),
    "two ways of writing days": ({"people__csv": people(lambda at, one: {"Hire Date": "/".join(reversed(one["Hire Date"].split("-")))} if at % 2 else {})}, {"people": 21}),
    "words for no leaving day": ({"people__csv": people(lambda at, _: {"Termination Date": ("N/A", "-", "n/a", "present", "none")[at % 5]})}, {"people": 21}),
    "left in brackets": ({"people__csv": people(lambda at, one: {"Worker": f"{one['Worker']} (left)"} if at in (0, 1) else {})}, {"people": 19}),
    "a note under the list": ({"people__csv": with_row(PEOPLE, len(PEOPLE), "* on parental leave")}, {"people": 21}),
    "stars behind names": ({"people__csv": people(lambda at, one: {"Worker": f"{one['Worker']}*"} if at % 4 == 0 else {})}, {"people": 21, "touches": 12}),
    "two department columns": ({"people__csv": [[*PEOPLE[0], "Department"], *[[*row, "Old unit"] for row in PEOPLE[1:]]]}, {"people": 21, "departments": 3}),
    "vacancies among the staff": ({"people__csv": [*PEOPLE, ["901", "Vacant", "", "Tax", "", ""], ["902", "TBC", "", "Audit", "", ""]]}, {"people": 21}),
    "a room and an account among the staff": ({"people__csv": [*PEOPLE, ["901", "Meeting Room 4", "", "Tax", "", ""], ["902", "svc-backup", "", "Audit", "", ""]]}, {"people": 21}),
    "two people under one number": ({"people__csv": [*PEOPLE, [PEOPLE[1][0], "Zoe Zed", "zoe.zed@firm.example", "Tax", "2020-01-15", ""]]}, {"people": 22}),
    "a slip in a department": ({"people__csv": people(lambda at, one: {"Department": {"Tax": "Taxation", "Audit": "Auditing"}.get(one["Department"], one["Department"]) if at != 1 else "Taxatoin"})}, {"departments": 3}),
    "years of two digits": ({"people__csv": people(lambda at, one: {"Hire Date": f"15/0{one['Hire Date'][6]}/20"})}, {"people": 21}),
    # log
    "a total a month": ({"touches__csv": with_row(with_row(LOG, 5, "Total January", "", "", "", "", "60"), 10, "Total February", "", "", "", "", "75")}, {"enquiries": 12}),
    "headings of weeks": ({"touches__csv": with_row(with_row(LOG, 1, "Week 1"), 7, "Week 2")}, {"enquiries": 12}),
    "the header again on each page": ({"touches__csv": [*LOG[:6], LOG[0], *LOG[6:]]}, {"enquiries": 12}),
    "days in words and in digits": ({"touches__csv": log(lambda at, one: {"on": f"{one['on'][8:]} {('Jan', 'Feb', 'Mar')[at % 3]} 2026"} if at % 2 else {})}, {"enquiries": 12}),
    "ditto marks": ({"touches__csv": log(lambda at, _: {"on": '"', "display_name": '"'} if at in (4, 5) else {})}, {"enquiries": 12}),
    "same as above": ({"touches__csv": first_of_group(LOG, "on")}, {"enquiries": 12}),
    "ways with blanks and pictures": ({"touches__csv": log(lambda at, _: {"channel": (" e-mail ", "📧 email", "Courriel", "téléphone")[at % 4]})}, {"enquiries": 12}),
    "minutes with units": ({"touches__csv": log(lambda at, _: {"minutes": ("15 min", "0:15", "15'", "¼ h")[at % 4]})}, {"enquiries": 12}),
    "three enquiries in a row": ({"touches__csv": [[*LOG[0], "Number of enquiries"], *[[*row, "3"] for row in LOG[1:]]]}, {"enquiries": 36}),
    "a tally below": ({"touches__csv": [*LOG, [], ["Type", "Number"], ["reference", "9"], ["directional", "3"]]}, {"enquiries": 12}),
    "sums of minutes at the end": ({"touches__csv": with_row(LOG, len(LOG), "", "", "", "", "", "180")}, {"enquiries": 12}),
    # events
    "ticks for coming": ({"attendance__csv": each(GUESTS, lambda at, _: {"status": ("✓", "x", "yes", "Y")[at]})}, {"seats": 4}),
    "a total of guests": ({"attendance__csv": with_row(GUESTS, len(GUESTS), "Total", "4")}, {"seats": 4}),
    "one more guest": ({"attendance__csv": each(GUESTS, lambda at, one: {"display_name": f"{one['display_name']} +1"} if at == 1 else {})}, {"seats": 5}),
    "walk-ins without names": ({"attendance__csv": [*GUESTS, ["e1", "walk-in x 6", "", "attended"]]}, {"seats": 10}),
    "an event still to be set": ({"events__csv": [*EVENTS, ["e2", "Tour", "TBC"]]}, {"events": 1}),
    # surveys
    "words turned round": (form(lambda _, word: word), {"respondents": 9}),
    "one is best": (form(lambda at, _: str(1 + at % 5)), {"respondents": 9}),
    "nought to ten": (form(lambda at, _: str((10, 9, 8, 10, 7, 6, 0, 9, 10)[at])), {"respondents": 9}),
    "words with codes": (form(lambda at, word: f"{5 - at // 4} - {word}"), {"respondents": 9}),
    "an average under the answers": ({**form(lambda at, _: str(5 - at // 4)), "Feedback__csv": [FORM[0], *[[row[0], str(5 - at // 4), row[2]] for at, row in enumerate(FORM[1:])], ["Average", "4.3", ""]]}, {"respondents": 9}),
    "N/A among the answers": (form(lambda at, word: "N/A" if at == 3 else word), {"respondents": 9}),
    "a French form": ({**SURVEY, "Avis__csv": [["Horodateur", "Êtes-vous satisfait de la bibliothèque ?", "Commentaires"], *[[row[0], ("Très satisfait", "Satisfait", "Insatisfait")[at % 3], row[2]] for at, row in enumerate(FORM[1:])]]}, {"respondents": 9}),
    "one question twice": ({**SURVEY, "Feedback__csv": [[*FORM[0], FORM[0][1]], *[[*row, "Satisfied"] for row in FORM[1:]]]}, {"respondents": 9}),
    "a paper form without a time": ({**SURVEY, "Feedback__csv": [*FORM, ["", "Satisfied", "On paper"], ["paper", "Satisfied", "Also"]]}, {"respondents": 11}),
}  # fmt: skip
BOOKED: dict[str, tuple[str, small.Rows, Callable[[Sheet], None], dict[str, float]]] = {
    "a hidden row": ("touches", LOG, lambda sheet: setattr(sheet.row_dimensions[4], "hidden", True), {"enquiries": 12}),
    "merged cells": ("people", PEOPLE, lambda sheet: [sheet.merge_cells("D2:D4"), sheet.merge_cells("D5:D7")], {"people": 21, "departments": 3}),
    "a crossed out row": ("people", PEOPLE, lambda sheet: setattr(sheet["B3"], "font", openpyxl.styles.Font(strike=True)), {"people": 21}),
    "numbers stored as text": ("budget", MONEY, lambda sheet: None, SPENT),
    "a formula without a value": ("budget", MONEY, lambda sheet: sheet.cell(2, 6, "=400+600"), SPENT),
    "a second table beside": ("budget", MONEY, lambda sheet: [sheet.cell(at, 10, text) for at, text in enumerate(("Notes", "ask Bob", "ask Ann"), 1)], SPENT),
}  # fmt: skip


def outcome(gate: Any, truth: dict[str, float]) -> str:
    """``right``, ``told`` or ``wrong in silence``."""
    counts = gate.counts()
    if all(counts[name] == n for name, n in truth.items()):
        return "right"
    return "told" if gate.exit_code else "wrong in silence"


@pytest.mark.parametrize("name", VARIANTS)
def test_a_sheet_kept_by_hand_is_read_right_or_told(name: str, tmp_path: Path) -> None:
    changed, truth = VARIANTS[name]
    gate = small.gate(tmp_path, **changed)
    assert outcome(gate, truth) != "wrong in silence", gate.counts()


@pytest.mark.parametrize("name", BOOKED)
def test_a_workbook_kept_by_hand_is_read_right_or_told(name: str, tmp_path: Path) -> None:
    table, rows, change, truth = BOOKED[name]
    book = openpyxl.Workbook()
    sheet: Sheet = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    (tmp_path / "data").mkdir()
    book.save(tmp_path / "data" / f"{table}.xlsx")
    gate = small.gate(tmp_path, **{f"{table}__csv": None})
    assert outcome(gate, truth) != "wrong in silence", gate.counts()
