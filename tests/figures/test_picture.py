"""Every figure has a picture that says the same: well formed, with every text and every mark."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from typing import Any

import plotly.graph_objects as go
import pytest

from engagekit import figures
from engagekit.figures import live, picture
from engagekit.locale import Locale
from tests.figures.frames import QUARTERS, SHAPES, WORDS, empty, hidden

SVG = "{http://www.w3.org/2000/svg}"


def drawn(name: str, count: int, **given: Any) -> dict[str, Any]:
    make, args = SHAPES[name]
    frame = given.pop("changed", lambda frame: frame)(make(count))
    result: dict[str, Any] = json.loads(
        figures.draw(name, frame, **{**WORDS, **given}, **args).to_json()
    )
    return result


def texts(figure: dict[str, Any]) -> Iterator[str]:
    """Yield what plotly writes."""
    for trace in figure["data"]:
        for text in trace.get("text", ()):
            yield unescape(text.replace("<b>", "").replace("</b>", ""))


@pytest.mark.parametrize("name", SHAPES)
@pytest.mark.parametrize("count", [0, 1, 6])
def test_a_picture_holds_every_text_of_its_figure(name: str, count: int) -> None:
    for narrow, language in ((False, "en"), (True, "fr")):
        figure = drawn(name, count, narrow=narrow, locale=Locale(language))
        root = ET.fromstring(picture.svg(figure))
        shown = [part.text or "" for part in root.iter(SVG + "text")]
        assert sorted(shown) == sorted(texts(figure))
        assert (root.get("width"), root.get("height")) == (
            str(figure["layout"]["width"]),
            str(figure["layout"]["height"]),
        )


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "grid"])
def test_hidden_and_empty_groups_have_a_picture(name: str) -> None:
    for changed in (hidden, empty):
        assert picture.svg(drawn(name, 3, changed=changed)).endswith("</svg>")


def test_the_mark_of_a_fourth_line_is_drawn() -> None:
    lines = picture.svg(drawn("trend", 4))
    triangles = re.findall(r'<path d="M[\d.,]+L[\d.,]+L[\d.,]+Z" fill', lines)
    assert len(triangles) == len(QUARTERS)


def test_bars_and_lines_lie_where_their_numbers_are() -> None:
    figure = drawn("bars", 1)
    bar = next(trace for trace in figure["data"] if trace.get("name") == "estimate")
    low, high = figure["layout"]["xaxis"]["range"]
    pixel = figure["layout"]["width"] / (high - low)
    wanted = sorted(value * pixel for value in bar["x"])
    root = ET.fromstring(picture.svg(figure))
    colours = set(bar["marker"]["color"])
    widths = sorted(
        float(one.get("width", 0)) for one in root.iter(SVG + "rect") if one.get("fill") in colours
    )
    assert widths == pytest.approx(wanted, abs=0.01)


def test_a_text_of_the_data_stays_text_and_what_no_document_may_hold_is_left_out() -> None:
    make, args = SHAPES["bars"]
    frame = make(3).assign(department=["All", "<script>$5</script>", "a\x01b", "c"])
    figure = json.loads(figures.draw("bars", frame, **WORDS, **args).to_json())
    root = ET.fromstring(picture.svg(figure))
    shown = " ".join(root.itertext())
    assert "<script>$5</script>" in shown and "Ab · " in shown
    assert all(part.tag != SVG + "script" for part in root.iter())


def test_a_figure_of_somebody_else_draws_itself_without_a_network() -> None:
    figure = json.loads(go.Figure(go.Pie(values=[1, 2])).to_json())
    page = live.html({**figure, "data": [*figure["data"], {"name": "</script>"}]})
    assert page.count("</script>") == 1
    assert "://" not in re.sub(r'atob\("[^"]*"\)', "", page).replace("http://www.w3.org", "")
