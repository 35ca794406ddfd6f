"""An installed Chrome, Edge or Chromium, which prints a page as a PDF and draws nothing itself."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from engagekit.errors import ReportError, error_text, shorten

PATIENCE = 120
"""Seconds a page may take: on two slow cores it takes five."""
PAPERS = ("A4", "Letter")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "microsoft-edge", "msedge")
_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
"""Variables of Windows that name a folder of programs."""
_PLACES = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Chromium.app/Contents/MacOS/Chromium",
)
"""Where a browser lies below a folder of programs, on Windows and on macOS."""
_SWITCHES = (
    "--headless",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",  # its name before version 112
    "--generate-pdf-document-outline",
    "--no-sandbox",  # a container has none, and the page holds no script
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-extensions",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-background-networking",
    "--disable-client-side-phishing-detection",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    "--host-resolver-rules=MAP * ^NOTFOUND",  # ~NOTFOUND still probes IPv6 routes
    "--proxy-server=127.0.0.1:9",  # nothing listens there, for addresses without a name
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
)


def find_browser() -> str | None:
    """Return the path of an installed Chrome, Edge or Chromium, None without one.

    The variable ENGAGEKIT_BROWSER names another one, or says ``none``.
    """
    requested = os.environ.get("ENGAGEKIT_BROWSER")
    if requested:
        return None if requested.casefold() == "none" else shutil.which(requested)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    folders = [Path(os.environ[name]) for name in _FOLDERS if name in os.environ]
    folders += [Path("/Applications"), Path.home() / "Applications"]
    places = (folder / place for folder in folders for place in _PLACES)
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
        command = [path, *_SWITCHES, profile, f"--print-to-pdf={printed}", source.as_uri()]
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
