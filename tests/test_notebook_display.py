"""How sections and tables look on a screen: live where it can be, a picture and numbers anywhere."""

from __future__ import annotations

import base64
import html
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

import engagekit as ek
from engagekit import notebook_display, sections
from engagekit.errors import UsageError
from engagekit.measures import published_report
from engagekit.notebook_display import PLOTLY
from engagekit.presentation.section import MIME
from engagekit.tables.tables import Tables
from engagekit.wording import finding as said_of
from engagekit.wording import one_line
from tests import house

Q2 = "FY2026-27 Q2"
PICTURE = re.compile(r"<img alt='([^']+)'[^>]* src='data:image/svg\+xml;base64,([^']+)'>")


def finding(section: object) -> str:
    """The finding as a screen shows it, on one line."""
    return one_line(said_of(section))  # type: ignore[arg-type]


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was published on screen."""
    parts: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", parts.append)
    return parts


def test_a_section_publishes_finding_figure_and_numbers(
    sample: Tables, published: list[dict[str, Any]]
) -> None:
    section = sections.reach(sample, during=Q2)
    section._ipython_display_()
    head, figure, numbers = published
    lead, under = said_of(section).split("\n", 1)  # the first line alone is the headline
    said = f"<strong>{lead}</strong> {one_line(under)}"
    assert said in html.unescape(head["text/html"])
    assert set(figure) == {MIME, PLOTLY, "text/html", "text/plain"}
    alternative, data = PICTURE.findall(figure["text/html"])[0]
    assert "384 of 598" in alternative
    assert base64.b64decode(data).startswith(b"<svg")
    assert "<table>" in numbers["text/html"]
    assert [MIME in part for part in published] == [False, True, False]


def test_one_output_holds_all_of_it(sample: Tables) -> None:
    section = sections.reach(sample, during=Q2)
    bundle = section._repr_mimebundle_()
    assert set(bundle) == {MIME, PLOTLY, "text/html", "text/plain"}
    page = bundle["text/html"]
    assert page == section._repr_html_()
    assert len(PICTURE.findall(page)) == page.count("<table>") == 1
    assert bundle["text/plain"] == section.text == finding(section)


def test_a_section_without_a_figure_is_one_output(
    sample: Tables, published: list[dict[str, Any]]
) -> None:
    section = sections.headline(sample, during=Q2)
    section._ipython_display_()
    assert [set(part) for part in published] == [{MIME, "text/html", "text/plain"}]
    with pytest.raises(UsageError, match="'headline' has no figure"):
        section.plot()


def test_what_could_not_be_measured_says_why_in_text_and_plot() -> None:
    section = sections.reach(Tables({}), during=Q2)
    assert section.missing and section.text == section.missing
    assert PLOTLY not in section._repr_mimebundle_()
    with pytest.raises(UsageError, match="Not measured"):
        section.plot()


def test_figure_and_sentence_show_small_groups_to_the_analyst(few: Tables) -> None:
    section = sections.reach(few, by="department", during=Q2)
    assert section.text == finding(section)
    assert "hidden" not in str(section.plot().layout.annotations)
    assert section.frame["n"].notna().all()


def test_the_plot_is_a_plotly_figure_and_an_own_one_comes_back(sample: Tables) -> None:
    assert isinstance(sections.reach(sample, during=Q2).plot(), go.Figure)
    mine = go.Figure(go.Pie(values=[1, 2]))
    section = sections.own(
        sample, pd.DataFrame({"n": [1, 2]}), title="Mine", figure=mine, during=Q2
    )
    assert section.plot().data[0].values == (1, 2)
    page = section._repr_mimebundle_()["text/html"]
    assert "<img" not in page and "Plotly.newPlot" in page


def test_no_amount_is_taken_for_a_formula(sample: Tables) -> None:
    section = sections.funding(sample, during=Q2)
    page = section._repr_html_()
    words = re.sub(r"<[^>]*>", "", page)
    assert words.count("$") > 2
    assert page.count("<span>$</span>") == page.count("$") - _in_tags(page)


def _in_tags(page: str) -> int:
    """Dollars of attributes, which no notebook reads as formulas."""
    return sum(tag.count("$") for tag in re.findall(r"<[^>]*>", page))


def test_tables_show_the_load_and_what_a_later_report_needs(few: Tables) -> None:
    bundle = few._repr_mimebundle_()
    assert set(bundle) == {published_report.MIME, "text/html", "text/plain"}
    assert "Data grade" in bundle["text/html"] == few._repr_html_()
    assert notebook_display.mimebundle(few) == bundle


def test_importing_the_kit_imports_nothing_that_shows() -> None:
    code = (
        "import sys, engagekit; slow = {'pandas', 'plotly', 'IPython',"
        " 'engagekit.notebook_display'} & set(sys.modules); sys.exit(str(slow) if slow else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", ["tables/tables.py", "presentation/section.py"])
def test_what_is_shown_knows_nothing_that_shows(path: str) -> None:
    module = house.module(path, (house.PACKAGE / path).read_text("utf-8"))
    rooms = {name.split(".")[1] for name in module.imported if name.startswith("engagekit.")}
    assert not rooms & {"notebook_display", "figures", "wording", "sections", "measures"}
    assert not {name.split(".")[0] for name in module.imported} & {"plotly", "IPython"}


def test_the_public_name_finds_the_same_section() -> None:
    assert ek.sections.reach is sections.reach


@pytest.fixture
def shell(sample: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    choices = Config(
        {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
    )
    shell = InteractiveShell(config=choices)
    shell.push({"ek": ek, "sample": sample})
    return shell


def test_a_typo_in_a_cell_is_told_by_its_sentence_and_its_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("shown = sample\nek.sections.reach(shown, by='dept')")
    told = capsys.readouterr().out.strip().splitlines()
    assert told[0].startswith("by='dept': contacts has no such column. Did you mean 'department'?")
    assert told[1:] == ["Line 2: ek.sections.reach(shown, by='dept')", "Every step: %tb"]
    shell.run_cell("%tb")
    steps = capsys.readouterr().out
    assert "engine.py" in steps and "UsageError: by='dept'" in steps


def test_an_error_that_is_not_ours_keeps_its_frames(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_cell("sample.contacts['dept']")
    assert "Traceback (most recent call last)" in capsys.readouterr().out
