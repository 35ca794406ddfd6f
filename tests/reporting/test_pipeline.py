"""A report from a notebook to its files: which there are, what they hold, and what is said."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from engagekit.cli.options import _WORDS
from engagekit.cli.start import write_project
from engagekit.errors import DataError, PeriodError, ReportError, UsageError
from engagekit.locale import Locale
from engagekit.reporting import board_gate, pipeline, run_alone, writers
from engagekit.reporting.pipeline import Outcome
from engagekit.reporting.report import report
from engagekit.reporting.request import complete, find_notebook, prepare
from engagekit.reporting.writers import COPIES
from engagekit.sections.gate import check
from engagekit.settings.schema import Settings

Notebook = Callable[..., Path]
Make = Callable[..., Outcome]
BOARD = "2026-27_Q2/board"
OF_BOTH = {"brief.html", "brief.pdf"}
OF_THE_BOARD = {"page-one.pdf", "page-one.docx", "brief.pptx", "data-book.xlsx"}
OWN = {"results.json", "quarterly_report.ipynb"}


@pytest.fixture
def make(notebook: Notebook, tmp_path: Path) -> Make:
    """Make a report of some cells below ``out``."""

    def made(*cells: str, **given: Any) -> Outcome:
        settings = {"out": tmp_path / "out", "formats": ["xlsx"], "today": date(2026, 11, 25)}
        return report(notebook=notebook(*cells), **{**settings, **given})

    return made


def results(made: Outcome, audience: str = "board") -> dict[str, Any]:
    place = next(p for p in made.paths if p.name == "results.json" and audience in p.parts)
    found: dict[str, Any] = json.loads(place.read_text("utf-8"))
    return found


def files(folder: Path) -> set[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return {name for name in found if name != run_alone.LOCK}


def test_one_run_makes_two_copies_and_the_board_never_gets_a_notebook(
    make: Make, tmp_path: Path
) -> None:
    made = make("# The quarter", "headline()", "## Reach", "!reach()", "!people()")
    assert made.exit_code == 0
    assert made.messages[0] == f"Made with the notebook {tmp_path / 'quarterly_report.ipynb'}."
    assert files(tmp_path / "out" / "2026-27_Q2") == {
        "board/data-book.xlsx", "board/data/results.json", "private/data-book.xlsx",
        "private/data/results.json", "private/quarterly_report.ipynb",
    }  # fmt: skip
    assert sorted(made.paths) == sorted((tmp_path / "out/2026-27_Q2").rglob("*.*"))
    board = (tmp_path / "out" / BOARD).rglob("*.*")
    assert not any(b"jane@example.org" in file.read_bytes() for file in board)
    assert [part["name"] for part in results(made)["sections"]] == ["headline", "reach"]


def test_every_format_is_named_in_the_help_and_has_its_place_in_a_notebook() -> None:
    for text in (_WORDS["report"]["formats"]["help"], report.__doc__ or ""):
        assert [name for name in writers.FORMATS if name not in text] == []
    shown = Outcome((Path("page-one.docx"), Path("brief.html")), 0)._repr_html_()
    assert shown.index("brief.html") < shown.index("page-one.docx")


@pytest.mark.parametrize(
    ("formats", "private", "board"),
    [
        (["html"], {"brief.html", "quarterly_report.html"}, {"brief.html"}),
        (["pptx", "pdf"], {"brief.pdf"}, {"brief.pdf", "page-one.pdf", "brief.pptx"}),
        (["docx"], set(), {"page-one.docx"}),
        (["xlsx"], {"data-book.xlsx"}, {"data-book.xlsx"}),
        (None, OF_BOTH | {"quarterly_report.html"}, OF_BOTH | OF_THE_BOARD),
    ],
)
def test_each_copy_has_its_files_and_those_of_a_run_before_are_removed(
    make: Make,
    tmp_path: Path,
    formats: list[str] | None,
    private: set[str],
    board: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engagekit.reporting.html.browser.find_browser", lambda: "here")
    monkeypatch.setattr("engagekit.reporting.html.pdf.write", lambda copy, options: b"%PDF")
    make("# The quarter", "headline()", formats=["xlsx"])
    made = make("# The quarter", "headline()", "!people()", formats=formats)
    for copy, names in (("private", private), ("board", board)):
        assert {path.name for path in made.paths if copy in path.parts} - OWN == names
    assert sorted((tmp_path / "out/2026-27_Q2").rglob("*.*")) == sorted(made.paths)


def test_a_failing_section_is_named_the_rest_is_made_and_the_code_is_four(make: Make) -> None:
    made = make("!reach()", "!broken()", "!broken()", "!lacking()")
    assert made.exit_code == 4
    assert made.messages.count("Broken could not be made: KeyError") == 1, "said once"
    assert "Lacking could not be made: Not measured: needs the sheet budget." in made.messages
    text = "".join(p.read_text("utf-8", "replace") for p in made.paths if p.suffix == ".json")
    assert "jane@" not in text


@pytest.mark.parametrize(
    ("cells", "given", "error", "said"),
    [
        (["reach()", "lacking()"], {}, DataError, "needs the sheet budget"),
        (["reach()"], {"parameters": {"quater": "x"}}, UsageError, "Did you mean 'quarter'"),
        (["reach()"], {"period": "2026-27 Q3"}, PeriodError,
         r"FY2026-27 Q3 is not over.*'FY2026-27 Q2'"),
        (["1 + 1"], {}, ReportError, "shows no section"),
        (["reach()"], {"formats": ["doc"]}, UsageError, "There is no format 'doc'"),
        (["reach()"], {"paper": "A3"}, UsageError, "There is no paper 'A3'"),
    ],
)  # fmt: skip
def test_nothing_is_left_of_a_run_that_stops(
    make: Make,
    tmp_path: Path,
    cells: list[str],
    given: dict[str, Any],
    error: type[Exception],
    said: str,
) -> None:
    with pytest.raises(error, match=said):
        make(*cells, **given)
    assert not files(tmp_path) - {"quarterly_report.ipynb", f"out/{run_alone.LOCK}"}


MY_COUNTS = """
show(Section("mine", "My counts", pd.DataFrame({"department": ["Tax"], "people": [5]}), kind="own",
             period=period, settings=settings))
