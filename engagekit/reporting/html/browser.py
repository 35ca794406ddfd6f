"""An installed Chrome, Edge or Chromium, which prints a page as a PDF and draws nothing itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from engagekit.errors import ReportError, error_text, shorten

PATIENCE = 120
"""Seconds a page may take: on two slow cores it takes five."""
PAPERS = ("A4", "Letter")
_KNOWN: dict[str, list[str]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
"""Where a browser may be, and how it is told to print."""


def find_browser() -> str | None:
    """Return the path of an installed Chrome, Edge or Chromium, None without one.

    The variable ENGAGEKIT_BROWSER names another one, or says ``none``.
    """
    requested = os.environ.get("ENGAGEKIT_BROWSER")
    if requested:
        return None if requested.casefold() == "none" else shutil.which(requested)
    for name in _KNOWN["names"]:
        found = shutil.which(name)
        if found:
            return found
    folders = [Path(os.environ[name]) for name in _KNOWN["folders"] if name in os.environ]
    folders += [Path("/Applications"), Path.home() / "Applications"]
    places = (folder / place for folder in folders for place in _KNOWN["places"])
    return next((str(place) for place in places if place.is_file()), None)


def print_pdf(page: str) -> bytes:
    """Print a page of HTML as a tagged PDF with an outline; its style names the paper.

    Raises
    ------
    ReportError
        If there is no browser, or it does not answer, or prints nothing.
    """
    path = find_browser()
    if path is None:
        raise ReportError(error_text("browser.none"))
    # a browser that is a snap sees no files but those of the home folder
    home = Path.home() if "snap" in Path(path).parts else None
    # what the browser keeps and what its parts share lies in this folder and goes with it
    with tempfile.TemporaryDirectory("", "engagekit-", home, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, printed = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [path, *_KNOWN["switches"], profile, f"--print-to-pdf={printed}", source.as_uri()]
        said = _run(command, folder)
        if not printed.is_file():
            raise ReportError(error_text("browser.printed", said=shorten(said)))
        return printed.read_bytes()


def _run(command: list[str], folder: Path) -> str:
    """Run a browser to its end, and return what it said; none of its children outlives it."""
    with (folder / "said.txt").open("w+", encoding="utf-8", errors="replace") as output:
        browser = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(folder)},
            start_new_session=True,
        )
        try:
            browser.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise ReportError(error_text("browser.wait", patience=PATIENCE)) from None
        finally:
            _end(browser)
        output.seek(0)
        return output.read()


def _end(browser: subprocess.Popen[bytes]) -> None:
    """End a browser with all that it started."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(browser.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(browser.pid, signal.SIGKILL)
    browser.wait()
