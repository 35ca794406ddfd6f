"""Ten situations planted in a library's records: what the first page must say, and what it must not.

Four departments of sixty people over six quarters. Each situation changes one thing.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pptx import Presentation

import engagekit
from benchmarks._firms import labels, quarters, tidy
from engagekit.disclosure import protect
from engagekit.locale import Locale
from engagekit.reporting.brief.first_page import READERS
from engagekit.reporting.brief.pages import Brief, compose, page_one
from engagekit.reporting.document import document
from engagekit.reporting.document.outline import Outline
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.html.brief import render
from engagekit.reporting.office import page_one as page_one_docx
from engagekit.reporting.office import slides
from engagekit.reporting.office.page_one import PAPERS
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

ROOT = Path(__file__).parents[3]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = re.compile(r"\d+")
pytestmark = pytest.mark.slow
QUARTER = "FY2026-27 Q2"
ASKED, LIKE = "Civil", "Litigation"
SIZE = 60
LOOK = OutputOptions()
REACHED = {ASKED: 20, LIKE: 45, "Finance": 30, "Tax": 32}
"""People met in each quarter, of 60."""
SATISFIED = {ASKED: 14, LIKE: 18, "Finance": 16, "Tax": 17}
"""Of 20 answers in each department to each of two surveys."""
SPENT = {ASKED: 20_000, LIKE: 12_000, "Finance": 4_000, "Tax": 5_000}
OPTIONS = [
    {"name": "do nothing", "amount": 0, "buys": "nothing", "consequence": "The post ends."},
    {"name": "hold", "amount": 45_000, "buys": f"one more year of the librarian in {ASKED}",
     "consequence": "Present cover stays."},
    {"name": "grow", "amount": 90_000, "buys": "a second librarian", "consequence": "More cover."},
]  # fmt: skip
SETTINGS: dict[str, Any] = {
    "targets": {"reach": 0.6, "satisfaction": 0.8},
    "ask": {"department": ASKED, "recommended": "hold", "decide_by": "2027-01-15",
            "target": 0.45, "options": OPTIONS},
}  # fmt: skip


Row = dict[str, Any]


def _people() -> list[Row]:
    return [{"contact_id": f"{department}-{number}", "department": department, "is_library": False,
             "display_name": f"{department} {number}", "joined_on": "2020-01-01"}
            for department in REACHED for number in range(SIZE)]  # fmt: skip


def _touches(reached: dict[str, list[int]], times: tuple[int, ...]) -> list[Row]:
    """The first so many of each department are met in each quarter, each so many times."""
    return [
        {"touch_id": f"{month}-{department}-{number}-{time}", "on": f"{month}-{1 + time:02d}",
         "contact_id": f"{department}-{number}", "display_name": f"{department} {number}",
         "staff_id": "L1", "channel": "reference", "two_way": True, "linked_by": "id"}
        for at, month in enumerate(quarters(6)) for department in REACHED
        for number in range(reached[department][at]) for time in range(times[at])
    ]  # fmt: skip


def _survey(satisfied: dict[str, int], answers: int) -> dict[str, list[Row]]:
    """Two surveys, in each of which so many of each department are satisfied."""
    made: dict[str, list[Row]] = {
        name: [] for name in ("surveys", "questions", "respondents", "responses")
    }
    for year in ("2025", "2026"):
        survey, day = {"survey_id": year}, f"{year}-08-10"
        made["surveys"].append({**survey, "title": year, "opened_on": day, "closed_on": day})
        question = {"question_id": "q", "kind": "scale", "scale_id": "satisfaction-5-en",
                    "wording": "Overall, how satisfied are you?"}  # fmt: skip
        made["questions"].append(survey | question)
        for department, happy in satisfied.items():
            for number in range(answers):
                who = {**survey, "respondent_id": f"{year}-{department}-{number}"}
                score = 5.0 if number < happy else 2.0
                told = {"status": "complete", "submitted_at": day, "department": department}
                made["respondents"].append(who | told)
                answer = {"question_id": "q", "value": f"{score:g}", "score": score}
                made["responses"].append(who | answer)
    return made


def _budget(spent: dict[str, int], last: float = 1.0) -> list[Row]:
    """What each department costs in six quarters; of the last two only a part."""
    lines = dict.fromkeys((ASKED, LIKE), "embedded librarian")
    return [
        {"department": department, "period": period, "kind": "actual", "currency": "CAD",
         "line": lines.get(department, f"desk of {department}"), "amount": amount * part}
        for period, part in zip(labels(6), [1.0] * 4 + [last] * 2, strict=True)
        for department, amount in spent.items()
    ]  # fmt: skip


CONTRACT = {"product": "Meridian", "vendor": "Meridian", "platform": "Meridian", "price": 48_800,
            "currency": "CAD", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
            "notice_days": 30}  # fmt: skip
USES = [{"platform": platform, "report": "PR_P1", "item_id": platform, "n": uses,
         "metric": "Total_Item_Requests", "on": f"2026-{month:02d}-01"}
        for platform, uses in (("LexDock", 40), ("Meridian", 0)) for month in range(1, 10)]  # fmt: skip
"""Another platform is used each month, Meridian never is."""
PROMISES = [
    *({"follow_up_id": f"k{number}", "contact_id": f"{LIKE}-{number}", "promised_on": "2026-08-01",
       "due_on": "2026-08-20", "done_on": "2026-08-15", "what": "a search"} for number in range(12)),
    *({"follow_up_id": f"o{number}", "contact_id": f"Tax-{number}", "promised_on": "2026-05-01",
       "due_on": "2026-05-20", "what": "a report"} for number in range(9)),
]  # fmt: skip
"""Twelve were kept, nine are overdue."""


def library(
    reached: dict[str, list[int]] | None = None,
    times: tuple[int, ...] = (1,) * 6,
    satisfied: dict[str, int] = SATISFIED,
    answers: int = 20,
    spent: dict[str, int] = SPENT,
    settings: dict[str, Any] = SETTINGS,
    without: tuple[str, ...] = (),
    **tables: list[Row],
) -> Tables:
    steady = {department: [people] * 6 for department, people in REACHED.items()}
    rows = {
        "contacts": _people(),
        "touches": _touches(reached or steady, times),
        **_survey(satisfied, answers),
        "budget": _budget(spent),
        **tables,
    }
    frames = {name: tidy(name, listed) for name, listed in rows.items() if name not in without}
    return Tables(frames, make_settings(settings))


ANSWERED = ("surveys", "questions", "respondents", "responses")
SITUATIONS: dict[str, dict[str, Any]] = {
    "worse than its like": {},
    "better than its like": {
        "reached": {d: [50 if d == ASKED else n] * 6 for d, n in REACHED.items()},
        "spent": {**SPENT, ASKED: 8_000},
    },
    "no like": {"spent": {ASKED: 20_000}},
    "a contract without use": {"contracts": [CONTRACT], "usage": USES},
    "logging explains the rise": {
        "reached": {d: [n - 6] * 4 + [n] * 2 for d, n in REACHED.items()},
        "times": (1, 1, 1, 1, 3, 3),
    },
    "promises kept, but a backlog": {"follow_ups": PROMISES},
    "few answers": {"answers": 2, "satisfied": dict.fromkeys(REACHED, 2)},
    "a cut": {
        "budget": _budget({ASKED: 18_000, LIKE: 12_000, "Finance": 6_000, "Tax": 5_000}, 0.66)
    },
    "everything steady": {},
    "no log": {"without": ("touches",)},
    "no ask": {"settings": {"targets": SETTINGS["targets"]}},
    "nothing measured": {"without": ("touches", *ANSWERED, "budget")},
}


@cache
def situation(name: str) -> Tables:
    return library(**SITUATIONS[name])


def sections(tables: Tables) -> list[Section]:
    """What the cells of the quarterly report show."""
    notebook = json.loads((ROOT / "notebooks" / "quarterly_report.ipynb").read_text("utf-8"))
    lines = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    names = {"ek": engagekit, "tables": tables, "quarter": QUARTER}
    return [eval(line, names) for line in lines if line.startswith("ek.sections")]


@cache
def copies(name: str, language: str = "en") -> dict[str, document.Content]:
    """Both copies of a report on a situation."""
    tables = situation(name)
    whole = sections(tables)
    outline, locale = (
        Outline("", tuple(whole)),
        Locale.of({"language": language, "currency": "CAD"}),
    )
    private = document.make(outline, whole, "private", locale)
    safe = protect(whole, tables.settings).sections
    board = document.make(outline, safe, "board", locale)
    return {"private": private, "board": board}


def first_page(name: str, language: str = "en") -> dict[str, str]:
    """The words of page one in both copies."""
    return {copy: _words(compose(made)) for copy, made in copies(name, language).items()}


def _words(brief: Brief | None) -> str:
    assert brief is not None
    said = [brief.title, *brief.lead, *brief.leading, brief.unchanged]
    said += [f"{tile.value} {tile.label}; {'; '.join(tile.under)}" for tile in brief.tiles]
    if brief.ask:
        said += [brief.ask.title, brief.ask.proposal, *brief.ask.argument]
    return "\n".join(said)


PLANTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "worse than its like": (
        (
            "Civil costs more a head than Litigation, and we reach less of it",
            "We spend $333 a head on Civil and reach 33%.",
            "We spend $200 a head on Litigation, which has the same budget line "
            "(embedded librarian), and reach 75%.",
            "Reach does not make the case yet: Civil is at 33%",
        ),
        ("already",),
    ),
    "better than its like": (
        (
            "Civil costs less a head than Litigation, yet we reach more of it",
            "We reach 83% of Civil already, and propose to hold at least 45%",
        ),
        ("does not make the case", "We propose a target"),
    ),
    "no like": (("We spend $333 a head on Civil",), ("same budget line", "nearest in size")),
    "a contract without use": (
        (
            "Meridian ($48,800 a year, no recorded use), to be decided by December 1, 2026, "
            "would cover the amount asked for.",
        ),
        (),
    ),
    "logging explains the rise": (
        (
            "This may only mean that we now record more.",
            "In Civil our records, now fuller, show 33% reached, up from 23% in FY 2025-26 Q2.",
        ),
        ("We reach more", "enquiries", "against 40%", "against 43% in FY 2025-26 Q2;"),
    ),
    "promises kept, but a backlog": (
        ("100% promises kept on time", "9 of 9 open promises are overdue"),
        (),
    ),
    "few answers": (("53% of 240 colleagues reached",), ("100% who", "satisfaction (100%)")),
    "a cut": (
        (
            "We spent $113 per head, against $171 in FY 2025-26 Q2.",
            "$27,060 spent in the quarter; $113 per head; $171 a year ago",
        ),
        ("same money", "spending per head ("),
    ),
    "everything steady": (
        (
            "We reached 127 of 240 colleagues (53%), as in FY 2025-26 Q2.",
            "Satisfaction held at 81%.",
            "No clear change: reach (53%)",
        ),
        ("against", "rose", "fell", "Nobody", "drifted"),
    ),
    "nothing measured": (
        ("The files hold no reach, satisfaction or spending of this period.",),
        ("%)", "a head"),
    ),
}
"""Of each situation: what page one says, and words that would be false or empty there."""


@pytest.mark.parametrize("name", PLANTED)
def test_page_one_says_what_was_planted_and_nothing_false(name: str) -> None:
    said, unsaid = PLANTED[name]
    for copy, words in first_page(name).items():
        assert [text for text in said if text not in words] == [], copy
        assert [text for text in unsaid if text in words] == [], copy
        assert "–" not in words, copy
        assert len(words.splitlines()[0].split(" ")) <= 15, copy


@pytest.mark.parametrize("name", PLANTED)
def test_the_french_page_says_as_much(name: str) -> None:
    english, french = first_page(name), first_page(name, "fr")
    for copy, words in french.items():
        assert len(words.splitlines()) == len(english[copy].splitlines()), copy
        assert NUMBER.findall(words.replace("\u00a0", "").replace("\u202f", "")), copy


def test_where_nothing_is_asked_for_the_team_is_told_how_and_the_board_is_not() -> None:
    made = copies("no ask")
    pages = {name: render(Copy(made[name], {}, compose(made[name])), LOOK) for name in made}
    assert "under [ask] in engagekit.toml" in pages["private"]
    assert "[ask]" not in pages["board"]
    asked = copies("everything steady")["private"]
    assert "[ask]" not in render(Copy(asked, {}, compose(asked)), LOOK)
    assert "below the reach target" in pages["board"]


def test_slides_without_a_log_tell_the_departments_as_a_table() -> None:
    content = copies("no log")["board"]
    made = slides.write(Copy(content, {}, compose(content)), LOOK)
    told = [shape.has_table for shape in Presentation(io.BytesIO(made)).slides[1].shapes]
    assert any(told)


def test_page_one_alone_begins_with_what_its_reader_decides_on() -> None:
    content = copies("a contract without use")["board"]
    brief = compose(content)
    assert brief is not None
    led = {reader: page_one(content, brief, reader) for reader in READERS}
    labels = {reader: [tile.label for tile in page.tiles] for reader, page in led.items()}
    assert labels["director"] == [tile.label for tile in brief.tiles]
    assert labels["finance"] == [
        "spent in the quarter",
        "per colleague reached",
        "a year for 1 contract to decide by December 1, 2026",
        "of 240 colleagues reached (at least)",
    ]
    assert [tile.value for tile in led["finance"].tiles] == ["$41,000", "$323", "$48,800", "53%"]
    asked = {reader: page.ask for reader, page in led.items()}
    assert asked["finance"] and asked["finance"].argument[0].startswith("Meridian")
    assert asked["director"] == asked["department"] == brief.ask


@pytest.mark.parametrize("paper", PAPERS)
def test_the_word_file_says_what_page_one_says(paper: str) -> None:
    content = copies("a contract without use")["board"]
    copy = Copy(content, {}, compose(content))
    options = OutputOptions(paper=paper)
    made = page_one_docx.write(copy, options)
    assert made == page_one_docx.write(copy, options)
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert parts.testzip() is None
        xml = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}
    said = "".join(xml["word/document.xml"].itertext())
    missing = [text for text in _words(copy.brief).split("\n") if text not in said]
    assert [text for text in missing if text and ";" not in text] == []  # tiles stand in cells
    assert "Litigation" in said and "$48,800" in said
    styles = {node.attrib[f"{WORD}styleId"] for node in xml["word/styles.xml"].iter(f"{WORD}style")}
    used = {node.attrib[f"{WORD}val"] for node in xml["word/document.xml"].iter(f"{WORD}pStyle")}
    assert used <= styles
