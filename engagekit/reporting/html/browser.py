"""One browser session: draws every figure of a report in one call, and prints its PDFs."""

import asyncio
import base64
import contextlib
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from engagekit.errors import ReportError, error_text, shorten

Result = TypeVar("Result")
PATIENCE = 120
"""Seconds a step may take before we say that the browser does not answer: a report of a hundred
figures on two slow cores takes forty."""
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
"""Width and height in inches."""
_TOP, _BOTTOM, _SIDE = 0.5, 0.65, 0.55
"""Margins of a printed page in inches."""
_DPI, _SLACK = 96, 34
"""Pixels of an inch in print, and those of a page that rounding may take."""
_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge", "msedge")


def find_browser() -> str | None:
    """Return the path of an installed Chrome, Edge or Chromium, None without one.

    The variable ENGAGEKIT_BROWSER names another one, or says ``none``.
    """
    from choreographer.browsers.chromium import Chromium

    requested = os.environ.get("ENGAGEKIT_BROWSER")
    if requested:
        return None if requested.casefold() == "none" else shutil.which(requested)
    return Chromium.find_browser(skip_local=False) or next(
        filter(None, map(shutil.which, _NAMES)), None
    )


_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; "
    "font-src data:; img-src data: blob:"
)
"""What the page that draws may load: what it holds itself, and nothing from anywhere."""


