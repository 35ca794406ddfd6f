from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engagekit.errors import DataError, PeriodError, ReportError, UsageError
from engagekit.locale.words import say
from engagekit.reporting import board_gate, pipeline, run_alone
from engagekit.reporting.report import report
from engagekit.reporting.request import complete, find_notebook
from engagekit.settings.schema import Settings

Notebook = Callable[..., Path]
TODAY = date(2026, 11, 25)


def make(notebook: Path, tmp_path: Path, **given: object) -> object:
    settings = {"out": tmp_path / "out", "formats": ["xlsx"], "today": TODAY, **given}
    return report(notebook=notebook, **settings)


def files(folder: Path) -> list[str]:
    found = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in found if name != run_alone.LOCK)


def test_one_run_makes_two_copies_and_the_board_never_gets_a_notebook(
    notebook: Notebook, tmp_path: Path
) -> None:
    path = notebook("# The quarter", "headline()", "## Reach", "!reach()", "!people()")
    made = make(path, tmp_path)
    assert made.exit_code == 0
    assert files(tmp_path / "out") == [
        "2026-27_Q2/board/data-book.xlsx",
        "2026-27_Q2/board/data/results.json",
        "2026-27_Q2/private/data-book.xlsx",
        "2026-27_Q2/private/data/results.json",
        "2026-27_Q2/private/quarterly_report.ipynb",
    ]
    assert sorted(made.paths) == sorted((tmp_path / "out/2026-27_Q2").rglob("*.*"))
    board = tmp_path / "out/2026-27_Q2/board"
    assert not any(b"jane@example.org" in file.read_bytes() for file in board.rglob("*.*"))
    found = json.loads((board / "data/results.json").read_text("utf-8"))
    assert [part["name"] for part in found["sections"]] == ["headline", "reach"]


