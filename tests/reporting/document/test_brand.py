"""An organisation's own dress: colours and logo are checked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pptx import Presentation

from engagekit.errors import SettingsError
from engagekit.reporting import writers
from engagekit.reporting.brief import pages
from engagekit.reporting.document import brand
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.settings.schema import Settings, make_settings
from tests.reporting.copies import departments, section, worded


def written(name: str, look: OutputOptions) -> bytes:
    """A file of a board copy in a dress."""
    rows = departments(Legal=(30, 40), Tax=(10, 40))
    content = worded(section("reach", rows, figure="bars", brief=True), audience="board")
    return writers.write(name, Copy(content, {}, pages.compose(content)), look)


def settings(home: Path | None = None, **report: Any) -> Settings:
    chosen = make_settings({"report": report})
    chosen._home = home
    return chosen


def png(width: int = 200) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, 50), "#204060").save(out, "PNG")
    return out.getvalue()


def test_the_colours_of_the_house_need_no_change_and_own_ones_replace_them() -> None:
    assert brand.colours(Settings()) == {}
    assert brand.colours(settings(colour="#004d40")) == {"#1f5a94": "#004d40"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"colour": "#f4c20d"}, r"colour #f4c20d has a contrast of 1\.\d on #ffffff; .* need 4.5"),
        ({"attention_colour": "#ff9999"}, r"attention_colour #ff9999 has a contrast of \d\.\d"),
        ({"colour": "#7a4a00", "attention_colour": "#3f6000"},
         r"#7a4a00 and #3f6000 are \d\.\d apart for a (protan|deutan|tritan) reader .*; 10 is"),
        ({"colour": "blue"}, r"'blue' is not a colour. Write six hex digits"),
    ],
)  # fmt: skip
def test_colours_that_readers_cannot_read_or_tell_apart_are_refused_with_numbers(
    given: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        brand.colours(settings(**given))


def test_own_colours_stand_in_the_page_and_the_slides() -> None:
    look = OutputOptions(brand=brand.colours(settings(colour="#004d40")))
    assert b"--c-1f5a94:#004d40" in written("brief.html", look)
    with zipfile.ZipFile(io.BytesIO(written("brief.pptx", look))) as archive:
        chart = next(n for n in archive.namelist() if n.startswith("ppt/charts/chart"))
        assert b"1F5A94" not in archive.read(chart) and b"004D40" in archive.read(chart)


def test_a_logo_stands_in_the_brief_and_on_the_slides_with_the_name_of_the_organisation(
    tmp_path: Path,
) -> None:
    (tmp_path / "logo.png").write_bytes(png())
    found = brand.logo(settings(tmp_path, logo="logo.png"))
    assert found == png()
    look = OutputOptions(logo=found)
    html = written("brief.html", look)
    assert b'src="data:image/png;base64,' in html and b'alt="Harbour Bank"' in html
    front = Presentation(io.BytesIO(written("brief.pptx", look))).slides[0]
    pictures = [shape for shape in front.shapes if shape.shape_type == 13]
    assert [one._element._nvXxPr.cNvPr.get("descr") for one in pictures] == ["Harbour Bank"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("none.png", None, "none.png was not found"),
        ("logo.svg", b"<svg/>", "neither PNG nor JPEG"),
        ("big.png", b"\x89PNG\r\n\x1a\n" + bytes(300_000), "is 300 kB; the limit is 200 kB"),
    ],
)
def test_a_logo_that_cannot_be_shown_is_refused(
    tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(SettingsError, match=said):
        brand.logo(settings(tmp_path, logo=name))