"""


def test_numbers_of_ones_own_without_counts_are_private_and_that_is_said(make: Make) -> None:
    made = make("reach()", MY_COUNTS)
    assert "“My counts” stands in the private copy alone" in " ".join(made.messages)
    shown = [[one["title"] for one in results(made, name)["sections"]] for name in COPIES]
    assert shown == [["Whom we reached", "My counts"], ["Whom we reached"]]


OF_PEOPLE = """
show(Section("mine", "My people", pd.DataFrame({"display_name": ["Jane Planted"]}), kind="listing",
             audience="private", brief=True, period=period, settings=settings))
"""


def test_what_was_asked_into_the_brief_and_is_private_is_said(make: Make) -> None:
    told = " ".join(make("reach()", OF_PEOPLE).messages)
    assert "“My people” stands in the private brief alone" in told
    asked_nowhere = make("reach()", OF_PEOPLE.replace("brief=True", "brief=False"))
    assert "My people" not in " ".join(asked_nowhere.messages)


def test_files_of_the_run_before_that_go_are_named(make: Make) -> None:
    assert not any(text.startswith("Removed") for text in make("reach()").messages)
    gone = "private/data-book.xlsx, board/data-book.xlsx."
    last = make("reach()", formats=["html"]).messages[-1]
    assert last.startswith("Removed 2 files of the run before") and last.endswith(gone)


def test_a_quarter_is_over_at_the_end_of_its_last_day() -> None:
    settings = Settings()
    quarter = settings.period("FY2026-27 Q2")
    assert complete(quarter, quarter.end, settings) == quarter
    with pytest.raises(PeriodError, match="is not over"):
        complete(quarter, quarter.end - timedelta(days=1), settings)


def test_a_quarter_is_handed_on_in_its_canonical_form_and_the_last_left_to_the_notebook(
    make: Make,
) -> None:
    asked = make("reach()", period="2026-27Q1")
    assert results(asked)["parameters"]["quarter"] == "FY2026-27 Q1"
    last = make("reach()", period="last-complete", today=date(2027, 2, 1))
    assert "quarter" not in results(last)["parameters"]
    assert any("The data end before FY 2026-27 Q3" in text for text in last.messages)


PULSE = """
Timestamp,How satisfied are you with the desk?,How satisfied are you with the rooms?
2026/09/02 9:15:01,Very satisfied,Satisfied
2026/09/03 9:15:01,Satisfied,Dissatisfied
"""


def test_satisfaction_that_no_question_asks_for_is_told_by_check_and_by_the_report(
    make: Make, tmp_path: Path, proposals_taken: None
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "Pulse.csv").write_text(PULSE.lstrip(), encoding="utf-8")
    told = "Pulse: the report will say nothing of satisfaction"
    checked = check(data)
    assert [str(one).startswith(told) for one in checked.questions] == [True]
    last = make("reach()", data=data).messages[-1]
    assert last == str(checked.questions[0]) and "satisfaction_question = " in last


def test_without_a_browser_there_is_no_pdf_and_one_line_says_so(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagekit.reporting.html.browser.find_browser", lambda: None)
    made = make("# The quarter", "headline()", "reach()", formats=["html", "pdf"])
    assert made.exit_code == 0
    assert sum("Chrome, Edge or Chromium" in text for text in made.messages) == 1
    assert not [file for file in made.paths if file.suffix == ".pdf"]
    pages = {p.name: p.read_text("utf-8") for p in made.paths if p.suffix == ".html"}
    for page in pages.values():
        assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[^>]*http", page)
    page = pages["quarterly_report.html"]
    assert "default-src 'none'" in page and "https://cdn" not in page
    assert "Whom we reached" in page and "measure_frame" not in page, "results, not code"


def test_the_notebooks_of_the_kit_are_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_notebook(None).is_file()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "quarterly_report.ipynb").write_text("{}", encoding="utf-8")
    assert find_notebook(None).resolve().parent == tmp_path / "notebooks"
    assert not find_notebook("notebooks/nothing.ipynb").exists()


def test_the_notebook_of_a_project_is_used_from_outside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "lib"
    write_project(home, {})
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "quarterly_report.ipynb").write_text("{}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for place in ("lib", home, home / "data"):
        assert prepare(data=place).notebook == home / "notebooks" / "quarterly_report.ipynb"
        brief = prepare(data=place, each="department").notebook
        assert brief == home / "notebooks" / "department_brief.ipynb"


SMALL = """
rows = measure_frame([{"department": name, "measure": "reach", "estimate": n / base, "n": n, "base": base}
                      for name, n, base in (("Legal", 20, 40), ("Tax", 3, 30), ("HR", 9, 30))],
                     by=["department"])