class Session:
    """A browser that was started; calls wait for it."""

    def __init__(self, path: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._folder = Path(tempfile.mkdtemp(prefix="engagekit-"))
        self._browser: Any = None
        self._plotly: Any = None
        self.fills: list[int] = []
        self._started = asyncio.run_coroutine_threadsafe(self._start(path), self._loop)

    def draw(self, figures: Sequence[str]) -> list[str]:
        """Return each figure of plotly JSON as SVG; a malformed one is an empty text."""
        self._wait_for_start()
        return self._wait(self._draw(figures))

    def pdf(self, page: str, paper: str, words: tuple[str, str], most: int = 0) -> bytes:
        """Print a page of HTML as a tagged PDF with an outline and page numbers.

        Where ``most`` pages are asked for it is first set on them (``fit.js``); ``fills`` then
        tells how full each is, in per cent.
        """
        self._wait_for_start()
        return self._wait(self._pdf(page, paper, words, most))

    def close(self) -> None:
        """End the browser and forget what it was given."""
        try:
            with contextlib.suppress(ReportError):
                self._wait_for_start()
            if self._browser is not None:
                self._wait(self._browser.close())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(PATIENCE)
            self._loop.close()
            shutil.rmtree(self._folder, ignore_errors=True)

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            future.cancel()
            raise ReportError(error_text("browser.wait", patience=PATIENCE)) from None

    def _wait_for_start(self) -> None:
        try:
            self._started.result(PATIENCE)
        except Exception as error:
            raise ReportError(f"The browser could not be started: {shorten(error)}.") from error

    async def _start(self, path: str) -> None:
        from choreographer.browser_async import Browser

        self._browser = Browser(path, browser_cls=_quiet_chromium(), enable_extensions=False)
        await self._browser.open()
        self._plotly = await self._plotly_tab()

    async def _plotly_tab(self) -> Any:
        """Load the page that draws, while the notebook still runs."""
        from engagekit.figures import theme
        from engagekit.reporting.html.page import template, type_faces

        page = (
            f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
            f'content="{_POLICY}"><style>{type_faces()}</style>'
            f"<script>{template('draw.js')}</script>"
            f"<script>{theme.plotly_js()}</script><body></body>"
        )
        return await self._tab(page, "plotly.html")

    async def _tab(self, page: str, name: str) -> Any:
        """Return a tab that has loaded a page which we write."""
        file = self._folder / name
        file.write_text(page, encoding="utf-8")
        tab = await self._browser.create_tab("about:blank")
        await _send(tab, "Page.enable")
        loaded = tab.subscribe_once("Page.loadEventFired")
        await _send(tab, "Page.navigate", {"url": file.as_uri()})
        await loaded
        return tab

    async def _draw(self, figures: Sequence[str]) -> list[str]:
        expression = f"drawAll([{','.join(figures)}])"
        drawn: list[str] = await _evaluate(self._plotly, expression, "draw the figures")
        return drawn

    async def _set(self, tab: Any, width: float, height: float, most: int) -> None:
        """Set a page on paper as it will be printed: what begins a page, what gives way."""
        from engagekit.reporting.html.page import template

        across, down = width - 2 * _SIDE, height - _TOP - _BOTTOM
        await _send(tab, "Emulation.setEmulatedMedia", {"media": "print"})
        screen = {"width": round(across * _DPI), "height": round(down * _DPI)}
        await _send(
            tab,
            "Emulation.setDeviceMetricsOverride",
            {**screen, "deviceScaleFactor": 1, "mobile": False},
        )
        room = str(int(down * _DPI) - _SLACK)
        script = template("fit.js").replace("ROOM", room).replace("MOST", str(most), 1)
        expression = f"document.fonts.ready.then(() => {script})"
        self.fills = await _evaluate(tab, expression, "set the brief on pages")
        await _send(tab, "Emulation.clearDeviceMetricsOverride")

    async def _pdf(self, page: str, paper: str, words: tuple[str, str], most: int) -> bytes:
        tab = await self._tab(page, "page.html")
        width, height = PAPERS[paper]
        if most:
            await self._set(tab, width, height, most)
        await _send(
            tab,
            "Runtime.evaluate",
            {"expression": "document.querySelectorAll('details').forEach(d => { d.open = true; })"},
        )
        answer = await _send(
            tab,
            "Page.printToPDF",
            {
                "paperWidth": width,
                "paperHeight": height,
                "preferCSSPageSize": False,
                "marginTop": _TOP,
                "marginBottom": _BOTTOM,
                "marginLeft": _SIDE,
                "marginRight": _SIDE,
                "printBackground": True,
                "generateTaggedPDF": True,
                "generateDocumentOutline": True,
                "displayHeaderFooter": True,
                "headerTemplate": "<span></span>",
                "footerTemplate": (
                    '<div style="width:100%;font:9px sans-serif;color:#52606d;text-align:center">'
                    f'{words[0]} <span class="pageNumber"></span> {words[1]} '
                    '<span class="totalPages"></span></div>'
                ),
            },
        )
        await self._browser.close_tab(tab.target_id)
        return base64.b64decode(answer["data"])


async def _send(tab: Any, command: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send one command of the DevTools, its error as ours."""
    answer = await tab.send_command(command, params or {})
    if "error" in answer:
        raise ReportError(f"The browser refused {command}: {shorten(answer['error'])}.")
    result: dict[str, Any] = answer["result"]
    return result


async def _evaluate(tab: Any, expression: str, task: str) -> Any:
    """Return what a page answers in JSON; ``task``: what failed where it does not."""
    params = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = await _send(tab, "Runtime.evaluate", params)
    if "exceptionDetails" in answer:
        raise ReportError(f"The browser could not {task}. Run again.")
    return json.loads(answer["result"]["value"])


def _quiet_chromium() -> Any:
    """Return Choreographer's Chromium, kept off the network, its type the same everywhere."""
    from choreographer.browsers.chromium import Chromium

    class Quiet(Chromium):
        def get_cli(self) -> Sequence[str]:
            more = [
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ^NOTFOUND",  # ~NOTFOUND still probes IPv6 routes
                "--proxy-server=127.0.0.1:9",  # nothing listens there, for addresses without a name
                "--disable-client-side-phishing-detection",
                "--disable-domain-reliability",
                "--font-render-hinting=none",
                "--force-color-profile=srgb",
                "--no-pings",
            ]
            return [*super().get_cli(), *more]

    return Quiet


@contextlib.contextmanager
def session() -> Iterator[Session | None]:
    """Yield a browser for as long as the block lasts; None where there is none."""
    path = find_browser()
    if path is None:
        yield None
        return
    browser = Session(path)
    try:
        yield browser
    finally:
        browser.close()
