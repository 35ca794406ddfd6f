from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from engagekit.errors import ReportError
from engagekit.reporting.html import browser
from engagekit.reporting.html.browser import find_browser, print_pdf
from engagekit.reporting.html.svg import for_page, variables


def test_colours_of_the_palette_become_variables_and_others_stay() -> None:
    text = for_page('<svg><path fill="#1F5A94" stroke="#010203"/><text>#1f5a94</text></svg>')
    assert 'fill="var(--c-1f5a94)" stroke="#010203"' in text and ">#1f5a94<" in text


def test_a_brand_colour_takes_the_place_of_ours_in_both_themes() -> None:
    assert "--c-1f5a94:#005f73" in variables({"#1f5a94": "#005f73"})
    assert "color-mix" in variables({"#1f5a94": "#005f73"}, dark=True)


def test_a_browser_may_be_named_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    assert find_browser() is None
    monkeypatch.setenv("ENGAGEKIT_BROWSER", sys.executable)
    assert find_browser() == sys.executable


@pytest.fixture
def fake_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A browser that is a script, told what to do by the test; its scratch folder is seen."""
    script = tmp_path / "browser"
    script.touch(mode=0o755)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("ENGAGEKIT_BROWSER", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    return script


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a shell script")
def test_what_was_printed_comes_back_and_nothing_is_left(fake_browser: Path) -> None:
    fake_browser.write_text(
        '#!/bin/sh\nfor one in "$@"; do case "$one" in\n'
        '--print-to-pdf=*) printf %%PDF > "${one#*=}";; esac; done\n'
    )
    assert print_pdf("<p>One</p>") == b"%PDF"
    assert list((fake_browser.parent / "scratch").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a shell script")
def test_a_browser_that_prints_nothing_says_why(fake_browser: Path) -> None:
    fake_browser.write_text("#!/bin/sh\necho no display\n")
    with pytest.raises(ReportError, match="could not print the PDF: no display"):
        print_pdf("<p>One</p>")


@pytest.mark.skipif(sys.platform == "win32", reason="the browser of this test is a shell script")
def test_a_browser_that_hangs_is_ended_with_its_children(
    fake_browser: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = fake_browser.parent / "child"
    fake_browser.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {child}\nwait\n")
    monkeypatch.setattr(browser, "PATIENCE", 0.5)
    with pytest.raises(ReportError, match="did not answer"):
        print_pdf("<p>One</p>")
    status, end = Path(f"/proc/{child.read_text().strip()}/stat"), time.monotonic() + 5
    while status.exists() and " Z " not in status.read_text() and time.monotonic() < end:
        time.sleep(0.05)
    assert not status.exists() or " Z " in status.read_text()
    assert list((fake_browser.parent / "scratch").iterdir()) == []


def test_without_a_browser_nothing_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENGAGEKIT_BROWSER", "none")
    with pytest.raises(ReportError, match="nothing can be printed"):
        print_pdf("<p>One</p>")