show(Section("reach", "Whom we reached", rows, figure="bars", sentence="reach", period=period,
             settings=settings))
""".strip()


def test_a_figure_of_the_brief_that_cannot_be_drawn_is_named_and_the_code_is_four(
    make: Make,
) -> None:
    made = make("headline()", SMALL.replace('figure="bars"', 'figure="pie", brief=True'))
    assert made.exit_code == 4
    said = "Whom we reached could not be made: There is no figure 'pie'"
    assert any(text.startswith(said) for text in made.messages)


def test_a_board_copy_depends_on_no_report_made_before(make: Make, tmp_path: Path) -> None:
    """Nor on how many were made, in which order or where to; and nothing is kept of it."""

    def made(out: str) -> dict[str, bytes]:
        paths = make(SMALL, out=tmp_path / out).paths
        return {path.relative_to(tmp_path / out).as_posix(): path.read_bytes() for path in paths}

    first = made("one")
    make("headline()", "reach()", out=tmp_path / "one")
    assert made("one") == made("two") == first
    rows = json.loads(first[f"{BOARD}/data/results.json"])["sections"][0]["rows"]
    assert [row["estimate"] for row in rows] == [0.5, None, None], "HR less the rest would tell Tax"
    assert {one.name for one in tmp_path.iterdir()} == {"one", "quarterly_report.ipynb", "two"}


@pytest.mark.parametrize(("language", "word"), [("en", "caused"), ("fr", "cause à effet")])
def test_every_report_says_what_it_cannot_say(make: Make, language: str, word: str) -> None:
    made = make("reach()", language=language)
    sentence = Locale(language).say("report.cannot_say")
    assert word in sentence
    book = load_workbook(next(p for p in made.paths if p.suffix == ".xlsx"))
    assert any(sentence == cell for sheet in book for row in sheet.values for cell in row)


def test_a_name_in_a_text_is_taken_out_and_the_row_is_named_for_a_look(make: Make) -> None:
    listing = """
rows = pd.DataFrame({"title": ["A bid won with Jane Planted", "Tax breakfast"], "attended": [40, 12]})
show(Section("events", "Events", rows, kind="listing", period=period, settings=settings))
""".strip()
    made = make(listing, "people()")
    (section,) = results(made)["sections"]
    assert [(row["title"], row["attended"]) for row in section["rows"]] == [
        ("A bid won with a colleague", 40), ("Tax breakfast", 12),
    ]  # fmt: skip
    assert any("Events" in said and "A bid won with a colleague" in said for said in made.messages)


def test_a_board_copy_that_is_withheld_whole_is_no_success(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_gate, "named", lambda files, names: ["brief.html"])
    made = make("# The quarter", "headline()")
    assert made.exit_code == pipeline.UNPUBLISHED
    assert not any("board" in path.parts for path in made.paths)
