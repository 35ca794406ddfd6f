"""A project of one's own: made by one command, found by all, carried on by the next quarter."""

from __future__ import annotations

import io
import shlex
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engagekit.cli.start import FACTS, TODO, blank_settings, folder_name
from engagekit.loading.load import load
from engagekit.settings.periods import last_complete
from engagekit.settings.schema import read_settings
from engagekit.settings.shipped import sample_project
from tests.command_runs import run
from tests.notebook_cells import cells

Command = Callable[..., tuple[int, str, str]]
PEOPLE = "contact_id,display_name,email,department\n1,Ana Gil,ana@firm.example,Tax\n"


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    folder = tmp_path / "my exports"
    folder.mkdir()
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "engagekit.toml").write_text("[organisation]\nname = 'Stray'\n", encoding="utf-8")
    return folder


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """A command typed on the terminal: its exit code, what it says and what it warns of."""
    return partial(run, capsys)


def test_start_makes_the_whole_folder_and_ends_with_a_command_that_works(
    tmp_path: Path, exports: Path, command: Command
) -> None:
    own = tmp_path / "my library"
    name = 'Gil "&" S\u00f6hne \\ 1'
    code, out, _ = command(
        "start", str(own), "--name", name, "--fiscal-start", "1", "--currency", "gbp",
        "--domain", "@gil.example, gil.ca", "--department", "Library; Archive", "--asked", "40",
        "--language", "fr", "--data", str(exports),
    )  # fmt: skip
    assert code == 0
    assert out.splitlines()[0] == str(own / "engagekit.toml")
    names = {"data", "engagekit.toml", "mappings", "notebooks", "reports"}
    assert {path.name for path in own.iterdir()} == names
    assert [path.name for path in (own / "data").rglob("*.*")] == ["people.csv"]
    settings = read_settings(own / "engagekit.toml")
    stated = settings.organisation
    assert (stated.name, stated.domains) == (name, ("gil.example", "gil.ca"))
    assert (stated.currency, stated.fiscal_start, settings.survey.asked) == ("GBP", 1, 40)
    assert settings.library.departments == ("Library", "Archive")
    assert settings.report.language == "fr"
    assert TODO not in (own / "engagekit.toml").read_text(encoding="utf-8")
    last = shlex.split(out.splitlines()[-1])
    assert last[0] == "engagekit"
    assert "Traceback" not in "".join(map(str, command(*last[1:])))


def test_what_is_not_answered_is_marked_and_nothing_is_written_over_or_comes_from_the_sample(
    tmp_path: Path, command: Command
) -> None:
    own = tmp_path / "own"
    _, out, _ = command("start", str(own), "--dry-run")
    assert tomllib.loads(out)["organisation"] == {"library": "the library"}
    assert not own.exists()
    _, out, _ = command("start", str(own))
    text = (own / "engagekit.toml").read_text(encoding="utf-8")
    needed = [one for one in FACTS if not one.default and not one.optional]
    assert all(f"{TODO}{fact.key} = " in text for fact in needed)
    assert len(needed) == 6 == out.count("STILL NEEDED")
    raw = (sample_project() / "engagekit.toml").read_text(encoding="utf-8")
    for word in ("Tamarack", "tamarackvoss.example", "Information Centre", "staff_hour", "[ask"):
        assert word in raw and word not in text
    code, _, err = command("start", str(own), "--name", "Other")
    assert (code, "exists already" in err) == (2, True)
    assert (own / "engagekit.toml").read_text(encoding="utf-8") == text


