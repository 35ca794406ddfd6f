"""The browser that prints asks no name and connects to nothing beyond this machine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from engagekit.reporting.html import browser

pytestmark = pytest.mark.browser


def network_log(place: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> list[dict[str, Any]]:
    """Print a page, and return what the browser logged of its network."""
    switches = [*browser._KNOWN["switches"], f"--log-net-log={place}", *more]
    monkeypatch.setitem(browser._KNOWN, "switches", switches)
    assert browser.print_pdf("<p>One</p>").startswith(b"%PDF")
    log = json.loads(place.read_text("utf-8"))
    names = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    return [{**event, "name": names[event["type"]]} for event in log["events"]]


def outward(events: Sequence[dict[str, Any]]) -> list[str]:
    """Return names that were looked up, and addresses of others that were tried."""
    tried = [
        str(event.get("params", {}).get("address", ""))
        for event in events
        if event["name"] in {"UDP_CONNECT", "TCP_CONNECT_ATTEMPT"}
    ]
    probes = [event["name"] for event in events if "REACHABILITY" in event["name"]]
    looked = [
        str(event["params"])
        for event in events
        if event["name"] == "HOST_RESOLVER_MANAGER_REQUEST" and "params" in event
    ]
    return [*probes, *looked, *(one for one in tried if one and "127.0.0.1:9" not in one)]


def test_printing_reaches_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = network_log(tmp_path / "net.json", monkeypatch)
    assert events
    assert not outward(events)


def test_a_probe_of_routes_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loose = "--host-resolver-rules=MAP * ~NOTFOUND"
    assert outward(network_log(tmp_path / "net.json", monkeypatch, loose))
