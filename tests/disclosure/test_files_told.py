"""A number that a file of a board copy says beyond its results is found, wherever it stands."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest

from benchmarks._files import uncarried

TOLD = {"department": "Legal"}, 0.5, 20, 40
HIDDEN = {"department": "Tax"}, None, None, None
ALL = {"department": "All"}, 0.42, 60, 142
CHART = ("<c><ser><tx><v>Reach</v></tx><cat><pt idx='0'><v>Tax</v></pt></cat>"
         "<val><pt idx='0'><v>0.25</v></pt></val></ser></c>")  # fmt: skip
FIGURE = json.dumps({"data": [{"x": [1], "hovertext": ["Tax: 3 of 12"]}], "layout": {}})


def _zip(part: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, text)
    return out.getvalue()


def _hidden_sheet() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("Behind")
    sheet.sheet_state = "hidden"
    sheet.append(["Tax", 3, 12])
    book.save(out)
    return out.getvalue()


PLANTED: dict[str, tuple[str, bytes, set[str]]] = {
    "nothing": ("brief.html", b"<p>Legal: 50%, 20 of 40. All: 42%, 60 of 142</p>", set()),
    "a number of all": ("brief.html", b"<p>Tax, as all: 42%; FY 2026-27 Q2</p>", set()),
    "a number of another": ("brief.html", b"<p>Tax: 20</p>", {"20"}),
    "axis": ("a.svg", b"<svg><text>- The axis starts<i> at</i><i>35%.</i></text></svg>", set()),
    "no axis": ("a.svg", b"<svg><text>Reach starts at 33%</text></svg>", {"33%"}),
    "ticks": ("a.svg", b"<svg><text>64%</text><text>66%</text><text>68%</text></svg>", set()),
    "a label": ("a.svg", b"<svg><text>64%</text><text>67%</text></svg>", {"64%", "67%"}),
    "points": ("brief.html", b"<p>Legal: +8 points on All</p>", set()),
    "other points": ("brief.html", b"<p>Legal: +11 points on All</p>", {"+11"}),
    "tooltip": ("brief.html", b"<p><i title='Tax: 3 of 12'>Tax</i></p>", {"3", "12"}),
    "drawing": ("brief.html", b"<svg><text>Tax 25%</text></svg>", {"25%"}),
    "live figure": ("book.html", f"<script>{FIGURE}</script>".encode(), {"3", "12"}),
    "chart": ("brief.pptx", _zip("ppt/charts/chart1.xml", CHART), {"0.25"}),
    "notes": ("brief.pptx", _zip("ppt/notesSlides/n.xml", "<n><p>Tax 3</p></n>"), {"3"}),
    "property": ("book.xlsx.zip", _zip("docProps/core.xml", "<c><t>Tax: 3</t></c>"), {"3"}),
    "hidden sheet": ("book.xlsx", _hidden_sheet(), {"3", "12"}),
    "picture": ("reach.png", b"\x89PNG\r\n\0\0\0\x0ctEXtAlt\0Tax: 25%\xff\xff", {"25%"}),
    "words of the kit": ("a.html", b"<p>valid answers from 0 to 10</p>", set()),
    "not in its words": ("a.html", b"<p>valid answers from 0 to 11</p>", {"11"}),
    "its seed": ("a.html", b"<p>Tax: 400 shuffles, seed 20261125</p>", {"400"}),
    "an address": ("a.html", b"<p>how-often-did-you-use-it-922279</p>", set()),
    "two words": ("a.html", b"<p>Tax - met-3 of them, q-3-7</p>", {"3", "7"}),
    "two lines": ("a.svg", b"<svg><text><tspan>6</tspan><tspan>17</tspan></text></svg>",
                  {"6", "17"}),
    "list": ("shares.csv", b"Department,n\nTax,3\n", {"3"}),
}  # fmt: skip


@pytest.mark.parametrize("what", PLANTED)
def test_a_number_beyond_the_results_is_found(tmp_path: Path, what: str) -> None:
    numbers = [{"group": group, "value": value, "n": n, "base": base}
               for group, value, n, base in (TOLD, HIDDEN, ALL)]  # fmt: skip
    results = {"numbers": numbers, "sections": []}
    (tmp_path / "results.json").write_text(json.dumps(results))
    name, data, found = PLANTED[what]
    (tmp_path / name).write_bytes(data)
    assert {number for _, _, number, _ in uncarried(tmp_path)} == found