OF_BOTH = {"brief.html", "brief.pdf"}
OF_THE_BOARD = {"page-one.pdf", "page-one.docx", "brief.pptx", "data-book.xlsx"}


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
def test_each_copy_has_its_files_and_a_private_workbook_only_if_it_is_asked_for(
    notebook: Notebook,
    tmp_path: Path,
    formats: list[str] | None,
    private: set[str],
    board: set[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("engagekit.reporting.html.browser.find_browser", lambda: "here")
    monkeypatch.setattr("engagekit.reporting.html.pdf.write", lambda copy, options: b"%PDF")
    made = make(notebook("# The quarter", "headline()", "!people()"), tmp_path, formats=formats)
    own = {"results.json", "quarterly_report.ipynb"}
    names = {
        copy: {path.name for path in made.paths if copy in path.parts} - own
        for copy in ("private", "board")
    }
    assert names == {"private": private, "board": board}


def test_a_file_of_a_run_before_that_this_one_does_not_make_is_removed(
    notebook: Notebook, tmp_path: Path
) -> None:
    path = notebook("# The quarter", "headline()")
    make(path, tmp_path, formats=["xlsx"])
    made = make(path, tmp_path, formats=["html"])
    assert sorted((tmp_path / "out/2026-27_Q2").rglob("*.*")) == sorted(made.paths)


def test_a_failing_section_is_named_the_rest_is_made_and_the_code_is_four(
    notebook: Notebook, tmp_path: Path
) -> None:
    made = make(notebook("!reach()", "!broken()", "!broken()", "!lacking()"), tmp_path)
    assert made.exit_code == 4
    assert made.messages.count("Broken could not be made: KeyError") == 1, "said once"
    assert "Lacking could not be made: Not measured: needs the sheet budget." in made.messages
    text = "".join(p.read_text("utf-8", "replace") for p in made.paths if p.suffix == ".json")
    assert "jane@" not in text


def test_nothing_is_left_of_a_run_that_stops(notebook: Notebook, tmp_path: Path) -> None:
    with pytest.raises(DataError):
        make(notebook("reach()", "lacking()"), tmp_path)
    with pytest.raises(UsageError, match="Did you mean 'quarter'"):
        make(notebook("reach()"), tmp_path, parameters={"quater": "x"})
    assert not (tmp_path / "out").exists()


def test_a_quarter_is_over_at_the_end_of_its_last_day() -> None:
    settings = Settings()
    quarter = settings.period("FY2026-27 Q2")
    assert complete(quarter, quarter.end, settings) == quarter
    with pytest.raises(PeriodError, match="is not over"):
        complete(quarter, quarter.end - timedelta(days=1), settings)


def test_a_quarter_that_is_not_over_is_refused(notebook: Notebook, tmp_path: Path) -> None:
    with pytest.raises(PeriodError, match=r"FY2026-27 Q3 is not over.*'FY2026-27 Q2'"):
        make(notebook("reach()"), tmp_path, period="2026-27 Q3")


def test_a_quarter_is_handed_on_in_its_canonical_form(notebook: Notebook, tmp_path: Path) -> None:
    made = make(notebook("reach()"), tmp_path, period="2026-27Q1")
    found = json.loads(next(p for p in made.paths if p.suffix == ".json").read_text("utf-8"))
    assert found["parameters"]["quarter"] == "FY2026-27 Q1"


def test_the_last_complete_quarter_is_left_to_the_notebook(
    notebook: Notebook, tmp_path: Path
) -> None:
    made = make(notebook("reach()"), tmp_path, period="last-complete", today=date(2027, 2, 1))
    found = json.loads(next(p for p in made.paths if p.suffix == ".json").read_text("utf-8"))
    assert "quarter" not in found["parameters"]
    assert any("The data end before FY 2026-27 Q3" in text for text in made.messages)


def test_the_same_inputs_give_the_same_bytes(notebook: Notebook, tmp_path: Path) -> None:
    path = notebook("headline()", "reach()")
    first = make(path, tmp_path)
    before = {file: file.read_bytes() for file in first.paths}
    make(path, tmp_path)
    assert {file: file.read_bytes() for file in first.paths} == before


def test_a_notebook_without_sections_is_told_how_to_have_one(
    notebook: Notebook, tmp_path: Path
) -> None:
    with pytest.raises(ReportError, match="shows no section"):
        make(notebook("1 + 1"), tmp_path)


def test_an_unknown_format_or_paper_is_refused(notebook: Notebook, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no format 'doc'"):
        make(notebook("reach()"), tmp_path, formats=["doc"])
    with pytest.raises(UsageError, match="There is no paper 'A3'"):
        make(notebook("reach()"), tmp_path, paper="A3")


def test_without_a_browser_there_is_no_pdf_and_one_line_says_so(
    notebook: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engagekit.reporting.html.browser.find_browser", lambda: None)
    made = make(notebook("headline()"), tmp_path, formats=["html", "pdf"])
    assert made.exit_code == 0
    assert sum("Chrome, Edge or Chromium" in text for text in made.messages) == 1
    assert not [file for file in made.paths if file.suffix == ".pdf"]
    for page in (p.read_text("utf-8") for p in made.paths if p.suffix == ".html"):
        assert not re.search(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[^>]*http", page)


def test_the_page_of_the_notebook_has_its_words_and_numbers_and_asks_no_network(
    notebook: Notebook, tmp_path: Path
) -> None:
    made = make(notebook("# The quarter", "reach()"), tmp_path, formats=["html"])
    page = next(p for p in made.paths if p.name == "quarterly_report.html").read_text("utf-8")
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


SMALL = """
rows = measure_frame([
    {"department": "Legal", "measure": "reach", "unit": "share", "estimate": 0.5, "n": 20, "base": 40},
    {"department": "Tax", "measure": "reach", "unit": "share", "estimate": 0.1, "n": 3, "base": 30},
    {"department": "HR", "measure": "reach", "unit": "share", "estimate": 0.3, "n": 9, "base": 30},
], by=["department"])
show(Section("reach", "Whom we reached", rows, figure="bars", sentence="reach", period=period,
             settings=settings))
""".strip()


def test_a_board_copy_depends_on_no_report_made_before(notebook: Notebook, tmp_path: Path) -> None:
    """Nor on how many were made, in which order or where to; and nothing is kept of it."""

    def board(out: str) -> bytes:
        make(notebook(SMALL), tmp_path, out=tmp_path / out)
        return (tmp_path / out / "2026-27_Q2/board/data/results.json").read_bytes()

    first = board("one")
    make(notebook("headline()", "reach()"), tmp_path, out=tmp_path / "one")
    assert board("one") == board("two") == first
    rows = json.loads(first)["sections"][0]["rows"]
    assert [row["estimate"] for row in rows] == [0.5, None, None], "HR less the rest would tell Tax"
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "one",
        "quarterly_report.ipynb",
        "two",
    ]


@pytest.mark.parametrize(("language", "word"), [("en", "caused"), ("fr", "cause à effet")])
def test_every_report_says_what_it_cannot_say(
    notebook: Notebook, tmp_path: Path, language: str, word: str
) -> None:
    made = make(notebook("reach()"), tmp_path, language=language, formats=["xlsx"])
    sentence = say("report.cannot_say", language)
    assert word in sentence
    book = load_workbook(next(p for p in made.paths if p.suffix == ".xlsx"))
    assert any(sentence == cell for sheet in book for row in sheet.values for cell in row)


def test_a_name_in_a_text_is_taken_out_and_the_row_is_named_for_a_look(
    notebook: Notebook, tmp_path: Path
) -> None:
    listing = """
rows = pd.DataFrame({"title": ["A bid won with Jane Planted", "Tax breakfast"], "attended": [40, 12]})
show(Section("events", "Events", rows, kind="listing", period=period, settings=settings))
""".strip()
    made = make(notebook(listing, "people()"), tmp_path)
    board = tmp_path / "out/2026-27_Q2/board/data/results.json"
    (section,) = json.loads(board.read_text("utf-8"))["sections"]
    assert [row["title"] for row in section["rows"]] == [
        "A bid won with a colleague", "Tax breakfast",
    ]  # fmt: skip
    assert [row["attended"] for row in section["rows"]] == [40, 12]
    assert any("Events" in said and "A bid won with a colleague" in said for said in made.messages)


def test_a_board_copy_that_is_withheld_whole_is_no_success(
    notebook: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_gate, "named", lambda files, names: ["brief.html"])
    made = make(notebook("# The quarter", "headline()"), tmp_path)
    assert made.exit_code == pipeline.UNPUBLISHED
    assert not any("board" in path.parts for path in made.paths)