def test_the_copied_notebooks_name_no_folder_and_load_the_exports_of_the_project(
    tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    command("start", str(tmp_path / "own"), "--name", "Firm", "--data", str(exports))
    notebooks = sorted((tmp_path / "own" / "notebooks").glob("*.ipynb"))
    assert len(notebooks) >= 7
    for file in notebooks:
        lines = [line for cell in cells(file) for line in cell.source.splitlines()]
        assert [line for line in lines if line.startswith("folder:")] == [
            'folder: str = ""  # folder with the raw exports; empty: those of the project'
        ]
    monkeypatch.chdir(tmp_path / "own" / "notebooks")
    tables = load("")
    assert (len(tables.contacts), tables.settings.organisation.name) == (1, "Firm")


def test_settings_among_the_exports_are_named_and_not_used(
    tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    command("start", str(tmp_path / "own"), "--name", "Firm")
    monkeypatch.chdir(tmp_path / "own")
    tables = load(exports)
    assert tables.settings.organisation.name == "Firm"
    (fault,) = [one for one in tables.faults if "is not in force" in str(one)]
    assert str(exports / "engagekit.toml") in str(fault)


def test_a_mapping_of_the_project_reads_every_quarter_and_one_elsewhere_is_named(
    tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    own = tmp_path / "own"
    command("start", str(own), "--data", str(exports))
    visits = "Day,Visitor,How\n2026-01-05,Ana Gil,desk\n2026-01-06,Ana Gil,desk\n"
    monkeypatch.chdir(own)
    for quarter in ("2026_Q1", "2026_Q2"):
        place = own / "data" / quarter / "visits.csv"
        place.parent.mkdir(exist_ok=True)
        place.write_text(visits.replace("-01-", f"-0{quarter[-1]}-"), encoding="utf-8")
    code, _, err = command(
        "import", "data/2026_Q1/visits.csv", "--row", "enquiry", "--yes",
        "--set", "on=Day", "--set", "display_name=Visitor", "--set", "channel=How",
    )  # fmt: skip
    assert code == 0, err
    assert (own / "mappings" / "visits.toml").is_file()
    assert len(load("").touches) == 4
    (exports / "mappings").mkdir()
    (own / "mappings" / "visits.toml").rename(exports / "mappings" / "visits.toml")
    (exports / "visits.csv").write_text(visits, encoding="utf-8")
    text = " ".join(map(str, load(exports).faults))
    assert "visits.csv is not counted yet" in text


def test_the_next_quarter_follows_the_newest_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    command("start", str(tmp_path), "--fiscal-start", "4")
    monkeypatch.chdir(tmp_path)
    assert command("new-quarter", "2026-27 Q4")[0] == 0
    assert (tmp_path / "data" / "2026-27_Q4").is_dir()
    code, out, _ = command("new-quarter", "--dry-run")
    assert (code, Path(out.strip()).name) == (0, "2027-28_Q1")
    assert not (tmp_path / "data" / "2027-28_Q1").exists()
    assert command("new-quarter", "summer")[0] == 2
    monkeypatch.chdir("/")
    code, _, err = command("new-quarter")
    assert (code, "engagekit start" in err) == (2, True)


@pytest.mark.parametrize("word", ["check", "inspect", "report"])
def test_the_commands_take_a_project_a_folder_or_nothing_alike(
    word: str, tmp_path: Path, exports: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    own = tmp_path / "own"
    command("start", str(own), "--name", "Firm", "--data", str(exports))
    monkeypatch.chdir(tmp_path)
    more = ["--dry-run"] if word == "report" else []
    data = next((own / "data").iterdir())
    ways = [["own"], ["own/data"], [str(data)], ["--data", "own"], ["--project", "own"]]
    said = [command(word, *way, *more) for way in ways]
    monkeypatch.chdir(own)
    said.append(command(word, *more))
    assert len({code for code, _, _ in said}) == 1, said
    assert all("people.csv" in out + err or word == "report" for _, out, err in said)
    if word != "inspect":
        assert command(word, "own", "--data", "other", *more)[0] == 2


def test_a_typed_answer_that_cannot_stand_is_asked_again_and_the_others_are_kept(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = ["Firm", "", "spring", "July", "dollars", "CAD", "", "", "", "many", "40", ""]
    terminal = io.StringIO("\n".join([*answers, ""]))
    monkeypatch.setattr(terminal, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdin", terminal)
    code, out, err = command("start", str(tmp_path / "own"))
    assert code == 0, err
    assert (out + err).count("Error: ") == 3
    settings = read_settings(tmp_path / "own" / "engagekit.toml")
    stated = settings.organisation
    assert (stated.name, stated.fiscal_start, stated.currency) == ("Firm", 7, "CAD")
    assert settings.survey.asked == 40
    quarter = last_complete(date.today(), 7).label
    assert [one.name for one in (tmp_path / "own" / "data").iterdir()] == [folder_name(quarter)]


def test_answers_that_are_piped_in_are_not_read_and_that_is_said(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("Firm\n"))
    assert "this is no terminal" in command("start", str(tmp_path / "own"))[2]


@pytest.mark.parametrize(
    ("here", "line"),
    [
        ("Europe/Zurich", 'time_zone = "Europe/Zurich"'),
        ("Etc/UTC", '# time_zone = "America/Toronto"'),
        ("UTC", '# time_zone = "America/Toronto"'),
    ],
)
def test_a_project_has_the_time_zone_of_its_computer(
    monkeypatch: pytest.MonkeyPatch, here: str, line: str
) -> None:
    monkeypatch.setattr("engagekit.cli.start.LOCALTZ", ZoneInfo(here))
    lines = blank_settings().splitlines()
    assert [one for one in lines if "time_zone" in one] == [
        f"{line}  # in which days begin and end"
    ]
